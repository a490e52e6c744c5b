// Which characters are drawn as one, and that a text is broken and cut between them.
#include <doctest/doctest.h>

#include <string>

#include "ui/kit/runs.h"

using namespace huikuan::ui;

namespace {

// The runs of a text in brackets.
std::string runs_of(std::string_view text, RunOf of = RunOf::phrase) {
    std::string shown;
    for (std::size_t i = 0; i < text.size();) {
        const TextRun run = run_at(text, i, of);
        const std::size_t bytes = run.bytes == 0 ? 1 : run.bytes;
        const std::string part(text.substr(i, bytes));
        shown += run.bytes == 0 ? part : "[" + part + "]";
        if (run.bytes != 0) CHECK(run_text(run.code) == part);
        i += bytes;
    }
    return shown;
}

struct Used { // as where glyphs come from the system
    Used() { use_runs(true); }
    ~Used() { use_runs(false); }
};

} // namespace

TEST_CASE("an emoji of several parts, a letter with marks and a variant are one glyph each") {
    const Used used;
    CHECK(runs_of("a👍b") == "a👍b"); // by itself: a character like others
    CHECK(runs_of("👍🏽👨\u200D👩\u200D👧") == "[👍🏽][👨\u200D👩\u200D👧]");
    CHECK(runs_of("🇨🇳🇩🇪") == "[🇨🇳][🇩🇪]");
    CHECK(runs_of("1\uFE0F\u20E3 ❤\uFE0F") == "[1\uFE0F\u20E3] [❤\uFE0F]");
    CHECK(runs_of("cafe\u0301") == "caf[e\u0301]");
    CHECK(runs_of("葛\U000E0100城") == "[葛\U000E0100]城");
    CHECK(runs_of("👩\u200D\nx") == "[👩\u200D]\nx");
}

TEST_CASE("words from right to left are one run as a phrase, and one each where lines break") {
    const Used used;
    CHECK(runs_of("Al شركة النور (12) للتجارة, x") == "Al [شركة النور (12) للتجارة], x");
    CHECK(runs_of("شركة النور", RunOf::word) == "[شركة] [النور]");
    CHECK(runs_of("हिन्दी ไทย") == "[हिन्दी] [ไทย]");
    CHECK(dots_after("شركة") == "…\u200F");
    CHECK(dots_after("杭州") == "…");
    CHECK(dots_after("") == "…");
}

TEST_CASE("what is drawn has a code for each run; other texts stay as they are") {
    use_runs(false);
    std::string room;
    const std::string_view plain = "杭州青云贸易 Ltd. −1,000.00 … “好”，（𠮷）";
    const std::string_view mixed = "a 👍🏽 b";
    CHECK(with_runs(mixed, room).data() == mixed.data()); // a font file has no runs
    const Used used;
    CHECK(with_runs(plain, room) == plain);
    const auto drawn = with_runs(mixed, room);
    CHECK(drawn.size() == 8);
    CHECK(drawn.starts_with("a "));
    CHECK(drawn.ends_with(" b"));
    CHECK(with_runs(mixed, room) == drawn);           // the same code again
    CHECK(with_runs("\xFF\xF0", room) == "\xFF\xF0"); // no UTF-8: nothing is lost
    CHECK(runs_of("\U00034000") == "[\U00034000]");   // a character where codes are: its own run
    CHECK(run_text(U'a').empty());
}
