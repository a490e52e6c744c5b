#pragma once
// The body of a change, by kind: between core::Fact and JSON. The table of names is in codec.h.
#include <optional>
#include <string_view>

#include "core/fact.h"
#include "sync/canonical.h"

namespace huikuan::sync {

Value write_body(const core::Fact& fact);

// nullopt: a kind that this version does not know, or a body that is not as codec.h says.
std::optional<core::Fact> read_body(std::string_view kind, core::EntityId entity,
                                    const Value& body);

} // namespace huikuan::sync
