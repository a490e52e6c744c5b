#pragma once
// An id is minted by the client before anything else happens (when a form opens), so that a
// double click, a retry and a re-send are the same fact. 128 bits, time-ordered: UUIDv7 (RFC 9562).
// Facts that come from an imported line have a name-based id instead (UUIDv8 over a SHA-256), so
// that the same line imported on two devices is the same fact.
#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace huikuan::core {

template <class Tag>
struct Id {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    [[nodiscard]] bool is_nil() const { return high == 0 && low == 0; }
    friend auto operator<=>(const Id&, const Id&) = default;
};

using EntityId = Id<struct AnyEntity>;
using BookId = Id<struct BookEntity>;
using CustomerId = Id<struct CustomerEntity>;
using InvoiceId = Id<struct InvoiceEntity>;
using ReceiptId = Id<struct ReceiptEntity>;
using AllocationId = Id<struct AllocationEntity>;

template <class To, class Tag>
To id_cast(Id<Tag> id) {
    return To{id.high, id.low};
}
template <class Tag>
EntityId entity_of(Id<Tag> id) {
    return {id.high, id.low};
}

// UUIDv7 of a moment (ms since 1970) and 10 random bytes. Pure: the caller brings both.
EntityId mint_id(std::int64_t now_ms, const std::array<std::uint8_t, 10>& random);

// UUIDv8 of the first 16 bytes of a digest: the name-based id of an imported fact.
EntityId named_id(const std::array<std::uint8_t, 32>& digest);

// The id of a fact that another one's command brings along (an allocation with its receipt): a
// UUIDv8 that keeps the moment of `origin` and mixes in what the fact says. So a retry gives the
// same id, and two devices that run one imported command on different books give different ids
// to different facts instead of one id with two contents.
EntityId derived_id(EntityId origin, std::span<const std::uint64_t> content);

// "0199b0c2-...": 36 characters, lower case, and back (nullopt unless exactly that form).
std::string to_text(EntityId id);
std::optional<EntityId> parse_id(std::string_view text);

template <class Tag>
std::string to_text(Id<Tag> id) {
    return to_text(entity_of(id));
}

// One device (one browser profile, one CLI home): 80 random bits in 16 characters of the
// lower-case base32 alphabet of RFC 4648. A restored or cloned device mints a new one.
struct DeviceId {
    std::array<char, 16> text{};

    [[nodiscard]] std::string_view view() const { return {text.data(), text.size()}; }
    [[nodiscard]] bool is_nil() const { return text[0] == '\0'; }
    friend auto operator<=>(const DeviceId&, const DeviceId&) = default;
};
DeviceId mint_device(const std::array<std::uint8_t, 10>& random);
std::optional<DeviceId> parse_device(std::string_view text);

} // namespace huikuan::core

template <class Tag>
struct std::hash<huikuan::core::Id<Tag>> {
    std::size_t operator()(const huikuan::core::Id<Tag>& id) const noexcept {
        return static_cast<std::size_t>(id.high * 0x9E3779B97F4A7C15ULL ^ id.low);
    }
};
template <>
struct std::hash<huikuan::core::DeviceId> {
    std::size_t operator()(const huikuan::core::DeviceId& id) const noexcept {
        return std::hash<std::string_view>{}(id.view());
    }
};
