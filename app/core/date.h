#pragma once
// Civil dates of the proleptic Gregorian calendar: no time, no zone, no clock. Today is always an
// argument. Years 1900 to 2199 are what a book keeps; everything else is out_of_range.
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace huikuan::core {

struct Date {
    std::int32_t days = 0; // since 1970-01-01

    friend auto operator<=>(const Date&, const Date&) = default;
};
struct Ymd {
    int year = 1970;
    int month = 1; // 1..12
    int day = 1;   // 1..31

    friend auto operator<=>(const Ymd&, const Ymd&) = default;
};

// Later than every date of a book; "never ends".
inline constexpr Date far_future{INT32_MAX};
inline constexpr Date first_date{-25'567}; // 1900-01-01
inline constexpr Date last_date{84'005};   // 2199-12-31
constexpr bool in_book_range(Date date) { return date >= first_date && date <= last_date; }

Result<Date> date_of(int year, int month, int day); // malformed for 30 February, out_of_range
Ymd ymd_of(Date date);
Result<Date> parse_iso(std::string_view text); // exactly YYYY-MM-DD
std::string to_text(Date date);                // YYYY-MM-DD
int weekday(Date date);                        // ISO: 1 Monday .. 7 Sunday
// Sums that leave 32 bits stop at its ends; whoever writes one into a book checks in_book_range.
Date add_days(Date date, std::int32_t days);
Date add_months(Date date, int months); // 31 January + 1 month = the last day of February
Date month_end(Date date);
constexpr std::int32_t days_between(Date from, Date to) { return to.days - from.days; }

} // namespace huikuan::core
