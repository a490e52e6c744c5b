#pragma once
// What Keeper's files share. Callbacks of the vault hold it weakly: a keeper may go while a
// transaction is out.
#include <deque>

#include "platform/platform.h"
#include "session/keeper.h"

namespace huikuan::session {

using Done = std::function<void(core::Result<void>)>;

struct Keeper::Inside : std::enable_shared_from_this<Keeper::Inside> {
    std::unique_ptr<platform::Vault> vault;
    std::unique_ptr<store::PageStore> pages;
    store::PageStore::Thresholds thresholds;
    KeeperReport report;
    Listener listener;

    bool put_out = false;    // a batch is with the vault
    bool chunks_out = false; // a slice of a checkpoint is
    bool failing = false;
    core::Error problem;
    int failures = 0;
    double retry_at = 0;
    double last_commit = -1e9;
    std::vector<Done> waiting_saved;
    Done waiting_snapshot;
    Done waiting_owner;

    bool following = false;
    bool follow_again = false;
    bool stranded = false;       // commits that were never saved, and another tab owns the book
    bool changed_unsaid = false; // commits were read that the listener has not heard of
    bool becoming_owner = false; // the vault is ours, the other tab's last commits are not read yet
    bool behind = false;         // reading anew has failed: nothing is written before it succeeds

    void pump();
    void pump_chunks(bool idle);
    void put_settled(platform::VaultStatus status, const std::string& detail);
    void chunks_settled(platform::VaultStatus status, const std::string& detail);
    void failed(platform::VaultStatus status, const std::string& detail);
    void tell_status();
    void answer_saved();
    void answer_snapshot();
    [[nodiscard]] bool idle() const;
    [[nodiscard]] std::uint64_t unsaved() const;

    void heard(platform::VaultNews news);
    void follow();
    void followed(bool whole, bool any);
    void caught_up(const core::Result<void>& read, bool any);
    void sweep();
    void reload(Done done);
    void put_batch(store::PageBatch batch, Done done);
};

inline constexpr double first_retry_ms = 1000;

core::Error error_of(platform::VaultStatus status, const std::string& detail);
std::vector<platform::VaultItem> vault_items(std::vector<store::PageItem> items);
std::vector<platform::VaultRange> vault_ranges(const std::vector<store::KeyRange>& ranges);
std::uint64_t random_epoch();

// Reads a book out of a vault into new pages (keeper_load.cpp).
struct LoadedBook {
    std::unique_ptr<store::PageStore> pages;
    KeeperReport report;
};
using Loaded = std::function<void(core::Result<LoadedBook>)>;
void load_book(platform::Vault& vault, std::function<void(int)> progress, Loaded loaded);

} // namespace huikuan::session
