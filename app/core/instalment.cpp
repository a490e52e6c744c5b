#include "core/instalment.h"

#include <algorithm>
#include <limits>
#include <map>

#include "core/money.h"

namespace huikuan::core {
namespace {

constexpr std::int64_t year_ppm = 365'000'000; // days of a year times a million

// minor * ppm * days / (365 * 10^6), half away from zero.
std::int64_t interest_of(std::int64_t minor, std::int64_t ppm, std::int64_t days) {
    const __int128 product = static_cast<__int128>(minor) * ppm * days;
    return static_cast<std::int64_t>((product + year_ppm / 2) / year_ppm);
}

Date due_of(const InstalmentWish& wish, int part) {
    if (wish.days > 0) { return add_days(wish.first_due, wish.days * part); }
    const Date due = add_months(wish.first_due, part);
    // The last day of a month stays the last day: 28 February, 31 March.
    return wish.first_due == month_end(wish.first_due) ? month_end(due) : due;
}

} // namespace

Result<std::vector<PlanLine>> instalments(const InstalmentWish& wish, const Calendar& calendar) {
    if (wish.parts < 1 || wish.parts > most_instalments) {
        return fail(ErrorCode::out_of_range, "parts", std::to_string(most_instalments));
    }
    if (wish.interest_ppm < 0 || wish.interest_ppm > 1'000'000) {
        return fail(ErrorCode::out_of_range, "interest", std::to_string(wish.interest_ppm));
    }
    if (wish.days < 0 || wish.days > 3660) {
        return fail(ErrorCode::out_of_range, "days", std::to_string(wish.days));
    }
    if (wish.minor > largest_amount_minor || wish.first < 0 || wish.first >= wish.minor) {
        const bool none = wish.minor <= 0;
        return fail(none ? ErrorCode::amount_not_positive : ErrorCode::out_of_range,
                    wish.first != 0 ? "first" : "amount");
    }
    if (wish.first_due < wish.start) {
        return fail(ErrorCode::date_order, "first_due", to_text(wish.first_due));
    }
    std::vector<PlanLine> lines;
    if (wish.first > 0) { lines.push_back({wish.start, wish.first, 0}); }
    std::int64_t rest = wish.minor - wish.first;
    const std::vector<std::int64_t> weights(static_cast<std::size_t>(wish.parts), 1);
    const auto parts = split(rest, weights);
    if (!parts) { return std::unexpected(parts.error()); }
    Date from = wish.start;
    for (int i = 0; i < wish.parts; ++i) {
        const std::int64_t principal = (*parts)[static_cast<std::size_t>(i)];
        if (principal == 0) { break; } // fewer cents than parts
        const Date due = calendar.rolled(due_of(wish, i), wish.roll);
        if (!in_book_range(due)) { return fail(ErrorCode::out_of_range, "due", to_text(due)); }
        const std::int64_t interest =
            interest_of(rest, wish.interest_ppm, std::max(0, days_between(from, due)));
        if (!lines.empty() && lines.back().due == due) {
            lines.back().principal += principal;
            lines.back().interest += interest;
        } else {
            lines.push_back({due, principal, interest});
        }
        rest -= principal;
        from = std::max(from, due);
    }
    return lines;
}

Affordability affordability(const PlanAgreed& plan) {
    Affordability result;
    std::map<std::pair<int, int>, std::int64_t> months;
    for (const PlanLine& line : plan.lines) {
        const Ymd day = ymd_of(line.due);
        std::int64_t& sum = months[{day.year, day.month}];
        sum += line.minor();
        result.heaviest = std::max(result.heaviest, sum);
    }
    if (plan.income == 0 && plan.costs == 0 && plan.debts == 0) { return result; }
    result.free = plan.income - plan.costs - plan.debts;
    if (result.free <= 0) {
        result.share_ppm = std::numeric_limits<std::int64_t>::max();
    } else {
        const __int128 share = static_cast<__int128>(result.heaviest) * 1'000'000 / result.free;
        result.share_ppm = static_cast<std::int64_t>(
            std::min<__int128>(share, std::numeric_limits<std::int64_t>::max()));
    }
    return result;
}

} // namespace huikuan::core
