#include "session/suggestions.h"

#include <algorithm>

#include "platform/platform.h"

namespace huikuan::session {

SuggestionSearch::SuggestionSearch(Session& session, core::Date today)
    : session_(session), today_(today) {
    core::ListQuery query;
    query.as_of = today;
    query.open_only = true;
    query.sort = "date";
    waiting_ = session.receipts(session.receipt_keys(query), today);
}

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
    if (row.unapplied <= 0) { return; }
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
        one.pays.emplace_back(debt->number, made->amount);
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
