#include "core/read_words.h"

#include <algorithm>
#include <array>
#include <span>

namespace huikuan::core {
namespace {

using Names = std::span<const std::string_view>;

constexpr std::array<std::string_view, 12> month_names{
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};
constexpr std::array<std::string_view, 7> weekdays{"monday", "tuesday",  "wednesday", "thursday",
                                                   "friday", "saturday", "sunday"};
// Digits of one to ten; 两 is two before a measure word.
constexpr std::array<std::string_view, 10> ones{"一", "二", "三", "四", "五",
                                                "六", "七", "八", "九", "十"};

constexpr bool is_small_letter(char letter) { return letter >= 'a' && letter <= 'z'; }

// A word of at least three letters that begins one of the names.
int take_name(std::string_view text, std::size_t& at, Names names) {
    std::size_t end = at;
    while (end < text.size() && is_small_letter(text[end])) { ++end; }
    const std::string_view word = text.substr(at, end - at);
    if (word.size() < 3) { return 0; }
    const auto found =
        std::ranges::find_if(names, [&](std::string_view name) { return name.starts_with(word); });
    if (found == names.end()) { return 0; }
    at = end + (end < text.size() && text[end] == '.' ? 1 : 0); // Mar.
    return static_cast<int>(found - names.begin()) + 1;
}

int take_one(std::string_view text, std::size_t& at) {
    for (std::size_t index = 0; index < ones.size(); ++index) {
        if (take_word(text, at, ones[index])) { return static_cast<int>(index) + 1; }
    }
    return take_word(text, at, "两") ? 2 : 0;
}

} // namespace

Number take_number(std::string_view text, std::size_t& at) {
    Number number;
    while (at < text.size() && is_ascii_digit(text[at])) {
        if (number.digits < 9) { number.value = number.value * 10 + (text[at] - '0'); }
        ++number.digits;
        ++at;
    }
    return number;
}

std::optional<int> take_count(std::string_view text, std::size_t& at) {
    if (const Number number = take_number(text, at); number.digits != 0) {
        return number.digits <= 9 ? std::optional(number.value) : std::nullopt;
    }
    const int first = take_one(text, at);
    if (first == 0) { return std::nullopt; }
    if (first == 10) { // 十五
        const int last = take_one(text, at);
        return last == 10 ? std::nullopt : std::optional(10 + last);
    }
    if (take_word(text, at, "十")) { // 三十一
        const int last = take_one(text, at);
        return last == 10 ? std::nullopt : std::optional(first * 10 + last);
    }
    return first;
}

int take_month(std::string_view text, std::size_t& at) { return take_name(text, at, month_names); }

int take_weekday(std::string_view text, std::size_t& at) {
    for (const std::string_view word : {"周", "星期", "礼拜"}) {
        std::size_t behind = at;
        if (!take_word(text, behind, word)) { continue; }
        const int day = take_word(text, behind, "日") || take_word(text, behind, "天")
                            ? 7
                            : take_one(text, behind);
        if (day >= 1 && day <= 7) {
            at = behind;
            return day;
        }
    }
    return take_name(text, at, weekdays);
}

bool take_word(std::string_view text, std::size_t& at, std::string_view word) {
    const bool there = text.substr(at).starts_with(word);
    at += there ? word.size() : 0;
    return there;
}

} // namespace huikuan::core
