// Who wrote what when; the inbox of exceptions; the account that a decision needs.
#include <algorithm>
#include <set>
#include <utility>

#include "core/text.h"
#include "store/inside.h"

namespace huikuan::store {
namespace {

// ---------------------------------------------------------------- history

// Every change that belongs to the history of this entity.
std::vector<ChangeKey> history_keys(Store::Inside& inside, std::int64_t entity) {
    Database& database = *inside.database;
    std::set<ChangeKey> keys;
    const auto collect = [&](const char* sql) {
        Statement all(database, sql);
        for (Rows rows = all.query(entity); rows.next();) keys.insert(rows.integer(0));
    };
    collect("SELECT change FROM entity WHERE no = ? AND slot > 0");
    collect("SELECT change FROM rival WHERE entity = ?");
    collect("SELECT change FROM unknown WHERE entity = ?");
    collect("SELECT key FROM change WHERE entity = ? AND kind <= 4");
    // Reversals of it; its allocations, and the reversals of those.
    collect("SELECT e.change FROM reversal r JOIN entity e ON e.no = r.no WHERE r.target = ?");
    collect("SELECT e.change FROM allocation a JOIN entity e ON e.no = a.no"
            " WHERE a.receipt = ?1 OR a.invoice = ?1");
    collect("SELECT e.change FROM allocation a JOIN reversal r ON r.target = a.no"
            " JOIN entity e ON e.no = r.no WHERE a.receipt = ?1 OR a.invoice = ?1");
    return {keys.begin(), keys.end()};
}

// The value that each field showed before each write, by replaying the writes in total order.
class Replay {
public:
    std::vector<std::string> before(const core::Change& change, const core::FieldsSet& fields) {
        std::vector<std::string> values;
        for (const auto& [name, value] : fields.fields) {
            std::map<core::DeviceId, std::uint64_t>& joined = joined_[name];
            std::vector<Write>& writes = writes_[name];
            values.push_back(writes.empty() ? std::string() : writes.back().value);
            for (const core::Dot& dot : change.context) {
                std::uint64_t& seq = joined[dot.device];
                seq = std::max(seq, dot.seq);
            }
            // In total order the new write is the greatest; what it covers is gone.
            std::erase_if(writes, [&](const Write& write) {
                const auto found = joined.find(write.dot.device);
                return found != joined.end() && found->second >= write.dot.seq;
            });
            writes.push_back({{change.device, change.seq}, value});
        }
        return values;
    }

private:
    struct Write {
        core::Dot dot;
        std::string value;
    };
    std::map<std::string, std::map<core::DeviceId, std::uint64_t>> joined_;
    std::map<std::string, std::vector<Write>> writes_;
};

// ---------------------------------------------------------------- exceptions

std::vector<std::string> split(std::string_view joined) {
    std::vector<std::string> parts;
    while (!joined.empty()) {
        const std::size_t bar = joined.find('|');
        parts.emplace_back(joined.substr(0, bar));
        if (bar == std::string_view::npos) break;
        joined.remove_prefix(bar + 1);
    }
    return parts;
}

// Machine names of what a person may answer. Whatever is chosen is written as further facts, and
// exception.resolve says that it was chosen.
std::vector<std::string> choices_of(core::ExceptionKind kind, std::size_t values) {
    using enum core::ExceptionKind;
    switch (kind) {
    case over_allocation: return {"reallocate", "reverse", "keep"};
    case possible_duplicate_payment: return {"same", "different"};
    case duplicate_invoice_number: return {"reverse", "keep"};
    case field_conflict: {
        std::vector<std::string> choices;
        for (std::size_t i = 0; i < values; ++i) choices.push_back("pick:" + std::to_string(i));
        return choices;
    }
    case double_reversal:
    case id_clash:
    case fork:
    case invalid_fact: return {"keep"};
    case waiting_for_reference:
    case newer_version_needed: break; // they heal: by the referent, by an upgrade
    }
    return {};
}

std::vector<std::string> values_of_conflict(Store::Inside& inside, std::int64_t entity,
                                            const std::string& field) {
    std::vector<std::pair<core::OrderKey, std::string>> writes;
    std::vector<std::pair<ChangeKey, std::string>> found;
    Statement all(*inside.database, "SELECT change, value FROM concurrent_write"
                                    " WHERE entity = ? AND kind = 2 AND field = ?");
    for (Rows rows = all.query(entity, field); rows.next();) {
        found.emplace_back(rows.integer(0), rows.text(1));
    }
    for (auto& [key, value] : found) writes.emplace_back(inside.log.entry(key).order, value);
    std::ranges::sort(writes);
    std::vector<std::string> values;
    for (auto& [order, value] : writes) {
        if (std::ranges::find(values, value) == values.end()) values.push_back(std::move(value));
    }
    return values;
}

void fill_amount(Store::Inside& inside, std::int64_t subject, core::ExceptionRow& row) {
    const auto read = [&](const char* sql) {
        Statement amount(*inside.database, sql);
        Rows rows = amount.query(subject);
        if (!rows.next()) return;
        row.minor = rows.integer(0);
        row.currency = rows.currency(1);
    };
    const Slot slot = inside.projection.shown(subject).slot;
    if (row.kind == core::ExceptionKind::over_allocation) {
        read("SELECT parked, currency FROM allocation WHERE no = ?");
    } else if (row.kind == core::ExceptionKind::possible_duplicate_payment ||
               row.kind == core::ExceptionKind::double_reversal) {
        if (slot == Slot::invoice) read("SELECT minor, currency FROM invoice WHERE no = ?");
        if (slot == Slot::receipt) read("SELECT minor, currency FROM receipt WHERE no = ?");
        if (slot == Slot::allocation) read("SELECT minor, currency FROM allocation WHERE no = ?");
    }
}

core::ExceptionRow exception_of_row(Store::Inside& inside, const Rows& rows) {
    core::ExceptionRow row;
    row.id = hex(rows.hash(0));
    row.kind = static_cast<core::ExceptionKind>(rows.integer(1));
    const std::int64_t subject = rows.integer(2);
    row.members = split(rows.text(3));
    row.field = rows.text(4);
    row.resolved = rows.integer(5) != 0;
    if (subject != 0) {
        if (const std::int64_t customer = inside.projection.customer_of(subject)) {
            row.customer = core::id_cast<core::CustomerId>(inside.log.id_of(customer));
        }
        fill_amount(inside, subject, row);
        if (row.kind == core::ExceptionKind::field_conflict) {
            row.values = values_of_conflict(inside, subject, row.field);
        }
    }
    row.choices = choices_of(row.kind, row.values.size());
    return row;
}

constexpr const char* exception_columns =
    "SELECT id, kind, subject, members, field, resolved FROM exception ";

// ---------------------------------------------------------------- accounts

class AccountLoader {
public:
    explicit AccountLoader(Store::Inside& inside) : inside_(inside) {}

    core::Account load(const core::Command& command, const core::BookRow& book) {
        account_.base_currency = book.currency;
        std::visit([&](const auto& what) { load(what); }, command);
        return std::move(account_);
    }

private:
    void load(const core::SetFields& command) {
        const core::FieldsSet& fields = command.fields;
        const auto no = find(fields.entity);
        account_.id_taken = no && inside_.projection.shown(*no).slot != Slot::none;
        if (fields.kind == core::RegisterKind::customer && no) customer(*no);
        if (fields.kind != core::RegisterKind::contact) return;
        for (const auto& [name, value] : fields.fields) {
            if (name != "customer") continue;
            const auto id = core::parse_id(value);
            if (const auto of = id ? find(*id) : std::nullopt) customer(*of);
        }
    }
    void load(const core::IssueInvoice& command) {
        take_id(core::entity_of(command.invoice.id));
        const auto no = find(core::entity_of(command.invoice.customer));
        if (!no) return;
        customer(*no);
        Statement same(*inside_.database, "SELECT 1 FROM invoice WHERE customer = ? AND number = ?"
                                          " AND ends IS NULL LIMIT 1");
        // As it will be kept: decide trims it.
        const std::string number(core::trim(command.invoice.number));
        Rows rows = same.query(*no, number);
        account_.number_taken = rows.next();
    }
    void load(const core::RecordReceipt& command) {
        take_id(core::entity_of(command.receipt.id));
        if (const auto no = find(core::entity_of(command.receipt.customer))) {
            customer(*no);
            plan(command.plan, *no);
        }
    }
    void load(const core::AllocateReceipt& command) {
        take_id(command.id);
        const auto no = find(core::entity_of(command.receipt));
        if (no) {
            receipt(*no);
            if (const std::int64_t of = inside_.projection.customer_of(*no)) {
                customer(of);
                plan(command.plan, of);
            }
        }
    }
    void load(const core::Reverse& command) {
        take_id(command.id);
        const auto no = find(command.target);
        if (!no) return;
        target(*no);
        if (const std::int64_t of = inside_.projection.customer_of(*no)) customer(of);
    }
    void load(const core::ResolveException& command) {
        take_id(command.resolution.id);
        Statement there(*inside_.database, "SELECT subject FROM exception WHERE id = unhex(?)");
        std::int64_t subject = 0;
        {
            Rows rows = there.query(command.resolution.exception);
            account_.target_known = rows.next();
            if (account_.target_known) subject = rows.integer(0);
        }
        if (subject == 0) return;
        if (const std::int64_t of = inside_.projection.customer_of(subject)) customer(of);
    }

    std::optional<std::int64_t> find(core::EntityId id) { return inside_.log.find_entity(id); }

    void take_id(core::EntityId id) {
        const auto no = find(id);
        if (!no) return;
        Statement any(*inside_.database, "SELECT 1 FROM entity WHERE no = ?1 AND slot > 0 UNION ALL"
                                         " SELECT 1 FROM register WHERE entity = ?1 UNION ALL"
                                         " SELECT 1 FROM unknown WHERE entity = ?1 LIMIT 1");
        Rows rows = any.query(*no);
        account_.id_taken = rows.next();
    }

    void customer(std::int64_t no) {
        account_.newer_version = inside_.needs_newer_version(no);
        Statement row(*inside_.database, "SELECT terms_days FROM customer WHERE no = ?");
        Rows rows = row.query(no);
        if (!rows.next()) return;
        account_.customer_known = true;
        account_.terms_days = static_cast<int>(rows.integer(0));
    }

    void open_documents(std::int64_t customer) {
        for (const bool is_invoice : {true, false}) {
            Statement open(*inside_.database,
                           is_invoice ? "SELECT no FROM invoice WHERE customer = ? AND open > 0"
                                      : "SELECT no FROM receipt WHERE customer = ?"
                                        " AND unapplied > 0");
            std::vector<std::int64_t> found;
            for (Rows rows = open.query(customer); rows.next();) found.push_back(rows.integer(0));
            for (const std::int64_t no : found) is_invoice ? invoice(no) : receipt(no);
        }
    }

    // Only the rule looks for documents by itself. A customer may have thousands of open ones,
    // which an import that names each invoice would otherwise read for every receipt.
    void plan(const core::AllocationPlan& plan, std::int64_t customer) {
        if (plan.rule == core::AllocationRule::oldest_due_first) open_documents(customer);
        named(plan);
    }

    void named(const core::AllocationPlan& plan) {
        for (const core::AllocationPart& part : plan.parts) {
            if (const auto no = find(core::entity_of(part.invoice))) invoice(*no);
        }
    }

    // Rebuilt from the tables: its note and the printed name are not needed to decide.
    void invoice(std::int64_t no) {
        if (!taken_.insert(no).second) return;
        core::OpenInvoice open;
        std::int64_t lines = 1;
        {
            Rows rows = invoice_.query(no);
            if (!rows.next()) return;
            open.fact.id = core::id_cast<core::InvoiceId>(rows.id(0));
            open.fact.customer = core::id_cast<core::CustomerId>(rows.id(1));
            open.fact.number = rows.text(2);
            open.fact.amount = {rows.integer(3), rows.currency(4)};
            open.fact.issued = rows.date(5);
            open.open_minor = rows.integer(8);
            open.voided = !rows.is_null(9);
            lines = rows.integer(7);
            if (lines == 1) open.fact.lines.push_back({rows.date(6), rows.integer(3)});
        }
        if (lines > 1) {
            for (Rows rows = schedule_.query(no); rows.next();) {
                open.fact.lines.push_back({rows.date(0), rows.integer(1)});
            }
        }
        account_.invoices.push_back(std::move(open));
    }

    void receipt(std::int64_t no) {
        if (!taken_.insert(no).second) return;
        Statement row(*inside_.database,
                      "SELECT e.id, ce.id, d.minor, d.currency, d.date, d.method, d.reference,"
                      " d.unapplied, d.ends FROM receipt d JOIN entity e ON e.no = d.no"
                      " JOIN entity ce ON ce.no = d.customer WHERE d.no = ?");
        Rows rows = row.query(no);
        if (!rows.next()) return;
        core::OpenReceipt open;
        open.fact.id = core::id_cast<core::ReceiptId>(rows.id(0));
        open.fact.customer = core::id_cast<core::CustomerId>(rows.id(1));
        open.fact.amount = {rows.integer(2), rows.currency(3)};
        open.fact.date = rows.date(4);
        open.fact.method = rows.text(5);
        open.fact.reference = rows.text(6);
        open.unapplied_minor = rows.integer(7);
        open.voided = !rows.is_null(8);
        account_.receipts.push_back(std::move(open));
    }

    void target(std::int64_t no) {
        const Projection::Shown shown = inside_.projection.shown(no);
        account_.target_known = shown.slot != Slot::none && shown.slot != Slot::invalid;
        account_.target_is_reversal = shown.slot == Slot::reversal;
        Statement reversed(*inside_.database, "SELECT 1 FROM reversal WHERE target = ? LIMIT 1");
        {
            Rows rows = reversed.query(no);
            account_.target_voided = rows.next();
        }
        const auto fact = inside_.projection.decode(shown.change);
        if (!fact) return;
        if (const auto* what = std::get_if<core::InvoiceIssued>(&*fact)) {
            account_.target_date = what->issued;
            invoice(no);
        } else if (const auto* cash = std::get_if<core::ReceiptRecorded>(&*fact)) {
            account_.target_date = cash->date;
            receipt(no);
        } else if (const auto* part = std::get_if<core::AllocationMade>(&*fact)) {
            account_.target_date = part->date;
        } else if (const auto* reversal = std::get_if<core::Reversed>(&*fact)) {
            account_.target_date = reversal->date;
        }
    }

    Store::Inside& inside_;
    core::Account account_;
    std::set<std::int64_t> taken_;
    Statement invoice_{
        *inside_.database,
        "SELECT e.id, ce.id, d.number, d.minor, d.currency, d.issued, d.due, d.lines,"
        " d.open, d.ends FROM invoice d JOIN entity e ON e.no = d.no"
        " JOIN entity ce ON ce.no = d.customer WHERE d.no = ?"};
    Statement schedule_{*inside_.database,
                        "SELECT due, minor FROM schedule WHERE invoice = ? ORDER BY line"};
};

} // namespace

std::vector<core::HistoryRow> Store::history(core::EntityId entity) const {
    Inside& inside = *inside_;
    std::vector<core::HistoryRow> history;
    const auto no = inside.log.find_entity(entity);
    if (!no) return history;
    std::vector<std::pair<core::OrderKey, ChangeKey>> ordered;
    for (const ChangeKey key : history_keys(inside, *no)) {
        ordered.emplace_back(inside.log.entry(key).order, key);
    }
    std::ranges::sort(ordered);
    Statement reversed(*inside.database, "SELECT 1 FROM reversal r JOIN entity e ON e.no = r.target"
                                         " WHERE e.no = ? AND e.slot NOT IN (0, 4, 6) LIMIT 1");
    Replay replay[4];
    for (const auto& [order, key] : ordered) {
        const core::Change change = inside.log.read(key);
        core::HistoryRow row;
        row.device = change.device;
        row.seq = change.seq;
        row.time = change.time;
        row.kind = change.kind;
        row.entity = change.entity;
        row.fact = inside.projection.decode(key);
        row.hash_hex = hex(change.hash);
        if (const auto subject = inside.log.find_entity(change.entity)) {
            Rows rows = reversed.query(*subject);
            row.voided = rows.next();
        }
        if (row.fact) {
            if (const auto* fields = std::get_if<core::FieldsSet>(&*row.fact)) {
                row.voided = false;
                row.before = replay[static_cast<std::size_t>(fields->kind)].before(change, *fields);
            }
        }
        history.push_back(std::move(row));
    }
    return history;
}

std::vector<core::ExceptionRow> Store::exceptions(bool with_resolved) const {
    std::vector<core::ExceptionRow> found;
    Statement all(*inside_->database,
                  std::string(exception_columns) + "WHERE (?1 OR resolved = 0) ORDER BY kind, id");
    for (Rows rows = all.query(with_resolved); rows.next();) {
        found.push_back(exception_of_row(*inside_, rows));
    }
    return found;
}

std::optional<core::ExceptionRow> Store::exception(std::string_view id) const {
    Statement one(*inside_->database, std::string(exception_columns) + "WHERE id = unhex(?)");
    Rows rows = one.query(id);
    if (!rows.next()) return std::nullopt;
    return exception_of_row(*inside_, rows);
}

core::Account Store::load_account(const core::Command& command) const {
    return AccountLoader(*inside_).load(command, book());
}

} // namespace huikuan::store
