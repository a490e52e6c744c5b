// Workbooks of both kinds: what their cells say, and what is refused before it can do harm.
#include "sync/workbook.h"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "sync/workbook_parts.h"
#include "sync/workbook_sample.h"

using namespace huikuan;
using namespace huikuan::tests;

namespace {

core::Result<sync::Workbook> workbook_of(const std::string& file) {
    return sync::read_workbook(
        std::span(reinterpret_cast<const std::uint8_t*>(file.data()), file.size()));
}
std::string text_of(const std::string& file) {
    const auto workbook = workbook_of(file);
    INFO((workbook ? std::string() : workbook.error().detail));
    REQUIRE(workbook.has_value());
    return workbook->sheets.front().text;
}
std::string refusal_of_workbook(const std::string& file) {
    const auto workbook = workbook_of(file);
    REQUIRE_FALSE(workbook.has_value());
    CHECK(workbook.error().field == "workbook");
    return std::string(core::name_of(workbook.error().code)) + " " + workbook.error().detail;
}
std::int64_t note(const std::string& file, sync::WorkbookNote which) {
    return workbook_of(file).value().sheets.front().notes.at(static_cast<std::size_t>(which));
}
std::string row(int number, const std::string& cells) {
    return "<row r=\"" + std::to_string(number) + "\">" + cells + "</row>";
}

} // namespace

TEST_CASE("cells of a workbook say what a spreadsheet shows") {
    const std::string strings =
        "<si><t>客户</t></si><si><r><t>a </t></r><r><t>\"b\"</t></r><rPh><t>x</t></rPh></si>";
    const std::string rows =
        row(1, "<c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"s\"><v>1</v></c>") +
        row(3, "<c r=\"A3\" t=\"inlineStr\"><is><t>line\none_x000D_two</t></is></c>"
               "<c r=\"B3\"><v>1234.5600000000001</v></c><c r=\"C3\" s=\"3\"><v>-0</v></c>"
               "<c r=\"D3\"><f>1+1</f><v>2</v></c><c r=\"E3\" t=\"str\"><f>A1</f><v>INV-1</v></c>"
               "<c r=\"F3\" t=\"b\"><v>1</v></c><c r=\"G3\" t=\"e\"><v>#N/A</v></c>"
               "<c r=\"AA3\"><v>6222000012345678</v></c>");
    CHECK(text_of(xlsx_of({{"s", rows}}, {.strings = strings})) ==
          "客户\t\t\"a \"\"b\"\"\"\n\nline one two\t1234.56\t0\t2\tINV-1\tTRUE\t#N/A"
          "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t6222000012345678\n");
    // Rows and cells that do not say where they stand follow each other; prefixes are no names.
    CHECK(text_of(xlsx_of({{"s", "<x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row>"
                                 "<x:row><x:c><x:v>3</x:v></x:c></x:row>"}},
                          {.prefix = "x:"})) == "1\t2\n3\n");
}

TEST_CASE("numbers are written as they are shown, and nothing is no minus nothing") {
    CHECK(sync::plain_number(0.1 + 0.2) == "0.3");
    CHECK(sync::plain_number(-0.0) == "0");
    CHECK(sync::plain_number(-0.07) == "-0.07");
    CHECK(sync::plain_number(100) == "100");
    CHECK(sync::plain_number(12345678901236500.0) == "12345678901236500");
    CHECK(sync::plain_number(0.00001) == "0.00001");
    CHECK(sync::plain_number(-1e-300) == "0");
    CHECK(sync::plain_number(1e300).size() == 301);
    CHECK(sync::plain_number(999999999999999) == "999999999999999");
}

TEST_CASE("days count from 1900 or from 1904") {
    CHECK(sync::date_of_number(1, false) == "1900-01-01");
    CHECK(sync::date_of_number(59, false) == "1900-02-28");
    CHECK(sync::date_of_number(60, false) == "1900-02-29"); // spreadsheets believe in it
    CHECK(sync::date_of_number(61, false) == "1900-03-01");
    CHECK(sync::date_of_number(46348, false) == "2026-11-22");
    CHECK(sync::date_of_number(46348 - 1462, true) == "2026-11-22");
    CHECK(sync::date_of_number(0, true) == "1904-01-01");
    CHECK(sync::date_of_number(46348.5, false) == "2026-11-22 12:00:00");
    CHECK(sync::date_of_number(46347.999999999, false) == "2026-11-22");
    CHECK(sync::date_of_number(0.25, false) == "06:00:00");
    CHECK(sync::date_of_number(0, false).empty());
    CHECK(sync::date_of_number(-1, false).empty());
    CHECK(sync::date_of_number(1e18, false).empty());
    CHECK(sync::date_of_number(std::nan(""), false).empty());

    const std::string rows = row(1, "<c r=\"A1\" s=\"1\"><v>46348</v></c><c r=\"B1\" s=\"2\">"
                                    "<v>46348</v></c><c r=\"C1\" s=\"3\"><v>46348</v></c>"
                                    "<c r=\"D1\" t=\"d\"><v>2026-11-22T00:00:00</v></c>"
                                    "<c r=\"E1\" s=\"4\"><v>0.5</v></c>");
    CHECK(text_of(xlsx_of({{"s", rows}})) ==
          "2026-11-22\t2026-11-22\t46348\t2026-11-22\t12:00:00\n");
    const std::string mac =
        xlsx_of({{"s", row(1, "<c r=\"A1\" s=\"1\"><v>44886</v></c>")}}, {.since_1904 = true});
    CHECK(text_of(mac) == "2026-11-22\n");
    CHECK(note(mac, sync::WorkbookNote::since_1904) == 1);
}

TEST_CASE("a number format shows a date or does not") {
    for (const char* date : {"yyyy-mm-dd", "m/d/yy h:mm", "[$-804]yyyy\"年\"m\"月\"", "[h]:mm",
                             "e\"年\"m\"月\"", "mmm", "hh:mm:ss AM/PM", "[Red]d"}) {
        CAPTURE(date);
        CHECK(sync::shows_date(date));
    }
    for (const char* number :
         {"General", "0.00", "#,##0.00_);[Red](#,##0.00)", "0.00E+00", "\"days\" 0", "\\d0",
          "[$¥-804]#,##0.00", "@", "", "[", "\"", "\\", "0;yyyy", "_d0", "[Red]0"}) {
        CAPTURE(number);
        CHECK_FALSE(sync::shows_date(number));
    }
    for (const int id : {14, 22, 31, 57}) CHECK(sync::shows_date(id));
    for (const int id : {0, 4, 13, 23, 44, 49, 164}) CHECK_FALSE(sync::shows_date(id));
}

TEST_CASE("merged cells speak for all their rows, but an amount is said once") {
    const std::string rows = row(1, "<c r=\"A1\" t=\"str\"><v>甲</v></c><c r=\"B1\"><v>1</v></c><c "
                                    "r=\"C1\"><v>90</v></c>") +
                             row(2, "<c r=\"A2\"/><c r=\"B2\"><v>2</v></c><c r=\"C2\"/>") +
                             row(3, "<c r=\"B3\"><v>3</v></c>") +
                             row(4, "<c r=\"A4\" t=\"str\"><v>乙</v></c>");
    const std::string file = xlsx_of(
        {{"s", rows,
          "<mergeCells><mergeCell ref=\"A1:A3\"/><mergeCell ref=\"C1:C3\"/>"
          "<mergeCell ref=\"A4:B4\"/><mergeCell ref=\"D1:D1048576\"/><mergeCell ref=\"no\"/>"
          "</mergeCells>"}});
    CHECK(text_of(file) == "甲\t1\t90\n甲\t2\n甲\t3\n乙\n");
    CHECK(note(file, sync::WorkbookNote::merged) == 3);
}

TEST_CASE("formulas without a value, hidden rows and several sheets are told") {
    const std::string rows = row(1, "<c r=\"A1\"><f>SUM(B1)</f></c><c r=\"B1\"><v>1</v></c>") +
                             "<row r=\"2\" hidden=\"1\"><c r=\"A2\"><v>2</v></c></row>"
                             "<row r=\"3\" hidden=\"1\"></row>";
    const std::string file = xlsx_of(
        {{"empty", ""}, {"secret", row(1, "<c><v>9</v></c>"), "", "veryHidden"}, {"s", rows}});
    const auto workbook = workbook_of(file).value();
    REQUIRE(workbook.sheets.size() == 3);
    CHECK(workbook.sheets[1].hidden);
    CHECK(workbook.sheets[1].text == "9\n");
    CHECK(workbook.usual_sheet() == 2);
    const auto& sheet = workbook.sheets[2];
    CHECK(sheet.rows == 2);
    CHECK(sheet.notes[static_cast<std::size_t>(sync::WorkbookNote::no_value)] == 1);
    CHECK(sheet.notes[static_cast<std::size_t>(sync::WorkbookNote::hidden_rows)] == 1);
    const auto again = sync::workbook_from_wire(sync::workbook_to_wire(workbook));
    REQUIRE(again.has_value());
    CHECK(*again == workbook);
}

TEST_CASE("a workbook of the old kind") {
    Biff cells;
    cells.record(0x0204, label_of(0, 0, u"客户"))
        .record(0x0203, words_of({0, 1, 0}) + double_of(1234.56))
        .record(0x0203, words_of({1, 1, 1}) + double_of(46348))
        .record(0x0006, words_of({2, 1, 0}) + double_of(-0.5) + std::string(12, '\0'))
        .record(0x0006, words_of({3, 1, 0, 0, 0, 0, 0xFFFF}) + std::string(12, '\0'))
        .record(0x0006, words_of({4, 1, 0, 3, 0, 0, 0xFFFF}) + std::string(12, '\0'))
        .record(0x0205, words_of({5, 1, 0}) + std::string("\x2A\x01", 2))
        .record(0x00E5, words_of({1, 0, 4, 0, 0}));
    const std::string file = xls_of(cells.text, 6, 2);
    CHECK(text_of(file) == "客户\t1234.56\n客户\t2026-11-22\n客户\t-0.5\n\n\n\t#N/A\n");
    CHECK(note(file, sync::WorkbookNote::merged) == 1);
    CHECK(note(file, sync::WorkbookNote::no_value) == 1);
    CHECK(text_of(xls_of(Biff().record(0x0203, words_of({0, 0, 1}) + double_of(44886)).text, 1, 1,
                         {.since_1904 = true})) == "2026-11-22\n");
    CHECK(refusal_of_workbook(xls_of(cells.text, 6, 2, {.password = true})) ==
          "unsupported password");
    CHECK(refusal_of_workbook(compound_of("x", "EncryptedPackage")) == "unsupported password");
    CHECK(refusal_of_workbook(compound_of("x", "Book")) == "unsupported old");
    CHECK(refusal_of_workbook(compound_of("x", "WordDocument")) == "unsupported document");
}

TEST_CASE("what is no workbook, is damaged or too large is refused with its reason") {
    const std::string good = xlsx_of({{"s", row(1, "<c r=\"A1\"><v>1</v></c>")}});
    CHECK(refusal_of_workbook("") == "corrupt file");
    CHECK(refusal_of_workbook("客户,金额\n") == "corrupt file");
    CHECK(refusal_of_workbook("PK\x03\x04") == "corrupt zip");
    CHECK(refusal_of_workbook(good.substr(0, good.size() / 2)) == "corrupt zip");
    CHECK(refusal_of_workbook(zip_of({{"content.xml", "<x/>"}, {"mimetype", "ods"}})) ==
          "unsupported ods");
    CHECK(refusal_of_workbook(zip_of({{"a.txt", "x"}})) == "unsupported document");
    const auto root = [](const std::string& target) {
        return zip_of({{"_rels/.rels", "<Relationships><Relationship Id=\"1\" Type=\"x/"
                                       "officeDocument\" Target=\"" +
                                           target + "\"/></Relationships>"}});
    };
    CHECK(refusal_of_workbook(root("xl/workbook.bin")) == "unsupported xlsb");
    CHECK(refusal_of_workbook(root("word/document.xml")) == "unsupported document");
    CHECK(refusal_of_workbook(root("xl/workbook.xml")) == "corrupt xl/workbook.xml");
    CHECK(refusal_of_workbook(xlsx_of({{"s", ""}}, {.flags = 1})) == "unsupported password");
    CHECK(refusal_of_workbook(xlsx_of({{"s", "<row r=\"1\">"}})) ==
          "corrupt xl/worksheets/sheet1.xml");
    CHECK(refusal_of_workbook(xlsx_of({{"s", row(1, "<c r=\"1A\"><v>1</v></c>")}})) ==
          "corrupt 1A");
    CHECK(refusal_of_workbook(xlsx_of({{"s", row(1, "<c r=\"ZZZZ1\"><v>1</v></c>")}})) ==
          "corrupt ZZZZ1");
    CHECK(refusal_of_workbook(xlsx_of({{"s", row(1, "<c t=\"s\"><v>7</v></c>")}})) ==
          "corrupt sharedStrings");
    CHECK(refusal_of_workbook(xlsx_of(
              {{"s", ""}}, {.doctype = "<!DOCTYPE a [<!ENTITY b \"c\">]>"})) == "corrupt doctype");
    std::string deep;
    for (int i = 0; i < 100; ++i) deep += "<d>";
    CHECK(refusal_of_workbook(xlsx_of({{"s", deep}})) == "corrupt depth");
    CHECK(refusal_of_workbook(xlsx_of({})) == "corrupt xl/workbook.xml");
    // One row number is enough to ask for a million lines: no more than that.
    CHECK(text_of(xlsx_of({{"s", row(1'048'576, "<c><v>1</v></c>")}})).size() == 1'048'577);
    CHECK(refusal_of_workbook(xlsx_of({{"s", row(1'048'577, "<c><v>1</v></c>")}}))
              .starts_with("too_large"));
    std::string big = good;
    big.resize(sync::workbook_limit_bytes + 1);
    CHECK(refusal_of_workbook(big) == "too_large " + std::to_string(sync::workbook_limit_bytes));
}

TEST_CASE("the wire is believed only where it says a whole answer") {
    const std::string wire =
        sync::workbook_to_wire(workbook_of(xlsx_of({{"s", row(1, "<c><v>1</v></c>")}})));
    for (std::size_t cut = 0; cut < wire.size(); ++cut) {
        const auto part = sync::workbook_from_wire(wire.substr(0, cut));
        REQUIRE_FALSE(part.has_value());
        CHECK(part.error().code == core::ErrorCode::corrupt);
    }
    CHECK_FALSE(sync::workbook_from_wire(wire + "x").has_value());
    const auto error = sync::workbook_from_wire(
        sync::workbook_to_wire(core::fail(core::ErrorCode::unsupported, "workbook", "password")));
    REQUIRE_FALSE(error.has_value());
    CHECK(error.error().code == core::ErrorCode::unsupported);
    CHECK(error.error().detail == "password");
    CHECK_FALSE(sync::workbook_from_wire("-9999\x1f\x1f").has_value());
}

TEST_CASE("damaged workbooks are refused or read, and end either way") {
    Biff cells;
    cells.record(0x0204, label_of(0, 0, u"客户"))
        .record(0x0203, words_of({1, 1, 1}) + double_of(46348))
        .record(0x00E5, words_of({1, 0, 1, 0, 0}));
    const std::vector<std::string> files{
        xls_of(cells.text, 2, 2),
        xlsx_of({{"s", row(1, "<c r=\"A1\" s=\"1\"><v>1</v></c>"), "<mergeCell ref=\"A1:B2\"/>"}})};
    constexpr int rounds = 400;
    for (int seed = 0; seed < rounds; ++seed) {
        CAPTURE(seed);
        std::mt19937 random(static_cast<std::mt19937::result_type>(seed));
        for (std::string file : files) {
            for (int i = 0; i < 4; ++i) {
                file[random() % file.size()] = static_cast<char>(random());
            }
            if (seed % 4 == 0) file.resize(random() % file.size());
            const auto workbook = workbook_of(file);
            if (workbook) CHECK(!workbook->sheets.empty());
            else CHECK(workbook.error().field == "workbook");
        }
    }
}
