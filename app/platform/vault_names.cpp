#include "platform/vault.h"

namespace huikuan::platform {

std::string_view name_of(VaultStatus status) {
    switch (status) {
    case VaultStatus::ok: return "ok";
    case VaultStatus::full: return "full";
    case VaultStatus::blocked: return "blocked";
    case VaultStatus::vanished: return "vanished";
    case VaultStatus::locked: return "locked";
    case VaultStatus::unavailable: return "unavailable";
    case VaultStatus::failed: return "failed";
    case VaultStatus::passphrase: return "passphrase";
    case VaultStatus::missing: return "missing";
    case VaultStatus::exists: return "exists";
    case VaultStatus::unreadable: return "unreadable";
    }
    return "failed";
}

} // namespace huikuan::platform
