#pragma once
// Reading what people and other programs write: amounts and dates in the notations that occur in
// sheets, statements and typed fields. A reading is never a guess in silence: what has two
// readings is `ambiguous` until a style says which; what a whole column proves is ColumnEvidence's
// business (core/import.h).
#include <cstdint>
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

// Minor units at `exponent` digits after the point. Blanks (also NBSP and full width), a currency
// sign, code or name in front or behind, (1,234.50) and a trailing minus as negative, full-width
// digits, 1.2万, 3亿元, groups of three, after a comma also of four (1,2345,6789) or of lakhs
// (12,34,567), 1 234,50 and 1'234.50 are read.
// `unknown` answers `ambiguous` where both readings are possible: 1.234 always, because programs
// write unrounded numbers and a silent factor of a thousand is the worst of mistakes; 1,234 only
// where three decimals fit into the exponent, because a decimal comma comes only from people, who
// write as many as the currency has. Exponential notation is malformed: it has lost digits.
// required, malformed, ambiguous, out_of_range, amount_precision (more decimals than are kept).
Result<std::int64_t> read_amount(std::string_view text, int exponent,
                                 NumberStyle style = NumberStyle::unknown);
// The style that one cell proves ("1,234.50" proves point_decimal), unknown where it proves none.
NumberStyle style_of(std::string_view text);
// 2025-03-01, 2025/3/1, 2025.03.01, 20250301, 2025年3月1日, 1-Mar-2025, March 1, 2025, 01/03/2025
// and 25-03-01 by order, Excel serials (only when `serials`); a time of day after a date is
// ignored. What has two readings is `ambiguous`; 31/12/2025 has one. Where the year has four digits
// and comes first, the order is not asked. Two digits of a year are 1970 to 2069. required,
// malformed, ambiguous, out_of_range.
Result<Date> read_date(std::string_view text, DateOrder order = DateOrder::unknown,
                       bool serials = false);
DateOrder order_of(std::string_view text); // what one cell proves: 31/12/2025 proves dmy

// What a person types into a date field: 今天, 昨天, 前天, 明天, 后天, 周五, 下周五, 上周一, 月底,
// 下月底, 年底, 15日, 下月15日, 3天后, 两周前, 3个月后; today, yesterday, tomorrow, friday, next
// friday, end of month, in 3 days, 2 weeks ago; +7, -3, +2w, +1m; 5/3 and 5月3日 (this year; day
// first when the order says so); else read_date. 周五 and "friday" are the first from today on,
// 下周五 and "next friday" lie in the week after this one (weeks begin on Monday).
Result<Date> read_typed_date(std::string_view text, Date today, DateOrder order = DateOrder::ymd);

} // namespace huikuan::core
