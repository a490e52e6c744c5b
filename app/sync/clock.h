#pragma once
// The hybrid logical clock that stamps changes (design: sync, 1.5). It orders; it is never a
// business date, and it never refuses: a wrong clock is a warning, and is data.
//
// Text: "2026-09-22T08:15:30.123Z-0007", UTC milliseconds and a counter of four hexadecimal digits;
// it sorts as text. Years 0000 to 9999.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/change.h"

namespace huikuan::sync {

// A stamp from further ahead than this does not move our own clock.
inline constexpr std::int64_t trusted_lead_ms = 24LL * 60 * 60 * 1000;

std::string to_text(core::HybridTime time);
std::optional<core::HybridTime>
parse_time(std::string_view text); // nullopt unless exactly that form

// The stamp of the next change written here: later than `last`, and not earlier than the machine's
// clock. A clock that steps back, or a counter that is full, moves the milliseconds on by itself.
core::HybridTime next_stamp(core::HybridTime last, std::int64_t now_ms);

// What our clock becomes after seeing a foreign stamp.
core::HybridTime observe(core::HybridTime last, core::HybridTime foreign, std::int64_t now_ms);

// A stamp that disagrees with the machine's clock by more than an hour: by how much. Positive: the
// stamp is ahead. A stamp in the past is normal (the device was offline), so only the future warns.
struct ClockWarning {
    core::DeviceId device;
    core::HybridTime stamp;
    std::int64_t ahead_ms = 0;

    friend bool operator==(const ClockWarning&, const ClockWarning&) = default;
};
inline constexpr std::int64_t tolerated_lead_ms = 60LL * 60 * 1000;
std::optional<ClockWarning> check_clock(core::DeviceId device, core::HybridTime stamp,
                                        std::int64_t now_ms);

} // namespace huikuan::sync
