#pragma once
// What somebody has to do by a day: a task, a visit, a step of the company's own process, the
// return visit after a settlement, a point on the list of improvements. Registers, read with
// defaults: who does it and whether it is done are fields of their own, so that of two devices one
// may hand it over while the other finishes it, and finished is what it is.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/date.h"
#include "core/id.h"

namespace huikuan::core {

enum class TaskKind : std::uint8_t {
    task,
    step,         // of the process (process.*)
    visit,        // 上门
    return_visit, // 回访: after a settlement, with a score and words
    improvement,  // 改进项: from a complaint or a suggestion
    approval,     // 审批: somebody else is asked to say yes or no, and why
};
std::string_view name_of(TaskKind kind);
std::optional<TaskKind> parse_task_kind(std::string_view name);

struct Task {
    TaskKind kind = TaskKind::task;
    CustomerId customer; // nil: of no customer
    std::string title;
    std::string owner;
    std::string department; // where it is done, if it is another's
    std::optional<Date> due;
    int minute = -1; // of the day; -1: at any time
    std::optional<Date> done;
    std::string result;
    std::string note;
    std::string participants;
    std::string area;
    std::string checklist; // a line each: "[x] contract" or "[ ] contract"
    std::string needs;     // what must be there before it can be done
    std::string place;     // "31.23040,121.47370" where the position was allowed
    std::string step;      // name of the step of the process
    EntityId parent;       // what it came from: a return visit, a plan, another task
    int score = 0;         // 1..5, of a return visit
    int order = 0;         // of a visit on its day; 0: nobody has put it in order
    std::string voice;     // of a return visit: the complaint or suggestion as it was said
    std::string asked_by;  // of an approval: who may not decide it
    std::string decided;   // of an approval: "yes", "no"; empty: it is awaited
    std::string decided_by;
    bool archived = false;

    [[nodiscard]] bool open() const { return !done && !archived; }
};
inline constexpr int most_ordered = 9999;

Task read_task(std::span<const std::pair<std::string, std::string>> fields);

// One line of a checklist, and how many of it are ticked.
struct Check {
    std::string what;
    bool ticked = false;
};
std::vector<Check> read_checklist(std::string_view text);
std::string checklist_text(std::span<const Check> checks);

// A company's own process as data: "process.10" with "first_call|初次电话|owner|3|发票、对账单":
// name, title, who, days after the oldest item fell due, what it
// needs. By number.
struct ProcessStep {
    int order = 0;
    std::string name;
    std::string title;
    std::string who; // a name; empty: the customer's owner
    int days = 0;    // calendar days after an item fell due
    std::string needs;
};
std::optional<ProcessStep> parse_process_step(std::string_view key, std::string_view value);
std::string process_text(const ProcessStep& step);
// Of steps by day: where a debt that is so many days late stands, which is the latest that is due
// (all of its day), and what comes after it. What lies before it is past, done or not: a process
// that is taken up in a book of old debts asks for one step of each, and not for all of them.
std::span<const ProcessStep> steps_from(std::span<const ProcessStep> process, int days_late);

} // namespace huikuan::core
