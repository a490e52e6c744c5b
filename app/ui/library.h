#pragma once
// The books of this device: which there are, making and opening one, closing it again. Everything
// that takes time is polled: state() each frame.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "session/books.h"
#include "session/session.h"

namespace huikuan::ui {

enum class LibraryState : std::uint8_t {
    looking, // which books there are
    closed,  // none is open
    opening,
    open,
};

class Library {
public:
    using SaveFile =
        std::function<std::unique_ptr<platform::Outgoing>(std::string_view, std::string_view)>;
    // `wake` asks for a frame; `save` hands a file (name, mime) to the person.
    Library(std::function<void()> wake, SaveFile save);
    ~Library();
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;

    [[nodiscard]] LibraryState state() const;
    [[nodiscard]] const std::vector<session::BookEntry>& books() const;
    [[nodiscard]] int progress() const; // 0..1000 while opening
    // Why the last step failed.
    [[nodiscard]] const core::Error* problem() const;
    [[nodiscard]] const std::string&
    subject() const;                               // what it was to open: a file's, a book's name
    [[nodiscard]] std::string found_empty() const; // the book that could not be opened for that
    [[nodiscard]] session::Session* session();     // in `open`
    [[nodiscard]] session::BookKeeping* keeping();

    // Called before the open session goes: nothing may refer to it afterwards.
    void on_leave(std::function<void()> leave);

    void look();
    void create(const session::NewBook& book, const std::string& passphrase = {});
    void open(const std::string& name, const std::string& passphrase = {});
    void close(); // when all is saved; back to `closed`
    // Closes a sealed book; it asks for its passphrase again.
    void lock();
    [[nodiscard]] std::string take_locked(); // its name, once
    // A book of the SQLite file that somebody saved.
    void open_file(std::shared_ptr<platform::File> file);
    // Seals the open book (old_one empty) or unseals it (new_one empty). It is closed meanwhile;
    // where that fails it opens again as it was, and take_setback() says why.
    void reseal(const std::string& old_one, const std::string& new_one);
    [[nodiscard]] std::optional<core::Error> take_setback();
    void remove(const std::string& name);

    [[nodiscard]] std::unique_ptr<platform::Outgoing> save_file(std::string_view name,
                                                                std::string_view mime);

private:
    struct Shelf; // answers may come after the library is gone: they hold this
    std::shared_ptr<Shelf> shelf_;
    SaveFile save_;
};

} // namespace huikuan::ui
