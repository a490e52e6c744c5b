// Money of other currencies on the pages: exchanged at a rate that is typed, gains of what was
// paid, and of what is open at the rates of a day.
#include <doctest/doctest.h>

#include "ui/case.h"
#include "ui/document_words.h"
#include "ui/kit/format.h"
#include "ui/lists.h"

using namespace huikuan;
using namespace huikuan::ui;
using huikuan::test::Case;
using huikuan::test::day;
using huikuan::test::World;

TEST_CASE("dollars become yuan at a rate that is typed, and the gain is listed") {
    Case one;
    World& world = one.world;
    const auto debt = one.owes("U-1", 100'00, "2026-03-01", {}, "USD", {7, 1});
    one.new_receipt();
    CHECK(world.type(say("label.amount"), "130"));
    CHECK(world.type(say("rate.label", "USD", "CNY"), "7.2"));
    CHECK(world.shows("936.00")); // what it is worth
    CHECK(world.shows(say("gains.would", "CNY 20.00")));
    CHECK(world.press(Role::button, say("receipts.save")));
    CHECK(one.open(debt) == 0);
    world.visit("/receipts/gains");
    CHECK(world.shows("CNY 20.00"));
    world.visit("/receipts?receipt=" + core::to_text(one.credits()[0].id));
    CHECK(world.press(Role::button, say("exchange.title")));
    CHECK(world.type(say("exchange.amount"), "30"));
    CHECK(world.type(say("rate.label", "USD", "CNY"), "0"));
    CHECK_FALSE(world.press(Role::button, say("exchange.do"))); // no rate, no conversion
    CHECK(world.type(say("exchange.amount"), "0.01"));
    CHECK(world.type(say("rate.label", "USD", "CNY"), "0.1"));
    CHECK(world.shows(error_words({core::ErrorCode::amount_not_positive, "converted", "CNY"})));
    CHECK_FALSE(world.press(Role::button, say("exchange.do")));
    CHECK(one.credits(core::CreditType::exchange_in).empty());
    CHECK(world.type(say("exchange.amount"), "30"));
    CHECK(world.type(say("rate.label", "USD", "CNY"), "7.1"));
    CHECK(world.shows(say("exchange.gives", "CNY 213.00")));
    CHECK(world.press(Role::button, say("exchange.do")));
    REQUIRE(one.credits(core::CreditType::exchange_in).size() == 1);
    CHECK(one.credits(core::CreditType::exchange_in)[0].amount.minor == 213'00);
}

TEST_CASE("what is open in dollars is worth another sum at a rate that is typed for the day") {
    Case one;
    World& world = one.world;
    one.owes("U-1", 100'00, "2026-03-01", {}, "USD", {7, 1});
    one.owes("U-2", 10'00, "2026-03-01", {}, "USD"); // no rate as booked: not in the sum
    world.visit("/receipts/gains");
    CHECK(world.shows(say("gains.empty")));
    CHECK(world.press(Role::checkbox, say("gains.unrealised")));
    CHECK(world.shows(say("gains.without_rate", "1")));
    CHECK_FALSE(world.shows("CNY 720.00")); // nothing is worth anything without a rate
    CHECK(world.type(say("rate.label", "USD", "CNY"), "7.2"));
    for (const char* figure : {"CNY 720.00", "CNY 700.00", "CNY 20.00"}) {
        CAPTURE(std::string(figure));
        CHECK(world.shows(figure));
    }
    CHECK_FALSE(world.shows(credit_words(core::CreditType::advance)));
    auto paid = core::RecordReceipt{};
    paid.receipt.id = core::id_cast<core::ReceiptId>(one.book().mint());
    paid.receipt.customer = one.customer;
    paid.receipt.amount = {1'00, core::parse_currency("USD").value()};
    paid.receipt.date = day("2026-03-02");
    paid.receipt.method = "bank";
    paid.receipt.type = core::CreditType::advance;
    REQUIRE(one.book().run(paid)); // a row that has no number says what it is
    world.visit("/receipts");
    world.visit("/receipts/gains?of=open");
    CHECK(world.shows(credit_words(core::CreditType::advance)));
    world.visit("/receipts");
    world.visit("/receipts/gains?of=open"); // it is still the same day
    CHECK(world.shows("CNY 20.00"));
}
