#pragma once
// The small readings that an import needs of headings and cells: what is blank, what is a heading
// without its ornaments, which currency stands beside a number.
#include <string>
#include <string_view>
#include <vector>

#include "core/money.h"
#include "core/result.h"

namespace huikuan::core {

// Signs that people write for "nothing": - -- / \ 无 n/a null none.
bool means_nothing(std::string_view trimmed);

// "Invoice_Amount (USD)" -> words {"invoice","amount"}, unit "usd"; "金额（万元）" -> {"金额"},
// "万元".
struct Heading {
    std::string plain;              // words joined, lower case, half width
    std::vector<std::string> words; // a trailing currency is not among them
    Currency currency;              // nil where the heading says none
    int power = 0;                  // 4 for 万元, 3 for thousands
};
Heading read_heading(std::string_view text);
std::string plain_heading(std::string_view text);

// "USD 5,594.00", "5.594,00 €": the number, and the mark beside it.
struct MarkedAmount {
    std::string_view mark;
    std::string_view number;

    // A mark that cannot mean `currency` is a contradiction between cell and column.
    [[nodiscard]] bool fits(Currency currency) const;
};
MarkedAmount split_currency_mark(std::string_view text);

// A number that a spreadsheet has destroyed: 6.48243E+09.
bool is_mangled_number(std::string_view text);

// Of read_amount or read_date: a cell that can be read, be it in two ways.
bool can_be_read(const auto& result) {
    return result.has_value() || result.error().code == ErrorCode::ambiguous;
}

} // namespace huikuan::core
