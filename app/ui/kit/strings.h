#pragma once
// Words for people. Every text that staff read stands in assets/strings/zh.txt and en.txt (what
// went wrong in errors_zh.txt and errors_en.txt) as `key = text`; code says the key. `{0}`, `{1}`
// are replaced by the arguments; `{0|invoice|invoices}` chooses the first form when argument 0 is
// "1". `\n` is a line break.
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace huikuan::ui {

enum class Language : std::uint8_t { zh, en };

// The language to speak, as soon as its texts are there; language() is the one that is spoken.
void set_language(Language language);
Language language();
// Natively all are there. A page brings those that are wanted (web/words.mjs): it asks for less at
// a first visit. An empty file: they cannot be had now.
bool has_texts(Language language);
void take_texts(Language language, std::string file);
bool texts_missing(); // what was wanted last cannot be had
// What the program carries itself: strings_native.cpp, strings_web.cpp.
std::string shipped_texts(Language language);
// "zh-CN", "en"; anything that starts with zh is Chinese, the rest English.
Language language_of(std::string_view tag);
std::string_view tag_of(Language language);

// The text of a key in the language that is set; a key that no file has answers the key itself (a
// test sees to it that this never happens).
std::string_view word(std::string_view key);
std::string say_list(std::string_view key, std::initializer_list<std::string_view> arguments);

inline std::string argument_text(std::string_view text) { return std::string(text); }
inline std::string argument_text(const char* text) { return text; }
inline std::string argument_text(const std::string& text) { return text; }
template <class Number>
    requires std::integral<Number>
std::string argument_text(Number number) {
    return std::to_string(number);
}

template <class... Arguments>
std::string say(std::string_view key, const Arguments&... arguments) {
    if constexpr (sizeof...(arguments) == 0) {
        return std::string(word(key));
    } else {
        const std::string texts[] = {argument_text(arguments)...};
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return say_list(key, {std::string_view(texts[I])...});
        }(std::index_sequence_for<Arguments...>{});
    }
}

// For tests and for prewarming the glyphs: all keys of a language, in the order of the file.
std::vector<std::string_view> all_keys(Language language);
std::string_view all_text(Language language);
bool has_key(Language language, std::string_view key);

} // namespace huikuan::ui
