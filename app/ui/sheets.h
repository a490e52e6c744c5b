#pragma once
// What opens over any page by its route: ?invoice=ID, ?receipt=ID, ?new=receipt, ?new=invoice. A
// link to it opens the same place, and the browser's back closes it.
#include <string>

#include "ui/desk.h"
#include "ui/history.h"
#include "ui/invoice_form.h"
#include "ui/kit/table.h"
#include "ui/receipt_form.h"

namespace huikuan::ui {

class Sheets {
public:
    void draw(Desk& desk);
    bool paste(Desk& desk, const std::string& text) { return invoice_form_.paste(desk, text); }

private:
    void draw_invoice(Desk& desk, const std::string& id);
    void draw_invoice_facts(Desk& desk, const core::InvoiceRow& row);
    void draw_receipt(Desk& desk, const std::string& id);
    void draw_receipt_facts(Desk& desk, const core::ReceiptRow& row);
    void draw_allocations(Desk& desk, core::EntityId document, bool of_invoice,
                          core::Currency currency);
    void draw_reverse(Desk& desk);
    void ask_reverse(core::EntityId target, std::string what);

    ReceiptForm receipt_form_;
    InvoiceForm invoice_form_;
    AllocateForm allocate_form_;
    History history_;
    TableState lines_;
    TableState allocations_state_;
    Cached<std::string, std::optional<core::InvoiceRow>> invoice_;
    Cached<std::string, std::optional<core::ReceiptRow>> receipt_;
    Cached<std::string, std::vector<core::AllocationRow>> allocations_;
    // reversing
    bool reverse_open_ = false;
    bool reverse_tried_ = false;
    core::EntityId reverse_target_;
    std::string reverse_what_;
    std::string reverse_reason_;
    core::EntityId reverse_id_;
    std::string reverse_problem_;
};

} // namespace huikuan::ui
