#pragma once
// Settlement: from the set of money facts to what is open. The heart of the view function f:
// total, pure, and independent of the order in which facts arrived (only of their total order).
//
// A document or allocation counts from its start date until the earliest reversal of it or of what
// it stands on; if that end is not after its start it never counted. Live allocations (which never
// end) are admitted in total order and clamped to what receipt and invoice still have; what does
// not fit is parked and becomes an over-allocation exception. Ended allocations keep, for older
// reports, what fits beside the live ones in their interval.
// Hard invariants, on every subset of facts: 0 <= effective <= amount; at every date the sum of
// effective per receipt <= its amount and per invoice <= its amount.
#include <cstdint>
#include <span>
#include <vector>

#include "core/change.h"

namespace huikuan::core {

// Indices are positions in the spans of one component: documents that allocations connect.
struct SettlementDocument { // an invoice or a receipt
    std::int64_t minor = 0;
    Date start;            // issue date, value date
    Date end = far_future; // earliest reversal
    Currency currency;
};
struct SettlementAllocation {
    std::uint32_t receipt = 0;
    std::uint32_t invoice = 0;
    std::int64_t minor = 0;
    Date date;             // as written
    Date end = far_future; // earliest reversal of the allocation itself
    OrderKey order;
};
struct SettledAllocation {
    Date start;                 // max(date, receipt.start, invoice.start)
    Date end = far_future;      // min(own, receipt, invoice)
    std::int64_t effective = 0; // counts in [start, end)
    std::int64_t parked = 0;    // amount - effective of a live one; 0 for ended ones
};

// Answers in the order of `allocations`, which may be in any order. Where the currencies of receipt
// and invoice differ, an amount is not positive or an index is outside its span, effective and
// parked are 0: such a fact is invalid, not in excess. An ended one gets, in total order after all
// live ones, the least that is free on any day of its interval in both documents. Near n log n.
std::vector<SettledAllocation> settle(std::span<const SettlementDocument> receipts,
                                      std::span<const SettlementDocument> invoices,
                                      std::span<const SettlementAllocation> allocations);

} // namespace huikuan::core
