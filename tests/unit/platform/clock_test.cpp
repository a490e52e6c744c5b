#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <set>

#include "platform/platform.h"

using namespace huikuan::platform;

TEST_CASE("now is in this century and goes on") {
    const std::int64_t before = now_ms();
    CHECK(before > 1'700'000'000'000);
    CHECK(before < 4'102'444'800'000); // 2100
    const double started = monotonic_ms();
    while (monotonic_ms() < started + 2) {}
    CHECK(now_ms() >= before);
}

TEST_CASE("today is the civil day, at most one off from that of Greenwich") {
    const auto greenwich = static_cast<std::int32_t>(now_ms() / 86'400'000);
    CHECK(std::abs(today_days() - greenwich) <= 1);
}

TEST_CASE("random bytes fill any length, also more than the system gives at once") {
    for (const std::size_t length : {0UL, 1UL, 255UL, 256UL, 257UL, 5000UL}) {
        std::vector<std::uint8_t> bytes(length, 0);
        random_bytes(bytes);
        if (length >= 255) {
            const std::set<std::uint8_t> kinds(bytes.begin(), bytes.end());
            CHECK(kinds.size() > 100); // 255 draws of 256 give 161 kinds on average
            CHECK(std::ranges::count(std::span(bytes).last(64), 0) < 16);
        }
    }
    std::array<std::uint8_t, 16> a{};
    std::array<std::uint8_t, 16> b{};
    random_bytes(a);
    random_bytes(b);
    CHECK(a != b);
}
