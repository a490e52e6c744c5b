#pragma once
// What a person has to do beside the day's list: tasks, steps of the company's process that nobody
// has made, lines of statements that are his to settle.
#include <span>

#include "session/collections.h"
#include "session/statement_course.h"
#include "ui/desk.h"
#include "ui/kit/table.h"

namespace huikuan::ui {

class TodayTasks {
public:
    void draw(Desk& desk, std::span<const session::TaskRow> tasks,
              std::span<const session::TaskRow> steps,
              std::span<const session::OpenDifference> differences);

private:
    struct Rows {
        std::span<const session::TaskRow> tasks, steps;
        std::span<const session::OpenDifference> differences;
    };
    void draw_tasks(Desk& desk, const Rows& now);
    void draw_steps(Desk& desk, const Rows& now);
    void draw_differences(Desk& desk, const Rows& now);

    TableState tasks_, steps_, differences_;
};

} // namespace huikuan::ui
