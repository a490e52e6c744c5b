#include "sync/canonical.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <functional>

#include <nlohmann/json.hpp>

#include "core/text.h"

namespace huikuan::sync {

namespace {

using core::ErrorCode;
using core::fail;

// UTF-8 sorts as code points; UTF-16 puts U+10000 and above (a surrogate pair, D800..) before
// U+E000..U+FFFF. Only lead bytes F0..F4 against EE and EF tell the difference.
bool before_in_utf16(std::string_view left, std::string_view right) {
    const auto [a, b] = std::ranges::mismatch(left, right);
    if (a == left.end() || b == right.end()) return left.size() < right.size();
    const auto x = static_cast<unsigned char>(*a);
    const auto y = static_cast<unsigned char>(*b);
    if (x >= 0xF0 && (y == 0xEE || y == 0xEF)) return true;
    if (y >= 0xF0 && (x == 0xEE || x == 0xEF)) return false;
    return x < y;
}

bool member_before(const Member& left, const Member& right) {
    return before_in_utf16(left.first, right.first);
}

// Builds a Value out of the parser's events, and stops it at the first thing that is not allowed.
class Builder {
public:
    explicit Builder(const JsonLimits& limits) : limits_(limits) {}

    bool null() { return put(Value()); }
    bool boolean(bool value) { return put(Value(value)); }
    bool number_integer(std::int64_t value) {
        if (value < -largest_integer) return stop(ErrorCode::out_of_range, "number");
        return put(Value(value));
    }
    bool number_unsigned(std::uint64_t value) {
        if (value > static_cast<std::uint64_t>(largest_integer)) {
            return stop(ErrorCode::out_of_range, "number");
        }
        return put(Value(static_cast<std::int64_t>(value)));
    }
    bool number_float(double, const std::string& text) {
        const bool whole = text.find_first_of(".eE") == std::string::npos;
        return stop(whole ? ErrorCode::out_of_range : ErrorCode::malformed,
                    whole ? "number" : "fraction");
    }
    bool string(std::string& value) {
        if (value.size() > limits_.string) return stop(ErrorCode::too_large, "string");
        return put(Value(std::move(value)));
    }
    bool binary(std::vector<std::uint8_t>&) { return stop(ErrorCode::malformed, "binary"); }
    bool start_object(std::size_t) { return open(Value(Object{})); }
    bool start_array(std::size_t) { return open(Value(Array{})); }
    bool key(std::string& name) {
        if (name.size() > limits_.string) return stop(ErrorCode::too_large, "string");
        stack_.back().name = std::move(name);
        return true;
    }
    bool end_object() {
        Object& object = *stack_.back().value.object();
        if (!std::ranges::is_sorted(object, member_before)) {
            std::ranges::stable_sort(object, member_before);
        }
        const auto twice = std::ranges::adjacent_find(object, {}, &Member::first);
        if (twice != object.end()) return stop(ErrorCode::malformed, "name twice: " + twice->first);
        return close();
    }
    bool end_array() { return close(); }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) {
        // The parser points behind the text where it wanted more of it.
        return stop(element != nullptr && position > size ? ErrorCode::truncated
                                                          : ErrorCode::malformed,
                    "not JSON at byte " + std::to_string(position));
    }

    core::Error error;
    Value root;
    // Given: the elements of the outermost array go there and are not kept.
    const std::function<core::Result<void>(const Value&)>* element = nullptr;
    std::size_t size = 0; // of the text

private:
    struct Open {
        Value value;
        std::string name; // of the member that comes next
    };

    bool stop(ErrorCode code, std::string detail) {
        if (error.detail.empty()) error = {code, "json", std::move(detail), 0};
        return false;
    }
    bool hand_on(const Value& value) {
        auto done = (*element)(value);
        if (!done) error = std::move(done.error());
        return done.has_value();
    }
    bool open(Value value) {
        if (stack_.size() >= limits_.depth) return stop(ErrorCode::too_large, "depth");
        stack_.push_back({std::move(value), {}});
        return true;
    }
    bool close() {
        Value value = std::move(stack_.back().value);
        stack_.pop_back();
        return put(std::move(value));
    }
    bool put(Value value) {
        if (stack_.empty()) {
            root = std::move(value);
        } else if (Array* array = stack_.back().value.array()) {
            if (element != nullptr && stack_.size() == 1) return hand_on(value);
            array->push_back(std::move(value));
        } else {
            stack_.back().value.object()->emplace_back(std::move(stack_.back().name),
                                                       std::move(value));
        }
        return true;
    }

    const JsonLimits& limits_;
    std::vector<Open> stack_;
};

// --- out

core::Result<void> write(const Value& value, std::string& out);

core::Result<void> write_text(std::string_view text, std::string& out) {
    if (!core::is_utf8(text)) return fail(ErrorCode::malformed, "json", "not UTF-8");
    static constexpr char digits[] = "0123456789abcdef";
    out += '"';
    std::size_t plain = 0; // start of what needs no escape
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
        out.append(text, plain, at - plain);
        plain = at + 1;
        switch (byte) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\b': out += "\\b"; break;
        case '\f': out += "\\f"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            out += "\\u00";
            out += digits[byte >> 4];
            out += digits[byte & 15];
        }
    }
    out.append(text, plain, text.size() - plain);
    out += '"';
    return {};
}

// Members in their order, each name once.
core::Result<void> write_members(const auto& members, std::string& out) {
    out += '{';
    const Member* last = nullptr;
    for (const Member& member : members) {
        if (last != nullptr) {
            if (last->first == member.first) {
                return fail(ErrorCode::malformed, "json", "name twice: " + member.first);
            }
            out += ',';
        }
        last = &member;
        if (auto done = write_text(member.first, out); !done) return done;
        out += ':';
        if (auto done = write(member.second, out); !done) return done;
    }
    out += '}';
    return {};
}

core::Result<void> write_object(const Object& object, std::string& out) {
    // What was read is in order already.
    if (std::ranges::is_sorted(object, member_before)) return write_members(object, out);
    std::vector<std::reference_wrapper<const Member>> members(object.begin(), object.end());
    std::ranges::sort(members, [](const Member& left, const Member& right) {
        return member_before(left, right);
    });
    return write_members(members, out);
}

core::Result<void> write(const Value& value, std::string& out) {
    if (const bool* flag = value.boolean()) {
        out += *flag ? "true" : "false";
    } else if (const std::int64_t* number = value.integer()) {
        if (*number > largest_integer || *number < -largest_integer) {
            return fail(ErrorCode::out_of_range, "json", std::to_string(*number));
        }
        char digits[24];
        const auto [end, problem] = std::to_chars(digits, digits + sizeof digits, *number);
        out.append(digits, end);
    } else if (const std::string* text = value.text()) {
        return write_text(*text, out);
    } else if (const Array* array = value.array()) {
        out += '[';
        for (const Value& item : *array) {
            if (&item != array->data()) out += ',';
            if (auto done = write(item, out); !done) return done;
        }
        out += ']';
    } else if (const Object* object = value.object()) {
        return write_object(*object, out);
    } else {
        out += "null";
    }
    return {};
}

} // namespace

const Value* Value::find(std::string_view name) const {
    const Object* members = object();
    if (members == nullptr) return nullptr;
    const auto found = std::ranges::find(*members, name, &Member::first);
    return found == members->end() ? nullptr : &found->second;
}

core::Result<Value> parse_json(std::string_view text, const JsonLimits& limits) {
    if (text.size() > limits.text) return fail(ErrorCode::too_large, "json", "text");
    // The parser would read over a byte order mark.
    if (text.starts_with("\xEF\xBB\xBF")) {
        return fail(ErrorCode::malformed, "json", "byte order mark");
    }
    Builder builder(limits);
    if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) {
        return std::unexpected(std::move(builder.error));
    }
    return std::move(builder.root);
}

core::Result<void> parse_array(std::string_view text, const JsonLimits& limits,
                               const std::function<core::Result<void>(const Value&)>& element) {
    if (text.size() > limits.text) return fail(ErrorCode::too_large, "json", "text");
    if (!text.starts_with('[')) return fail(ErrorCode::malformed, "json", "no array");
    Builder builder(limits);
    builder.element = &element;
    builder.size = text.size();
    if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) {
        return std::unexpected(std::move(builder.error));
    }
    return {};
}

core::Result<std::string> canonical(const Value& value) {
    std::string out;
    out.reserve(512); // of most changes, whole
    if (auto done = write(value, out); !done) return std::unexpected(std::move(done.error()));
    return out;
}

core::Result<Value> parse_canonical(std::string_view text, const JsonLimits& limits) {
    auto value = parse_json(text, limits);
    if (!value) return value;
    auto again = canonical(*value);
    if (!again) return std::unexpected(std::move(again.error()));
    if (*again != text) {
        const auto [a, b] = std::ranges::mismatch(text, *again);
        return fail(ErrorCode::malformed, "json",
                    "not canonical at byte " + std::to_string(a - text.begin()));
    }
    return value;
}

} // namespace huikuan::sync
