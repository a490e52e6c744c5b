#include "core/calendar.h"

#include <array>

namespace huikuan::core {
namespace {

// Free days from-to (weekends among them included, which does no harm), then working weekends.
struct Announced {
    int year;
    int from_month, from_day, to_month, to_day;
};
constexpr Announced free_days[] = {
    {2019, 1, 1, 1, 1},   {2019, 2, 4, 2, 10},  {2019, 4, 5, 4, 7},   {2019, 5, 1, 5, 4},
    {2019, 6, 7, 6, 9},   {2019, 9, 13, 9, 15}, {2019, 10, 1, 10, 7}, {2020, 1, 1, 1, 1},
    {2020, 1, 24, 2, 2},  {2020, 4, 4, 4, 6},   {2020, 5, 1, 5, 5},   {2020, 6, 25, 6, 27},
    {2020, 10, 1, 10, 8}, {2021, 1, 1, 1, 3},   {2021, 2, 11, 2, 17}, {2021, 4, 3, 4, 5},
    {2021, 5, 1, 5, 5},   {2021, 6, 12, 6, 14}, {2021, 9, 19, 9, 21}, {2021, 10, 1, 10, 7},
    {2022, 1, 1, 1, 3},   {2022, 1, 31, 2, 6},  {2022, 4, 3, 4, 5},   {2022, 4, 30, 5, 4},
    {2022, 6, 3, 6, 5},   {2022, 9, 10, 9, 12}, {2022, 10, 1, 10, 7}, {2022, 12, 31, 12, 31},
    {2023, 1, 1, 1, 2},   {2023, 1, 21, 1, 27}, {2023, 4, 5, 4, 5},   {2023, 4, 29, 5, 3},
    {2023, 6, 22, 6, 24}, {2023, 9, 29, 10, 6}, {2024, 1, 1, 1, 1},   {2024, 2, 10, 2, 17},
    {2024, 4, 4, 4, 6},   {2024, 5, 1, 5, 5},   {2024, 6, 10, 6, 10}, {2024, 9, 15, 9, 17},
    {2024, 10, 1, 10, 7}, {2025, 1, 1, 1, 1},   {2025, 1, 28, 2, 4},  {2025, 4, 4, 4, 6},
    {2025, 5, 1, 5, 5},   {2025, 5, 31, 6, 2},  {2025, 10, 1, 10, 8}, {2026, 1, 1, 1, 3},
    {2026, 2, 15, 2, 23}, {2026, 4, 4, 4, 6},   {2026, 5, 1, 5, 5},   {2026, 6, 19, 6, 21},
    {2026, 9, 25, 9, 27}, {2026, 10, 1, 10, 7},
};
constexpr Ymd working_days[] = {
    {2019, 2, 2},  {2019, 2, 3},  {2019, 4, 28}, {2019, 5, 5},   {2019, 9, 29},  {2019, 10, 12},
    {2020, 1, 19}, {2020, 4, 26}, {2020, 5, 9},  {2020, 6, 28},  {2020, 9, 27},  {2020, 10, 10},
    {2021, 2, 7},  {2021, 2, 20}, {2021, 4, 25}, {2021, 5, 8},   {2021, 9, 18},  {2021, 9, 26},
    {2021, 10, 9}, {2022, 1, 29}, {2022, 1, 30}, {2022, 4, 2},   {2022, 4, 24},  {2022, 5, 7},
    {2022, 10, 8}, {2022, 10, 9}, {2023, 1, 28}, {2023, 1, 29},  {2023, 4, 23},  {2023, 5, 6},
    {2023, 6, 25}, {2023, 10, 7}, {2023, 10, 8}, {2024, 2, 4},   {2024, 2, 18},  {2024, 4, 7},
    {2024, 4, 28}, {2024, 5, 11}, {2024, 9, 14}, {2024, 9, 29},  {2024, 10, 12}, {2025, 1, 26},
    {2025, 2, 8},  {2025, 4, 27}, {2025, 9, 28}, {2025, 10, 11}, {2026, 1, 4},   {2026, 2, 14},
    {2026, 2, 28}, {2026, 5, 9},  {2026, 9, 20}, {2026, 10, 10},
};
constexpr int last_announced_year = 2026;

constexpr int longest_search = 400; // days without a business day: nobody means that

bool is_weekday(Date date) { return weekday(date) <= 5; }
Date day_of(int year, int month, int day) { return date_of(year, month, day).value_or(first_date); }

} // namespace

std::string_view name_of(Roll roll) {
    constexpr std::array<std::string_view, 4> names{"none", "following", "modified_following",
                                                    "preceding"};
    return names.at(static_cast<std::size_t>(roll));
}

Calendar Calendar::china() {
    Calendar calendar;
    for (const Announced& span : free_days) {
        const Date to = day_of(span.year, span.to_month, span.to_day);
        for (Date day = day_of(span.year, span.from_month, span.from_day); day <= to;
             day = add_days(day, 1)) {
            calendar.days_[day] = true;
        }
    }
    for (const Ymd& day : working_days) {
        calendar.days_[day_of(day.year, day.month, day.day)] = false;
    }
    calendar.announced_until_ = day_of(last_announced_year, 12, 31);
    return calendar;
}

bool Calendar::is_business_day(Date date) const {
    const auto found = days_.find(date);
    return found != days_.end() ? !found->second : is_weekday(date);
}

Date Calendar::rolled(Date date, Roll roll) const {
    if (roll == Roll::none || is_business_day(date)) { return date; }
    const auto search = [&](int step) {
        for (int away = 1; away <= longest_search; ++away) {
            const Date day = add_days(date, step * away);
            if (is_business_day(day)) { return day; }
        }
        return date;
    };
    if (roll == Roll::preceding) { return search(-1); }
    const Date next = search(1);
    const bool other_month = ymd_of(next).month != ymd_of(date).month;
    return roll == Roll::modified_following && other_month ? search(-1) : next;
}

std::vector<SpecialDay> Calendar::special_days(Date first, Date last) const {
    std::vector<SpecialDay> found;
    for (auto at = days_.lower_bound(first); at != days_.end() && at->first <= last; ++at) {
        const auto [date, free] = *at;
        const bool own = own_.contains(date);
        if (free == is_weekday(date) || own) { found.push_back({date, free, own}); }
    }
    return found;
}

void Calendar::set(Date date, bool free) {
    days_[date] = free;
    own_.insert(date);
}

bool Calendar::take_setting(std::string_view key, std::string_view value) {
    constexpr std::string_view prefix = "calendar.";
    if (!key.starts_with(prefix)) { return false; }
    const auto date = parse_iso(key.substr(prefix.size()));
    if (!date || (value != "free" && value != "work")) { return false; }
    set(*date, value == "free");
    return true;
}

} // namespace huikuan::core
