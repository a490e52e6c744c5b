#pragma once
// Making a plan: so many parts, from a day on, with interest on what is not paid yet, no cent lost;
// and whether the debtor can carry it.
#include <cstdint>

#include "core/calendar.h"
#include "core/fact.h"
#include "core/result.h"

namespace huikuan::core {

struct InstalmentWish {
    std::int64_t minor = 0;        // of the debt, positive
    std::int64_t first = 0;        // a first payment on `start`, of the debt; 0: none
    Date start;                    // from which interest runs
    Date first_due;                // of the first part; the others a month (or `days`) apart
    int parts = 1;                 // 1..600
    int days = 0;                  // between parts; 0: calendar months, month ends stay month ends
    std::int64_t interest_ppm = 0; // a year of 365 days, at most 1,000,000
    Roll roll = Roll::none;
};
inline constexpr int most_instalments = 600;

// Equal parts of the debt by the largest remainder; the interest of each part is that of the whole
// rest since the part before, half a cent away from zero. amount_not_positive, out_of_range (parts,
// interest_ppm, first, or a date that leaves the book), date_order (the first part before `start`).
Result<std::vector<PlanLine>> instalments(const InstalmentWish& wish, const Calendar& calendar);

// What is left of a month's income after costs and other debts, and the share of it that the
// heaviest part of the plan takes, in ppm; -1 where nothing was said. A month's parts are added up.
struct Affordability {
    std::int64_t free = 0;
    std::int64_t heaviest = 0;
    std::int64_t share_ppm = -1; // over 1,000,000: cannot be carried; free <= 0: INT64_MAX
};
Affordability affordability(const PlanAgreed& plan);

// 民法典 695: without the guarantor's consent in writing he is not bound for more, and the period
// of the guarantee stays as it was.
constexpr bool lacks_consent(const PlanAgreed& plan) {
    return !plan.guarantor.empty() && !plan.consent;
}

} // namespace huikuan::core
