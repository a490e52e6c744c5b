#include "store/columns.h"

#include <algorithm>
#include <utility>

namespace huikuan::store {
namespace {

constexpr std::string_view invoice_columns =
    "SELECT no, customer, minor, currency, issued, ends, due, lines FROM invoice WHERE known = 1";
constexpr std::string_view receipt_columns =
    "SELECT no, customer, minor, currency, date, ends, 0, 1 FROM receipt WHERE known = 1";

} // namespace

Columns::Columns(Database& database, Log& log)
    : database_(database), log_(log),
      invoice_(database, std::string(invoice_columns) + " AND no = ?"),
      receipt_(database, std::string(receipt_columns) + " AND no = ?"),
      lines_(database, "SELECT due, minor FROM schedule WHERE invoice = ? ORDER BY line"),
      of_invoice_(database, "SELECT start, until, effective FROM allocation"
                            " WHERE invoice = ? AND effective > 0"),
      of_receipt_(database, "SELECT start, until, effective FROM allocation"
                            " WHERE receipt = ? AND effective > 0"),
      paid_(database, "SELECT max(r.date, i.issued), a.effective, r.no, i.issued"
                      " FROM allocation a JOIN receipt r ON r.no = a.receipt"
                      " JOIN invoice i ON i.no = a.invoice"
                      " WHERE a.invoice = ? AND a.effective > 0 AND a.until IS NULL") {}

const core::AgingEntries& Columns::entries() {
    if (!filled_) fill();
    return entries_;
}

Columns::Row Columns::row_of(const Rows& rows, bool) {
    return {rows.integer(0),  rows.integer(1), rows.integer(2), rows.integer(7),
            rows.currency(3), rows.date(4),    rows.date(6),    rows.date(5)};
}

void Columns::fill() {
    entries_ = {};
    ranges_.clear();
    parties_.clear();
    dead_ = 0;
    ranges_.resize(static_cast<std::size_t>(database_.integer("SELECT max(no) FROM entity")) + 1);
    // Tables are read in the order in which they lie there; allocations are sorted in memory, since
    // looking each document's up would jump through the whole table. What came in one import lies
    // in order already.
    std::vector<Part> parts;
    {
        Statement all(database_, "SELECT invoice, start, until, effective, receipt FROM allocation"
                                 " WHERE effective > 0");
        for (Rows rows = all.query(); rows.next();) {
            parts.push_back({rows.integer(0),
                             rows.integer(4),
                             {rows.date(1), rows.date(2), rows.integer(3), 0}});
        }
    }
    fill_documents(true, parts);
    for (Part& part : parts) std::swap(part.document, part.other);
    fill_documents(false, parts);
    filled_ = database_.ok();
}

void Columns::fill_documents(bool invoices, std::vector<Part>& parts) {
    if (!std::ranges::is_sorted(parts, std::less{}, &Part::document)) {
        std::ranges::stable_sort(parts, std::less{}, &Part::document);
    }
    std::vector<core::SettledAllocation> allocations;
    std::size_t at = 0;
    Statement all(database_,
                  std::string(invoices ? invoice_columns : receipt_columns) + " ORDER BY no");
    for (Rows rows = all.query(); rows.next();) {
        const Row row = row_of(rows, invoices);
        allocations.clear();
        while (at < parts.size() && parts[at].document < row.no) ++at;
        for (; at < parts.size() && parts[at].document == row.no; ++at) {
            allocations.push_back(parts[at].settled);
        }
        const auto first = static_cast<std::uint32_t>(entries_.size());
        emit(entries_, row, invoices, allocations, party(row.customer, row.currency));
        ranges_[static_cast<std::size_t>(row.no)] = {
            first, static_cast<std::uint32_t>(entries_.size()) - first};
    }
}

void Columns::emit(core::AgingEntries& into, const Row& row, bool invoice,
                   std::span<const core::SettledAllocation> allocations, std::uint32_t of_party) {
    if (!invoice) {
        core::add_receipt_entries(into, of_party, row.start, row.ends, row.minor, allocations);
        return;
    }
    if (row.lines == 1) {
        const core::ScheduleLine line{row.due, row.minor};
        core::add_invoice_entries(into, of_party, row.start, row.ends, {&line, 1}, allocations);
        return;
    }
    std::vector<core::ScheduleLine> lines;
    for (Rows rows = lines_.query(row.no); rows.next();) {
        lines.push_back({rows.date(0), rows.integer(1)});
    }
    core::add_invoice_entries(into, of_party, row.start, row.ends, lines, allocations);
}

std::uint32_t Columns::party(std::int64_t customer, core::Currency currency) {
    std::vector<std::uint32_t>& of_customer = parties_[customer];
    for (const std::uint32_t index : of_customer) {
        if (entries_.parties[index].currency == currency) return index;
    }
    const auto index = static_cast<std::uint32_t>(entries_.parties.size());
    const auto id = core::id_cast<core::CustomerId>(log_.id_of(customer));
    entries_.parties.push_back({id, currency});
    of_customer.push_back(index);
    std::ranges::sort(of_customer, std::less{},
                      [&](std::uint32_t i) { return entries_.parties[i].currency; });
    return index;
}

bool Columns::load(std::int64_t document, bool invoice, Row& row) {
    Rows rows = (invoice ? invoice_ : receipt_).query(document);
    if (!rows.next()) return false;
    row = row_of(rows, invoice);
    return true;
}

std::vector<core::SettledAllocation> Columns::allocations_of(std::int64_t document, bool invoice) {
    std::vector<core::SettledAllocation> found;
    for (Rows rows = (invoice ? of_invoice_ : of_receipt_).query(document); rows.next();) {
        found.push_back({rows.date(0), rows.date(1), rows.integer(2), 0});
    }
    return found;
}

void Columns::patch(std::span<const std::int64_t> documents) {
    if (!filled_) return;
    if (documents.size() > 1000 && documents.size() > ranges_.size() / 8) return forget();
    for (const std::int64_t no : documents) {
        const auto at = static_cast<std::size_t>(no);
        if (at >= ranges_.size()) ranges_.resize(at + at / 8 + 16);
        Range& range = ranges_[at];
        std::fill_n(entries_.minor.data() + range.first, range.count, 0);
        dead_ += range.count;
        range = {static_cast<std::uint32_t>(entries_.size()), 0};
        for (const bool invoice : {true, false}) {
            Row row;
            if (!load(no, invoice, row)) continue;
            emit(entries_, row, invoice, allocations_of(no, invoice),
                 party(row.customer, row.currency));
        }
        range.count = static_cast<std::uint32_t>(entries_.size()) - range.first;
    }
    if (dead_ > 10'000 && dead_ > entries_.size() / 4) forget();
}

DocumentFigures Columns::sum(const core::AgingEntries& entries, std::size_t first,
                             std::size_t count, core::Date as_of) {
    DocumentFigures figures;
    struct Line {
        std::int32_t due;
        std::int64_t open;
    };
    std::vector<Line> lines; // of several due dates: rare
    Line one{0, 0};
    bool several = false;
    for (std::size_t i = first; i < first + count; ++i) {
        const std::int64_t minor = entries.minor[i];
        if (minor == 0 || entries.effective[i] > as_of.days) continue;
        const std::int32_t due = entries.due[i];
        if (due == core::unapplied_marker) {
            figures.open -= minor;
            continue;
        }
        if (!several && (one.open == 0 || one.due == due)) {
            one = {due, one.open + minor};
            continue;
        }
        if (!several) lines.push_back(one);
        several = true;
        const auto found = std::ranges::find(lines, due, &Line::due);
        if (found == lines.end()) lines.push_back({due, minor});
        else found->open += minor;
    }
    if (!several) lines.push_back(one);
    for (const Line& line : lines) {
        if (line.open == 0) continue;
        figures.open += line.open;
        if (line.due <= as_of.days) figures.overdue += line.open;
        figures.due = std::min(figures.due, core::Date{line.due});
    }
    return figures;
}

DocumentFigures Columns::figures(std::int64_t document, core::Date as_of) {
    if (!filled_) fill();
    const auto at = static_cast<std::size_t>(document);
    if (at >= ranges_.size()) return {};
    return sum(entries_, ranges_[at].first, ranges_[at].count, as_of);
}

DocumentFigures Columns::figures_from_tables(std::int64_t document, bool invoice,
                                             core::Date as_of) {
    Row row;
    if (!load(document, invoice, row)) return {};
    core::AgingEntries entries;
    emit(entries, row, invoice, allocations_of(document, invoice), 0);
    return sum(entries, 0, entries.size(), as_of);
}

core::AgingEntries Columns::paid_entries(std::int64_t invoice,
                                         std::span<const std::int64_t> never_owed) {
    core::AgingEntries entries;
    Row row;
    if (!load(invoice, true, row)) return entries;
    std::vector<core::SettledAllocation> paid;
    for (Rows rows = paid_.query(invoice); rows.next();) {
        const bool from_the_start = std::ranges::contains(never_owed, rows.integer(2));
        paid.push_back({rows.date(from_the_start ? 3 : 0), core::far_future, rows.integer(1), 0});
    }
    emit(entries, row, true, paid, 0);
    return entries;
}

std::span<const std::uint32_t> Columns::parties_of(std::int64_t customer) const {
    const auto found = parties_.find(customer);
    if (found == parties_.end()) return {};
    return found->second;
}

std::vector<core::OpenLine> Columns::open_lines(core::Date as_of) {
    if (!filled_) fill();
    std::vector<core::OpenLine> found;
    for (std::size_t no = 0; no < ranges_.size(); ++no) {
        const Range range = ranges_[no];
        const std::size_t first_line = found.size();
        for (std::size_t i = range.first; i < range.first + range.count; ++i) {
            const std::int32_t due = entries_.due[i];
            if (entries_.minor[i] == 0 || due == core::unapplied_marker ||
                entries_.effective[i] > as_of.days) {
                continue;
            }
            std::size_t at = first_line;
            while (at < found.size() && found[at].due.days != due) ++at;
            if (at == found.size()) {
                const auto& party = entries_.parties[entries_.party[i]];
                found.push_back(
                    {{}, party.customer, party.currency, {entries_.issued[i]}, {due}, 0});
            }
            found[at].open += entries_.minor[i];
        }
        std::size_t kept = first_line;
        for (std::size_t at = first_line; at < found.size(); ++at) {
            if (found[at].open > 0) found[kept++] = found[at];
        }
        found.resize(kept);
        if (kept == first_line) continue;
        const auto id = core::id_cast<core::InvoiceId>(log_.id_of(static_cast<std::int64_t>(no)));
        for (std::size_t at = first_line; at < kept; ++at) found[at].invoice = id;
    }
    return found;
}

std::vector<int> Columns::oldest_days(core::Date as_of) {
    if (!filled_) fill();
    std::vector<int> oldest(entries_.parties.size());
    for (const Range& range : ranges_) {
        if (range.count == 0) continue;
        const DocumentFigures figures = sum(entries_, range.first, range.count, as_of);
        if (figures.overdue <= 0) continue;
        int& days = oldest[entries_.party[range.first]];
        days = std::max(days, core::days_between(figures.due, as_of));
    }
    return oldest;
}

} // namespace huikuan::store
