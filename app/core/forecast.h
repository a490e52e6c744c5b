#pragma once
// 回款预测: what is expected to come in, week by week. Every open line gets one day and one source:
//   - what is disputed is left out, and money that waits for its use pays the oldest lines first;
//   - then the parts of plans and the open promises take the oldest lines in the order of their
//     days: a plan that is behind and a promise that was broken say nothing;
//   - the rest comes as this customer has paid so far: the due day and the median of his days
//     late; where that is over, the day by which four of five came; where that is over too, nobody
//     can say when, and the line stands apart instead of in a week;
//   - who has paid too little to have a habit comes as the whole book does.
// A day that is no business day is the next one. What is asked of a line adds up: weeks, later,
// undated, disputed and covered are what is open.
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/calendar.h"
#include "core/date.h"
#include "core/id.h"
#include "core/money.h"
#include "core/promise.h"

namespace huikuan::core {

enum class ForecastSource : std::uint8_t {
    plan,
    promise,
    habit, // the customer's own
    due,   // the due day, as the book is paid
};
inline constexpr std::size_t forecast_sources = 4;
std::string_view name_of(ForecastSource source);

struct PaymentHabit {
    CustomerId customer;
    int median = 0; // days late, negative: early; of two in the middle the earlier
    int slow = 0;   // four of five came by then
    int items = 0;
};
inline constexpr std::size_t least_items_of_habit = 5;
// `days` late of documents that money paid, in any order; nullopt: too few.
std::optional<PaymentHabit> habit_of(std::vector<int> days);

struct ForecastLine {
    InvoiceId invoice;
    CustomerId customer;
    Currency currency;
    Date due;
    std::int64_t open = 0;
    std::int64_t disputed = 0; // of open
};
// What was said: an open promise, a part of a plan, as far as it is not paid.
struct ForecastWord {
    EntityId id;
    CustomerId customer;
    Currency currency;
    Date day;
    std::int64_t minor = 0;
    ForecastSource source{};
};
// The parts of a customer's plans in one currency that nobody has paid yet: what already came for
// them is not expected again, and counts once where plans stand beside each other. A plan that is
// behind says nothing.
std::vector<ForecastWord> plan_words(CustomerId customer, std::span<const PlanAgreed* const> plans,
                                     std::span<const Cash> cash, Date day);
struct ForecastMoney { // that waits for its use, positive
    CustomerId customer;
    Money money;
};
struct ForecastAsk {
    std::vector<ForecastLine> lines; // in any order, as the others
    std::vector<ForecastWord> words;
    std::vector<ForecastMoney> unapplied;
    std::vector<PaymentHabit> habits;
    std::optional<PaymentHabit> of_the_book;
    Date day;
    int weeks = 13;
};

struct ForecastEntry {
    InvoiceId invoice;
    CustomerId customer;
    Currency currency;
    Date due;
    Date expected; // far_future: nobody can say
    std::int64_t minor = 0;
    ForecastSource source{};
    EntityId word; // the promise or the plan; nil: none
};
struct ForecastWeek {
    Date from, to; // Monday to Sunday; the first begins on the day itself
    std::array<std::int64_t, forecast_sources> minor{};
    [[nodiscard]] std::int64_t total() const;
};
struct ForecastSum {
    Currency currency;
    std::int64_t open = 0;
    std::int64_t disputed = 0;
    std::int64_t covered = 0;        // by money that waits for its use
    std::vector<ForecastWeek> weeks; // all of them, also where nothing comes
    std::array<std::int64_t, forecast_sources> later{};
    std::int64_t undated = 0;                    // later than it ever came
    [[nodiscard]] std::int64_t expected() const; // within the weeks
};
struct Forecast {
    Date day;
    std::vector<ForecastSum> currencies; // by code
    std::vector<ForecastEntry> entries;  // by expected day, customer, due day, document

    // The entries of one currency in [from, to].
    [[nodiscard]] std::vector<std::uint32_t> between(Currency currency, Date from, Date to) const;
};
Forecast forecast(ForecastAsk ask, const Calendar& calendar);

} // namespace huikuan::core
