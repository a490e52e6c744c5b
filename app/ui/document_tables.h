#pragma once
// The table of invoices and the table of receipts, as the lists and a customer's page show them.
#include <optional>
#include <string>
#include <vector>

#include "ui/desk.h"
#include "ui/kit/table.h"
#include "ui/list_tools.h"
#include "ui/lists.h"
#include "ui/row_window.h"

namespace huikuan::ui {

class InvoiceTable {
public:
    core::ListQuery query;
    bool with_customer = true;
    float keep_below = 0;

    // Answers false where no invoice matches (nothing drawn then).
    bool draw(Desk& desk);
    // Columns and export, at the right end of the row that is open.
    void draw_tools(Desk& desk);
    bool print(Desk& desk);
    [[nodiscard]] std::size_t count() const { return keys_.size(); }
    void refresh(Desk& desk); // keys and sums of the present query

private:
    [[nodiscard]] std::vector<TableColumn> columns() const;
    // By the columns of the list with customers.
    [[nodiscard]] static Cell cell_of(const core::InvoiceRow& row, std::size_t column,
                                      core::Currency own, core::Date as_of);
    [[nodiscard]] ListContent content(Desk& desk) const;
    void draw_selection(Desk& desk);

    ListTools tools_{"invoices"};
    std::string selection_key_;
    std::string selection_sums_;
    TableState state_;
    std::vector<core::RowKey> keys_;
    RowWindow<core::InvoiceRow> window_;
    std::string asked_;
    Sums amount_, open_;
};

// Chips for the types of credits, one of them at most: answers whether another one was chosen.
bool credit_chips(std::optional<core::CreditType>& chosen);

// What a receipt's list and its sheet say of it on a day.
std::string receipt_status(const core::ReceiptRow& row, core::Date as_of);
BadgeKind receipt_kind(const core::ReceiptRow& row, core::Date as_of);

class ReceiptTable {
public:
    core::ListQuery query;
    bool with_customer = true;
    float keep_below = 0;

    bool draw(Desk& desk);
    // Columns and export, at the right end of the row that is open.
    void draw_tools(Desk& desk);
    bool print(Desk& desk);
    [[nodiscard]] std::size_t count() const { return keys_.size(); }
    void refresh(Desk& desk);

private:
    [[nodiscard]] std::vector<TableColumn> columns() const;
    // By the columns of the list with customers.
    [[nodiscard]] static Cell cell_of(const core::ReceiptRow& row, std::size_t column,
                                      core::Currency own, core::Date as_of);
    [[nodiscard]] ListContent content(Desk& desk) const;
    void draw_selection(Desk& desk);

    ListTools tools_{"receipts"};
    std::string selection_key_;
    std::string selection_sums_;
    TableState state_;
    std::vector<core::RowKey> keys_;
    RowWindow<core::ReceiptRow> window_;
    std::string asked_;
    Sums amount_, unapplied_;
    Sums cash_; // of the amounts, what is money
    bool all_cash_ = true;
};

// Everything that a list's answer depends on, as text: a key for caches.
std::string query_key(const core::ListQuery& query, std::uint64_t revision);

} // namespace huikuan::ui
