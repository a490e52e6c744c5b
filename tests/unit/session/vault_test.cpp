// Books in the browser's vault, over a vault in memory: upgrades, newer books, files that become
// books, the seal that is put on later, a snapshot that is returned to.
#include <sqlite3.h>

#include "session/books.h"
#include "session/bundle.h"
#include "session/keeper.h"
#include "session/world.h"
#include "store/schema.h"

using namespace huikuan;
using namespace huikuan::test;

namespace {

using Opened = core::Result<std::unique_ptr<session::Session>>;

Opened found(const char* company, const std::string& passphrase = {}) {
    Opened answer = core::fail(core::ErrorCode::cancelled);
    session::Session::create_vault({company, cny()}, passphrase,
                                   [&](Opened opened) { answer = std::move(opened); });
    run_all();
    return answer;
}
Opened open_book(const std::string& name, const std::string& passphrase = {}) {
    Opened answer = core::fail(core::ErrorCode::cancelled);
    session::Session::open_vault(name, passphrase, {},
                                 [&](Opened opened) { answer = std::move(opened); });
    run_all();
    return answer;
}
Opened open_bytes(std::string bytes) {
    Opened answer = core::fail(core::ErrorCode::cancelled);
    session::open_file(std::make_shared<MemoryFile>(std::move(bytes)), {}, {},
                       [&](Opened opened) { answer = std::move(opened); });
    run_all();
    return answer;
}
std::vector<session::BookEntry> books() {
    std::vector<session::BookEntry> answer;
    session::list_books([&](auto list) { answer = std::move(list).value(); });
    run_all();
    return answer;
}
std::string file_of(session::Session& book) {
    std::string bytes;
    MemoryOutgoing out(bytes);
    REQUIRE(session::BookKeeping(book).save_file(out));
    return bytes;
}
// A book of one customer, as a file.
std::string saved_book() {
    auto book = found("甲公司");
    REQUIRE(book.has_value());
    add_customer(**book, "乙公司");
    run_all();
    return file_of(**book);
}
// What a later version might have done to the book.
void alter(const std::string& name, const char* sql) {
    core::Result<std::unique_ptr<session::Keeper>> keeper = core::fail(core::ErrorCode::cancelled);
    session::Keeper::open(name, {}, [&](auto opened) { keeper = std::move(opened); });
    run_all();
    REQUIRE(keeper.has_value());
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open_v2(session::Keeper::file().c_str(), &db, SQLITE_OPEN_READWRITE,
                            (*keeper)->vfs_name().c_str()) == SQLITE_OK);
    CHECK(sqlite3_exec(db, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(db);
    (*keeper)->after_commit();
    run_all();
}

// What a later version would bring: all that there is, and one more.
std::vector<store::Migration> and_then(const store::Migration& later) {
    const auto now = store::migrations();
    std::vector<store::Migration> all(now.begin(), now.end());
    all.push_back(later);
    return all;
}

} // namespace

TEST_CASE("an upgrade: a snapshot first, then all of it, or back where it was") {
    const Fresh fresh;
    std::string name;
    std::string digest;
    {
        auto book = found("甲公司");
        REQUIRE(book.has_value());
        name = (*book)->vault();
        add_customer(**book, "乙公司");
        run_all();
    }
    SUBCASE("it succeeds") {
        const auto two =
            and_then(store::Migration{"later", "CREATE TABLE later(n INTEGER PRIMARY KEY) STRICT"});
        const store::OtherMigrations pretend(two);
        auto book = open_book(name);
        REQUIRE(book.has_value());
        CHECK((*book)->counts().customers == 1);
        const auto snapshots = session::BookKeeping(**book).snapshots();
        REQUIRE(snapshots.size() == 1);
        CHECK(snapshots[0].label == "upgrade");
        add_customer(**book, "丙公司");
        run_all();
        book->reset();
        run_all();
        book = open_book(name); // once is enough
        REQUIRE(book.has_value());
        CHECK(session::BookKeeping(**book).snapshots().size() == 1);
        CHECK((*book)->counts().customers == 2);
    }
    SUBCASE("its SQL fails, or leaves a book that does not agree with its log") {
        const char* const ways[] = {"CREATE TABLE change(n)", "CREATE TABLE broken(n); SELECT x",
                                    "DELETE FROM change"};
        for (const char* sql : ways) {
            CAPTURE(sql);
            const auto two = and_then(store::Migration{"later", sql});
            {
                const store::OtherMigrations pretend(two);
                const auto refused = open_book(name);
                CHECK_FALSE(refused.has_value());
            }
            auto book = open_book(name); // the version that can read it
            REQUIRE(book.has_value());
            CHECK((*book)->counts().customers == 1);
        }
    }
    SUBCASE("there is no room for the snapshot: nothing is upgraded") {
        platform::fail_native_puts(1, platform::VaultStatus::full);
        const auto two = and_then(store::Migration{"later", "CREATE TABLE later(n)"});
        {
            const store::OtherMigrations pretend(two);
            const auto refused = open_book(name);
            REQUIRE_FALSE(refused.has_value());
            CHECK(refused.error().code == core::ErrorCode::io);
        }
        platform::fail_native_puts(0, platform::VaultStatus::ok);
        CHECK(open_book(name).has_value());
    }
}

TEST_CASE("a book of a newer version is not opened and not changed") {
    const Fresh fresh;
    std::string name;
    {
        auto book = found("甲公司");
        REQUIRE(book.has_value());
        name = (*book)->vault();
        run_all();
    }
    alter(name, "PRAGMA user_version = 99");
    const auto kept = [&] {
        std::string all;
        for (std::uint64_t number = 1; number < 9; ++number)
            if (const auto* bytes = platform::native_vault_value(name, store::log_key(number)))
                all.append(bytes->begin(), bytes->end());
        return all;
    };
    const std::string before = kept();
    CHECK_FALSE(before.empty());
    const auto refused = open_book(name);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == core::ErrorCode::unsupported);
    run_all();
    CHECK(kept() == before);
}

TEST_CASE("the saved file becomes a book again, of a device of its own; nothing else does") {
    const Fresh fresh;
    auto book = found("甲公司");
    REQUIRE(book.has_value());
    add_customer(**book, "乙公司");
    run_all();
    const std::string file = file_of(**book);
    auto copy = open_bytes(file);
    REQUIRE(copy.has_value());
    CHECK((*copy)->vault() != (*book)->vault());
    CHECK((*copy)->counts().customers == 1);
    CHECK(books().size() == 2);
    // Both go on writing: nobody's change takes the other's place.
    add_customer(**book, "丙公司");
    add_customer(**copy, "丁公司");
    run_all();
    const auto again = open_book((*copy)->vault());
    REQUIRE(again.has_value());
    CHECK((*again)->counts().customers == 2);
    CHECK((*again)->book().company == "甲公司");

    std::string newer = file;
    newer[63] = 99;
    std::string torn = file;
    for (std::size_t at = 4096; at < torn.size(); at += 512) torn[at] ^= 0x55;
    const std::string bad[] = {"",
                               "x",
                               std::string(5000, '\0'),
                               file.substr(0, 3000),
                               newer,
                               torn,
                               "SQLite format 3" + std::string(9000, '\0')};
    for (const std::string& bytes : bad) {
        CAPTURE(bytes.size());
        CHECK_FALSE(open_bytes(bytes).has_value());
        CHECK(books().size() == 2); // nothing is left behind
    }
    CHECK(open_bytes(newer).error().code == core::ErrorCode::unsupported);
}

TEST_CASE("a saved file of an older version is brought up to date when it comes in") {
    const Fresh fresh;
    const std::string file = saved_book();
    const auto two =
        and_then(store::Migration{"later", "CREATE TABLE later(n INTEGER PRIMARY KEY) STRICT"});
    const store::OtherMigrations pretend(two);
    auto book = open_bytes(file);
    REQUIRE(book.has_value());
    CHECK((*book)->counts().customers == 1);
    add_customer(**book, "丙公司");
    run_all();
    const std::string name = (*book)->vault();
    book->reset();
    run_all();
    const auto again = open_book(name);
    REQUIRE(again.has_value());
    CHECK((*again)->counts().customers == 2);
    CHECK(session::BookKeeping(**again).snapshots().empty()); // there was nothing older to keep
}

TEST_CASE("a file that could not be kept yet, or never was") {
    const Fresh fresh;
    const std::string file = saved_book();
    platform::fail_native_puts(1, platform::VaultStatus::full);
    auto book = open_bytes(file);
    REQUIRE(book.has_value());
    const std::string name = (*book)->vault();
    CHECK((*book)->counts().customers == 1); // it can be worked with, and be saved as a file
    CHECK((*book)->status().save == session::SaveState::failed);
    const auto label = [&] {
        for (const auto& entry : books())
            if (entry.name == name) return entry.label;
        return std::string("none");
    };
    CHECK(label().empty());
    SUBCASE("there is room again: it is kept, and has its name") {
        platform::fail_native_puts(0, platform::VaultStatus::ok);
        session::BookKeeping(**book).retry();
        run_all();
        CHECK((*book)->status().save == session::SaveState::saved);
        CHECK(label() == "甲公司");
        book->reset();
        run_all();
        const auto again = open_book(name);
        REQUIRE(again.has_value());
        CHECK((*again)->counts().customers == 1);
    }
    SUBCASE("another tab waits until it is kept") {
        const auto other = open_book(name);
        REQUIRE_FALSE(other.has_value());
        CHECK(other.error() == core::Error{core::ErrorCode::io, "storage", "blocked"});
    }
    SUBCASE("the page is closed: nothing was kept, and it says so") {
        book->reset();
        run_all();
        platform::fail_native_puts(0, platform::VaultStatus::ok);
        const auto again = open_book(name);
        REQUIRE_FALSE(again.has_value());
        CHECK(again.error().code == core::ErrorCode::truncated);
        CHECK(again.error().field == "book");
    }
}

TEST_CASE("a changed byte is named, and whose it was; what could not be proved is not shown") {
    const Fresh fresh;
    std::string name;
    std::string device;
    {
        auto book = found("甲公司");
        REQUIRE(book.has_value());
        add_customer(**book, "乙公司");
        run_all();
        name = (*book)->vault();
        const auto good = session::check_integrity(**book);
        CHECK(good.sound);
        CHECK(good.view_digest.size() == 64);
        REQUIRE(good.devices.size() == 1);
        CHECK_FALSE(good.devices[0].altered);
        device = good.devices[0].device.view();
    }
    alter(name, "UPDATE change SET bytes = CAST(replace(CAST(bytes AS TEXT), '乙公司', '丙公司') "
                "AS BLOB) WHERE key = (SELECT max(key) FROM change)");
    const auto book = open_book(name);
    REQUIRE(book.has_value());
    const auto report = session::check_integrity(**book);
    CHECK_FALSE(report.sound);
    CHECK(report.first_bad.field == "chain");
    CHECK(report.first_bad.detail.starts_with(device + ":"));
    CHECK(report.view_digest.empty());
    REQUIRE(report.devices.size() == 1);
    CHECK(report.devices[0].altered);
}

TEST_CASE("a file that is larger than any book") {
    struct Endless final : platform::File {
        [[nodiscard]] std::string name() const override { return "endless.huikuan"; }
        [[nodiscard]] std::uint64_t size() const override { return store::book_size_limit + 1; }
        void read(std::uint64_t, std::size_t, Done) override { FAIL("it was read"); }
    };
    const Fresh fresh;
    Opened answer = core::fail(core::ErrorCode::cancelled);
    session::open_file(std::make_shared<Endless>(), {}, {},
                       [&](Opened opened) { answer = std::move(opened); });
    run_all();
    REQUIRE_FALSE(answer.has_value());
    CHECK(answer.error().code == core::ErrorCode::too_large);
    CHECK(answer.error().detail == "3221");
    CHECK(books().empty());
}

TEST_CASE("a seal is put on and taken off, by who knows it alone") {
    const Fresh fresh;
    std::string name;
    {
        auto book = found("甲公司");
        REQUIRE(book.has_value());
        name = (*book)->vault();
        add_customer(**book, "乙公司");
        run_all();
        session::BookKeeping(**book).snapshot("kept", [](const core::Result<void>&) {});
        run_all();
        core::Result<void> changed;
        session::BookKeeping(**book).change_passphrase(
            "", "new", [&](core::Result<void> done) { changed = std::move(done); });
        run_all();
        CHECK_FALSE(changed.has_value()); // there is no key to wrap
    }
    const auto reseal = [&](const char* was, const char* is) {
        core::Result<std::string> answer = core::fail(core::ErrorCode::cancelled);
        session::reseal_book(name, was, is, {}, [&](auto done) { answer = std::move(done); });
        run_all();
        if (answer) name = *answer;
        return answer;
    };
    platform::fail_native_puts(1, platform::VaultStatus::full);
    const std::string before = name;
    CHECK_FALSE(reseal("", "secret").has_value());
    platform::fail_native_puts(0, platform::VaultStatus::ok);
    CHECK(open_book(before).has_value());
    REQUIRE(reseal("", "secret").has_value());
    CHECK(name != before);
    CHECK(books().size() == 1);
    CHECK_FALSE(open_book(name).has_value());
    CHECK_FALSE(reseal("wrong", "").has_value());
    {
        auto book = open_book(name, "secret");
        REQUIRE(book.has_value());
        CHECK(session::BookKeeping(**book).sealed());
        CHECK((*book)->counts().customers == 1);
        CHECK(session::BookKeeping(**book).snapshots().size() == 1);
        CHECK_FALSE(reseal("secret", "").has_value()); // it is open
        core::Result<void> changed;
        session::BookKeeping(**book).change_passphrase(
            "secret", "", [&](core::Result<void> done) { changed = std::move(done); });
        run_all();
        CHECK_FALSE(changed.has_value()); // a key under an empty passphrase opens to nobody
    }
    REQUIRE(reseal("secret", "").has_value());
    CHECK(open_book(name).has_value());
    CHECK(books()[0].label == "甲公司");
}

TEST_CASE("after the return to a snapshot the device is another") {
    const Fresh fresh;
    auto opened = found("甲公司");
    REQUIRE(opened.has_value());
    session::Session& book = **opened;
    session::BookKeeping keeping(book);
    add_customer(book, "乙公司");
    run_all();
    core::Result<void> done;
    keeping.snapshot("before", [&](core::Result<void> kept) { done = std::move(kept); });
    run_all();
    REQUIRE(done.has_value());
    const auto lost = add_customer(book, "丙公司");
    run_all();
    keeping.return_to(keeping.snapshots().front().key,
                      [&](core::Result<void> back) { done = std::move(back); });
    run_all();
    REQUIRE(done.has_value());
    REQUIRE(book.ready());
    CHECK(book.counts().customers == 1);
    CHECK_FALSE(book.customer(lost, book.today()));
    const auto after = add_customer(book, "丁公司");
    run_all();
    const auto history = book.history(core::entity_of(after));
    REQUIRE(history.size() == 1);
    const auto first = book.history(core::entity_of(book.book().id));
    REQUIRE_FALSE(first.empty());
    CHECK(history[0].device != first[0].device);
}
