#include "ui/today_tasks.h"

#include <algorithm>

#include "ui/collection_words.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/list_tools.h"
#include "ui/lists.h"
#include "ui/statement_words.h"

namespace huikuan::ui {

void TodayTasks::draw(Desk& desk, const Rows& rows) {
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

enum class TaskField : std::uint8_t { what, due, kind, customer, owner, department, result };

Cell task_cell(const session::TaskRow& row, TaskField field, core::Date today) {
    const core::Task& task = row.task;
    const bool late = task.open() && task.due && *task.due < today;
    switch (field) {
    case TaskField::what: return {.text = head_words(row), .strong = task.open() && !row.waits};
    case TaskField::due:
        if (row.waits) return {.text = say("task.waits"), .badge = BadgeKind::warn};
        if (task.done) {
            return {.text = say("task.done_on", date_text(*task.done)),
                    .badge = BadgeKind::good,
                    .date = task.done};
        }
        return {.text = task.due ? date_text(*task.due) : "–",
                .tone = late ? Tone::red : Tone::text,
                .date = task.due};
    case TaskField::kind: return {.text = task_kind_words(task.kind)};
    case TaskField::customer: return {.text = row.customer_name};
    case TaskField::owner: return {.text = task.owner};
    case TaskField::department: return {.text = task.department};
    case TaskField::result: break;
    }
    return {.text = task.result, .tone = Tone::soft};
}

} // namespace

// Of all departments; those that are done stand behind a press, with what came of them.
void TodayTasks::draw_tasks(Desk& desk, const Rows& now) {
    if (!now.done.empty()) {
        Row row(8);
        chip(say("today.with_done", count_text(static_cast<std::int64_t>(now.done.size()))), done_);
    }
    std::vector<const session::TaskRow*> rows;
    for (const session::TaskRow& row : now.tasks) rows.push_back(&row);
    if (done_) {
        for (const session::TaskRow& row : now.done) rows.push_back(&row);
    }
    if (rows.empty()) {
        if (!now.steps.empty()) return;
        empty_state(Icon::check, say("today.no_tasks"), say("today.no_tasks_detail"));
        return;
    }
    std::vector<TaskField> fields;
    std::vector<TableColumn> columns;
    const auto add = [&](bool wanted, TaskField field, TableColumn column) {
        if (!wanted) return;
        fields.push_back(field);
        columns.push_back(std::move(column));
    };
    const bool far = std::ranges::any_of(
        rows, [](const session::TaskRow* row) { return !row->task.department.empty(); });
    add(true, TaskField::what, {say("task.what"), 2, 160, Align::left, {}, 0, true});
    add(true, TaskField::due, {say("task.due"), 0.8F, 110, Align::left, {}, 0});
    add(true, TaskField::kind, {say("task.kind"), 0.8F, 90, Align::left, {}, 2});
    add(!narrow(), TaskField::customer, {say("label.customer"), 1.4F, 130, Align::left, {}, 1});
    add(true, TaskField::owner, {say("label.owner"), 0.7F, 80, Align::left, {}, 3});
    add(far, TaskField::department, {say("task.department"), 0.7F, 80, Align::left, {}, 4});
    add(done_, TaskField::result, {say("task.result"), 1.4F, 120, Align::left, {}, 5});
    const auto answer = listed_table(desk, tasks_, rows.size(),
                                     {.name = say("today.tasks_name"), .columns = columns},
                                     [&](std::size_t row, std::size_t column) -> Cell {
                                         return task_cell(*rows[row], fields[column], desk.today);
                                     });
    if (answer.opened) open_task(desk, rows[*answer.opened]->id);
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
