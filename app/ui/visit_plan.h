#pragma once
// 上门安排: /today/visits?day=D. The visits of a day in their order, by the areas in which the
// customers sit; who else lies on the way; and the slice of the book that is taken along.
#include <string>
#include <vector>

#include "session/collections.h"
#include "ui/desk.h"

namespace huikuan::ui {

class VisitPlan {
public:
    void draw(Desk& desk);

private:
    void draw_days(Desk& desk);
    void draw_visit(Desk& desk, const session::VisitDay& plan, std::size_t at);
    void draw_near(Desk& desk, const session::VisitDay& plan);
    void arrange(Desk& desk, std::vector<core::EntityId> order);
    void take_along(Desk& desk, const session::VisitDay& plan);

    Cached<std::string, session::VisitDay> plan_;
    std::string day_typed_;
    core::Date day_;
};

} // namespace huikuan::ui
