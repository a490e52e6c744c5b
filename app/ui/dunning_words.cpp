#include "ui/dunning_words.h"

#include "core/letter.h"
#include "ui/kit/strings.h"

namespace huikuan::ui {

namespace {
std::string named(const char* family, std::string_view name) {
    return std::string(word(family + std::string(name)));
}
} // namespace

std::string why_no_letter(core::DunningWhy why) { return named("dunning.why.", name_of(why)); }
std::string letter_words(const std::string& name) {
    return core::is_shipped_letter(name) ? named("letter.name.", name) : name;
}
std::string ladder_words(const std::string& key, const std::string& name) {
    const std::string shipped = "ladder.name." + key;
    return name == key && has_key(language(), shipped) ? std::string(word(shipped)) : name;
}
std::string ladder_words(const core::DunningLadder& ladder) {
    return ladder_words(ladder.key, ladder.name);
}
std::string hold_words(core::HoldKind kind) { return named("hold.kind.", name_of(kind)); }
std::string cause_words(core::DisputeCause cause) {
    return named("dispute.cause.", name_of(cause));
}
std::string dispute_outcome_words(core::DisputeOutcome outcome) {
    return named("dispute.outcome.", name_of(outcome));
}

} // namespace huikuan::ui
