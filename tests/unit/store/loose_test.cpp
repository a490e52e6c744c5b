// Changes that are not in a chain yet (held back) and changes that never will be (a slice).
#include <doctest/doctest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "store/database.h"
#include "store/sample.h"
#include "store/store.h"

using namespace huikuan;
using namespace huikuan::store;
using namespace huikuan::store::sample;

namespace {

std::string own_file(const std::string& name) {
    const auto folder = std::filesystem::temp_directory_path();
    return (folder / ("huikuan-" + name + "-" + std::to_string(::getpid()))).string();
}

} // namespace

TEST_CASE("what waits for a predecessor is bounded for each device, and comes in with it") {
    Book book;
    StoreOptions bounded = options(book.facts);
    bounded.most_held_bytes = 2'000;
    auto store = Store::create(bounded).value();
    std::vector<core::Change> chain;
    for (std::uint64_t number = 1; number <= 40; ++number) {
        chain.push_back(book.a.write(customer(number, "Customer " + std::to_string(number))));
    }
    const auto other_first = book.b.write(customer(100, "First of another device"));
    const auto other = book.b.write(customer(101, "Second of another device"));

    const auto early = store->append(std::span(chain).subspan(1)).value();
    CHECK(early.held > 0);
    CHECK(early.dropped > 0);
    CHECK(early.held + early.dropped == 39);
    CHECK(store->counts().held == static_cast<std::int64_t>(early.held));
    // One device fills its own room only.
    CHECK(store->append({&other, 1})->held == 1);

    // What was dropped comes again with the file that closes the gap; then there is room again.
    const auto whole = store->append(chain).value();
    CHECK(whole.fresh == 40);
    CHECK(store->counts().held == 1);
    CHECK(store->append({&other_first, 1})->fresh == 2);
    CHECK(store->counts().held == 0);
    CHECK(store->check().sound);
}

TEST_CASE("the room of what waits is known again after opening, and given back") {
    Book book;
    StoreOptions bounded = options(book.facts);
    bounded.path = own_file("held-room");
    bounded.most_held_bytes = 600;
    const auto remove = [&] { std::filesystem::remove(bounded.path); };
    remove();
    std::vector<core::Change> chain;
    for (std::uint64_t number = 1; number <= 12; ++number) {
        chain.push_back(book.a.write(customer(number, "Customer")));
    }
    std::uint64_t held = 0;
    {
        auto store = Store::create(bounded).value();
        held = store->append(std::span(chain).subspan(1))->held;
        CHECK(held < 11);
    }
    auto store = Store::open(bounded).value();
    CHECK(store->append(std::span(chain).subspan(1))->held == 0);
    REQUIRE(store->drop_held());
    CHECK(store->append(std::span(chain).subspan(1))->held == held);
    store.reset();
    remove();
}

TEST_CASE("loose changes give the view that their chain gives, in any order and any part") {
    Book book;
    std::vector<core::Change> all{
        book.a.write(customer(1, "Blue Lake Ltd", "C1")),
        book.a.write(invoice(2, 1, "INV-1", 10'000, march, day(2026, 3, 31))),
        book.b.write(receipt(3, 1, 4'000, day(2026, 3, 20))),
        book.b.write(allocation(4, 3, 2, 3'000, day(2026, 3, 25))),
        book.a.write(reversal(5, 4, day(2026, 4, 1))),
        book.b.write(set_customer(1, "name", "Blue Lake & Sons"))};
    must_append(*book.store, all);
    const std::string chained = book.store->canonical_dump();

    std::ranges::sort(all, {}, &core::Change::hash);
    do {
        auto store = new_store(book.facts);
        auto intake = store->begin().value();
        REQUIRE(intake.add_loose(all));
        REQUIRE(intake.add_loose(std::span(all).first(2))); // twice is harmless
        const auto report = intake.commit().value();
        REQUIRE(report.fresh == all.size());
        REQUIRE(report.known == 2);
        REQUIRE(store->canonical_dump() == chained);
        REQUIRE(store->ends().empty()); // nothing to hand on
        REQUIRE(store->counts().changes == static_cast<std::int64_t>(all.size()));
        REQUIRE(store->check().sound);
    } while (std::ranges::next_permutation(all, {}, &core::Change::hash).found);
}

TEST_CASE("two at one place of a forked device are both in a slice, and survive opening") {
    Book book;
    Device twin = book.a;
    const std::vector<core::Change> all{book.a.write(customer(1, "One")),
                                        twin.write(customer(2, "Two"))};
    REQUIRE(all[0].seq == all[1].seq);
    StoreOptions kept = options(book.facts);
    kept.path = own_file("forked-slice");
    std::filesystem::remove(kept.path);
    core::Hash digest{};
    {
        auto store = Store::create(kept).value();
        auto intake = store->begin().value();
        REQUIRE(intake.add_loose(all));
        REQUIRE(intake.commit());
        digest = store->slice_digest();
        CHECK(digest != core::Hash{});
    }
    auto store = Store::open(kept).value();
    CHECK(store->counts().customers == 2);
    CHECK(store->counts().changes == 2);
    CHECK(store->slice_digest() == digest);
    CHECK(store->devices().at(0).slice);
    CHECK(!store->devices().at(0).fork);
    CHECK(store->check().sound);
    store.reset();
    std::filesystem::remove(kept.path);
}

TEST_CASE("a statement that is in use is not lent to another who says the same") {
    auto database = Database::open({.create = true}).value();
    database->run("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1), (2), (3)");
    std::vector<std::int64_t> seen;
    for (int round = 0; round < 2; ++round) {
        Statement outer(*database, "SELECT n FROM t ORDER BY n");
        for (Rows rows = outer.query(); rows.next();) {
            Statement inner(*database, "SELECT n FROM t ORDER BY n");
            for (Rows of = inner.query(); of.next();) {
                seen.push_back(10 * rows.integer(0) + of.integer(0));
            }
        }
    }
    CHECK(seen == std::vector<std::int64_t>{11, 12, 13, 21, 22, 23, 31, 32, 33, 11, 12, 13, 21, 22,
                                            23, 31, 32, 33});
    // Kept words follow the tables when these change.
    { Statement(*database, "SELECT * FROM t").query().next(); }
    database->run("ALTER TABLE t ADD COLUMN m INTEGER DEFAULT 7");
    Statement again(*database, "SELECT * FROM t");
    Rows rows = again.query();
    REQUIRE(rows.next());
    CHECK(rows.integer(1) == 7);
}
