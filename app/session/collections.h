#pragma once
// 催收 in an open book: the day's list of each person, and what was said, promised, agreed, put off
// and planned with one customer. Each answer follows from the tables and the day; the list is kept
// until either changes.
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/case.h"
#include "core/instalment.h"
#include "core/promise.h"
#include "core/task.h"
#include "core/worklist.h"
#include "session/session.h"

namespace huikuan::session {

// One customer on somebody's list.
struct WorkItem {
    core::CustomerId customer;
    std::string name, code, owner, region;
    std::vector<core::CustomerRow::Balance> balances; // the most overdue first
    core::WorkFacts facts;
    core::WorkScore score;
    core::EntityId hold;       // that lets it wait; nil: none
    std::int64_t promised = 0; // of the open promise that is due first
    core::Currency promised_currency;
    // Where it is near, the safe day (core/limitation.h); else the plain one of the oldest overdue
    // line, which is never later than that; none while a case runs.
    std::optional<core::Date> limitation;
};
struct TodayList {
    std::vector<WorkItem> items;        // by group, then score, highest first
    std::vector<std::string> owners;    // all that have a customer or a task here, by name
    std::int64_t overdue_customers = 0; // of the book, whoever's
};

// The list of everybody, as it was asked for last.
struct KeptToday {
    std::pair<std::uint64_t, core::Date> when; // revision, day
    TodayList list;
};

struct PromiseRow {
    core::PromiseMade promise;
    core::Date deadline;
    core::PromiseResult result;
    core::Date end = core::far_future;
    std::string customer_name, owner; // of a list of the whole book
};
core::PromiseTerm promise_term(const core::WorkRow& row, const core::Policy& policy);

struct ContactLine {
    core::ContactLogged contact;
    core::Date end = core::far_future;
    std::size_t files = 0; // that prove it, on itself and on the visit
    core::EntityId visit;  // the task that it was, where that is a visit; nil: none
};
struct PlanRow {
    core::PlanAgreed plan;
    core::PlanProgress progress;
    core::Affordability sheet;
    core::Date end = core::far_future;
    bool current = true;   // no later version stands
    std::size_t files = 0; // signed copies that the book holds
};
// A plan that stands on a day, that none replaces, and that is not paid whole. Of several of one
// customer and currency, cash counts once.
struct RunningPlan {
    core::PlanAgreed plan; // its customer: with whom it counts
    core::PlanProgress progress;
    std::string customer_name, owner;
};
// By customer and currency. `only`: of this customer; nil: of all.
std::vector<RunningPlan> running_plans(Session& session, core::Date day,
                                       core::CustomerId only = {});
struct HoldRow {
    core::HoldPlaced hold;
    core::Date end = core::far_future;
    [[nodiscard]] bool runs(core::Date day) const {
        return hold.date <= day && day <= hold.until && end > day;
    }
};
struct TaskRow {
    core::EntityId id;
    core::Task task;
    std::string customer_name;
    // Follows from the ledger (core/aftercare.h) and is not written yet: whoever says something
    // about it writes all of it, under this id. Its title is empty. Or a step of the process.
    bool derived = false;
    // A return visit that is written and open: something is late again (the payment bounced), and
    // it waits until that is paid. Its day is then so long after that, if it was an earlier one.
    bool waits = false;
};

// A visit on the plan of a day, and whoever could be seen on the same way.
struct VisitRow {
    TaskRow row; // its area: as it says, else the customer's
    std::string address, phone;
    std::vector<core::CustomerRow::Balance> balances;
};
struct NearRow {
    core::CustomerId customer;
    std::string name, area;
    core::CustomerRow::Balance most;
    int score = 0;
};
struct VisitDay {
    std::vector<VisitRow> visits; // as ordered; what nobody has put in order by area and time
    std::vector<NearRow> near;    // of the same areas, owing, without a visit, the most worth first
};

// What stands on one day of the calendar.
struct CalendarEntry {
    enum class Kind : std::uint8_t {
        task,
        promise,
        plan_part,
        next_contact,
        deadline,
        step,       // that the process asks for and nobody has made
        dispute,    // until when it is to be answered
        limitation, // the safe day that comes next of the customer
        guarantee,  // the last day on which the guarantor can be held to it
        difference, // of a statement's lines, that somebody clears up by then
    };
    Kind kind{};
    // Of the task, the promise, the plan, the contact, the case, the dispute, the
    // statement; of a step its own;
    // of a limitation the customer; of a guarantee the invoice.
    core::EntityId id;
    core::CustomerId customer;
    core::Date day;
    int minute = -1;
    std::string title; // of a task; of a difference the document; empty where it is derived
    std::string customer_name;
    std::optional<core::Money> amount; // promised; of a part what is missing
    core::TaskKind task_kind{};
    core::DeadlineKind deadline{}; // of a case
    int line = 0;                  // of a difference
    bool done = false;
    std::string note;
};

class Collections {
public:
    explicit Collections(Session& session) : session_(session) {}

    // `owner`: whose customers; "" those of nobody; nullopt everybody's.
    [[nodiscard]] TodayList today(core::Date day,
                                  const std::optional<std::string>& owner = {}) const;
    // Of one customer, latest first; those that were taken back only where asked for.
    [[nodiscard]] std::vector<ContactLine> contacts(core::CustomerId customer,
                                                    bool with_void = false) const;
    [[nodiscard]] std::optional<ContactLine> contact(core::EntityId id) const;
    [[nodiscard]] std::vector<PromiseRow> promises(core::CustomerId customer, core::Date day,
                                                   bool with_void = false) const;
    [[nodiscard]] std::vector<PlanRow> plans(core::CustomerId customer, core::Date day,
                                             bool with_void = false) const;
    [[nodiscard]] std::vector<HoldRow> holds(core::CustomerId customer,
                                             bool with_void = false) const;
    // All of the book, of whom promises are known.
    [[nodiscard]] std::vector<PromiseRow> all_promises(core::Date day) const;
    // By currency; of a customer, an owner's customers, or the book.
    [[nodiscard]] std::vector<std::pair<core::Currency, core::KeptRate>>
    kept_rates(core::Date day, const std::optional<std::string>& owner = {},
               core::CustomerId customer = {}) const;
    // Open ones by due date, then those that are done, latest first.
    [[nodiscard]] std::vector<TaskRow> tasks(const std::optional<std::string>& owner = {},
                                             core::CustomerId customer = {}) const;
    // Return visits that the ledger asks for and nobody has written about, by day.
    [[nodiscard]] std::vector<TaskRow> return_visits(core::Date day) const;
    // Every field of a task, also of one that is derived: what a form begins with.
    [[nodiscard]] std::optional<TaskRow> task(core::EntityId id) const;
    [[nodiscard]] std::string area(core::CustomerId customer) const;
    [[nodiscard]] VisitDay visits(core::Date day,
                                  const std::optional<std::string>& owner = {}) const;
    // By day and minute, in [from, to]: also what follows from the ledger.
    [[nodiscard]] std::vector<CalendarEntry>
    calendar(core::Date from, core::Date to, const std::optional<std::string>& owner = {}) const;
    [[nodiscard]] std::vector<core::ProcessStep> process() const; // by day, then number
    // Steps that the process asks for of who is overdue on `day` and nobody has made, due by
    // `until`: so many days after the oldest item fell due, and of those that are due the latest.
    // By that day; derived, with ids of their own. `owner`: who does the step.
    [[nodiscard]] std::vector<TaskRow> steps(core::Date day, core::Date until,
                                             const std::optional<std::string>& owner = {}) const;
    // Which steps the process asks for of this customer on this day and nobody has made yet.
    [[nodiscard]] std::vector<core::ProcessStep> steps_due(core::CustomerId customer,
                                                           core::Date day) const;

    // Gives a customer to a colleague, and says why in its log, as one step.
    core::Result<Outcome> hand_over(core::CustomerId customer, const std::string& to,
                                    const std::string& by, const std::string& note);
    // A contact and the promise that was made in it, as one step.
    core::Result<Outcome> log(const core::LogContact& contact,
                              const std::optional<core::MakePromise>& promise);

    // The visits of a day in this order, as one step.
    core::Result<Outcome> arrange(std::span<const core::EntityId> visits);
    // What came of a visit: the task's fields, and the contact that it was, as one step.
    core::Result<Outcome> finish_visit(const core::SetFields& task, const core::LogContact& contact,
                                       const std::optional<core::MakePromise>& promise);

    // Minutes since midnight by this device's clock; -1 while the day is a told one (tests).
    [[nodiscard]] int minute_now() const;

private:
    [[nodiscard]] const TodayList& list_of_all(core::Date day) const;
    // Of the return visits among them: whether they wait, and until when.
    void place_return_visits(std::span<TaskRow> rows) const;

    Session& session_;
};

// Several commands as one step, of which the first writes these fields: Undo takes those back too.
core::Result<Outcome> with_fields(Session& session, const core::SetFields& fields,
                                  std::span<const core::Command> commands);

// The open tasks, promises, parts of plans, next contacts and deadlines of a person as a calendar
// that other programs read (RFC 5545): one all-day event each, or one at its minute, called as
// `words` says.
using CalendarWords = std::function<std::string(const CalendarEntry&)>;
std::string calendar_file(const Collections& collections, Session& session,
                          const std::optional<std::string>& owner, const CalendarWords& words);

} // namespace huikuan::session
