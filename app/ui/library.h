#pragma once
// The books of this device, and what leaves it as a file. main.cpp implements it over session and
// platform; the shell only asks. Everything that takes time is polled: state() each frame.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "session/session.h"

namespace huikuan::ui {

struct BookEntry {
    std::string name;    // of the vault
    std::string company; // as last seen; may be empty
};

enum class LibraryState : std::uint8_t {
    looking, // which books there are
    closed,  // none is open
    opening,
    open,
};

class Library {
public:
    virtual ~Library() = default;
    [[nodiscard]] virtual LibraryState state() const = 0;
    [[nodiscard]] virtual const std::vector<BookEntry>& books() const = 0;
    [[nodiscard]] virtual int progress() const = 0; // 0..1000 while opening
    // Why the last step failed; code meaningful when `failed` is true.
    [[nodiscard]] virtual bool failed() const = 0;
    [[nodiscard]] virtual const core::Error& error() const = 0;
    [[nodiscard]] virtual session::Session* session() = 0; // in `open`

    virtual void create(const session::NewBook& book) = 0;
    virtual void open(const std::string& name) = 0;
    virtual void close() = 0; // back to `closed`; saved first
    virtual void remove(const std::string& name) = 0;

    virtual std::unique_ptr<platform::Outgoing> save_file(std::string_view name,
                                                          std::string_view mime) = 0;
};

} // namespace huikuan::ui
