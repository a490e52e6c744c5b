#pragma once
// What the tests of clocks, cases and evidence share: events, steps, a case, a bundle's words.
#include "session/evidence.h"
#include "session/ledger.h"
#include "session/legal.h"
#include "session/world.h"

namespace huikuan::test {

inline core::NoteLegalEvent event_of(session::Session& book, core::CustomerId customer,
                                     core::LegalEvent what, const char* date, const char* proof) {
    core::NoteLegalEvent note;
    note.event.id = book.mint();
    note.event.customer = customer;
    note.event.what = what;
    note.event.date = day(date);
    note.event.proof = proof;
    return note;
}
inline core::TakeCaseStep step_of(session::Session& book, core::EntityId of,
                                  core::CustomerId customer, core::CaseStage stage,
                                  const char* date, const char* due = nullptr) {
    core::TakeCaseStep take;
    take.step.id = book.mint();
    take.step.of = of;
    take.step.customer = customer;
    take.step.stage = stage;
    take.step.date = day(date);
    if (due != nullptr) take.step.due = day(due);
    return take;
}
inline core::EntityId open_case(session::Session& book, core::CustomerId customer,
                                const std::string& invoices = {}) {
    const auto id = book.mint();
    core::FieldsSet set{core::RegisterKind::legal_case, id, {}};
    set.fields = {{"customer", core::to_text(customer)}, {"title", "货款"}, {"claim", "5000"}};
    if (!invoices.empty()) set.fields.emplace_back("invoices", invoices);
    REQUIRE(book.run(core::SetFields{set}));
    return id;
}
inline core::LogContact cannot_pay_call(session::Session& book, core::CustomerId customer,
                                        const char* date) {
    core::LogContact log;
    log.contact.id = book.mint();
    log.contact.customer = customer;
    log.contact.date = day(date);
    log.contact.minute = 600;
    log.contact.outcome = core::ContactOutcome::cannot_pay;
    log.contact.reached = true;
    return log;
}
inline core::Date safe_day(session::Session& book, core::CustomerId customer) {
    const auto clocks = session::Legal(book).clocks(book.today(), customer);
    REQUIRE(clocks.size() == 1);
    return clocks.front().clock.safe_day;
}
inline session::EvidenceQuery evidence_of(core::CustomerId customer) {
    return {customer, {}, day("2026-11-22"), [](std::string_view key) {
                return key == "evidence.foot" ? std::string("%p/%n") : std::string(key);
            }};
}

} // namespace huikuan::test
