#pragma once
// 待处理差异: who wrote what when, what each side knew, and what a choice does. And taking back
// what was done, whatever it was: a fact by its reversal, a field by writing what it showed, a
// reversal by entering again what it made void (a reversal itself is never reversed).
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/exception.h"
#include "core/view.h"
#include "session/session.h"

namespace huikuan::session {

// One of those who together made an exception.
struct ExceptionSide {
    core::EntityId entity; // nil for a change that only its place names (a fork)
    bool arrived = true;   // false: named by another, and not here yet
    core::DeviceId device;
    bool own = false; // written on this device
    std::uint64_t seq = 0;
    core::HybridTime time;
    std::string kind;
    std::optional<core::Fact> fact; // nullopt: this version does not understand it
    bool voided = false;
    std::optional<std::int64_t> effective, parked; // of an allocation: what counts, what waits
    std::optional<std::string> value;              // field conflict: what it wrote
    std::optional<std::string> saw; // and what stood there for its writer; empty: nothing
    // How far the writer demonstrably knew the other sides' devices. It may have known more: a fact
    // does not say what was read before it was written.
    struct Knew {
        core::DeviceId device;
        std::uint64_t up_to = 0; // 0: nothing shows that it knew any of it
        bool the_other = false;  // the other side's own entry was among it
    };
    std::vector<Knew> knew;
};
// In total order.
std::vector<ExceptionSide> sides_of(Session& session, const core::ExceptionRow& row);

// Writes the choice and what follows from it, in one transaction:
//   over-allocation             reallocate: the parked allocation ends, and what its receipt has
//                               left goes to what is due first · reverse: it ends · keep
//   possible-duplicate-payment  same: the first stays, the others are reversed, and what they had
//                               paid is paid by the first as far as it goes · different
//   duplicate-invoice-number, rival-plans   reverse:<i> that member · keep
//   field-conflict              pick:<i> that value is written again, over all
// malformed (choice) for one that the row does not offer; errors of run.
core::Result<Outcome> resolve(Session& session, const core::ExceptionRow& row,
                              const std::string& choice, const std::string& note);

// Takes back all of it, in one transaction. Errors of run.
core::Result<Outcome> undo(Session& session, const Outcome& outcome, const std::string& reason);

// What would enter again what reversing `target` makes void, under ids of its own. The book had
// these facts before, so no decision is asked for: what does not fit any more shows as an
// exception.
// `from`: not before that day, where it counted until then and so must not count twice.
std::vector<core::Fact> entered_again(Session& session, core::EntityId target,
                                      core::Date from = core::first_date);

} // namespace huikuan::session
