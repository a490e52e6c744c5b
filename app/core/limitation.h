#pragma once
// 诉讼时效: until when a debt can be enforced, and why. A clock starts with the day after the last
// due date (民法典 188, 189), begins anew with what interrupts it (195), waits for an obstacle in
// its last six months (194), stops while a case runs, and never goes beyond twenty years. Every
// event stands in the answer with what it did, or why it did nothing: too late, not due yet, no
// proof. What lacks proof counts for nothing in the day that is shown; what it would give if it
// were proven is shown beside.
//
// The safe day is not rolled to a business day: who acts on it is in time whatever a court thinks
// of holidays (203). Not legal advice; the numbers are LegalPolicy's.
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/calendar.h"
#include "core/id.h"
#include "core/legal.h"

namespace huikuan::core {

// Where the book has it from.
enum class ClockSource : std::uint8_t {
    due,
    contact,
    promise,
    plan,
    letter,
    receipt,
    event,
    legal_case,
    statement, // 对账单 that the debtor confirmed
};
std::string_view name_of(ClockSource source);

// What more a stage of a case is to the clocks than the event by which it counts.
enum class ClockRole : std::uint8_t {
    plain,
    suit,        // suit or arbitration against the debtor: what 693 asks for of a 一般保证
    enforcement, // asked for: likewise, of a notarised deed (担保解释 27)
    stopped,     // 终结本次执行: to be resumed at any time (民诉解释 517)
    bankrupt,    // accepted: a general guarantor cannot point to the debtor any more (687)
    postponed,   // a plan puts the debt off to `until`, without the guarantor (695)
    consented,   // likewise, and the guarantor consented in writing
};

struct ClockEvent {
    Date date; // on which it took effect
    std::optional<Date> until;
    LegalEvent what{};
    ClockSource source{};
    EntityId id;
    bool proven = false;
    ClockRole role{};
};
// By date; of one day what restarts last is last. The clocks want them so.
void sort_events(std::vector<ClockEvent>& events);

enum class ClockEffect : std::uint8_t {
    starts,      // the day after it is the first
    interrupts,  // runs anew from this day
    stops,       // a case runs: no end until it is over
    suspends,    // ends so many months after the obstacle is gone
    obstructed,  // the obstacle is still there
    revives,     // was over, and the debtor gave up the defence
    judged,      // the time for enforcement runs instead
    caps,        // twenty years
    unlimited,   // 终本: enforcement can be resumed at any time
    fulfils,     // of a guarantee: done in time
    own_starts,  // of a guarantee: from here on the guarantor's own limitation runs (694)
    extends,     // of a guarantee: its period runs from the plan's last part (695)
    unproven,    // would have done something
    no_consent,  // of a guarantee: the plan puts off the debt, not the end of the period (695)
    not_due,     // before the debt was due
    covered,     // something later counts already
    too_late,    // the time was over
    not_in_time, // an obstacle that was gone before the last six months
};
std::string_view name_of(ClockEffect effect);
constexpr bool has_effect(ClockEffect effect) { return effect < ClockEffect::unproven; }

struct ClockStep {
    ClockEvent event;
    ClockEffect effect{};
    Date last; // the last day as it is after this step
};

enum class ClockState : std::uint8_t {
    not_due,
    running,
    obstructed, // 中止: an obstacle is there
    in_case,    // a case runs
    judged,     // until the last day enforcement can be asked for
    unlimited,  // 终本: it can be resumed at any time
    done,       // of a guarantee: claimed in time, and its own limitation does not run yet
    claimed,    // of a guarantee: claimed in time, and its own limitation runs
    over,
};
std::string_view name_of(ClockState state);
// Called by the days of LegalPolicy as they are unless a book sets others.
enum class ClockWarning : std::uint8_t { none, days_180, days_90, days_30, over };
std::string_view name_of(ClockWarning warning);

struct LimitationClock {
    ClockState state{};
    Date safe_day;     // the last day, not rolled; far_future while a case runs
    Date last_day;     // rolled to a business day
    Date hoped_day;    // the safe day if what lacks proof were proven
    int days_left = 0; // to the safe day; 0 is the day itself, negative: over
    ClockWarning warning{};
    std::vector<ClockStep> steps; // by date
};

struct Debt {
    Date issued;
    Date due; // of the last part (189)
    bool cross_border = false;
};
// `events`: sorted, of this debt; what is dated after `today` has not happened yet.
LimitationClock limitation(const LegalPolicy& policy, const Calendar& calendar, const Debt& debt,
                           std::span<const ClockEvent> events, Date today);
// The safe day alone, for long lists.
Date limitation_safe_day(const LegalPolicy& policy, const Calendar& calendar, const Debt& debt,
                         std::span<const ClockEvent> events, Date today);

// --- 保证期间 (692-695): fixed, neither interrupted nor suspended. A plan that puts off the debt
// moves it only with the guarantor's written consent; then it runs from the last part. Once the
// creditor did in time what 693 asks for, the guarantor's debt has a limitation of its own (694):
// 连带保证 from the day on which he was asked; 一般保证 when enforcement against the debtor came to
// nothing, a year passed without a word of the court, or the debtor went bankrupt (担保解释 28).
// What interrupts the main debt does not interrupt this one.
struct Guarantee {
    bool joint = false;        // 连带保证; else, or where it is not clear, 一般保证 (686)
    Date due;                  // of the main debt, as it was when he gave his word
    std::optional<Date> until; // as agreed; not after the due date, or none: six months (692)
};
LimitationClock guarantee_period(const LegalPolicy& policy, const Calendar& calendar,
                                 const Guarantee& guarantee, std::span<const ClockEvent> events,
                                 Date today);

ClockWarning warning_of(int days_left, const LegalPolicy& policy = {});

} // namespace huikuan::core
