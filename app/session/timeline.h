#pragma once
// What happened with a customer, the latest first: documents by their dates, the steps of bills,
// disputes, contracts, statements and their answers, and what was said, promised and done about
// what is owed. Typed: pages and the command line say it in their words.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/collection.h"
#include "session/session.h"

namespace huikuan::session {

enum class TimelineKind : std::uint8_t {
    debit,              // code: core::DebitType
    credit,             // code: core::CreditType
    bill_step,          // code: core::BillStep
    dispute,            // opened
    dispute_ended,      //
    letter,             // name: the template
    contract,           // signed
    statement,          // code: core::StatementState; from, until: its period
    statement_sent,     // code: core::Channel
    statement_answer,   // code: core::StatementVerdict; `good`: it came back signed
    difference_settled, // code: core::DifferenceEnd
    contact,            // code: core::Channel; state: core::ContactOutcome; `good`: was reached
    promise,            // state: core::PromiseState; until: the day it is for
    plan,               // count: its parts
    hold,               // until: its end
    task,               // code: core::TaskKind; done
    reversed,           // code: core::CreditType; a credit that counted until this day
};
std::string_view name_of(TimelineKind kind);

struct TimelineEvent {
    core::Date date;
    TimelineKind kind{};
    int code = 0;
    int state = 0;
    std::int64_t count = 0;
    std::string name; // a number, a template, a task's title, how it was promised to be paid
    std::string note; // words that somebody wrote
    std::optional<core::Money> amount;      // of a credit: below zero
    core::Date from, until;                 // of a kind that has them
    core::EntityId of;                      // the document, letter or statement; else nil
    std::vector<core::ConductRule> against; // of a contact: what it went against
    bool voided = false;
    bool good = false;
};

struct Timeline {
    std::vector<TimelineEvent> events;
    bool more = false; // documents than were read
};
// Until a day. The latest `most` documents of each kind are read: a customer may have thousands;
// what lies before the oldest of them is left out, since there one kind would be missing.
Timeline timeline_of(Session& session, core::CustomerId customer, core::Date day, std::size_t most);

} // namespace huikuan::session
