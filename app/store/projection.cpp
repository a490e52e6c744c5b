#include "store/projection.h"

#include <algorithm>
#include <utility>

namespace huikuan::store {

Projection::Projection(Database& database, Log& log, Exceptions& exceptions,
                       const StoreOptions& options)
    : database_(database), log_(log), exceptions_(exceptions), options_(options),
      shown_(database, "SELECT slot, change FROM entity WHERE no = ?"),
      set_shown_(database, "UPDATE entity SET slot = ?, change = ? WHERE no = ?"),
      insert_invoice_(database,
                      "INSERT INTO invoice (no, customer, number, minor, currency, issued, due,"
                      " lines, ends, known, open, issued_to, type, against, contract, search)"
                      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?, ?, ?, ?)"),
      insert_line_(database,
                   "INSERT INTO schedule (invoice, line, due, minor) VALUES (?, ?, ?, ?)"),
      insert_receipt_(database,
                      "INSERT INTO receipt (no, customer, minor, currency, date, method, reference,"
                      " ends, known, unapplied, issued_to, type, against, number, maturity, search)"
                      " VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?, ?, ?, ?, ?)"),
      insert_allocation_(
          database, "INSERT INTO allocation (no, receipt, invoice, minor, currency, date, ends,"
                    " start, until, effective, parked, across)"
                    " VALUES (?, ?, ?, ?, ?, ?, NULL, ?, NULL, 0, 0, ?)"),
      insert_reversal_(database, "INSERT INTO reversal (no, target, date) VALUES (?, ?, ?)"),
      insert_resolution_(database,
                         "INSERT INTO resolution (no, exception, ends) VALUES (?, ?, NULL)"),
      insert_unknown_(database,
                      "INSERT OR IGNORE INTO unknown (change, entity, flaw) VALUES (?, ?, ?)"),
      insert_merging_(database, "INSERT INTO merging (no, source, target, date, ends)"
                                " VALUES (?, ?, ?, ?, NULL)"),
      insert_attachment_(database, "INSERT INTO attachment (no, subject, name, media, bytes, hash,"
                                   " ends) VALUES (?, ?, ?, ?, ?, ?, NULL)"),
      insert_dispute_(database, "INSERT INTO dispute (no, invoice, minor, currency, date, ends)"
                                " VALUES (?, ?, ?, ?, ?, NULL)"),
      insert_bill_step_(database, "INSERT INTO bill_step (no, bill, step, date, ends)"
                                  " VALUES (?, ?, ?, ?, NULL)"),
      insert_work_(database, "INSERT INTO work (no, type, customer, date, until, minor, currency,"
                             " code, flags, subject, minute, ends)"
                             " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)"),
      insert_letter_item_(database, "INSERT OR IGNORE INTO letter_item (letter, invoice, due,"
                                    " level) VALUES (?, ?, ?, ?)"),
      insert_bank_import_(database, "INSERT INTO bank_import (no, account, currency, file, lines,"
                                    " ends) VALUES (?, ?, ?, ?, ?, NULL)"),
      insert_bank_line_(database, "INSERT OR IGNORE INTO bank_line (import, line, date, minor,"
                                  " balance, payer, payer_account, memo, reference)"
                                  " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      insert_bank_use_(database, "INSERT INTO bank_use (no, line, receipt, reason, ends)"
                                 " VALUES (?, ?, ?, ?, NULL)"),
      insert_legal_(database, "INSERT INTO legal (no, type, customer, subject, date, until, minor,"
                              " currency, code, flags, ends)"
                              " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)"),
      insert_statement_(database,
                        "INSERT INTO statement (no, type, customer, subject, date, since, until,"
                        " minor, currency, name, code, detail, ends)"
                        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)"),
      insert_difference_(database, "INSERT INTO difference (answer, line, number, minor, cause,"
                                   " owner, answer_by) VALUES (?, ?, ?, ?, ?, ?, ?)"),
      of_receipt_against_(database, "SELECT no FROM receipt WHERE against = ? AND against > 0"),
      insert_rival_(database, "INSERT OR IGNORE INTO rival (entity, change) VALUES (?, ?)"),
      rivals_(database, "SELECT change FROM rival WHERE entity = ?"),
      register_(database, "SELECT change, value, joined, crowded FROM register"
                          " WHERE entity = ? AND kind = ? AND field = ?"),
      insert_register_(database,
                       "INSERT OR IGNORE INTO register (entity, kind, field, change, value, joined,"
                       " crowded) VALUES (?, ?, ?, ?, ?, ?, 0)"),
      update_register_(database,
                       "UPDATE register SET change = ?, value = ?, joined = ?, crowded = ?"
                       " WHERE entity = ? AND kind = ? AND field = ?"),
      writes_(database, "SELECT change, value FROM concurrent_write"
                        " WHERE entity = ? AND kind = ? AND field = ?"),
      insert_write_(database, "INSERT INTO concurrent_write (entity, kind, field, change, value)"
                              " VALUES (?, ?, ?, ?, ?)"),
      erase_writes_(database,
                    "DELETE FROM concurrent_write WHERE entity = ? AND kind = ? AND field = ?"),
      shown_fields_(database, "SELECT field, value FROM register WHERE entity = ? AND kind = ?"),
      contact_words_(database, "SELECT w.field, w.value FROM register r JOIN register w"
                               " ON w.entity = r.entity AND w.kind = r.kind"
                               " AND w.field IN ('name', 'phone') JOIN entity e ON e.no = r.entity"
                               " WHERE r.value = ? AND r.field = 'customer'"
                               " AND r.kind IN (3, 10, 15, 19) AND r.kind = 3"
                               " ORDER BY e.id, w.field"),
      insert_customer_(database, "INSERT INTO customer (no, code, name, region, phone, owner,"
                                 " terms_days, archived, holder, tax_no, tier, tags, parent, terms,"
                                 " search) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      update_customer_(database,
                       "UPDATE customer SET code = ?, name = ?, region = ?, phone = ?, owner = ?,"
                       " terms_days = ?, archived = ?, tax_no = ?, tier = ?, tags = ?, parent = ?,"
                       " terms = ?, search = ? WHERE no = ?"),
      document_{
          {database,
           "SELECT customer, minor, currency, date, ends, known, unapplied,"
           " CASE type WHEN 1 THEN number ELSE '' END, type, against FROM receipt WHERE no = ?"},
          {database, "SELECT customer, minor, currency, issued, ends, known, open, number,"
                     " type, against FROM invoice WHERE no = ?"}},
      asks_{{database, "SELECT minor FROM allocation WHERE receipt = ?"},
            {database, "SELECT minor FROM allocation WHERE invoice = ?"}},
      of_document_{{database, "SELECT no FROM allocation WHERE receipt = ?"},
                   {database, "SELECT no FROM allocation WHERE invoice = ?"}},
      effective_{
          {database, "SELECT effective FROM allocation WHERE receipt = ? AND until IS NULL"},
          {database, "SELECT effective FROM allocation WHERE invoice = ? AND until IS NULL"}},
      set_open_{{database, "UPDATE receipt SET unapplied = ? WHERE no = ?"},
                {database, "UPDATE invoice SET open = ? WHERE no = ?"}},
      allocation_(database, "SELECT receipt, invoice, minor, currency, date, ends, start, until,"
                            " effective, parked, across FROM allocation WHERE no = ?"),
      update_allocation_(database, "UPDATE allocation SET start = ?, until = ?, effective = ?,"
                                   " parked = ? WHERE no = ?"),
      reversals_(database, "SELECT no FROM reversal WHERE target = ?"),
      first_reversal_(database, "SELECT min(date) FROM reversal WHERE target = ?"),
      same_number_(database, "SELECT no FROM invoice WHERE customer = ? AND number = ?"
                             " AND ends IS NULL AND known = 1"),
      same_note_(database, "SELECT no FROM receipt WHERE customer = ? AND number = ? AND type = 1"
                           " AND ends IS NULL AND known = 1"),
      same_payment_(database, "SELECT no, date, iif(maturity IS NULL, reference, search),"
                              " maturity IS NOT NULL FROM receipt WHERE customer = ?"
                              " AND minor = ? AND currency = ? AND ends IS NULL AND known = 1"),
      same_movement_(database, "SELECT l.line, i.no, i.account, i.currency, l.balance, l.reference"
                               " FROM bank_line l JOIN bank_import i ON i.no = l.import"
                               " JOIN entity le ON le.no = l.line JOIN entity ie ON ie.no = i.no"
                               " WHERE l.date = ? AND l.minor = ? AND i.ends IS NULL"
                               " ORDER BY le.id, ie.id") {}

// No two books and no two openings share one: whoever keeps what it read needs to compare no more.
void Projection::settings_changed() {
    static std::uint64_t last = 0;
    settings_version_ = ++last;
}

void Projection::load() {
    appeared_.clear();
    ends_.clear();
    allocations_.clear();
    receipts_.clear();
    invoices_.clear();
    doubts_.clear();
    numbers_.clear();
    payments_.clear();
    movements_.clear();
    clashes_.clear();
    lettered_.clear();
    conflicts_.clear();
    replaced_plans_.clear();
    planned_.clear();
    touched_work_.clear();
    all_work_touched_ = true;
    newer_.clear();
    forks_.clear();
    changed_documents_.clear();
    counts_ = {};
    rebuilding_ = false;
    merges_touched_ = false;
    ++work_version_;
    settings_changed();
    ++customers_version_;
    spoken_of_.clear();
    customers_.clear();
    Statement all(database_, "SELECT no FROM customer");
    for (Rows rows = all.query(); rows.next();) customers_.insert(rows.integer(0));
    load_merges();
}

Log::Entity Projection::mention(const core::EntityId& id) {
    Log::Entity entity = log_.entity(id);
    if (rebuilding_) {
        const auto at = static_cast<std::size_t>(entity.no);
        if (at >= spoken_of_.size()) spoken_of_.resize(at + 1);
        entity.fresh = !spoken_of_[at];
        spoken_of_[at] = true;
    }
    return entity;
}

Projection::Shown Projection::shown(std::int64_t entity) {
    Rows rows = shown_.query(entity);
    if (!rows.next()) return {};
    return {static_cast<Slot>(rows.integer(0)), rows.integer(1)};
}

bool Projection::is_customer(std::int64_t entity) { return customers_.contains(entity); }

std::optional<core::Fact> Projection::decode(ChangeKey key) {
    const core::Change change = log_.read(key);
    if (change.view > options_.view_version || !options_.decode) return std::nullopt;
    return options_.decode(change.kind, change.bytes);
}

std::int64_t Projection::customer_of(std::int64_t entity) {
    // A reversal's target and an allocation's documents; chains of these are at most this long.
    const auto named = [&](const char* sql) {
        Statement reference(database_, sql);
        Rows rows = reference.query(entity);
        return rows.next() ? rows.integer(0) : 0;
    };
    for (int hops = 0; hops < 6 && entity != 0; ++hops) {
        const Shown fact = shown(entity);
        switch (fact.slot) {
        case Slot::invoice: return load_document(Side::invoice, entity).customer;
        case Slot::receipt: return load_document(Side::receipt, entity).customer;
        case Slot::allocation: {
            const auto allocation = load_allocation(entity);
            if (!allocation) return 0;
            const bool receipt = shown(allocation->receipt).slot == Slot::receipt;
            entity = receipt ? allocation->receipt : allocation->invoice;
            break;
        }
        case Slot::reversal: entity = named("SELECT target FROM reversal WHERE no = ?"); break;
        case Slot::merge: entity = named("SELECT target FROM merging WHERE no = ?"); break;
        case Slot::attachment: entity = named("SELECT subject FROM attachment WHERE no = ?"); break;
        case Slot::dispute: entity = named("SELECT invoice FROM dispute WHERE no = ?"); break;
        case Slot::bill_step: entity = named("SELECT bill FROM bill_step WHERE no = ?"); break;
        case Slot::bank_import: // of the account: whose a line is, only its receipt says
        case Slot::bank_use: return 0;
        case Slot::work: entity = named("SELECT customer FROM work WHERE no = ?"); break;
        case Slot::legal: entity = named("SELECT customer FROM legal WHERE no = ?"); break;
        case Slot::statement: entity = named("SELECT customer FROM statement WHERE no = ?"); break;
        default: {
            if (is_customer(entity)) return holder_of(entity);
            // Contacts, contracts, tasks and cases say whose they are in a field.
            Statement of(database_, "SELECT value FROM register WHERE entity = ? AND"
                                    " kind IN (3, 10, 15, 19) AND field = 'customer'");
            Rows rows = of.query(entity);
            const auto id = rows.next() ? core::parse_id(rows.text(0)) : std::nullopt;
            const auto customer = id ? log_.find_entity(*id) : std::nullopt;
            return customer && is_customer(*customer) ? holder_of(*customer) : 0;
        }
        }
    }
    return 0;
}

void Projection::apply(const core::Change& change, ChangeKey key, Log::Entity entity) {
    if (!change.fact || change.view > options_.view_version) {
        apply_unknown(change, key, entity.no);
    } else if (const auto* fields = std::get_if<core::FieldsSet>(&*change.fact)) {
        apply_fields(change, *fields, key, entity);
    } else {
        apply_fact(*change.fact, key, entity);
    }
}

bool Projection::wants_to_settle() const {
    return numbers_.size() + payments_.size() + movements_.size() + allocations_.size() > 300'000;
}

void Projection::settle() {
    documents_[0].clear();
    documents_[1].clear();
    asked_too_much_[0].clear();
    asked_too_much_[1].clear();
    settle_appeared();
    settle_ends();
    settle_merges();
    settle_allocations();
    settle_open();
    settle_exceptions();
    documents_[0].clear();
    documents_[1].clear();
}

void Projection::start_rebuild() {
    for (const char* table : {"register",    "concurrent_write",
                              "customer",    "invoice",
                              "schedule",    "receipt",
                              "allocation",  "reversal",
                              "resolution",  "merging",
                              "attachment",  "dispute",
                              "bill_step",   "work",
                              "bank_import", "bank_line",
                              "bank_use",    "rival",
                              "unknown",     "exception",
                              "letter_item", "legal",
                              "statement",   "difference"}) {
        Statement(database_, std::string("DELETE FROM ") + table).run();
    }
    Statement(database_, "UPDATE entity SET slot = NULL, change = NULL").run();
    exceptions_.forget();
    load();
    rebuilding_ = true;
}

void Projection::end_rebuild() {
    rebuilding_ = false;
    spoken_of_.clear();
    spoken_of_.shrink_to_fit();
}

std::vector<std::int64_t> Projection::take_changed_documents() {
    sort_unique(changed_documents_);
    return std::exchange(changed_documents_, {});
}

// A use may be there before the line that it speaks of; a line may be told by another import.
void Projection::touch_lines_of(std::int64_t bank_import) {
    Statement lines(database_, "SELECT date, minor FROM bank_line WHERE import = ?");
    for (Rows rows = lines.query(bank_import); rows.next();) {
        movements_.push_back({rows.integer(0), rows.integer(1)});
    }
    Statement naming(database_, "SELECT u.no FROM bank_line l JOIN bank_use u ON u.line = l.line"
                                " WHERE l.import = ?");
    for (Rows rows = naming.query(bank_import); rows.next();) doubts_.push_back(rows.integer(0));
}

// ---------------------------------------------------------------- what exceptions are looked at

void Projection::settle_exceptions() {
    sort_unique(numbers_);
    for (const auto& [customer, number] : std::exchange(numbers_, {}))
        list_number(customer, number);
    sort_unique(payments_);
    for (const Payment& payment : std::exchange(payments_, {})) list_payments(payment);
    sort_unique(movements_);
    for (const Movement& one : std::exchange(movements_, {})) list_movements(one);
    sort_unique(clashes_);
    for (const std::int64_t entity : std::exchange(clashes_, {})) list_clash(entity);
    sort_unique(lettered_);
    for (const std::int64_t customer : std::exchange(lettered_, {})) list_letters(customer);
    sort_unique(conflicts_);
    for (const auto& [entity, field] : std::exchange(conflicts_, {})) list_conflict(entity, field);
    sort_unique(replaced_plans_);
    for (const std::int64_t plan : std::exchange(replaced_plans_, {})) list_plans(plan);
    sort_unique(planned_);
    for (const std::int64_t customer : std::exchange(planned_, {})) list_plans_beside(customer);
    sort_unique(doubts_);
    for (const std::int64_t entity : std::exchange(doubts_, {})) list_doubts(entity);
    sort_unique(newer_);
    for (const std::int64_t entity : std::exchange(newer_, {})) list_newer(entity);
    for (const ChangeKey key : std::exchange(forks_, {})) list_fork(key);
}

} // namespace huikuan::store
