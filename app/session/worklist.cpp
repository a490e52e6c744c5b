// The day's list: one pass over the balances of all customers, one over what was said and promised.
// It is made for everybody once a revision and day; whoever asks for one owner's gets those of it.
#include <algorithm>
#include <set>
#include <unordered_map>

#include "core/sorting.h"
#include "core/text.h"
#include "session/collections.h"
#include "session/inside.h"
#include "session/legal.h"

namespace huikuan::session {
namespace {

constexpr int days_for_a_reply = 3;
constexpr int days_of_a_broken_promise = 365;
constexpr int days_of_a_lately_broken_one = 30;

// What was written about one customer.
struct Written {
    const core::WorkRow* contact = nullptr; // the latest with somebody outside
    const core::WorkRow* note = nullptr;    // the latest note among colleagues that names a day
    const core::WorkRow* hold = nullptr;    // of the customer, running, ending last
    const core::WorkRow* letter = nullptr;  // the latest
    std::vector<const core::WorkRow*> promises;
    std::optional<core::Date> spoken; // the latest contact, promise or plan
    bool owes = false;                // nothing is overdue, but something will be due

    // The latest of both that says when to come back.
    [[nodiscard]] const core::WorkRow* says_when() const {
        const bool later = note != nullptr && (contact == nullptr || note->date >= contact->date);
        return later ? note : contact;
    }
};
// What promises and plans cover of what one customer owes in one currency.
struct Cover {
    core::Currency currency;
    std::int64_t promised = 0, planned = 0;
};

using WrittenOf = std::unordered_map<core::CustomerId, Written>;

WrittenOf gather(const std::vector<core::WorkRow>& rows, core::Date day) {
    WrittenOf all;
    for (const core::WorkRow& row : rows) { // by date
        if (row.date > day || row.end <= day) { continue; }
        Written& of = all[row.customer];
        switch (row.type) {
        case core::WorkType::contact:
            if (!row.internal) {
                of.contact = &row;
                of.spoken = row.date;
            }
            if (row.internal && row.until != core::far_future) { of.note = &row; }
            break;
        case core::WorkType::promise:
            of.promises.push_back(&row);
            of.spoken = row.date;
            break;
        case core::WorkType::letter: of.letter = &row; break;
        case core::WorkType::plan: of.spoken = row.date; break; // the rest: running_plans
        case core::WorkType::settlement: break;
        case core::WorkType::hold:
            if (row.until < day || !row.subject.is_nil()) { break; }
            if (of.hold == nullptr || of.hold->until <= row.until) { of.hold = &row; }
            break;
        }
    }
    return all;
}

class ListMaker {
public:
    ListMaker(Session& session, core::Date day)
        : session_(session), book_(*session.inside().store), day_(day) {}

    TodayList make() {
        const auto& briefs = book_.briefs();
        const auto& parties = book_.aging_entries().parties;
        const auto balances = book_.party_balances(day_);
        WrittenOf written = gather(book_.work(), day_);
        for (std::size_t i = 0; i < parties.size(); ++i) {
            if (balances[i].overdue > 0) {
                item(parties[i].customer).balances.push_back(balances[i]);
            } else if (balances[i].balance > 0) {
                const auto found = written.find(parties[i].customer);
                if (found != written.end()) { found->second.owes = true; }
            }
        }
        list_.overdue_customers = static_cast<std::int64_t>(list_.items.size());
        assess(written);
        for (const auto& [customer, of] : written) {
            if (places_.contains(customer) || calls_today(of)) { take(item(customer), of); }
        }
        std::set<std::string> owners;
        take_workers(owners);
        for (const core::CustomerBrief& brief : briefs) {
            if (!brief.owner.empty()) { owners.insert(brief.owner); }
            const auto found = places_.find(brief.id);
            if (found == places_.end()) { continue; }
            WorkItem& one = list_.items[found->second];
            one.name = brief.name;
            one.code = brief.code;
            one.owner = brief.owner;
            one.region = brief.region;
        }
        list_.owners.assign(owners.begin(), owners.end());
        const Legal legal(session_);
        const int long_enough = core::days_between(legal.far_from(day_), day_);
        std::vector<core::CustomerId> old;
        for (const WorkItem& one : list_.items) {
            const bool owes = std::ranges::any_of(one.balances, [&](const auto& balance) {
                return balance.oldest_days > long_enough;
            });
            if (owes) { old.push_back(one.customer); }
        }
        for (const auto& [customer, safe] : legal.near_days(day_, &old)) {
            const auto found = places_.find(customer);
            if (found == places_.end()) { continue; }
            list_.items[found->second].facts.limitation = safe;
        }
        for (WorkItem& one : list_.items) { finish(one); }
        core::sort(list_.items, [](const WorkItem& a, const WorkItem& b) {
            const auto rank = [](const WorkItem& one) {
                return std::tuple(one.score.group, -one.score.total(), -one.facts.overdue_major,
                                  one.customer);
            };
            return rank(a) < rank(b);
        });
        return std::move(list_);
    }

private:
    WorkItem& item(core::CustomerId customer) {
        const auto [place, fresh] = places_.try_emplace(customer, list_.items.size());
        if (fresh) {
            list_.items.emplace_back();
            list_.items.back().customer = customer;
            list_.items.back().facts.today = day_;
        }
        return list_.items[place->second];
    }

    // Whoever has a task or a step of the process, and who goes along.
    void take_workers(std::set<std::string>& owners) const {
        const auto add = [&](std::string_view names) {
            while (!names.empty()) {
                const std::size_t end = std::min(names.find_first_of(",;\n"), names.size());
                const std::string_view name = core::trim(names.substr(0, end));
                if (!name.empty()) { owners.emplace(name); }
                names.remove_prefix(std::min(end + 1, names.size()));
            }
        };
        for (const auto& [id, fields] : book_.tasks()) {
            const core::Task task = core::read_task(fields);
            if (!task.open()) { continue; }
            if (!task.owner.empty()) { owners.insert(task.owner); }
            std::string with = task.participants;
            for (const std::string_view mark : {"、", "，", "；"}) {
                for (auto at = with.find(mark); at != std::string::npos; at = with.find(mark)) {
                    with.replace(at, mark.size(), ",");
                }
            }
            add(with);
        }
        for (const core::ProcessStep& step : Collections(session_).process()) {
            if (!step.who.empty()) { owners.insert(step.who); }
        }
    }

    // Nothing is overdue, but a day that somebody named has come, or a reply to who owes is late.
    [[nodiscard]] bool calls_today(const Written& of) const {
        const core::WorkRow* when = of.says_when();
        if (when == nullptr) { return false; }
        if (when->until != core::far_future) { return when->until <= day_; }
        const auto next = next_of(of);
        return of.owes && next && *next <= day_;
    }
    [[nodiscard]] static std::optional<core::Date> next_of(const Written& of) {
        const core::WorkRow* when = of.says_when();
        if (when == nullptr) { return std::nullopt; }
        if (when->until != core::far_future) { return when->until; }
        const bool awaited = core::awaits_reply(static_cast<core::ContactOutcome>(when->code));
        return awaited ? std::optional(core::add_days(when->date, days_for_a_reply)) : std::nullopt;
    }

    Cover& cover(core::CustomerId customer, core::Currency currency) {
        std::vector<Cover>& of = covers_[customer];
        for (Cover& one : of) {
            if (one.currency == currency) { return one; }
        }
        return of.emplace_back(currency);
    }

    // Promises and plans of all customers against the cash of each, read in one go.
    void assess(const WrittenOf& written) {
        const core::Policy& policy = session_.inside().policy();
        std::vector<store::Store::CustomerMoney> whose;
        std::vector<std::vector<core::PromiseTerm>> terms;
        std::unordered_map<core::CustomerId, std::vector<std::size_t>> of_customer;
        const auto place_of = [&](core::CustomerId customer, core::Currency currency) {
            std::vector<std::size_t>& places = of_customer[customer];
            for (const std::size_t place : places) {
                if (whose[place].second == currency) { return place; }
            }
            places.push_back(whose.size());
            whose.emplace_back(customer, currency);
            terms.emplace_back();
            return whose.size() - 1;
        };
        for (const auto& [customer, of] : written) {
            for (const core::WorkRow* row : of.promises) {
                terms[place_of(customer, row->amount.currency)].push_back(
                    promise_term(*row, policy));
            }
        }
        const auto cash = book_.cash_of(whose);
        for (std::size_t i = 0; i < whose.size(); ++i) {
            take_promises(whose[i], terms[i], cash[i], written.at(whose[i].first));
        }
        for (const RunningPlan& plan : running_plans(session_, day_)) { take_plan(plan); }
    }

    void take_promises(const store::Store::CustomerMoney& whose,
                       const std::vector<core::PromiseTerm>& terms,
                       const std::vector<core::Cash>& cash, const Written& of) {
        const auto results = core::assess(terms, cash, day_);
        core::KeptRate& rate = rates_[whose.first];
        int broken = 0;
        bool lately = false; // and nobody has spoken to him since
        std::int64_t promised = 0;
        const core::PromiseTerm* next = nullptr;
        for (std::size_t i = 0; i < terms.size(); ++i) {
            rate.add(terms[i], results[i]);
            const int since = core::days_between(terms[i].deadline, day_);
            if (results[i].state == core::PromiseState::open) {
                if (next == nullptr || terms[i].due < next->due) { next = &terms[i]; }
                promised += terms[i].minor - results[i].paid;
            } else if (results[i].state != core::PromiseState::kept) {
                broken += since <= days_of_a_broken_promise ? 1 : 0;
                const bool spoken = of.spoken && *of.spoken > terms[i].deadline;
                lately = lately || (since <= days_of_a_lately_broken_one && !spoken);
            }
        }
        const bool listed = places_.contains(whose.first);
        // All paid: nothing to ask for.
        if (!listed && next == nullptr && !(lately && of.owes)) { return; }
        WorkItem& one = item(whose.first);
        one.facts.promises_broken += broken;
        one.facts.broke = one.facts.broke || lately;
        one.facts.kept_ppm = rate.by_count();
        cover(whose.first, whose.second).promised += promised;
        if (next != nullptr && (!one.facts.promise_due || next->due < *one.facts.promise_due)) {
            one.facts.promise_due = next->due;
            one.promised = next->minor;
            one.promised_currency = whose.second;
        }
    }

    void take_plan(const RunningPlan& row) {
        const core::PlanProgress& progress = row.progress;
        core::WorkFacts& facts = item(row.plan.customer).facts;
        (progress.behind > 0 ? facts.plan_behind : facts.plan_running) = true;
        facts.plan_accelerated = facts.plan_accelerated || progress.accelerated;
        facts.plan_part_due = facts.plan_part_due || progress.next_due == day_;
        if (progress.behind == 0) {
            cover(row.plan.customer, row.plan.currency).planned += progress.principal_left;
        }
    }

    static void take(WorkItem& one, const Written& of) {
        if (of.contact != nullptr) {
            one.facts.last_contact = of.contact->date;
            one.facts.reply_awaited =
                core::awaits_reply(static_cast<core::ContactOutcome>(of.contact->code));
        }
        one.facts.next = next_of(of);
        if (of.letter != nullptr) { // a letter is a contact too; a reply to it is not awaited
            one.facts.last_contact =
                std::max(one.facts.last_contact.value_or(of.letter->date), of.letter->date);
        }
        if (of.hold != nullptr) {
            one.facts.hold_until = of.hold->until;
            one.hold = of.hold->id;
        }
    }

    void finish(WorkItem& one) const {
        core::WorkFacts& facts = one.facts;
        for (const auto& balance : one.balances) {
            std::int64_t unit = 1;
            for (int i = 0; i < balance.currency.exponent(); ++i) { unit *= 10; }
            facts.overdue = true;
            facts.oldest_days = std::max(facts.oldest_days, balance.oldest_days);
            facts.overdue_major = std::max(facts.overdue_major, balance.overdue / unit);
        }
        take_cover(one);
        core::sort(one.balances, std::greater{}, &core::CustomerRow::Balance::overdue);
        const core::LegalPolicy& law = session_.inside().policy().legal;
        const core::Date plain =
            core::add_months(core::add_days(day_, -facts.oldest_days), law.limitation_months);
        one.limitation = facts.limitation;
        const bool far = core::days_between(day_, plain) > law.first_warning_days;
        if (facts.overdue && !one.limitation && far) { one.limitation = plain; }
        one.score = core::score(facts);
    }

    // The currency of which the least is covered.
    void take_cover(WorkItem& one) const {
        core::WorkFacts& facts = one.facts;
        facts.cover_percent = session_.inside().policy().collection.cover_percent;
        const auto found = covers_.find(one.customer);
        bool first = true;
        for (const auto& balance : one.balances) {
            const std::int64_t net = balance.overdue + balance.unapplied;
            if (net <= 0) { continue; }
            Cover covers{balance.currency};
            for (const Cover& of : found == covers_.end() ? std::vector<Cover>{} : found->second) {
                if (of.currency == balance.currency) { covers = of; }
            }
            const __int128 now =
                static_cast<__int128>(covers.promised + covers.planned) * facts.overdue_minor;
            const __int128 least = static_cast<__int128>(facts.promised + facts.planned) * net;
            if (!first && now >= least) { continue; }
            first = false;
            facts.overdue_minor = net;
            facts.promised = covers.promised;
            facts.planned = covers.planned;
        }
    }

    Session& session_;
    const store::Store& book_;
    core::Date day_;
    TodayList list_;
    std::unordered_map<core::CustomerId, std::vector<Cover>> covers_;
    std::unordered_map<core::CustomerId, std::size_t> places_;
    std::unordered_map<core::CustomerId, core::KeptRate> rates_;
};

} // namespace

const TodayList& Collections::list_of_all(core::Date day) const {
    auto& kept = session_.inside().today_list;
    const std::pair when{session_.revision(), day};
    if (!kept || kept->when != when) {
        kept = std::make_shared<KeptToday>(KeptToday{when, ListMaker(session_, day).make()});
    }
    return kept->list;
}

TodayList Collections::today(core::Date day, const std::optional<std::string>& owner) const {
    const TodayList& all = list_of_all(day);
    if (!owner) { return all; }
    TodayList list;
    list.owners = all.owners;
    list.overdue_customers = all.overdue_customers;
    for (const WorkItem& one : all.items) {
        if (one.owner == *owner) { list.items.push_back(one); }
    }
    return list;
}

std::vector<TaskRow> Collections::steps(core::Date day, core::Date until,
                                        const std::optional<std::string>& owner) const {
    std::vector<TaskRow> found;
    const auto process = this->process();
    if (process.empty()) { return found; }
    std::unordered_map<core::CustomerId, std::vector<core::Task>> made;
    for (const auto& [id, fields] : session_.inside().store->tasks()) {
        core::Task task = core::read_task(fields);
        if (task.step.empty() || task.archived || task.customer.is_nil()) { continue; }
        made[holder_of(session_, task.customer)].push_back(std::move(task));
    }
    for (const WorkItem& item : list_of_all(day).items) {
        if (!item.facts.overdue) { continue; }
        const core::Date since = core::add_days(day, -item.facts.oldest_days);
        const auto of = made.find(item.customer);
        for (const core::ProcessStep& step : core::steps_from(process, item.facts.oldest_days)) {
            const core::Date due = core::add_days(since, step.days);
            if (due > until) { break; }
            const std::string& who = step.who.empty() ? item.owner : step.who;
            if (owner && who != *owner) { continue; }
            const bool done =
                of != made.end() && std::ranges::any_of(of->second, [&](const core::Task& task) {
                    return task.step == step.name && !(task.done && *task.done < since);
                });
            if (done) { continue; }
            TaskRow row;
            const std::uint64_t content[] = {static_cast<std::uint64_t>(step.order),
                                             static_cast<std::uint64_t>(since.days)};
            row.id = core::derived_id(core::entity_of(item.customer), content);
            row.task.kind = core::TaskKind::step;
            row.task.customer = item.customer;
            row.task.title = step.title;
            row.task.step = step.name;
            row.task.owner = who;
            row.task.due = due;
            row.task.needs = step.needs;
            row.customer_name = item.name;
            row.derived = true;
            found.push_back(std::move(row));
        }
    }
    core::sort(found, std::less{},
               [](const TaskRow& row) { return std::pair(row.task.due->days, row.id); });
    return found;
}

} // namespace huikuan::session
