// What happened with a customer, and what money that nobody has used could pay.
#include <limits>

#include "book.h"
#include "commands.h"
#include "core/collection.h"
#include "core/document.h"
#include "core/promise.h"
#include "core/statement.h"
#include "core/task.h"
#include "output.h"
#include "session/suggestions.h"
#include "session/timeline.h"
#include "writing.h"

namespace huikuan::cli {

namespace {

using session::TimelineEvent;
using session::TimelineKind;

template <class Enum>
std::string name(int code) {
    return std::string(core::name_of(static_cast<Enum>(code)));
}

// What `code` and `state` say, where the kind has one.
std::string code_of(const TimelineEvent& event) {
    switch (event.kind) {
    case TimelineKind::debit: return name<core::DebitType>(event.code);
    case TimelineKind::credit:
    case TimelineKind::reversed: return name<core::CreditType>(event.code);
    case TimelineKind::bill_step: return name<core::BillStep>(event.code);
    case TimelineKind::statement: return name<core::StatementState>(event.code);
    case TimelineKind::statement_sent:
    case TimelineKind::contact: return name<core::Channel>(event.code);
    case TimelineKind::statement_answer: return name<core::StatementVerdict>(event.code);
    case TimelineKind::difference_settled: return name<core::DifferenceEnd>(event.code);
    case TimelineKind::task: return name<core::TaskKind>(event.code);
    default: return {};
    }
}
std::string state_of(const TimelineEvent& event) {
    if (event.kind == TimelineKind::contact) { return name<core::ContactOutcome>(event.state); }
    if (event.kind == TimelineKind::promise) { return name<core::PromiseState>(event.state); }
    return {};
}

Json json_of(const TimelineEvent& event) {
    Json one{{"date", core::to_text(event.date)}, {"what", session::name_of(event.kind)}};
    const auto add = [&](const char* key, const std::string& text) {
        if (!text.empty()) { one[key] = text; }
    };
    add("code", code_of(event));
    add("state", state_of(event));
    add("name", event.name);
    add("note", event.note);
    for (const core::ConductRule rule : event.against) {
        one["against"].push_back(core::name_of(rule));
    }
    if (event.from != core::Date{}) { one["from"] = core::to_text(event.from); }
    if (event.until != core::Date{}) { one["until"] = core::to_text(event.until); }
    if (event.count > 0) { one["parts"] = event.count; }
    if (event.amount) {
        one["currency"] = event.amount->currency.view();
        one["minor"] = event.amount->minor;
    }
    if (!event.of.is_nil()) { one["id"] = core::to_text(event.of); }
    if (event.voided) { one["void"] = true; }
    return one;
}

} // namespace

void show_timeline(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::CustomerRow customer = find_customer(*book, arguments.word(1));
    const auto timeline = session::timeline_of(*book, customer.id, as_of(*book, arguments),
                                               std::numeric_limits<std::size_t>::max());
    Json events = Json::array();
    Table table({"DATE", "WHAT", "HOW", "DETAIL", "AMOUNT", ""}, "    r ");
    for (const TimelineEvent& event : timeline.events) {
        events.push_back(json_of(event));
        std::string detail = event.name;
        const auto say = [&](const std::string& text) {
            if (!text.empty()) { detail += (detail.empty() ? "" : " | ") + text; }
        };
        say(event.note);
        if (event.until != core::Date{}) { say("until " + core::to_text(event.until)); }
        if (event.voided) { say("void"); }
        const std::string code = code_of(event);
        const std::string state = state_of(event);
        table.row({core::to_text(event.date), std::string(session::name_of(event.kind)),
                   code + (code.empty() || state.empty() ? "" : " ") + state, detail,
                   event.amount ? core::to_text(*event.amount) : "",
                   event.amount ? std::string(event.amount->currency.view()) : ""});
    }
    if (arguments.has("--json")) {
        return print(Json{{"customer", core::to_text(customer.id)}, {"events", events}});
    }
    table.print();
}

void suggest_allocations(const Arguments& arguments) {
    const auto book = open_book(arguments);
    session::SuggestionSearch search(*book, book->today());
    while (!search.is_done()) { search.step(1000); }
    if (arguments.has("--apply")) {
        std::vector<core::Command> commands;
        for (const session::Suggestion& one : search.found()) {
            commands.emplace_back(one.command);
        }
        return tell_written(*book, arguments, must(book->run_batch(commands)));
    }
    Json list = Json::array();
    Table table({"DATE", "CUSTOMER", "UNAPPLIED", "USES", "", "PAYS", "RECEIPT"}, "  rr   ");
    for (const session::Suggestion& one : search.found()) {
        const core::Currency currency = one.receipt.amount.currency;
        Json pays = Json::array();
        std::string words = one.after_others ? "(what those before it leave)" : "";
        for (const auto& [number, amount] : one.pays) {
            if (one.after_others) { break; }
            pays.push_back({{"number", number}, {"minor", amount.minor}});
            words += (words.empty() ? "" : ", ") + number + " " + core::to_text(amount);
        }
        list.push_back({{"receipt", core::to_text(one.receipt.id)},
                        {"customer", core::to_text(one.receipt.customer)},
                        {"currency", currency.view()},
                        {"unapplied_minor", one.receipt.unapplied},
                        {"uses_minor", one.used},
                        {"after_others", one.after_others},
                        {"pays", pays}});
        table.row({core::to_text(one.receipt.date), one.receipt.customer_name,
                   plain(one.receipt.unapplied, currency), plain(one.used, currency),
                   std::string(currency.view()), words, core::to_text(one.receipt.id)});
    }
    if (arguments.has("--json")) {
        return print(Json{{"suggestions", list}, {"more", search.more()}});
    }
    table.print();
    if (search.more()) { print(std::string("there are more; use these first")); }
}

} // namespace huikuan::cli
