#include "core/exchange.h"

#include <limits>
#include <numeric>
#include <optional>

#include "core/text.h"

namespace huikuan::core {
namespace {

__extension__ typedef __int128 Wide;

constexpr int most_rate_decimals = 8;

Wide power_of_ten(int exponent) {
    Wide value = 1;
    for (; exponent > 0; --exponent) { value *= 10; }
    return value;
}

Rate reduced(std::int64_t numerator, std::int64_t denominator) {
    const std::int64_t common = std::gcd(numerator, denominator);
    return {numerator / common, denominator / common};
}

// "7.1234" as 71234 / 10^4.
std::optional<Rate> decimal(std::string_view text) {
    std::int64_t digits = 0;
    std::int64_t denominator = 1;
    bool point = false;
    bool any = false;
    for (const char letter : text) {
        if (letter == '.' && !point) {
            point = true;
            continue;
        }
        if (letter < '0' || letter > '9') { return std::nullopt; }
        any = true;
        if (digits > largest_amount_minor) { return Rate{-1, 1}; }
        digits = digits * 10 + (letter - '0');
        if (point) { denominator *= 10; }
        if (denominator > 100'000'000) { return Rate{-1, 1}; }
    }
    if (!any) { return std::nullopt; }
    return Rate{digits, denominator};
}

} // namespace

Result<Rate> parse_rate(std::string_view text) {
    const auto folded = fold(text);
    if (!folded || folded->empty()) { return fail(ErrorCode::required, "rate"); }
    const std::string_view rest = *folded;
    const std::size_t slash = rest.find('/');
    const auto above = decimal(trim(rest.substr(0, slash)));
    const auto below = slash == std::string_view::npos ? std::optional(Rate{1, 1})
                                                       : decimal(trim(rest.substr(slash + 1)));
    if (!above || !below) { return fail(ErrorCode::malformed, "rate", std::string(text)); }
    Wide numerator = Wide{above->numerator} * below->denominator;
    Wide denominator = Wide{above->denominator} * below->numerator;
    if (numerator <= 0 || denominator <= 0 || numerator > largest_amount_minor ||
        denominator > largest_amount_minor) {
        return fail(ErrorCode::out_of_range, "rate", std::string(text));
    }
    return reduced(static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator));
}

std::string to_text(Rate rate) {
    if (!rate.given()) { return {}; }
    for (int decimals = 0; decimals <= most_rate_decimals; ++decimals) {
        const Wide scaled = Wide{rate.numerator} * power_of_ten(decimals);
        if (scaled % rate.denominator != 0) { continue; }
        if (scaled / rate.denominator > std::numeric_limits<std::int64_t>::max()) { break; }
        std::string digits = std::to_string(static_cast<std::int64_t>(scaled / rate.denominator));
        const auto places = static_cast<std::size_t>(decimals);
        if (digits.size() <= places) { digits.insert(0, places + 1 - digits.size(), '0'); }
        if (places > 0) { digits.insert(digits.size() - places, "."); }
        return digits;
    }
    return std::to_string(rate.numerator) + "/" + std::to_string(rate.denominator);
}

Result<Money> convert(Money amount, Rate rate, Currency to) {
    if (!rate.given()) { return fail(ErrorCode::required, "rate"); }
    // 2^63 * 10^14 * 10^4 leaves 128 bits: what is no amount of a book is refused before.
    if (amount.minor > largest_amount_minor || amount.minor < -largest_amount_minor ||
        rate.numerator > largest_amount_minor || rate.denominator > largest_amount_minor) {
        return fail(ErrorCode::out_of_range, "amount");
    }
    const Wide above = Wide{amount.minor} * rate.numerator * power_of_ten(to.exponent());
    const Wide below = Wide{rate.denominator} * power_of_ten(amount.currency.exponent());
    const Wide rounded = (above + (above < 0 ? -below / 2 : below / 2)) / below;
    if (rounded > largest_amount_minor || rounded < -largest_amount_minor) {
        return fail(ErrorCode::out_of_range, "amount");
    }
    return Money{static_cast<std::int64_t>(rounded), to};
}

Rate rate_after_exchange(Currency from, Rate booked, Rate exchange, Currency to, Currency base) {
    if (to == base || !exchange.given() || (from != base && !booked.given())) { return {}; }
    Wide above = exchange.denominator;
    Wide below = exchange.numerator;
    if (from != base) {
        above *= booked.numerator;
        below *= booked.denominator;
    }
    Wide common = above;
    for (Wide rest = below; rest != 0;) {
        const Wide next = common % rest;
        common = rest;
        rest = next;
    }
    above /= common;
    below /= common;
    while (above > largest_amount_minor || below > largest_amount_minor) { // beyond any meaning
        above = (above + 1) / 2;
        below = (below + 1) / 2;
    }
    return {static_cast<std::int64_t>(above), static_cast<std::int64_t>(below)};
}

Result<Money> realised_gain(Money part, Rate owed, Rate paid, Currency base) {
    const auto worth_owed = convert(part, owed, base);
    if (!worth_owed) { return worth_owed; }
    const auto worth_paid = convert(part, paid, base);
    if (!worth_paid) { return worth_paid; }
    return subtract(*worth_paid, *worth_owed);
}

Result<Money> unrealised_gain(Money open, Rate booked, Rate now, Currency base) {
    return realised_gain(open, booked, now, base);
}

} // namespace huikuan::core
