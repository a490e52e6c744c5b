#pragma once
// The books of this device: which there are, making and opening one, closing it again. Everything
// that takes time is polled: state() each frame.
#include <functional>
#include <memory>
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
    [[nodiscard]] session::Session* session(); // in `open`
    [[nodiscard]] session::BookKeeping* keeping();

    void look();
    void create(const session::NewBook& book, const std::string& passphrase = {});
    void open(const std::string& name, const std::string& passphrase = {});
    void close(); // when all is saved; back to `closed`
    void remove(const std::string& name);

    [[nodiscard]] std::unique_ptr<platform::Outgoing> save_file(std::string_view name,
                                                                std::string_view mime);

private:
    struct Shelf; // answers may come after the library is gone: they hold this
    std::shared_ptr<Shelf> shelf_;
    SaveFile save_;
};

} // namespace huikuan::ui
