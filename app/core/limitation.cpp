#include "core/limitation.h"

#include <algorithm>
#include <tuple>

#include "core/sorting.h"

namespace huikuan::core {
namespace {

enum class Force : std::uint8_t { interrupts, revives_too, proceedings, other };

Force force_of(LegalEvent event) {
    switch (event) {
    case LegalEvent::demand:
    case LegalEvent::part_payment:
    case LegalEvent::set_off:
    case LegalEvent::assignment:
    case LegalEvent::police_report: return Force::interrupts;
    // A debt that is acknowledged after its time can be enforced again (192, 时效规定 19).
    case LegalEvent::acknowledgement:
    case LegalEvent::waiver: return Force::revives_too;
    case LegalEvent::proceedings:
    case LegalEvent::debtor_sued: return Force::proceedings;
    default: return Force::other;
    }
}

// One walk over the events. With `strict`, what lacks proof does nothing.
class Walk {
public:
    Walk(const LegalPolicy& policy, const Calendar& calendar, const Debt& debt, Date today,
         bool strict)
        : policy_(policy), calendar_(calendar), debt_(debt), today_(today), strict_(strict),
          start_(debt.due) {}

    void run(std::span<const ClockEvent> events, std::vector<ClockStep>* steps) {
        steps_ = steps;
        take_start(events);
        for (const ClockEvent& event : events) {
            if (event.date <= today_) { take(event); }
        }
        const Date before = last();
        const Date cap = add_months(debt_.due, policy_.longest_months);
        if (!judged_ && !in_case_ && !unlimited_ && before > cap) {
            capped_ = cap;
            tell({cap, {}, LegalEvent::demand, ClockSource::due, {}, true}, ClockEffect::caps);
        }
    }

    [[nodiscard]] Date safe_day() const { return in_case_ || unlimited_ ? far_future : last(); }
    [[nodiscard]] ClockState state() const {
        if (in_case_) { return ClockState::in_case; }
        if (unlimited_) { return ClockState::unlimited; }
        if (calendar_.rolled(last(), Roll::following) < today_) { return ClockState::over; }
        if (judged_) { return ClockState::judged; }
        if (today_ <= first_) { return ClockState::not_due; }
        return obstructed_ ? ClockState::obstructed : ClockState::running;
    }

private:
    // Where no due date was agreed the first demand gives one (时效规定 4).
    void take_start(std::span<const ClockEvent> events) {
        for (const ClockEvent& event : events) {
            if (event.what != LegalEvent::no_term || event.date > today_) { continue; }
            if (strict_ && !event.proven) { continue; }
            start_ = event.until.value_or(event.date);
            break;
        }
        first_ = start_;
        tell({start_, {}, LegalEvent::demand, ClockSource::due, {}, true}, ClockEffect::starts);
    }

    [[nodiscard]] Date last() const {
        if (capped_) { return *capped_; }
        if (judged_) { return add_months(start_, policy_.enforcement_months); }
        const Date plain = add_months(start_, debt_.cross_border ? policy_.cross_border_months
                                                                 : policy_.limitation_months);
        return std::max(plain, extended_);
    }

    void take(const ClockEvent& event) {
        if (event.what == LegalEvent::guarantor_demand || event.role == ClockRole::bankrupt) {
            return;
        }
        if (strict_ && !event.proven) {
            tell(event, ClockEffect::unproven);
            return;
        }
        if (event.what == LegalEvent::no_term) { return; } // take_start
        if (event.what == LegalEvent::suspension) { return suspend(event); }
        const bool over =
            event.date > calendar_.rolled(last(), Roll::following) && !in_case_ && !unlimited_;
        const Force force = force_of(event.what);
        if (event.role == ClockRole::stopped) {
            if (over) { return tell(event, ClockEffect::too_late); }
            in_case_ = false;
            unlimited_ = true;
            tell(event, ClockEffect::unlimited);
        } else if (unlimited_ && force != Force::proceedings &&
                   event.what != LegalEvent::judgment) {
            tell(event, ClockEffect::covered);
        } else if (event.what == LegalEvent::judgment) {
            if (over && !judged_) { return tell(event, ClockEffect::too_late); }
            judged_ = true;
            in_case_ = unlimited_ = false;
            begin(std::max(event.date, event.until.value_or(event.date)), event,
                  ClockEffect::judged);
        } else if (over && force != Force::revives_too) {
            tell(event, ClockEffect::too_late);
        } else if (judged_ && force != Force::proceedings) {
            begin(std::max(event.date, start_), event, ClockEffect::interrupts);
        } else if (force == Force::proceedings) {
            const bool running = !event.until || *event.until > today_;
            in_case_ = running;
            unlimited_ = false;
            begin(std::max(start_, running ? event.date : *event.until), event,
                  running ? ClockEffect::stops : ClockEffect::interrupts);
        } else if (event.date <= start_) {
            const bool early = event.date <= debt_.due;
            tell(event, early ? ClockEffect::not_due : ClockEffect::covered);
        } else {
            begin(event.date, event, over ? ClockEffect::revives : ClockEffect::interrupts);
        }
    }

    void begin(Date start, const ClockEvent& event, ClockEffect effect) {
        start_ = start;
        extended_ = first_date;
        obstructed_ = false;
        tell(event, effect);
    }

    // Only an obstacle that is there in the last six months counts; then the time ends six months
    // after it is gone (194).
    void suspend(const ClockEvent& event) {
        const Date end = last();
        const Date window = add_months(end, -policy_.suspension_months);
        const bool there = !event.until || *event.until > today_;
        const Date gone = there ? today_ : *event.until;
        if (judged_ || in_case_ || unlimited_) { return tell(event, ClockEffect::not_in_time); }
        if (event.date > end) { return tell(event, ClockEffect::too_late); }
        if (gone <= window) { return tell(event, ClockEffect::not_in_time); }
        extended_ = std::max(end, add_months(gone, policy_.suspension_months));
        obstructed_ = there;
        tell(event, there ? ClockEffect::obstructed : ClockEffect::suspends);
    }

    void tell(const ClockEvent& event, ClockEffect effect) {
        if (steps_ != nullptr) { steps_->push_back({event, effect, safe_day()}); }
    }

    const LegalPolicy& policy_;
    const Calendar& calendar_;
    const Debt& debt_;
    Date today_;
    bool strict_;
    Date start_;
    Date first_; // the day by which it was due
    Date extended_ = first_date;
    std::optional<Date> capped_;
    bool in_case_ = false;
    bool judged_ = false;
    bool unlimited_ = false;
    bool obstructed_ = false;
    std::vector<ClockStep>* steps_ = nullptr;
};

void finish(LimitationClock& clock, const LegalPolicy& policy, const Calendar& calendar,
            Date today) {
    const bool ends = clock.safe_day != far_future;
    clock.last_day = ends ? calendar.rolled(clock.safe_day, Roll::following) : far_future;
    clock.days_left = days_between(today, clock.safe_day);
    if (clock.state == ClockState::over) {
        clock.warning = ClockWarning::over;
    } else if (ends && clock.state != ClockState::done) {
        clock.warning = warning_of(std::max(clock.days_left, 0), policy);
    }
}

} // namespace

std::string_view name_of(ClockSource source) {
    constexpr std::string_view names[] = {"due",     "contact", "promise", "plan",     "letter",
                                          "receipt", "event",   "case",    "statement"};
    return names[static_cast<std::size_t>(source)];
}
std::string_view name_of(ClockEffect effect) {
    constexpr std::string_view names[] = {
        "starts",   "interrupts", "stops",     "suspends", "obstructed", "revives",
        "judged",   "caps",       "unlimited", "fulfils",  "own_starts", "extends",
        "unproven", "no_consent", "not_due",   "covered",  "too_late",   "not_in_time"};
    return names[static_cast<std::size_t>(effect)];
}
std::string_view name_of(ClockState state) {
    constexpr std::string_view names[] = {"not_due",   "running", "obstructed", "in_case", "judged",
                                          "unlimited", "done",    "claimed",    "over"};
    return names[static_cast<std::size_t>(state)];
}
std::string_view name_of(ClockWarning warning) {
    constexpr std::string_view names[] = {"none", "180", "90", "30", "over"};
    return names[static_cast<std::size_t>(warning)];
}

ClockWarning warning_of(int days_left, const LegalPolicy& policy) {
    if (days_left < 0) { return ClockWarning::over; }
    if (days_left <= policy.last_warning_days) { return ClockWarning::days_30; }
    if (days_left <= policy.second_warning_days) { return ClockWarning::days_90; }
    return days_left <= policy.first_warning_days ? ClockWarning::days_180 : ClockWarning::none;
}

void sort_events(std::vector<ClockEvent>& events) {
    sort(events, [](const ClockEvent& a, const ClockEvent& b) {
        return std::tuple(a.date, a.what == LegalEvent::suspension, a.what, a.source, a.id) <
               std::tuple(b.date, b.what == LegalEvent::suspension, b.what, b.source, b.id);
    });
}

Date limitation_safe_day(const LegalPolicy& policy, const Calendar& calendar, const Debt& debt,
                         std::span<const ClockEvent> events, Date today) {
    Walk walk(policy, calendar, debt, today, true);
    walk.run(events, nullptr);
    return walk.safe_day();
}

LimitationClock limitation(const LegalPolicy& policy, const Calendar& calendar, const Debt& debt,
                           std::span<const ClockEvent> events, Date today) {
    LimitationClock clock;
    Walk strict(policy, calendar, debt, today, true);
    strict.run(events, &clock.steps);
    clock.state = strict.state();
    clock.safe_day = strict.safe_day();
    Walk hoped(policy, calendar, debt, today, false);
    hoped.run(events, nullptr);
    clock.hoped_day = hoped.safe_day();
    finish(clock, policy, calendar, today);
    return clock;
}

namespace {

// One walk over the events of a guarantee: its period, then the guarantor's own limitation.
class GuaranteeWalk {
public:
    GuaranteeWalk(const LegalPolicy& policy, const Calendar& calendar, const Guarantee& guarantee,
                  Date today, bool strict)
        : policy_(policy), calendar_(calendar), guarantee_(guarantee), today_(today),
          strict_(strict), due_(guarantee.due) {
        set_period();
    }

    void run(std::span<const ClockEvent> events, std::vector<ClockStep>* steps) {
        steps_ = steps;
        tell({guarantee_.due, {}, LegalEvent::demand, ClockSource::due, {}, true},
             ClockEffect::starts);
        for (const ClockEvent& event : events) {
            if (event.date > today_) { continue; }
            take_year(event.date);
            take(event);
        }
        take_year(add_days(today_, 1));
    }
    [[nodiscard]] Date safe_day() const { return done_ && !own_ ? far_future : last_; }
    [[nodiscard]] ClockState state() const {
        if (done_ && !own_) { return ClockState::done; }
        if (is_over(today_)) { return ClockState::over; }
        if (own_) { return ClockState::claimed; }
        return today_ <= due_ ? ClockState::not_due : ClockState::running;
    }

private:
    void set_period() {
        const bool agreed = guarantee_.until && *guarantee_.until > due_;
        last_ = agreed ? *guarantee_.until : add_months(due_, policy_.guarantee_months);
    }

    // A plan that puts off the debt (695). Consent after the period revives nothing (担保解释 34).
    void postpone(const ClockEvent& event) {
        const Date due = std::max(guarantee_.due, event.until.value_or(due_));
        if (done_ || due == due_) { return; }
        if (event.role == ClockRole::postponed) {
            if (due > due_) { tell(event, ClockEffect::no_consent); }
        } else if (strict_ && !event.proven) {
            tell(event, ClockEffect::unproven);
        } else if (is_over(event.date)) {
            tell(event, ClockEffect::too_late);
        } else {
            due_ = due;
            set_period();
            tell(event, ClockEffect::extends);
        }
    }

    [[nodiscard]] bool is_over(Date day) const {
        return day > calendar_.rolled(last_, Roll::following);
    }

    void take(const ClockEvent& event) {
        if (event.role == ClockRole::postponed || event.role == ClockRole::consented) {
            return postpone(event);
        }
        const bool asks = guarantee_.joint ? event.what == LegalEvent::guarantor_demand
                                           : event.what == LegalEvent::debtor_sued ||
                                                 event.role == ClockRole::suit ||
                                                 event.role == ClockRole::enforcement;
        const bool again = own_ && event.what == LegalEvent::guarantor_demand;
        if ((asks && !done_) || again) {
            if (strict_ && !event.proven) {
                tell(event, ClockEffect::unproven);
            } else if (is_over(event.date)) {
                tell(event, ClockEffect::too_late);
            } else if (event.date <= due_) {
                tell(event, ClockEffect::not_due);
            } else if (again) {
                begin(event, ClockEffect::interrupts);
            } else {
                done_ = true;
                if (guarantee_.joint) {
                    begin(event, ClockEffect::fulfils);
                } else {
                    tell(event, ClockEffect::fulfils);
                }
            }
        }
        if (guarantee_.joint || !done_ || own_) { return; }
        if (event.role == ClockRole::enforcement && !enforced_) { enforced_ = event; }
        if (event.role == ClockRole::stopped || event.role == ClockRole::bankrupt) {
            begin(event, ClockEffect::own_starts);
        }
    }

    // Of an enforcement nothing was heard for a year.
    void take_year(Date until) {
        if (own_ || !enforced_) { return; }
        ClockEvent event = *enforced_;
        event.date = add_months(event.date, 12);
        if (event.date < until) { begin(event, ClockEffect::own_starts); }
    }

    void begin(const ClockEvent& event, ClockEffect effect) {
        own_ = true;
        last_ = add_months(event.date, policy_.limitation_months);
        tell(event, effect);
    }

    void tell(const ClockEvent& event, ClockEffect effect) {
        if (steps_ != nullptr) { steps_->push_back({event, effect, safe_day()}); }
    }

    const LegalPolicy& policy_;
    const Calendar& calendar_;
    const Guarantee& guarantee_;
    Date today_;
    bool strict_;
    Date due_;  // of the main debt, as far as the guarantor agreed to it
    Date last_; // of the period, then of the guarantor's own limitation
    bool done_ = false;
    bool own_ = false;
    std::optional<ClockEvent> enforced_;
    std::vector<ClockStep>* steps_ = nullptr;
};

} // namespace

LimitationClock guarantee_period(const LegalPolicy& policy, const Calendar& calendar,
                                 const Guarantee& guarantee, std::span<const ClockEvent> events,
                                 Date today) {
    LimitationClock clock;
    GuaranteeWalk strict(policy, calendar, guarantee, today, true);
    strict.run(events, &clock.steps);
    clock.state = strict.state();
    clock.safe_day = strict.safe_day();
    GuaranteeWalk hoped(policy, calendar, guarantee, today, false);
    hoped.run(events, nullptr);
    clock.hoped_day = hoped.safe_day();
    finish(clock, policy, calendar, today);
    return clock;
}

} // namespace huikuan::core
