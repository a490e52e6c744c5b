// 还款协议 on paper: the documents that it names, as they were open on its day.
#include <doctest/doctest.h>

#include "ui/kit/format.h"
#include "ui/kit/strings.h"
#include "ui/plan_form.h"
#include "ui/world.h"

using namespace huikuan;
using namespace huikuan::ui;
using huikuan::test::day;
using huikuan::test::World;

TEST_CASE("an agreement names the documents that its principal is owed on, oldest due first") {
    World world;
    world.open_book(0, 0);
    const core::EntityId id = world.book().mint();
    REQUIRE(
        world.book().run(core::SetFields{{core::RegisterKind::customer, id, {{"name", "青云"}}}}));
    const auto customer = core::id_cast<core::CustomerId>(id);
    const core::Currency cny = core::parse_currency("CNY").value();
    const auto add = [&](const char* number, std::int64_t minor, const char* issued,
                         core::Currency currency) {
        core::IssueInvoice issue;
        issue.invoice.id = core::id_cast<core::InvoiceId>(world.book().mint());
        issue.invoice.customer = customer;
        issue.invoice.number = number;
        issue.invoice.amount = {minor, currency};
        issue.invoice.issued = issue.due.emplace(day(issued));
        REQUIRE(world.book().run(issue));
    };
    add("A-1", 4'800'000, "2026-07-01", cny);
    add("A-0", 100'000, "2026-05-01", cny);
    add("A-2", 200'000, "2026-10-15", cny);
    add("U-1", 500'000, "2026-05-02", core::parse_currency("USD").value());
    core::RecordReceipt paid;
    paid.receipt.id = core::id_cast<core::ReceiptId>(world.book().mint());
    paid.receipt.customer = customer;
    paid.receipt.amount = {30'000, cny};
    paid.receipt.date = day("2026-10-20");
    paid.plan.rule = core::AllocationRule::none;
    REQUIRE(world.book().run(paid));
    const core::Date today = world.book().today();
    std::string paper;
    const char* language = "en";
    const auto agree = [&](std::int64_t principal, core::Date on) {
        core::PlanAgreed plan;
        plan.customer = customer;
        plan.date = on;
        plan.currency = cny;
        plan.lines = {{today, principal, 0}};
        Desk desk(world.book(), *world.library(), *world.backend);
        const auto row = world.book().customer(customer, today);
        REQUIRE(row);
        paper = agreement_html(desk, *row, plan, language);
    };
    const auto has = [&](std::string_view words) { return paper.contains(words); };
    agree(70'000, today);
    CHECK(has("On 22 November 2026 these documents of the debtor are open:"));
    // Where it is paid to is said where the book knows it; nobody signs a page of its own.
    CHECK_FALSE(has("ICBC 1202"));
    CHECK(paper.find("<div class=\"keep\">") < paper.find("takes effect"));
    REQUIRE(world.book().run(core::SetFields{
        {core::RegisterKind::setting, core::settings_entity, {{"company.bank", "ICBC 1202"}}}}));
    agree(70'000, today);
    CHECK(has("account: ICBC 1202."));
    // A-0 less what waits for its use is all of it.
    CHECK(has("<td class=\"whole\">A-0</td><td class=\"whole\">2026-05-01</td>"));
    CHECK_FALSE(has(">A-1<"));
    CHECK(has("\u2212300.00"));
    CHECK(has("<p class=\"strong number\">Together CNY\u00a0700.00</p>"));
    CHECK_FALSE(has("Of this"));
    agree(70'001, today);
    CHECK(has(">A-1<"));
    CHECK_FALSE(has(">A-2<"));
    CHECK(has("Of this, CNY\u00a0700.01 is what"));
    agree(9'000'000, today); // more than stands in the book
    CHECK(has(">A-2<"));
    CHECK_FALSE(has(">U-1<"));
    CHECK(has("CNY\u00a039,300.00 that is owed beyond these documents"));
    agree(100'000, day("2026-06-01")); // printed again: as it was on its day
    CHECK(has(">A-0<"));
    CHECK_FALSE(has(">A-1<"));
    CHECK_FALSE(has("\u2212300.00"));
    agree(100'000, day("2026-01-01")); // before there was anything
    CHECK_FALSE(has("Invoice no."));
    CHECK(has("Principal"));
    language = "zh"; // whatever the interface speaks
    agree(70'001, today);
    CHECK(has("<h1>还款协议</h1>"));
    CHECK(has("其中 人民币 700.01\u00a0元 列入本协议。"));
    CHECK(has("乙方：青云（盖章）"));
    CHECK_FALSE(has("{{"));
    CHECK_FALSE(has("Together"));
}
