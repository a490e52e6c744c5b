// Which debts a claim may name: those that are barred, and those of which all can be claimed.
#include <algorithm>
#include <set>

#include "core/terms.h"
#include "session/inside.h"
#include "session/legal.h"

namespace huikuan::session {

std::vector<std::string> Legal::barred(core::CustomerId customer,
                                       std::span<const core::InvoiceId> invoices,
                                       core::Date day) const {
    std::vector<std::string> found;
    for (const DebtClock& row : clocks(day, customer)) {
        const bool wanted = invoices.empty() || std::ranges::contains(invoices, row.debt.id);
        if (wanted && row.clock.state == core::ClockState::over) {
            found.push_back(row.debt.number);
        }
    }
    return found;
}

std::map<core::InvoiceId, std::int64_t> Legal::late_instalments(core::Date day,
                                                                core::CustomerId customer) const {
    const core::CustomerId holder = customer.is_nil() ? customer : holder_of(session_, customer);
    // Something is late, something is still to come: few are looked at more closely.
    std::map<core::InvoiceId, std::int64_t> found;
    std::set<core::InvoiceId> late;
    const auto lines = session_.inside().store->open_lines(day);
    for (const core::OpenLine& line : lines) {
        const bool wanted = holder.is_nil() || line.customer == holder;
        if (wanted && line.due < day) { late.insert(line.invoice); }
    }
    for (const core::OpenLine& line : lines) {
        if (line.due < day || !late.contains(line.invoice) || found.contains(line.invoice)) {
            continue;
        }
        const auto invoice = session_.invoice(line.invoice, day);
        if (!invoice) { continue; }
        const std::int64_t paid = invoice->amount.minor - invoice->open;
        found[line.invoice] = core::may_demand_all(invoice->lines, paid, day);
    }
    std::erase_if(found, [](const auto& one) { return one.second == 0; });
    return found;
}

} // namespace huikuan::session
