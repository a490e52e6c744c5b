#include "session/timeline.h"

#include <algorithm>

#include "core/sorting.h"
#include "session/collections.h"
#include "session/dunning.h"
#include "session/ledger.h"
#include "session/statement_course.h"

namespace huikuan::session {
namespace {

using Kind = TimelineKind;

class Maker {
public:
    Maker(Session& session, core::CustomerId customer, core::Date day)
        : session_(session), customer_(customer), day_(day) {}

    Timeline make(std::size_t most) {
        const core::Date oldest = documents(most);
        disputes();
        letters();
        statements();
        collecting();
        std::erase_if(made_.events, [&](const TimelineEvent& event) {
            return event.date < oldest || event.date > day_;
        });
        core::sort(made_.events, std::greater{}, &TimelineEvent::date);
        return std::move(made_);
    }

private:
    TimelineEvent& add(core::Date date, Kind kind, int code = 0) {
        TimelineEvent& event = made_.events.emplace_back();
        event.date = date;
        event.kind = kind;
        event.code = code;
        return event;
    }

    // Answers the day before which one of the two kinds is not complete.
    core::Date documents(std::size_t most) {
        core::ListQuery query;
        query.customer = customer_;
        query.as_of = day_;
        query.with_void = true;
        query.descending = true;
        query.sort = "issued";
        auto debits = session_.invoice_keys(query);
        query.sort = "date";
        auto credits = session_.receipt_keys(query);
        made_.more = debits.size() > most || credits.size() > most;
        const auto latest = [&](auto& keys) { keys.resize(std::min(keys.size(), most)); };
        latest(debits);
        latest(credits);
        core::Date oldest = core::first_date;
        const auto invoices = session_.invoices(debits, day_);
        const auto receipts = session_.receipts(credits, day_);
        if (made_.more && invoices.size() == most) { oldest = invoices.back().issued; }
        if (made_.more && receipts.size() == most) {
            oldest = std::max(oldest, receipts.back().date);
        }
        for (const core::InvoiceRow& row : invoices) {
            TimelineEvent& event = add(row.issued, Kind::debit, static_cast<int>(row.type));
            event.name = row.number;
            event.amount = row.amount;
            event.of = core::entity_of(row.id);
            event.voided = row.status == core::DocumentStatus::voided;
        }
        for (const core::ReceiptRow& row : receipts) {
            const bool gone = row.status == core::DocumentStatus::voided;
            if (row.dishonoured() || (gone && row.end > row.date)) { ended(row); }
            TimelineEvent& event = add(row.date, Kind::credit, static_cast<int>(row.type));
            event.name = name_of(row);
            event.amount = core::Money{-row.amount.minor, row.amount.currency};
            event.of = core::entity_of(row.id);
            event.voided = gone;
            if (row.type == core::CreditType::bill) { bill_steps(row); }
        }
        return oldest;
    }
    static std::string name_of(const core::ReceiptRow& row) {
        if (!row.number.empty()) { return row.number; }
        return row.bill ? row.bill->number : row.reference;
    }
    // A bill was dishonoured, a receipt bounced, a write-off came back.
    void ended(const core::ReceiptRow& row) {
        TimelineEvent& event = add(row.end, Kind::reversed, static_cast<int>(row.type));
        event.name = name_of(row);
        event.amount = row.amount;
        event.of = core::entity_of(row.id);
    }
    void bill_steps(const core::ReceiptRow& row) {
        for (const core::BillStepRow& step : ledger_.bill_steps(row.id)) {
            TimelineEvent& event = add(step.date, Kind::bill_step, static_cast<int>(step.step));
            if (row.bill) { event.name = row.bill->number; }
            event.note = step.party;
            event.of = core::entity_of(row.id);
            event.voided = step.end <= step.date;
        }
    }
    void disputes() {
        for (const core::DisputeRow& row : ledger_.disputes(core::entity_of(customer_), true)) {
            for (const bool ended : {false, true}) {
                if (ended && row.end == core::far_future) { continue; }
                TimelineEvent& event =
                    add(ended ? row.end : row.date, ended ? Kind::dispute_ended : Kind::dispute);
                event.name = row.invoice_number;
                if (!ended) { event.note = row.reason; }
                event.amount = row.amount;
                event.of = core::entity_of(row.invoice);
            }
        }
    }
    void letters() {
        for (const LetterRow& row : Dunning(session_).letters(customer_, true)) {
            TimelineEvent& event = add(row.letter.date, Kind::letter);
            event.name = row.letter.letter;
            event.note = row.letter.subject;
            event.of = row.letter.id;
            event.voided = row.end != core::far_future;
        }
        for (const ContractRow& row : ledger_.contracts(customer_)) {
            if (!row.contract.signed_on) { continue; }
            add(*row.contract.signed_on, Kind::contract).name = row.contract.number;
        }
    }
    // What was stated, and what came back.
    void statements() {
        StatementFilter filter;
        filter.customer = customer_;
        for (const StatementCourse& one : Statements(session_).all(day_, filter)) {
            const auto at = [&](core::Date date, Kind kind, auto code) -> TimelineEvent& {
                TimelineEvent& event = add(date, kind, static_cast<int>(code));
                event.from = one.form == core::StatementForm::open_items ? one.to : one.from;
                event.until = one.to;
                event.of = one.id;
                return event;
            };
            at(one.date, Kind::statement, one.state).amount = one.closing;
            for (const StatementSending& sent : one.sendings) {
                at(sent.date, Kind::statement_sent, sent.channel);
            }
            for (const StatementAnswer& answer : one.answers) {
                TimelineEvent& event = at(answer.date, Kind::statement_answer, answer.verdict);
                event.amount = core::Money{answer.theirs, one.closing.currency};
                event.good = answer.is_signed;
                for (const AnsweredLine& line : answer.lines) {
                    if (line.open()) { continue; }
                    TimelineEvent& end = at(line.settled_on, Kind::difference_settled, line.how);
                    end.name = line.what.number;
                    end.amount = core::Money{line.what.minor, one.closing.currency};
                }
            }
        }
    }
    // What was said, promised, agreed and done about it.
    void collecting() {
        const Collections collections(session_);
        for (const ContactLine& line : collections.contacts(customer_)) {
            const core::ContactLogged& one = line.contact;
            TimelineEvent& event = add(one.date, Kind::contact, static_cast<int>(one.channel));
            event.state = static_cast<int>(one.outcome);
            event.note = one.note;
            event.good = one.reached;
            event.against = one.overruled;
        }
        for (const PromiseRow& row : collections.promises(customer_, day_)) {
            TimelineEvent& event = add(row.promise.date, Kind::promise);
            event.state = static_cast<int>(row.result.state);
            event.name = row.promise.how;
            event.until = row.promise.due;
            event.amount = row.promise.amount;
        }
        for (const PlanRow& row : collections.plans(customer_, day_)) {
            TimelineEvent& event = add(row.plan.date, Kind::plan);
            event.count = static_cast<std::int64_t>(row.plan.lines.size());
            event.amount = core::Money{row.progress.agreed, row.plan.currency};
        }
        for (const HoldRow& row : collections.holds(customer_)) {
            TimelineEvent& event = add(row.hold.date, Kind::hold);
            event.until = row.hold.until;
            event.note = row.hold.reason;
        }
        for (const TaskRow& row : collections.tasks({}, customer_)) {
            if (!row.task.done) { continue; }
            TimelineEvent& event = add(*row.task.done, Kind::task, static_cast<int>(row.task.kind));
            event.name = row.task.title;
            event.note = row.task.result;
        }
    }

    Session& session_;
    core::CustomerId customer_;
    core::Date day_;
    Ledger ledger_{session_};
    Timeline made_;
};

} // namespace

std::string_view name_of(TimelineKind kind) {
    constexpr std::string_view names[] = {"debit",
                                          "credit",
                                          "bill_step",
                                          "dispute",
                                          "dispute_ended",
                                          "letter",
                                          "contract",
                                          "statement",
                                          "statement_sent",
                                          "statement_answer",
                                          "difference_settled",
                                          "contact",
                                          "promise",
                                          "plan",
                                          "hold",
                                          "task",
                                          "reversed"};
    return names[static_cast<std::size_t>(kind)];
}

Timeline timeline_of(Session& session, core::CustomerId customer, core::Date day,
                     std::size_t most) {
    return Maker(session, customer, day).make(most);
}

} // namespace huikuan::session
