#include "ui/library.h"

#include <algorithm>

namespace huikuan::ui {

struct Library::Shelf : std::enable_shared_from_this<Library::Shelf> {
    std::function<void()> wake;
    LibraryState state = LibraryState::looking;
    std::vector<session::BookEntry> books;
    int progress = 0;
    std::optional<core::Error> problem;
    std::unique_ptr<session::Session> session;
    std::unique_ptr<session::BookKeeping> keeping;

    session::Session::Opened when_opened() {
        return
            [shelf = shared_from_this()](core::Result<std::unique_ptr<session::Session>> opened) {
                if (opened) {
                    shelf->session = std::move(*opened);
                    shelf->keeping = std::make_unique<session::BookKeeping>(*shelf->session);
                    shelf->keeping->on_news([wake = shelf->wake] { wake(); });
                    shelf->state = LibraryState::open;
                    shelf->problem.reset();
                } else {
                    shelf->state = LibraryState::closed;
                    shelf->problem = opened.error();
                }
                shelf->wake();
            };
    }
};

Library::Library(std::function<void()> wake, SaveFile save)
    : shelf_(std::make_shared<Shelf>()), save_(std::move(save)) {
    shelf_->wake = std::move(wake);
    look();
}

Library::~Library() {
    shelf_->wake = [] {};
}

LibraryState Library::state() const { return shelf_->state; }
const std::vector<session::BookEntry>& Library::books() const { return shelf_->books; }
int Library::progress() const { return shelf_->progress; }
const core::Error* Library::problem() const {
    return shelf_->problem ? &*shelf_->problem : nullptr;
}
session::Session* Library::session() { return shelf_->session.get(); }
session::BookKeeping* Library::keeping() { return shelf_->keeping.get(); }

void Library::look() {
    session::list_books([shelf = shelf_](core::Result<std::vector<session::BookEntry>> books) {
        if (books) {
            shelf->books = std::move(*books);
            std::ranges::stable_sort(shelf->books, std::ranges::greater{},
                                     &session::BookEntry::opened_ms);
        } else {
            shelf->problem = books.error();
        }
        if (shelf->state == LibraryState::looking) shelf->state = LibraryState::closed;
        shelf->wake();
    });
}

void Library::create(const session::NewBook& book, const std::string& passphrase) {
    shelf_->state = LibraryState::opening;
    shelf_->progress = 0;
    shelf_->problem.reset();
    session::Session::create_vault(book, passphrase, shelf_->when_opened());
}

void Library::open(const std::string& name, const std::string& passphrase) {
    shelf_->state = LibraryState::opening;
    shelf_->progress = 0;
    shelf_->problem.reset();
    session::Session::open_vault(
        name, passphrase,
        [shelf = shelf_](int permille) {
            shelf->progress = permille;
            shelf->wake();
        },
        shelf_->when_opened());
}

void Library::close() {
    shelf_->keeping.reset();
    shelf_->session.reset();
    shelf_->state = LibraryState::looking;
    look();
}

void Library::remove(const std::string& name) {
    session::delete_book(name, [shelf = shelf_](core::Result<void> gone) {
        if (!gone) shelf->problem = gone.error();
        shelf->wake();
    });
    std::erase_if(shelf_->books, [&](const auto& book) { return book.name == name; });
}

std::unique_ptr<platform::Outgoing> Library::save_file(std::string_view name,
                                                       std::string_view mime) {
    return save_ ? save_(name, mime) : nullptr;
}

} // namespace huikuan::ui
