#pragma once
// Admission: which received changes enter the set, and whether this device is still itself (design:
// sync, 1.2). Pure: it knows nothing of who delivered what, when, or in which order, so that the
// same received changes always make the same set.
//
// A change is admitted when its predecessor is: first of its chain, or the change whose hash it
// names, of the same device and one sequence below, is in the set. Anything else is held back, and
// looked at again whenever a predecessor arrives.
#include <cstdint>
#include <functional>
#include <span>
#include <unordered_map>
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

struct HashOf {
    std::size_t operator()(const core::Hash& hash) const noexcept;
};

enum class Verdict : std::uint8_t {
    admitted,  // it, and whatever it released, is in take()
    held,      // its predecessor is missing
    duplicate, // in the set, or held, already
    refused,   // the buffer is full; it will come again
};

// What may wait for predecessors at one time.
struct HoldLimits {
    std::size_t changes = 1'000'000;
    std::size_t bytes = 50ULL * 1024 * 1024;
};

class Admission {
public:
    // Is (device, seq, hash) in the set already? Answered by store, within the transaction that
    // takes in what was admitted.
    using Known = std::function<bool(const core::DeviceId&, std::uint64_t, const core::Hash&)>;

    explicit Admission(Known known, HoldLimits limits = {});

    // One received change, or one that store kept held back from earlier.
    Verdict offer(core::Change change);

    // Newly admitted changes, each after its predecessor. Empties the list: `known` answers for
    // them from here on, so the caller hands them to store before the next offer.
    std::vector<core::Change> take();

    // What still waits, in order of (device, seq, hash): for store to keep.
    [[nodiscard]] std::vector<const core::Change*> held() const;
    [[nodiscard]] std::size_t held_count() const { return held_count_; }

private:
    struct Place {
        core::DeviceId device;
        std::uint64_t seq = 0;

        friend bool operator==(const Place&, const Place&) = default;
    };
    bool is_in_set(const core::DeviceId& device, std::uint64_t seq, const core::Hash& hash) const;
    void admit(core::Change change);
    Verdict hold(core::Change change);

    Known known_;
    HoldLimits limits_;
    std::unordered_map<core::Hash, Place, HashOf> admitted_here_; // not yet with store
    std::unordered_map<core::Hash, std::vector<core::Change>, HashOf> waiting_; // by predecessor
    std::size_t held_count_ = 0;
    std::size_t held_bytes_ = 0;
    std::vector<core::Change> admitted_;
};

// The clone rule, before each write and after each merge: a change of our own id that we did not
// write (beyond our sequence, or another at one of our sequences; held ones too), or a peer that
// knows our id further than we do, means that we are a copy or a restored backup. `known` as above,
// for the set before the merge.
bool is_foreign_self(const AuthorState& me, const core::Change& change,
                     const Admission::Known& known);
bool is_foreign_self(const AuthorState& me, const VersionVector& peer,
                     const Admission::Known& known);

// What to send to a peer that has `peer`, out of the chains ending in `mine`: for each of our
// chains the first sequence to send. Chains that the peer has are left out, as are those of which
// the peer says more than we know. A fork is sent whole, so that it can be seen there too.
struct ChainPart {
    Tip end;
    std::uint64_t from = 1; // first sequence to send, up to end.seq
};
std::vector<ChainPart> missing_at(const VersionVector& mine, const VersionVector& peer,
                                  const Admission::Known& known);

} // namespace huikuan::sync
