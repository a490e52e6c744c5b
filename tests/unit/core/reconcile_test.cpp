#include "core/reconcile.h"

#include <doctest/doctest.h>

#include <random>

#include "sample.h"

using namespace huikuan::core;

namespace {

std::string text_of(const Comparison& comparison) {
    std::string text;
    for (const ComparedLine& line : comparison.lines) {
        constexpr const char* names[] = {"same", "amount", "only_ours", "only_theirs"};
        text += std::string(names[static_cast<std::size_t>(line.difference)]) + " " +
                std::to_string(line.ours) + " " + std::to_string(line.theirs) + " " +
                std::to_string(line.minor) + "\n";
    }
    return text;
}

const std::vector<OurLine> ours{{day("2026-01-05"), "INV-1001", 1000},
                                {day("2026-01-10"), "INV-1002", 2000},
                                {day("2026-01-20"), "", -1000},
                                {day("2026-01-25"), "INV-1003", 500}};

} // namespace

TEST_CASE("what is the same goes away, and the differences sum up to the difference") {
    const std::vector<TheirLine> theirs{{2, day("2026-01-06"), "发票INV-1001", 1000},
                                        {3, day("2026-01-11"), "inv1002", 1990},
                                        {4, day("2026-01-19"), "付款", -1000},
                                        {5, day("2026-01-30"), "扣质保金", -300}};
    const Comparison found = compare_statements(ours, theirs);
    CHECK(text_of(found) == "amount 1 1 10\nonly_ours 3 -1 500\nonly_theirs -1 3 300\n"
                            "same 0 0 0\nsame 2 2 0\n");
    CHECK(found.difference == 2500 - 1690);
    CHECK_FALSE(found.turned);
}

TEST_CASE("they count the other way round") {
    const std::vector<TheirLine> theirs{{2, day("2026-01-06"), "INV-1001", -1000},
                                        {3, day("2026-01-11"), "INV-1002", -2000},
                                        {4, day("2026-01-19"), "付款", 1000}};
    const Comparison found = compare_statements(ours, theirs);
    CHECK(found.turned);
    CHECK(text_of(found) == "only_ours 3 -1 500\nsame 0 0 0\nsame 1 1 0\nsame 2 2 0\n");
}

TEST_CASE("a payment that names an invoice is no invoice; too far apart is not the same") {
    const std::vector<TheirLine> payment{{2, day("2026-01-06"), "付 INV-1001", -700}};
    CHECK(text_of(compare_statements(std::span(ours).first(1), payment)) ==
          "only_ours 0 -1 1000\nonly_theirs -1 0 700\n");
    const std::vector<TheirLine> late{{2, day("2026-02-06"), "", -1000}};
    CHECK(compare_statements(std::span(ours).subspan(2, 1), late).lines.size() == 2);
    CHECK(compare_statements(std::span(ours).subspan(2, 1), late, 30).lines.size() == 1);
    CHECK(compare_statements({}, {}).lines.empty());
}

TEST_CASE("the sum holds for any two statements") {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        CAPTURE(seed);
        std::mt19937_64 random(seed);
        const auto below = [&](int limit) {
            return static_cast<int>(random() % static_cast<std::uint64_t>(limit));
        };
        std::vector<OurLine> mine;
        std::vector<TheirLine> other;
        std::int64_t sum = 0;
        for (int i = 0, count = below(12); i < count; ++i) {
            mine.push_back(
                {Date{20'000 + below(40)}, "N" + std::to_string(1000 + below(8)), below(9) - 4});
            sum += mine.back().minor;
        }
        std::int64_t theirs = 0;
        for (int i = 0, count = below(12); i < count; ++i) {
            other.push_back(
                {i, Date{20'000 + below(40)}, "N" + std::to_string(1000 + below(8)), below(9) - 4});
            theirs += other.back().minor;
        }
        const Comparison found = compare_statements(mine, other);
        CHECK(found.difference == sum - (found.turned ? -theirs : theirs));
        std::size_t lines = 0;
        for (const ComparedLine& line : found.lines) {
            lines += (line.ours >= 0 ? 1U : 0U) + (line.theirs >= 0 ? 1U : 0U);
        }
        CHECK(lines == mine.size() + other.size());
    }
}
