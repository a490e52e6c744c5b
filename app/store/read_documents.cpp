// Invoices, receipts and allocations: lists as keys, rows of a window, figures at any date.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/exchange.h"
#include "core/initials.h"
#include "core/sorting.h"
#include "store/inside.h"

namespace huikuan::store {
namespace {

constexpr int most_exchanges = 8; // of one money, one after the other

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

// Column names are data from a screen: only those of the shape become SQL. Rows that are equal
// stand by what one sees, then by their id: alike on every device, in whatever order their changes
// arrived.
std::string order_of(const ListShape& shape, const core::ListQuery& query) {
    std::string order = shape.natural;
    for (const auto& [name, sql] : shape.columns) {
        if (query.sort == name) order = sql;
    }
    return order + (query.descending ? " DESC" : "") + ", " + shape.number + ", e.id";
}

void read_entries(Listing& into, Rows rows) {
    while (rows.next()) {
        const std::string_view search = rows.text(6);
        into.entries.push_back({rows.integer(0), rows.integer(1), rows.integer(2), rows.date(3),
                                rows.date(4), rows.currency(5),
                                static_cast<std::uint32_t>(rows.integer(7)), into.text.size(),
                                search.size()});
        into.text += search;
    }
}

std::string listing_sql(const ListShape& shape) {
    return "SELECT d.no, d.customer, d.minor, " + shape.natural +
           ", d.ends, d.currency, d.search, d.type FROM " + shape.table +
           " d JOIN entity e ON e.no = d.no";
}

// One customer's are few, and an index finds them; all of the book are read once per revision.
const Listing& listing_of(Store::Inside& inside, const ListShape& shape,
                          const core::ListQuery& query, std::int64_t customer, Listing& few) {
    const std::string order = order_of(shape, query);
    Listing& whole = shape.invoice ? inside.invoice_listing : inside.receipt_listing;
    if (query.customer) {
        Statement some(*inside.database,
                       listing_sql(shape) + " WHERE d.customer = ? ORDER BY " + order);
        read_entries(few, some.query(customer));
        return few;
    }
    if (whole.order != order) {
        whole = {order, {}, {}};
        Statement all(*inside.database, listing_sql(shape) + " ORDER BY " + order);
        read_entries(whole, all.query());
    }
    return whole;
}

// Whom a search means: by their own words, or by the initials of their names' pinyin, which SQL
// does not know.
std::unordered_set<std::int64_t> customers_meant(Database& database, const std::string& needle) {
    std::unordered_set<std::int64_t> numbers;
    const bool initials = core::could_be_initials(needle);
    Statement all(database, "SELECT no, name, instr(search, ?1) > 0 OR (?2 <> '' AND instr(search,"
                            " ?2) > 0) AS found FROM customer WHERE found OR ?3");
    for (Rows rows = all.query(needle, phone_needle(needle), initials); rows.next();) {
        if (rows.integer(2) != 0 || core::has_initials(rows.text(1), needle))
            numbers.insert(rows.integer(0));
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

bool is_void(core::Date start, core::Date ends, core::Date as_of) {
    return ends <= as_of || ends <= start;
}

void add_to(std::vector<core::DocumentSum>& sums, const Listing::Entry& entry, std::int64_t open,
            bool cash) {
    auto sum = std::ranges::find(sums, entry.currency, &core::DocumentSum::currency);
    if (sum == sums.end()) sum = sums.insert(sum, {.currency = entry.currency});
    // Wraps, as aging itself does.
    if (__builtin_add_overflow(sum->minor, entry.minor, &sum->minor) ||
        __builtin_add_overflow(sum->open, open, &sum->open) ||
        __builtin_add_overflow(sum->cash, cash ? entry.minor : 0, &sum->cash)) {
        return;
    }
    sum->all_cash = sum->all_cash && cash;
}

core::DocumentList list_of(Store::Inside& inside, const ListShape& shape,
                           const core::ListQuery& query, bool with_sums) {
    core::DocumentList list;
    std::int64_t customer = 0;
    if (query.customer) {
        const auto no = inside.log.find_entity(core::entity_of(*query.customer));
        if (!no) return list;
        customer = inside.projection.holder_of(*no);
    }
    const std::string needle = search_key(query.search);
    std::unordered_set<std::int64_t> meant, disputed;
    if (!needle.empty()) meant = customers_meant(*inside.database, needle);
    if (query.disputed_only && shape.invoice) {
        Statement open(*inside.database, "SELECT invoice FROM dispute WHERE date <= ?1"
                                         " AND (ends IS NULL OR ends > ?1)");
        for (Rows rows = open.query(query.as_of); rows.next();) disputed.insert(rows.integer(0));
    }
    std::optional<std::uint32_t> type;
    if (shape.invoice && query.debit) type = static_cast<std::uint32_t>(*query.debit);
    if (!shape.invoice && query.credit) type = static_cast<std::uint32_t>(*query.credit);
    const bool by_customer = sorts_by_customer(query);
    std::unordered_map<std::int64_t, std::int64_t> ranks;
    if (by_customer) ranks = customer_ranks(*inside.database);
    const bool filters = query.open_only || query.overdue_only || sorts_by_open(query);

    std::vector<std::pair<std::int64_t, core::RowKey>> ranked;
    Listing few;
    const Listing& listing = listing_of(inside, shape, query, customer, few);
    const std::string_view text = listing.text;
    for (const Listing::Entry& entry : listing.entries) {
        if (type && entry.type != *type) continue;
        const bool voided = is_void(entry.date, entry.ends, query.as_of);
        if (voided && !query.with_void) continue;
        if (query.without_later && entry.date > query.as_of) continue;
        if (query.since && (entry.date < *query.since || entry.date > query.as_of)) continue;
        if (query.disputed_only && shape.invoice && !disputed.contains(entry.no)) continue;
        if (!needle.empty() && !text.substr(entry.search, entry.search_size).contains(needle) &&
            !meant.contains(entry.customer)) {
            continue;
        }
        DocumentFigures at;
        if (filters || (with_sums && !voided)) at = inside.columns.figures(entry.no, query.as_of);
        if (query.open_only && at.open == 0) continue;
        if (query.overdue_only && at.overdue == 0) continue;
        if (with_sums && !voided) {
            add_to(list.sums, entry, at.open,
                   !shape.invoice && core::is_cash(static_cast<core::CreditType>(entry.type)));
        }
        std::int64_t rank = sorts_by_open(query) ? at.open : 0;
        if (by_customer) {
            const auto found = ranks.find(entry.customer); // none: it waits for its customer
            rank = found == ranks.end() ? 0 : found->second;
        }
        ranked.emplace_back(rank, entry.no);
    }
    if (by_customer || sorts_by_open(query)) {
        core::sort(ranked, [&](const auto& a, const auto& b) {
            return query.descending ? a.first > b.first : a.first < b.first;
        });
    }
    list.keys.reserve(ranked.size());
    for (const auto& [rank, key] : ranked) list.keys.push_back(key);
    core::sort(list.sums, std::less{}, &core::DocumentSum::currency);
    return list;
}

std::int64_t standing(Store::Inside& inside, const ListShape& shape, core::Date on) {
    Statement count(*inside.database, "SELECT count(*) FROM " + shape.table +
                                          " d WHERE d.ends IS NULL OR (d.ends > ?1 AND d.ends > " +
                                          shape.natural + ")");
    Rows rows = count.query(on);
    return rows.next() ? rows.integer(0) : 0;
}

core::DocumentStatus status_of(core::Date start, core::Date ends, core::Date as_of,
                               std::int64_t open, std::int64_t minor) {
    if (is_void(start, ends, as_of)) return core::DocumentStatus::voided;
    if (start > as_of || open == minor) return core::DocumentStatus::open;
    return open == 0 ? core::DocumentStatus::settled : core::DocumentStatus::part_paid;
}

// What came out of an exchange is booked at what its source was worth. Money may be exchanged
// again.
core::Rate booked_rate(const Store& store, Store::Inside& inside, std::int64_t credit, int depth) {
    const auto fact = inside.projection.decode(inside.projection.shown(credit).change);
    const auto* what = fact ? std::get_if<core::ReceiptRecorded>(&*fact) : nullptr;
    if (what == nullptr) return {};
    if (what->type != core::CreditType::exchange_in) return what->rate;
    const auto out_no = inside.log.find_entity(what->against);
    if (!out_no || depth == 0) return {};
    const auto out = inside.projection.decode(inside.projection.shown(*out_no).change);
    const auto* given = out ? std::get_if<core::InvoiceIssued>(&*out) : nullptr;
    if (given == nullptr) return {};
    core::Rate booked;
    Statement source(*inside.database, "SELECT receipt FROM allocation WHERE invoice = ?"
                                       " ORDER BY until IS NOT NULL, no LIMIT 1");
    std::int64_t from = 0;
    {
        Rows rows = source.query(*out_no);
        if (rows.next()) from = rows.integer(0);
    }
    if (from != 0) booked = booked_rate(store, inside, from, depth - 1);
    return core::rate_after_exchange(given->amount.currency, booked, given->rate,
                                     what->amount.currency, store.book().currency);
}

} // namespace

void Store::Inside::relist(std::span<const std::int64_t> changed) {
    constexpr std::size_t few_changes = 32; // else reading anew is cheaper than looking for each
    for (const ListShape* shape : {&invoices_shape, &receipts_shape}) {
        Listing& listing = shape->invoice ? invoice_listing : receipt_listing;
        if (listing.order.empty()) continue;
        bool same = changed.size() <= few_changes;
        Statement one(*database, listing_sql(*shape) + " WHERE d.no = ?");
        for (std::size_t i = 0; same && i < changed.size(); ++i) {
            Listing now;
            read_entries(now, one.query(changed[i]));
            const auto kept = std::ranges::find(listing.entries, changed[i], &Listing::Entry::no);
            if (now.entries.empty() || kept == listing.entries.end()) {
                same = now.entries.empty() && kept == listing.entries.end();
                continue;
            }
            const Listing::Entry& entry = now.entries.front();
            same =
                entry.customer == kept->customer && entry.minor == kept->minor &&
                entry.date == kept->date && entry.ends == kept->ends &&
                entry.currency == kept->currency && entry.type == kept->type &&
                now.text == std::string_view(listing.text).substr(kept->search, kept->search_size);
        }
        if (!same) listing = {};
    }
}

std::vector<core::RowKey> Store::invoice_keys(const core::ListQuery& query) const {
    return list_of(*inside_, invoices_shape, query, false).keys;
}
std::vector<core::RowKey> Store::receipt_keys(const core::ListQuery& query) const {
    return list_of(*inside_, receipts_shape, query, false).keys;
}
core::DocumentList Store::invoice_list(const core::ListQuery& query) const {
    return list_of(*inside_, invoices_shape, query, true);
}
core::DocumentList Store::receipt_list(const core::ListQuery& query) const {
    return list_of(*inside_, receipts_shape, query, true);
}
std::int64_t Store::standing_invoices(core::Date on) const {
    return standing(*inside_, invoices_shape, on);
}
std::int64_t Store::standing_receipts(core::Date on) const {
    return standing(*inside_, receipts_shape, on);
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
    // The write-off of a small difference belongs to a receipt: then the invoice was paid.
    Statement last(*inside.database,
                   "SELECT r.type = ?3 AND r.against = 0 FROM allocation a"
                   " JOIN receipt r ON r.no = a.receipt WHERE a.invoice = ?1 AND a.effective > 0"
                   " AND a.start <= ?2 AND (a.until IS NULL OR a.until > ?2)"
                   " ORDER BY a.start DESC, 1 DESC LIMIT 1");
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
        if (invoice.status == core::DocumentStatus::settled) {
            Rows rows = last.query(key, as_of, static_cast<int>(core::CreditType::write_off));
            invoice.written_off = rows.next() && rows.integer(0) != 0;
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
        bool known = false;
        {
            Rows rows = row.query(key);
            if (!rows.next()) continue;
            receipt.id = core::id_cast<core::ReceiptId>(rows.id(0));
            receipt.customer = core::id_cast<core::CustomerId>(rows.id(1));
            receipt.customer_name = rows.text(2);
            receipt.amount = {rows.integer(3), rows.currency(4)};
            receipt.date = rows.date(5);
            receipt.end = rows.date(6);
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
            status_of(receipt.date, receipt.end, as_of, receipt.unapplied, receipt.amount.minor);
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
                receipt.rate = recorded->type == core::CreditType::exchange_in
                                   ? booked_rate(*this, inside, key, most_exchanges)
                                   : recorded->rate;
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
                      "WHERE a.receipt = ?1 OR a.invoice = ?1"
                      " ORDER BY a.start, r.date, i.number, a.minor DESC, e.id");
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
    if (const auto kept = inside_->agreed_plans.find(shown.change);
        kept != inside_->agreed_plans.end()) {
        return core::Fact{kept->second};
    }
    auto fact = inside_->projection.decode(shown.change);
    const auto* plan = fact ? std::get_if<core::PlanAgreed>(&*fact) : nullptr;
    if (plan != nullptr) inside_->agreed_plans.emplace(shown.change, *plan);
    return fact;
}

} // namespace huikuan::store
