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

void drop(Inner inside) { // nothing of a book that was never begun stays
    const std::string name = inside->vault;
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

// A book is named once it is kept: what broke off before is seen in the list by its missing name.
struct NameWhenKept {
    Keeper* keeper;
    std::string vault;
    std::string company;
    void operator()(const core::Result<void>& kept) const {
        if (!kept) return keeper->when_saved(*this);
        platform::label_vault(vault, company, [](platform::VaultStatus, const std::string&) {});
    }
};

// A file becomes the book of a new vault: poured into its pages slice by slice, so that memory
// holds it once, then looked through and opened. Nothing reaches the disk before that.
class Arrival : public std::enable_shared_from_this<Arrival> {
public:
    Arrival(std::shared_ptr<platform::File> file, std::function<void(int)> progress,
            Session::Opened opened)
        : file_(std::move(file)), progress_(std::move(progress)), opened_(std::move(opened)) {}

    void start(const std::string& passphrase) {
        if (file_->size() > store::book_size_limit) return opened_(std::unexpected(too_large()));
        Source source(0);
        inside_->vault = "book-" + std::string(source.mint_device().view());
        Keeper::Options options;
        options.create = true;
        options.passphrase = passphrase;
        Keeper::open(inside_->vault, std::move(options),
                     [self = shared_from_this()](core::Result<std::unique_ptr<Keeper>> keeper) {
                         if (!keeper) return self->opened_(std::unexpected(keeper.error()));
                         self->inside_->keeper = *std::move(keeper);
                         self->next();
                     });
    }

private:
    void next() {
        constexpr std::size_t slice = 4U << 20U;
        if (progress_ && file_->size() > 0) progress_(static_cast<int>(at_ * 1000 / file_->size()));
        if (at_ > 0 && at_ >= file_->size()) return open();
        file_->read(at_,
                    std::min<std::size_t>(slice, static_cast<std::size_t>(file_->size() - at_)),
                    [self = shared_from_this()](std::optional<std::vector<std::uint8_t>> part) {
                        self->take(part);
                    });
    }

    void take(const std::optional<std::vector<std::uint8_t>>& part) {
        if (!part || (part->empty() && file_->size() > 0))
            return refuse({core::ErrorCode::io, "file", "read"});
        if (at_ == 0 && !store::is_sqlite(*part))
            return refuse({core::ErrorCode::not_a_book, "file"});
        if (!inside_->keeper->append(*part)) return refuse(too_large());
        at_ += part->size();
        next();
    }

    void open() {
        Session::Inside& inside = *inside_;
        inside.keeper->appended();
        auto made = store::Store::look_through(page_options(*inside.keeper));
        if (made) made = open_store(inside);
        // The book that was saved may live on where it came from: two of one device would give the
        // same numbers to different changes.
        if (made) made = inside.become_new_device();
        if (!made) return refuse(made.error());
        inside.after_commit();
        inside.listen();
        Keeper& keeper = *inside.keeper;
        const std::string vault = inside.vault;
        auto session = std::make_unique<Session>(std::move(inside_));
        keeper.when_saved(NameWhenKept{&keeper, vault, session->book().company});
        opened_(std::move(session));
    }

    [[nodiscard]] core::Error too_large() const {
        return {core::ErrorCode::too_large, "book", std::to_string(file_->size() / 1'000'000)};
    }
    void refuse(core::Error why) {
        drop(std::move(inside_));
        opened_(std::unexpected(std::move(why)));
    }

    std::shared_ptr<platform::File> file_;
    std::function<void(int)> progress_;
    Session::Opened opened_;
    Inner inside_ = std::make_unique<Session::Inside>();
    std::uint64_t at_ = 0;
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
            drop(std::move(inside));
            return opened(std::unexpected(founded.error()));
        }
        inside->after_commit();
        inside->listen();
        platform::label_vault(name, book.company, [](platform::VaultStatus, const std::string&) {});
        opened(std::make_unique<Session>(std::move(inside)));
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
            opened(std::make_unique<Session>(std::move(*book)));
        };
        if (inside->keeper->file_size() == 0) // another tab may be about to keep it
            return opened(inside->read_only()
                              ? core::fail(core::ErrorCode::io, "storage", "blocked")
                              : core::fail(core::ErrorCode::truncated, "book"));
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
    std::make_shared<Arrival>(std::move(file), std::move(progress), std::move(opened))
        ->start(passphrase);
}

} // namespace huikuan::session
