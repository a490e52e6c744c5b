#include "core/document.h"

#include <array>
#include <cstddef>

#include "core/text.h"

namespace huikuan::core {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 8> debit_names{
    "invoice",          "debit_note", "opening",      "interest",
    "doubled_interest", "costs",      "exchange_out", "refund"};
constexpr std::array<std::string_view, 10> credit_names{
    "receipt",  "credit_note", "advance", "opening_credit", "write_off",
    "discount", "fee",         "offset",  "exchange_in",    "bill"};
constexpr std::array<std::string_view, 3> step_names{"endorsed", "discounted", "honoured"};

} // namespace

std::string_view name_of(DebitType type) { return debit_names.at(static_cast<std::size_t>(type)); }
std::string_view name_of(CreditType type) {
    return credit_names.at(static_cast<std::size_t>(type));
}
std::optional<DebitType> parse_debit_type(std::string_view name) {
    return parse_name<DebitType>(debit_names, name);
}
std::optional<CreditType> parse_credit_type(std::string_view name) {
    return parse_name<CreditType>(credit_names, name);
}
std::string_view name_of(BillStep step) { return step_names.at(static_cast<std::size_t>(step)); }
std::optional<BillStep> parse_bill_step(std::string_view name) {
    return parse_name<BillStep>(step_names, name);
}

} // namespace huikuan::core
