// Interest of what was never owed, as a person takes it back.
#include <doctest/doctest.h>

#include "session/ledger.h"
#include "ui/kit/format.h"
#include "ui/kit/strings.h"
#include "ui/world.h"

using namespace huikuan;
using namespace huikuan::ui;
using huikuan::test::day;
using huikuan::test::World;

TEST_CASE("what a dispute shows was charged too much is credited with one press") {
    World world;
    world.open_book(0, 0);
    const auto run = [&](const core::Command& command) { REQUIRE(world.book().run(command)); };
    const core::Currency cny = core::parse_currency("CNY").value();
    const core::EntityId id = world.book().mint();
    run(core::SetFields{{core::RegisterKind::customer, id, {{"name", "青云机械"}}}});
    core::IssueInvoice issue;
    issue.invoice.id = core::id_cast<core::InvoiceId>(world.book().mint());
    issue.invoice.customer = core::id_cast<core::CustomerId>(id);
    issue.invoice.number = "A-1";
    issue.invoice.amount = {4'800'000, cny};
    issue.invoice.issued = issue.due.emplace(day("2026-08-31"));
    run(issue);
    const core::InvoiceId debt = issue.invoice.id;
    const auto dispute = world.book().mint();
    run(core::OpenDispute{{dispute, debt, {1'000'000, cny}, day("2026-09-01"), "少货"}});
    core::IssueInvoice interest;
    interest.invoice.id = core::id_cast<core::InvoiceId>(world.book().mint());
    interest.invoice.customer = issue.invoice.customer;
    interest.invoice.number = "INT-1";
    interest.invoice.type = core::DebitType::interest;
    interest.invoice.against = core::entity_of(debt);
    const session::Ledger ledger(world.book());
    core::InterestQuery query;
    query.fee = ledger.late_fee_of(debt);
    query.until = day("2026-10-31");
    const std::int64_t charged = ledger.interest(debt, query)->minor;
    interest.invoice.amount = {charged, cny};
    interest.invoice.issued = interest.due.emplace(query.until);
    run(interest);
    core::RecordReceipt credit;
    credit.receipt.id = core::id_cast<core::ReceiptId>(world.book().mint());
    credit.receipt.customer = issue.invoice.customer;
    credit.receipt.amount = {1'000'000, cny};
    credit.receipt.date = day("2026-11-20");
    credit.receipt.method = "other";
    credit.receipt.type = core::CreditType::credit_note;
    credit.receipt.number = "CN-1";
    credit.receipt.reason = "少货";
    credit.receipt.against = core::entity_of(debt);
    run(credit);
    run(core::SettleDispute{{.id = world.book().mint(),
                             .customer = issue.invoice.customer,
                             .dispute = dispute,
                             .date = day("2026-11-20"),
                             .outcome = core::DisputeOutcome::credit_note,
                             .document = core::entity_of(credit.receipt.id),
                             .note = "属实"}});
    const std::int64_t owed = ledger.interest(debt, query)->minor;
    REQUIRE(owed < charged);
    const std::string sum = money_text({charged - owed, cny});
    world.visit("/dunning/disputes?talk=" + core::to_text(dispute));
    CHECK(world.shows(say("interest.over", "A-1", sum)));
    REQUIRE(world.press(Role::button, say("interest.take_back", sum)));
    CHECK(world.book().invoice(interest.invoice.id, world.book().today())->open == owed);
    CHECK_FALSE(world.shows(say("interest.over", "A-1", sum)));
}
