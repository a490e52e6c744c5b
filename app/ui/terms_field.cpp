#include "ui/terms_field.h"

#include "session/ledger.h"
#include "ui/interest_sheet.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"

namespace huikuan::ui {

namespace {

std::string rule_words(const core::TermsRule& rule) {
    using Kind = core::TermsRule::Kind;
    if (rule.kind == Kind::month_end) return say("terms.month_end", rule.days);
    if (rule.kind == Kind::day_of_month) {
        return say(rule.months == 0   ? "terms.day_this_month"
                   : rule.months == 1 ? "terms.day_next_month"
                                      : "terms.day_of_month",
                   rule.day, rule.months);
    }
    if (rule.months > 0) return say("terms.months", rule.months);
    return rule.days == 0 ? say("terms.at_once") : say("terms.net", rule.days);
}

// "2" and "2.5", as people say percentages.
std::string short_percent_words(std::int64_t ppm) {
    std::string text = core::percent_text(ppm);
    while (text.ends_with('0')) text.pop_back();
    if (text.ends_with('.')) text.pop_back();
    return text;
}

// The parts of the presets are what people write most; a press fills the field.
constexpr const char* terms_presets[] = {
    "net 30", "net 60", "eom 30", "day 15 +1m", "3x1m", "30% net 0; 70% net 30", "2/10 net 30"};

} // namespace

std::string terms_words(const core::Terms& terms) {
    std::string out;
    if (terms.equal_parts && !terms.parts.empty()) {
        out = say("terms.equal_parts", terms.parts.size(), rule_words(terms.parts.front().rule),
                  rule_words(terms.parts.back().rule));
    } else {
        for (const core::TermsPart& part : terms.parts) {
            if (!out.empty()) out += comma_words();
            if (terms.parts.size() > 1) out += short_percent_words(part.weight * 100) + "% ";
            out += rule_words(part.rule);
        }
    }
    if (terms.discount_ppm > 0) {
        out += say("terms.discount", short_percent_words(terms.discount_ppm), terms.discount_days);
    }
    if (terms.roll != core::Roll::none) {
        out += say("terms.roll." + std::string(core::name_of(terms.roll)));
    }
    return out;
}

std::vector<std::string> due_words_of(const std::vector<core::ScheduleLine>& lines,
                                      core::Currency currency, std::size_t most) {
    std::vector<std::string> out;
    for (const core::ScheduleLine& line : lines) {
        if (out.size() == most) {
            out.push_back(say("terms.more", lines.size() - most));
            break;
        }
        out.push_back(say("terms.due", date_text(line.due), weekday_words(line.due),
                          money_text({line.minor, currency})));
    }
    return out;
}

FieldAnswer terms_field(Desk& desk, std::string_view label, std::string& typed, core::Date issued,
                        core::Money amount, const FieldLook& look) {
    const bool empty = is_blank(typed);
    const auto terms = core::parse_terms(typed);
    std::string error(look.error);
    std::string hint(look.hint);
    if (!empty && error.empty() && !terms) error = error_words(terms.error());
    if (terms) hint = say("terms.understood", terms_words(*terms));
    FieldLook own = look;
    own.error = error;
    own.hint = hint;
    const FieldAnswer answer = text_field(label, typed, own);
    if (empty) {
        Row row(6);
        for (const char* preset : terms_presets) {
            const auto known = core::parse_terms(preset);
            bool chosen = false;
            if (known && chip(terms_words(*known), chosen)) typed = preset;
        }
    }
    if (!terms) return answer;
    const bool example = amount.minor <= 0;
    if (example) amount.minor = 1'000'000;
    const session::Ledger ledger(desk.session);
    static const core::Calendar announced = core::Calendar::china();
    const auto& own_days = ledger.policy().calendar;
    const auto lines =
        core::schedule(*terms, issued, amount.minor, own_days ? *own_days : announced);
    if (!lines) {
        caption(error_words(lines.error()), Tone::red);
        return answer;
    }
    if (example) { caption(say("terms.example", date_text(issued), money_text(amount))); }
    for (const std::string& line : due_words_of(*lines, amount.currency, 6)) caption(line);
    if (const auto discount = core::early_discount(*terms, issued)) {
        const std::int64_t kept = core::discount_of(*discount, amount.minor, discount->until);
        caption(say("terms.discount_until", date_text(discount->until),
                    money_text({amount.minor - kept, amount.currency})),
                Tone::green);
    }
    return answer;
}

FieldAnswer late_fee_field(std::string_view label, std::string& typed, const FieldLook& look) {
    const bool empty = is_blank(typed);
    const auto fee = core::parse_late_fee(typed);
    std::string error(look.error);
    std::string hint(look.hint);
    if (!empty && error.empty() && !fee) error = error_words(fee.error());
    if (fee) hint = say("terms.understood", late_fee_words(*fee));
    FieldLook own = look;
    own.error = error;
    own.hint = hint;
    const FieldAnswer answer = text_field(label, typed, own);
    if (empty) {
        Row row(6);
        for (const char* preset : {"statutory", "lpr+30%", "lpr+50%", "0.05%/d", "sme"}) {
            const auto known = core::parse_late_fee(preset);
            bool chosen = false;
            if (known && chip(late_fee_words(*known), chosen)) typed = preset;
        }
    }
    return answer;
}

} // namespace huikuan::ui
