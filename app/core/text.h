#pragma once
// Text as people and programs give it: UTF-8, with the blanks, full-width forms and invisible marks
// that sheets, web pages and input methods leave in it. Limits are in bytes of UTF-8.
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace huikuan::core {

inline constexpr std::size_t longest_number = 64;     // of an invoice, as printed
inline constexpr std::size_t longest_reference = 200; // of a receipt: the bank's number or memo
inline constexpr std::size_t longest_name = 200;
inline constexpr std::size_t longest_note = 2000; // the most that a field keeps, but for templates
inline constexpr std::size_t longest_template = 12'000; // of a letter

// The code point at `at`, which moves behind it; nullopt and unmoved at the end or where the bytes
// are not UTF-8 (overlong forms, surrogates and what is above U+10FFFF are not).
std::optional<char32_t> next_code_point(std::string_view text, std::size_t& at);
void append_code_point(std::string& text, char32_t code);
bool is_utf8(std::string_view text);
inline std::string_view as_text(std::span<const std::uint8_t> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// A space in any of Unicode's forms, tabs and line ends, and marks that show nothing (zero width
// space, byte order mark).
bool is_blank(char32_t code);
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; } // of ASCII
// Without blanks at both ends. Bytes that are not UTF-8 stay.
std::string_view trim(std::string_view text);
// C0, DEL, C1 and the Unicode line and paragraph separators; a newline counts unless allowed.
bool has_control(std::string_view text, bool newline_allowed);

// What a reader of numbers and dates compares: full-width forms as ASCII, every blank as one space,
// every minus as '-', typographic apostrophes as '\'', ASCII letters lower case, marks of writing
// direction and zero width dropped, trimmed. nullopt where the bytes are not UTF-8.
std::optional<std::string> fold(std::string_view text);

// A text, or a whole number in decimal digits; for the length of one expression. (std::format would
// do the same, with every type it knows: 70 kB of the first visit.)
class Piece {
public:
    Piece(std::string_view text) : text_(text) {}
    Piece(const std::string& text) : text_(text) {}
    Piece(const char* text) : text_(text) {}
    template <std::integral Number>
    Piece(Number number) : length_(write(static_cast<std::int64_t>(number))) {}
    [[nodiscard]] std::string_view view() const {
        return text_.data() != nullptr ? text_ : std::string_view(digits_.data(), length_);
    }

private:
    std::size_t write(std::int64_t number);
    std::string_view text_;
    std::array<char, 20> digits_{};
    std::size_t length_ = 0;
};
void append(std::string& text, std::initializer_list<Piece> pieces, std::string_view between = {});
std::string joined(std::initializer_list<Piece> pieces, std::string_view between = {});
// With zeros before it up to `width`.
std::string padded(std::int64_t number, std::size_t width);

// The value of an enumeration whose names stand in its order.
template <class Type, std::size_t count>
std::optional<Type> parse_name(const std::array<std::string_view, count>& names,
                               std::string_view name) {
    for (std::size_t at = 0; at < count; ++at) {
        if (names[at] == name) { return static_cast<Type>(at); }
    }
    return std::nullopt;
}

} // namespace huikuan::core
