// Customers: lists as keys, rows of a window, balances at any date.
#include <algorithm>
#include <utility>

#include "core/initials.h"
#include "core/sorting.h"
#include "core/text.h"
#include "store/inside.h"

namespace huikuan::store {
namespace {

constexpr int default_terms_days = core::default_terms_days;

// Column names are data from a screen: only these become SQL.
std::string order_of(const core::ListQuery& query) {
    const std::string way = query.descending ? " DESC" : "";
    for (const std::string_view column :
         {"name", "code", "region", "phone", "owner", "terms_days", "tier"}) {
        if (query.sort == column) {
            return "c." + std::string(column) + " COLLATE NOCASE" + way + ", c.name, e.id";
        }
    }
    return "c.name COLLATE NOCASE" + way + ", c.code, e.id";
}

std::int64_t figure(const core::CustomerRow::Balance& balance, std::string_view sort) {
    if (sort == "overdue") return balance.overdue;
    if (sort == "unapplied") return balance.unapplied;
    if (sort == "oldest_days") return balance.oldest_days;
    return balance.balance;
}

bool sorts_by_figure(std::string_view sort) {
    return sort == "balance" || sort == "overdue" || sort == "unapplied" || sort == "oldest_days";
}

} // namespace

std::string search_key(std::string_view text) {
    auto folded = core::fold(text);
    return folded ? std::move(*folded) : std::string(text);
}

std::string phone_digits(std::string_view phone) {
    std::string digits;
    for (const char letter : phone) {
        if (letter >= '0' && letter <= '9') digits.push_back(letter);
    }
    return digits;
}

std::string phone_needle(std::string_view needle) {
    constexpr std::size_t least = 3;
    const bool dialled = needle.find_first_not_of("0123456789 +-()/.") == std::string_view::npos;
    std::string digits = dialled ? phone_digits(needle) : std::string();
    if (digits.size() < least || digits == needle) digits.clear();
    return digits;
}

const Store::Inside::Balances& Store::Inside::balances_at(core::Date as_of) {
    for (const Balances& one : balances) {
        if (one.revision == revision && one.as_of == as_of) return one;
    }
    core::AgingQuery query;
    query.as_of = as_of;
    query.edges = {0};
    const core::AgingEntries& entries = columns.entries();
    const core::AgingReport aged = core::age(entries, query);
    Balances fresh{revision, as_of, {}};
    fresh.of_party.resize(entries.parties.size());
    for (std::size_t i = 0; i < entries.parties.size(); ++i) {
        fresh.of_party[i].currency = entries.parties[i].currency;
    }
    for (const core::AgingPartyLine& line : aged.parties) {
        core::CustomerRow::Balance& balance = fresh.of_party[line.party];
        balance.balance = line.line.total();
        balance.overdue = line.line.overdue();
        balance.unapplied = line.line.unapplied;
    }
    const std::vector<int> oldest = columns.oldest_days(as_of);
    for (std::size_t i = 0; i < oldest.size(); ++i) fresh.of_party[i].oldest_days = oldest[i];
    Balances& kept = balances[next_balances++ % balances.size()];
    kept = std::move(fresh);
    return kept;
}

std::vector<core::RowKey> Store::customer_keys(const core::ListQuery& query) const {
    Inside& inside = *inside_;
    const std::string needle = search_key(query.search);
    const bool figures = query.open_only || query.overdue_only || sorts_by_figure(query.sort);
    const Inside::Balances* at = nullptr;
    if (figures) at = &inside.balances_at(query.as_of);

    std::vector<core::RowKey> keys;
    // Letters may be the initials of a name's pinyin, which SQL does not know.
    const bool initials = core::could_be_initials(needle);
    Statement all(*inside.database,
                  "SELECT c.no, instr(c.search, ?2) > 0, c.name FROM customer c"
                  " JOIN entity e ON e.no = c.no WHERE (?1 OR (c.archived = 0 AND c.holder = c.no))"
                  " AND (?2 = '' OR ?3 OR instr(c.search, ?2) > 0"
                  " OR (?4 <> '' AND instr(c.search, ?4) > 0)) ORDER BY " +
                      order_of(query));
    // A search finds what is archived as well.
    for (Rows rows =
             all.query(query.with_void || !needle.empty(), needle, initials, phone_needle(needle));
         rows.next();) {
        if (initials && rows.integer(1) == 0 && !core::has_initials(rows.text(2), needle)) {
            continue;
        }
        if (query.open_only || query.overdue_only) {
            const bool any = std::ranges::any_of(
                inside.columns.parties_of(rows.integer(0)), [&](std::uint32_t party) {
                    const auto& balance = at->of_party[party];
                    return query.overdue_only ? balance.overdue != 0
                                              : balance.balance != 0 || balance.unapplied != 0;
                });
            if (!any) continue;
        }
        keys.push_back(rows.integer(0));
    }
    if (sorts_by_figure(query.sort)) {
        // Several currencies have no common sum: the largest of them decides.
        const auto rank = [&](core::RowKey key) {
            std::int64_t most = 0;
            bool first = true;
            for (const std::uint32_t party : inside.columns.parties_of(key)) {
                const std::int64_t value = figure(at->of_party[party], query.sort);
                most = first ? value : std::max(most, value);
                first = false;
            }
            return most;
        };
        std::vector<std::pair<std::int64_t, core::RowKey>> ranked;
        ranked.reserve(keys.size());
        for (const core::RowKey key : keys) ranked.emplace_back(rank(key), key);
        core::sort(ranked, [&](const auto& a, const auto& b) {
            return query.descending ? a.first > b.first : a.first < b.first;
        });
        for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = ranked[i].second;
    }
    return keys;
}

std::vector<core::CustomerRow> Store::customers(std::span<const core::RowKey> keys,
                                                core::Date as_of) const {
    Inside& inside = *inside_;
    std::vector<core::CustomerRow> found;
    if (keys.empty()) return found;
    const Inside::Balances& balances = inside.balances_at(as_of);
    Statement row(*inside.database, "SELECT e.id, c.code, c.name, c.region, c.phone, c.owner,"
                                    " c.terms_days, c.archived, c.tax_no, c.tier, c.tags, c.parent,"
                                    " h.id FROM customer c JOIN entity e ON e.no = c.no"
                                    " JOIN entity h ON h.no = c.holder WHERE c.no = ?");
    for (const core::RowKey key : keys) {
        core::CustomerRow customer;
        {
            Rows rows = row.query(key);
            if (!rows.next()) continue;
            customer.id = core::id_cast<core::CustomerId>(rows.id(0));
            customer.code = rows.text(1);
            customer.name = rows.text(2);
            customer.region = rows.text(3);
            customer.phone = rows.text(4);
            customer.owner = rows.text(5);
            const std::int64_t terms = rows.integer(6);
            customer.terms_days = terms < 0 ? default_terms_days : static_cast<int>(terms);
            customer.archived = rows.integer(7) != 0;
            customer.tax_no = rows.text(8);
            customer.tier = rows.text(9);
            customer.tags = rows.text(10);
            customer.parent = rows.text(11);
            customer.holder = core::id_cast<core::CustomerId>(rows.id(12));
        }
        customer.newer_version = inside.needs_newer_version(key);
        for (const std::uint32_t party : inside.columns.parties_of(key)) {
            customer.balances.push_back(balances.of_party[party]);
        }
        found.push_back(std::move(customer));
    }
    return found;
}

std::optional<core::CustomerRow> Store::customer(core::CustomerId id, core::Date as_of) const {
    const auto no = inside_->log.find_entity(core::entity_of(id));
    if (!no) return std::nullopt;
    auto rows = customers({&*no, 1}, as_of);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

std::optional<core::CustomerId> Store::customer_id_by_code(std::string_view code) const {
    if (code.empty()) return std::nullopt;
    Statement by_code(*inside_->database, "SELECT e.id FROM customer c JOIN entity e ON e.no = c.no"
                                          " WHERE c.code = ? ORDER BY c.archived, e.id LIMIT 1");
    Rows rows = by_code.query(code);
    if (!rows.next()) return std::nullopt;
    return core::id_cast<core::CustomerId>(rows.id(0));
}

std::optional<core::CustomerRow> Store::customer_by_code(std::string_view code,
                                                         core::Date as_of) const {
    const auto id = customer_id_by_code(code);
    if (!id) return std::nullopt;
    return customer(*id, as_of);
}

bool Store::Inside::needs_newer_version(std::int64_t customer) {
    if (!newer || newer->first != revision) {
        std::set<std::int64_t> marked;
        std::vector<std::int64_t> entities;
        Statement all(*database, "SELECT DISTINCT entity FROM unknown WHERE flaw = 0");
        for (Rows rows = all.query(); rows.next();) entities.push_back(rows.integer(0));
        for (const std::int64_t entity : entities) marked.insert(projection.customer_of(entity));
        newer = {revision, std::move(marked)};
    }
    return newer->second.contains(customer);
}

// Every decision asks for it, so it is read only when it changed: finding the one book among the
// registers of all customers was more than half of an import's time.
core::BookRow Store::book() const {
    Inside& inside = *inside_;
    const std::uint64_t version = inside.projection.settings_version();
    if (inside.book && inside.book->first == version) return inside.book->second;
    core::BookRow book;
    const std::vector<core::EntityId> books = entities(core::RegisterKind::book);
    if (books.empty()) return book;
    book.id = core::id_cast<core::BookId>(books.front());
    for (const auto& [name, value] : fields(core::RegisterKind::book, books.front())) {
        if (name == "company") book.company = value;
        if (name == "currency") {
            if (const auto currency = core::parse_currency(value)) book.currency = *currency;
        }
    }
    inside.book = {version, book};
    return book;
}

core::BookCounts Store::counts() const {
    Inside& inside = *inside_;
    if (inside.counts && inside.counts->first == inside.revision) return inside.counts->second;
    Database& database = *inside.database;
    core::BookCounts counts;
    counts.changes = inside.log.change_count();
    counts.customers = database.integer("SELECT count(*) FROM customer");
    counts.invoices = database.integer("SELECT count(*) FROM invoice");
    counts.receipts = database.integer("SELECT count(*) FROM receipt");
    counts.allocations = database.integer("SELECT count(*) FROM allocation");
    counts.exceptions = database.integer("SELECT count(*) FROM exception WHERE resolved = 0");
    counts.held = inside.log.held_count();
    inside.counts = {inside.revision, counts};
    return counts;
}

const core::AgingEntries& Store::aging_entries() const { return inside_->columns.entries(); }

core::AgingReport Store::aging(const core::AgingQuery& query) const {
    return core::age(inside_->columns.entries(), query);
}

} // namespace huikuan::store
