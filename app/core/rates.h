#pragma once
// Loan prime rates (贷款市场报价利率, LPR) as the interbank funding centre has published them since
// 2019-08-20, and before that the benchmark of the central bank. Each counts from its day until the
// next. Data with its source and date; a user adds what was published since, as settings.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"

namespace huikuan::core {

struct RateRow {
    Date from;
    std::int64_t one_year_ppm = 0;
    std::int64_t five_year_ppm = 0; // 0: not known
    std::string source;
};

class RateTable {
public:
    // What this version ships: source "全国银行间同业拆借中心", checked up to `checked_until`.
    static RateTable china();

    // nullopt before the first row.
    [[nodiscard]] const RateRow* at(Date date) const;
    [[nodiscard]] const std::vector<RateRow>& rows() const { return rows_; } // by date
    // The last day for which somebody has looked: after it a rate is only the last known one.
    [[nodiscard]] Date checked_until() const { return checked_until_; }

    void set(RateRow row); // replaces a row of the same day
    // A setting "lpr.2026-09-21" with "3.00/3.50" or "3.00", then a blank and the source; "" takes
    // nothing away. Answers whether it was a rate.
    bool take_setting(std::string_view key, std::string_view value);

private:
    std::vector<RateRow> rows_;
    Date checked_until_ = first_date;
};

// "3.85" is 38,500 ppm: at most four decimals. nullopt where it is no percentage up to 1000.
std::optional<std::int64_t> parse_percent_ppm(std::string_view text);
std::string percent_text(std::int64_t ppm); // "3.85"

} // namespace huikuan::core
