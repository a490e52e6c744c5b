// What the cells of a column prove about dates and numbers, over a whole file.
#include "core/import.h"
#include "core/import_text.h"
#include "core/text.h"

namespace huikuan::core {

namespace {

bool has_digit_first(std::string_view cell) {
    return (cell.front() >= '0' && cell.front() <= '9') || cell.front() == '-' ||
           cell.front() == '(' || static_cast<unsigned char>(cell.front()) >= 0x80 ||
           cell.front() == '$' || (cell.size() > 3 && cell.back() >= '0' && cell.back() <= '9');
}

// Most cells of a sheet are of three plain shapes that need no long look, and a whole file is read.
enum class Plain : std::uint8_t { no, digits, iso_date, point_decimal };
Plain plain_shape(std::string_view cell) {
    std::size_t digits = 0;
    while (digits < cell.size() && is_digit(cell[digits])) ++digits;
    if (digits == cell.size()) return Plain::digits;
    const std::string_view rest = cell.substr(digits);
    if (digits == 4 && rest.size() == 6 && rest[0] == '-' && is_digit(rest[1]) &&
        is_digit(rest[2]) && rest[3] == '-' && is_digit(rest[4]) && is_digit(rest[5])) {
        return Plain::iso_date;
    }
    // 1.50, but not 1.500, which may be fifteen hundred.
    const bool decimals = (rest.size() == 2 && is_digit(rest[1])) ||
                          (rest.size() == 3 && is_digit(rest[1]) && is_digit(rest[2]));
    return digits > 0 && rest[0] == '.' && decimals ? Plain::point_decimal : Plain::no;
}

Error contradiction(const std::string& one, std::int64_t one_line, const std::string& other,
                    std::int64_t other_line) {
    const bool later = other_line > one_line;
    return {ErrorCode::ambiguous,
            {},
            later ? one + " / " + other : other + " / " + one,
            later ? other_line : one_line};
}

} // namespace

void ColumnEvidence::add(std::string_view raw, std::int64_t line) {
    const std::string_view cell = trim(raw);
    if (means_nothing(cell)) { return; }
    ++filled_;
    last_line_ = line;
    if (cell.size() > 40 || !has_digit_first(cell)) {
        return; // neither a date nor an amount
    }
    switch (plain_shape(cell)) {
    case Plain::digits: return; // 20250301 and 5594 are read in one way only
    case Plain::iso_date:
        if (Witness& iso = order_[static_cast<std::size_t>(DateOrder::ymd)]; iso.line == 0) {
            iso = {line, std::string(cell)};
        }
        return;
    case Plain::point_decimal:
        if (style_[static_cast<std::size_t>(NumberStyle::point_decimal)].line != 0) return;
        break;
    case Plain::no: break;
    }
    const DateOrder order = order_of(cell);
    Witness& date = order_[static_cast<std::size_t>(order)];
    if (date.line == 0 && (order != DateOrder::unknown ||
                           read_date(cell).error_or(Error{}).code == ErrorCode::ambiguous)) {
        date = {line, std::string(cell)};
    }
    const std::string_view number = split_currency_mark(cell).number;
    const NumberStyle style = style_of(number);
    Witness& amount = style_[static_cast<std::size_t>(style)];
    if (amount.line == 0 &&
        (style != NumberStyle::unknown ||
         (number.find_first_of(".,") != std::string_view::npos &&
          read_amount(number, 3).error_or(Error{}).code == ErrorCode::ambiguous))) {
        amount = {line, std::string(number)};
    }
}

Result<DateOrder> ColumnEvidence::date_order() const {
    const auto& [undecided, ymd, dmy, mdy] = order_;
    if (dmy.line != 0 && mdy.line != 0) {
        return std::unexpected(contradiction(dmy.cell, dmy.line, mdy.cell, mdy.line));
    }
    if (dmy.line != 0) { return DateOrder::dmy; }
    if (mdy.line != 0) { return DateOrder::mdy; }
    if (undecided.line != 0) { return fail(ErrorCode::ambiguous, {}, undecided.cell); }
    return ymd.line != 0 ? DateOrder::ymd : DateOrder::unknown;
}

Result<NumberStyle> ColumnEvidence::number_style(int exponent) const {
    const auto& [undecided, point, comma] = style_;
    if (point.line != 0 && comma.line != 0) {
        return std::unexpected(contradiction(point.cell, point.line, comma.cell, comma.line));
    }
    if (point.line != 0) { return NumberStyle::point_decimal; }
    if (comma.line != 0) { return NumberStyle::comma_decimal; }
    if (undecided.line != 0 &&
        read_amount(undecided.cell, exponent).error_or(Error{}).code == ErrorCode::ambiguous) {
        return fail(ErrorCode::ambiguous, {}, undecided.cell);
    }
    return NumberStyle::unknown;
}

} // namespace huikuan::core
