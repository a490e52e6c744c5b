// What the rooms take for granted of compiler and standard library, natively and as WebAssembly.
#include <doctest/doctest.h>

#include <cstdint>
#include <expected>
#include <format>
#include <stdexcept>
#include <string>

namespace {

std::expected<std::int64_t, std::string> half(std::int64_t number) {
    if (number % 2 != 0) return std::unexpected(std::format("{} is odd", number));
    return number / 2;
}

} // namespace

TEST_CASE("expected and format") {
    CHECK(half(42).value() == 21);
    CHECK(half(7).error() == "7 is odd");
    CHECK(std::format("{:>8.2f}", 1.5) == "    1.50");
}

TEST_CASE("exceptions are caught") {
    CHECK_THROWS_AS(std::stoll("no number"), std::invalid_argument);
}

TEST_CASE("64-bit integers and pointers") {
    CHECK(INT64_MAX == 9'223'372'036'854'775'807);
    CHECK((sizeof(void*) == 8 || sizeof(void*) == 4));
}
