#include "ui/dispute_form.h"

#include "core/read.h"
#include "session/ledger.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"

namespace huikuan::ui {

void DisputeForm::start(Desk& desk, core::InvoiceId invoice) {
    *this = DisputeForm{};
    open_ = fresh_ = true;
    invoice_ = invoice;
    id_ = desk.session.mint();
    date_typed_ = core::to_text(desk.today);
    draft_.rename("dispute." + core::to_text(invoice));
    const auto parts = draft_.take(desk, 3);
    if (parts.size() != 3) return;
    amount_typed_ = parts[0];
    date_typed_ = parts[1];
    reason_ = parts[2];
}

void DisputeForm::save(Desk& desk, const core::InvoiceRow& invoice) {
    const auto refuse = [&](core::ErrorCode code, const char* field, std::string detail = {}) {
        was_refused_ = true;
        refused_ = {code, field, std::move(detail), 0};
    };
    const auto minor = read_typed_amount(amount_typed_, invoice.amount.currency);
    const auto date = core::read_typed_date(date_typed_, desk.today);
    if (!minor) return refuse(minor.error().code, "amount", minor.error().detail);
    if (!date) return refuse(date.error().code, "date", date_typed_);
    if (reason_.find_first_not_of(' ') == std::string::npos) {
        return refuse(core::ErrorCode::required, "reason");
    }
    const core::Money amount{*minor, invoice.amount.currency};
    desk.run(core::OpenDispute{{id_, invoice.id, amount, *date, reason_}},
             say("dispute.saved", invoice.number, money_text(amount)),
             [this, &desk](const core::Result<session::Outcome>& outcome) {
                 was_refused_ = !outcome;
                 if (!outcome) {
                     refused_ = outcome.error();
                     return;
                 }
                 open_ = false;
                 draft_.forget(desk);
                 desk.go(with_sheet(desk, "invoice", core::to_text(invoice_)), true);
             });
}

void DisputeForm::draw(Desk& desk) {
    const auto parsed = core::parse_id(desk.route.option("dispute"));
    if (!parsed) {
        open_ = false;
        return;
    }
    const auto id = core::id_cast<core::InvoiceId>(*parsed);
    if (!open_ || invoice_ != id) start(desk, id);
    const auto invoice = desk.session.invoice(id, desk.today);
    bool open = true;
    {
        Sheet sheet("dispute_form", say("dispute.open"), open);
        if (!sheet) return;
        if (!invoice) {
            notice(say("invoice.gone"), BadgeKind::warn);
        } else {
            text(say("dispute.of", invoice->number, invoice->customer_name,
                     money_text({invoice->open, invoice->amount.currency})));
            const auto problem = [&](std::string_view field) {
                return was_refused_ && refused_.field == field ? error_words(refused_)
                                                               : std::string();
            };
            const std::string of_amount = problem("amount");
            const std::string of_date = problem("date");
            const std::string of_reason = problem("reason");
            amount_field(
                say("dispute.amount"), amount_typed_, invoice->amount.currency,
                {.error = of_amount, .placeholder = "0.00", .required = true, .autofocus = fresh_});
            date_field(say("dispute.date"), date_typed_, desk.today, {.error = of_date});
            const bool committed =
                text_field(
                    say("label.reason"), reason_,
                    {.hint = say("dispute.reason_hint"), .error = of_reason, .required = true})
                    .committed;
            fresh_ = false;
            caption(say("dispute.rule"));
            if (was_refused_ && of_amount.empty() && of_date.empty() && of_reason.empty()) {
                notice(error_words(refused_), BadgeKind::bad, true);
            }
            Row row(8);
            if (button(say("dispute.save"), {.kind = ButtonKind::primary}) || committed) {
                save(desk, *invoice);
            }
            if (button(say("kit.cancel"))) {
                open = false;
                draft_.forget(desk);
            }
        }
    }
    if (open_ && open) {
        draft_.keep(desk, {amount_typed_, date_typed_, reason_}, !amount_typed_.empty());
    }
    if (!open) {
        open_ = false;
        desk.go(with_sheet(desk, "dispute", {}));
    }
}

std::size_t DisputeList::draw(Desk& desk, core::EntityId of) {
    const std::string key = core::to_text(of) + "@" + std::to_string(desk.session.revision());
    const auto& rows =
        rows_.get(key, [&] { return session::Ledger(desk.session).disputes(of, true); });
    std::size_t standing = 0;
    for (const core::DisputeRow& row : rows) {
        const bool ended = row.end != core::far_future;
        standing += ended ? 0 : 1;
        const Named named(core::to_text(row.id));
        {
            Row line(10, true, 32);
            badge(ended ? say("dispute.ended", date_text(row.end)) : say("dispute.standing"),
                  ended ? BadgeKind::neutral : BadgeKind::warn);
            const std::string route = with_sheet(desk, "invoice", core::to_text(row.invoice));
            if (link(row.invoice_number, "#" + route)) desk.go(route);
            text(money_text(row.amount),
                 {.letters = Letters::strong, .tone = ended ? Tone::faint : Tone::text});
            text(date_text(row.date), {.tone = Tone::soft});
            if (!ended &&
                button(say("dispute.end"), {.kind = ButtonKind::quiet, .icon = Icon::check})) {
                ending_ = true;
                ended_ = row.id;
                outcome_.clear();
                problem_.clear();
                date_typed_ = core::to_text(desk.today);
            }
        }
        text(row.reason, {.tone = Tone::soft});
    }
    draw_end(desk);
    return standing;
}

void DisputeList::draw_end(Desk& desk) {
    Dialog dialog("end_dispute", say("dispute.end"), ending_);
    if (!dialog) return;
    text(say("dispute.end_detail"), {.tone = Tone::soft});
    date_field(say("dispute.end_date"), date_typed_, desk.today);
    const bool committed =
        text_field(say("dispute.outcome"), outcome_,
                   {.hint = say("dispute.outcome_hint"), .error = problem_, .required = true})
            .committed;
    Row row(8);
    if (button(say("dispute.end_do"), {.kind = ButtonKind::primary}) || committed) {
        const auto date = core::read_typed_date(date_typed_, desk.today);
        if (!date) {
            problem_ = error_words(date.error());
        } else {
            desk.run(core::Reverse{desk.session.mint(), ended_, *date, outcome_},
                     say("dispute.end_done"), [this](const core::Result<session::Outcome>& done) {
                         if (done) ending_ = false;
                         else problem_ = error_words(done.error());
                     });
        }
    }
    if (button(say("kit.cancel"))) ending_ = false;
}

} // namespace huikuan::ui
