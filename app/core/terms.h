#pragma once
// Payment terms (账期): when which part of an invoice falls due. A text that people write and
// read, and the schedule that it gives; the schedule is what counts, the text is what was agreed.
//
//   net 30                   30 days after the invoice date          30天, 货到30天
//   eom 30                   30 days after the end of its month      月结30天
//   day 15 +1m               on the 15th of the next month           次月15日
//   3x30, 3x1m               three equal parts, every 30 days, monthly
//   30% net 0; 50% net 30; 20% eom 60    parts of their own
//   2/10 net 30              2 % may be kept by who pays within 10 days
//   net 30 following         rolled to a business day: following, modified_following, preceding,
//   顺延
//
// Amounts lose no cent: parts are split by the largest remainder.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar.h"
#include "core/fact.h"
#include "core/result.h"

namespace huikuan::core {

struct TermsRule {
    enum class Kind : std::uint8_t { net, month_end, day_of_month };
    Kind kind = Kind::net;
    int days = 0;   // net, month_end
    int months = 0; // net: calendar months; day_of_month: how many months later
    int day = 0;    // day_of_month: 1..31, the month's last day where it is shorter

    friend bool operator==(const TermsRule&, const TermsRule&) = default;
};
struct TermsPart {
    std::int64_t weight = 0; // hundredths of a percent; of equal parts: 1
    TermsRule rule;

    friend bool operator==(const TermsPart&, const TermsPart&) = default;
};
struct Terms {
    std::vector<TermsPart> parts; // at least one
    bool equal_parts = false;     // written as 3x30
    std::int64_t discount_ppm = 0;
    int discount_days = 0;
    Roll roll = Roll::none;

    friend bool operator==(const Terms&, const Terms&) = default;
};

inline constexpr std::size_t most_terms_parts = 120; // ten years of months

// required; malformed (detail: the part that is not understood); out_of_range; schedule_sum: the
// percentages are not 100.
Result<Terms> parse_terms(std::string_view text);
// The one spelling: parse_terms(to_text(terms)) == terms.
std::string to_text(const Terms& terms);

// Lines by due date, none of zero, sum = amount; parts that fall on one day are one line.
// out_of_range where a date leaves the book.
Result<std::vector<ScheduleLine>> schedule(const Terms& terms, Date issued, std::int64_t minor,
                                           const Calendar& calendar);
// 民法典 634: of a sale in instalments (three or more: 买卖合同解释 27) a fifth of the price is due
// and unpaid; after a demand and a reasonable time the whole price can be claimed. What is due and
// unpaid where it is that much and something is still to come; else 0. `lines` by due date; what
// was paid filled the oldest first.
std::int64_t may_demand_all(std::span<const ScheduleLine> lines, std::int64_t paid, Date today);
std::optional<EarlyDiscount> early_discount(const Terms& terms, Date issued);
// What may be kept of an open amount by who pays on `paid`; 0 after the day.
std::int64_t discount_of(const EarlyDiscount& discount, std::int64_t open_minor, Date paid);

} // namespace huikuan::core
