// The simulator: build/simulate/simulate COUNT [FIRST]
// Runs COUNT seeds from FIRST (1) and prints what happened; the seed that fails, and 1, if one
// does.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

#include "sim/world.h"

int main(int count, char** arguments) {
    const std::uint64_t seeds = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 2000;
    const std::uint64_t first = count > 2 ? std::strtoull(arguments[2], nullptr, 10) : 1;
    huikuan::sim::Tally tally;
    const auto begin = std::chrono::steady_clock::now();
    for (std::uint64_t seed = first; seed < first + seeds; ++seed) {
        std::string what;
        try {
            huikuan::sim::World(seed, tally).run();
        } catch (const huikuan::sim::Failure& failure) {
            what = failure.what;
        } catch (const std::exception& thrown) { // nothing in the rooms may throw
            what = std::string("thrown: ") + thrown.what();
        }
        if (!what.empty()) {
            std::printf("seed %llu fails: %s\n", static_cast<unsigned long long>(seed),
                        what.c_str());
            std::printf("again: tools/simulate 1 %llu\n", static_cast<unsigned long long>(seed));
            return 1;
        }
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    for (const auto& [name, times] : tally.counts) {
        std::printf("%12llu  %s\n", static_cast<unsigned long long>(times), name.c_str());
    }
    std::printf("%llu seeds in %.1f s, none failed\n", static_cast<unsigned long long>(seeds),
                took.count());
    return 0;
}
