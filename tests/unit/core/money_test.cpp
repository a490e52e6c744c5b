#include "core/money.h"

#include <doctest/doctest.h>
#include <numeric>
#include <random>

#include "sample.h"

using namespace huikuan::core;

namespace {
constexpr Currency kwd{"KWD"};
constexpr Currency clf{"CLF"};

std::vector<std::int64_t> parts(std::int64_t minor, std::vector<std::int64_t> weights) {
    return split(minor, weights).value();
}
} // namespace

TEST_CASE("arithmetic is checked: currency first, then range") {
    CHECK(add({100, cny}, {1, cny})->minor == 101);
    CHECK(subtract({100, cny}, {101, cny})->minor == -1);
    CHECK(add({1, cny}, {1, jpy}).error().code == ErrorCode::currency_mismatch);
    CHECK(subtract({1, cny}, {1, jpy}).error().detail == "JPY");
    CHECK(add({INT64_MAX, cny}, {1, cny}).error().code == ErrorCode::out_of_range);
    CHECK(subtract({INT64_MIN, cny}, {1, cny}).error().code == ErrorCode::out_of_range);
    CHECK(add({INT64_MAX, cny}, {1, jpy}).error().code == ErrorCode::currency_mismatch);
    CHECK(negate({5, cny}) == Money{-5, cny});
    CHECK(negate({INT64_MIN, cny}).minor == INT64_MAX);
}

TEST_CASE("rates round half away from zero") {
    CHECK(apply_ppm({100, cny}, 5'000)->minor == 1); // 0.5
    CHECK(apply_ppm({-100, cny}, 5'000)->minor == -1);
    CHECK(apply_ppm({100, cny}, 4'999)->minor == 0);
    CHECK(apply_ppm({100, cny}, -5'000)->minor == -1);
    CHECK(apply_ppm({12'345'678, cny}, 1'000'000)->minor == 12'345'678);
    CHECK(apply_ppm({INT64_MAX, cny}, 1'000'000)->minor == INT64_MAX);
    CHECK(apply_ppm({INT64_MIN, cny}, 1'000'000)->minor == INT64_MIN);
    CHECK(apply_ppm({INT64_MAX, cny}, 1'000'001).error().code == ErrorCode::out_of_range);
    CHECK(apply_ppm({INT64_MIN, cny}, INT64_MIN).error().code == ErrorCode::out_of_range);
    // 810.00 = 180,000 x 0.5 % x 0.9 (design: domain 2.3)
    CHECK(apply_ppm(*apply_ppm({18'000'000, cny}, 5'000), 900'000)->minor == 81'000);
}

TEST_CASE("a split loses no unit and gives the rest to the largest remainders") {
    using V = std::vector<std::int64_t>;
    CHECK(parts(10'000, {1, 1, 1}) == V{3'334, 3'333, 3'333});
    CHECK(parts(-10'000, {1, 1, 1}) == V{-3'334, -3'333, -3'333});
    CHECK(parts(1'000, {1'000, 3'000}) == V{250, 750}); // Civil Code 560, the tie of domain 2.2
    CHECK(parts(1, {1, 2, 1}) == V{0, 1, 0});
    CHECK(parts(2, {1, 1, 1}) == V{1, 1, 0});
    CHECK(parts(0, {1, 2}) == V{0, 0});
    CHECK(parts(5, {0, 1, 0}) == V{0, 5, 0});
    CHECK(parts(INT64_MIN, {1, 1}) == V{INT64_MIN / 2, INT64_MIN / 2});
    CHECK(parts(INT64_MAX, {INT64_MAX, INT64_MAX, INT64_MAX}).size() == 3);
    CHECK(split(1, V{}).error().code == ErrorCode::amount_not_positive);
    CHECK(split(1, V{0, 0}).error().code == ErrorCode::amount_not_positive);
    CHECK(split(1, V{1, -1}).error().code == ErrorCode::out_of_range);
}

TEST_CASE("a split of random amounts adds up and is never a whole unit from its exact share") {
    for (std::uint64_t seed = 1; seed <= 2'000; ++seed) {
        CAPTURE(seed);
        std::mt19937_64 random(seed);
        std::vector<std::int64_t> weights(1 + random() % 20);
        for (auto& weight : weights) { weight = static_cast<std::int64_t>(random() % 1'000); }
        weights.front() += 1;
        const auto minor = static_cast<std::int64_t>(random() % 2'000'000) - 1'000'000;
        const auto result = parts(minor, weights);
        const std::int64_t sum = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
        REQUIRE(std::accumulate(result.begin(), result.end(), std::int64_t{0}) == minor);
        for (std::size_t index = 0; index < weights.size(); ++index) {
            const std::int64_t error = result[index] * sum - minor * weights[index];
            REQUIRE(std::abs(error) < sum);
        }
    }
}

TEST_CASE("amounts are written with the digits of their currency") {
    CHECK(to_text(Money{123'450, cny}) == "1,234.50");
    CHECK(to_text(Money{123'450, cny}, false) == "1234.50");
    CHECK(to_text(Money{-1, cny}) == "-0.01");
    CHECK(to_text(Money{0, cny}) == "0.00");
    CHECK(to_text(Money{1'235, jpy}) == "1,235");
    CHECK(to_text(Money{0, jpy}) == "0");
    CHECK(to_text(Money{-999, jpy}) == "-999");
    CHECK(to_text(Money{1'234'567, kwd}) == "1,234.567");
    CHECK(to_text(Money{5, clf}) == "0.0005");
    CHECK(to_text(Money{100'000'000'000'000, cny}) == "1,000,000,000,000.00");
    CHECK(to_text(Money{INT64_MIN, jpy}) == "-9,223,372,036,854,775,808");
    CHECK(to_text(Money{99'999, cny}) == "999.99");
    CHECK(to_text(Money{100'000, cny}) == "1,000.00");
}

TEST_CASE("currencies are known by code, sign and name") {
    const auto code = [](const char* text) { return std::string(parse_currency(text)->view()); };
    CHECK(code("cny") == "CNY");
    CHECK(code(" Usd ") == "USD");
    for (const char* yuan : {"人民币", "RMB", "元", "¥", "￥", "ＣＮＹ", "Yuan"}) {
        CAPTURE(yuan);
        CHECK(code(yuan) == "CNY");
    }
    CHECK(code("US$") == "USD");
    CHECK(code("$") == "USD");
    CHECK(code("HK$") == "HKD");
    CHECK(code("€") == "EUR");
    CHECK(code("港币") == "HKD");
    CHECK(code("HRK") == "HRK"); // withdrawn in 2023, still on older invoices
    CHECK(parse_currency("").error().code == ErrorCode::required);
    CHECK(parse_currency(" \u3000").error().code == ErrorCode::required);
    for (const char* wrong : {"XXX", "XAU", "ABC", "CN", "CNYY", "C¥Y", "\xFF\xFE", "😀", "1"}) {
        CAPTURE(wrong);
        CHECK(parse_currency(wrong).error().code == ErrorCode::unknown_currency);
    }
}

TEST_CASE("the list of ISO 4217 holds together") {
    CHECK(known_currencies().size() == 165);
    int digits[5] = {};
    for (const Currency& currency : known_currencies()) {
        CAPTURE(currency.view());
        CHECK(parse_currency(currency.view()) == currency);
        CHECK(!currency.symbol().empty());
        CHECK(parse_currency(currency.symbol()) == currency);
        ++digits[currency.exponent()];
    }
    CHECK(digits[0] == 17);
    CHECK(digits[1] == 0);
    CHECK(digits[3] == 7);
    CHECK(digits[4] == 2);
    CHECK(Currency{}.exponent() == 2);
    CHECK(Currency{}.view().empty());
    CHECK(Currency{"XXX"}.symbol() == "XXX");
}
