#pragma once
// Value added tax within an amount.
#include <cstdint>

#include "core/document.h"

namespace huikuan::core {

// Of an amount that contains its tax: tax = amount * rate / (100 + rate), half away from zero.
// 11,300.00 at 13 % is 10,000.00 and 1,300.00.
TaxSplit split_tax(std::int64_t gross_minor, int rate_percent);

} // namespace huikuan::core
