#include "session/demo.h"

#include <doctest/doctest.h>
#include <set>

#include "session/demo_story.h"
#include "session/world.h"

using namespace huikuan;
using namespace huikuan::test;

namespace {

Book demo_book(const session::DemoOptions& options, double budget_ms = 1000) {
    session::NewBook wanted{"示例", cny()};
    wanted.seed = options.seed;
    auto book = session::Session::create_file(":memory:", wanted).value();
    session::DemoJob job(*book, options);
    int last = 0;
    while (!job.finished()) {
        job.step(budget_ms);
        CHECK(job.progress() >= last);
        last = job.progress();
    }
    CHECK(!job.error());
    CHECK(job.progress() == 1000);
    return book;
}

session::DemoOptions options(int customers, int invoices, std::uint64_t seed) {
    session::DemoOptions chosen;
    chosen.customers = customers;
    chosen.invoices = invoices;
    chosen.seed = seed;
    chosen.today = day("2026-06-30");
    return chosen;
}

} // namespace

TEST_CASE("one seed tells one story, whatever the frames; another seed another") {
    const auto digests = [](session::Session& book) {
        const auto report = session::check_integrity(book);
        CHECK(report.sound);
        return report.set_digest + report.view_digest;
    };
    const std::string one = digests(*demo_book(options(10, 200, 7)));
    CHECK(digests(*demo_book(options(10, 200, 7))) == one);
    CHECK(digests(*demo_book(options(10, 200, 8))) != one);
    // Frames of another length give other portions, but the same facts.
    const auto view = [](session::Session& book) { return session::check_integrity(book).changes; };
    CHECK(view(*demo_book(options(10, 200, 7), 1)) == view(*demo_book(options(10, 200, 7))));
}

TEST_CASE("a story has what a book has: part payments, unapplied cash, reversals, all ages") {
    const Book book = demo_book(options(60, 3000, 3));
    const auto counts = book->counts();
    CHECK(counts.customers == 60);
    CHECK(counts.invoices >= 2900);
    CHECK(counts.exceptions == 0);
    const core::Date today = day("2026-06-30");
    core::AgingQuery query;
    query.as_of = today;
    const auto report = book->aging(query);
    REQUIRE(report.currencies.size() == 1);
    const core::AgingLine& line = report.currencies[0].line;
    CHECK(line.not_due > 0);
    CHECK(line.unapplied < 0);
    for (const std::int64_t bucket : line.buckets) CHECK(bucket > 0);

    core::ListQuery all;
    all.with_void = true;
    all.as_of = today;
    std::set<core::DocumentStatus> statuses;
    std::set<std::string> numbers;
    for (const auto& row : book->invoices(book->invoice_keys(all), today)) {
        statuses.insert(row.status);
        CHECK(row.issued <= today);
        numbers.insert(row.number);
    }
    CHECK(statuses.size() == 4); // open, part paid, settled, voided
    CHECK(numbers.size() == 3000);
    int voided = 0;
    for (const auto& row : book->receipts(book->receipt_keys(all), today)) {
        CHECK(row.date <= today);
        voided += row.status == core::DocumentStatus::voided ? 1 : 0;
    }
    CHECK(voided > 0);
}

TEST_CASE("the names differ, and the telephone numbers can be nobody's") {
    const Book book = demo_book(options(500, 0, 9));
    core::ListQuery all;
    all.as_of = day("2026-06-30");
    std::set<std::string> names;
    std::set<std::string> codes;
    for (const auto& row : book->customers(book->customer_keys(all), all.as_of)) {
        names.insert(row.name);
        codes.insert(row.code);
        CHECK(row.name.ends_with("有限公司"));
        CHECK(row.phone.starts_with("100-")); // mobile numbers start with 13 to 19
    }
    CHECK(names.size() == 500);
    CHECK(codes.size() == 500);
}

TEST_CASE("dice are the published sequence, on every machine") {
    session::Dice dice(1234567);
    CHECK(dice.next() == 6457827717110365317ULL);
    CHECK(dice.next() == 3203168211198807973ULL);
    CHECK(dice.next() == 9817491932198370423ULL);
}

TEST_CASE("small and odd sizes are told too") {
    CHECK(demo_book(options(1, 0, 1))->counts().customers == 1);
    CHECK(demo_book(options(0, -5, 1))->counts().customers == 1);
    CHECK(demo_book(options(1, 50, 1))->counts().exceptions == 0);
    const Book book = new_book();
    session::DemoJob job(*book, options(50, 5000, 1));
    job.step(1);
    job.cancel();
    CHECK(job.finished());
    CHECK(!job.error());
    CHECK(book->counts().exceptions == 0);
}
