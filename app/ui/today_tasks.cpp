#include "ui/today_tasks.h"

#include "ui/collection_words.h"
#include "ui/kit/format.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/list_tools.h"
#include "ui/lists.h"
#include "ui/statement_words.h"

namespace huikuan::ui {

void TodayTasks::draw(Desk& desk, std::span<const session::TaskRow> tasks,
                      std::span<const session::TaskRow> steps,
                      std::span<const session::OpenDifference> differences) {
    const Rows rows{tasks, steps, differences};
    draw_tasks(desk, rows);
    draw_steps(desk, rows);
    draw_differences(desk, rows);
}

namespace {

// A card says at its head whose it is: the titles of many are alike.
std::string head_words(const session::TaskRow& row) {
    const std::string title = task_title(row);
    return narrow() && !row.customer_name.empty() ? title + " · " + row.customer_name : title;
}

} // namespace

void TodayTasks::draw_tasks(Desk& desk, const Rows& now) {
    if (now.tasks.empty()) {
        if (!now.steps.empty()) return;
        empty_state(Icon::check, say("today.no_tasks"), say("today.no_tasks_detail"));
        return;
    }
    std::vector<TableColumn> columns{
        {say("task.what"), 2, 160, Align::left, {}, 0, true},
        {say("task.due"), 0.8F, 110, Align::left, {}, 0},
        {say("task.kind"), 0.8F, 90, Align::left, {}, 2},
        {say("label.owner"), 0.7F, 80, Align::left, {}, 3},
    };
    const bool small = narrow();
    if (!small) {
        columns.insert(columns.begin() + 3, {say("label.customer"), 1.4F, 130, Align::left, {}, 1});
    }
    const auto answer = listed_table(
        desk, tasks_, now.tasks.size(), {.name = say("today.tasks_name"), .columns = columns},
        [&](std::size_t row, std::size_t column) -> Cell {
            const session::TaskRow& task = now.tasks[row];
            const bool late = task.task.due && *task.task.due < desk.today && !task.waits;
            switch (column) {
            case 0: return {.text = head_words(task), .strong = !task.waits};
            case 1:
                if (task.waits) return {.text = say("task.waits"), .badge = BadgeKind::warn};
                return {.text = task.task.due ? date_text(*task.task.due) : "–",
                        .tone = late ? Tone::red : Tone::text,
                        .date = task.task.due};
            case 2:
                return {.text = std::string(
                            word("task." + std::string(core::name_of(task.task.kind))))};
            case 3: return {.text = small ? task.task.owner : task.customer_name};
            default: return {.text = task.task.owner};
            }
        });
    if (answer.opened) open_task(desk, now.tasks[*answer.opened].id);
}

// What the company's process asks for today: a row opens the customer, where one press makes it a
// task.
void TodayTasks::draw_steps(Desk& desk, const Rows& now) {
    if (now.steps.empty()) return;
    std::vector<TableColumn> columns{
        {say("process.step"), 2, 160, Align::left, {}, 0, true},
        {say("task.due"), 0.8F, 110, Align::left, {}, 0},
        {say("label.owner"), 0.7F, 80, Align::left, {}, 2},
    };
    const bool small = narrow();
    if (!small) {
        columns.insert(columns.begin() + 2, {say("label.customer"), 1.4F, 130, Align::left, {}, 1});
    }
    const auto answer = listed_table(
        desk, steps_, now.steps.size(), {.name = say("today.steps"), .columns = columns},
        [&](std::size_t row, std::size_t column) -> Cell {
            const session::TaskRow& step = now.steps[row];
            switch (column) {
            case 0: return {.text = head_words(step), .strong = true};
            case 1:
                return {.text = date_text(*step.task.due),
                        .tone = *step.task.due < desk.today ? Tone::red : Tone::text,
                        .date = step.task.due};
            case 2:
                if (!small) return {.text = step.customer_name};
                [[fallthrough]];
            default: return {.text = step.task.owner.empty() ? "–" : step.task.owner};
            }
        });
    if (answer.opened) {
        desk.go(customer_route(now.steps[*answer.opened].task.customer) + "?tab=collection");
    }
}

// Lines of statements that somebody has to clear up by a day are his like tasks.
void TodayTasks::draw_differences(Desk& desk, const Rows& now) {
    if (now.differences.empty()) return;
    const std::vector<TableColumn> columns{
        {say("statement.line_what"), 1.4F, 130, Align::left, {}, 0, true},
        {say("statement.gap"), 1, 110, Align::right, {}, 0},
        {say("statement.answer_by"), 0.8F, 110, Align::left, {}, 0},
        {say("statement.cause"), 1, 110, Align::left, {}, 2},
        {say("label.customer"), 1.4F, 130, Align::left, {}, 1},
        {say("label.owner"), 0.7F, 80, Align::left, {}, 3},
    };
    const auto answer = listed_table(
        desk, differences_, now.differences.size(),
        {.name = say("today.differences_name"), .columns = columns},
        [&](std::size_t index, std::size_t column) -> Cell {
            const session::OpenDifference& line = now.differences[index];
            const bool late = line.what.answer_by && *line.what.answer_by < desk.today;
            const core::Money gap{line.what.minor, line.currency};
            switch (column) {
            case 0:
                return {.text = line.what.number.empty() ? say("statement.line_rest")
                                                         : line.what.number,
                        .strong = true};
            case 1: return {.text = money_text(gap), .tone = money_tone(gap.minor), .money = gap};
            case 2:
                return {.text = line.what.answer_by ? date_text(*line.what.answer_by) : "–",
                        .tone = late ? Tone::red : Tone::text,
                        .date = line.what.answer_by};
            case 3: return {.text = difference_cause_words(line.what.cause), .tone = Tone::soft};
            case 4: return {.text = line.customer_name};
            default: return {.text = line.owner.empty() ? "–" : line.owner, .tone = Tone::soft};
            }
        });
    if (answer.opened) {
        desk.go("/receipts/statements?statement=" +
                core::to_text(now.differences[*answer.opened].statement));
    }
}

} // namespace huikuan::ui
