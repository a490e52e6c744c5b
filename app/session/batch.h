#pragma once
// Many commands in one transaction, each deciding on a book in which the ones before it are in.
// The common commands of an import (fields, invoice, receipt with its invoices named) are decided
// on an overlay in memory; any other makes the batch settle what it has first.
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "session/inside.h"

namespace huikuan::session {

Outcome outcome_of(std::vector<core::Fact> facts);

class Batch {
public:
    explicit Batch(Session::Inside& inside) : inside_(inside) {}

    core::Result<void> take(const core::Command& command);
    // Facts that the book had before, as they are; those that are there already are passed over.
    core::Result<void> take_again(const std::vector<core::Fact>& facts);
    core::Result<Outcome> commit();

private:
    core::Result<void> settle();
    core::Result<std::vector<core::Change>> stamped();
    void patch(core::Account& account, const core::Command& command) const;
    void remember(std::vector<core::Fact> facts);
    [[nodiscard]] bool fits_overlay(const core::Command& command) const;
    [[nodiscard]] std::span<const core::Fact> pending() const {
        return std::span(facts_).subspan(settled_);
    }

    Session::Inside& inside_;
    std::optional<store::Intake> intake_;
    std::optional<sync::AuthorState> author_; // after what is stamped already
    std::vector<core::Fact> facts_;           // of all commands
    std::size_t settled_ = 0;                 // so many of them are in the book

    // The overlay: what those that are pending add to the book.
    std::unordered_set<core::EntityId> ids_;
    std::unordered_map<core::CustomerId, std::optional<int>> customers_; // terms, where set
    std::set<std::pair<core::CustomerId, std::string>> numbers_;
    std::unordered_map<core::InvoiceId, core::OpenInvoice> invoices_;
    std::unordered_map<core::InvoiceId, std::int64_t> allocated_; // of invoices in the book
};

} // namespace huikuan::session
