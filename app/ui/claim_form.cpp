#include "ui/claim_form.h"

#include <algorithm>
#include <utility>

#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/reversal.h"

namespace huikuan::ui {

void ClaimForm::start(core::CustomerId customer, const core::LegalCase* what) {
    *this = ClaimForm{};
    customer_ = customer;
    if (what == nullptr) return;
    currency_ = what->currency;
    all_ = what->invoices.empty();
    others_ = what->invoices;
    fresh_ = !all_;
    if (what->claim > 0) typed_ = core::to_text({what->claim, what->currency}, false);
}

const session::Weighing& ClaimForm::weighing(Desk& desk) {
    session::ClaimWish wish;
    if (!currency_.view().empty()) wish.currency = currency_;
    const auto typed = read_typed_amount(typed_, shown_.currency);
    if (typed && *typed > 0) wish.claim = *typed;
    std::string key = core::to_text(customer_) + std::string(currency_.view()) + typed_;
    for (const core::InvoiceId id : left_out_) key += "," + core::to_text(id);
    shown_ = weighing_.get(moment_key(desk, key), [&] {
        const session::Legal legal(desk.session);
        session::Weighing what = legal.weigh(customer_, desk.as_of, wish);
        if (left_out_.empty()) return what;
        for (const session::OverdueDebt& debt : what.debts) {
            const bool out = std::ranges::contains(left_out_, debt.id);
            if (!out) wish.invoices.push_back(debt.id);
        }
        // Nothing is ticked: an id that nothing has.
        if (wish.invoices.empty()) wish.invoices.push_back({});
        return legal.weigh(customer_, desk.as_of, wish);
    });
    if (std::exchange(fresh_, false)) { // what the case does not name is not ticked
        for (const session::OverdueDebt& debt : shown_.debts) {
            const bool named = std::erase(others_, debt.id) > 0;
            if (!named) left_out_.push_back(debt.id);
        }
    }
    return shown_;
}

std::vector<const session::OverdueDebt*> ClaimForm::debts() const {
    std::vector<const session::OverdueDebt*> found;
    for (const session::OverdueDebt& debt : shown_.debts) {
        if (debt.overdue.currency == shown_.currency) found.push_back(&debt);
    }
    return found;
}

void ClaimForm::draw(Desk& desk) {
    weighing(desk);
    std::vector<core::Currency> currencies{shown_.currency};
    for (const session::OverdueDebt& debt : shown_.debts) {
        if (!std::ranges::contains(currencies, debt.overdue.currency)) {
            currencies.push_back(debt.overdue.currency);
        }
    }
    std::ranges::sort(currencies);
    if (currencies.size() > 1) {
        std::vector<std::string> codes;
        for (const core::Currency one : currencies) codes.emplace_back(one.view());
        int chosen =
            static_cast<int>(std::ranges::find(currencies, shown_.currency) - currencies.begin());
        if (select(say("label.currency"), chosen, codes)) {
            currency_ = currencies[static_cast<std::size_t>(chosen)];
            typed_.clear();
            weighing(desk);
        }
    }
    const auto rows = debts();
    if (!rows.empty()) heading(say("case.claimed"), 4);
    for (const session::OverdueDebt* debt : rows) {
        const Named named(core::to_text(debt->id));
        Row line(10, true, 28);
        bool on = !std::ranges::contains(left_out_, debt->id);
        if (checkbox(debt->number, on)) {
            if (on) std::erase(left_out_, debt->id);
            else left_out_.push_back(debt->id);
            all_ = false;
            typed_.clear(); // the sum of those that are ticked now
        }
        caption(say("allocate.due_open", date_text(debt->due), money_text(debt->overdue)));
    }
    const auto minor = read_typed_amount(typed_, shown_.currency);
    const std::string sum = core::to_text({shown_.claim, shown_.currency}, false);
    amount_field(say("case.claim"), typed_, shown_.currency,
                 {.hint = say("case.claim_hint"),
                  .error = tried_ && !is_blank(typed_) && !minor ? error_words(minor.error())
                                                                 : std::string(),
                  .placeholder = sum});
}

std::string ClaimForm::list() const {
    std::string ids;
    const auto add = [&](core::InvoiceId id) {
        ids += (ids.empty() ? "" : " ") + core::to_text(id);
    };
    for (const core::InvoiceId id : others_) add(id);
    for (const session::OverdueDebt* debt : debts()) {
        if (!std::ranges::contains(left_out_, debt->id)) add(debt->id);
    }
    return ids;
}

bool ClaimForm::add_to(core::Fields& fields) {
    tried_ = true;
    if (!is_blank(typed_) && !read_typed_amount(typed_, shown_.currency)) return false;
    fields.emplace_back("claim", std::to_string(shown_.claim));
    fields.emplace_back("currency", shown_.currency.view());
    // All of very many need no list: a case that names none is about all that was owed.
    const std::string ids = all_ ? std::string() : list();
    const bool all = left_out_.empty() && ids.size() > 2000;
    fields.emplace_back("invoices", all ? std::string() : ids);
    return true;
}

std::vector<std::string> ClaimForm::draft() const {
    std::string out;
    for (const core::InvoiceId id : left_out_) out += core::to_text(id) + " ";
    return {std::string(currency_.view()), typed_, out};
}

void ClaimForm::take(const std::vector<std::string>& parts) {
    if (parts.size() != draft_parts) return;
    if (const auto currency = core::parse_currency(parts[0])) currency_ = *currency;
    typed_ = parts[1];
    for (std::string_view rest = parts[2]; !rest.empty();) {
        const std::size_t space = std::min(rest.find(' '), rest.size());
        if (const auto id = core::parse_id(rest.substr(0, space))) {
            left_out_.push_back(core::id_cast<core::InvoiceId>(*id));
        }
        rest.remove_prefix(std::min(space + 1, rest.size()));
    }
}

} // namespace huikuan::ui
