#include "core/text.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace huikuan::core {
namespace {

struct Decoded {
    char32_t code = 0;
    std::size_t length = 0; // 0: not UTF-8
};

Decoded decode(std::string_view text) {
    const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
    const unsigned char first = byte(0);
    if (first < 0x80) { return {first, 1}; }
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < length) { return {}; }
    char32_t code = first & (0x7FU >> length);
    for (std::size_t index = 1; index < length; ++index) {
        if ((byte(index) & 0xC0U) != 0x80U) { return {}; }
        code = (code << 6U) | (byte(index) & 0x3FU);
    }
    constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (code < smallest[length] || code > 0x10FFFF || surrogate) { return {}; }
    return {code, length};
}

// Marks that carry no meaning of their own: writing direction, zero width, byte order.
bool is_invisible(char32_t code) {
    return (code >= 0x200B && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x2069) || code == 0xFEFF || code == 0x00AD;
}

bool is_minus(char32_t code) {
    return code == 0x2212 || code == 0x2010 || code == 0x2011 || code == 0x2012 || code == 0x2013 ||
           code == 0xFE63;
}

char32_t folded(char32_t code) {
    if (code >= 0xFF01 && code <= 0xFF5E) { code -= 0xFEE0; }
    if (is_blank(code)) { return U' '; }
    if (is_minus(code)) { return U'-'; }
    if (code == 0x2019 || code == 0x2018 || code == 0x02BC) { return U'\''; }
    if (code == 0xFFE5) {
        return 0xA5; // full-width yen sign
    }
    return code >= U'A' && code <= U'Z' ? code + 32 : code;
}

} // namespace

std::optional<char32_t> next_code_point(std::string_view text, std::size_t& at) {
    if (at >= text.size()) { return std::nullopt; }
    const Decoded decoded = decode(text.substr(at));
    if (decoded.length == 0) { return std::nullopt; }
    at += decoded.length;
    return decoded.code;
}

void append_code_point(std::string& text, char32_t code) {
    const auto push = [&](char32_t byte) { text.push_back(static_cast<char>(byte)); };
    if (code < 0x80) {
        push(code);
    } else if (code < 0x800) {
        push(0xC0U | (code >> 6U));
        push(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
        push(0xE0U | (code >> 12U));
        push(0x80U | ((code >> 6U) & 0x3FU));
        push(0x80U | (code & 0x3FU));
    } else {
        push(0xF0U | (code >> 18U));
        push(0x80U | ((code >> 12U) & 0x3FU));
        push(0x80U | ((code >> 6U) & 0x3FU));
        push(0x80U | (code & 0x3FU));
    }
}

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (static_cast<unsigned char>(text[at]) < 0x80) ++at; // most texts are all ASCII
        else if (!next_code_point(text, at)) return false;
    }
    return true;
}

bool is_blank(char32_t code) {
    return (code >= 0x09 && code <= 0x0D) || code == 0x20 || code == 0x85 || code == 0xA0 ||
           code == 0x1680 || (code >= 0x2000 && code <= 0x200B) || code == 0x2028 ||
           code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000 || code == 0xFEFF;
}

std::string_view trim(std::string_view text) {
    std::size_t at = 0;
    std::size_t begin = 0;
    while (const auto code = next_code_point(text, at)) {
        if (!is_blank(*code)) { break; }
        begin = at;
    }
    text.remove_prefix(begin);
    while (!text.empty()) {
        std::size_t last = text.size() - 1;
        while (last > 0 && text.size() - last < 4 &&
               (static_cast<unsigned char>(text[last]) & 0xC0U) == 0x80U) {
            --last;
        }
        std::size_t end = last;
        const auto code = next_code_point(text, end);
        if (!code || end != text.size() || !is_blank(*code)) { break; }
        text.remove_suffix(text.size() - last);
    }
    return text;
}

bool has_control(std::string_view text, bool newline_allowed) {
    std::size_t at = 0;
    while (const auto code = next_code_point(text, at)) {
        const bool control =
            *code < 0x20 || (*code >= 0x7F && *code < 0xA0) || *code == 0x2028 || *code == 0x2029;
        if (control && !(newline_allowed && *code == U'\n')) { return true; }
    }
    return false;
}

std::optional<std::string> fold(std::string_view text) {
    // Nearly every number and date of a large file is ASCII: no decoding, no growing.
    if (std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
        std::string plain(trim(text));
        for (char& c : plain) {
            if (c >= '\t' && c <= '\r') { c = ' '; }
            if (c >= 'A' && c <= 'Z') { c = static_cast<char>(c + 32); }
        }
        return plain;
    }
    std::string result;
    result.reserve(text.size());
    std::size_t at = 0;
    while (const auto code = next_code_point(text, at)) {
        if (!is_invisible(*code)) { append_code_point(result, folded(*code)); }
    }
    if (at != text.size()) { return std::nullopt; }
    return std::string(trim(result));
}

std::size_t Piece::write(std::int64_t number) {
    const auto end = std::to_chars(digits_.data(), digits_.data() + digits_.size(), number).ptr;
    return static_cast<std::size_t>(end - digits_.data());
}

void append(std::string& text, std::initializer_list<Piece> pieces, std::string_view between) {
    bool first = true;
    for (const Piece& piece : pieces) {
        if (!std::exchange(first, false)) text += between;
        text += piece.view();
    }
}

std::string joined(std::initializer_list<Piece> pieces, std::string_view between) {
    std::string text;
    append(text, pieces, between);
    return text;
}

std::string padded(std::int64_t number, std::size_t width) {
    std::string digits = std::to_string(number);
    if (digits.size() < width) digits.insert(number < 0 ? 1 : 0, width - digits.size(), '0');
    return digits;
}

} // namespace huikuan::core
