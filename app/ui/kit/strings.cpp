#include "ui/kit/strings.h"

#include <array>
#include <initializer_list>
#include <unordered_map>

namespace huikuan::ui {

namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

struct Texts {
    std::string all;
    std::vector<std::string_view> order; // of `all`
    std::unordered_map<std::string_view, std::string> text;

    explicit Texts(std::string given) : all(std::move(given)) {
        std::string_view file = all;
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

Texts& texts_of(Language language) {
    static std::array<Texts, 2> both{Texts(shipped_texts(Language::zh)),
                                     Texts(shipped_texts(Language::en))};
    return both.at(static_cast<std::size_t>(language));
}

Language wanted_language = Language::zh;
bool not_brought = false;

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

void set_language(Language language) {
    wanted_language = language;
    not_brought = false;
}
Language language() {
    const Language other = wanted_language == Language::zh ? Language::en : Language::zh;
    return has_texts(wanted_language) || !has_texts(other) ? wanted_language : other;
}
bool has_texts(Language language) { return !texts_of(language).order.empty(); }
void take_texts(Language language, std::string file) {
    not_brought = file.empty() && language == wanted_language;
    if (!file.empty()) texts_of(language) = Texts(std::move(file));
}
bool texts_missing() { return not_brought; }
Language language_of(std::string_view tag) {
    return tag.starts_with("zh") ? Language::zh : Language::en;
}
std::string_view tag_of(Language language) { return language == Language::zh ? "zh-CN" : "en"; }

std::string_view word(std::string_view key) {
    const auto& texts = texts_of(language()).text;
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
std::string_view all_text(Language language) { return texts_of(language).all; }
bool has_key(Language language, std::string_view key) {
    return texts_of(language).text.contains(key);
}

} // namespace huikuan::ui
