// Events of the legal clocks, stages and costs of cases.
#include <algorithm>

#include "core/decide.h"
#include "core/text.h"

namespace huikuan::core {
namespace {

// What the three share: an id, a customer that the book has, a day, what they are about.
template <class What>
void check_legal(Findings& findings, const Account& account, What& fact) {
    findings.add_if(fact.id.is_nil(), ErrorCode::required, "id");
    findings.add_if(fact.customer.is_nil(), ErrorCode::required, "customer");
    findings.date(fact.date, "date");
    fact.by = findings.text(fact.by, "by", longest_name);
    fact.note = findings.text(fact.note, "note", longest_note, Findings::Lines::many);
    findings.add_if(!account.customer_known, ErrorCode::unknown_customer, "customer");
    findings.add_if(!fact.of.is_nil() && !std::ranges::contains(account.known, fact.of),
                    ErrorCode::unknown_document, "of", to_text(fact.of));
    findings.add_if(account.id_taken, ErrorCode::duplicate_id, "id");
}

void check_later(Findings& findings, const std::optional<Date>& later, Date date,
                 std::string_view field) {
    if (!later) { return; }
    findings.date(*later, field);
    findings.add_if(*later < date, ErrorCode::date_order, field, to_text(*later));
}

} // namespace

Result<std::vector<Fact>> decide_legal_event(const Account& account,
                                             const NoteLegalEvent& command) {
    Findings findings;
    LegalEventNoted fact = command.event;
    check_legal(findings, account, fact);
    check_later(findings, fact.until, fact.date, "until");
    fact.proof = findings.text(fact.proof, "proof", longest_note, Findings::Lines::many);
    fact.guarantor = findings.text(fact.guarantor, "guarantor", longest_name);
    const bool of_guarantee =
        fact.what == LegalEvent::guarantor_demand || fact.what == LegalEvent::debtor_sued;
    findings.add_if(of_guarantee && fact.of.is_nil(), ErrorCode::required, "of");
    return findings.answer({std::move(fact)});
}

Result<std::vector<Fact>> decide_case_step(const Account& account, const TakeCaseStep& command) {
    Findings findings;
    CaseStepTaken fact = command.step;
    check_legal(findings, account, fact);
    findings.add_if(fact.of.is_nil(), ErrorCode::required, "of");
    check_later(findings, fact.due, fact.date, "until");
    if (fact.minor == 0) {
        fact.currency = {};
    } else {
        const Money amount =
            findings.document_amount({fact.minor, fact.currency}, account.base_currency);
        fact.currency = amount.currency;
    }
    return findings.answer({std::move(fact)});
}

Result<std::vector<Fact>> decide_case_cost(const Account& account, const PayCaseCost& command) {
    Findings findings;
    CaseCostPaid fact = command.cost;
    check_legal(findings, account, fact);
    findings.add_if(fact.of.is_nil(), ErrorCode::required, "of");
    fact.amount = findings.document_amount(fact.amount, account.base_currency);
    return findings.answer({std::move(fact)});
}

} // namespace huikuan::core
