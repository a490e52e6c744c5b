#pragma once
// Ids of what is imported: the SHA-256 of a name (core/import.h).
#include <string>

#include "core/id.h"
#include "sync/hash.h"

namespace huikuan::session {

template <class To>
To id_of_name(const std::string& name) {
    return core::id_cast<To>(core::named_id(sync::sha256(name)));
}

inline constexpr core::Date end_of_books{84'005}; // 2199-12-31, the last date of a book

} // namespace huikuan::session
