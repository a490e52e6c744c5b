#include "ui/statement_words.h"

#include "ui/kit/format.h"
#include "ui/kit/strings.h"

namespace huikuan::ui {

std::string statement_state_words(core::StatementState state) {
    return say("statement.state." + std::string(core::name_of(state)));
}

BadgeKind statement_state_kind(core::StatementState state) {
    switch (state) {
    case core::StatementState::draft: return BadgeKind::neutral;
    case core::StatementState::sent: return BadgeKind::accent;
    case core::StatementState::difference: return BadgeKind::bad;
    case core::StatementState::confirmed:
    case core::StatementState::settled: break;
    }
    return BadgeKind::good;
}

std::string difference_cause_words(core::DifferenceCause cause) {
    return say("difference.cause." + std::string(core::name_of(cause)));
}
std::string difference_end_words(core::DifferenceEnd end) {
    return say("difference.end." + std::string(core::name_of(end)));
}

std::string period_words(core::Date from, core::Date to) {
    if (from == to) return date_text(to);
    const std::string last = date_text(to);
    const bool same_year = core::ymd_of(from).year == core::ymd_of(to).year;
    return date_text(from) + " – " + (same_year ? last.substr(5) : last);
}
std::string period_words(const session::StatementCourse& one) {
    return period_words(one.form == core::StatementForm::open_items ? one.to : one.from, one.to);
}

std::string sent_words(const session::StatementCourse& one, core::Date day) {
    if (one.sendings.empty()) return "–";
    const core::Date sent = one.sendings.back().date;
    const int days = core::days_between(sent, day);
    return date_text(sent) + (days > 0 ? " · " + days_words(days) : std::string());
}

} // namespace huikuan::ui
