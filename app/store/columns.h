#pragma once
// The aging columns of the whole book, in memory: every event that moves a balance is one entry
// (core/aging.h). Filled in one pass at their first use; after that each batch of changes replaces
// only the entries of the documents that it touched, so that a payment costs the same in a book of
// any size. Replaced entries stay as zeros until they are a quarter of all.
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "core/aging.h"
#include "core/view.h"
#include "store/database.h"
#include "store/log.h"

namespace huikuan::store {

// A document's figures at one date.
struct DocumentFigures {
    std::int64_t open = 0;             // of a receipt: what is unapplied, positive
    std::int64_t overdue = 0;          // of open: due on the date or before it
    core::Date due = core::far_future; // of the earliest open line
};

class Columns {
public:
    Columns(Database& database, Log& log);

    [[nodiscard]] const core::AgingEntries& entries();
    void forget() { filled_ = false; }
    // These documents changed.
    void patch(std::span<const std::int64_t> documents);

    // Figures of one document, from the columns.
    [[nodiscard]] DocumentFigures figures(std::int64_t document, core::Date as_of);
    // The same for a document of which only the tables are at hand.
    [[nodiscard]] DocumentFigures figures_from_tables(std::int64_t document, bool invoice,
                                                      core::Date as_of);
    // The entries of one invoice, from the tables, as interest asks: money counts from the day on
    // which it came, whenever it was allocated, and what was taken back never counted. What
    // `never_owed` (credits) takes off counts from the beginning.
    [[nodiscard]] core::AgingEntries paid_entries(std::int64_t invoice,
                                                  std::span<const std::int64_t> never_owed);
    // Parties of one customer, by currency.
    [[nodiscard]] std::span<const std::uint32_t> parties_of(std::int64_t customer) const;
    // Of every document: the lines of which something is open.
    [[nodiscard]] std::vector<core::OpenLine> open_lines(core::Date as_of);
    // Per party: the age in days of its oldest line that is due and open, 0 where there is none.
    [[nodiscard]] std::vector<int> oldest_days(core::Date as_of);

private:
    struct Range {
        std::uint32_t first = 0;
        std::uint32_t count = 0;
    };
    struct Row {
        std::int64_t no = 0, customer = 0, minor = 0, lines = 1;
        core::Currency currency;
        core::Date start, due, ends;
    };
    struct Part {
        std::int64_t document, other;
        core::SettledAllocation settled;
    };
    void fill();
    void fill_documents(bool invoices, std::vector<Part>& parts);
    void emit(core::AgingEntries& into, const Row& row, bool invoice,
              std::span<const core::SettledAllocation> allocations, std::uint32_t party);
    std::uint32_t party(std::int64_t customer, core::Currency currency);
    bool load(std::int64_t document, bool invoice, Row& row);
    std::vector<core::SettledAllocation> allocations_of(std::int64_t document, bool invoice);
    static Row row_of(const Rows& rows, bool invoice);
    static DocumentFigures sum(const core::AgingEntries& entries, std::size_t first,
                               std::size_t count, core::Date as_of);

    Database& database_;
    Log& log_;
    bool filled_ = false;
    core::AgingEntries entries_;
    std::vector<Range> ranges_; // by number of the document
    std::size_t dead_ = 0;
    std::unordered_map<std::int64_t, std::vector<std::uint32_t>> parties_;
    Statement invoice_;
    Statement receipt_;
    Statement lines_;
    Statement of_invoice_;
    Statement of_receipt_;
    Statement paid_;
};

} // namespace huikuan::store
