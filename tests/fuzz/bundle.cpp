// A file that claims to be a bundle. The reader answers, holds its limits, and answers the same in
// whatever pieces the file comes.
#include <cstdlib>
#include <vector>

#include "sync/bundle.h"
#include "sync/codec.h"
#include "sync/hash.h"

using namespace huikuan;

namespace {

void require(bool true_thing) {
    if (!true_thing) std::abort();
}

struct Sink final : sync::BundleSink {
    sync::Sha256 seen;
    std::uint64_t calls = 0;

    core::Result<void> header(const sync::BundleHeader&) override { return note("header", ""); }
    core::Result<void> change(core::Change change) override {
        require(change.hash == sync::chain_hash(change.previous, change.bytes));
        return note("change", change.bytes);
    }
    core::Result<void> fact(core::Change change) override { return note("fact", change.bytes); }
    core::Result<void> row(std::string_view table, std::string_view line) override {
        return note(table, line);
    }
    core::Result<void> state(std::uint32_t, const core::Hash& digest) override {
        return note("state", sync::to_hex(digest));
    }
    core::Result<void> unreadable(const core::Error& error) override {
        return note("unreadable", error.detail);
    }
    core::Result<void> note(std::string_view what, std::string_view bytes) {
        ++calls;
        seen.update(what);
        seen.update(bytes);
        return {};
    }
};

struct Outcome {
    core::Result<void> result;
    core::Hash seen;
    sync::BundleCounts counts;
};

Outcome read(std::string_view file, std::size_t piece) {
    sync::BundleLimits limits;
    limits.text_bytes = 8 << 20;
    limits.document_bytes = 1 << 20;
    Sink sink;
    sync::BundleReader reader(sink, limits);
    core::Result<void> result;
    while (result && !file.empty()) {
        result = reader.feed(file.substr(0, piece));
        file.remove_prefix(std::min(piece, file.size()));
    }
    if (result) result = reader.finish();
    return {result, sink.seen.digest(), reader.counts()};
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view file(reinterpret_cast<const char*>(data), size);
    const Outcome whole = read(file, size == 0 ? 1 : size);
    const Outcome pieces = read(file, 7);
    require(whole.result.has_value() == pieces.result.has_value());
    if (whole.result) {
        require(whole.seen == pieces.seen && whole.counts == pieces.counts);
    } else {
        require(whole.result.error().line > 0);
    }
    return 0;
}
