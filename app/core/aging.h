#pragma once
// Aging (账龄) as of any date. One flat pass over signed entries: every event that moves a balance
// is one entry (an invoice line at its issue date, an allocation as minus on the line and plus on
// the receipt's unapplied cash, a receipt as minus unapplied, an ended document as the opposite).
// So the identity  sum of buckets + not due + unapplied = balance  holds for every date by
// construction, and 1,000,000 items take milliseconds.
//
// Rule, printed on the page: what falls due on the as-of date has age 0 and is in the first bucket;
// later due dates are "not due"; what is dated after the as-of date does not exist yet.
// Edges 30,60,90,120 mean 0..30 | 31..60 | 61..90 | 91..120 | 121 and more.
#include <cstdint>
#include <span>
#include <vector>

#include "core/date.h"
#include "core/fact.h"
#include "core/money.h"
#include "core/result.h"
#include "core/settlement.h"

namespace huikuan::core {

enum class AgingBasis : std::uint8_t { due_date, issue_date };

// Columns, filled by store once per revision. All vectors have the same length.
struct AgingEntries {
    std::vector<std::int32_t> effective; // Date.days from which the entry counts
    std::vector<std::int32_t> due;       // of the schedule line; unapplied cash: INT32_MIN
    std::vector<std::int32_t> issued;    // of the invoice;       unapplied cash: INT32_MIN
    std::vector<std::int64_t> minor;     // signed
    std::vector<std::uint32_t> party;    // index into `parties`

    // A party is one customer in one currency.
    struct Party {
        CustomerId customer;
        Currency currency;
    };
    std::vector<Party> parties;

    [[nodiscard]] std::size_t size() const { return minor.size(); }
    void add(std::int32_t effective_days, std::int32_t due_days, std::int32_t issued_days,
             std::int64_t amount, std::uint32_t of_party);
};
inline constexpr std::int32_t unapplied_marker = INT32_MIN;

struct AgingQuery {
    Date as_of;
    AgingBasis basis = AgingBasis::due_date;
    std::vector<int> edges{30, 60, 90, 120}; // ascending, >= 0, at most 16
};
Result<AgingQuery> parse_edges(std::string_view text, AgingQuery query = {}); // "30,60,90,120"
std::vector<std::string> bucket_labels(std::span<const int> edges); // "0-30", "31-60", ..., "121+"

struct AgingLine {
    std::int64_t not_due = 0;
    std::int64_t unapplied = 0;        // zero or negative: cash not yet allocated
    std::vector<std::int64_t> buckets; // edges + 1

    [[nodiscard]] std::int64_t total() const;
    [[nodiscard]] std::int64_t overdue() const; // the sum of the buckets
};
struct AgingPartyLine {
    std::uint32_t party = 0;
    AgingLine line;
};
struct AgingCurrencyLine {
    Currency currency;
    AgingLine line;
};
struct AgingReport {
    AgingQuery query;
    std::vector<AgingCurrencyLine> currencies; // by code
    std::vector<AgingPartyLine> parties;       // only those with any non-zero part, by index
};

AgingReport age(const AgingEntries& entries, const AgingQuery& query);
// The same figures without the split by party: what a slider redraws 60 times a second.
std::vector<AgingCurrencyLine> age_totals(const AgingEntries& entries, const AgingQuery& query);

// Entries of one invoice and its allocations: allocations pour into lines oldest due first, in
// order of their start; when one ends, the pour is taken back from the last line poured.
void add_invoice_entries(AgingEntries& entries, std::uint32_t party, Date issued, Date end,
                         std::span<const ScheduleLine> lines,
                         std::span<const SettledAllocation> allocations);
void add_receipt_entries(AgingEntries& entries, std::uint32_t party, Date date, Date end,
                         std::int64_t minor, std::span<const SettledAllocation> allocations);

} // namespace huikuan::core
