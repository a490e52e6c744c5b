#pragma once
// 逾期利息: what being late has cost, of one invoice or of all of a customer: the rule, the days
// and every segment, so that anyone can follow it with a calculator; printed, exported, and entered
// as a debit note of its own.
#include <optional>
#include <string>
#include <vector>

#include "session/ledger.h"
#include "ui/desk.h"
#include "ui/kit/table.h"
#include "ui/list_tools.h"
#include "ui/overcharge.h"

namespace huikuan::ui {

struct InterestItem {
    core::InvoiceRow invoice;
    core::LateFee fee;
    core::InterestTable table;
    std::int64_t entered = 0; // of it, as debit notes already
};

class InterestSheet {
public:
    void draw(Desk& desk); // while the route says interest=ID, of an invoice or a customer

private:
    [[nodiscard]] std::vector<InterestItem> read(Desk& desk, const std::string& id) const;
    [[nodiscard]] std::optional<InterestItem> item_of(Desk& desk,
                                                      const core::InvoiceRow& row) const;
    [[nodiscard]] std::optional<core::LateFee> chosen_fee() const;
    void draw_rule(Desk& desk);
    void offer_from(Desk& desk, const std::string& id);
    void draw_one(Desk& desk, const InterestItem& item);
    void draw_many(Desk& desk, const std::vector<InterestItem>& items);
    void draw_warnings(const InterestItem& item);
    void draw_actions(Desk& desk, const std::vector<InterestItem>& items, bool one);
    void enter(Desk& desk, const std::vector<InterestItem>& items);

    std::string shown_;
    int rule_ = 0;
    std::string custom_;
    int basis_ = 0; // 365, 360
    bool at_breach_ = false;
    bool settled_too_ = false; // of a customer: what was paid late and is settled by now
    std::string until_typed_;
    core::Result<core::Date> until_ = core::Date{};
    std::string from_typed_; // empty: from the due day, or as the book has the judgment
    std::string offered_;    // as the book had it
    std::optional<core::Date> from_;
    Cached<std::string, std::vector<InterestItem>> items_;
    TableState rows_;
    Overcharge overcharge_;
    std::string refused_;
};

void open_interest(Desk& desk, core::InvoiceId invoice);
void open_interest(Desk& desk, core::CustomerId customer);

core::Date last_due(const core::InvoiceRow& row);
// "LPR raised by 50 % (...)", "0.05 % a day".
std::string late_fee_words(const core::LateFee& fee);
// The columns and one row of a calculation table, on the screen, in a file and on paper alike.
std::vector<TableColumn> interest_columns();
std::vector<Cell> interest_cells(const core::InterestRow& row, core::Currency currency, int basis);
// How days and cents are counted, and what says so: the law, the table of rates.
std::vector<std::string> interest_notes(const std::vector<InterestItem>& items,
                                        const core::RateTable& rates);
// The calculation table as a document for the printer.
std::string interest_html(Desk& desk, const std::vector<InterestItem>& items);

} // namespace huikuan::ui
