#pragma once
// A disk of items, a connection to a book's pages, and a workload to write into them.
#include <doctest/doctest.h>
#include <sqlite3.h>

#include <map>
#include <memory>
#include <random>
#include <string>

#include "store/page_store.h"

namespace huikuan::store::pages_test {

using Disk = std::map<std::string, Bytes>;

inline void carry_out(Disk& disk, const PageBatch& batch) {
    for (const KeyRange& range : batch.gone)
        disk.erase(disk.lower_bound(range.first), disk.upper_bound(range.last));
    for (const PageItem& item : batch.put) disk[item.key] = item.bytes;
}

inline std::optional<Bytes> value(const Disk& disk, std::string_view key) {
    const auto found = disk.find(std::string(key));
    return found == disk.end() ? std::nullopt : std::optional(found->second);
}

struct Loaded {
    std::unique_ptr<PageStore> pages;
    LoadReport report;
};
inline void feed(const Disk& disk, PageStore& pages, const std::vector<std::string>& chunks) {
    for (const std::string& key : chunks)
        if (const auto bytes = value(disk, key)) pages.load_chunk({key, *bytes});
    for (auto at = disk.lower_bound("l"); at != disk.end() && at->first[0] == 'l'; ++at)
        pages.load_log({at->first, at->second});
}
inline Loaded load(const Disk& disk) {
    Loaded loaded{std::make_unique<PageStore>(0xE70C4), {}};
    for (auto at = disk.lower_bound("s"); at != disk.end() && at->first[0] == 's'; ++at)
        loaded.pages->add_snapshot({at->first, at->second});
    feed(disk, *loaded.pages,
         loaded.pages->begin_load(value(disk, root_key), value(disk, root_copy_key)));
    loaded.report = loaded.pages->finish_load();
    return loaded;
}

class Connection {
public:
    Connection(const std::string& path, const std::string& vfs, bool fetch = true) {
        REQUIRE(sqlite3_open_v2(path.c_str(), &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                                vfs.empty() ? nullptr : vfs.c_str()) == SQLITE_OK);
        run("PRAGMA journal_mode=MEMORY");
        run("PRAGMA cache_size=50"); // spills early: uncommitted pages reach the file
        run(fetch ? "PRAGMA mmap_size=2000000000" : "PRAGMA mmap_size=0");
    }
    explicit Connection(PageStore& pages, bool fetch = true)
        : Connection(PageStore::file_name, pages.vfs_name(), fetch) {}
    ~Connection() { sqlite3_close(db_); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    int attempt(const std::string& sql) {
        return sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr);
    }
    void run(const std::string& sql) {
        char* message = nullptr;
        const int code = sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, &message);
        INFO(sql.substr(0, 200), " -> ", std::string(message == nullptr ? "" : message));
        REQUIRE(code == SQLITE_OK);
        sqlite3_free(message);
    }
    std::string text(const std::string& sql) {
        sqlite3_stmt* statement = nullptr;
        INFO(sql);
        REQUIRE(sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK);
        std::string all;
        while (sqlite3_step(statement) == SQLITE_ROW) {
            for (int i = 0; i < sqlite3_column_count(statement); ++i) {
                const auto* cell = sqlite3_column_text(statement, i);
                all += cell == nullptr ? "-" : reinterpret_cast<const char*>(cell);
                all += '|';
            }
            all += '\n';
        }
        sqlite3_finalize(statement);
        return all;
    }

private:
    sqlite3* db_ = nullptr;
};

inline constexpr const char* schema =
    "CREATE TABLE invoice(id INTEGER PRIMARY KEY, customer TEXT, number TEXT UNIQUE, minor INT,"
    " note BLOB); CREATE INDEX by_customer ON invoice(customer, minor);";

// One random transaction: inserts, updates, deletes, and now and then a vacuum or an index.
inline std::string random_sql(std::mt19937_64& random, int step) {
    const auto pick = [&](std::uint64_t n) { return random() % n; };
    const std::uint64_t what = pick(100);
    if (what == 0) return "VACUUM";
    if (what == 1) return "BEGIN; CREATE INDEX IF NOT EXISTS extra ON invoice(minor); COMMIT";
    if (what == 2) return "BEGIN; DROP INDEX IF EXISTS extra; COMMIT";
    if (what == 3) return "BEGIN; DELETE FROM invoice WHERE id % 3 = 1; COMMIT";
    if (what < 8) return "BEGIN; UPDATE invoice SET note = zeroblob(900); ROLLBACK";
    std::string sql = "BEGIN;";
    const std::uint64_t rows = what < 12 ? 400 : 1 + pick(4);
    for (std::uint64_t i = 0; i < rows; ++i) {
        const std::string id = std::to_string(step * 1000 + static_cast<int>(i));
        switch (pick(4)) {
        case 0:
            sql += "UPDATE invoice SET minor = minor + " + std::to_string(pick(900)) +
                   " WHERE customer = 'c" + std::to_string(pick(20)) + "';";
            break;
        case 1:
            sql += "DELETE FROM invoice WHERE id = (SELECT max(id) FROM invoice WHERE minor < " +
                   std::to_string(pick(10000)) + ");";
            break;
        default:
            sql += "INSERT OR IGNORE INTO invoice VALUES(" + id + ",'c" + std::to_string(pick(20)) +
                   "','No-" + id + "'," + std::to_string(pick(100000)) + ",randomblob(" +
                   std::to_string(pick(pick(50) == 0 ? 20000 : 300)) + "));";
        }
    }
    return sql + "COMMIT";
}

// Hash of the whole file, and its bytes.
inline Bytes file_of(const PageStore& pages) {
    Bytes bytes(static_cast<std::size_t>(pages.size()));
    REQUIRE(pages.memory().read(0, bytes));
    return bytes;
}

} // namespace huikuan::store::pages_test
