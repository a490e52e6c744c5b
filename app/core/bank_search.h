#pragma once
// The search for what one line pays; nothing outside the matching includes it.
#include <vector>

#include "core/bank_match.h"

namespace huikuan::core {

// `open`: what is left of each item of the book. `chosen`: who paid, where a person said so.
MatchProposal find_match(const MatchBook& book, const MatchBook::Index& index, const BankLine& line,
                         Currency currency, const std::vector<std::int64_t>& open,
                         const std::vector<bool>& receipt_used, int chosen = -1);
inline constexpr std::size_t least_name =
    6; // bytes of a plain name that may be looked for in memos

// Letters and digits alone: "INV-2025/0007" is inv20250007.
std::string plain_number(std::string_view number);

} // namespace huikuan::core
