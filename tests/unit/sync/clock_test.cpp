#include "sync/clock.h"

#include <doctest/doctest.h>

#include <random>

using namespace huikuan;
using core::HybridTime;

namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t year_ms = 365 * 24 * hour_ms;
constexpr std::int64_t noon_2026 = 1'790'064'930'123; // 2026-09-22T08:15:30.123Z

} // namespace

TEST_CASE("a stamp is 29 characters that sort as the times do") {
    CHECK(sync::to_text({noon_2026, 7}) == "2026-09-22T08:15:30.123Z-0007");
    CHECK(sync::to_text({0, 0}) == "1970-01-01T00:00:00.000Z-0000");
    CHECK(sync::to_text({-1, 0xffff}) == "1969-12-31T23:59:59.999Z-ffff");
    CHECK(sync::to_text({951'782'400'000, 0xab}) == "2000-02-29T00:00:00.000Z-00ab");
    CHECK(sync::to_text({-62'167'219'200'000, 0}) == "0000-01-01T00:00:00.000Z-0000");
    CHECK(sync::to_text({253'402'300'799'999, 1}) == "9999-12-31T23:59:59.999Z-0001");
    CHECK(sync::to_text({INT64_MAX, 1}) == "9999-12-31T23:59:59.999Z-0001");
    CHECK(sync::to_text({INT64_MIN, 1}) == "0000-01-01T00:00:00.000Z-0001");
}

TEST_CASE("stamps are read back exactly, and nothing else is a stamp") {
    std::mt19937_64 random(7);
    HybridTime last{-62'167'219'200'000, 0};
    std::string last_text = sync::to_text(last);
    for (int round = 0; round < 5000; ++round) {
        HybridTime time{static_cast<std::int64_t>(random() % 315'569'520'000'000) -
                            62'167'219'200'000,
                        static_cast<std::uint16_t>(random())};
        const std::string text = sync::to_text(time);
        CHECK(sync::parse_time(text) == time);
        CHECK((text < last_text) == (time < last));
        last = time;
        last_text = text;
    }
    for (const std::string_view text : {"",
                                        "2026-09-22T08:15:30.123Z",
                                        "2026-09-22T08:15:30.123Z-000",
                                        "2026-09-22T08:15:30.123Z-00071",
                                        "2026-09-22 08:15:30.123Z-0007",
                                        "2026-09-22T08:15:30,123Z-0007",
                                        "2026-09-22T08:15:30.123z-0007",
                                        "2026-09-22T08:15:30.123Z+0007",
                                        "2026-09-22T08:15:30.123Z-000A",
                                        "2026-09-22T24:00:00.000Z-0000",
                                        "2026-09-22T08:60:30.123Z-0007",
                                        "2026-09-22T08:15:60.123Z-0007",
                                        "2026-13-22T08:15:30.123Z-0007",
                                        "2026-00-22T08:15:30.123Z-0007",
                                        "2026-02-29T08:15:30.123Z-0007",
                                        "2100-02-29T08:15:30.123Z-0007",
                                        "2026-09-31T08:15:30.123Z-0007",
                                        "2026-09-00T08:15:30.123Z-0007",
                                        "+026-09-22T08:15:30.123Z-0007",
                                        "-026-09-22T08:15:30.123Z-0007",
                                        "2026-09-22T08:15:30.12 Z-0007"}) {
        CAPTURE(text);
        CHECK_FALSE(sync::parse_time(text));
    }
}

TEST_CASE("each stamp is later than the one before, whatever the machine's clock does") {
    std::mt19937_64 random(11);
    HybridTime last;
    for (int round = 0; round < 20000; ++round) {
        std::int64_t now = noon_2026;
        switch (random() % 6) {
        case 0: now -= 70 * year_ms; break;
        case 1: now += static_cast<std::int64_t>(random() % 1000); break;
        case 2: now = INT64_MIN; break;
        case 3: now += round; break;
        default: break;
        }
        const HybridTime next = sync::next_stamp(last, now);
        REQUIRE(next > last);
        last = next;
    }
    CHECK(sync::next_stamp({5, 3}, 9) == HybridTime{9, 0});
    CHECK(sync::next_stamp({9, 3}, 5) == HybridTime{9, 4});
    CHECK(sync::next_stamp({9, 0xffff}, 5) == HybridTime{10, 0});
    // The last stamp there is does not turn over.
    const HybridTime end{253'402'300'799'999, 0xffff};
    CHECK(sync::next_stamp(end, INT64_MAX) == end);
}

TEST_CASE("a foreign stamp moves the clock only if it can be believed") {
    const HybridTime own{noon_2026, 5};
    const HybridTime later{noon_2026 + hour_ms, 9};
    CHECK(sync::observe(own, later, noon_2026) == later);
    CHECK(sync::observe(later, own, noon_2026) == later);
    const HybridTime edge{noon_2026 + 24 * hour_ms, 0};
    CHECK(sync::observe(own, edge, noon_2026) == edge);
    CHECK(sync::observe(own, {edge.ms + 1, 0}, noon_2026) == own);
    CHECK(sync::observe(own, {noon_2026 + 70 * year_ms, 0}, noon_2026) == own);
    // Our own chain may be ahead of the machine's clock already.
    CHECK(sync::observe(edge, {edge.ms + hour_ms, 0}, noon_2026) ==
          HybridTime{edge.ms + hour_ms, 0});
}

TEST_CASE("a stamp from the future is a warning, one from the past is not") {
    const core::DeviceId device = core::mint_device({1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    CHECK_FALSE(sync::check_clock(device, {noon_2026 + hour_ms, 0}, noon_2026));
    CHECK_FALSE(sync::check_clock(device, {noon_2026 - 70 * year_ms, 0}, noon_2026));
    const auto warning = sync::check_clock(device, {noon_2026 + hour_ms + 1, 3}, noon_2026);
    REQUIRE(warning);
    CHECK(*warning == sync::ClockWarning{device, {noon_2026 + hour_ms + 1, 3}, hour_ms + 1});
    CHECK(sync::check_clock(device, {INT64_MAX, 0}, INT64_MIN)); // no overflow
}
