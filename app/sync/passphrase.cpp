#include "sync/passphrase.h"

#include <sodium.h>

namespace huikuan::sync {

bool stretch_passphrase(std::string_view secret, std::span<const std::uint8_t, 16> salt, int ops,
                        std::size_t memory, std::span<std::uint8_t, 32> key) {
    static_assert(crypto_pwhash_argon2id_SALTBYTES == 16);
    return sodium_init() >= 0 &&
           crypto_pwhash_argon2id(key.data(), key.size(), secret.data(), secret.size(), salt.data(),
                                  static_cast<unsigned long long>(ops), memory,
                                  crypto_pwhash_argon2id_ALG_ARGON2ID13) == 0;
}

} // namespace huikuan::sync
