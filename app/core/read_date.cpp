// Dates as people and programs write them. A cell becomes a list of parts (numbers, month names and
// what stands between them); each order of day, month and year is tried on the parts, and the
// answer is the one date that comes out.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/read.h"
#include "core/read_words.h"
#include "core/text.h"

namespace huikuan::core {
namespace {

constexpr std::size_t longest_date = 64;

// "2025-03-01 08:15" without its time of day. A time begins with an hour and a colon (or 时, 点)
// after a blank or 't'.
std::string_view without_time(std::string_view text) {
    // "2026-09-01-10.11.12.123456": a moment as the databases of banks print it.
    constexpr std::size_t day = 10; // its length
    if (text.size() >= 19 && text[day] == '-' && text[13] == '.' && text[16] == '.' &&
        text.find_first_not_of("0123456789.", day + 1) == std::string_view::npos) {
        return text.substr(0, day);
    }
    const std::size_t mark = std::min({text.find(':'), text.find("时"), text.find("点")});
    if (mark == std::string_view::npos) { return text; }
    std::size_t hour = mark;
    while (hour > 0 && is_ascii_digit(text[hour - 1])) { --hour; }
    const bool after_date = hour > 1 && mark - hour >= 1 && mark - hour <= 2 &&
                            (text[hour - 1] == ' ' || text[hour - 1] == 't');
    // What follows may only be what times are made of.
    std::string_view rest = text.substr(mark);
    for (const std::string_view word : {"时", "点", "分", "秒"}) {
        if (const std::size_t at = rest.find(word); at != std::string_view::npos && at > 0) {
            rest = rest.substr(0, at);
        }
    }
    rest.remove_prefix(rest.starts_with(':') ? 1 : std::min(rest.size(), std::size_t{3}));
    const bool is_time =
        rest.find_first_not_of("0123456789:.,+-zapm utc") == std::string_view::npos;
    return after_date && is_time ? trim(text.substr(0, hour - 1)) : text;
}

struct DateParts {
    std::vector<Number> numbers; // at most three
    int month = 0;               // by name
};

// What stands between numbers: one kind of divider in a cell, one at a time, never at its ends.
class Dividers {
public:
    // False where the mark cannot stand here.
    bool note(std::string_view mark, bool after_part) {
        if (mark != "-" && mark != "/" && mark != ".") { return after_part; }
        const bool sound = after_part && !pending_ && (kind_.empty() || kind_ == mark);
        kind_ = mark;
        pending_ = true;
        return sound;
    }
    void part() { pending_ = false; }
    [[nodiscard]] bool pending() const { return pending_; }

private:
    std::string_view kind_;
    bool pending_ = false;
};

// nullopt: something that no date has.
std::optional<DateParts> parts_of(std::string_view text) {
    DateParts parts;
    Dividers dividers;
    bool divided = true; // numbers stand apart
    for (std::size_t at = 0; at < text.size();) {
        if (is_ascii_digit(text[at])) {
            const Number number = take_number(text, at);
            if (!divided || parts.numbers.size() == 3 || number.digits > 8) { return std::nullopt; }
            parts.numbers.push_back(number);
            divided = false;
            dividers.part();
            continue;
        }
        if (const int month = take_month(text, at); month != 0) {
            if (parts.month != 0) { return std::nullopt; }
            parts.month = month;
            divided = true;
            dividers.part();
            continue;
        }
        static constexpr auto between = std::to_array<std::string_view>(
            {"st", "nd", "rd", "th", "年", "月", "日", "号", " ", "-", "/", ".", ","});
        const auto mark = std::ranges::find_if(
            between, [&](std::string_view one) { return text.substr(at).starts_with(one); });
        const bool after_part = !parts.numbers.empty() || parts.month != 0;
        if (mark == between.end() || !dividers.note(*mark, after_part)) { return std::nullopt; }
        at += mark->size();
        divided = true;
    }
    return dividers.pending() ? std::nullopt : std::optional(parts);
}

int full_year(Number year) {
    if (year.digits != 2) { return year.value; }
    return year.value < 70 ? 2000 + year.value : 1900 + year.value;
}

using Reading = std::optional<Result<Date>>; // nullopt: these parts have no such order

Reading read_ymd(Number year, int month, Number day) {
    const bool sound = (year.digits == 2 || year.digits == 4) && day.digits <= 2;
    return sound ? Reading(date_of(full_year(year), month, day.value)) : std::nullopt;
}

Reading read_in(const DateParts& parts, DateOrder order) {
    const auto& numbers = parts.numbers;
    if (parts.month != 0) { // the month is known by its name
        if (numbers.size() != 2) { return std::nullopt; }
        const bool year_first =
            numbers[0].digits == 4 || (order == DateOrder::ymd && numbers[1].digits != 4);
        return year_first ? read_ymd(numbers[0], parts.month, numbers[1])
                          : read_ymd(numbers[1], parts.month, numbers[0]);
    }
    if (numbers.size() == 1 && (numbers[0].digits == 8 || numbers[0].digits == 6)) { // run together
        const bool long_year = numbers[0].digits == 8;
        const int year_length = long_year ? 4 : 2;
        const int scale = long_year ? 10'000 : 100;
        const int value = numbers[0].value;
        const int rest = order == DateOrder::ymd ? value % 10'000 : value / scale;
        const int year = order == DateOrder::ymd ? value / 10'000 : value % scale;
        const Number first{rest / 100, 2};
        const Number second{rest % 100, 2};
        return order == DateOrder::dmy ? read_ymd({year, year_length}, second.value, first)
                                       : read_ymd({year, year_length}, first.value, second);
    }
    if (numbers.size() != 3 ||
        std::ranges::any_of(numbers, [](Number n) { return n.digits > 4; })) {
        return std::nullopt;
    }
    const auto is_month = [](Number number) { return number.digits <= 2; };
    if (order == DateOrder::ymd || numbers[0].digits == 4) {
        return is_month(numbers[1]) ? read_ymd(numbers[0], numbers[1].value, numbers[2])
                                    : std::nullopt;
    }
    const Number month = order == DateOrder::dmy ? numbers[1] : numbers[0];
    const Number day = order == DateOrder::dmy ? numbers[0] : numbers[1];
    return is_month(month) ? read_ymd(numbers[2], month.value, day) : std::nullopt;
}

constexpr std::array all_orders{DateOrder::ymd, DateOrder::dmy, DateOrder::mdy};

std::optional<Date> date_in(const DateParts& parts, DateOrder order) {
    const Reading reading = read_in(parts, order);
    return reading && *reading ? std::optional(**reading) : std::nullopt;
}

Result<Date> read_any(const DateParts& parts) {
    // Six digits run together are a date only where an order is known; they may be any number.
    if (parts.month == 0 && parts.numbers.size() == 1 && parts.numbers[0].digits == 6) {
        return fail(ErrorCode::malformed);
    }
    std::optional<Date> only;
    bool out_of_range = false;
    for (const DateOrder order : all_orders) {
        // A named month leaves only the year to find, which nobody writes first in two digits.
        if (parts.month != 0 && order == DateOrder::ymd) { continue; }
        const Reading reading = read_in(parts, order);
        out_of_range = out_of_range ||
                       (reading && !*reading && reading->error().code == ErrorCode::out_of_range);
        const auto date = date_in(parts, order);
        if (date && only && *date != *only) { return fail(ErrorCode::ambiguous); }
        only = date ? date : only;
    }
    if (!only) { return fail(out_of_range ? ErrorCode::out_of_range : ErrorCode::malformed); }
    return *only;
}

// Days of a spreadsheet: 1 is 1 January 1900, and 60 the 29 February 1900 that never was.
Reading read_serial(std::string_view folded) {
    const std::size_t point = folded.find('.');
    const std::string_view days = folded.substr(0, point);
    const bool fraction_sound = point == std::string_view::npos ||
                                (point + 1 < folded.size() &&
                                 std::ranges::all_of(folded.substr(point + 1), is_ascii_digit));
    if (days.empty() || days.size() > 6 || !std::ranges::all_of(days, is_ascii_digit) ||
        !fraction_sound) {
        return std::nullopt;
    }
    std::size_t at = 0;
    const int serial = take_number(days, at).value;
    if (serial == 60 || serial == 0) { return fail(ErrorCode::malformed); }
    const Date date{first_date.days - (serial < 60 ? 1 : 2) + serial};
    return in_book_range(date) ? Result<Date>(date) : fail(ErrorCode::out_of_range);
}

std::optional<DateParts> readable(std::string_view text) {
    const auto folded = fold(text);
    if (!folded || folded->empty() || folded->size() > longest_date) { return std::nullopt; }
    return parts_of(without_time(*folded));
}

Result<Date> read(std::string_view text, DateOrder order, bool serials) {
    const auto folded = fold(text);
    if (folded && folded->empty()) { return fail(ErrorCode::required); }
    if (serials && folded) {
        if (const Reading serial = read_serial(*folded)) { return *serial; }
    }
    const auto parts = readable(text);
    if (!parts) { return fail(ErrorCode::malformed); }
    if (order == DateOrder::unknown) { return read_any(*parts); }
    return read_in(*parts, order).value_or(fail(ErrorCode::malformed));
}

} // namespace

Result<Date> read_date(std::string_view text, DateOrder order, bool serials) {
    Result<Date> date = read(text, order, serials);
    if (!date) { date.error().detail = std::string(text.substr(0, longest_date)); }
    return date;
}

DateOrder order_of(std::string_view text) {
    const auto parts = readable(text);
    if (!parts || parts->month != 0) { return DateOrder::unknown; }
    // Year first in four digits, or the only order that gives a date.
    if (parts->numbers.size() == 3 && parts->numbers[0].digits == 4) {
        return date_in(*parts, DateOrder::ymd) ? DateOrder::ymd : DateOrder::unknown;
    }
    DateOrder proven = DateOrder::unknown;
    for (const DateOrder order : all_orders) {
        if (date_in(*parts, order)) {
            if (proven != DateOrder::unknown) { return DateOrder::unknown; }
            proven = order;
        }
    }
    return proven;
}

} // namespace huikuan::core
