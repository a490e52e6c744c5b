// Disputes, attachments, bills, contracts, duplicates: what hangs on customers and documents.
#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "core/sorting.h"
#include "core/text.h"
#include "store/inside.h"

namespace huikuan::store {
namespace {

std::int64_t number_of(Store::Inside& inside, core::EntityId id) {
    return inside.log.find_entity(id).value_or(0);
}

template <class Kind>
std::optional<Kind> fact_of(Store::Inside& inside, core::EntityId id) {
    const auto fact =
        inside.projection.decode(inside.projection.shown(number_of(inside, id)).change);
    if (const auto* what = fact ? std::get_if<Kind>(&*fact) : nullptr) return *what;
    return std::nullopt;
}

// A name as people compare it: folded, without blanks, brackets and the endings of companies.
std::string plain_name(std::string_view name) {
    const auto folded = core::fold(name);
    std::string plain;
    for (const char letter : folded ? *folded : std::string(name)) {
        if (letter != ' ' && letter != '(' && letter != ')' && letter != '.' && letter != ',') {
            plain.push_back(letter);
        }
    }
    for (const std::string_view ending : {"有限责任公司", "股份有限公司", "有限公司", "公司",
                                          "coltd", "limited", "ltd", "inc", "llc", "gmbh"}) {
        if (plain.size() > ending.size() && plain.ends_with(ending)) {
            plain.resize(plain.size() - ending.size());
            break;
        }
    }
    return plain;
}

std::string digits_of(std::string_view phone) {
    std::string digits = phone_digits(phone);
    return digits.size() < 7 ? std::string() : digits; // an extension says nothing
}

// The credits by which disputes about an invoice were settled because they were right.
std::vector<std::int64_t> never_owed_of(Store::Inside& inside, std::int64_t invoice) {
    std::vector<core::EntityId> settled;
    Statement all(*inside.database, "SELECT e.id, w.code FROM dispute d"
                                    " JOIN work w ON w.subject = d.no AND w.subject > 0"
                                    " AND w.type = ?2"
                                    " JOIN entity e ON e.no = w.no"
                                    " WHERE d.invoice = ?1 AND w.ends IS NULL");
    for (Rows rows = all.query(invoice, core::WorkType::settlement); rows.next();) {
        const auto outcome = static_cast<core::DisputeOutcome>(rows.integer(1));
        if (core::was_never_owed(outcome)) settled.push_back(rows.id(0));
    }
    std::vector<std::int64_t> credits;
    for (const core::EntityId id : settled) {
        const auto fact = fact_of<core::DisputeSettled>(inside, id);
        if (fact) credits.push_back(number_of(inside, fact->document));
    }
    return credits;
}

} // namespace

std::vector<core::DisputeRow> Store::disputes(core::EntityId of, bool with_ended) const {
    Inside& inside = *inside_;
    std::vector<core::DisputeRow> found;
    Statement all(*inside.database,
                  "SELECT e.id, ie.id, ce.id, i.number, d.minor, d.currency, d.date, d.ends"
                  " FROM dispute d JOIN entity e ON e.no = d.no JOIN entity ie ON ie.no = d.invoice"
                  " JOIN invoice i ON i.no = d.invoice JOIN entity ce ON ce.no = i.customer"
                  " WHERE (d.invoice = ?1 OR i.customer = ?1 OR ?1 = 0)"
                  " AND (?2 OR d.ends IS NULL) ORDER BY d.date, e.id");
    const std::int64_t subject = of.is_nil() ? 0 : number_of(inside, of);
    if (!of.is_nil() && subject == 0) return found;
    for (Rows rows = all.query(inside.projection.holder_of(subject), with_ended); rows.next();) {
        core::DisputeRow row;
        row.id = rows.id(0);
        row.invoice = core::id_cast<core::InvoiceId>(rows.id(1));
        row.customer = core::id_cast<core::CustomerId>(rows.id(2));
        row.invoice_number = rows.text(3);
        row.amount = {rows.integer(4), rows.currency(5)};
        row.date = rows.date(6);
        row.end = rows.date(7);
        found.push_back(std::move(row));
    }
    for (core::DisputeRow& row : found) {
        if (const auto fact = fact_of<core::DisputeOpened>(inside, row.id)) {
            row.reason = fact->reason;
            row.cause = fact->cause;
            row.owner = fact->owner;
            row.answer_by = fact->answer_by;
        }
    }
    return found;
}

std::vector<core::AttachmentRow> Store::attachments(core::EntityId of) const {
    std::vector<core::AttachmentRow> found;
    const std::int64_t subject = number_of(*inside_, of);
    if (subject == 0) return found;
    Statement all(*inside_->database,
                  "SELECT e.id, a.name, a.media, a.bytes, a.hash, a.ends, f.hash"
                  " FROM attachment a JOIN entity e ON e.no = a.no"
                  " LEFT JOIN file f ON f.hash = a.hash WHERE a.subject = ? ORDER BY e.id");
    for (Rows rows = all.query(subject); rows.next();) {
        found.push_back({rows.id(0), of, std::string(rows.text(1)), std::string(rows.text(2)),
                         rows.integer(3), rows.hash(4), !rows.is_null(6), !rows.is_null(5)});
    }
    return found;
}

core::Result<void> Store::keep_file(const core::Hash& hash, std::string_view bytes) {
    if (inside_->options.read_only) return core::fail(core::ErrorCode::read_only, "database");
    if (inside_->options.hash(bytes) != hash) {
        return core::fail(core::ErrorCode::corrupt, "file", hex(hash));
    }
    const std::string key(reinterpret_cast<const char*>(hash.data()), hash.size());
    Statement set(*inside_->database, "INSERT OR IGNORE INTO file (hash, bytes) VALUES (?, ?)");
    set.run(Blob{key}, Blob{bytes});
    if (auto error = inside_->database->take_error()) return std::unexpected(*error);
    return {};
}

std::optional<std::string> Store::file(const core::Hash& hash) const {
    const std::string key(reinterpret_cast<const char*>(hash.data()), hash.size());
    Statement get(*inside_->database, "SELECT bytes FROM file WHERE hash = ?");
    Rows rows = get.query(Blob{key});
    if (!rows.next()) return std::nullopt;
    return std::string(rows.blob(0));
}

std::vector<core::BillStepRow> Store::bill_steps(core::ReceiptId bill) const {
    Inside& inside = *inside_;
    std::vector<core::BillStepRow> found;
    Statement all(*inside.database,
                  "SELECT e.id, s.step, s.date, s.ends FROM bill_step s JOIN entity e ON e.no ="
                  " s.no WHERE s.bill = ? ORDER BY s.date, e.id");
    for (Rows rows = all.query(number_of(inside, core::entity_of(bill))); rows.next();) {
        found.push_back({rows.id(0),
                         static_cast<core::BillStep>(rows.integer(1)),
                         rows.date(2),
                         rows.date(3),
                         {},
                         0});
    }
    for (core::BillStepRow& row : found) {
        if (const auto fact = fact_of<core::BillMoved>(inside, row.id)) {
            row.party = fact->party;
            row.cost_minor = fact->cost_minor;
        }
    }
    return found;
}

std::vector<core::EntityId> Store::entities_of(core::RegisterKind kind,
                                               core::CustomerId customer) const {
    std::vector<core::EntityId> found;
    const std::int64_t no = number_of(*inside_, core::entity_of(customer));
    if (no == 0) return found;
    std::vector<std::int64_t> records = inside_->same_as(no);
    if (records.empty()) records.push_back(no);
    // The index is one of these kinds, and is used when the statement says so.
    Statement all(
        *inside_->database,
        "SELECT e.id FROM register r JOIN entity e ON e.no = r.entity WHERE r.value = ?"
        " AND r.field = 'customer' AND r.kind IN (3, 10, 15, 19) AND r.kind = ? ORDER BY e.id");
    for (const std::int64_t record : records) {
        const std::string id = core::to_text(inside_->log.id_of(record));
        for (Rows rows = all.query(id, store::number_of(kind)); rows.next();) {
            found.push_back(rows.id(0));
        }
    }
    return found;
}

std::vector<core::CustomerId> Store::family(core::CustomerId customer) const {
    std::vector<core::CustomerId> found;
    const std::int64_t no = number_of(*inside_, core::entity_of(customer));
    if (no == 0) return found;
    for (const std::int64_t one : inside_->family_of(no)) {
        found.push_back(core::id_cast<core::CustomerId>(inside_->log.id_of(one)));
    }
    return found;
}

std::vector<core::DuplicateRow> Store::duplicates() const {
    using Reason = core::DuplicateRow::Reason;
    std::map<std::pair<Reason, std::string>, std::vector<core::CustomerId>> groups;
    Statement all(*inside_->database,
                  "SELECT e.id, c.tax_no, c.name, c.phone FROM customer c"
                  " JOIN entity e ON e.no = c.no WHERE c.archived = 0 AND c.holder = c.no"
                  " ORDER BY e.id");
    for (Rows rows = all.query(); rows.next();) {
        const auto id = core::id_cast<core::CustomerId>(rows.id(0));
        const auto put = [&](Reason reason, std::string key) {
            if (!key.empty()) groups[{reason, std::move(key)}].push_back(id);
        };
        put(Reason::tax_no, search_key(rows.text(1)));
        put(Reason::name, plain_name(rows.text(2)));
        put(Reason::phone, digits_of(rows.text(3)));
    }
    std::vector<core::DuplicateRow> found;
    for (auto& [key, customers] : groups) {
        if (customers.size() < 2) continue;
        // The same set for a weaker reason says nothing new.
        const bool said = std::ranges::any_of(
            found, [&](const core::DuplicateRow& row) { return row.customers == customers; });
        if (!said) found.push_back({key.first, key.second, std::move(customers)});
    }
    return found;
}

std::vector<core::InvoiceId> Store::invoices_numbered(std::string_view number) const {
    std::vector<core::InvoiceId> found;
    Statement all(*inside_->database, "SELECT e.id FROM invoice d JOIN entity e ON e.no = d.no"
                                      " WHERE d.number = ? AND d.ends IS NULL ORDER BY e.id");
    for (Rows rows = all.query(number); rows.next();) {
        found.push_back(core::id_cast<core::InvoiceId>(rows.id(0)));
    }
    return found;
}

std::uint64_t Store::last_number(std::string_view prefix) const {
    std::uint64_t last = 0;
    const std::string from(prefix);
    for (const char* table : {"invoice", "receipt"}) {
        Statement all(*inside_->database, std::string("SELECT substr(number, ?2) FROM ") + table +
                                              " WHERE substr(number, 1, ?3) = ?1");
        for (Rows rows = all.query(from, static_cast<std::int64_t>(from.size()) + 1,
                                   static_cast<std::int64_t>(from.size()));
             rows.next();) {
            std::uint64_t number = 0;
            const std::string_view digits = rows.text(0);
            const auto [end, error] =
                std::from_chars(digits.data(), digits.data() + digits.size(), number);
            if (error == std::errc{} && end == digits.data() + digits.size() &&
                number < 1'000'000'000) {
                last = std::max(last, number);
            }
        }
    }
    return last;
}

std::vector<core::PrincipalStep> Store::overdue_steps(core::InvoiceId invoice,
                                                      bool as_claimed) const {
    std::vector<core::PrincipalStep> steps;
    const auto no = inside_->log.find_entity(core::entity_of(invoice));
    if (!no) return steps;
    std::vector<std::int64_t> never_owed;
    if (!as_claimed) never_owed = never_owed_of(*inside_, *no);
    const core::AgingEntries entries = inside_->columns.paid_entries(*no, never_owed);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const std::int32_t day = std::max(entries.effective[i], entries.due[i]);
        steps.push_back({core::Date{day}, entries.minor[i]});
    }
    core::sort(steps, std::less{}, &core::PrincipalStep::date);
    return steps;
}

} // namespace huikuan::store
