#pragma once
// The books that this browser keeps, and how one of them is kept: other tabs, snapshots to return
// to, the seal, the SQLite file itself.
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/result.h"
#include "platform/platform.h"
#include "session/session.h"

namespace huikuan::session {

struct BookEntry {
    std::string name;  // for open_vault: never changes
    std::string label; // the company, as a person knows the book
    bool sealed = false;
    std::int64_t opened_ms = 0; // last time
};
using Done = std::function<void(core::Result<void>)>;
// Errors of all these: io, field "storage", detail "full", "blocked", "vanished", "unavailable" ...
void list_books(std::function<void(core::Result<std::vector<BookEntry>>)> done);
void delete_book(const std::string& name, Done done);

struct StorageState {
    std::int64_t used = -1; // bytes; -1: the browser does not say
    std::int64_t quota = -1;
    bool persistent = false; // the browser promises not to evict
};
void storage_state(std::function<void(StorageState)> done);
// Inside a person's gesture. Answers within a few seconds even where the browser never does.
void ask_persistence(std::function<void(bool granted)> done);

struct BookSnapshot {
    std::string key;
    std::string label; // "merge", "import", or what a person typed
    std::int64_t made_ms = 0;
    std::uint64_t bytes = 0;
};
// What opening found; nothing where all was well.
struct OpeningReport {
    bool repaired = false;            // damaged parts were set aside: the last good state is open
    std::string returned_to;          // label of the snapshot that was opened instead
    std::vector<std::string> damaged; // kept, and can be exported
};

class BookKeeping {
public:
    explicit BookKeeping(Session& session);

    [[nodiscard]] bool in_browser() const;
    [[nodiscard]] bool sealed() const;
    [[nodiscard]] OpeningReport opening() const;
    void rename(const std::string& label);
    // Called when Session::status() differs or another tab wrote: draw again.
    void on_news(std::function<void()> news);
    void take_over(Done done); // from the other tab
    void snapshot(const std::string& label, Done done);
    [[nodiscard]] std::vector<BookSnapshot> snapshots() const; // oldest first
    void forget_snapshot(const std::string& key, Done done);
    void return_to(const std::string& key, Done done); // the present state is kept first
    void change_passphrase(std::string old_one, std::string new_one, Done done);
    // The database as any SQLite tool opens it.
    core::Result<void> save_file(platform::Outgoing& out) const;

private:
    Session::Inside& inside_;
};

} // namespace huikuan::session
