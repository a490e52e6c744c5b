// Invoices, receipts and allocations: lists as keys, rows of a window, figures at any date.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/initials.h"
#include "core/sorting.h"
#include "store/inside.h"

namespace huikuan::store {
namespace {

struct ListShape {
    bool invoice;
    std::string table;  // with its date and amount columns by their own names
    std::string number; // what tells equal rows apart
    std::vector<std::pair<std::string_view, std::string_view>> columns; // sort -> SQL
    std::string natural;
};

const ListShape invoices_shape{
    true,
    "invoice",
    "d.number",
    {{"number", "d.number COLLATE NOCASE"},
     {"amount", "d.minor"},
     {"issued", "d.issued"},
     {"due", "d.due"}},
    "d.issued",
};
const ListShape receipts_shape{
    false,
    "receipt",
    "d.reference",
    {{"amount", "d.minor"},
     {"date", "d.date"},
     {"method", "d.method"},
     {"reference", "d.reference COLLATE NOCASE"}},
    "d.date",
};

bool sorts_by_open(const core::ListQuery& query) {
    return query.sort == "open" || query.sort == "unapplied";
}

bool sorts_by_customer(const core::ListQuery& query) {
    return query.sort == "customer" || query.sort == "customer_name";
}

// Column names are data from a screen: only those of the shape become SQL.
// `named`: the numbers of customers whom the search means by the initials of their names.
std::string statement_of(const ListShape& shape, const core::ListQuery& query,
                         const std::string& named) {
    std::string order = shape.natural;
    for (const auto& [name, sql] : shape.columns) {
        if (query.sort == name) order = sql;
    }
    std::string sql =
        "SELECT d.no, d.customer FROM " + shape.table + " d JOIN entity e ON e.no = d.no WHERE 1";
    if (query.customer) sql += " AND d.customer = ?1";
    if (shape.invoice ? query.debit.has_value() : query.credit.has_value()) {
        sql += " AND d.type = ?4";
    }
    // SQLite's own search is many times as fast as one through this side, row by row.
    if (!query.search.empty()) {
        sql += " AND (instr(d.search, ?3) > 0 OR d.customer IN"
               " (SELECT no FROM customer WHERE instr(search, ?3) > 0)";
        if (!named.empty()) sql += " OR d.customer IN (" + named + ")";
        sql += ")";
    }
    if (shape.invoice && query.disputed_only) {
        sql += " AND d.no IN (SELECT invoice FROM dispute WHERE date <= ?2"
               " AND (ends IS NULL OR ends > ?2))";
    }
    if (query.since) sql += " AND " + shape.natural + " BETWEEN ?5 AND ?2";
    if (!query.with_void) {
        sql += " AND (d.ends IS NULL OR (d.ends > ?2 AND d.ends > " + shape.natural + "))";
    }
    // Rows that are equal stand by what one sees, then by their id: alike on every device, in
    // whatever order their changes arrived.
    sql +=
        " ORDER BY " + order + (query.descending ? " DESC" : "") + ", " + shape.number + ", e.id";
    return sql;
}

// Letters may be the initials of a name's pinyin, which SQL does not know.
std::string customers_by_initials(Database& database, const std::string& needle) {
    std::string numbers;
    if (!core::could_be_initials(needle)) return numbers;
    Statement all(database, "SELECT no, name FROM customer");
    for (Rows rows = all.query(); rows.next();) {
        if (!core::has_initials(rows.text(1), needle)) continue;
        numbers += (numbers.empty() ? "" : ",") + std::to_string(rows.integer(0));
    }
    return numbers;
}

// The place of each customer among all, by name.
std::unordered_map<std::int64_t, std::int64_t> customer_ranks(Database& database) {
    std::unordered_map<std::int64_t, std::int64_t> ranks;
    Statement all(database, "SELECT c.no FROM customer c JOIN entity e ON e.no = c.no"
                            " ORDER BY c.name COLLATE NOCASE, c.code, e.id");
    for (Rows rows = all.query(); rows.next();) {
        ranks.emplace(rows.integer(0), static_cast<std::int64_t>(ranks.size()) + 1);
    }
    return ranks;
}

std::vector<core::RowKey> keys_of(Store::Inside& inside, const ListShape& shape,
                                  const core::ListQuery& query) {
    std::int64_t customer = 0;
    if (query.customer) {
        const auto no = inside.log.find_entity(core::entity_of(*query.customer));
        if (!no) return {};
        customer = inside.projection.holder_of(*no);
    }
    const std::string needle = search_key(query.search);
    const bool figures = query.open_only || query.overdue_only || sorts_by_open(query);

    const bool by_customer = sorts_by_customer(query);
    std::unordered_map<std::int64_t, std::int64_t> ranks;
    if (by_customer) ranks = customer_ranks(*inside.database);

    std::vector<std::pair<std::int64_t, core::RowKey>> ranked;
    Statement all(*inside.database,
                  statement_of(shape, query, customers_by_initials(*inside.database, needle)));
    std::int64_t type = 0;
    if (shape.invoice && query.debit) type = static_cast<std::int64_t>(*query.debit);
    if (!shape.invoice && query.credit) type = static_cast<std::int64_t>(*query.credit);
    for (Rows rows = all.query(customer, query.as_of.days, needle, type,
                               query.since.value_or(core::first_date).days);
         rows.next();) {
        const core::RowKey key = rows.integer(0);
        std::int64_t rank = 0;
        if (figures) {
            const DocumentFigures at = inside.columns.figures(key, query.as_of);
            if (query.open_only && at.open == 0) continue;
            if (query.overdue_only && at.overdue == 0) continue;
            rank = at.open;
        }
        if (by_customer) {
            const auto found = ranks.find(rows.integer(1)); // none: it waits for its customer
            rank = found == ranks.end() ? 0 : found->second;
        }
        ranked.emplace_back(rank, key);
    }
    if (by_customer || sorts_by_open(query)) {
        core::sort(ranked, [&](const auto& a, const auto& b) {
            return query.descending ? a.first > b.first : a.first < b.first;
        });
    }
    std::vector<core::RowKey> keys;
    keys.reserve(ranked.size());
    for (const auto& [rank, key] : ranked) keys.push_back(key);
    return keys;
}

core::DocumentStatus status_of(core::Date start, core::Date ends, core::Date as_of,
                               std::int64_t open, std::int64_t minor) {
    if (ends <= as_of || ends <= start) return core::DocumentStatus::voided;
    if (start > as_of || open == minor) return core::DocumentStatus::open;
    return open == 0 ? core::DocumentStatus::settled : core::DocumentStatus::part_paid;
}

} // namespace

std::vector<core::RowKey> Store::invoice_keys(const core::ListQuery& query) const {
    return keys_of(*inside_, invoices_shape, query);
}

std::vector<core::RowKey> Store::receipt_keys(const core::ListQuery& query) const {
    return keys_of(*inside_, receipts_shape, query);
}

std::vector<core::InvoiceRow> Store::invoices(std::span<const core::RowKey> keys,
                                              core::Date as_of) const {
    Inside& inside = *inside_;
    std::vector<core::InvoiceRow> found;
    Statement row(*inside.database,
                  "SELECT e.id, ce.id, c.name, d.number, d.minor, d.currency, d.issued, d.due,"
                  " d.ends, d.known, te.id FROM invoice d JOIN entity e ON e.no = d.no"
                  " JOIN entity ce ON ce.no = d.customer JOIN entity te ON te.no = d.issued_to"
                  " LEFT JOIN customer c ON c.no = d.customer WHERE d.no = ?");
    Statement disputes(*inside.database,
                       "SELECT sum(minor) FROM dispute WHERE invoice = ?1 AND date <= ?2"
                       " AND (ends IS NULL OR ends > ?2)");
    for (const core::RowKey key : keys) {
        core::InvoiceRow invoice;
        core::Date ends;
        bool known = false;
        {
            Rows rows = row.query(key);
            if (!rows.next()) continue;
            invoice.id = core::id_cast<core::InvoiceId>(rows.id(0));
            invoice.customer = core::id_cast<core::CustomerId>(rows.id(1));
            invoice.customer_name = rows.text(2);
            invoice.number = rows.text(3);
            invoice.amount = {rows.integer(4), rows.currency(5)};
            invoice.issued = rows.date(6);
            invoice.due = rows.date(7);
            ends = rows.date(8);
            known = rows.integer(9) != 0;
            invoice.issued_to = core::id_cast<core::CustomerId>(rows.id(10));
        }
        const DocumentFigures at = inside.columns.figures_from_tables(key, true, as_of);
        invoice.open = at.open;
        {
            Rows rows = disputes.query(key, as_of);
            if (rows.next()) invoice.disputed = std::min(rows.integer(0), at.open);
        }
        if (at.due != core::far_future) invoice.due = at.due;
        invoice.status = status_of(invoice.issued, ends, as_of, at.open, invoice.amount.minor);
        if (!known && invoice.status == core::DocumentStatus::settled) {
            invoice.status = core::DocumentStatus::open; // it waits for its customer
        }
        if (const auto fact = inside.projection.decode(inside.projection.shown(key).change)) {
            if (const auto* issued = std::get_if<core::InvoiceIssued>(&*fact)) {
                invoice.lines = issued->lines;
                invoice.note = issued->note;
                invoice.type = issued->type;
                invoice.against = issued->against;
                invoice.contract = issued->contract;
                invoice.terms = issued->terms;
                invoice.discount = issued->discount;
                invoice.tax = issued->tax;
                invoice.rate = issued->rate;
                if (!known) invoice.customer_name = issued->customer_name;
            }
        }
        found.push_back(std::move(invoice));
    }
    return found;
}

std::optional<core::InvoiceRow> Store::invoice(core::InvoiceId id, core::Date as_of) const {
    const auto no = inside_->log.find_entity(core::entity_of(id));
    if (!no) return std::nullopt;
    auto rows = invoices({&*no, 1}, as_of);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

std::vector<core::ReceiptRow> Store::receipts(std::span<const core::RowKey> keys,
                                              core::Date as_of) const {
    Inside& inside = *inside_;
    std::vector<core::ReceiptRow> found;
    Statement row(*inside.database,
                  "SELECT e.id, ce.id, c.name, d.minor, d.currency, d.date, d.ends, d.method,"
                  " d.reference, d.known, te.id FROM receipt d JOIN entity e ON e.no = d.no"
                  " JOIN entity ce ON ce.no = d.customer JOIN entity te ON te.no = d.issued_to"
                  " LEFT JOIN customer c ON c.no = d.customer WHERE d.no = ?");
    Statement steps(*inside.database,
                    "SELECT step FROM bill_step WHERE bill = ?1 AND date <= ?2"
                    " AND (ends IS NULL OR ends > ?2) ORDER BY step DESC LIMIT 1");
    for (const core::RowKey key : keys) {
        core::ReceiptRow receipt;
        core::Date ends;
        bool known = false;
        {
            Rows rows = row.query(key);
            if (!rows.next()) continue;
            receipt.id = core::id_cast<core::ReceiptId>(rows.id(0));
            receipt.customer = core::id_cast<core::CustomerId>(rows.id(1));
            receipt.customer_name = rows.text(2);
            receipt.amount = {rows.integer(3), rows.currency(4)};
            receipt.date = rows.date(5);
            ends = rows.date(6);
            receipt.method = rows.text(7);
            receipt.reference = rows.text(8);
            known = rows.integer(9) != 0;
            receipt.issued_to = core::id_cast<core::CustomerId>(rows.id(10));
        }
        {
            Rows rows = steps.query(key, as_of);
            if (rows.next()) receipt.bill_step = static_cast<core::BillStep>(rows.integer(0));
        }
        receipt.unapplied = inside.columns.figures_from_tables(key, false, as_of).open;
        receipt.status =
            status_of(receipt.date, ends, as_of, receipt.unapplied, receipt.amount.minor);
        if (!known && receipt.status == core::DocumentStatus::settled) {
            receipt.status = core::DocumentStatus::open;
        }
        if (const auto fact = inside.projection.decode(inside.projection.shown(key).change)) {
            if (const auto* recorded = std::get_if<core::ReceiptRecorded>(&*fact)) {
                receipt.note = recorded->note;
                receipt.type = recorded->type;
                receipt.number = recorded->number;
                receipt.reason = recorded->reason;
                receipt.against = recorded->against;
                receipt.bill = recorded->bill;
                receipt.rate = recorded->rate;
            }
        }
        found.push_back(std::move(receipt));
    }
    return found;
}

std::optional<core::ReceiptRow> Store::receipt(core::ReceiptId id, core::Date as_of) const {
    const auto no = inside_->log.find_entity(core::entity_of(id));
    if (!no) return std::nullopt;
    auto rows = receipts({&*no, 1}, as_of);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

namespace {

constexpr std::string_view allocation_columns =
    "SELECT e.id, re.id, ie.id, i.number, r.date, a.minor, a.currency, a.effective,"
    " a.start, a.until, a.across FROM allocation a JOIN entity e ON e.no = a.no"
    " JOIN entity re ON re.no = a.receipt JOIN entity ie ON ie.no = a.invoice"
    " LEFT JOIN invoice i ON i.no = a.invoice LEFT JOIN receipt r ON r.no = a.receipt ";

std::vector<core::AllocationRow> allocation_rows(Rows rows) {
    std::vector<core::AllocationRow> found;
    while (rows.next()) {
        core::AllocationRow row;
        row.id = core::id_cast<core::AllocationId>(rows.id(0));
        row.receipt = core::id_cast<core::ReceiptId>(rows.id(1));
        row.invoice = core::id_cast<core::InvoiceId>(rows.id(2));
        row.invoice_number = rows.text(3);
        row.receipt_date = rows.date(4);
        row.amount = {rows.integer(5), rows.currency(6)};
        row.effective = rows.integer(7);
        row.start = rows.date(8);
        row.end = rows.date(9);
        row.across = rows.integer(10) != 0;
        found.push_back(std::move(row));
    }
    return found;
}

} // namespace

std::vector<core::AllocationRow> Store::allocations_of(core::EntityId document) const {
    const auto no = inside_->log.find_entity(document);
    if (!no) return {};
    Statement all(*inside_->database,
                  std::string(allocation_columns) +
                      "WHERE a.receipt = ?1 OR a.invoice = ?1 ORDER BY a.start, e.id");
    return allocation_rows(all.query(*no));
}

std::vector<core::AllocationRow> Store::allocations_not_in(core::Currency base) const {
    Statement all(*inside_->database,
                  std::string(allocation_columns) + "WHERE a.currency <> ? ORDER BY a.start, e.id");
    return allocation_rows(all.query(base.view()));
}

std::optional<core::Fact> Store::fact(core::EntityId id) const {
    const auto no = inside_->log.find_entity(id);
    if (!no) return std::nullopt;
    const Projection::Shown shown = inside_->projection.shown(*no);
    if (shown.slot == Slot::none) return std::nullopt;
    return inside_->projection.decode(shown.change);
}

} // namespace huikuan::store
