#include "sync/zip_file.h"

#include <doctest/doctest.h>

namespace {

using namespace huikuan;
using core::ErrorCode;

core::Date day(int year, int month, int date) { return core::date_of(year, month, date).value(); }

std::string two_files() {
    sync::ZipWriter zip(day(2026, 11, 22));
    REQUIRE(zip.add("证据目录.html", "<p>目录</p>"));
    REQUIRE(zip.add("1 合同/合同.txt", std::string(100'000, 'x')));
    return zip.finish().value();
}

TEST_CASE("what is written is read back, names in UTF-8") {
    const std::string bytes = two_files();
    auto zip = sync::ZipReader::open(bytes);
    REQUIRE(zip);
    REQUIRE(zip->entries().size() == 2);
    CHECK(zip->entries()[0].name == "证据目录.html");
    CHECK(zip->entries()[1].bytes == 100'000);
    CHECK(zip->has("1 合同/合同.txt"));
    CHECK(!zip->has("1 合同"));
    CHECK(zip->read("证据目录.html", 1000).value() == "<p>目录</p>");
    CHECK(zip->read("1 合同/合同.txt", 100'000).value() == std::string(100'000, 'x'));
    CHECK(zip->read("1 合同/合同.txt", 99'999).error().code == ErrorCode::too_large);
    CHECK(zip->read("没有", 1000).error().code == ErrorCode::required);
    CHECK(bytes.size() < 1'000);
}

TEST_CASE("equal contents of one day are equal bytes; another day is another file") {
    CHECK(two_files() == two_files());
    sync::ZipWriter zip(day(2026, 11, 23));
    REQUIRE(zip.add("证据目录.html", "<p>目录</p>"));
    REQUIRE(zip.add("1 合同/合同.txt", std::string(100'000, 'x')));
    CHECK(zip.finish().value() != two_files());
}

TEST_CASE("nothing in it, empty files, and days that ZIP does not know") {
    const std::string none = sync::ZipWriter(day(2026, 1, 1)).finish().value();
    CHECK(sync::ZipReader::open(none)->entries().empty());
    sync::ZipWriter zip(day(1901, 2, 3));
    REQUIRE(zip.add("empty", ""));
    const std::string bytes = zip.finish().value();
    CHECK(sync::ZipReader::open(bytes)->read("empty", 0).value().empty());
}

TEST_CASE("names that lead out of a folder, or are there already, are refused") {
    sync::ZipWriter zip(day(2026, 1, 1));
    for (const std::string_view name :
         {"", "/etc/x", "..", "a/../b", "a//b", "a/", "./a", "a\\b", "a\nb", "a\x7F"}) {
        CAPTURE(name);
        CHECK(zip.add(name, "x").error().code == ErrorCode::malformed);
    }
    CHECK(zip.add(std::string(2000, 'a'), "x").error().code == ErrorCode::malformed);
    REQUIRE(zip.add("a..b/c.txt", "x"));
    CHECK(zip.add("A..b/C.txt", "y").error().code == ErrorCode::duplicate_number);
    const std::string bytes = zip.finish().value();
    CHECK(sync::ZipReader::open(bytes)->entries().size() == 1);
    CHECK(zip.finish().error().code == ErrorCode::too_large);
}

TEST_CASE("a damaged file is refused or reads as it was written, never otherwise") {
    const std::string whole = two_files();
    for (std::size_t length = 0; length < whole.size(); ++length) {
        CAPTURE(length);
        CHECK(!sync::ZipReader::open(std::string_view(whole).substr(0, length)));
    }
    int refused = 0;
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ 0x41);
        auto zip = sync::ZipReader::open(bytes, 100);
        if (!zip) {
            ++refused;
            continue;
        }
        for (const sync::ZipEntry& entry : zip->entries()) {
            const auto text = zip->read(entry.name, 200'000);
            if (!text) {
                ++refused;
                continue;
            }
            CAPTURE(at);
            CHECK((*text == "<p>目录</p>" || *text == std::string(100'000, 'x')));
        }
    }
    CHECK(refused > 50);
    CHECK(!sync::ZipReader::open(""));
    CHECK(!sync::ZipReader::open("not a zip at all, however long it may be"));
    CHECK(sync::ZipReader::open(whole, 1).error().code == ErrorCode::too_large);
}

} // namespace
