#include "core/aftercare.h"

#include <doctest/doctest.h>

#include "sample.h"

using namespace huikuan::core;

namespace {

AgingEntries ledger() {
    AgingEntries entries;
    entries.parties.resize(1);
    return entries;
}
void owe(AgingEntries& entries, const char* from, const char* due, std::int64_t minor) {
    entries.add(day(from).days, day(due).days, day(from).days, minor, 0);
}

} // namespace

TEST_CASE("the day on which the last of what was late was paid") {
    AgingEntries entries = ledger();
    CHECK_FALSE(settled_on(entries, day("2028-03-01"))[0]); // nothing ever was
    owe(entries, "2028-01-10", "2028-01-31", 1000);
    CHECK_FALSE(settled_on(entries, day("2028-02-29"))[0]); // still late
    owe(entries, "2028-02-20", "2028-01-31", -999);
    CHECK_FALSE(settled_on(entries, day("2028-02-29"))[0]); // 0.01 is
    owe(entries, "2028-02-29", "2028-01-31", -1);
    CHECK(settled_on(entries, day("2028-02-29"))[0] == day("2028-02-29"));
    CHECK_FALSE(settled_on(entries, day("2028-02-28"))[0]); // as it was the day before
    // It bounces, and is paid again.
    owe(entries, "2028-03-05", "2028-01-31", 1);
    CHECK_FALSE(settled_on(entries, day("2028-03-05"))[0]);
    owe(entries, "2028-03-06", "2028-01-31", -1);
    CHECK(settled_on(entries, day("2028-03-06"))[0] == day("2028-03-06"));
    // What is not due yet does not keep it open, what was paid on its day was never late.
    owe(entries, "2028-03-06", "2028-04-30", 500);
    owe(entries, "2028-03-07", "2028-03-07", 500);
    owe(entries, "2028-03-07", "2028-03-07", -500);
    CHECK(settled_on(entries, day("2028-03-08"))[0] == day("2028-03-06"));
    // Unapplied cash settles nothing.
    entries.add(day("2028-03-09").days, unapplied_marker, unapplied_marker, -1000, 0);
    CHECK(settled_on(entries, day("2028-03-09"))[0] == day("2028-03-06"));
}

TEST_CASE("whether and when a return visit is asked for") {
    const CollectionPolicy policy;
    AftercareFacts facts;
    facts.settled = day("2028-02-22");
    const auto asked_for = [&](const char* on) { return return_visit_day(facts, policy, day(on)); };
    CHECK_FALSE(asked_for("2028-02-22")); // nobody had asked for the money
    facts.last_asked = day("2028-02-01");
    CHECK_FALSE(asked_for("2028-02-22")); // it was written off, not paid
    facts.last_cash = day("2028-02-22");
    CHECK(asked_for("2028-02-22") == day("2028-02-29"));
    CHECK(asked_for("2028-05-29") == day("2028-02-29")); // 90 days after
    CHECK_FALSE(asked_for("2028-05-30"));
    CHECK_FALSE(asked_for("2028-02-21")); // not settled yet
    facts.last_asked = day("2027-08-26"); // 180 days before
    CHECK(asked_for("2028-02-22"));
    facts.last_asked = day("2027-08-25");
    CHECK_FALSE(asked_for("2028-02-22"));
    facts.last_asked = day("2028-02-23"); // thanked already: that is no asking
    CHECK_FALSE(asked_for("2028-02-24"));
    facts.last_asked = day("2028-02-01");
    facts.visited = day("2028-02-21"); // of an earlier settlement
    CHECK(asked_for("2028-02-24"));
    facts.visited = day("2028-02-22");
    CHECK_FALSE(asked_for("2028-02-24"));
    facts.visited.reset();
    CollectionPolicy none;
    CHECK(none.take_setting("aftercare.days", "0"));
    CHECK_FALSE(return_visit_day(facts, none, day("2028-02-24")));
    CHECK(none.take_setting("aftercare.days", "91")); // read, and left as it was
    CHECK(none.aftercare_days == 0);
}

TEST_CASE("a visit that was planned for a settlement that did not last comes after the next") {
    const CollectionPolicy policy;
    CHECK(return_visit_again(day("2028-02-22"), day("2028-02-22"), policy) == day("2028-02-22"));
    CHECK(return_visit_again(day("2028-02-21"), day("2028-02-22"), policy) == day("2028-02-29"));
    CHECK(return_visit_again(day("2028-03-31"), day("2028-02-22"), policy) == day("2028-03-31"));
}

TEST_CASE("every device gives a return visit the same id, and each settlement its own") {
    const CustomerId one{7, 9};
    const CustomerId other{7, 10};
    const EntityId id = return_visit_id(one, day("2028-02-22"));
    CHECK(id == return_visit_id(one, day("2028-02-22")));
    CHECK(id != return_visit_id(one, day("2028-02-23")));
    CHECK(id != return_visit_id(other, day("2028-02-22")));
    CHECK_FALSE(id.is_nil());
}
