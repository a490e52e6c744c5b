#include "core/rates.h"

#include <algorithm>

#include "core/text.h"

namespace huikuan::core {
namespace {

struct Published {
    int year, month, day;
    int one_year, five_year; // hundredths of a percent
};
// Days on which one of the two changed. Before 2019-08-20 there was no LPR of this kind; the
// central bank's benchmark for one year stood at 4.35 % since 2015-10-24.
constexpr Published published[] = {
    {2015, 10, 24, 435, 490}, {2019, 8, 20, 425, 485}, {2019, 9, 20, 420, 485},
    {2019, 11, 20, 415, 480}, {2020, 2, 20, 405, 475}, {2020, 4, 20, 385, 465},
    {2021, 12, 20, 380, 465}, {2022, 1, 20, 370, 460}, {2022, 5, 20, 370, 445},
    {2022, 8, 22, 365, 430},  {2023, 6, 20, 355, 420}, {2023, 8, 21, 345, 420},
    {2024, 2, 20, 345, 395},  {2024, 7, 22, 335, 385}, {2024, 10, 21, 310, 360},
    {2025, 5, 20, 300, 350},
};

} // namespace

std::optional<std::int64_t> parse_percent_ppm(std::string_view text) {
    text = trim(text);
    if (text.ends_with('%')) { text = trim(text.substr(0, text.size() - 1)); }
    std::int64_t value = 0;
    int decimals = -1;
    for (const char letter : text) {
        if (letter == '.' && decimals < 0) {
            decimals = 0;
            continue;
        }
        if (letter < '0' || letter > '9' || decimals == 4 || value > 10'000'000) {
            return std::nullopt;
        }
        value = value * 10 + (letter - '0');
        if (decimals >= 0) { ++decimals; }
    }
    if (text.empty() || text == ".") { return std::nullopt; }
    for (int missing = std::max(decimals, 0); missing < 4; ++missing) { value *= 10; }
    if (value > 10'000'000) { return std::nullopt; } // 1000 %
    return value;
}

std::string percent_text(std::int64_t ppm) {
    const std::int64_t size = ppm < 0 ? -ppm : ppm;
    std::string decimals = std::to_string(10'000 + size % 10'000).substr(1);
    while (decimals.size() > 2 && decimals.back() == '0') { decimals.pop_back(); }
    return (ppm < 0 ? "-" : "") + std::to_string(size / 10'000) + "." + decimals;
}

RateTable RateTable::china() {
    RateTable table;
    for (const Published& row : published) {
        const bool lpr = row.year >= 2019;
        table.rows_.push_back({date_of(row.year, row.month, row.day).value_or(first_date),
                               std::int64_t{row.one_year} * 100, std::int64_t{row.five_year} * 100,
                               lpr ? "全国银行间同业拆借中心" : "中国人民银行贷款基准利率"});
    }
    table.checked_until_ = date_of(2026, 8, 20).value_or(first_date);
    return table;
}

const RateRow* RateTable::at(Date date) const {
    const auto after = std::ranges::upper_bound(rows_, date, std::less{}, &RateRow::from);
    return after == rows_.begin() ? nullptr : &*(after - 1);
}

void RateTable::set(RateRow row) {
    checked_until_ = std::max(checked_until_, row.from);
    const auto place = std::ranges::lower_bound(rows_, row.from, std::less{}, &RateRow::from);
    if (place != rows_.end() && place->from == row.from) {
        *place = std::move(row);
    } else {
        rows_.insert(place, std::move(row));
    }
}

bool RateTable::take_setting(std::string_view key, std::string_view value) {
    constexpr std::string_view prefix = "lpr.";
    if (!key.starts_with(prefix)) { return false; }
    const auto date = parse_iso(key.substr(prefix.size()));
    value = trim(value);
    const std::size_t blank = value.find(' ');
    const std::string_view rates = value.substr(0, blank);
    const std::size_t slash = rates.find('/');
    const auto one_year = parse_percent_ppm(rates.substr(0, slash));
    const auto five_year = slash == std::string_view::npos
                               ? std::optional<std::int64_t>(0)
                               : parse_percent_ppm(rates.substr(slash + 1));
    if (!date || !one_year || !five_year || *one_year <= 0) { return false; }
    set({*date, *one_year, *five_year,
         std::string(blank == std::string_view::npos ? "" : trim(value.substr(blank)))});
    return true;
}

} // namespace huikuan::core
