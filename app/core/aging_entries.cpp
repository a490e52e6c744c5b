#include <algorithm>
#include <limits>

#include "core/aging.h"

namespace huikuan::core {
namespace {

// From this day on, the document's live allocations amount to this much more or less.
struct Step {
    std::int32_t day;
    std::int64_t change;
};

std::vector<Step> steps_of(std::span<const SettledAllocation> allocations) {
    std::vector<Step> steps;
    steps.reserve(allocations.size());
    for (const SettledAllocation& allocation : allocations) {
        if (allocation.effective <= 0 || allocation.start >= allocation.end) { continue; }
        steps.push_back({allocation.start.days, allocation.effective});
        if (allocation.end != far_future) {
            steps.push_back({allocation.end.days, -allocation.effective});
        }
    }
    std::ranges::sort(steps, std::less{}, &Step::day);
    return steps;
}

std::int32_t not_marker(std::int32_t day) { return std::max(day, unapplied_marker + 1); }

// Wraps on what no book holds.
std::int64_t plus(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}
std::int64_t minus(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}

} // namespace

void AgingEntries::add(std::int32_t effective_days, std::int32_t due_days, std::int32_t issued_days,
                       std::int64_t amount, std::uint32_t of_party) {
    effective.push_back(effective_days);
    due.push_back(due_days);
    issued.push_back(issued_days);
    minor.push_back(amount);
    party.push_back(of_party);
}

void add_invoice_entries(AgingEntries& entries, std::uint32_t party, Date issued, Date end,
                         std::span<const ScheduleLine> lines,
                         std::span<const SettledAllocation> allocations) {
    if (end <= issued) { return; }
    std::vector<ScheduleLine> ordered(lines.begin(), lines.end());
    if (ordered.empty()) {
        ordered.push_back({issued, 0}); // a place for what is paid on a broken document
    }
    std::ranges::stable_sort(ordered, std::less{}, &ScheduleLine::due);
    const std::int32_t issued_days = not_marker(issued.days);
    const auto add = [&](std::int32_t day, const ScheduleLine& line, std::int64_t amount) {
        if (amount != 0) {
            entries.add(day, not_marker(line.due.days), issued_days, amount, party);
        }
    };
    for (const ScheduleLine& line : ordered) { add(issued.days, line, line.minor); }
    // What a line has received is a function of what the invoice has received: lines fill oldest
    // first. So each day on which that changes moves only the lines between old and new.
    std::vector<std::int64_t> received(ordered.size());
    const std::vector<Step> steps = steps_of(allocations);
    std::int64_t paid = 0;
    for (std::size_t at = 0; at < steps.size();) {
        const std::int32_t day = steps[at].day;
        for (; at < steps.size() && steps[at].day == day; ++at) {
            paid = plus(paid, steps[at].change);
        }
        std::int64_t rest = paid;
        for (std::size_t index = 0; index < ordered.size(); ++index) {
            // The last line takes a surplus, which only lines that do not add up can leave.
            const bool last = index + 1 == ordered.size();
            const std::int64_t room = std::max<std::int64_t>(ordered[index].minor, 0);
            const std::int64_t now = last ? rest : std::min(rest, room);
            add(day, ordered[index], minus(received[index], now));
            received[index] = now;
            rest = minus(rest, now);
        }
    }
    if (end != far_future) {
        for (std::size_t index = 0; index < ordered.size(); ++index) {
            add(end.days, ordered[index], minus(received[index], ordered[index].minor));
        }
    }
}

void add_receipt_entries(AgingEntries& entries, std::uint32_t party, Date date, Date end,
                         std::int64_t minor, std::span<const SettledAllocation> allocations) {
    if (end <= date) { return; }
    const auto add = [&](std::int32_t day, std::int64_t amount) {
        if (amount != 0) { entries.add(day, unapplied_marker, unapplied_marker, amount, party); }
    };
    add(date.days, minus(0, minor));
    std::int64_t used = 0;
    for (const Step& step : steps_of(allocations)) {
        add(step.day, step.change);
        used = plus(used, step.change);
    }
    if (end != far_future) { add(end.days, minus(minor, used)); }
}

} // namespace huikuan::core
