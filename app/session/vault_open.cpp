// The ways to an open book in the browser: founding one, opening one (an older format is brought up
// to date on the way), and making one of a SQLite file that somebody saved.
#include <array>
#include <utility>

#include "session/books.h"
#include "session/inside.h"
#include "session/keeper.h"
#include "store/schema.h"

namespace huikuan::session {
namespace {

constexpr const char* upgrade_label = "upgrade";

// SQLite's user_version, from the header of the file: the format of the tables.
std::uint32_t format_of(const Keeper& keeper) {
    std::array<std::uint8_t, 4> bytes{};
    if (!keeper.read_file(60, bytes)) return 0;
    std::uint32_t format = 0;
    for (const std::uint8_t byte : bytes) format = format << 8U | byte;
    return format;
}

using Inner = std::unique_ptr<Session::Inside>;

void drop(Inner inside, const std::string& name) { // nothing of a book that was never begun stays
    inside.reset();
    platform::delete_vault(name, [](platform::VaultStatus, const std::string&) {});
}

core::Result<void> open_store(Session::Inside& inside) {
    auto store = store::Store::open(page_options(*inside.keeper));
    if (!store) return std::unexpected(store.error());
    inside.store = *std::move(store);
    return inside.settle_author();
}

// A migration is one transaction, with what derives from the changes derived again. Before it
// stands a snapshot; where it fails the book goes back there, and the error says why.
class Upgrade : public std::enable_shared_from_this<Upgrade> {
public:
    using Done = std::function<void(core::Result<Inner>)>;
    Upgrade(Inner inside, Done done) : inside_(std::move(inside)), done_(std::move(done)) {}

    void start() {
        inside_->keeper->snapshot(upgrade_label,
                                  [self = shared_from_this()](core::Result<void> kept) {
                                      if (!kept) return self->done_(std::unexpected(kept.error()));
                                      for (const auto& each : self->inside_->keeper->snapshots())
                                          self->key_ = each.key;
                                      self->migrate();
                                  });
    }

private:
    void migrate() {
        auto migrated = open_store(*inside_);
        if (migrated) {
            const store::CheckReport report = inside_->store->check();
            if (!report.sound) migrated = std::unexpected(report.bad);
        }
        inside_->after_commit();
        if (migrated) return done_(std::move(inside_));
        inside_->store.reset();
        inside_->keeper->when_saved([self = shared_from_this(),
                                     why = migrated.error()](const core::Result<void>&) {
            self->inside_->keeper->return_to(self->key_, [self, why](const core::Result<void>&) {
                self->done_(std::unexpected(why));
            });
        });
    }

    Inner inside_;
    Done done_;
    std::string key_;
};

// The whole file, in slices.
class Reading : public std::enable_shared_from_this<Reading> {
public:
    using Done = std::function<void(core::Result<store::Bytes>)>;
    Reading(std::shared_ptr<platform::File> file, std::function<void(int)> progress, Done done)
        : file_(std::move(file)), progress_(std::move(progress)), done_(std::move(done)) {}

    void start() {
        if (file_->size() > store::book_size_limit)
            return done_(core::fail(core::ErrorCode::too_large, "file"));
        bytes_.reserve(static_cast<std::size_t>(file_->size()));
        next();
    }

private:
    void next() {
        constexpr std::size_t slice = 4U << 20U;
        if (bytes_.size() >= file_->size()) return done_(std::move(bytes_));
        if (progress_) progress_(static_cast<int>(bytes_.size() * 1000 / file_->size()));
        const std::size_t wanted =
            std::min<std::size_t>(slice, static_cast<std::size_t>(file_->size()) - bytes_.size());
        file_->read(bytes_.size(), wanted,
                    [self = shared_from_this()](std::optional<std::vector<std::uint8_t>> part) {
                        if (!part || part->empty())
                            return self->done_(core::fail(core::ErrorCode::io, "file", "read"));
                        self->bytes_.insert(self->bytes_.end(), part->begin(), part->end());
                        self->next();
                    });
    }

    std::shared_ptr<platform::File> file_;
    std::function<void(int)> progress_;
    Done done_;
    store::Bytes bytes_;
};

} // namespace

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
        if (!founded) {
            drop(std::move(inside), name);
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
        const auto ready = [opened](core::Result<Inner> book) {
            if (!book) return opened(std::unexpected(book.error()));
            (*book)->after_commit();
            (*book)->listen();
            opened(std::unique_ptr<Session>(new Session(std::move(*book))));
        };
        const std::uint32_t format = format_of(*inside->keeper);
        const bool older = format > 0 && format < store::migrations().size();
        if (older && !inside->read_only())
            return std::make_shared<Upgrade>(std::move(inside), ready)->start();
        if (auto store = open_store(*inside); !store) return opened(std::unexpected(store.error()));
        ready(std::move(inside));
    });
}

void open_file(std::shared_ptr<platform::File> file, const std::string& passphrase,
               std::function<void(int)> progress, Session::Opened opened) {
    const auto found = [passphrase, opened](core::Result<store::Bytes> bytes) {
        if (!bytes) return opened(std::unexpected(bytes.error()));
        Session::create_vault_of(*std::move(bytes), passphrase, opened);
    };
    std::make_shared<Reading>(std::move(file), std::move(progress), found)->start();
}

void Session::create_vault_of(std::vector<std::uint8_t> file, const std::string& passphrase,
                              Opened opened) {
    Source source(0);
    const std::string name = "book-" + std::string(source.mint_device().view());
    Keeper::Options options;
    options.create = true;
    options.passphrase = passphrase;
    auto bytes = std::make_shared<const std::vector<std::uint8_t>>(std::move(file));
    Keeper::open(name, std::move(options), [=](core::Result<std::unique_ptr<Keeper>> keeper) {
        if (!keeper) return opened(std::unexpected(keeper.error()));
        auto inside = std::make_unique<Inside>();
        inside->vault = name;
        inside->keeper = *std::move(keeper);
        // Checked in memory first: what is no book never gets as far as the disk.
        auto store = store::Store::open_bytes(page_options(*inside->keeper), *bytes);
        core::Result<void> made;
        if (store) {
            inside->store = *std::move(store);
            made = inside->settle_author();
            // The book that was saved may live on where it came from: two of one device would
            // give the same numbers to different changes.
            if (made) made = inside->become_new_device();
        } else {
            made = std::unexpected(store.error());
        }
        if (!made) {
            drop(std::move(inside), name);
            return opened(std::unexpected(made.error()));
        }
        inside->after_commit();
        inside->listen();
        std::unique_ptr<Session> session(new Session(std::move(inside)));
        platform::label_vault(name, session->book().company,
                              [](platform::VaultStatus, const std::string&) {});
        opened(std::move(session));
    });
}

} // namespace huikuan::session
