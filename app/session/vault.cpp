// Books in the browser: a store over the keeper's pages, opened, followed and handed over.
#include <utility>

#include "session/books.h"
#include "session/inside.h"
#include "session/keeper.h"
#include "session/keeper_inside.h"
#include "sync/passphrase.h"

namespace huikuan::session {

store::StoreOptions page_options(const Keeper& keeper) {
    auto options = store_options(Keeper::file(), keeper.vfs_name());
    options.read_only = keeper.status().read_only;
    return options;
}

void Session::Inside::listen() {
    const auto reopen = [this] {
        store.reset();
        ++reopened;
        auto opened = store::Store::open(page_options(*keeper));
        if (!opened) return; // ready() stays false; the keeper's report says why
        store = *std::move(opened);
        (void)settle_author();
    };
    Keeper::Listener listener;
    listener.changed = reopen;
    listener.close = [this] { store.reset(); };
    listener.reopen = reopen;
    listener.status = [this] {
        if (on_news) on_news();
    };
    keeper->listen(std::move(listener));
}

// --- the books of this browser

void list_books(std::function<void(core::Result<std::vector<BookEntry>>)> done) {
    platform::list_vaults([done = std::move(done)](platform::VaultStatus status,
                                                   std::vector<platform::VaultEntry> entries) {
        if (status != platform::VaultStatus::ok)
            return done(core::fail(core::ErrorCode::io, "storage", std::string(name_of(status))));
        std::vector<BookEntry> books;
        for (auto& entry : entries)
            books.push_back({entry.name, entry.label, entry.sealed, entry.opened_ms});
        done(std::move(books));
    });
}

void delete_book(const std::string& name, Done done) {
    platform::delete_vault(
        name, [done = std::move(done)](platform::VaultStatus status, const std::string& detail) {
            if (status == platform::VaultStatus::ok) return done({});
            done(core::fail(core::ErrorCode::io, "storage", std::string(name_of(status)) + detail));
        });
}

void reseal_book(const std::string& name, std::string old_one, std::string new_one,
                 std::function<void(int)> progress,
                 std::function<void(core::Result<std::string>)> done) {
    platform::use_stretch(sync::stretch_passphrase);
    Source source(0);
    const std::string new_name = "book-" + std::string(source.mint_device().view());
    platform::reseal_vault(
        {name, new_name, std::move(old_one), std::move(new_one), std::move(progress)},
        [new_name, done = std::move(done)](platform::VaultStatus status,
                                           const std::string& detail) {
            if (status == platform::VaultStatus::ok) return done(new_name);
            done(std::unexpected(error_of(status, detail)));
        });
}
void watch_idle(int minutes, std::function<void()> idle) {
    platform::watch_idle(minutes, std::move(idle));
}

void storage_state(std::function<void(StorageState)> done) {
    platform::storage_state([done = std::move(done)](platform::StorageState state) {
        done({state.used, state.quota, state.persistent});
    });
}
void ask_persistence(std::function<void(bool)> done) { platform::ask_persistence(std::move(done)); }

// --- one book's keeping

BookKeeping::BookKeeping(Session& session) : inside_(session.inside()) {}

bool BookKeeping::in_browser() const { return inside_.keeper != nullptr; }
bool BookKeeping::sealed() const { return inside_.keeper && inside_.keeper->sealed(); }

void BookKeeping::rename(const std::string& label) {
    platform::label_vault(inside_.vault, label, [](platform::VaultStatus, const std::string&) {});
}
void BookKeeping::on_news(std::function<void()> news) { inside_.on_news = std::move(news); }
void BookKeeping::take_over(Done done) { inside_.keeper->take_over(std::move(done)); }
bool BookKeeping::stranded() const { return inside_.keeper && inside_.keeper->stranded(); }
void BookKeeping::give_up_unsaved(Done done) { inside_.keeper->give_up_unsaved(std::move(done)); }
void BookKeeping::retry() {
    if (inside_.keeper) inside_.keeper->retry();
}
void BookKeeping::snapshot(const std::string& label, Done done) {
    inside_.backup(label, std::move(done));
}
std::vector<BookSnapshot> BookKeeping::snapshots() const {
    std::vector<BookSnapshot> found;
    if (!inside_.keeper) return found;
    for (const auto& each : inside_.keeper->snapshots())
        found.push_back({each.key, each.label, each.made_ms, each.size});
    return found;
}
void BookKeeping::forget_snapshot(const std::string& key, Done done) {
    inside_.keeper->forget_snapshot(key, std::move(done));
}
void BookKeeping::return_to(const std::string& key, Done done) {
    // What was written after the snapshot may be with others by now: this device must not give the
    // same numbers again to other changes (design: sync, 1.2).
    inside_.keeper->return_to(
        key, [&inside = inside_, done = std::move(done)](core::Result<void> returned) {
            if (returned && inside.store) returned = inside.become_new_device();
            inside.after_commit();
            done(std::move(returned));
        });
}
void BookKeeping::change_passphrase(std::string old_one, std::string new_one, Done done) {
    inside_.keeper->change_passphrase(std::move(old_one), std::move(new_one), std::move(done));
}
OpeningReport BookKeeping::opening() const {
    if (!inside_.keeper) return {};
    const auto& report = inside_.keeper->report();
    return {report.cut || report.repaired_root, report.returned_to, report.damaged};
}

void BookKeeping::save_damaged(std::unique_ptr<platform::Outgoing> out, Done done) const {
    if (!inside_.keeper || !out) return done(core::fail(core::ErrorCode::nothing_to_do, "damage"));
    auto shared = std::shared_ptr<platform::Outgoing>(std::move(out));
    inside_.keeper->export_damaged([shared, done = std::move(done)](
                                       core::Result<std::vector<platform::VaultItem>> items) {
        bool written = items.has_value();
        for (std::size_t i = 0; written && i < items->size(); ++i) {
            const auto& [key, bytes] = (*items)[i];
            const std::string head = key + " " + std::to_string(bytes.size()) + "\n";
            written =
                shared->write({reinterpret_cast<const std::uint8_t*>(head.data()), head.size()}) &&
                shared->write(bytes);
        }
        if (written && shared->finish()) return done({});
        shared->abandon();
        if (!items) return done(std::unexpected(items.error()));
        done(core::fail(core::ErrorCode::io, "file", "write"));
    });
}

core::Result<void> BookKeeping::save_file(platform::Outgoing& out) const {
    bool taken = true;
    auto saved = inside_.store->save_bytes([&](std::span<const std::uint8_t> bytes) {
        taken = out.write(bytes);
        return taken;
    });
    if (!taken || !saved) {
        out.abandon();
        return taken ? saved : core::fail(core::ErrorCode::io, "file", "write");
    }
    if (!out.finish()) return core::fail(core::ErrorCode::io, "file", "finish");
    return {};
}

} // namespace huikuan::session
