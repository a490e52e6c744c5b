#pragma once
// 函件: texts with holes. {{name}} is filled; {{#name}}...{{/name}} stands only where there is such
// a value, {{^name}}...{{/name}} only where there is none; a mark alone on its line takes the line
// with it. A letter with a hole that nothing fills is refused: nobody gets "{{total}}" to read.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace huikuan::core {

// Shipped in assets/letters; "letter.NAME.LANGUAGE" of the settings (first line: the subject) lies
// over it, and may be a further one.
struct LetterTemplate {
    std::string name;     // "demand_firm"
    std::string language; // "zh", "en"
    std::string subject;
    std::string body;
    bool own = false; // not as shipped
};
using LetterSettings = std::span<const std::pair<std::string, std::string>>;
std::optional<LetterTemplate> letter_template(LetterSettings settings, std::string_view name,
                                              std::string_view language);
std::vector<std::string> letter_names(LetterSettings settings); // shipped ones first
bool is_shipped_letter(std::string_view name);
// Words of the table of items: "heads" (by bars), "line" and "more" (texts with holes), "of_costs"
// and the like, which say of a debit that is no invoice what it is.
std::string_view letter_part(std::string_view name, std::string_view language);

// What a letter may say; a template with another name is refused.
std::span<const std::string_view> letter_fields();

using LetterValues = std::vector<std::pair<std::string, std::string>>; // no value: not there
// malformed: a mark that is not closed, or not one (detail: the mark). required: holes that nothing
// fills (field "letter", detail: their names, by comma).
Result<std::string> expand(std::string_view text, const LetterValues& values);
// The names of all marks, in order, each once; malformed as above.
Result<std::vector<std::string>> marks_of(std::string_view text);

} // namespace huikuan::core
