#include "core/id.h"

namespace huikuan::core {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base32_digits = "abcdefghijklmnopqrstuvwxyz234567"; // RFC 4648, lower
constexpr std::array<std::size_t, 4> dashes{8, 13, 18, 23};

// Version in bits 48..51, variant 0b10 in bits 64..65 (RFC 9562, section 4).
EntityId stamped(std::uint64_t high, std::uint64_t low, std::uint64_t version) {
    return {(high & ~0xF000ULL) | (version << 12U), (low >> 2U) | (1ULL << 63U)};
}

std::uint64_t big_endian(const std::uint8_t* bytes, std::size_t count) {
    std::uint64_t value = 0;
    for (std::size_t index = 0; index < count; ++index) { value = (value << 8U) | bytes[index]; }
    return value;
}

// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): a bijection whose every output bit depends
// on every input bit.
constexpr std::uint64_t mixed(std::uint64_t value) {
    value += 0x9E3779B97F4A7C15ULL;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31U);
}

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') { return digit - '0'; }
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

} // namespace

EntityId mint_id(std::int64_t now_ms, const std::array<std::uint8_t, 10>& random) {
    constexpr std::uint64_t latest = (1ULL << 48U) - 1; // the year 10889
    const auto moment = now_ms < 0 ? 0 : static_cast<std::uint64_t>(now_ms);
    const std::uint64_t ms = moment > latest ? latest : moment;
    const std::uint64_t high = (ms << 16U) | (big_endian(random.data(), 2) & 0x0FFFU);
    return stamped(high, big_endian(random.data() + 2, 8), 7);
}

EntityId named_id(const std::array<std::uint8_t, 32>& digest) {
    return stamped(big_endian(digest.data(), 8), big_endian(digest.data() + 8, 8), 8);
}

EntityId derived_id(EntityId origin, std::span<const std::uint64_t> content) {
    std::uint64_t low = mixed(origin.low ^ mixed(origin.high));
    std::uint64_t spare = mixed(low ^ origin.low);
    for (const std::uint64_t word : content) {
        low = mixed(low ^ word);
        spare = mixed(spare + mixed(word ^ low));
    }
    const std::uint64_t moment = origin.high & ~0xFFFFULL;
    return stamped(moment | (spare & 0x0FFFU), low, 8);
}

std::string to_text(EntityId id) {
    std::string text(36, '-');
    std::size_t at = 0;
    for (std::size_t digit = 0; digit < 32; ++digit) {
        if (at == dashes[0] || at == dashes[1] || at == dashes[2] || at == dashes[3]) { ++at; }
        const std::uint64_t word = digit < 16 ? id.high : id.low;
        text[at++] = hex_digits[(word >> (60U - 4U * (digit % 16U))) & 0xFU];
    }
    return text;
}

std::optional<EntityId> parse_id(std::string_view text) {
    if (text.size() != 36) { return std::nullopt; }
    EntityId id;
    std::size_t digit = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (at == dashes[0] || at == dashes[1] || at == dashes[2] || at == dashes[3]) {
            if (text[at] != '-') { return std::nullopt; }
            continue;
        }
        const int value = hex_value(text[at]);
        if (value < 0) { return std::nullopt; }
        std::uint64_t& word = digit++ < 16 ? id.high : id.low;
        word = (word << 4U) | static_cast<std::uint64_t>(value);
    }
    return id;
}

DeviceId mint_device(const std::array<std::uint8_t, 10>& random) {
    DeviceId device;
    for (std::size_t half = 0; half < 2; ++half) {
        std::uint64_t bits = big_endian(random.data() + half * 5, 5);
        for (std::size_t index = 8; index-- > 0;) {
            device.text[half * 8 + index] = base32_digits[bits & 31U];
            bits >>= 5U;
        }
    }
    return device;
}

std::optional<DeviceId> parse_device(std::string_view text) {
    DeviceId device;
    if (text.size() != device.text.size()) { return std::nullopt; }
    for (std::size_t index = 0; index < text.size(); ++index) {
        if (base32_digits.find(text[index]) == std::string_view::npos) { return std::nullopt; }
        device.text[index] = text[index];
    }
    return device;
}

} // namespace huikuan::core
