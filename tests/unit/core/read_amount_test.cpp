#include <doctest/doctest.h>

#include "core/read.h"

using namespace huikuan::core;

namespace {

using NumberStyle::comma_decimal;
using NumberStyle::point_decimal;

struct GoodAmount {
    std::string_view text;
    std::int64_t minor;
    int exponent = 2;
    NumberStyle style = NumberStyle::unknown;
};
struct BadAmount {
    std::string_view text;
    ErrorCode code;
    int exponent = 2;
    NumberStyle style = NumberStyle::unknown;
};

constexpr GoodAmount good_amounts[] = {
    {"0", 0},
    {"-0", 0},
    {"1", 100},
    {"0.01", 1},
    {".5", 50},
    {"5.", 500},
    {"007", 700},
    {"1234.5", 123'450},
    {"1,234.50", 123'450},
    {"1.234,50", 123'450},
    {"1,234", 123'400}, // three decimals are not possible
    {"1,234", 123'400, 2, point_decimal},
    {"1,234", 1'234, 3, comma_decimal},
    {"1.234", 123'400, 2, comma_decimal},
    {"1.234", 1'234, 3, point_decimal},
    {"1,234,567", 123'456'700},
    {"1.234.567", 123'456'700},
    {"1.234.567,89", 123'456'789},
    {"1,234,567.89", 123'456'789},
    {"1 234 567,89", 123'456'789},
    {"1\u00A0234,50", 123'450},
    {"1\u202F234.50", 123'450},
    {"1'234.50", 123'450},
    {"1’234’567.5", 123'456'750},
    {"12,5", 1'250},
    {"12,50", 1'250},
    {"0,500", 50}, // no group begins with 0
    {"0.500", 50},
    {"12.3400", 1'234},
    {"1,2345,6789", 12'345'678'900},
    {"12,3456", 12'345'600},
    {"12,34,567.00", 123'456'700},
    {"(1,234.50)", -123'450},
    {"（１，２３４．５０）", -123'450},
    {"1,234.50-", -123'450},
    {"-1,234.50", -123'450},
    {"- 1,234.50", -123'450},
    {"\u22121.5", -150},
    {"+5", 500},
    {"１２３４．５", 123'450},
    {"¥1,234.50", 123'450},
    {"￥ 1,234.50", 123'450},
    {"¥-100", -10'000},
    {"-¥100", -10'000},
    {"$(100)", -10'000},
    {"($100)", -10'000},
    {"US$ 1,000.00", 100'000},
    {"CNY1234", 123'400},
    {"RMB 1,000", 100'000},
    {"1234 CNY", 123'400},
    {"1234元", 123'400},
    {"1234元整", 123'400},
    {"5.594,00 €", 559'400},
    {"1.2万", 1'200'000},
    {"1.2万元", 1'200'000},
    {"1.2345万", 1'234'500},
    {"1.234567万", 1'234'567},
    {"3亿", 30'000'000'000},
    {"3亿元", 30'000'000'000},
    {"5千万", 5'000'000'000},
    {"2百万美元", 200'000'000},
    {"1万亿", 100'000'000'000'000},
    {"'1234.50", 123'450},
    {"\t 1234.50\t", 123'450},
    {"\uFEFF12", 1'200},
    {"\u202D12.00\u202C", 1'200}, // marks of direction, as Windows' calculator copies them
    {"1,234", 1'234, 0},
    {"1,235.00", 1'235, 0},
    {"1.5", 1'500, 3},
    {"1.2345", 12'345, 4},
    {"12.34", 1'234'000'000, 8}, // a column headed 百万
    {"1000000000000.00", 100'000'000'000'000},
    {"-1000000000000", -100'000'000'000'000},
    {"000000000000000000000000000001", 100},
};

constexpr BadAmount bad_amounts[] = {
    {"", ErrorCode::required},
    {" \u3000\t", ErrorCode::required},
    {"abc", ErrorCode::malformed},
    {"-", ErrorCode::malformed},
    {"()", ErrorCode::malformed},
    {"¥", ErrorCode::malformed},
    {".", ErrorCode::malformed},
    {",", ErrorCode::malformed},
    {"--5", ErrorCode::malformed},
    {"-(5)", ErrorCode::malformed},
    {"-5-", ErrorCode::malformed},
    {"(5", ErrorCode::malformed},
    {"5)", ErrorCode::malformed},
    {"1,23", ErrorCode::malformed, 2, point_decimal},
    {"12,5", ErrorCode::malformed, 2, point_decimal},
    {"1.234,50", ErrorCode::malformed, 2, point_decimal},
    {"1,234.50", ErrorCode::malformed, 2, comma_decimal},
    {"1,,234", ErrorCode::malformed},
    {"1,234,56", ErrorCode::malformed},
    {"1,234.567.890", ErrorCode::malformed},
    {"1.2.3", ErrorCode::malformed},
    {"0,123,456", ErrorCode::malformed},
    {"12 34", ErrorCode::malformed},
    {"1 234,567.00", ErrorCode::malformed},
    {"1.23457E+15", ErrorCode::malformed},
    {"1e5", ErrorCode::malformed},
    {"0x10", ErrorCode::malformed},
    {"5%", ErrorCode::malformed},
    {"NaN", ErrorCode::malformed},
    {"inf", ErrorCode::malformed},
    {"五百", ErrorCode::malformed},
    {"1亿2000万", ErrorCode::malformed},
    {"USD USD 5", ErrorCode::malformed},
    {"😀5", ErrorCode::malformed},
    {"\xFF\xFE"
     "5",
     ErrorCode::malformed},
    {"2025-03-01", ErrorCode::malformed},
    {"1.234", ErrorCode::ambiguous},
    {"1.500", ErrorCode::ambiguous},
    {"1,234", ErrorCode::ambiguous, 3},
    {"1.234", ErrorCode::ambiguous, 3},
    {"12,3456", ErrorCode::ambiguous, 4},
    {"1.234", ErrorCode::ambiguous, 0},
    {"1,234万", ErrorCode::ambiguous},
    {"0.001", ErrorCode::amount_precision},
    {"12.345", ErrorCode::amount_precision, 2, point_decimal},
    {"1234.567", ErrorCode::amount_precision},
    {"1.5", ErrorCode::amount_precision, 0},
    {"0,123", ErrorCode::amount_precision},
    {"1.2345", ErrorCode::amount_precision},
    {"1.2345678万", ErrorCode::amount_precision},
    {"1000000000000.01", ErrorCode::out_of_range},
    {"99999999999999999999999999999999", ErrorCode::out_of_range},
    {"-9223372036854775808", ErrorCode::out_of_range},
    {"2万亿", ErrorCode::out_of_range},
};

} // namespace

TEST_CASE("amounts are read as they are written") {
    for (const GoodAmount& row : good_amounts) {
        CAPTURE(row.text);
        const auto amount = read_amount(row.text, row.exponent, row.style);
        REQUIRE(amount.has_value());
        CHECK(*amount == row.minor);
    }
}

TEST_CASE("what is no amount, or two, is refused with the cell") {
    for (const BadAmount& row : bad_amounts) {
        CAPTURE(row.text);
        const auto amount = read_amount(row.text, row.exponent, row.style);
        REQUIRE(!amount.has_value());
        CHECK(name_of(amount.error().code) == name_of(row.code));
        CHECK(amount.error().detail == row.text);
    }
}

TEST_CASE("a cell of a megabyte costs nothing and is cut in the answer") {
    for (const char letter : {'1', ' ', ',', '(', '-'}) {
        const std::string huge(1'000'000, letter);
        const auto amount = read_amount(huge, 2);
        REQUIRE(!amount.has_value());
        CHECK(amount.error().detail.size() <= 100);
        CHECK(style_of(huge) == NumberStyle::unknown);
    }
}

TEST_CASE("hostile exponents do no harm") {
    CHECK(read_amount("1", -5) == 1);
    CHECK(read_amount("1", INT32_MAX) == 1'000'000'000'000);
    CHECK(read_amount("1", INT32_MIN) == 1);
}

TEST_CASE("a written amount is read back in both styles") {
    for (const std::int64_t minor :
         {0LL, 1LL, -1LL, 99LL, 100LL, 123'456LL, -99'999'999LL, 100'000'000'000'000LL}) {
        for (const char* code : {"CNY", "JPY", "KWD", "CLF"}) {
            const Money money{minor, *parse_currency(code)};
            const std::string text = to_text(money);
            CAPTURE(text);
            CHECK(read_amount(text, money.currency.exponent(), point_decimal) == minor);
            std::string turned = text;
            for (char& letter : turned) {
                letter = letter == '.' ? ',' : letter == ',' ? '.' : letter;
            }
            CHECK(read_amount(turned, money.currency.exponent(), comma_decimal) == minor);
        }
    }
}

TEST_CASE("a cell proves a style or none") {
    for (const char* text : {"1,234.50", "12.5", "0.123", "1,234,567", "1,2345,6789", "1234.567",
                             "¥12.50", "(12.5)", "1'234.50"}) {
        CAPTURE(text);
        CHECK(style_of(text) == point_decimal);
    }
    for (const char* text :
         {"1.234,50", "12,5", "1.234.567", "0,123", "1234,567", "12,50 €", "1 234,5"}) {
        CAPTURE(text);
        CHECK(style_of(text) == comma_decimal);
    }
    for (const char* text :
         {"", "1234", "1,234", "1.234", "-1.234", "abc", "1 234", "12,3456", "1.2.3", "\xFF"}) {
        CAPTURE(text);
        CHECK(style_of(text) == NumberStyle::unknown);
    }
}
