#pragma once
// Characters that do not simply stand side by side: joined scripts and those that run from right to
// left, an emoji of several parts, a letter with its marks. Each such run is one glyph, which the
// system draws whole; what is drawn has a code in its place that no character has.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace huikuan::ui {

// Whether glyphs come from the system; a font file has them one by one.
void use_runs(bool on);

struct TextRun {
    std::size_t bytes = 0; // 0: no run begins here
    char32_t code = 0;
};
// Words that follow one another from right to left are one run as a phrase: their order is part of
// it. Where lines may break between them, each is one.
enum class RunOf : std::uint8_t { phrase, word };
TextRun run_at(std::string_view text, std::size_t at, RunOf of = RunOf::phrase);
// The text with a code for each run, made in `room`; the text itself where it has none.
std::string_view with_runs(std::string_view text, std::string& room);
std::string_view run_text(char32_t code); // empty: no run has that code
// What says that a text goes on: on the left of one that runs from the right.
std::string_view dots_after(std::string_view text);

} // namespace huikuan::ui
