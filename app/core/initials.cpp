#include "core/initials.h"

#include <algorithm>
#include <string>

namespace huikuan::core {
namespace {

constexpr char32_t first_han = 0x4E00;
constexpr std::string_view
    initials_table = // made by tools/initials.mjs when the build is configured
#include "embed/app/core/initials.txt"
    ;

// Ways of reading beside the one in the table, as they occur in names of firms and people.
struct Other {
    char32_t character;
    char letter;
};
constexpr Other others[] = {
    {U'行', 'h'}, {U'长', 'c'}, {U'重', 'c'}, {U'厦', 'x'}, {U'单', 's'}, {U'曾', 'z'},
    {U'乐', 'y'}, {U'盛', 'c'}, {U'藏', 'z'}, {U'会', 'k'}, {U'调', 't'}, {U'传', 'z'},
    {U'解', 'x'}, {U'贾', 'g'}, {U'车', 'j'}, {U'系', 'j'}, {U'降', 'x'}, {U'咖', 'g'},
    {U'晟', 's'}, {U'仇', 'q'}, {U'朝', 'z'}, {U'朝', 'c'}, {U'宿', 'x'}, {U'柏', 'b'},
};

struct Letter {
    char usual = 0;
    char other = 0;
    [[nodiscard]] bool is(char wanted) const { return wanted == usual || wanted == other; }
};

// 0 for what has no letter.
Letter letter_of(char32_t character) {
    if (character < 0x80) {
        const auto plain = static_cast<char>(character);
        if (plain >= 'A' && plain <= 'Z') { return {static_cast<char>(plain - 'A' + 'a'), 0}; }
        const bool stands = (plain >= 'a' && plain <= 'z') || (plain >= '0' && plain <= '9');
        return {stands ? plain : '\0', 0};
    }
    if (character < first_han || character - first_han >= initials_table.size()) { return {}; }
    Letter letter{initials_table[character - first_han], 0};
    if (letter.usual == ' ') { return {}; }
    for (const Other& other : others) {
        if (other.character == character && other.letter != letter.usual) {
            letter.other = other.letter;
        }
    }
    return letter;
}

// The next character of UTF-8; what is no UTF-8 is passed over.
char32_t take(std::string_view& text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (lead < 0x80 || size > text.size()) {
        text.remove_prefix(1);
        return lead < 0x80 ? lead : 0;
    }
    char32_t character = lead & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) {
        character = (character << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
    }
    text.remove_prefix(size);
    return character;
}

} // namespace

bool could_be_initials(std::string_view needle) {
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    if (needle.size() < 2) { return needle.size() == 1 && is_letter(needle.front()); }
    return std::ranges::all_of(needle,
                               [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

bool has_initials(std::string_view name, std::string_view needle) {
    std::string usual;
    std::string other;
    while (!name.empty()) {
        const Letter letter = letter_of(take(name));
        if (letter.usual == 0) { continue; }
        if (needle.size() == 1) { return letter.is(needle.front()); }
        usual += letter.usual;
        other += letter.other;
    }
    for (std::size_t from = 0; from + needle.size() <= usual.size(); ++from) {
        std::size_t at = 0;
        while (at < needle.size() && Letter{usual[from + at], other[from + at]}.is(needle[at])) {
            ++at;
        }
        if (at == needle.size()) { return true; }
    }
    return false;
}

} // namespace huikuan::core
