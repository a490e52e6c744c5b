#include "core/terms.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "core/command.h"
#include "core/text.h"

namespace huikuan::core {
namespace {

constexpr int most_terms_days = longest_terms_days;
constexpr int most_months = 600;
constexpr std::int64_t full_weight = 10'000; // 100 % in hundredths of a percent

Error bad(ErrorCode code, std::string_view text) { return {code, "terms", std::string(text), 0}; }

// Reads a text from its front; every taker answers whether it took something.
class Words {
public:
    explicit Words(std::string_view text) : text_(trim(text)) {}

    [[nodiscard]] bool empty() const { return text_.empty(); }
    [[nodiscard]] std::string_view rest() const { return text_; }
    bool take(std::string_view word) {
        if (!text_.starts_with(word)) { return false; }
        text_ = trim(text_.substr(word.size()));
        return true;
    }
    bool take_any(std::initializer_list<std::string_view> words) {
        return std::ranges::any_of(words, [&](std::string_view word) { return take(word); });
    }
    std::optional<int> number() {
        int value = 0;
        const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), value);
        if (end == text_.data() || value < 0) { return std::nullopt; }
        // What overflows is out of every range; the digits are taken all the same.
        if (error != std::errc{}) { value = 1'000'000'000; }
        text_ = trim(text_.substr(static_cast<std::size_t>(end - text_.data())));
        return value;
    }
    // "33.33": hundredths.
    std::optional<std::int64_t> hundredths() {
        const std::string_view before = text_;
        const auto units = number();
        if (!units) { return std::nullopt; }
        std::int64_t value = std::int64_t{*units} * 100;
        if (text_.starts_with('.') && before.find(' ') != 0) {
            std::string_view digits = text_.substr(1);
            std::size_t count = 0;
            while (count < digits.size() && digits[count] >= '0' && digits[count] <= '9') {
                ++count;
            }
            if (count == 0 || count > 2) { return std::nullopt; }
            value += (digits[0] - '0') * 10 + (count == 2 ? digits[1] - '0' : 0);
            text_ = trim(digits.substr(count));
        }
        return value;
    }

private:
    std::string_view text_;
};

Roll take_roll(std::string_view& text) {
    constexpr std::pair<std::string_view, Roll> words[] = {
        {"modified_following", Roll::modified_following},
        {"following", Roll::following},
        {"preceding", Roll::preceding},
        {"顺延", Roll::following},
        {"提前", Roll::preceding},
    };
    for (const auto& [word, roll] : words) {
        if (text.ends_with(word)) {
            text = trim(text.substr(0, text.size() - word.size()));
            return roll;
        }
    }
    return Roll::none;
}

// "net 30", "eom 30", "day 15 +1m", and what a Chinese contract says.
std::optional<TermsRule> take_rule(Words& words) {
    using Kind = TermsRule::Kind;
    const auto days_word = [&] { words.take_any({"days", "day", "d", "天", "日"}); };
    if (words.take_any({"on receipt", "immediate", "即付", "货到付款", "款到发货"})) {
        return TermsRule{};
    }
    if (words.take_any({"eom", "月结", "月末后", "month end"})) {
        words.take("+");
        const auto days = words.number();
        days_word();
        return TermsRule{Kind::month_end, days.value_or(0), 0, 0};
    }
    int months = words.take("当月") ? 0 : words.take_any({"次月", "下月"}) ? 1 : -1;
    if (months >= 0) {
        const auto day = words.number();
        if (!day || !words.take_any({"日", "号"})) { return std::nullopt; }
        return TermsRule{Kind::day_of_month, 0, months, *day};
    }
    if (words.take("day")) {
        const auto day = words.number();
        if (!day) { return std::nullopt; }
        months = 0;
        if (words.take("+")) {
            const auto later = words.number();
            if (!later || !words.take("m")) { return std::nullopt; }
            months = *later;
        }
        return TermsRule{Kind::day_of_month, 0, months, *day};
    }
    words.take_any({"net", "货到", "票到", "验收后"});
    const auto days = words.number();
    if (!days) { return std::nullopt; }
    if (words.take_any({"m", "个月"})) { return TermsRule{Kind::net, 0, *days, 0}; }
    days_word();
    return TermsRule{Kind::net, *days, 0, 0};
}

bool in_range(const TermsRule& rule) {
    const bool day =
        rule.kind != TermsRule::Kind::day_of_month || (rule.day >= 1 && rule.day <= 31);
    return day && rule.days <= most_terms_days && rule.months <= most_months;
}

// "3x30", "3x1m", "3期 每1个月": equal parts, one step apart.
Result<bool> take_equal_parts(std::string_view text, Terms& terms) {
    Words words(text);
    const auto count = words.number();
    if (!count || !words.take_any({"x", "×", "期每", "期"})) { return false; }
    words.take("每");
    const auto step = words.number();
    const bool months = words.take_any({"m", "个月"});
    if (!months) { words.take_any({"days", "d", "天"}); }
    if (!step || !words.empty()) { return std::unexpected(bad(ErrorCode::malformed, text)); }
    const std::int64_t last = std::int64_t{*count} * *step;
    if (*count < 1 || std::cmp_greater(*count, most_terms_parts) || *step < 1 ||
        last > (months ? most_months : most_terms_days)) {
        return std::unexpected(bad(ErrorCode::out_of_range, text));
    }
    terms.equal_parts = true;
    for (int part = 1; part <= *count; ++part) {
        TermsRule rule;
        (months ? rule.months : rule.days) = part * *step;
        terms.parts.push_back({1, rule});
    }
    return true;
}

// "2/10" before the rule.
Result<void> take_discount(Words& words, Terms& terms, std::string_view text) {
    Words ahead = words;
    const auto percent = ahead.hundredths();
    if (!percent || !ahead.take("/")) { return {}; }
    const auto days = ahead.number();
    if (!days) { return std::unexpected(bad(ErrorCode::malformed, text)); }
    if (*percent < 1 || *percent >= full_weight || *days > most_terms_days) {
        return std::unexpected(bad(ErrorCode::out_of_range, text));
    }
    terms.discount_ppm = *percent * 100;
    terms.discount_days = *days;
    words = ahead;
    return {};
}

Result<void> take_part(std::string_view text, Terms& terms, std::size_t parts) {
    Words words(text);
    std::int64_t weight = full_weight;
    if (parts > 1) {
        const auto percent = words.hundredths();
        if (!percent || !words.take_any({"%", "％"})) {
            return std::unexpected(bad(ErrorCode::malformed, text));
        }
        if (*percent < 1 || *percent > full_weight) {
            return std::unexpected(bad(ErrorCode::out_of_range, text));
        }
        weight = *percent;
    } else if (auto taken = take_discount(words, terms, text); !taken) {
        return taken;
    }
    const auto rule = take_rule(words);
    if (!rule || !words.empty()) { return std::unexpected(bad(ErrorCode::malformed, text)); }
    if (!in_range(*rule)) { return std::unexpected(bad(ErrorCode::out_of_range, text)); }
    terms.parts.push_back({weight, *rule});
    return {};
}

Date due_by(const TermsRule& rule, Date issued) {
    switch (rule.kind) {
    case TermsRule::Kind::net: return add_days(add_months(issued, rule.months), rule.days);
    case TermsRule::Kind::month_end: return add_days(month_end(issued), rule.days);
    case TermsRule::Kind::day_of_month: {
        // From the first of the month, so that the 31st of a month means the last day of another.
        const Date first = add_days(issued, 1 - ymd_of(issued).day);
        const auto of_month = [&](int months) {
            const Date start = add_months(first, months);
            return std::min(add_days(start, rule.day - 1), month_end(start));
        };
        const Date day = of_month(rule.months);
        return day < issued ? of_month(rule.months + 1) : day; // the day of this month has passed
    }
    }
    return issued;
}

std::string text_of(const TermsRule& rule) {
    switch (rule.kind) {
    case TermsRule::Kind::net:
        return "net " + std::to_string(rule.months != 0 ? rule.months : rule.days) +
               (rule.months != 0 ? "m" : "");
    case TermsRule::Kind::month_end: return "eom " + std::to_string(rule.days);
    case TermsRule::Kind::day_of_month:
        return "day " + std::to_string(rule.day) +
               (rule.months == 0 ? "" : " +" + std::to_string(rule.months) + "m");
    }
    return {};
}

std::string weight_text(std::int64_t hundredths) {
    std::string text = std::to_string(hundredths / 100);
    if (hundredths % 100 != 0) {
        const std::string digits = std::to_string(100 + hundredths % 100).substr(1);
        text += "." + (digits.back() == '0' ? digits.substr(0, 1) : digits);
    }
    return text;
}

} // namespace

Result<Terms> parse_terms(std::string_view text) {
    const auto folded = fold(text);
    if (!folded) { return std::unexpected(bad(ErrorCode::malformed, "")); }
    std::string_view rest = trim(*folded);
    if (rest.empty()) { return std::unexpected(bad(ErrorCode::required, "")); }
    Terms terms;
    terms.roll = take_roll(rest);
    if (auto equal = take_equal_parts(rest, terms); !equal) {
        return std::unexpected(equal.error());
    } else if (*equal) {
        return terms;
    }
    std::vector<std::string_view> parts;
    for (bool more = true; more;) {
        const std::size_t end = rest.find_first_of(";,");
        more = end != std::string_view::npos;
        parts.push_back(trim(rest.substr(0, end)));
        rest.remove_prefix(more ? end + 1 : rest.size());
    }
    if (parts.size() > most_terms_parts) {
        return std::unexpected(bad(ErrorCode::out_of_range, std::to_string(parts.size())));
    }
    std::int64_t sum = 0;
    for (const std::string_view part : parts) {
        if (auto taken = take_part(part, terms, parts.size()); !taken) {
            return std::unexpected(taken.error());
        }
        sum += terms.parts.back().weight;
    }
    if (sum != full_weight) {
        return std::unexpected(bad(ErrorCode::schedule_sum, weight_text(sum)));
    }
    return terms;
}

std::string to_text(const Terms& terms) {
    std::string text;
    if (terms.discount_ppm != 0) {
        text =
            weight_text(terms.discount_ppm / 100) + "/" + std::to_string(terms.discount_days) + " ";
    }
    if (terms.equal_parts && !terms.parts.empty()) {
        const TermsRule& first = terms.parts.front().rule;
        text += std::to_string(terms.parts.size()) + "x" +
                std::to_string(first.months != 0 ? first.months : first.days) +
                (first.months != 0 ? "m" : "");
    } else {
        for (const TermsPart& part : terms.parts) {
            if (&part != &terms.parts.front()) { text += "; "; }
            if (terms.parts.size() > 1) { text += weight_text(part.weight) + "% "; }
            text += text_of(part.rule);
        }
    }
    if (terms.roll != Roll::none) { text += " " + std::string(name_of(terms.roll)); }
    return text;
}

Result<std::vector<ScheduleLine>> schedule(const Terms& terms, Date issued, std::int64_t minor,
                                           const Calendar& calendar) {
    std::vector<std::int64_t> weights;
    for (const TermsPart& part : terms.parts) { weights.push_back(part.weight); }
    auto amounts = split(minor, weights);
    if (!amounts) { return std::unexpected(amounts.error()); }
    std::map<Date, std::int64_t> lines;
    for (std::size_t index = 0; index < terms.parts.size(); ++index) {
        const Date due = calendar.rolled(due_by(terms.parts[index].rule, issued), terms.roll);
        if (!in_book_range(due)) { return std::unexpected(bad(ErrorCode::out_of_range, "")); }
        // Rolled back before the invoice there would be no such debt yet.
        lines[std::max(due, issued)] += (*amounts)[index];
    }
    std::vector<ScheduleLine> result;
    for (const auto& [due, amount] : lines) {
        if (amount != 0) { result.push_back({due, amount}); }
    }
    return result;
}

std::int64_t may_demand_all(std::span<const ScheduleLine> lines, std::int64_t paid, Date today) {
    constexpr std::size_t fewest_instalments = 3;
    if (lines.size() < fewest_instalments || lines.back().due < today) { return 0; }
    std::int64_t price = 0;
    std::int64_t late = -paid;
    for (const ScheduleLine& line : lines) {
        if (__builtin_add_overflow(price, line.minor, &price)) { return 0; }
        if (line.due < today) { late += line.minor; }
    }
    return late >= price / 5 + (price % 5 == 0 ? 0 : 1) && late > 0 ? late : 0;
}

std::optional<EarlyDiscount> early_discount(const Terms& terms, Date issued) {
    if (terms.discount_ppm == 0) { return std::nullopt; }
    return EarlyDiscount{terms.discount_ppm, add_days(issued, terms.discount_days)};
}

std::int64_t discount_of(const EarlyDiscount& discount, std::int64_t open_minor, Date paid) {
    if (paid > discount.until || open_minor <= 0) { return 0; }
    const auto kept = apply_ppm({open_minor, {}}, discount.ppm);
    return kept ? kept->minor : 0;
}

} // namespace huikuan::core
