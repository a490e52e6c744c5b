#include "sync/passphrase.h"

#include <doctest/doctest.h>

#include <array>

using namespace huikuan;

TEST_CASE("the same passphrase and salt give the same key, anything else another") {
    constexpr std::size_t memory = 8U << 20U;
    const std::array<std::uint8_t, 16> salt{1, 2, 3};
    const std::array<std::uint8_t, 16> no_salt{};
    std::array<std::uint8_t, 32> first{};
    std::array<std::uint8_t, 32> other{};
    REQUIRE(sync::stretch_passphrase("松树 one", salt, 1, memory, first));
    REQUIRE(sync::stretch_passphrase("松树 one", salt, 1, memory, other));
    CHECK(first == other);
    REQUIRE(sync::stretch_passphrase("松树 onf", salt, 1, memory, other));
    CHECK(first != other);
    REQUIRE(sync::stretch_passphrase("松树 one", salt, 2, memory, other));
    CHECK(first != other);
    REQUIRE(sync::stretch_passphrase("松树 one", no_salt, 1, memory, other));
    CHECK(first != other);
}

TEST_CASE("what cannot be stretched is refused") {
    const std::array<std::uint8_t, 16> salt{};
    std::array<std::uint8_t, 32> key{};
    CHECK_FALSE(sync::stretch_passphrase("x", salt, 0, 8U << 20U, key)); // no pass
    CHECK_FALSE(sync::stretch_passphrase("x", salt, 1, 100, key));       // too little memory
}
