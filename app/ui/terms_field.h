#pragma once
// A field for payment terms as people write them (30天, 月结30天, 3x1m, 2/10 net 30), which says
// below what it understood and when what falls due; and one for what being late costs.
#include <string>

#include "core/interest.h"
#include "core/terms.h"
#include "ui/desk.h"
#include "ui/kit/fields.h"

namespace huikuan::ui {

std::string terms_words(const core::Terms& terms);

// What is due when of 100.00 (or of what is known), as lines of words; at most `most` of them.
std::vector<std::string> due_words_of(const std::vector<core::ScheduleLine>& lines,
                                      core::Currency currency, std::size_t most);

// `issued`: the day from which the example counts. `minor` 0: an example of 10,000.00.
FieldAnswer terms_field(Desk& desk, std::string_view label, std::string& typed, core::Date issued,
                        core::Money amount, const FieldLook& look = {});
FieldAnswer late_fee_field(std::string_view label, std::string& typed, const FieldLook& look = {});

} // namespace huikuan::ui
