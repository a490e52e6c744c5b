#pragma once
// Bodies of the facts of a statement's course; for bodies.cpp.
#include <optional>

#include "sync/body_parts.h"

namespace huikuan::sync {

Value body_of(const core::StatementIssued& statement);
std::optional<core::Fact> read_statement(core::EntityId entity, Reader in);
Value body_of(const core::StatementSent& sent);
std::optional<core::Fact> read_sending(core::EntityId entity, Reader in);
Value body_of(const core::StatementAnswered& answer);
std::optional<core::Fact> read_answer(core::EntityId entity, Reader in);
Value body_of(const core::DifferenceSettled& settled);
std::optional<core::Fact> read_difference(core::EntityId entity, Reader in);

} // namespace huikuan::sync
