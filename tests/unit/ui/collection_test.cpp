// What the pages of collecting say and read, apart from their drawing; the drawing is walked by
// shell_test.cpp.
#include <doctest/doctest.h>

#include "ui/collection_words.h"
#include "ui/kit/strings.h"
#include "ui/plan_form.h"

using namespace huikuan;
using namespace huikuan::ui;

TEST_CASE("a percentage is read as people type it, and nothing else is") {
    CHECK(read_percent("3.65") == 36'500);
    CHECK(read_percent(" 3.65 % ") == std::nullopt); // a blank before the sign
    CHECK(read_percent("3.65%") == 36'500);
    CHECK(read_percent("") == 0);
    CHECK(read_percent("100") == 1'000'000);
    CHECK(read_percent("0.0001") == 1);
    for (const char* wrong : {"100.0001", "-1", "3,65", "abc", "1.2.3", "0.00001", "99999999999"}) {
        CAPTURE(wrong);
        CHECK_FALSE(read_percent(wrong));
    }
}

TEST_CASE("rates and scores in words") {
    set_language(Language::en);
    CHECK(percent_words(-1) == "–");
    CHECK(percent_words(600'000) == "60.00%");
    CHECK(percent_words(1) == "0.00%");
    core::WorkFacts facts;
    facts.today = core::parse_iso("2026-11-22").value();
    facts.overdue = true;
    facts.overdue_major = 10;
    facts.last_contact = facts.today;
    session::WorkItem item;
    item.facts = facts;
    item.score = core::score(facts);
    CHECK(score_words(item.score) == "amount 12 + likely 18 = 30");
    CHECK(why_words(item) == "Contacted today");
    set_language(Language::zh);
}
