// The keeper over a vault in memory: what is called saved, what happens when saving fails, damage,
// snapshots, several tabs. The browser's side of it is in tests/e2e and tests/kill.
#include "session/keeper.h"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <thread>

#include "session/world.h"

using namespace huikuan;
using session::Keeper;
using session::SaveState;
using test::Fresh;
using test::run_all;

namespace {

core::Result<std::unique_ptr<Keeper>> open_keeper(const std::string& name, bool create = false,
                                                  const std::string& passphrase = {}) {
    core::Result<std::unique_ptr<Keeper>> answer = core::fail(core::ErrorCode::cancelled);
    Keeper::Options options;
    options.create = create;
    options.passphrase = passphrase;
    Keeper::open(name, std::move(options), [&](auto opened) { answer = std::move(opened); });
    run_all();
    return answer;
}
std::unique_ptr<Keeper> must_open(const std::string& name, bool create = false) {
    auto opened = open_keeper(name, create);
    REQUIRE(opened.has_value());
    return std::move(*opened);
}

class KeptBook {
public:
    explicit KeptBook(Keeper& keeper) : keeper_(keeper) { open(); }
    ~KeptBook() { close(); }
    KeptBook(const KeptBook&) = delete;
    KeptBook& operator=(const KeptBook&) = delete;
    void open() {
        REQUIRE(sqlite3_open_v2(Keeper::file().c_str(), &db_,
                                SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                                keeper_.vfs_name().c_str()) == SQLITE_OK);
        sql("PRAGMA journal_mode=MEMORY");
    }
    void close() {
        sqlite3_close(db_);
        db_ = nullptr;
    }
    std::string sql(const std::string& text) {
        std::string rows;
        const auto row = [](void* to, int count, char** cells, char**) {
            for (int i = 0; i < count; ++i)
                *static_cast<std::string*>(to) += std::string(cells[i] ? cells[i] : "-") + "|";
            return 0;
        };
        const int code = sqlite3_exec(db_, text.c_str(), row, &rows, nullptr);
        INFO(text, " ", sqlite3_errmsg(db_));
        REQUIRE(code == SQLITE_OK);
        keeper_.after_commit();
        return rows;
    }

private:
    Keeper& keeper_;
    sqlite3* db_ = nullptr;
};

void make_table(KeptBook& book) { book.sql("CREATE TABLE t(n INTEGER PRIMARY KEY, v BLOB)"); }
void add_row(KeptBook& book, int n) {
    book.sql("INSERT INTO t VALUES(" + std::to_string(n) + ", randomblob(3000))");
}

} // namespace

TEST_CASE("saved means that the vault has said so") {
    const Fresh fresh;
    auto keeper = must_open("one", true);
    {
        KeptBook book(*keeper);
        make_table(book);
        CHECK(keeper->status().save == SaveState::saving);
        CHECK(keeper->status().unsaved == 1);
        bool told = false;
        keeper->when_saved([&](const core::Result<void>& saved) { told = saved.has_value(); });
        CHECK_FALSE(told);
        run_all();
        CHECK(told);
        CHECK(keeper->status().save == SaveState::saved);
        // Several commits go together while one is on its way.
        for (int n = 1; n <= 10; ++n) add_row(book, n);
        CHECK(keeper->status().unsaved == 10);
        run_all();
        CHECK(keeper->status().unsaved == 0);
    }
    keeper.reset();
    keeper = must_open("one");
    CHECK(keeper->report().replayed == 11);
    KeptBook book(*keeper);
    CHECK(book.sql("SELECT count(*) FROM t") == "10|");
}

TEST_CASE("names that are taken, missing, or locked by a passphrase") {
    const Fresh fresh;
    REQUIRE(open_keeper("one", true, "松树").has_value());
    CHECK(open_keeper("one", true).error() ==
          core::Error{core::ErrorCode::io, "storage", "exists"});
    CHECK(open_keeper("two").error() == core::Error{core::ErrorCode::io, "storage", "missing"});
    CHECK(open_keeper("one").error() ==
          core::Error{core::ErrorCode::io, "passphrase", "passphrase"});
    CHECK(open_keeper("one", false, "松树").has_value());
}

TEST_CASE("every failure of the vault is said, keeps the work, and is tried again") {
    for (const auto status : {platform::VaultStatus::full, platform::VaultStatus::failed,
                              platform::VaultStatus::blocked, platform::VaultStatus::unavailable}) {
        CAPTURE(platform::name_of(status));
        const Fresh fresh;
        auto keeper = must_open("one", true);
        {
            KeptBook book(*keeper);
            make_table(book);
            run_all();
            platform::fail_native_puts(1, status);
            add_row(book, 1);
            core::Error told;
            keeper->when_saved([&](const core::Result<void>& saved) {
                if (!saved) told = saved.error();
            });
            run_all();
            CHECK(keeper->status().save == SaveState::failed);
            CHECK(keeper->status().problem.code == core::ErrorCode::io);
            CHECK(keeper->status().problem.field == "storage");
            CHECK(keeper->status().problem.detail.starts_with(platform::name_of(status)));
            CHECK(told == keeper->status().problem);
            add_row(book, 2); // work goes on in memory
            CHECK(book.sql("SELECT count(*) FROM t") == "2|");
            const int wait = keeper->tick(4);
            CHECK(wait > 0);
            CHECK(wait <= 1000);
            platform::fail_native_puts(0, platform::VaultStatus::ok);
            std::this_thread::sleep_for(std::chrono::milliseconds(1100));
            keeper->tick(4);
            run_all();
            CHECK(keeper->status().save == SaveState::saved);
        }
        keeper.reset();
        keeper = must_open("one");
        KeptBook book(*keeper);
        CHECK(book.sql("SELECT count(*) FROM t") == "2|");
        CHECK(book.sql("PRAGMA integrity_check") == "ok|");
    }
}

TEST_CASE("deleted under the book: everything is written again") {
    const Fresh fresh;
    auto keeper = must_open("one", true);
    {
        KeptBook book(*keeper);
        make_table(book);
        for (int n = 1; n <= 600; ++n) add_row(book, n);
        run_all();
        for (const char* key : {"a", "a2"}) platform::native_vault_value("one", key)->clear();
        platform::fail_native_puts(1, platform::VaultStatus::vanished);
        add_row(book, 601);
        run_all();
        CHECK(keeper->status().save == SaveState::failed);
        platform::fail_native_puts(0, platform::VaultStatus::ok);
        std::this_thread::sleep_for(std::chrono::milliseconds(1100));
        for (int i = 0; i < 20 && keeper->status().save != SaveState::saved; ++i) {
            keeper->tick(4);
            run_all();
        }
        CHECK(keeper->status().save == SaveState::saved);
    }
    keeper.reset();
    keeper = must_open("one");
    KeptBook book(*keeper);
    CHECK(book.sql("SELECT count(*) FROM t") == "601|");
}

TEST_CASE("checkpoints run by themselves and a broken-off one leaves nothing behind") {
    const Fresh fresh;
    auto keeper = must_open("one", true);
    keeper->set_thresholds({.log_bytes = 50000, .log_items = 10});
    {
        KeptBook book(*keeper);
        make_table(book);
        for (int n = 1; n <= 900; ++n) {
            add_row(book, n);
            if (n % 50 == 0) {
                run_all();
                keeper->tick(4);
            }
        }
        run_all();
        std::this_thread::sleep_for(std::chrono::milliseconds(450));
        for (int i = 0; i < 30; ++i) {
            keeper->tick(4);
            run_all();
        }
    }
    keeper.reset();
    keeper = must_open("one");
    CHECK(keeper->report().replayed < 400);
    KeptBook book(*keeper);
    CHECK(book.sql("SELECT count(*) FROM t") == "900|");
}

TEST_CASE("a snapshot is a state to go back to, and the way back is one too") {
    const Fresh fresh;
    auto keeper = must_open("one", true);
    auto book = std::make_unique<KeptBook>(*keeper);
    keeper->listen({.close = [&] { book->close(); }, .reopen = [&] { book->open(); }});
    make_table(*book);
    for (int n = 1; n <= 20; ++n) add_row(*book, n);
    bool made = false;
    keeper->snapshot("导入前", [&](const core::Result<void>& done) { made = done.has_value(); });
    run_all();
    REQUIRE(made);
    REQUIRE(keeper->snapshots().size() == 1);
    CHECK(keeper->snapshots()[0].label == "导入前");
    for (int n = 21; n <= 40; ++n) add_row(*book, n);
    run_all();
    core::Result<void> back = core::fail(core::ErrorCode::cancelled);
    keeper->return_to(keeper->snapshots()[0].key, [&](core::Result<void> done) { back = done; });
    run_all();
    REQUIRE(back.has_value());
    CHECK(book->sql("SELECT count(*) FROM t") == "20|");
    REQUIRE(keeper->snapshots().size() == 2); // the state that was left
    keeper->return_to(keeper->snapshots()[1].key, [&](core::Result<void> done) { back = done; });
    run_all();
    CHECK(book->sql("SELECT count(*) FROM t") == "40|");
    CHECK(book->sql("PRAGMA integrity_check") == "ok|");
    book.reset();
}

TEST_CASE("a failing snapshot is an error, not a promise") {
    const Fresh fresh;
    auto keeper = must_open("one", true);
    KeptBook book(*keeper);
    make_table(book);
    run_all();
    platform::fail_native_puts(1, platform::VaultStatus::full);
    core::Result<void> made;
    keeper->snapshot("x", [&](core::Result<void> done) { made = done; });
    run_all();
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().detail.starts_with("full"));
    CHECK(keeper->snapshots().empty());
}

TEST_CASE("damage is named, kept and can be exported; a broken book opens as its snapshot") {
    const Fresh fresh;
    {
        auto keeper = must_open("one", true);
        KeptBook book(*keeper);
        make_table(book);
        for (int n = 1; n <= 5; ++n) {
            add_row(book, n);
            run_all();
        }
    }
    SUBCASE("a log item") {
        platform::native_vault_value("one", "l0000000000000004")->back() ^= 1;
        auto keeper = must_open("one");
        CHECK(keeper->report().cut);
        CHECK(keeper->report().damaged.size() == 3);
        KeptBook book(*keeper);
        CHECK(book.sql("SELECT count(*) FROM t") == "2|");
        add_row(book, 77);
        run_all();
        std::size_t kept = 0;
        keeper->export_damaged([&](auto items) { kept = items ? items->size() : 0; });
        run_all();
        CHECK(kept == 3);
    }
    SUBCASE("both roots") {
        platform::native_vault_value("one", "a")->clear();
        platform::native_vault_value("one", "a2")->back() ^= 1;
        auto keeper = must_open("one");
        CHECK(keeper->report().repaired_root);
        KeptBook book(*keeper);
        CHECK(book.sql("SELECT count(*) FROM t") == "5|");
    }
    SUBCASE("a chunk") {
        std::string now_key;
        {
            auto keeper = must_open("one");
            KeptBook book(*keeper);
            keeper->snapshot("yesterday", [](const core::Result<void>&) {});
            run_all();
            add_row(book, 6);
            keeper->snapshot("today", [](const core::Result<void>&) {});
            run_all();
        }
        for (std::uint64_t seq = 1; seq < 20; ++seq) {
            const std::string key = store::chunk_key({0, seq});
            if (platform::native_vault_value("one", key) != nullptr) now_key = key;
        }
        platform::native_vault_value("one", now_key)->at(5000) ^= 1;
        auto keeper = must_open("one");
        CHECK(keeper->report().returned_to == "yesterday");
        KeptBook book(*keeper);
        CHECK(book.sql("SELECT count(*) FROM t") == "5|");
        add_row(book, 8);
        run_all();
        CHECK(platform::native_vault_value("one", now_key) != nullptr); // kept as it was found
    }
    SUBCASE("a chunk, without any snapshot") {
        {
            auto keeper = must_open("one");
            KeptBook book(*keeper);
            keeper->snapshot("x", [](const core::Result<void>&) {});
            run_all();
            keeper->forget_snapshot(keeper->snapshots()[0].key, [](const core::Result<void>&) {});
            run_all();
        }
        for (std::uint64_t seq = 1; seq < 20; ++seq)
            if (auto* bytes = platform::native_vault_value("one", store::chunk_key({0, seq})))
                bytes->clear();
        const auto opened = open_keeper("one");
        REQUIRE_FALSE(opened.has_value());
        CHECK(opened.error().code == core::ErrorCode::corrupt);
    }
}

TEST_CASE("a second tab reads only") {
    const Fresh fresh;
    auto first = must_open("one", true);
    KeptBook book(*first);
    make_table(book);
    run_all();
    auto second = must_open("one");
    CHECK(second->status().read_only);
    KeptBook other(*second);
    CHECK(other.sql("SELECT count(*) FROM t") == "0|");
    core::Result<void> made;
    second->snapshot("x", [&](core::Result<void> done) { made = done; });
    CHECK(made.error().code == core::ErrorCode::read_only);
}

namespace {

// What a Session does with the keeper's news: its Store is opened again.
void attend(Keeper& keeper, KeptBook& book) {
    keeper.listen({.changed =
                       [&book] {
                           book.close();
                           book.open();
                       },
                   .close = [&book] { book.close(); },
                   .reopen = [&book] { book.open(); },
                   .status = {}});
}

} // namespace

TEST_CASE("two tabs write in turn, over checkpoints, and each sees all of the other") {
    const Fresh fresh;
    auto first = must_open("one", true);
    first->set_thresholds({.log_bytes = 20'000, .log_items = 6});
    KeptBook book(*first);
    attend(*first, book);
    make_table(book);
    run_all();
    auto second = must_open("one");
    second->set_thresholds({.log_bytes = 20'000, .log_items = 6});
    KeptBook other(*second);
    attend(*second, other);
    int n = 0;
    for (int turn = 0; turn < 60; ++turn) {
        Keeper& now = turn % 2 == 0 ? *second : *first;
        KeptBook& mine = turn % 2 == 0 ? other : book;
        core::Result<void> taken = core::fail(core::ErrorCode::cancelled);
        now.take_over([&](core::Result<void> done) { taken = std::move(done); });
        run_all();
        REQUIRE(taken.has_value());
        CHECK_FALSE(now.status().read_only);
        REQUIRE(mine.sql("SELECT count(*) FROM t") == std::to_string(n) + "|");
        for (int i = 0; i < 1 + turn % 4; ++i) add_row(mine, n++);
        // Now and then the book changes hands before anything was folded, or in between.
        if (turn % 5 == 0) run_all();
        if (turn % 7 == 0) {
            now.snapshot("s", [](const core::Result<void>&) {});
            run_all();
        }
        run_all();
        CHECK(book.sql("SELECT count(*) FROM t") == std::to_string(n) + "|");
        CHECK(other.sql("SELECT count(*) FROM t") == std::to_string(n) + "|");
    }
    CHECK(book.sql("PRAGMA integrity_check") == "ok|");
    CHECK(other.sql("PRAGMA integrity_check") == "ok|");
}

TEST_CASE("a tab that takes the book over writes only when it has read all of it") {
    const Fresh fresh;
    auto first = must_open("one", true);
    KeptBook book(*first);
    attend(*first, book);
    make_table(book);
    run_all();
    auto second = must_open("one");
    KeptBook other(*second);
    attend(*second, other);
    add_row(book, 1);
    run_all();
    // All that is kept becomes unreadable while the second tab is one commit behind: it finds
    // nothing to follow, and nothing to read anew.
    first->snapshot("folded", [](const core::Result<void>&) {});
    run_all();
    add_row(book, 2);
    auto* root = platform::native_vault_value("one", std::string(store::root_key));
    REQUIRE(root != nullptr);
    const auto kept = *root;
    run_all();
    *platform::native_vault_value("one", std::string(store::root_key)) = {1, 2, 3};
    *platform::native_vault_value("one", std::string(store::root_copy_key)) = {1, 2, 3};
    for (const auto& shot : first->snapshots())
        *platform::native_vault_value("one", shot.key) = {1};
    for (std::uint64_t seq = 1; seq < 20; ++seq)
        if (auto* bytes = platform::native_vault_value("one", store::chunk_key({0, seq})))
            bytes->clear();
    core::Result<void> taken;
    second->take_over([&](core::Result<void> done) { taken = std::move(done); });
    run_all();
    CHECK_FALSE(taken.has_value());
    CHECK(second->status().read_only);
    CHECK(other.sql("SELECT count(*) FROM t") == "2|"); // what it had read before
}

TEST_CASE("work of a tab that lost the book stays to be looked at, until it is given up") {
    const Fresh fresh;
    auto first = must_open("one", true);
    KeptBook book(*first);
    attend(*first, book);
    make_table(book);
    add_row(book, 1);
    run_all();
    auto second = must_open("one");
    KeptBook other(*second);
    attend(*second, other);
    platform::fail_native_puts(1, platform::VaultStatus::full);
    add_row(book, 2); // never saved
    run_all();
    platform::fail_native_puts(0, platform::VaultStatus::ok);
    core::Result<void> taken = core::fail(core::ErrorCode::cancelled);
    second->take_over([&](core::Result<void> done) { taken = std::move(done); });
    run_all();
    REQUIRE(taken.has_value());
    add_row(other, 3);
    run_all();
    CHECK(first->stranded());
    CHECK(first->status().save == SaveState::failed);
    CHECK(first->status().problem.code == core::ErrorCode::read_only);
    CHECK(book.sql("SELECT group_concat(n) FROM t") == "1,2|");
    CHECK(other.sql("SELECT group_concat(n) FROM t") == "1,3|");
    core::Result<void> back;
    first->take_over([&](core::Result<void> done) { back = std::move(done); });
    run_all();
    CHECK_FALSE(back.has_value()); // it would have to lose one or the other
    first->give_up_unsaved([](const core::Result<void>&) {});
    run_all();
    CHECK_FALSE(first->stranded());
    CHECK(first->status().save == SaveState::saved);
    CHECK(book.sql("SELECT group_concat(n) FROM t") == "1,3|");
    first->take_over([&](core::Result<void> done) { back = std::move(done); });
    run_all();
    CHECK(back.has_value());
    add_row(book, 4);
    run_all();
    CHECK(other.sql("SELECT group_concat(n) FROM t") == "1,3,4|");
}
