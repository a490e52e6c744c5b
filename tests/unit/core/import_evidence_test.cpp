// Column-wide decisions: the order of day and month, the decimal sign.
#include <doctest/doctest.h>

#include "core/import.h"
#include "sample.h"

using namespace huikuan::core;

namespace {

ColumnEvidence column(std::initializer_list<const char*> cells) {
    ColumnEvidence evidence;
    std::int64_t line = 1;
    for (const char* cell : cells) { evidence.add(cell, ++line); }
    return evidence;
}

std::string dates(std::initializer_list<const char*> cells) {
    const auto order = column(cells).date_order();
    if (!order) {
        return std::string(name_of(order.error().code)) + " " + order.error().detail + " " +
               std::to_string(order.error().line);
    }
    return *order == DateOrder::dmy   ? "dmy"
           : *order == DateOrder::mdy ? "mdy"
           : *order == DateOrder::ymd ? "ymd"
                                      : "any";
}

std::string numbers(std::initializer_list<const char*> cells, int exponent = 2) {
    const auto style = column(cells).number_style(exponent);
    if (!style) {
        return std::string(name_of(style.error().code)) + " " + style.error().detail + " " +
               std::to_string(style.error().line);
    }
    return *style == NumberStyle::point_decimal   ? "point"
           : *style == NumberStyle::comma_decimal ? "comma"
                                                  : "any";
}

} // namespace

TEST_CASE("one cell in the whole column decides the order of day and month") {
    CHECK(dates({"01/02/2025", "03/04/2025", "31/12/2025"}) == "dmy");
    CHECK(dates({"01/02/2025", "12/31/2025"}) == "mdy");
    CHECK(dates({"2025-01-02", "2025/3/4"}) == "ymd");
    CHECK(dates({"2025年1月2日"}) != "dmy");
    CHECK(dates({"01/02/2025", "03/04/2025"}) == "ambiguous 01/02/2025 0");
    CHECK(dates({"31/12/2025", "12/31/2025"}) == "ambiguous 31/12/2025 / 12/31/2025 3");
    CHECK(dates({"12/31/2025", "01/02/2025", "31/12/2025"}) ==
          "ambiguous 12/31/2025 / 31/12/2025 4");
    // A column that mixes ISO with a reading that nothing decides is not decided by the ISO cells.
    CHECK(dates({"2025-01-02", "03/04/2025"}) == "ambiguous 03/04/2025 0");
    CHECK(dates({}) == "any");
    CHECK(dates({"-", "", "n/a", "soon"}) == "any");
}

TEST_CASE("one cell in the whole column decides the decimal sign") {
    CHECK(numbers({"1,234", "1,234.50"}) == "point");
    CHECK(numbers({"1.234", "1.234,50"}) == "comma");
    CHECK(numbers({"12,5"}) == "comma");
    CHECK(numbers({"1,234.50", "1.234,50"}) == "ambiguous 1,234.50 / 1.234,50 3");
    CHECK(numbers({"5594", "8099"}) == "any");
    CHECK(numbers({}) == "any");
    // Three decimals are only possible where the currency keeps them.
    CHECK(numbers({"1,234"}, 3) == "ambiguous 1,234 0");
    CHECK(numbers({"1,234"}, 0) == "any");
}

TEST_CASE("a column that decides nothing is read like its neighbours") {
    const std::vector<std::string> header{"客户", "发票号", "开票日期", "到期日", "金额"};
    const ImportMapping mapping = guess_mapping(header, {});
    const auto decide = [&](ColumnEvidence issued, ColumnEvidence due, ImportMapping chosen,
                            ImportReading& reading) {
        const std::vector<ColumnEvidence> columns{column({"某"}), column({"1"}), std::move(issued),
                                                  std::move(due), column({"5"})};
        return decide_reading(chosen, header, columns, cny, reading);
    };
    ImportReading reading;
    CHECK(decide(column({"01/02/2025"}), column({"31/03/2025"}), mapping, reading).empty());
    CHECK(reading.order[static_cast<std::size_t>(ImportField::issued)] == DateOrder::dmy);

    const auto open = decide(column({"01/02/2025"}), column({"2025-03-31"}), mapping, reading);
    REQUIRE(open.size() == 1); // ISO beside it proves nothing about day and month
    CHECK(open[0] == Error{ErrorCode::ambiguous, "issued", "01/02/2025", 0});

    ImportMapping chosen = mapping;
    chosen.date_order = DateOrder::mdy;
    CHECK(decide(column({"01/02/2025"}), column({"03/04/2025"}), chosen, reading).empty());
    CHECK(reading.order[static_cast<std::size_t>(ImportField::due)] == DateOrder::mdy);
}

TEST_CASE("columns that are needed are asked for by name") {
    ImportReading reading;
    const auto open = decide_reading({}, std::vector<std::string>{"a"}, {}, cny, reading);
    std::vector<std::string> fields;
    for (const Error& error : open) {
        CHECK(error.code == ErrorCode::required);
        fields.push_back(error.field);
    }
    CHECK(fields == std::vector<std::string>{"customer_code", "number", "issued", "amount"});

    ImportMapping mapping = guess_mapping(
        std::vector<std::string>{"客户", "发票号", "开票日期", "金额", "收款金额"}, {});
    mapping[ImportField::settled_date] = -1;
    const auto settled = decide_reading(mapping, std::vector<std::string>(5, "x"),
                                        std::vector<ColumnEvidence>(5), cny, reading);
    CHECK(settled.empty()); // paid before, on days that nobody tells
}
