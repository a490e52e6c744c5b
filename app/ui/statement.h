#pragma once
// 对账单: the statement of account of one customer, as a page for the printer: what is open on a
// day, or what moved in a period.
#include <span>
#include <string>
#include <string_view>

#include "core/statement.h"
#include "session/statement.h"
#include "ui/desk.h"

namespace huikuan::ui {

void print_statement(Desk& desk, const core::CustomerRow& customer);
// Several in one go, each on its own sheet.
void print_statements(Desk& desk, std::span<const core::CustomerRow> customers);
// Keeps that what is open on the page's day went out in this way today; of a day to come, nothing.
void keep_statements_sent(Desk& desk, std::span<const core::CustomerRow> customers,
                          core::Channel channel);
// What is open on the page's day as a message.
std::string statement_text(Desk& desk, const core::CustomerRow& customer);
// Opening balance, every document of a period, closing balance: one sheet per currency.
std::string movements_html(Desk& desk, const core::CustomerRow& customer, core::Date from,
                           core::Date to);
// The customer's own lines beside ours (`figures`: the table), to be signed.
std::string compared_html(Desk& desk, const core::CustomerRow& customer,
                          const session::Statement& ours, std::string figures);
// What a row is called.
std::string row_words(const session::StatementRow& row);
// A cell of a printed table, and the head of a column by its key.
std::string html_cell(std::string_view text, bool number = false, std::string_view tag = "td");
std::string html_head(std::string_view key, bool number = false);
// What each document of a print begins with; web/pages.mjs counts the pages of each.
inline constexpr char document_start[] = "<div class=\"document\">";
// The body of the document; print.css knows its classes.
std::string statement_html(Desk& desk, const core::CustomerRow& customer, core::Date day);
// A statement as a message: balances, what is asked, the reservation and the codes.
std::string statement_message(Desk& desk, const core::CustomerRow& customer,
                              core::StatementForm form, core::Date from, core::Date to);

} // namespace huikuan::ui
