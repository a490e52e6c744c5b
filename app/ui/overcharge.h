#pragma once
// Interest that was charged of what a dispute then showed was never owed: how much it is, and the
// credit notes of it with one press.
#include <string>
#include <utility>
#include <vector>

#include "ui/desk.h"

namespace huikuan::ui {

class Overcharge {
public:
    // Of these invoices; nothing is drawn where nothing was charged too much.
    void draw(Desk& desk, const std::vector<core::InvoiceId>& invoices);

private:
    struct Offer {
        std::string number; // of the invoice
        core::Money sum;
        std::vector<core::Command> credits;
    };
    Cached<std::string, std::vector<Offer>> offers_;
};

} // namespace huikuan::ui
