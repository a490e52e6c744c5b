// The pages of the ledger: a customer's figures, contacts and contracts, terms, duplicates,
// holidays and rates, as a person works on them.
#include "core/calendar.h"
#include "session/ledger.h"
#include "ui/contract.h"
#include "ui/world.h"

using namespace huikuan;
using namespace huikuan::ui;
using huikuan::test::World;

namespace huikuan::test {

// A customer with a contact, a contract, a head of its group, a dispute, a credit note and
// unapplied money: its id.
std::string customer_with_everything(session::Session& book) {
    const auto set = [&](core::RegisterKind kind, core::EntityId id, core::Fields fields) {
        REQUIRE(book.run(core::SetFields{{kind, id, std::move(fields)}}));
        return id;
    };
    using Kind = core::RegisterKind;
    const auto head = set(Kind::customer, book.mint(), {{"name", "青云集团"}});
    const auto one = set(Kind::customer, book.mint(),
                         {{"name", "青云机械"},
                          {"code", "Q1"},
                          {"tax_no", "91310000MA1FL0001X"},
                          {"terms", "2/10 net 30"},
                          {"parent", core::to_text(head)}});
    set(Kind::customer, book.mint(), {{"name", "青云机械"}, {"tax_no", "91310000MA1FL0001X"}});
    set(Kind::contact, book.mint(),
        {{"customer", core::to_text(one)},
         {"name", "王芳"},
         {"phone", "021-5555"},
         {"email", "wang@example.com"},
         {"billing", "1"}});
    set(Kind::contract, book.mint(),
        {{"customer", core::to_text(one)}, {"number", "HT-1"}, {"late_fee", "lpr+50%"}});
    const core::Currency yuan = core::parse_currency("CNY").value();
    core::IssueInvoice issue;
    issue.invoice.id = core::id_cast<core::InvoiceId>(book.mint());
    issue.invoice.customer = core::id_cast<core::CustomerId>(one);
    issue.invoice.number = "A-1";
    issue.invoice.amount = {1'130'000, yuan};
    issue.invoice.issued = core::parse_iso("2026-08-01").value();
    issue.invoice.tax = core::TaxSplit{1'000'000, 130'000};
    REQUIRE(book.run(issue));
    REQUIRE(book.run(core::OpenDispute{{book.mint(),
                                        issue.invoice.id,
                                        {100'000, yuan},
                                        core::parse_iso("2026-09-01").value(),
                                        "质量"}}));
    core::RecordReceipt advance;
    advance.receipt.id = core::id_cast<core::ReceiptId>(book.mint());
    advance.receipt.type = core::CreditType::advance;
    advance.receipt.customer = issue.invoice.customer;
    advance.receipt.amount = {50'000, yuan};
    advance.receipt.date = core::parse_iso("2026-09-02").value();
    REQUIRE(book.run(advance));
    return core::to_text(one);
}

} // namespace huikuan::test

TEST_CASE("balance and exposure stand as a sum whose terms lead to what they are made of") {
    World world;
    world.open_book(0, 0);
    const std::string one = huikuan::test::customer_with_everything(world.book());
    world.visit("/customers/" + one);
    CHECK(world.shows(say("formula.open") + " CNY 11,300.00"));
    CHECK(world.shows(say("formula.unapplied") + " CNY 500.00"));
    CHECK(world.shows(say("label.balance") + " CNY 10,800.00"));
    CHECK(world.shows(say("formula.disputed") + " CNY 1,000.00"));
    CHECK(world.press(Role::link, say("formula.disputed") + " CNY 1,000.00"));
    CHECK(world.backend->route().contains("only=disputed"));
    CHECK(world.shows("A-1"));
    CHECK(world.press(Role::link, say("formula.unapplied") + " CNY 500.00"));
    CHECK(world.backend->route().contains("only=unapplied"));
    CHECK(world.press(Role::link, say("label.balance") + " CNY 10,800.00"));
    CHECK(world.backend->route().starts_with("/receivables/aging?customer=" + one));
}

TEST_CASE("a contact and a contract are made, read back, changed and removed by their forms") {
    World world;
    world.open_book(0, 0);
    const auto id = world.book().mint();
    REQUIRE(
        world.book().run(core::SetFields{{core::RegisterKind::customer, id, {{"name", "甲"}}}}));
    world.visit("/customers/" + core::to_text(id) + "?tab=data");
    CHECK(world.press(Role::button, say("contact.new")));
    CHECK(world.press(Role::button, say("kit.save")));
    CHECK(world.shows(say("form.missing")));
    CHECK(world.type(say("contact.name"), "李雷"));
    CHECK(world.type(say("label.phone"), "+86 21 5555"));
    CHECK(world.press(Role::checkbox, say("contact.billing")));
    CHECK(world.press(Role::button, say("kit.save")));
    const auto contacts = [&] {
        return session::Ledger(world.book()).contacts(core::id_cast<core::CustomerId>(id));
    };
    REQUIRE(contacts().size() == 1);
    CHECK(contacts()[0].field("billing") == "1");
    CHECK(world.shows(say("contact.billing_badge")));
    CHECK(world.press(Role::button, say("contact.remove")));
    CHECK(world.shows(say("contact.none")));

    CHECK(world.press(Role::button, say("contract.new")));
    CHECK(world.type(say("contract.number"), "HT-9"));
    CHECK(world.type(say("label.terms"), "next week"));
    CHECK(world.press(Role::button, say("kit.save")));
    const auto contracts = [&] {
        return session::Ledger(world.book()).contracts(core::id_cast<core::CustomerId>(id));
    };
    CHECK(contracts().empty()); // the terms cannot be read, and the form says so
    CHECK(world.type(say("label.terms"), "3x1m"));
    CHECK(world.shows(say("terms.understood", "").substr(0, 6)));
    CHECK(world.type(say("contract.signed"), "昨天"));
    CHECK(world.press(Role::button, say("kit.save")));
    REQUIRE(contracts().size() == 1);
    CHECK(contracts()[0].contract.signed_on == core::parse_iso("2026-11-21").value());
    CHECK(contracts()[0].contract.terms->parts.size() == 3);
    CHECK(world.shows(clause_words(core::Clause::late_fee)));
}

TEST_CASE("terms of the customer are shown with their due dates and become the schedule") {
    World world;
    world.open_book(0, 0);
    const auto id = world.book().mint();
    REQUIRE(world.book().run(core::SetFields{
        {core::RegisterKind::customer, id, {{"name", "甲"}, {"terms", "net 45"}}}}));
    world.visit("/customers/" + core::to_text(id) + "?new=invoice");
    CHECK(world.type(say("label.number"), "T-1"));
    CHECK(world.type(say("label.amount"), "100"));
    CHECK(world.shows("2027-01-06")); // 45 days later
    CHECK(world.type(say("label.terms"), "3x1m"));
    CHECK(world.shows("CNY 33.34"));
    CHECK(world.shows("2026-12-22"));
    CHECK(world.press(Role::button, say("invoices.save")));
    core::ListQuery query;
    query.as_of = world.book().today();
    const auto rows = world.book().invoices(world.book().invoice_keys(query), query.as_of);
    REQUIRE(rows.size() == 1);
    REQUIRE(rows[0].lines.size() == 3);
    CHECK(rows[0].lines[0].minor == 3'334);
    CHECK(rows[0].terms == "3x1m");
}

TEST_CASE("two records of one customer are merged from their page, and taken apart again") {
    World world;
    world.open_book(0, 0);
    const auto id = core::parse_id(huikuan::test::customer_with_everything(world.book())).value();
    const auto with_documents = core::id_cast<core::CustomerId>(id);
    world.visit("/customers/duplicates");
    CHECK(world.shows("91310000ma1fl0001x"));
    CHECK(world.press(Role::button, say("duplicates.merge")));
    CHECK(world.shows(say("duplicates.none")));
    CHECK(session::Ledger(world.book()).duplicates().empty());
    const auto kept = world.book().customer(with_documents, world.book().today());
    REQUIRE(kept);
    CHECK(kept->holder == with_documents); // proposed: the one that has documents
    CHECK(world.press(Role::button, say("undo")));
    CHECK(session::Ledger(world.book()).duplicates().size() == 1);
    // Two that are not the same are not shown again.
    world.visit("/customers");
    CHECK(world.shows(say("duplicates.link", "1")));
    world.visit("/customers/duplicates");
    CHECK(world.press(Role::button, say("duplicates.dismiss")));
    CHECK(world.shows(say("duplicates.none")));
    world.visit("/customers");
    CHECK_FALSE(world.shows(say("duplicates.link", "1")));
}

TEST_CASE("a holiday and a rate of the book's own are noted, used and taken back") {
    World world;
    world.open_book(0, 0);
    world.visit("/settings/calendar");
    CHECK(world.type(say("label.date"), "2027-02-08"));
    CHECK(world.press(Role::button, say("kit.save")));
    const core::Date day = core::parse_iso("2027-02-08").value(); // a Monday
    const auto calendar = [&] {
        return session::Ledger(world.book()).policy().calendar.value_or(core::Calendar::china());
    };
    CHECK(!calendar().is_business_day(day));
    CHECK(world.press(Role::button, say("calendar.take_back", "2027-02-08")));
    CHECK(calendar().is_business_day(day));
    CHECK(world.type(say("label.date"), "2027-02-08~02-10，2027-02-15"));
    CHECK(world.press(Role::button, say("kit.save")));
    CHECK(world.shows(say("calendar.saved_many", "4", say("calendar.free"))));
    CHECK(!calendar().is_business_day(core::add_days(day, 2)));
    CHECK(calendar().is_business_day(core::add_days(day, 3)));
    CHECK(!calendar().is_business_day(core::add_days(day, 7)));
    CHECK(world.type(say("label.date"), "2027-02-10~2027-02-08"));
    CHECK(world.press(Role::button, say("kit.save")));
    CHECK(calendar().is_business_day(core::add_days(day, 3)));
    world.visit("/settings/rates");
    CHECK(world.type(say("rates.from"), "2026-11-20"));
    CHECK(world.type(say("rates.one_year"), "cheap"));
    CHECK(world.press(Role::button, say("kit.save")));
    CHECK(session::Ledger(world.book()).rates().checked_until() <
          core::parse_iso("2026-11-20").value());
    CHECK(world.type(say("rates.one_year"), "2.9"));
    CHECK(world.type(say("rates.source"), "公告"));
    CHECK(world.press(Role::button, say("kit.save")));
    CHECK(session::Ledger(world.book()).rates().at(day)->one_year_ppm == 29'000);
    CHECK(world.press(Role::button, say("rates.take_back", "2026-11-20")));
    CHECK(session::Ledger(world.book()).rates().at(day)->one_year_ppm != 29'000);
}
