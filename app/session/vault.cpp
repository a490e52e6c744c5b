// Books in the browser: a store over the keeper's pages, opened, followed and handed over.
#include <utility>

#include "session/books.h"
#include "session/inside.h"
#include "session/keeper.h"

namespace huikuan::session {

namespace {

store::StoreOptions page_options(const Keeper& keeper) {
    auto options = store_options(Keeper::file(), keeper.vfs_name());
    options.read_only = keeper.status().read_only;
    return options;
}

} // namespace

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

void Session::create_vault(const NewBook& book, const std::string& passphrase, Opened opened) {
    Source source(0);
    const std::string name = "book-" + std::string(source.mint_device().view());
    Keeper::Options options;
    options.create = true;
    options.passphrase = passphrase;
    Keeper::open(name, std::move(options), [=](core::Result<std::unique_ptr<Keeper>> keeper) {
        if (!keeper) return opened(std::unexpected(keeper.error()));
        auto inside = std::make_unique<Inside>();
        inside->vault = name;
        inside->keeper = *std::move(keeper);
        auto store = store::Store::create(page_options(*inside->keeper));
        core::Result<void> founded;
        if (store) {
            inside->store = *std::move(store);
            founded = found_book(*inside, book);
        } else {
            founded = std::unexpected(store.error());
        }
        if (!founded) { // nothing of a book that was never begun stays behind
            inside.reset();
            platform::delete_vault(name, [](platform::VaultStatus, const std::string&) {});
            return opened(std::unexpected(founded.error()));
        }
        inside->after_commit();
        inside->listen();
        platform::label_vault(name, book.company, [](platform::VaultStatus, const std::string&) {});
        opened(std::unique_ptr<Session>(new Session(std::move(inside))));
    });
}

void Session::open_vault(const std::string& name, const std::string& passphrase,
                         std::function<void(int)> progress, Opened opened) {
    Keeper::Options options;
    options.passphrase = passphrase;
    options.progress = std::move(progress);
    Keeper::open(name, std::move(options), [=](core::Result<std::unique_ptr<Keeper>> keeper) {
        if (!keeper) return opened(std::unexpected(keeper.error()));
        auto inside = std::make_unique<Inside>();
        inside->vault = name;
        inside->keeper = *std::move(keeper);
        auto store = store::Store::open(page_options(*inside->keeper));
        if (!store) return opened(std::unexpected(store.error()));
        inside->store = *std::move(store);
        if (auto settled = inside->settle_author(); !settled)
            return opened(std::unexpected(settled.error()));
        inside->after_commit();
        inside->listen();
        opened(std::unique_ptr<Session>(new Session(std::move(inside))));
    });
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
    inside_.keeper->return_to(key, std::move(done));
}
void BookKeeping::change_passphrase(std::string old_one, std::string new_one, Done done) {
    inside_.keeper->change_passphrase(std::move(old_one), std::move(new_one), std::move(done));
}
OpeningReport BookKeeping::opening() const {
    if (!inside_.keeper) return {};
    const auto& report = inside_.keeper->report();
    return {report.cut || report.repaired_root, report.returned_to, report.damaged};
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
