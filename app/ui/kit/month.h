#pragma once
// A month as a page of a wall calendar: seven columns from Monday on, each day with what stands on
// it. At a desk the first entries are read in the cell, on a phone their number.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "ui/kit/icons.h"
#include "ui/kit/theme.h"

namespace huikuan::ui {

struct DayMark {
    std::string text;
    Tone tone = Tone::accent;
};
struct MonthLook {
    std::string_view name;
    core::Date shown; // any day of the month
    core::Date selected;
    core::Date today;
    std::function<std::vector<DayMark>(core::Date)> marks;
};
// Answers the day that was pressed.
std::optional<core::Date> month_grid(const MonthLook& look);
// The days that the grid of a month shows, the ends of the months beside it included.
core::Date month_grid_start(core::Date shown);
inline constexpr int month_grid_days = 42;
// One day or month back or forth: with its words where there is room for them.
bool step_button(std::string_view label, Icon icon);

} // namespace huikuan::ui
