#include "session/forecast.h"

#include "session/demo.h"
#include "session/world.h"

using namespace huikuan;
using namespace huikuan::test;

namespace {

std::int64_t of(const core::ForecastSum& sum, core::ForecastSource source) {
    std::int64_t minor = 0;
    for (const core::ForecastWeek& week : sum.weeks) {
        minor += week.minor[static_cast<std::size_t>(source)];
    }
    return minor;
}

} // namespace

TEST_CASE("the forecast of a book: habit, promise, plan, dispute and money that waits") {
    const Book book = new_book();
    CHECK(session::forecast(*book, day("2026-11-22")).currencies.empty());
    const auto customer = add_customer(*book, "甲");
    const char* dues[] = {"2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30", "2026-07-31"};
    const char* paid[] = {"2026-04-10", "2026-05-10", "2026-06-10", "2026-07-10", "2026-08-10"};
    for (int i = 0; i < 5; ++i) {
        REQUIRE(book->run(
            invoice(book->mint(), customer, std::to_string(i), 10'000, "2026-03-01", dues[i])));
        REQUIRE(book->run(receipt(book->mint(), customer, 10'000, paid[i])));
    }
    const auto first = book->mint();
    REQUIRE(book->run(invoice(first, customer, "A", 100'000, "2026-11-01", "2026-11-30")));
    auto made = session::forecast(*book, day("2026-11-22"));
    REQUIRE(made.currencies.size() == 1);
    REQUIRE(made.entries.size() == 1);
    CHECK(made.entries[0].source == core::ForecastSource::habit);
    CHECK(made.entries[0].expected == day("2026-12-10")); // ten days, as always
    // Half of it is disputed, a tenth is promised; what waits pays first.
    REQUIRE(book->run(core::OpenDispute{{book->mint(),
                                         core::id_cast<core::InvoiceId>(first),
                                         {50'000, cny()},
                                         day("2026-11-20"),
                                         "少货"}}));
    core::MakePromise promise;
    promise.promise.id = book->mint();
    promise.promise.customer = customer;
    promise.promise.amount = {10'000, cny()};
    promise.promise.date = day("2026-11-21");
    promise.promise.due = day("2026-11-27");
    REQUIRE(book->run(promise));
    REQUIRE(book->run(
        receipt(book->mint(), customer, 5'000, "2026-11-20", core::AllocationRule::none)));
    made = session::forecast(*book, day("2026-11-22"));
    const core::ForecastSum& sum = made.currencies.at(0);
    CHECK(sum.open == 100'000);
    CHECK(sum.disputed == 50'000);
    CHECK(sum.covered == 5'000);
    CHECK(of(sum, core::ForecastSource::promise) == 10'000);
    CHECK(of(sum, core::ForecastSource::habit) == 35'000);
    // A plan beside it: by their days the promise comes first, the last part gets what is left.
    core::AgreePlan plan;
    plan.plan.id = book->mint();
    plan.plan.customer = customer;
    plan.plan.date = day("2026-11-22");
    plan.plan.currency = cny();
    plan.plan.lines = {{day("2026-11-30"), 20'000, 0}, {day("2026-12-31"), 20'000, 0}};
    REQUIRE(book->run(plan));
    made = session::forecast(*book, day("2026-11-23"));
    CHECK(of(made.currencies.at(0), core::ForecastSource::plan) == 35'000);
    CHECK(of(made.currencies.at(0), core::ForecastSource::promise) == 10'000);
    // On 1 December its first part is late: it is behind and says nothing any more, and the
    // promise was broken.
    made = session::forecast(*book, day("2026-12-01"));
    CHECK(of(made.currencies.at(0), core::ForecastSource::plan) == 0);
    CHECK(of(made.currencies.at(0), core::ForecastSource::promise) == 0);
    CHECK(of(made.currencies.at(0), core::ForecastSource::habit) == 45'000);
    // What was paid later than the day asked for is no habit of that day.
    made = session::forecast(*book, day("2026-07-20"));
    REQUIRE(made.entries.size() == 1);
    CHECK(made.entries[0].source == core::ForecastSource::due);
    CHECK(made.entries[0].expected == day("2026-07-31"));
}

TEST_CASE("a sample book: whatever is open stands in exactly one place") {
    const Book book = new_book();
    session::DemoOptions options;
    options.customers = 40;
    options.invoices = 600;
    options.seed = 5;
    options.today = book->today();
    session::DemoJob job(*book, options);
    while (!job.finished()) job.step(50);
    const auto made = session::forecast(*book, book->today());
    REQUIRE_FALSE(made.currencies.empty());
    for (const core::ForecastSum& sum : made.currencies) {
        std::int64_t later = 0;
        for (const std::int64_t part : sum.later) later += part;
        CHECK(sum.expected() + later + sum.undated + sum.disputed + sum.covered == sum.open);
    }
}
