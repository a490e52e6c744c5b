#include "session/forecast.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <unordered_map>

#include "session/inside.h"

namespace huikuan::session {
namespace {

constexpr int months_of_habit = 24;

class ForecastReader {
public:
    ForecastReader(Session& session, core::Date day, int weeks)
        : policy_(session.inside().policy()), book_(*session.inside().store) {
        ask_.day = day;
        ask_.weeks = weeks;
    }

    core::Forecast run() {
        read_lines();
        read_unapplied();
        read_words();
        read_habits();
        return core::forecast(std::move(ask_), *policy_.calendar);
    }

private:
    void read_lines() {
        std::unordered_map<core::InvoiceId, std::int64_t> disputed;
        for (const core::DisputeRow& row : book_.disputes({}, true)) {
            if (row.date <= ask_.day && row.end > ask_.day) {
                disputed[row.invoice] += row.amount.minor;
            }
        }
        for (const core::OpenLine& open : book_.open_lines(ask_.day)) {
            core::ForecastLine line{open.invoice, open.customer, open.currency,
                                    open.due,     open.open,     0};
            if (const auto found = disputed.find(open.invoice); found != disputed.end()) {
                line.disputed = std::min(found->second, open.open);
                found->second -= line.disputed;
            }
            ask_.lines.push_back(line);
        }
    }

    void read_unapplied() {
        const auto& parties = book_.aging_entries().parties;
        const auto balances = book_.party_balances(ask_.day);
        for (std::size_t i = 0; i < parties.size(); ++i) {
            if (balances[i].unapplied >= 0) continue;
            ask_.unapplied.push_back(
                {parties[i].customer, {-balances[i].unapplied, parties[i].currency}});
        }
    }

    void read_words() {
        std::map<store::Store::CustomerMoney, std::vector<const core::WorkRow*>> promises, plans;
        std::set<core::EntityId> revised;
        for (const core::WorkRow& row : book_.work()) {
            if (row.date > ask_.day || row.end <= ask_.day) continue;
            const store::Store::CustomerMoney whose{row.customer, row.amount.currency};
            if (row.type == core::WorkType::promise) promises[whose].push_back(&row);
            if (row.type != core::WorkType::plan) continue;
            plans[whose].push_back(&row);
            if (!row.subject.is_nil()) revised.insert(row.subject);
        }
        std::vector<store::Store::CustomerMoney> asked;
        for (const auto& [whose, rows] : promises) asked.push_back(whose);
        auto cash = book_.cash_of(asked);
        for (std::size_t i = 0; i < asked.size(); ++i) {
            take_promises(promises[asked[i]], cash[i], asked[i]);
        }
        asked.clear();
        for (const auto& [whose, rows] : plans) asked.push_back(whose);
        cash = book_.cash_of(asked);
        for (std::size_t i = 0; i < asked.size(); ++i) {
            std::vector<core::PlanAgreed> agreed;
            for (const core::WorkRow* row : plans[asked[i]]) {
                if (revised.contains(row->id)) continue;
                if (auto plan = fact_of<core::PlanAgreed>(book_, row->id)) {
                    agreed.push_back(*std::move(plan));
                }
            }
            std::vector<const core::PlanAgreed*> beside;
            for (const core::PlanAgreed& plan : agreed) beside.push_back(&plan);
            std::ranges::move(core::plan_words(asked[i].first, beside, cash[i], ask_.day),
                              std::back_inserter(ask_.words));
        }
    }

    void take_promises(const std::vector<const core::WorkRow*>& rows,
                       std::span<const core::Cash> cash, const store::Store::CustomerMoney& whose) {
        std::vector<core::PromiseTerm> terms;
        for (const core::WorkRow* row : rows) {
            terms.push_back(
                {row->id, row->date, row->until,
                 core::promise_deadline(row->until, policy_.collection, *policy_.calendar),
                 row->amount.minor, row->end});
        }
        const auto results = core::assess(terms, cash, ask_.day);
        for (std::size_t i = 0; i < terms.size(); ++i) {
            const std::int64_t left = terms[i].minor - results[i].paid;
            if (results[i].state != core::PromiseState::open || left <= 0) continue;
            ask_.words.push_back({terms[i].id, whose.first, whose.second, terms[i].due, left,
                                  core::ForecastSource::promise});
        }
    }

    void read_habits() {
        std::vector<int> all, of_one;
        core::CustomerId customer;
        const auto take = [&] {
            if (auto habit = core::habit_of(std::move(of_one))) {
                habit->customer = customer;
                ask_.habits.push_back(*habit);
            }
            of_one.clear();
        };
        for (const auto& [whose, days] :
             book_.payment_delays(core::add_months(ask_.day, -months_of_habit), ask_.day)) {
            if (whose != customer) take();
            customer = whose;
            of_one.push_back(days);
            all.push_back(days);
        }
        take();
        ask_.of_the_book = core::habit_of(std::move(all));
    }

    const core::Policy& policy_;
    const store::Store& book_;
    core::ForecastAsk ask_;
};

} // namespace

core::Forecast forecast(Session& session, core::Date day, int weeks) {
    return ForecastReader(session, day, weeks).run();
}

} // namespace huikuan::session
