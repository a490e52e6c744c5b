#pragma once
// The first page: which book? Three doors (sample data, a file, colleagues), the books of this
// device, and the form of a new one.
#include <memory>
#include <string>

#include "ui/backend/backend.h"
#include "ui/library.h"

namespace huikuan::ui {

// What is to happen once the book that is being made is open.
enum class AfterOpening : std::uint8_t { nothing, sample, import, join };

class StartPage {
public:
    void draw(Library& library, Backend& backend, core::Date today);
    // Asked by the shell when a book has opened; answers once.
    AfterOpening take_plan();
    std::shared_ptr<platform::File> take_file();
    // Drawn while a book opens or after that failed.
    void draw_opening(Library& library);

private:
    void draw_doors(Library& library, Backend& backend);
    void draw_books(Library& library);
    void draw_form(Library& library);
    void ask_passphrase(const session::BookEntry& book);
    void draw_seal(Library& library);

    AfterOpening plan_ = AfterOpening::nothing;
    bool form_open_ = false;
    bool tried_ = false;
    bool unanswered_ = false; // something was chosen to be opened
    std::string company_;
    bool seal_open_ = false;
    std::string sealed_;
    std::string sealed_label_;
    std::string passphrase_;
    int currency_ = 0;
    std::shared_ptr<platform::File> file_;
};

// The currencies in the order in which forms offer them: the usual ones first.
std::vector<core::Currency> offered_currencies();
std::string currency_words(core::Currency currency);

} // namespace huikuan::ui
