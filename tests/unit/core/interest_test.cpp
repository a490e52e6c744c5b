// Interest by the worked numbers of the law, and a slow oracle that counts day by day.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "core/exchange.h"
#include "core/interest.h"
#include "core/money.h"
#include "sample.h"

using namespace huikuan::core;

namespace {

InterestTable table_of(std::vector<PrincipalStep> steps, const char* rule, Date until,
                       int basis = 365, bool at_breach = false) {
    InterestQuery query;
    query.fee = parse_late_fee(rule).value();
    query.until = until;
    query.basis = basis;
    query.rate_at_breach = at_breach;
    const auto table = interest_on(steps, query, RateTable::china());
    REQUIRE(table.has_value());
    std::int64_t sum = 0;
    for (const InterestRow& row : table->rows) sum += row.minor;
    CHECK(sum == table->minor);
    return *table;
}

} // namespace

TEST_CASE("the worked numbers of the law and of ERPNext") {
    const Date due = day(2025, 3, 17);
    const Date paid = day(2025, 6, 30);
    CHECK(table_of({{due, 600'000}}, "statutory", paid, 365, true).minor == 8'026);
    CHECK(table_of({{due, 600'000}}, "statutory", paid, 360, true).minor == 8'138);
    const auto segments = table_of({{due, 600'000}}, "lpr+50%", paid);
    CHECK(segments.minor == 7'922);
    REQUIRE(segments.rows.size() == 2);
    CHECK(segments.rows[0].days == 63);
    CHECK(segments.rows[1].days == 42);
    CHECK(table_of({{day(2025, 1, 1), 10'000}}, "10%/y", day(2025, 1, 16)).minor == 41);
    // The doubled part after a judgment: 0.0175 % a day is not "1.75 x LPR".
    const auto doubled = table_of({{day(2025, 3, 31), 10'000'000},
                                   {day(2025, 5, 10), -4'000'000},
                                   {day(2025, 6, 19), -6'000'000}},
                                  "judgment", day(2025, 12, 31));
    CHECK(doubled.minor == 112'000);
    REQUIRE(doubled.rows.size() == 2);
    CHECK(doubled.rows[0].minor == 70'000);
    CHECK(doubled.rows[1].minor == 42'000);
    CHECK(table_of({{day(2025, 4, 1), 5'000'000}}, "sme", day(2025, 5, 1)).minor == 75'000);
}

TEST_CASE("no change of LPR between the first and the last is skipped") {
    const auto table = table_of({{day(2019, 8, 20), 1'000'000}}, "lpr", day(2020, 5, 1));
    CHECK(table.rows.size() == 5); // 4.25, 4.20, 4.15, 4.05, 3.85
    CHECK(table.rows.front().rate_ppm == 42'500);
    CHECK(table.rows.back().rate_ppm == 38'500);
}

TEST_CASE("the due day does not count, the day of payment does") {
    const Date due = day(2024, 2, 28);
    CHECK(table_of({{due, 36'500}}, "10%/y", due).minor == 0);
    CHECK(table_of({{due, 36'500}}, "10%/y", day(2024, 2, 29)).minor == 10); // a leap day
    CHECK(
        table_of({{due, 36'500}, {day(2024, 2, 29), -36'500}}, "10%/y", day(2024, 12, 31)).minor ==
        10);
}

TEST_CASE("segments equal a count day by day") {
    const RateTable rates = RateTable::china();
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        CAPTURE(seed);
        std::mt19937_64 random(seed);
        const Date start = add_days(day(2019, 9, 1), static_cast<std::int32_t>(random() % 2000));
        std::vector<PrincipalStep> steps;
        for (int i = 0; i < 6; ++i) {
            const auto later = static_cast<std::int32_t>(random() % 400);
            const auto minor = static_cast<std::int64_t>(random() % 1'000'000) - 200'000;
            steps.push_back({add_days(start, later), minor});
        }
        const Date until = add_days(start, 500);
        const char* rules[] = {"lpr+50%", "sme", "12%/y"};
        const char* rule = rules[seed % 3];
        const int basis = seed % 2 == 0 ? 365 : 360;
        const LateFee fee = parse_late_fee(rule).value();
        std::int64_t sum = 0; // ppm times minor units, per day
        for (Date today = start; today <= until; today = add_days(today, 1)) {
            std::int64_t principal = 0;
            for (const PrincipalStep& step : steps) {
                if (step.date < today) principal += step.minor;
            }
            if (principal <= 0) continue;
            const std::int64_t ppm = fee.kind == LateFee::Kind::daily ? fee.ppm
                                     : fee.kind == LateFee::Kind::yearly
                                         ? fee.ppm
                                         : rates.at(today)->one_year_ppm * 150 / 100;
            sum += principal * ppm;
        }
        const std::int64_t below =
            fee.kind == LateFee::Kind::daily ? 1'000'000 : std::int64_t{1'000'000} * basis;
        CHECK(table_of(steps, rule, until, basis).minor == (sum + below / 2) / below);
    }
}

TEST_CASE("caps are warned of, and what is not known is said") {
    const auto warned = [](const char* rule, Date due, InterestWarning warning) {
        const auto table = table_of({{due, 1'000'000}}, rule, add_days(due, 30));
        return std::ranges::contains(table.warnings, warning);
    };
    const Date due = day(2025, 6, 1); // LPR 3.00 %
    CHECK(warned("12.01%/y", due, InterestWarning::above_four_lpr));
    CHECK_FALSE(warned("12%/y", due, InterestWarning::above_four_lpr));
    CHECK(warned("5.86%/y", due, InterestWarning::above_loss));
    CHECK_FALSE(warned("5.85%/y", due, InterestWarning::above_loss));
    CHECK(warned("2.99%/y", due, InterestWarning::below_sme));
    CHECK_FALSE(warned("sme", due, InterestWarning::above_four_lpr)); // the law's own
    CHECK(warned("lpr", day(2030, 1, 1), InterestWarning::rates_not_known));
    CHECK(warned("lpr", day(2010, 1, 1), InterestWarning::before_rates));
    RateTable table = RateTable::china();
    CHECK(table.take_setting("lpr.2026-09-21", "2.90/3.40 公告"));
    CHECK(table.at(day(2026, 9, 22))->one_year_ppm == 29'000);
    CHECK_FALSE(table.take_setting("lpr.2026-09-21", "cheap"));
    CHECK_FALSE(table.take_setting("lpr.2026-02-30", "3.0"));
    CHECK_FALSE(table.take_setting("lpr.2026-09-21", "0"));
}

TEST_CASE("late fees have one spelling; nonsense is refused") {
    for (const char* text :
         {"18.00%/y", "0.05%/d", "lpr", "lpr+50%", "lpr*4.00", "statutory", "sme", "judgment"}) {
        CHECK(to_text(parse_late_fee(text).value()) == text);
    }
    CHECK(to_text(parse_late_fee("0.05%/天").value()) == "0.05%/d");
    CHECK(parse_late_fee("").error().code == ErrorCode::required);
    for (const char* text : {"18", "18%", "18%/m", "lpr-1%", "lpr+50", "-5%/y", "\xff"}) {
        CHECK(parse_late_fee(text).error().code == ErrorCode::malformed);
    }
    CHECK(parse_late_fee("0%/y").error().code == ErrorCode::out_of_range);
    InterestQuery query;
    query.until = day(2025, 1, 1);
    query.basis = 364;
    CHECK(interest_on({}, query, RateTable::china()).error().code == ErrorCode::out_of_range);
}

TEST_CASE("currencies are converted at the rate that is given, and differences are shown") {
    CHECK(convert({10'000, usd}, parse_rate("7.1234").value(), cny)->minor == 71'234);
    CHECK(convert({1'000, jpy}, parse_rate("0.0486").value(), cny)->minor == 4'860);
    CHECK(convert({-1, cny}, parse_rate("0.5").value(), cny)->minor == -1); // half away from zero
    CHECK_FALSE(convert({1, usd}, {}, cny).has_value());
    // ERPNext: 100 USD owed at 80, paid at 75: 500 less; revalued 80 to 85: 500 more.
    CHECK(realised_gain({10'000, usd}, {80, 1}, {75, 1}, cny)->minor == -50'000);
    CHECK(unrealised_gain({10'000, usd}, {80, 1}, {85, 1}, cny)->minor == 50'000);
    CHECK(to_text(parse_rate("7.1234").value()) == "7.1234");
    CHECK(to_text(parse_rate("1/3").value()) == "1/3");
    for (const char* text : {"0", "-1", "1/0", "7.123456789", "99999999999999999999"}) {
        CHECK(parse_rate(text).error().code != ErrorCode::required);
    }
    CHECK(parse_rate("").error().code == ErrorCode::required);
    CHECK(parse_rate("x").error().code == ErrorCode::malformed);
}
