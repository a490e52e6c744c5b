#include "ui/row_window.h"

#include <doctest/doctest.h>

#include <numeric>
#include <utility>
#include <vector>

using namespace huikuan;

namespace {

// A list whose row n says n, and what was read of it.
struct List {
    std::size_t rows = 1000;
    std::vector<std::pair<std::size_t, std::size_t>> read;

    auto reader() {
        return [this](std::size_t first, std::size_t count) {
            read.emplace_back(first, count);
            std::vector<int> found(first < rows ? std::min(count, rows - first) : 0);
            std::iota(found.begin(), found.end(), static_cast<int>(first));
            return found;
        };
    }
};

bool shows(const ui::RowWindow<int>& window, std::size_t first, std::size_t count) {
    for (std::size_t row = first; row < first + count; ++row) {
        if (window.find(row) == nullptr || *window.find(row) != static_cast<int>(row)) return false;
    }
    return (first == 0 || window.find(first - 1) == nullptr) &&
           window.find(first + count) == nullptr;
}

} // namespace

TEST_CASE("of a list that is scrolled only the rows that were not there are read") {
    using Reads = std::vector<std::pair<std::size_t, std::size_t>>;
    List list;
    ui::RowWindow<int> window;
    const auto show = [&](std::string_view asked, std::size_t first, std::size_t count) {
        list.read.clear();
        window.show(std::string(asked), first, count, list.reader());
        return list.read;
    };
    CHECK(show("a", 0, 20) == Reads{{0, 20}});
    CHECK(show("a", 0, 20).empty());
    CHECK(show("a", 3, 20) == Reads{{20, 3}}); // down
    CHECK(shows(window, 3, 20));
    CHECK(show("a", 1, 20) == Reads{{1, 2}}); // up
    CHECK(shows(window, 1, 20));
    CHECK(show("a", 0, 30) == Reads{{0, 1}, {21, 9}}); // taller on both sides
    CHECK(shows(window, 0, 30));
    CHECK(show("a", 5, 10).empty()); // shorter: all of it was there
    CHECK(shows(window, 5, 10));
    CHECK(show("a", 500, 10) == Reads{{500, 10}}); // a leap
    CHECK(show("a", 510, 10) == Reads{{510, 10}}); // next to it, nothing in common
    CHECK(show("a", 100, 10) == Reads{{100, 10}});
    CHECK(show("b", 100, 10) == Reads{{100, 10}}); // another list at the same place
    CHECK(shows(window, 100, 10));
    CHECK(show("b", 0, 0).empty());
    CHECK(window.find(0) == nullptr);
}

TEST_CASE("a list that is shorter than it said is read whole where it is scrolled") {
    List list{.rows = 12, .read = {}};
    ui::RowWindow<int> window;
    window.show("a", 0, 20, list.reader());
    CHECK(window.find(11) != nullptr);
    CHECK(window.find(12) == nullptr);
    window.show("a", 2, 20, list.reader());
    CHECK(list.read.back() == std::pair<std::size_t, std::size_t>{2, 20});
    CHECK(*window.find(2) == 2);
    CHECK(window.find(12) == nullptr);
}
