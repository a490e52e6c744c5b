// The check in small steps finds what the check in one go finds.
#include "store/checking.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>

#include "store/database.h"
#include "store/sample.h"

using namespace huikuan;
using namespace huikuan::store;
using namespace huikuan::store::sample;

namespace {

CheckReport stepped(Store& store, int* steps = nullptr) {
    Checking checking(store);
    int before = -1;
    while (checking.step()) {
        CHECK(checking.progress() >= before);
        before = checking.progress();
        if (steps != nullptr) ++*steps;
    }
    CHECK(checking.progress() == 1000);
    return checking.report();
}

void same(const CheckReport& one, const CheckReport& other) {
    CHECK(one.sound == other.sound);
    CHECK(one.bad == other.bad);
    CHECK(one.changes == other.changes);
    CHECK(one.set_digest == other.set_digest);
    CHECK(one.view_digest == other.view_digest);
}

struct Kept {
    std::shared_ptr<Facts> facts = std::make_shared<Facts>();
    std::string path =
        (std::filesystem::temp_directory_path() / ("huikuan-check-" + std::to_string(::getpid())))
            .string();

    Kept() {
        std::filesystem::remove(path);
        Device a{facts, 1};
        Device b{facts, 2};
        std::vector<core::Change> all{a.write(customer(1, "Blue Lake Ltd", "C1"))};
        for (std::uint64_t i = 0; i < 1'300; ++i) {
            all.push_back(a.write(invoice(10 + 3 * i, 1, "N" + std::to_string(i % 900), 100, march,
                                          day(2026, 3, 31))));
            all.push_back(b.write(receipt(11 + 3 * i, 1, 100, day(2026, 3, 20))));
            all.push_back(b.write(
                allocation(12 + 3 * i, 11 + 3 * i, 10 + 3 * (i / 2), 100, day(2026, 3, 21))));
        }
        auto options = sample::options(facts);
        options.path = path;
        must_append(*Store::create(options).value(), all);
    }
    ~Kept() { std::filesystem::remove(path); }
    [[nodiscard]] std::unique_ptr<Store> open() const {
        auto options = sample::options(facts);
        options.path = path;
        return Store::open(options).value();
    }
    void tamper(const char* sql) const {
        auto database = Database::open({.path = path}).value();
        REQUIRE(database->run(sql));
    }
};

} // namespace

TEST_CASE("the check in steps says what the check in one go says, of sound and unsound books") {
    const Kept kept;
    SUBCASE("sound") {}
    SUBCASE("a changed byte") {
        kept.tamper("UPDATE change SET bytes = bytes || ' ' WHERE key = (SELECT key FROM change"
                    " ORDER BY key LIMIT 1 OFFSET 1500)");
    }
    SUBCASE("an entry gone from the middle") {
        kept.tamper("DELETE FROM change WHERE key = (SELECT key FROM change ORDER BY key LIMIT 1"
                    " OFFSET 1500)");
    }
    SUBCASE("a figure of the view") {
        kept.tamper("UPDATE invoice SET open = open + 1 WHERE no = (SELECT max(no) FROM invoice)");
    }
    SUBCASE("a line of the view gone") {
        kept.tamper("DELETE FROM receipt WHERE no = (SELECT max(no) FROM receipt)");
    }
    auto store = kept.open();
    int steps = 0;
    const CheckReport in_steps = stepped(*store, &steps);
    const CheckReport at_once = store->check();
    CHECK(in_steps.sound == at_once.sound);
    if (at_once.sound) {
        same(in_steps, at_once);
        CHECK(steps > 15);
    } else {
        CHECK(in_steps.bad.code == at_once.bad.code);
        CHECK(in_steps.bad.field == at_once.bad.field);
        CHECK(in_steps.bad.detail == at_once.bad.detail);
    }
}

TEST_CASE("a check of a book that goes on begins anew, and ends") {
    const auto facts = std::make_shared<Facts>();
    auto store = new_store(facts);
    Device a{facts, 1};
    const auto first = a.write(customer(1, "One"));
    const auto second = a.write(customer(2, "Two"));
    must_append(*store, {&first, 1});
    Checking checking(*store);
    for (int i = 0; i < 3; ++i) REQUIRE(checking.step());
    must_append(*store, {&second, 1});
    while (checking.step()) {}
    same(checking.report(), store->check());
    CHECK(checking.report().changes == 2);
    CHECK(checking.report().sound);
}
