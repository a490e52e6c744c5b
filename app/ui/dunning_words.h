#pragma once
// Letters and disputes in words: why nobody is written to, what a letter is called, what a dispute
// is about and what came of it.
#include <string>

#include "core/dunning.h"
#include "session/dunning.h"

namespace huikuan::ui {

// In which letters are written, in the order in which they are offered.
inline constexpr const char* letter_languages[] = {"zh", "en"};

std::string why_no_letter(core::DunningWhy why);
std::string letter_words(const std::string& name); // "催款函（正式）"; an own one by its name
std::string ladder_words(const core::DunningLadder& ladder);
std::string ladder_words(const std::string& key, const std::string& name);
std::string cause_words(core::DisputeCause cause);
std::string hold_words(core::HoldKind kind);
std::string dispute_outcome_words(core::DisputeOutcome outcome);

} // namespace huikuan::ui
