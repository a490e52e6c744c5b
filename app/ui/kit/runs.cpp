#include "ui/kit/runs.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "imgui.h"
#include "imgui_internal.h"

namespace huikuan::ui {

namespace {

// Where no character is yet, and low: ImGui keeps a table up to the highest code that it has drawn.
constexpr char32_t first_code = 0x34000;
constexpr char32_t last_code = 0x3FFFD;
constexpr int most_of_phrase = 96; // characters: a glyph has to find room in the atlas
constexpr int most_of_word = 24;   // of a script that has no blanks

struct KnownRuns {
    bool used = false;
    std::unordered_map<std::string, char32_t> codes;
    std::vector<const std::string*> texts;
};
KnownRuns& known_runs() {
    static KnownRuns known;
    return known;
}

struct Letter {
    char32_t code = 0; // 0: the end
    std::size_t bytes = 0;
};
Letter letter_at(std::string_view text, std::size_t at) {
    if (at >= text.size()) return {};
    unsigned int code = 0;
    const int bytes = ImTextCharFromUtf8(&code, text.data() + at, text.data() + text.size());
    return {code, static_cast<std::size_t>(bytes)};
}

constexpr bool between(char32_t c, char32_t first, char32_t last) {
    return c >= first && c <= last;
}
// Marks, variants, tones of skin, tags: part of what stands before them.
bool is_part(char32_t c) {
    return between(c, 0x300, 0x36F) || between(c, 0x20D0, 0x20FF) || between(c, 0x3099, 0x309A) ||
           between(c, 0xFE00, 0xFE0F) || between(c, 0x1F3FB, 0x1F3FF) ||
           between(c, 0xE0020, 0xE007F) || between(c, 0xE0100, 0xE01EF);
}
bool is_from_right(char32_t c) {
    return c == 0x200F || between(c, 0x590, 0x8FF) || between(c, 0xFB1D, 0xFDFF) ||
           between(c, 0xFE70, 0xFEFC) || between(c, 0x10800, 0x10FFF) ||
           between(c, 0x1E800, 0x1EFFF);
}
// Indian and south-east Asian scripts, Hangul by letters, Mongolian: shaped, from left to right.
bool is_shaped(char32_t c) {
    return between(c, 0x900, 0x109F) || between(c, 0x1100, 0x11FF) || between(c, 0x1780, 0x18AF) ||
           between(c, 0x1900, 0x1CFF) || between(c, 0xA840, 0xAAFF) || between(c, 0x11000, 0x11FFF);
}
bool is_joiner(char32_t c) { return c == 0x200C || c == 0x200D; }
bool is_flag_letter(char32_t c) { return between(c, 0x1F1E6, 0x1F1FF); }
// Blanks, digits and marks between two words of a phrase.
bool is_neutral(char32_t c) {
    const bool latin = between(c | 0x20U, 'a', 'z');
    return (between(c, 0x20, 0x7E) && !latin) || between(c, 0xA0, 0xBF) ||
           between(c, 0x2000, 0x206F);
}

std::size_t script_end(std::string_view text, std::size_t at, RunOf of) {
    const bool from_right = is_from_right(letter_at(text, at).code);
    const int most = from_right ? most_of_phrase : most_of_word;
    std::size_t end = at;
    std::size_t next = at;
    for (int count = 0; count < most; ++count) {
        const auto [c, bytes] = letter_at(text, next);
        next += bytes;
        const bool same = from_right ? is_from_right(c) : is_shaped(c);
        if (same || (c != 0 && (is_part(c) || is_joiner(c)))) end = next;
        else if (!from_right || of == RunOf::word || !is_neutral(c)) break;
    }
    return end;
}

std::size_t cluster_end(std::string_view text, std::size_t at) {
    const auto [first, length] = letter_at(text, at);
    std::size_t end = at + length;
    bool pair = is_flag_letter(first);
    while (true) {
        const auto [c, bytes] = letter_at(text, end);
        if (is_part(c)) {
            end += bytes;
        } else if (c == 0x200D && first >= 0x2190) { // an emoji, and the one that is joined to it
            end += bytes;
            if (const Letter next = letter_at(text, end); next.code >= 0x2190) end += next.bytes;
        } else if (pair && is_flag_letter(c)) {
            end += bytes;
            pair = false;
        } else {
            return end;
        }
    }
}

// Quick for what nearly all text is: Latin, Chinese, and the marks of both.
bool may_have_runs(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0xCC) continue;
        const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
        switch (byte) {
        case 0xCC:
        case 0xCD: return true; // U+0300
        case 0xE0:
        case 0xE1: return true; // U+0800
        case 0xE2:              // U+200D, U+20D0
            if (next == 0x83 || (next == 0x80 && text.substr(i).starts_with("\u200D"))) return true;
            break;
        case 0xE3: // U+3099
            if (next == 0x82) return true;
            break;
        case 0xEA: // before the syllables of Hangul
            if (next < 0xB0) return true;
            break;
        case 0xEF: // U+FB1D, U+FE00: not the wide marks
            if (next < 0xBC) return true;
            break;
        default:
            if (byte >= 0xF0 || (byte >= 0xD6 && byte <= 0xDF)) return true;
        }
    }
    return false;
}

} // namespace

void use_runs(bool on) { known_runs().used = on; }

TextRun run_at(std::string_view text, std::size_t at, RunOf of) {
    KnownRuns& known = known_runs();
    if (!known.used) return {};
    const auto [c, bytes] = letter_at(text, at);
    if (c == 0) return {};
    const bool script = is_from_right(c) || is_shaped(c);
    const std::size_t end = script ? script_end(text, at, of) : cluster_end(text, at);
    const bool own_code = between(c, first_code, last_code); // it is no run's in this text
    if (!script && !own_code && end == at + bytes) return {};
    std::string run(text.substr(at, end - at));
    const auto found = known.codes.find(run);
    if (found != known.codes.end()) return {end - at, found->second};
    if (known.texts.size() > last_code - first_code) return {};
    const auto code = static_cast<char32_t>(first_code + known.texts.size());
    known.texts.push_back(&known.codes.emplace(std::move(run), code).first->first);
    return {end - at, code};
}

std::string_view with_runs(std::string_view text, std::string& room) {
    if (!known_runs().used || !may_have_runs(text)) return text;
    room.clear();
    for (std::size_t i = 0; i < text.size();) {
        const TextRun run = run_at(text, i);
        if (run.bytes == 0) {
            const std::size_t bytes = std::max<std::size_t>(letter_at(text, i).bytes, 1);
            room += text.substr(i, bytes);
            i += bytes;
            continue;
        }
        char code[5] = {};
        ImTextCharToUtf8(code, run.code);
        room += code;
        i += run.bytes;
    }
    return room;
}

std::string_view run_text(char32_t code) {
    const auto& texts = known_runs().texts;
    if (code < first_code || code - first_code >= texts.size()) return {};
    return *texts[code - first_code];
}

std::string_view dots_after(std::string_view text) {
    std::size_t last = text.size();
    while (last > 0 && (static_cast<unsigned char>(text[last - 1]) & 0xC0U) == 0x80U) --last;
    if (last == 0) return "…";
    return is_from_right(letter_at(text, last - 1).code) ? "…\u200F" : "…";
}

} // namespace huikuan::ui
