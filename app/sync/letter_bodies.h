#pragma once
// The bodies of letters and of what came of a dispute; for bodies.cpp.
#include <optional>

#include "core/fact.h"
#include "sync/body_parts.h"

namespace huikuan::sync {

Value body_of(const core::LetterSent& letter);
Value body_of(const core::DisputeSettled& settled);
std::optional<core::Fact> read_letter(core::EntityId entity, Reader in);
std::optional<core::Fact> read_settlement(core::EntityId entity, Reader in);

} // namespace huikuan::sync
