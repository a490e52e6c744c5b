// The work of collecting, as lists ask for it: all of it at once, kept until it changes, so that
// the day's list after a contact reads that contact's table and not the book.
#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "core/dunning.h"
#include "core/sorting.h"
#include "core/text.h"
#include "store/inside.h"

namespace huikuan::store {

namespace {

constexpr std::string_view work_columns =
    "SELECT e.id, w.type, h.id, w.date, w.until, w.minor, w.currency, w.code, w.flags, s.id,"
    " w.ends, w.no, w.minute FROM work w CROSS JOIN entity e ON e.no = w.no"
    " JOIN customer c ON c.no = w.customer JOIN entity h ON h.no = c.holder"
    " LEFT JOIN entity s ON s.no = w.subject";

core::WorkRow work_row(const Rows& rows) {
    core::WorkRow row;
    row.id = rows.id(0);
    row.type = static_cast<core::WorkType>(rows.integer(1));
    row.customer = core::id_cast<core::CustomerId>(rows.id(2));
    row.date = rows.date(3);
    row.until = rows.date(4);
    row.amount.minor = rows.integer(5);
    if (row.amount.minor != 0) row.amount.currency = rows.currency(6);
    row.code = static_cast<int>(rows.integer(7));
    row.reached = (rows.integer(8) & 1) != 0;
    row.internal = (rows.integer(8) & 2) != 0;
    if (!rows.is_null(9)) row.subject = rows.id(9);
    row.end = rows.date(10);
    row.minute = static_cast<int>(rows.integer(12));
    return row;
}

auto by_day(const core::WorkRow& row) { return std::tuple(row.date, row.minute, row.id); }

// Reads again what was touched alone: a contact must not cost as much as all contacts.
void renew(Store::Inside& inside, Store::Inside::AllWork& all,
           const std::vector<std::int64_t>& touched) {
    Statement one(*inside.database, std::string(work_columns) + " WHERE w.no = ?");
    for (const std::int64_t no : touched) {
        if (const auto at = std::ranges::find(all.numbers, no); at != all.numbers.end()) {
            all.rows.erase(all.rows.begin() + (at - all.numbers.begin()));
            all.numbers.erase(at);
        }
        Rows rows = one.query(no);
        if (!rows.next()) continue; // it is gone, or waits for its customer
        core::WorkRow row = work_row(rows);
        const auto place =
            std::ranges::lower_bound(all.rows, by_day(row), std::less{}, by_day) - all.rows.begin();
        all.rows.insert(all.rows.begin() + place, std::move(row));
        all.numbers.insert(all.numbers.begin() + place, no);
    }
}

// What customers paid, by day; compiled once for however many are asked for.
class CashReader {
public:
    explicit CashReader(Database& database)
        : all_(database, "SELECT date, ends, minor, type FROM receipt"
                         " WHERE customer = ? AND currency = ? AND known = 1") {}
    std::vector<core::Cash> of(std::int64_t holder, core::Currency currency) {
        std::vector<core::Cash> found;
        for (Rows rows = all_.query(holder, currency); rows.next();) {
            if (!core::is_cash(static_cast<core::CreditType>(rows.integer(3)))) continue;
            found.push_back({rows.date(0), rows.date(1), rows.integer(2)});
        }
        core::sort(found, [](const core::Cash& a, const core::Cash& b) {
            return std::tie(a.date, a.end, a.minor) < std::tie(b.date, b.end, b.minor);
        });
        return found;
    }

private:
    Statement all_;
};

} // namespace

const std::vector<core::WorkRow>& Store::work() const {
    constexpr std::size_t few = 200;
    Inside& inside = *inside_;
    // A row is shown once its customer is there, and with whom that counts.
    const std::uint64_t version = inside.projection.work_version();
    const std::uint64_t customers = inside.projection.customers_version();
    std::optional<Inside::AllWork>& all = inside.all_work;
    if (all && all->version == version && all->customers == customers) return all->rows;
    const auto touched = inside.projection.take_touched_work();
    if (all && all->customers == customers && touched && touched->size() <= few) {
        renew(inside, *all, *touched);
        all->version = version;
        return all->rows;
    }
    all = Inside::AllWork{version, customers, {}, {}};
    std::vector<std::pair<core::WorkRow, std::int64_t>> found;
    Statement every(*inside.database, std::string(work_columns));
    for (Rows rows = every.query(); rows.next();) {
        found.emplace_back(work_row(rows), rows.integer(11));
    }
    core::sort(found, std::less{}, [](const auto& one) { return by_day(one.first); });
    all->rows.reserve(found.size());
    all->numbers.reserve(found.size());
    for (auto& [row, no] : found) {
        all->rows.push_back(std::move(row));
        all->numbers.push_back(no);
    }
    return all->rows;
}

const std::vector<std::pair<core::EntityId, core::Fields>>& Store::tasks() const {
    Inside& inside = *inside_;
    const std::uint64_t version = inside.projection.work_version();
    if (inside.all_tasks && inside.all_tasks->first == version) return inside.all_tasks->second;
    std::vector<std::pair<core::EntityId, core::Fields>> found;
    Statement all(*inside.database, "SELECT e.id, r.field, r.value FROM register r"
                                    " JOIN entity e ON e.no = r.entity WHERE r.kind = 15"
                                    " ORDER BY r.entity, r.field");
    for (Rows rows = all.query(); rows.next();) {
        const core::EntityId id = rows.id(0);
        if (found.empty() || found.back().first != id) found.push_back({id, {}});
        found.back().second.emplace_back(rows.text(1), rows.text(2));
    }
    core::sort(found, std::less{}, [](const auto& task) { return task.first; });
    inside.all_tasks = {version, std::move(found)};
    return inside.all_tasks->second;
}

const std::vector<core::CustomerBrief>& Store::briefs() const {
    Inside& inside = *inside_;
    const std::uint64_t version = inside.projection.customers_version();
    if (inside.all_briefs && inside.all_briefs->first == version) return inside.all_briefs->second;
    std::vector<core::CustomerBrief> found;
    Statement all(*inside.database, "SELECT e.id, c.name, c.code, c.owner, c.region, c.archived,"
                                    " c.tier, c.tags FROM customer c JOIN entity e ON e.no = c.no"
                                    " WHERE c.holder = c.no");
    for (Rows rows = all.query(); rows.next();) {
        found.push_back({core::id_cast<core::CustomerId>(rows.id(0)), std::string(rows.text(1)),
                         std::string(rows.text(2)), std::string(rows.text(3)),
                         std::string(rows.text(4)), rows.integer(5) != 0, std::string(rows.text(6)),
                         std::string(rows.text(7))});
    }
    core::sort(found, std::less{}, &core::CustomerBrief::id);
    inside.all_briefs = {version, std::move(found)};
    return inside.all_briefs->second;
}

std::vector<core::OpenLine> Store::open_lines(core::Date as_of) const {
    return inside_->columns.open_lines(as_of);
}

std::vector<core::InvoiceId> Store::charges() const {
    std::vector<core::InvoiceId> found;
    Statement all(*inside_->database, "SELECT e.id, d.type FROM invoice d JOIN entity e"
                                      " ON e.no = d.no WHERE d.type > 0");
    for (Rows rows = all.query(); rows.next();) {
        if (!core::is_charge(static_cast<core::DebitType>(rows.integer(1)))) continue;
        found.push_back(core::id_cast<core::InvoiceId>(rows.id(0)));
    }
    core::sort(found, std::less{});
    return found;
}

std::vector<core::LineLevel> Store::line_levels(core::Date as_of) const {
    std::vector<core::LineLevel> found;
    Statement all(*inside_->database,
                  "SELECT e.id, t.due, t.level, w.date FROM letter_item t"
                  " JOIN work w ON w.no = t.letter JOIN entity e ON e.no = t.invoice"
                  " WHERE w.ends IS NULL AND w.date <= ? ORDER BY e.id, t.due, t.level, w.date");
    // Of one line the highest level, and of that level the latest letter.
    for (Rows rows = all.query(as_of); rows.next();) {
        const core::LineLevel one{core::id_cast<core::InvoiceId>(rows.id(0)), rows.date(1),
                                  static_cast<int>(rows.integer(2)), rows.date(3)};
        const bool same =
            !found.empty() && found.back().invoice == one.invoice && found.back().due == one.due;
        if (same) found.back() = one;
        else found.push_back(one);
    }
    return found;
}

std::vector<std::pair<core::CustomerId, int>> Store::payment_delays(core::Date due_from,
                                                                    core::Date paid_by) const {
    std::vector<std::pair<core::CustomerId, int>> found;
    Statement all(*inside_->database,
                  "SELECT e.id, max(a.start) - i.due FROM invoice i"
                  " JOIN allocation a ON a.invoice = i.no JOIN receipt r ON r.no = a.receipt"
                  " JOIN entity e ON e.no = i.customer"
                  " WHERE i.open = 0 AND i.ends IS NULL AND i.type = ?1 AND i.due >= ?2"
                  " AND a.until IS NULL AND a.effective > 0 AND r.type IN (?3, ?4, ?5)"
                  " GROUP BY i.no HAVING max(a.start) <= ?6");
    for (Rows rows = all.query(core::DebitType::invoice, due_from, core::CreditType::receipt,
                               core::CreditType::advance, core::CreditType::bill, paid_by);
         rows.next();) {
        found.emplace_back(core::id_cast<core::CustomerId>(rows.id(0)),
                           static_cast<int>(rows.integer(1)));
    }
    core::sort(found, std::less{});
    return found;
}

std::vector<core::EntityId> Store::Inside::running_plans(std::int64_t holder,
                                                         core::Currency currency,
                                                         const core::PlanAgreed& wish) {
    std::vector<ChangeKey> found;
    Statement plans(*database,
                    "SELECT e.change FROM customer c JOIN work w ON w.customer = c.no"
                    " JOIN entity e ON e.no = w.no WHERE c.holder = ?1 AND w.type = 2"
                    " AND w.currency = ?2 AND w.ends IS NULL AND e.id <> ?3 AND NOT EXISTS"
                    " (SELECT 1 FROM work r JOIN entity n ON n.no = r.no WHERE r.subject = w.no"
                    " AND r.subject > 0 AND r.type = 2 AND r.ends IS NULL AND n.id <> ?3)"
                    " ORDER BY w.date, e.id");
    const core::EntityId own = wish.id;
    for (Rows rows = plans.query(holder, currency, own); rows.next();) {
        found.push_back(rows.integer(0));
    }
    std::vector<core::PlanAgreed> agreed;
    for (const ChangeKey key : found) {
        auto fact = projection.decode(key);
        auto* plan = fact ? std::get_if<core::PlanAgreed>(&*fact) : nullptr;
        if (plan != nullptr) agreed.push_back(std::move(*plan));
    }
    std::vector<core::EntityId> running;
    if (agreed.empty()) return running;
    std::vector<const core::PlanAgreed*> beside;
    for (const core::PlanAgreed& plan : agreed) beside.push_back(&plan);
    const auto progress =
        core::progress_of(beside, CashReader(*database).of(holder, currency), wish.date);
    for (std::size_t i = 0; i < agreed.size(); ++i) {
        if (!progress[i].done()) running.push_back(agreed[i].id);
    }
    return running;
}

std::vector<std::vector<core::Cash>> Store::cash_of(std::span<const CustomerMoney> whose) const {
    std::vector<std::vector<core::Cash>> found(whose.size());
    CashReader cash(*inside_->database);
    for (std::size_t i = 0; i < whose.size(); ++i) {
        const auto no = inside_->log.find_entity(core::entity_of(whose[i].first));
        if (!no) continue;
        found[i] = cash.of(inside_->projection.holder_of(*no), whose[i].second);
    }
    return found;
}

std::span<const core::CustomerRow::Balance> Store::party_balances(core::Date as_of) const {
    return inside_->balances_at(as_of).of_party;
}

std::vector<core::EntityId> Store::Inside::charges_of(const core::LetterSent& letter) {
    std::vector<core::EntityId> found;
    for (int voided = -1;; ++voided) {
        const std::size_t before = found.size();
        for (const core::EntityId id : core::letter_charge_ids(letter, voided)) {
            if (log.find_entity(id)) found.push_back(id);
        }
        if (voided >= 0 && found.size() == before) return found;
    }
}

std::vector<core::EntityId> Store::charges_of(const core::LetterSent& letter) const {
    return inside_->charges_of(letter);
}

std::vector<core::EntityId> Store::Inside::carried_by(std::int64_t letter,
                                                      const core::LetterSent& fact) {
    std::vector<core::EntityId> carried;
    Statement live(*database, "SELECT 1 FROM invoice WHERE no = ? AND ends IS NULL");
    for (const core::EntityId id : charges_of(fact)) {
        const auto no = log.find_entity(id);
        if (no && live.query(*no).next()) carried.push_back(id);
    }
    if (carried.empty()) return carried;
    std::set<std::int64_t> others;
    Statement same(*database,
                   "SELECT t.letter FROM letter_item t JOIN work w ON w.no = t.letter"
                   " WHERE t.invoice = ?1 AND t.due = ?2 AND t.level = ?3 AND t.letter <> ?4"
                   " AND w.ends IS NULL");
    for (const core::LetterItem& item : fact.items) {
        const auto no =
            item.level > 0 ? log.find_entity(core::entity_of(item.invoice)) : std::nullopt;
        if (!no) continue;
        Rows rows = same.query(*no, item.due, std::int64_t{item.level}, letter);
        while (rows.next()) others.insert(rows.integer(0));
    }
    for (const std::int64_t other : others) {
        const auto one = projection.decode(projection.shown(other).change);
        const auto* stands = one ? std::get_if<core::LetterSent>(&*one) : nullptr;
        if (stands == nullptr) continue;
        const auto theirs = charges_of(*stands);
        std::erase_if(carried,
                      [&](core::EntityId id) { return std::ranges::contains(theirs, id); });
    }
    return carried;
}

// Earlier approaches of the week to the same person: the same contact, or the same name, or
// where nobody is named, the customer. What was written and did not go by post is one too.
std::vector<core::Approach> Store::Inside::approaches(std::int64_t holder,
                                                      const core::ContactLogged& wish) {
    std::vector<core::Approach> earlier;
    std::vector<ChangeKey> found;
    Statement week(*database,
                   "SELECT e.change FROM work w JOIN customer c ON c.no = w.customer"
                   " JOIN entity e ON e.no = w.no WHERE c.holder = ?1 AND w.type IN (0, 4)"
                   " AND w.date BETWEEN ?2 - 6 AND ?2 AND w.ends IS NULL AND e.id <> ?3");
    const core::EntityId own = wish.id;
    for (Rows rows = week.query(holder, wish.date, own); rows.next();) {
        found.push_back(rows.integer(0));
    }
    for (const ChangeKey key : found) {
        const auto fact = projection.decode(key);
        if (const auto* sent = fact ? std::get_if<core::LetterSent>(&*fact) : nullptr) {
            if (core::is_approach(sent->channel)) {
                earlier.push_back({sent->date, -1, sent->channel, false});
            }
            continue;
        }
        const auto* one = fact ? std::get_if<core::ContactLogged>(&*fact) : nullptr;
        if (one == nullptr) continue;
        const bool same = wish.person.is_nil() && wish.whom.empty() ? true
                          : wish.person.is_nil() ? core::trim(wish.whom) == one->whom
                                                 : wish.person == one->person;
        if (same) { earlier.push_back({one->date, one->minute, one->channel, one->third_party}); }
    }
    return earlier;
}

} // namespace huikuan::store
