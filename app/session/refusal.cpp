#include "session/refusal.h"

#include <algorithm>

#include "core/sorting.h"
#include "session/dunning.h"
#include "session/inside.h"
#include "session/ledger.h"

namespace huikuan::session {
namespace {

// The e-invoice's own file is what we say, and proves nothing that was delivered.
bool has_live_file(const Ledger& ledger, core::EntityId of) {
    return std::ranges::any_of(ledger.attachments(of), [](const core::AttachmentRow& file) {
        return !file.voided && file.media != "application/xml";
    });
}

Proof contract_proof(const Ledger& ledger, core::CustomerId customer) {
    Proof proof{.of = ProofOf::contract, .wanted = 1};
    for (const ContractRow& row : ledger.contracts(customer)) {
        if (!row.contract.archived && has_live_file(ledger, row.id)) ++proof.have;
    }
    proof.there = proof.have > 0;
    return proof;
}

Proof delivery_proof(const Ledger& ledger, const std::vector<core::InvoiceRow>& overdue) {
    Proof proof{.of = ProofOf::delivery};
    for (const core::InvoiceRow& row : overdue) {
        if (core::is_charge(row.type)) continue; // nothing was delivered for it
        ++proof.wanted;
        if (has_live_file(ledger, core::entity_of(row.id))) ++proof.have;
        else if (proof.open.is_nil()) proof.open = row.id;
    }
    proof.there = proof.have == proof.wanted;
    return proof;
}

// Both from the clocks: what acknowledged, and what would have interrupted if it were proven.
void clock_proofs(std::vector<Proof>& evidence, const std::vector<DebtClock>& clocks,
                  core::Date day) {
    Proof statement{.of = ProofOf::statement, .wanted = 1};
    Proof interruption{.of = ProofOf::interruption};
    for (const DebtClock& row : clocks) {
        if (row.debt.due >= day) continue;
        const bool acknowledged =
            std::ranges::any_of(row.clock.steps, [](const core::ClockStep& step) {
                return step.event.what == core::LegalEvent::acknowledgement && step.event.proven;
            });
        if (acknowledged) ++statement.have;
        ++interruption.wanted;
        const bool lacks =
            row.clock.state == core::ClockState::over || row.clock.hoped_day > row.clock.safe_day;
        if (!lacks) ++interruption.have;
        else if (interruption.open.is_nil()) interruption.open = row.debt.id;
        if (!interruption.day || row.clock.safe_day < *interruption.day) {
            interruption.day = row.clock.safe_day;
        }
    }
    statement.there = statement.have > 0;
    interruption.there = interruption.have == interruption.wanted;
    evidence.push_back(statement);
    evidence.push_back(interruption);
}

} // namespace

std::string_view name_of(ProofOf proof) {
    constexpr std::string_view names[proofs] = {"contract", "delivery", "statement",
                                                "interruption"};
    return names[static_cast<std::size_t>(proof)];
}

Refusal refusal(Session& session, core::CustomerId customer, core::Date day) {
    Refusal found;
    found.customer = holder_of(session, customer);
    const Ledger ledger(session);
    const Legal legal(session);
    core::ListQuery query;
    query.customer = found.customer;
    query.as_of = day;
    query.open_only = true;
    query.sort = "due";
    for (core::InvoiceRow& row : session.invoices(session.invoice_keys(query), day)) {
        if (row.due < day) found.overdue.push_back(std::move(row));
    }
    for (const core::DisputeRow& row : ledger.disputes(core::entity_of(found.customer))) {
        if (row.date <= day) found.disputes.push_back(row);
    }
    core::sort(found.disputes, std::greater{}, &core::DisputeRow::date);
    found.evidence = {contract_proof(ledger, found.customer),
                      delivery_proof(ledger, found.overdue)};
    clock_proofs(found.evidence, legal.clocks(day, found.customer), day);
    for (const ContactLine& line : Collections(session).contacts(found.customer)) {
        const core::ContactLogged& one = line.contact;
        const bool about = std::ranges::contains(found.disputes, one.task, &core::DisputeRow::id);
        if (!about || !one.next || one.date > day || found.offer) continue;
        found.offer = one;
    }
    for (const CaseRow& row : legal.cases(day, found.customer)) {
        const bool ended = row.state.stage && !row.state.open;
        if (!ended && !found.legal_case) found.legal_case = row.id;
    }
    found.tried = legal.weigh(found.customer, day);
    for (const LetterRow& row : Dunning(session).letters(found.customer)) {
        if (row.letter.date > day) continue;
        ++found.letters;
        if (!found.last_letter) found.last_letter = row.letter.date;
    }
    return found;
}

} // namespace huikuan::session
