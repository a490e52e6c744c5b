// Receipts and other credits, and what they are used for.
#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "core/decide.h"
#include "core/exchange.h"
#include "core/sorting.h"
#include "core/terms.h"
#include "core/text.h"

namespace huikuan::core {
namespace {

constexpr std::array<std::string_view, 5> methods{"bank", "cash", "wallet", "bill", "other"};
constexpr std::size_t most_companions = 8;

// What an allocation draws on: a credit and how much of it is free.
struct Source {
    EntityId command; // whose id the allocations' ids are derived from
    const ReceiptRecorded* receipt;
    std::int64_t available = 0;
    Date date;
};

bool is_same(const Account& account, CustomerId a, CustomerId b) {
    return a == b ||
           (std::ranges::contains(account.same, a) && std::ranges::contains(account.same, b));
}

// May a credit of one customer pay what the other owes?
bool may_pay(const Account& account, const Source& source, CustomerId owes) {
    return owes == source.receipt->customer || std::ranges::contains(account.family, owes);
}

void check_part(Findings& findings, const Account& account, const Source& source,
                const AllocationPart& part, const OpenInvoice* invoice) {
    findings.add_if(part.minor <= 0, ErrorCode::amount_not_positive, "parts",
                    std::to_string(part.minor));
    if (invoice == nullptr) {
        findings.add(ErrorCode::unknown_document, "parts", to_text(part.invoice));
        return;
    }
    const InvoiceIssued& fact = invoice->fact;
    findings.add_if(fact.amount.currency != source.receipt->amount.currency,
                    ErrorCode::currency_mismatch, "parts", fact.number);
    findings.add_if(!may_pay(account, source, fact.customer), ErrorCode::customer_mismatch, "parts",
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
        core::sort(by_id_, std::less{}, id_of);
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
        check_part(findings, account, source, part, invoice);
        findings.add_if(!seen.insert(part.invoice).second, ErrorCode::malformed, "parts",
                        invoice != nullptr ? invoice->fact.number : to_text(part.invoice));
        if (existing == Existing::by_date && invoice != nullptr) {
            findings.add_if(source.date < invoice->fact.issued, ErrorCode::date_order, "date",
                            to_text(invoice->fact.issued));
        }
        const bool fits = part.minor <= rest;
        findings.add_if(part.minor > 0 && !fits, ErrorCode::exceeds_unapplied, "parts",
                        to_text(Money{source.available, source.receipt->amount.currency}));
        rest -= part.minor > 0 && fits ? part.minor : 0;
    }
}

// What a rule may choose from by itself: the customer's own, never another's of its group.
std::vector<const OpenInvoice*> candidates_of(const Account& account, const Source& source,
                                              Existing existing) {
    std::vector<const OpenInvoice*> candidates;
    for (const OpenInvoice& invoice : account.invoices) {
        const bool exists = existing == Existing::later_too || invoice.fact.issued <= source.date;
        if (exists && is_same(account, source.receipt->customer, invoice.fact.customer)) {
            candidates.push_back(&invoice);
        }
    }
    return candidates;
}

// What the debtor named, in its order, each as far as it is open unless an amount was said; what
// is left goes by law to the rest.
std::vector<AllocationPart> designated(const Account& account, const Source& source,
                                       const AllocationPlan& plan,
                                       std::vector<const OpenInvoice*> candidates) {
    const InvoiceIndex invoices(account);
    std::vector<AllocationPart> parts;
    std::int64_t rest = source.available;
    for (AllocationPart part : plan.parts) {
        const OpenInvoice* invoice = invoices.find(part.invoice);
        if (part.minor == 0 && invoice != nullptr) {
            part.minor = std::min(rest, invoice->open_minor);
            if (part.minor == 0) { continue; } // nothing open, or nothing left
        }
        parts.push_back(part);
        rest = part.minor > rest ? 0 : rest - part.minor;
        std::erase_if(candidates,
                      [&](const OpenInvoice* one) { return one->fact.id == part.invoice; });
    }
    const auto by_law =
        plan_by_law(candidates, rest, source.receipt->amount.currency, source.receipt->date);
    parts.insert(parts.end(), by_law.begin(), by_law.end());
    return parts;
}

std::vector<AllocationPart> planned(Findings& findings, const Account& account,
                                    const Source& source, const AllocationPlan& plan,
                                    Existing existing) {
    const Currency currency = source.receipt->amount.currency;
    std::vector<AllocationPart> parts = plan.parts;
    switch (plan.rule) {
    case AllocationRule::none: return {};
    case AllocationRule::oldest_due_first:
        return plan_oldest_first(candidates_of(account, source, existing), source.available,
                                 currency);
    case AllocationRule::legal:
        return plan_by_law(candidates_of(account, source, existing), source.available, currency,
                           source.date);
    case AllocationRule::pro_rata:
        return plan_pro_rata(candidates_of(account, source, existing), source.available, currency);
    case AllocationRule::designated:
        parts = designated(account, source, plan, candidates_of(account, source, existing));
        break;
    case AllocationRule::manual: break;
    }
    check_parts(findings, account, source, parts, existing);
    return parts;
}

// The id is derived from all that the fact says, see derived_id.
AllocationMade allocation_of(const Account& account, const Source& source,
                             const AllocationPart& part) {
    const std::uint64_t content[] = {
        source.receipt->id.high,
        source.receipt->id.low,
        part.invoice.high,
        part.invoice.low,
        static_cast<std::uint64_t>(part.minor),
        static_cast<std::uint64_t>(source.date.days),
    };
    AllocationMade made{id_cast<AllocationId>(derived_id(source.command, content)),
                        source.receipt->id, part.invoice,
                        Money{part.minor, source.receipt->amount.currency}, source.date};
    const auto invoice = std::ranges::find(account.invoices, part.invoice,
                                           [](const OpenInvoice& open) { return open.fact.id; });
    made.across =
        invoice != account.invoices.end() && invoice->fact.customer != source.receipt->customer;
    return made;
}

// --- one credit

bool needs_reason(CreditType type) { return type == CreditType::write_off; }
// These are no money that came in.
bool goes_beside(CreditType type) {
    return type == CreditType::write_off || type == CreditType::discount || type == CreditType::fee;
}
// They exist only for what they pay. But what the bank kept of a receipt the customer has paid: it
// may wait with that receipt, as of money in advance.
bool must_be_used_up(const Account& account, const ReceiptRecorded& credit) {
    if (credit.type != CreditType::fee || credit.against.is_nil()) {
        return goes_beside(credit.type);
    }
    return std::ranges::contains(account.invoices, credit.against,
                                 [](const OpenInvoice& open) { return entity_of(open.fact.id); });
}

void check_bill(Findings& findings, ReceiptRecorded& receipt) {
    findings.add_if(receipt.bill.has_value() != (receipt.type == CreditType::bill),
                    receipt.bill ? ErrorCode::wrong_type : ErrorCode::required, "bill",
                    receipt.bill ? name_of(receipt.type) : "");
    if (!receipt.bill) { return; }
    Bill& bill = *receipt.bill;
    bill.number = findings.required_text(bill.number, "bill_number", longest_number);
    bill.acceptor = findings.required_text(bill.acceptor, "acceptor", longest_name);
    findings.date(bill.maturity, "maturity");
    findings.add_if(bill.maturity < receipt.date, ErrorCode::date_order, "maturity",
                    to_text(bill.maturity));
}

void check_against(Findings& findings, const Account& account, const ReceiptRecorded& receipt) {
    if (receipt.against.is_nil()) { return; }
    const auto type = receipt.type;
    const bool of_invoice = type == CreditType::credit_note;
    const bool of_receipt = goes_beside(type);
    findings.add_if(!of_invoice && !of_receipt, ErrorCode::wrong_type, "against", name_of(type));
    const auto invoice =
        std::ranges::find(account.invoices, receipt.against,
                          [](const OpenInvoice& open) { return entity_of(open.fact.id); });
    if (invoice == account.invoices.end()) {
        const bool known = !of_invoice && std::ranges::contains(account.known, receipt.against);
        findings.add_if(!known, ErrorCode::unknown_document, "against", to_text(receipt.against));
        return;
    }
    // A note corrects a document of the same customer, in its currency (发票管理办法: 红字 of
    // 蓝字).
    const InvoiceIssued& fact = invoice->fact;
    findings.add_if(of_invoice && fact.customer != receipt.customer &&
                        !is_same(account, fact.customer, receipt.customer),
                    ErrorCode::customer_mismatch, "against", fact.number);
    findings.add_if(of_invoice && fact.amount.currency != receipt.amount.currency,
                    ErrorCode::currency_mismatch, "against", fact.number);
}

ReceiptRecorded checked_receipt(Findings& findings, const Account& account,
                                ReceiptRecorded receipt) {
    findings.add_if(receipt.id.is_nil(), ErrorCode::required, "id");
    findings.add_if(receipt.customer.is_nil(), ErrorCode::required, "customer");
    receipt.method = findings.text(receipt.method, "method", longest_name);
    if (receipt.method.empty()) { receipt.method = receipt.bill ? "bill" : "other"; }
    findings.add_if(!std::ranges::contains(methods, receipt.method), ErrorCode::malformed, "method",
                    receipt.method);
    receipt.reference = findings.text(receipt.reference, "reference", longest_reference);
    receipt.note = findings.text(receipt.note, "note", longest_note, Findings::Lines::many);
    const bool numbered = receipt.type == CreditType::credit_note;
    receipt.number = numbered ? findings.required_text(receipt.number, "number", longest_number)
                              : findings.text(receipt.number, "number", longest_number);
    receipt.reason =
        needs_reason(receipt.type)
            ? findings.required_text(receipt.reason, "reason", longest_note, Findings::Lines::many)
            : findings.text(receipt.reason, "reason", longest_note, Findings::Lines::many);
    receipt.amount = findings.document_amount(receipt.amount, account.base_currency);
    findings.date(receipt.date, "date");
    check_bill(findings, receipt);
    check_rate(findings, receipt.rate, receipt.amount.currency, account.base_currency);
    findings.add_if(receipt.type == CreditType::exchange_in, ErrorCode::wrong_type, "type",
                    name_of(receipt.type));
    findings.add_if(!account.customer_known, ErrorCode::unknown_customer, "customer");
    findings.add_if(account.id_taken, ErrorCode::duplicate_id, "id");
    findings.add_if(numbered && account.number_taken, ErrorCode::duplicate_number, "number",
                    receipt.number);
    return receipt;
}

// What may be kept back beside a receipt without a word why: a discount as far as the terms of what
// is paid give it on that day, a charge of the bank as far as there is money to charge for.
void check_kept(Findings& findings, const Account& account, std::int64_t small,
                const std::vector<ReceiptRecorded>& credits,
                const std::vector<AllocationPart>& parts) {
    const ReceiptRecorded& receipt = credits.front();
    std::int64_t discount = 0, fee = 0, written_off = 0, may_keep = 0;
    for (const ReceiptRecorded& credit : credits) {
        if (credit.type == CreditType::write_off && &credit != &receipt) {
            written_off += credit.amount.minor;
        }
        if (!credit.reason.empty()) { continue; }
        if (credit.type == CreditType::discount) { discount += credit.amount.minor; }
        if (credit.type == CreditType::fee) { fee += credit.amount.minor; }
    }
    findings.add_if(written_off > small, ErrorCode::out_of_range, "write_off",
                    to_text(Money{small, receipt.amount.currency}));
    if (discount > small) {
        const InvoiceIndex invoices(account);
        for (const AllocationPart& part : parts) {
            const OpenInvoice* invoice = invoices.find(part.invoice);
            if (invoice == nullptr || !invoice->fact.discount || part.minor <= 0) { continue; }
            may_keep += discount_of(*invoice->fact.discount, part.minor, receipt.date);
        }
        findings.add_if(discount > std::max(may_keep, small), ErrorCode::out_of_range, "discount",
                        to_text({may_keep, receipt.amount.currency}));
    }
    findings.add_if(fee > small && is_cash(receipt.type) && fee > receipt.amount.minor,
                    ErrorCode::out_of_range, "fee", to_text(receipt.amount));
}

std::vector<ReceiptRecorded> companions_of(Findings& findings, const ReceiptRecorded& receipt,
                                           const std::vector<Companion>& companions) {
    std::vector<ReceiptRecorded> result;
    findings.add_if(companions.size() > most_companions, ErrorCode::too_long, "companions",
                    std::to_string(most_companions));
    for (const Companion& companion : companions) {
        findings.add_if(!goes_beside(companion.type) || !is_cash(receipt.type),
                        ErrorCode::wrong_type, name_of(companion.type), name_of(receipt.type));
        findings.add_if(companion.minor <= 0, ErrorCode::amount_not_positive,
                        name_of(companion.type), std::to_string(companion.minor));
        findings.add_if(companion.minor > largest_amount_minor, ErrorCode::out_of_range, "amount",
                        std::to_string(companion.minor));
        ReceiptRecorded credit;
        const std::uint64_t content[] = {static_cast<std::uint64_t>(companion.type),
                                         static_cast<std::uint64_t>(companion.minor),
                                         result.size()};
        credit.id = id_cast<ReceiptId>(derived_id(entity_of(receipt.id), content));
        credit.customer = receipt.customer;
        credit.amount = {companion.minor, receipt.amount.currency};
        credit.date = receipt.date;
        credit.method = "other";
        credit.type = companion.type;
        credit.reason =
            findings.text(companion.reason, "reason", longest_note, Findings::Lines::many);
        if (credit.reason.empty() && needs_reason(credit.type)) {
            credit.reason = "small_difference"; // codes: whoever shows them has the words
        }
        credit.against = entity_of(receipt.id);
        credit.rate = receipt.rate;
        result.push_back(std::move(credit));
    }
    return result;
}

// Fills the parts from the credits in their order.
void distribute(std::vector<Fact>& facts, const Account& account, EntityId command,
                const std::vector<ReceiptRecorded>& credits, std::vector<AllocationPart> parts,
                Date date) {
    auto part = parts.begin();
    for (const ReceiptRecorded& credit : credits) {
        std::int64_t rest = credit.amount.minor;
        const Source source{command, &credit, rest, date};
        while (part != parts.end() && rest > 0) {
            const std::int64_t minor = std::min(rest, part->minor);
            if (minor > 0) {
                facts.emplace_back(allocation_of(account, source, {part->invoice, minor}));
            }
            rest -= minor;
            part->minor -= minor;
            if (part->minor <= 0) { ++part; }
        }
    }
}

std::int64_t sum_of(const std::vector<ReceiptRecorded>& credits) {
    std::int64_t sum = 0;
    for (const ReceiptRecorded& credit : credits) {
        if (__builtin_add_overflow(sum, credit.amount.minor, &sum)) { return 0; }
    }
    return sum;
}

std::int64_t sum_of(const std::vector<AllocationPart>& parts) {
    std::int64_t sum = 0;
    for (const AllocationPart& part : parts) {
        if (__builtin_add_overflow(sum, part.minor, &sum)) { return INT64_MAX; }
    }
    return sum;
}

// A credit note against an invoice pays that invoice, unless something else is asked for.
AllocationPlan plan_of(const Account& account, const RecordReceipt& command) {
    const ReceiptRecorded& receipt = command.receipt;
    if (command.plan.rule != AllocationRule::none || receipt.against.is_nil() ||
        receipt.type != CreditType::credit_note) {
        return command.plan;
    }
    const InvoiceIndex invoices(account);
    const OpenInvoice* invoice = invoices.find(id_cast<InvoiceId>(receipt.against));
    const std::int64_t minor =
        invoice == nullptr ? 0 : std::min(invoice->open_minor, receipt.amount.minor);
    if (minor <= 0) { return {}; }
    return {AllocationRule::manual, {{id_cast<InvoiceId>(receipt.against), minor}}};
}

} // namespace

void check_rate(Findings& findings, Rate rate, Currency currency, Currency base) {
    if (rate == Rate{}) { return; }
    findings.add_if(rate.numerator < 1 || rate.denominator < 1 ||
                        rate.numerator > largest_amount_minor ||
                        rate.denominator > largest_amount_minor,
                    ErrorCode::out_of_range, "rate", to_text(rate));
    findings.add_if(currency == base, ErrorCode::wrong_type, "rate", currency.view());
}

Result<std::vector<Fact>> decide_credit(const Account& account, const Policy& policy,
                                        const RecordReceipt& command) {
    Findings findings;
    std::vector<ReceiptRecorded> credits{checked_receipt(findings, account, command.receipt)};
    check_against(findings, account, credits.front());
    const auto companions = companions_of(findings, credits.front(), command.companions);
    credits.insert(credits.end(), companions.begin(), companions.end());
    const AllocationPlan plan = plan_of(account, command);
    // Money that came in is recorded in any case; only what it pays must not be guessed.
    findings.add_if(account.newer_version && plan.rule != AllocationRule::none,
                    ErrorCode::newer_version, "plan");
    const ReceiptRecorded& receipt = credits.front();
    const std::int64_t total = sum_of(credits);
    const Source source{entity_of(receipt.id), &receipt, total, receipt.date};
    const auto parts = planned(findings, account, source, plan, Existing::later_too);
    const auto bound = std::ranges::find_if(
        credits, [&](const ReceiptRecorded& one) { return must_be_used_up(account, one); });
    findings.add_if(bound != credits.end() && sum_of(parts) < total, ErrorCode::not_used_up, "plan",
                    bound != credits.end() ? name_of(bound->type) : "");
    const std::int64_t small =
        policy.small_difference(receipt.amount.currency, account.base_currency);
    check_kept(findings, account, small, credits, parts);
    std::vector<Fact> facts;
    if (findings.empty()) {
        for (const ReceiptRecorded& credit : credits) { facts.emplace_back(credit); }
        distribute(facts, account, source.command, credits, parts, receipt.date);
    }
    return findings.answer(std::move(facts));
}

namespace {

// What is free of a receipt and of the fees that wait with it: its customer paid both.
std::vector<ReceiptRecorded> free_of(const Account& account, const OpenReceipt& receipt,
                                     Date date) {
    std::vector<ReceiptRecorded> credits;
    const auto take = [&](const OpenReceipt& open) {
        credits.push_back(open.fact);
        credits.back().amount.minor = open.unapplied_minor;
    };
    take(receipt);
    for (const OpenReceipt& open : account.receipts) {
        const ReceiptRecorded& fee = open.fact;
        const bool waits = fee.type == CreditType::fee && !open.voided &&
                           open.unapplied_minor > 0 && fee.date <= date;
        if (waits && fee.against == entity_of(receipt.fact.id) &&
            fee.amount.currency == receipt.fact.amount.currency &&
            is_same(account, fee.customer, receipt.fact.customer)) {
            take(open);
        }
    }
    return credits;
}

} // namespace

Result<std::vector<Fact>> decide_allocation(const Account& account,
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
    const auto credits = free_of(account, *receipt, command.date);
    const Source source{command.id, &receipt->fact, sum_of(credits), command.date};
    const auto parts = planned(findings, account, source, command.plan, Existing::by_date);
    findings.add_if(parts.empty(), ErrorCode::nothing_to_do, "parts");
    std::vector<Fact> facts;
    if (findings.empty()) {
        distribute(facts, account, command.id, credits, parts, command.date);
        // The first has the command's id, so that the book knows the command when it comes again.
        std::get<AllocationMade>(facts.front()).id = id_cast<AllocationId>(command.id);
    }
    return findings.answer(std::move(facts));
}

Result<std::vector<Fact>> decide_exchange(const Account& account, const ExchangeCredit& command) {
    Findings findings;
    const EntityId id = entity_of(command.out_id);
    findings.add_if(command.out_id.is_nil(), ErrorCode::required, "id");
    findings.add_if(command.credit.is_nil(), ErrorCode::required, "credit");
    findings.add_if(!command.rate.given(), ErrorCode::required, "rate");
    findings.add_if(command.minor <= 0, ErrorCode::amount_not_positive, "amount",
                    std::to_string(command.minor));
    findings.add_if(!parse_currency(command.to.view()), ErrorCode::unknown_currency, "to",
                    command.to.view());
    findings.date(command.date, "date");
    findings.add_if(account.id_taken, ErrorCode::duplicate_id, "id");
    findings.add_if(account.newer_version, ErrorCode::newer_version, "credit");
    const auto credit = std::ranges::find(account.receipts, command.credit,
                                          [](const OpenReceipt& open) { return open.fact.id; });
    if (credit == account.receipts.end()) {
        findings.add(ErrorCode::unknown_document, "credit", to_text(command.credit));
        return findings.answer({});
    }
    const Money given{command.minor, credit->fact.amount.currency};
    findings.add_if(given.currency == command.to, ErrorCode::currency_mismatch, "to",
                    command.to.view());
    findings.add_if(credit->voided, ErrorCode::already_reversed, "credit");
    findings.add_if(command.date < credit->fact.date, ErrorCode::date_order, "date",
                    to_text(credit->fact.date));
    const auto credits = free_of(account, *credit, command.date);
    findings.add_if(command.minor > sum_of(credits), ErrorCode::exceeds_unapplied, "amount",
                    to_text(Money{sum_of(credits), given.currency}));
    if (!findings.empty()) { return findings.answer({}); }
    const auto got = convert(given, command.rate, command.to);
    findings.add_if(!got, ErrorCode::out_of_range, "rate", to_text(command.rate));
    findings.add_if(got && got->minor <= 0, ErrorCode::amount_not_positive, "converted",
                    command.to.view());
    if (!findings.empty()) { return findings.answer({}); }

    InvoiceIssued out;
    out.id = command.out_id;
    out.customer = credit->fact.customer;
    out.amount = given;
    out.issued = command.date;
    out.lines = {{command.date, command.minor}};
    out.type = DebitType::exchange_out;
    out.rate = command.rate;
    ReceiptRecorded in;
    const std::uint64_t content[] = {static_cast<std::uint64_t>(got->minor),
                                     static_cast<std::uint64_t>(command.date.days)};
    in.id = id_cast<ReceiptId>(derived_id(id, content));
    in.customer = credit->fact.customer;
    in.amount = *got;
    in.date = command.date;
    in.method = "other";
    in.type = CreditType::exchange_in;
    in.against = id;
    in.rate = command.rate;
    const Source source{id, &in, got->minor, command.date};
    const auto parts = planned(findings, account, source, command.plan, Existing::later_too);
    std::vector<Fact> facts{out, in};
    distribute(facts, account, id, credits, {{command.out_id, command.minor}}, command.date);
    distribute(facts, account, id, {in}, parts, command.date);
    return findings.answer(std::move(facts));
}

Result<std::vector<Fact>> decide_recovery(const Account& account, const RecoverWriteOff& command) {
    Findings findings;
    const ReceiptRecorded receipt = checked_receipt(findings, account, command.receipt);
    findings.add_if(!is_cash(receipt.type), ErrorCode::wrong_type, "type", name_of(receipt.type));
    findings.add_if(receipt.against.is_nil(), ErrorCode::required, "against");
    findings.add_if(account.newer_version, ErrorCode::newer_version, "against");
    const auto written = std::ranges::find(account.receipts, receipt.against, [](const auto& open) {
        return entity_of(open.fact.id);
    });
    if (written == account.receipts.end()) {
        findings.add(ErrorCode::unknown_document, "against", to_text(receipt.against));
        return findings.answer({});
    }
    const ReceiptRecorded& old = written->fact;
    findings.add_if(old.type != CreditType::write_off, ErrorCode::wrong_type, "against",
                    name_of(old.type));
    findings.add_if(written->voided, ErrorCode::already_reversed, "against");
    findings.add_if(old.amount.currency != receipt.amount.currency, ErrorCode::currency_mismatch,
                    "amount", old.amount.currency.view());
    findings.add_if(receipt.date < old.date, ErrorCode::date_order, "date", to_text(old.date));
    if (!findings.empty()) { return findings.answer({}); }

    const EntityId id = entity_of(receipt.id);
    const auto amount = static_cast<std::uint64_t>(receipt.amount.minor);
    const std::uint64_t of_reversal[] = {old.id.high, old.id.low, amount, 1};
    std::vector<Fact> facts{receipt, Reversed{derived_id(id, of_reversal), entity_of(old.id),
                                              receipt.date, "recovered"}};
    std::vector<ReceiptRecorded> credits{receipt};
    const std::int64_t rest = sum_of(account.written_off) - receipt.amount.minor;
    if (rest > 0) {
        ReceiptRecorded remaining = old;
        const std::uint64_t of_rest[] = {old.id.high, old.id.low, amount, 2};
        remaining.id = id_cast<ReceiptId>(derived_id(id, of_rest));
        remaining.amount.minor = rest;
        remaining.date = receipt.date;
        remaining.against = {};
        facts.emplace_back(remaining);
        credits.push_back(std::move(remaining));
    }
    distribute(facts, account, id, credits, account.written_off, receipt.date);
    return findings.answer(std::move(facts));
}

} // namespace huikuan::core
