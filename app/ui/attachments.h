#pragma once
// Files beside a customer, a document or a contract: added by choosing or dropping them, opened
// from this device, told apart by their SHA-256.
#include <string>
#include <vector>

#include "ui/desk.h"

namespace huikuan::ui {

class Attachments {
public:
    // What is offered beside the files: a button for the camera; the choice of what a file is to a
    // court's list of evidence.
    struct Offers {
        bool photo = false, kinds = false;
    };
    // Below a heading of its own; files that are dropped while it is seen are added.
    void draw(Desk& desk, core::EntityId of, Offers offers);
    void draw(Desk& desk, core::EntityId of) { draw(desk, of, Offers{}); }

private:
    void add(Desk& desk, core::EntityId of, std::shared_ptr<platform::File> file);
    void draw_row(Desk& desk, const core::AttachmentRow& row);

    Cached<std::string, std::vector<core::AttachmentRow>> rows_;
    int kind_ = 0;
};

} // namespace huikuan::ui
