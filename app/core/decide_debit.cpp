// Invoices, notes, opening balances, interest, costs, refunds: whatever a customer owes.
#include <algorithm>

#include "core/decide.h"
#include "core/sorting.h"
#include "core/terms.h"
#include "core/text.h"

namespace huikuan::core {
namespace {

constexpr std::size_t most_lines = 600; // fifty years of months

int terms_of(const Account& account, const Policy& policy) {
    const int days = account.terms_days < 0 ? policy.default_terms_days : account.terms_days;
    return std::clamp(days, 0, longest_terms_days);
}

const Calendar& calendar_of(const Policy& policy) {
    static const Calendar announced = Calendar::china();
    return policy.calendar ? *policy.calendar : announced;
}

void check_schedule(Findings& findings, const InvoiceIssued& invoice) {
    findings.add_if(invoice.lines.size() > most_lines, ErrorCode::too_long, "lines",
                    std::to_string(most_lines));
    std::int64_t sum = 0;
    bool overflow = false;
    const ScheduleLine* previous = nullptr;
    for (const ScheduleLine& line : invoice.lines) {
        findings.date(line.due, "due");
        findings.add_if(line.minor <= 0, ErrorCode::amount_not_positive, "lines");
        findings.add_if(line.due < invoice.issued, ErrorCode::date_order, "due", to_text(line.due));
        findings.add_if(previous != nullptr && previous->due == line.due, ErrorCode::date_order,
                        "lines", to_text(line.due));
        overflow = __builtin_add_overflow(sum, line.minor, &sum) || overflow;
        previous = &line;
    }
    findings.add_if(overflow || sum != invoice.amount.minor, ErrorCode::schedule_sum, "lines",
                    overflow ? std::string() : std::to_string(sum));
}

// Goods and services have terms; what follows from them (interest, costs, a refund) is due at once.
bool has_terms(DebitType type) {
    return type == DebitType::invoice || type == DebitType::debit_note;
}

void take_terms(Findings& findings, const Account& account, const Policy& policy,
                const IssueInvoice& command, InvoiceIssued& invoice) {
    invoice.terms = findings.text(invoice.terms, "terms", longest_name);
    const bool asked = !command.due && invoice.lines.empty() && has_terms(invoice.type);
    const bool own = !invoice.terms.empty();
    // A customer's terms that this version cannot read do not stop an invoice: the days count.
    const std::string& agreed =
        account.contract_terms.empty() ? account.terms : account.contract_terms;
    const std::string_view wanted = own ? invoice.terms : asked ? agreed : std::string_view();
    if (wanted.empty()) { return; }
    const auto terms = parse_terms(wanted);
    if (!terms) {
        if (own) { findings.add(terms.error().code, "terms", terms.error().detail); }
        return;
    }
    invoice.terms = to_text(*terms);
    if (!invoice.discount) { invoice.discount = early_discount(*terms, invoice.issued); }
    // Of an amount or date that is refused anyway there is nothing to split.
    if (!asked || invoice.amount.minor <= 0 || !in_book_range(invoice.issued)) { return; }
    auto lines = schedule(*terms, invoice.issued, invoice.amount.minor, calendar_of(policy));
    if (lines) {
        invoice.lines = std::move(*lines);
    } else {
        findings.add(lines.error().code, "terms", invoice.terms);
    }
}

void check_details(Findings& findings, const Account& account, const InvoiceIssued& invoice) {
    if (invoice.discount) {
        findings.add_if(invoice.discount->ppm < 1 || invoice.discount->ppm >= 1'000'000,
                        ErrorCode::out_of_range, "discount", std::to_string(invoice.discount->ppm));
        findings.date(invoice.discount->until, "discount");
        findings.add_if(invoice.discount->until < invoice.issued, ErrorCode::date_order, "discount",
                        to_text(invoice.discount->until));
    }
    if (invoice.tax) {
        const auto& [net, tax] = *invoice.tax;
        findings.add_if(net < 0 || tax < 0 || net > invoice.amount.minor ||
                            tax != invoice.amount.minor - net,
                        ErrorCode::schedule_sum, "tax", std::to_string(net));
    }
    findings.add_if(!invoice.contract.is_nil() &&
                        !std::ranges::contains(account.known, invoice.contract),
                    ErrorCode::unknown_document, "contract", to_text(invoice.contract));
    findings.add_if(invoice.type == DebitType::exchange_out, ErrorCode::wrong_type, "type",
                    name_of(invoice.type));
    if (invoice.against.is_nil()) { return; }
    const auto against = std::ranges::find(account.invoices, invoice.against, [](const auto& open) {
        return entity_of(open.fact.id);
    });
    if (against == account.invoices.end()) {
        findings.add(ErrorCode::unknown_document, "against", to_text(invoice.against));
        return;
    }
    findings.add_if(against->fact.customer != invoice.customer &&
                        !std::ranges::contains(account.same, against->fact.customer),
                    ErrorCode::customer_mismatch, "against", against->fact.number);
    findings.add_if(invoice.type == DebitType::invoice || invoice.type == DebitType::opening ||
                        invoice.type == DebitType::refund,
                    ErrorCode::wrong_type, "against", name_of(invoice.type));
}

} // namespace

Result<std::vector<Fact>> decide_debit(const Account& account, const Policy& policy,
                                       const IssueInvoice& command) {
    Findings findings;
    InvoiceIssued invoice = command.invoice;
    findings.add_if(invoice.id.is_nil(), ErrorCode::required, "id");
    findings.add_if(invoice.customer.is_nil(), ErrorCode::required, "customer");
    invoice.number = invoice.type == DebitType::refund
                         ? findings.text(invoice.number, "number", longest_number)
                         : findings.required_text(invoice.number, "number", longest_number);
    invoice.customer_name = findings.text(invoice.customer_name, "customer_name", longest_name);
    invoice.note = findings.text(invoice.note, "note", longest_note, Findings::Lines::many);
    invoice.amount = findings.document_amount(invoice.amount, account.base_currency);
    findings.date(invoice.issued, "issued");
    take_terms(findings, account, policy, command, invoice);
    if (invoice.lines.empty()) {
        const int days = has_terms(invoice.type) ? terms_of(account, policy) : 0;
        const Date due = command.due.value_or(add_days(invoice.issued, days));
        invoice.lines.push_back({due, invoice.amount.minor});
    }
    core::sort(invoice.lines, std::less{}, &ScheduleLine::due);
    check_schedule(findings, invoice);
    check_rate(findings, invoice.rate, invoice.amount.currency, account.base_currency);
    check_details(findings, account, invoice);
    findings.add_if(!account.customer_known, ErrorCode::unknown_customer, "customer");
    findings.add_if(account.id_taken, ErrorCode::duplicate_id, "id");
    findings.add_if(account.number_taken, ErrorCode::duplicate_number, "number", invoice.number);
    return findings.answer({std::move(invoice)});
}

Result<std::vector<Fact>> decide_refund(const Account& account, const Policy& policy,
                                        const RefundCredit& command) {
    const auto credit = std::ranges::find(account.receipts, command.credit,
                                          [](const OpenReceipt& open) { return open.fact.id; });
    if (credit == account.receipts.end()) {
        return fail(ErrorCode::unknown_document, "credit", to_text(command.credit));
    }
    IssueInvoice issue{command.refund, command.refund.issued};
    issue.invoice.type = DebitType::refund;
    issue.invoice.customer = credit->fact.customer;
    auto facts = decide_debit(account, policy, issue);
    if (!facts) { return facts; }
    // With the debit in the book the money pays it, as it would pay any other.
    const auto& refund = std::get<InvoiceIssued>(facts->front());
    const std::uint64_t of_use[] = {refund.id.high, refund.id.low};
    Account owing = account;
    owing.invoices.push_back({.fact = refund, .open_minor = refund.amount.minor});
    const auto used =
        decide_allocation(owing, {derived_id(entity_of(refund.id), of_use),
                                  command.credit,
                                  {AllocationRule::manual, {{refund.id, refund.amount.minor}}},
                                  refund.issued});
    if (!used) { return used; }
    facts->insert(facts->end(), used->begin(), used->end());
    return facts;
}

} // namespace huikuan::core
