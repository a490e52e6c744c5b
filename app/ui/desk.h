#pragma once
// What a page works at: the open book, the date that figures are as of, and the in-tray of wishes.
// A page draws and leaves wishes; the shell fulfils them after the frame is drawn, so that nothing
// is written while something is drawn.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/command.h"
#include "core/date.h"
#include "session/session.h"
#include "ui/job.h"
#include "ui/library.h"

namespace huikuan::ui {

class Backend;

// "/receivables/aging?currency=USD&bucket=2"
struct Route {
    std::vector<std::string> parts; // receivables, aging
    std::vector<std::pair<std::string, std::string>> options;

    [[nodiscard]] std::string part(std::size_t index) const;
    [[nodiscard]] std::string option(std::string_view name) const;
    void set(std::string_view name, std::string value); // empty: without it
    [[nodiscard]] std::string text() const;
};
Route parse_route(std::string_view text);

using Ran = std::function<void(const core::Result<session::Outcome>&)>;

class Desk {
public:
    Desk(session::Session& book, Library& books, Backend& page)
        : session(book), library(books), backend(page) {}

    session::Session& session;
    Library& library;
    Backend& backend;
    core::Date today;
    core::Date as_of;
    Route route;

    // --- wishes
    // Runs a command; `done` is told in a toast with Undo where it can be undone.
    void run(core::Command command, std::string done, Ran then = {});
    // The same for what is more than one command.
    using Act = std::function<core::Result<session::Outcome>(session::Session&)>;
    void act(Act work, std::string done, Ran then = {});
    void later(std::function<void()> wish) { wishes.push_back(std::move(wish)); }
    void go(std::string route_text, bool replace = false);
    // Small values of this device (drafts); empty where there is none.
    [[nodiscard]] std::string setting(std::string_view key) const;
    void keep_setting(std::string_view key, const std::string& value);

    // Work that goes on between frames, one at a time; the shell steps it and shows how far it is.
    std::unique_ptr<Job> job;
    // Copying, outside of fields: the rows that are selected in a list; set anew in each frame.
    std::function<std::string()> copy_rows;
    // Ctrl+P where a page has no print form of its own: the first list that is offered says in each
    // frame that it can be printed, and is in the frame in which that is wished.
    bool can_print = false, prints = false;
    // Files that are dropped, where something that is shown wants them; set anew in each frame.
    // Whether it took them: else they are an import.
    using Files = std::vector<std::shared_ptr<platform::File>>;
    std::function<bool(const Files&)> take_files;

    struct Run {
        core::Command command;
        std::string done;
        Ran then;
        Act act = {}; // instead of the command, where there is one
    };
    std::vector<Run> runs;
    std::vector<std::function<void()>> wishes;
    std::optional<std::pair<std::string, bool>> wanted_route;
};

class Page {
public:
    virtual ~Page() = default;
    [[nodiscard]] virtual std::string title(Desk& desk) = 0;
    virtual void draw(Desk& desk) = 0;
    // The key `n`, and the primary action in the palette.
    virtual void start_new(Desk&) {}
    // Ctrl+P: whether the page has a print form.
    virtual bool print(Desk&) { return false; }
    // What a person pasted outside of fields: rows of a spreadsheet. Whether the page took it.
    virtual bool paste(Desk&, const std::string&) { return false; }
    // Work in slices between frames; milliseconds until it wants to go on, -1 never.
    virtual double work(Desk&) { return -1; }
};

// A value that is made again only when what it depends on differs.
template <class Key, class Value>
class Cached {
public:
    template <class Make>
    const Value& get(const Key& key, Make&& make) {
        if (!key_ || !(*key_ == key)) {
            value_ = make();
            key_ = key;
        }
        return value_;
    }
    void forget() { key_.reset(); }

private:
    std::optional<Key> key_;
    Value value_{};
};

} // namespace huikuan::ui
