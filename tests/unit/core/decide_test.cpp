#include <doctest/doctest.h>
#include <random>

#include "core/decide.h"
#include "memory_book.h"
#include "sample.h"

using namespace huikuan::core;

namespace {

const CustomerId buyer{1, 1};

OpenInvoice invoice(std::uint64_t id, std::int64_t minor, const char* due,
                    const char* issued = "2025-01-01", const char* number = "N") {
    InvoiceIssued fact{InvoiceId{2, id},    buyer, number, Money{minor, cny}, day(issued),
                       {{day(due), minor}}, {},    {}};
    return {fact, minor, false};
}

Account account_with(std::vector<OpenInvoice> invoices) {
    Account account;
    account.customer_known = true;
    account.base_currency = cny;
    account.invoices = std::move(invoices);
    return account;
}

RecordReceipt receipt(std::int64_t minor, AllocationPlan plan) {
    return {{ReceiptId{3, 1}, buyer, {minor, cny}, day("2025-02-01"), "bank", "", ""},
            std::move(plan)};
}

using Parts = std::vector<std::pair<std::uint64_t, std::int64_t>>;
Parts plan(const std::vector<OpenInvoice>& invoices, std::int64_t available) {
    Parts result;
    for (const AllocationPart& part : plan_oldest_first(invoices, available, cny)) {
        result.emplace_back(part.invoice.low, part.minor);
    }
    return result;
}

} // namespace

TEST_CASE("the oldest debt is proposed first") {
    const std::vector<OpenInvoice> two{invoice(1, 4'000, "2025-04-01"),
                                       invoice(2, 3'000, "2025-03-01")};
    CHECK(plan(two, 5'000) == Parts{{2, 3'000}, {1, 2'000}});
    CHECK(plan(two, 9'999) == Parts{{2, 3'000}, {1, 4'000}});
    CHECK(plan(two, 0).empty());
    CHECK(plan(two, -5).empty());
    CHECK(plan({}, 5'000).empty());
    CHECK(plan(two, 1) == Parts{{2, 1}});
}

TEST_CASE("equal due dates go by issue date, number and id") {
    CHECK(plan({invoice(1, 10, "2025-03-01", "2025-01-03"),
                invoice(2, 10, "2025-03-01", "2025-01-02"),
                invoice(3, 10, "2025-03-01", "2025-01-02", "M"),
                invoice(5, 10, "2025-03-01", "2025-01-02", "M"),
                invoice(4, 10, "2025-03-01", "2025-01-02", "M")},
               100) == Parts{{3, 10}, {4, 10}, {5, 10}, {2, 10}, {1, 10}});
}

TEST_CASE("void invoices, other currencies and what is settled are passed over") {
    std::vector<OpenInvoice> invoices{invoice(1, 10, "2025-03-01"), invoice(2, 10, "2025-03-02"),
                                      invoice(3, 10, "2025-03-03"), invoice(4, 10, "2025-03-04"),
                                      invoice(5, 10, "2025-03-05")};
    invoices[0].voided = true;
    invoices[1].fact.amount.currency = Currency{"USD"};
    invoices[2].open_minor = 0;
    invoices[3].open_minor = -7;
    CHECK(plan(invoices, 100) == Parts{{5, 10}});
}

TEST_CASE("an invoice in parts is paid line by line, another one in between") {
    OpenInvoice parts = invoice(1, 300, "2025-01-31");
    parts.fact.lines = {
        {day("2025-01-31"), 100}, {day("2025-03-31"), 100}, {day("2025-05-31"), 100}};
    const std::vector<OpenInvoice> both{parts, invoice(2, 50, "2025-02-28")};
    CHECK(plan(both, 100) == Parts{{1, 100}});
    CHECK(plan(both, 130) == Parts{{1, 100}, {2, 30}});
    CHECK(plan(both, 200) == Parts{{1, 150}, {2, 50}});
    parts.open_minor = 150; // the first line and half of the second are paid
    CHECK(plan({parts, invoice(2, 50, "2025-02-28")}, 80) == Parts{{2, 50}, {1, 30}});
    parts.fact.lines.clear(); // broken: what is open is due at once
    CHECK(plan({parts}, 80) == Parts{{1, 80}});
    parts.open_minor = 900; // broken: more open than the invoice has
    CHECK(plan({parts}, 1'000) == Parts{{1, 300}});
}

TEST_CASE("a command that comes again gives the same facts with the same ids") {
    const Account account =
        account_with({invoice(1, 3'000, "2025-03-01"), invoice(2, 4'000, "2025-04-01")});
    const Command command = receipt(5'000, {AllocationRule::oldest_due_first, {}});
    const auto facts = decide(account, {}, command).value();
    CHECK(facts == decide(account, {}, command).value());
    REQUIRE(facts.size() == 3);
    CHECK(entity_of(facts[1]) != entity_of(facts[2]));
    CHECK(kind_of(facts[0]) == "receipt.record");
    // On a device with another open amount the second allocation is another fact.
    Account other = account;
    other.invoices[1].open_minor = 1'000;
    const auto there = decide(other, {}, command).value();
    CHECK(there[0] == facts[0]);
    CHECK(there[1] == facts[1]);
    CHECK(entity_of(there[2]) != entity_of(facts[2]));
}

TEST_CASE("the first allocation of AllocateReceipt bears the command's id") {
    Account account = account_with({invoice(1, 30, "2025-03-01"), invoice(2, 40, "2025-04-01")});
    account.receipts.push_back({receipt(100, {}).receipt, 100, false});
    const AllocateReceipt command{
        EntityId{9, 9}, ReceiptId{3, 1}, {AllocationRule::oldest_due_first, {}}, day("2025-02-01")};
    const auto facts = decide(account, {}, command).value();
    REQUIRE(facts.size() == 2);
    CHECK(entity_of(facts[0]) == EntityId{9, 9});
    CHECK(entity_of(facts[1]) != EntityId{9, 9});
}

TEST_CASE("terms come from the customer, else from the policy, and stay within bounds") {
    const auto due = [](int terms, int policy) {
        Account account = account_with({});
        account.terms_days = terms;
        IssueInvoice command{
            {InvoiceId{2, 1}, buyer, "N", {100, cny}, day("2024-01-30"), {}, {}, {}}, {}};
        const auto facts = decide(account, {policy}, command).value();
        return to_text(std::get<InvoiceIssued>(facts[0]).lines[0].due);
    };
    CHECK(due(30, 7) == "2024-02-29");
    CHECK(due(0, 7) == "2024-01-30");
    CHECK(due(-1, 7) == "2024-02-06");
    CHECK(due(INT32_MAX, 7) == to_text(add_days(day("2024-01-30"), longest_terms_days)));
    CHECK(due(-1, INT32_MIN) == "2024-01-30");
}

TEST_CASE("of several errors the one that the list names first is answered") {
    Account account; // nothing is known, everything is taken
    account.id_taken = true;
    account.number_taken = true;
    account.newer_version = true;
    RecordReceipt command{{}, {AllocationRule::manual, {{InvoiceId{2, 1}, -1}}}};
    const auto code = [&] { return decide(account, {}, command).error().code; };
    CHECK(code() == ErrorCode::required);
    command.receipt.id = {3, 1};
    command.receipt.customer = buyer;
    command.receipt.method = "barter";
    CHECK(code() == ErrorCode::malformed);
    command.receipt.method = "bank";
    command.receipt.reference = std::string(201, 'x');
    CHECK(code() == ErrorCode::too_long);
    command.receipt.reference.clear();
    CHECK(code() == ErrorCode::unknown_currency);
    command.receipt.amount.currency = cny;
    command.receipt.date = far_future;
    CHECK(code() == ErrorCode::out_of_range);
    command.receipt.date = day("2025-01-01");
    CHECK(code() == ErrorCode::amount_not_positive);
    command.receipt.amount.minor = 10;
    command.plan.parts[0].minor = 11;
    CHECK(code() == ErrorCode::unknown_customer);
    account.customer_known = true;
    CHECK(code() == ErrorCode::unknown_document);
    account.invoices = {invoice(1, 5, "2025-03-01")};
    account.invoices[0].fact.amount.currency = Currency{"USD"};
    account.invoices[0].fact.customer = CustomerId{1, 2};
    account.invoices[0].voided = true;
    CHECK(code() == ErrorCode::currency_mismatch);
    account.invoices[0].fact.amount.currency = cny;
    CHECK(code() == ErrorCode::customer_mismatch);
    account.invoices[0].fact.customer = buyer;
    CHECK(code() == ErrorCode::duplicate_id);
    account.id_taken = false;
    CHECK(code() == ErrorCode::already_reversed);
    account.invoices[0].voided = false;
    CHECK(code() == ErrorCode::exceeds_open);
    account.invoices[0].open_minor = 11;
    CHECK(code() == ErrorCode::exceeds_unapplied);
    command.plan.parts[0].minor = 10;
    CHECK(code() == ErrorCode::newer_version);
    account.newer_version = false;
    CHECK(decide(account, {}, command).has_value());
}

TEST_CASE("amounts at the end of 64 bits are refused without overflow") {
    Account account =
        account_with({invoice(1, INT64_MAX, "2025-03-01"), invoice(2, INT64_MAX, "2025-03-01")});
    for (const std::int64_t minor :
         {INT64_MIN, INT64_MAX, std::int64_t{0}, largest_amount_minor + 1}) {
        CHECK(!decide(account, {}, receipt(minor, {AllocationRule::oldest_due_first, {}})));
    }
    const AllocationPlan parts{AllocationRule::manual,
                               {{InvoiceId{2, 1}, INT64_MAX}, {InvoiceId{2, 2}, INT64_MAX}}};
    CHECK(decide(account, {}, receipt(100, parts)).error().code == ErrorCode::exceeds_unapplied);
    CHECK(decide(account, {}, receipt(largest_amount_minor, {AllocationRule::oldest_due_first, {}}))
              .has_value());
}

TEST_CASE("ten thousand open invoices are divided within a frame or two") {
    std::vector<OpenInvoice> many;
    AllocationPlan parts{AllocationRule::manual, {}};
    for (std::uint64_t id = 1; id <= 10'000; ++id) {
        many.push_back(invoice(id, 10, "2025-03-01"));
        parts.parts.push_back({InvoiceId{2, id}, 10});
    }
    const Account account = account_with(std::move(many));
    CHECK(decide(account, {}, receipt(100'000, parts))->size() == 10'001);
    CHECK(decide(account, {}, receipt(100'000, {AllocationRule::oldest_due_first, {}}))->size() ==
          10'001);
}

TEST_CASE("whatever is decided, no document is ever overdrawn and the ledger adds up") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        CAPTURE(seed);
        std::mt19937_64 random(seed);
        const auto upto = [&](std::size_t most) {
            return static_cast<std::size_t>(random() % (std::uint64_t{most} + 1));
        };
        MemoryBook book(cny);
        book.run(SetFields{{RegisterKind::customer, entity_of(buyer), {{"name", "C"}}}}).value();
        std::vector<EntityId> targets{EntityId{7, 7}};
        for (std::uint64_t step = 1; step <= 60; ++step) {
            const Date date = add_days(day("2025-01-01"), static_cast<std::int32_t>(upto(90)));
            const auto minor = static_cast<std::int64_t>(upto(500));
            const auto state = book.state();
            AllocationPlan plan{static_cast<AllocationRule>(upto(2)), {}};
            for (const OpenInvoice& open : state.invoices) {
                if (plan.rule == AllocationRule::manual && upto(3) == 0) {
                    plan.parts.push_back({open.fact.id, static_cast<std::int64_t>(upto(300))});
                }
            }
            Command command;
            switch (upto(3)) {
            case 0:
                command = IssueInvoice{{InvoiceId{2, step},
                                        buyer,
                                        std::to_string(step),
                                        {minor, cny},
                                        date,
                                        {},
                                        {},
                                        {}},
                                       {}};
                break;
            case 1:
                command = RecordReceipt{{ReceiptId{3, step}, buyer, {minor, cny}, date, "", "", ""},
                                        plan};
                break;
            case 2: {
                const ReceiptId from =
                    state.receipts.empty()
                        ? ReceiptId{}
                        : state.receipts[upto(state.receipts.size() - 1)].fact.id;
                command = AllocateReceipt{EntityId{4, step}, from, plan, date};
                break;
            }
            default:
                command = Reverse{EntityId{5, step}, targets[upto(targets.size() - 1)],
                                  upto(1) == 0 ? std::optional(date) : std::nullopt, "why"};
            }
            if (const auto facts = book.run(command)) {
                for (const Fact& fact : *facts) { targets.push_back(entity_of(fact)); }
                REQUIRE(!book.run(command)); // a second time it does nothing
            }
            const auto after = book.state();
            std::int64_t ledger = 0;
            for (const OpenInvoice& open : after.invoices) {
                REQUIRE(open.open_minor >= 0);
                REQUIRE(open.open_minor <= open.fact.amount.minor);
                ledger += open.voided ? 0 : open.fact.amount.minor;
            }
            for (const OpenReceipt& open : after.receipts) {
                REQUIRE(open.unapplied_minor >= 0);
                ledger -= open.voided ? 0 : open.fact.amount.minor;
            }
            // Decided in one place, nothing is ever in excess.
            for (const SettledAllocation& settled : after.settled) { REQUIRE(settled.parked == 0); }
            const auto totals = age_totals(after.entries, {last_date});
            REQUIRE((totals.empty() ? 0 : totals[0].line.total()) == ledger);
        }
    }
}
