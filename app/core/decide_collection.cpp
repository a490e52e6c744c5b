// Contacts, promises, plans, holds and letters.
#include <algorithm>

#include "core/decide.h"
#include "core/dunning.h"
#include "core/instalment.h"
#include "core/text.h"

namespace huikuan::core {
namespace {

// What the four share: an id, a customer that the book has, a day.
template <class What>
void check_common(Findings& findings, const Account& account, What& fact) {
    findings.add_if(fact.id.is_nil(), ErrorCode::required, "id");
    findings.add_if(fact.customer.is_nil(), ErrorCode::required, "customer");
    findings.date(fact.date, "date");
    fact.by = findings.text(fact.by, "by", longest_name);
    findings.add_if(!account.customer_known, ErrorCode::unknown_customer, "customer");
    findings.add_if(account.id_taken, ErrorCode::duplicate_id, "id");
}

void check_known(Findings& findings, const Account& account, EntityId id, std::string_view field) {
    findings.add_if(!id.is_nil() && !std::ranges::contains(account.known, id),
                    ErrorCode::unknown_document, field, to_text(id));
}

void check_wait(Findings& findings, Date from, Date until, std::string_view field) {
    findings.add_if(days_between(from, until) > longest_wait_days, ErrorCode::out_of_range, field,
                    to_text(until));
}

// Nobody has said anything tomorrow.
void check_said(Findings& findings, const Account& account, Date said) {
    findings.add_if(account.today && said > *account.today, ErrorCode::date_order, "said",
                    to_text(said));
}

} // namespace

Result<std::vector<Fact>> decide_contact(const Account& account, const Policy& policy,
                                         const LogContact& command) {
    Findings findings;
    ContactLogged fact = command.contact;
    check_common(findings, account, fact);
    fact.whom = findings.text(fact.whom, "whom", longest_name);
    fact.note = findings.text(fact.note, "note", longest_note, Findings::Lines::many);
    findings.add_if(fact.minute < -1 || fact.minute >= minutes_of_day, ErrorCode::out_of_range,
                    "minute", std::to_string(fact.minute));
    check_said(findings, account, fact.date);
    if (fact.next) {
        findings.date(*fact.next, "next");
        findings.add_if(*fact.next < fact.date, ErrorCode::date_order, "next", to_text(*fact.next));
        check_wait(findings, fact.date, *fact.next, "next");
    }
    check_known(findings, account, fact.person, "person");
    check_known(findings, account, fact.task, "task");
    fact.overruled = conduct_warnings(policy.collection,
                                      {fact.date, fact.minute, fact.channel, fact.third_party},
                                      account.approaches);
    return findings.answer({std::move(fact)});
}

Result<std::vector<Fact>> decide_promise(const Account& account, const MakePromise& command) {
    Findings findings;
    PromiseMade fact = command.promise;
    check_common(findings, account, fact);
    fact.who = findings.text(fact.who, "who", longest_name);
    fact.how = findings.text(fact.how, "how", longest_name);
    fact.note = findings.text(fact.note, "note", longest_note, Findings::Lines::many);
    fact.amount = findings.document_amount(fact.amount, account.base_currency);
    check_said(findings, account, fact.date);
    findings.date(fact.due, "due");
    findings.add_if(fact.due < fact.date, ErrorCode::date_order, "promised_for", to_text(fact.due));
    check_wait(findings, fact.date, fact.due, "promised_for");
    check_known(findings, account, fact.contact, "contact");
    return findings.answer({std::move(fact)});
}

Result<std::vector<Fact>> decide_plan(const Account& account, const AgreePlan& command) {
    Findings findings;
    PlanAgreed fact = command.plan;
    check_common(findings, account, fact);
    fact.guarantor = findings.text(fact.guarantor, "guarantor", longest_name);
    fact.note = findings.text(fact.note, "note", longest_note, Findings::Lines::many);
    if (fact.currency.view().empty()) { fact.currency = account.base_currency; }
    const auto known = parse_currency(fact.currency.view());
    findings.add_if(!known || *known != fact.currency, ErrorCode::unknown_currency, "currency",
                    fact.currency.view());
    findings.add_if(fact.lines.empty(), ErrorCode::required, "lines");
    findings.add_if(fact.lines.size() > most_instalments + 1, ErrorCode::too_long, "lines",
                    std::to_string(most_instalments + 1));
    std::int64_t principal = 0;
    const PlanLine* previous = nullptr;
    for (const PlanLine& line : fact.lines) {
        findings.date(line.due, "due");
        const bool sound = line.principal >= 0 && line.interest >= 0 &&
                           line.principal <= largest_amount_minor &&
                           line.interest <= largest_amount_minor && line.minor() > 0;
        findings.add_if(!sound, ErrorCode::amount_not_positive, "lines");
        findings.add_if(line.due < fact.date, ErrorCode::date_order, "part", to_text(line.due));
        findings.add_if(previous != nullptr && line.due <= previous->due, ErrorCode::date_order,
                        "lines", to_text(line.due));
        previous = &line;
        if (sound) { principal += line.principal; } // at most 601 * 10^14
    }
    findings.add_if(fact.interest_ppm < 0 || fact.interest_ppm > 1'000'000, ErrorCode::out_of_range,
                    "interest", std::to_string(fact.interest_ppm));
    findings.add_if(fact.accelerate_days < -1 || fact.accelerate_days > 3650,
                    ErrorCode::out_of_range, "accelerate", std::to_string(fact.accelerate_days));
    for (const std::int64_t sheet : {fact.income, fact.costs, fact.debts}) {
        findings.add_if(sheet < 0 || sheet > largest_amount_minor, ErrorCode::out_of_range,
                        "income", std::to_string(sheet));
    }
    check_known(findings, account, fact.supersedes, "supersedes");
    // Two of one currency would both count the same money.
    const bool beside = !account.running_plans.empty() &&
                        !std::ranges::contains(account.running_plans, fact.supersedes);
    findings.add_if(beside, ErrorCode::required, "supersedes",
                    beside ? to_text(account.running_plans.front()) : std::string());
    findings.add_if(fact.offers.size() > most_offers, ErrorCode::too_long, "offers",
                    std::to_string(most_offers));
    for (const PlanOffer& offer : fact.offers) {
        findings.date(offer.date, "offers");
        findings.add_if(offer.date > fact.date, ErrorCode::date_order, "offers",
                        to_text(offer.date));
        findings.add_if(offer.monthly <= 0 || offer.monthly > largest_amount_minor,
                        ErrorCode::amount_not_positive, "offers");
    }
    if (fact.consent_on) {
        findings.date(*fact.consent_on, "consent");
        findings.add_if(!fact.consent, ErrorCode::required, "consent");
        findings.add_if(*fact.consent_on > fact.date, ErrorCode::date_order, "consent",
                        to_text(*fact.consent_on));
    }
    findings.add_if(principal > account.owed_minor, ErrorCode::exceeds_open, "amount",
                    to_text(Money{account.owed_minor, fact.currency}));
    return findings.answer({std::move(fact)});
}

Result<std::vector<Fact>> decide_hold(const Account& account, const PlaceHold& command) {
    Findings findings;
    HoldPlaced fact = command.hold;
    check_common(findings, account, fact);
    fact.reason =
        findings.required_text(fact.reason, "reason", longest_note, Findings::Lines::many);
    fact.owner = findings.text(fact.owner, "owner", longest_name);
    findings.date(fact.until, "until");
    findings.add_if(fact.until < fact.date, ErrorCode::date_order, "until", to_text(fact.until));
    if (fact.kind == HoldKind::snooze) { check_wait(findings, fact.date, fact.until, "snooze"); }
    check_known(findings, account, fact.of, "of");
    return findings.answer({std::move(fact)});
}

namespace {

void check_items(Findings& findings, LetterSent& fact) {
    findings.add_if(fact.items.size() > most_letter_items, ErrorCode::too_long, "items",
                    std::to_string(most_letter_items));
    int highest = 0;
    for (const LetterItem& item : fact.items) {
        findings.add_if(item.invoice.is_nil(), ErrorCode::required, "items");
        findings.date(item.due, "items");
        const bool sound = item.minor > 0 && item.minor <= largest_amount_minor;
        findings.add_if(!sound, ErrorCode::amount_not_positive, "items");
        findings.add_if(item.level < 0 || item.level > fact.level, ErrorCode::out_of_range, "level",
                        std::to_string(item.level));
        // What is not late is not asked for.
        findings.add_if(item.level > 0 && item.due >= fact.date, ErrorCode::date_order, "items",
                        to_text(item.due));
        highest = std::max(highest, item.level);
    }
    findings.add_if(highest != fact.level, ErrorCode::out_of_range, "level",
                    std::to_string(fact.level));
    for (const LetterSum& sum : fact.sums) {
        const auto known = parse_currency(sum.currency.view());
        findings.add_if(!known || *known != sum.currency, ErrorCode::unknown_currency, "sums",
                        sum.currency.view());
        for (const std::int64_t minor : {sum.overdue, sum.unapplied, sum.interest, sum.fee}) {
            findings.add_if(minor < 0 || minor > largest_amount_minor * 50, ErrorCode::out_of_range,
                            "sums", std::to_string(minor));
        }
    }
}

} // namespace

namespace {

constexpr int most_voided = 1000;

// What a letter charges is what it says that it charges.
void check_charges(Findings& findings, const SendLetter& command) {
    if (command.charges.empty()) { return; }
    const LetterSent& letter = command.letter;
    findings.add_if(letter.level == 0, ErrorCode::required, "ladder");
    std::vector<LetterSum> sums = letter.sums;
    for (const IssueInvoice& charge : command.charges) {
        const InvoiceIssued& debit = charge.invoice;
        const bool fee = debit.type == DebitType::costs;
        const InvoiceId of = id_cast<InvoiceId>(debit.against);
        // What was taken back before has used up its name.
        bool own = is_charge(debit.type) && debit.customer == letter.customer;
        for (int voided = 0; own; ++voided) {
            const EntityId id = fee ? letter_fee_id(letter, debit.amount.currency, voided)
                                    : letter_interest_id(letter, of, voided);
            if (id == entity_of(debit.id)) { break; }
            own = !id.is_nil() && voided < most_voided;
        }
        findings.add_if(!own, ErrorCode::wrong_type, "charges", debit.number);
        const auto sum = std::ranges::find(sums, debit.amount.currency, &LetterSum::currency);
        if (sum == sums.end()) {
            findings.add(ErrorCode::currency_mismatch, "charges", debit.number);
            continue;
        }
        (fee ? sum->fee : sum->interest) -= debit.amount.minor;
    }
    for (const LetterSum& sum : sums) {
        findings.add_if(sum.fee != 0 || sum.interest != 0, ErrorCode::schedule_sum, "charges",
                        sum.currency.view());
    }
}

} // namespace

Result<std::vector<Fact>> decide_letter(const Account& account, const Policy& policy,
                                        const SendLetter& command) {
    Findings findings;
    LetterSent fact = command.letter;
    check_common(findings, account, fact);
    fact.letter = findings.required_text(fact.letter, "letter", longest_number);
    fact.language = findings.text(fact.language, "language", longest_number);
    fact.ladder = findings.text(fact.ladder, "ladder", longest_number);
    fact.to = findings.text(fact.to, "to", longest_name);
    fact.subject = findings.text(fact.subject, "subject", longest_name);
    fact.text = findings.required_text(fact.text, "text", longest_letter, Findings::Lines::many);
    findings.add_if(fact.channel == Channel::internal, ErrorCode::wrong_type, "channel");
    findings.add_if(fact.level < 0 || fact.level > 9, ErrorCode::out_of_range, "level",
                    std::to_string(fact.level));
    findings.add_if(fact.ladder.empty() != (fact.level == 0), ErrorCode::required, "ladder");
    check_items(findings, fact);
    findings.add_if(!fact.ladder.empty() && account.latest_letter &&
                        *account.latest_letter > fact.date,
                    ErrorCode::date_order, "dunning_day",
                    account.latest_letter ? to_text(*account.latest_letter) : std::string());
    findings.add_if(account.newer_version, ErrorCode::newer_version, "customer");
    check_charges(findings, command);
    auto facts = findings.answer({std::move(fact)});
    for (const IssueInvoice& charge : command.charges) {
        if (!facts) { break; }
        auto debit = decide_debit(account, policy, charge);
        if (!debit) { return debit; }
        facts->push_back(std::move(debit->front()));
    }
    return facts;
}

Result<std::vector<Fact>> decide_settlement(const Account& account, const SettleDispute& command) {
    Findings findings;
    DisputeSettled fact = command.settled;
    check_common(findings, account, fact);
    findings.add_if(fact.dispute.is_nil(), ErrorCode::required, "dispute");
    fact.note = findings.required_text(fact.note, "note", longest_note, Findings::Lines::many);
    findings.add_if(!account.target_known, ErrorCode::unknown_document, "dispute",
                    to_text(fact.dispute));
    findings.add_if(account.target_known && account.target_voided, ErrorCode::already_reversed,
                    "dispute");
    findings.add_if(account.target_known && fact.date < account.target_date, ErrorCode::date_order,
                    "date", to_text(account.target_date));
    check_known(findings, account, fact.document, "document");
    findings.add_if(needs_document(fact.outcome) && fact.document.is_nil(), ErrorCode::required,
                    "document");
    const auto check = [&](const auto& one, std::string_view type, bool fits) {
        const bool same = one.fact.customer == fact.customer ||
                          std::ranges::contains(account.same, one.fact.customer);
        findings.add_if(!same, ErrorCode::customer_mismatch, "document", one.fact.number);
        findings.add_if(!fits, ErrorCode::wrong_type, "document", type);
        findings.add_if(one.voided, ErrorCode::already_reversed, "document");
    };
    for (const OpenReceipt& one : account.receipts) {
        if (entity_of(one.fact.id) != fact.document) { continue; }
        check(one, name_of(one.fact.type), may_settle(fact.outcome, one.fact.type));
    }
    for (const OpenInvoice& one : account.invoices) {
        if (entity_of(one.fact.id) != fact.document) { continue; }
        check(one, name_of(one.fact.type), may_settle(fact.outcome, one.fact.type));
    }
    const std::uint64_t content[] = {fact.dispute.high, fact.dispute.low};
    Reversed ends{derived_id(fact.id, content), fact.dispute, fact.date, fact.note};
    return findings.answer({std::move(fact), std::move(ends)});
}

} // namespace huikuan::core
