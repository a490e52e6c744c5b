#include "core/date.h"

#include <algorithm>
#include <array>
#include <limits>

namespace huikuan::core {
namespace {

constexpr std::array<int, 12> month_lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

constexpr bool is_leap(std::int64_t year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}
constexpr int length_of(std::int64_t year, int month) {
    return month == 2 && is_leap(year) ? 29 : month_lengths[static_cast<std::size_t>(month - 1)];
}

constexpr Date saturated(std::int64_t days) {
    using Limits = std::numeric_limits<std::int32_t>;
    return Date{
        static_cast<std::int32_t>(std::clamp<std::int64_t>(days, Limits::min(), Limits::max()))};
}

// Days since 1970-01-01, by counting years from March, so that the leap day ends a year and every
// month's offset is (153 m + 2) / 5; eras of 400 years have 146,097 days.
constexpr std::int64_t days_of(std::int64_t year, int month, int day) {
    const std::int64_t from_march = month <= 2 ? year - 1 : year;
    const std::int64_t era = (from_march >= 0 ? from_march : from_march - 399) / 400;
    const std::int64_t year_of_era = from_march - era * 400;
    const std::int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    const std::int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146'097 + day_of_era - 719'468;
}
static_assert(days_of(1970, 1, 1) == 0);
static_assert(days_of(1900, 1, 1) == first_date.days && days_of(2199, 12, 31) == last_date.days);

void append_padded(std::string& text, std::int64_t value, std::size_t width) {
    const std::string digits = std::to_string(value);
    text.append(width - std::min(width, digits.size()), '0').append(digits);
}

} // namespace

Result<Date> date_of(int year, int month, int day) {
    if (month < 1 || month > 12 || day < 1 || day > length_of(year, month)) {
        return fail(ErrorCode::malformed);
    }
    if (year < 1900 || year > 2199) { return fail(ErrorCode::out_of_range); }
    return saturated(days_of(year, month, day));
}

Ymd ymd_of(Date date) {
    const std::int64_t shifted = std::int64_t{date.days} + 719'468;
    const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
    const std::int64_t day_of_era = shifted - era * 146'097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t from_march = (5 * day_of_year + 2) / 153;
    const int month = static_cast<int>(from_march < 10 ? from_march + 3 : from_march - 9);
    const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
    const int day = static_cast<int>(day_of_year - (153 * from_march + 2) / 5 + 1);
    return {static_cast<int>(year), month, day};
}

Result<Date> parse_iso(std::string_view text) {
    const auto bad = [&] { return fail(ErrorCode::malformed, {}, std::string(text)); };
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') { return bad(); }
    std::array<int, 3> parts{};
    std::size_t part = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (at == 4 || at == 7) {
            ++part;
            continue;
        }
        if (text[at] < '0' || text[at] > '9') { return bad(); }
        parts[part] = parts[part] * 10 + (text[at] - '0');
    }
    Result<Date> date = date_of(parts[0], parts[1], parts[2]);
    if (!date) { date.error().detail = std::string(text); }
    return date;
}

std::string to_text(Date date) {
    const Ymd ymd = ymd_of(date);
    std::string text = ymd.year < 0 ? "-" : "";
    append_padded(text, ymd.year < 0 ? -ymd.year : ymd.year, 4);
    append_padded(text.append("-"), ymd.month, 2);
    append_padded(text.append("-"), ymd.day, 2);
    return text;
}

int weekday(Date date) {
    const std::int64_t since_monday = (std::int64_t{date.days} + 3) % 7; // 1970-01-01: Thursday
    return static_cast<int>(since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

Date add_days(Date date, std::int32_t days) { return saturated(std::int64_t{date.days} + days); }

Date add_months(Date date, int months) {
    const Ymd ymd = ymd_of(date);
    const std::int64_t count = std::int64_t{ymd.year} * 12 + (ymd.month - 1) + months;
    const std::int64_t year = (count >= 0 ? count : count - 11) / 12;
    const int month = static_cast<int>(count - year * 12) + 1;
    return saturated(days_of(year, month, std::min(ymd.day, length_of(year, month))));
}

Date month_end(Date date) {
    const Ymd ymd = ymd_of(date);
    return saturated(days_of(ymd.year, ymd.month, length_of(ymd.year, ymd.month)));
}

} // namespace huikuan::core
