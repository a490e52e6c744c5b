#include "core/forecast.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>

#include "core/sorting.h"

namespace huikuan::core {
namespace {

void add_to(std::int64_t& sum, std::int64_t minor) {
    if (__builtin_add_overflow(sum, minor, &sum)) {
        sum = std::numeric_limits<std::int64_t>::max();
    }
}

std::int64_t sum_of(const std::array<std::int64_t, forecast_sources>& parts) {
    std::int64_t sum = 0;
    for (const std::int64_t part : parts) { add_to(sum, part); }
    return sum;
}

// One customer in one currency.
auto whose(const auto& one) { return std::tuple(one.customer, one.currency); }

class Forecaster {
public:
    Forecaster(ForecastAsk ask, const Calendar& calendar)
        : ask_(std::move(ask)), calendar_(calendar) {
        answer_.day = ask_.day;
    }

    Forecast run() {
        sort(ask_.lines, std::less{}, [](const ForecastLine& line) {
            return std::tuple(line.customer, line.currency, line.due, line.invoice);
        });
        sort(ask_.words, std::less{}, [](const ForecastWord& word) {
            return std::tuple(word.customer, word.currency, word.day, word.id);
        });
        sort(ask_.unapplied, std::less{},
             [](const ForecastMoney& one) { return std::tuple(one.customer, one.money.currency); });
        sort(ask_.habits, std::less{}, &PaymentHabit::customer);
        for (std::size_t first = 0, end = 0; first < ask_.lines.size(); first = end) {
            while (end < ask_.lines.size() && whose(ask_.lines[end]) == whose(ask_.lines[first])) {
                ++end;
            }
            take(std::span(ask_.lines).subspan(first, end - first));
        }
        sort(answer_.currencies, std::less{}, &ForecastSum::currency);
        sort(answer_.entries, std::less{}, [](const ForecastEntry& entry) {
            return std::tuple(entry.expected, entry.customer, entry.due, entry.invoice);
        });
        return std::move(answer_);
    }

private:
    // Of one customer in one currency, the oldest first: `open` goes down to what has no day yet.
    void take(std::span<ForecastLine> lines) {
        ForecastSum& sum = sum_of_currency(lines.front().currency);
        for (ForecastLine& line : lines) {
            const std::int64_t disputed = std::clamp<std::int64_t>(line.disputed, 0, line.open);
            add_to(sum.open, line.open);
            add_to(sum.disputed, disputed);
            line.open -= disputed;
        }
        cover(lines, sum);
        const auto words =
            std::ranges::equal_range(ask_.words, whose(lines.front()), std::less{},
                                     [](const ForecastWord& word) { return whose(word); });
        std::size_t at = 0;
        for (const ForecastWord& word : words) { place(lines, at, word, sum); }
        for (const ForecastLine& line : lines) { place_by_habit(line, sum); }
    }

    void cover(std::span<ForecastLine> lines, ForecastSum& sum) {
        const auto waits = std::ranges::equal_range(
            ask_.unapplied, whose(lines.front()), std::less{},
            [](const ForecastMoney& one) { return std::tuple(one.customer, one.money.currency); });
        std::int64_t left = 0;
        for (const ForecastMoney& one : waits) { add_to(left, one.money.minor); }
        for (ForecastLine& line : lines) {
            const std::int64_t part = std::clamp<std::int64_t>(left, 0, line.open);
            left -= part;
            line.open -= part;
            add_to(sum.covered, part);
        }
    }

    void place(std::span<ForecastLine> lines, std::size_t& at, const ForecastWord& word,
               ForecastSum& sum) {
        std::int64_t left = word.minor;
        while (at < lines.size() && left > 0) {
            ForecastLine& line = lines[at];
            const std::int64_t part = std::min(left, line.open);
            if (part > 0) { enter(line, part, on_time(word.day), word.source, word.id, sum); }
            line.open -= part;
            left -= part;
            if (line.open == 0) { ++at; }
        }
    }

    void place_by_habit(const ForecastLine& line, ForecastSum& sum) {
        if (line.open <= 0) { return; }
        const auto own = std::ranges::lower_bound(ask_.habits, line.customer, std::less{},
                                                  &PaymentHabit::customer);
        const bool known = own != ask_.habits.end() && own->customer == line.customer;
        const PaymentHabit habit = known ? *own : ask_.of_the_book.value_or(PaymentHabit{});
        Date day = add_days(line.due, habit.median);
        if (day < ask_.day) { day = add_days(line.due, habit.slow); }
        if (day < ask_.day) { day = far_future; }
        enter(line, line.open, day == far_future ? day : on_time(day),
              known ? ForecastSource::habit : ForecastSource::due, {}, sum);
    }

    [[nodiscard]] Date on_time(Date day) const {
        return calendar_.rolled(std::max(day, ask_.day), Roll::following);
    }

    void enter(const ForecastLine& line, std::int64_t minor, Date expected, ForecastSource source,
               EntityId word, ForecastSum& sum) {
        answer_.entries.push_back(
            {line.invoice, line.customer, line.currency, line.due, expected, minor, source, word});
        if (expected == far_future) { return add_to(sum.undated, minor); }
        const auto of = static_cast<std::size_t>(source);
        const int ahead = weekday(ask_.day) - 1 + days_between(ask_.day, expected);
        const auto week = static_cast<std::size_t>(ahead / 7);
        add_to(week < sum.weeks.size() ? sum.weeks[week].minor[of] : sum.later[of], minor);
    }

    ForecastSum& sum_of_currency(Currency currency) {
        const auto found = std::ranges::find(answer_.currencies, currency, &ForecastSum::currency);
        if (found != answer_.currencies.end()) { return *found; }
        ForecastSum& sum = answer_.currencies.emplace_back();
        sum.currency = currency;
        Date from = ask_.day;
        for (int i = 0; i < ask_.weeks; ++i) {
            const Date to = add_days(from, 7 - weekday(from));
            sum.weeks.push_back({from, to, {}});
            from = add_days(to, 1);
        }
        return sum;
    }

    ForecastAsk ask_;
    const Calendar& calendar_;
    Forecast answer_;
};

} // namespace

std::string_view name_of(ForecastSource source) {
    constexpr std::string_view names[forecast_sources] = {"plan", "promise", "habit", "due"};
    return names[static_cast<std::size_t>(source)];
}

std::vector<ForecastWord> plan_words(CustomerId customer, std::span<const PlanAgreed* const> plans,
                                     std::span<const Cash> cash, Date day) {
    std::vector<ForecastWord> words;
    const auto progress = progress_of(plans, cash, day);
    for (std::size_t at = 0; at < plans.size(); ++at) {
        if (progress[at].behind > 0) { continue; }
        const PlanAgreed& plan = *plans[at];
        for (std::size_t i = 0; i < plan.lines.size(); ++i) {
            const std::int64_t left = plan.lines[i].minor() - progress[at].paid_of[i];
            if (left <= 0) { continue; }
            words.push_back(
                {plan.id, customer, plan.currency, plan.lines[i].due, left, ForecastSource::plan});
        }
    }
    return words;
}

std::optional<PaymentHabit> habit_of(std::vector<int> days) {
    if (days.size() < least_items_of_habit) { return std::nullopt; }
    std::ranges::sort(days);
    PaymentHabit habit;
    habit.items = static_cast<int>(days.size());
    habit.median = days[(days.size() - 1) / 2];
    habit.slow = days[(days.size() * 4 + 4) / 5 - 1];
    return habit;
}

std::int64_t ForecastWeek::total() const { return sum_of(minor); }

std::int64_t ForecastSum::expected() const {
    std::int64_t sum = 0;
    for (const ForecastWeek& week : weeks) { add_to(sum, week.total()); }
    return sum;
}

std::vector<std::uint32_t> Forecast::between(Currency currency, Date from, Date to) const {
    const auto first =
        std::ranges::lower_bound(entries, from, std::less{}, &ForecastEntry::expected);
    std::vector<std::uint32_t> found;
    for (auto entry = first; entry != entries.end() && entry->expected <= to; ++entry) {
        if (entry->currency != currency) { continue; }
        found.push_back(static_cast<std::uint32_t>(entry - entries.begin()));
    }
    return found;
}

Forecast forecast(ForecastAsk ask, const Calendar& calendar) {
    return Forecaster(std::move(ask), calendar).run();
}

} // namespace huikuan::core
