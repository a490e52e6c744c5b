// The pages against a simulated disk: every crash point, every kind of damage, and a real SQLite
// workload beside a plain SQLite database.
#include "store/page_store.h"

#include "store/page_fixture.h"

using namespace huikuan::store;
using namespace huikuan::store::pages_test;

namespace {

// Everything committed goes to the disk.
void save(PageStore& pages, Disk& disk) {
    for (PageBatch batch = pages.take(); !batch.empty(); batch = pages.take()) {
        carry_out(disk, batch);
        pages.settled(true);
    }
}
void checkpoint(PageStore& pages, Disk& disk) {
    pages.force_checkpoint();
    for (PageBatch batch = pages.take_chunks(1); !batch.empty(); batch = pages.take_chunks(1)) {
        carry_out(disk, batch);
        pages.chunks_settled(true);
    }
    save(pages, disk);
}

} // namespace

TEST_CASE("a new book is saved and opened again") {
    Disk disk;
    std::string content;
    {
        auto [pages, report] = load(disk);
        CHECK(report.found == Found::fresh);
        Connection book(*pages);
        book.run(schema);
        book.run("INSERT INTO invoice VALUES(1,'华东贸易','A-1',100,NULL)");
        save(*pages, disk);
        CHECK(pages->durable_seq() == pages->last_seq());
        content = book.text("SELECT * FROM invoice");
    }
    auto [pages, report] = load(disk);
    CHECK(report.found == Found::sound);
    CHECK(report.replayed == report.seq);
    Connection book(*pages);
    CHECK(book.text("SELECT * FROM invoice") == content);
    CHECK(book.text("PRAGMA integrity_check") == "ok|\n");
}

TEST_CASE("a small commit writes few bytes") {
    Disk disk;
    auto [pages, report] = load(disk);
    Connection book(*pages);
    book.run(schema);
    std::mt19937_64 random(7);
    for (int i = 0; i < 200; ++i) book.attempt(random_sql(random, i));
    checkpoint(*pages, disk);
    book.run("INSERT INTO invoice VALUES(900001,'c1','B-1',5,NULL)");
    const PageBatch batch = pages->take();
    REQUIRE(batch.put.size() == 1);
    CHECK(batch.bytes() < 2000);
    pages->settled(true);
    // A statement that changes nothing is no commit.
    book.run("UPDATE invoice SET minor = 5 WHERE id = -1");
    CHECK(pages->take().empty());
}

TEST_CASE("items are small for small commits and large for large ones") {
    Disk disk;
    auto [pages, report] = load(disk);
    Connection book(*pages);
    book.run(schema);
    book.run("INSERT INTO invoice VALUES(1,'c','x',1,randomblob(200000))");
    PageBatch batch = pages->take();
    CHECK(batch.put.size() > 3);
    for (const PageItem& item : batch.put) CHECK(item.bytes.size() <= log_item_limit);
    carry_out(disk, batch);
    pages->settled(true);
    book.run("INSERT INTO invoice VALUES(2,'c','y',1,randomblob(3000000))");
    batch = pages->take();
    CHECK(batch.put.size() < 5);
    for (const PageItem& item : batch.put) CHECK(item.bytes.size() <= large_item_limit);
    carry_out(disk, batch);
    pages->settled(true);
    const Loaded again = load(disk);
    CHECK(again.report.found == Found::sound);
    CHECK(file_of(*again.pages) == file_of(*pages));
}

TEST_CASE("a rolled back transaction leaves nothing behind") {
    Disk disk;
    auto [pages, report] = load(disk);
    Connection book(*pages);
    book.run(schema);
    save(*pages, disk);
    const std::uint64_t seq = pages->last_seq();
    book.run("BEGIN; INSERT INTO invoice VALUES(1,'c','x',1,randomblob(900000)); ROLLBACK");
    CHECK(pages->last_seq() == seq);
    CHECK(pages->take().empty());
    // In the middle of a transaction no chunk is written: it would hold half a commit.
    book.run("BEGIN; INSERT INTO invoice VALUES(1,'c','x',1,randomblob(900000))");
    pages->force_checkpoint();
    CHECK(pages->busy());
    CHECK(pages->take_chunks(9).empty());
    book.run("COMMIT");
    CHECK_FALSE(pages->take_chunks(9).empty());
}

// The same statements into a plain SQLite database; now and then a crash, a failed transaction, a
// checkpoint that breaks off. What was settled is there, byte for byte what SQLite would have.
TEST_CASE("property: equal to plain SQLite, over crashes, failures and checkpoints") {
    const std::uint64_t seeds = 12;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        CAPTURE(seed);
        std::mt19937_64 random(seed);
        Disk disk;
        Loaded now = load(disk);
        now.pages->set_thresholds({.log_bytes = 300000, .log_items = 40});
        auto book = std::make_unique<Connection>(*now.pages, seed % 2 == 0);
        Connection plain(":memory:", "");
        book->run(schema);
        plain.run(schema);
        std::map<std::uint64_t, Bytes> states; // by commit: the file
        int reopened = 0;
        for (int step = 1; step <= 250; ++step) {
            CAPTURE(step);
            std::string sql = random_sql(random, step);
            // Both must see the same random bytes.
            for (std::size_t at; (at = sql.find("randomblob")) != std::string::npos;)
                sql.replace(at, 10, "zeroblob");
            REQUIRE(book->attempt(sql) == plain.attempt(sql));
            states.try_emplace(now.pages->last_seq(), file_of(*now.pages));
            const std::uint64_t chance = random() % 100;
            if (chance < 60) {
                const PageBatch batch = now.pages->take(random() % 3 == 0 ? 70000 : 8U << 20U);
                if (!batch.empty()) {
                    const bool kept = random() % 8 != 0;
                    const bool said = kept && random() % 8 != 0; // kept, but nobody said so
                    if (kept) carry_out(disk, batch);
                    now.pages->settled(said);
                }
            }
            if (chance % 4 == 0) {
                const PageBatch slice = now.pages->take_chunks(1 + random() % 3);
                if (!slice.empty()) {
                    const bool kept = random() % 8 != 0;
                    if (kept) carry_out(disk, slice);
                    now.pages->chunks_settled(kept && random() % 8 != 0);
                }
            }
            if (chance > 95) { // a crash
                const std::uint64_t durable = now.pages->durable_seq();
                book.reset();
                now = load(disk);
                ++reopened;
                REQUIRE((now.report.found == Found::sound ||
                         (now.report.found == Found::fresh && durable == 0)));
                REQUIRE(now.report.damaged.empty());
                REQUIRE(now.report.seq >= durable);
                if (now.report.seq > 0) {
                    REQUIRE(states.contains(now.report.seq));
                    REQUIRE(file_of(*now.pages) == states[now.report.seq]);
                }
                break; // the plain database cannot go back; the next seed goes on
            }
        }
        if (reopened == 0) {
            save(*now.pages, disk);
            const std::string rows = book->text("SELECT * FROM invoice ORDER BY id");
            CHECK(rows == plain.text("SELECT * FROM invoice ORDER BY id"));
            now = load(disk);
            Connection again(*now.pages);
            CHECK(again.text("SELECT * FROM invoice ORDER BY id") == rows);
            CHECK(again.text("PRAGMA integrity_check") == "ok|\n");
        }
        book.reset();
    }
}

// The same without the plain database, so that one book goes through many crashes.
TEST_CASE("property: a book that crashes all the time never loses what was settled") {
    for (std::uint64_t seed = 101; seed <= 106; ++seed) {
        CAPTURE(seed);
        std::mt19937_64 random(seed);
        Disk disk;
        Loaded now = load(disk);
        auto book = std::make_unique<Connection>(*now.pages);
        book->run(schema);
        std::map<std::uint64_t, Bytes> states;
        PageBatch batch;
        PageBatch slice;
        for (int step = 1; step <= 400; ++step) {
            CAPTURE(step);
            now.pages->set_thresholds({.log_bytes = 200000, .log_items = 30});
            book->attempt(random_sql(random, step));
            states.try_emplace(now.pages->last_seq(), file_of(*now.pages));
            // Some are on their way for a while; some are kept but never answered for.
            if (batch.empty()) batch = now.pages->take(1 + random() % 200000);
            if (random() % 3 != 0) {
                carry_out(disk, batch);
                now.pages->settled(random() % 9 != 0);
                batch = {};
            }
            if (slice.empty()) slice = now.pages->take_chunks(1);
            if (random() % 3 != 0) {
                carry_out(disk, slice);
                now.pages->chunks_settled(random() % 9 != 0);
                slice = {};
            }
            if (random() % 12 != 0) continue;
            const std::uint64_t durable = now.pages->durable_seq();
            book.reset();
            batch = slice = {};
            now = load(disk);
            REQUIRE(now.report.damaged.empty());
            REQUIRE(now.report.seq >= durable);
            if (now.report.seq > 0) REQUIRE(file_of(*now.pages) == states[now.report.seq]);
            states.erase(states.upper_bound(now.report.seq), states.end()); // never happened
            std::vector<std::string> keys;
            for (const auto& [key, bytes] : disk) keys.push_back(key);
            carry_out(disk, now.pages->orphans(keys));
            book = std::make_unique<Connection>(*now.pages);
            if (now.report.seq == 0) book->run(schema);
            REQUIRE(book->text("PRAGMA integrity_check") == "ok|\n");
        }
        book.reset();
    }
}

TEST_CASE("damage: every bit of every item, cut short, and swapped, is found") {
    Disk disk;
    Bytes before_log;
    {
        Loaded now = load(disk);
        Connection book(*now.pages);
        book.run(schema);
        for (int i = 0; i < 20; ++i)
            book.run("INSERT INTO invoice VALUES(" + std::to_string(i) + ",'c','" +
                     std::to_string(i) + "',1,randomblob(100))");
        checkpoint(*now.pages, disk);
        before_log = file_of(*now.pages);
        for (int i = 20; i < 26; ++i) {
            book.run("UPDATE invoice SET minor = minor + " + std::to_string(i));
            save(*now.pages, disk);
        }
    }
    const Loaded whole = load(disk);
    REQUIRE(whole.report.found == Found::sound);
    const std::uint64_t last = whole.report.seq;
    std::mt19937_64 random(3);
    for (const auto& [key, bytes] : disk) {
        CAPTURE(key);
        const std::size_t bits = bytes.size() * 8;
        for (std::size_t trial = 0; trial < 100 + (bits < 8000 ? bits : 0); ++trial) {
            const std::size_t bit = trial < 100 ? random() % bits : trial - 100;
            Disk hurt = disk;
            if (trial % 7 == 3) hurt[key].resize(random() % bytes.size()); // torn
            else if (trial % 7 == 5)
                hurt[key].insert(hurt[key].end(), 1 + random() % 9, std::uint8_t{0});
            else hurt[key][bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
            const Loaded now = load(hurt);
            REQUIRE_FALSE(now.report.damaged.empty());
            if (key[0] == 'a') { // the other root stands
                REQUIRE((now.report.found == Found::sound || now.report.found == Found::newer));
                if (now.report.found == Found::sound) REQUIRE(now.report.seq == last);
            } else if (key[0] == 'b') {
                REQUIRE(now.report.found == Found::broken);
            } else {
                REQUIRE(now.report.found == Found::cut);
                REQUIRE(now.report.seq < last);
            }
        }
    }
}

TEST_CASE("damage: after a bad log item the last good commit is open, and the bad one is kept") {
    Disk disk;
    std::string good_rows;
    {
        Loaded now = load(disk);
        Connection book(*now.pages);
        book.run(schema);
        book.run("INSERT INTO invoice VALUES(1,'c','1',1,NULL)");
        save(*now.pages, disk);
        good_rows = book.text("SELECT * FROM invoice");
        book.run("INSERT INTO invoice VALUES(2,'c','2',1,NULL)");
        save(*now.pages, disk);
        book.run("INSERT INTO invoice VALUES(3,'c','3',1,NULL)");
        save(*now.pages, disk);
    }
    const std::string second = std::next(disk.lower_bound("l"))->first;
    disk[second].back() ^= 1;
    const Bytes bad = disk[second];
    {
        Loaded now = load(disk);
        CHECK(now.report.found == Found::cut);
        CHECK(now.report.damaged.size() == 2);
        Connection book(*now.pages);
        CHECK(book.text("SELECT * FROM invoice") == good_rows);
        book.run("INSERT INTO invoice VALUES(4,'c','4',1,NULL)");
        save(*now.pages, disk);
    }
    Loaded now = load(disk);
    CHECK(now.report.found == Found::sound);
    Connection book(*now.pages);
    CHECK(book.text("SELECT id FROM invoice") == "1|\n4|\n");
    int kept = 0;
    for (const auto& [key, bytes] : disk)
        if (key.starts_with("q") && key.ends_with(second)) kept += bytes == bad ? 1 : 0;
    CHECK(kept == 1);
}

TEST_CASE("damage: both roots gone are found again by the names of the items") {
    Disk disk;
    std::string rows;
    for (const bool with_log : {false, true}) {
        CAPTURE(with_log);
        {
            Loaded now = load(disk);
            Connection book(*now.pages);
            if (!with_log) book.run(schema);
            book.run("INSERT INTO invoice(customer,number,note) VALUES('c'," +
                     std::to_string(with_log) + ",randomblob(2500000))");
            if (!with_log) checkpoint(*now.pages, disk);
            save(*now.pages, disk);
            rows = book.text("SELECT id, hex(note) FROM invoice");
        }
        Disk hurt = disk;
        hurt.erase("a");
        hurt["a2"].clear();
        CHECK(load(hurt).report.found == Found::broken);
        PageStore pages(5);
        std::vector<std::string> keys;
        for (const auto& [key, bytes] : hurt) keys.push_back(key);
        feed(hurt, pages, pages.begin_repair(keys));
        CHECK(pages.finish_load().found == Found::sound);
        {
            Connection book(pages);
            CHECK(book.text("SELECT id, hex(note) FROM invoice") == rows);
            CHECK(book.text("PRAGMA integrity_check") == "ok|\n");
            book.run("INSERT INTO invoice(customer,number) VALUES('d','again')");
            save(pages, hurt);
        }
        Loaded mended = load(hurt);
        CHECK(mended.report.found == Found::sound);
        Connection book(*mended.pages);
        CHECK(book.text("SELECT count(*) FROM invoice WHERE customer = 'd'") == "1|\n");
    }
}

TEST_CASE("snapshots: a state to go back to, kept by the chunks it shares") {
    Disk disk;
    Loaded now = load(disk);
    auto book = std::make_unique<Connection>(*now.pages);
    book->run(schema);
    book->run("INSERT INTO invoice VALUES(1,'c','1',1,randomblob(2000000))");
    now.pages->request_snapshot("0001", "before the import", 42);
    CHECK(now.pages->snapshot_pending());
    checkpoint(*now.pages, disk);
    CHECK_FALSE(now.pages->snapshot_pending());
    const std::size_t items = disk.size();
    const std::string rows = book->text("SELECT id, hex(note) FROM invoice");

    book->run("UPDATE invoice SET note = randomblob(100), minor = 9");
    book->run("VACUUM");
    checkpoint(*now.pages, disk);
    CHECK(disk.size() > items - 3); // the snapshot's chunks are still there
    const Disk broken_later = disk;

    SUBCASE("return") {
        book.reset();
        carry_out(disk, now.pages->return_to("s0001"));
        now = load(disk);
        CHECK(now.report.found == Found::sound);
        book = std::make_unique<Connection>(*now.pages);
        CHECK(book->text("SELECT id, hex(note) FROM invoice") == rows);
        book->run("INSERT INTO invoice VALUES(2,'c','2',1,NULL)");
        checkpoint(*now.pages, disk);
        now.pages->take();
        book.reset();
        now = load(disk);
        book = std::make_unique<Connection>(*now.pages);
        CHECK(book->text("SELECT count(*) FROM invoice") == "2|\n");
        REQUIRE(now.pages->snapshots().size() == 1);
        CHECK(now.pages->snapshots()[0].label == "before the import");
        CHECK(now.pages->snapshots()[0].made_ms == 42);
    }
    SUBCASE("forget") {
        carry_out(disk, now.pages->forget_snapshot("s0001"));
        std::size_t chunks = 0;
        for (const auto& [key, bytes] : disk) chunks += key[0] == 'b' ? 1U : 0U;
        CHECK(chunks == now.pages->memory().chunk_count());
        CHECK(load(disk).report.found == Found::sound);
    }
    SUBCASE("a broken book opens as its snapshot, and nothing of it is thrown away") {
        Disk hurt = broken_later;
        std::string current; // a chunk that only the present book has
        const Loaded whole = load(hurt);
        for (const std::string& key : PageStore(1).begin_load(value(hurt, "a"), value(hurt, "a2")))
            current = key;
        hurt[current][200] ^= 4;
        CHECK(load(hurt).report.found == Found::broken);
        PageStore pages(9);
        pages.add_snapshot({"s0001", hurt["s0001"]});
        feed(hurt, pages,
             pages.begin_from_snapshot("s0001", 500, whole.report.seq, value(hurt, "a")));
        CHECK(pages.finish_load().found == Found::sound);
        Connection old(pages);
        CHECK(old.text("SELECT id, hex(note) FROM invoice") == rows);
        old.run("INSERT INTO invoice VALUES(3,'c','3',1,NULL)");
        save(pages, hurt);
        CHECK(hurt.contains(current));
        Loaded after = load(hurt);
        CHECK(after.report.found == Found::sound);
        Connection again(*after.pages);
        CHECK(again.text("SELECT count(*) FROM invoice") == "2|\n");
    }
    book.reset();
}

// SQLite does not restore free pages: after a rollback the file may differ from the commit.
TEST_CASE("a checkpoint after a rollback holds what the commits after it build upon") {
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        CAPTURE(seed);
        std::mt19937_64 random(seed);
        Disk disk;
        Loaded now = load(disk);
        Connection book(*now.pages);
        book.run(schema);
        for (int i = 0; i < 40; ++i)
            book.run("INSERT INTO invoice VALUES(" + std::to_string(i) + ",'c','" +
                     std::to_string(i) + "',1,randomblob(3000))");
        book.run("DELETE FROM invoice WHERE id % 2 = 0");
        save(*now.pages, disk);
        book.run("BEGIN; UPDATE invoice SET note = randomblob(9000); ROLLBACK");
        checkpoint(*now.pages, disk);
        for (int i = 0; i < 6; ++i) book.attempt(random_sql(random, 100 + i));
        save(*now.pages, disk);
        CHECK(file_of(*load(disk).pages) == file_of(*now.pages));
    }
}

TEST_CASE("a newer format is said, and nothing is offered to be written") {
    Disk disk;
    {
        Loaded now = load(disk);
        Connection book(*now.pages);
        book.run(schema);
        save(*now.pages, disk);
    }
    Bytes& root = disk["a"];
    root[8] = 2; // the format's number
    const std::uint32_t sum = checksum(View(root).subspan(8));
    for (std::size_t i = 0; i < 4; ++i) root[4 + i] = static_cast<std::uint8_t>(sum >> (8 * i));
    const Loaded now = load(disk);
    CHECK(now.report.found == Found::newer);
    CHECK(now.pages->take().empty());
}

TEST_CASE("a second reader follows item by item, and takes over") {
    Disk disk;
    Loaded writer = load(disk);
    Connection book(*writer.pages);
    book.run(schema);
    save(*writer.pages, disk);
    Loaded reader = load(disk);
    reader.pages->set_read_only(true);
    auto other = std::make_unique<Connection>(*reader.pages);
    int anew = 0;
    std::mt19937_64 random(11);
    for (int step = 1; step < 120; ++step) {
        book.attempt(random_sql(random, step));
        if (step % 50 == 0) checkpoint(*writer.pages, disk);
        const std::uint64_t from = reader.pages->next_log_number();
        save(*writer.pages, disk);
        bool whole = true;
        for (auto at = disk.lower_bound(log_key(from)); at != disk.end() && at->first[0] == 'l';
             ++at)
            whole = whole && reader.pages->follow({at->first, at->second});
        whole = whole && reader.pages->adopt_root(value(disk, "a"));
        REQUIRE(whole == (reader.pages->last_seq() == writer.pages->last_seq()));
        if (!whole) { // the log went into chunks before it was read
            ++anew;
            other.reset();
            reader = load(disk);
            reader.pages->set_read_only(true);
            other = std::make_unique<Connection>(*reader.pages);
        }
        REQUIRE(other->text("SELECT * FROM invoice") == book.text("SELECT * FROM invoice"));
    }
    CHECK(anew > 0);
    CHECK(anew < 20);
    CHECK(other->attempt("DELETE FROM invoice") == SQLITE_READONLY);
    // The first tab is gone; its last batch never arrived.
    reader.pages->set_read_only(false);
    other->run("INSERT INTO invoice VALUES(777777,'after','777777',1,NULL)");
    save(*reader.pages, disk);
    checkpoint(*reader.pages, disk);
    Loaded again = load(disk);
    CHECK(again.report.found == Found::sound);
    Connection third(*again.pages);
    CHECK(third.text("SELECT customer FROM invoice WHERE id = 777777") == "after|\n");
    CHECK(third.text("PRAGMA integrity_check") == "ok|\n");
}

TEST_CASE("a database deleted under the book is written anew from memory") {
    Disk disk;
    Loaded now = load(disk);
    Connection book(*now.pages);
    book.run(schema);
    book.run("INSERT INTO invoice VALUES(1,'c','1',1,randomblob(1500000))");
    checkpoint(*now.pages, disk);
    book.run("INSERT INTO invoice VALUES(2,'c','2',1,NULL)");
    disk.clear();
    now.pages->start_over(99);
    CHECK(now.pages->durable_seq() == 0);
    // Half of it is not a book yet: nothing but chunks goes out before all are written.
    CHECK(now.pages->take().empty());
    const PageBatch slice = now.pages->take_chunks(1);
    REQUIRE_FALSE(slice.empty());
    carry_out(disk, slice);
    now.pages->chunks_settled(true);
    book.run("INSERT INTO invoice VALUES(3,'c','3',1,NULL)");
    CHECK(load(disk).pages->size() == 0);
    checkpoint(*now.pages, disk);
    CHECK(now.pages->durable_seq() == now.pages->last_seq());
    Loaded again = load(disk);
    REQUIRE(again.report.found == Found::sound);
    Connection other(*again.pages);
    CHECK(other.text("SELECT id FROM invoice") == "1|\n2|\n3|\n");
    CHECK(other.text("PRAGMA integrity_check") == "ok|\n");
}

TEST_CASE("a SQLite file becomes the book, piece by piece, one of WAL mode too") {
    Bytes file;
    {
        Loaded source = load({});
        Connection book(*source.pages);
        book.run(schema);
        book.run("INSERT INTO invoice VALUES(1,'c','1',1,randomblob(2500000))");
        file = file_of(*source.pages);
    }
    file[18] = file[19] = 2; // as after PRAGMA journal_mode=WAL
    CHECK(is_sqlite(file));
    CHECK_FALSE(is_sqlite(View(file).first(60)));
    CHECK_FALSE(is_sqlite(Bytes(5000, '<')));

    for (const bool written_to : {false, true}) {
        Disk disk;
        Loaded now = load(disk);
        for (std::size_t at = 0; at < file.size(); at += 300'001)
            REQUIRE(now.pages->append(
                View(file).subspan(at).first(std::min<std::size_t>(300'001, file.size() - at))));
        now.pages->appended();
        CHECK(now.pages->size() == file.size());
        CHECK(now.pages->last_seq() == 1);
        CHECK(now.pages->durable_seq() == 0);
        if (written_to) {
            Connection book(*now.pages);
            CHECK(book.text("SELECT id FROM invoice") == "1|\n");
            book.run("INSERT INTO invoice VALUES(2,'c','2',1,NULL)");
        }
        // Chunk by chunk, none twice; what breaks off on the way has left no book behind.
        std::size_t chunks = 0;
        std::size_t bytes = 0;
        for (PageBatch batch = now.pages->take_chunks(1); !batch.empty();
             batch = now.pages->take_chunks(1)) {
            CHECK(now.pages->take().empty());
            ++chunks;
            bytes += batch.bytes();
            carry_out(disk, batch);
            now.pages->chunks_settled(true);
            Loaded cut = load(disk);
            CHECK(cut.report.found == Found::sound);
            CHECK(cut.pages->size() == 0);
            CHECK(cut.pages->last_seq() == 0);
        }
        CHECK(chunks == file.size() / chunk_size + 1);
        CHECK(bytes < file.size() + 2000);
        save(*now.pages, disk);
        CHECK(now.pages->durable_seq() == now.pages->last_seq());
        CHECK_FALSE(now.pages->checkpoint_due());
        Loaded again = load(disk);
        REQUIRE(again.report.found == Found::sound);
        CHECK(file_of(*again.pages) == file_of(*now.pages));
        Connection book(*again.pages);
        CHECK(book.text("SELECT count(*) FROM invoice") == (written_to ? "2|\n" : "1|\n"));
        CHECK(book.text("PRAGMA integrity_check") == "ok|\n");
        book.run("DELETE FROM invoice");
        save(*again.pages, disk);
        CHECK(file_of(*load(disk).pages) == file_of(*again.pages));
    }
}
