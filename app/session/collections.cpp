#include "session/collections.h"

#include <algorithm>
#include <ctime>
#include <map>
#include <set>

#include "core/sorting.h"
#include "session/inside.h"

namespace huikuan::session {
namespace {

template <class Row>
bool stands(const Row& row, bool with_void) {
    return with_void || row.end == core::far_future;
}

// The facts of one customer and type, latest first, with the row of each.
template <class Kind, class Each>
void each_fact(Session& session, core::CustomerId customer, core::WorkType type, bool with_void,
               Each each) {
    const store::Store& book = *session.inside().store;
    const core::CustomerId holder = holder_of(session, customer);
    const auto& rows = book.work();
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        if (row->type != type || row->customer != holder || !stands(*row, with_void)) { continue; }
        if (auto fact = fact_of<Kind>(book, row->id)) { each(*row, *std::move(fact)); }
    }
}

std::size_t standing_files(const store::Store& book, core::EntityId of) {
    const auto rows = book.attachments(of);
    return static_cast<std::size_t>(std::ranges::count(rows, false, &core::AttachmentRow::voided));
}

ContactLine contact_line(const store::Store& book, core::ContactLogged contact, core::Date end) {
    ContactLine line{std::move(contact), end, 0, {}};
    line.files = standing_files(book, line.contact.id);
    if (line.contact.task.is_nil()) { return line; }
    const auto task = core::read_task(book.fields(core::RegisterKind::task, line.contact.task));
    if (task.kind == core::TaskKind::visit) {
        line.visit = line.contact.task;
        line.files += standing_files(book, line.visit);
    }
    return line;
}

} // namespace

std::optional<ContactLine> Collections::contact(core::EntityId id) const {
    const store::Store& book = *session_.inside().store;
    auto fact = fact_of<core::ContactLogged>(book, id);
    if (!fact) { return std::nullopt; }
    const auto row = std::ranges::find(book.work(), id, &core::WorkRow::id);
    return contact_line(book, *std::move(fact),
                        row == book.work().end() ? core::far_future : row->end);
}

core::PromiseTerm promise_term(const core::WorkRow& row, const core::Policy& policy) {
    return {
        row.id,           row.date,
        row.until,        core::promise_deadline(row.until, policy.collection, *policy.calendar),
        row.amount.minor, row.end};
}

std::vector<ContactLine> Collections::contacts(core::CustomerId customer, bool with_void) const {
    std::vector<ContactLine> lines;
    const store::Store& book = *session_.inside().store;
    each_fact<core::ContactLogged>(
        session_, customer, core::WorkType::contact, with_void, [&](const auto& row, auto fact) {
            lines.push_back(contact_line(book, std::move(fact), row.end));
        });
    core::sort(lines, [](const ContactLine& a, const ContactLine& b) {
        return std::pair(a.contact.date, a.contact.minute) >
               std::pair(b.contact.date, b.contact.minute);
    });
    return lines;
}

std::vector<PromiseRow> Collections::promises(core::CustomerId customer, core::Date day,
                                              bool with_void) const {
    std::vector<PromiseRow> found;
    const core::Policy& policy = session_.inside().policy();
    std::map<core::Currency, std::vector<core::PromiseTerm>> terms;
    std::map<core::Currency, std::vector<std::size_t>> places;
    each_fact<core::PromiseMade>(
        session_, customer, core::WorkType::promise, with_void, [&](const auto& row, auto fact) {
            if (row.date > day) { return; }
            const auto term = promise_term(row, policy);
            const core::Currency currency = fact.amount.currency;
            places[currency].push_back(found.size());
            terms[currency].push_back(term);
            found.push_back({std::move(fact), term.deadline, {}, row.end, {}, {}});
        });
    for (const auto& [currency, of] : terms) {
        const std::pair whose{customer, currency};
        const auto cash = session_.inside().store->cash_of({&whose, 1});
        const auto results = core::assess(of, cash.front(), day);
        for (std::size_t i = 0; i < results.size(); ++i) {
            found[places[currency][i]].result = results[i];
        }
    }
    return found;
}

std::vector<RunningPlan> running_plans(Session& session, core::Date day, core::CustomerId only) {
    const store::Store& book = *session.inside().store;
    std::map<store::Store::CustomerMoney, std::vector<const core::WorkRow*>> rows;
    std::set<core::EntityId> replaced;
    for (const core::WorkRow& row : book.work()) {
        const bool stands = row.type == core::WorkType::plan && row.date <= day && row.end > day;
        if (!stands || (!only.is_nil() && row.customer != only)) { continue; }
        rows[{row.customer, row.amount.currency}].push_back(&row);
        if (!row.subject.is_nil()) { replaced.insert(row.subject); }
    }
    std::vector<store::Store::CustomerMoney> whose;
    for (const auto& [key, of] : rows) { whose.push_back(key); }
    const auto cash = book.cash_of(whose);
    std::vector<RunningPlan> found;
    for (std::size_t i = 0; i < whose.size(); ++i) {
        std::vector<core::PlanAgreed> plans;
        for (const core::WorkRow* row : rows[whose[i]]) {
            if (replaced.contains(row->id)) { continue; }
            if (auto plan = fact_of<core::PlanAgreed>(book, row->id)) {
                plan->customer = row->customer;
                plans.push_back(*std::move(plan));
            }
        }
        std::vector<const core::PlanAgreed*> beside;
        for (const core::PlanAgreed& plan : plans) { beside.push_back(&plan); }
        auto progress = core::progress_of(beside, cash[i], day);
        for (std::size_t at = 0; at < plans.size(); ++at) {
            if (progress[at].done()) { continue; }
            RunningPlan& row = found.emplace_back(
                RunningPlan{std::move(plans[at]), std::move(progress[at]), {}, {}});
            if (const auto* brief = brief_of(book, row.plan.customer)) {
                row.customer_name = brief->name;
                row.owner = brief->owner;
            }
        }
    }
    return found;
}

std::vector<PlanRow> Collections::plans(core::CustomerId customer, core::Date day,
                                        bool with_void) const {
    const store::Store& book = *session_.inside().store;
    std::vector<PlanRow> found;
    each_fact<core::PlanAgreed>(
        session_, customer, core::WorkType::plan, with_void, [&](const auto& row, auto fact) {
            const auto sheet = core::affordability(fact);
            const auto copies = standing_files(book, row.id);
            found.push_back({std::move(fact), {}, sheet, row.end, true, copies});
        });
    std::map<core::Currency, std::vector<core::Cash>> cash;
    std::map<core::Currency, std::vector<const core::PlanAgreed*>> beside;
    for (PlanRow& row : found) {
        row.current =
            row.end == core::far_future && std::ranges::none_of(found, [&](const PlanRow& other) {
                return other.end == core::far_future && other.plan.supersedes == row.plan.id;
            });
        const auto [at, fresh] = cash.try_emplace(row.plan.currency);
        const std::pair whose{customer, row.plan.currency};
        if (fresh) { at->second = std::move(book.cash_of({&whose, 1}).front()); }
        if (row.current) {
            beside[row.plan.currency].push_back(&row.plan);
        } else {
            row.progress = core::progress_of(row.plan, at->second, day);
        }
    }
    for (const auto& [currency, plans] : beside) {
        auto progress = core::progress_of(plans, cash[currency], day);
        for (std::size_t i = 0; i < plans.size(); ++i) {
            std::ranges::find(found, plans[i]->id, [](const PlanRow& row) {
                return row.plan.id;
            })->progress = std::move(progress[i]);
        }
    }
    return found;
}

std::vector<HoldRow> Collections::holds(core::CustomerId customer, bool with_void) const {
    std::vector<HoldRow> found;
    each_fact<core::HoldPlaced>(
        session_, customer, core::WorkType::hold, with_void,
        [&](const auto& row, auto fact) { found.push_back({std::move(fact), row.end}); });
    return found;
}

std::vector<PromiseRow> Collections::all_promises(core::Date day) const {
    const store::Store& book = *session_.inside().store;
    const core::Policy& policy = session_.inside().policy();
    std::map<store::Store::CustomerMoney, std::vector<core::PromiseTerm>> terms;
    for (const core::WorkRow& row : book.work()) {
        const bool counts =
            row.type == core::WorkType::promise && stands(row, false) && row.date <= day;
        if (!counts) { continue; }
        terms[{row.customer, row.amount.currency}].push_back(promise_term(row, policy));
    }
    std::vector<store::Store::CustomerMoney> whose;
    for (const auto& [key, of] : terms) { whose.push_back(key); }
    const auto cash = book.cash_of(whose);
    std::vector<PromiseRow> all;
    for (std::size_t i = 0; i < whose.size(); ++i) {
        const auto& of = terms[whose[i]];
        const auto results = core::assess(of, cash[i], day);
        for (std::size_t at = 0; at < of.size(); ++at) {
            auto fact = fact_of<core::PromiseMade>(book, of[at].id);
            if (!fact) { continue; }
            PromiseRow& row = all.emplace_back(
                PromiseRow{*std::move(fact), of[at].deadline, results[at], of[at].end, {}, {}});
            if (const auto* brief = brief_of(book, whose[i].first)) {
                row.customer_name = brief->name;
                row.owner = brief->owner;
            }
        }
    }
    core::sort(all, std::less{},
               [](const PromiseRow& row) { return std::pair(row.promise.due, row.promise.id); });
    return all;
}

std::vector<std::pair<core::Currency, core::KeptRate>>
Collections::kept_rates(core::Date day, const std::optional<std::string>& owner,
                        core::CustomerId customer) const {
    const store::Store& book = *session_.inside().store;
    std::map<core::Currency, core::KeptRate> rates;
    const auto rows = customer.is_nil() ? all_promises(day) : promises(customer, day);
    for (const PromiseRow& row : rows) {
        if (owner) {
            const auto* brief = brief_of(book, holder_of(session_, row.promise.customer));
            if (brief == nullptr || brief->owner != *owner) { continue; }
        }
        rates[row.promise.amount.currency].add({row.promise.id, row.promise.date, row.promise.due,
                                                row.deadline, row.promise.amount.minor, row.end},
                                               row.result);
    }
    return {rates.begin(), rates.end()};
}

std::vector<TaskRow> Collections::tasks(const std::optional<std::string>& owner,
                                        core::CustomerId customer) const {
    const store::Store& book = *session_.inside().store;
    std::vector<TaskRow> found;
    const core::CustomerId wanted = customer.is_nil() ? customer : holder_of(session_, customer);
    for (const auto& [id, fields] : book.tasks()) {
        TaskRow row{id, core::read_task(fields), {}, false};
        if (row.task.archived || (owner && row.task.owner != *owner)) { continue; }
        if (!row.task.customer.is_nil()) {
            const core::CustomerId holder = holder_of(session_, row.task.customer);
            if (!wanted.is_nil() && holder != wanted) { continue; }
            if (const auto* brief = brief_of(book, holder)) { row.customer_name = brief->name; }
        } else if (!wanted.is_nil()) {
            continue;
        }
        found.push_back(std::move(row));
    }
    place_return_visits(found);
    for (TaskRow& row : return_visits(session_.today())) {
        const bool others = owner && row.task.owner != *owner;
        if (others || (!wanted.is_nil() && row.task.customer != wanted)) { continue; }
        found.push_back(std::move(row));
    }
    core::sort(found, [](const TaskRow& a, const TaskRow& b) {
        const auto rank = [](const TaskRow& row) {
            const int day =
                row.task.done ? -row.task.done->days : row.task.due.value_or(core::far_future).days;
            return std::tuple(row.task.done.has_value(), day, row.task.minute, row.id);
        };
        return rank(a) < rank(b);
    });
    return found;
}

std::vector<core::ProcessStep> Collections::process() const {
    const store::Store& book = *session_.inside().store;
    std::vector<core::ProcessStep> steps;
    for (const core::EntityId entity : book.entities(core::RegisterKind::setting)) {
        for (const auto& [key, value] : book.fields(core::RegisterKind::setting, entity)) {
            if (auto step = core::parse_process_step(key, value)) {
                steps.push_back(*std::move(step));
            }
        }
    }
    core::sort(steps, std::less{},
               [](const core::ProcessStep& step) { return std::pair(step.days, step.order); });
    return steps;
}

std::vector<core::ProcessStep> Collections::steps_due(core::CustomerId customer,
                                                      core::Date day) const {
    auto steps = process();
    const auto row = session_.customer(customer, day);
    int oldest = -1;
    for (const auto& balance : row ? row->balances : std::vector<core::CustomerRow::Balance>{}) {
        if (balance.overdue > 0) { oldest = std::max(oldest, balance.oldest_days); }
    }
    steps.erase(steps.begin(), steps.end() - std::ssize(core::steps_from(steps, oldest)));
    const auto made = tasks({}, customer);
    const core::Date since = core::add_days(day, -std::max(oldest, 0));
    std::erase_if(steps, [&](const core::ProcessStep& step) {
        return step.days > oldest || std::ranges::any_of(made, [&](const TaskRow& task) {
                   const bool earlier = task.task.done && *task.task.done < since;
                   return task.task.step == step.name && !earlier;
               });
    });
    return steps;
}

core::Result<Outcome> Collections::hand_over(core::CustomerId customer, const std::string& to,
                                             const std::string& by, const std::string& note) {
    if (to.empty()) { return core::fail(core::ErrorCode::required, "owner"); }
    core::LogContact said;
    said.contact.id = session_.mint();
    said.contact.customer = customer;
    said.contact.date = session_.today();
    said.contact.by = by;
    said.contact.channel = core::Channel::internal;
    said.contact.outcome = core::ContactOutcome::other;
    said.contact.whom = to;
    said.contact.note = note;
    const core::SetFields owner{
        {core::RegisterKind::customer, core::entity_of(customer), {{"owner", to}}}};
    std::vector<core::Command> commands{owner, said};
    // What the one before had to do for this customer goes along.
    const auto* brief = brief_of(*session_.inside().store, holder_of(session_, customer));
    std::vector<core::FieldsSet> restore;
    for (const TaskRow& row : tasks({}, customer)) {
        const bool goes = !row.derived && row.task.open() && brief != nullptr &&
                          row.task.owner == brief->owner && row.task.owner != to;
        if (!goes) { continue; }
        const auto of = [&](const std::string& name) {
            return core::FieldsSet{core::RegisterKind::task, row.id, {{"owner", name}}};
        };
        commands.emplace_back(core::SetFields{of(to)});
        restore.push_back(of(row.task.owner));
    }
    auto outcome = with_fields(session_, owner, commands);
    if (outcome) { outcome->restore_too = std::move(restore); }
    return outcome;
}

int Collections::minute_now() const {
    if (session_.inside().today) { return -1; }
    const auto utc = static_cast<std::time_t>(platform::now_ms() / 1000);
    std::tm local{};
    if (localtime_r(&utc, &local) == nullptr) { return -1; }
    return local.tm_hour * 60 + local.tm_min;
}

core::Result<Outcome> Collections::log(const core::LogContact& contact,
                                       const std::optional<core::MakePromise>& promise) {
    std::vector<core::Command> commands{contact};
    if (promise) { commands.emplace_back(*promise); }
    return session_.run_batch(commands);
}

} // namespace huikuan::session
