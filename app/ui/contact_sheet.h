#pragma once
// One contact as it is on the record: ?logged=ID. Everything that was said about it, the rules that
// it went against, the files that prove it; it can be taken back.
#include <optional>
#include <string>

#include "session/collections.h"
#include "ui/attachments.h"
#include "ui/desk.h"

namespace huikuan::ui {

class ContactSheet {
public:
    void draw(Desk& desk);

private:
    void draw_facts(Desk& desk, const session::ContactLine& line);

    Cached<std::string, std::optional<session::ContactLine>> line_;
    Attachments files_, photos_;
};

} // namespace huikuan::ui
