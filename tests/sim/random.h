#pragma once
// The one source of chance of a simulated run: equal seeds, equal runs, on every machine.
#include <array>
#include <cstdint>

namespace huikuan::sim {

class Random { // SplitMix64
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    }
    std::uint64_t below(std::uint64_t limit) { return next() % limit; }
    std::int64_t between(std::int64_t least, std::int64_t most) {
        return least +
               static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most - least + 1)));
    }
    bool chance(unsigned percent) { return below(100) < percent; }
    template <class List>
    auto& pick(List& list) {
        return list[below(list.size())];
    }
    std::array<std::uint8_t, 10> ten_bytes() {
        std::array<std::uint8_t, 10> bytes{};
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(next() >> 33);
        return bytes;
    }

private:
    std::uint64_t state_;
};

} // namespace huikuan::sim
