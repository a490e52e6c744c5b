#pragma once
// One letter before it goes out: what it says, to whom, how; and the one press that hands it to the
// printer, the mail program or the clipboard and keeps in the book what was shown. ?letter=CUSTOMER
// is the step that is due, with &form=NAME a letter by hand.
#include <optional>
#include <string>
#include <vector>

#include "session/letters.h"
#include "ui/desk.h"
#include "ui/draft.h"

namespace huikuan::ui {

class LetterSheet {
public:
    void draw(Desk& desk);

private:
    void start(Desk& desk, const std::string& key);
    void write(Desk& desk);
    // Fills it anew, after asking where a person changed the text.
    void rewrite(Desk& desk, int language, int form);
    [[nodiscard]] bool edited() const;
    void keep_typed(Desk& desk);
    void take_typed(Desk& desk);
    void go_on(Desk& desk); // the next one slides in
    void draw_head(Desk& desk);
    void draw_holes(Desk& desk);
    void draw_warnings(Desk& desk);
    void draw_rewrite(Desk& desk);
    void draw_letter(Desk& desk);
    void draw_sums();
    void draw_totals();
    void draw_buttons(Desk& desk);
    // How it leaves: as its channel does, by the system's share sheet, as a file of mail; or it
    // did.
    enum class Way { channel, share, file, gone };
    void send(Desk& desk, Way way);
    void hand_out(Desk& desk, const core::LetterSent& letter);
    [[nodiscard]] core::LetterSent letter() const;
    [[nodiscard]] std::string html(Desk& desk) const;

    std::string shown_;
    core::CustomerId customer_;
    std::string name_; // of the customer
    std::optional<session::DunningRow> step_;
    std::string form_;
    std::vector<std::string> forms_;
    std::optional<session::LetterDraft> draft_;
    core::Error refused_;
    std::vector<std::pair<std::string, std::string>> holes_; // what the person fills in
    int language_ = 0;
    int channel_ = 0;
    int form_index_ = 0;
    std::string to_, subject_, text_;
    bool asking_ = false; // whether what was typed may go
    int new_language_ = 0, new_form_ = 0;
    core::DunningWhy held_ = core::DunningWhy::none; // of a demand by hand
    core::Date held_until_;
    Cached<std::string, std::vector<core::ConductRule>> warnings_;
    Draft typed_{"letter"};
    std::optional<std::vector<core::CustomerId>> queue_; // who is due after this one
    bool agreed_ = false;
    bool sending_ = false;
    std::string problem_;
};

void open_letter(Desk& desk, core::CustomerId customer, const std::string& form = {});

// A text as a file of this device; answers whether it was kept.
bool save_text(Desk& desk, const std::string& name, const char* media, const std::string& text);

// A letter as a page for the printer; print.css knows its classes.
std::string letter_html(Desk& desk, const session::LetterDraft& draft);

} // namespace huikuan::ui
