#pragma once
// Recording what came in: money, a bill, a set-off or an advance; what the bank kept of it, what
// was deducted, the small difference nobody will ask for; at which rate where it is foreign; and
// which invoices it pays. The split is shown by asking session what the command would do.
#include <cstdint>
#include <string>
#include <vector>

#include "ui/allocation_picker.h"
#include "ui/desk.h"
#include "ui/draft.h"
#include "ui/kit/fields.h"

namespace huikuan::ui {

class ReceiptForm {
public:
    void draw(Desk& desk); // while the route says new=receipt

private:
    void start(Desk& desk);
    void draw_fields(Desk& desk);
    void draw_amount(Desk& desk);
    void draw_bill(Desk& desk);
    void draw_rate(Desk& desk);
    void draw_deductions();
    void draw_split(Desk& desk);
    void draw_difference(Desk& desk, const core::Result<session::Outcome>& plain);
    bool draw_discount(const core::RecordReceipt& wish,
                       const core::Result<session::Outcome>& plain);
    void draw_refusal() const;
    void draw_buttons(Desk& desk, bool& open);
    [[nodiscard]] core::Result<session::Outcome> asked(Desk& desk, const core::RecordReceipt& wish,
                                                       bool complete) const;
    // `rest`: the small difference to write off beside it, 0: none.
    [[nodiscard]] core::RecordReceipt command(const Desk& desk, std::int64_t rest) const;
    [[nodiscard]] bool is_complete() const;
    [[nodiscard]] bool is_bill() const;
    [[nodiscard]] bool deducts() const;
    [[nodiscard]] bool is_foreign(const Desk& desk) const;
    [[nodiscard]] core::Currency currency() const;
    [[nodiscard]] std::string draft() const;
    void keep_draft(Desk& desk);
    bool take_draft(Desk& desk);
    [[nodiscard]] std::string problem_of(std::string_view field) const;

    bool open_ = false;
    bool fresh_ = false;
    bool tried_ = false;
    std::string about_;
    core::ReceiptId id_;
    Lookup customer_;
    std::string amount_typed_;
    std::string date_typed_;
    std::string reference_;
    std::string note_;
    int currency_ = 0;
    int method_ = 0;
    bool advance_ = false;
    // a bill
    std::string bill_number_;
    std::string acceptor_;
    std::string maturity_typed_;
    bool commercial_ = false;
    // what is not the money itself
    std::string rate_typed_;
    std::string fee_typed_;
    std::string discount_typed_;
    std::string reason_; // of a fee or a discount
    bool deductions_ = false;
    bool write_off_rest_ = false;
    std::int64_t rest_ = 0; // as offered, minor units
    core::Result<std::int64_t> minor_ = 0;
    core::Result<core::Date> date_ = core::Date{};
    core::Result<core::Date> maturity_ = core::Date{};
    AllocationPicker picker_;
    Cached<std::string, core::Result<session::Outcome>> plain_;
    Cached<std::string, core::Result<session::Outcome>> whole_;
    Draft draft_{"receipt"};
    core::Error refused_;
    bool was_refused_ = false;
};

} // namespace huikuan::ui
