#pragma once
// What a fact that is neither document nor allocation names, and what that must be.
#include <cstdint>
#include <utility>
#include <vector>

#include "core/fact.h"

namespace huikuan::sim {

enum class Role : std::uint8_t { customer, anything, invoice, receipt, statement, answer, line };
using Named = std::vector<std::pair<core::EntityId, Role>>;
Named named_by(const core::Fact& fact);

} // namespace huikuan::sim
