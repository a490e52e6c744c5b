// What stands on the days of a calendar: tasks, steps of the process, promises, parts of plans,
// next contacts, deadlines of open cases, answers to disputes, ends of limitations and guarantees.
#include <algorithm>
#include <map>
#include <tuple>

#include "core/sorting.h"
#include "session/collections.h"
#include "session/inside.h"
#include "session/legal.h"
#include "session/statement_course.h"

namespace huikuan::session {
namespace {

using Kind = CalendarEntry::Kind;

class Days {
public:
    Days(Session& session, core::Date from, core::Date to, const std::optional<std::string>& owner)
        : session_(session), from_(from), to_(to), owner_(owner) {}

    void add(CalendarEntry entry) {
        if (entry.day < from_ || entry.day > to_) { return; }
        found_.push_back(std::move(entry));
    }
    // Whether the customer is one of this owner's; fills in its name.
    bool of_owner(CalendarEntry& entry) {
        const auto [at, fresh] = customers_.try_emplace(entry.customer);
        if (fresh) { at->second = session_.customer(entry.customer, session_.today()); }
        if (!at->second || (owner_ && at->second->owner != *owner_)) { return false; }
        entry.customer_name = at->second->name;
        return true;
    }
    std::vector<CalendarEntry> take() {
        core::sort(found_, [](const CalendarEntry& a, const CalendarEntry& b) {
            const auto rank = [](const CalendarEntry& one) {
                return std::tuple(one.day, one.minute < 0, one.minute, one.kind, one.id,
                                  one.deadline, one.line);
            };
            return rank(a) < rank(b);
        });
        return std::move(found_);
    }

private:
    Session& session_;
    core::Date from_, to_;
    const std::optional<std::string>& owner_;
    std::map<core::CustomerId, std::optional<core::CustomerRow>> customers_;
    std::vector<CalendarEntry> found_;
};

void add_task(Days& days, const TaskRow& row, Kind kind) {
    const auto when = row.task.done ? row.task.done : row.task.due;
    if (!when || row.waits) { return; } // nobody knows its day yet
    CalendarEntry entry;
    entry.kind = kind;
    entry.id = row.id;
    entry.customer = row.task.customer;
    entry.day = *when;
    entry.minute = row.task.done ? -1 : row.task.minute;
    entry.title = row.task.title;
    entry.customer_name = row.customer_name;
    entry.task_kind = row.task.kind;
    entry.done = row.task.done.has_value();
    entry.note = row.task.note;
    days.add(std::move(entry));
}

void add_plan(Days& days, const RunningPlan& row) {
    for (std::size_t i = 0; i < row.plan.lines.size(); ++i) {
        const std::int64_t missing = row.plan.lines[i].minor() - row.progress.paid_of[i];
        if (missing <= 0) { continue; }
        CalendarEntry entry;
        entry.kind = Kind::plan_part;
        entry.id = row.plan.id;
        entry.customer = row.plan.customer;
        entry.day = row.plan.lines[i].due;
        entry.amount = core::Money{missing, row.plan.currency};
        entry.note = row.plan.note;
        if (days.of_owner(entry)) { days.add(std::move(entry)); }
    }
}

// The last day as the rule counts it: the day to which a holiday moves it is not relied on.
void add_deadlines(Days& days, const CaseRow& row) {
    for (const core::CaseDeadline& deadline : row.deadlines) {
        if (deadline.met) { continue; }
        CalendarEntry entry;
        entry.kind = Kind::deadline;
        entry.id = row.id;
        entry.customer = row.what.customer;
        entry.day = deadline.day;
        entry.deadline = deadline.kind;
        if (days.of_owner(entry)) { days.add(std::move(entry)); }
    }
}

void add_day(Days& days, Kind kind, core::EntityId id, core::CustomerId customer, core::Date day,
             std::string note = {}) {
    CalendarEntry entry;
    entry.kind = kind;
    entry.id = id;
    entry.customer = customer;
    entry.day = day;
    entry.note = std::move(note);
    if (days.of_owner(entry)) { days.add(std::move(entry)); }
}

// What a clock of the law or an answer that is due says. (Who is near the end of a limitation owes
// for years, and so stands in the day's list.)
void add_warnings(Days& days, Session& session, const TodayList& list, core::Date today) {
    const store::Store& book = *session.inside().store;
    for (const core::DisputeRow& row : book.disputes({}, false)) {
        if (!row.answer_by || row.end <= today) { continue; }
        add_day(days, Kind::dispute, row.id, holder_of(session, row.customer), *row.answer_by,
                row.reason);
    }
    for (const WorkItem& one : list.items) {
        if (!one.facts.limitation) { continue; }
        add_day(days, Kind::limitation, core::entity_of(one.customer), one.customer,
                *one.facts.limitation);
    }
    for (const GuaranteeClock& row : Legal(session).guarantees(today)) {
        const bool runs = row.clock.state == core::ClockState::running;
        if (!runs) { continue; }
        add_day(days, Kind::guarantee, core::entity_of(row.invoice), row.customer,
                row.clock.safe_day, row.guarantor + " " + row.number);
    }
}

// Lines of a statement that somebody clears up by a day: the line's owner, not the customer's.
void add_difference(Days& days, const OpenDifference& line) {
    if (!line.what.answer_by) { return; }
    CalendarEntry entry;
    entry.kind = Kind::difference;
    entry.id = line.statement;
    entry.line = line.line;
    entry.customer = line.customer;
    entry.customer_name = line.customer_name;
    entry.day = *line.what.answer_by;
    entry.title = line.what.number;
    entry.amount = core::Money{line.what.minor, line.currency};
    days.add(std::move(entry));
}

} // namespace

std::vector<CalendarEntry> Collections::calendar(core::Date from, core::Date to,
                                                 const std::optional<std::string>& owner) const {
    const core::Date today = session_.today();
    Days days(session_, from, to, owner);
    for (const TaskRow& row : tasks(owner)) { add_task(days, row, Kind::task); }
    for (const TaskRow& row : steps(today, to, owner)) { add_task(days, row, Kind::step); }
    for (const PromiseRow& row : all_promises(today)) {
        if (row.result.state != core::PromiseState::open) { continue; }
        CalendarEntry entry;
        entry.kind = Kind::promise;
        entry.id = row.promise.id;
        entry.customer = row.promise.customer;
        entry.day = row.promise.due;
        entry.amount = row.promise.amount;
        entry.note = row.promise.note;
        if (days.of_owner(entry)) { days.add(std::move(entry)); }
    }
    // As the day's list has it: a note among colleagues that names no day changes none.
    std::map<core::CustomerId, const core::WorkRow*> latest;
    for (const core::WorkRow& row : session_.inside().store->work()) { // by date
        if (row.end != core::far_future || row.date > today) { continue; }
        const bool says = !row.internal || row.until != core::far_future;
        if (row.type == core::WorkType::contact && says) { latest[row.customer] = &row; }
    }
    for (const auto& [customer, row] : latest) {
        if (row->until == core::far_future) { continue; }
        add_day(days, Kind::next_contact, row->id, customer, row->until);
    }
    for (const RunningPlan& row : running_plans(session_, today)) { add_plan(days, row); }
    add_warnings(days, session_, list_of_all(today), today);
    for (const CaseRow& row : Legal(session_).cases(today)) {
        if (row.state.open) { add_deadlines(days, row); }
    }
    for (const OpenDifference& line : Statements(session_).differences(today, owner)) {
        add_difference(days, line);
    }
    return days.take();
}

} // namespace huikuan::session
