#include "session/session.h"

#include "session/bundle.h"
#include "session/world.h"

using namespace huikuan;
using namespace huikuan::test;

TEST_CASE("a receipt is previewed, recorded, repeated without harm, and undone") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "乙公司");
    const auto invoice_id = book->mint();
    REQUIRE(book->run(invoice(invoice_id, customer, "A-1", 1'000'00, "2026-09-01", "2026-10-01")));
    const auto command = receipt(book->mint(), customer, 1'200'00, "2026-11-01");

    const auto before = book->revision();
    const auto seen = book->preview(command);
    REQUIRE(seen);
    CHECK(seen->facts.size() == 2);
    CHECK(book->revision() == before);
    CHECK(book->counts().receipts == 0);

    const auto done = book->run(command);
    REQUIRE(done);
    CHECK(done->facts == seen->facts);
    CHECK(book->revision() > before);
    auto row = book->customer(customer, book->today());
    REQUIRE(row);
    REQUIRE(row->balances.size() == 1);
    CHECK(row->balances[0].balance == -200'00);
    CHECK(row->balances[0].unapplied == -200'00);

    SUBCASE("the same command again writes nothing") {
        const auto changes = book->counts().changes;
        const auto again = book->run(command);
        REQUIRE(again);
        CHECK(again->repeated);
        CHECK(book->counts().changes == changes);
    }
    SUBCASE("the same id with other content is refused") {
        auto other = command;
        other.receipt.amount.minor = 1;
        const auto refused = book->run(other);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == core::ErrorCode::duplicate_id);
    }
    SUBCASE("undo is a reversal") {
        REQUIRE(done->undo.size() == 1);
        const core::Reverse undo{book->mint(), done->undo[0], std::nullopt, "typed twice"};
        REQUIRE(book->run(undo));
        row = book->customer(customer, book->today());
        CHECK(row->balances[0].balance == 1'000'00);
        CHECK(book->invoice(core::id_cast<core::InvoiceId>(invoice_id), book->today())->open ==
              1'000'00);
        const auto twice =
            book->run(core::Reverse{book->mint(), done->undo[0], std::nullopt, "again"});
        REQUIRE_FALSE(twice);
        CHECK(twice.error().code == core::ErrorCode::already_reversed);
    }
}

TEST_CASE("unapplied cash is used once, however often the command comes") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "乙公司");
    const auto cash = receipt(book->mint(), customer, 500'00, "2026-11-01");
    REQUIRE(book->run(cash));
    const auto bill = book->mint();
    REQUIRE(book->run(invoice(bill, customer, "A-1", 300'00, "2026-10-01", "2026-11-01")));
    core::AllocateReceipt command{
        book->mint(),
        cash.receipt.id,
        {core::AllocationRule::manual, {{core::id_cast<core::InvoiceId>(bill), 300'00}}},
        day("2026-11-02")};
    REQUIRE(book->run(command));
    const auto changes = book->counts().changes;
    const auto again = book->run(command);
    REQUIRE(again);
    CHECK(again->repeated);
    CHECK(book->counts().changes == changes);
    command.plan.parts[0].minor = 1'00;
    const auto other = book->run(command);
    REQUIRE_FALSE(other);
    CHECK(other.error().code == core::ErrorCode::duplicate_id);
}

TEST_CASE("undo of a field write restores what was shown") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "旧名");
    const auto done = book->run(core::SetFields{
        {core::RegisterKind::customer, core::entity_of(customer), {{"name", "新名"}}}});
    REQUIRE(done);
    REQUIRE(done->restore);
    CHECK(book->customer(customer, book->today())->name == "新名");
    REQUIRE(book->run(core::SetFields{*done->restore}));
    CHECK(book->customer(customer, book->today())->name == "旧名");
}

TEST_CASE("a batch is all or nothing, and decides each command on the ones before it") {
    const Book book = new_book();
    const auto customer = book->mint();
    const auto customer_id = core::id_cast<core::CustomerId>(customer);
    const auto one = book->mint();
    std::vector<core::Command> commands;
    commands.emplace_back(core::SetFields{
        {core::RegisterKind::customer, customer, {{"name", "丙"}, {"terms_days", "10"}}}});
    auto issue = invoice(one, customer_id, "B-1", 500, "2026-01-01", "2026-02-01");
    issue.due.reset(); // by the terms of the customer that the batch itself creates
    commands.emplace_back(issue);
    auto pay = receipt(book->mint(), customer_id, 300, "2026-03-01", core::AllocationRule::manual);
    pay.plan.parts = {{core::id_cast<core::InvoiceId>(one), 300}};
    commands.emplace_back(pay);

    SUBCASE("good") {
        REQUIRE(book->run_batch(commands));
        const auto row = book->invoice(core::id_cast<core::InvoiceId>(one), book->today());
        REQUIRE(row);
        CHECK(row->open == 200);
        CHECK(row->due == day("2026-01-11"));
    }
    SUBCASE("too much on the second receipt: nothing goes in") {
        auto more =
            receipt(book->mint(), customer_id, 300, "2026-03-02", core::AllocationRule::manual);
        more.plan.parts = {{core::id_cast<core::InvoiceId>(one), 201}};
        commands.emplace_back(more);
        const auto changes = book->counts().changes;
        const auto refused = book->run_batch(commands);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == core::ErrorCode::exceeds_open);
        CHECK(book->counts().changes == changes);
        CHECK(book->counts().customers == 0);
    }
    SUBCASE("a command that needs the others settled first") {
        commands.emplace_back(
            receipt(book->mint(), customer_id, 200, "2026-03-02")); // oldest due first
        commands.emplace_back(
            core::Reverse{book->mint(), core::entity_of(pay.receipt.id), std::nullopt, "bounced"});
        REQUIRE(book->run_batch(commands));
        CHECK(book->invoice(core::id_cast<core::InvoiceId>(one), book->today())->open == 300);
        REQUIRE(book->run(receipt(book->mint(), customer_id, 300, "2026-03-03")));
        CHECK(session::check_integrity(*book).sound);
    }
}

TEST_CASE("ids of one device sort in the order in which they were minted, however fast") {
    const Book book = new_book();
    core::EntityId last = book->mint();
    for (int i = 0; i < 20'000; ++i) { // more than one millisecond can count
        const core::EntityId next = book->mint();
        REQUIRE(last < next);
        last = next;
    }
}

TEST_CASE("a seeded book gives the same bytes each time") {
    const auto make = [] {
        auto book = session::Session::create_file(":memory:", {"甲", cny(), 7}).value();
        book->set_today(day("2026-11-22"));
        add_customer(*book, "乙");
        session::ExportOptions options;
        options.form = session::BundleForm::ndjson;
        return exported(*book, options);
    };
    CHECK(make() == make());
}
