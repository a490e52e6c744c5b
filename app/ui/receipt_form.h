#pragma once
// Recording a receipt, and using the unapplied cash of one: who paid how much when, and for which
// invoices. The split is shown by asking session what the command would do.
#include <map>
#include <string>
#include <vector>

#include "ui/desk.h"
#include "ui/draft.h"
#include "ui/kit/fields.h"
#include "ui/kit/table.h"

namespace huikuan::ui {

// The rule and the amounts by hand, with the table that shows what they would do.
class AllocationPicker {
public:
    void reset();
    void draw(Desk& desk, core::CustomerId customer, core::Currency currency,
              std::int64_t available, const core::Result<session::Outcome>& preview);
    [[nodiscard]] core::AllocationPlan plan() const;
    [[nodiscard]] std::string key() const; // for caches
    [[nodiscard]] bool unreadable() const; // an amount by hand that is no amount
    bool allow_none = true;

private:
    void read_invoices(Desk& desk, core::CustomerId customer, core::Currency currency);
    void draw_by_hand(std::int64_t available, core::Currency currency);
    void draw_preview(const core::Result<session::Outcome>& preview, core::Currency currency);

    int rule_ = 0; // oldest first, by hand, not yet
    std::map<core::InvoiceId, std::string> typed_;
    std::vector<core::InvoiceRow> invoices_;
    std::string asked_;
    core::Currency currency_;
    TableState state_;
};

class ReceiptForm {
public:
    void draw(Desk& desk); // while the route says new=receipt

private:
    void start(Desk& desk);
    void draw_fields(Desk& desk);
    void draw_buttons(Desk& desk, bool& open);
    [[nodiscard]] core::RecordReceipt command() const;
    [[nodiscard]] std::string draft() const;
    void keep_draft(Desk& desk);
    bool take_draft(Desk& desk);
    [[nodiscard]] std::string problem_of(std::string_view field) const;

    bool open_ = false;
    bool fresh_ = false;
    bool tried_ = false;
    core::ReceiptId id_;
    Lookup customer_;
    std::string amount_typed_;
    std::string date_typed_;
    std::string reference_;
    std::string note_;
    int currency_ = 0;
    int method_ = 0;
    core::Result<std::int64_t> minor_ = 0;
    core::Result<core::Date> date_ = core::Date{};
    AllocationPicker picker_;
    Cached<std::string, core::Result<session::Outcome>> preview_;
    Draft draft_{"receipt"};
    core::Error refused_;
    bool was_refused_ = false;
};

class AllocateForm {
public:
    void open(Desk& desk, const core::ReceiptRow& receipt);
    void draw(Desk& desk);

private:
    bool open_ = false;
    core::EntityId id_;
    core::ReceiptRow receipt_;
    std::string date_typed_;
    AllocationPicker picker_;
    Cached<std::string, core::Result<session::Outcome>> preview_;
    std::string refused_;
};

} // namespace huikuan::ui
