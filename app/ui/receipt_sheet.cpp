#include "ui/receipt_sheet.h"

#include "core/exchange.h"
#include "session/ledger.h"
#include "ui/document_tables.h"
#include "ui/document_words.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/unapplied.h"
#include "ui/write_off_form.h"

namespace huikuan::ui {

BillState bill_state(const core::ReceiptRow& row, core::Date as_of) {
    if (row.status == core::DocumentStatus::voided) {
        if (row.dishonoured()) return {say("bill.dishonoured"), BadgeKind::bad};
        return {say("status.voided"), BadgeKind::neutral}; // entered by mistake
    }
    if (row.bill_step) {
        return {bill_words(*row.bill_step),
                *row.bill_step == core::BillStep::honoured ? BadgeKind::good : BadgeKind::accent};
    }
    const bool late = row.bill && row.bill->maturity < as_of;
    return {say(late ? "bill.overdue" : "bill.held"), late ? BadgeKind::bad : BadgeKind::neutral};
}

void ReceiptSheet::draw(Desk& desk, ReverseDialog& reverse) {
    const std::string id = desk.route.option("receipt");
    bool open = !id.empty();
    std::optional<core::ReceiptRow> row;
    if (open) {
        row = row_.get(moment_key(desk, id), [&]() -> std::optional<core::ReceiptRow> {
            const auto parsed = core::parse_id(id);
            if (!parsed) return std::nullopt;
            return desk.session.receipt(core::id_cast<core::ReceiptId>(*parsed), desk.as_of);
        });
    }
    {
        const std::string title =
            !row ? say("nav.receipts")
            : row->type == core::CreditType::receipt
                ? say("receipt.title", money_text(row->amount))
                : say("receipt.typed", credit_words(row->type), money_text(row->amount));
        Sheet sheet("receipt", title, open);
        if (sheet && !row) notice(say("receipt.gone"), BadgeKind::warn);
        if (sheet && row) {
            draw_facts(desk, *row);
            if (row->bill) draw_bill(desk, *row, reverse);
            draw_tied(desk, *row);
            draw_actions(desk, *row, reverse);
            allocations_.draw(desk, core::entity_of(row->id), false, row->amount.currency, reverse);
            heading(say("files.title"), 3);
            files_.draw(desk, core::entity_of(row->id));
            heading(say("history.title"), 3);
            history_.draw(desk, core::entity_of(row->id));
        }
    }
    bill_form_.draw(desk);
    exchange_form_.draw(desk);
    recovery_form_.draw(desk);
    refund_form_.draw(desk);
    if (!id.empty() && !open) desk.go(with_sheet(desk, "receipt", {}));
}

const std::vector<core::ReceiptRow>& ReceiptSheet::fees_of(Desk& desk,
                                                           const core::ReceiptRow& row) {
    return fees_.get(moment_key(desk, core::to_text(row.id)), [&] {
        return core::is_cash(row.type) ? session::Ledger(desk.session).fees_of(row, desk.as_of)
                                       : std::vector<core::ReceiptRow>{};
    });
}

void ReceiptSheet::draw_facts(Desk& desk, const core::ReceiptRow& row) {
    {
        Row line(10, true, 28);
        badge(receipt_status(row, desk.as_of), receipt_kind(row, desk.as_of));
        const std::string route = customer_route(row.customer);
        if (link(row.customer_name, "#" + route)) desk.go(route);
    }
    const auto& fees = fees_of(desk, row);
    {
        Row facts(28);
        fact(say(fees.empty() ? "label.amount" : "receipt.reached"), money_text(row.amount));
        core::Money paid = row.amount, unapplied{row.unapplied, row.amount.currency};
        for (const core::ReceiptRow& fee : fees) {
            paid.minor += fee.amount.minor;
            unapplied.minor += fee.unapplied;
            const std::string route = with_sheet(desk, "receipt", core::to_text(fee.id));
            const Named named(core::to_text(fee.id));
            if (fact_link(say("credit.fee"), money_text(fee.amount), "#" + route)) desk.go(route);
        }
        if (!fees.empty()) fact(say("receipt.paid"), money_text(paid));
        fact(say("label.unapplied"), money_text(unapplied),
             unapplied.minor != 0 ? Tone::amber : Tone::text);
        fact(say("label.date"), date_text(row.date));
        if (core::is_cash(row.type)) fact(say("label.method"), method_words(row.method));
        if (!row.number.empty()) fact(say("label.credit_number"), row.number);
        if (!row.reference.empty()) fact(say("label.reference"), row.reference);
        if (row.rate.given()) {
            fact(say("rate.title"), core::to_text(row.rate));
            const auto worth = core::convert(row.amount, row.rate, desk.session.book().currency);
            if (worth) fact(say("rate.worth"), money_text(*worth));
        }
    }
    caption(say("asof.short", date_text(desk.as_of)));
    if (!row.reason.empty()) text(reason_words(row.reason));
    if (!row.note.empty()) text(row.note, {.tone = Tone::soft});
}

// --- a bill

void ReceiptSheet::draw_bill(Desk& desk, const core::ReceiptRow& row, ReverseDialog& reverse) {
    Panel panel(say("credit.bill"), 14, 8);
    const core::Bill& bill = *row.bill;
    {
        Row facts(24);
        fact(say("bill.number"), bill.number);
        fact(say("bill.acceptor"), bill.acceptor);
        fact(say("bill.maturity"), date_text(bill.maturity));
        fact(say("bill.kind"), say(bill.commercial ? "bill.commercial" : "bill.bank"));
    }
    const BillState state = bill_state(row, desk.as_of);
    badge(state.words, state.kind);
    const auto& steps = steps_.get(moment_key(desk, core::to_text(row.id)), [&] {
        return session::Ledger(desk.session).bill_steps(row.id);
    });
    for (const core::BillStepRow& step : steps) {
        const Named named(core::to_text(step.id));
        const bool live = step.end == core::far_future;
        std::string words = date_text(step.date) + " · " + bill_words(step.step);
        if (!step.party.empty()) words += " · " + step.party;
        if (step.cost_minor > 0) {
            words +=
                " · " + say("bill.cost_words", money_text({step.cost_minor, row.amount.currency}));
        }
        Row line(8, true, 32);
        text(words, {.tone = live ? Tone::text : Tone::faint});
        if (!live) {
            badge(say("status.voided"), BadgeKind::neutral);
        } else if (row.status != core::DocumentStatus::voided &&
                   button(say("bill.undo", bill_words(step.step)),
                          {.kind = ButtonKind::quiet, .icon = Icon::undo})) {
            reverse.ask(desk, {step.id, bill_words(step.step), step.date});
        }
    }
    if (row.status == core::DocumentStatus::voided) return;
    Row actions(8);
    const auto offer = [&](core::BillStep step, bool possible, ButtonKind kind) {
        if (possible && button(bill_action_words(step), {.kind = kind})) {
            bill_form_.open(desk, row, step);
        }
    };
    const bool held = !row.bill_step;
    const bool honoured = row.bill_step == core::BillStep::honoured;
    offer(core::BillStep::honoured, !honoured, ButtonKind::primary);
    offer(core::BillStep::endorsed, held, ButtonKind::secondary);
    offer(core::BillStep::discounted, held, ButtonKind::secondary);
    if (!honoured && button(say("bill.dishonour"), {.kind = ButtonKind::danger})) {
        reverse.ask(desk, {core::entity_of(row.id),
                           say("bill.about", bill.number, money_text(row.amount)), row.date, true,
                           say("bill.dishonoured"), true, true});
    }
}

// What it goes with: the receipt of a fee, the write-off that a recovery came from.
void ReceiptSheet::draw_tied(Desk& desk, const core::ReceiptRow& row) {
    if (row.against.is_nil()) return;
    Route route = parse_route(with_sheet(desk, "receipt", core::to_text(row.against)));
    if (row.type == core::CreditType::credit_note || row.type == core::CreditType::exchange_in) {
        route = parse_route(with_sheet(desk, "invoice", core::to_text(row.against)));
    }
    const std::string words =
        say(row.type == core::CreditType::receipt ? "receipt.recovers" : "receipt.belongs");
    if (link(words, "#" + route.text())) desk.go(route.text());
}

void ReceiptSheet::draw_actions(Desk& desk, const core::ReceiptRow& row, ReverseDialog& reverse) {
    if (row.status == core::DocumentStatus::voided) return;
    Row actions(8);
    core::ReceiptRow whole = row; // what the customer paid is used and goes back, the fee as well
    for (const core::ReceiptRow& fee : fees_of(desk, row)) whole.unapplied += fee.unapplied;
    if (whole.unapplied != 0 &&
        button(say("allocate.later"), {.kind = ButtonKind::primary, .icon = Icon::split})) {
        open_allocation(desk, row.id);
    }
    if (whole.unapplied != 0 && button(say("exchange.title"))) exchange_form_.open(desk, whole);
    if (whole.unapplied > 0 && button(say("refund.title"))) refund_form_.open(desk, whole);
    const core::EntityId id = core::entity_of(row.id);
    const std::string what = say("receipt.typed", credit_words(row.type), money_text(row.amount));
    if (row.type == core::CreditType::write_off && row.against.is_nil() &&
        button(say("recovery.title"), {.kind = ButtonKind::primary, .icon = Icon::coin})) {
        recovery_form_.open(desk, row);
    }
    const bool recovery = row.type == core::CreditType::receipt && !row.against.is_nil();
    if (core::is_cash(row.type) && !row.bill && button(say("reverse.bounce"))) {
        reverse.ask(
            desk,
            {.target = id, .what = what, .since = row.date, .bounce = true, .recovery = recovery});
    }
    if (button(say(core::is_cash(row.type) ? "reverse.receipt" : "reverse.title"),
               {.kind = ButtonKind::danger, .icon = Icon::undo})) {
        reverse.ask(desk, {.target = id, .what = what, .since = row.date, .recovery = recovery});
    }
}

} // namespace huikuan::ui
