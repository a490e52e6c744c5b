// Statements of account in the tables: in total order, whose they are after merges, what waits for
// what it follows, what can never follow it.
#include <doctest/doctest.h>

#include "store/sample.h"
#include "store/store.h"

using namespace huikuan;
using namespace huikuan::store;
using namespace huikuan::store::sample;

namespace {

core::StatementIssued statement(std::uint64_t number, std::uint64_t customer) {
    return {.id = id(number),
            .customer = id_as<core::CustomerId>(customer),
            .date = day(2026, 2, 3),
            .from = day(2026, 1, 1),
            .to = day(2026, 1, 31),
            .currency = currency("CNY"),
            .closing = 1000,
            .code = "code"};
}
core::StatementAnswered answer(std::uint64_t number, std::uint64_t customer, std::uint64_t of) {
    return {.id = id(number),
            .customer = id_as<core::CustomerId>(customer),
            .statement = id(of),
            .date = day(2026, 2, 10),
            .verdict = core::StatementVerdict::difference,
            .theirs = 700,
            .lines = {{"I-1", 200, core::DifferenceCause::price, "w", day(2026, 2, 20)},
                      {"", 100, core::DifferenceCause::other, "", std::nullopt}}};
}
core::DifferenceSettled settled(std::uint64_t number, std::uint64_t customer, std::uint64_t of) {
    return {.id = id(number),
            .customer = id_as<core::CustomerId>(customer),
            .answer = id(of),
            .line = 1,
            .date = day(2026, 2, 12),
            .how = core::DifferenceEnd::passed,
            .note = "x"};
}

} // namespace

TEST_CASE("statements, answers with their lines and settlements are read as they were written") {
    Book book;
    book.write(customer(1, "A"));
    book.write(customer(2, "B"));
    book.write(statement(70, 2));
    book.write(answer(71, 2, 70));
    book.write(settled(72, 2, 71));
    const auto& rows = book.store->statements();
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].type == core::StatementStep::issue);
    CHECK(rows[0].balance == cny(1000));
    CHECK(rows[0].code == "code");
    CHECK(rows[0].from == day(2026, 1, 1));
    REQUIRE(rows[1].lines.size() == 2);
    CHECK(rows[1].lines[0] == answer(71, 2, 70).lines[0]);
    CHECK(rows[1].lines[1] == answer(71, 2, 70).lines[1]);
    CHECK(rows[1].balance.minor == 700);
    CHECK(rows[2].line == 1);
    CHECK(rows[2].subject == id(71));
    CHECK(rows[2].end == core::far_future);
    CHECK(book.store->exceptions().empty());

    core::CustomersMerged merge;
    merge.id = id(50);
    merge.from = id_as<core::CustomerId>(2);
    merge.into = id_as<core::CustomerId>(1);
    merge.date = day(2026, 2, 1);
    book.write(merge);
    CHECK(book.store->statements()[0].customer == id_as<core::CustomerId>(1));
    book.write(reversal(40, 71, day(2026, 2, 10)));
    CHECK(book.store->statements()[1].end == day(2026, 2, 10));
    // Its history tells all that was said about it.
    CHECK(book.store->history(id(70)).size() == 3);
    CHECK(book.store->check().sound);
}

TEST_CASE("what follows a statement waits for it; what follows something else can never be") {
    Book book;
    book.write(customer(1, "A"));
    book.write(settled(72, 1, 71));
    book.write(answer(71, 1, 70));
    auto listed = book.store->exceptions();
    REQUIRE(listed.size() == 1); // the answer: the settlement has what it follows
    CHECK(listed[0].kind == core::ExceptionKind::waiting_for_reference);
    book.write(statement(70, 1));
    CHECK(book.store->exceptions().empty());

    book.write(settled(73, 1, 70)); // of a statement, which has no lines
    core::StatementSent sent{.id = id(74),
                             .customer = id_as<core::CustomerId>(1),
                             .statement = id(71),
                             .date = day(2026, 2, 4)};
    book.write(sent); // of an answer
    listed = book.store->exceptions();
    REQUIRE(listed.size() == 2);
    for (const auto& row : listed) CHECK(row.kind == core::ExceptionKind::invalid_fact);
    CHECK(book.store->check().sound);
}
