#pragma once
// 日历: /today/calendar?day=D. The month with what stands on each day, and the chosen day's entries
// below it; the same as a file for other calendars, and, where the person allows it, as reminders
// by the system while the app is open.
#include <map>
#include <string>
#include <vector>

#include "session/collections.h"
#include "ui/desk.h"
#include "ui/kit/table.h"

namespace huikuan::ui {

class MonthView {
public:
    void draw(Desk& desk);

private:
    using ByDay = std::map<core::Date, std::vector<session::CalendarEntry>>;
    static void offer_month(Desk& desk, const std::string& name, const ByDay& days, core::Date day);
    void draw_day(Desk& desk, const std::vector<session::CalendarEntry>& entries, core::Date day);
    void draw_reminding(Desk& desk);
    void open(Desk& desk, const session::CalendarEntry& entry);

    Cached<std::string, ByDay> days_;
    TableState state_;
};

// Tasks with a time that are still to come today, whichever page is open; asked for again when the
// book or the day changed.
class Reminders {
public:
    void tell(Desk& desk);

private:
    std::string told_;
};

} // namespace huikuan::ui
