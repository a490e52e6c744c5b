#pragma once
// Cash that nobody has used yet stands wherever the debt stands, with the way to use it: an offer
// beside a customer's or an invoice's figures, and the sheet in which it is used (?apply=RECEIPT).
#include <optional>
#include <string>
#include <vector>

#include "ui/allocation_picker.h"
#include "ui/desk.h"
#include "ui/draft.h"

namespace huikuan::ui {

class Sheet;

class AllocateForm {
public:
    void draw(Desk& desk); // while the route says apply=ID

private:
    void start(Desk& desk, const std::string& id);
    void draw_form(Desk& desk, Sheet& sheet, bool& open);

    std::string asked_; // the id that the route says
    core::EntityId id_;
    std::optional<core::ReceiptRow> receipt_;
    std::string date_typed_;
    Draft draft_{"allocate"};
    AllocationPicker picker_;
    Cached<std::string, core::Result<session::Outcome>> preview_;
    std::string refused_;
};

// "CNY 500.00 of 2026-11-03 is not used yet [Allocate]": nothing where there is none, or nothing
// that it could pay.
class UnappliedOffer {
public:
    // Of one currency where one is given; `invoice` is what it is wanted for.
    void draw(Desk& desk, core::CustomerId customer,
              std::optional<core::Currency> currency = std::nullopt,
              std::optional<core::InvoiceId> invoice = std::nullopt);

private:
    Cached<std::string, std::vector<core::ReceiptRow>> receipts_;
};
void open_allocation(Desk& desk, core::ReceiptId receipt,
                     std::optional<core::InvoiceId> invoice = std::nullopt);

} // namespace huikuan::ui
