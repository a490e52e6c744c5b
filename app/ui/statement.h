#pragma once
// 对账单: the statement of account of one customer, as a page for the printer.
#include <span>
#include <string>
#include <string_view>

#include "ui/desk.h"

namespace huikuan::ui {

void print_statement(Desk& desk, const core::CustomerRow& customer);
// Several in one go, each on its own sheet.
void print_statements(Desk& desk, std::span<const core::CustomerRow> customers);
// The same in a few lines of plain text, for a message.
std::string statement_text(Desk& desk, const core::CustomerRow& customer);
// The body of the document; print.css knows its classes.
std::string statement_html(Desk& desk, const core::CustomerRow& customer);
std::string html_text(std::string_view text); // with &, <, > and quotes made harmless

} // namespace huikuan::ui
