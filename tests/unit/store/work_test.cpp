// Contacts, promises, plans, holds and tasks in the tables: whose they are after merges, what ends
// them, what waits for its customer, and that the lists kept in memory follow.
#include <doctest/doctest.h>

#include "store/sample.h"
#include "store/store.h"

using namespace huikuan;
using namespace huikuan::store;
using namespace huikuan::store::sample;

namespace {

core::ContactLogged contact(std::uint64_t number, std::uint64_t customer, core::Date date) {
    return {.id = id(number),
            .customer = id_as<core::CustomerId>(customer),
            .date = date,
            .outcome = core::ContactOutcome::call_back};
}
core::PromiseMade promise(std::uint64_t number, std::uint64_t customer, std::int64_t minor) {
    return {.id = id(number),
            .customer = id_as<core::CustomerId>(customer),
            .amount = cny(minor),
            .date = day(2026, 1, 1),
            .due = day(2026, 1, 31)};
}

} // namespace

TEST_CASE("what was said to two records of one customer is said to one") {
    Book book;
    book.write(customer(1, "A"));
    book.write(customer(2, "B"));
    book.write(contact(70, 1, day(2026, 1, 2)));
    book.write(promise(71, 2, 500));
    REQUIRE(book.store->work().size() == 2);
    CHECK(book.store->work()[0].customer == id_as<core::CustomerId>(2));
    core::CustomersMerged merge;
    merge.id = id(50);
    merge.from = id_as<core::CustomerId>(2);
    merge.into = id_as<core::CustomerId>(1);
    merge.date = day(2026, 2, 1);
    book.write(merge);
    for (const core::WorkRow& row : book.store->work()) {
        CHECK(row.customer == id_as<core::CustomerId>(1));
    }
    CHECK(book.store->briefs().size() == 1);
    book.write(receipt(20, 2, 300, day(2026, 1, 20)));
    const std::pair whose{id_as<core::CustomerId>(1), currency("CNY")};
    CHECK(book.store->cash_of({&whose, 1}).at(0).size() == 1);
    book.write(reversal(40, 50, day(2026, 3, 1)));
    CHECK(book.store->work()[0].customer == id_as<core::CustomerId>(2));
    CHECK(book.store->briefs().size() == 2);
    CHECK(book.store->cash_of({&whose, 1}).at(0).empty());
    CHECK(book.store->check().sound);
}

TEST_CASE("work that comes before its customer waits for it, and is listed until then") {
    Book book;
    book.write(promise(71, 1, 500));
    CHECK(book.store->work().empty());
    REQUIRE(book.store->exceptions().size() == 1);
    CHECK(book.store->exceptions()[0].kind == core::ExceptionKind::waiting_for_reference);
    book.write(customer(1, "A"));
    CHECK(book.store->exceptions().empty());
    REQUIRE(book.store->work().size() == 1);
    CHECK(book.store->work()[0].amount == cny(500));
    // For an invoice instead of a customer: it can never be.
    book.write(invoice(10, 1, "I", 1000, day(2026, 1, 1), day(2026, 1, 31)));
    book.write(contact(72, 10, day(2026, 1, 2)));
    REQUIRE(book.store->exceptions().size() == 1);
    CHECK(book.store->exceptions()[0].kind == core::ExceptionKind::invalid_fact);
    CHECK(book.store->work().size() == 1);
    CHECK(book.store->check().sound);
}

TEST_CASE("a reversal ends a contact, a promise, a plan and a hold") {
    Book book;
    book.write(customer(1, "A"));
    book.write(contact(70, 1, day(2026, 1, 2)));
    book.write(promise(71, 1, 500));
    book.write(core::PlanAgreed{.id = id(72),
                                .customer = id_as<core::CustomerId>(1),
                                .date = day(2026, 1, 3),
                                .currency = currency("CNY"),
                                .lines = {{day(2026, 2, 28), 100, 1}, {day(2026, 3, 31), 100, 0}}});
    book.write(core::HoldPlaced{.id = id(73),
                                .customer = id_as<core::CustomerId>(1),
                                .kind = core::HoldKind::legal,
                                .date = day(2026, 1, 4),
                                .until = day(2026, 1, 9),
                                .reason = "suit"});
    REQUIRE(book.store->work().size() == 4);
    CHECK(book.store->work()[2].amount == cny(201));
    CHECK(book.store->work()[3].code == static_cast<int>(core::HoldKind::legal));
    for (std::uint64_t number = 70; number <= 73; ++number) {
        book.write(reversal(80 + number, number, day(2026, 2, 1)));
    }
    for (const core::WorkRow& row : book.store->work()) { CHECK(row.end == day(2026, 2, 1)); }
    const auto history = book.store->history(id(1));
    CHECK(history.size() == 9); // the customer, four facts, four reversals
    CHECK(book.store->check().sound);
}

TEST_CASE("tasks are read at once, and found with their customer") {
    Book book;
    book.write(customer(1, "A"));
    core::FieldsSet task{core::RegisterKind::task, id(60), {}};
    task.fields = {{"customer", core::to_text(id(1))}, {"title", "T"}};
    book.write(task);
    REQUIRE(book.store->tasks().size() == 1);
    task.fields = {{"done", "2026-02-28"}};
    book.write(task);
    CHECK(book.store->tasks()[0].second.size() == 3);
    CHECK(book.store->entities_of(core::RegisterKind::task, id_as<core::CustomerId>(1)) ==
          std::vector{id(60)});
    CHECK(book.store->check().sound);
}

TEST_CASE("the level of a line is the highest that a standing letter took it to") {
    Book book;
    book.write(customer(1, "A"));
    book.write(invoice(10, 1, "I", 1000, day(2026, 1, 1), day(2026, 1, 31)));
    const auto line = id_as<core::InvoiceId>(10);
    const auto letter = [&](std::uint64_t number, int level, core::Date date) {
        core::LetterSent sent{.id = id(number),
                              .customer = id_as<core::CustomerId>(1),
                              .date = date,
                              .letter = "reminder",
                              .ladder = "standard",
                              .level = level,
                              .text = "x"};
        sent.items = {{line, day(2026, 1, 31), 1000, level},
                      {id_as<core::InvoiceId>(11), day(2026, 1, 31), 5, 0}};
        return sent;
    };
    book.write(letter(70, 1, day(2026, 2, 3)));
    book.write(letter(71, 2, day(2026, 2, 15)));
    REQUIRE(book.store->line_levels(day(2026, 3, 1)).size() == 1);
    CHECK(book.store->line_levels(day(2026, 3, 1))[0].level == 2);
    CHECK(book.store->line_levels(day(2026, 3, 1))[0].last == day(2026, 2, 15));
    CHECK(book.store->line_levels(day(2026, 2, 14))[0].level == 1); // as it was then
    CHECK(book.store->line_levels(day(2026, 2, 2)).empty());
    REQUIRE(book.store->work().size() == 2);
    CHECK(book.store->work()[1].type == core::WorkType::letter);
    CHECK(book.store->work()[1].code == 2);
    // Taken back it never was sent.
    book.write(reversal(80, 71, day(2026, 2, 15)));
    CHECK(book.store->line_levels(day(2026, 3, 1))[0].level == 1);
    CHECK(book.store->check().sound);
}

TEST_CASE("lines that are open on a day, by what was paid until then") {
    Book book;
    book.write(customer(1, "A"));
    core::InvoiceIssued parts = invoice(10, 1, "I", 1000, day(2026, 1, 1), day(2026, 1, 31));
    parts.lines = {{day(2026, 1, 31), 400}, {day(2026, 2, 28), 600}};
    book.write(parts);
    book.write(receipt(20, 1, 500, day(2026, 2, 10)));
    book.write(allocation(30, 20, 10, 500, day(2026, 2, 10)));
    const auto before = book.store->open_lines(day(2026, 2, 9));
    REQUIRE(before.size() == 2);
    CHECK(before[0].open + before[1].open == 1000);
    const auto after = book.store->open_lines(day(2026, 2, 10));
    REQUIRE(after.size() == 1); // the earlier line is paid whole, the later in part
    CHECK(after[0].due == day(2026, 2, 28));
    CHECK(after[0].open == 500);
    CHECK(after[0].invoice == id_as<core::InvoiceId>(10));
    CHECK(after[0].customer == id_as<core::CustomerId>(1));
    CHECK(book.store->open_lines(day(2025, 12, 31)).empty());
}
