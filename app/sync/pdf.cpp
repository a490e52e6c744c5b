#include "sync/pdf.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

extern "C" {
#include <ppapi.h>
}

namespace huikuan::sync {

namespace {

// A tree of pages beyond this is a circle, or no document of a court's.
constexpr std::size_t most_nodes_of_pdf = 100'000;

constexpr std::string_view table_mark = "startxref";

// The end of a file as pplib wants to find it, from where it says where its table stands: other
// programs leave more behind it, and some of that pplib reads past its own bounds. Empty: none.
std::string end_of(std::string_view file) {
    const std::size_t at = file.rfind(table_mark);
    if (at == std::string_view::npos) return {};
    file.remove_prefix(at + table_mark.size());
    constexpr std::string_view digits = "0123456789";
    constexpr std::size_t longest_place = 12;
    file.remove_prefix(std::min(file.size(), file.find_first_not_of(" \t\r\n")));
    const std::string_view place = file.substr(0, file.find_first_not_of(digits));
    if (place.empty() || place.size() > longest_place) return {};
    std::string end(table_mark);
    ((end += '\n') += place) += "\n%%EOF\n";
    return end;
}

void say_nothing(const char* /*message*/, void* /*context*/) {}

} // namespace

std::optional<int> pdf_pages(std::span<const std::uint8_t> bytes) {
    pplog_callback(say_nothing, nullptr);
    const std::string_view file(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    const std::string end = end_of(file);
    if (end.empty()) return std::nullopt;
    const std::size_t size = file.rfind(table_mark) + end.size();
    auto* copy = static_cast<char*>(std::malloc(size)); // becomes pplib's, which frees it
    if (copy == nullptr) return std::nullopt;
    std::memcpy(copy, file.data(), size - end.size());
    std::memcpy(copy + size - end.size(), end.data(), end.size());
    const std::unique_ptr<ppdoc, decltype(&ppdoc_free)> document(ppdoc_mem(copy, size), ppdoc_free);
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
