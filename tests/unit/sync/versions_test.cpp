#include "sync/versions.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "sync/hash.h"
#include "sync/sample.h"

using namespace huikuan;

namespace {

core::Hash hash(std::string_view name) { return sync::sha256(name); }

// Chains by name: "a3" is the third of chain a.
sync::Known knows(std::vector<std::pair<std::uint8_t, std::string>> chains) {
    return [chains](const core::DeviceId& device, std::uint64_t seq, const core::Hash& asked) {
        return std::ranges::any_of(chains, [&](const auto& chain) {
            return sample::device(chain.first) == device &&
                   seq <= static_cast<std::uint64_t>(chain.second[1] - '0') &&
                   asked == hash(chain.second.substr(0, 1) + std::to_string(seq));
        });
    };
}
sync::Tip tip(std::uint8_t device, std::string_view name) {
    return {sample::device(device), static_cast<std::uint64_t>(name[1] - '0'), hash(name)};
}
sync::VersionVector vector(std::vector<sync::Tip> tips) {
    std::ranges::sort(tips);
    return tips;
}
// "1:a3 from 2", in the order of the vector.
std::vector<std::string> sent(const sync::VersionVector& mine, const sync::VersionVector& peer,
                              const sync::Known& known) {
    std::vector<std::string> parts;
    for (const auto& part : sync::missing_at(mine, peer, known)) {
        parts.push_back(std::to_string(part.from) + ".." + std::to_string(part.end.seq));
    }
    std::ranges::sort(parts);
    return parts;
}
using Parts = std::vector<std::string>;

} // namespace

TEST_CASE("my own id with a change that I did not write means that I am a copy") {
    const sync::AuthorState me{sample::device(1), 3, hash("a3"), {}};
    const auto known = knows({{1, "a3"}});
    core::Change change;
    change.device = sample::device(1);
    const auto seen = [&](std::uint64_t seq, std::string_view name) {
        change.seq = seq;
        change.hash = hash(name);
        return sync::is_foreign_self(me, change, known);
    };
    CHECK_FALSE(seen(1, "a1")); // my own, come back
    CHECK_FALSE(seen(3, "a3"));
    CHECK(seen(4, "a4")); // beyond what I wrote: a restored backup
    CHECK(seen(9, "a9")); // held back or not
    CHECK(seen(3, "b3")); // another at my sequence: a fork
    change.device = sample::device(2);
    CHECK_FALSE(seen(4, "a4"));

    CHECK_FALSE(sync::is_foreign_self(me, vector({tip(1, "a2"), tip(2, "z9")}), known));
    CHECK(sync::is_foreign_self(me, vector({tip(1, "a4")}), known));
    CHECK(sync::is_foreign_self(me, vector({tip(1, "a3"), tip(1, "b2")}), known));
    CHECK_FALSE(sync::is_foreign_self(me, sync::VersionVector{}, known));
}

TEST_CASE("a peer is sent what it lacks of each chain") {
    const auto known = knows({{1, "a5"}, {2, "b3"}, {3, "c1"}});
    const auto mine = vector({tip(1, "a5"), tip(2, "b3"), tip(3, "c1")});
    CHECK(sent(mine, {}, known) == Parts{"1..1", "1..3", "1..5"});
    CHECK(sent(mine, mine, known).empty());
    CHECK(sent(mine, vector({tip(1, "a2"), tip(2, "b3")}), known) == Parts{"1..1", "3..5"});
    // The peer is ahead on b: nothing of it.
    CHECK(sent(mine, vector({tip(1, "a5"), tip(2, "b4"), tip(3, "c1")}), known).empty());
    // The peer has another a2: it is behind, so it is sent all of mine.
    CHECK(sent(mine, vector({tip(1, "x2"), tip(2, "b3"), tip(3, "c1")}), known) == Parts{"1..5"});
    CHECK(sent({}, mine, known).empty());
}

TEST_CASE("a fork is sent whole, branch by branch, to whoever has not both") {
    const auto known = knows({{1, "a5"}, {1, "f4"}});
    const auto mine = vector({tip(1, "a5"), tip(1, "f4")});
    CHECK(sent(mine, {}, known) == Parts{"1..4", "1..5"});
    CHECK(sent(mine, vector({tip(1, "a5")}), known) == Parts{"1..4"});
    CHECK(sent(mine, vector({tip(1, "a3")}), known) == Parts{"1..4", "1..5"});
    CHECK(sent(mine, mine, known).empty());
}
