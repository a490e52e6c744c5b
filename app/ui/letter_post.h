#pragma once
// The post of a day: all due letters that go on paper or by mail, or those that were selected, in
// one print form, each on a page of its own; kept as sent in one step, which one press takes back.
#include <map>
#include <span>
#include <string>
#include <vector>

#include "session/letters.h"
#include "ui/desk.h"
#include "ui/kit/table.h"

namespace huikuan::ui {

class LetterPost {
public:
    // None named: all that are due.
    void ask(Desk& desk, std::span<const core::CustomerId> customers);
    void draw(Desk& desk);

private:
    void draw_letters(Desk& desk);
    void draw_left_out(Desk& desk);
    void print(Desk& desk, bool keep);
    [[nodiscard]] std::string name_of(Desk& desk, core::CustomerId customer);

    bool open_ = false;
    bool sending_ = false;
    session::Letters::Post post_;
    std::map<core::CustomerId, std::string> names_;
    TableState table_;
    std::string problem_;
};

} // namespace huikuan::ui
