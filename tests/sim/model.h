#pragma once
// What the book must say of a set of changes, worked out in the plainest way: no tables, nothing
// incremental, quadratic where that is shorter. The simulator holds the store's answers against it.
// It follows the words of core/settlement.h, core/exception.h and the design (sync, 1.4 to 1.9).
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/change.h"
#include "core/exception.h"

namespace huikuan::sim {

// `Change::fact` as the version of the view in question understands it.
using Changes = std::vector<core::Change>;

struct Model {
    // "kind field" of entity -> value shown
    std::map<std::pair<core::EntityId, std::string>, std::string> registers;
    std::map<core::EntityId, std::int64_t> open;      // invoices, and what they still owe
    std::map<core::EntityId, std::int64_t> unapplied; // receipts, and what they still have
    std::map<core::EntityId, std::int64_t> effective; // allocations that never end
    // allocations that stand: when they count, from the first day until before the last
    std::map<core::EntityId, std::pair<core::Date, core::Date>> spans;
    std::map<std::string, bool> exceptions; // "kind|member|member", is it resolved?
};

// `view`: the version of the view that reads.
Model model_of(const Changes& changes, std::uint32_t view);

// The greatest set out of what was received in which each change follows its predecessor.
Changes admitted(Changes received);

} // namespace huikuan::sim
