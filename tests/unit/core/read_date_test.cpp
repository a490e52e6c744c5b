#include <doctest/doctest.h>

#include "core/read.h"

using namespace huikuan::core;

namespace {

using DateOrder::dmy;
using DateOrder::mdy;
using DateOrder::ymd;

struct GoodDate {
    std::string_view text;
    std::string_view date;
    DateOrder order = DateOrder::unknown;
    bool serials = false;
};
struct BadDate {
    std::string_view text;
    ErrorCode code;
    DateOrder order = DateOrder::unknown;
    bool serials = false;
};

constexpr GoodDate good_dates[] = {
    {"2025-03-01", "2025-03-01"},
    {"2025-03-01", "2025-03-01", dmy}, // year first is not a question of order
    {"2025-03-01", "2025-03-01", mdy},
    {"2025/3/1", "2025-03-01"},
    {"2025.03.01", "2025-03-01"},
    {"2025 03 01", "2025-03-01"},
    {"20250301", "2025-03-01"},
    {"20122025", "2025-12-20"}, // 2012-20-25 and 12/20 as day/month do not exist
    {"01032025", "2025-03-01", dmy},
    {"01032025", "2025-01-03", mdy},
    {"250301", "2025-03-01", ymd},
    {"010325", "2025-03-01", dmy},
    {"2025年3月1日", "2025-03-01"},
    {"2025年03月01号", "2025-03-01"},
    {"２０２５年３月１日", "2025-03-01"},
    {" 2025-03-01\t", "2025-03-01"},
    {"2025-03-01 08:15", "2025-03-01"},
    {"2025-03-01 08:15:30.123", "2025-03-01"},
    {"2025-03-01-08.15.30.123456", "2025-03-01"},
    {"2025-03-01-08.15.30", "2025-03-01"},
    {"2025-03-01T08:15:30Z", "2025-03-01"},
    {"2025-03-01T08:15:30+08:00", "2025-03-01"},
    {"2025/3/1 8:05 PM", "2025-03-01"},
    {"2025年3月1日 8时15分", "2025-03-01"},
    {"2025-03-01 00:00:00.000000 UTC", "2025-03-01"},
    {"01/03/2025", "2025-03-01", dmy},
    {"01/03/2025", "2025-01-03", mdy},
    {"31/12/2025", "2025-12-31"},
    {"12/31/2025", "2025-12-31"},
    {"05/05/2025", "2025-05-05"}, // both readings are one day
    {"1.3.2025", "2025-03-01", dmy},
    {"29.02.2024", "2024-02-29"},
    {"25-03-01", "2025-03-01", ymd},
    {"01-03-25", "2025-03-01", dmy},
    {"12/31/99", "1999-12-31"},
    {"31/12/69", "2069-12-31", dmy},
    {"31/12/70", "1970-12-31", dmy},
    {"1-Mar-2025", "2025-03-01"},
    {"01-MAR-25", "2025-03-01"},
    {"25-Mar-01", "2025-03-01", ymd},
    {"March 1, 2025", "2025-03-01"},
    {"1st March 2025", "2025-03-01"},
    {"Sept 3rd, 2025", "2025-09-03"},
    {"2025-Mar-01", "2025-03-01"},
    {"Mar. 1 2025", "2025-03-01"},
    {"45717", "2025-03-01", DateOrder::unknown, true},
    {"45717.75", "2025-03-01", DateOrder::unknown, true},
    {"1", "1900-01-01", DateOrder::unknown, true},
    {"59", "1900-02-28", DateOrder::unknown, true},
    {"61", "1900-03-01", DateOrder::unknown, true},
    {"20250301", "2025-03-01", DateOrder::unknown, true},
    {"2025-03-01", "2025-03-01", DateOrder::unknown, true},
};

constexpr BadDate bad_dates[] = {
    {"", ErrorCode::required},
    {" \u3000", ErrorCode::required},
    {"", ErrorCode::required, DateOrder::unknown, true},
    {"abc", ErrorCode::malformed},
    {"2025", ErrorCode::malformed},
    {"2025-03", ErrorCode::malformed},
    {"2025-02-29", ErrorCode::malformed},
    {"2025-13-01", ErrorCode::malformed},
    {"2025-31-12", ErrorCode::malformed},
    {"31/12/2025", ErrorCode::malformed, mdy},
    {"12/31/2025", ErrorCode::malformed, dmy},
    {"31/12/2025", ErrorCode::malformed, ymd},
    {"31/02/2025", ErrorCode::malformed},
    {"0000-00-00", ErrorCode::malformed},
    {"2025-03-01-04", ErrorCode::malformed},
    {"2025-03-01 xyz", ErrorCode::malformed},
    {"2025-03-01 08:15 <b>", ErrorCode::malformed},
    {"2025-03-01-08.15.30x", ErrorCode::malformed},
    {"2025-03-01-0815", ErrorCode::malformed},
    {"08:15", ErrorCode::malformed},
    {"250301", ErrorCode::malformed},
    {"45717", ErrorCode::malformed},
    {"1234567", ErrorCode::malformed},
    {"1234567890123", ErrorCode::malformed},
    {"March 2025", ErrorCode::malformed},
    {"1 Foo 2025", ErrorCode::malformed},
    {"Mar Apr 2025", ErrorCode::malformed},
    {"二〇二五年三月一日", ErrorCode::malformed},
    {"--2025-03-01", ErrorCode::malformed, dmy, true},
    {"2025--03-01", ErrorCode::malformed},
    {"2025-03/01", ErrorCode::malformed},
    {"2025-03-01-", ErrorCode::malformed},
    {"/2025/03/01", ErrorCode::malformed},
    {"1234.50", ErrorCode::malformed},
    {"\xFF\xFE", ErrorCode::malformed},
    {"😀", ErrorCode::malformed},
    {"60", ErrorCode::malformed, DateOrder::unknown, true},
    {"0", ErrorCode::malformed, DateOrder::unknown, true},
    {"45717.", ErrorCode::malformed, DateOrder::unknown, true},
    {"-5", ErrorCode::malformed, DateOrder::unknown, true},
    {"01/02/2025", ErrorCode::ambiguous},
    {"1.3.2025", ErrorCode::ambiguous},
    {"01-03-25", ErrorCode::ambiguous},
    {"12111911", ErrorCode::ambiguous},
    {"1899-12-31", ErrorCode::out_of_range},
    {"2200-01-01", ErrorCode::out_of_range},
    {"31/12/1899", ErrorCode::out_of_range},
    {"1 Mar 3000", ErrorCode::out_of_range},
    {"999999", ErrorCode::out_of_range, DateOrder::unknown, true},
};

constexpr const char* today_text = "2025-11-22"; // a Saturday

constexpr GoodDate typed_dates[] = {
    {"今天", "2025-11-22"},
    {"today", "2025-11-22"},
    {"Today", "2025-11-22"},
    {"昨天", "2025-11-21"},
    {"yesterday", "2025-11-21"},
    {"前天", "2025-11-20"},
    {"大前天", "2025-11-19"},
    {"明天", "2025-11-23"},
    {"tomorrow", "2025-11-23"},
    {"后天", "2025-11-24"},
    {"大后天", "2025-11-25"},
    {"周六", "2025-11-22"},
    {"周日", "2025-11-23"},
    {"星期天", "2025-11-23"},
    {"周五", "2025-11-28"},
    {"friday", "2025-11-28"},
    {"fri", "2025-11-28"},
    {"本周五", "2025-11-21"},
    {"this friday", "2025-11-21"},
    {"下周五", "2025-11-28"},
    {"下下周一", "2025-12-01"},
    {"next friday", "2025-11-28"},
    {"上周一", "2025-11-10"},
    {"last monday", "2025-11-10"},
    {"下个星期二", "2025-11-25"},
    {"礼拜三", "2025-11-26"},
    {"月底", "2025-11-30"},
    {"本月底", "2025-11-30"},
    {"end of month", "2025-11-30"},
    {"eom", "2025-11-30"},
    {"下月底", "2025-12-31"},
    {"下个月底", "2025-12-31"},
    {"上月末", "2025-10-31"},
    {"年底", "2025-12-31"},
    {"15日", "2025-11-15"},
    {"15号", "2025-11-15"},
    {"本月15日", "2025-11-15"},
    {"下月15日", "2025-12-15"},
    {"上月31日", "2025-10-31"},
    {"十五号", "2025-11-15"},
    {"3天后", "2025-11-25"},
    {"三天后", "2025-11-25"},
    {"十五天后", "2025-12-07"},
    {"二十一天前", "2025-11-01"},
    {"两周后", "2025-12-06"},
    {"3个月后", "2026-02-22"},
    {"一年前", "2024-11-22"},
    {"in 3 days", "2025-11-25"},
    {"3 days ago", "2025-11-19"},
    {"2 weeks later", "2025-12-06"},
    {"+7", "2025-11-29"},
    {"＋7", "2025-11-29"},
    {"-3", "2025-11-19"},
    {"+2w", "2025-12-06"},
    {"+1m", "2025-12-22"},
    {"+ 3 days", "2025-11-25"},
    {"+1y", "2026-11-22"},
    {"5/3", "2025-05-03"},
    {"5/3", "2025-03-05", dmy},
    {"5-3", "2025-05-03"},
    {"5.3", "2025-05-03"},
    {"5月3日", "2025-05-03"},
    {"5月3", "2025-05-03"},
    {"十二月三十一日", "2025-12-31"},
    {"2025-03-01", "2025-03-01"},
    {"20250301", "2025-03-01"},
    {"01/03/2025", "2025-03-01", dmy},
    {"1 mar 2025", "2025-03-01"},
};

constexpr BadDate bad_typed_dates[] = {
    {"", ErrorCode::required},
    {"31日后天", ErrorCode::malformed},
    {"31号", ErrorCode::malformed}, // November has 30 days
    {"2/29", ErrorCode::malformed},
    {"13/3", ErrorCode::malformed},
    {"3/13", ErrorCode::malformed, dmy},
    {"下周八", ErrorCode::malformed},
    {"周", ErrorCode::malformed},
    {"+", ErrorCode::malformed},
    {"+99999", ErrorCode::malformed},
    {"+3x", ErrorCode::malformed},
    {"999999999999天后", ErrorCode::malformed},
    {"十十天后", ErrorCode::malformed},
    {"next", ErrorCode::malformed},
    {"下月", ErrorCode::malformed},
    {"in 3 days ago", ErrorCode::malformed},
    {"01/02/2025", ErrorCode::ambiguous},
    {"+4000y", ErrorCode::out_of_range},
    {"200年前", ErrorCode::out_of_range},
    {"\xFF", ErrorCode::malformed},
};

} // namespace

TEST_CASE("dates are read as they are written") {
    for (const GoodDate& row : good_dates) {
        CAPTURE(row.text);
        const auto date = read_date(row.text, row.order, row.serials);
        REQUIRE(date.has_value());
        CHECK(to_text(*date) == row.date);
    }
}

TEST_CASE("what is no date, or two, is refused with the cell") {
    for (const BadDate& row : bad_dates) {
        CAPTURE(row.text);
        const auto date = read_date(row.text, row.order, row.serials);
        REQUIRE(!date.has_value());
        CHECK(name_of(date.error().code) == name_of(row.code));
        CHECK(date.error().detail == row.text);
    }
}

TEST_CASE("every day is read back from each notation") {
    for (Date date = first_date; date <= last_date; date.days += 13) {
        const Ymd ymd = ymd_of(date);
        const std::string y = std::to_string(ymd.year);
        const std::string m = std::to_string(ymd.month);
        const std::string d = std::to_string(ymd.day);
        CAPTURE(to_text(date));
        REQUIRE(read_date(to_text(date)) == date);
        REQUIRE(read_date(y + "年" + m + "月" + d + "日") == date);
        REQUIRE(read_date(d + "/" + m + "/" + y, dmy) == date);
        REQUIRE(read_date(m + "/" + d + "/" + y, mdy) == date);
        const int serial = date.days - first_date.days + (date.days - first_date.days < 59 ? 1 : 2);
        REQUIRE(read_date(std::to_string(serial), DateOrder::unknown, true) == date);
        const auto unsure = read_date(d + "/" + m + "/" + y);
        REQUIRE((unsure ? *unsure == date : unsure.error().code == ErrorCode::ambiguous));
    }
}

TEST_CASE("a cell proves an order or none") {
    CHECK(order_of("2025-03-01") == ymd);
    CHECK(order_of("2025/1/2") == ymd);
    CHECK(order_of("20250301") == ymd);
    CHECK(order_of("31/12/2025") == dmy);
    CHECK(order_of("12/31/2025") == mdy);
    for (const char* text : {"", "abc", "01/02/2025", "05/05/2025", "1 Mar 2025", "2025-02-30",
                             "01-03-25", "\xFF", "1234.50"}) {
        CAPTURE(text);
        CHECK(order_of(text) == DateOrder::unknown);
    }
}

TEST_CASE("typed dates are read relative to today") {
    const Date today = parse_iso(today_text).value();
    for (const GoodDate& row : typed_dates) {
        CAPTURE(row.text);
        const auto date = read_typed_date(row.text, today, row.order == dmy ? dmy : ymd);
        REQUIRE(date.has_value());
        CHECK(to_text(*date) == row.date);
    }
    for (const BadDate& row : bad_typed_dates) {
        CAPTURE(row.text);
        const auto date = read_typed_date(row.text, today, row.order == dmy ? dmy : ymd);
        REQUIRE(!date.has_value());
        CHECK(name_of(date.error().code) == name_of(row.code));
    }
    CHECK(to_text(*read_typed_date("+1m", parse_iso("2024-01-31").value())) == "2024-02-29");
    CHECK(to_text(*read_typed_date("+1y", parse_iso("2024-02-29").value())) == "2025-02-28");
    CHECK(to_text(*read_typed_date("下月底", parse_iso("2025-01-31").value())) == "2025-02-28");
}

TEST_CASE("a megabyte is refused at once") {
    for (const char letter : {'1', ' ', '/', ':'}) {
        const std::string huge(1'000'000, letter);
        CHECK(!read_date(huge).has_value());
        CHECK(read_date(huge).error().detail.size() <= 100);
        CHECK(order_of(huge) == DateOrder::unknown);
        CHECK(!read_typed_date(huge, Date{0}).has_value());
    }
}
