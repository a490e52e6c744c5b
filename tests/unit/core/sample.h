#pragma once
// What nearly every test of core begins with: days and amounts as they are written, and currencies.
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/money.h"

namespace huikuan::core {

inline constexpr Currency cny{"CNY"};
inline constexpr Currency usd{"USD"};
inline constexpr Currency jpy{"JPY"};
inline Currency currency(std::string_view code) { return parse_currency(code).value(); }

inline Date day(std::string_view iso) { return parse_iso(iso).value(); }
inline Date day(int year, int month, int of_month) {
    return date_of(year, month, of_month).value();
}

inline std::int64_t minor_of(std::string text) { // "1234.50"
    std::erase(text, '.');
    return std::stoll(text);
}

} // namespace huikuan::core
