#include "core/money.h"

#include "core/sorting.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace huikuan::core {
namespace {

__extension__ typedef __int128 Wide;
__extension__ typedef unsigned __int128 WideUnsigned;

constexpr std::int64_t smallest_minor = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

std::uint64_t magnitude(std::int64_t value) {
    return value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
}

Result<Money> checked(Money a, Money b, bool overflow, std::int64_t result) {
    if (a.currency != b.currency) {
        return fail(ErrorCode::currency_mismatch, {}, std::string(b.currency.view()));
    }
    if (overflow) { return fail(ErrorCode::out_of_range); }
    return Money{result, a.currency};
}

} // namespace

Result<Money> add(Money a, Money b) {
    std::int64_t sum = 0;
    const bool overflow = __builtin_add_overflow(a.minor, b.minor, &sum);
    return checked(a, b, overflow, sum);
}

Result<Money> subtract(Money a, Money b) {
    std::int64_t difference = 0;
    const bool overflow = __builtin_sub_overflow(a.minor, b.minor, &difference);
    return checked(a, b, overflow, difference);
}

Money negate(Money a) { return {a.minor == smallest_minor ? largest : -a.minor, a.currency}; }

Result<Money> apply_ppm(Money a, std::int64_t ppm) {
    constexpr Wide million = 1'000'000;
    const Wide product = Wide{a.minor} * ppm;
    const Wide rounded = (product + (product < 0 ? -million / 2 : million / 2)) / million;
    if (rounded < smallest_minor || rounded > largest) { return fail(ErrorCode::out_of_range); }
    return Money{static_cast<std::int64_t>(rounded), a.currency};
}

Result<std::vector<std::int64_t>> split(std::int64_t minor, std::span<const std::int64_t> weights) {
    WideUnsigned sum = 0;
    for (const std::int64_t weight : weights) {
        if (weight < 0) { return fail(ErrorCode::out_of_range, "weights", std::to_string(weight)); }
        sum += static_cast<std::uint64_t>(weight);
    }
    if (sum == 0) { return fail(ErrorCode::amount_not_positive, "weights"); }
    const std::uint64_t whole = magnitude(minor);
    std::uint64_t rest = whole;
    std::vector<std::uint64_t> parts(weights.size());
    std::vector<WideUnsigned> remainders(weights.size());
    for (std::size_t index = 0; index < weights.size(); ++index) {
        const WideUnsigned share = WideUnsigned{whole} * static_cast<std::uint64_t>(weights[index]);
        parts[index] = static_cast<std::uint64_t>(share / sum);
        remainders[index] = share % sum;
        rest -= parts[index];
    }
    // The remainders add up to rest * sum, so that fewer units than parts are left.
    std::vector<std::size_t> by_remainder(weights.size());
    std::iota(by_remainder.begin(), by_remainder.end(), std::size_t{0});
    core::sort(by_remainder, std::greater{}, [&](std::size_t index) { return remainders[index]; });
    for (std::size_t rank = 0; rank < rest; ++rank) { ++parts[by_remainder[rank]]; }
    std::vector<std::int64_t> result(parts.size());
    std::ranges::transform(parts, result.begin(), [&](std::uint64_t part) {
        return static_cast<std::int64_t>(minor < 0 ? 0 - part : part);
    });
    return result;
}

std::string to_text(Money amount, bool grouped) {
    const auto decimals = static_cast<std::size_t>(amount.currency.exponent());
    std::string digits = std::to_string(magnitude(amount.minor));
    if (digits.size() <= decimals) { digits.insert(0, decimals + 1 - digits.size(), '0'); }
    const std::size_t whole = digits.size() - decimals;
    std::string text = amount.minor < 0 ? "-" : "";
    for (std::size_t at = 0; at < whole; ++at) {
        if (grouped && at != 0 && (whole - at) % 3 == 0) { text.push_back(','); }
        text.push_back(digits[at]);
    }
    if (decimals != 0) { text.append(".").append(digits, whole); }
    return text;
}

} // namespace huikuan::core
