// The days of a collector: what stands on the calendar, and the visits of a day on their way.
#include "book.h"
#include "commands.h"
#include "core/calendar.h"
#include "output.h"
#include "session/collections.h"

namespace huikuan::cli {

namespace {

std::string_view name_of_kind(session::CalendarEntry::Kind kind) {
    constexpr std::string_view names[] = {"task",      "promise",   "plan_part", "next_contact",
                                          "deadline",  "step",      "dispute",   "limitation",
                                          "guarantee", "difference"};
    return names[static_cast<std::size_t>(kind)];
}

// "上门对账 · 青云机械", "青云机械 500.00 CNY".
std::string words_of(const session::CalendarEntry& entry) {
    const std::string amount =
        entry.amount ? " " + text_of(entry.amount->minor, entry.amount->currency) : std::string();
    if (entry.kind == session::CalendarEntry::Kind::deadline) {
        return std::string(core::name_of(entry.deadline)) + " · " + entry.customer_name;
    }
    if (entry.kind == session::CalendarEntry::Kind::difference) {
        return "difference " + (entry.title.empty() ? "" : entry.title + " ") + "· " +
               entry.customer_name + amount;
    }
    const bool is_task = entry.kind == session::CalendarEntry::Kind::task ||
                         entry.kind == session::CalendarEntry::Kind::step;
    if (!is_task) { return entry.customer_name + amount; }
    const std::string title = entry.title.empty() ? "return visit" : entry.title;
    return entry.customer_name.empty() ? title : title + " · " + entry.customer_name;
}

} // namespace

void list_holidays(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const std::string year =
        arguments.option("--year").value_or(core::to_text(book->today()).substr(0, 4));
    const auto first = core::parse_iso(year + "-01-01");
    const auto last = core::parse_iso(year + "-12-31");
    if (!first || !last) { throw UsageError{"--year is a year, such as 2027"}; }
    core::Calendar calendar = core::Calendar::china();
    for (const auto& [key, value] :
         book->fields(core::RegisterKind::setting, core::settings_entity)) {
        (void)calendar.take_setting(key, value);
    }
    Json list = Json::array();
    Table table({"DATE", "DAY", "SOURCE"});
    for (const core::SpecialDay& day : calendar.special_days(*first, *last)) {
        const std::string date = core::to_text(day.date);
        table.row({date, day.free ? "free" : "work", day.own ? "book" : "announced"});
        list.push_back({{"date", date}, {"free", day.free}, {"book", day.own}});
    }
    const std::string until = core::to_text(calendar.announced_until());
    if (arguments.has("--json")) { return print(Json{{"announced_until", until}, {"days", list}}); }
    table.print();
    print("announced until " + until);
}

void show_calendar(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const session::Collections collections(*book);
    if (arguments.has("--from") || arguments.has("--to")) {
        const core::Date from = date_of(*book, arguments, "--from", book->today());
        const core::Date to = date_of(*book, arguments, "--to", core::add_days(from, 6));
        const auto entries = collections.calendar(from, to, arguments.option("--owner"));
        Json list = Json::array();
        Table table({"DAY", "AT", "WHAT", "ABOUT"});
        for (const auto& entry : entries) {
            const std::string at = entry.minute < 0 ? "-" : core::minute_text(entry.minute);
            const std::string day = core::to_text(entry.day);
            table.row({day, at, std::string(name_of_kind(entry.kind)),
                       words_of(entry) + (entry.done ? " (done)" : "")});
            Json one{{"day", day},
                     {"at", entry.minute < 0 ? Json() : Json(at)},
                     {"what", name_of_kind(entry.kind)},
                     {"id", core::to_text(entry.id)},
                     {"customer", entry.customer_name},
                     {"title", entry.title},
                     {"done", entry.done}};
            if (entry.amount) {
                one["amount_minor"] = entry.amount->minor;
                one["currency"] = entry.amount->currency.view();
            }
            if (entry.kind == session::CalendarEntry::Kind::deadline) {
                one["rule"] = core::name_of(entry.deadline); // as `cases --json` calls it
            }
            list.push_back(std::move(one));
        }
        if (arguments.has("--json")) { return print(Json{{"entries", list}}); }
        return table.print();
    }
    const std::string file =
        session::calendar_file(collections, *book, arguments.option("--owner"), words_of);
    if (arguments.has("--json")) {
        print(Json{{"ics", file}});
        return;
    }
    std::fwrite(file.data(), 1, file.size(), stdout);
}

void show_visits(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::Date day = date_of(*book, arguments, "--day", book->today());
    const auto plan = session::Collections(*book).visits(day, arguments.option("--owner"));
    Json visits = Json::array();
    Json near = Json::array();
    Table table({"NO", "AT", "AREA", "CUSTOMER", "TITLE", "WITH", "DONE", "ID"}, "r");
    for (const auto& visit : plan.visits) {
        const core::Task& task = visit.row.task;
        const std::string at = task.minute < 0 ? "-" : core::minute_text(task.minute);
        table.row({task.order == 0 ? "-" : std::to_string(task.order), at, task.area,
                   visit.row.customer_name, task.title, task.participants,
                   task.done ? core::to_text(*task.done) : "-", core::to_text(visit.row.id)});
        visits.push_back({{"id", core::to_text(visit.row.id)},
                          {"order", task.order},
                          {"at", task.minute < 0 ? Json() : Json(at)},
                          {"area", task.area},
                          {"address", visit.address},
                          {"customer", visit.row.customer_name},
                          {"title", task.title},
                          {"participants", task.participants},
                          {"done", task.done ? Json(core::to_text(*task.done)) : Json()}});
    }
    Table on_the_way({"ON THE WAY", "AREA", "OVERDUE", "SCORE"}, "  rr");
    for (const auto& one : plan.near) {
        on_the_way.row({one.name, one.area, text_of(one.most.overdue, one.most.currency),
                        std::to_string(one.score)});
        near.push_back({{"customer", core::to_text(one.customer)},
                        {"name", one.name},
                        {"area", one.area},
                        {"overdue_minor", one.most.overdue},
                        {"currency", one.most.currency.view()},
                        {"score", one.score}});
    }
    if (arguments.has("--json")) {
        print(Json{{"day", core::to_text(day)}, {"visits", visits}, {"near", near}});
        return;
    }
    table.print();
    if (!plan.near.empty()) { on_the_way.print(); }
}

} // namespace huikuan::cli
