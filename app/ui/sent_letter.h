#pragma once
// A letter that was sent, as it was shown: read again, printed again, or taken back where it never
// left the house. ?sent=ID
#include <optional>
#include <string>

#include "core/fact.h"
#include "ui/desk.h"

namespace huikuan::ui {

class SentLetter {
public:
    void draw(Desk& desk);

private:
    std::string shown_;
    std::optional<core::LetterSent> letter_;
    std::string name_;
    bool asking_ = false;
    std::string reason_, problem_;
};

} // namespace huikuan::ui
