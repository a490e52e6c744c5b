// The day's list: one pass over the balances of all customers, one over what was said and promised.
#include <algorithm>
#include <set>
#include <unordered_map>

#include "core/sorting.h"
#include "session/collections.h"
#include "session/inside.h"
#include "session/legal.h"

namespace huikuan::session {
namespace {

constexpr int days_for_a_reply = 3;
constexpr int days_of_a_broken_promise = 365;

// What was written about one customer.
struct Written {
    const core::WorkRow* contact = nullptr; // the latest with somebody outside
    const core::WorkRow* note = nullptr;    // the latest note among colleagues that names a day
    const core::WorkRow* hold = nullptr;    // of the customer, running, ending last
    const core::WorkRow* letter = nullptr;  // the latest
    std::vector<const core::WorkRow*> promises;
    std::vector<const core::WorkRow*> plans;
};

using WrittenOf = std::unordered_map<core::CustomerId, Written>;

WrittenOf gather(const std::vector<core::WorkRow>& rows, core::Date day) {
    WrittenOf all;
    for (const core::WorkRow& row : rows) { // by date
        if (row.date > day || row.end <= day) { continue; }
        Written& of = all[row.customer];
        switch (row.type) {
        case core::WorkType::contact:
            if (!row.internal) { of.contact = &row; }
            if (row.internal && row.until != core::far_future) { of.note = &row; }
            break;
        case core::WorkType::promise: of.promises.push_back(&row); break;
        case core::WorkType::plan: of.plans.push_back(&row); break;
        case core::WorkType::letter: of.letter = &row; break;
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

    TodayList make(const std::optional<std::string>& owner) {
        const auto& briefs = book_.briefs();
        const auto& parties = book_.aging_entries().parties;
        const auto balances = book_.party_balances(day_);
        for (std::size_t i = 0; i < parties.size(); ++i) {
            if (balances[i].overdue <= 0) { continue; }
            item(parties[i].customer).balances.push_back(balances[i]);
        }
        list_.overdue_customers = static_cast<std::int64_t>(list_.items.size());
        const WrittenOf written = gather(book_.work(), day_);
        assess(written);
        for (const auto& [customer, of] : written) {
            const auto found = places_.find(customer);
            if (found != places_.end()) { take(list_.items[found->second], of); }
        }
        std::set<std::string> owners;
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
        const auto others = [&](const WorkItem& one) { return owner && one.owner != *owner; };
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
        std::erase_if(list_.items, others);
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

    // Promises and plans of all customers against the cash of each, read in one go.
    void assess(const WrittenOf& written) {
        const core::Policy& policy = session_.inside().policy();
        std::vector<store::Store::CustomerMoney> whose;
        std::vector<std::vector<core::PromiseTerm>> terms;
        std::vector<std::vector<const core::WorkRow*>> plans;
        std::unordered_map<core::CustomerId, std::vector<std::size_t>> of_customer;
        const auto place_of = [&](core::CustomerId customer, core::Currency currency) {
            std::vector<std::size_t>& places = of_customer[customer];
            for (const std::size_t place : places) {
                if (whose[place].second == currency) { return place; }
            }
            places.push_back(whose.size());
            whose.emplace_back(customer, currency);
            terms.emplace_back();
            plans.emplace_back();
            return whose.size() - 1;
        };
        for (const auto& [customer, of] : written) {
            for (const core::WorkRow* row : of.promises) {
                terms[place_of(customer, row->amount.currency)].push_back(
                    {row->id, row->date, row->until,
                     core::promise_deadline(row->until, policy.collection, *policy.calendar),
                     row->amount.minor, row->end});
            }
            for (const core::WorkRow* row : of.plans) {
                const bool revised = std::ranges::any_of(of.plans, [&](const core::WorkRow* other) {
                    return other->subject == row->id;
                });
                if (!revised) { plans[place_of(customer, row->amount.currency)].push_back(row); }
            }
        }
        const auto cash = book_.cash_of(whose);
        for (std::size_t i = 0; i < whose.size(); ++i) {
            if (!terms[i].empty()) { take_promises(whose[i], terms[i], cash[i]); }
            for (const core::WorkRow* row : plans[i]) { take_plan(*row, cash[i]); }
        }
    }

    void take_promises(const store::Store::CustomerMoney& whose,
                       const std::vector<core::PromiseTerm>& terms,
                       const std::vector<core::Cash>& cash) {
        const auto results = core::assess(terms, cash, day_);
        core::KeptRate& rate = rates_[whose.first];
        int broken = 0;
        const core::PromiseTerm* next = nullptr;
        for (std::size_t i = 0; i < terms.size(); ++i) {
            rate.add(terms[i], results[i]);
            const bool recent =
                core::days_between(terms[i].deadline, day_) <= days_of_a_broken_promise;
            if (results[i].state == core::PromiseState::open) {
                if (next == nullptr || terms[i].due < next->due) { next = &terms[i]; }
            } else if (results[i].state != core::PromiseState::kept && recent) {
                ++broken;
            }
        }
        const bool listed = places_.contains(whose.first);
        if (!listed && next == nullptr) { return; } // all paid: nothing to ask for
        WorkItem& one = item(whose.first);
        one.facts.promises_broken += broken;
        one.facts.kept_ppm = rate.by_count();
        if (next != nullptr && (!one.facts.promise_due || next->due < *one.facts.promise_due)) {
            one.facts.promise_due = next->due;
            one.promised = next->minor;
            one.promised_currency = whose.second;
        }
    }

    void take_plan(const core::WorkRow& row, const std::vector<core::Cash>& cash) {
        const auto fact = book_.fact(row.id);
        const auto* plan = fact ? std::get_if<core::PlanAgreed>(&*fact) : nullptr;
        if (plan == nullptr) { return; }
        const core::PlanProgress progress = core::progress_of(*plan, cash, day_);
        if (progress.done()) { return; }
        WorkItem& one = item(row.customer);
        (progress.behind > 0 ? one.facts.plan_behind : one.facts.plan_running) = true;
    }

    static void take(WorkItem& one, const Written& of) {
        if (of.contact != nullptr) {
            one.facts.last_contact = of.contact->date;
            one.facts.reply_awaited =
                core::awaits_reply(static_cast<core::ContactOutcome>(of.contact->code));
            if (of.contact->until != core::far_future) {
                one.facts.next = of.contact->until;
            } else if (one.facts.reply_awaited) {
                one.facts.next = core::add_days(of.contact->date, days_for_a_reply);
            }
        }
        if (of.letter != nullptr) { // a letter is a contact too; a reply to it is not awaited
            one.facts.last_contact =
                std::max(one.facts.last_contact.value_or(of.letter->date), of.letter->date);
        }
        const bool later =
            of.note != nullptr && (of.contact == nullptr || of.note->date >= of.contact->date);
        if (later) { one.facts.next = of.note->until; }
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
        core::sort(one.balances, std::greater{}, &core::CustomerRow::Balance::overdue);
        const core::LegalPolicy& law = session_.inside().policy().legal;
        const core::Date plain =
            core::add_months(core::add_days(day_, -facts.oldest_days), law.limitation_months);
        one.limitation = facts.limitation;
        const bool far = core::days_between(day_, plain) > law.first_warning_days;
        if (facts.overdue && !one.limitation && far) { one.limitation = plain; }
        one.score = core::score(facts);
    }

    Session& session_;
    const store::Store& book_;
    core::Date day_;
    TodayList list_;
    std::unordered_map<core::CustomerId, std::size_t> places_;
    std::unordered_map<core::CustomerId, core::KeptRate> rates_;
};

} // namespace

TodayList Collections::today(core::Date day, const std::optional<std::string>& owner) const {
    return ListMaker(session_, day).make(owner);
}

} // namespace huikuan::session
