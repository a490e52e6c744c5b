// Payment terms and the business calendar: worked dates, cents that add up, what is refused.
#include <doctest/doctest.h>

#include <numeric>
#include <random>

#include "core/terms.h"
#include "sample.h"

using namespace huikuan::core;

namespace {

std::string lines_of(const char* text, Date issued, std::int64_t minor) {
    const auto terms = parse_terms(text);
    REQUIRE_MESSAGE(terms.has_value(), text);
    const auto lines = schedule(*terms, issued, minor, Calendar::china());
    REQUIRE(lines.has_value());
    std::string all;
    for (const ScheduleLine& line : *lines) {
        all += (all.empty() ? "" : " ") + to_text(line.due) + ":" + std::to_string(line.minor);
    }
    return all;
}

std::string spelled(const char* text) {
    const auto terms = parse_terms(text);
    return terms ? to_text(*terms) : std::string(name_of(terms.error().code));
}

} // namespace

TEST_CASE("terms give the dates that people mean") {
    CHECK(lines_of("net 30", day(2025, 1, 10), 100) == "2025-02-09:100");
    CHECK(lines_of("net 0", day(2025, 1, 10), 100) == "2025-01-10:100");
    CHECK(lines_of("月结30天", day(2025, 1, 10), 100) == "2025-03-02:100");
    CHECK(lines_of("次月15日", day(2025, 1, 31), 100) == "2025-02-15:100");
    CHECK(lines_of("day 31 +1m", day(2025, 1, 31), 100) == "2025-02-28:100");
    CHECK(lines_of("day 31 +1m", day(2024, 1, 31), 100) == "2024-02-29:100");
    CHECK(lines_of("day 5", day(2025, 1, 31), 100) == "2025-02-05:100"); // this month's has passed
    CHECK(lines_of("net 1m", day(2024, 1, 31), 100) == "2024-02-29:100");
}

TEST_CASE("instalments lose no cent") {
    CHECK(lines_of("3x30", day(2025, 1, 1), 10'000) ==
          "2025-01-31:3334 2025-03-02:3333 2025-04-01:3333");
    CHECK(lines_of("3x1m", day(2025, 1, 31), 100) == "2025-02-28:34 2025-03-31:33 2025-04-30:33");
    CHECK(lines_of("30% net 0; 50% net 30; 20% net 60", day(2025, 1, 1), 10'000) ==
          "2025-01-01:3000 2025-01-31:5000 2025-03-02:2000");
    CHECK(lines_of("3x30", day(2025, 1, 1), 1) == "2025-01-31:1"); // 0.01: no line of zero
    CHECK(lines_of("50% net 30; 50% net 30", day(2025, 1, 1), 101) == "2025-01-31:101");
    std::mt19937_64 random(7);
    for (int round = 0; round < 500; ++round) {
        const auto parts = 1 + random() % most_terms_parts;
        const auto minor = static_cast<std::int64_t>(1 + random() % 1'000'000);
        const std::string text = std::to_string(parts) + "x7";
        CAPTURE(text);
        CAPTURE(minor);
        const auto terms = parse_terms(text);
        REQUIRE(terms.has_value());
        const auto lines = schedule(*terms, day(2025, 1, 1), minor, Calendar::china());
        REQUIRE(lines.has_value());
        std::int64_t sum = 0;
        for (const ScheduleLine& line : *lines) {
            CHECK(line.minor > 0);
            sum += line.minor;
        }
        CHECK(sum == minor);
    }
}

TEST_CASE("due days are rolled over holidays, and a user adds days") {
    // The National Day of 2025: free from the 1st to the 8th; 11 October, a Saturday, is worked.
    CHECK(lines_of("net 30 following", day(2025, 9, 1), 1) == "2025-10-09:1");
    CHECK(lines_of("net 30 preceding", day(2025, 9, 1), 1) == "2025-09-30:1");
    CHECK(lines_of("net 29 modified_following", day(2025, 11, 1), 1) == "2025-11-28:1");
    Calendar calendar = Calendar::china();
    CHECK(calendar.is_business_day(day(2025, 10, 11)));
    CHECK_FALSE(calendar.is_business_day(day(2025, 10, 12)));
    CHECK(calendar.is_business_day(day(2027, 2, 5))); // not announced: a Friday
    CHECK(calendar.take_setting("calendar.2027-02-05", "free"));
    CHECK_FALSE(calendar.is_business_day(day(2027, 2, 5)));
    CHECK_FALSE(calendar.take_setting("calendar.2027-02-30", "free"));
    CHECK_FALSE(calendar.take_setting("calendar.2027-02-05", "maybe"));
    CHECK_FALSE(calendar.take_setting("lpr.2027-02-05", "free"));
}

TEST_CASE("an early payment keeps its discount up to the last day") {
    const auto terms = parse_terms("2/10 net 30");
    REQUIRE(terms.has_value());
    const auto discount = early_discount(*terms, day(2025, 1, 10));
    REQUIRE(discount.has_value());
    CHECK(discount_of(*discount, 100'000, day(2025, 1, 20)) == 2'000);
    CHECK(discount_of(*discount, 100'000, day(2025, 1, 21)) == 0);
    CHECK(discount_of(*discount, 25, day(2025, 1, 20)) == 1); // 0.5 is rounded away from zero
    CHECK(discount_of(*discount, 0, day(2025, 1, 20)) == 0);
}

TEST_CASE("terms have one spelling, which means the same") {
    for (const char* text : {"net 30", "eom 30", "day 15 +1m", "3x30", "3x1m", "2/10 net 30",
                             "30% net 0; 70% eom 30 following", "1.5/10 net 30", "net 2m",
                             "33.33% net 0; 66.67% net 30"}) {
        CHECK(spelled(text) == text);
    }
    CHECK(spelled("30天") == "net 30");
    CHECK(spelled("货到付款") == "net 0");
    CHECK(spelled("月结60天 顺延") == "eom 60 following");
    CHECK(spelled("3期每1个月") == "3x1m");
}

TEST_CASE("terms that say nothing are refused") {
    CHECK(spelled("") == "required");
    CHECK(spelled("  ") == "required");
    for (const char* text : {"soon", "net", "net thirty", "day 0", "-5", "x30", "net 30 net 60",
                             "30% net 0; net 30", "\xff", "💰"}) {
        CAPTURE(text);
        const auto terms = parse_terms(text);
        REQUIRE_FALSE(terms.has_value());
        const bool expected = terms.error().code == ErrorCode::malformed ||
                              terms.error().code == ErrorCode::out_of_range;
        CHECK(expected);
    }
    CHECK(spelled("30% net 0; 60% net 30") == "schedule_sum");
    CHECK(spelled("net 99999999999999999999") == "out_of_range");
    CHECK(spelled("0x30") == "out_of_range");
    CHECK(spelled("121x1") == "out_of_range");
    CHECK(spelled("100/10 net 30") == "out_of_range");
    const auto far = parse_terms("net 3650");
    REQUIRE(far.has_value());
    CHECK(schedule(*far, last_date, 1, Calendar::china()).error().code == ErrorCode::out_of_range);
}
