#include "core/promise.h"

#include "core/sorting.h"

#include <algorithm>
#include <tuple>

namespace huikuan::core {
namespace {

bool counts(const Cash& cash, Date as_of) {
    return cash.minor > 0 && cash.date <= as_of && cash.end > as_of;
}

std::vector<Cash> counting(std::span<const Cash> cash, Date as_of) {
    std::vector<Cash> live;
    for (const Cash& one : cash) {
        if (counts(one, as_of)) { live.push_back(one); }
    }
    core::sort(live, std::less{}, &Cash::date);
    return live;
}

std::int64_t ratio_ppm(std::int64_t part, std::int64_t whole) {
    if (whole <= 0) { return -1; }
    return static_cast<std::int64_t>(static_cast<__int128>(part) * 1'000'000 / whole);
}

} // namespace

std::string_view name_of(PromiseState state) {
    constexpr std::string_view names[] = {"open", "kept", "partly", "broken"};
    return names[static_cast<std::size_t>(state)];
}

Date promise_deadline(Date due, const CollectionPolicy& policy, const Calendar& calendar) {
    return add_days(calendar.rolled(due, Roll::following), policy.grace_days);
}

std::vector<PromiseResult> assess(std::span<const PromiseTerm> promises, std::span<const Cash> cash,
                                  Date as_of) {
    std::vector<PromiseResult> results(promises.size());
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < promises.size(); ++i) {
        if (promises[i].date <= as_of && promises[i].end > as_of) { order.push_back(i); }
    }
    core::sort(order, [&](std::size_t a, std::size_t b) {
        const PromiseTerm& left = promises[a];
        const PromiseTerm& right = promises[b];
        return std::tie(left.due, left.date, left.id) < std::tie(right.due, right.date, right.id);
    });
    for (Cash left : counting(cash, as_of)) {
        for (const std::size_t i : order) {
            const PromiseTerm& promise = promises[i];
            if (left.date < promise.date || left.date > promise.deadline) { continue; }
            const std::int64_t part = std::min(left.minor, promise.minor - results[i].paid);
            results[i].paid += part;
            left.minor -= part;
        }
    }
    for (const std::size_t i : order) {
        PromiseResult& result = results[i];
        const bool over = promises[i].deadline < as_of;
        if (result.paid >= promises[i].minor) {
            result.state = PromiseState::kept;
        } else if (over) {
            result.state = result.paid > 0 ? PromiseState::partly : PromiseState::broken;
        }
    }
    return results;
}

void KeptRate::add(const PromiseTerm& promise, const PromiseResult& result) {
    switch (result.state) {
    case PromiseState::open: ++open; return;
    case PromiseState::kept: ++kept; break;
    case PromiseState::partly: ++partly; break;
    case PromiseState::broken: ++broken; break;
    }
    promised_minor += promise.minor;
    paid_minor += result.paid;
}
std::int64_t KeptRate::by_count() const { return ratio_ppm(kept, closed()); }
std::int64_t KeptRate::by_amount() const { return ratio_ppm(paid_minor, promised_minor); }

namespace {

PlanProgress progress_with(const PlanAgreed& plan, std::vector<std::int64_t> paid_of, Date as_of) {
    PlanProgress progress;
    for (std::size_t i = 0; i < plan.lines.size(); ++i) {
        const PlanLine& line = plan.lines[i];
        const std::int64_t missing = line.minor() - paid_of[i];
        progress.agreed += line.minor();
        progress.paid += paid_of[i];
        progress.principal_left += std::min(line.principal, missing);
        if (missing > 0 && progress.next_minor == 0) {
            progress.next_due = line.due;
            progress.next_minor = missing;
        }
        if (line.due <= as_of) { progress.due_by_now += line.minor(); }
        if (line.due >= as_of) { continue; }
        progress.behind += missing;
        if (missing > 0 && progress.days_behind == 0) {
            progress.days_behind = days_between(line.due, as_of);
        }
    }
    progress.paid_of = std::move(paid_of);
    progress.accelerated = plan.accelerate_days >= 0 && progress.days_behind > plan.accelerate_days;
    if (progress.accelerated) {
        progress.due_by_now = progress.agreed;
        progress.behind = progress.agreed - progress.paid;
    }
    return progress;
}

} // namespace

std::vector<PlanProgress> progress_of(std::span<const PlanAgreed* const> plans,
                                      std::span<const Cash> cash, Date as_of) {
    std::vector<std::vector<std::int64_t>> paid;
    std::vector<std::pair<std::size_t, std::size_t>> order; // plan, line
    for (std::size_t i = 0; i < plans.size(); ++i) {
        paid.emplace_back(plans[i]->lines.size());
        for (std::size_t at = 0; at < plans[i]->lines.size(); ++at) { order.emplace_back(i, at); }
    }
    if (plans.size() > 1) {
        core::sort(order, std::less{}, [&](const auto& place) {
            const PlanAgreed& plan = *plans[place.first];
            return std::tuple(plan.lines[place.second].due, plan.date, plan.id);
        });
    }
    for (const Cash& one : counting(cash, as_of)) {
        std::int64_t left = one.minor;
        for (const auto& [i, at] : order) {
            if (left == 0) { break; }
            if (one.date < plans[i]->date) { continue; }
            const std::int64_t part = std::min(left, plans[i]->lines[at].minor() - paid[i][at]);
            paid[i][at] += part;
            left -= part;
        }
    }
    std::vector<PlanProgress> found;
    for (std::size_t i = 0; i < plans.size(); ++i) {
        found.push_back(progress_with(*plans[i], std::move(paid[i]), as_of));
    }
    return found;
}

PlanProgress progress_of(const PlanAgreed& plan, std::span<const Cash> cash, Date as_of) {
    const PlanAgreed* one = &plan;
    return std::move(progress_of(std::span(&one, 1), cash, as_of).front());
}

} // namespace huikuan::core
