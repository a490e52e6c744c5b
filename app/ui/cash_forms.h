#pragma once
// What becomes of money that the book has: a bill is given on, discounted or honoured (汇票); money
// of one currency becomes money of another at a rate that is given (兑换); what was written off
// comes back after all (收回已核销坏账); what nobody needs is paid back (退款).
#include <string>

#include "ui/allocation_picker.h"
#include "ui/desk.h"
#include "ui/draft.h"

namespace huikuan::ui {

class BillStepForm {
public:
    void open(Desk& desk, const core::ReceiptRow& bill, core::BillStep step);
    void draw(Desk& desk);

private:
    Draft draft_{"bill"};
    bool open_ = false;
    bool tried_ = false;
    core::EntityId id_;
    core::ReceiptRow bill_;
    core::BillStep step_{};
    std::string party_;
    std::string date_typed_;
    std::string cost_typed_;
    core::Error refused_;
    bool was_refused_ = false;
};

class ExchangeForm {
public:
    void open(Desk& desk, const core::ReceiptRow& credit);
    void draw(Desk& desk);

private:
    [[nodiscard]] core::ExchangeCredit command(Desk& desk, core::Currency to) const;
    void offer_rate(Desk& desk, core::Currency to);

    Draft draft_{"exchange"};
    bool open_ = false;
    core::InvoiceId id_;
    core::ReceiptRow credit_;
    int to_ = 0;
    std::string amount_typed_;
    std::string rate_typed_;
    std::string date_typed_;
    core::Result<std::int64_t> minor_ = 0;
    core::Result<core::Rate> rate_ = core::Rate{};
    AllocationPicker picker_;
    Cached<std::string, core::Result<session::Outcome>> preview_;
    std::string refused_;
};

class RecoveryForm {
public:
    void open(Desk& desk, const core::ReceiptRow& written_off);
    void draw(Desk& desk);

private:
    Draft draft_{"recovery"};
    bool open_ = false;
    core::ReceiptId id_;
    core::ReceiptRow written_off_;
    std::string amount_typed_;
    std::string date_typed_;
    std::string reference_;
    int method_ = 0;
    core::Error refused_;
    bool was_refused_ = false;
};

// Unapplied money goes back to the customer: a debit of its own, paid by that money in one step.
class RefundForm {
public:
    void open(Desk& desk, const core::ReceiptRow& credit);
    void draw(Desk& desk);

private:
    Draft draft_{"refund"};
    bool open_ = false;
    core::InvoiceId id_;
    core::ReceiptRow credit_;
    std::string amount_typed_;
    std::string date_typed_;
    std::string note_;
    core::Error refused_;
    bool was_refused_ = false;
};

} // namespace huikuan::ui
