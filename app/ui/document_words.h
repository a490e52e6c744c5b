#pragma once
// What the types of documents are called.
#include <string>

#include "core/document.h"

namespace huikuan::ui {

std::string debit_words(core::DebitType type);
std::string credit_words(core::CreditType type);
std::string bill_words(core::BillStep step);

} // namespace huikuan::ui
