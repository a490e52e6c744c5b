#pragma once
// What list pages share: the head of a page, the line of search and chips, words about rows.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/read.h"
#include "core/view.h"
#include "ui/desk.h"
#include "ui/kit/icons.h"
#include "ui/kit/layout.h"
#include "ui/kit/table.h"

namespace huikuan::ui {

// Title, one line of summary and the primary action; answers whether the action was pressed.
bool page_head(std::string_view title, std::string_view summary, std::string_view action = {},
               Icon icon = Icon::plus);
// Back to the list or the page that this one belongs to: the key of its name, and its route.
void back_link(Desk& desk, std::string_view key, const std::string& route);
// The search field of a list; answers whether it changed.
// The least width of a column of document numbers in which the longest has so many letters: up to
// the twenty digits of 数电票 it is whole.
float number_column(std::size_t longest);
bool list_search(std::string_view label, std::string& search, float width = 0);

// How a file writes days and amounts: two cells of a grid.
void reading_choices(Columns& grid, core::DateOrder& dates, core::NumberStyle& numbers);

// Sums per currency, as "CNY 1,234.00 · USD 5.00".
class Sums {
public:
    void add(core::Money amount);
    [[nodiscard]] std::string words() const;
    // Where it is all in this one, without its code.
    [[nodiscard]] std::string words(core::Currency own) const;
    [[nodiscard]] bool empty() const { return sums_.empty(); }

private:
    std::map<core::Currency, std::int64_t> sums_;
};

// The largest of a customer's balances, and how many others there are.
std::string balance_words(const core::CustomerRow& row,
                          std::int64_t core::CustomerRow::Balance::* part, core::Currency own);
std::string customer_label(const core::CustomerRow& row);
// In tables: the code stands only with amounts that are not in the book's own currency.
std::string cell_money(const core::Money& amount, core::Currency own);

// The choices of a field that looks for a customer.
std::vector<struct Choice> find_customers(Desk& desk, std::string_view typed);

// The customer's invoices and other debits, for a field that looks for one.
std::vector<struct Choice> find_invoices(Desk& desk, core::CustomerId customer,
                                         std::string_view typed);

// Those, and its receipts and credit notes.
std::vector<struct Choice> find_documents(Desk& desk, core::CustomerId customer,
                                          std::string_view typed);

// Routes
std::string customer_route(core::CustomerId id);
// Whom and what a form is about that the address opens: another address, another form.
std::string form_subject(const Desk& desk);
// The present route with a sheet over it: "invoice", "receipt", "new".
std::string with_sheet(const Desk& desk, std::string_view name, std::string value);
void open_invoice(Desk& desk, core::InvoiceId id);
void open_receipt(Desk& desk, core::ReceiptId id);
// How many invoices or receipts stand (those that were taken back do not), once per revision.
class StandingCount {
public:
    std::int64_t invoices(Desk& desk);
    std::int64_t receipts(Desk& desk);

private:
    Cached<std::string, std::int64_t> invoices_, receipts_;
};
std::string comma_words();                 // between the parts of a list in a sentence
std::string as_of_words(const Desk& desk); // "截至 2026-11-22,按到期日"

} // namespace huikuan::ui
