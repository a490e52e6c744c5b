// The numbers that ERPNext's own tests hold its receivables report to (test_accounts_receivable.py,
// quoted in the design, domain 2.2), by the rules of this book.
#include <doctest/doctest.h>

#include "core/aging.h"
#include "core/exchange.h"
#include "sample.h"

using namespace huikuan::core;

namespace {

constexpr Currency inr{"INR"};
const Date invoice_day = date_of(2026, 3, 1).value();
Date due(int line) { return add_days(invoice_day, 30 * line); }

struct Row { // of one schedule line: what it is of, and what is open of it
    std::int64_t minor;
    std::int64_t open;
    friend bool operator==(const Row&, const Row&) = default;
};

// What is open of each line on a day, read back from the report by ages that tell lines apart.
std::vector<Row> rows(std::vector<std::int64_t> terms, const std::vector<std::int64_t>& paid) {
    std::vector<ScheduleLine> lines;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        lines.push_back({due(static_cast<int>(i)), terms[i]});
    }
    std::vector<SettledAllocation> allocations;
    for (const std::int64_t minor : paid)
        allocations.push_back({invoice_day, far_future, minor, 0});
    AgingEntries entries;
    entries.parties.push_back({CustomerId{1, 1}, inr});
    add_invoice_entries(entries, 0, invoice_day, far_future, lines, allocations);
    std::vector<Row> result;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        // On its due day a line is the youngest of those that are due; later ones are not due.
        const Date on = due(static_cast<int>(i));
        const auto at = age_totals(entries, {on, AgingBasis::due_date, {0}});
        const std::int64_t open = at.empty() ? 0 : at.front().line.buckets[0];
        if (open != 0) result.push_back({terms[i], open}); // rows with nothing open are dropped
    }
    return result;
}

} // namespace

TEST_CASE("terms 30/50/20, 40 paid: the first row is gone, 10 of the second is paid") {
    CHECK(rows({30, 50, 20}, {40}) == std::vector<Row>{{50, 40}, {20, 20}});
    CHECK(rows({60, 100, 40}, {40}) == std::vector<Row>{{60, 20}, {100, 100}, {40, 40}});
    // A credit note of 100 against it pours on in due order: 20 are left of the second.
    CHECK(rows({60, 100, 40}, {40, 100}) == std::vector<Row>{{100, 20}, {40, 40}});
    CHECK(rows({10'000}, {9'999}) == std::vector<Row>{{10'000, 1}}); // 99.99 of 100.00
}

TEST_CASE("a full return of a partly paid invoice stays a row of its own") {
    // 100 invoiced, 40 paid, 100 returned and not applied: 60 are open, 100 are unapplied.
    AgingEntries entries;
    entries.parties.push_back({CustomerId{1, 1}, inr});
    const ScheduleLine line[] = {{invoice_day, 100}};
    const SettledAllocation paid[] = {{invoice_day, far_future, 40, 0}};
    add_invoice_entries(entries, 0, invoice_day, far_future, line, paid);
    add_receipt_entries(entries, 0, invoice_day, far_future, 40, paid);
    add_receipt_entries(entries, 0, invoice_day, far_future, 100, {});
    const auto at = age_totals(entries, {invoice_day, AgingBasis::due_date, {30}}).front().line;
    CHECK(at.buckets[0] == 60);
    CHECK(at.unapplied == -100);
    CHECK(at.total() == -40);
}

TEST_CASE("110 paid for 100 tomorrow: today nothing is paid, tomorrow 10 are unapplied") {
    AgingEntries entries;
    entries.parties.push_back({CustomerId{1, 1}, inr});
    const ScheduleLine line[] = {{invoice_day, 100}};
    const Date tomorrow = add_days(invoice_day, 1);
    const SettledAllocation paid[] = {{tomorrow, far_future, 100, 0}};
    add_invoice_entries(entries, 0, invoice_day, far_future, line, paid);
    add_receipt_entries(entries, 0, tomorrow, far_future, 110, paid);
    const auto today = age_totals(entries, {invoice_day, AgingBasis::due_date, {30}}).front().line;
    CHECK(today.buckets[0] == 100);
    CHECK(today.unapplied == 0);
    const auto then = age_totals(entries, {tomorrow, AgingBasis::due_date, {30}}).front().line;
    CHECK(then.buckets[0] == 0);
    CHECK(then.unapplied == -10);
}

TEST_CASE("USD 100 at 80: paid at 75 it loses 500, revalued to 85 it gains 500") {
    CHECK(convert({100'00, usd}, {80, 1}, inr).value() == Money{8'000'00, inr});
    CHECK(convert({100'00, usd}, {75, 1}, inr).value() == Money{7'500'00, inr});
    CHECK(realised_gain({100'00, usd}, {80, 1}, {75, 1}, inr).value() == Money{-500'00, inr});
    // Part of it, 90: 6,750 came in, 10 stay open at 80.
    CHECK(convert({90'00, usd}, {75, 1}, inr).value() == Money{6'750'00, inr});
    CHECK(realised_gain({90'00, usd}, {80, 1}, {75, 1}, inr).value() == Money{-450'00, inr});
    CHECK(convert({10'00, usd}, {80, 1}, inr).value() == Money{800'00, inr});
    CHECK(unrealised_gain({100'00, usd}, {80, 1}, {85, 1}, inr).value() == Money{500'00, inr});
}
