// Readers against what nobody would write: they answer, they do not guess, and they never differ
// from what they answer when asked with the one style or order that they chose.
#include <array>
#include <doctest/doctest.h>
#include <random>

#include "core/aging.h"
#include "core/read.h"
#include "core/text.h"

using namespace huikuan::core;

namespace {

std::string random_text(std::mt19937_64& random) {
    static constexpr auto pieces = std::to_array<std::string_view>(
        {"0",        "1",   "2",   "12", "31",  "007",         "99",     "123",    "2025",
         "20250301", ".",   ",",   "-",  "/",   " ",           "'",      "(",      ")",
         "+",        ":",   "年",  "月", "日",  "元",          "万",     "亿",     "千",
         "¥",        "$",   "CNY", "整", "Mar", "may",         "st",     "T",      "Z",
         "周",       "五",  "十",  "下", "底",  "天",          "后",     "next ",  "friday",
         "days",     "in ", "ago", "１", "，",  "（",          "\u00A0", "\u200F", "\xFF",
         "\xE5\x9B", "\n",  "e",   "%",  "📅",  "999999999999"});
    std::string text;
    for (auto count = random() % 9; count > 0; --count) {
        text += pieces[random() % pieces.size()];
    }
    return text;
}

} // namespace

TEST_CASE("random texts: an amount without a style is the amount of some style") {
    std::mt19937_64 random(20'250'301);
    int read = 0;
    for (int round = 0; round < 100'000; ++round) {
        const std::string text = random_text(random);
        CAPTURE(text);
        for (const int exponent : {0, 2, 3}) {
            const auto amount = read_amount(text, exponent);
            if (!amount) {
                REQUIRE(!name_of(amount.error().code).empty());
                continue;
            }
            ++read;
            const auto point = read_amount(text, exponent, NumberStyle::point_decimal);
            const auto comma = read_amount(text, exponent, NumberStyle::comma_decimal);
            REQUIRE(std::abs(*amount) <= largest_amount_minor);
            REQUIRE((point == amount || comma == amount));
            const NumberStyle style = style_of(text);
            if (style != NumberStyle::unknown) {
                REQUIRE(read_amount(text, exponent, style) == amount);
                // What proves one style cannot be read in the other.
                REQUIRE(!(point && comma));
            }
        }
    }
    CHECK(read > 3'000);
}

TEST_CASE("random texts: a date without an order is the date of every order that reads it") {
    std::mt19937_64 random(20'250'302);
    const Date today = parse_iso("2024-02-29").value();
    int read = 0;
    for (int round = 0; round < 100'000; ++round) {
        const std::string text = random_text(random);
        CAPTURE(text);
        for (const bool serials : {false, true}) {
            const auto date = read_date(text, DateOrder::unknown, serials);
            if (!date) { continue; }
            ++read;
            REQUIRE(in_book_range(*date));
            bool found = false;
            for (const DateOrder order : {DateOrder::ymd, DateOrder::dmy, DateOrder::mdy}) {
                const auto ordered = read_date(text, order, serials);
                found = found || ordered == date;
                if (order_of(text) == order) { REQUIRE(read_date(text, order) == date); }
            }
            REQUIRE(found);
        }
        if (const auto typed = read_typed_date(text, today)) { REQUIRE(in_book_range(*typed)); }
    }
    CHECK(read > 500);
}

TEST_CASE("random texts: the small readers hold") {
    std::mt19937_64 random(20'250'303);
    for (int round = 0; round < 50'000; ++round) {
        const std::string text = random_text(random);
        CAPTURE(text);
        REQUIRE(trim(trim(text)) == trim(text));
        if (const auto folded = fold(text)) { REQUIRE(fold(*folded) == folded); }
        REQUIRE(fold(text).has_value() == is_utf8(text));
        if (const auto edges = parse_edges(text)) {
            REQUIRE(bucket_labels(edges->edges).size() == edges->edges.size() + 1);
        }
        if (const auto currency = parse_currency(text)) {
            REQUIRE(parse_currency(currency->view()) == currency);
        }
        if (const auto date = parse_iso(text)) { REQUIRE(to_text(*date) == text); }
    }
}
