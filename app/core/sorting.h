#pragma once
// Rows in an order, equal ones as they stood. What std::ranges::stable_sort does, with one sorter
// for all kinds of rows: each further kind that std sorts in its own way costs the first visit
// about four kilobytes. For what people look at; where every change passes, std is faster.
#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <ranges>
#include <utility>
#include <vector>

namespace huikuan::core {

// The numbers 0 .. count-1, as `before(rows, a, b)` wants them.
std::vector<std::uint32_t> ordered(std::size_t count, const void* rows,
                                   bool (*before)(const void* rows, std::uint32_t a,
                                                  std::uint32_t b));

template <std::ranges::random_access_range Rows, class Before = std::ranges::less,
          class Projection = std::identity>
void sort(Rows&& rows, Before before = {}, Projection projection = {}) {
    using Place = std::ranges::range_difference_t<Rows>;
    const auto first = std::ranges::begin(rows);
    const auto count = static_cast<std::size_t>(std::ranges::size(rows));
    if (count < 2) return;
    struct Seen {
        decltype(first)& rows;
        Before& before;
        Projection& projection;
    } seen{first, before, projection};
    const auto order = ordered(count, &seen, [](const void* at, std::uint32_t a, std::uint32_t b) {
        const Seen& in = *static_cast<const Seen*>(at);
        return static_cast<bool>(
            std::invoke(in.before, std::invoke(in.projection, in.rows[static_cast<Place>(a)]),
                        std::invoke(in.projection, in.rows[static_cast<Place>(b)])));
    });
    std::vector<std::ranges::range_value_t<Rows>> moved;
    moved.reserve(count);
    for (const std::uint32_t from : order)
        moved.push_back(std::move(first[static_cast<Place>(from)]));
    std::ranges::move(moved, first);
}

} // namespace huikuan::core
