#pragma once
// The rate of a foreign amount, as a person types it, with what the amount is worth by it.
#include <string>
#include <string_view>

#include "core/document.h"
#include "core/money.h"
#include "core/result.h"

namespace huikuan::ui {

// "1 USD = ? CNY". Empty: `required`; the words below say what was understood.
core::Result<core::Rate> rate_field(std::string& typed, core::Money amount, core::Currency to,
                                    std::string_view problem = {}, bool required = false);

} // namespace huikuan::ui
