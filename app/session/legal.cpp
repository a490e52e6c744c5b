#include "session/legal.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>

#include "core/sorting.h"
#include "session/inside.h"

namespace huikuan::session {
namespace {

// One event, and to which debts it belongs.
struct Reach {
    core::ClockEvent event;
    core::EntityId of;                     // nil: all that was issued by then
    std::vector<core::InvoiceId> invoices; // of a case; empty: the same
    core::Date owed_by;
    std::optional<core::Currency> currency; // none: of any
    std::string guarantor;                  // one of several; empty: of whoever stands for it
};

// By due date, then id. Nil: of all.
std::vector<core::DebtRow> debts_of(const store::Store& book, core::CustomerId holder,
                                    store::DebtsOf of = store::DebtsOf::all) {
    auto debts = holder.is_nil() ? book.debts(core::far_future, of)
                                 : book.debts({&holder, 1}, core::far_future);
    core::sort(debts, std::less{},
               [](const core::DebtRow& row) { return std::pair(row.due, row.id); });
    return debts;
}

// Everything in the book that may move a clock, by customer.
class Events {
public:
    // `customer` nil: of all.
    Events(Session& session, core::Date day, core::CustomerId customer)
        : book_(*session.inside().store), day_(day), customer_(customer),
          files_(book_.with_files()) {
        for (const core::DisputeRow& row : book_.disputes({}, true)) {
            disputes_.push_back(row.id);
        }
        gather_work();
        gather_legal();
        gather_statements();
    }

    // `guarantor`: without what was asked of another one.
    [[nodiscard]] std::vector<core::ClockEvent> of(const core::DebtRow& debt,
                                                   std::string_view guarantor = {}) const {
        std::vector<core::ClockEvent> events;
        for (const auto& [date, receipt] : debt.payments) {
            events.push_back({date,
                              {},
                              core::LegalEvent::part_payment,
                              core::ClockSource::receipt,
                              receipt,
                              true});
        }
        const auto found = by_customer_.find(debt.customer);
        if (found != by_customer_.end()) {
            for (const Reach& reach : found->second) {
                const bool of_another =
                    !guarantor.empty() && !reach.guarantor.empty() && reach.guarantor != guarantor;
                if (of_another || !concerns(reach, debt)) { continue; }
                events.push_back(reach.event);
                if (!guarantor.empty()) { postpone(events.back(), debt, guarantor); }
            }
        }
        core::sort_events(events);
        return events;
    }

private:
    static bool concerns(const Reach& reach, const core::DebtRow& debt) {
        if (!reach.invoices.empty()) { return std::ranges::contains(reach.invoices, debt.id); }
        if (reach.currency && debt.open.currency != *reach.currency) { return false; }
        if (reach.of.is_nil()) { return debt.issued <= reach.owed_by; }
        return reach.of == core::entity_of(debt.id) || reach.of == debt.contract;
    }
    // What a plan is to somebody who stands for the debt (民法典 695).
    void postpone(core::ClockEvent& event, const core::DebtRow& debt,
                  std::string_view guarantor) const {
        if (event.source != core::ClockSource::plan) { return; }
        const auto plan = fact_of<core::PlanAgreed>(book_, event.id);
        if (!plan || plan->currency != debt.open.currency) { return; }
        const auto names = core::guarantors_of(plan->guarantor);
        const bool consents = plan->consent && std::ranges::contains(names, guarantor);
        event.until = plan->lines.back().due;
        event.role = consents ? core::ClockRole::consented : core::ClockRole::postponed;
    }
    [[nodiscard]] bool counts(const auto& row) const {
        return row.date <= day_ && row.end > day_ &&
               (customer_.is_nil() || row.customer == customer_);
    }
    [[nodiscard]] bool has_file(core::EntityId id) const {
        return std::ranges::binary_search(files_, id);
    }

    void gather_work() {
        for (const core::WorkRow& row : book_.work()) {
            if (!counts(row)) { continue; }
            core::ClockEvent event{
                row.date,        {}, core::LegalEvent::demand, core::ClockSource::contact, row.id,
                has_file(row.id)};
            std::optional<core::Currency> currency; // in which he said that he pays
            switch (row.type) {
            case core::WorkType::contact: {
                if (row.internal || !row.reached) { continue; }
                // Of the whole book only what counts is looked at; whom it reached says the fact.
                if (customer_.is_nil() && !event.proven) { continue; }
                const auto contact = fact_of<core::ContactLogged>(book_, row.id);
                if (!contact || contact->third_party) { continue; }
                // What the debtor says about a dispute demands nothing of him.
                if (contact->outcome == core::ContactOutcome::disputed &&
                    std::ranges::contains(disputes_, contact->task)) {
                    continue;
                }
                if (contact->outcome == core::ContactOutcome::promised) {
                    event.what = core::LegalEvent::acknowledgement;
                }
                break;
            }
            case core::WorkType::promise:
                event.what = core::LegalEvent::acknowledgement;
                event.source = core::ClockSource::promise;
                currency = row.amount.currency;
                event.proven = event.proven || has_file(row.subject);
                break;
            case core::WorkType::plan:
                event.what = core::LegalEvent::acknowledgement;
                event.source = core::ClockSource::plan;
                currency = row.amount.currency;
                break;
            case core::WorkType::letter: // that it went out is known, that it arrived needs proof
                event.source = core::ClockSource::letter;
                break;
            case core::WorkType::settlement:
            case core::WorkType::hold: continue;
            }
            by_customer_[row.customer].push_back({event, {}, {}, row.date, currency});
        }
    }

    void gather_legal() {
        std::map<core::EntityId, std::vector<core::CaseStep>> cases;
        std::map<core::EntityId, core::CustomerId> whose;
        for (const core::LegalRow& row : book_.legal()) {
            if (!counts(row)) { continue; }
            std::optional<core::Date> until;
            if (row.until != core::far_future) { until = row.until; }
            if (row.type == core::LegalType::event) {
                const auto what = static_cast<core::LegalEvent>(row.code);
                std::string guarantor;
                if (what == core::LegalEvent::guarantor_demand) {
                    const auto fact = fact_of<core::LegalEventNoted>(book_, row.id);
                    if (fact) { guarantor = fact->guarantor; }
                }
                by_customer_[row.customer].push_back(
                    {{row.date, until, what, core::ClockSource::event, row.id,
                      row.proven || has_file(row.id)},
                     row.subject,
                     {},
                     row.date,
                     {},
                     std::move(guarantor)});
            } else if (row.type == core::LegalType::step) {
                cases[row.subject].push_back({row.id, static_cast<core::CaseStage>(row.code),
                                              row.date, until, row.amount.minor, has_file(row.id)});
                whose[row.subject] = row.customer;
            }
        }
        for (const auto& [id, steps] : cases) {
            const core::LegalCase what =
                core::read_case(book_.fields(core::RegisterKind::legal_case, id));
            if (what.archived) { continue; }
            const auto read = core::read_steps(what.route, steps);
            for (const core::ClockEvent& event : core::clock_events(read)) {
                by_customer_[whose[id]].push_back(
                    {event, {}, what.invoices, steps.front().date, {}});
            }
        }
    }

    // A statement that was confirmed acknowledges what it shows: the debts of its currency that
    // were issued by its last day. Signed, and the copy is there: it is proven. What is said about
    // one that differs acknowledges nothing until it is confirmed.
    void gather_statements() {
        std::unordered_map<core::EntityId, const core::StatementStepRow*> shown;
        for (const core::StatementStepRow& row : book_.statements()) {
            const bool owed = row.type == core::StatementStep::issue && row.balance.minor > 0;
            if (owed && counts(row)) { shown.emplace(row.id, &row); }
        }
        if (shown.empty()) { return; }
        std::unordered_map<core::EntityId, const core::StatementStepRow*> latest; // by statement
        for (const core::StatementStepRow& row : book_.statements()) {
            const bool of_one = row.type == core::StatementStep::answer && row.date <= day_ &&
                                row.end > day_ && shown.contains(row.subject);
            if (of_one) { latest[row.subject] = &row; }
        }
        for (const auto& [id, answer] : latest) {
            if (static_cast<core::StatementVerdict>(answer->detail) !=
                core::StatementVerdict::confirmed) {
                continue;
            }
            const core::StatementStepRow& statement = *shown[id];
            const core::ClockEvent event{answer->date,
                                         {},
                                         core::LegalEvent::acknowledgement,
                                         core::ClockSource::statement,
                                         answer->id,
                                         answer->is_signed && has_file(answer->id)};
            by_customer_[statement.customer].push_back(
                {event, {}, {}, statement.to, statement.balance.currency});
        }
    }

    const store::Store& book_;
    core::Date day_;
    core::CustomerId customer_;
    std::vector<core::EntityId> files_;
    std::vector<core::EntityId> disputes_;
    std::unordered_map<core::CustomerId, std::vector<Reach>> by_customer_;
};

// Contracts by id, read once each.
class Contracts {
public:
    explicit Contracts(const store::Store& book) : book_(book) {}
    const core::Contract& of(core::EntityId id) {
        const auto [place, fresh] = read_.try_emplace(id);
        if (fresh && !id.is_nil()) {
            place->second = core::read_contract(book_.fields(core::RegisterKind::contract, id));
        }
        return place->second;
    }

private:
    const store::Store& book_;
    std::map<core::EntityId, core::Contract> read_;
};

void add_up(std::int64_t& sum, std::int64_t minor) {
    if (__builtin_add_overflow(sum, minor, &sum)) { sum = INT64_MAX; }
}

} // namespace

const core::CaseDeadline* CaseRow::next() const {
    return deadlines.empty() || deadlines.front().met ? nullptr : &deadlines.front();
}

std::vector<DebtClock> Legal::clocks(core::Date day, core::CustomerId customer) const {
    const store::Store& book = *session_.inside().store;
    const core::Policy& policy = session_.inside().policy();
    const core::CustomerId holder = customer.is_nil() ? customer : holder_of(session_, customer);
    const Events events(session_, day, holder);
    Contracts contracts(book);
    std::vector<DebtClock> found;
    for (core::DebtRow& debt : debts_of(book, holder)) {
        if (debt.issued > day) { continue; }
        DebtClock row;
        const core::Debt what{debt.issued, debt.due, contracts.of(debt.contract).cross_border};
        row.clock = core::limitation(policy.legal, *policy.calendar, what, events.of(debt), day);
        if (const auto* brief = brief_of(book, debt.customer)) {
            row.customer_name = brief->name;
            row.customer_code = brief->code;
            row.owner = brief->owner;
        }
        row.debt = std::move(debt);
        found.push_back(std::move(row));
    }
    core::sort(found, std::less{}, [](const DebtClock& row) { return row.clock.safe_day; });
    return found;
}

std::vector<GuaranteeClock> Legal::guarantees(core::Date day, core::CustomerId customer) const {
    const store::Store& book = *session_.inside().store;
    const core::Policy& policy = session_.inside().policy();
    const core::CustomerId holder = customer.is_nil() ? customer : holder_of(session_, customer);
    const Events events(session_, day, holder);
    Contracts contracts(book);
    std::vector<GuaranteeClock> found;
    for (const core::DebtRow& debt : debts_of(book, holder, store::DebtsOf::contracts)) {
        const core::Contract& contract = contracts.of(debt.contract);
        if (debt.issued > day) { continue; }
        for (const std::string_view guarantor : core::guarantors_of(contract)) {
            GuaranteeClock row;
            row.invoice = debt.id;
            row.customer = debt.customer;
            row.number = debt.number;
            row.contract = debt.contract;
            row.contract_number = contract.number;
            row.guarantor = guarantor;
            row.joint = contract.joint_guarantee;
            const auto* brief = brief_of(book, debt.customer);
            if (brief != nullptr) { row.customer_name = brief->name; }
            row.clock = core::guarantee_period(
                policy.legal, *policy.calendar,
                {contract.joint_guarantee, debt.due, contract.guarantee_until},
                events.of(debt, guarantor), day);
            found.push_back(std::move(row));
        }
    }
    core::sort(found, std::less{}, [](const GuaranteeClock& row) { return row.clock.safe_day; });
    return found;
}

std::vector<LegalEventRow> Legal::events(core::CustomerId customer, bool with_void) const {
    const store::Store& book = *session_.inside().store;
    const core::CustomerId holder = holder_of(session_, customer);
    std::vector<LegalEventRow> found;
    const auto& rows = book.legal();
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        const bool stands = with_void || row->end == core::far_future;
        if (row->type != core::LegalType::event || row->customer != holder || !stands) { continue; }
        auto event = fact_of<core::LegalEventNoted>(book, row->id);
        if (!event) { continue; }
        const auto files = std::ranges::count_if(book.attachments(row->id),
                                                 [](const auto& file) { return !file.voided; });
        found.push_back({*std::move(event), static_cast<std::size_t>(files), row->end});
    }
    return found;
}

namespace {

// What a case is about that names no invoices: all that was owed when it began.
std::vector<core::InvoiceId> owed_on(Session& session, core::CustomerId customer,
                                     core::Currency currency, core::Date day) {
    core::ListQuery query;
    query.customer = customer;
    query.as_of = day;
    query.open_only = true;
    std::vector<core::InvoiceId> found;
    for (const core::InvoiceRow& row : session.invoices(session.invoice_keys(query), day)) {
        const bool owed = row.issued <= day && row.open > 0 && row.amount.currency == currency;
        if (owed) { found.push_back(row.id); }
    }
    return found;
}

} // namespace

std::vector<CaseRow> Legal::cases(core::Date day, core::CustomerId customer) const {
    const store::Store& book = *session_.inside().store;
    const core::Policy& policy = session_.inside().policy();
    const core::CustomerId holder = customer.is_nil() ? customer : holder_of(session_, customer);
    const core::Currency base = session_.book().currency;
    std::map<core::EntityId, CaseRow> rows;
    for (const core::EntityId id : book.entities(core::RegisterKind::legal_case)) {
        CaseRow row;
        row.id = id;
        row.what = core::read_case(book.fields(core::RegisterKind::legal_case, id));
        const core::CustomerId whose = holder_of(session_, row.what.customer);
        if (row.what.archived || (!holder.is_nil() && whose != holder)) { continue; }
        row.what.customer = whose;
        if (row.what.currency.view().empty()) { row.what.currency = base; }
        if (const auto* brief = brief_of(book, whose)) { row.customer_name = brief->name; }
        rows.emplace(id, std::move(row));
    }
    const std::vector<core::EntityId> files = book.with_files();
    std::map<core::EntityId, std::vector<core::CaseStep>> steps;
    for (const core::LegalRow& row : book.legal()) {
        const auto found = rows.find(row.subject);
        if (found == rows.end() || row.end <= day || row.date > day) { continue; }
        CaseRow& one = found->second;
        if (row.type == core::LegalType::step) {
            auto step = fact_of<core::CaseStepTaken>(book, row.id);
            if (!step) { continue; }
            steps[row.subject].push_back({row.id, step->stage, step->date, step->due, step->minor,
                                          std::ranges::binary_search(files, row.id)});
            one.steps.push_back(*std::move(step));
        } else if (row.type == core::LegalType::cost) {
            auto cost = fact_of<core::CaseCostPaid>(book, row.id);
            if (!cost) { continue; }
            if (cost->amount.currency == one.what.currency) {
                add_up(one.cost_minor, cost->amount.minor);
            }
            one.costs.push_back({*std::move(cost), row.end});
        }
    }
    std::vector<CaseRow> found;
    for (auto& [id, row] : rows) {
        const auto taken = core::read_steps(row.what.route, std::move(steps[id]));
        row.state = core::state_of(taken);
        const bool fee_paid = std::ranges::any_of(row.costs, [](const CaseCostRow& cost) {
            return cost.cost.what == core::CaseCost::court;
        });
        row.deadlines = core::deadlines_of(policy.legal, *policy.calendar, row.what.route, taken,
                                           fee_paid, day);
        if (!taken.empty()) { row.began = taken.front().date; }
        row.performance_end = core::performance_end(taken);
        row.bankruptcy = core::bankruptcy_day(taken);
        row.awarded_minor = core::awarded(taken);
        row.invoices = row.what.invoices;
        if (row.invoices.empty()) {
            row.invoices = owed_on(session_, row.what.customer, row.what.currency,
                                   row.began ? std::min(*row.began, day) : day);
        }
        if (row.began) { row.received_minor = received_since(session_, row, day); }
        found.push_back(std::move(row));
    }
    core::sort(found, std::less{}, [](const CaseRow& row) {
        const bool ended = row.state.stage && !row.state.open;
        const core::CaseDeadline* next = row.next();
        return std::pair(ended, next != nullptr ? next->day : core::far_future);
    });
    return found;
}

std::optional<CaseRow> Legal::one_case(core::EntityId id, core::Date day) const {
    const core::LegalCase what =
        core::read_case(session_.inside().store->fields(core::RegisterKind::legal_case, id));
    if (what.customer.is_nil()) { return std::nullopt; }
    for (CaseRow& row : cases(day, what.customer)) {
        if (row.id == id) { return std::move(row); }
    }
    return std::nullopt;
}

std::vector<core::CustomerId> Legal::in_case(core::Date day) const {
    std::vector<core::CustomerId> found;
    std::map<core::EntityId, std::pair<core::CustomerId, std::vector<core::CaseStep>>> cases;
    const store::Store& book = *session_.inside().store;
    for (const core::LegalRow& row : book.legal()) {
        if (row.type != core::LegalType::step || row.date > day || row.end <= day) { continue; }
        auto& [customer, steps] = cases[row.subject];
        customer = row.customer;
        steps.push_back({row.id, static_cast<core::CaseStage>(row.code), row.date, {}, 0, false});
    }
    for (const auto& [id, one] : cases) {
        if (!core::state_of(one.second).open) { continue; }
        // What was put away holds nobody.
        const auto fields = book.fields(core::RegisterKind::legal_case, id);
        if (!core::read_case(fields).archived) { found.push_back(one.first); }
    }
    core::sort(found);
    const auto doubled = std::ranges::unique(found);
    found.erase(doubled.begin(), doubled.end());
    return found;
}

std::optional<core::Date> Legal::performance_end(core::EntityId of_case, core::Date day) const {
    const auto row = one_case(of_case, day);
    return row ? row->performance_end : std::nullopt;
}

namespace {

// What is overdue of a customer, by invoice, oldest first: a part counts from its own due day.
std::vector<OverdueDebt> overdue_of(Session& session, core::CustomerId holder, core::Date day) {
    std::vector<OverdueDebt> found;
    std::map<core::InvoiceId, std::size_t> places;
    for (const core::OpenLine& line : session.inside().store->open_lines(day)) {
        if (line.customer != holder || line.due >= day) { continue; }
        const auto [place, fresh] = places.emplace(line.invoice, found.size());
        if (fresh) { found.push_back({line.invoice, "", line.due, {0, line.currency}}); }
        OverdueDebt& debt = found[place->second];
        debt.due = std::min(debt.due, line.due);
        add_up(debt.overdue.minor, line.open);
    }
    for (OverdueDebt& debt : found) {
        const auto row = session.invoice(debt.id, day);
        if (row) { debt.number = row->number; }
    }
    core::sort(found, [](const OverdueDebt& a, const OverdueDebt& b) {
        return std::tie(a.due, a.number, a.id) < std::tie(b.due, b.number, b.id);
    });
    return found;
}

} // namespace

Weighing Legal::weigh(core::CustomerId customer, core::Date day, const ClaimWish& wish) const {
    const store::Store& book = *session_.inside().store;
    const core::Policy& policy = session_.inside().policy();
    const core::CustomerId holder = holder_of(session_, customer);
    Weighing answer;
    answer.debts = overdue_of(session_, holder, day);
    const core::Currency own = session_.book().currency;
    const bool in_own = std::ranges::any_of(
        answer.debts, [&](const OverdueDebt& debt) { return debt.overdue.currency == own; });
    answer.currency = wish.currency                    ? *wish.currency
                      : in_own || answer.debts.empty() ? own
                                                       : answer.debts.front().overdue.currency;
    for (const OverdueDebt& debt : answer.debts) {
        const bool wanted = wish.invoices.empty() || std::ranges::contains(wish.invoices, debt.id);
        if (wanted && debt.overdue.currency == answer.currency) {
            add_up(answer.claim, debt.overdue.minor);
        }
    }
    answer.claim = wish.claim.value_or(answer.claim);
    if (answer.currency.view() == "CNY") {
        answer.fees = core::court_fees(answer.claim);
        answer.small = core::small_claim(policy.legal, answer.claim);
    }

    const std::vector<core::EntityId> files = book.with_files();
    std::vector<core::PromiseTerm> terms;
    for (const core::WorkRow& row : book.work()) {
        if (row.customer != holder || row.date > day || row.end <= day) { continue; }
        if (row.type == core::WorkType::contact && row.reached && !row.internal) {
            answer.last_reached = row.date;
            if (core::days_between(row.date, day) <= days_of_talks) { ++answer.contacts_reached; }
            answer.letter_sent = answer.letter_sent || std::ranges::binary_search(files, row.id);
        }
        if (row.type == core::WorkType::plan) { answer.plan_tried = true; }
        if (row.type == core::WorkType::promise && row.amount.currency == answer.currency) {
            terms.push_back({row.id, row.date, row.until,
                             core::promise_deadline(row.until, policy.collection, *policy.calendar),
                             row.amount.minor, row.end});
        }
    }
    const store::Store::CustomerMoney whose[] = {{holder, answer.currency}};
    const std::vector<core::Cash> cash = book.cash_of(whose).front();
    const auto results = core::assess(terms, cash, day);
    for (std::size_t i = 0; i < terms.size(); ++i) { answer.promises.add(terms[i], results[i]); }

    const core::Date year_ago = core::add_months(day, -12);
    for (const core::Cash& one : cash) {
        const bool in = one.date > year_ago && one.date <= day && one.end > day;
        if (in) { add_up(answer.paid_last_year, one.minor); }
    }
    core::ListQuery query;
    query.customer = holder;
    query.as_of = day;
    const auto keys = session_.invoice_keys(query);
    for (const core::InvoiceRow& row : session_.invoices(keys, day)) {
        const bool sale =
            row.type == core::DebitType::invoice || row.type == core::DebitType::debit_note;
        if (!sale || row.issued > day || row.amount.currency != answer.currency) { continue; }
        add_up(answer.sold_in_all, row.amount.minor);
        if (row.issued > year_ago) { add_up(answer.sold_last_year, row.amount.minor); }
        if (!answer.customer_since || row.issued < *answer.customer_since) {
            answer.customer_since = row.issued;
        }
    }
    return answer;
}

core::Date Legal::far_from(core::Date day) const {
    const core::LegalPolicy& law = session_.inside().policy().legal;
    const int months = std::min(law.limitation_months, law.cross_border_months);
    return core::add_days(core::add_months(core::add_days(day, law.first_warning_days), -months),
                          1);
}

std::unordered_map<core::CustomerId, core::Date>
Legal::near_days(core::Date day, const std::vector<core::CustomerId>* of) const {
    constexpr std::size_t part_of_all = 4;
    const store::Store& book = *session_.inside().store;
    const core::Policy& policy = session_.inside().policy();
    std::unordered_map<core::CustomerId, core::Date> near;
    // Of so many, all are read in one pass.
    const bool some = of != nullptr && of->size() <= book.briefs().size() / part_of_all;
    const auto debts = some ? book.debts(*of, far_from(day)) : book.debts(far_from(day));
    if (debts.empty()) { return near; }
    const Events events(session_, day, {});
    Contracts contracts(book);
    const auto take = [&](core::CustomerId customer, core::Date safe) {
        const auto [place, fresh] = near.emplace(customer, safe);
        if (fresh) { return; }
        // What can still be lost comes before what is lost.
        core::Date& kept = place->second;
        const bool better = kept < day ? safe > kept : safe >= day && safe < kept;
        if (better) { kept = safe; }
    };
    for (const core::DebtRow& debt : debts) {
        const core::Debt what{debt.issued, debt.due, contracts.of(debt.contract).cross_border};
        const core::Date safe =
            core::limitation_safe_day(policy.legal, *policy.calendar, what, events.of(debt), day);
        if (core::days_between(day, safe) <= policy.legal.first_warning_days) {
            take(debt.customer, safe);
        }
    }
    return near;
}

} // namespace huikuan::session
