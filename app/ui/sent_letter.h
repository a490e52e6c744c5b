#pragma once
// A letter that was sent, as it was shown: read again, printed again, or taken back where it never
// left the house. ?sent=ID
#include <optional>
#include <string>

#include "core/fact.h"
#include "core/view.h"
#include "ui/desk.h"

namespace huikuan::ui {

class SentLetter {
public:
    void draw(Desk& desk);

private:
    void draw_charges(Desk& desk);

    std::string shown_;
    std::optional<core::LetterSent> letter_;
    Cached<std::string, std::vector<core::InvoiceRow>> charges_;
    std::string name_;
    bool asking_ = false;
    std::string reason_, problem_;
};

} // namespace huikuan::ui
