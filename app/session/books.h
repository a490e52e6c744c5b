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

// Puts a seal on the book (old_one empty) or takes it off (new_one empty; only who knows old_one
// can). The book must be closed. Answers the name under which it is kept from now on; on an error
// it is as it was. Errors: io, field "passphrase" where old_one is wrong; io, field "storage".
void reseal_book(const std::string& name, std::string old_one, std::string new_one,
                 std::function<void(int permille)> progress,
                 std::function<void(core::Result<std::string>)> done);

// A book from the SQLite file that somebody saved (BookKeeping::save_file, or the command line).
// Errors: not_a_book, corrupt, unsupported ("version"), too_large, io.
void open_file(std::shared_ptr<platform::File> file, const std::string& passphrase,
               std::function<void(int permille)> progress, Session::Opened opened);

// Calls when nobody has touched the page for so many minutes, again and again; 0 ends it.
void watch_idle(int minutes, std::function<void()> idle);

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
    // Changes that were not saved when another tab took the book: they are only here.
    [[nodiscard]] bool stranded() const;
    void give_up_unsaved(Done done);
    void retry(); // saving that failed, now and not after the pause
    void snapshot(const std::string& label, Done done);
    [[nodiscard]] std::vector<BookSnapshot> snapshots() const; // oldest first
    void forget_snapshot(const std::string& key, Done done);
    void return_to(const std::string& key, Done done); // the present state is kept first
    // Of a sealed book; neither may be empty. Nothing is encrypted anew.
    void change_passphrase(std::string old_one, std::string new_one, Done done);
    // All that was set aside as damaged, as one file.
    void save_damaged(std::unique_ptr<platform::Outgoing> out, Done done) const;
    // The database as any SQLite tool opens it.
    core::Result<void> save_file(platform::Outgoing& out) const;

private:
    Session::Inside& inside_;
};

} // namespace huikuan::session
