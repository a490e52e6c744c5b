#include "ui/month_view.h"

#include <algorithm>

#include "ui/backend/backend.h"
#include "ui/collection_words.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/month.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/legal_tables.h"
#include "ui/list_tools.h"
#include "ui/lists.h"

namespace huikuan::ui {

namespace {

Tone tone_of(const session::CalendarEntry& entry, core::Date today) {
    if (entry.done) return Tone::faint;
    if (entry.day < today) return Tone::red;
    switch (entry.kind) {
    case session::CalendarEntry::Kind::promise:
    case session::CalendarEntry::Kind::plan_part: return Tone::green;
    case session::CalendarEntry::Kind::next_contact:
    case session::CalendarEntry::Kind::dispute:
    case session::CalendarEntry::Kind::limitation:
    case session::CalendarEntry::Kind::guarantee:
    case session::CalendarEntry::Kind::difference:
    case session::CalendarEntry::Kind::deadline: return Tone::amber;
    case session::CalendarEntry::Kind::step:
    case session::CalendarEntry::Kind::task: break;
    }
    return Tone::accent;
}

std::vector<TableColumn> entry_columns() {
    return {
        {say("task.minute"), 0.4F, 70, Align::left, {}, 1},
        {say("task.what"), 2.4F, 180, Align::left, {}, 0, true},
        {say("label.status"), 0.6F, 90, Align::left, {}, 0},
    };
}

Cell entry_cell(const session::CalendarEntry& entry, std::size_t column, core::Date today) {
    const bool late = !entry.done && entry.day < today;
    switch (column) {
    case 0: return {.text = entry.minute < 0 ? std::string("–") : core::minute_text(entry.minute)};
    case 1: return {.text = entry_words(entry), .strong = !entry.done};
    default:
        return {.text = say(entry.done ? "month.done"
                            : late     ? "month.late"
                                       : "month.open"),
                .badge = entry.done ? BadgeKind::good
                         : late     ? BadgeKind::bad
                                    : BadgeKind::neutral};
    }
}

core::Date chosen_day(const Desk& desk) {
    const auto day = core::parse_iso(desk.route.option("day"));
    return day && core::in_book_range(*day) ? *day : desk.today;
}

void choose_day(Desk& desk, core::Date day) {
    if (!core::in_book_range(day)) return;
    Route route = desk.route;
    route.set("day", core::to_text(day));
    desk.go(route.text(), true);
}

void save_file(Desk& desk) {
    const std::string file = session::calendar_file(session::Collections(desk.session),
                                                    desk.session, list_owner(desk), entry_words);
    auto out =
        desk.library.save_file("huikuan-" + core::to_text(desk.today) + ".ics", "text/calendar");
    const bool kept =
        out && out->write({reinterpret_cast<const std::uint8_t*>(file.data()), file.size()}) &&
        out->finish();
    toast(say(kept ? "today.calendar_saved" : "today.calendar_failed"), {}, !kept);
}

} // namespace

void MonthView::open(Desk& desk, const session::CalendarEntry& entry) {
    using enum session::CalendarEntry::Kind;
    switch (entry.kind) {
    case task: return open_task(desk, entry.id);
    case deadline: return open_case(desk, entry.id);
    case plan_part:
    case step: return desk.go(customer_route(entry.customer) + "?tab=collection");
    case dispute: return desk.go("/dunning/disputes");
    case limitation:
    case guarantee: return desk.go("/legal");
    case difference: return desk.go("/receipts/statements?statement=" + core::to_text(entry.id));
    case promise:
    case next_contact: break;
    }
    open_contact(desk, entry.customer);
}

void MonthView::draw(Desk& desk) {
    const core::Date day = chosen_day(desk);
    const core::Date start = month_grid_start(day);
    const auto owner = list_owner(desk);
    const std::string key = std::to_string(desk.session.revision()) + "/" +
                            std::to_string(start.days) + "/" + std::to_string(desk.today.days) +
                            (owner ? "=" + *owner : "");
    const ByDay& days = days_.get(key, [&] {
        ByDay made;
        const auto entries =
            session::Collections(desk.session)
                .calendar(start, core::add_days(start, month_grid_days - 1), owner);
        for (const session::CalendarEntry& entry : entries) made[entry.day].push_back(entry);
        return made;
    });
    const core::Ymd ymd = core::ymd_of(day);
    const std::string month =
        say("date.month_year", ymd.year, word("month." + std::to_string(ymd.month)));
    {
        Row row(8, true, 36);
        if (step_button(say("kit.month_before"), Icon::chevron_left)) {
            choose_day(desk, core::add_months(day, -1));
        }
        heading(month, 2);
        if (step_button(say("kit.month_after"), Icon::chevron_right)) {
            choose_day(desk, core::add_months(day, 1));
        }
        if (day != desk.today && button(say("asof.today"), {.kind = ButtonKind::quiet})) {
            choose_day(desk, desk.today);
        }
        if (button(say("today.calendar"), {.kind = ButtonKind::quiet, .icon = Icon::download})) {
            desk.later([&desk] { save_file(desk); });
        }
    }
    const auto pressed =
        month_grid({.name = month,
                    .shown = day,
                    .selected = day,
                    .today = desk.today,
                    .marks = [&](core::Date date) {
                        std::vector<DayMark> marks;
                        const auto found = days.find(date);
                        if (found == days.end()) return marks;
                        for (const session::CalendarEntry& entry : found->second) {
                            marks.push_back({entry_words(entry), tone_of(entry, desk.today)});
                        }
                        return marks;
                    }});
    if (pressed) choose_day(desk, *pressed);
    offer_month(desk, month, days, day);
    const auto found = days.find(day);
    draw_day(desk, found == days.end() ? std::vector<session::CalendarEntry>{} : found->second,
             day);
    draw_reminding(desk);
}

// On paper all of the month, day by day.
void MonthView::offer_month(Desk& desk, const std::string& name, const ByDay& days,
                            core::Date day) {
    const core::Date first = core::add_days(day, 1 - core::ymd_of(day).day);
    const auto end = days.lower_bound(core::add_months(first, 1));
    std::vector<const session::CalendarEntry*> entries;
    for (auto at = days.lower_bound(first); at != end; ++at) {
        for (const session::CalendarEntry& entry : at->second) entries.push_back(&entry);
    }
    auto columns = entry_columns();
    columns.insert(columns.begin(), {say("label.date"), 0.6F, 100, Align::left, {}, 0});
    offer_print(desk, name, columns, entries.size(), [&](std::size_t row, std::size_t column) {
        if (column == 0) return Cell{.text = date_text(entries[row]->day)};
        return entry_cell(*entries[row], column - 1, desk.today);
    });
}

void MonthView::draw_day(Desk& desk, const std::vector<session::CalendarEntry>& entries,
                         core::Date day) {
    heading(date_words(day), 2);
    if (button(say("task.new"), {.icon = Icon::plus})) {
        Route route = parse_route(with_sheet(desk, "new", "task"));
        route.set("due", core::to_text(day));
        desk.go(route.text());
    }
    if (entries.empty()) {
        text(say("month.nothing"), {.tone = Tone::soft});
        return;
    }
    const auto columns = entry_columns();
    const auto answer =
        plain_table(state_, entries.size(), {.name = date_words(day), .columns = columns},
                    [&](std::size_t row, std::size_t column) {
                        return entry_cell(entries[row], column, desk.today);
                    });
    if (answer.opened) open(desk, entries[*answer.opened]);
}

// The browser is asked only when somebody presses.
void MonthView::draw_reminding(Desk& desk) {
    switch (desk.backend.reminding()) {
    case platform::Reminding::impossible: return caption(say("month.remind_impossible"));
    case platform::Reminding::refused: return caption(say("month.remind_refused"));
    case platform::Reminding::allowed: return caption(say("month.remind_on"));
    case platform::Reminding::not_asked: break;
    }
    if (button(say("month.remind"), {.icon = Icon::clock})) {
        desk.later([&desk] {
            desk.backend.ask_to_remind(
                [&backend = desk.backend](platform::Reminding) { backend.request_frame(); });
        });
    }
    caption(say("month.remind_detail"));
}

void Reminders::tell(Desk& desk) {
    if (desk.backend.reminding() != platform::Reminding::allowed) return told_.clear();
    const session::Collections collections(desk.session);
    const auto owner = list_owner(desk);
    const std::string key = std::to_string(desk.session.revision()) + "/" +
                            std::to_string(desk.today.days) + (owner ? "=" + *owner : "");
    if (key == told_) return;
    told_ = key;
    const int now = collections.minute_now();
    std::vector<platform::Reminder> coming;
    for (const session::TaskRow& row : collections.tasks(owner)) {
        const core::Task& task = row.task;
        const bool comes = task.open() && !row.waits && task.due == desk.today;
        if (!comes || task.minute <= now) continue;
        const std::string title = task_title(row);
        coming.push_back({task.minute,
                          row.customer_name.empty() ? title : title + " · " + row.customer_name,
                          say("month.remind_at", core::minute_text(task.minute)),
                          core::to_text(row.id), "#/today?task=" + core::to_text(row.id)});
    }
    desk.backend.remind(coming);
}

} // namespace huikuan::ui
