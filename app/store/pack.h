#pragma once
// The bytes of a change, kept without what the columns beside them say anyway: the end of a line of
// format 1 (device, entity, kind, view, sequence, time) is told by them, and ids are 16 bytes
// instead of 36 letters. About half of the log's size. Loses nothing: a line that is not exactly of
// that form is kept as it is. Since the columns take part, the hash chain proves them too.
#include <string>
#include <string_view>

#include "core/change.h"

namespace huikuan::store {

// `change.bytes` is what is packed; the members that stand at its end are read.
std::string pack(const core::Change& change);
// `change` has all members but the bytes.
std::string unpack(const core::Change& change, std::string_view packed);

} // namespace huikuan::store
