#include "core/statement.h"

#include <array>

#include "core/text.h"

namespace huikuan::core {
namespace {

constexpr std::array<std::string_view, 2> form_names{"open_items", "movements"};
constexpr std::array<std::string_view, statement_states> state_names{"draft", "sent", "confirmed",
                                                                     "difference", "settled"};
constexpr std::array<std::string_view, 2> verdict_names{"confirmed", "difference"};
constexpr std::array<std::string_view, difference_causes> difference_cause_names{
    "other", "missing_invoice", "missing_payment", "price", "quantity", "goods_return", "timing"};
constexpr std::array<std::string_view, difference_ends> difference_end_names{
    "agreed", "corrected", "passed", "written_off"};

} // namespace

std::string_view name_of(StatementForm form) {
    return form_names.at(static_cast<std::size_t>(form));
}
std::string_view name_of(StatementState state) {
    return state_names.at(static_cast<std::size_t>(state));
}
std::string_view name_of(StatementVerdict verdict) {
    return verdict_names.at(static_cast<std::size_t>(verdict));
}
std::string_view name_of(DifferenceCause cause) {
    return difference_cause_names.at(static_cast<std::size_t>(cause));
}
std::string_view name_of(DifferenceEnd end) {
    return difference_end_names.at(static_cast<std::size_t>(end));
}
std::optional<StatementForm> parse_statement_form(std::string_view name) {
    return parse_name<StatementForm>(form_names, name);
}
std::optional<StatementState> parse_statement_state(std::string_view name) {
    return parse_name<StatementState>(state_names, name);
}
std::optional<StatementVerdict> parse_statement_verdict(std::string_view name) {
    return parse_name<StatementVerdict>(verdict_names, name);
}
std::optional<DifferenceCause> parse_difference_cause(std::string_view name) {
    return parse_name<DifferenceCause>(difference_cause_names, name);
}
std::optional<DifferenceEnd> parse_difference_end(std::string_view name) {
    return parse_name<DifferenceEnd>(difference_end_names, name);
}

} // namespace huikuan::core
