#pragma once
// 逾期利息 and 违约金: simple interest on what is overdue, segment by segment. A segment ends where
// the balance changes or where the rate does. Day count: the due day is not counted, the day of
// payment is (so what is paid on a day has borne interest on that day, and the new balance bears
// from the next one). Sums are exact; each row shows what the running total grew by, rounded half
// up, so that the rows of the table add up to its total and anyone can follow it with a calculator.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/document.h"
#include "core/rates.h"
#include "core/result.h"

namespace huikuan::core {

// What is agreed or what the law says, as a text of a contract:
//   18%/y      a rate per year                     0.05%/d    per day (万分之五 is 0.05%/d)
//   lpr        one-year LPR                        lpr+50%    LPR raised by half (买卖合同解释 18)
//   lpr*4      four times LPR
//   statutory  nothing agreed: lpr+50% from 2019-08-20 (the upper end; lpr+30% is the lower)
//   sme        0.05 % a day (保障中小企业款项支付条例 17)
//   judgment   0.0175 % a day, the doubled part after a judgment (法释〔2014〕8号)
struct LateFee {
    enum class Kind : std::uint8_t { yearly, daily, lpr };
    Kind kind = Kind::lpr;
    std::int64_t ppm = 0;              // yearly, daily
    std::int64_t factor_percent = 100; // lpr: 150 is LPR + 50 %
    std::string name;                  // "statutory", "sme", "judgment"; else empty

    friend bool operator==(const LateFee&, const LateFee&) = default;
};
Result<LateFee> parse_late_fee(std::string_view text); // required, malformed, out_of_range
std::string to_text(const LateFee& fee);
// As what it is owed: the doubled part after a judgment is a debt of its own.
DebitType debit_type_of(const LateFee& fee);
// Per year, for comparing: a daily rate times 365; LPR of `on`.
std::int64_t yearly_ppm(const LateFee& fee, const RateTable& rates, Date on);

// From this day's end on, so much more (or less) is overdue: a line on its due day, a payment on
// its day.
struct PrincipalStep {
    Date date;
    std::int64_t minor = 0;
};

struct InterestQuery {
    LateFee fee;
    Date until; // the day of payment, or the day of the reckoning; it is counted
    // Not counted, nor any day before it: what was overdue by then bears from the next day on. The
    // end of the period for performance, where it is doubled after a judgment (法释〔2014〕8号, 2).
    std::optional<Date> from;
    std::int64_t spared = 0; // of what is overdue so much bears nothing: it is disputed
    int basis = 365;         // days of a year: 365 or 360
    // 违约行为发生时 as the text has it: the LPR of the first day of delay throughout. Else every
    // change of LPR begins a segment, as most claims are written.
    bool rate_at_breach = false;
    Date contract_date = first_date; // for the caps; first_date: not known
};

struct InterestRow {
    Date from; // first and last counted day
    Date to;
    std::int32_t days = 0;
    std::int64_t principal = 0;
    std::int64_t rate_ppm = 0; // per year, or per day
    bool per_day = false;
    std::int64_t minor = 0;      // what the total grew by
    std::int64_t cumulative = 0; // the total up to here
};
enum class InterestWarning : std::uint8_t {
    above_four_lpr,  // 民间借贷规定 25: more than 4 x LPR-1Y at the contract's date (loans)
    above_loss,      // 民法典 585: more than 130 % of the loss, which LPR + 50 % stands for
    below_sme,       // 条例 17: an agreed rate below LPR-1Y at signing
    before_rates,    // days before the first known rate bear nothing
    rates_not_known, // days after the last look at the table use the last known rate
    bankruptcy,      // 企业破产法 46: it stops with the acceptance of the debtor's bankruptcy
    no_judgment,     // doubled, and the book has no judgment: it runs from the due day
};
std::string_view name_of(InterestWarning warning);

struct InterestTable {
    InterestQuery query;
    std::vector<InterestRow> rows; // by date; none without interest
    std::int64_t minor = 0;
    std::vector<InterestWarning> warnings;
};

// `steps` in any order. out_of_range: dates outside a book, a basis other than 360 or 365, or sums
// beyond what is kept.
Result<InterestTable> interest_on(std::span<const PrincipalStep> steps, const InterestQuery& query,
                                  const RateTable& rates);

} // namespace huikuan::core
