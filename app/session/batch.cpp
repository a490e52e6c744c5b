#include "session/batch.h"

#include <algorithm>
#include <variant>

#include "core/text.h"
#include "platform/platform.h"

namespace huikuan::session {

namespace {

// A batch is stamped and handed to the store in portions, so that a large one stays small.
constexpr std::size_t batch_portion = 20'000;

const core::Fact* find_fact(std::span<const core::Fact> facts, core::EntityId id) {
    const auto found = std::ranges::find_if(
        facts, [&](const core::Fact& fact) { return core::entity_of(fact) == id; });
    return found == facts.end() ? nullptr : &*found;
}

} // namespace

bool Batch::fits_overlay(const core::Command& command) const {
    // What names other things than its customer and invoices is decided on the book itself.
    if (const auto* set = std::get_if<core::SetFields>(&command)) {
        return std::ranges::none_of(set->fields.fields, [](const auto& field) {
            return field.first == "parent" || field.first == "terms";
        });
    }
    if (const auto* issue = std::get_if<core::IssueInvoice>(&command)) {
        return issue->invoice.against.is_nil() && issue->invoice.contract.is_nil();
    }
    if (std::holds_alternative<core::IssueStatement>(command)) return true;
    const auto* receipt = std::get_if<core::RecordReceipt>(&command);
    return receipt != nullptr && receipt->receipt.against.is_nil() &&
           (receipt->plan.rule == core::AllocationRule::none ||
            receipt->plan.rule == core::AllocationRule::manual);
}

core::Result<void> Batch::take(const core::Command& command) {
    const bool overlay = fits_overlay(command) && pending().size() < batch_portion;
    if (!overlay && !pending().empty()) {
        if (auto settled = settle(); !settled) return settled;
    }
    auto account = inside_.store->load_account(command);
    account.today = inside_.today.value_or(core::Date{platform::today_days()});
    patch(account, command);
    auto facts = core::decide(account, inside_.policy(), command);
    if (!facts) {
        if (facts.error().code != core::ErrorCode::duplicate_id)
            return std::unexpected(facts.error());
        const core::EntityId id = id_of(command);
        auto kept = inside_.store->fact(id);
        if (const auto* fact = find_fact(pending(), id); !kept && fact != nullptr) kept = *fact;
        if (inside_.repeated(account, command, kept)) return {};
        return std::unexpected(facts.error());
    }
    remember(*std::move(facts));
    if (!overlay) return settle();
    return {};
}

core::Result<void> Batch::take_again(const std::vector<core::Fact>& facts) {
    if (facts.empty()) return {};
    if (!pending().empty()) {
        if (auto settled = settle(); !settled) return settled;
    }
    std::vector<core::Fact> fresh;
    for (const core::Fact& fact : facts)
        if (!inside_.store->has_entity(core::entity_of(fact))) fresh.push_back(fact);
    remember(std::move(fresh));
    return settle();
}

// What the facts before this command in the batch change in its account.
void Batch::patch(core::Account& account, const core::Command& command) const {
    if (ids_.contains(id_of(command))) account.id_taken = true;
    const auto customer_patch = [&](core::CustomerId customer) {
        const auto found = customers_.find(customer);
        if (found == customers_.end()) return;
        account.customer_known = true;
        if (found->second) account.terms_days = *found->second;
    };
    if (const auto* issue = std::get_if<core::IssueInvoice>(&command)) {
        customer_patch(issue->invoice.customer);
        const std::string number(core::trim(issue->invoice.number)); // as decide will keep it
        if (numbers_.contains({issue->invoice.customer, number})) account.number_taken = true;
    }
    const auto* record = std::get_if<core::RecordReceipt>(&command);
    if (record == nullptr) return;
    customer_patch(record->receipt.customer);
    for (auto& open : account.invoices) {
        const auto used = allocated_.find(open.fact.id);
        if (used != allocated_.end()) open.open_minor -= used->second;
    }
    for (const auto& part : record->plan.parts) {
        const auto found = invoices_.find(part.invoice);
        if (found == invoices_.end()) continue;
        std::erase_if(account.invoices,
                      [&](const core::OpenInvoice& open) { return open.fact.id == part.invoice; });
        account.invoices.push_back(found->second);
    }
}

void Batch::remember(std::vector<core::Fact> facts) {
    for (auto& fact : facts) {
        if (const auto* set = std::get_if<core::FieldsSet>(&fact)) {
            if (set->kind == core::RegisterKind::customer) {
                auto& terms = customers_[core::id_cast<core::CustomerId>(set->entity)];
                for (const auto& [name, value] : set->fields)
                    if (name == "terms_days" && !value.empty()) terms = std::stoi(value);
            }
        } else {
            ids_.insert(core::entity_of(fact));
        }
        if (const auto* invoice = std::get_if<core::InvoiceIssued>(&fact)) {
            numbers_.emplace(invoice->customer, invoice->number);
            invoices_[invoice->id] = {*invoice, invoice->amount.minor, false};
        }
        if (const auto* allocation = std::get_if<core::AllocationMade>(&fact)) {
            const auto found = invoices_.find(allocation->invoice);
            if (found != invoices_.end()) found->second.open_minor -= allocation->amount.minor;
            else allocated_[allocation->invoice] += allocation->amount.minor;
        }
        facts_.push_back(std::move(fact));
    }
}

core::Result<std::vector<core::Change>> Batch::stamped() {
    std::vector<sync::Draft> drafts;
    drafts.reserve(pending().size());
    for (const auto& fact : pending()) {
        const auto* set = std::get_if<core::FieldsSet>(&fact);
        drafts.push_back(
            {fact, set != nullptr ? inside_.store->context_of(*set) : core::Context{}});
    }
    auto stamped =
        sync::stamp(author_.value_or(inside_.author), std::move(drafts), inside_.source.now_ms());
    if (!stamped) return std::unexpected(stamped.error());
    author_ = stamped->next;
    return std::move(stamped->changes);
}

// Hands what is pending to the store inside the batch's one transaction, and empties the overlay.
core::Result<void> Batch::settle() {
    if (!intake_) {
        auto begun = inside_.store->begin();
        if (!begun) return std::unexpected(begun.error());
        intake_.emplace(*std::move(begun));
    }
    auto changes = stamped();
    if (!changes) return std::unexpected(changes.error());
    if (auto added = intake_->add(*changes); !added) return added;
    if (auto settled = intake_->settle(); !settled) return std::unexpected(settled.error());
    settled_ = facts_.size();
    ids_.clear();
    customers_.clear();
    numbers_.clear();
    invoices_.clear();
    allocated_.clear();
    return {};
}

core::Result<Outcome> Batch::commit() {
    if (!intake_) {
        if (!pending().empty()) {
            if (auto written = inside_.write(pending()); !written)
                return std::unexpected(written.error());
        }
        return outcome_of(std::move(facts_));
    }
    if (!pending().empty()) {
        if (auto settled = settle(); !settled) return std::unexpected(settled.error());
    }
    // Inside the transaction: the author's new state stands or falls with its changes.
    if (auto kept = inside_.store->set_local("author", to_text(*author_)); !kept)
        return std::unexpected(kept.error());
    if (auto committed = intake_->commit(); !committed) return std::unexpected(committed.error());
    intake_.reset();
    inside_.author = *author_;
    inside_.after_commit();
    return outcome_of(std::move(facts_));
}

} // namespace huikuan::session
