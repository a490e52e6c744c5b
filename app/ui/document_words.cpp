#include "ui/document_words.h"

#include <array>

#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/strings.h"

namespace huikuan::ui {

// In the order of the enumerators.
std::string debit_words(core::DebitType type) {
    constexpr std::array<std::string_view, 8> keys{
        "debit.invoice",          "debit.debit_note", "debit.opening",      "debit.interest",
        "debit.doubled_interest", "debit.costs",      "debit.exchange_out", "debit.refund"};
    return say(keys.at(static_cast<std::size_t>(type)));
}

std::string credit_words(core::CreditType type) {
    constexpr std::array<std::string_view, 10> keys{
        "credit.receipt",     "credit.credit_note", "credit.advance", "credit.opening_credit",
        "credit.write_off",   "credit.discount",    "credit.fee",     "credit.offset",
        "credit.exchange_in", "credit.bill"};
    return say(keys.at(static_cast<std::size_t>(type)));
}

std::string bill_words(core::BillStep step) {
    constexpr std::array<std::string_view, 3> keys{"bill.endorsed", "bill.discounted",
                                                   "bill.honoured"};
    return say(keys.at(static_cast<std::size_t>(step)));
}

std::string bill_action_words(core::BillStep step) {
    constexpr std::array<std::string_view, 3> keys{"bill.do.endorsed", "bill.do.discounted",
                                                   "bill.do.honoured"};
    return say(keys.at(static_cast<std::size_t>(step)));
}

std::string status_words(const core::InvoiceRow& row) {
    return row.written_off ? say("status.written_off") : status_words(row.status);
}

BadgeKind status_kind(const core::InvoiceRow& row) {
    return row.written_off ? BadgeKind::neutral : status_kind(row.status);
}

std::string paid_words(std::string_view fee_typed, core::Money received) {
    const auto fee = read_typed_amount(fee_typed, received.currency);
    if (!fee || *fee <= 0 || received.minor <= 0) return {};
    return say("receipts.paid", money_text({received.minor + *fee, received.currency}),
               money_text(received), money_text({*fee, received.currency}));
}

} // namespace huikuan::ui
