#include "ui/reversal.h"

#include "ui/document_words.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"

namespace huikuan::ui {

std::string moment_key(const Desk& desk, std::string_view id) {
    return std::string(id) + "@" + std::to_string(desk.session.revision()) + "/" +
           std::to_string(desk.as_of.days);
}

// --- the dialog

void ReverseDialog::ask(Desk& desk, Wish wish) {
    open_ = true;
    tried_ = false;
    wish_ = std::move(wish);
    from_ = wish_.bounce ? 1 : 0;
    date_typed_ = core::to_text(std::max(desk.today, wish_.since));
    problem_.clear();
    id_ = desk.session.mint();
}

void ReverseDialog::draw(Desk& desk) {
    Dialog dialog("reverse",
                  say(wish_.bill     ? "bill.dishonour"
                      : wish_.bounce ? "reverse.bounce"
                                     : "reverse.title"),
                  open_);
    if (!dialog) return;
    text(say("reverse.detail", wish_.what));
    if (wish_.recovery) text(say("reverse.recovery"));
    if (wish_.dated) {
        radio(say("reverse.never"), from_, 0);
        radio(say("reverse.from_day"), from_, 1);
    }
    core::Result<core::Date> day = wish_.since;
    if (from_ == 1) {
        day = date_field(say("reverse.day"), date_typed_, desk.today,
                         {.hint = word("reverse.day_hint"),
                          .error = problem_of_date_ ? problem_ : std::string_view{},
                          .required = true})
                  .date;
    }
    const bool missing = is_blank(wish_.reason);
    const std::string problem = tried_ && missing  ? say("reverse.reason_missing")
                                : problem_of_date_ ? std::string()
                                                   : problem_;
    const auto field = text_field(say("label.reason"), wish_.reason,
                                  {.error = problem,
                                   .placeholder = say("reverse.reason_hint"),
                                   .required = true,
                                   .autofocus = true});
    Row row(8);
    if (button(say("reverse.do"), {.kind = ButtonKind::danger, .icon = Icon::undo}) ||
        field.committed) {
        tried_ = true;
        if (!missing && day) {
            const auto from = from_ == 1 ? std::optional(*day) : std::nullopt;
            desk.run(core::Reverse{id_, wish_.target, from, wish_.reason},
                     say("reverse.done", wish_.what),
                     [this](const core::Result<session::Outcome>& outcome) {
                         problem_of_date_ = !outcome && outcome.error().field == "date";
                         if (outcome) open_ = false;
                         else problem_ = error_words(outcome.error());
                     });
        }
    }
    if (button(say("kit.cancel"))) open_ = false;
}

// --- what a document is used for

void AllocationList::draw(Desk& desk, core::EntityId document, bool of_invoice,
                          core::Currency currency, ReverseDialog& reverse) {
    heading(say("allocate.list"), 3);
    const std::string key = moment_key(desk, core::to_text(document));
    const auto& rows = rows_.get(key, [&] {
        auto found = desk.session.allocations_of(document);
        paid_by_.clear();
        for (const core::AllocationRow& row : found) { // money, a credit note, a write-off ...
            const auto credit = desk.session.receipt(row.receipt, desk.as_of);
            paid_by_.push_back(credit ? credit->type : core::CreditType::receipt);
        }
        return found;
    });
    if (rows.empty()) {
        text(say("allocate.none"), {.tone = Tone::soft});
        return;
    }
    const std::vector<TableColumn> columns{
        {say("label.date"), 0.1F, 104, Align::left, {}, 0},
        {say(of_invoice ? "allocate.paid_by" : "label.number"), 4, 136, Align::left, {}, 0},
        {say("label.amount"), 0.2F, 100, Align::right, {}, 0},
        {say("label.status"), 0.1F, 84, Align::left, {}, 1},
    };
    const auto answer = plain_table(
        state_, rows.size(), {.name = say("allocate.list"), .columns = columns},
        [&](std::size_t index, std::size_t column) -> Cell {
            const core::AllocationRow& row = rows[index];
            const bool live = row.end == core::far_future;
            const bool parked = live && row.effective < row.amount.minor;
            switch (column) {
            case 0: return {.text = date_text(row.start)};
            case 1:
                return {.text = of_invoice ? credit_words(paid_by_[index]) : row.invoice_number};
            case 2:
                return {.text =
                            money_text({live ? row.effective : row.amount.minor, currency}, false),
                        .tone = live ? Tone::text : Tone::faint,
                        .strong = live};
            default:
                if (!live) return {.text = say("status.voided"), .badge = BadgeKind::neutral};
                if (parked) return {.text = say("allocate.parked"), .badge = BadgeKind::warn};
                return {.text = say("allocate.live"), .badge = BadgeKind::good};
            }
        });
    if (answer.opened) {
        const core::AllocationRow& row = rows[*answer.opened];
        if (of_invoice) open_receipt(desk, row.receipt);
        else open_invoice(desk, row.invoice);
    }
    draw_gains(desk, document, currency);
    for (const core::AllocationRow& row : rows) {
        if (row.end != core::far_future) continue;
        const Named named(core::to_text(row.id));
        const std::string part = money_text({row.effective, currency});
        if (button(say("reverse.allocation", part),
                   {.kind = ButtonKind::quiet, .icon = Icon::undo})) {
            reverse.ask(desk, {core::entity_of(row.id), say("allocate.of", part), row.start});
        }
    }
}

// 汇兑损益: what the parts of a foreign document were worth more or less when they were paid.
void AllocationList::draw_gains(Desk& desk, core::EntityId document, core::Currency currency) {
    if (currency == desk.session.book().currency) return;
    const auto& gains = gains_.get(moment_key(desk, core::to_text(document)),
                                   [&] { return session::Ledger(desk.session).gains(document); });
    Sums sum;
    for (const session::GainRow& row : gains) sum.add(row.gain);
    if (!gains.empty()) fact(say("gains.realised"), sum.words());
}

} // namespace huikuan::ui
