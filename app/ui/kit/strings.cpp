#include "ui/kit/strings.h"

#include <initializer_list>
#include <unordered_map>

namespace huikuan::ui {

namespace {

// Longer than every compiler has to take; the one that we have takes them.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Woverlength-strings"
constexpr std::string_view chinese =
#include "embed/assets/strings/zh.txt"
    ;
constexpr std::string_view chinese_errors =
#include "embed/assets/strings/errors_zh.txt"
    ;
constexpr std::string_view chinese_letters =
#include "embed/assets/strings/letters_zh.txt"
    ;
constexpr std::string_view chinese_collecting =
#include "embed/assets/strings/collect_zh.txt"
    ;
constexpr std::string_view english =
#include "embed/assets/strings/en.txt"
    ;
constexpr std::string_view english_errors =
#include "embed/assets/strings/errors_en.txt"
    ;
constexpr std::string_view english_collecting =
#include "embed/assets/strings/collect_en.txt"
    ;

constexpr std::string_view english_letters =
#include "embed/assets/strings/letters_en.txt"
    ;
#pragma clang diagnostic pop

std::string_view whole(Language language) {
    const auto joined = [](std::initializer_list<std::string_view> files) {
        std::string all;
        for (const std::string_view file : files) all += std::string(file) + "\n";
        return all;
    };
    static const std::string zh =
        joined({chinese, chinese_errors, chinese_letters, chinese_collecting});
    static const std::string en =
        joined({english, english_errors, english_letters, english_collecting});
    return language == Language::zh ? zh : en;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

struct Texts {
    std::vector<std::string_view> order;
    std::unordered_map<std::string_view, std::string> text;

    explicit Texts(std::string_view file) {
        while (!file.empty()) {
            const auto end = file.find('\n');
            const auto line = trimmed(file.substr(0, end));
            file = end == std::string_view::npos ? std::string_view{} : file.substr(end + 1);
            if (line.empty() || line.starts_with('#')) continue;
            const auto equals = line.find('=');
            if (equals == std::string_view::npos) continue;
            const auto key = trimmed(line.substr(0, equals));
            order.push_back(key);
            text.emplace(key, with_breaks(trimmed(line.substr(equals + 1))));
        }
    }

    static std::string with_breaks(std::string_view raw) {
        std::string out;
        for (std::size_t i = 0; i < raw.size(); ++i) {
            if (raw[i] == '\\' && i + 1 < raw.size() && raw[i + 1] == 'n') {
                out += '\n';
                ++i;
            } else {
                out += raw[i];
            }
        }
        return out;
    }
};

const Texts& texts_of(Language language) {
    static const Texts zh(whole(Language::zh));
    static const Texts en(whole(Language::en));
    return language == Language::zh ? zh : en;
}

Language current_language = Language::zh;

// What stands between the braces: "0" or "0|one|many".
std::string filled(std::string_view hole, std::initializer_list<std::string_view> arguments) {
    const auto bar = hole.find('|');
    const auto number = hole.substr(0, bar);
    if (number.size() != 1 || number[0] < '0' || number[0] > '9') return {};
    const auto index = static_cast<std::size_t>(number[0] - '0');
    if (index >= arguments.size()) return {};
    const auto value = arguments.begin()[index];
    if (bar == std::string_view::npos) return std::string(value);
    const auto forms = hole.substr(bar + 1);
    const auto middle = forms.find('|');
    if (middle == std::string_view::npos) return std::string(forms);
    return std::string(value == "1" ? forms.substr(0, middle) : forms.substr(middle + 1));
}

} // namespace

void set_language(Language language) { current_language = language; }
Language language() { return current_language; }
Language language_of(std::string_view tag) {
    return tag.starts_with("zh") ? Language::zh : Language::en;
}
std::string_view tag_of(Language language) { return language == Language::zh ? "zh-CN" : "en"; }

std::string_view word(std::string_view key) {
    const auto& texts = texts_of(current_language).text;
    const auto at = texts.find(key);
    return at == texts.end() ? key : std::string_view(at->second);
}

std::string say_list(std::string_view key, std::initializer_list<std::string_view> arguments) {
    const std::string_view pattern = word(key);
    std::string out;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const auto close = pattern[i] == '{' ? pattern.find('}', i) : std::string_view::npos;
        if (close == std::string_view::npos) {
            out += pattern[i];
            continue;
        }
        out += filled(pattern.substr(i + 1, close - i - 1), arguments);
        i = close;
    }
    return out;
}

std::vector<std::string_view> all_keys(Language language) { return texts_of(language).order; }
std::string_view all_text(Language language) { return whole(language); }
bool has_key(Language language, std::string_view key) {
    return texts_of(language).text.contains(key);
}

} // namespace huikuan::ui
