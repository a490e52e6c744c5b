#pragma once
// 工作台, the order of the day: who is worth a call first, as a sum of whole numbers that anyone
// can read and add up, and in which of three groups the customer stands. Pure: session gathers what
// goes in.
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/fact.h"
#include "core/promise.h"

namespace huikuan::core {

enum class WorkGroup : std::uint8_t {
    at_risk,  // broken promises, very late, or its limitation is near
    easy_win, // late, and nothing speaks against being paid soon
    can_wait, // held, all promised for later, spoken to already, or nothing is due
};
std::string_view name_of(WorkGroup group);

// Why a customer may wait; `none`: it may not.
enum class WaitReason : std::uint8_t { none, hold, promise, next_date, plan, contacted, not_due };
std::string_view name_of(WaitReason reason);

// What is known of one customer on one day.
struct WorkFacts {
    Date today;
    std::int64_t overdue_major = 0;   // in whole units of the currency with the most of it
    bool overdue = false;             // anything at all, also 0.01
    int oldest_days = 0;              // of what is overdue
    int promises_broken = 0;          // broken or kept in part, of those closed in the last year
    std::optional<Date> promise_due;  // of the earliest that is open
    std::int64_t kept_ppm = -1;       // by count; -1: none was closed
    std::optional<Date> last_contact; // reached or not; notes among colleagues do not count
    std::optional<Date> next;         // of the latest contact that said one
    bool reply_awaited = false;       // the latest contact awaits one, and names no day
    std::optional<Date> hold_until;
    std::optional<Date> limitation; // the safe day (core/limitation.h) that is near, or over
    bool plan_running = false;      // and not behind
    bool plan_behind = false;
    bool plan_accelerated = false; // all the rest of it is due
    bool plan_part_due = false;    // a part is due today and not paid
    bool broke = false;            // a promise broke, and nobody has spoken to him since
    // Of the currency that is covered least, in minor units: what is overdue less the money that
    // waits for its use; what is promised for later; what is left of the debt in plans.
    std::int64_t overdue_minor = 0, promised = 0, planned = 0;
    int cover_percent = 100; // of overdue_minor, that promises and plans must cover
    // Whether what was said for later is enough to wait for it.
    [[nodiscard]] bool covered() const;
    // Whether the promise that is due first is due within two days, and not today.
    [[nodiscard]] bool promise_approaches() const;
};

enum class ScorePart : std::uint8_t {
    amount,
    days,
    broken,
    limitation,
    probability,
    last_contact,
    due_today, // a promise, a next date or a part of a plan that has come
};
inline constexpr std::size_t score_parts = 7;
std::string_view name_of(ScorePart part);

struct WorkScore {
    std::array<int, score_parts> parts{};
    int probability = 0; // percent
    WorkGroup group{};
    WaitReason waits{};

    [[nodiscard]] int total() const;
    [[nodiscard]] int part(ScorePart which) const {
        return parts.at(static_cast<std::size_t>(which));
    }
};
// amount        6 for each digit of the whole units and up to 5 for the first digit, at most 60
// days          one for each six days late, at most 30
// broken        10 each, at most 30
// limitation    40 within 30 days, 25 within 90, 15 within 180, else 0; 5 once it has passed
// probability   a fifth of the percentage, that is at most 20: by age 90 to 30 days late, 70 to 60,
//               50 to 90, 30 to 180, then 15; then the kept rate counts for half where there is one
// last_contact  one for each day since, at most 15; 15 where there was none
// due_today     25; 10 where a promise is due within two days
// A limitation that ends within 30 days beats every reason to wait but having spoken to him today
// (a case that is open has no limitation).
WorkScore score(const WorkFacts& facts);

} // namespace huikuan::core
