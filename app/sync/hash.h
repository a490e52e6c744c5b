#pragma once
// SHA-256 (FIPS 180-4, by libsodium): what chains changes, names exceptions and closes bundles.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/change.h"

namespace huikuan::sync {

// A digest of bytes that arrive in pieces.
class Sha256 {
public:
    Sha256();
    void update(std::string_view bytes);
    // Of everything so far; more may follow.
    [[nodiscard]] core::Hash digest() const;

private:
    alignas(8) std::array<std::byte, 128> state_{};
};

core::Hash sha256(std::string_view bytes);

// 64 lower-case hexadecimal characters, and back (nullopt unless exactly that form).
std::string to_hex(std::span<const std::uint8_t> bytes);
std::optional<core::Hash> parse_hash(std::string_view hex);

// Lower-case base32 of RFC 4648 without padding.
std::string base32(std::span<const std::uint8_t> bytes);
// The first 80 bits of a digest as people read them aloud: "k3v9-w2q7-m5xa-4b6c".
std::string short_code(const core::Hash& hash);

} // namespace huikuan::sync
