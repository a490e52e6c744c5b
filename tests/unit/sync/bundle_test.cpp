#include "sync/bundle.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include <nlohmann/json.hpp>

#include "sync/codec.h"
#include "sync/gzip.h"
#include "sync/hash.h"
#include "sync/sample.h"

using namespace huikuan;
using core::ErrorCode;
using sample::replaced;
using sync::BundleForm;

namespace {

constexpr std::array forms{BundleForm::lines, BundleForm::gzip, BundleForm::document};

bool same(const std::vector<core::Change>& left, const std::vector<core::Change>& right) {
    return std::ranges::equal(left, right, [](const core::Change& a, const core::Change& b) {
        return a.bytes == b.bytes && a.hash == b.hash && a.previous == b.previous &&
               a.fact == b.fact && a.seq == b.seq && a.device == b.device;
    });
}
core::Error error_of(std::string_view file, sync::BundleLimits limits = {}) {
    const auto read = sample::read(file, 4096, limits);
    REQUIRE_FALSE(read.result.has_value());
    return read.result.error();
}
std::string gzipped(std::string_view text) {
    std::string file;
    sync::Gzip gzip([&](std::string_view bytes) {
        file += bytes;
        return true;
    });
    gzip.write(text);
    gzip.finish();
    return file;
}
std::vector<std::string> lines_of(const std::string& file) {
    std::istringstream in(file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}
std::string joined(const std::vector<std::string>& lines) {
    std::string file;
    for (const std::string& line : lines) file += line + '\n';
    return file;
}
// The file with its last line made right for what is before it: what a forger would write.
std::string sealed(std::vector<std::string> lines) {
    auto end = nlohmann::json::parse(lines.back());
    lines.pop_back();
    end["lines"] = lines.size();
    end["sha256"] = sync::to_hex(sync::sha256(joined(lines)));
    lines.push_back(end.dump());
    return joined(lines);
}

} // namespace

TEST_CASE("what is written is read back, in every form and in pieces of every size") {
    const auto book = sample::book(5, 700, 3);
    for (const BundleForm form : forms) {
        const std::string file = sample::bundle(book, form);
        CHECK(sample::bundle(book, form) == file); // equal books, equal files
        for (const std::size_t piece :
             {std::size_t{1}, std::size_t{7}, std::size_t{4096}, file.size()}) {
            CAPTURE(piece);
            const auto read = sample::read(file, piece);
            REQUIRE_MESSAGE(read.result.has_value(), read.result.error().detail);
            REQUIRE(read.headers.size() == 1);
            CHECK(read.headers[0] == sample::header(book));
            CHECK(same(read.changes, book.changes));
            CHECK(read.states == std::vector{sync::sha256("the view")});
            CHECK(read.bad.empty());
        }
    }
}

TEST_CASE("a check finds what a reading finds, and makes no changes of it") {
    const auto check = [](std::string_view file) {
        return sample::read(file, 4096, {}, sync::BundleReader::Pass::check);
    };
    const auto book = sample::book(5, 8, 2);
    for (const BundleForm form : forms) {
        const std::string file = sample::bundle(book, form);
        const auto whole = check(file);
        REQUIRE(whole.result.has_value());
        CHECK(whole.headers.size() == 1);
        CHECK(whole.states.size() == 1);
        CHECK(whole.changes.empty());
        std::string flipped = file;
        for (std::size_t at = 0; at < file.size(); ++at) {
            flipped[at] = static_cast<char>(file[at] ^ (1 << at % 8));
            CHECK(check(flipped).result == sample::read(flipped).result);
            flipped[at] = file[at];
        }
    }
}

TEST_CASE("a bundle of nothing is a bundle") {
    const auto book = sample::book(1, 0, 1);
    for (const BundleForm form : forms) {
        const auto read = sample::read(sample::bundle(book, form));
        CHECK(read.result.has_value());
        CHECK(read.changes.empty());
    }
}

TEST_CASE("a shell verifies the file: its checksum and each chain") {
    const auto book = sample::book(9, 40, 2);
    const auto lines = lines_of(sample::bundle(book, BundleForm::lines));
    const auto end = nlohmann::json::parse(lines.back());
    std::vector<std::string> before(lines.begin(), lines.end() - 1);
    CHECK(end["sha256"] == sync::to_hex(sync::sha256(joined(before))));
    CHECK(end["lines"] == before.size());
    CHECK(end["counts"] == nlohmann::json{{"change", 40}});
    CHECK(lines[2] == book.changes[0].bytes);
}

TEST_CASE("gzip carries no time, no name and no system, and any gunzip reads it") {
    const auto book = sample::book(5, 100, 3);
    const std::string file = sample::bundle(book, BundleForm::gzip);
    CHECK(file.substr(0, 10) == std::string("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10));
    std::string text;
    sync::Gunzip gunzip(
        [&](std::string_view bytes) -> core::Result<void> {
            text += bytes;
            return {};
        },
        200);
    CHECK(gunzip.feed(file).has_value());
    CHECK(gunzip.finish().has_value());
    CHECK(text == sample::bundle(book, BundleForm::lines));
}

TEST_CASE("the document may be re-indented: what is hashed are the canonical lines") {
    const auto book = sample::book(5, 300, 2);
    const std::string file = sample::bundle(book, BundleForm::document);
    const auto document = nlohmann::json::parse(file);
    CHECK(document.is_array());
    for (const std::string& other :
         {document.dump(), document.dump(4), document.dump(1, '\t', true)}) {
        const auto read = sample::read(other);
        REQUIRE_MESSAGE(read.result.has_value(), read.result.error().detail);
        CHECK(same(read.changes, book.changes));
    }
    // Line n of the file as written is element n.
    std::string broken = file;
    broken = replaced(broken, book.changes[10].bytes.substr(0, 40),
                      "{\"b\":{\"amt\":7},\"d\":\"aaaaaaaaaaaaaaaa\",");
    const auto error = error_of(broken);
    CHECK(error.line > 1);
}

TEST_CASE("rows, slices and differences") {
    const auto book = sample::book(5, 12, 2);
    for (const BundleForm form : forms) {
        std::string file;
        auto header = sample::header(book);
        header.scope = sync::BundleScope::slice;
        header.customers = {core::id_cast<core::CustomerId>(sample::entity(3))};
        sync::BundleWriter writer(header, form, [&](std::string_view bytes) {
            file += bytes;
            return true;
        });
        for (const auto& change : book.changes) REQUIRE(writer.fact(change).has_value());
        core::CustomerRow customer;
        customer.name = "杭州\"某\"";
        customer.balances.push_back({{"CNY"}, 5, 4, -3, 2});
        REQUIRE(writer.row(customer).has_value());
        core::InvoiceRow invoice;
        invoice.lines = {{{}, 5}};
        REQUIRE(writer.row(invoice).has_value());
        REQUIRE(writer.row(core::ReceiptRow{}).has_value());
        REQUIRE(writer.row(core::AllocationRow{}).has_value());
        REQUIRE(writer.finish({}).has_value());
        const auto read = sample::read(file);
        REQUIRE_MESSAGE(read.result.has_value(), read.result.error().detail);
        CHECK(read.headers[0] == header);
        CHECK(read.changes.empty());
        REQUIRE(read.facts.size() == book.changes.size());
        for (std::size_t index = 0; index < read.facts.size(); ++index) {
            CHECK(read.facts[index].bytes == book.changes[index].bytes);
            CHECK(read.facts[index].hash == book.changes[index].hash);
            CHECK(read.facts[index].fact == book.changes[index].fact);
        }
        CHECK(read.states.empty());
        REQUIRE(read.rows.size() == 4);
        CHECK(read.rows[0].first == "customer");
        CHECK(nlohmann::json::parse(read.rows[0].second)["balances"][0]["overdue"] == 4);
        CHECK(read.rows[3].first == "allocation");
        CHECK(writer.counts() == sync::BundleCounts{1 + 12 + 4, 12, 4});
    }
    auto header = sample::header(book);
    header.scope = sync::BundleScope::since;
    header.since = {{sample::device(1), 2, sync::sha256("a")},
                    {sample::device(1), 3, sync::sha256("b")}};
    std::string file;
    sync::BundleWriter writer(header, BundleForm::lines, [&](std::string_view bytes) {
        file += bytes;
        return true;
    });
    // A difference begins in the middle of a chain.
    for (std::size_t index = 3; index < 6; ++index) {
        REQUIRE(writer.change(book.changes[index]).has_value());
    }
    REQUIRE(writer.finish({}).has_value());
    const auto read = sample::read(file);
    REQUIRE(read.result.has_value());
    CHECK(read.headers[0] == header);
    CHECK(read.changes.size() == 3);
    CHECK(read.changes[0].previous == book.changes[2].hash);
}

namespace {

std::string with_files(const sample::Book& book, BundleForm form,
                       const std::vector<std::string>& files) {
    std::string out;
    sync::BundleWriter writer(sample::header(book), form, [&](std::string_view bytes) {
        out += bytes;
        return true;
    });
    for (const auto& change : book.changes) REQUIRE(writer.change(change).has_value());
    for (const std::string& bytes : files) {
        std::size_t piece = 0;
        for (bool more = true; more;) {
            const auto written = writer.file(sync::sha256(bytes), bytes, piece++);
            REQUIRE(written.has_value());
            more = *written;
        }
    }
    REQUIRE(writer.finish(sync::sha256("the view")).has_value());
    return out;
}

} // namespace

TEST_CASE("files travel in pieces, each as it was, and an older reader passes over them") {
    const auto book = sample::book(5, 3, 1);
    std::string large(100'001, '\0');
    for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<char>(i * 7 + i / 256);
    const std::vector<std::string> files{"", "x", std::string(48'000, 'y'), large};
    for (const BundleForm form : forms) {
        const auto read = sample::read(with_files(book, form, files));
        REQUIRE_MESSAGE(read.result.has_value(), read.result.error().detail);
        CHECK(read.changes.size() == 3);
        REQUIRE(read.files.size() == files.size());
        for (std::size_t i = 0; i < files.size(); ++i) {
            CHECK(read.files[i].first == sync::sha256(files[i]));
            CHECK(read.files[i].second == files[i]);
        }
    }
    // As a row of a table that nobody knows: within every limit that there has been.
    for (const std::string& line : lines_of(with_files(book, BundleForm::lines, files))) {
        const auto read = nlohmann::json::parse(line);
        if (read.value("$", "") == "file") CHECK(read["data"].get<std::string>().size() <= 65'536);
    }
    // A document is held in memory as a whole: what would not fit stays at home.
    const auto fits = sample::read(
        with_files(book, BundleForm::document, {"x", std::string(std::size_t{22} << 20, 'z')}));
    REQUIRE(fits.result.has_value());
    CHECK(fits.files.size() == 1);
}

TEST_CASE("a piece that is missing, doubled, foreign or changed makes the file corrupt") {
    const auto book = sample::book(5, 3, 1);
    const std::string bytes(100'000, 'y');
    const auto good = lines_of(with_files(book, BundleForm::lines, {bytes, "x"}));
    std::size_t first = 0;
    while (!good[first].contains("\"$\":\"file\"")) ++first;
    const auto code = [](const std::vector<std::string>& lines) {
        return error_of(sealed(lines)).code;
    };
    auto lines = good;
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(first) + 1);
    CHECK(code(lines) == ErrorCode::corrupt);
    lines = good;
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(first) + 2); // its end
    CHECK(code(lines) == ErrorCode::corrupt);
    lines = good;
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(first), lines[first]);
    CHECK(code(lines) == ErrorCode::corrupt);
    lines = good;
    lines[first] = replaced(lines[first], "eXl5", "eXl6");
    CHECK(code(lines) == ErrorCode::corrupt);
    lines = good;
    lines[first] = replaced(lines[first], "eXl5", "****");
    CHECK(code(lines) == ErrorCode::malformed);
    lines = good;
    lines[first] = replaced(lines[first], "\"bytes\":100000", "\"bytes\":99999999");
    CHECK(code(lines) == ErrorCode::malformed);
}

TEST_CASE("a file that stops early is truncated, wherever it stops") {
    const auto book = sample::book(5, 20, 2);
    for (const BundleForm form : forms) {
        const std::string file = sample::bundle(book, form);
        for (std::size_t size = 0; size < file.size(); ++size) {
            CAPTURE(size);
            const auto read = sample::read(file.substr(0, size));
            if (read.result.has_value()) {
                CHECK(size + 1 == file.size()); // only the last line's end is missing
                CHECK(same(read.changes, book.changes));
            } else if (size > 3 && form != BundleForm::gzip) {
                CHECK((read.result.error().code == ErrorCode::truncated ||
                       read.result.error().code == ErrorCode::corrupt ||
                       read.result.error().code == ErrorCode::not_a_book));
            } else if (size > 3) {
                CHECK(read.result.error().code == ErrorCode::truncated);
            }
        }
    }
    const auto lines = lines_of(sample::bundle(book, BundleForm::lines));
    const std::vector<std::string> cut(lines.begin(), lines.begin() + 7);
    const auto error = error_of(joined(cut));
    CHECK(error.code == ErrorCode::truncated);
    CHECK(error.line == 8); // where the next line should be
}

TEST_CASE("a changed byte is named by its line") {
    const auto book = sample::book(5, 600, 2);
    const auto lines = lines_of(sample::bundle(book, BundleForm::lines));
    for (std::size_t line = 1; line + 3 < lines.size(); line += 13) {
        auto changed = lines;
        if (changed[line].contains("\"$\"")) continue;
        // A digit of the time: still JSON, still a change.
        const std::size_t at = changed[line].rfind("\"t\":") + 12;
        changed[line][at] = changed[line][at] == '1' ? '0' : '1';
        const auto error = error_of(joined(changed));
        CHECK(error.code == ErrorCode::corrupt);
        CHECK(error.line == static_cast<std::int64_t>(line) + 1);
        // A forger who mends the checksum is caught by the chain, in the same line.
        const auto forged = error_of(sealed(changed));
        CHECK(forged.code == ErrorCode::corrupt);
        CHECK(forged.line == static_cast<std::int64_t>(line) + 1);
    }
}

TEST_CASE("lines that are dropped, doubled or moved are found") {
    const auto book = sample::book(5, 30, 2);
    const auto lines = lines_of(sample::bundle(book, BundleForm::lines));
    for (std::size_t line = 0; line < lines.size(); ++line) {
        CAPTURE(line);
        auto without = lines;
        without.erase(without.begin() + static_cast<std::ptrdiff_t>(line));
        CHECK_FALSE(sample::read(joined(without)).result.has_value());
        auto twice = lines;
        twice.insert(twice.begin() + static_cast<std::ptrdiff_t>(line), lines[line]);
        CHECK_FALSE(sample::read(joined(twice)).result.has_value());
        if (line + 1 == lines.size()) continue;
        auto moved = lines;
        std::swap(moved[line], moved[line + 1]);
        CHECK_FALSE(sample::read(joined(moved)).result.has_value());
    }
}

TEST_CASE("mail, editors and other programs: what they do to a file is said") {
    const auto book = sample::book(5, 5, 1);
    const std::string file = sample::bundle(book, BundleForm::lines);
    std::string mangled;
    for (const char byte : file)
        mangled += byte == '\n' ? std::string("\r\n") : std::string(1, byte);
    CHECK(error_of(mangled) == core::Error{ErrorCode::corrupt, "bundle", "line ends", 1});
    CHECK(error_of("\xEF\xBB\xBF" + file) ==
          core::Error{ErrorCode::corrupt, "bundle", "byte order mark", 1});
    CHECK(error_of("\n" + file).detail == "blank line");
    CHECK(error_of(file + "\n").detail == "lines after the end");
    CHECK(error_of(file + "x").code == ErrorCode::corrupt);
    CHECK(error_of(gzipped(file) + "x").detail == "bytes after the end");
    CHECK(error_of("").code == ErrorCode::truncated);
    for (const std::string other :
         {"x", "no", "date,amount\n2024-01-01,5\n", "<html><body>please log in</body>",
          "{\"a\":1}\n", "[1,2]", "[]", "PK\x03\x04zip", "SQLite format 3", "{\"version\":1}"}) {
        CAPTURE(other);
        const auto code = error_of(other).code;
        CHECK((code == ErrorCode::not_a_book || code == ErrorCode::truncated));
    }
    CHECK(error_of("date,amount\n2024-01-01,5\n").code == ErrorCode::not_a_book);
    CHECK(error_of("<html>").code == ErrorCode::not_a_book);
    CHECK(error_of(gzipped("hello\nworld\n")).code == ErrorCode::not_a_book);
}

TEST_CASE("a later version of the bundle, another book, an unknown scope") {
    const auto book = sample::book(5, 5, 1);
    const std::string file = sample::bundle(book, BundleForm::lines);
    CHECK(error_of(replaced(file, "\"ver\":1", "\"ver\":2")) ==
          core::Error{ErrorCode::newer_version, "ver", "2", 1});
    CHECK(error_of(replaced(file, "\"scope\":\"all\"", "\"scope\":\"part\"")).code ==
          ErrorCode::unsupported);
    CHECK(error_of(replaced(file, "ar-bundle", "ar-bungle")).code == ErrorCode::not_a_book);
    CHECK(error_of(replaced(file, "\"made\":\"2026", "\"made\":\"x026")).field == "made");
    sample::Read refusing;
    refusing.answer = core::fail(ErrorCode::wrong_book, "book");
    sync::BundleReader reader(refusing);
    CHECK(reader.feed(file).error().code == ErrorCode::wrong_book);
    CHECK(reader.feed("more").error().code == ErrorCode::wrong_book); // and stays so
    CHECK(reader.finish().error().code == ErrorCode::wrong_book);
    CHECK(refusing.changes.empty());
    // Rows of tables that a later version adds pass by.
    auto lines = lines_of(file);
    lines.insert(lines.end() - 1, R"({"$":"promise","id":"x"})");
    auto end = nlohmann::json::parse(lines.back());
    end["counts"]["promise"] = 1;
    lines.back() = end.dump();
    const auto read = sample::read(sealed(lines));
    CHECK(read.result.has_value());
    CHECK(read.rows.size() == 1);
}

TEST_CASE("a line that its device made wrong stops only that chain") {
    auto book = sample::book(5, 10, 2);
    const auto lines = lines_of(sample::bundle(book, BundleForm::lines));
    // Rewrites the third change of the first chain as no JSON at all, and mends all hashes.
    std::string file;
    sample::Read read;
    sync::BundleWriter writer(sample::header(book), BundleForm::lines, [&](std::string_view bytes) {
        file += bytes;
        return true;
    });
    core::Hash previous{};
    for (std::size_t index = 0; index < book.changes.size(); ++index) {
        core::Change change = book.changes[index];
        if (change.device == book.changes[0].device) {
            if (index == 2) change.bytes = "rubbish";
            change.previous = previous;
            change.hash = sync::chain_hash(previous, change.bytes);
            previous = change.hash;
        }
        REQUIRE(writer.change(change).has_value());
    }
    REQUIRE(writer.finish({}).has_value());
    const auto got = sample::read(file);
    REQUIRE(got.result.has_value());
    REQUIRE(got.bad.size() == 1);
    CHECK(got.bad[0].code == ErrorCode::malformed);
    CHECK(got.bad[0].line == 5);
    CHECK(got.changes.size() == book.changes.size() - 1);
    // A change of another device in the run is not that device's word.
    auto wrong = book;
    for (auto& change : wrong.changes) change.device = sample::device(9);
    CHECK(sample::read(sample::bundle(wrong, BundleForm::lines)).bad.size() == 10);
}

TEST_CASE("limits hold before anything is parsed or kept") {
    const auto book = sample::book(5, 50, 1);
    const std::string file = sample::bundle(book, BundleForm::lines);
    sync::BundleLimits small;
    small.file_bytes = 100;
    CHECK(error_of(file, small).code == ErrorCode::too_large);
    small = {};
    small.text_bytes = 1000;
    CHECK(error_of(gzipped(file), small).code == ErrorCode::too_large);
    small = {};
    small.document_bytes = 1000;
    CHECK(error_of(sample::bundle(book, BundleForm::document), small).code == ErrorCode::too_large);
    // A bomb: a thousand to one.
    CHECK(error_of(gzipped(std::string(50'000'000, 'x'))).code == ErrorCode::too_large);
    CHECK(error_of(lines_of(file)[0] + '\n' + std::string(3'000'000, 'x')).code ==
          ErrorCode::too_large);
    std::string deep =
        lines_of(file)[0] + "\n{\"$\":" + std::string(100, '[') + std::string(100, ']') + "}\n";
    CHECK(error_of(deep).code == ErrorCode::too_large);
}

TEST_CASE("a writer that cannot write any more says so, and stops") {
    const auto book = sample::book(5, 2000, 1);
    for (const BundleForm form : forms) {
        int calls = 0;
        sync::BundleWriter writer(sample::header(book), form, [&](std::string_view) {
            ++calls;
            return false;
        });
        core::Result<void> done;
        for (const auto& change : book.changes) {
            done = writer.change(change);
            if (!done) break;
        }
        if (done) done = writer.finish({});
        REQUIRE_FALSE(done.has_value());
        CHECK(done.error().code == ErrorCode::cancelled);
        CHECK(calls == 1);
        CHECK_FALSE(writer.finish({}).has_value());
        CHECK(calls == 1);
    }
    auto header = sample::header(book);
    header.user = "\xFF";
    sync::BundleWriter writer(header, BundleForm::lines, [](std::string_view) { return true; });
    CHECK(writer.change(book.changes[0]).error().code == ErrorCode::malformed);
}

TEST_CASE("gzip alone: wrong sums and rubbish are corrupt") {
    const std::string packed = gzipped(std::string(100'000, 'x') + "y");
    const auto unpack = [](std::string_view bytes) -> core::Result<void> {
        sync::Gunzip gunzip([](std::string_view) -> core::Result<void> { return {}; }, 5000);
        if (auto done = gunzip.feed(bytes); !done) return done;
        return gunzip.finish();
    };
    CHECK(unpack(packed).has_value());
    CHECK(unpack("rubbish").error().code == ErrorCode::corrupt);
    CHECK(unpack(packed.substr(0, packed.size() - 1)).error().code == ErrorCode::truncated);
    for (std::size_t at = packed.size() - 8; at < packed.size(); ++at) {
        std::string changed = packed;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        CHECK(unpack(changed).error().code == ErrorCode::corrupt);
    }
}
