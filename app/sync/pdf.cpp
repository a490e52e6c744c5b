#include "sync/pdf.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

extern "C" {
#include <ppapi.h>
}

namespace huikuan::sync {

namespace {

// A tree of pages beyond this is a circle, or no document of a court's.
constexpr std::size_t most_nodes_of_pdf = 100'000;

void say_nothing(const char* /*message*/, void* /*context*/) {}

} // namespace

std::optional<int> pdf_pages(std::span<const std::uint8_t> bytes) {
    pplog_callback(say_nothing, nullptr);
    void* copy = std::malloc(bytes.size() + 1); // becomes pplib's, which frees it
    if (copy == nullptr || bytes.empty()) {
        std::free(copy);
        return std::nullopt;
    }
    std::memcpy(copy, bytes.data(), bytes.size());
    const std::unique_ptr<ppdoc, decltype(&ppdoc_free)> document(ppdoc_mem(copy, bytes.size()),
                                                                 ppdoc_free);
    if (!document) return std::nullopt;
    const auto open = ppdoc_crypt_status(document.get());
    if (open != PPCRYPT_NONE && open != PPCRYPT_DONE) return std::nullopt;
    const ppref* root = ppdoc_pages(document.get());
    if (root == nullptr) return std::nullopt;
    // What the tree's root says of itself may be wrong: its leaves are counted.
    std::vector<ppdict*> waiting{root->object.dict};
    int pages = 0;
    for (std::size_t seen = 0; !waiting.empty(); ++seen) {
        if (seen + waiting.size() > most_nodes_of_pdf) return std::nullopt;
        ppdict* node = waiting.back();
        waiting.pop_back();
        pparray* children = ppdict_rget_array(node, "Kids");
        if (children == nullptr) {
            ++pages;
            continue;
        }
        for (std::size_t i = 0; i < pparray_size(children); ++i) {
            ppdict* child = pparray_rget_dict(children, i);
            if (child == nullptr || waiting.size() > most_nodes_of_pdf) return std::nullopt;
            waiting.push_back(child);
        }
    }
    return pages > 0 ? std::optional(pages) : std::nullopt;
}

} // namespace huikuan::sync
