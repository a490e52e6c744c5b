#pragma once
// How the benches of the rooms take time and tell it.
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "platform/platform.h"

namespace huikuan {

inline double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

inline double timed(int runs, auto&& work) {
    std::vector<double> took;
    for (int i = 0; i < runs; ++i) {
        const double start = platform::monotonic_ms();
        work();
        took.push_back(platform::monotonic_ms() - start);
    }
    return median(std::move(took));
}

inline void print(const std::string& line) { std::puts(line.c_str()); }

} // namespace huikuan
