#pragma once
// JSON as the book writes and hashes it: strict in, canonical out (RFC 8785, JCS).
//
// In: UTF-8 without errors or byte order mark, no name twice in an object, no lone surrogate, no
// fraction or exponent, integers within +-(2^53 - 1), and the limits below, all checked while
// parsing (nlohmann/json's events), before anything is kept. Out: names sorted by UTF-16 code
// units, no blanks, the shortest escapes. Two texts that mean the same have one canonical form, so
// a hash over it is a hash over the meaning.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/result.h"

namespace huikuan::sync {

inline constexpr std::int64_t largest_integer = (std::int64_t{1} << 53) - 1;

struct JsonLimits {
    std::size_t depth = 32;         // objects and arrays inside each other
    std::size_t string = 64 * 1024; // bytes of UTF-8 in one string or name
    std::size_t text = 1024 * 1024; // bytes of the whole
};

class Value;
using Array = std::vector<Value>;
using Member = std::pair<std::string, Value>;
using Object = std::vector<Member>; // sorted by UTF-16 code units once parsed

// One JSON value. There are no fractions in a book, so a number is an integer.
class Value {
public:
    Value() = default;
    Value(bool value) : data_(value) {}
    Value(std::int64_t value) : data_(value) {}
    Value(std::string value) : data_(std::move(value)) {}
    Value(std::string_view value) : data_(std::string(value)) {}
    Value(const char* value) : data_(std::string(value)) {}
    Value(Array value) : data_(std::move(value)) {}
    Value(Object value) : data_(std::move(value)) {}

    [[nodiscard]] bool is_null() const { return data_.index() == 0; }
    [[nodiscard]] const bool* boolean() const { return std::get_if<bool>(&data_); }
    [[nodiscard]] const std::int64_t* integer() const { return std::get_if<std::int64_t>(&data_); }
    [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&data_); }
    [[nodiscard]] const Array* array() const { return std::get_if<Array>(&data_); }
    [[nodiscard]] const Object* object() const { return std::get_if<Object>(&data_); }
    Array* array() { return std::get_if<Array>(&data_); }
    Object* object() { return std::get_if<Object>(&data_); }
    // The member of that name, or null where there is none or this is no object.
    [[nodiscard]] const Value* find(std::string_view name) const;

    friend bool operator==(const Value&, const Value&) = default;

private:
    std::variant<std::monostate, bool, std::int64_t, std::string, Array, Object> data_;
};

// malformed (detail: what is wrong and at which byte), out_of_range (a number), too_large (depth,
// string, text; detail: the limit).
core::Result<Value> parse_json(std::string_view text, const JsonLimits& limits = {});

// The elements of one array, one after the other, of which only one is in memory at a time. `text`
// is any JSON array; `element` may stop with an error of its own. truncated: the text ends too
// early.
core::Result<void> parse_array(std::string_view text, const JsonLimits& limits,
                               const std::function<core::Result<void>(const Value&)>& element);

// The canonical text. Members may be in any order, but no name twice. malformed: a string that is
// not UTF-8; out_of_range: an integer beyond 2^53 - 1.
core::Result<std::string> canonical(const Value& value);

// parse_json, and malformed unless the text is its own canonical form byte for byte.
core::Result<Value> parse_canonical(std::string_view text, const JsonLimits& limits = {});

} // namespace huikuan::sync
