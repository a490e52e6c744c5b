#include "ui/history.h"

#include <algorithm>

#include "ui/collection_words.h"
#include "ui/document_words.h"
#include "ui/dunning_words.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/statement_words.h"
#include "ui/write_off_form.h"

namespace huikuan::ui {

namespace {

std::string changed_field_words(const std::string& name) {
    const std::string key = "label." + name;
    return has_key(language(), key) ? std::string(word(key)) : name;
}

struct Words {
    std::string operator()(const core::FieldsSet& fact) const {
        std::string names;
        for (const auto& [name, value] : fact.fields) {
            const std::string one = changed_field_words(name);
            names = names.empty() ? one : say("listed", names, one);
        }
        return say("history.fields", names);
    }
    std::string operator()(const core::InvoiceIssued& fact) const {
        if (fact.type != core::DebitType::invoice) {
            return say("history.debit", debit_words(fact.type), fact.number,
                       money_text(fact.amount));
        }
        return say("history.invoice", fact.number, money_text(fact.amount));
    }
    std::string operator()(const core::ReceiptRecorded& fact) const {
        if (fact.type != core::CreditType::receipt) {
            return say("history.credit", credit_words(fact.type), money_text(fact.amount),
                       date_text(fact.date));
        }
        return say("history.receipt", money_text(fact.amount), date_text(fact.date));
    }
    std::string operator()(const core::AllocationMade& fact) const {
        return say("history.allocation", money_text(fact.amount));
    }
    std::string operator()(const core::Reversed& fact) const {
        return say("history.reversed", reason_words(fact.reason));
    }
    std::string operator()(const core::ExceptionResolved& fact) const {
        return say("history.resolved", fact.note);
    }
    std::string operator()(const core::CustomersMerged& fact) const {
        return say("history.merged", date_text(fact.date), fact.reason);
    }
    std::string operator()(const core::AttachmentAdded& fact) const {
        return say("history.attached", fact.name);
    }
    std::string operator()(const core::DisputeOpened& fact) const {
        return say("history.disputed", money_text(fact.amount), fact.reason);
    }
    std::string operator()(const core::ContactLogged& fact) const {
        return with_against(say("history.contact",
                                word("channel." + std::string(core::name_of(fact.channel))),
                                word("outcome." + std::string(core::name_of(fact.outcome))),
                                date_text(fact.date), fact.note),
                            fact.overruled);
    }
    std::string operator()(const core::PromiseMade& fact) const {
        return say("history.promise", money_text(fact.amount), date_text(fact.due)) +
               (fact.how.empty() ? "" : " · " + method_words(fact.how));
    }
    std::string operator()(const core::PlanAgreed& fact) const {
        return say("history.plan", static_cast<std::int64_t>(fact.lines.size()),
                   date_text(fact.lines.back().due));
    }
    std::string operator()(const core::LetterSent& fact) const {
        return say("history.letter", date_text(fact.date),
                   word("channel." + std::string(core::name_of(fact.channel))), fact.subject);
    }
    std::string operator()(const core::DisputeSettled& fact) const {
        return say("history.dispute_settled", dispute_outcome_words(fact.outcome), fact.note);
    }
    std::string operator()(const core::HoldPlaced& fact) const {
        return hold_words(fact.kind) + " · " +
               say("history.hold", date_text(fact.until), fact.reason);
    }
    std::string operator()(const core::LegalEventNoted& fact) const {
        return say("history.legal_event",
                   word("law.event." + std::string(core::name_of(fact.what))), date_text(fact.date),
                   fact.proof);
    }
    std::string operator()(const core::CaseStepTaken& fact) const {
        return say("history.case_step",
                   word("case.stage." + std::string(core::name_of(fact.stage))),
                   date_text(fact.date));
    }
    std::string operator()(const core::CaseCostPaid& fact) const {
        return say("history.case_cost", word("case.cost." + std::string(core::name_of(fact.what))),
                   money_text(fact.amount), date_text(fact.date));
    }
    std::string operator()(const core::StatementIssued& fact) const {
        return say("history.statement", date_text(fact.to),
                   money_text({fact.closing, fact.currency}));
    }
    std::string operator()(const core::StatementSent& fact) const {
        return say("history.statement_sent", date_text(fact.date),
                   word("channel." + std::string(core::name_of(fact.channel))));
    }
    std::string operator()(const core::StatementAnswered& fact) const {
        return say("history.statement_answer", date_text(fact.date),
                   say(fact.verdict == core::StatementVerdict::confirmed
                           ? "statement.verdict.confirmed"
                           : "statement.verdict.difference"));
    }
    std::string operator()(const core::DifferenceSettled& fact) const {
        return say("history.difference", difference_end_words(fact.how), fact.note);
    }
    std::string operator()(const core::BillMoved& fact) const {
        return say("history.bill", bill_words(fact.step), date_text(fact.date), fact.party);
    }
    std::string operator()(const core::BankLinesImported& fact) const {
        return say("history.bank_import", fact.account, fact.lines.size(), fact.file);
    }
    std::string operator()(const core::BankLineUsed& fact) const {
        return fact.receipt.is_nil() ? say("history.bank_unused", fact.reason)
                                     : say("history.bank_use");
    }
};

} // namespace

std::string fact_words(const core::Fact& fact) { return std::visit(Words{}, fact); }

std::string device_words(core::DeviceId device) {
    return device.is_nil() ? std::string("–") : std::string(device.view().substr(0, 6));
}

// Each step that still stands can be taken back from here: a fact by its reversal, a field by
// writing what it showed before, as long as nobody has written it since.
void History::draw_undo(Desk& desk, const core::HistoryRow& row) {
    if (!row.fact || row.voided || std::holds_alternative<core::Reversed>(*row.fact)) return;
    const Named named(row.hash_hex);
    const auto* fields = std::get_if<core::FieldsSet>(&*row.fact);
    if (fields == nullptr) {
        if (!button(say("history.undo"), {.kind = ButtonKind::quiet, .icon = Icon::undo})) return;
        desk.run(core::Reverse{desk.session.mint(), row.entity, std::nullopt, say("undo.reason")},
                 say("undo.done"));
        return;
    }
    if (row.before.size() != fields->fields.size()) return;
    const auto shown = desk.session.fields(fields->kind, fields->entity);
    core::FieldsSet back{fields->kind, fields->entity, {}};
    for (std::size_t i = 0; i < fields->fields.size(); ++i) {
        if (!std::ranges::contains(shown, fields->fields[i])) return; // written since
        back.fields.emplace_back(fields->fields[i].first, row.before[i]);
    }
    const bool first = std::ranges::all_of(row.before, &std::string::empty);
    if (first || back.fields == fields->fields) return; // there was nothing before
    if (button(say("history.undo"), {.kind = ButtonKind::quiet, .icon = Icon::undo}))
        desk.run(core::SetFields{std::move(back)}, say("undo.done"));
}

void History::draw(Desk& desk, core::EntityId entity) {
    if (!filled_ || entity_ != entity || revision_ != desk.session.revision()) {
        rows_ = desk.session.history(entity);
        entity_ = entity;
        revision_ = desk.session.revision();
        filled_ = true;
    }
    if (rows_.empty()) {
        text(say("history.empty"), {.tone = Tone::soft});
        return;
    }
    Stack lines(10);
    for (const core::HistoryRow& row : rows_) {
        const std::string what =
            row.fact ? fact_words(*row.fact) : say("history.unknown", row.kind);
        {
            Row line(8);
            text(what, {.tone = row.voided ? Tone::faint : Tone::text});
            if (row.voided) badge(say("status.voided"), BadgeKind::neutral);
        }
        if (row.fact) {
            if (const auto* fields = std::get_if<core::FieldsSet>(&*row.fact)) {
                for (std::size_t i = 0; i < fields->fields.size(); ++i) {
                    const std::string before = i < row.before.size() ? row.before[i] : "";
                    caption(say("history.field", changed_field_words(fields->fields[i].first),
                                before.empty() ? "–" : before,
                                fields->fields[i].second.empty() ? "–" : fields->fields[i].second));
                }
            }
        }
        draw_undo(desk, row);
        caption(say("history.stamp", moment_text(row.time.ms), device_words(row.device),
                    std::to_string(row.seq)),
                Tone::soft);
        divider();
    }
}

} // namespace huikuan::ui
