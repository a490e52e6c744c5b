#pragma once
// Sentences for people, from assets/strings/errors_*.txt, in the language of --lang or LANG.
#include <string>
#include <string_view>

#include "core/result.h"

namespace huikuan::cli {

enum class Language : std::uint8_t { en, zh };
void set_language(Language language);
Language language_of(std::string_view tag); // "zh_CN.UTF-8" is Chinese, all else English

// "the amount is zero or negative ("0"): ...".
std::string sentence(const core::Error& error);
std::string word_of_field(std::string_view field); // "the invoice date"
// A sentence of the error files by its key; `{0}` is the detail.
std::string phrase(const std::string& key, std::string_view detail, std::string_view more = {});
std::string at_line(std::int64_t line); // "line 12", "第 12 行"
// With the file and the line in front: "invoices.csv, line 12: ...".
std::string sentence(const core::Error& error, std::string_view file);

} // namespace huikuan::cli
