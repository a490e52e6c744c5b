#include "core/date.h"

#include <doctest/doctest.h>

#include "sample.h"

using namespace huikuan::core;

namespace {
ErrorCode refusal(const char* text) { return parse_iso(text).error().code; }
} // namespace

TEST_CASE("every day of a book goes to a calendar day and back, one after the other") {
    Ymd expected{1900, 1, 1};
    for (Date date = first_date; date <= last_date; ++date.days) {
        const Ymd ymd = ymd_of(date);
        REQUIRE(ymd == expected);
        REQUIRE(date_of(ymd.year, ymd.month, ymd.day) == date);
        if (date_of(expected.year, expected.month, expected.day + 1)) {
            ++expected.day;
        } else {
            expected = {expected.month == 12 ? expected.year + 1 : expected.year,
                        expected.month == 12 ? 1 : expected.month + 1, 1};
        }
    }
    CHECK(expected == Ymd{2200, 1, 1});
}

TEST_CASE("days that a calendar does not have are malformed, years that a book does not keep are "
          "out of range") {
    CHECK(refusal("2025-02-29") == ErrorCode::malformed);
    CHECK(parse_iso("2024-02-29").has_value());
    CHECK(refusal("1900-02-29") == ErrorCode::malformed);
    CHECK(parse_iso("2000-02-29").has_value());
    CHECK(refusal("2100-02-29") == ErrorCode::malformed);
    CHECK(refusal("2025-13-01") == ErrorCode::malformed);
    CHECK(refusal("2025-00-01") == ErrorCode::malformed);
    CHECK(refusal("2025-04-31") == ErrorCode::malformed);
    CHECK(refusal("2025-04-00") == ErrorCode::malformed);
    CHECK(refusal("1899-12-31") == ErrorCode::out_of_range);
    CHECK(refusal("2200-01-01") == ErrorCode::out_of_range);
    CHECK(refusal("1899-02-30") == ErrorCode::malformed); // the earlier code of two
    CHECK(date_of(INT32_MAX, 1, 1).error().code == ErrorCode::out_of_range);
    CHECK(date_of(INT32_MIN, 2, 29).error().code == ErrorCode::out_of_range); // a leap year
    CHECK(date_of(2025, INT32_MIN, 1).error().code == ErrorCode::malformed);
    for (const char* wrong : {"", "2025-1-01", "2025-01-1", "20250101", "2025/01/01", "2025-01-01 ",
                              " 2025-01-01", "2025-01-0a", "-025-01-01", "２025-01-01"}) {
        CAPTURE(wrong);
        CHECK(refusal(wrong) == ErrorCode::malformed);
    }
    CHECK(parse_iso("2025-02-30").error().detail == "2025-02-30");
}

TEST_CASE("months added keep the day or stop at the month's end") {
    const auto moved = [](const char* from, int months) {
        return to_text(add_months(day(from), months));
    };
    CHECK(moved("2025-01-31", 1) == "2025-02-28");
    CHECK(moved("2024-01-31", 1) == "2024-02-29");
    CHECK(moved("2024-02-29", 12) == "2025-02-28");
    CHECK(moved("2024-02-29", 48) == "2028-02-29");
    CHECK(moved("2024-02-29", 36) == "2027-02-28");
    CHECK(moved("2025-03-31", -1) == "2025-02-28");
    CHECK(moved("2025-01-15", -1) == "2024-12-15");
    CHECK(moved("2025-12-31", 2) == "2026-02-28");
    CHECK(moved("2025-05-31", 0) == "2025-05-31");
    CHECK(moved("2025-05-31", -24) == "2023-05-31");
    CHECK(to_text(month_end(day("2024-02-01"))) == "2024-02-29");
    CHECK(to_text(month_end(day("2025-02-28"))) == "2025-02-28");
    CHECK(to_text(month_end(day("2025-12-31"))) == "2025-12-31");
}

TEST_CASE("weekdays are those of ISO 8601, before 1970 too") {
    CHECK(weekday(day("2025-11-22")) == 6);
    CHECK(weekday(day("1970-01-01")) == 4);
    CHECK(weekday(day("1969-12-29")) == 1);
    CHECK(weekday(day("1969-12-28")) == 7);
    CHECK(weekday(day("1900-01-01")) == 1);
}

TEST_CASE("nothing overflows at the ends of 32 bits") {
    CHECK(add_days(far_future, 1) == far_future);
    CHECK(add_days(Date{INT32_MIN}, -1) == Date{INT32_MIN});
    CHECK(add_months(far_future, 12) == far_future);
    CHECK(add_months(Date{INT32_MIN}, INT32_MIN) == Date{INT32_MIN});
    CHECK(add_months(Date{0}, INT32_MAX) == far_future);
    CHECK(!in_book_range(far_future));
    CHECK(to_text(far_future) == "5881580-07-11");
    CHECK(to_text(Date{INT32_MIN}) == "-5877641-06-23");
    CHECK(weekday(far_future) >= 1);
    CHECK(weekday(Date{INT32_MIN}) >= 1);
    CHECK(to_text(month_end(far_future)) == to_text(far_future));
    CHECK(days_between(day("2025-02-09"), day("2025-04-30")) == 80);
}
