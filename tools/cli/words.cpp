#include "words.h"

#include <unordered_map>

namespace huikuan::cli {

namespace {

constexpr std::string_view english =
#include "embed/assets/strings/errors_en.txt"
    ;
constexpr std::string_view chinese =
#include "embed/assets/strings/errors_zh.txt"
    ;

using Words = std::unordered_map<std::string_view, std::string_view>;

Words read(std::string_view text) {
    Words known;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        const std::size_t equals = line.find(" = ");
        if (!line.starts_with('#') && equals != std::string_view::npos) {
            known.emplace(line.substr(0, equals), line.substr(equals + 3));
        }
    }
    return known;
}

Language current = Language::en;

const Words& words() {
    static const Words en = read(english);
    static const Words zh = read(chinese);
    return current == Language::zh ? zh : en;
}

std::string_view most_specific(const core::Error& error) {
    const std::string code = "error." + std::string(core::name_of(error.code));
    const std::string field = code + "." + error.field;
    for (const std::string& key : {field + "." + error.detail, field, code}) {
        if (const auto found = words().find(key); found != words().end()) { return found->second; }
    }
    return core::name_of(error.code);
}

void replace(std::string& text, std::string_view hole, std::string_view value) {
    for (std::size_t at = text.find(hole); at != std::string::npos;
         at = text.find(hole, at + value.size())) {
        text.replace(at, hole.size(), value);
    }
}

} // namespace

void set_language(Language language) { current = language; }

Language language_of(std::string_view tag) {
    return tag.starts_with("zh") ? Language::zh : Language::en;
}

std::string word_of_field(std::string_view field) {
    const std::string key = "field." + std::string(field);
    const auto named = words().find(key);
    return std::string(named == words().end() ? field : named->second);
}

std::string phrase(const std::string& key, std::string_view detail, std::string_view more) {
    const auto named = words().find(key);
    std::string text(named == words().end() ? std::string_view(key) : named->second);
    replace(text, "{0}", detail);
    replace(text, "{1}", more);
    return text;
}

std::string at_line(std::int64_t line) {
    return current == Language::zh ? "第 " + std::to_string(line) + " 行"
                                   : "line " + std::to_string(line);
}

std::string sentence(const core::Error& error) {
    std::string text(most_specific(error));
    replace(text, "{1}", word_of_field(error.field));
    replace(text, "{0}", error.detail);
    return text;
}

std::string sentence(const core::Error& error, std::string_view file) {
    const bool zh = current == Language::zh;
    std::string place(file);
    if (error.line > 0) { place += (zh ? " " : ", ") + at_line(error.line); }
    if (place.empty()) { return sentence(error); }
    return place + (zh ? "：" : ": ") + sentence(error);
}

} // namespace huikuan::cli
