// A line of the wire, as anyone may send it. Whatever it is, decode answers; what it takes is kept
// byte for byte, hashes as the format says, and what it understands is written the same again.
#include <cstdlib>
#include <string_view>

#include "sync/canonical.h"
#include "sync/codec.h"
#include "sync/hash.h"

using namespace huikuan;

namespace {

void require(bool true_thing) {
    if (!true_thing) std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view line(reinterpret_cast<const char*>(data), size);
    const auto value = sync::parse_json(line);
    if (value) {
        const auto once = sync::canonical(*value);
        require(once.has_value());
        const auto again = sync::parse_canonical(*once);
        require(again.has_value() && *sync::canonical(*again) == *once);
    }
    for (const core::Hash& previous : {core::Hash{}, sync::sha256("before")}) {
        const auto change = sync::decode(line, previous);
        if (!change) continue;
        require(value.has_value() && change->bytes == line && change->previous == previous);
        require(change->hash == sync::chain_hash(previous, line));
        require(change->fact == sync::decode_fact(change->kind, line));
        if (!change->fact) continue;
        const auto written = sync::encode(*change);
        require(written.has_value());
        // Not always the same line (it may hold members of a later version), but the same fact.
        const auto reread = sync::decode(*written, previous);
        require(reread.has_value() && reread->fact == change->fact);
        require(sync::encode(*reread) == *written);
    }
    return 0;
}
