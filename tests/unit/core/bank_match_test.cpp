#include "core/bank_match.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <numeric>
#include <random>

#include "sample.h"

using namespace huikuan::core;

namespace {

// A small book: customers by name, items by number.
struct Desk {
    MatchBook book;

    std::uint32_t customer(const std::string& name) {
        const auto at = static_cast<std::uint32_t>(book.customers.size());
        book.customers.push_back({CustomerId{1, at + 1}, name, {}, {}, false});
        return at;
    }
    InvoiceId item(std::uint32_t of, const std::string& number, std::int64_t open,
                   const char* issued, const char* due) {
        const InvoiceId id{2, book.items.size() + 1};
        book.items.push_back({id, of, number, cny, open, day(issued), day(due)});
        return id;
    }
    MatchProposal propose(std::int64_t minor, const char* date, const std::string& payer,
                          const std::string& memo = {}, const std::string& account = {}) {
        return propose(std::vector<BankLine>{{EntityId{3, 1}, day(date), minor, payer, account,
                                              memo, "", std::nullopt}})
            .front();
    }
    std::vector<MatchProposal> propose(const std::vector<BankLine>& lines) {
        book.index();
        const std::vector<Currency> currencies(lines.size(), cny);
        return book.propose(lines, currencies);
    }
};

bool has(const MatchProposal& proposal, MatchReason reason) {
    return std::ranges::contains(proposal.reasons, reason, &Matched::reason);
}
// The points are the sum of the reasons that are shown, but for what is known of who paid, which
// counts to 60 at most.
std::int64_t sum_of(const MatchProposal& proposal) {
    std::int64_t sum = 0;
    for (const AllocationPart& part : proposal.parts) sum += part.minor;
    return sum;
}

} // namespace

TEST_CASE("one to one: name and amount are certain") {
    Desk desk;
    const auto a = desk.customer("青云机械有限公司");
    desk.customer("白鹭电子有限公司");
    const auto item = desk.item(a, "INV-0001", 1'200'000, "2025-01-05", "2025-02-04");
    const auto one = desk.propose(1'200'000, "2025-02-05", "青云机械有限公司", "货款");
    CHECK(one.certainty == Certainty::certain);
    CHECK(one.customer == desk.book.customers[a].id);
    REQUIRE(one.parts.size() == 1);
    CHECK(one.parts[0].invoice == item);
    CHECK(has(one, MatchReason::same_name));
    CHECK(has(one, MatchReason::one_item));
    CHECK(has(one, MatchReason::near_due));
    CHECK(one.unapplied_minor == 0);
}

TEST_CASE("the number in the memo says what, whoever paid it") {
    Desk desk;
    const auto a = desk.customer("青云机械有限公司");
    const auto b = desk.customer("白鹭电子有限公司");
    const auto first = desk.item(a, "INV-2025/0007", 500'00, "2025-01-05", "2025-02-04");
    const auto second = desk.item(a, "20250008", 300'00, "2025-01-06", "2025-02-05");
    desk.item(b, "X-1", 800'00, "2025-01-06", "2025-02-05");
    const auto both = desk.propose(800'00, "2025-03-01", "某个人", "付inv-2025/0007、20250008货款");
    CHECK(both.customer == desk.book.customers[a].id);
    REQUIRE(both.parts.size() == 2);
    CHECK(both.parts[0].invoice == first);
    CHECK(both.parts[1].invoice == second);
    CHECK(both.certainty == Certainty::certain);

    const auto part = desk.propose(100'00, "2025-03-01", "某个人", "INV-2025/0007 部分");
    REQUIRE(part.parts.size() == 1);
    CHECK(part.parts[0].minor == 100'00);
    CHECK(has(part, MatchReason::part_of_item));
    CHECK(part.certainty == Certainty::likely);
}

TEST_CASE("one to many: all that was due, a few that add up") {
    Desk desk;
    const auto a = desk.customer("青云");
    desk.item(a, "A1", 100'00, "2025-01-01", "2025-01-31");
    desk.item(a, "A2", 250'00, "2025-01-10", "2025-02-09");
    desk.item(a, "A3", 777'00, "2025-02-10", "2025-03-12");
    const auto due = desk.propose(350'00, "2025-02-15", "青云");
    CHECK(has(due, MatchReason::all_due));
    CHECK(due.parts.size() == 2);
    CHECK(due.certainty == Certainty::certain);
    const auto few = desk.propose(877'00, "2025-02-15", "青云");
    CHECK(has(few, MatchReason::several_items));
    REQUIRE(few.parts.size() == 2);
    CHECK(few.certainty == Certainty::likely);
    const auto all = desk.propose(1127'00, "2025-02-15", "青云");
    CHECK(has(all, MatchReason::all_open));
    const auto over = desk.propose(2000'00, "2025-02-15", "青云");
    CHECK(has(over, MatchReason::over));
    CHECK(over.unapplied_minor == 873'00);
    CHECK(over.certainty != Certainty::certain);
}

TEST_CASE("many to one: lines that make up one item between them") {
    Desk desk;
    const auto a = desk.customer("青云");
    desk.item(a, "A1", 1000'00, "2025-01-01", "2025-01-31");
    desk.item(a, "A2", 5555'55, "2025-01-01", "2025-03-31");
    const auto proposals =
        desk.propose({{EntityId{3, 1}, day("2025-02-01"), 2222'22, "青云", "", "", "", {}},
                      {EntityId{3, 2}, day("2025-02-02"), 3333'33, "青云", "", "", "", {}}});
    for (const auto& one : proposals) {
        CHECK(has(one, MatchReason::together));
        REQUIRE(one.parts.size() == 1);
        CHECK(one.parts[0].invoice == InvoiceId{2, 2});
        CHECK(one.certainty == Certainty::likely);
    }
}

TEST_CASE("fees and small differences are explained, larger ones are not hidden") {
    Desk desk;
    const auto a = desk.customer("青云");
    desk.item(a, "A1", 10'000'00, "2025-01-01", "2025-01-31");
    const auto little = desk.propose(9'999'50, "2025-02-01", "青云");
    CHECK(little.difference_minor == 50);
    CHECK(has(little, MatchReason::short_by_little));
    CHECK(sum_of(little) == 10'000'00);
    CHECK(little.certainty == Certainty::likely); // money is let go: a person says so
    const auto fee = desk.propose(9'950'00, "2025-02-01", "青云");
    CHECK(fee.fee_minor == 50'00);
    CHECK(has(fee, MatchReason::short_by_fee));
    CHECK(fee.certainty == Certainty::likely);
    const auto much = desk.propose(9'000'00, "2025-02-01", "青云");
    CHECK(much.fee_minor == 0);
    CHECK(much.difference_minor == 0);
    CHECK(has(much, MatchReason::on_account));
}

TEST_CASE("an alias is learnt, and what two customers share is worth less") {
    Desk desk;
    const auto a = desk.customer("青云机械有限公司");
    const auto b = desk.customer("白鹭电子有限公司");
    desk.item(a, "A1", 100'00, "2025-01-01", "2025-01-31");
    desk.item(b, "B1", 100'00, "2025-01-01", "2025-01-31");
    CHECK(desk.propose(100'00, "2025-02-01", "老王五金店").certainty == Certainty::unknown);
    desk.book.aliases.push_back({"老王五金店", "622-1", a, day("2024-01-01")});
    const auto learnt = desk.propose(100'00, "2025-02-01", "老王五金店");
    CHECK(learnt.customer == desk.book.customers[a].id);
    CHECK(has(learnt, MatchReason::alias_name));
    CHECK(learnt.certainty == Certainty::certain);
    CHECK(desk.propose(100'00, "2025-02-01", "王", "", "6221").certainty == Certainty::certain);
    desk.book.aliases.push_back({"老王五金店", "622-1", b, day("2024-01-01")});
    const auto shared = desk.propose(100'00, "2025-02-01", "老王五金店");
    CHECK(has(shared, MatchReason::contested));
    CHECK(shared.certainty != Certainty::certain);
}

TEST_CASE("alike items, payment before the invoice, another currency: never certain") {
    Desk desk;
    const auto a = desk.customer("青云");
    const auto first = desk.item(a, "A1", 100'00, "2025-01-01", "2025-01-31");
    desk.item(a, "A2", 100'00, "2025-01-01", "2025-03-31");
    const auto alike = desk.propose(100'00, "2025-02-01", "青云");
    CHECK(has(alike, MatchReason::alike_items));
    CHECK(alike.parts.at(0).invoice == first); // the earliest due
    CHECK(alike.certainty == Certainty::likely);
    const auto early = desk.propose(200'00, "2024-12-01", "青云");
    CHECK(has(early, MatchReason::before_issue));
    CHECK(early.certainty != Certainty::certain);
    desk.book.index();
    const BankLine line{EntityId{3, 1}, day("2025-02-01"), 100'00, "青云", "", "", "", {}};
    CHECK(desk.book.propose({&line, 1}, {&usd, 1}).front().parts.empty());
}

TEST_CASE("a receipt recorded by hand is recognised and not booked again") {
    Desk desk;
    const auto a = desk.customer("青云");
    desk.item(a, "A1", 100'00, "2025-01-01", "2025-01-31");
    desk.book.receipts.push_back({ReceiptId{9, 9}, a, {500'00, cny}, day("2025-02-01"), "x"});
    const auto one = desk.propose(500'00, "2025-02-03", "青云");
    CHECK(one.recorded == ReceiptId{9, 9});
    CHECK(one.parts.empty());
    CHECK(one.certainty == Certainty::certain);
    CHECK(desk.propose(500'00, "2025-02-20", "青云").recorded.is_nil());
    // Two lines of the same amount: one receipt is one of them only.
    const auto two =
        desk.propose({{EntityId{3, 1}, day("2025-02-01"), 500'00, "青云", "", "", "", {}},
                      {EntityId{3, 2}, day("2025-02-01"), 500'00, "青云", "", "", "", {}}});
    CHECK(two[0].recorded.is_nil() != two[1].recorded.is_nil());
}

TEST_CASE("what a certain line uses is not offered to another") {
    Desk desk;
    const auto a = desk.customer("青云");
    desk.item(a, "A1", 100'00, "2025-01-01", "2025-01-31");
    const auto two =
        desk.propose({{EntityId{3, 1}, day("2025-02-01"), 100'00, "青云", "", "A1", "", {}},
                      {EntityId{3, 2}, day("2025-02-02"), 100'00, "青云", "", "", "", {}}});
    CHECK(two[0].parts.size() == 1);
    CHECK(two[1].parts.empty());
    CHECK(two[1].unapplied_minor == 100'00);
}

TEST_CASE("money that went out, nobody, nothing open") {
    Desk desk;
    CHECK(desk.propose(-5, "2025-02-01", "青云").certainty == Certainty::unknown);
    const auto none = desk.propose(1, "2025-02-01", "谁");
    CHECK(none.customer.is_nil());
    CHECK(none.unapplied_minor == 1);
    CHECK(desk.propose(std::vector<BankLine>{}).empty());
}

TEST_CASE("numbers in memos") {
    using Numbers = std::vector<std::string>;
    CHECK(numbers_in("付INV-2025/0007货款") == Numbers{"2025", "inv20250007", "0007"});
    CHECK(numbers_in("发票：１２３４５６") == Numbers{"123456"});
    CHECK(numbers_in("no digits, 12 or 1") == Numbers{});
    CHECK(numbers_in("") == Numbers{});
}

TEST_CASE("sums of a few amounts, bounded") {
    const auto sum = [](std::vector<std::int64_t> amounts, std::int64_t target) {
        std::int64_t total = 0;
        for (const std::size_t at : subset_of_sum(amounts, target)) total += amounts[at];
        return total;
    };
    CHECK(sum({1, 2, 3}, 5) == 5);
    CHECK(sum({1, 2, 3}, 7) == 0);
    CHECK(sum({5}, 5) == 0); // one is no sum of several
    CHECK(sum({}, 5) == 0);
    std::mt19937_64 random(7);
    for (int round = 0; round < 300; ++round) {
        CAPTURE(round);
        std::vector<std::int64_t> amounts(2 + random() % 9);
        for (auto& amount : amounts) amount = 1 + static_cast<std::int64_t>(random() % 50);
        const std::int64_t target = 1 + static_cast<std::int64_t>(random() % 150);
        bool possible = false;
        for (unsigned mask = 0; mask < 1U << amounts.size(); ++mask) {
            std::int64_t total = 0;
            for (std::size_t i = 0; i < amounts.size(); ++i) {
                total += (mask >> i & 1U) != 0 ? amounts[i] : 0;
            }
            possible = possible || (std::popcount(mask) >= 2 && total == target);
        }
        CHECK(sum(amounts, target) == (possible ? target : 0));
    }
    // Hopeless and large: it gives up instead of hanging.
    std::vector<std::int64_t> even(24);
    std::iota(even.begin(), even.end(), 1'000'000);
    for (auto& one : even) one *= 2;
    CHECK(sum(even, 12'000'001) == 0);
}

TEST_CASE("parts never exceed what is open, nor the money that came, over random books") {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        CAPTURE(seed);
        std::mt19937_64 random(seed);
        const auto below = [&](std::uint64_t limit) { return static_cast<int>(random() % limit); };
        Desk desk;
        for (int i = 0; i < 5; ++i)
            desk.customer("客户" + std::string(1, static_cast<char>('A' + i)) + "公司");
        for (int i = 0; i < 30; ++i) {
            desk.item(static_cast<std::uint32_t>(below(5)), "N" + std::to_string(1000 + i),
                      1 + below(20) * 50, "2025-01-01", "2025-02-01");
        }
        std::vector<BankLine> lines;
        for (int i = 0; i < 20; ++i) {
            lines.push_back({EntityId{3, static_cast<std::uint64_t>(i + 1)},
                             day("2025-02-03"),
                             1 + below(60) * 50,
                             "客户" + std::string(1, static_cast<char>('A' + below(6))),
                             "",
                             below(3) == 0 ? "N" + std::to_string(1000 + below(40)) : "",
                             "",
                             {}});
        }
        const auto proposals = desk.propose(lines);
        std::vector<std::int64_t> left;
        for (const auto& item : desk.book.items) left.push_back(item.open);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const MatchProposal& one = proposals[i];
            CHECK(sum_of(one) + one.unapplied_minor ==
                  lines[i].minor + one.fee_minor + one.difference_minor);
            CHECK(one.unapplied_minor >= 0);
            if (one.certainty == Certainty::unknown) continue;
            for (const AllocationPart& part : one.parts) {
                CHECK(part.minor > 0);
                left[part.invoice.low - 1] -= part.minor;
            }
        }
        for (const std::int64_t rest : left) CHECK(rest >= 0);
    }
}

TEST_CASE("what only a likely answer leaves is never certain; two lines make up one invoice") {
    Desk desk;
    const auto a = desk.customer("青云机械有限公司");
    desk.item(a, "A1", 10'000'00, "2025-01-01", "2025-01-31");
    const auto pair = desk.propose(
        {{EntityId{3, 1}, day("2025-02-01"), 4'000'00, "青云机械有限公司", "", "", "", {}},
         {EntityId{3, 2}, day("2025-02-02"), 6'000'00, "青云机械有限公司", "", "", "", {}}});
    for (const auto& one : pair) {
        CHECK(one.certainty == Certainty::likely);
        CHECK(has(one, MatchReason::together));
    }
    CHECK(pair[0].reasons.back().detail == "2");
    CHECK(pair[0].reasons.back().more == "A1");
    CHECK(pair[0].parts[0].minor == 4'000'00);
    CHECK(pair[1].parts[0].minor == 6'000'00);
    // Three of which no two make it up: the last one is what is left, and says so no louder.
    const auto three = desk.propose(
        {{EntityId{3, 1}, day("2025-02-01"), 4'100'00, "青云机械有限公司", "", "", "", {}},
         {EntityId{3, 2}, day("2025-02-02"), 5'000'00, "青云机械有限公司", "", "", "", {}},
         {EntityId{3, 3}, day("2025-02-03"), 901'00, "青云机械有限公司", "", "", "", {}}});
    for (const auto& one : three) CHECK(one.certainty != Certainty::certain);
}

TEST_CASE("lines of two currencies never make up one item") {
    Desk desk;
    const auto a = desk.customer("青云机械有限公司");
    desk.item(a, "A1", 10'000'00, "2025-01-01", "2025-01-31");
    desk.item(a, "A2", 20'000'00, "2025-01-01", "2025-01-31");
    desk.book.items.back().currency = parse_currency("USD").value();
    desk.book.index();
    const std::vector<BankLine> lines{
        {EntityId{3, 1}, day("2025-02-01"), 4'000'00, "青云机械有限公司", "", "", "", {}},
        {EntityId{3, 2}, day("2025-02-02"), 6'000'00, "青云机械有限公司", "", "", "", {}}};
    const std::vector<Currency> currencies{cny, parse_currency("USD").value()};
    for (const auto& one : desk.book.propose(lines, currencies)) {
        CHECK_FALSE(has(one, MatchReason::together));
    }
}

TEST_CASE("who was put away and owes nothing is not proposed; small is small in every currency") {
    Desk desk;
    const auto a = desk.customer("青云机械有限公司");
    desk.customer("白鹭电子有限公司");
    desk.book.customers[1].archived = true;
    desk.book.customers[a].archived = true;
    desk.item(a, "A1", 10'000'00, "2025-01-01", "2025-01-31");
    CHECK(desk.propose(10'000'00, "2025-02-01", "青云机械有限公司").customer ==
          desk.book.customers[a].id);
    CHECK(desk.propose(5'00, "2025-02-01", "白鹭电子有限公司").customer.is_nil());
    const MatchPolicy policy;
    CHECK(policy.in(cny, 1000) == 1000);
    CHECK(policy.in(parse_currency("JPY").value(), 1000) == 10);
}
