#include "core/worklist.h"

#include <algorithm>
#include <numeric>

namespace huikuan::core {
namespace {

int amount_points(std::int64_t major) {
    if (major <= 0) { return 0; }
    int digits = 0;
    std::int64_t first = major;
    for (std::int64_t rest = major; rest > 0; rest /= 10) {
        first = rest;
        ++digits;
    }
    return std::min(60, digits * 6 + static_cast<int>((first - 1) * 5 / 8));
}

int percent_of(const WorkFacts& facts) {
    const int days = facts.oldest_days;
    const int by_age = days <= 30 ? 90 : days <= 60 ? 70 : days <= 90 ? 50 : days <= 180 ? 30 : 15;
    if (facts.kept_ppm < 0) { return by_age; }
    return (by_age + static_cast<int>(facts.kept_ppm / 10'000)) / 2;
}

constexpr int points_of_last_days = 40;

int limitation_points(const WorkFacts& facts) {
    if (!facts.limitation) { return 0; }
    const int left = days_between(facts.today, *facts.limitation);
    return left < 0 ? 5 : left <= 30 ? points_of_last_days : left <= 90 ? 25 : left <= 180 ? 15 : 0;
}

// Something that was agreed for today or before.
bool has_come(const WorkFacts& facts) {
    return (facts.promise_due && *facts.promise_due <= facts.today) ||
           (facts.next && *facts.next <= facts.today) || facts.plan_behind || facts.plan_part_due;
}

WaitReason waits(const WorkFacts& facts) {
    const bool presses = limitation_points(facts) >= points_of_last_days;
    const bool held = facts.hold_until && *facts.hold_until >= facts.today;
    if (held && !presses) { return WaitReason::hold; }
    if (facts.last_contact == facts.today) { return WaitReason::contacted; }
    if (presses || has_come(facts) || facts.broke) { return WaitReason::none; }
    if (facts.promise_due && facts.covered()) { return WaitReason::promise; }
    if (facts.next) { return WaitReason::next_date; }
    if (facts.plan_running && facts.covered()) { return WaitReason::plan; }
    return facts.overdue ? WaitReason::none : WaitReason::not_due;
}

} // namespace

std::string_view name_of(WorkGroup group) {
    constexpr std::string_view names[] = {"at_risk", "easy_win", "can_wait"};
    return names[static_cast<std::size_t>(group)];
}
std::string_view name_of(WaitReason reason) {
    constexpr std::string_view names[] = {"none", "hold",      "promise", "next_date",
                                          "plan", "contacted", "not_due"};
    return names[static_cast<std::size_t>(reason)];
}
std::string_view name_of(ScorePart part) {
    constexpr std::string_view names[] = {"amount",      "days",         "broken",   "limitation",
                                          "probability", "last_contact", "due_today"};
    return names[static_cast<std::size_t>(part)];
}

bool WorkFacts::covered() const {
    using Wide = __int128;
    return (Wide{promised} + planned) * 100 >= Wide{overdue_minor} * cover_percent;
}

bool WorkFacts::promise_approaches() const {
    constexpr int days_before = 2;
    return promise_due && *promise_due > today && days_between(today, *promise_due) <= days_before;
}

int WorkScore::total() const { return std::accumulate(parts.begin(), parts.end(), 0); }

WorkScore score(const WorkFacts& facts) {
    WorkScore result;
    const auto set = [&](ScorePart part, int points) {
        result.parts.at(static_cast<std::size_t>(part)) = points;
    };
    result.probability = percent_of(facts);
    set(ScorePart::amount, amount_points(facts.overdue_major));
    set(ScorePart::days, std::min(30, facts.oldest_days / 6));
    set(ScorePart::broken, std::min(30, facts.promises_broken * 10));
    set(ScorePart::limitation, limitation_points(facts));
    set(ScorePart::probability, facts.overdue ? result.probability / 5 : 0);
    const int since =
        facts.last_contact ? std::max(0, days_between(*facts.last_contact, facts.today)) : 15;
    set(ScorePart::last_contact, std::min(15, since));
    set(ScorePart::due_today, has_come(facts) ? 25 : facts.promise_approaches() ? 10 : 0);
    result.waits = waits(facts);
    const bool risk = facts.promises_broken > 0 || facts.plan_behind || facts.oldest_days > 90 ||
                      limitation_points(facts) >= 15;
    result.group = result.waits != WaitReason::none ? WorkGroup::can_wait
                   : risk                           ? WorkGroup::at_risk
                                                    : WorkGroup::easy_win;
    return result;
}

} // namespace huikuan::core
