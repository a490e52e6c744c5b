// What a case brought in. Money pays costs first, then interest, then the principal (民法典 561),
// so all three are what the case is about.
#include <algorithm>

#include "session/legal.h"

namespace huikuan::session {
namespace {

// The case's invoices, and what was charged for them.
std::vector<core::InvoiceId> with_charges(Session& session, const CaseRow& of, core::Date day) {
    using enum core::DebitType;
    std::vector<core::InvoiceId> all = of.invoices;
    core::ListQuery query;
    query.customer = of.what.customer;
    query.as_of = day;
    for (const core::DebitType type : {costs, interest, doubled_interest}) {
        query.debit = type;
        for (const core::InvoiceRow& row : session.invoices(session.invoice_keys(query), day)) {
            const auto charged_for = core::id_cast<core::InvoiceId>(row.against);
            const bool belongs = std::ranges::contains(of.invoices, charged_for);
            if (belongs && !std::ranges::contains(all, row.id)) { all.push_back(row.id); }
        }
    }
    return all;
}

} // namespace

std::int64_t received_since(Session& session, const CaseRow& of, core::Date day) {
    std::int64_t sum = 0;
    for (const core::InvoiceId invoice : with_charges(session, of, day)) {
        for (const core::AllocationRow& part : session.allocations_of(core::entity_of(invoice))) {
            const bool counts = part.effective > 0 && part.start <= day && part.end > day &&
                                part.receipt_date >= *of.began && part.receipt_date <= day &&
                                part.amount.currency == of.what.currency;
            const auto receipt = counts ? session.receipt(part.receipt, day) : std::nullopt;
            if (!receipt || !core::is_cash(receipt->type)) { continue; }
            if (__builtin_add_overflow(sum, part.effective, &sum)) { sum = INT64_MAX; }
        }
    }
    return sum;
}

} // namespace huikuan::session
