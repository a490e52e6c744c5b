#include "core/sorting.h"

#include <doctest/doctest.h>

#include <memory>
#include <random>
#include <string>

using namespace huikuan;

TEST_CASE("sort: as the standard's stable sort, by any key, also of what only moves") {
    std::mt19937 dice(20260101);
    for (std::size_t count = 0; count < 60; ++count) {
        CAPTURE(count);
        std::vector<std::pair<int, std::string>> rows;
        for (std::size_t i = 0; i < count; ++i)
            rows.emplace_back(static_cast<int>(dice() % 7), std::to_string(i));
        auto expected = rows;
        std::ranges::stable_sort(expected, std::greater{}, &std::pair<int, std::string>::first);
        core::sort(rows, std::greater{}, &std::pair<int, std::string>::first);
        CHECK(rows == expected);
    }
    std::vector<std::unique_ptr<int>> moving;
    for (const int value : {3, 1, 2}) moving.push_back(std::make_unique<int>(value));
    core::sort(moving, {}, [](const std::unique_ptr<int>& one) { return *one; });
    CHECK(*moving[0] == 1);
    CHECK(*moving[2] == 3);
    int plain[] = {5, 4, 9};
    core::sort(plain);
    CHECK(plain[0] == 4);
    CHECK(plain[2] == 9);
}
