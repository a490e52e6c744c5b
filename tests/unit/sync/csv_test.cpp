#include "sync/csv.h"

#include <doctest/doctest.h>
#include <random>

using namespace huikuan;

namespace {

using Cells = std::vector<std::string>;
struct Read {
    std::vector<std::pair<std::int64_t, Cells>> rows;
    core::Result<void> end;
};

// Fed in pieces of `piece` bytes.
Read read(std::string_view text, char delimiter = ',', std::size_t piece = 1 << 20,
          sync::CsvLimits limits = {}) {
    Read result;
    sync::CsvReader reader(
        delimiter,
        [&](std::int64_t line, std::span<const std::string_view> cells) {
            result.rows.emplace_back(line, Cells(cells.begin(), cells.end()));
        },
        limits);
    while (!text.empty() && result.end) {
        const std::string_view now = text.substr(0, piece);
        text.remove_prefix(now.size());
        result.end = reader.push(now);
    }
    if (result.end) { result.end = reader.finish(); }
    return result;
}

using Rows = std::vector<std::pair<std::int64_t, Cells>>;

} // namespace

TEST_CASE("rows come with the line on which they start") {
    CHECK(read("a,b\n1,2\n\n  \n3,\"x\ny\nz\"\r\n4,5").rows ==
          Rows{{1, {"a", "b"}}, {2, {"1", "2"}}, {5, {"3", "x\ny\nz"}}, {8, {"4", "5"}}});
    CHECK(read("a\r\rb\rc").rows == Rows{{1, {"a"}}, {3, {"b"}}, {4, {"c"}}}); // old Mac
    CHECK(read("a\r\nb\r\n\r\nc\r\n").rows == Rows{{1, {"a"}}, {2, {"b"}}, {4, {"c"}}});
    CHECK(read("").rows.empty());
    CHECK(read(",,\n").rows == Rows{{1, {"", "", ""}}});
}

TEST_CASE("quotes, doubled quotes and blanks are read as the format says") {
    CHECK(read("\"a,b\",\"say \"\"hi\"\"\", c ,\" d \"\n").rows ==
          Rows{{1, {"a,b", "say \"hi\"", "c", " d "}}});
    CHECK(read("a;\"1.234,50\";b\n", ';').rows == Rows{{1, {"a", "1.234,50", "b"}}});
    CHECK(read("a\tb\t\tc\n", '\t').rows == Rows{{1, {"a", "b", "", "c"}}});
    CHECK(read("x\"y,z\n").rows == Rows{{1, {"x\"y", "z"}}});           // 24" monitors
    CHECK(read("\"1234\"\t,\"/\"\n").rows == Rows{{1, {"1234", "/"}}}); // as a wallet exports
}

TEST_CASE("the same rows whatever the size of the pieces") {
    const std::string text =
        "名称,金额\r\n\"某某\r\n公司\",\"1,234.50\"\r\n\r\nb,\"\"\"\"\r\n\"\",x\n\nlast,1";
    const Rows expected = read(text).rows;
    REQUIRE(expected.size() == 5);
    for (std::size_t piece = 1; piece <= text.size(); ++piece) {
        CAPTURE(piece);
        CHECK(read(text, ',', piece).rows == expected);
    }
}

TEST_CASE("limits are refused with the line where the row began") {
    const auto refusal = [](const Read& read) {
        REQUIRE(!read.end);
        return std::string(core::name_of(read.end.error().code)) + " " + read.end.error().field +
               " " + read.end.error().detail + " " + std::to_string(read.end.error().line);
    };
    const std::string big(40'000, 'x');
    CHECK(refusal(read("a\n" + big + "\n")) == "too_large cell 32768 2");
    // Nobody closes the quote: the rest of the file is one cell.
    std::string open = "a,b\n1,\"2\n";
    for (int i = 0; i < 5000; ++i) { open += "more,rows\n"; }
    CHECK(refusal(read(open)) == "too_large cell 32768 2");
    CHECK(refusal(read("a\nb,\"c\nd")) == "malformed quote  2");
    CHECK(refusal(read("a\n" + std::string(300, ',') + "\n")) == "too_large columns 256 2");
    std::string wide;
    for (int i = 0; i < 20; ++i) { wide += std::string(20'000, 'y') + ","; }
    CHECK(refusal(read(wide)) == "too_large row 262144 1");
    CHECK(refusal(read(std::string(200'000'000 / 100, 'z'))) == "too_large cell 32768 1");
}

TEST_CASE("a reader that has refused reads nothing more") {
    sync::CsvReader reader(',', [](std::int64_t, std::span<const std::string_view>) {},
                           {.cell_bytes = 4});
    CHECK(!reader.push("abcdefgh\n"));
    CHECK(!reader.push("a\n"));
    CHECK(!reader.finish());
}

TEST_CASE("the delimiter is what cuts the file evenly") {
    CHECK(sync::guess_delimiter("a,b,c\n1,2,3\n") == ',');
    CHECK(sync::guess_delimiter("Kunde;Betrag;Datum\nA;1.234,50;1.1.2025\nB;5,00;1.1.2025\n") ==
          ';');
    CHECK(sync::guess_delimiter("a;b;c;d\n1;1,5;2,5;3,5\n2;1,5;2,5;3,5\n") == ';');
    CHECK(sync::guess_delimiter("a\tb\n1,5\t2\n") == '\t');
    CHECK(sync::guess_delimiter("a|b|c\n1|2|3\n") == '|');
    CHECK(sync::guess_delimiter("title\n\nfrom, to\na;b;c;d;e\n1;2;3;4;5\n") == ';');
    CHECK(sync::guess_delimiter("only\none\n") == ',');
    CHECK(sync::guess_delimiter("") == ',');
}

TEST_CASE("what is written is read back, and is never a formula") {
    const auto cell = [](std::string_view text) {
        std::string out;
        sync::append_csv_cell(out, text);
        return out;
    };
    CHECK(cell("plain") == "plain");
    CHECK(cell("a,b") == "\"a,b\"");
    CHECK(cell("say \"hi\"") == "\"say \"\"hi\"\"\"");
    CHECK(cell("two\nlines") == "\"two\nlines\"");
    CHECK(cell("=1+1") == "'=1+1");
    CHECK(cell("=HYPERLINK(\"http://x\",\"y\")") == "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
    CHECK(cell("@SUM(A1)") == "'@SUM(A1)");
    CHECK(cell("+cmd|' /C calc'!A0") == "\"'+cmd|' /C calc'!A0\"");
    CHECK(cell("＝1+1") == "'＝1+1");
    CHECK(cell("\t=1") == "\"'\t=1\"");
    CHECK(cell("-5.00") == "-5.00"); // a number
    CHECK(cell("-1,234.50") == "\"-1,234.50\"");
    CHECK(cell("-A") == "'-A");
    CHECK(cell("'quoted") == "'quoted");
    for (const char* text : {"=1+1", "-A", "@x", "plain", "-5.00", "'quoted", "", "\t=1"}) {
        const auto rows = read(cell(text) + ",end\n").rows;
        REQUIRE(rows.size() == 1);
        CHECK(sync::without_guard(rows[0].second[0]) == text);
    }
    std::string row;
    sync::append_csv_row(row, std::vector<std::string_view>{"a", "", "b c"});
    CHECK(row == "a,,b c\r\n");
}

TEST_CASE("any cells survive writing and reading") {
    const unsigned seed = 20261122;
    CAPTURE(seed);
    std::mt19937 random(seed);
    const std::string alphabet = "ab,;\t|\"\r\n '=+-@1.";
    for (int round = 0; round < 2000; ++round) {
        Cells cells(1 + random() % 5);
        for (std::string& cell : cells) {
            for (unsigned n = random() % 6; n > 0; --n) {
                cell += alphabet[random() % alphabet.size()];
            }
        }
        cells.emplace_back("end"); // a row of one empty cell is a blank line
        std::string text;
        sync::append_csv_row(text, std::vector<std::string_view>(cells.begin(), cells.end()));
        const auto rows = read(text).rows;
        REQUIRE(rows.size() == 1);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            CAPTURE(cells[i]);
            const std::string guarded = rows[0].second[i];
            CHECK((guarded == cells[i] || sync::without_guard(guarded) == cells[i]));
        }
    }
}
