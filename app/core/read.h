#pragma once
// Reading what people and other programs write: amounts and dates in the notations that occur in
// sheets, statements and typed fields. A reading is never a guess in silence: what has two
// readings is `ambiguous` until a style says which.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/date.h"
#include "core/money.h"
#include "core/result.h"

namespace huikuan::core {

enum class NumberStyle : std::uint8_t {
    unknown,
    point_decimal /*1,234.50*/,
    comma_decimal /*1.234,50*/
};
enum class DateOrder : std::uint8_t { unknown, ymd, dmy, mdy };

// Blanks (also NBSP and full width), a leading currency sign or trailing 元, (1,234.50) and
// trailing minus as negative, full-width digits, 1.2万, 3亿, and groups of three (or of four after
// 万 style) are read. `unknown` answers `ambiguous` for 1,234 and 1.234 only where both readings
// are possible for this exponent. amount_precision for more decimals than the currency keeps.
Result<std::int64_t> read_amount(std::string_view text, int exponent,
                                 NumberStyle style = NumberStyle::unknown);
// The style that one cell proves ("1,234.50" proves point_decimal), unknown where it proves none.
NumberStyle style_of(std::string_view text);

// 2025-03-01, 2025/3/1, 2025.03.01, 20250301, 2025年3月1日, 01/03/2025 by order, Excel serials
// (only when `serials`), a time of day after a date is ignored. Ambiguous day/month is `ambiguous`.
Result<Date> read_date(std::string_view text, DateOrder order = DateOrder::unknown,
                       bool serials = false);
DateOrder order_of(std::string_view text); // what one cell proves: 31/12/2025 proves dmy
// 今天, 昨天, 明天, 后天, 下周五, 本月底, 3天后, today, yesterday, +7, next friday, 5/3 (this year)
// ... else read_date.
Result<Date> read_typed_date(std::string_view text, Date today);

// Column-wide: the one style or order that every cell allows. ambiguous if cells allow both or if
// two cells contradict each other (detail names the two).
Result<NumberStyle> column_style(std::span<const std::string_view> cells);
Result<DateOrder> column_order(std::span<const std::string_view> cells);

} // namespace huikuan::core
