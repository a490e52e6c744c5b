#include "ui/timeline.h"

#include <algorithm>

#include "core/sorting.h"
#include "session/collections.h"
#include "session/dunning.h"
#include "session/ledger.h"
#include "ui/collection_words.h"
#include "ui/document_words.h"
#include "ui/dunning_words.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/list_tools.h"
#include "ui/lists.h"
#include "ui/statement_words.h"

namespace huikuan::ui {

// The latest `most_` of each kind are read: a customer may have thousands of documents.
void Timeline::read(Desk& desk, core::CustomerId customer) {
    const std::string key = core::to_text(customer) + "@" +
                            std::to_string(desk.session.revision()) + "/" +
                            std::to_string(desk.as_of.days) + "/" + std::to_string(most_);
    if (key == key_) return;
    key_ = key;
    events_.clear();
    core::ListQuery query;
    query.customer = customer;
    query.as_of = desk.as_of;
    query.with_void = true;
    query.descending = true;
    query.sort = "issued";
    auto debits = desk.session.invoice_keys(query);
    query.sort = "date";
    auto credits = desk.session.receipt_keys(query);
    more_ = debits.size() > most_ || credits.size() > most_;
    debits.resize(std::min(debits.size(), most_));
    credits.resize(std::min(credits.size(), most_));
    core::Date oldest = core::first_date; // before it, one of the two kinds is not complete
    const auto invoices = desk.session.invoices(debits, desk.as_of);
    const auto receipts = desk.session.receipts(credits, desk.as_of);
    if (more_ && invoices.size() == most_) oldest = std::max(oldest, invoices.back().issued);
    if (more_ && receipts.size() == most_) oldest = std::max(oldest, receipts.back().date);
    for (const core::InvoiceRow& row : invoices) {
        const bool voided = row.status == core::DocumentStatus::voided;
        events_.push_back({row.issued, debit_words(row.type), row.number, row.amount,
                           voided ? BadgeKind::neutral : BadgeKind::accent, core::entity_of(row.id),
                           false, voided});
    }
    for (const core::ReceiptRow& row : receipts) {
        const bool voided = row.status == core::DocumentStatus::voided;
        const std::string& detail = row.number.empty() ? row.reference : row.number;
        events_.push_back({row.date, credit_words(row.type), detail,
                           core::Money{-row.amount.minor, row.amount.currency},
                           voided ? BadgeKind::neutral : BadgeKind::good, core::entity_of(row.id),
                           true, voided});
    }
    const session::Ledger ledger(desk.session);
    for (const core::DisputeRow& row : ledger.disputes(core::entity_of(customer), true)) {
        events_.push_back({row.date, say("dispute.standing"),
                           row.invoice_number + " · " + row.reason, row.amount, BadgeKind::warn,
                           core::entity_of(row.invoice), false, false});
        if (row.end == core::far_future) continue;
        events_.push_back({row.end, say("timeline.dispute_ended"), row.invoice_number, row.amount,
                           BadgeKind::neutral, core::entity_of(row.invoice), false, false});
    }
    for (const session::LetterRow& row : session::Dunning(desk.session).letters(customer, true)) {
        const bool voided = row.end != core::far_future;
        events_.push_back({row.letter.date, letter_words(row.letter.letter), row.letter.subject,
                           std::nullopt, voided ? BadgeKind::neutral : BadgeKind::warn,
                           row.letter.id, false, voided, true});
    }
    read_statements(desk, customer);
    for (const session::ContractRow& row : ledger.contracts(customer)) {
        if (!row.contract.signed_on) continue;
        events_.push_back({*row.contract.signed_on,
                           say("timeline.contract"),
                           row.contract.number,
                           std::nullopt,
                           BadgeKind::accent,
                           {},
                           false,
                           false});
    }
    for (const core::ReceiptRow& row : receipts) {
        if (row.type != core::CreditType::bill) continue;
        for (const core::BillStepRow& step : ledger.bill_steps(row.id)) {
            const bool voided = step.end <= step.date;
            events_.push_back({step.date, bill_words(step.step),
                               row.bill ? row.bill->number + " · " + step.party : step.party,
                               std::nullopt, voided ? BadgeKind::neutral : BadgeKind::accent,
                               core::entity_of(row.id), true, voided});
        }
    }
    read_collecting(desk, customer);
    std::erase_if(events_, [&](const Event& event) {
        return event.date < oldest || event.date > desk.as_of;
    });
    core::sort(events_, std::greater{}, &Event::date);
}

// What was stated, and what came back.
void Timeline::read_statements(Desk& desk, core::CustomerId customer) {
    session::StatementFilter filter;
    filter.customer = customer;
    for (const session::StatementCourse& one :
         session::Statements(desk.session).all(desk.as_of, filter)) {
        const auto add = [&](core::Date date, std::string what, std::string detail,
                             std::optional<core::Money> amount, BadgeKind kind) {
            Event event{date, std::move(what), std::move(detail), amount, kind, one.id, false,
                        false};
            event.statement = true;
            events_.push_back(std::move(event));
        };
        add(one.date, say("statement.title"),
            period_words(one) + " · " + statement_state_words(one.state), one.closing,
            statement_state_kind(one.state));
        for (const session::StatementSending& sent : one.sendings) {
            add(sent.date, say("timeline.statement_sent"),
                period_words(one) + " · " + channel_words(sent.channel), std::nullopt,
                BadgeKind::neutral);
        }
        for (const session::StatementAnswer& answer : one.answers) {
            const bool differs = answer.verdict == core::StatementVerdict::difference;
            std::string detail = period_words(one);
            if (answer.is_signed) detail += " · " + say("statement.signed_badge");
            add(answer.date,
                say(differs ? "statement.verdict.difference" : "statement.verdict.confirmed"),
                std::move(detail), core::Money{answer.theirs, one.closing.currency},
                differs ? BadgeKind::bad : BadgeKind::good);
            for (const session::AnsweredLine& line : answer.lines) {
                if (line.open()) continue;
                add(line.settled_on, say("timeline.difference_settled"),
                    line.what.number + " · " + difference_end_words(line.how),
                    core::Money{line.what.minor, one.closing.currency}, BadgeKind::neutral);
            }
        }
    }
}

// What was said, promised, agreed and done about it.
void Timeline::read_collecting(Desk& desk, core::CustomerId customer) {
    const session::Collections collections(desk.session);
    const auto add = [&](core::Date date, std::string what, std::string detail,
                         std::optional<core::Money> amount, BadgeKind kind) {
        events_.push_back(
            {date, std::move(what), std::move(detail), amount, kind, {}, false, false});
    };
    for (const session::ContactLine& line : collections.contacts(customer)) {
        const core::ContactLogged& one = line.contact;
        add(one.date, channel_words(one.channel),
            outcome_words(one.outcome) + (one.note.empty() ? "" : " · " + one.note), std::nullopt,
            one.reached ? BadgeKind::accent : BadgeKind::neutral);
    }
    for (const session::PromiseRow& row : collections.promises(customer, desk.as_of)) {
        add(row.promise.date, say("contact.promise"),
            say("timeline.promised", date_text(row.promise.due),
                promise_state_words(row.result.state)),
            row.promise.amount, promise_state_kind(row.result.state));
    }
    for (const session::PlanRow& row : collections.plans(customer, desk.as_of)) {
        add(row.plan.date, say("collection.plan"), say("timeline.parts", row.plan.lines.size()),
            core::Money{row.progress.agreed, row.plan.currency}, BadgeKind::accent);
    }
    for (const session::HoldRow& row : collections.holds(customer)) {
        add(row.hold.date, say("contact.snooze"),
            say("collection.held", date_text(row.hold.until), row.hold.reason), std::nullopt,
            BadgeKind::warn);
    }
    for (const session::TaskRow& row : collections.tasks({}, customer)) {
        if (!row.task.done) continue;
        add(*row.task.done, task_kind_words(row.task.kind),
            task_title(row) + (row.task.result.empty() ? "" : " · " + row.task.result),
            std::nullopt, BadgeKind::good);
    }
}

void Timeline::draw(Desk& desk, core::CustomerId customer) {
    if (shown_ != customer) {
        shown_ = customer;
        most_ = 60;
        state_ = {};
    }
    read(desk, customer);
    if (events_.empty()) {
        empty_state(Icon::clock, say("timeline.empty"), say("timeline.empty_detail"));
        return;
    }
    const std::vector<TableColumn> columns{
        {say("label.date"), 0.5F, 116, Align::left, {}, 0},
        {say("timeline.what"), 0.7F, 130, Align::left, {}, 0, true},
        {say("timeline.detail"), 1.6F, 140, Align::left, {}, 1},
        {say("label.amount"), 1, 140, Align::right, {}, 0},
    };
    const auto answer = listed_table(
        desk, state_, events_.size(), {.name = say("customer.tab.timeline"), .columns = columns},
        [&](std::size_t index, std::size_t column) -> Cell {
            const Event& event = events_[index];
            const Tone tone = event.faint ? Tone::faint : Tone::text;
            switch (column) {
            case 0: return {.text = date_text(event.date), .tone = tone, .date = event.date};
            case 1:
                return {.text =
                            event.faint ? event.what + " · " + say("status.voided") : event.what,
                        .badge = event.kind};
            case 2: return {.text = event.detail, .tone = tone};
            default:
                if (!event.amount) return {.text = "–", .tone = Tone::faint};
                return {.text = money_text(*event.amount),
                        .tone = event.faint ? Tone::faint : money_tone(event.amount->minor),
                        .money = event.amount};
            }
        });
    if (answer.opened && !events_[*answer.opened].opens.is_nil()) {
        const Event& event = events_[*answer.opened];
        if (event.letter) desk.go(with_sheet(desk, "sent", core::to_text(event.opens)));
        else if (event.statement)
            desk.go("/receipts/statements?statement=" + core::to_text(event.opens));
        else if (event.receipt) open_receipt(desk, core::id_cast<core::ReceiptId>(event.opens));
        else open_invoice(desk, core::id_cast<core::InvoiceId>(event.opens));
    }
    if (more_ && button(say("timeline.more"), {.icon = Icon::chevron_down})) most_ *= 4;
}

} // namespace huikuan::ui
