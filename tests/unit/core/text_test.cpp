#include "core/text.h"

#include <doctest/doctest.h>

using namespace huikuan::core;

TEST_CASE("UTF-8 is what the standard says, no more") {
    for (const char* good : {"", "abc", "回款", "é", "😀", "\xF4\x8F\xBF\xBF", "\xEF\xBB\xBF"}) {
        CAPTURE(good);
        CHECK(is_utf8(good));
    }
    for (const char* bad :
         {"\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF0\x80\x80\x80",
          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE5\x9B", "\xFF",
          "a\xE5\x9B"
          "b",
          "\xF0\x9F\x98"}) {
        CHECK(!is_utf8(bad));
        CHECK(!fold(bad));
    }
}

TEST_CASE("every code point goes through bytes and back") {
    for (char32_t code = 0; code <= 0x10FFFF; code += code < 0x3000 ? 1 : 37) {
        if (code >= 0xD800 && code <= 0xDFFF) { continue; }
        std::string text;
        append_code_point(text, code);
        std::size_t at = 0;
        REQUIRE(next_code_point(text, at) == code);
        REQUIRE(at == text.size());
    }
}

TEST_CASE("blanks of every script are trimmed, what is between them stays") {
    CHECK(trim(" \t\r\n a b \u3000\u00A0") == "a b");
    CHECK(trim("\uFEFF回款\u200B") == "回款");
    CHECK(trim("\u3000\u2003 ").empty());
    CHECK(trim("").empty());
    CHECK(trim(" \xFF ") == "\xFF");
    CHECK(trim("\x80\x80\x80\x80\x80") == "\x80\x80\x80\x80\x80");
    CHECK(trim("é") == "é");
}

TEST_CASE("control characters are seen in every form") {
    CHECK(!has_control("回款 😀 مرحبا", false));
    CHECK(has_control("a\nb", false));
    CHECK(!has_control("a\nb", true));
    CHECK(has_control("a\tb", true));
    CHECK(has_control("a\rb", true));
    CHECK(has_control(std::string_view("a\0b", 3), true));
    CHECK(has_control("a\x7F", false));
    CHECK(has_control("a\u0085", true));
    CHECK(has_control("a\u2028", true));
}

TEST_CASE("folding makes one form of many") {
    CHECK(fold("ＡＢＣ１２３，．") == "abc123,.");
    CHECK(fold(" \u22125\u00A0000 ") == "-5 000");
    CHECK(fold("1’234") == "1'234");
    CHECK(fold("￥１") == "¥1");
    CHECK(fold("\u202E5\u202C") == "5");
    CHECK(fold("Ünïcode") == "Ünïcode");
    CHECK(fold("") == "");
}
