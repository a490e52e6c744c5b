#include "core/instalment.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <limits>
#include <random>

#include "sample.h"

using namespace huikuan::core;

namespace {

InstalmentWish wish_of(std::int64_t minor, int parts, std::string_view first_due) {
    InstalmentWish wish;
    wish.minor = minor;
    wish.parts = parts;
    wish.start = day("2026-01-01");
    wish.first_due = day(first_due);
    return wish;
}

} // namespace

TEST_CASE("equal parts lose no cent, and the end of a month stays the end of a month") {
    auto wish = wish_of(10'000, 3, "2026-01-31");
    const auto lines = instalments(wish, Calendar::china()).value();
    CHECK(lines == std::vector<PlanLine>{{day("2026-01-31"), 3'334, 0},
                                         {day("2026-02-28"), 3'333, 0},
                                         {day("2026-03-31"), 3'333, 0}});
    wish = wish_of(100, 3, "2028-02-29"); // a month's end too
    CHECK(instalments(wish, Calendar::china())->at(1).due == day("2028-03-31"));
    wish = wish_of(100, 2, "2026-01-30"); // not an end: 28 February, then 30 March
    wish.parts = 3;
    CHECK(instalments(wish, Calendar::china())->at(1).due == day("2026-02-28"));
    CHECK(instalments(wish, Calendar::china())->at(2).due == day("2026-03-30"));
    wish = wish_of(2, 3, "2026-01-31"); // fewer cents than parts
    CHECK(instalments(wish, Calendar::china())->size() == 2);
    wish = wish_of(1, 1, "2026-01-01");
    CHECK(instalments(wish, Calendar::china())->size() == 1);
}

TEST_CASE("interest runs on what is not paid yet, each part rounded by itself") {
    auto wish = wish_of(1'200'000, 3, "2026-02-01"); // 12,000.00
    wish.first = 300'000;
    wish.interest_ppm = 36'500; // 3.65 %: 0.01 % a day
    const auto lines = instalments(wish, Calendar::china()).value();
    REQUIRE(lines.size() == 4);
    CHECK(lines[0] == PlanLine{day("2026-01-01"), 300'000, 0});
    CHECK(lines[1] == PlanLine{day("2026-02-01"), 300'000, 2'790}); // 9,000 for 31 days
    CHECK(lines[2] == PlanLine{day("2026-03-01"), 300'000, 1'680}); // 6,000 for 28
    CHECK(lines[3] == PlanLine{day("2026-04-01"), 300'000, 930});   // 3,000 for 31
}

TEST_CASE("parts that fall on days without banks move, and two on one day are one") {
    auto wish = wish_of(300, 3, "2026-10-01");
    wish.days = 3;
    wish.roll = Roll::following; // 1, 4 and 7 October lie in the National Day week
    const auto lines = instalments(wish, Calendar::china()).value();
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        CHECK(Calendar::china().is_business_day(lines[i].due));
        if (i > 0) { CHECK(lines[i - 1].due < lines[i].due); }
        sum += lines[i].principal;
    }
    CHECK(lines.size() < 3);
    CHECK(sum == 300);
}

TEST_CASE("what cannot be a plan is refused") {
    const auto code = [](const InstalmentWish& wish) {
        return instalments(wish, Calendar::china()).error().code;
    };
    CHECK(code(wish_of(100, 0, "2026-02-01")) == ErrorCode::out_of_range);
    CHECK(code(wish_of(100, 601, "2026-02-01")) == ErrorCode::out_of_range);
    CHECK(code(wish_of(0, 1, "2026-02-01")) == ErrorCode::amount_not_positive);
    CHECK(code(wish_of(-5, 1, "2026-02-01")) == ErrorCode::amount_not_positive);
    CHECK(code(wish_of(100, 1, "2025-12-31")) == ErrorCode::date_order);
    CHECK(code(wish_of(100, 60, "2198-02-01")) == ErrorCode::out_of_range);
    auto wish = wish_of(100, 1, "2026-02-01");
    wish.first = 100;
    CHECK(code(wish) == ErrorCode::out_of_range);
    wish = wish_of(100, 1, "2026-02-01");
    wish.interest_ppm = 1'000'001;
    CHECK(code(wish) == ErrorCode::out_of_range);
    wish = wish_of(std::numeric_limits<std::int64_t>::max(), 1, "2026-02-01");
    CHECK(code(wish) == ErrorCode::out_of_range);
}

TEST_CASE("plans of any shape add up to the debt") {
    std::mt19937_64 random(11);
    for (int round = 0; round < 500; ++round) {
        CAPTURE(round);
        auto wish =
            wish_of(static_cast<std::int64_t>(2 + random() % 1'000'000'000), 1, "2026-01-31");
        wish.parts = static_cast<int>(1 + random() % 60);
        wish.first = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(wish.minor));
        wish.interest_ppm = static_cast<std::int64_t>(random() % 240'000);
        if (random() % 2 == 0) { wish.days = static_cast<int>(1 + random() % 40); }
        if (random() % 2 == 0) { wish.roll = Roll::following; }
        const auto lines = instalments(wish, Calendar::china());
        REQUIRE(lines);
        std::int64_t sum = 0;
        for (const PlanLine& line : *lines) { sum += line.principal; }
        CHECK(sum == wish.minor);
        CHECK(std::ranges::is_sorted(*lines, std::less{}, &PlanLine::due));
    }
}

TEST_CASE("whether the debtor can carry it") {
    PlanAgreed plan;
    plan.lines = {{day("2026-02-05"), 2'000, 0},
                  {day("2026-02-25"), 3'000, 500},
                  {day("2026-03-05"), 4'000, 0}};
    CHECK(affordability(plan).share_ppm == -1); // nothing was said
    CHECK(affordability(plan).heaviest == 5'500);
    plan.income = 20'000;
    plan.costs = 8'000;
    plan.debts = 1'000;
    CHECK(affordability(plan).free == 11'000);
    CHECK(affordability(plan).share_ppm == 500'000);
    plan.costs = 19'000;
    CHECK(affordability(plan).free == 0);
    CHECK(affordability(plan).share_ppm == std::numeric_limits<std::int64_t>::max());
    CHECK_FALSE(lacks_consent(plan));
    plan.guarantor = "王";
    CHECK(lacks_consent(plan));
    plan.consent = true;
    CHECK_FALSE(lacks_consent(plan));
}
