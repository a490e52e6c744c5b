#include "sync/csv_sniff.h"

#include <doctest/doctest.h>

using namespace huikuan;

namespace {

std::string kind(std::string_view text, bool whole = true) {
    const auto seen = sync::sniff(
        std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()), whole);
    if (!seen) { return std::string(core::name_of(seen.error().code)) + " " + seen.error().detail; }
    return seen->name + " " + std::to_string(seen->bom) + (seen->certain ? " certain" : " guess");
}

using namespace std::string_view_literals;

} // namespace

TEST_CASE("encodings are told by marks and by what the bytes can be") {
    CHECK(kind("a,b\n1,2\n") == "utf-8 0 guess");
    CHECK(kind("客户,金额\n") == "utf-8 0 certain");
    CHECK(kind("\xEF\xBB\xBF"
               "a,b\n") == "utf-8 3 certain");
    CHECK(kind("\xFF\xFE"
               "a\0,\0"sv) == "utf-16le 2 certain");
    CHECK(kind("\xFE\xFF\0a\0,"sv) == "utf-16be 2 certain");
    CHECK(kind("a\0,\0b\0\n\0"sv) == "utf-16le 0 certain");
    CHECK(kind("\0a\0,\0b\0\n"sv) == "utf-16be 0 certain");
    CHECK(kind("\xBF\xCD\xBB\xA7,1\n") == "gb18030 0 certain"); // 客户
    // A character that is cut at the end of the look is no fault; at the end of the file it is one.
    CHECK(kind("客户,\xE9\x87", false) == "utf-8 0 certain");
    CHECK(kind("客户,\xE9\x87", true) == "gb18030 0 certain");
    // Damage in a text that is UTF-8 beyond doubt is damage, not another encoding.
    CHECK(kind("客户,金额\n\xFF\xFF", true) == "utf-8 0 certain");
}

TEST_CASE("what is no sheet is called by its name") {
    CHECK(kind("") == "required ");
    CHECK(kind(" \r\n\n") == "required ");
    CHECK(kind("<!DOCTYPE html>\n<html>") == "unsupported html");
    CHECK(kind("\n  <HTML><body>Please log in</body>") == "unsupported html");
    CHECK(kind("<table><tr><td>1</td></tr></table>") == "unsupported html");
    CHECK(kind("\xEF\xBB\xBF<html>") == "unsupported html");
    CHECK(kind("<?xml version=\"1.0\"?><Invoice/>") == "unsupported xml");
    CHECK(kind("{\"$\":\"seg\"}") == "unsupported json");
    CHECK(kind("PK\x03\x04....[Content_Types].xml") == "unsupported xlsx");
    CHECK(kind("PK\x03\x04....readme.txt") == "unsupported zip");
    CHECK(kind("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv) == "unsupported xls");
    CHECK(kind("%PDF-1.7") == "unsupported pdf");
    CHECK(kind("\x1F\x8B\x08") == "unsupported gzip");
    CHECK(kind("SQLite format 3\0"sv) == "unsupported binary");
    CHECK(kind("\x89PNG\r\n") == "unsupported image");
    CHECK(kind("abc\x01\x02\x03") == "unsupported binary");
    CHECK(kind("a,b\nhtml,<b>1</b>\n") == "utf-8 0 guess"); // tags in a cell are only text
}

TEST_CASE("UTF-8 is checked across the ends of pieces") {
    const std::string good = "a客户\xF0\x9F\x98\x80é";
    for (std::size_t cut = 0; cut <= good.size(); ++cut) {
        sync::Utf8Check check;
        CHECK(check.push(std::string_view(good).substr(0, cut)) == sync::Utf8Check::npos);
        CHECK(check.push(std::string_view(good).substr(cut)) == sync::Utf8Check::npos);
        CHECK(check.complete());
    }
    for (const auto& bad : {"\x80"sv, "\xC0\xAF"sv, "\xE0\x80\x80"sv, "\xED\xA0\x80"sv,
                            "\xF4\x90\x80\x80"sv, "\xF0\x80\x80\x80"sv, "\xFF"sv, "\xC3("sv}) {
        sync::Utf8Check check;
        CHECK(check.push(bad) != sync::Utf8Check::npos);
    }
    sync::Utf8Check cut;
    CHECK(cut.push("\xE5\xAE") == sync::Utf8Check::npos);
    CHECK(!cut.complete());
}
