#pragma once
// A passphrase becomes a key: Argon2id 1.3 (RFC 9106), which costs whoever guesses memory and time.
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace huikuan::sync {

// False: there is not as much memory. `memory` in bytes; `ops` passes over it.
bool stretch_passphrase(std::string_view secret, std::span<const std::uint8_t, 16> salt, int ops,
                        std::size_t memory, std::span<std::uint8_t, 32> key);

} // namespace huikuan::sync
