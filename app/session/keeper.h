#pragma once
// The keeper of one book in the browser: it joins the pages that SQLite writes (store::PageStore)
// to the vault that keeps bytes (platform::Vault). It decides when something is called saved: after
// the vault said so, never before. What cannot be saved stays in memory and is tried again.
//
// Session opens a Store with path `file()` and VFS `vfs_name()`, calls after_commit() when SQLite
// has committed, and tick() from its own tick.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "platform/vault.h"
#include "session/session.h"
#include "store/page_store.h"

namespace huikuan::session {

// What the way in found. `cut` and `returned_to` are told to the person, with the damaged keys.
struct KeeperReport {
    std::uint64_t replayed = 0; // commits taken from the log
    std::uint64_t bytes = 0;    // of the database
    bool cut = false;           // later log items were damaged: the last good commit is open
    bool repaired_root = false; // both roots were damaged: found again by the names
    std::string returned_to;    // label of the snapshot that was opened instead of a broken book
    std::vector<std::string> damaged; // keys; kept, see export_damaged
};

class Keeper {
public:
    // Errors: io with field "storage" and the vault's word as detail ("full", "blocked",
    // "vanished", "unavailable", "missing", "exists", "failed"); io with field "passphrase";
    // corrupt with field "book"; unsupported with field "version": a later app wrote it.
    using Opened = std::function<void(core::Result<std::unique_ptr<Keeper>>)>;
    struct Options {
        bool create = false;
        std::string passphrase;            // empty: not sealed
        std::function<void(int)> progress; // 0..1000
    };
    static void open(const std::string& name, Options options, Opened opened);
    // Into a vault that is open already (tests).
    static void open_in(std::unique_ptr<platform::Vault> vault, Options options, Opened opened);
    ~Keeper();

    [[nodiscard]] std::string vfs_name() const;
    [[nodiscard]] static std::string file() { return store::PageStore::file_name; }
    [[nodiscard]] const KeeperReport& report() const;

    // --- saving
    void after_commit();
    // Saving again after a failure, checkpoints in slices. Milliseconds until it wants to be called
    // again, -1 never.
    int tick(double budget_ms);
    void retry(); // what failed, now
    [[nodiscard]] Status status() const;
    // All that was committed is durable, or the error that stands in the way.
    void when_saved(std::function<void(core::Result<void>)> saved);

    // --- other tabs. All optional; `close` and `reopen` come in pairs: the pages are another's.
    struct Listener {
        std::function<void()> changed; // another tab's commit is in: query again
        std::function<void()> close;   // close the Store now
        std::function<void()> reopen;  // open it again (vfs_name() may differ)
        std::function<void()> status;  // status() differs
    };
    void listen(Listener listener);
    void take_over(std::function<void(core::Result<void>)> done);
    // Another tab took the book while commits of this one were on their way, and they are not in
    // it. They stay here to look at and to save as a file, until they are given up.
    [[nodiscard]] bool stranded() const;
    void give_up_unsaved(std::function<void(core::Result<void>)> done);

    // --- snapshots: before an import or an upgrade, and on demand
    void snapshot(const std::string& label, std::function<void(core::Result<void>)> done);
    [[nodiscard]] std::vector<store::Snapshot> snapshots() const; // oldest first
    void forget_snapshot(const std::string& key, std::function<void(core::Result<void>)> done);
    // The present state is kept as a snapshot first; close and reopen are called.
    void return_to(const std::string& key, std::function<void(core::Result<void>)> done);

    // --- the SQLite file
    [[nodiscard]] std::uint64_t file_size() const;
    bool read_file(std::uint64_t offset, std::span<std::uint8_t> out) const;
    // The pieces of a file become the book of a new vault; no Store may be open, and nothing goes
    // to the vault before after_commit(). False: there is no memory left.
    bool append(std::span<const std::uint8_t> piece);
    void appended();
    // Everything that was set aside as damaged, as one stream of "key length bytes".
    void export_damaged(std::function<void(core::Result<std::vector<platform::VaultItem>>)> done);

    // --- the seal
    [[nodiscard]] bool sealed() const;
    void change_passphrase(std::string old_one, std::string new_one,
                           std::function<void(core::Result<void>)> done);
    // Nothing of the book stays in memory. Only destroying the keeper is left to do.
    void wipe();

    void set_thresholds(store::PageStore::Thresholds thresholds); // tests
    struct Inside;

private:
    explicit Keeper(std::shared_ptr<Inside> inside);
    std::shared_ptr<Inside> inside_;
};

} // namespace huikuan::session
