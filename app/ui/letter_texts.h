#pragma once
// Templates of letters: the list, and the editor with the letter beside it as it will read; and
// what our letters say about ourselves (account, phone, lawyer). ?template=NAME
#include <string>
#include <vector>

#include "session/letters.h"
#include "ui/desk.h"
#include "ui/draft.h"
#include "ui/kit/table.h"

namespace huikuan::ui {

class LetterTexts {
public:
    void draw(Desk& desk);       // the tab
    void draw_sheet(Desk& desk); // while the route says template=

private:
    void start(Desk& desk, const std::string& name);
    void load(Desk& desk);
    void draw_own(Desk& desk);
    void draw_editor(Desk& desk);
    void draw_page(Desk& desk);
    void draw_items(const session::LetterDraft& sample);
    [[nodiscard]] std::string problem(std::string_view field) const;
    void save(Desk& desk, bool shipped);

    TableState table_, items_;
    std::string shown_;
    core::LetterTemplate letter_;
    int language_ = 0;
    bool fresh_name_ = false;
    std::string problem_, where_; // and at which field
    bool whole_ = true;           // the page shows what may be missing
    std::string stored_;          // the body as it is in the book
    Draft typed_{"template"};
    // company.*
    std::string loaded_; // key of what the fields show
    std::vector<std::pair<std::string, std::string>> own_;
    std::vector<std::pair<std::string, std::string>> own_before_;
};

} // namespace huikuan::ui
