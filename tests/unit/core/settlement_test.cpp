#include "core/settlement.h"

#include <chrono>
#include <doctest/doctest.h>
#include <numeric>

#include "oracle.h"
#include "sample.h"

using namespace huikuan::core;
using oracle::Dice;
using oracle::World;

namespace {

SettlementAllocation allocation(std::uint32_t receipt, std::uint32_t invoice, std::int64_t minor,
                                std::int32_t day, std::int64_t ms, Date end = far_future) {
    SettlementAllocation result{receipt, invoice, minor, Date{day}, end, {}};
    result.order.time.ms = ms;
    return result;
}

} // namespace

namespace huikuan::core {
static bool operator==(const SettledAllocation& a, const SettledAllocation& b) {
    return a.start == b.start && a.end == b.end && a.effective == b.effective &&
           a.parked == b.parked;
}
} // namespace huikuan::core

TEST_CASE("one payment used on two phones: the later line is parked (design: sync, W1)") {
    const std::vector<SettlementDocument> receipts{{10'000, Date{0}, far_future, cny}};
    const std::vector<SettlementDocument> invoices{{8'000, Date{0}, far_future, cny},
                                                   {6'000, Date{0}, far_future, cny}};
    std::vector<SettlementAllocation> both{allocation(0, 0, 8'000, 1, 1),
                                           allocation(0, 1, 6'000, 1, 2)};
    auto settled = settle(receipts, invoices, both);
    CHECK(settled[0].effective == 8'000);
    CHECK(settled[1].effective == 2'000);
    CHECK(settled[1].parked == 4'000);
    // The cashier takes the first one back: the second counts in full, nothing is parked.
    both[0].end = Date{1};
    settled = settle(receipts, invoices, both);
    CHECK(settled[0].effective == 0);
    CHECK(settled[1].effective == 6'000);
    CHECK(settled[1].parked == 0);
}

TEST_CASE("an allocation counts from the day on which both documents exist") {
    const std::vector<SettlementDocument> receipts{{100, Date{10}, Date{30}, cny}};
    const std::vector<SettlementDocument> invoices{{100, Date{12}, far_future, cny}};
    const auto settled = settle(receipts, invoices, std::vector{allocation(0, 0, 60, 5, 1)});
    CHECK(settled[0].start == Date{12});
    CHECK(settled[0].end == Date{30}); // the receipt bounced
    CHECK(settled[0].effective == 60);
    CHECK(settled[0].parked == 0);
}

TEST_CASE("an ended allocation keeps what fits beside the live ones, day by day") {
    const std::vector<SettlementDocument> receipts{{100, Date{0}, far_future, cny}};
    const std::vector<SettlementDocument> invoices{{100, Date{0}, far_future, cny},
                                                   {100, Date{0}, far_future, cny}};
    // Un-allocated on day 10 and used again from that day on: both are whole.
    auto settled =
        settle(receipts, invoices,
               std::vector{allocation(0, 0, 100, 0, 1, Date{10}), allocation(0, 1, 100, 10, 2)});
    CHECK(settled[0].effective == 100);
    CHECK(settled[1].effective == 100);
    // Used again from day 4 on: the older line has room for nothing more on days 4 to 9.
    settled =
        settle(receipts, invoices,
               std::vector{allocation(0, 0, 100, 0, 1, Date{10}), allocation(0, 1, 70, 4, 2)});
    CHECK(settled[0].effective == 30);
    CHECK(settled[1].effective == 70);
}

TEST_CASE("what is invalid counts nothing and parks nothing") {
    const std::vector<SettlementDocument> receipts{{100, Date{0}, far_future, cny},
                                                   {-5, Date{0}, far_future, cny},
                                                   {100, Date{0}, far_future, Currency{"USD"}}};
    const std::vector<SettlementDocument> invoices{{100, Date{0}, far_future, cny},
                                                   {INT64_MIN, Date{0}, far_future, cny}};
    const std::vector allocations{
        allocation(0, 0, -1, 0, 1),         allocation(0, 0, INT64_MIN, 0, 2),
        allocation(0, 0, 0, 0, 3),          allocation(1, 0, 10, 0, 4),
        allocation(2, 0, 10, 0, 5),         allocation(0, 1, 10, 0, 6),
        allocation(9, 0, 10, 0, 7),         allocation(0, UINT32_MAX, 10, 0, 8),
        allocation(0, 0, 10, INT32_MAX, 9), allocation(0, 0, 10, 0, 10, Date{INT32_MIN}),
    };
    for (const SettledAllocation& settled : settle(receipts, invoices, allocations)) {
        CHECK(settled.effective == 0);
        CHECK(settled.parked == 0);
    }
    const auto whole = settle(receipts, invoices, std::vector{allocation(0, 0, INT64_MAX, 0, 1)});
    CHECK(whole[0].effective == 100);
    CHECK(whole[0].parked == INT64_MAX - 100);
    CHECK(settle({}, {}, {}).empty());
}

TEST_CASE("amounts at the end of 64 bits do not overflow") {
    const std::vector<SettlementDocument> receipts{{INT64_MAX, Date{INT32_MIN}, far_future, cny}};
    const std::vector<SettlementDocument> invoices{{INT64_MAX, Date{INT32_MIN}, far_future, cny},
                                                   {INT64_MAX, Date{0}, far_future, cny}};
    std::vector<SettlementAllocation> allocations;
    for (std::int64_t ms = 0; ms < 20; ++ms) {
        allocations.push_back(allocation(0, ms % 2 == 0 ? 0 : 1, INT64_MAX - ms,
                                         ms % 3 == 0 ? INT32_MIN : 3, ms,
                                         ms % 4 == 0 ? far_future : Date{INT32_MAX - 1}));
    }
    const auto settled = settle(receipts, invoices, allocations);
    std::int64_t free = INT64_MAX;
    for (const SettledAllocation& one : settled) {
        CHECK(one.effective >= 0);
        CHECK(one.effective <= free);
        free -= one.effective;
    }
}

TEST_CASE("random histories settle as the day-by-day oracle says, in any order of input") {
    std::int64_t clamped_live = 0;
    std::int64_t clamped_ended = 0;
    for (std::uint64_t seed = 1; seed <= 3'000; ++seed) {
        CAPTURE(seed);
        World world = oracle::random_world(seed);
        const auto receipts = world.receipt_documents();
        const auto invoices = world.invoice_documents();
        const auto settled = settle(receipts, invoices, world.allocations);
        REQUIRE(settled == oracle::settle(world));

        oracle::Free receipt_free(receipts);
        oracle::Free invoice_free(invoices);
        for (std::size_t index = 0; index < settled.size(); ++index) {
            const SettledAllocation& one = settled[index];
            const SettlementAllocation& written = world.allocations[index];
            REQUIRE(one.effective >= 0);
            REQUIRE(one.effective <= written.minor);
            clamped_live += one.parked > 0 ? 1 : 0;
            clamped_ended +=
                one.end != far_future && one.effective > 0 && one.effective < written.minor ? 1 : 0;
            if (one.effective > 0) {
                receipt_free.take(written.receipt, one.start, one.end, one.effective);
                invoice_free.take(written.invoice, one.start, one.end, one.effective);
            }
        }
        REQUIRE(receipt_free.within());
        REQUIRE(invoice_free.within());

        std::vector<std::size_t> shuffled(world.allocations.size());
        std::iota(shuffled.begin(), shuffled.end(), std::size_t{0});
        Dice dice(seed);
        std::ranges::shuffle(shuffled, dice.random);
        std::vector<SettlementAllocation> permuted;
        for (const std::size_t from : shuffled) { permuted.push_back(world.allocations[from]); }
        const auto again = settle(receipts, invoices, permuted);
        for (std::size_t index = 0; index < shuffled.size(); ++index) {
            REQUIRE(again[index] == settled[shuffled[index]]);
        }
    }
    // The histories do reach what they are for.
    CHECK(clamped_live > 1'000);
    CHECK(clamped_ended > 500);
}

TEST_CASE("a hundred thousand allocations between two documents settle in a moment") {
    const std::vector<SettlementDocument> receipts{{1'000'000, Date{0}, far_future, cny}};
    const std::vector<SettlementDocument> invoices{{1'000'000, Date{0}, far_future, cny}};
    Dice dice(7);
    std::vector<SettlementAllocation> allocations;
    for (int index = 0; index < 100'000; ++index) {
        const auto start = static_cast<std::int32_t>(dice.upto(50'000));
        const Date end = dice.chance(90) ? Date{start + static_cast<std::int32_t>(dice.upto(9'000))}
                                         : far_future;
        allocations.push_back(allocation(0, 0, 1 + dice.upto(99), start, dice.upto(1'000), end));
    }
    const auto begin = std::chrono::steady_clock::now();
    const auto settled = settle(receipts, invoices, allocations);
    const auto spent = std::chrono::steady_clock::now() - begin;
    CHECK(settled.size() == allocations.size());
    // Under a sanitizer on a busy machine this takes a second or two; the square of it, an hour.
    CHECK(std::chrono::duration_cast<std::chrono::seconds>(spent).count() < 30);
}
