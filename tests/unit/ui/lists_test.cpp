// Short lists leave as files and by the clipboard as long ones do: what is shown, plain.
#include <algorithm>
#include <doctest/doctest.h>

#include "ui/kit/strings.h"
#include "ui/world.h"

using namespace huikuan;
using namespace huikuan::ui;
using huikuan::test::day;
using huikuan::test::World;

namespace {

std::string csv_of(World& world, const std::string& route, std::size_t rows) {
    world.visit(route);
    CHECK(world.press(Role::button, say("list.export")));
    CHECK(world.press(Role::button, say("list.export_csv")));
    for (int i = 0; i < 3; ++i) world.settle();
    CHECK(world.saved_name.ends_with("-2026-11-22.csv"));
    CHECK(static_cast<std::size_t>(std::ranges::count(world.saved, '\n')) == rows + 1);
    return world.saved;
}

} // namespace

TEST_CASE("disputes, holds, contacts and the day's list are files") {
    for (const float width : {1440.F, 390.F}) {
        CAPTURE(width);
        World world(width, 900);
        world.open_book(0, 0);
        session::Session& book = world.book();
        const core::Currency cny = core::parse_currency("CNY").value();
        const core::EntityId id = book.mint();
        const auto customer = core::id_cast<core::CustomerId>(id);
        REQUIRE(
            book.run(core::SetFields{{core::RegisterKind::customer, id, {{"name", "=青云机械"}}}}));
        core::IssueInvoice issue;
        issue.invoice.id = core::id_cast<core::InvoiceId>(book.mint());
        issue.invoice.customer = customer;
        issue.invoice.number = "A-1";
        issue.invoice.amount = {4'800'000, cny};
        issue.invoice.issued = day("2026-08-01");
        issue.due = day("2026-08-31");
        REQUIRE(book.run(issue));
        core::LogContact log;
        log.contact.id = book.mint();
        log.contact.customer = customer;
        log.contact.date = day("2026-11-20");
        log.contact.note = "月底,再说";
        log.contact.outcome = core::ContactOutcome::call_back;
        REQUIRE(book.run(log));

        const auto today = csv_of(world, "/today", 1);
        CHECK(today.contains("'=青云机械,48000.00,")); // no text is a formula
        CHECK(today.contains(",2026-11-20,"));
        const auto contacts =
            csv_of(world, "/customers/" + core::to_text(id) + "?tab=collection", 1);
        CHECK(contacts.contains("\"月底,再说\""));

        core::OpenDispute dispute;
        dispute.dispute = {book.mint(), issue.invoice.id, {50'000, cny}, day("2026-11-21"), "少货"};
        dispute.dispute.answer_by = day("2026-11-27");
        REQUIRE(book.run(dispute));
        CHECK(csv_of(world, "/dunning/disputes", 1).contains(",A-1,500.00,"));
        CHECK(world.saved.contains(",2026-11-27,"));
        CHECK(world.press(Role::button, say("list.export")));
        CHECK(world.press(Role::button, say("list.copy")));
        CHECK(world.backend->copied.text.contains("\tA-1\t500.00\t"));

        core::PlaceHold hold;
        hold.hold.id = book.mint();
        hold.hold.customer = customer;
        hold.hold.date = day("2026-11-22");
        hold.hold.until = day("2026-12-01");
        hold.hold.reason = "等验收";
        REQUIRE(book.run(hold));
        CHECK(csv_of(world, "/dunning/holds", 1).contains(",2026-12-01,,等验收"));
    }
}

TEST_CASE("Ctrl+P prints the list of a page, an empty one too, and all of a month") {
    World world;
    world.open_book(3, 10);
    const auto prints = [&](const std::string& route) {
        world.visit(route);
        world.backend->printed.clear();
        CHECK(world.backend->app()->shortcut(Shortcut::print));
        world.backend->request_frame();
        world.settle();
        return world.backend->printed;
    };
    const std::string disputes = prints("/dunning/disputes");
    CHECK(disputes.contains(say("dispute.cause")));
    CHECK(disputes.contains(say("list.print_none")));
    CHECK(prints("/dunning/holds").contains(say("hold.until")));
    CHECK(prints("/dunning").contains(say("dunning.to_pay")));
    CHECK(prints("/legal/cases").contains(say("case.stage")));
    session::Session& book = world.book();
    for (const char* due : {"2026-11-03", "2026-11-30", "2026-12-01"}) {
        REQUIRE(book.run(core::SetFields{{core::RegisterKind::task,
                                          book.mint(),
                                          {{"title", "核对 " + std::string(due)}, {"due", due}}}}));
    }
    const std::string month = prints("/today/calendar?day=2026-11-20");
    CHECK(month.contains("核对 2026-11-03"));
    CHECK(month.contains("核对 2026-11-30"));
    CHECK_FALSE(month.contains("核对 2026-12-01")); // of the next one
}

TEST_CASE("on a phone tabs and chips are one line each, which the focus moves sideways") {
    World world(390, 844, "en");
    world.open_book(4, 30);
    const auto at = [&](Role role, const std::string& label) {
        const Node* node = world.backend->find(role, label);
        REQUIRE_MESSAGE(node != nullptr, label);
        return node->rect;
    };
    world.visit("/receipts");
    const Rect first = at(Role::tab, say("receipts.tab"));
    CHECK(first.w > 0);
    CHECK(at(Role::tab, say("gains.title")).y == doctest::Approx(first.y));
    CHECK(at(Role::tab, say("gains.title")).w == 0); // there is more: it is cut off, or beyond
    const Rect chip = at(Role::checkbox, say("receipts.unapplied_only"));
    CHECK(chip.w > 0);
    CHECK(chip.h >= 30);
    CHECK(at(Role::checkbox, say("list.with_void")).y == doctest::Approx(chip.y));
    CHECK(at(Role::checkbox, say("list.with_void")).w == 0);
    // The two icons of the list stand beside each other at the end of that line.
    const Rect columns = at(Role::button, say("list.columns"));
    const Rect file = at(Role::button, say("list.export"));
    CHECK(columns.y == doctest::Approx(file.y));
    CHECK(columns.x > chip.x);
    CHECK(file.x + file.w > 390 - 32);

    // Who goes there by keys sees it; who hears the page presses it wherever it is.
    const Node* last = world.backend->find(Role::checkbox, say("list.with_void"));
    world.backend->post({NodeEventKind::focus, last->id, {}, 1});
    world.settle();
    CHECK(at(Role::checkbox, say("list.with_void")).w > 0);
    CHECK(at(Role::checkbox, say("receipts.unapplied_only")).w == 0);
    CHECK(world.press(Role::checkbox, say("receipts.unapplied_only")));
    CHECK(world.backend->route().contains("only=unapplied"));
    // A finger moves it, and the page stays where it is.
    world.backend->loop().begin_scroll(first.x + 20, chip.y + 10);
    CHECK(world.backend->loop().scroll(-1e6F, 0));
    world.settle();
    CHECK(at(Role::checkbox, say("receipts.unapplied_only")).x == doctest::Approx(chip.x));
    // A link leads to a tab that was out of sight: it is shown.
    world.visit("/receipts/gains");
    CHECK(at(Role::tab, say("gains.title")).w > 0);
}
