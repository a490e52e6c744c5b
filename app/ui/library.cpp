#include "ui/library.h"

#include "core/sorting.h"

#include <algorithm>
#include <utility>

namespace huikuan::ui {

struct Library::Shelf : std::enable_shared_from_this<Library::Shelf> {
    std::function<void()> wake;
    LibraryState state = LibraryState::looking;
    std::vector<session::BookEntry> books;
    int progress = 0;
    std::string subject; // what is being opened, as a person calls it
    std::string tried;   // and the name of its vault
    std::optional<core::Error> problem;
    std::optional<core::Error> setback;
    std::function<void()> leave;
    std::string locked;
    std::unique_ptr<session::Session> session;
    std::unique_ptr<session::BookKeeping> keeping;

    std::function<void(int)> when_further() {
        return [shelf = shared_from_this()](int permille) {
            shelf->progress = permille;
            shelf->wake();
        };
    }
    void let_go() {
        if (session && leave) leave();
        keeping.reset();
        session.reset();
    }
    void begin() {
        let_go();
        state = LibraryState::opening;
        progress = 0;
        subject.clear();
        tried.clear();
        problem.reset();
    }
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
    shelf_->leave = {};
}

LibraryState Library::state() const { return shelf_->state; }
const std::vector<session::BookEntry>& Library::books() const { return shelf_->books; }
int Library::progress() const { return shelf_->progress; }
const core::Error* Library::problem() const {
    return shelf_->problem ? &*shelf_->problem : nullptr;
}
const std::string& Library::subject() const { return shelf_->subject; }
std::string Library::found_empty() const {
    const auto& problem = shelf_->problem;
    const bool empty = problem && problem->code == core::ErrorCode::truncated;
    return empty ? shelf_->tried : std::string();
}
session::Session* Library::session() { return shelf_->session.get(); }
session::BookKeeping* Library::keeping() { return shelf_->keeping.get(); }

void Library::look() {
    session::list_books([shelf = shelf_](core::Result<std::vector<session::BookEntry>> books) {
        if (books) {
            shelf->books = std::move(*books);
            core::sort(shelf->books, std::ranges::greater{}, &session::BookEntry::opened_ms);
        } else {
            shelf->problem = books.error();
        }
        if (shelf->state == LibraryState::looking) shelf->state = LibraryState::closed;
        shelf->wake();
    });
}

void Library::create(const session::NewBook& book, const std::string& passphrase) {
    shelf_->begin();
    session::Session::create_vault(book, passphrase, shelf_->when_opened());
}

void Library::open(const std::string& name, const std::string& passphrase) {
    shelf_->begin();
    const auto entry = std::ranges::find(shelf_->books, name, &session::BookEntry::name);
    if (entry != shelf_->books.end()) shelf_->subject = entry->label;
    shelf_->tried = name;
    session::Session::open_vault(name, passphrase, shelf_->when_further(), shelf_->when_opened());
}

void Library::open_file(std::shared_ptr<platform::File> file) {
    shelf_->begin();
    shelf_->subject = file->name();
    session::open_file(std::move(file), {}, shelf_->when_further(), shelf_->when_opened());
}

void Library::reseal(const std::string& old_one, const std::string& new_one) {
    if (!shelf_->session) return;
    const std::string name = shelf_->session->vault();
    shelf_->begin();
    session::reseal_book(name, old_one, new_one, shelf_->when_further(),
                         [shelf = shelf_, name, old_one, new_one](core::Result<std::string> done) {
                             if (!done) shelf->setback = done.error();
                             shelf->begin();
                             session::Session::open_vault(
                                 done ? *done : name, done ? new_one : old_one,
                                 shelf->when_further(), shelf->when_opened());
                         });
}

void Library::lock() {
    if (!shelf_->session) return;
    shelf_->locked = shelf_->session->vault();
    close();
}
std::string Library::take_locked() { return std::exchange(shelf_->locked, {}); }
std::optional<core::Error> Library::take_setback() { return std::exchange(shelf_->setback, {}); }

void Library::on_leave(std::function<void()> leave) { shelf_->leave = std::move(leave); }

void Library::close() {
    shelf_->let_go();
    shelf_->state = LibraryState::looking;
    look();
}

void Library::remove(const std::string& name) {
    session::delete_book(name, [shelf = shelf_](core::Result<void> gone) {
        if (!gone) shelf->problem = gone.error();
        shelf->wake();
    });
    std::erase_if(shelf_->books, [&](const auto& book) { return book.name == name; });
    if (shelf_->tried == name) shelf_->problem.reset();
}

std::unique_ptr<platform::Outgoing> Library::save_file(std::string_view name,
                                                       std::string_view mime) {
    return save_ ? save_(name, mime) : nullptr;
}

} // namespace huikuan::ui
