#include "session/export_rows.h"

#include "session/bank.h"
#include "session/collections.h"
#include "session/ledger.h"
#include "session/legal.h"
#include "session/statement_course.h"

namespace huikuan::session {

namespace {

using sync::ListRow;

ListRow row_of(const ContactLine& line) {
    const core::ContactLogged& one = line.contact;
    ListRow row("contact");
    row.id("id", one.id).id("customer", one.customer).day("date", one.date);
    if (one.minute >= 0) row.number("minute", one.minute);
    return row.text("by", one.by)
        .text("channel", core::name_of(one.channel))
        .text("whom", one.whom)
        .text("outcome", core::name_of(one.outcome))
        .flag("reached", one.reached)
        .day("next", one.next)
        .text("note", one.note);
}

ListRow row_of(const PromiseRow& one) {
    return ListRow("promise")
        .id("id", one.promise.id)
        .id("customer", one.promise.customer)
        .amount(one.promise.amount)
        .number("paid", one.result.paid)
        .day("date", one.promise.date)
        .day("due", one.promise.due)
        .day("deadline", one.deadline)
        .text("state", core::name_of(one.result.state))
        .text("by", one.promise.by)
        .text("who", one.promise.who);
}

ListRow row_of(const PlanRow& one) {
    return ListRow("plan")
        .id("id", one.plan.id)
        .id("customer", one.plan.customer)
        .amount({one.progress.agreed, one.plan.currency})
        .number("paid", one.progress.paid)
        .number("behind", one.progress.behind)
        .number("days_behind", one.progress.days_behind)
        .day("date", one.plan.date)
        .day("next_due", one.progress.next_due)
        .flag("current", one.current)
        .text("guarantor", one.plan.guarantor);
}

ListRow row_of(const PlanRow& one, std::size_t part) {
    const core::PlanLine& line = one.plan.lines[part];
    return ListRow("plan_part")
        .id("plan", one.plan.id)
        .amount({line.minor(), one.plan.currency})
        .number("interest", line.interest)
        .number("paid", one.progress.paid_of[part])
        .day("due", line.due);
}

ListRow row_of(const core::DisputeRow& one) {
    return ListRow("dispute")
        .id("id", one.id)
        .id("customer", one.customer)
        .id("invoice", one.invoice)
        .text("invoice_number", one.invoice_number)
        .amount(one.amount)
        .day("date", one.date)
        .day("end", one.end)
        .text("cause", core::name_of(one.cause))
        .text("owner", one.owner)
        .day("answer_by", one.answer_by)
        .text("reason", one.reason);
}

ListRow row_of(const DebtClock& one) {
    return ListRow("limitation")
        .id("invoice", one.debt.id)
        .id("customer", one.debt.customer)
        .text("invoice_number", one.debt.number)
        .text("currency", one.debt.open.currency.view())
        .number("open", one.debt.open.minor)
        .day("due", one.debt.due)
        .text("state", core::name_of(one.clock.state))
        .day("safe_day", one.clock.safe_day)
        .number("days_left", one.clock.days_left);
}

ListRow row_of(const CaseRow& one) {
    ListRow row("case");
    row.id("id", one.id)
        .id("customer", one.what.customer)
        .text("title", one.what.title)
        .text("number", one.what.number)
        .text("court", one.what.court)
        .text("route", core::name_of(one.what.route))
        .text("stage", one.state.stage ? core::name_of(*one.state.stage) : std::string_view())
        .flag("open", one.state.open)
        .day("began", one.began)
        .amount({one.what.claim, one.what.currency})
        .number("awarded", one.awarded_minor)
        .number("received", one.received_minor)
        .number("cost", one.cost_minor)
        .text("owner", one.what.owner);
    if (const auto* next = one.next()) {
        row.day("next_day", next->day).text("next", core::name_of(next->kind));
    }
    return row;
}

ListRow row_of(const StatementCourse& one) {
    ListRow row("statement");
    row.id("id", one.id)
        .id("customer", one.customer)
        .text("form", core::name_of(one.form))
        .day("date", one.date)
        .day("from", one.from)
        .day("to", one.to)
        .amount(one.closing)
        .text("state", core::name_of(one.state))
        .text("code", one.code);
    if (!one.sendings.empty()) row.day("sent", one.sendings.back().date);
    if (const auto* answer = one.answer()) {
        row.day("answered", answer->date)
            .number("difference", one.difference())
            .number("open_lines", static_cast<std::int64_t>(answer->open_lines()));
    }
    return row;
}

ListRow row_of(const core::BankLineRow& one) {
    ListRow row("bank_line");
    row.id("id", one.what.id)
        .text("account", one.account)
        .amount({one.what.minor, one.currency})
        .day("date", one.what.date);
    if (one.what.balance) row.number("balance", *one.what.balance);
    return row.text("payer", one.what.payer)
        .text("memo", one.what.memo)
        .text("reference", one.what.reference)
        .text("state", one.is_open()          ? "open"
                       : one.receipt.is_nil() ? "aside"
                                              : "receipt")
        .id("receipt", one.receipt)
        .id("customer", one.customer)
        .text("reason", one.reason);
}

template <class Rows>
core::Result<void> write_each(const Rows& rows, const RowSink& sink) {
    for (const auto& row : rows) {
        if (auto done = sink(row_of(row)); !done) return done;
    }
    return {};
}

} // namespace

core::Result<void> rows_of_customer(Session& session, core::CustomerId customer, core::Date day,
                                    const RowSink& sink) {
    const Collections collections(session);
    if (auto done = write_each(collections.contacts(customer), sink); !done) return done;
    if (auto done = write_each(collections.promises(customer, day), sink); !done) return done;
    for (const PlanRow& plan : collections.plans(customer, day)) {
        if (auto done = sink(row_of(plan)); !done) return done;
        for (std::size_t part = 0; part < plan.plan.lines.size(); ++part) {
            if (auto done = sink(row_of(plan, part)); !done) return done;
        }
    }
    return {};
}

core::Result<void> rows_of_book(Session& session, core::Date day, const RowSink& sink) {
    const Legal legal(session);
    if (auto done = write_each(Ledger(session).disputes({}, true), sink); !done) return done;
    if (auto done = write_each(legal.clocks(day), sink); !done) return done;
    if (auto done = write_each(legal.cases(day), sink); !done) return done;
    if (auto done = write_each(Statements(session).all(day), sink); !done) return done;
    return write_each(Bank(session).lines(false), sink);
}

} // namespace huikuan::session
