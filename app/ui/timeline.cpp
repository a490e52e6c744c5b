#include "ui/timeline.h"

#include "session/collections.h"
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
namespace {

using session::TimelineEvent;
using session::TimelineKind;

std::string joined(std::string first, const std::string& second) {
    if (!first.empty() && !second.empty()) first += " · ";
    return first + second;
}

bool differs(const TimelineEvent& event) {
    return static_cast<core::StatementVerdict>(event.code) == core::StatementVerdict::difference;
}

bool is_bill(const TimelineEvent& event) {
    return static_cast<core::CreditType>(event.code) == core::CreditType::bill;
}

std::string what_of(const TimelineEvent& event) {
    switch (event.kind) {
    case TimelineKind::debit: return debit_words(static_cast<core::DebitType>(event.code));
    case TimelineKind::credit: return credit_words(static_cast<core::CreditType>(event.code));
    case TimelineKind::bill_step: return bill_words(static_cast<core::BillStep>(event.code));
    case TimelineKind::dispute: return say("dispute.standing");
    case TimelineKind::letter: return letter_words(event.name);
    case TimelineKind::statement: return say("statement.title");
    case TimelineKind::statement_answer:
        return say(differs(event) ? "statement.verdict.difference" : "statement.verdict.confirmed");
    case TimelineKind::contact: return channel_words(static_cast<core::Channel>(event.code));
    case TimelineKind::promise: return say("contact.promise");
    case TimelineKind::plan: return say("collection.plan");
    case TimelineKind::hold: return say("contact.snooze");
    case TimelineKind::task: return task_kind_words(static_cast<core::TaskKind>(event.code));
    case TimelineKind::reversed:
        return say(is_bill(event) ? "bill.dishonoured" : "timeline.reversed");
    case TimelineKind::dispute_ended: return say("timeline.dispute_ended");
    case TimelineKind::contract: return say("timeline.contract");
    case TimelineKind::statement_sent: return say("timeline.statement_sent");
    case TimelineKind::difference_settled: return say("timeline.difference_settled");
    }
    return {};
}

std::string detail_of(const TimelineEvent& event) {
    switch (event.kind) {
    case TimelineKind::letter: return event.note;
    case TimelineKind::statement:
        return joined(period_words(event.from, event.until),
                      statement_state_words(static_cast<core::StatementState>(event.code)));
    case TimelineKind::statement_sent:
        return joined(period_words(event.from, event.until),
                      channel_words(static_cast<core::Channel>(event.code)));
    case TimelineKind::statement_answer:
        return joined(period_words(event.from, event.until),
                      event.good ? say("statement.signed_badge") : std::string());
    case TimelineKind::difference_settled:
        return joined(event.name,
                      difference_end_words(static_cast<core::DifferenceEnd>(event.code)));
    case TimelineKind::contact:
        return with_against(
            joined(outcome_words(static_cast<core::ContactOutcome>(event.state)), event.note),
            event.against);
    case TimelineKind::promise:
        return joined(say("timeline.promised", date_text(event.until),
                          promise_state_words(static_cast<core::PromiseState>(event.state))),
                      event.name.empty() ? std::string() : method_words(event.name));
    case TimelineKind::plan: return say("timeline.parts", event.count);
    case TimelineKind::hold: return say("collection.held", date_text(event.until), event.note);
    case TimelineKind::task:
        return joined(event.name.empty() ? task_kind_words(static_cast<core::TaskKind>(event.code))
                                         : event.name,
                      event.note);
    case TimelineKind::reversed:
        return joined(credit_words(static_cast<core::CreditType>(event.code)), event.name);
    default: return joined(event.name, event.note);
    }
}

BadgeKind badge_of(const TimelineEvent& event) {
    if (event.voided) return BadgeKind::neutral;
    switch (event.kind) {
    case TimelineKind::credit:
    case TimelineKind::task: return BadgeKind::good;
    case TimelineKind::dispute:
    case TimelineKind::letter:
    case TimelineKind::hold: return BadgeKind::warn;
    case TimelineKind::reversed: return BadgeKind::bad;
    case TimelineKind::statement:
        return statement_state_kind(static_cast<core::StatementState>(event.code));
    case TimelineKind::statement_answer: return differs(event) ? BadgeKind::bad : BadgeKind::good;
    case TimelineKind::contact:
        return !event.against.empty() ? BadgeKind::warn
               : event.good           ? BadgeKind::accent
                                      : BadgeKind::neutral;
    case TimelineKind::promise:
        return promise_state_kind(static_cast<core::PromiseState>(event.state));
    case TimelineKind::dispute_ended:
    case TimelineKind::statement_sent:
    case TimelineKind::difference_settled: return BadgeKind::neutral;
    default: return BadgeKind::accent;
    }
}

void open(Desk& desk, const TimelineEvent& event) {
    switch (event.kind) {
    case TimelineKind::letter: desk.go(with_sheet(desk, "sent", core::to_text(event.of))); return;
    case TimelineKind::statement:
    case TimelineKind::statement_sent:
    case TimelineKind::statement_answer:
    case TimelineKind::difference_settled:
        desk.go("/receipts/statements?statement=" + core::to_text(event.of));
        return;
    case TimelineKind::credit:
    case TimelineKind::bill_step:
    case TimelineKind::reversed:
        open_receipt(desk, core::id_cast<core::ReceiptId>(event.of));
        return;
    default: open_invoice(desk, core::id_cast<core::InvoiceId>(event.of));
    }
}

} // namespace

void Timeline::draw(Desk& desk, core::CustomerId customer) {
    if (of_ != customer) {
        of_ = customer;
        most_ = 60;
        state_ = {};
    }
    const std::string key = core::to_text(customer) + "@" +
                            std::to_string(desk.session.revision()) + "/" +
                            std::to_string(desk.as_of.days) + "/" + std::to_string(most_);
    if (key != key_) {
        key_ = key;
        shown_ = session::timeline_of(desk.session, customer, desk.as_of, most_);
    }
    if (shown_.events.empty()) {
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
        desk, state_, shown_.events.size(),
        {.name = say("customer.tab.timeline"), .columns = columns},
        [&](std::size_t index, std::size_t column) -> Cell {
            const TimelineEvent& event = shown_.events[index];
            const Tone tone = event.voided ? Tone::faint : Tone::text;
            switch (column) {
            case 0: return {.text = date_text(event.date), .tone = tone, .date = event.date};
            case 1:
                return {.text = event.voided ? what_of(event) + " · " + say("status.voided")
                                             : what_of(event),
                        .badge = badge_of(event)};
            case 2: return {.text = detail_of(event), .tone = tone};
            default:
                if (!event.amount) return {.text = "–", .tone = Tone::faint};
                return {.text = money_text(*event.amount),
                        .tone = event.voided ? Tone::faint : money_tone(event.amount->minor),
                        .money = event.amount};
            }
        });
    if (answer.opened && !shown_.events[*answer.opened].of.is_nil()) {
        open(desk, shown_.events[*answer.opened]);
    }
    if (shown_.more && button(say("timeline.more"), {.icon = Icon::chevron_down})) most_ *= 4;
}

} // namespace huikuan::ui
