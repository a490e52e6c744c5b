#pragma once
// What a file is, from its first bytes: the encoding of a text, or what is not a text at all.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/result.h"

namespace huikuan::sync {

struct TextEncoding {
    std::string name;     // "utf-8", "utf-16le", "utf-16be", "gb18030"
    std::size_t bom = 0;  // bytes of the byte order mark to skip
    bool certain = false; // false: plain ASCII so far, so that UTF-8 is only the best guess
};

// `prefix`: the first 64 kB, or the whole file when it is smaller (`whole`).
// unsupported: detail "html", "xml", "json", "xlsx", "xls", "pdf", "gzip", "zip", "image",
// "binary"; required: the file is empty.
core::Result<TextEncoding> sniff(std::span<const std::uint8_t> prefix, bool whole);

// Checks a stream of UTF-8 as it passes; a character may be cut at the end of a piece.
class Utf8Check {
public:
    // The number of good bytes before the first bad one, or npos where all is well so far.
    std::size_t push(std::string_view piece);
    [[nodiscard]] bool complete() const { return left_ == 0; } // no character is cut at the end
    static constexpr std::size_t npos = static_cast<std::size_t>(-1);

private:
    int left_ = 0;
    unsigned char low_ = 0x80;
    unsigned char high_ = 0xBF;
};

} // namespace huikuan::sync
