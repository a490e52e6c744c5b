#include "ui/cash_forms.h"

#include <algorithm>

#include "core/exchange.h"
#include "session/ledger.h"
#include "ui/document_words.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/rate_field.h"
#include "ui/start.h"

namespace huikuan::ui {

namespace {

// Saved, or given up by a person: closing by mistake keeps the draft.
void give_up(Desk& desk, Draft& draft, bool& open) {
    open = false;
    draft.forget(desk);
}

} // namespace

// --- a bill moves

void BillStepForm::open(Desk& desk, const core::ReceiptRow& bill, core::BillStep step) {
    *this = BillStepForm{};
    open_ = true;
    id_ = desk.session.mint();
    bill_ = bill;
    step_ = step;
    const core::Date maturity = bill.bill ? bill.bill->maturity : desk.today;
    const core::Date day =
        step == core::BillStep::honoured ? std::min(maturity, desk.today) : desk.today;
    date_typed_ = core::to_text(std::max(day, bill.date));
    draft_.rename("bill." + std::string(core::name_of(step)) + core::to_text(bill.id));
    if (const auto parts = draft_.take(desk, 3); !parts.empty()) {
        party_ = parts[0];
        date_typed_ = parts[1];
        cost_typed_ = parts[2];
    }
}

void BillStepForm::draw(Desk& desk) {
    Dialog dialog("bill_step", bill_action_words(step_), open_);
    if (!dialog) return;
    const core::Currency currency = bill_.amount.currency;
    text(say("bill.about", bill_.bill ? bill_.bill->number : std::string(),
             money_text(bill_.amount)));
    const auto problem = [&](std::string_view field) {
        return was_refused_ && refused_.field == field ? error_words(refused_) : std::string();
    };
    if (step_ != core::BillStep::honoured) {
        std::string missing = problem("party");
        if (tried_ && is_blank(party_)) { missing = say("bill.party_missing"); }
        text_field(say(step_ == core::BillStep::endorsed ? "bill.endorsee" : "bill.discounter"),
                   party_, {.error = missing, .required = true, .autofocus = true});
    }
    const std::string date_problem = problem("date");
    const auto date = date_field(say("label.date"), date_typed_, desk.today,
                                 {.error = date_problem, .required = true})
                          .date;
    core::Result<std::int64_t> cost = 0;
    if (step_ == core::BillStep::discounted) {
        const std::string cost_problem = problem("cost");
        cost = amount_field(say("bill.cost"), cost_typed_, currency,
                            {.error = cost_problem, .placeholder = "0.00"})
                   .minor;
        if (!cost && cost.error().code == core::ErrorCode::required) cost = 0;
        if (cost) fact(say("bill.proceeds"), money_text({bill_.amount.minor - *cost, currency}));
    }
    if (was_refused_ && problem("party").empty() && date_problem.empty() &&
        problem("cost").empty()) {
        notice(error_words(refused_), BadgeKind::bad, true);
    }
    draft_.keep(desk, {party_, date_typed_, cost_typed_}, !(party_.empty() && cost_typed_.empty()));
    Row row(8);
    if (button(bill_action_words(step_), {.kind = ButtonKind::primary})) {
        tried_ = true;
        const bool named = step_ == core::BillStep::honoured || !is_blank(party_);
        if (named && date && cost) {
            desk.run(core::MoveBill{{id_, bill_.id, step_, *date, party_, *cost}},
                     say("bill.moved", bill_words(step_)),
                     [this, &desk](const core::Result<session::Outcome>& outcome) {
                         was_refused_ = !outcome;
                         if (outcome) give_up(desk, draft_, open_);
                         else refused_ = outcome.error();
                     });
        }
    }
    if (button(say("kit.cancel"))) give_up(desk, draft_, open_);
}

// --- one currency for another

void ExchangeForm::open(Desk& desk, const core::ReceiptRow& credit) {
    *this = ExchangeForm{};
    open_ = true;
    id_ = core::id_cast<core::InvoiceId>(desk.session.mint());
    credit_ = credit;
    amount_typed_ = core::to_text({credit.unapplied, credit.amount.currency}, false);
    date_typed_ = core::to_text(std::max(desk.today, credit.date));
    const auto currencies = offered_currencies();
    core::Currency to = desk.session.book().currency;
    if (to == credit.amount.currency) to = currencies[currencies[0] == to ? 1 : 0];
    const auto at = std::ranges::find(currencies, to);
    to_ = at == currencies.end() ? 0 : static_cast<int>(at - currencies.begin());
    draft_.rename("exchange." + core::to_text(credit.id));
    if (const auto parts = draft_.take(desk, 5); !parts.empty()) {
        to_ = read_whole_number(parts[0], 0, static_cast<int>(currencies.size()) - 1).value_or(to_);
        amount_typed_ = parts[1];
        rate_typed_ = parts[2];
        date_typed_ = parts[3];
        picker_.take(parts[4]);
    } else {
        offer_rate(desk, to);
    }
}

// Its own rate is one of the book's currency, and says nothing about any other.
void ExchangeForm::offer_rate(Desk& desk, core::Currency to) {
    const bool own = to == desk.session.book().currency && credit_.rate.given();
    rate_typed_ = own ? core::to_text(credit_.rate) : std::string();
}

core::ExchangeCredit ExchangeForm::command(Desk& desk, core::Currency to) const {
    core::ExchangeCredit wish;
    wish.out_id = id_;
    wish.credit = credit_.id;
    wish.minor = minor_.value_or(0);
    wish.to = to;
    wish.rate = rate_.value_or(core::Rate{});
    wish.date = desk.today;
    wish.plan = picker_.plan();
    return wish;
}

void ExchangeForm::draw(Desk& desk) {
    Sheet sheet("exchange_form", say("exchange.title"), open_, 640, true);
    if (!sheet) return;
    const core::Currency from = credit_.amount.currency;
    text(say("allocate.available", money_text({credit_.unapplied, from}), credit_.customer_name));
    const auto currencies = offered_currencies();
    const core::Currency to = currencies[static_cast<std::size_t>(to_)];
    {
        Columns columns({2, 1}, 12, 300);
        minor_ = amount_field(say("exchange.amount"), amount_typed_, from,
                              {.required = true, .autofocus = true})
                     .minor;
        columns.next();
        std::vector<std::string> labels;
        for (const core::Currency& one : currencies) labels.emplace_back(one.view());
        if (select(say("exchange.to"), to_, labels)) {
            picker_.reset();
            offer_rate(desk, currencies[static_cast<std::size_t>(to_)]);
        }
    }
    core::Result<core::Date> date = core::Date{};
    {
        Columns columns({1, 1}, 12, 300);
        rate_ = rate_field(rate_typed_, {minor_.value_or(0), from}, to, {}, true);
        columns.next();
        date = date_field(say("label.date"), date_typed_, desk.today, {.required = true}).date;
    }
    draft_.keep(desk,
                {std::to_string(to_), amount_typed_, rate_typed_, date_typed_, picker_.kept()},
                !rate_typed_.empty());
    core::ExchangeCredit wish = command(desk, to);
    if (date) wish.date = *date;
    const bool complete = minor_ && *minor_ > 0 && rate_ && date;
    const std::string key = core::to_text(core::entity_of(id_)) + amount_typed_ + "|" +
                            rate_typed_ + "|" + date_typed_ + std::string(to.view()) +
                            picker_.key() + "@" + std::to_string(desk.session.revision());
    const auto& preview = preview_.get(key, [&]() -> core::Result<session::Outcome> {
        if (!complete) return core::fail(core::ErrorCode::required, "amount");
        return desk.session.preview(wish);
    });
    const auto got = complete ? core::convert({*minor_, from}, *rate_, to)
                              : core::Result<core::Money>(core::fail(core::ErrorCode::required));
    if (got) {
        picker_.draw(desk, {credit_.customer, to, got->minor, {}, wish.date}, preview);
        if (preview) notice(say("exchange.gives", money_text(*got)), BadgeKind::accent);
        else notice(error_words(preview.error()), BadgeKind::bad);
    }
    if (!refused_.empty()) notice(refused_, BadgeKind::bad, true);
    sheet.footer();
    Row row(8);
    const bool ready = complete && preview && !picker_.unreadable();
    if (button(say("exchange.do"), {.kind = ButtonKind::primary,
                                    .enabled = ready,
                                    .hint = ready ? "" : word("exchange.not_ready")})) {
        desk.run(wish, say("exchange.done", money_text({wish.minor, from}), money_text(*got)),
                 [this, &desk](const core::Result<session::Outcome>& outcome) {
                     if (outcome) give_up(desk, draft_, open_);
                     else refused_ = error_words(outcome.error());
                 });
    }
    if (button(say("kit.cancel"))) give_up(desk, draft_, open_);
}

// --- what was written off comes back

void RecoveryForm::open(Desk& desk, const core::ReceiptRow& written_off) {
    *this = RecoveryForm{};
    open_ = true;
    id_ = core::id_cast<core::ReceiptId>(desk.session.mint());
    written_off_ = written_off;
    amount_typed_ = core::to_text(written_off.amount, false);
    date_typed_ = core::to_text(std::max(desk.today, written_off.date));
    draft_.rename("recovery." + core::to_text(written_off.id));
    if (const auto parts = draft_.take(desk, 4); !parts.empty()) {
        amount_typed_ = parts[0];
        date_typed_ = parts[1];
        reference_ = parts[2];
        method_ = read_whole_number(parts[3], 0, static_cast<int>(offered_methods.size()) - 1)
                      .value_or(0);
    }
}

void RecoveryForm::draw(Desk& desk) {
    Dialog dialog("recovery", say("recovery.title"), open_);
    if (!dialog) return;
    text(say("recovery.detail", money_text(written_off_.amount), date_text(written_off_.date)));
    const auto problem = [&](std::string_view field) {
        return was_refused_ && refused_.field == field ? error_words(refused_) : std::string();
    };
    const std::string amount_problem = problem("amount");
    const auto minor =
        amount_field(say("label.amount"), amount_typed_, written_off_.amount.currency,
                     {.error = amount_problem, .required = true, .autofocus = true})
            .minor;
    core::Result<core::Date> date = core::Date{};
    {
        Columns columns({1, 1}, 12, 300);
        const std::string date_problem = problem("date");
        date = date_field(say("label.date"), date_typed_, desk.today,
                          {.error = date_problem, .required = true})
                   .date;
        columns.next();
        std::vector<std::string> labels;
        for (const char* method : offered_methods) labels.push_back(method_words(method));
        select(say("label.method"), method_, labels);
    }
    text_field(say("label.reference"), reference_);
    draft_.keep(desk, {amount_typed_, date_typed_, reference_, std::to_string(method_)});
    if (was_refused_ && amount_problem.empty() && problem("date").empty()) {
        notice(error_words(refused_), BadgeKind::bad, true);
    }
    Row row(8);
    if (button(say("recovery.do"), {.kind = ButtonKind::primary}) && minor && date) {
        core::RecoverWriteOff wish;
        wish.receipt.id = id_;
        wish.receipt.customer = written_off_.customer;
        wish.receipt.against = core::entity_of(written_off_.id);
        wish.receipt.amount = {*minor, written_off_.amount.currency};
        wish.receipt.date = *date;
        wish.receipt.method = offered_methods[static_cast<std::size_t>(method_)];
        wish.receipt.reference = reference_;
        desk.run(wish, say("recovery.done", money_text(wish.receipt.amount)),
                 [this, &desk](const core::Result<session::Outcome>& outcome) {
                     was_refused_ = !outcome;
                     if (!outcome) {
                         refused_ = outcome.error();
                         return;
                     }
                     give_up(desk, draft_, open_);
                     open_receipt(desk, id_);
                 });
    }
    if (button(say("kit.cancel"))) give_up(desk, draft_, open_);
}

// --- money goes back

void RefundForm::open(Desk& desk, const core::ReceiptRow& credit) {
    *this = RefundForm{};
    open_ = true;
    id_ = core::id_cast<core::InvoiceId>(desk.session.mint());
    credit_ = credit;
    amount_typed_ = core::to_text({credit.unapplied, credit.amount.currency}, false);
    date_typed_ = core::to_text(std::max(desk.today, credit.date));
    draft_.rename("refund." + core::to_text(credit.id));
    if (const auto parts = draft_.take(desk, 3); !parts.empty()) {
        amount_typed_ = parts[0];
        date_typed_ = parts[1];
        note_ = parts[2];
    }
}

void RefundForm::draw(Desk& desk) {
    Dialog dialog("refund", say("refund.title"), open_);
    if (!dialog) return;
    const core::Currency currency = credit_.amount.currency;
    text(say("refund.detail", money_text({credit_.unapplied, currency}), credit_.customer_name));
    const auto problem = [&](std::string_view field) {
        return was_refused_ && refused_.field == field ? error_words(refused_) : std::string();
    };
    // More than there is is refused for the part that it would take.
    const std::string amount_problem = problem(problem("parts").empty() ? "amount" : "parts");
    const auto minor = amount_field(say("label.amount"), amount_typed_, currency,
                                    {.error = amount_problem, .required = true, .autofocus = true})
                           .minor;
    const std::string date_problem = problem("date");
    const auto date = date_field(say("label.date"), date_typed_, desk.today,
                                 {.error = date_problem, .required = true})
                          .date;
    text_field(say("label.note"), note_);
    draft_.keep(desk, {amount_typed_, date_typed_, note_});
    if (was_refused_ && amount_problem.empty() && date_problem.empty()) {
        notice(error_words(refused_), BadgeKind::bad, true);
    }
    Row row(8);
    if (button(say("refund.do"), {.kind = ButtonKind::primary}) && minor && date) {
        core::RefundCredit wish;
        wish.credit = credit_.id;
        wish.refund.id = id_;
        wish.refund.number = session::Ledger(desk.session).next_number(core::DebitType::refund);
        wish.refund.amount = {*minor, currency};
        wish.refund.issued = *date;
        wish.refund.rate = credit_.rate; // as it came in, so it goes: no gain
        wish.refund.note = note_;
        desk.run(wish, say("refund.done", money_text(wish.refund.amount)),
                 [this, &desk](const core::Result<session::Outcome>& outcome) {
                     was_refused_ = !outcome;
                     if (outcome) give_up(desk, draft_, open_);
                     else refused_ = outcome.error();
                 });
    }
    if (button(say("kit.cancel"))) give_up(desk, draft_, open_);
}

} // namespace huikuan::ui
