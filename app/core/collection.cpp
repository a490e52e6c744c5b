#include "core/collection.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/calendar.h"
#include "core/text.h"

namespace huikuan::core {
namespace {

constexpr std::array<std::string_view, 7> channel_names{"phone",  "wechat", "sms",     "mail",
                                                        "letter", "visit",  "internal"};
constexpr std::array<std::string_view, 12> outcome_names{
    "promised", "paid",      "processing", "no_invoice",   "disputed", "cannot_pay",
    "refused",  "call_back", "no_answer",  "wrong_number", "sent",     "other"};
constexpr std::array<std::string_view, 6> hold_names{"snooze", "dispute", "promise",
                                                     "plan",   "legal",   "manual"};
constexpr std::array<std::string_view, dispute_causes> cause_names{
    "other",     "price",     "quantity",  "quality",    "delivery",
    "invoicing", "duplicate", "says_paid", "acceptance", "refusal"};
constexpr std::array<std::string_view, dispute_outcomes> outcome_of_dispute_names{
    "withdrawn", "renewed", "credit_note", "adjustment", "refund", "offer", "legal"};

std::optional<int> whole(std::string_view text, int most) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool sound = error == std::errc{} && end == text.data() + text.size();
    return sound && value >= 0 && value <= most ? std::optional(value) : std::nullopt;
}

} // namespace

std::string_view name_of(WorkType type) {
    constexpr std::array<std::string_view, 6> names{"contact", "promise", "plan",
                                                    "hold",    "letter",  "settlement"};
    return names.at(static_cast<std::size_t>(type));
}
std::string_view name_of(Channel channel) {
    return channel_names.at(static_cast<std::size_t>(channel));
}
std::string_view name_of(ContactOutcome outcome) {
    return outcome_names.at(static_cast<std::size_t>(outcome));
}
std::string_view name_of(HoldKind kind) { return hold_names.at(static_cast<std::size_t>(kind)); }
std::string_view name_of(DisputeCause cause) {
    return cause_names.at(static_cast<std::size_t>(cause));
}
std::string_view name_of(DisputeOutcome outcome) {
    return outcome_of_dispute_names.at(static_cast<std::size_t>(outcome));
}
DisputeCause parse_dispute_cause(std::string_view name) {
    return parse_name<DisputeCause>(cause_names, name).value_or(DisputeCause::other);
}
std::optional<DisputeOutcome> parse_dispute_outcome(std::string_view name) {
    return parse_name<DisputeOutcome>(outcome_of_dispute_names, name);
}

int default_answer_days(DisputeCause cause) {
    using enum DisputeCause;
    switch (cause) {
    case says_paid:
    case duplicate:
    case invoicing: return 3; // found in our own records
    case price:
    case quantity:
    case delivery: return 5; // sales and the warehouse are asked
    case quality:
    case acceptance: return 10; // somebody has to look at the goods
    case refusal: return 2;
    case other: break;
    }
    return 5;
}

int CollectionPolicy::days_to_answer(DisputeCause cause) const {
    const int own = answer_days.at(static_cast<std::size_t>(cause));
    return own < 0 ? default_answer_days(cause) : own;
}

Date answer_day(Date opened, int business_days, const Calendar& calendar) {
    Date day = opened;
    for (int left = business_days; left > 0 && day < last_date;) {
        day = add_days(day, 1);
        if (calendar.is_business_day(day)) { --left; }
    }
    return day;
}

std::optional<Channel> parse_channel(std::string_view name) {
    return parse_name<Channel>(channel_names, name);
}
std::optional<ContactOutcome> parse_outcome(std::string_view name) {
    return parse_name<ContactOutcome>(outcome_names, name);
}
std::optional<HoldKind> parse_hold_kind(std::string_view name) {
    return parse_name<HoldKind>(hold_names, name);
}

std::optional<int> parse_minute(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') { return std::nullopt; }
    const auto hour = whole(text.substr(0, 2), 24);
    const auto minute = whole(text.substr(3), 59);
    if (!hour || !minute || *hour * 60 + *minute > minutes_of_day) { return std::nullopt; }
    return *hour * 60 + *minute;
}

std::string minute_text(int minute) {
    const int kept = std::clamp(minute, 0, minutes_of_day);
    const auto two = [](int number) {
        return std::string(number < 10 ? "0" : "") + std::to_string(number);
    };
    return two(kept / 60) + ":" + two(kept % 60);
}

bool CollectionPolicy::take_setting(std::string_view key, std::string_view value) {
    const auto number = [&](int& into, int most) {
        into = whole(value, most).value_or(into);
        return true;
    };
    if (key == "conduct.from") {
        from_minute = parse_minute(value).value_or(from_minute);
        return true;
    }
    if (key == "conduct.until") {
        until_minute = parse_minute(value).value_or(until_minute);
        return true;
    }
    if (key == "conduct.daily") { return number(daily, 1000); }
    if (key == "conduct.weekly") { return number(weekly, 1000); }
    if (key == "promise.grace") { return number(grace_days, 365); }
    if (key == "promise.cover") { return number(cover_percent, 100); }
    constexpr std::string_view answers = "dispute.days.";
    if (key.starts_with(answers)) {
        const auto cause = parse_name<DisputeCause>(cause_names, key.substr(answers.size()));
        return cause && number(answer_days.at(static_cast<std::size_t>(*cause)), 365);
    }
    if (key == "aftercare.days") { return number(aftercare_days, 90); }
    if (key == "conduct.third_parties") {
        third_parties = value == "1";
        return true;
    }
    return false;
}

std::string_view name_of(ConductRule rule) {
    constexpr std::array<std::string_view, 4> names{"hours", "daily", "weekly", "third_party"};
    return names.at(static_cast<std::size_t>(rule));
}

std::vector<ConductRule> conduct_warnings(const CollectionPolicy& policy, const Approach& wish,
                                          const std::vector<Approach>& earlier) {
    std::vector<ConductRule> warnings;
    if (!is_approach(wish.channel)) { return warnings; }
    const bool outside = wish.minute < policy.from_minute || wish.minute >= policy.until_minute;
    if (wish.minute >= 0 && outside) { warnings.push_back(ConductRule::hours); }
    int today = 0;
    int week = 0;
    for (const Approach& one : earlier) {
        if (!is_approach(one.channel) || one.date > wish.date) { continue; }
        const int days = days_between(one.date, wish.date);
        today += days == 0 ? 1 : 0;
        week += days < 7 ? 1 : 0;
    }
    if (today >= policy.daily) { warnings.push_back(ConductRule::daily); }
    if (week >= policy.weekly) { warnings.push_back(ConductRule::weekly); }
    if (wish.third_party && !policy.third_parties) { warnings.push_back(ConductRule::third_party); }
    return warnings;
}

bool needs_document(DisputeOutcome outcome) {
    return outcome == DisputeOutcome::credit_note || outcome == DisputeOutcome::adjustment ||
           outcome == DisputeOutcome::refund;
}
bool may_settle(DisputeOutcome outcome, CreditType type) {
    if (outcome == DisputeOutcome::credit_note) { return type == CreditType::credit_note; }
    if (outcome != DisputeOutcome::adjustment) { return outcome != DisputeOutcome::refund; }
    return type == CreditType::write_off || type == CreditType::discount ||
           type == CreditType::credit_note;
}
bool may_settle(DisputeOutcome outcome, DebitType type) {
    return !needs_document(outcome) ||
           (outcome == DisputeOutcome::refund && type == DebitType::refund);
}
bool was_never_owed(DisputeOutcome outcome) {
    return outcome == DisputeOutcome::credit_note || outcome == DisputeOutcome::adjustment;
}

} // namespace huikuan::core
