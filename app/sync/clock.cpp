#include "sync/clock.h"

#include <algorithm>
#include <chrono>

namespace huikuan::sync {

namespace {

constexpr std::int64_t day_ms = 24LL * 60 * 60 * 1000;
// 0000-01-01T00:00:00.000 and 9999-12-31T23:59:59.999.
constexpr std::int64_t earliest_ms = -62'167'219'200'000;
constexpr std::int64_t latest_ms = 253'402'300'799'999;
constexpr std::size_t text_size = 29;

std::int64_t clamp_ms(std::int64_t ms) { return std::clamp(ms, earliest_ms, latest_ms); }

void put_digits(char* at, unsigned value, int digits) {
    for (int place = digits - 1; place >= 0; --place, value /= 10) {
        at[place] = static_cast<char>('0' + value % 10);
    }
}

// -1 unless all are digits.
int get_digits(std::string_view text, std::size_t from, std::size_t digits) {
    int value = 0;
    for (const char digit : text.substr(from, digits)) {
        if (digit < '0' || digit > '9') return -1;
        value = value * 10 + (digit - '0');
    }
    return value;
}

} // namespace

std::string to_text(core::HybridTime time) {
    using namespace std::chrono;
    const std::int64_t ms = clamp_ms(time.ms);
    const std::int64_t days_since = ms >= 0 ? ms / day_ms : -((-ms + day_ms - 1) / day_ms);
    const auto rest = static_cast<unsigned>(ms - days_since * day_ms);
    const year_month_day date{sys_days{days{days_since}}};
    std::string text = "0000-00-00T00:00:00.000Z-0000";
    put_digits(&text[0], static_cast<unsigned>(static_cast<int>(date.year())), 4);
    put_digits(&text[5], static_cast<unsigned>(date.month()), 2);
    put_digits(&text[8], static_cast<unsigned>(date.day()), 2);
    put_digits(&text[11], rest / 3'600'000, 2);
    put_digits(&text[14], rest / 60'000 % 60, 2);
    put_digits(&text[17], rest / 1'000 % 60, 2);
    put_digits(&text[20], rest % 1'000, 3);
    for (std::size_t place = 0; place < 4; ++place) {
        text[25 + place] = "0123456789abcdef"[(time.counter >> (12 - 4 * place)) & 15];
    }
    return text;
}

std::optional<core::HybridTime> parse_time(std::string_view text) {
    using namespace std::chrono;
    if (text.size() != text_size) return std::nullopt;
    const std::string_view shape = "0000-00-00T00:00:00.000Z-0000";
    for (const std::size_t at : {4U, 7U, 10U, 13U, 16U, 19U, 23U, 24U}) {
        if (text[at] != shape[at]) return std::nullopt;
    }
    const int parts[] = {get_digits(text, 0, 4),  get_digits(text, 5, 2),  get_digits(text, 8, 2),
                         get_digits(text, 11, 2), get_digits(text, 14, 2), get_digits(text, 17, 2),
                         get_digits(text, 20, 3)};
    if (std::ranges::any_of(parts, [](int part) { return part < 0; })) return std::nullopt;
    if (parts[3] > 23 || parts[4] > 59 || parts[5] > 59) return std::nullopt;
    const year_month_day date{year{parts[0]}, month{static_cast<unsigned>(parts[1])},
                              day{static_cast<unsigned>(parts[2])}};
    if (!date.ok()) return std::nullopt;
    unsigned counter = 0;
    for (const char digit : text.substr(25)) {
        const std::size_t value = std::string_view("0123456789abcdef").find(digit);
        if (value == std::string_view::npos) return std::nullopt;
        counter = counter << 4 | static_cast<unsigned>(value);
    }
    const std::int64_t seconds = parts[3] * 3600LL + parts[4] * 60LL + parts[5];
    return core::HybridTime{sys_days{date}.time_since_epoch().count() * day_ms + seconds * 1000 +
                                parts[6],
                            static_cast<std::uint16_t>(counter)};
}

core::HybridTime next_stamp(core::HybridTime last, std::int64_t now_ms) {
    const std::int64_t ms = clamp_ms(std::max(now_ms, last.ms));
    if (ms != last.ms) return {ms, 0};
    if (last.counter != UINT16_MAX) return {ms, static_cast<std::uint16_t>(last.counter + 1)};
    if (ms < latest_ms) return {ms + 1, 0};
    return {ms, UINT16_MAX}; // the last stamp there is; the sequence orders from here on
}

core::HybridTime observe(core::HybridTime last, core::HybridTime foreign, std::int64_t now_ms) {
    const std::int64_t own = clamp_ms(std::max(now_ms, last.ms));
    if (foreign.ms > own + trusted_lead_ms) return last;
    return std::max(last, foreign);
}

std::optional<ClockWarning> check_clock(core::DeviceId device, core::HybridTime stamp,
                                        std::int64_t now_ms) {
    const std::int64_t ahead = clamp_ms(stamp.ms) - clamp_ms(now_ms);
    if (ahead <= tolerated_lead_ms) return std::nullopt;
    return ClockWarning{device, stamp, ahead};
}

} // namespace huikuan::sync
