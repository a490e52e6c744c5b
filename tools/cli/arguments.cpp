#include "arguments.h"

#include <algorithm>
#include <charconv>

namespace huikuan::cli {

namespace {

// What every command takes.
constexpr std::string_view common[] = {"--json!", "--lang", "--today", "--format"};

enum class Kind : std::uint8_t { unknown, flag, value };

Kind kind_of(const Shape& shape, std::string_view name) {
    const auto is = [&](std::string_view known) {
        return known == name || (known.ends_with('!') && known.substr(0, known.size() - 1) == name);
    };
    const auto look = [&](const auto& table) -> Kind {
        const auto found = std::ranges::find_if(table, is);
        if (found == std::ranges::end(table)) { return Kind::unknown; }
        return found->ends_with('!') ? Kind::flag : Kind::value;
    };
    const Kind own = look(shape.options);
    return own != Kind::unknown ? own : look(common);
}

} // namespace

Arguments::Arguments(const Shape& shape, const std::vector<std::string>& words) {
    bool only_words = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string& word = words[i];
        if (only_words || !word.starts_with("--")) {
            words_.push_back(word);
            continue;
        }
        if (word == "--") {
            only_words = true;
            continue;
        }
        const std::size_t equals = word.find('=');
        const std::string name = word.substr(0, equals);
        const Kind kind = kind_of(shape, name);
        if (kind == Kind::unknown) { throw UsageError{"unknown option " + name}; }
        if (options_.contains(name)) { throw UsageError{"option " + name + " is given twice"}; }
        if (kind == Kind::flag) {
            if (equals != std::string::npos) { throw UsageError{name + " takes no value"}; }
            options_[name];
        } else if (equals != std::string::npos) {
            options_[name] = word.substr(equals + 1);
        } else if (i + 1 < words.size()) {
            options_[name] = words[++i];
        } else {
            throw UsageError{"option " + name + " needs a value"};
        }
    }
    if (words_.size() < shape.least) { throw UsageError{"too few words"}; }
    if (words_.size() > shape.most) { throw UsageError{"too many words: " + words_[shape.most]}; }
}

bool Arguments::has(std::string_view option) const { return options_.contains(option); }

std::optional<std::string> Arguments::option(std::string_view name) const {
    const auto found = options_.find(name);
    return found == options_.end() ? std::nullopt : std::optional(found->second);
}

std::string Arguments::needed(std::string_view name) const {
    const auto value = option(name);
    if (!value) { throw UsageError{"option " + std::string(name) + " is needed"}; }
    return *value;
}

std::int64_t Arguments::number(std::string_view name, std::int64_t otherwise, std::int64_t least,
                               std::int64_t most) const {
    const auto text = option(name);
    if (!text) { return otherwise; }
    std::int64_t value = 0;
    const char* end = text->data() + text->size();
    const auto [stop, error] = std::from_chars(text->data(), end, value);
    if (error != std::errc{} || stop != end || value < least || value > most) {
        throw UsageError{"option " + std::string(name) + " takes a whole number from " +
                         std::to_string(least) + " to " + std::to_string(most)};
    }
    return value;
}

} // namespace huikuan::cli
