#pragma once
// A book in memory, as small as it can be: a list of facts, and every figure computed from all of
// them when it is asked for. What store does with tables, for the tests of core's decisions.
#include <map>
#include <string>
#include <vector>

#include "core/aging.h"
#include "core/command.h"

namespace huikuan::core {

class MemoryBook {
public:
    explicit MemoryBook(Currency base) : base_(base) {}

    // Decides, and writes what comes out.
    Result<std::vector<Fact>> run(const Command& command);
    void write(const Fact& fact);
    void needs_newer_version(CustomerId customer) { newer_.push_back(customer); }

    void raise(const std::string& exception) { exceptions_.push_back(exception); }

    [[nodiscard]] Account account_for(const Command& command) const;

    struct State {
        std::vector<OpenInvoice> invoices;
        std::vector<OpenReceipt> receipts;
        std::vector<AllocationMade> allocations;
        std::vector<SettledAllocation> settled; // of allocations
        AgingEntries entries;
    };
    [[nodiscard]] State state() const;
    [[nodiscard]] const std::vector<Fact>& facts() const { return facts_; }

private:
    [[nodiscard]] Date end_of(EntityId id) const; // of the earliest reversal
    [[nodiscard]] const Fact* find(EntityId id) const;
    [[nodiscard]] std::string field(EntityId entity, const std::string& name) const;
    [[nodiscard]] bool has_customer(CustomerId id) const;
    void load_target(Account& account, EntityId target) const;

    Currency base_;
    std::vector<Fact> facts_;
    std::vector<CustomerId> newer_;
    std::vector<std::string> exceptions_;
};

} // namespace huikuan::core
