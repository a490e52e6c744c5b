#pragma once
// Money is exact: an integer of minor units (分, cent) with its ISO 4217 currency. There is no
// operator+ between amounts that could be of two currencies or overflow: arithmetic is checked.
// Rates are integers (ppm or basis points) and say how they round.
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace huikuan::core {

// ISO 4217 code. The exponent (CNY 2, JPY 0, KWD 3) belongs to the currency, not to an amount.
struct Currency {
    char code[4] = {0, 0, 0, 0};

    [[nodiscard]] std::string_view view() const { return {code, code[0] == '\0' ? 0U : 3U}; }
    [[nodiscard]] int exponent() const;            // digits after the point; 2 where none is known
    [[nodiscard]] std::string_view symbol() const; // "¥", "$", or the code
    friend auto operator<=>(const Currency&, const Currency&) = default;
};
// Three ASCII letters of the ISO 4217 list (any case); also 人民币, RMB, 元, ¥, US$, $, 美元 ...
// when exact. Codes withdrawn since 2020 (HRK, BGN ...) are read, for the invoices that carry them.
Result<Currency> parse_currency(std::string_view text); // required, unknown_currency
std::span<const Currency> known_currencies();           // in force, by code

// No document of a book is larger: 10^14 minor units, so that sums of 90,000 of the largest still
// fit into 64 bits, and every amount is exact as a JSON number (RFC 8259, 2^53 - 1).
inline constexpr std::int64_t largest_amount_minor = 100'000'000'000'000;

struct Money {
    std::int64_t minor = 0;
    Currency currency;

    friend bool operator==(const Money&, const Money&) = default; // no <=>: currencies differ
};

Result<Money> add(Money a, Money b);      // currency_mismatch, out_of_range
Result<Money> subtract(Money a, Money b); // the same
Money negate(Money a);                    // stops at the largest number where 64 bits end

// a * ppm / 1,000,000, half away from zero. out_of_range when it does not fit.
Result<Money> apply_ppm(Money a, std::int64_t ppm);

// Splits without losing a unit: floor of each share, the rest one unit each to the largest
// remainders, ties to the earlier one. 100.00 by {1,1,1}: 33.34, 33.33, 33.33.
// Weights are >= 0 with a positive sum; the sign of the amount carries to every part.
Result<std::vector<std::int64_t>> split(std::int64_t minor, std::span<const std::int64_t> weights);

// So many whole units in another currency's minor ones: of 10.00 yuan 10 yen, or 10.000 dinars.
std::int64_t same_units(std::int64_t minor, int exponent, Currency in);

// "1,234.50", "-0.01", "1,235" (JPY): digits grouped by three, point by the exponent.
std::string to_text(Money amount, bool grouped = true);

} // namespace huikuan::core
