// Amounts as people and programs write them. A cell is taken apart into sign, currency mark,
// digits with separators, and a power of ten in words (万, 亿); the separators are then read in
// each style on its own, and the answer is what only one style allows.
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "core/read.h"
#include "core/text.h"

namespace huikuan::core {
namespace {

constexpr std::size_t longest_amount = 80; // more than any amount with its signs needs

constexpr int most_decimals = 12; // a currency of four, in a column of 亿

struct Cell {
    std::string body; // digits and . , ' and blanks, nothing else
    bool negative = false;
    int tens = 0; // 万: 4
};

// Takes a prefix or suffix off and tells whether it was there.
bool take_front(std::string_view& text, std::string_view part) {
    const bool there = text.starts_with(part);
    text = there ? trim(text.substr(part.size())) : text;
    return there;
}
bool take_back(std::string_view& text, std::string_view part) {
    const bool there = text.ends_with(part);
    text = there ? trim(text.substr(0, text.size() - part.size())) : text;
    return there;
}

// At most one sign, wherever it stands: in front, behind, or as the parentheses of accountants.
class SignMarks {
public:
    bool take(std::string_view& text) {
        if (take_front(text, "-") || take_back(text, "-")) { return note(true); }
        if (take_front(text, "+") || take_back(text, "+")) { return note(false); }
        if (text.starts_with('(') && text.ends_with(')')) {
            text = trim(text.substr(1, text.size() - 2));
            return note(true);
        }
        return false;
    }
    [[nodiscard]] bool negative() const { return negative_; }
    [[nodiscard]] bool sound() const { return count_ <= 1; }

private:
    bool note(bool negative) {
        negative_ = negative;
        ++count_;
        return true;
    }
    bool negative_ = false;
    int count_ = 0;
};

struct AmountUnit {
    std::string_view text;
    int tens;
};
// The longer first: 千万 ends in 万.
constexpr auto amount_units = std::to_array<AmountUnit>(
    {{"万亿", 12}, {"千万", 7}, {"百万", 6}, {"亿", 8}, {"万", 4}, {"千", 3}});

// A run that starts or ends the text and is neither digit nor separator, if it names a currency;
// behind a unit too (万美元).
bool take_currency(std::string_view& text) {
    const auto is_mark = [](char letter) {
        return !is_digit(letter) && std::string_view(" .,'-+()").find(letter) == std::string::npos;
    };
    const auto front = std::ranges::find_if_not(text, is_mark) - text.begin();
    const auto back =
        text.size() -
        static_cast<std::size_t>(std::ranges::find_if_not(text.rbegin(), text.rend(), is_mark) -
                                 text.rbegin());
    for (const bool at_front : {true, false}) {
        std::string_view mark =
            at_front ? text.substr(0, static_cast<std::size_t>(front)) : text.substr(back);
        for (const AmountUnit& unit : amount_units) {
            if (!at_front && mark.starts_with(unit.text)) {
                mark.remove_prefix(unit.text.size());
                break;
            }
        }
        if (!mark.empty() && parse_currency(mark)) {
            return at_front ? take_front(text, mark) : take_back(text, mark);
        }
    }
    return false;
}

// nullopt: something is there that is no part of an amount.
std::optional<Cell> take_apart(std::string_view folded) {
    std::string_view text = folded;
    Cell cell;
    SignMarks sign;
    take_front(text, "'"); // how a sheet says that a number is text
    take_back(text, "整");
    for (bool marked = false, more = true; more;) {
        more = sign.take(text);
        if (!more && !marked) { more = marked = take_currency(text); }
    }
    for (const AmountUnit& unit : amount_units) {
        if (take_back(text, unit.text)) {
            cell.tens = unit.tens;
            break;
        }
    }
    const bool plain = std::ranges::all_of(text, [](char letter) {
        return is_digit(letter) || std::string_view(" .,'").find(letter) != std::string::npos;
    });
    if (!sign.sound() || !plain || std::ranges::none_of(text, is_digit)) { return std::nullopt; }
    cell.negative = sign.negative();
    cell.body = text;
    return cell;
}

// Sizes of the groups between separators, the first to the left: by three; with commas also by four
// (万), or two and a last three (lakh).
bool are_groups(const std::vector<std::size_t>& sizes, bool leading_zero, char separator) {
    if (sizes.size() == 1) { return sizes[0] > 0; }
    const auto rest = std::span(sizes).subspan(1);
    const auto all = [&](std::span<const std::size_t> some, std::size_t size) {
        return std::ranges::all_of(some, [&](std::size_t one) { return one == size; });
    };
    const auto inner = rest.first(rest.size() - 1);
    const bool first_sound = sizes[0] >= 1 && !leading_zero;
    const bool threes = sizes[0] <= 3 && all(rest, 3);
    const bool comma = separator == ',';
    const bool fours = comma && sizes[0] <= 4 && all(rest, 4);
    const bool lakhs =
        comma && sizes[0] <= 2 && !inner.empty() && all(inner, 2) && rest.back() == 3;
    return first_sound && (threes || fours || lakhs);
}

struct Digits {
    std::string whole;    // without separators
    std::string fraction; // may be empty
};

// The body in one style: `point` divides the fraction, one kind of other separator the groups.
std::optional<Digits> read_in(std::string_view body, char point) {
    const std::size_t at = body.find(point);
    const bool has_fraction = at != std::string_view::npos;
    const std::string_view whole = body.substr(0, at);
    Digits digits;
    if (has_fraction) {
        digits.fraction = body.substr(at + 1);
        if (!std::ranges::all_of(digits.fraction, is_digit)) { return std::nullopt; }
    }
    char separator = 0;
    std::vector<std::size_t> sizes{0};
    for (const char letter : whole) {
        if (is_digit(letter)) {
            digits.whole.push_back(letter);
            ++sizes.back();
            continue;
        }
        if (separator != 0 && letter != separator) { return std::nullopt; }
        separator = letter;
        sizes.push_back(0);
    }
    if (whole.empty() && has_fraction && !digits.fraction.empty()) {
        return digits; // .50
    }
    return are_groups(sizes, whole.starts_with('0'), separator) ? std::optional(digits)
                                                                : std::nullopt;
}

Result<std::int64_t> value_of(const Digits& digits, int tens, int exponent) {
    std::string fraction = digits.fraction;
    const auto wanted = static_cast<std::size_t>(exponent + tens);
    while (fraction.size() > wanted && fraction.back() == '0') { fraction.pop_back(); }
    if (fraction.size() > wanted) { return fail(ErrorCode::amount_precision); }
    fraction.append(wanted - fraction.size(), '0');
    std::int64_t value = 0;
    for (const char letter : digits.whole + fraction) {
        value = value * 10 + (letter - '0');
        if (value > largest_amount_minor) { return fail(ErrorCode::out_of_range); }
    }
    return value;
}

// 1,234 and 1.234: one separator that either ends whole thousands or begins three decimals. (With
// four digits behind it, the same for 万.)
bool has_two_readings(std::string_view body) {
    return body.find_first_of(".,") != std::string_view::npos && read_in(body, '.') &&
           read_in(body, ',');
}

struct Readings {
    std::optional<Digits> point;
    std::optional<Digits> comma;
};

// The one reading, if there is one.
Result<Digits> choose(const Cell& cell, int exponent, NumberStyle style) {
    const Readings readings{read_in(cell.body, '.'), read_in(cell.body, ',')};
    if (style != NumberStyle::unknown) {
        const auto& wanted = style == NumberStyle::point_decimal ? readings.point : readings.comma;
        return wanted ? Result<Digits>(*wanted) : fail(ErrorCode::malformed);
    }
    if (!readings.point && !readings.comma) { return fail(ErrorCode::malformed); }
    if (!has_two_readings(cell.body)) { return readings.point ? *readings.point : *readings.comma; }
    const bool comma = cell.body.find(',') != std::string::npos;
    const auto possible = static_cast<std::size_t>(exponent + cell.tens);
    if (comma && readings.comma->fraction.size() > possible) { return *readings.point; }
    return fail(ErrorCode::ambiguous);
}

} // namespace

Result<std::int64_t> read_amount(std::string_view text, int exponent, NumberStyle style) {
    const auto refuse = [&](ErrorCode code) {
        return fail(code, {}, std::string(text.substr(0, longest_amount)));
    };
    const auto folded = fold(text);
    if (!folded) { return refuse(ErrorCode::malformed); }
    if (folded->empty()) { return refuse(ErrorCode::required); }
    if (folded->size() > longest_amount) { return refuse(ErrorCode::malformed); }
    const auto cell = take_apart(*folded);
    if (!cell) { return refuse(ErrorCode::malformed); }
    const int decimals = std::clamp(exponent, 0, most_decimals);
    const auto value = choose(*cell, decimals, style).and_then([&](const Digits& digits) {
        return value_of(digits, cell->tens, decimals);
    });
    if (!value) { return refuse(value.error().code); }
    return cell->negative ? -*value : *value;
}

NumberStyle style_of(std::string_view text) {
    const auto folded = fold(text);
    const auto cell =
        folded && folded->size() <= longest_amount ? take_apart(*folded) : std::optional<Cell>();
    if (!cell || cell->body.find_first_of(".,") == std::string::npos) {
        return NumberStyle::unknown;
    }
    const bool point = read_in(cell->body, '.').has_value();
    const bool comma = read_in(cell->body, ',').has_value();
    if (point == comma) { return NumberStyle::unknown; }
    return point ? NumberStyle::point_decimal : NumberStyle::comma_decimal;
}

} // namespace huikuan::core
