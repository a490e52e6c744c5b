#pragma once
// What the types of documents are called.
#include <string>

#include "core/view.h"
#include "ui/kit/widgets.h"

namespace huikuan::ui {

std::string debit_words(core::DebitType type);
std::string credit_words(core::CreditType type);
std::string bill_words(core::BillStep step);
std::string bill_action_words(core::BillStep step); // what a button does
// A debt that was written off is closed, and was not paid.
std::string status_words(const core::InvoiceRow& row);
BadgeKind status_kind(const core::InvoiceRow& row);
// "The customer paid 1,000.00 = 970.00 received + 30.00 fee": empty while no fee is typed.
std::string paid_words(std::string_view fee_typed, core::Money received);

} // namespace huikuan::ui
