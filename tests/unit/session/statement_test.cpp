#include "session/statement.h"

#include <doctest/doctest.h>

#include "session/demo.h"
#include "session/world.h"

using namespace huikuan;
using namespace huikuan::test;

TEST_CASE("a statement of movements closes, to the cent, whatever the period") {
    auto book = new_book();
    const auto a = add_customer(*book, "青云");
    REQUIRE(book->run(invoice(book->mint(), a, "I1", 100'00, "2026-01-10", "2026-02-09")));
    const auto second = book->mint();
    REQUIRE(book->run(invoice(second, a, "I2", 50'00, "2026-02-10", "2026-03-12")));
    const auto cash = book->mint();
    REQUIRE(book->run(receipt(cash, a, 80'00, "2026-02-20")));

    const auto found = session::statements_of(*book, a, day("2026-02-01"), day("2026-02-28"));
    REQUIRE(found.size() == 1);
    const session::Statement& one = found[0];
    CHECK(one.opening == 100'00);
    CHECK(one.closing == 70'00);
    REQUIRE(one.rows.size() == 2);
    CHECK(one.rows[0].number == "I2");
    CHECK(one.rows[0].balance == 150'00);
    CHECK(one.rows[1].credit);
    CHECK(one.rows[1].balance == 70'00);
    CHECK(one.debits == 50'00);
    CHECK(one.credits == 80'00);
    CHECK(one.code.size() == 19);
    CHECK(session::statements_of(*book, a, day("2026-02-01"), day("2026-02-28"))[0].code ==
          one.code);

    // The receipt bounces in March: February says what it said, March has a line for it.
    REQUIRE(book->run(core::Reverse{book->mint(), cash, day("2026-03-05"), "退票"}));
    const auto march = session::statements_of(*book, a, day("2026-03-01"), day("2026-03-31"));
    REQUIRE(march.size() == 1);
    CHECK(march[0].opening == 70'00);
    CHECK(march[0].closing == 150'00);
    REQUIRE(march[0].rows.size() == 1);
    CHECK(march[0].rows[0].correction);
    CHECK(march[0].rows[0].minor == 80'00);
    // What was printed for February has another code now only if its figures are others.
    const auto again = session::statements_of(*book, a, day("2026-02-01"), day("2026-02-28"));
    CHECK(again[0].closing == 70'00);

    CHECK(session::statements_of(*book, a, day("2025-01-01"), day("2025-12-31")).empty());
    CHECK(session::statements_of(*book, {}, day("2025-01-01"), day("2026-12-31")).empty());
}

TEST_CASE("statements of random books: opening + debits - credits = closing, and periods join") {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        CAPTURE(seed);
        auto book = new_book();
        session::DemoOptions options;
        options.customers = 6;
        options.invoices = 120;
        options.seed = seed;
        options.today = day("2026-11-22");
        session::DemoJob job(*book, options);
        while (!job.finished()) job.step(50);
        core::ListQuery all;
        all.as_of = options.today;
        for (const auto& customer : book->customers(book->customer_keys(all), options.today)) {
            const auto half = day("2026-06-30");
            const auto first = session::statements_of(*book, customer.id, day("2026-01-01"), half);
            const auto second =
                session::statements_of(*book, customer.id, core::add_days(half, 1), options.today);
            for (const auto* part : {&first, &second}) {
                for (const session::Statement& one : *part) {
                    CHECK(one.opening + one.debits - one.credits == one.closing);
                    if (!one.rows.empty()) CHECK(one.rows.back().balance == one.closing);
                }
            }
            for (const session::Statement& one : first) {
                for (const session::Statement& next : second) {
                    if (next.currency == one.currency) CHECK(next.opening == one.closing);
                }
            }
        }
    }
}
