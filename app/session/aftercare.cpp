// Return visits that nobody has to write down: one pass over the columns of the ledger, then what
// was asked and paid of those few who have just settled.
#include <algorithm>
#include <unordered_map>

#include "core/aftercare.h"
#include "core/sorting.h"
#include "session/collections.h"
#include "session/inside.h"

namespace huikuan::session {
namespace {

struct Settled {
    core::AftercareFacts facts;
    std::vector<core::Currency> currencies;
    bool late = false;
};
using SettledOf = std::unordered_map<core::CustomerId, Settled>;

// Of who was late ever, or is.
SettledOf settled_or_late(const store::Store& book, core::Date day) {
    SettledOf found;
    const core::AgingEntries& entries = book.aging_entries();
    const auto balances = book.party_balances(day);
    const auto when = core::settled_on(entries, day);
    for (std::size_t i = 0; i < when.size(); ++i) {
        const auto& party = entries.parties[i];
        const bool late = balances[i].overdue > 0;
        if (!late && !when[i]) { continue; }
        Settled& one = found[party.customer];
        one.late = one.late || late;
        one.currencies.push_back(party.currency);
        if (when[i]) { one.facts.settled = std::max(one.facts.settled, *when[i]); }
    }
    return found;
}

SettledOf settled(const store::Store& book, core::Date day) {
    SettledOf found = settled_or_late(book, day);
    std::erase_if(found, [&](const auto& one) {
        const int since = core::days_between(one.second.facts.settled, day);
        return one.second.late || since > 2 * core::aftercare_offer_days;
    });
    return found;
}

void take_asking(SettledOf& found, const store::Store& book) {
    for (const core::WorkRow& row : book.work()) { // by date
        const auto at = found.find(row.customer);
        if (at == found.end() || row.end != core::far_future || row.internal ||
            row.type == core::WorkType::hold || row.date > at->second.facts.settled) {
            continue;
        }
        at->second.facts.last_asked = row.date;
    }
    std::erase_if(found, [](const auto& one) { return !one.second.facts.last_asked; });
}

void take_cash(SettledOf& found, const store::Store& book) {
    std::vector<store::Store::CustomerMoney> whose;
    for (const auto& [customer, one] : found) {
        for (const core::Currency currency : one.currencies) {
            whose.emplace_back(customer, currency);
        }
    }
    const auto cash = book.cash_of(whose);
    for (std::size_t i = 0; i < whose.size(); ++i) {
        core::AftercareFacts& facts = found.at(whose[i].first).facts;
        for (const core::Cash& one : cash[i]) { // by date
            if (one.date > facts.settled || one.end <= facts.settled) { continue; }
            facts.last_cash = std::max(facts.last_cash.value_or(one.date), one.date);
        }
    }
}

} // namespace

std::vector<TaskRow> Collections::return_visits(core::Date day) const {
    const store::Store& book = *session_.inside().store;
    const core::CollectionPolicy& policy = session_.inside().policy().collection;
    std::vector<TaskRow> made;
    if (policy.aftercare_days == 0 || book.work().empty()) { return made; }
    SettledOf found = settled(book, day);
    take_asking(found, book);
    take_cash(found, book);
    for (const auto& [id, fields] : book.tasks()) { // archived ones too: they were declined
        const core::Task task = core::read_task(fields);
        if (task.kind != core::TaskKind::return_visit || task.customer.is_nil()) { continue; }
        const auto row = session_.customer(task.customer, day);
        const auto at = found.find(row ? row->holder : task.customer);
        if (at == found.end()) { continue; }
        core::AftercareFacts& facts = at->second.facts;
        if (task.open()) { facts.visited = core::far_future; } // that one is made, not another
        for (const auto& when : {task.due, task.done}) {
            if (when) { facts.visited = std::max(facts.visited.value_or(*when), *when); }
        }
    }
    for (const auto& [customer, one] : found) {
        const auto due = core::return_visit_day(one.facts, policy, day);
        if (!due) { continue; }
        const auto row = session_.customer(customer, day);
        if (!row || row->archived) { continue; }
        TaskRow task;
        task.id = core::return_visit_id(customer, one.facts.settled);
        task.task.kind = core::TaskKind::return_visit;
        task.task.customer = customer;
        task.task.owner = row->owner;
        task.task.due = due;
        task.customer_name = row->name;
        task.derived = true;
        made.push_back(std::move(task));
    }
    core::sort(made, [](const TaskRow& a, const TaskRow& b) {
        return std::pair(*a.task.due, a.id) < std::pair(*b.task.due, b.id);
    });
    return made;
}

void Collections::place_return_visits(std::span<TaskRow> rows) const {
    const auto placed = [](const TaskRow& row) {
        return !row.derived && row.task.kind == core::TaskKind::return_visit && row.task.open() &&
               !row.task.customer.is_nil();
    };
    if (std::ranges::none_of(rows, placed)) { return; }
    const core::Date day = session_.today();
    const SettledOf all = settled_or_late(*session_.inside().store, day);
    for (TaskRow& row : rows) {
        if (!placed(row)) { continue; }
        const auto found = all.find(holder_of(session_, row.task.customer));
        if (found == all.end()) { continue; }
        row.waits = found->second.late;
        if (row.waits || !row.task.due) { continue; }
        row.task.due = core::return_visit_again(*row.task.due, found->second.facts.settled,
                                                session_.inside().policy().collection);
    }
}

std::optional<TaskRow> Collections::task(core::EntityId id) const {
    const auto fields = session_.fields(core::RegisterKind::task, id);
    if (!fields.empty()) {
        TaskRow row{id, core::read_task(fields), {}, false};
        const auto customer = session_.customer(row.task.customer, session_.today());
        if (customer) { row.customer_name = customer->name; }
        place_return_visits({&row, 1});
        return row;
    }
    for (TaskRow& row : return_visits(session_.today())) {
        if (row.id == id) { return std::move(row); }
    }
    return std::nullopt;
}

} // namespace huikuan::session
