#include "memory_book.h"

#include <algorithm>
#include <charconv>

#include "core/text.h"

namespace huikuan::core {
namespace {

template <class Document>
std::size_t index_of(const std::vector<Document>& documents, auto id) {
    return static_cast<std::size_t>(
        std::ranges::find(documents, id, [](const Document& one) { return one.fact.id; }) -
        documents.begin());
}

template <class Kind>
std::vector<Kind> all_of(const std::vector<Fact>& facts) {
    std::vector<Kind> result;
    for (const Fact& fact : facts) {
        if (const auto* one = std::get_if<Kind>(&fact)) { result.push_back(*one); }
    }
    return result;
}

std::uint32_t party_of(AgingEntries& entries, CustomerId customer, Currency currency) {
    for (std::uint32_t index = 0; index < entries.parties.size(); ++index) {
        const AgingEntries::Party& party = entries.parties[index];
        if (party.customer == customer && party.currency == currency) { return index; }
    }
    entries.parties.push_back({customer, currency});
    return static_cast<std::uint32_t>(entries.parties.size() - 1);
}

} // namespace

Result<std::vector<Fact>> MemoryBook::run(const Command& command) {
    auto facts = decide(account_for(command), Policy{}, command);
    if (facts) {
        for (const Fact& fact : *facts) { write(fact); }
    }
    return facts;
}

void MemoryBook::write(const Fact& fact) { facts_.push_back(fact); }

const Fact* MemoryBook::find(EntityId id) const {
    const auto found =
        std::ranges::find(facts_, id, [](const Fact& fact) { return entity_of(fact); });
    return found == facts_.end() ? nullptr : &*found;
}

Date MemoryBook::end_of(EntityId id) const {
    Date end = far_future;
    for (const Reversed& reversal : all_of<Reversed>(facts_)) {
        if (reversal.target == id) { end = std::min(end, reversal.date); }
    }
    return end;
}

std::string MemoryBook::field(EntityId entity, const std::string& name) const {
    std::string value;
    for (const FieldsSet& set : all_of<FieldsSet>(facts_)) {
        for (const auto& [key, text] : set.fields) {
            if (set.entity == entity && key == name) { value = text; }
        }
    }
    return value;
}

bool MemoryBook::has_customer(CustomerId id) const {
    return std::ranges::any_of(all_of<FieldsSet>(facts_), [&](const FieldsSet& set) {
        return set.kind == RegisterKind::customer && set.entity == entity_of(id);
    });
}

MemoryBook::State MemoryBook::state() const {
    State state;
    std::vector<SettlementDocument> invoices;
    std::vector<SettlementDocument> receipts;
    for (const InvoiceIssued& fact : all_of<InvoiceIssued>(facts_)) {
        const Date end = end_of(entity_of(fact.id));
        state.invoices.push_back({fact, fact.amount.minor, end != far_future});
        invoices.push_back({fact.amount.minor, fact.issued, end, fact.amount.currency});
    }
    for (const ReceiptRecorded& fact : all_of<ReceiptRecorded>(facts_)) {
        const Date end = end_of(entity_of(fact.id));
        state.receipts.push_back({fact, fact.amount.minor, end != far_future});
        receipts.push_back({fact.amount.minor, fact.date, end, fact.amount.currency});
    }
    std::vector<SettlementAllocation> allocations;
    state.allocations = all_of<AllocationMade>(facts_);
    for (const AllocationMade& fact : state.allocations) {
        SettlementAllocation allocation{
            static_cast<std::uint32_t>(index_of(state.receipts, fact.receipt)),
            static_cast<std::uint32_t>(index_of(state.invoices, fact.invoice)),
            fact.amount.minor,
            fact.date,
            end_of(entity_of(fact.id)),
            {}};
        allocation.order.seq = allocations.size();
        allocations.push_back(allocation);
    }
    state.settled = settle(receipts, invoices, allocations);

    std::vector<std::vector<SettledAllocation>> of_receipt(receipts.size());
    std::vector<std::vector<SettledAllocation>> of_invoice(invoices.size());
    for (std::size_t index = 0; index < allocations.size(); ++index) {
        const SettledAllocation& settled = state.settled[index];
        of_receipt[allocations[index].receipt].push_back(settled);
        of_invoice[allocations[index].invoice].push_back(settled);
        if (settled.end == far_future) {
            state.receipts[allocations[index].receipt].unapplied_minor -= settled.effective;
            state.invoices[allocations[index].invoice].open_minor -= settled.effective;
        }
    }
    for (std::size_t index = 0; index < invoices.size(); ++index) {
        OpenInvoice& open = state.invoices[index];
        open.open_minor = open.voided ? 0 : open.open_minor;
        const InvoiceIssued& fact = open.fact;
        add_invoice_entries(state.entries,
                            party_of(state.entries, fact.customer, fact.amount.currency),
                            fact.issued, invoices[index].end, fact.lines, of_invoice[index]);
    }
    for (std::size_t index = 0; index < receipts.size(); ++index) {
        OpenReceipt& open = state.receipts[index];
        open.unapplied_minor = open.voided ? 0 : open.unapplied_minor;
        const ReceiptRecorded& fact = open.fact;
        add_receipt_entries(state.entries,
                            party_of(state.entries, fact.customer, fact.amount.currency), fact.date,
                            receipts[index].end, fact.amount.minor, of_receipt[index]);
    }
    return state;
}

void MemoryBook::load_target(Account& account, EntityId target) const {
    const Fact* fact = find(target);
    if (fact == nullptr) { return; }
    account.target_known = true;
    account.target_voided = end_of(target) != far_future;
    if (const auto* invoice = std::get_if<InvoiceIssued>(fact)) {
        account.target_date = invoice->issued;
    } else if (const auto* receipt = std::get_if<ReceiptRecorded>(fact)) {
        account.target_date = receipt->date;
    } else if (const auto* allocation = std::get_if<AllocationMade>(fact)) {
        account.target_date = allocation->date;
    } else if (const auto* reversal = std::get_if<Reversed>(fact)) {
        account.target_date = reversal->date;
        account.target_is_reversal = true;
    } else {
        account.target_known = false; // fields and resolutions are not reversed
    }
}

Account MemoryBook::account_for(const Command& command) const {
    Account account;
    account.base_currency = base_;
    State now = state();
    account.invoices = std::move(now.invoices);
    account.receipts = std::move(now.receipts);
    const auto load_customer = [&](CustomerId customer) {
        account.customer_known = has_customer(customer);
        account.newer_version = std::ranges::contains(newer_, customer);
        const std::string terms = field(entity_of(customer), "terms_days");
        std::from_chars(terms.data(), terms.data() + terms.size(), account.terms_days);
    };
    if (const auto* issue = std::get_if<IssueInvoice>(&command)) {
        load_customer(issue->invoice.customer);
        account.id_taken = find(entity_of(issue->invoice.id)) != nullptr;
        account.number_taken = std::ranges::any_of(account.invoices, [&](const OpenInvoice& open) {
            return !open.voided && open.fact.customer == issue->invoice.customer &&
                   open.fact.number == trim(issue->invoice.number);
        });
    } else if (const auto* record = std::get_if<RecordReceipt>(&command)) {
        load_customer(record->receipt.customer);
        account.id_taken = find(entity_of(record->receipt.id)) != nullptr;
    } else if (const auto* allocate = std::get_if<AllocateReceipt>(&command)) {
        const auto index = index_of(account.receipts, allocate->receipt);
        if (index < account.receipts.size()) {
            load_customer(account.receipts[index].fact.customer);
        }
        account.id_taken = find(allocate->id) != nullptr;
    } else if (const auto* reverse = std::get_if<Reverse>(&command)) {
        account.id_taken = find(reverse->id) != nullptr;
        load_target(account, reverse->target);
    } else if (const auto* resolve = std::get_if<ResolveException>(&command)) {
        account.id_taken = find(resolve->resolution.id) != nullptr;
        account.target_known = std::ranges::contains(exceptions_, resolve->resolution.exception);
    } else if (const auto* set = std::get_if<SetFields>(&command)) {
        for (const auto& [name, value] : set->fields.fields) {
            if (set->fields.kind == RegisterKind::contact && name == "customer") {
                const auto id = parse_id(value);
                account.customer_known = id && has_customer(id_cast<CustomerId>(*id));
            }
        }
    }
    return account;
}

} // namespace huikuan::core
