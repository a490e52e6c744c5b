#include "ui/kit/format.h"

#include <ctime>

#include "core/read.h"
#include "core/text.h"
#include "ui/kit/strings.h"

namespace huikuan::ui {

std::string date_text(core::Date date) { return core::to_text(date); }

std::string date_words(core::Date date) {
    const core::Ymd ymd = core::ymd_of(date);
    return say("date.words", ymd.year, word("month." + std::to_string(ymd.month)), ymd.day);
}

std::string weekday_words(core::Date date) {
    return std::string(word("weekday." + std::to_string(core::weekday(date))));
}

std::string moment_text(std::int64_t utc_ms) {
    const std::time_t utc = static_cast<std::time_t>(utc_ms / 1000);
    std::tm local{};
    if (localtime_r(&utc, &local) == nullptr) return {};
    char out[32];
    const std::size_t length = std::strftime(out, sizeof out, "%Y-%m-%d %H:%M", &local);
    return {out, length};
}

core::Result<std::int64_t> read_moment(std::string_view typed, core::Date today) {
    typed = core::trim(typed);
    int hour = 23;
    int minute = 59;
    const auto digit = [&](std::size_t from_end) {
        const char letter = typed[typed.size() - from_end];
        return letter >= '0' && letter <= '9' ? letter - '0' : 100;
    };
    if (typed.size() > 6 && typed[typed.size() - 3] == ':' && typed[typed.size() - 6] == ' ') {
        hour = digit(5) * 10 + digit(4);
        minute = digit(2) * 10 + digit(1);
        if (hour > 23 || minute > 59) {
            return core::fail(core::ErrorCode::malformed, "date", std::string(typed));
        }
        typed.remove_suffix(6);
    }
    const auto day = core::read_typed_date(typed, today);
    if (!day) return std::unexpected(day.error());
    const core::Ymd civil = core::ymd_of(*day);
    std::tm local{};
    local.tm_year = civil.year - 1900;
    local.tm_mon = civil.month - 1;
    local.tm_mday = civil.day;
    local.tm_hour = hour;
    local.tm_min = minute;
    local.tm_sec = 59;
    local.tm_isdst = -1;
    return std::int64_t{std::mktime(&local)} * 1000 + 999;
}

std::string days_words(int days) { return say("days", days); }

std::string count_text(std::int64_t count) {
    std::string digits = std::to_string(count);
    const std::size_t first = digits.starts_with('-') ? 1 : 0;
    for (std::size_t at = digits.size(); at > first + 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

std::string status_words(core::DocumentStatus status) {
    switch (status) {
    case core::DocumentStatus::open: return say("status.open");
    case core::DocumentStatus::part_paid: return say("status.part_paid");
    case core::DocumentStatus::settled: return say("status.settled");
    case core::DocumentStatus::voided: return say("status.voided");
    }
    return {};
}

BadgeKind status_kind(core::DocumentStatus status) {
    switch (status) {
    case core::DocumentStatus::part_paid: return BadgeKind::accent;
    case core::DocumentStatus::settled: return BadgeKind::good;
    case core::DocumentStatus::open:
    case core::DocumentStatus::voided: break;
    }
    return BadgeKind::neutral;
}

std::string method_words(const std::string& method) {
    const std::string key = "method." + method;
    return has_key(language(), key) ? std::string(word(key)) : method;
}

std::string bucket_words(std::span<const int> edges, std::size_t bucket) {
    if (edges.empty()) return say("aging.all_due");
    if (bucket >= edges.size()) return say("aging.bucket_last", edges.back() + 1);
    const int from = bucket == 0 ? 0 : edges[bucket - 1] + 1;
    return say("aging.bucket", from, edges[bucket]);
}

std::string sentence(std::string words) {
    if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') {
        words[0] = static_cast<char>(words[0] - 'a' + 'A');
    }
    return words;
}

std::string error_words(const core::Error& error) {
    const std::string code = "error." + std::string(core::name_of(error.code));
    const std::string with_field = code + "." + error.field;
    const std::string with_detail = with_field + "." + error.detail;
    std::string key = code;
    if (has_key(language(), with_field)) key = with_field;
    if (has_key(language(), with_detail)) key = with_detail;
    const std::string field_key = "field." + error.field;
    const std::string field = has_key(language(), field_key) ? std::string(word(field_key))
                              : error.field.empty()          ? say("label.value")
                                                             : error.field;
    std::string words = sentence(say(key, error.detail, field));
    if (error.line > 0)
        words = say("error_at_line", error.line) + (language() == Language::en ? " " : "") + words;
    return words;
}

} // namespace huikuan::ui
