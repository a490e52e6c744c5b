// The forecast as a person meets it: weeks, the documents of one, a phone, an empty book.
#include "session/forecast.h"

#include <doctest/doctest.h>

#include "ui/world.h"

using namespace huikuan;
using namespace huikuan::ui;
using huikuan::test::day;
using huikuan::test::World;

TEST_CASE("the forecast opens from a week down to a document") {
    for (const float width : {1440.F, 390.F}) {
        for (const char* tongue : {"zh-CN", "en"}) {
            CAPTURE(width);
            CAPTURE(tongue);
            World world(width, 900, tongue);
            world.open_book(0, 0);
            world.visit("/receivables/forecast");
            CHECK(world.shows(say("forecast.none")));
            session::Session& book = world.book();
            const core::EntityId id = book.mint();
            REQUIRE(book.run(
                core::SetFields{{core::RegisterKind::customer, id, {{"name", "青云机械"}}}}));
            for (const auto& [number, due] :
                 {std::pair("A-1", "2026-11-30"), std::pair("A-2", "2026-01-31")}) {
                core::IssueInvoice issue;
                issue.invoice.id = core::id_cast<core::InvoiceId>(book.mint());
                issue.invoice.customer = core::id_cast<core::CustomerId>(id);
                issue.invoice.number = number;
                issue.invoice.amount = {1'234'500, core::parse_currency("CNY").value()};
                issue.invoice.issued = day("2026-01-01");
                issue.due = day(due);
                REQUIRE(book.run(issue));
            }
            world.settle();
            world.visit("/receivables/forecast");
            CHECK(world.shows(say("forecast.press")));
            CHECK(world.shows("12,345.00"));
            // The second week, Monday 23 to Sunday 29, has nothing; the third has A-1.
            world.visit("/receivables/forecast?week=2");
            CHECK(world.shows(say("forecast.nothing")));
            world.visit("/receivables/forecast?week=3");
            CHECK(world.shows("A-1"));
            CHECK_FALSE(world.shows("A-2"));
            world.visit("/receivables/forecast?week=undated");
            CHECK(world.shows("A-2"));
            world.visit("/receivables/forecast?week=nonsense&currency=XXX");
            CHECK(world.shows(say("forecast.title")));
        }
    }
}
