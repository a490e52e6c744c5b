// Registers: causality first, clock second (design: sync, 1.4). A write replaces the writes that
// its context covers; of those that none covers (the maximal ones) the greatest in the total order
// is shown.
//
// Kept per field are the join J of the contexts of ALL its writes and the maximal writes M. That is
// enough, exactly: a write is maximal when its sequence is above J at its device, J only grows, so
// what has left M never comes back. (A context speaks of its own device's past only, so no write
// covers itself.) Where hostile contexts cover each other and nothing is left, the greatest of all
// writes is shown: a register always has a value.
#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "core/command.h"
#include "core/text.h"
#include "store/inside.h"

namespace huikuan::store {
namespace {

// Two values at once in one of these are for a person to choose from.
constexpr std::array<std::string_view, 6> critical_fields{"terms_days", "name", "tax_no",
                                                          "owner",      "code", "decided"};
bool is_critical(Kind kind, std::string_view field) {
    return kind == kind_of_critical(field) && std::ranges::contains(critical_fields, field);
}
constexpr std::array<std::string_view, 13> column_fields{
    "code",   "name", "region", "phone",  "owner", "terms_days", "archived",
    "tax_no", "tier", "tags",   "parent", "terms", "title"};

using Joined = std::map<core::DeviceId, std::uint64_t>;

void join(Joined& joined, const core::Context& context) {
    for (const core::Dot& dot : context) {
        std::uint64_t& seq = joined[dot.device];
        seq = std::max(seq, dot.seq);
    }
}

// What a change says it had seen, its own device's future left out.
core::Context seen_by(const core::Change& change) {
    core::Context seen = change.context;
    for (core::Dot& dot : seen) {
        if (dot.device == change.device) dot.seq = std::min(dot.seq, change.seq - 1);
    }
    return seen;
}

std::string blob_of(const Joined& joined) {
    core::Context context;
    for (const auto& [device, seq] : joined) {
        if (seq > 0) context.push_back({device, seq});
    }
    return store::to_blob(context);
}

std::optional<Blob> blob_or_null(const std::string& bytes) {
    if (bytes.empty()) return std::nullopt;
    return Blob{bytes};
}

// A fact names a field once; of a fact from elsewhere that does not, the first counts.
bool named_before(const core::FieldsSet& fact, std::size_t position) {
    const auto end = fact.fields.begin() + static_cast<std::ptrdiff_t>(position);
    return std::any_of(fact.fields.begin(), end,
                       [&](const auto& pair) { return pair.first == fact.fields[position].first; });
}

// The digits alone of a telephone that is written with more than them.
std::string more_digits(std::string_view phone) {
    const std::string digits = phone_digits(phone);
    return digits == phone ? std::string() : digits;
}

// What a list looks at: each part folded, on a line of its own.
std::string search_text(std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const std::string_view part : parts) {
        if (part.empty()) continue;
        const auto folded = core::fold(part);
        if (!text.empty()) text.push_back('\n');
        text += folded ? *folded : std::string(part);
    }
    return text;
}

// A whole number of days that a book keeps, else -1 (the policy's).
int terms_of(std::string_view text) {
    int days = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return -1;
    return days < 0 || days > core::longest_terms_days ? -1 : days;
}

} // namespace

bool Projection::has_registers(std::int64_t entity) {
    Statement any(database_, "SELECT 1 FROM register WHERE entity = ? LIMIT 1");
    Rows rows = any.query(entity);
    return rows.next();
}

std::int64_t Projection::customer_of_contact(std::int64_t contact) {
    constexpr auto kind = static_cast<std::int64_t>(Kind::contact_set);
    Rows rows = register_.query(contact, kind, "customer");
    const auto id = rows.next() ? core::parse_id(rows.text(1)) : std::nullopt;
    const auto no = id ? log_.find_entity(*id) : std::nullopt;
    return no && is_customer(*no) ? *no : 0;
}

void Projection::apply_fields(const core::Change& change, const core::FieldsSet& fact,
                              ChangeKey key, Log::Entity entity) {
    const std::int64_t kind = number_of(fact.kind);
    const bool first = entity.fresh || !has_registers(entity.no);
    ++(first ? counts_.created : counts_.changed);
    const bool of_contact = fact.kind == core::RegisterKind::contact;
    const std::int64_t before = of_contact && !first ? customer_of_contact(entity.no) : 0;
    if (first) {
        Joined joined;
        join(joined, seen_by(change));
        const std::string blob = blob_of(joined);
        for (const auto& [field, value] : fact.fields) {
            insert_register_.run(entity.no, kind, field, key, value, blob_or_null(blob));
        }
        if (!entity.fresh) appeared_.push_back(entity.no); // reversals that named it
    } else {
        for (std::size_t i = 0; i < fact.fields.size(); ++i) {
            const auto& [field, value] = fact.fields[i];
            if (named_before(fact, i)) continue;
            write_field(entity.no, kind, field, value, change, key);
        }
    }
    if (fact.kind == core::RegisterKind::task || fact.kind == core::RegisterKind::legal_case) {
        ++work_version_;
    }
    if (fact.kind == core::RegisterKind::book || fact.kind == core::RegisterKind::setting)
        settings_changed();
    if (of_contact) { // a customer is found by whom one calls there
        const std::int64_t now = customer_of_contact(entity.no);
        if (now != 0) refresh_customer(now, nullptr);
        if (before != 0 && before != now) refresh_customer(before, nullptr);
    }
    if (fact.kind != core::RegisterKind::customer) return;
    const bool new_customer = !is_customer(entity.no);
    if (new_customer && !first && !entity.fresh) appeared_.push_back(entity.no);
    refresh_customer(entity.no, first ? &fact : nullptr);
}

void Projection::write_field(std::int64_t entity, std::int64_t kind, const std::string& field,
                             const std::string& value, const core::Change& change, ChangeKey key) {
    Joined joined;
    std::vector<FieldWrite> writes;
    bool was_crowded = false;
    {
        Rows rows = register_.query(entity, kind, field);
        if (!rows.next()) {
            join(joined, seen_by(change));
            const std::string blob = blob_of(joined);
            insert_register_.run(entity, kind, field, key, value, blob_or_null(blob));
            return;
        }
        writes.push_back({rows.integer(0), std::string(rows.text(1))});
        join(joined, context_of_blob(rows.blob(2)));
        was_crowded = rows.integer(3) != 0;
    }
    if (was_crowded) {
        writes.clear();
        for (Rows rows = writes_.query(entity, kind, field); rows.next();) {
            writes.push_back({rows.integer(0), std::string(rows.text(1))});
        }
    }
    join(joined, seen_by(change));
    std::erase_if(writes, [&](const FieldWrite& write) { return write.key == key; });
    writes.push_back({key, value});
    std::erase_if(writes, [&](const FieldWrite& write) {
        const core::OrderKey order = log_.entry(write.key).order;
        const auto found = joined.find(order.device);
        return found != joined.end() && found->second >= order.seq;
    });
    if (writes.empty()) {
        if (auto latest = latest_write(entity, kind, field)) writes.push_back(std::move(*latest));
        else writes.push_back({key, value});
    }
    const FieldWrite& shown_write = *std::ranges::max_element(
        writes, std::less{}, [&](const FieldWrite& w) { return log_.entry(w.key).order; });
    const bool crowded = writes.size() > 1;
    const std::string blob = blob_of(joined);
    update_register_.run(shown_write.key, shown_write.value, blob_or_null(blob), crowded, entity,
                         kind, field);
    if (was_crowded) erase_writes_.run(entity, kind, field);
    if (crowded) {
        for (const FieldWrite& write : writes) {
            insert_write_.run(entity, kind, field, write.key, write.value);
        }
    }
    if ((crowded || was_crowded) && is_critical(static_cast<Kind>(kind), field)) {
        conflicts_.emplace_back(entity, field);
    }
}

std::optional<Projection::FieldWrite>
Projection::latest_write(std::int64_t entity, std::int64_t kind, const std::string& field) {
    Statement all(database_, "SELECT key FROM change WHERE entity = ? AND " +
                                 std::string(is_register) + " AND kind = ?");
    std::vector<ChangeKey> keys;
    for (Rows rows = all.query(entity, kind); rows.next();) keys.push_back(rows.integer(0));
    std::optional<FieldWrite> latest;
    core::OrderKey latest_order;
    for (const ChangeKey key : keys) {
        const auto fact = decode(key);
        const auto* fields = fact ? std::get_if<core::FieldsSet>(&*fact) : nullptr;
        if (fields == nullptr) continue;
        const auto found =
            std::ranges::find(fields->fields, field, &std::pair<std::string, std::string>::first);
        if (found == fields->fields.end()) continue;
        const core::OrderKey order = log_.entry(key).order;
        if (latest && order < latest_order) continue;
        latest = FieldWrite{key, found->second};
        latest_order = order;
    }
    return latest;
}

// `whole`: the first write of this customer, which has everything that is shown.
void Projection::refresh_customer(std::int64_t entity, const core::FieldsSet* whole) {
    std::array<std::string, column_fields.size()> values;
    const auto take = [&](std::string_view field, std::string_view value) {
        const auto found = std::ranges::find(column_fields, field);
        if (found != column_fields.end()) {
            values[static_cast<std::size_t>(found - column_fields.begin())] = value;
        }
    };
    if (whole != nullptr) {
        for (const auto& [field, value] : whole->fields) {
            const auto found = std::ranges::find(column_fields, field);
            if (found == column_fields.end()) continue;
            auto& slot = values[static_cast<std::size_t>(found - column_fields.begin())];
            if (slot.empty()) slot = value;
        }
    } else {
        constexpr auto kind = static_cast<std::int64_t>(Kind::customer_set);
        for (Rows rows = shown_fields_.query(entity, kind); rows.next();) {
            take(rows.text(0), rows.text(1));
        }
    }
    const auto& [code, name, region, phone, owner, terms_days, archived, tax_no, tier, tags, parent,
                 terms, title] = values;
    std::string search = search_text({name, code, phone, tax_no, tags, title, more_digits(phone)});
    for (Rows rows = contact_words_.query(core::to_text(log_.id_of(entity))); rows.next();) {
        const std::string_view words = rows.text(1);
        const bool is_phone = rows.text(0) == "phone";
        const std::string more =
            search_text({words, is_phone ? more_digits(words) : std::string()});
        if (!more.empty()) search += "\n" + more;
    }
    ++customers_version_;
    if (customers_.insert(entity).second) {
        insert_customer_.run(entity, code, name, region, phone, owner, terms_of(terms_days),
                             archived == "1", entity, tax_no, tier, tags, parent, terms, search);
        merges_touched_ = merges_touched_ || has_merges_;
    } else {
        update_customer_.run(code, name, region, phone, owner, terms_of(terms_days),
                             archived == "1", tax_no, tier, tags, parent, terms, search, entity);
    }
}

} // namespace huikuan::store
