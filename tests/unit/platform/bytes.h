#pragma once
// A text as the bytes that files and decoders take.
#include <cstdint>
#include <span>
#include <string>

namespace huikuan::test {

inline std::span<const std::uint8_t> bytes_of(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

} // namespace huikuan::test
