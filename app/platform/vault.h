#pragma once
// The vault: named byte values of one book, kept for good by this browser (IndexedDB). It knows
// bytes, not pages. One put is one atomic transaction with durability 'strict': all of it or
// nothing, and `done` comes after its complete event, never before. Callbacks come on the same
// thread, after the call that asked for them has returned.
//
// A vault can be sealed with a passphrase: then every value is encrypted before it leaves memory
// (AES-GCM, its own nonce, its key as associated data) and a vault that is locked takes nothing.
// One tab owns a vault and may write; other tabs read and hear news of what was written.
//
// Natively a vault lives in memory, as long as the process: books are files there, and this one is
// for the tests of what stands above it.
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace huikuan::platform {

struct VaultItem {
    std::string key;
    std::vector<std::uint8_t> bytes;
};
struct VaultRange { // inclusive
    std::string first;
    std::string last;
};
enum class VaultStatus : std::uint8_t {
    ok,
    full,        // quota or disk
    blocked,     // another tab holds an older version open
    vanished,    // the database was deleted or closed under us
    locked,      // another tab owns the book, or the passphrase has not been given
    unavailable, // no storage at all (private mode, refused)
    failed,
    passphrase, // wrong, or needed and not given
    missing,    // there is no vault of this name
    exists,
    unreadable, // a value cannot be decrypted
};
// "ok", "full", ... : what a screen finds its sentence by.
std::string_view name_of(VaultStatus status);

enum class VaultNews : std::uint8_t {
    written, // another tab has put something
    owner,   // this tab owns the vault now
    reader,  // another tab took it over; this one may only read
    gone,    // deleted or closed under us; the next put tries to open it again
    hidden,  // the page is hidden or about to go: save what can be saved
};

class Vault {
public:
    virtual ~Vault() = default;
    using Done = std::function<void(VaultStatus, std::string detail)>;
    // First what is gone, then what is put, in one transaction.
    virtual void put(std::vector<VaultItem> items, std::vector<VaultRange> gone, Done done) = 0;
    // Streams in batches of at most some MB and ends with an empty batch, or with a status that
    // is not ok. get: in the order asked, missing ones left out. get_range: in the order of keys.
    // A value that cannot be decrypted comes with empty bytes.
    using Batch = std::function<void(VaultStatus, std::vector<VaultItem>)>;
    virtual void get(std::vector<std::string> keys, Batch batch) = 0;
    virtual void get_range(VaultRange range, Batch batch) = 0;
    using Keys = std::function<void(VaultStatus, std::vector<std::string>)>;
    virtual void keys(VaultRange range, Keys keys) = 0;

    [[nodiscard]] virtual bool owner() const = 0;
    [[nodiscard]] virtual bool sealed() const = 0;
    // Asks the other tab to hand the vault over; takes it when there is no answer.
    virtual void take_over(Done done) = 0;
    virtual void on_news(std::function<void(VaultNews)> news) = 0;
    // The new passphrase wraps the same key: nothing is encrypted anew. passphrase: wrong old one.
    virtual void change_passphrase(std::string old_one, std::string new_one, Done done) = 0;
};

struct VaultOpening {
    bool create = false;    // else it must be there
    std::string passphrase; // creating: empty leaves it unsealed
};
using VaultOpened = std::function<void(VaultStatus, std::unique_ptr<Vault>)>;
void open_vault(std::string_view name, VaultOpening opening, VaultOpened opened);

// How a passphrase becomes a key slowly, said by who knows cryptography (sync/passphrase.h).
// Without it, or where it answers false (no memory), the vault takes PBKDF2 of the browser.
using Stretch = bool (*)(std::string_view secret, std::span<const std::uint8_t, 16> salt, int ops,
                         std::size_t memory, std::span<std::uint8_t, 32> key);
void use_stretch(Stretch stretch);

struct VaultEntry {
    std::string name;  // of the database: never changes
    std::string label; // what a person called it
    bool sealed = false;
    std::int64_t opened_ms = 0; // last time
};
using VaultList = std::function<void(VaultStatus, std::vector<VaultEntry>)>;
void list_vaults(VaultList done);
void label_vault(std::string_view name, std::string_view label, Vault::Done done);
void delete_vault(std::string_view name, Vault::Done done);
// Puts a seal on an unsealed vault (old_one empty) or takes it off (new_one empty): a copy under
// another name takes its place once it is whole and compared; until then the old one is as it was.
// Nobody may have it open. passphrase: `old_one` is wrong.
struct Reseal {
    std::string name;
    std::string new_name;
    std::string old_one;
    std::string new_one;
    std::function<void(int permille)> progress;
};
void reseal_vault(Reseal reseal, Vault::Done done);

struct StorageState {
    std::int64_t used = -1; // bytes; -1: the browser does not say
    std::int64_t quota = -1;
    bool persistent = false; // the browser promises not to evict
};
void storage_state(std::function<void(StorageState)> done);
// Inside a person's gesture. Answers within a few seconds even where the browser never does.
void ask_persistence(std::function<void(bool granted)> done);

// Calls `idle` when nobody has touched the page for so long, and again every few seconds while that
// lasts, in a hidden page too; 0 ends it. Natively never.
void watch_idle(int minutes, std::function<void()> idle);

// While true, leaving the page asks first.
void warn_before_leaving(bool unsaved);

// Of the native half alone, for tests and the CLI (and for tests under Node).
// Runs the callbacks that wait: there is no event loop.
bool run_vault_callbacks(); // false: there were none
// Every put from the n-th on (1: the next) fails with this status; 0 ends it.
void fail_native_puts(int from, VaultStatus status);
void forget_native_vaults();
// What a test damages: the bytes of one value, null where there is none.
std::vector<std::uint8_t>* native_vault_value(const std::string& vault, const std::string& key);

} // namespace huikuan::platform
