// Who wrote what when, and the inbox of exceptions.
#include <algorithm>
#include <set>
#include <utility>

#include "core/sorting.h"
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
    collect(("SELECT key FROM change WHERE entity = ? AND " + std::string(is_register)).c_str());
    // Reversals of it; its allocations, and the reversals of those.
    collect("SELECT e.change FROM reversal r JOIN entity e ON e.no = r.no WHERE r.target = ?");
    collect("SELECT e.change FROM allocation a JOIN entity e ON e.no = a.no"
            " WHERE a.receipt = ?1 OR a.invoice = ?1");
    collect("SELECT e.change FROM allocation a JOIN reversal r ON r.target = a.no"
            " JOIN entity e ON e.no = r.no WHERE a.receipt = ?1 OR a.invoice = ?1");
    // What else was said about it, and what ended that.
    for (const auto& [table, column] :
         {std::pair{"dispute", "invoice"}, std::pair{"attachment", "subject"},
          std::pair{"bill_step", "bill"}, std::pair{"merging", "source"},
          std::pair{"merging", "target"}, std::pair{"work", "customer"},
          std::pair{"work", "subject"}, std::pair{"legal", "customer"},
          std::pair{"legal", "subject"}, std::pair{"statement", "customer"},
          std::pair{"statement", "subject"}, std::pair{"bank_use", "receipt"}}) {
        const std::string from = std::string(" FROM ") + table + " f JOIN entity e ON e.no = ";
        const std::string where = std::string(" WHERE f.") + column + " = ?1" +
                                  (column == std::string_view("subject") ? " AND subject > 0" : "");
        collect(("SELECT e.change" + from + "f.no" + where).c_str());
        collect(("SELECT e.change FROM " + std::string(table) +
                 " f JOIN reversal r ON r.target = f.no JOIN entity e ON e.no = r.no" + where)
                    .c_str());
    }
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
std::vector<std::string> choices_of(core::ExceptionKind kind, std::size_t members,
                                    std::size_t values) {
    using enum core::ExceptionKind;
    switch (kind) {
    case over_allocation: return {"reallocate", "reverse", "keep"};
    case possible_duplicate_payment:
    case possible_duplicate_bank_line: return {"same", "different"};
    case rival_plans:
    case double_letter:
    case duplicate_invoice_number: {
        std::vector<std::string> choices{"keep"};
        for (std::size_t i = 0; i < members; ++i) choices.push_back("reverse:" + std::to_string(i));
        return choices;
    }
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
                                    " WHERE entity = ? AND kind = ? AND field = ?");
    const auto kind = static_cast<std::int64_t>(kind_of_critical(field));
    for (Rows rows = all.query(entity, kind, field); rows.next();) {
        found.emplace_back(rows.integer(0), rows.text(1));
    }
    for (auto& [key, value] : found) writes.emplace_back(inside.log.entry(key).order, value);
    core::sort(writes);
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
    if (row.kind == core::ExceptionKind::possible_duplicate_bank_line) {
        read("SELECT l.minor, i.currency FROM bank_line l JOIN bank_import i ON i.no = l.import"
             " WHERE l.line = ?");
        return;
    }
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
    row.choices = choices_of(row.kind, row.members.size(), row.values.size());
    return row;
}

constexpr const char* exception_columns =
    "SELECT id, kind, subject, members, field, resolved FROM exception ";

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
    core::sort(ordered);
    Statement reversed(*inside.database, "SELECT 1 FROM reversal r JOIN entity e ON e.no = r.target"
                                         " WHERE e.no = ? AND e.slot NOT IN (0, 4, 6) LIMIT 1");
    Replay replay[core::register_kinds];
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

} // namespace huikuan::store
