// Books as files and bytes, the shape of the tables, and what happens to files that are none of
// ours, newer than this program, or damaged.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "store/database.h"
#include "store/sample.h"
#include "store/schema.h"
#include "store/store.h"

using namespace huikuan;
using namespace huikuan::store;
using namespace huikuan::store::sample;

namespace {

struct Temporary {
    explicit Temporary(std::string name) : path("tests_store_" + std::move(name)) { gone(); }
    ~Temporary() { gone(); }
    void gone() const {
        std::remove(path.c_str());
        std::remove((path + "-journal").c_str());
    }
    std::string path;
};

struct Filled {
    std::shared_ptr<Facts> facts = std::make_shared<Facts>();
    Device a{facts, 1};
    std::vector<core::Change> changes{
        a.write(customer(1, "A")), a.write(invoice(2, 1, "I1", 100, march, march)),
        a.write(receipt(3, 1, 60, march)), a.write(allocation(4, 3, 2, 60, march))};

    std::unique_ptr<Store> at(const std::string& path) {
        StoreOptions given = options(facts);
        given.path = path;
        auto store = Store::create(given);
        REQUIRE_MESSAGE(store.has_value(), (store ? "" : store.error().detail));
        must_append(**store, changes);
        return std::move(*store);
    }
    core::Result<std::unique_ptr<Store>> open(const std::string& path, bool read_only = false) {
        StoreOptions given = options(facts);
        given.path = path;
        given.read_only = read_only;
        return Store::open(given);
    }
};

void run_sql(const std::string& path, const std::string& sql) {
    auto database = Database::open({path, "", false, false});
    REQUIRE(database);
    // What a person with a SQLite shell can do.
    (*database)->run("PRAGMA writable_schema = OFF");
    REQUIRE((*database)->run(sql));
}

std::vector<std::uint8_t> bytes_of(const Store& store) {
    std::vector<std::uint8_t> all;
    REQUIRE(store.save_bytes([&](std::span<const std::uint8_t> portion) {
        all.insert(all.end(), portion.begin(), portion.end());
        return true;
    }));
    return all;
}

std::string file_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

} // namespace

TEST_CASE("a book is kept in a file, and opens with the same view and revision of its chains") {
    Temporary file("kept.huikuan");
    Filled book;
    std::string before;
    core::Hash set{};
    {
        auto store = book.at(file.path);
        REQUIRE(store->set_local("device", std::string("k3v9\0x", 6)));
        before = store->canonical_dump();
        set = store->set_digest();
        CHECK_FALSE(Store::create([&] {
                        auto given = options(book.facts);
                        given.path = file.path;
                        return given;
                    }())
                        .has_value());
    }
    auto store = book.open(file.path);
    REQUIRE(store);
    CHECK((*store)->canonical_dump() == before);
    CHECK((*store)->set_digest() == set);
    CHECK((*store)->local("device") == std::string("k3v9\0x", 6));
    CHECK_FALSE((*store)->local("other").has_value());
    const auto next = book.a.write(receipt(5, 1, 1, march));
    CHECK(must_append(**store, {&next, 1}).fresh == 1);
    CHECK((*store)->check().sound);

    auto reading = book.open(file.path, true);
    REQUIRE(reading);
    CHECK((*reading)->append(book.changes).error().code == core::ErrorCode::read_only);
    CHECK((*reading)->set_local("a", "b").error().code == core::ErrorCode::read_only);
    CHECK((*reading)->rebuild().error().code == core::ErrorCode::read_only);
    CHECK((*reading)->counts().receipts == 2);
    CHECK((*reading)->check().sound);
}

TEST_CASE("the whole database leaves and arrives as bytes, and as a compact copy") {
    Temporary file("bytes.huikuan");
    Temporary copy("copy.huikuan");
    Filled book;
    auto store = book.at(file.path);
    const std::vector<std::uint8_t> bytes = bytes_of(*store);
    CHECK(bytes.size() % 4096 == 0);
    CHECK(file_text(file.path) == std::string(bytes.begin(), bytes.end()));

    auto arrived = Store::open_bytes(options(book.facts), bytes);
    REQUIRE(arrived);
    CHECK((*arrived)->canonical_dump() == store->canonical_dump());
    const auto next = book.a.write(receipt(5, 1, 1, march));
    CHECK(must_append(**arrived, {&next, 1}).fresh == 1);
    CHECK(bytes_of(**arrived).size() >= bytes.size()); // from memory, too

    REQUIRE(store->save_to_file(copy.path));
    CHECK_FALSE(store->save_to_file(copy.path).has_value()); // never over another file
    auto copied = book.open(copy.path);
    REQUIRE(copied);
    CHECK((*copied)->canonical_dump() == store->canonical_dump());

    std::size_t portions = 0;
    const auto stopped = store->save_bytes([&](auto) { return ++portions > 100; });
    CHECK(stopped.error().code == core::ErrorCode::cancelled);
    CHECK(must_append(*store, {&next, 1}).fresh == 1); // and the book goes on
}

TEST_CASE("bytes that are not a book are refused, before they are opened too") {
    Temporary file("stays.huikuan");
    Filled book;
    { auto store = book.at(file.path); }
    const std::string before = file_text(file.path);
    auto given = options(book.facts);
    const std::string page = "<!doctype html><title>Login</title>";
    const std::vector<std::uint8_t> html(page.begin(), page.end());
    CHECK(Store::open_bytes(given, html).error().code == core::ErrorCode::not_a_book);
    CHECK_FALSE(Store::open_bytes(given, {}).has_value());
    std::vector<std::uint8_t> cut(before.begin(), before.begin() + 3 * 4096);
    CHECK_FALSE(Store::open_bytes(given, cut).has_value());
    given.path = file.path;
    CHECK(Store::look_through(given).has_value());
    std::string torn = before;
    for (std::size_t at = 4096; at < torn.size(); at += 512)
        torn[at] = static_cast<char>(torn[at] ^ 0x55);
    std::ofstream(file.path, std::ios::binary) << torn;
    CHECK(Store::look_through(given).error().code == core::ErrorCode::corrupt);
    std::ofstream(file.path, std::ios::binary) << page << std::string(5000, ' ');
    CHECK(Store::look_through(given).error().code == core::ErrorCode::not_a_book);

    Temporary none("none.huikuan");
    CHECK(book.open(none.path).error().code == core::ErrorCode::io);
    std::ofstream(none.path) << page << std::string(5000, ' ');
    CHECK(book.open(none.path).error().code == core::ErrorCode::not_a_book);
    none.gone();
    run_sql(
        [&] {
            auto made = Database::open({none.path, "", false, true});
            REQUIRE(made);
            (*made)->run("CREATE TABLE somebodys (data)");
            return none.path;
        }(),
        "INSERT INTO somebodys VALUES (1)");
    CHECK(book.open(none.path).error().code == core::ErrorCode::not_a_book);
    given.path = none.path;
    CHECK(Store::create(given).error().code == core::ErrorCode::not_a_book);
}

TEST_CASE("a book of a newer format is refused and left alone") {
    Temporary file("newer.huikuan");
    Filled book;
    { auto store = book.at(file.path); }
    run_sql(file.path, "PRAGMA user_version = 99");
    const std::string before = file_text(file.path);
    const auto opened = book.open(file.path);
    REQUIRE_FALSE(opened.has_value());
    CHECK(opened.error().code == core::ErrorCode::unsupported);
    CHECK(opened.error().field == "format");
    CHECK(opened.error().detail == "99");
    CHECK(file_text(file.path) == before);
}

TEST_CASE("the check names what was changed behind the book's back") {
    Filled book;
    struct Case {
        const char* sql;
        const char* field;
        const char* detail;
    };
    const std::string device(sample::device(1).view());
    const std::string second = device + ":2";
    for (const Case& what : {
             Case{"UPDATE change SET bytes = replace(bytes, '1', '2') WHERE key & 4294967295 = 2",
                  "chain", second.c_str()},
             Case{"UPDATE change SET ms = ms + 1 WHERE key & 4294967295 = 2", "chain",
                  second.c_str()},
             Case{"UPDATE change SET hash = zeroblob(32) WHERE key & 4294967295 = 2", "chain",
                  second.c_str()},
             Case{"UPDATE change SET entity = 1 WHERE key & 4294967295 = 2", "chain",
                  second.c_str()},
             Case{"DELETE FROM change WHERE key & 4294967295 = 2", "chain", second.c_str()},
             Case{"UPDATE invoice SET minor = 1", "view", nullptr},
             Case{"UPDATE customer SET name = 'Other'", "view", nullptr},
             Case{"DELETE FROM allocation", "view", nullptr},
         }) {
        CAPTURE(what.sql);
        Temporary file("tampered.huikuan");
        { auto store = book.at(file.path); }
        run_sql(file.path, what.sql);
        auto store = book.open(file.path);
        REQUIRE(store);
        const CheckReport report = (*store)->check();
        CHECK_FALSE(report.sound);
        CHECK(report.bad.code == core::ErrorCode::corrupt);
        CHECK(report.bad.field == what.field);
        if (what.detail != nullptr) CHECK(report.bad.detail == what.detail);
        else CHECK_FALSE(report.bad.detail.empty());
        if (std::string_view(what.field) != "view") continue;
        REQUIRE((*store)->rebuild()); // the way back
        CHECK((*store)->check().sound);
    }
}

TEST_CASE("with the envelope at hand the check proves every column of the log") {
    Temporary file("columns.huikuan");
    Filled book;
    { auto store = book.at(file.path); }
    auto given = options(book.facts);
    given.path = file.path;
    given.envelope = [&](std::string_view bytes, const core::Hash&) {
        const auto found = std::ranges::find(book.changes, bytes, &core::Change::bytes);
        return found == book.changes.end() ? std::nullopt : std::optional(*found);
    };
    {
        auto store = Store::open(given);
        REQUIRE(store);
        CHECK((*store)->check().sound);
    }
    run_sql(file.path, "UPDATE change SET context = zeroblob(24) WHERE key & 4294967295 = 1");
    auto store = Store::open(given);
    REQUIRE(store);
    CHECK((*store)->check().bad.detail == std::string(sample::device(1).view()) + ":1");
}

TEST_CASE("any page of the file may be damaged: an error or a finding, never a wrong answer") {
    Temporary file("damaged.huikuan");
    Filled book;
    { auto store = book.at(file.path); }
    const std::string good = file_text(file.path);
    std::string whole;
    {
        auto store = book.open(file.path);
        REQUIRE(store);
        whole = (*store)->canonical_dump();
    }
    for (std::size_t at = 0; at < good.size(); at += 4096 / 3) {
        CAPTURE(at);
        std::string bad = good;
        for (std::size_t i = 0; i < 64 && at + i < bad.size(); ++i) {
            bad[at + i] = static_cast<char>(bad[at + i] ^ (0x5A + static_cast<int>(i)));
        }
        std::ofstream(file.path, std::ios::binary | std::ios::trunc) << bad;
        auto store = book.open(file.path);
        if (!store) continue;
        const CheckReport report = (*store)->check();
        if (report.sound) CHECK((*store)->canonical_dump() == whole);
    }
}

TEST_CASE("an error in the middle of an append takes all of it back") {
    Temporary file("halves.huikuan");
    Filled book;
    auto store = book.at(file.path);
    const std::string before = store->canonical_dump();
    auto bad = book.a.write(receipt(6, 1, 5, march));
    const auto good = bad;
    bad.device = {};
    const auto first = book.a.write(receipt(7, 1, 5, march));
    const auto refused = store->append(std::vector{good, first, bad});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == core::ErrorCode::out_of_range);
    CHECK(store->canonical_dump() == before);
    CHECK(store->counts().changes == 4);
    CHECK(must_append(*store, std::vector{good, first}).fresh == 2);
    CHECK(store->check().sound);
}

TEST_CASE("the shape of the tables is the one that was released") {
    // Additive only: a change here is a new migration, never a changed one. After a new migration:
    // run this test, look at the difference, and put the printed text into schema.txt.
    std::string shape = "format " + std::to_string(migrations().size()) + "\n";
    Filled book;
    Temporary file("shape.huikuan");
    { auto store = book.at(file.path); }
    auto database = Database::open({file.path, "", true, false});
    REQUIRE(database);
    Statement all(**database, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"
                              " ORDER BY type DESC, name");
    for (Rows rows = all.query(); rows.next();) {
        std::istringstream lines{std::string(rows.text(0))};
        for (std::string line; std::getline(lines, line);) {
            line = line.substr(0, line.find("--"));
            line.erase(line.find_last_not_of(" ") + 1);
            shape += line + "\n";
        }
    }
    const std::string released = file_text("tests/unit/store/schema.txt");
    if (released.empty()) MESSAGE("run from the repository's root");
    CHECK_MESSAGE(shape == released, shape);
}
