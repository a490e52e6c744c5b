#include "core/decide.h"

#include <algorithm>

#include "core/text.h"

namespace huikuan::core {

void Findings::add(ErrorCode code, std::string_view field, std::string_view detail) {
    if (!first_ || code < first_->code) {
        first_ = Error{code, std::string(field), std::string(detail)};
    }
}

std::string Findings::text(std::string_view value, std::string_view field, std::size_t longest,
                           Lines lines) {
    std::string kept;
    for (const char byte : trim(value)) { // a line end is one newline, whoever wrote it
        if (byte == '\n' && !kept.empty() && kept.back() == '\r') {
            kept.back() = '\n';
        } else {
            kept.push_back(byte);
        }
    }
    const bool sound = is_utf8(kept) && !has_control(kept, lines == Lines::many);
    add_if(!sound, ErrorCode::malformed, field);
    add_if(kept.size() > longest, ErrorCode::too_long, field, std::to_string(longest));
    return kept;
}

std::string Findings::required_text(std::string_view value, std::string_view field,
                                    std::size_t longest, Lines lines) {
    std::string kept = text(value, field, longest, lines);
    add_if(kept.empty(), ErrorCode::required, field);
    return kept;
}

Money Findings::document_amount(Money amount, Currency base) {
    if (amount.currency.view().empty()) { amount.currency = base; }
    const auto known = parse_currency(amount.currency.view());
    add_if(!known || *known != amount.currency, ErrorCode::unknown_currency, "currency",
           amount.currency.view());
    add_if(amount.minor > largest_amount_minor, ErrorCode::out_of_range, "amount",
           std::to_string(largest_amount_minor));
    add_if(amount.minor <= 0, ErrorCode::amount_not_positive, "amount");
    return amount;
}

void Findings::date(Date value, std::string_view field) {
    add_if(!in_book_range(value), ErrorCode::out_of_range, field, to_text(value));
}

Result<std::vector<Fact>> Findings::answer(std::vector<Fact> facts) const {
    if (first_) { return std::unexpected(*first_); }
    return facts;
}

namespace {

Result<std::vector<Fact>> decide_on(const Account& account, const Policy& policy,
                                    const IssueInvoice& command) {
    return decide_debit(account, policy, command);
}
Result<std::vector<Fact>> decide_on(const Account& account, const Policy& policy,
                                    const RecordReceipt& command) {
    return decide_credit(account, policy, command);
}
Result<std::vector<Fact>> decide_on(const Account& account, const Policy&,
                                    const AllocateReceipt& command) {
    return decide_allocation(account, command);
}
Result<std::vector<Fact>> decide_on(const Account& account, const Policy&,
                                    const ExchangeCredit& command) {
    return decide_exchange(account, command);
}
Result<std::vector<Fact>> decide_on(const Account& account, const Policy& policy,
                                    const RefundCredit& command) {
    return decide_refund(account, policy, command);
}
Result<std::vector<Fact>> decide_on(const Account& account, const Policy&,
                                    const RecoverWriteOff& command) {
    return decide_recovery(account, command);
}

Result<std::vector<Fact>> decide_on(const Account& account, const Policy& policy,
                                    const LogContact& command) {
    return decide_contact(account, policy, command);
}
Result<std::vector<Fact>> decide_on(const Account& account, const Policy&,
                                    const MakePromise& command) {
    return decide_promise(account, command);
}
Result<std::vector<Fact>> decide_on(const Account& account, const Policy&,
                                    const AgreePlan& command) {
    return decide_plan(account, command);
}
Result<std::vector<Fact>> decide_on(const Account& account, const Policy&,
                                    const PlaceHold& command) {
    return decide_hold(account, command);
}
Result<std::vector<Fact>> decide_on(const Account& account, const Policy& policy,
                                    const SendLetter& command) {
    return decide_letter(account, policy, command);
}
Result<std::vector<Fact>> decide_on(const Account& account, const Policy&,
                                    const SettleDispute& command) {
    return decide_settlement(account, command);
}

Result<std::vector<Fact>> decide_on(const Account& account, const Policy&,
                                    const NoteLegalEvent& command) {
    return decide_legal_event(account, command);
}
Result<std::vector<Fact>> decide_on(const Account& account, const Policy&,
                                    const TakeCaseStep& command) {
    return decide_case_step(account, command);
}
Result<std::vector<Fact>> decide_on(const Account& account, const Policy&,
                                    const PayCaseCost& command) {
    return decide_case_cost(account, command);
}

Result<std::vector<Fact>> decide_on(const Account& account, const Policy&,
                                    const IssueStatement& command) {
    return decide_statement(account, command);
}
Result<std::vector<Fact>> decide_on(const Account& account, const Policy&,
                                    const SendStatement& command) {
    return decide_sending(account, command);
}
Result<std::vector<Fact>> decide_on(const Account& account, const Policy&,
                                    const AnswerStatement& command) {
    return decide_answer(account, command);
}
Result<std::vector<Fact>> decide_on(const Account& account, const Policy&,
                                    const SettleDifference& command) {
    return decide_difference(account, command);
}

Result<std::vector<Fact>> decide_on(const Account& account, const Policy&,
                                    const ImportBankLines& command) {
    return decide_bank_lines(account, command);
}
Result<std::vector<Fact>> decide_on(const Account& account, const Policy&,
                                    const UseBankLine& command) {
    return decide_bank_use(account, command);
}

Result<std::vector<Fact>> decide_on(const Account& account, const Policy&,
                                    const MergeCustomers& command) {
    Findings findings;
    CustomersMerged fact = command.merge;
    findings.add_if(fact.id.is_nil(), ErrorCode::required, "id");
    findings.add_if(fact.from.is_nil(), ErrorCode::required, "from");
    findings.add_if(fact.into.is_nil(), ErrorCode::required, "into");
    fact.reason = findings.text(fact.reason, "reason", longest_note, Findings::Lines::many);
    findings.date(fact.date, "date");
    findings.add_if(!std::ranges::contains(account.known, entity_of(fact.from)),
                    ErrorCode::unknown_customer, "from", to_text(fact.from));
    findings.add_if(!std::ranges::contains(account.known, entity_of(fact.into)),
                    ErrorCode::unknown_customer, "into", to_text(fact.into));
    findings.add_if(account.id_taken, ErrorCode::duplicate_id, "id");
    findings.add_if(fact.from == fact.into || account.merged_already, ErrorCode::nothing_to_do,
                    "into");
    return findings.answer({std::move(fact)});
}

Result<std::vector<Fact>> decide_on(const Account& account, const Policy&,
                                    const AddAttachment& command) {
    Findings findings;
    AttachmentAdded fact = command.attachment;
    findings.add_if(fact.id.is_nil(), ErrorCode::required, "id");
    findings.add_if(fact.of.is_nil(), ErrorCode::required, "of");
    fact.name = findings.required_text(fact.name, "name", longest_name);
    fact.media = findings.text(fact.media, "media", longest_name);
    findings.add_if(fact.bytes < 0 || fact.bytes > largest_attachment_bytes,
                    ErrorCode::out_of_range, "bytes", std::to_string(largest_attachment_bytes));
    findings.add_if(!std::ranges::contains(account.known, fact.of), ErrorCode::unknown_document,
                    "of", to_text(fact.of));
    findings.add_if(account.id_taken, ErrorCode::duplicate_id, "id");
    return findings.answer({std::move(fact)});
}

Result<std::vector<Fact>> decide_on(const Account& account, const Policy& policy,
                                    const OpenDispute& command) {
    Findings findings;
    DisputeOpened fact = command.dispute;
    findings.add_if(fact.id.is_nil(), ErrorCode::required, "id");
    findings.add_if(fact.invoice.is_nil(), ErrorCode::required, "invoice");
    fact.reason =
        findings.required_text(fact.reason, "reason", longest_note, Findings::Lines::many);
    findings.date(fact.date, "date");
    fact.owner = findings.text(fact.owner, "owner", longest_name);
    if (!fact.answer_by && in_book_range(fact.date)) {
        static const Calendar announced = Calendar::china();
        fact.answer_by = answer_day(fact.date, policy.collection.days_to_answer(fact.cause),
                                    policy.calendar ? *policy.calendar : announced);
    }
    if (fact.answer_by) {
        findings.date(*fact.answer_by, "answer");
        findings.add_if(*fact.answer_by < fact.date, ErrorCode::date_order, "answer",
                        to_text(*fact.answer_by));
    }
    findings.add_if(account.id_taken, ErrorCode::duplicate_id, "id");
    const auto invoice = std::ranges::find(account.invoices, fact.invoice,
                                           [](const OpenInvoice& open) { return open.fact.id; });
    if (invoice == account.invoices.end()) {
        findings.add(ErrorCode::unknown_document, "invoice", to_text(fact.invoice));
        return findings.answer({});
    }
    fact.amount = findings.document_amount(fact.amount, invoice->fact.amount.currency);
    findings.add_if(fact.amount.currency != invoice->fact.amount.currency,
                    ErrorCode::currency_mismatch, "amount");
    findings.add_if(fact.date < invoice->fact.issued, ErrorCode::date_order, "date",
                    to_text(invoice->fact.issued));
    findings.add_if(invoice->voided, ErrorCode::already_reversed, "invoice");
    findings.add_if(fact.amount.minor > invoice->open_minor - invoice->disputed_minor,
                    ErrorCode::exceeds_open, invoice->disputed_minor > 0 ? "undisputed" : "amount",
                    to_text(Money{invoice->open_minor - invoice->disputed_minor,
                                  invoice->fact.amount.currency}));
    return findings.answer({std::move(fact)});
}

Result<std::vector<Fact>> decide_on(const Account& account, const Policy&,
                                    const MoveBill& command) {
    Findings findings;
    BillMoved fact = command.moved;
    findings.add_if(fact.id.is_nil(), ErrorCode::required, "id");
    findings.add_if(fact.bill.is_nil(), ErrorCode::required, "bill");
    fact.party = findings.text(fact.party, "party", longest_name);
    findings.add_if(fact.party.empty() && fact.step != BillStep::honoured, ErrorCode::required,
                    "party");
    findings.date(fact.date, "date");
    findings.add_if(account.id_taken, ErrorCode::duplicate_id, "id");
    const auto bill = std::ranges::find(account.receipts, fact.bill,
                                        [](const OpenReceipt& open) { return open.fact.id; });
    if (bill == account.receipts.end()) {
        findings.add(ErrorCode::unknown_document, "bill", to_text(fact.bill));
        return findings.answer({});
    }
    findings.add_if(fact.cost_minor < 0 || fact.cost_minor > bill->fact.amount.minor,
                    ErrorCode::out_of_range, "cost", std::to_string(fact.cost_minor));
    findings.add_if(bill->fact.type != CreditType::bill, ErrorCode::wrong_type, "bill",
                    name_of(bill->fact.type));
    findings.add_if(fact.date < bill->fact.date, ErrorCode::date_order, "date",
                    to_text(bill->fact.date));
    findings.add_if(bill->voided, ErrorCode::already_reversed, "bill");
    // A bill that is gone or paid does not move again; one that was given on may still be honoured.
    const bool over = account.bill_step == BillStep::honoured ||
                      (account.bill_step && fact.step != BillStep::honoured);
    findings.add_if(over, ErrorCode::nothing_to_do, "step", name_of(fact.step));
    return findings.answer({std::move(fact)});
}

Result<std::vector<Fact>> decide_on(const Account& account, const Policy&, const Reverse& command) {
    Findings findings;
    findings.add_if(command.id.is_nil(), ErrorCode::required, "id");
    findings.add_if(command.target.is_nil(), ErrorCode::required, "target");
    const std::string reason =
        findings.required_text(command.reason, "reason", longest_note, Findings::Lines::many);
    // Whether it never counted or ended on its first day is one thing, except of a bill.
    const auto bill = std::ranges::find_if(account.receipts, [&](const OpenReceipt& open) {
        return entity_of(open.fact.id) == command.target && open.fact.type == CreditType::bill;
    });
    const bool never = bill != account.receipts.end() && account.target_date > first_date;
    const Date date =
        command.date.value_or(never ? add_days(account.target_date, -1) : account.target_date);
    findings.date(date, "date");
    findings.add_if(account.id_taken || command.id == command.target, ErrorCode::duplicate_id,
                    "id");
    findings.add_if(!account.target_known, ErrorCode::unknown_document, "target",
                    to_text(command.target));
    findings.add_if(account.target_voided, ErrorCode::already_reversed, "target");
    findings.add_if(account.target_is_reversal, ErrorCode::reversal_of_reversal, "target");
    findings.add_if(account.target_known && command.date && date < account.target_date,
                    ErrorCode::date_order, "date", to_text(account.target_date));
    std::vector<Fact> facts{Reversed{command.id, command.target, date, reason}};
    for (const EntityId carried : account.carried) {
        const std::uint64_t content[] = {carried.high, carried.low};
        facts.emplace_back(Reversed{derived_id(command.id, content), carried, date, reason});
    }
    return findings.answer(std::move(facts));
}

Result<std::vector<Fact>> decide_on(const Account& account, const Policy&,
                                    const ResolveException& command) {
    Findings findings;
    ExceptionResolved fact = command.resolution;
    findings.add_if(fact.id.is_nil(), ErrorCode::required, "id");
    const bool is_hash = fact.exception.size() == 64 &&
                         fact.exception.find_first_not_of("0123456789abcdef") == std::string::npos;
    findings.add_if(fact.exception.empty(), ErrorCode::required, "exception");
    findings.add_if(!is_hash, ErrorCode::malformed, "exception", fact.exception);
    findings.add_if(!account.target_known, ErrorCode::unknown_document, "exception",
                    fact.exception);
    fact.choice = findings.required_text(fact.choice, "choice", longest_name);
    fact.note = findings.text(fact.note, "note", longest_note, Findings::Lines::many);
    findings.add_if(account.id_taken, ErrorCode::duplicate_id, "id");
    return findings.answer({std::move(fact)});
}

Result<std::vector<Fact>> decide_on(const Account& account, const Policy&,
                                    const SetFields& command) {
    return decide_fields(account, command);
}

} // namespace

Result<std::vector<Fact>> decide(const Account& account, const Policy& policy,
                                 const Command& command) {
    return std::visit([&](const auto& typed) { return decide_on(account, policy, typed); },
                      command);
}

} // namespace huikuan::core
