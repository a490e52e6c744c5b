#pragma once
// The author: turns facts that were decided here into stamped, chained changes of this device.
// Pure: the state goes in and comes out, and session keeps the new state in the same transaction as
// the changes. A state that is not kept means changes that were never written.
#include <cstdint>
#include <vector>

#include "core/change.h"
#include "core/result.h"
#include "sync/clock.h"

namespace huikuan::sync {

// Where this device's own chain ends, and its clock.
struct AuthorState {
    core::DeviceId device;
    std::uint64_t seq = 0; // of the last change written; 0: none yet
    core::Hash tip{};      // its hash; zeros: none yet
    core::HybridTime clock;

    friend bool operator==(const AuthorState&, const AuthorState&) = default;
};

// A fact to be written. `seen`, for register writes only: the joined contexts and dots of all
// writes of these fields that are visible here (store answers it). The author adds its own chain.
struct Draft {
    core::Fact fact;
    core::Context seen;
};

struct Stamped {
    std::vector<core::Change> changes; // in order
    AuthorState next;
};

// Errors as in encode; also malformed where a fact could not be read back from its own line (an
// empty register write, lines that do not add up): nothing is ever written that f cannot read.
core::Result<Stamped> stamp(const AuthorState& state, std::vector<Draft> drafts,
                            std::int64_t now_ms);

// The same device's chain cannot be continued (a clone, a restored backup): go on as a new one. The
// old chain stays in the book and is passed on like everyone else's.
AuthorState remint(const AuthorState& state, core::DeviceId fresh);

} // namespace huikuan::sync
