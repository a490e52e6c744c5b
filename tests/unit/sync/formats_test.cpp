// Bundles as released versions wrote them, kept in tests/formats/<version of the format>. Every
// later version reads them and writes the same bytes again. They are never made anew.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "sync/bodies.h"
#include "sync/canonical.h"
#include "sync/clock.h"
#include "sync/codec.h"
#include "sync/hash.h"
#include "sync/sample.h"

using namespace huikuan;
using sync::BundleForm;

namespace {

const std::filesystem::path folder = "tests/formats/1";

std::string file(const std::string& name) {
    std::ifstream in(folder / name, std::ios::binary);
    REQUIRE_MESSAGE(in.good(), name);
    return {std::istreambuf_iterator<char>(in), {}};
}

// What a reader passed on, written again.
std::string written_again(const sample::Read& read, BundleForm form) {
    std::string bytes;
    sync::BundleWriter writer(read.headers.at(0), form, [&](std::string_view piece) {
        bytes += piece;
        return true;
    });
    for (const core::Change& change : read.changes) REQUIRE(writer.change(change).has_value());
    for (const core::Change& change : read.facts) REQUIRE(writer.fact(change).has_value());
    std::optional<core::Hash> state;
    if (!read.states.empty()) state = read.states[0];
    REQUIRE(writer.finish(state).has_value());
    return bytes;
}

core::Hash digest_of(const std::vector<core::Change>& changes) {
    std::string all;
    for (const core::Change& change : changes) all += sync::to_hex(change.hash) + "\n";
    return sync::sha256(all);
}

} // namespace

TEST_CASE("bundles of format 1 are read, and written again byte for byte") {
    for (const auto& [name, form] : {std::pair{"book.ndjson", BundleForm::lines},
                                     {"book.ndjson.gz", BundleForm::gzip},
                                     {"book.json", BundleForm::document},
                                     {"slice.ndjson", BundleForm::lines},
                                     {"since.ndjson", BundleForm::lines},
                                     {"kinds.ndjson", BundleForm::lines}}) {
        CAPTURE(name);
        const std::string stored = file(name);
        const sample::Read read = sample::read(stored);
        REQUIRE_MESSAGE(read.result.has_value(), read.result.error().detail);
        CHECK(read.bad.empty());
        CHECK(written_again(read, form) == stored);
    }
}

TEST_CASE("format 1 still means what it meant") {
    const sample::Read read = sample::read(file("book.ndjson"));
    REQUIRE(read.result.has_value());
    REQUIRE(read.changes.size() == 97);
    CHECK(sync::to_hex(digest_of(read.changes)) ==
          "6428c3b8c8d9dc838182ed1fa7b7fc44c9ffae27afa5903ef7efd1acf0de07aa");
    std::size_t understood = 0;
    for (const core::Change& change : read.changes) {
        if (!change.fact) continue;
        ++understood;
        // Nothing but format 1 in it: our own writing of the fact is the same line.
        if (change.bytes.contains("\"later\"")) continue;
        CHECK(sync::encode(change).value() == change.bytes);
    }
    CHECK(understood == 95); // one reversal says r = 2: the second version of the view reads it
    CHECK(sample::read(file("slice.ndjson")).facts.size() == 9);
    CHECK(sample::read(file("since.ndjson")).changes.size() == 5);
}

// Of the version of the view that knows statements and instalments' offers: three changes of each
// kind of fact and register.
TEST_CASE("what an eighth view wrote is understood, kind by kind") {
    const sample::Read read = sample::read(file("kinds.ndjson"));
    REQUIRE(read.result.has_value());
    CHECK(read.changes.size() == 90);
    std::set<std::string> kinds;
    for (const core::Change& change : read.changes) {
        CAPTURE(change.bytes);
        kinds.insert(change.kind);
        REQUIRE(change.fact.has_value());
        CHECK(sync::encode(change).value() == change.bytes);
    }
    CHECK(kinds.size() == 30);
}

namespace {

// A book with all that format 1 has: each kind, registers with contexts, a fork, a detached
// payload, members and kinds of later versions.
sample::Book everything() {
    sample::Book book = sample::book(1, 90, 3);
    sync::AuthorState author{sample::device(9), 0, {}, {}};
    const auto add = [&](const std::string& kind, const std::string& body, std::int64_t view,
                         const std::string& more) {
        std::string line = R"({"b":)" + body + R"(,"d":")" + std::string(author.device.view()) +
                           R"(","e":")" + core::to_text(sample::entity(500 + author.seq)) +
                           R"(","k":")" + kind + R"(","r":)" + std::to_string(view) + R"(,"s":)" +
                           std::to_string(author.seq + 1) +
                           R"(,"t":"2026-09-22T08:15:30.123Z-0007")" + more + "}";
        line = sync::canonical(sync::parse_json(line).value()).value();
        const auto change = sync::decode(line, author.tip);
        REQUIRE_MESSAGE(change.has_value(), change.error().field);
        book.changes.push_back(*change);
        author.seq = change->seq;
        author.tip = change->hash;
    };
    const std::string reverse =
        R"({"date":"2026-09-22","of":"01990000-0000-7000-0000-0000000000e2","why":"x"})";
    const std::string hash(64, 'a');
    add("customer.set", R"({"name":"回款"})", 1, R"(,"c":{"aehqobyhaydqobyb":7})");
    add("reverse", reverse, 1, R"(,"x":")" + hash + '"');
    add("reverse", reverse.substr(0, reverse.size() - 1) + R"(,"later":[1,{"deep":null}]})", 1,
        R"(,"later":true)");
    const sync::AuthorState before_fork = author;
    add("creditnote.issue", R"({"amt":5,"because":"returned"})", 2, "");
    add("reverse", reverse, 2, "");
    book.have.push_back({author.device, author.seq, author.tip});
    author = before_fork;
    add("reverse", "null", 1, "");
    add("reverse", reverse, 1, "");
    book.have.push_back({author.device, author.seq, author.tip});
    std::ranges::sort(book.have);
    return book;
}

// How stored bundles came to be. For a next format: HUIKUAN_NEW_FORMAT names an empty folder, into
// which they are written too.
void same_as_stored(const std::string& name, const std::string& bytes) {
    CAPTURE(name);
    CHECK(bytes == file(name));
    const char* place = std::getenv("HUIKUAN_NEW_FORMAT");
    if (place == nullptr) return;
    REQUIRE_MESSAGE(!std::filesystem::exists(std::filesystem::path(place) / name),
                    "stored formats are not made anew");
    std::ofstream(std::filesystem::path(place) / name, std::ios::binary) << bytes;
}

} // namespace

TEST_CASE("the book of every kind is written as when format 1 was stored") {
    const sample::Book book = everything();
    same_as_stored("book.ndjson", sample::bundle(book, BundleForm::lines));
    same_as_stored("book.ndjson.gz", sample::bundle(book, BundleForm::gzip));
    same_as_stored("book.json", sample::bundle(book, BundleForm::document));
    sample::Read part;
    part.headers = {sample::header(book)};
    part.headers[0].scope = sync::BundleScope::slice;
    part.headers[0].customers = {core::id_cast<core::CustomerId>(sample::entity(3))};
    part.facts.assign(book.changes.begin() + 20, book.changes.begin() + 29);
    same_as_stored("slice.ndjson", written_again(part, BundleForm::lines));
    part.facts.clear();
    part.headers[0].scope = sync::BundleScope::since;
    part.headers[0].customers.clear();
    part.headers[0].since = {book.have[0]};
    part.changes.assign(book.changes.begin() + 10, book.changes.begin() + 15);
    part.states = {sync::sha256("view")};
    same_as_stored("since.ndjson", written_again(part, BundleForm::lines));
}
