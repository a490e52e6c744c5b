#include "ui/desk.h"

#include <doctest/doctest.h>

#include "ui/aging_view.h"

using namespace huikuan;
using namespace huikuan::ui;

TEST_CASE("a route survives being read and written") {
    for (const char* text : {"/", "/customers", "/customers/0199b0c2-0000-7000-8000-000000000000",
                             "/receivables/aging?currency=USD&bucket=2"}) {
        CHECK(parse_route(text).text() == text);
    }
    Route route = parse_route("/receivables/aging?currency=USD&bucket=2");
    CHECK(route.part(0) == "receivables");
    CHECK(route.part(7).empty());
    CHECK(route.option("bucket") == "2");
    CHECK(route.option("nothing").empty());
    route.set("bucket", "");
    route.set("currency", "EUR");
    CHECK(route.text() == "/receivables/aging?currency=EUR");
}

TEST_CASE("a hostile route is only a route") {
    for (const char* text : {"", "?", "////", "/a//b/", "?=&&=x", "/x?y", "/%00?%=%"}) {
        const Route route = parse_route(text);
        CHECK(parse_route(route.text()).text() == route.text());
    }
    CHECK(parse_route("/a//b/").parts.size() == 2);
}

TEST_CASE("what is left of an invoice lies at the end of its schedule") {
    core::InvoiceRow row;
    row.issued = core::parse_iso("2026-01-01").value();
    row.lines = {{core::parse_iso("2026-03-01").value(), 3000},
                 {core::parse_iso("2026-04-01").value(), 4000},
                 {core::parse_iso("2026-05-01").value(), 5000}};
    row.open = 6000; // 6,000 of 12,000 are paid: the first line and 3,000 of the second
    core::AgingQuery query;
    query.as_of = core::parse_iso("2026-04-20").value();
    const auto lines = aged_lines(row, query);
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].open == 1000);
    CHECK(lines[0].age == 19);
    CHECK(lines[0].slot == 1);
    CHECK(lines[1].open == 5000);
    CHECK(lines[1].slot == 0); // not due
    query.basis = core::AgingBasis::issue_date;
    CHECK(aged_lines(row, query)[1].slot == 4); // 109 days
    row.open = 0;
    CHECK(aged_lines(row, query).empty());
    row.open = 99'999; // more than the schedule: never more than the lines
    CHECK(aged_lines(row, query).size() == 3);
}

TEST_CASE("the slot of an age follows the printed rule") {
    const int edges[] = {30, 60, 90, 120};
    CHECK(slot_of_age(-1, edges) == 0);
    CHECK(slot_of_age(0, edges) == 1); // due on the day itself
    CHECK(slot_of_age(30, edges) == 1);
    CHECK(slot_of_age(31, edges) == 2);
    CHECK(slot_of_age(120, edges) == 4);
    CHECK(slot_of_age(121, edges) == 5);
}
