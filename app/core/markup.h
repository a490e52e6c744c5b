#pragma once
// Text within a page of HTML: everything that is printed, handed over or shown in a frame.
#include <string>
#include <string_view>

namespace huikuan::core {

// With & < > " ' as entities: harmless between tags and within a quoted attribute.
std::string html_text(std::string_view text);

// The blank before `at` is one of an amount ("CNY 5.00", "5.00 元"), which is one word.
bool in_amount(std::string_view text, std::size_t at);
// html_text of sentences, in which no line ends within an amount.
std::string html_words(std::string_view text);

} // namespace huikuan::core
