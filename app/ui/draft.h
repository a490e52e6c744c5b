#pragma once
// What was typed into a form and not saved yet. It survives a reload, per book and form, on this
// device; of a book that is sealed by a passphrase nothing is left lying open, so there it lives
// only as long as the page.
#include <string>
#include <vector>

#include "ui/desk.h"

namespace huikuan::ui {

class Draft {
public:
    explicit Draft(std::string name) : name_(std::move(name)) {}

    // Called in each frame; writes only what differs, and nothing as long as the form says what it
    // opened with. `worth` false: nothing was typed yet.
    void keep(Desk& desk, const std::vector<std::string>& parts, bool worth = true);
    // The same, and what was typed before and is gone again does not come back.
    void follow(Desk& desk, const std::vector<std::string>& parts, bool worth);
    // What was kept, if it has so many parts (0: any number); empty: nothing.
    [[nodiscard]] std::vector<std::string> take(Desk& desk, std::size_t count);
    void forget(Desk& desk);
    void rename(std::string name); // the form of another thing

private:
    [[nodiscard]] std::string key(const Desk& desk) const;

    std::string name_;
    std::string kept_;
    std::string begun_; // what it opened with, where that was no draft
};

} // namespace huikuan::ui
