#include "core/interest.h"

#include <algorithm>
#include <array>
#include <map>

#include "core/money.h"
#include "core/text.h"

namespace huikuan::core {
namespace {

__extension__ typedef __int128 Wide;

constexpr std::int64_t whole_ppm = 1'000'000;
constexpr std::int64_t most_factor_percent = 10'000;

struct Named {
    std::string_view name;
    LateFee::Kind kind;
    std::int64_t ppm;
    std::int64_t factor_percent;
};
constexpr Named named_fees[] = {
    {"statutory", LateFee::Kind::lpr, 0, 150},
    {"sme", LateFee::Kind::daily, 500, 100},
    {"judgment", LateFee::Kind::daily, 175, 100},
};

std::int64_t lpr_ppm(const LateFee& fee, const RateRow& row) {
    return row.one_year_ppm * fee.factor_percent / 100;
}

// A rate that holds from a day on.
struct RateFrom {
    Date from;
    std::int64_t ppm;
};

std::vector<RateFrom> rates_of(const InterestQuery& query, const RateTable& table, Date breach) {
    if (query.fee.kind != LateFee::Kind::lpr) { return {{first_date, query.fee.ppm}}; }
    if (query.rate_at_breach) {
        const RateRow* row = table.at(breach);
        return {{first_date, row == nullptr ? 0 : lpr_ppm(query.fee, *row)}};
    }
    std::vector<RateFrom> rates{{first_date, 0}};
    for (const RateRow& row : table.rows()) {
        rates.push_back({row.from, lpr_ppm(query.fee, row)});
    }
    return rates;
}

std::int64_t rounded(Wide numerator, Wide denominator) {
    return static_cast<std::int64_t>((numerator + denominator / 2) / denominator);
}

std::vector<InterestWarning> warnings_of(const InterestQuery& query, const RateTable& table,
                                         Date first, Date last) {
    std::vector<InterestWarning> warnings;
    const Date signed_on = query.contract_date == first_date ? first : query.contract_date;
    const std::int64_t rate = yearly_ppm(query.fee, table, signed_on);
    const RateRow* row = table.at(signed_on);
    const RateRow* at_breach = table.at(first);
    if (query.fee.name.empty()) { // what the law itself says has no cap
        if (row != nullptr && rate > 4 * row->one_year_ppm) {
            warnings.push_back(InterestWarning::above_four_lpr);
        }
        // LPR x 1.5 x 1.3, in ppm: 195 / 100.
        if (at_breach != nullptr && rate * 100 > at_breach->one_year_ppm * 195) {
            warnings.push_back(InterestWarning::above_loss);
        }
        if (row != nullptr && rate < row->one_year_ppm) {
            warnings.push_back(InterestWarning::below_sme);
        }
    }
    if (query.fee.kind == LateFee::Kind::lpr) {
        const Date needed = query.rate_at_breach ? first : last;
        if (at_breach == nullptr) { warnings.push_back(InterestWarning::before_rates); }
        if (needed > table.checked_until()) {
            warnings.push_back(InterestWarning::rates_not_known);
        }
    }
    return warnings;
}

} // namespace

std::string_view name_of(InterestWarning warning) {
    constexpr std::array<std::string_view, 7> names{
        "above_four_lpr",  "above_loss", "below_sme",  "before_rates",
        "rates_not_known", "bankruptcy", "no_judgment"};
    return names.at(static_cast<std::size_t>(warning));
}

Result<LateFee> parse_late_fee(std::string_view text) {
    const auto folded = fold(text);
    const auto bad = [&](ErrorCode code) { return fail(code, "late_fee", std::string(text)); };
    if (!folded) { return bad(ErrorCode::malformed); }
    std::string_view rest = trim(*folded);
    if (rest.empty()) { return bad(ErrorCode::required); }
    for (const Named& named : named_fees) {
        if (rest == named.name) {
            return LateFee{named.kind, named.ppm, named.factor_percent, std::string(named.name)};
        }
    }
    LateFee fee;
    if (rest.starts_with("lpr")) {
        rest = trim(rest.substr(3));
        if (rest.empty()) { return fee; }
        const bool times = rest.starts_with('*');
        if (!times && !rest.starts_with('+')) { return bad(ErrorCode::malformed); }
        // "4" after the star is a factor; "50%" after the plus is a percentage.
        const auto value = parse_percent_ppm(trim(rest.substr(1)));
        if (!value || (!times && !rest.ends_with('%')) || (times && rest.ends_with('%'))) {
            return bad(ErrorCode::malformed);
        }
        fee.factor_percent = times ? *value / 100 : 100 + *value / 10'000;
        const bool whole = times ? *value % 100 == 0 : *value % 10'000 == 0;
        if (!whole || fee.factor_percent < 1 || fee.factor_percent > most_factor_percent) {
            return bad(ErrorCode::out_of_range);
        }
        return fee;
    }
    const std::size_t slash = rest.find('/');
    const std::string_view unit =
        slash == std::string_view::npos ? "" : trim(rest.substr(slash + 1));
    const bool per_day = unit == "d" || unit == "day" || unit == "日" || unit == "天";
    const bool per_year = unit == "y" || unit == "year" || unit == "年" || unit == "a";
    const std::string_view number = trim(rest.substr(0, slash));
    const auto ppm = parse_percent_ppm(number);
    if (!ppm || !number.ends_with('%') || (!per_day && !per_year)) {
        return bad(ErrorCode::malformed);
    }
    if (*ppm == 0) { return bad(ErrorCode::out_of_range); }
    fee.kind = per_day ? LateFee::Kind::daily : LateFee::Kind::yearly;
    fee.ppm = *ppm;
    return fee;
}

std::string to_text(const LateFee& fee) {
    if (!fee.name.empty()) { return fee.name; }
    switch (fee.kind) {
    case LateFee::Kind::yearly: return percent_text(fee.ppm) + "%/y";
    case LateFee::Kind::daily: return percent_text(fee.ppm) + "%/d";
    case LateFee::Kind::lpr: break;
    }
    if (fee.factor_percent == 100) { return "lpr"; }
    if (fee.factor_percent > 100 && fee.factor_percent <= 300 && fee.factor_percent % 100 != 0) {
        return "lpr+" + std::to_string(fee.factor_percent - 100) + "%";
    }
    return "lpr*" + percent_text(fee.factor_percent * 100);
}

DebitType debit_type_of(const LateFee& fee) {
    return fee.name == "judgment" ? DebitType::doubled_interest : DebitType::interest;
}

std::int64_t yearly_ppm(const LateFee& fee, const RateTable& rates, Date on) {
    switch (fee.kind) {
    case LateFee::Kind::yearly: return fee.ppm;
    case LateFee::Kind::daily: return fee.ppm * 365;
    case LateFee::Kind::lpr: break;
    }
    const RateRow* row = rates.at(on);
    return row == nullptr ? 0 : lpr_ppm(fee, *row);
}

Result<InterestTable> interest_on(std::span<const PrincipalStep> steps, const InterestQuery& query,
                                  const RateTable& rates) {
    if (query.basis != 365 && query.basis != 360) {
        return fail(ErrorCode::out_of_range, "basis", std::to_string(query.basis));
    }
    if (!in_book_range(query.until)) { return fail(ErrorCode::out_of_range, "until"); }
    if (query.from && !in_book_range(*query.from)) { return fail(ErrorCode::out_of_range, "from"); }
    // What is overdue at the end of a day bears from the next day on.
    std::map<Date, std::int64_t> bearing;
    for (const PrincipalStep& step : steps) {
        if (!in_book_range(step.date)) { return fail(ErrorCode::out_of_range, "date"); }
        const Date date = std::max(step.date, query.from.value_or(step.date));
        if (date >= query.until) { continue; }
        std::int64_t& change = bearing[add_days(date, 1)];
        if (__builtin_add_overflow(change, step.minor, &change)) {
            return fail(ErrorCode::out_of_range, "amount");
        }
    }
    if (!bearing.empty()) { bearing.begin()->second -= query.spared; }
    InterestTable table{query, {}, 0, {}};
    const auto breach = std::ranges::find_if(bearing, [](const auto& at) { return at.second > 0; });
    if (breach == bearing.end()) { return table; }
    const std::vector<RateFrom> changes = rates_of(query, rates, breach->first);
    std::map<Date, std::int64_t> rate_on; // days on which a segment begins by its rate
    for (const RateFrom& change : changes) {
        const Date from = std::max(change.from, breach->first);
        if (from <= query.until) { rate_on[from] = change.ppm; } // a later one of one day wins
    }
    std::map<Date, bool> starts;
    for (const auto& [day, change] : bearing) { starts[day] = true; }
    for (const auto& [day, rate] : rate_on) { starts[day] = true; }

    const bool per_day = query.fee.kind == LateFee::Kind::daily;
    const Wide denominator = per_day ? Wide{whole_ppm} : Wide{whole_ppm} * query.basis;
    Wide total = 0;
    std::int64_t principal = 0;
    std::int64_t rate = 0;
    for (auto start = starts.begin(); start != starts.end(); ++start) {
        if (const auto step = bearing.find(start->first); step != bearing.end()) {
            if (__builtin_add_overflow(principal, step->second, &principal)) {
                return fail(ErrorCode::out_of_range, "amount");
            }
        }
        if (const auto change = rate_on.find(start->first); change != rate_on.end()) {
            rate = change->second;
        }
        const auto next = std::next(start);
        const Date to = next == starts.end() ? query.until : add_days(next->first, -1);
        if (principal <= 0 || rate == 0 || to < start->first) { continue; }
        const std::int32_t days = days_between(start->first, to) + 1;
        total += Wide{principal} * rate * days;
        const Wide most = Wide{largest_amount_minor} * denominator;
        if (total > most) { return fail(ErrorCode::out_of_range, "amount"); }
        const std::int64_t cumulative = rounded(total, denominator);
        InterestRow row{start->first, to, days, principal, rate, per_day, cumulative - table.minor,
                        cumulative};
        // One day of change that changes nothing (paid and raised alike) is no new segment.
        if (!table.rows.empty() && table.rows.back().principal == principal &&
            table.rows.back().rate_ppm == rate && add_days(table.rows.back().to, 1) == row.from) {
            InterestRow& last = table.rows.back();
            last.to = to;
            last.days += days;
            last.minor += row.minor;
            last.cumulative = cumulative;
        } else {
            table.rows.push_back(row);
        }
        table.minor = cumulative;
    }
    table.warnings = warnings_of(query, rates, breach->first, query.until);
    return table;
}

} // namespace huikuan::core
