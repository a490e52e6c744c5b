#include "core/sorting.h"

#include <numeric>

namespace huikuan::core {

std::vector<std::uint32_t> ordered(std::size_t count, const void* rows,
                                   bool (*before)(const void* rows, std::uint32_t a,
                                                  std::uint32_t b)) {
    std::vector<std::uint32_t> order(count);
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order,
                             [&](std::uint32_t a, std::uint32_t b) { return before(rows, a, b); });
    return order;
}

} // namespace huikuan::core
