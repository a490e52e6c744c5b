#pragma once
// One credit, whatever it is: money, a bill with its steps, a write-off that may come back. What it
// is used for, what can be done with it now, and its history.
#include <optional>
#include <string>
#include <vector>

#include "ui/attachments.h"
#include "ui/cash_forms.h"
#include "ui/desk.h"
#include "ui/history.h"
#include "ui/kit/table.h"
#include "ui/reversal.h"

namespace huikuan::ui {

class ReceiptSheet {
public:
    void draw(Desk& desk, ReverseDialog& reverse); // while the route says receipt=ID

private:
    const std::vector<core::ReceiptRow>& fees_of(Desk& desk, const core::ReceiptRow& row);
    void draw_facts(Desk& desk, const core::ReceiptRow& row);
    void draw_bill(Desk& desk, const core::ReceiptRow& row, ReverseDialog& reverse);
    void draw_tied(Desk& desk, const core::ReceiptRow& row);
    void draw_actions(Desk& desk, const core::ReceiptRow& row, ReverseDialog& reverse);

    Cached<std::string, std::optional<core::ReceiptRow>> row_;
    Cached<std::string, std::vector<core::ReceiptRow>> fees_;
    Cached<std::string, std::vector<core::BillStepRow>> steps_;
    TableState steps_state_;
    AllocationList allocations_;
    Attachments files_; // the bank slip, a scan of the bill
    History history_;
    BillStepForm bill_form_;
    ExchangeForm exchange_form_;
    RecoveryForm recovery_form_;
    RefundForm refund_form_;
};

// "held", "endorsed", "dishonoured" ... of a bill on the day asked for, in words and colour.
struct BillState {
    std::string words;
    BadgeKind kind = BadgeKind::neutral;
};
BillState bill_state(const core::ReceiptRow& row, core::Date as_of);

} // namespace huikuan::ui
