#pragma once
// 拒绝付款: what the book has for the way that a refusal takes: why he refuses, what proves the
// claim and what is missing, what was offered, and what was tried before it goes to law. Every step
// of it is a fact or a task that other pages write as well.
#include <cstdint>
#include <optional>
#include <vector>

#include "session/collections.h"
#include "session/legal.h"

namespace huikuan::session {

enum class ProofOf : std::uint8_t {
    contract,     // 合同: a contract with its file
    delivery,     // 交付: a file with every overdue document
    statement,    // 对账: the debtor acknowledged the debt, with proof
    interruption, // 时效: no debt whose last demand lacks proof, none that is over
};
inline constexpr std::size_t proofs = 4;
std::string_view name_of(ProofOf proof);

struct Proof {
    ProofOf of{};
    bool there = false;
    std::int64_t have = 0, wanted = 0; // contracts, documents, acknowledgements, debts
    core::InvoiceId open;              // of delivery and interruption: the first that lacks it
    std::optional<core::Date> day;     // of the clock that ends first
};

struct Refusal {
    core::CustomerId customer;
    std::vector<core::InvoiceRow> overdue;    // that owe something, the oldest first
    std::vector<core::DisputeRow> disputes;   // that stand, the latest first
    std::vector<Proof> evidence;              // by ProofOf
    std::optional<core::ContactLogged> offer; // the latest about one of the disputes, with its end
    std::optional<core::EntityId> legal_case; // that is open
    Weighing tried;
    std::int64_t letters = 0; // that stand
    std::optional<core::Date> last_letter;
};
Refusal refusal(Session& session, core::CustomerId customer, core::Date day);

} // namespace huikuan::session
