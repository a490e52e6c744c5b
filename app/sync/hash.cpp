#include "sync/hash.h"

#include <cstring>

#include <sodium/crypto_hash_sha256.h>

namespace huikuan::sync {

static_assert(sizeof(crypto_hash_sha256_state) <= 128);
static_assert(alignof(crypto_hash_sha256_state) <= 8);

namespace {

crypto_hash_sha256_state* inside(std::array<std::byte, 128>& state) {
    return reinterpret_cast<crypto_hash_sha256_state*>(state.data());
}
const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

} // namespace

Sha256::Sha256() { crypto_hash_sha256_init(inside(state_)); }

void Sha256::update(std::string_view bytes) {
    crypto_hash_sha256_update(inside(state_), bytes_of(bytes), bytes.size());
}

core::Hash Sha256::digest() const {
    std::array<std::byte, 128> copy = state_;
    core::Hash hash{};
    crypto_hash_sha256_final(inside(copy), hash.data());
    return hash;
}

core::Hash sha256(std::string_view bytes) {
    core::Hash hash{};
    crypto_hash_sha256(hash.data(), bytes_of(bytes), bytes.size());
    return hash;
}

std::string to_hex(std::span<const std::uint8_t> bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string hex;
    hex.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        hex += digits[byte >> 4];
        hex += digits[byte & 15];
    }
    return hex;
}

std::optional<core::Hash> parse_hash(std::string_view hex) {
    core::Hash hash{};
    if (hex.size() != hash.size() * 2) return std::nullopt;
    for (std::size_t at = 0; at < hex.size(); ++at) {
        const char digit = hex[at];
        int value = 0;
        if (digit >= '0' && digit <= '9') value = digit - '0';
        else if (digit >= 'a' && digit <= 'f') value = digit - 'a' + 10;
        else return std::nullopt;
        auto& byte = hash[at / 2];
        byte = static_cast<std::uint8_t>((byte << 4) | value);
    }
    return hash;
}

std::string base32(std::span<const std::uint8_t> bytes) {
    static constexpr char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
    std::string text;
    text.reserve((bytes.size() * 8 + 4) / 5);
    unsigned pending = 0;
    int bits = 0;
    for (const std::uint8_t byte : bytes) {
        pending = (pending << 8) | byte;
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            text += letters[(pending >> bits) & 31];
        }
    }
    if (bits > 0) text += letters[(pending << (5 - bits)) & 31];
    return text;
}

std::string short_code(const core::Hash& hash) {
    const std::string letters = base32(std::span(hash).first(10));
    std::string code;
    for (std::size_t at = 0; at < letters.size(); ++at) {
        if (at > 0 && at % 4 == 0) code += '-';
        code += letters[at];
    }
    return code;
}

} // namespace huikuan::sync
