#include "core/aging.h"

#include <doctest/doctest.h>
#include <numeric>

#include "oracle.h"
#include "sample.h"

using namespace huikuan::core;
using oracle::World;

namespace {

AgingEntries one_party(Currency currency = cny) {
    AgingEntries entries;
    entries.parties.push_back({CustomerId{1, 1}, currency});
    return entries;
}

AgingLine line_at(const AgingEntries& entries, Date as_of, AgingBasis basis = AgingBasis::due_date,
                  std::vector<int> edges = {30, 60, 90, 120}) {
    const auto totals = age_totals(entries, {as_of, basis, std::move(edges)});
    return totals.empty() ? AgingLine{} : totals.front().line;
}

// Fixture F1 of the design (domain 2.1), allocation-date clock. The credit note is a receipt.
AgingEntries fixture_f1() {
    AgingEntries entries = one_party();
    const auto settled = [](const char* start, std::int64_t minor) {
        return SettledAllocation{day(start), far_future, minor, 0};
    };
    const auto invoice = [&](const char* issued, const char* due, std::int64_t minor,
                             std::vector<SettledAllocation> allocations) {
        const ScheduleLine line[] = {{day(due), minor}};
        add_invoice_entries(entries, 0, day(issued), far_future, line, allocations);
    };
    const auto receipt = [&](const char* date, std::int64_t minor,
                             std::vector<SettledAllocation> allocations) {
        add_receipt_entries(entries, 0, day(date), far_future, minor, allocations);
    };
    invoice("2025-01-10", "2025-02-09", 1'000'000,
            {settled("2025-03-01", 400'000), settled("2025-06-05", 300'000)});
    invoice("2025-02-15", "2025-03-17", 600'000,
            {settled("2025-06-10", 250'000), settled("2025-05-02", 100'000)});
    invoice("2025-04-20", "2025-06-19", 800'000, {});
    receipt("2025-03-01", 400'000, {settled("2025-03-01", 400'000)});
    receipt("2025-06-05", 300'000, {settled("2025-06-05", 300'000)});
    receipt("2025-03-20", 250'000, {settled("2025-06-10", 250'000)});
    receipt("2025-05-02", 100'000, {settled("2025-05-02", 100'000)}); // CN-1
    return entries;
}

} // namespace

namespace huikuan::core {
static bool operator==(const AgingLine& a, const AgingLine& b) {
    return a.not_due == b.not_due && a.unapplied == b.unapplied && a.buckets == b.buckets;
}
} // namespace huikuan::core

TEST_CASE("fixture F1 ages as the design says, on both dates and bases") {
    const AgingEntries entries = fixture_f1();
    using Buckets = std::vector<std::int64_t>;
    AgingLine line = line_at(entries, day("2025-04-30"));
    CHECK(line.not_due == 800'000);
    CHECK(line.buckets == Buckets{0, 600'000, 600'000, 0, 0}); // INV-2 age 44, INV-1 age 80
    CHECK(line.unapplied == -250'000);                         // R3 is cash, it has no age here
    CHECK(line.total() == 1'750'000);
    CHECK(line.overdue() == 1'200'000);

    line = line_at(entries, day("2025-04-30"), AgingBasis::issue_date);
    CHECK(line.buckets == Buckets{800'000, 0, 600'000, 600'000, 0});
    CHECK(line.unapplied == -250'000);
    CHECK(line.not_due == 0);
    CHECK(line.total() == 1'750'000);

    line = line_at(entries, day("2025-06-30"));
    CHECK(line.buckets == Buckets{800'000, 0, 0, 250'000, 300'000});
    CHECK(line.unapplied == 0);
    CHECK(line.total() == 1'350'000);

    line = line_at(entries, day("2025-06-30"), AgingBasis::issue_date);
    CHECK(line.buckets == Buckets{0, 0, 800'000, 0, 550'000});
    CHECK(line.total() == 1'350'000);
}

TEST_CASE("no age falls between two buckets, and none is lost at an edge") {
    // bigcapital's [0,30) [31,60) loses what is 30, 60 and 90 days old; InvoiceNinja shows what is
    // not due with the absolute number of days; others count to today instead of the as-of date.
    const Date due = day("2025-03-01");
    AgingEntries entries = one_party();
    const ScheduleLine line[] = {{due, 1}}; // 0.01 is shown like any other amount
    add_invoice_entries(entries, 0, day("2025-01-01"), far_future, line, {});
    for (int age = -40; age <= 400; ++age) {
        CAPTURE(age);
        const AgingLine at = line_at(entries, add_days(due, age));
        REQUIRE(at.total() == 1);
        REQUIRE(at.not_due == (age < 0 ? 1 : 0));
        const std::size_t expected = age <= 30    ? 0
                                     : age <= 60  ? 1
                                     : age <= 90  ? 2
                                     : age <= 120 ? 3
                                                  : 4;
        if (age >= 0) { REQUIRE(at.buckets[expected] == 1); }
    }
    CHECK(line_at(entries, day("2024-12-31")).total() == 0); // it does not exist yet
    CHECK(line_at(entries, day("2025-01-01")).not_due == 1);
}

TEST_CASE("a cent that is left is still there, a settled invoice is gone") {
    AgingEntries entries = one_party();
    const ScheduleLine line[] = {{day("2025-03-01"), 10'000}};
    const SettledAllocation part[] = {{day("2025-02-01"), far_future, 9'999, 0}};
    add_invoice_entries(entries, 0, day("2025-01-01"), far_future, line, part);
    CHECK(line_at(entries, day("2025-03-01")).buckets[0] == 1);
    const SettledAllocation whole[] = {{day("2025-02-01"), far_future, 10'000, 0}};
    AgingEntries paid = one_party();
    add_invoice_entries(paid, 0, day("2025-01-01"), far_future, line, whole);
    CHECK(line_at(paid, day("2025-03-01")) == oracle::empty_line({30, 60, 90, 120}));
    CHECK(age(paid, {day("2025-03-01")}).parties.empty());
    CHECK(line_at(paid, day("2025-01-31")).not_due == 10'000); // as of then it was open
}

TEST_CASE("payments pour into the lines oldest due first and are taken back from the last") {
    AgingEntries entries = one_party();
    // Terms 30/50/20 and a payment of 40 (design: domain 2.2), given in no order.
    const ScheduleLine lines[] = {
        {day("2025-03-01"), 20}, {day("2025-01-10"), 30}, {day("2025-02-01"), 50}};
    const SettledAllocation allocations[] = {{day("2025-01-05"), far_future, 25, 0},
                                             {day("2025-01-07"), day("2025-01-20"), 15, 0}};
    add_invoice_entries(entries, 0, day("2025-01-01"), far_future, lines, allocations);
    // On 8 January 40 are paid: the first line in full, 10 of the second.
    const auto open = [&](const char* as_of, int edge) {
        return line_at(entries, day(as_of), AgingBasis::due_date, {edge});
    };
    CHECK(open("2025-01-10", 0).buckets[0] == 0);
    CHECK(open("2025-01-10", 0).not_due == 60);
    // From 20 January on 25: 5 of the first line are open again.
    CHECK(open("2025-01-25", 30).buckets[0] == 5);
    CHECK(open("2025-01-25", 30).not_due == 70);
    CHECK(open("2025-03-01", 28).buckets == std::vector<std::int64_t>{20 + 50, 5});
}

TEST_CASE("documents that ended before they began leave nothing behind") {
    AgingEntries entries = one_party();
    const ScheduleLine line[] = {{Date{50}, 100}};
    add_invoice_entries(entries, 0, Date{20}, Date{20}, line, {});
    add_invoice_entries(entries, 0, Date{20}, Date{3}, line, {});
    add_receipt_entries(entries, 0, Date{20}, Date{20}, 100, {});
    CHECK(entries.size() == 0);
    add_invoice_entries(entries, 0, Date{20}, Date{30}, line, {});
    add_receipt_entries(entries, 0, Date{21}, Date{31}, 70, {});
    CHECK(line_at(entries, Date{20}).total() == 100);
    CHECK(line_at(entries, Date{29}).total() == 30);
    CHECK(line_at(entries, Date{30}).total() == -70);
    CHECK(line_at(entries, Date{31}) == oracle::empty_line({30, 60, 90, 120}));
}

TEST_CASE("broken schedules keep the balance whole") {
    AgingEntries entries = one_party();
    const SettledAllocation paid[] = {{Date{5}, far_future, 80, 0}};
    add_invoice_entries(entries, 0, Date{0}, far_future, {}, paid); // no line at all
    CHECK(line_at(entries, Date{9}).total() == -80);
    AgingEntries less = one_party();
    const ScheduleLine lines[] = {{Date{3}, 10}, {Date{4}, -20}}; // add up to less than is paid
    add_invoice_entries(less, 0, Date{0}, far_future, lines, paid);
    CHECK(line_at(less, Date{9}).total() == -10 - 80);
}

TEST_CASE("random books age as the day-by-day oracle says, for every date, basis and edges") {
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        CAPTURE(seed);
        const World world = oracle::random_world(seed);
        const auto settled =
            settle(world.receipt_documents(), world.invoice_documents(), world.allocations);
        const AgingEntries entries = oracle::entries_of(world, settled);
        const std::vector<int> edges = seed % 3 == 0   ? std::vector<int>{0, 1, 7, 13}
                                       : seed % 3 == 1 ? std::vector<int>{5, 10}
                                                       : std::vector<int>{};
        for (int as_of = -1; as_of <= World::days + 25; ++as_of) {
            for (const AgingBasis basis : {AgingBasis::due_date, AgingBasis::issue_date}) {
                const AgingQuery query{Date{as_of}, basis, edges};
                const AgingReport report = age(entries, query);
                const auto expected = oracle::age(world, settled, query);
                std::vector<AgingLine> lines(expected.size(), oracle::empty_line(edges));
                for (const AgingPartyLine& line : report.parties) { lines[line.party] = line.line; }
                REQUIRE(lines == expected);

                std::map<Currency, std::int64_t> balance;
                for (const World::Invoice& invoice : world.invoices) {
                    const auto& document = invoice.document;
                    balance[document.currency] +=
                        oracle::alive(document.start, document.end, query.as_of) ? document.minor
                                                                                 : 0;
                }
                for (const World::Receipt& receipt : world.receipts) {
                    const auto& document = receipt.document;
                    balance[document.currency] -=
                        oracle::alive(document.start, document.end, query.as_of) ? document.minor
                                                                                 : 0;
                }
                const auto totals = age_totals(entries, query);
                REQUIRE(totals.size() == report.currencies.size());
                REQUIRE(totals.size() == balance.size());
                for (std::size_t index = 0; index < totals.size(); ++index) {
                    REQUIRE(totals[index].line == report.currencies[index].line);
                    REQUIRE(totals[index].currency == report.currencies[index].currency);
                    REQUIRE(totals[index].line.total() == balance[totals[index].currency]);
                    REQUIRE(totals[index].line.unapplied <= 0);
                }
            }
        }
    }
}

TEST_CASE("parties and currencies come out sorted, those with nothing left out") {
    AgingEntries entries;
    entries.parties = {{CustomerId{1, 1}, usd},
                       {CustomerId{1, 1}, cny},
                       {CustomerId{1, 2}, usd},
                       {CustomerId{1, 3}, usd}};
    entries.add(0, 5, 0, 100, 2);
    entries.add(0, 5, 0, 40, 1);
    entries.add(0, 5, 0, 7, 0);
    entries.add(0, 5, 0, 9, 3);
    entries.add(1, 5, 0, -9, 3);
    const AgingReport report = age(entries, {Date{10}});
    REQUIRE(report.currencies.size() == 2);
    CHECK(report.currencies[0].currency == cny);
    CHECK(report.currencies[0].line.total() == 40);
    CHECK(report.currencies[1].line.total() == 107);
    REQUIRE(report.parties.size() == 3);
    CHECK(report.parties[0].party == 0);
    CHECK(report.parties[2].party == 2);
    CHECK(age(AgingEntries{}, {Date{10}}).currencies.empty());
    CHECK(age_totals(AgingEntries{}, {Date{10}}).empty());
    // A party whose parts cancel in the total is still listed.
    AgingEntries cancelling = one_party();
    cancelling.add(0, 5, 0, 50, 0);
    cancelling.add(0, unapplied_marker, unapplied_marker, -50, 0);
    CHECK(age(cancelling, {Date{10}}).parties.size() == 1);
}

TEST_CASE("hostile queries and entries do no harm") {
    AgingEntries entries = one_party();
    for (const std::int32_t date : {INT32_MIN, INT32_MIN + 1, -1, 0, 1, INT32_MAX - 1, INT32_MAX}) {
        entries.add(date, date, date, INT64_MAX, 0);
        entries.add(date, date, date, INT64_MIN, 0);
    }
    for (const std::int32_t as_of : {INT32_MIN, INT32_MIN + 1, 0, INT32_MAX - 1, INT32_MAX}) {
        for (const auto& edges : {std::vector<int>{}, {INT32_MIN, INT32_MAX}, {5, 3, 3, -1}}) {
            const auto totals = age_totals(entries, {Date{as_of}, AgingBasis::due_date, edges});
            REQUIRE(totals.size() == 1);
            CHECK(totals[0].line.buckets.size() == edges.size() + 1);
        }
    }
    const ScheduleLine lines[] = {{Date{INT32_MIN}, INT64_MIN}, {Date{INT32_MAX}, INT64_MAX}};
    const SettledAllocation paid[] = {{Date{INT32_MIN}, far_future, INT64_MAX, 0},
                                      {Date{3}, Date{9}, INT64_MAX, 0},
                                      {Date{9}, Date{3}, INT64_MAX, 0},
                                      {Date{3}, Date{9}, -4, 0}};
    add_invoice_entries(entries, 0, Date{INT32_MIN}, Date{INT32_MAX - 1}, lines, paid);
    add_receipt_entries(entries, 0, Date{INT32_MIN}, Date{INT32_MAX - 1}, INT64_MIN, paid);
    CHECK(age(entries, {Date{0}}).currencies.size() == 1);
}

TEST_CASE("edges are read and named") {
    const auto edges = [](const char* text) { return parse_edges(text)->edges; };
    CHECK(edges("30,60,90,120") == std::vector{30, 60, 90, 120});
    CHECK(edges(" 0 , 7，15 ") == std::vector{0, 7, 15});
    CHECK(edges("36500") == std::vector{36'500});
    CHECK(parse_edges("15", {Date{7}, AgingBasis::issue_date, {}})->as_of == Date{7});
    const auto refused = [](const char* text) { return parse_edges(text).error().code; };
    CHECK(refused("") == ErrorCode::required);
    CHECK(refused("  ") == ErrorCode::required);
    for (const char* text : {"a", "30,", ",30", "30,,60", "60,30", "30,30", "30;60", "30 60", "1.5",
                             "30,60x", "\xFF"}) {
        CAPTURE(std::string_view(text));
        CHECK(refused(text) == ErrorCode::malformed);
    }
    CHECK(refused("-1") == ErrorCode::out_of_range);
    CHECK(refused("36501") == ErrorCode::out_of_range);
    CHECK(refused("99999999999999") == ErrorCode::out_of_range);
    CHECK(refused("1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17") == ErrorCode::out_of_range);
    CHECK(edges("1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16").size() == 16);

    using Labels = std::vector<std::string>;
    CHECK(bucket_labels(std::vector{30, 60, 90, 120}) ==
          Labels{"0-30", "31-60", "61-90", "91-120", "121+"});
    CHECK(bucket_labels(std::vector{0, 1, 3}) == Labels{"0", "1", "2-3", "4+"});
    CHECK(bucket_labels({}) == Labels{"0+"});
}
