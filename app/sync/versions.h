#pragma once
// Who knows what: version vectors, whether this device is still itself, and what a peer lacks
// (design: sync, 1.2). What is admitted and what is held back is store's (store.h, Intake).
#include <cstdint>
#include <functional>
#include <vector>

#include "core/change.h"
#include "sync/author.h"

namespace huikuan::sync {

// One end of a chain. A device that forked has several.
struct Tip {
    core::DeviceId device;
    std::uint64_t seq = 0;
    core::Hash hash{};

    friend auto operator<=>(const Tip&, const Tip&) = default;
};
using VersionVector = std::vector<Tip>; // sorted, no tip twice

// Is (device, seq, hash) in the set? Answered by store.
using Known = std::function<bool(const core::DeviceId&, std::uint64_t, const core::Hash&)>;

// The clone rule, before each write and after each merge: a change of our own id that we did not
// write (beyond our sequence, or another at one of our sequences; held ones too), or a peer that
// knows our id further than we do, means that we are a copy or a restored backup. `known`:
// for the set before the merge.
bool is_foreign_self(const AuthorState& me, const core::Change& change, const Known& known);
bool is_foreign_self(const AuthorState& me, const VersionVector& peer, const Known& known);

// What to send to a peer that has `peer`, out of the chains ending in `mine`: for each of our
// chains the first sequence to send. Chains that the peer has are left out, as are those of which
// the peer says more than we know. A fork is sent whole, so that it can be seen there too.
struct ChainPart {
    Tip end;
    std::uint64_t from = 1; // first sequence to send, up to end.seq
};
std::vector<ChainPart> missing_at(const VersionVector& mine, const VersionVector& peer,
                                  const Known& known);

} // namespace huikuan::sync
