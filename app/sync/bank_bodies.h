#pragma once
// The bodies of bank lines and of what became of them; for bodies.cpp.
#include <optional>

#include "core/fact.h"
#include "sync/body_parts.h"

namespace huikuan::sync {

Value body_of(const core::BankLinesImported& imported);
Value body_of(const core::BankLineUsed& used);
std::optional<core::Fact> read_bank_lines(core::EntityId entity, Reader in);
std::optional<core::Fact> read_bank_use(core::EntityId entity, Reader in);

} // namespace huikuan::sync
