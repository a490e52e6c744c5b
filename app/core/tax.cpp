#include "core/tax.h"

namespace huikuan::core {

TaxSplit split_tax(std::int64_t gross_minor, int rate_percent) {
    __extension__ typedef __int128 Product;
    if (rate_percent <= 0) { return {gross_minor, 0}; }
    const Product whole = 100 + rate_percent;
    const Product product = Product{gross_minor} * rate_percent;
    const Product half = product < 0 ? -whole / 2 : whole / 2;
    const auto tax = static_cast<std::int64_t>((product + half) / whole);
    return {gross_minor - tax, tax};
}

} // namespace huikuan::core
