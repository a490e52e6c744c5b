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
    struct Rows {
        std::span<const session::TaskRow> tasks, done, steps;
        std::span<const session::OpenDifference> differences;
    };
    void draw(Desk& desk, const Rows& rows);

private:
    void draw_tasks(Desk& desk, const Rows& now);
    void draw_steps(Desk& desk, const Rows& now);
    void draw_differences(Desk& desk, const Rows& now);

    TableState tasks_, steps_, differences_;
    bool done_ = false; // those that are done stand there too
};

} // namespace huikuan::ui
