#include "ui/calendar_rates.h"

#include <algorithm>

#include "core/read.h"
#include "core/sorting.h"
#include "core/text.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"

namespace huikuan::ui {

namespace {

constexpr int first_year = 2019;

std::string year_key(core::Date date) { return core::to_text(date).substr(0, 4); }

core::SetFields setting(std::string key, std::string value) {
    return {
        {core::RegisterKind::setting, core::settings_entity, {{std::move(key), std::move(value)}}}};
}

// Days and ranges of days as they are typed or pasted: "2027-02-05~2027-02-11，2027-02-14". The end
// of a range may leave out the year. Each day once, in their order.
core::Result<std::vector<core::Date>> read_days(std::string_view typed, core::Date today) {
    constexpr std::size_t most_days = 400;
    std::string plain(typed);
    constexpr std::pair<std::string_view, char> marks[] = {
        {"～", '~'}, {"至", '~'}, {"到", '~'}, {"..", '~'}, {"，", ','},
        {"、", ','}, {"；", ','}, {";", ','},  {"\n", ','}, {"\t", ','}};
    for (const auto& [mark, sign] : marks) {
        for (std::size_t at = 0; (at = plain.find(mark, at)) != std::string::npos;) {
            plain.replace(at, mark.size(), 1, sign);
        }
    }
    std::vector<core::Date> days;
    for (std::size_t from = 0; from <= plain.size();) {
        const std::size_t end = std::min(plain.find(',', from), plain.size());
        const std::string part = plain.substr(from, end - from);
        from = end + 1;
        if (is_blank(part)) continue;
        const std::size_t dash = part.find('~');
        const auto first = core::read_typed_date(part.substr(0, dash), today);
        if (!first) return std::unexpected(first.error());
        core::Date last = *first;
        if (dash != std::string::npos) {
            const std::string until(core::trim(std::string_view(part).substr(dash + 1)));
            auto read = core::read_typed_date(year_key(*first) + "-" + until, today);
            if (!read) read = core::read_typed_date(until, today);
            if (!read) return std::unexpected(read.error());
            last = *read;
        }
        if (last < *first)
            return core::fail(core::ErrorCode::date_order, "date", core::to_text(last));
        if (static_cast<std::size_t>(core::days_between(*first, last)) + days.size() >= most_days) {
            return core::fail(core::ErrorCode::too_long, "date", std::to_string(most_days));
        }
        for (core::Date day = *first; day <= last; day = core::add_days(day, 1))
            days.push_back(day);
    }
    if (days.empty()) return core::fail(core::ErrorCode::required, "date");
    core::sort(days);
    const auto doubled = std::ranges::unique(days);
    days.erase(doubled.begin(), doubled.end());
    return days;
}

} // namespace

// --- the calendar

void CalendarPage::read(Desk& desk) {
    if (year_ == 0) year_ = std::stoi(year_key(desk.today));
    const std::string key = std::to_string(desk.session.revision()) + "/" + std::to_string(year_);
    if (key == key_) return;
    key_ = key;
    core::Calendar calendar = core::Calendar::china();
    announced_until_ = calendar.announced_until();
    for (const auto& [name, value] :
         desk.session.fields(core::RegisterKind::setting, core::settings_entity)) {
        (void)calendar.take_setting(name, value);
    }
    const auto first = core::date_of(year_, 1, 1);
    const auto last = core::date_of(year_, 12, 31);
    days_ = first && last ? calendar.special_days(*first, *last) : std::vector<core::SpecialDay>();
}

void CalendarPage::draw_form(Desk& desk) {
    Panel panel(say("calendar.add"));
    heading(say("calendar.add"), 2);
    Columns columns({1, 1}, 16, 480);
    text_field(say("label.date"), date_typed_,
               {.hint = word("calendar.days_hint"), .error = problem_, .required = true});
    columns.next();
    const std::string kinds[] = {say("calendar.free"), say("calendar.work")};
    select(say("calendar.kind"), kind_, kinds);
    if (!button(say("kit.save"), {.kind = ButtonKind::primary})) return;
    const auto days = read_days(date_typed_, desk.today);
    problem_ = days ? std::string() : error_words(days.error());
    if (!days) return;
    year_ = std::stoi(year_key(days->front()));
    core::SetFields set = setting({}, {});
    set.fields.fields.clear();
    for (const core::Date day : *days) {
        set.fields.fields.emplace_back("calendar." + core::to_text(day),
                                       kind_ == 0 ? "free" : "work");
    }
    const auto count = static_cast<std::int64_t>(days->size());
    desk.run(std::move(set),
             count == 1 ? say("calendar.saved", date_text(days->front()), kinds[kind_])
                        : say("calendar.saved_many", count_text(count), kinds[kind_]),
             [this](const core::Result<session::Outcome>& done) {
                 if (done) date_typed_.clear();
                 else problem_ = error_words(done.error());
             });
}

void CalendarPage::draw(Desk& desk) {
    back_link(desk, "nav.settings", "/settings");
    read(desk);
    page_head(say("calendar.title"), say("calendar.summary", date_text(announced_until_)));
    text(say("calendar.source"), {.tone = Tone::soft});
    if (desk.today > core::add_days(announced_until_, -31)) {
        notice(say("calendar.ends", date_text(announced_until_)), BadgeKind::warn);
    }
    draw_form(desk);
    {
        Row years(6);
        const Strip chips("years");
        const int last = std::stoi(year_key(desk.today)) + 1;
        for (int year = first_year; year <= std::max(last, year_); ++year) {
            bool chosen = year == year_;
            if (chip(std::to_string(year), chosen)) year_ = year;
        }
    }
    read(desk);
    if (days_.empty()) {
        text(say("calendar.none", year_), {.tone = Tone::soft});
        return;
    }
    const std::vector<TableColumn> columns{{say("label.date"), 1, 110, Align::left, {}, 0},
                                           {say("calendar.weekday"), 0.6F, 80, Align::left, {}, 1},
                                           {say("calendar.kind"), 0.8F, 90, Align::left, {}, 0},
                                           {say("calendar.from"), 1, 110, Align::left, {}, 0}};
    plain_table(state_, days_.size(),
                {.name = say("calendar.title"), .columns = columns, .opens = false},
                [&](std::size_t index, std::size_t column) -> Cell {
                    const core::SpecialDay& day = days_[index];
                    switch (column) {
                    case 0: return {.text = date_text(day.date), .date = day.date};
                    case 1: return {.text = weekday_words(day.date), .tone = Tone::soft};
                    case 2:
                        return {.text = say(day.free ? "calendar.free" : "calendar.work"),
                                .badge = day.free ? BadgeKind::good : BadgeKind::warn};
                    default:
                        return {.text = say(day.own ? "calendar.own" : "calendar.announced"),
                                .tone = day.own ? Tone::text : Tone::soft};
                    }
                });
    for (const core::SpecialDay& day : days_) {
        if (!day.own) continue;
        const Named named(core::to_text(day.date));
        if (button(say("calendar.take_back", date_text(day.date)),
                   {.kind = ButtonKind::quiet, .icon = Icon::undo})) {
            desk.run(setting("calendar." + core::to_text(day.date), ""),
                     say("calendar.taken_back", date_text(day.date)));
        }
    }
}

// --- the rates

void RatesPage::read(Desk& desk) {
    const std::string key = std::to_string(desk.session.revision());
    if (key == key_) return;
    key_ = key;
    core::RateTable rates = core::RateTable::china();
    own_.clear();
    for (const auto& [name, value] :
         desk.session.fields(core::RegisterKind::setting, core::settings_entity)) {
        if (!rates.take_setting(name, value)) continue;
        const auto from = core::parse_iso(std::string_view(name).substr(4)); // "lpr."
        if (from) own_.push_back({*from, name});
    }
    rows_ = rates.rows();
    std::ranges::reverse(rows_);
    checked_until_ = rates.checked_until();
}

void RatesPage::draw_form(Desk& desk) {
    Panel panel(say("rates.add"));
    heading(say("rates.add"), 2);
    const auto problem = [&](std::string_view field) {
        return was_refused_ && refused_.field == field ? error_words(refused_) : std::string();
    };
    {
        Columns columns({1, 1, 1}, 16, 560);
        const std::string of_date = problem("date");
        date_field(say("rates.from"), date_typed_, desk.today,
                   {.error = of_date, .required = true});
        columns.next();
        const std::string of_one = problem("one_year");
        text_field(
            say("rates.one_year"), one_year_,
            {.kind = FieldKind::decimal, .error = of_one, .placeholder = "3.00", .required = true});
        columns.next();
        const std::string of_five = problem("five_year");
        text_field(say("rates.five_year"), five_year_,
                   {.kind = FieldKind::decimal, .error = of_five, .placeholder = "3.50"});
    }
    text_field(say("rates.source"), source_, {.hint = say("rates.source_hint")});
    if (!button(say("kit.save"), {.kind = ButtonKind::primary})) return;
    const auto refuse = [&](core::ErrorCode code, const char* field, const std::string& detail) {
        was_refused_ = true;
        refused_ = {code, field, detail, 0};
    };
    was_refused_ = false;
    const auto date = core::read_typed_date(date_typed_, desk.today);
    if (!date) return refuse(date.error().code, "date", date_typed_);
    const auto one = core::parse_percent_ppm(one_year_);
    if (!one || *one <= 0) return refuse(core::ErrorCode::malformed, "one_year", one_year_);
    const bool with_five = !is_blank(five_year_);
    if (with_five && !core::parse_percent_ppm(five_year_)) {
        return refuse(core::ErrorCode::malformed, "five_year", five_year_);
    }
    std::string value = core::percent_text(*one);
    if (with_five) value += "/" + core::percent_text(*core::parse_percent_ppm(five_year_));
    if (!source_.empty()) value += " " + source_;
    desk.run(setting("lpr." + core::to_text(*date), value), say("rates.saved", date_text(*date)),
             [this](const core::Result<session::Outcome>& done) {
                 was_refused_ = !done;
                 if (!done) {
                     refused_ = done.error();
                     return;
                 }
                 date_typed_.clear();
                 one_year_.clear();
                 five_year_.clear();
             });
}

void RatesPage::draw(Desk& desk) {
    back_link(desk, "nav.settings", "/settings");
    read(desk);
    page_head(say("rates.title"), say("rates.summary", date_text(checked_until_)));
    if (desk.today > checked_until_) {
        notice(say("rates.not_looked", date_text(checked_until_)), BadgeKind::warn);
    }
    draw_form(desk);
    const std::vector<TableColumn> columns{{say("rates.from"), 0.7F, 110, Align::left, {}, 0},
                                           {say("rates.one_year"), 0.6F, 90, Align::right, {}, 0},
                                           {say("rates.five_year"), 0.6F, 90, Align::right, {}, 1},
                                           {say("rates.source"), 1.6F, 150, Align::left, {}, 0}};
    plain_table(state_, rows_.size(),
                {.name = say("rates.title"), .columns = columns, .opens = false},
                [&](std::size_t index, std::size_t column) -> Cell {
                    const core::RateRow& row = rows_[index];
                    switch (column) {
                    case 0: return {.text = date_text(row.from), .date = row.from};
                    case 1: return {.text = core::percent_text(row.one_year_ppm) + "%"};
                    case 2:
                        return {.text = row.five_year_ppm == 0
                                            ? std::string("–")
                                            : core::percent_text(row.five_year_ppm) + "%"};
                    default: return {.text = row.source, .tone = Tone::soft};
                    }
                });
    for (const Own& own : own_) {
        const Named named(own.key);
        if (button(say("rates.take_back", date_text(own.from)),
                   {.kind = ButtonKind::quiet, .icon = Icon::undo})) {
            desk.run(setting(own.key, ""), say("rates.taken_back", date_text(own.from)));
        }
    }
}

} // namespace huikuan::ui
