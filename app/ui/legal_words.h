#pragma once
// The law in words: states and warnings of a clock, each step of its explanation with the article
// that says so, stages and deadlines of a case.
#include <string>

#include "session/legal.h"
#include "ui/kit/widgets.h"

namespace huikuan::ui {

std::string clock_state_words(const core::LimitationClock& clock); // "还剩 45 天", "已届满"
BadgeKind clock_kind(const core::LimitationClock& clock);
// "2024-12-20 催告（送达）：自次日起重新计算，至 2027-12-20".
std::string clock_step_words(const core::ClockStep& step, bool guarantee);
std::string legal_event_words(core::LegalEvent event);
std::string case_stage_words(core::CaseStage stage);
std::string case_route_words(core::CaseRoute route);
std::string case_cost_words(core::CaseCost cost);
std::string deadline_words(core::DeadlineKind kind);      // what is to be done
std::string deadline_rule_words(core::DeadlineKind kind); // where that stands
BadgeKind deadline_kind(const core::CaseDeadline& deadline);
std::string left_words(int days); // "还剩 3 天", "今天", "已过 2 天"
std::string case_name(const session::CaseRow& row);

} // namespace huikuan::ui
