#include "ui/legal_words.h"

#include "ui/kit/format.h"
#include "ui/kit/strings.h"

namespace huikuan::ui {

namespace {

std::string keyed(std::string_view head, std::string_view name) {
    return say(std::string(head) + std::string(name));
}

} // namespace

std::string left_words(int days) {
    if (days == 0) return say("law.left_today");
    return days > 0 ? say("law.left", days) : say("law.past", -days);
}

std::string clock_state_words(const core::LimitationClock& clock) {
    switch (clock.state) {
    case core::ClockState::in_case: return say("law.state.in_case");
    case core::ClockState::unlimited: return say("law.state.unlimited");
    case core::ClockState::claimed: return say("law.state.claimed", left_words(clock.days_left));
    case core::ClockState::done: return say("law.state.done");
    case core::ClockState::over: return say("law.state.over");
    case core::ClockState::obstructed: return say("law.state.obstructed");
    case core::ClockState::not_due: return say("law.state.not_due");
    default: return left_words(clock.days_left);
    }
}

BadgeKind clock_kind(const core::LimitationClock& clock) {
    if (clock.state == core::ClockState::done) return BadgeKind::good;
    if (clock.state == core::ClockState::in_case || clock.state == core::ClockState::unlimited) {
        return BadgeKind::accent;
    }
    switch (clock.warning) {
    case core::ClockWarning::over:
    case core::ClockWarning::days_30: return BadgeKind::bad;
    case core::ClockWarning::days_90:
    case core::ClockWarning::days_180: return BadgeKind::warn;
    case core::ClockWarning::none: return BadgeKind::neutral;
    }
    return BadgeKind::neutral;
}

std::string clock_step_words(const core::ClockStep& step, bool guarantee) {
    const std::string day = date_text(step.event.date);
    const std::string last =
        step.last == core::far_future ? say("law.no_end") : date_text(step.last);
    if (step.event.source == core::ClockSource::due) {
        if (step.effect == core::ClockEffect::caps) return say("law.step.caps", last);
        return say(guarantee ? "law.step.period" : "law.step.starts", day, last);
    }
    const std::string what = step.event.source == core::ClockSource::event
                                 ? legal_event_words(step.event.what)
                                 : keyed("law.source.", core::name_of(step.event.source));
    return say("law.step.of", day, what,
               say("law.effect." + std::string(core::name_of(step.effect)), last));
}

std::string legal_event_words(core::LegalEvent event) {
    return keyed("law.event.", core::name_of(event));
}
std::string case_stage_words(core::CaseStage stage) {
    return keyed("case.stage.", core::name_of(stage));
}
std::string case_route_words(core::CaseRoute route) {
    return keyed("case.route.", core::name_of(route));
}
std::string case_cost_words(core::CaseCost cost) {
    return keyed("case.cost.", core::name_of(cost));
}
std::string deadline_words(core::DeadlineKind kind) {
    return keyed("case.deadline.", core::name_of(kind));
}
std::string deadline_rule_words(core::DeadlineKind kind) {
    return keyed("case.rule.", core::name_of(kind));
}

BadgeKind deadline_kind(const core::CaseDeadline& deadline) {
    if (deadline.met) return BadgeKind::good;
    if (deadline.days_left <= 7) return BadgeKind::bad;
    return deadline.days_left <= 30 ? BadgeKind::warn : BadgeKind::neutral;
}

std::string case_name(const session::CaseRow& row) {
    return row.what.number.empty() ? row.what.title : row.what.title + " " + row.what.number;
}

} // namespace huikuan::ui
