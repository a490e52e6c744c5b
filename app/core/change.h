#pragma once
// The envelope of a change, format 1: what is stamped, hashed, chained, kept and sent. Data only;
// sync makes and checks it, store keeps it. `bytes` are the canonical JSON (RFC 8785) exactly as
// written by the device that made it: foreign changes are kept and forwarded as these bytes.
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/fact.h"
#include "core/id.h"

namespace huikuan::core {

using Hash = std::array<std::uint8_t, 32>; // SHA-256

// Hybrid logical clock: milliseconds UTC and a counter. Text "2026-09-22T08:15:30.123Z-0007".
struct HybridTime {
    std::int64_t ms = 0;
    std::uint16_t counter = 0;

    friend auto operator<=>(const HybridTime&, const HybridTime&) = default;
};

struct Dot {
    DeviceId device;
    std::uint64_t seq = 0;

    friend auto operator<=>(const Dot&, const Dot&) = default;
};

// For each device the highest sequence that was visible to the writer; sorted by device.
using Context = std::vector<Dot>;

struct Change {
    DeviceId device;
    std::uint64_t seq = 0; // 1, 2, 3 ... per device
    HybridTime time;
    std::string kind; // known or not
    EntityId entity;
    std::uint32_t view = 1;      // least version of the view that understands it
    Context context;             // register writes only
    std::optional<Hash> payload; // hash of a detachable payload
    Hash previous{};             // hash of this device's change seq-1; zeros for the first
    Hash hash{};                 // SHA-256("arc1\n" + hex(previous) or "" + "\n" + bytes)
    std::string bytes;
    std::optional<Fact> fact; // nullopt: a kind, field or value that this version does not know
};

// The total order of the book: (time, device, seq, hash). Everything derived is read in it.
struct OrderKey {
    HybridTime time;
    DeviceId device;
    std::uint64_t seq = 0;
    Hash hash{};

    friend auto operator<=>(const OrderKey&, const OrderKey&) = default;
};
inline OrderKey order_of(const Change& change) {
    return {change.time, change.device, change.seq, change.hash};
}

} // namespace huikuan::core
