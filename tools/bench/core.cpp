// What the rooms cost, beside a plain baseline in the same run; prints ratios, asserts nothing.
//   aging     the columnar pass against the same report as one SQL query
//   changes   chaining, admitting, keeping and projecting, against plain INSERTs of the rows that
//             come of it; and the same with what comes before: deciding, or reading what was sent
//   import    a file of invoices with settlement dates, through the whole import
// Arguments: how many open items (default 1,000,000), how many changes, and rows of a file
// (default 100,000), and anything for the import as well.
#include <sqlite3.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <format>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/aging.h"
#include "platform/platform.h"
#include "session/collections.h"
#include "session/demo.h"
#include "session/forecast.h"
#include "session/import.h"
#include "session/inside.h"
#include "session/ledger.h"
#include "session/letters.h"
#include "session/session.h"
#include "sync/author.h"
#include "sync/codec.h"
#include "timing.h"

using namespace huikuan;

namespace {

void run_sql(sqlite3* db, const std::string& sql) {
    char* error = nullptr;
    if (sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &error) != SQLITE_OK) {
        std::fprintf(stderr, "%s\n", error);
        std::exit(1);
    }
}

sqlite3* memory_database() {
    sqlite3* db = nullptr;
    sqlite3_open(":memory:", &db);
    return db;
}

// --- aging: one currency, 1,000 customers, a third of the items partly paid

core::AgingEntries open_items(int count) {
    core::AgingEntries entries;
    const auto currency = core::parse_currency("CNY").value();
    for (std::uint64_t i = 0; i < 1000; ++i)
        entries.parties.push_back({core::CustomerId{i + 1, i}, currency});
    std::uint64_t state = 20261122;
    const auto draw = [&](std::uint64_t below) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return (state >> 33U) % below;
    };
    for (int i = 0; i < count; ++i) {
        const auto issued = static_cast<std::int32_t>(19'800 + draw(900));
        const auto due = issued + 30;
        const auto amount = static_cast<std::int64_t>(1 + draw(1'000'000));
        const auto party = static_cast<std::uint32_t>(draw(1000));
        entries.add(issued, due, issued, amount, party);
        if (i % 3 == 0) entries.add(issued + 20, due, issued, -amount / 2, party);
    }
    return entries;
}

void bench_aging(int count) {
    const auto entries = open_items(count);
    sqlite3* db = memory_database();
    run_sql(db, "CREATE TABLE entry(effective INTEGER, due INTEGER, minor INTEGER, party INTEGER);"
                "BEGIN");
    sqlite3_stmt* insert = nullptr;
    sqlite3_prepare_v2(db, "INSERT INTO entry VALUES(?,?,?,?)", -1, &insert, nullptr);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        sqlite3_bind_int(insert, 1, entries.effective[i]);
        sqlite3_bind_int(insert, 2, entries.due[i]);
        sqlite3_bind_int64(insert, 3, entries.minor[i]);
        sqlite3_bind_int(insert, 4, static_cast<int>(entries.party[i]));
        sqlite3_step(insert);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    run_sql(db, "COMMIT");
    const core::AgingQuery query{core::Date{20'500}, core::AgingBasis::due_date, {30, 60, 90, 120}};
    sqlite3_stmt* report = nullptr;
    sqlite3_prepare_v2(db,
                       "SELECT party, sum(minor) FILTER (WHERE due > ?1),"
                       " sum(minor) FILTER (WHERE ?1 - due BETWEEN 0 AND 30),"
                       " sum(minor) FILTER (WHERE ?1 - due BETWEEN 31 AND 60),"
                       " sum(minor) FILTER (WHERE ?1 - due BETWEEN 61 AND 90),"
                       " sum(minor) FILTER (WHERE ?1 - due BETWEEN 91 AND 120),"
                       " sum(minor) FILTER (WHERE ?1 - due > 120)"
                       " FROM entry WHERE effective <= ?1 GROUP BY party",
                       -1, &report, nullptr);
    std::int64_t by_sql = 0;
    const double sql = timed(5, [&] {
        by_sql = 0;
        sqlite3_bind_int(report, 1, query.as_of.days);
        while (sqlite3_step(report) == SQLITE_ROW)
            for (int column = 1; column < 7; ++column)
                by_sql += sqlite3_column_int64(report, column);
        sqlite3_reset(report);
    });
    std::int64_t by_core = 0;
    const double whole =
        timed(9, [&] { by_core = core::age(entries, query).currencies.at(0).line.total(); });
    const double totals = timed(9, [&] { (void)core::age_totals(entries, query); });
    sqlite3_finalize(report);
    sqlite3_close(db);
    if (by_sql != by_core) print("aging: THE TWO REPORTS DIFFER");
    print(std::format("aging, {} open items ({} entries): by customer {:.1f} ms, totals {:.1f} ms; "
                      "one SQL query {:.0f} ms; ratio {:.0f}x",
                      count, entries.size(), whole, totals, sql, sql / whole));
}

// --- changes

constexpr std::size_t portion = 5000; // about what DemoJob writes at once

sqlite3* opened_last = nullptr;

int remember_opened(sqlite3* db, char**, const sqlite3_api_routines*) {
    opened_last = db;
    return SQLITE_OK;
}

// The baseline: every row that the book holds, into tables with the same columns and indexes, by
// prepared INSERTs in one transaction. Reading them is not counted. In ms; `rows` is how many.
double plain_inserts(sqlite3* book, std::int64_t& rows) {
    const auto prepare = [](sqlite3* db, const std::string& sql) {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) std::exit(1);
        return statement;
    };
    sqlite3* db = memory_database();
    std::vector<std::string> tables;
    sqlite3_stmt* schema = prepare(book, "SELECT type, name, sql FROM sqlite_schema"
                                         " WHERE sql IS NOT NULL ORDER BY type = 'index'");
    while (sqlite3_step(schema) == SQLITE_ROW) {
        const auto text = [&](int column) {
            return std::string(reinterpret_cast<const char*>(sqlite3_column_text(schema, column)));
        };
        run_sql(db, text(2));
        if (text(0) == "table") tables.push_back(text(1));
    }
    sqlite3_finalize(schema);
    run_sql(db, "BEGIN");
    double took = 0;
    rows = 0;
    for (const std::string& table : tables) {
        sqlite3_stmt* read = prepare(book, "SELECT * FROM \"" + table + '"');
        const int columns = sqlite3_column_count(read);
        std::string insert = "INSERT INTO \"" + table + "\" VALUES(?";
        for (int i = 1; i < columns; ++i) insert += ",?";
        sqlite3_stmt* write = prepare(db, insert + ')');
        std::vector<sqlite3_value*> values;
        for (bool more = true; more;) {
            while (values.size() < 1000U * static_cast<unsigned>(columns) &&
                   (more = sqlite3_step(read) == SQLITE_ROW))
                for (int i = 0; i < columns; ++i)
                    values.push_back(sqlite3_value_dup(sqlite3_column_value(read, i)));
            const double start = platform::monotonic_ms();
            for (std::size_t at = 0; at < values.size();) {
                for (int i = 1; i <= columns; ++i) sqlite3_bind_value(write, i, values[at++]);
                sqlite3_step(write);
                sqlite3_reset(write);
                ++rows;
            }
            took += platform::monotonic_ms() - start;
            for (auto* value : values) sqlite3_value_free(value);
            values.clear();
        }
        sqlite3_finalize(read);
        sqlite3_finalize(write);
    }
    took += timed(1, [&] { run_sql(db, "COMMIT"); });
    sqlite3_close(db);
    return took;
}

// What a book says, in its order, with the facts that its changes were made of.
std::vector<core::Change> changes_of(session::Session& book) {
    std::vector<core::Change> changes;
    (void)book.inside().store->every_change([&](const core::Change& change) {
        changes.push_back(change);
        changes.back().fact = sync::decode_fact(change.kind, change.bytes);
        return true;
    });
    return changes;
}

std::unique_ptr<store::Store> empty_book() {
    return store::Store::create(session::store_options(":memory:")).value();
}

// The same facts by a new author into an empty book, in the portions in which they were written
// first: encoded, chained, admitted, kept and projected. Deciding them was somebody else's work.
double written_again(const std::vector<core::Change>& changes) {
    auto into = empty_book();
    sync::AuthorState author;
    author.device = changes.front().device;
    return timed(1, [&] {
        for (std::size_t at = 0; at < changes.size(); at += portion) {
            std::vector<sync::Draft> drafts;
            for (std::size_t i = at; i < std::min(at + portion, changes.size()); ++i) {
                const auto* set = std::get_if<core::FieldsSet>(&*changes[i].fact);
                drafts.push_back(
                    {*changes[i].fact, set ? into->context_of(*set) : core::Context{}});
            }
            auto stamped = sync::stamp(author, std::move(drafts), changes[at].time.ms).value();
            author = stamped.next;
            (void)into->append(stamped.changes).value();
        }
    });
}

// The same bytes as they come from another device: read, their chain proved, admitted, kept and
// projected.
double admitted_again(const std::vector<core::Change>& changes) {
    auto into = empty_book();
    core::Hash previous{};
    return timed(1, [&] {
        for (std::size_t at = 0; at < changes.size(); at += portion) {
            std::vector<core::Change> read;
            for (std::size_t i = at; i < std::min(at + portion, changes.size()); ++i) {
                read.push_back(sync::decode(changes[i].bytes, previous).value());
                previous = read.back().hash;
            }
            (void)into->append(read).value();
        }
    });
}

void bench_changes(int count) {
    sqlite3_auto_extension(reinterpret_cast<void (*)()>(remember_opened));
    auto book =
        session::Session::create_file(":memory:", {"bench", core::parse_currency("CNY").value(), 1})
            .value();
    sqlite3_reset_auto_extension();
    sqlite3* const kept = opened_last;
    session::DemoOptions options;
    options.invoices = count * 10 / 29; // with its receipts and allocations
    options.customers = std::max(10, options.invoices / 100);
    options.today = core::Date{20'779};
    const double decided = timed(1, [&] {
        session::DemoJob job(*book, options);
        while (!job.finished()) job.step(1000);
    });
    std::int64_t rows = 0;
    const double plain = plain_inserts(kept, rows);
    const auto changes = changes_of(*book);
    const double written = written_again(changes);
    const double admitted = admitted_again(changes);
    const auto line = [&](std::string_view what, double took) {
        print(std::format("  {} {:.0f} ms ({:.1f} us each); ratio {:.1f}x", what, took,
                          took * 1000 / static_cast<double>(changes.size()), took / plain));
    };
    print(std::format("changes, {}: their {} rows by plain INSERTs {:.0f} ms", changes.size(), rows,
                      plain));
    line("chained, admitted and projected:", written);
    line("from another device, read and proved:", admitted);
    line("made up and decided too:", decided);
}

// --- import

class MemoryFile final : public platform::File {
public:
    explicit MemoryFile(std::string bytes) : bytes_(std::move(bytes)) {}
    [[nodiscard]] std::string name() const override { return "bench.csv"; }
    [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }
    void read(std::uint64_t offset, std::size_t length, Done done) override {
        const auto part = std::string_view(bytes_).substr(offset, length);
        done(std::vector<std::uint8_t>(part.begin(), part.end()));
    }

private:
    std::string bytes_;
};

void bench_import(int rows) {
    std::string text = "country,customer_ID,invoice_number,invoice_date,due_date,"
                       "invoice_amount_usd,settled_date\n";
    for (int i = 0; i < rows; ++i) {
        const auto issued = core::Date{19'000 + i % 900};
        text += std::format("China,C{:04},{},{},{},{}.{:02},{}\n", i % 1000, 100'000 + i,
                            core::to_text(issued), core::to_text(core::add_days(issued, 30)),
                            100 + i % 9000, i % 100,
                            i % 4 == 0 ? "" : core::to_text(core::add_days(issued, i % 70)));
    }
    auto book =
        session::Session::create_file(":memory:", {"bench", core::parse_currency("USD").value(), 1})
            .value();
    session::ImportJob job(*book, std::make_shared<MemoryFile>(std::move(text)));
    const double took = timed(1, [&] {
        while (!job.idle()) job.step(1000);
        if (auto started = job.start(false); !started) {
            std::fprintf(stderr, "import: %s %s\n", started.error().field.c_str(),
                         started.error().detail.c_str());
            std::exit(1);
        }
        while (!job.idle()) job.step(1000);
    });
    const auto& result = job.result();
    print(std::format("import, {} rows: {} invoices and {} receipts in {:.1f} s ({:.0f} us a row)",
                      result.read, result.created, result.receipts_created, took / 1000,
                      took * 1000 / rows));
}

} // namespace

int main(int count, char** values) {
    const int items = count > 1 ? std::atoi(values[1]) : 1'000'000;
    const int rows = count > 2 ? std::atoi(values[2]) : 100'000;
    bench_aging(items);
    bench_changes(rows / 10);
    bench_changes(rows);
    // A page reads files through its own scripts: there the import is measured by bench page.
    if (count > 3) bench_import(rows);
}
