#include "core/decide.h"

#include <algorithm>
#include <array>
#include <set>

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

constexpr std::size_t most_lines = 600; // fifty years of months
constexpr std::array<std::string_view, 5> methods{"bank", "cash", "wallet", "bill", "other"};

int terms_of(const Account& account, const Policy& policy) {
    const int days = account.terms_days < 0 ? policy.default_terms_days : account.terms_days;
    return std::clamp(days, 0, longest_terms_days);
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

Result<std::vector<Fact>> decide_on(const Account& account, const Policy& policy,
                                    const IssueInvoice& command) {
    Findings findings;
    InvoiceIssued invoice = command.invoice;
    findings.add_if(invoice.id.is_nil(), ErrorCode::required, "id");
    findings.add_if(invoice.customer.is_nil(), ErrorCode::required, "customer");
    invoice.number = findings.required_text(invoice.number, "number", longest_number);
    invoice.customer_name = findings.text(invoice.customer_name, "customer_name", longest_name);
    invoice.note = findings.text(invoice.note, "note", longest_note, Findings::Lines::many);
    invoice.amount = findings.document_amount(invoice.amount, account.base_currency);
    findings.date(invoice.issued, "issued");
    if (invoice.lines.empty()) {
        const Date due = command.due.value_or(add_days(invoice.issued, terms_of(account, policy)));
        invoice.lines.push_back({due, invoice.amount.minor});
    }
    std::ranges::stable_sort(invoice.lines, std::less{}, &ScheduleLine::due);
    check_schedule(findings, invoice);
    findings.add_if(!account.customer_known, ErrorCode::unknown_customer, "customer");
    findings.add_if(account.id_taken, ErrorCode::duplicate_id, "id");
    findings.add_if(account.number_taken, ErrorCode::duplicate_number, "number", invoice.number);
    return findings.answer({std::move(invoice)});
}

// What an allocation draws on: a receipt and how much of it is free.
struct Source {
    EntityId command; // whose id the allocations' ids are derived from
    const ReceiptRecorded& receipt;
    std::int64_t available = 0;
    Date date;
};

void check_part(Findings& findings, const Source& source, const AllocationPart& part,
                const OpenInvoice* invoice) {
    findings.add_if(part.minor <= 0, ErrorCode::amount_not_positive, "parts",
                    std::to_string(part.minor));
    if (invoice == nullptr) {
        findings.add(ErrorCode::unknown_document, "parts", to_text(part.invoice));
        return;
    }
    const InvoiceIssued& fact = invoice->fact;
    findings.add_if(fact.amount.currency != source.receipt.amount.currency,
                    ErrorCode::currency_mismatch, "parts", fact.number);
    findings.add_if(fact.customer != source.receipt.customer, ErrorCode::customer_mismatch, "parts",
                    fact.number);
    findings.add_if(invoice->voided, ErrorCode::already_reversed, "parts", fact.number);
    findings.add_if(part.minor > invoice->open_minor, ErrorCode::exceeds_open, "parts",
                    fact.number);
}

// The account's invoices by id: a receipt may be divided among thousands, frame after frame.
class InvoiceIndex {
public:
    explicit InvoiceIndex(const Account& account) {
        for (const OpenInvoice& invoice : account.invoices) { by_id_.push_back(&invoice); }
        std::ranges::sort(by_id_, std::less{}, id_of);
    }
    [[nodiscard]] const OpenInvoice* find(InvoiceId id) const {
        const auto found = std::ranges::lower_bound(by_id_, id, std::less{}, id_of);
        return found != by_id_.end() && id_of(*found) == id ? *found : nullptr;
    }

private:
    static InvoiceId id_of(const OpenInvoice* invoice) { return invoice->fact.id; }
    std::vector<const OpenInvoice*> by_id_;
};

// Whether an invoice must exist on the day of the allocation.
enum class Existing : std::uint8_t { later_too, by_date };

void check_parts(Findings& findings, const Account& account, const Source& source,
                 const std::vector<AllocationPart>& parts, Existing existing) {
    const InvoiceIndex invoices(account);
    std::set<InvoiceId> seen;
    std::int64_t rest = source.available;
    for (const AllocationPart& part : parts) {
        const OpenInvoice* invoice = invoices.find(part.invoice);
        check_part(findings, source, part, invoice);
        findings.add_if(!seen.insert(part.invoice).second, ErrorCode::malformed, "parts",
                        invoice != nullptr ? invoice->fact.number : to_text(part.invoice));
        if (existing == Existing::by_date && invoice != nullptr) {
            findings.add_if(source.date < invoice->fact.issued, ErrorCode::date_order, "date",
                            to_text(invoice->fact.issued));
        }
        const bool fits = part.minor <= rest;
        findings.add_if(part.minor > 0 && !fits, ErrorCode::exceeds_unapplied, "parts",
                        std::to_string(source.available));
        rest -= part.minor > 0 && fits ? part.minor : 0;
    }
}

std::vector<AllocationPart> planned(Findings& findings, const Account& account,
                                    const Source& source, const AllocationPlan& plan,
                                    Existing existing) {
    switch (plan.rule) {
    case AllocationRule::none: return {};
    case AllocationRule::oldest_due_first: {
        std::vector<const OpenInvoice*> candidates;
        for (const OpenInvoice& invoice : account.invoices) {
            const bool exists =
                existing == Existing::later_too || invoice.fact.issued <= source.date;
            if (exists && invoice.fact.customer == source.receipt.customer) {
                candidates.push_back(&invoice);
            }
        }
        return plan_oldest_first(candidates, source.available, source.receipt.amount.currency);
    }
    case AllocationRule::manual:
        check_parts(findings, account, source, plan.parts, existing);
        break;
    }
    return plan.parts;
}

// The id is derived from all that the fact says, see derived_id.
AllocationMade allocation_of(const Source& source, const AllocationPart& part) {
    const std::uint64_t content[] = {
        source.receipt.id.high,
        source.receipt.id.low,
        part.invoice.high,
        part.invoice.low,
        static_cast<std::uint64_t>(part.minor),
        static_cast<std::uint64_t>(source.date.days),
    };
    return {id_cast<AllocationId>(derived_id(source.command, content)), source.receipt.id,
            part.invoice, Money{part.minor, source.receipt.amount.currency}, source.date};
}

Result<std::vector<Fact>> decide_on(const Account& account, const Policy&,
                                    const RecordReceipt& command) {
    Findings findings;
    ReceiptRecorded receipt = command.receipt;
    findings.add_if(receipt.id.is_nil(), ErrorCode::required, "id");
    findings.add_if(receipt.customer.is_nil(), ErrorCode::required, "customer");
    receipt.method = findings.text(receipt.method, "method", longest_name);
    if (receipt.method.empty()) { receipt.method = "other"; }
    findings.add_if(!std::ranges::contains(methods, receipt.method), ErrorCode::malformed, "method",
                    receipt.method);
    receipt.reference = findings.text(receipt.reference, "reference", longest_reference);
    receipt.note = findings.text(receipt.note, "note", longest_note, Findings::Lines::many);
    receipt.amount = findings.document_amount(receipt.amount, account.base_currency);
    findings.date(receipt.date, "date");
    findings.add_if(!account.customer_known, ErrorCode::unknown_customer, "customer");
    findings.add_if(account.id_taken, ErrorCode::duplicate_id, "id");
    // Money that came in is recorded in any case; only what it pays must not be guessed.
    findings.add_if(account.newer_version && command.plan.rule != AllocationRule::none,
                    ErrorCode::newer_version, "plan");
    const Source source{entity_of(receipt.id), receipt, receipt.amount.minor, receipt.date};
    const auto parts = planned(findings, account, source, command.plan, Existing::later_too);
    std::vector<Fact> facts{receipt};
    for (const AllocationPart& part : parts) { facts.emplace_back(allocation_of(source, part)); }
    return findings.answer(std::move(facts));
}

Result<std::vector<Fact>> decide_on(const Account& account, const Policy&,
                                    const AllocateReceipt& command) {
    Findings findings;
    findings.add_if(command.id.is_nil(), ErrorCode::required, "id");
    findings.add_if(command.receipt.is_nil(), ErrorCode::required, "receipt");
    findings.date(command.date, "date");
    findings.add_if(account.id_taken, ErrorCode::duplicate_id, "id");
    findings.add_if(account.newer_version, ErrorCode::newer_version, "receipt");
    const auto receipt = std::ranges::find(account.receipts, command.receipt,
                                           [](const OpenReceipt& open) { return open.fact.id; });
    if (receipt == account.receipts.end()) {
        findings.add(ErrorCode::unknown_document, "receipt", to_text(command.receipt));
        return findings.answer({});
    }
    findings.add_if(receipt->voided, ErrorCode::already_reversed, "receipt");
    findings.add_if(command.date < receipt->fact.date, ErrorCode::date_order, "date",
                    to_text(receipt->fact.date));
    const Source source{command.id, receipt->fact, receipt->unapplied_minor, command.date};
    const auto parts = planned(findings, account, source, command.plan, Existing::by_date);
    findings.add_if(parts.empty(), ErrorCode::nothing_to_do, "parts");
    std::vector<Fact> facts;
    for (const AllocationPart& part : parts) {
        AllocationMade made = allocation_of(source, part);
        if (facts.empty()) { // so that the book knows the command when it comes again
            made.id = id_cast<AllocationId>(command.id);
        }
        facts.emplace_back(made);
    }
    return findings.answer(std::move(facts));
}

Result<std::vector<Fact>> decide_on(const Account& account, const Policy&, const Reverse& command) {
    Findings findings;
    findings.add_if(command.id.is_nil(), ErrorCode::required, "id");
    findings.add_if(command.target.is_nil(), ErrorCode::required, "target");
    const std::string reason =
        findings.required_text(command.reason, "reason", longest_note, Findings::Lines::many);
    const Date date = command.date.value_or(account.target_date);
    findings.date(date, "date");
    findings.add_if(account.id_taken || command.id == command.target, ErrorCode::duplicate_id,
                    "id");
    findings.add_if(!account.target_known, ErrorCode::unknown_document, "target",
                    to_text(command.target));
    findings.add_if(account.target_voided, ErrorCode::already_reversed, "target");
    findings.add_if(account.target_is_reversal, ErrorCode::reversal_of_reversal, "target");
    findings.add_if(account.target_known && date < account.target_date, ErrorCode::date_order,
                    "date", to_text(account.target_date));
    return findings.answer({Reversed{command.id, command.target, date, reason}});
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
