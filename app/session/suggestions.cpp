#include "session/suggestions.h"

#include <algorithm>
#include <map>
#include <utility>

#include "platform/platform.h"

namespace huikuan::session {

std::vector<core::ReceiptRow> waiting_money(Session& session, core::Date as_of,
                                            std::optional<core::CustomerId> customer) {
    core::ListQuery query;
    query.as_of = as_of;
    query.open_only = true;
    query.sort = "date";
    query.customer = customer;
    auto rows = session.receipts(session.receipt_keys(query), as_of);
    std::map<core::EntityId, std::size_t> places;
    for (std::size_t i = 0; i < rows.size(); ++i) places[core::entity_of(rows[i].id)] = i;
    for (core::ReceiptRow& fee : rows) {
        if (fee.type != core::CreditType::fee) { continue; }
        const auto with = places.find(fee.against);
        if (with == places.end() || fee.unapplied <= 0) { continue; }
        core::ReceiptRow& receipt = rows[with->second];
        if (receipt.unapplied <= 0 || receipt.amount.currency != fee.amount.currency ||
            receipt.customer != fee.customer) {
            continue;
        }
        receipt.unapplied += std::exchange(fee.unapplied, 0);
    }
    std::erase_if(rows, [](const core::ReceiptRow& row) { return row.unapplied <= 0; });
    return rows;
}

SuggestionSearch::SuggestionSearch(Session& session, core::Date today)
    : session_(session), today_(today), waiting_(waiting_money(session, today)) {}

int SuggestionSearch::permille() const {
    return is_done() ? 1000 : static_cast<int>(next_ * 1000 / waiting_.size());
}

void SuggestionSearch::step(double budget_ms) {
    const double until = platform::monotonic_ms() + budget_ms;
    while (!is_done() && platform::monotonic_ms() < until) {
        if (found_.size() == most) {
            more_ = true;
            next_ = waiting_.size();
            return;
        }
        look_at(waiting_[next_++]);
    }
}

void SuggestionSearch::look_at(const core::ReceiptRow& row) {
    const auto place = left_.try_emplace({row.customer, row.amount.currency}, 0);
    std::int64_t& open = place.first->second;
    if (place.second) {
        core::ListQuery debts;
        debts.as_of = today_;
        debts.open_only = true;
        debts.customer = row.customer;
        for (const auto& debt : session_.invoices(session_.invoice_keys(debts), today_)) {
            if (debt.amount.currency == row.amount.currency) { open += debt.open; }
        }
    }
    if (open <= 0) { return; }
    Suggestion one{row, {}, {}, 0, false};
    one.command = {session_.mint(),
                   row.id,
                   {core::AllocationRule::oldest_due_first, {}},
                   std::max(today_, row.date)};
    const auto preview = session_.preview(one.command);
    if (!preview) { return; }
    for (const core::Fact& fact : preview->facts) {
        const auto* made = std::get_if<core::AllocationMade>(&fact);
        const auto debt = made != nullptr ? session_.invoice(made->invoice, today_) : std::nullopt;
        if (!debt) { continue; }
        if (!one.pays.empty() && one.pays.back().first == debt->number) { // its fee pays on
            one.pays.back().second.minor += made->amount.minor;
        } else {
            one.pays.emplace_back(debt->number, made->amount);
        }
        one.used += made->amount.minor;
    }
    if (one.used > open) {
        one.used = open;
        one.after_others = true;
    }
    open -= one.used;
    found_.push_back(std::move(one));
}

} // namespace huikuan::session
