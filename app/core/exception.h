#pragma once
// 待处理差异: what breaks an invariant across devices is never refused at merge; it becomes a row
// of the view with an id that is equal on every device, until a person resolves it by a fact.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/change.h"

namespace huikuan::core {

enum class ExceptionKind : std::uint8_t {
    over_allocation,
    possible_duplicate_payment,
    duplicate_invoice_number,
    double_reversal,
    field_conflict,
    id_clash,
    fork,
    waiting_for_reference,
    newer_version_needed,
    invalid_fact,
    rival_plans, // instalment plans that stand beside each other, made apart
    double_letter,
    possible_duplicate_bank_line,
};
std::string_view name_of(ExceptionKind kind); // "over-allocation", ...

struct ExceptionRow {
    std::string id; // hex SHA-256 of "kind|member|member..." members sorted
    ExceptionKind kind{};
    CustomerId customer;              // nil where none
    std::vector<std::string> members; // entity ids, or "device:seq:hash", sorted
    std::int64_t minor = 0;           // parked or doubled amount, where one exists
    Currency currency;
    std::string field;                // field_conflict: which
    std::vector<std::string> values;  // field_conflict: what each side wrote, in total order
    std::vector<std::string> choices; // machine names, e.g. "pick:0", "same", "different", "keep"
    bool resolved = false;
};

} // namespace huikuan::core
