#include "core/letter.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <random>

#include "core/text.h"

using namespace huikuan::core;

namespace {

const LetterValues values{{"customer", "甲 {{total}}"}, {"total", "5.00"}, {"empty", ""}};

std::string filled(std::string_view text) {
    const auto out = expand(text, values);
    return out ? *out
               : std::string(name_of(out.error().code)) + " " + out.error().field + " " +
                     out.error().detail;
}

} // namespace

TEST_CASE(
    "holes are filled, parts stand where there is something, marks take their line with them") {
    CHECK(filled("") == "");
    CHECK(filled("no holes } } {") == "no holes } } {");
    CHECK(filled("{{customer}} owes {{ total }}.") ==
          "甲 {{total}} owes 5.00."); // not filled again
    CHECK(filled("a\n{{#total}}\nb {{total}}\n{{/total}}\nc") == "a\nb 5.00\nc");
    CHECK(filled("a\n{{#empty}}\nb {{empty}} {{gone}}\n{{/empty}}\nc") == "a\nc");
    CHECK(filled("a\n{{^empty}}\nb\n{{/empty}}\nc") == "a\nb\nc");
    CHECK(filled("a{{^total}}b{{/total}}c") == "ac");
    CHECK(filled("{{#total}}1{{#gone}}2{{/gone}}3{{^gone}}4{{/gone}}{{/total}}") == "134");
    CHECK(filled("a\n{{#total}}\nb\n{{/total}}") == "a\nb");
}

TEST_CASE("a hole that nothing fills is refused by name, and a broken mark by what it says") {
    CHECK(filled("{{gone}} {{empty}} {{gone}}") == "required letter gone,empty");
    CHECK(filled("{{#total}}x") == "malformed letter {{#total}}");
    CHECK(filled("{{/total}}x") == "malformed letter {{/total}}");
    CHECK(filled("{{#total}}{{#customer}}{{/total}}{{/customer}}") ==
          "malformed letter {{/total}}");
    CHECK(filled("a {{total") == "malformed letter {{total");
    CHECK(filled("a {{to\ntal}}") == "malformed letter {{to\ntal}}");
    CHECK(filled("{{}}") == "malformed letter {{}}");
    CHECK(filled("{{# }}") == "malformed letter {{# }}");
    std::string deep;
    for (int i = 0; i < 1000; ++i) { deep += "{{#total}}"; }
    CHECK(filled(deep).starts_with("malformed"));
}

TEST_CASE("every shipped letter is there in both languages, and asks for nothing unknown") {
    for (const std::string& name : letter_names({})) {
        for (const char* language : {"zh", "en"}) {
            CAPTURE(name);
            CAPTURE(language);
            const auto letter = letter_template({}, name, language);
            REQUIRE(letter);
            CHECK_FALSE(letter->own);
            CHECK_FALSE(letter->subject.empty());
            CHECK(letter->body.size() > 100);
            CHECK(letter->body.size() + letter->subject.size() < longest_template);
            const auto marks = marks_of(letter->subject + "\n" + letter->body);
            REQUIRE(marks);
            for (const std::string& mark : *marks) {
                CAPTURE(mark);
                CHECK(std::ranges::contains(letter_fields(), mark));
            }
            CHECK(std::ranges::contains(*marks, "sign")); // where that begins is no guess
            // With everything given nothing is left open.
            LetterValues all;
            for (const auto field : letter_fields()) { all.emplace_back(field, "x"); }
            const auto whole = expand(letter->body, all);
            REQUIRE(whole);
            CHECK_FALSE(whole->contains("{{"));
        }
    }
    for (const char* language : {"zh", "en"}) {
        CHECK(std::ranges::count(letter_part("heads", language), '|') == 5);
        for (const char* part : {"line", "more"}) {
            CHECK(marks_of(letter_part(part, language)));
            CHECK_FALSE(letter_template({}, part, language)); // no letter
        }
    }
    CHECK_FALSE(letter_template({}, "gone", "zh"));
    CHECK_FALSE(letter_template({}, "", "zh"));
    CHECK(letter_names({}).size() == 9);
    // A sum that is said has all its parts, and the money that waits for its use comes first.
    for (const std::string& name : letter_names({})) {
        for (const char* language : {"zh", "en"}) {
            CAPTURE(name);
            const std::string body = letter_template({}, name, language)->body;
            if (!body.contains("{{total}}")) { continue; }
            const auto total = body.find("{{total}}");
            CHECK(body.find("{{#fee}}") < total);
            CHECK(body.find("{{#interest}}") < total);
            CHECK(body.find("{{#unapplied}}") < body.find("{{items}}"));
            CHECK(body.find("{{items}}") < total);
        }
    }
    // What is asked for is said where a demand is made; a draft of a lawyer names who signs it.
    for (const char* name : {"reminder", "demand_soft", "demand_firm", "demand_final", "lawyer"}) {
        for (const char* language : {"zh", "en"}) {
            const auto letter = letter_template({}, name, language);
            const auto marks = marks_of(letter->body);
            for (const char* needed :
                 {"items", "total", "unapplied", "disputed", "pay_by", "fee", "interest"}) {
                CAPTURE(needed);
                CHECK(std::ranges::contains(*marks, needed));
            }
            // The money that waits for its use is shown before what is asked for.
            CHECK(letter->body.find("{{unapplied}}") < letter->body.find("{{items}}"));
        }
    }
}

TEST_CASE("settings lie over the shipped letters and may add some") {
    const std::pair<std::string, std::string> settings[] = {
        {"letter.reminder.zh", "主题\n正文 {{total}}"},
        {"letter.reminder.en", ""},
        {"letter.offer.en", "Offer\n\nBody"},
        {"letter.bank", "x"},
        {"letter.odd.fr", "x"},
    };
    const auto mine = letter_template(settings, "reminder", "zh");
    REQUIRE(mine);
    CHECK(mine->own);
    CHECK(mine->subject == "主题");
    CHECK(mine->body == "正文 {{total}}");
    CHECK_FALSE(letter_template(settings, "reminder", "en")->own);
    CHECK(letter_template(settings, "offer", "en")->body == "Body");
    CHECK_FALSE(letter_template(settings, "offer", "zh"));
    CHECK(letter_names(settings).size() == 10);
    CHECK(letter_names(settings).back() == "offer");
}

TEST_CASE("random templates are filled or refused, never half") {
    const std::string_view pieces[] = {"{{", "}}",         "{{#total}}", "{{/total}}", "{{total}}",
                                       "\n", "{{^empty}}", "{{/empty}}", "字",         "{"};
    for (unsigned seed = 1; seed <= 3000; ++seed) {
        CAPTURE(seed);
        std::mt19937 random(seed);
        std::string text;
        for (unsigned i = 0, count = random() % 12; i < count; ++i) {
            text += pieces[random() % std::size(pieces)];
        }
        const auto out = expand(text, values);
        if (out) {
            CHECK_FALSE(out->contains("{{#"));
            CHECK_FALSE(out->contains("{{/"));
            CHECK_FALSE(out->contains("{{total}}"));
        } else {
            CHECK_FALSE(out.error().detail.empty());
        }
        (void)marks_of(text);
    }
}
