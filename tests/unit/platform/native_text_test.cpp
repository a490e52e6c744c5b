#include <doctest/doctest.h>

#include <string>

#include "platform/bytes.h"
#include "platform/platform.h"

using namespace huikuan::platform;
using huikuan::test::bytes_of;

namespace {

// The text in pieces of so many bytes; nullopt and where, if it cannot be read.
std::optional<std::string> read(std::string_view encoding, const std::string& text,
                                std::size_t piece, std::uint64_t* bad = nullptr) {
    const auto decoder = make_decoder(encoding);
    REQUIRE(decoder != nullptr);
    std::string all;
    std::size_t at = 0;
    do {
        const std::string part = text.substr(at, piece);
        at += part.size();
        const auto decoded = decoder->decode(bytes_of(part), at == text.size());
        if (!decoded) {
            if (bad != nullptr) *bad = decoder->bad_offset;
            return std::nullopt;
        }
        all += *decoded;
    } while (at < text.size());
    return all;
}

struct Sample {
    std::string_view encoding;
    std::string bytes;
    std::string text;
};

const Sample samples[] = {
    {"utf-8", "客户,金额\n𠮷野家,1\n", "客户,金额\n𠮷野家,1\n"},
    {"utf-8", "\xEF\xBB\xBF客户", "客户"},
    {"gb18030", "\xBF\xCD\xBB\xA7,\xBD\xF0\xB6\xEE\n", "客户,金额\n"},
    {"gb18030", "\x95\x32\x83\x33\x95\x34\xB2\x35", "𠀇𠮷"}, // four bytes a character
    {"utf-16le", std::string("\xFF\xFE\xA2\x5B\x37\x62\x0A\x00", 8), "客户\n"},
    {"utf-16le", std::string("\x42\xD8\xB7\xDF", 4), "𠮷"},
    {"utf-16be", std::string("\xFE\xFF\x5B\xA2\x62\x37", 6), "客户"},
    {"big5", "\xAB\xC8\xA4\xE1", "客戶"},
    {"windows-1252", "\x80 5,00 caf\xE9 \x81", "€ 5,00 café \xC2\x81"},
};

} // namespace

TEST_CASE("foreign text is read alike however it is cut") {
    for (const Sample& sample : samples) {

        for (const std::size_t piece : {1UL, 2UL, 3UL, 5UL, 1000UL}) {
            CAPTURE(sample.encoding);
            CAPTURE(piece);
            CHECK(read(sample.encoding, sample.bytes, piece) == sample.text);
        }
    }
}

TEST_CASE("bytes that mean nothing are found, counted from the first one") {
    std::uint64_t bad = 0;
    for (const std::size_t piece : {1UL, 4UL, 1000UL}) {
        CAPTURE(piece);
        CHECK(!read("utf-8", "abc客户\xFFz", piece, &bad));
        CHECK(bad == 9);
        CHECK(
            !read("utf-8", "客户,\xBF\xCD\xBB\xA7", piece, &bad)); // Chinese of Windows, not UTF-8
        CHECK(bad == 7);
    }
}

TEST_CASE("a character that is cut by the end of the file is an error, not silence") {
    std::uint64_t bad = 0;
    CHECK(!read("utf-8", "ab\xE5\xAE", 1000, &bad));
    CHECK(bad == 2);
    CHECK(!read("gb18030", "ab\xBF", 1, &bad));
    CHECK(bad == 2);
    CHECK(!read("utf-16le", std::string("a\0b", 3), 1000, &bad));
    CHECK(bad == 2);
}

TEST_CASE("surrogates, overlong forms and what lies beyond Unicode are not UTF-8") {
    for (const std::string text : {"\xED\xA0\x80", "\xC0\xAF", "\xF4\x90\x80\x80", "\xFE"}) {
        std::uint64_t bad = 99;
        CHECK(!read("utf-8", text, 1000, &bad));
        CHECK(bad == 0);
    }
}

TEST_CASE("an encoding that is not offered has no decoder") {
    CHECK(make_decoder("utf-7") == nullptr);
    CHECK(make_decoder("") == nullptr);
}

TEST_CASE("an empty file is an empty text") { CHECK(read("utf-8", "", 10) == ""); }
