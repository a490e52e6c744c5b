#include "ui/dispute_form.h"

#include <algorithm>

#include "core/read.h"
#include "core/task.h"
#include "session/ledger.h"
#include "ui/dispute_sheet.h"
#include "ui/dunning_words.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"

namespace huikuan::ui {

void DisputeForm::start(Desk& desk, core::EntityId of) {
    *this = DisputeForm{};
    open_ = fresh_ = true;
    of_ = of;
    invoice_ = core::id_cast<core::InvoiceId>(of);
    id_ = desk.session.mint();
    date_typed_ = core::to_text(desk.today);
    draft_.rename("dispute." + core::to_text(of));
    if (desk.session.customer(core::id_cast<core::CustomerId>(of), desk.today)) {
        constexpr std::size_t most = 100;
        core::ListQuery query;
        query.customer = core::id_cast<core::CustomerId>(of);
        query.as_of = desk.today;
        query.open_only = true;
        query.sort = "due";
        auto keys = desk.session.invoice_keys(query);
        keys.resize(std::min(keys.size(), most));
        for (const core::InvoiceRow& row : desk.session.invoices(keys, desk.today)) {
            choices_.emplace_back(row.id,
                                  row.number + " · " + money_text({row.open, row.amount.currency}));
        }
        if (!choices_.empty()) invoice_ = choices_.front().first;
    }
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
    if (is_blank(reason_)) { return refuse(core::ErrorCode::required, "reason"); }
    const core::Money amount{*minor, invoice.amount.currency};
    core::OpenDispute open{{id_, invoice.id, amount, *date, reason_}};
    open.dispute.cause = static_cast<core::DisputeCause>(cause_);
    open.dispute.owner = owner_;
    if (!is_blank(answer_typed_)) {
        const auto answer = core::read_typed_date(answer_typed_, desk.today);
        if (!answer) return refuse(answer.error().code, "answer", answer_typed_);
        open.dispute.answer_by = *answer;
    }
    desk.run(std::move(open), say("dispute.saved", invoice.number, money_text(amount)),
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
    if (!open_ || of_ != *parsed) start(desk, *parsed);
    const auto invoice = desk.session.invoice(invoice_, desk.today);
    bool open = true;
    {
        Sheet sheet("dispute_form", say("dispute.open"), open);
        if (!sheet) return;
        if (!invoice) {
            notice(say("invoice.gone"), BadgeKind::warn);
        } else {
            text(say("dispute.of", invoice->number, invoice->customer_name,
                     money_text({invoice->open, invoice->amount.currency})));
            if (choices_.size() > 1) {
                std::vector<std::string> labels;
                for (const auto& [one, words] : choices_) labels.push_back(words);
                if (select(say("label.number"), choice_, labels)) {
                    invoice_ = choices_[static_cast<std::size_t>(choice_)].first;
                }
            }
            const auto problem = [&](std::string_view field) {
                return was_refused_ && refused_.field == field ? error_words(refused_)
                                                               : std::string();
            };
            const std::string of_amount = problem("amount") + problem("undisputed");
            const std::string of_date = problem("date");
            const std::string of_reason = problem("reason");
            amount_field(
                say("dispute.amount"), amount_typed_, invoice->amount.currency,
                {.error = of_amount, .placeholder = "0.00", .required = true, .autofocus = fresh_});
            std::vector<std::string> causes;
            for (std::size_t i = 0; i < core::dispute_causes; ++i) {
                causes.push_back(cause_words(static_cast<core::DisputeCause>(i)));
            }
            const auto cause = static_cast<core::DisputeCause>(cause_);
            const core::Policy& policy = session::Ledger(desk.session).policy();
            {
                Columns grid({1, 1}, 12, 300);
                select(say("dispute.cause"), cause_, causes);
                grid.next();
                date_field(say("dispute.date"), date_typed_, desk.today, {.error = of_date});
            }
            {
                Columns grid({1, 1}, 12, 300);
                text_field(say("dispute.owner"), owner_);
                grid.next();
                const std::string of_answer = problem("answer");
                const std::string by_cause =
                    say("dispute.by_cause", policy.collection.days_to_answer(cause));
                date_field(say("dispute.answer_by"), answer_typed_, desk.today,
                           {.hint = by_cause, .error = of_answer});
            }
            if (cause == core::DisputeCause::refusal) {
                notice(say("dispute.refusal_path"), BadgeKind::warn);
            }
            const bool committed =
                text_field(
                    say("label.reason"), reason_,
                    {.hint = say("dispute.reason_hint"), .error = of_reason, .required = true})
                    .committed;
            fresh_ = false;
            caption(say("dispute.rule"));
            if (invoice->lines.size() > 1) caption(say("dispute.parts_rule"));
            const bool beside = !of_amount.empty() || !of_date.empty() || !of_reason.empty() ||
                                refused_.field == "answer";
            if (was_refused_ && !beside) { notice(error_words(refused_), BadgeKind::bad, true); }
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
    std::vector<core::InvoiceId> settled;
    for (const core::DisputeRow& row : rows) {
        const bool ended = row.end != core::far_future;
        if (ended && !std::ranges::contains(settled, row.invoice)) settled.push_back(row.invoice);
        standing += ended ? 0 : 1;
        const Named named(core::to_text(row.id));
        {
            Row line(10, true, 36);
            badge(ended ? say("dispute.ended", date_text(row.end)) : say("dispute.standing"),
                  ended ? BadgeKind::neutral : BadgeKind::warn);
            const std::string route = with_sheet(desk, "invoice", core::to_text(row.invoice));
            if (link(row.invoice_number, "#" + route)) desk.go(route);
            text(money_text(row.amount),
                 {.letters = Letters::strong, .tone = ended ? Tone::faint : Tone::text});
            text(date_text(row.date), {.tone = Tone::soft});
            if (button(say("talk.open"), {.kind = ButtonKind::quiet, .icon = Icon::message})) {
                open_dispute(desk, row.id);
            }
            if (!ended &&
                button(say("dispute.end"), {.kind = ButtonKind::quiet, .icon = Icon::check})) {
                ask_end(desk, row);
            }
        }
        std::string more = cause_words(row.cause);
        if (!row.owner.empty()) more += " · " + row.owner;
        if (row.answer_by && !ended) {
            more += " · " + say("dispute.answer_until", date_text(*row.answer_by));
        }
        text(more + " · " + row.reason, {.tone = Tone::soft});
    }
    overcharge_.draw(desk, settled);
    draw_end(desk);
    return standing;
}

void DisputeList::ask_end(Desk& desk, const core::DisputeRow& row) {
    ending_ = true;
    row_ = row;
    came_ = document_ = 0;
    improve_ = false;
    outcome_.clear();
    problem_.clear();
    date_typed_ = core::to_text(desk.today);
    core::ListQuery query;
    query.customer = row.customer;
    query.as_of = desk.today;
    query.sort = "date";
    query.descending = true;
    documents_.clear();
    const auto words = [](core::Date date, const std::string& number, core::Money amount) {
        return date_text(date) + " " + number + " " + money_text(amount);
    };
    for (const auto& one : desk.session.receipts(desk.session.receipt_keys(query), desk.today)) {
        const bool stands = one.status != core::DocumentStatus::voided && one.date >= row.date;
        if (core::is_cash(one.type) || !stands) continue;
        documents_.push_back(
            {core::entity_of(one.id), one.date, words(one.date, one.number, one.amount), one.type});
    }
    query.debit = core::DebitType::refund;
    query.sort = "issued";
    for (const auto& one : desk.session.invoices(desk.session.invoice_keys(query), desk.today)) {
        const bool stands = one.status != core::DocumentStatus::voided && one.issued >= row.date;
        if (!stands || one.type != core::DebitType::refund) continue;
        documents_.push_back({core::entity_of(one.id), one.issued,
                              words(one.issued, one.number, one.amount), std::nullopt});
    }
}

bool DisputeList::fits(const Settling& document) const {
    const auto came = static_cast<core::DisputeOutcome>(came_);
    return document.credit ? core::may_settle(came, *document.credit)
                           : core::may_settle(came, core::DebitType::refund);
}

void DisputeList::settle(Desk& desk) {
    const auto date = core::read_typed_date(date_typed_, desk.today);
    if (!date) {
        problem_ = error_words(date.error());
        return;
    }
    core::SettleDispute settle;
    settle.settled.id = desk.session.mint();
    settle.settled.customer = row_.customer;
    settle.settled.dispute = row_.id;
    settle.settled.date = *date;
    settle.settled.outcome = static_cast<core::DisputeOutcome>(came_);
    settle.settled.note = outcome_;
    int place = 0;
    for (const Settling& one : documents_) {
        if (core::needs_document(settle.settled.outcome) && fits(one) && ++place == document_) {
            settle.settled.document = one.id;
        }
    }
    std::optional<core::SetFields> point;
    if (improve_) {
        core::FieldsSet task{core::RegisterKind::task, desk.session.mint(), {}};
        task.fields = {{"customer", core::to_text(row_.customer)},
                       {"kind", std::string(core::name_of(core::TaskKind::improvement))},
                       {"parent", core::to_text(row_.id)},
                       {"title", outcome_}};
        point = core::SetFields{std::move(task)};
    }
    desk.act(
        [settle, point](session::Session& book) {
            auto done = book.run(settle);
            if (!done || !point) return done;
            if (auto made = book.run(*point); !made) return made;
            return done;
        },
        say("dispute.end_done"),
        [this](const core::Result<session::Outcome>& done) {
            if (done) ending_ = false;
            else problem_ = error_words(done.error());
        });
}

// Which document it is; one that is not there yet is entered with what is known of it.
void DisputeList::draw_document(Desk& desk) {
    std::vector<std::string> choices{"–"};
    for (const Settling& one : documents_) {
        if (fits(one)) choices.push_back(one.words);
    }
    select(say("dispute.document"), document_, choices);
    if (choices.size() == 1) caption(say("dispute.document_first"), Tone::soft);
    const auto came = static_cast<core::DisputeOutcome>(came_);
    const bool refund = came == core::DisputeOutcome::refund;
    const bool credit = came == core::DisputeOutcome::credit_note;
    if (!button(say(refund   ? "debit.new.refund"
                    : credit ? "credit.new.credit_note"
                             : "write_off.title"),
                {.kind = ButtonKind::quiet, .icon = Icon::plus})) {
        return;
    }
    ending_ = false;
    Route route = parse_route(with_sheet(desk, "new",
                                         refund   ? "refund"
                                         : credit ? "credit_note"
                                                  : "write_off"));
    route.set("customer", core::to_text(row_.customer));
    route.set(credit ? "against" : "of", refund ? std::string() : core::to_text(row_.invoice));
    route.set("amount", core::to_text(row_.amount, false));
    if (!refund && !credit) route.set("reason", "settlement");
    desk.go(route.text());
}

void DisputeList::draw_end(Desk& desk) {
    Dialog dialog("end_dispute", say("dispute.end"), ending_);
    if (!dialog) return;
    text(say("dispute.end_detail"), {.tone = Tone::soft});
    std::vector<std::string> outcomes;
    for (std::size_t i = 0; i < core::dispute_outcomes; ++i) {
        outcomes.push_back(dispute_outcome_words(static_cast<core::DisputeOutcome>(i)));
    }
    if (select(say("dispute.came"), came_, outcomes)) document_ = 0;
    const auto came = static_cast<core::DisputeOutcome>(came_);
    if (core::needs_document(came)) draw_document(desk);
    if (core::was_never_owed(came)) caption(say("dispute.never_owed"));
    date_field(say("dispute.end_date"), date_typed_, desk.today);
    const bool committed =
        text_field(say("dispute.outcome"), outcome_,
                   {.hint = say("dispute.outcome_hint"), .error = problem_, .required = true})
            .committed;
    checkbox(say("dispute.improve"), improve_);
    Row row(8);
    if (button(say("dispute.end_do"), {.kind = ButtonKind::primary}) || committed) settle(desk);
    if (button(say("kit.cancel"))) ending_ = false;
}

} // namespace huikuan::ui
