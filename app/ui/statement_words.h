#pragma once
// The course of statements in words.
#include <string>

#include "session/statement_course.h"
#include "ui/kit/widgets.h"

namespace huikuan::ui {

std::string statement_state_words(core::StatementState state);
BadgeKind statement_state_kind(core::StatementState state);
std::string difference_cause_words(core::DifferenceCause cause);
std::string difference_end_words(core::DifferenceEnd end);
std::string period_words(core::Date from, core::Date to);      // of one day: the day
std::string period_words(const session::StatementCourse& one); // "2026-10-01 – 2026-10-31"
// "2026-11-03 · 19 天", or a dash.
std::string sent_words(const session::StatementCourse& one, core::Date day);

} // namespace huikuan::ui
