#pragma once
// What the module beside the page answers: parts of text, each with its end. None of what it reads
// can hold these ends (a workbook's cells and an invoice's fields are without control characters).
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace huikuan::sync::wire {

inline constexpr char unit_end = '\x1f';
inline constexpr char sheet_end = '\x1c';

inline void put(std::string& text, std::string_view part) { (text += part) += unit_end; }
inline void put(std::string& text, std::int64_t number) { put(text, std::to_string(number)); }

// Takes what stands before `end` off the front; nullopt where it does not stand there.
inline std::optional<std::string_view> take(std::string_view& text, char end = unit_end) {
    const std::size_t at = text.find(end);
    if (at == std::string_view::npos) return std::nullopt;
    const std::string_view part = text.substr(0, at);
    text.remove_prefix(at + 1);
    return part;
}
inline std::optional<std::int64_t> take_number(std::string_view& text) {
    const auto part = take(text);
    std::int64_t number = 0;
    if (!part || std::from_chars(part->data(), part->data() + part->size(), number).ptr !=
                     part->data() + part->size()) {
        return std::nullopt;
    }
    return number;
}

// An answer begins with a number: below zero it is an error, whose field the reader knows or says.
inline void put_error(std::string& text, const core::Error& error) {
    put(text, -1 - static_cast<std::int64_t>(error.code));
    put(text, error.field);
    put(text, error.detail);
    put(text, error.line);
}
// nullopt: not such a text.
inline std::optional<core::Error> take_error(std::int64_t number, std::string_view text) {
    const std::int64_t code = -1 - number;
    const auto field = take(text);
    const auto detail = take(text);
    const auto line = take_number(text);
    if (!field || !detail || !line || code < 0 ||
        code > static_cast<std::int64_t>(core::ErrorCode::cancelled)) {
        return std::nullopt;
    }
    return core::Error{static_cast<core::ErrorCode>(code), std::string(*field),
                       std::string(*detail), *line};
}

} // namespace huikuan::sync::wire
