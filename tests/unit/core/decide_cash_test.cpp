// What is decided about money beyond a plain receipt: the debtor's word, shares, differences that
// are written off beside it, what a bill must say, exchanges and recoveries, and what is refused.
#include <doctest/doctest.h>

#include "core/decide.h"
#include "core/exchange.h"
#include "sample.h"

using namespace huikuan::core;

namespace {

const Date end_of_june = date_of(2026, 6, 30).value();
const CustomerId debtor{1, 1};
const CustomerId sister{1, 2};
const CustomerId stranger{1, 3};

OpenInvoice owed(std::uint64_t number, std::int64_t minor, int month, CustomerId whom = debtor,
                 Currency currency = cny) {
    OpenInvoice open;
    open.fact.id = InvoiceId{2, number};
    open.fact.customer = whom;
    open.fact.number = std::to_string(number);
    open.fact.amount = {minor, currency};
    open.fact.issued = date_of(2026, 1, 1).value();
    open.fact.lines = {{date_of(2026, month, 1).value(), minor}};
    open.open_minor = minor;
    return open;
}

Account account_of(std::vector<OpenInvoice> invoices) {
    Account account;
    account.customer_known = true;
    account.base_currency = cny;
    account.same = {debtor};
    account.family = {debtor, sister};
    account.invoices = std::move(invoices);
    return account;
}

RecordReceipt pays(std::int64_t minor, AllocationRule rule,
                   std::vector<AllocationPart> parts = {}) {
    RecordReceipt command;
    command.receipt.id = ReceiptId{3, 1};
    command.receipt.customer = debtor;
    command.receipt.amount = {minor, cny};
    command.receipt.date = end_of_june;
    command.receipt.method = "bank";
    command.plan = {rule, std::move(parts)};
    return command;
}

std::string paid(const Result<std::vector<Fact>>& facts) {
    if (!facts) return "refused: " + std::string(name_of(facts.error().code));
    std::string text;
    for (const Fact& fact : *facts) {
        const auto* made = std::get_if<AllocationMade>(&fact);
        if (made == nullptr) continue;
        text += (text.empty() ? "" : " ") + std::to_string(made->invoice.low) + ":" +
                std::to_string(made->amount.minor) + (made->across ? "*" : "");
    }
    return text;
}

ErrorCode refused(const Result<std::vector<Fact>>& facts) {
    REQUIRE(!facts);
    return facts.error().code;
}

} // namespace

TEST_CASE("what the debtor named comes first, in its order; the rest goes by law") {
    const Account account = account_of({owed(1, 300, 2), owed(2, 400, 5), owed(3, 500, 3)});
    const auto decided = [&](std::int64_t minor, std::vector<AllocationPart> parts) {
        return paid(decide(account, {}, pays(minor, AllocationRule::designated, std::move(parts))));
    };
    CHECK(decided(450, {{InvoiceId{2, 2}, 0}}) == "2:400 1:50");
    CHECK(decided(1'200, {{InvoiceId{2, 2}, 100}}) == "2:100 1:300 3:500"); // 300 stay unapplied
    CHECK(decided(350, {{InvoiceId{2, 3}, 0}, {InvoiceId{2, 1}, 0}}) == "3:350");
    CHECK(decided(10, {{InvoiceId{2, 2}, 11}}) == "refused: exceeds_unapplied");
    CHECK(decided(900, {{InvoiceId{2, 1}, 301}}) == "refused: exceeds_open");
    CHECK(decided(900, {{InvoiceId{2, 9}, 5}}) == "refused: unknown_document");
}

TEST_CASE("a rule never pays for another of the group; a hand and the debtor's word may") {
    const Account account =
        account_of({owed(1, 300, 2, sister), owed(2, 400, 5), owed(3, 500, 1, stranger)});
    CHECK(paid(decide(account, {}, pays(900, AllocationRule::oldest_due_first))) == "2:400");
    CHECK(paid(decide(account, {}, pays(900, AllocationRule::legal))) == "2:400");
    CHECK(paid(decide(account, {}, pays(900, AllocationRule::pro_rata))) == "2:400");
    CHECK(paid(decide(account, {},
                      pays(700, AllocationRule::manual,
                           {{InvoiceId{2, 1}, 300}, {InvoiceId{2, 2}, 400}}))) == "1:300* 2:400");
    CHECK(
        paid(decide(account, {}, pays(350, AllocationRule::designated, {{InvoiceId{2, 1}, 0}}))) ==
        "1:300* 2:50");
    CHECK(
        refused(decide(account, {}, pays(500, AllocationRule::manual, {{InvoiceId{2, 3}, 500}}))) ==
        ErrorCode::customer_mismatch);
}

TEST_CASE("shares lose no cent: 100.00 in three is 33.34, 33.33, 33.33") {
    const Account account =
        account_of({owed(1, 20'000, 2), owed(2, 20'000, 3), owed(3, 20'000, 4)});
    CHECK(paid(decide(account, {}, pays(10'000, AllocationRule::pro_rata))) ==
          "1:3334 2:3333 3:3333");
    CHECK(paid(decide(account, {}, pays(1, AllocationRule::pro_rata))) == "1:1");
    CHECK(paid(decide(account, {}, pays(99'999, AllocationRule::pro_rata))) ==
          "1:20000 2:20000 3:20000");
}

TEST_CASE("a difference is written off up to the policy, to the cent, and only where it pays") {
    const Account account = account_of({owed(1, 100'00, 2)});
    Policy policy;
    policy.small_difference_minor = 1'00;
    const auto with = [&](std::int64_t received, std::int64_t difference) {
        RecordReceipt command = pays(received, AllocationRule::oldest_due_first);
        command.companions = {{CreditType::write_off, difference, ""}};
        return decide(account, policy, command);
    };
    const auto taken = with(99'00, 1'00);
    CHECK(paid(taken) == "1:9900 1:100");
    const auto& beside = std::get<ReceiptRecorded>(taken->at(1));
    CHECK(beside.type == CreditType::write_off);
    CHECK(beside.against == entity_of(ReceiptId{3, 1}));
    CHECK(beside.reason == "small_difference");
    CHECK(refused(with(98'99, 1'01)) == ErrorCode::out_of_range); // above the policy
    CHECK(refused(with(99'50, 1'00)) == ErrorCode::not_used_up);  // 0.50 would pay nothing
    CHECK(refused(with(99'00, 0)) == ErrorCode::amount_not_positive);
    // Twice the whole of it is too much as well, and the words say what of.
    RecordReceipt twice = pays(98'50, AllocationRule::oldest_due_first);
    twice.companions = {{CreditType::write_off, 75, "a"}, {CreditType::write_off, 75, "b"}};
    const auto much = decide(account, policy, twice);
    REQUIRE(!much);
    CHECK(much.error() == Error{ErrorCode::out_of_range, "write_off", "1.00", 0});
    // One unit of the book's currency is one of another: a yen, not a hundred of them.
    for (const auto& [code, minor] :
         {std::pair{"JPY", 1}, std::pair{"USD", 100}, std::pair{"KWD", 1000}}) {
        CAPTURE(code);
        const Currency currency = parse_currency(code).value();
        const Account abroad = account_of({owed(1, 100'000, 2, debtor, currency)});
        for (const int more : {0, 1}) {
            RecordReceipt command = pays(100'000 - minor - more, AllocationRule::oldest_due_first);
            command.receipt.amount.currency = currency;
            command.companions = {{CreditType::write_off, minor + more, ""}};
            const auto got = decide(abroad, policy, command);
            CHECK(got.has_value() == (more == 0));
            if (!got) CHECK(got.error().code == ErrorCode::out_of_range);
        }
    }
    // Policies are settings: zero turns it off.
    CHECK(policy.take_setting("policy.small_difference", "0"));
    CHECK(refused(with(99'99, 1)) == ErrorCode::out_of_range);
    // What is no money has no companions.
    RecordReceipt note = pays(99'00, AllocationRule::oldest_due_first);
    note.receipt.type = CreditType::offset;
    note.companions = {{CreditType::fee, 1'00, ""}};
    CHECK(refused(decide(account, {}, note)) == ErrorCode::wrong_type);
}

TEST_CASE("a discount beyond the terms, or a charge beyond the money, needs a word why") {
    OpenInvoice early = owed(1, 1'000'00, 7); // 2 % until the end of June
    early.fact.discount = {20'000, end_of_june};
    const Account account = account_of({early, owed(2, 500'00, 8)});
    Policy policy;
    policy.small_difference_minor = 1'00;
    const auto keeps = [&](CreditType type, std::int64_t minor, std::int64_t received,
                           const char* reason = "", int days = 0) {
        RecordReceipt command = pays(received, AllocationRule::oldest_due_first);
        command.receipt.date = add_days(command.receipt.date, days);
        command.companions = {{type, minor, reason}};
        return decide(account, policy, command);
    };
    CHECK(keeps(CreditType::discount, 20'00, 980'00));
    CHECK(keeps(CreditType::discount, 10'00, 490'00)); // of half of it, half
    const auto much = keeps(CreditType::discount, 20'01, 979'99);
    REQUIRE(!much);
    CHECK(much.error().code == ErrorCode::out_of_range);
    CHECK(much.error().field == "discount");
    CHECK(much.error().detail == "20.00");
    CHECK(keeps(CreditType::discount, 20'01, 979'99, "agreed on the phone"));
    CHECK(refused(keeps(CreditType::discount, 20'00, 980'00, "", 1)) == ErrorCode::out_of_range);
    CHECK(keeps(CreditType::discount, 1'00, 980'00, "", 1)); // a small difference is one
    // What the second invoice takes gives nothing.
    CHECK(keeps(CreditType::discount, 20'00, 1'480'00));
    CHECK(refused(keeps(CreditType::discount, 21'00, 1'479'00)) == ErrorCode::out_of_range);
    CHECK(keeps(CreditType::fee, 30'00, 30'00));
    const auto fee = keeps(CreditType::fee, 30'01, 30'00);
    REQUIRE(!fee);
    CHECK(fee.error().field == "fee");
    CHECK(keeps(CreditType::fee, 30'01, 30'00, "two banks between"));
    CHECK(keeps(CreditType::fee, 1'00, 1)); // a transfer of one cent that tests an account
    // Written by itself it is the same discount.
    RecordReceipt alone = pays(21'00, AllocationRule::oldest_due_first);
    alone.receipt.type = CreditType::discount;
    alone.receipt.method = "other";
    CHECK(refused(decide(account, policy, alone)) == ErrorCode::out_of_range);
    alone.receipt.reason = "as agreed";
    CHECK(decide(account, policy, alone));
}

TEST_CASE("a fee waits with the receipt that it was kept from, and is used after it") {
    RecordReceipt ahead = pays(970'00, AllocationRule::none); // the customer paid 1000.00
    ahead.companions = {{CreditType::fee, 30'00, ""}};
    const auto kept = decide(account_of({}), {}, ahead);
    REQUIRE(kept);
    REQUIRE(kept->size() == 2);
    Account account = account_of({owed(1, 1'000'00, 6), owed(2, 50'00, 6)});
    for (const Fact& fact : *kept) {
        const auto& credit = std::get<ReceiptRecorded>(fact);
        account.receipts.push_back({credit, credit.amount.minor, false});
    }
    AllocateReceipt use{EntityId{9, 1},
                        ReceiptId{3, 1},
                        {AllocationRule::manual, {{InvoiceId{2, 1}, 1'000'00}}},
                        end_of_june};
    const auto used = decide(account, {}, use);
    CHECK(paid(used) == "1:97000 1:3000");
    CHECK(std::get<AllocationMade>(used->front()).id == id_cast<AllocationId>(use.id));
    CHECK(std::get<AllocationMade>(used->back()).receipt ==
          std::get<ReceiptRecorded>(kept->back()).id);
    use.plan.parts = {{InvoiceId{2, 1}, 960'00}, {InvoiceId{2, 2}, 40'00}};
    CHECK(paid(decide(account, {}, use)) == "1:96000 2:1000 2:3000");
    use.plan.parts = {{InvoiceId{2, 1}, 1'000'00}, {InvoiceId{2, 2}, 1}};
    CHECK(refused(decide(account, {}, use)) == ErrorCode::exceeds_unapplied);
    // Exchanged both go in one step, the receipt first.
    ExchangeCredit swap{InvoiceId{4, 1}, ReceiptId{3, 1}, 1'000'00, usd, {1, 8}, end_of_june, {}};
    CHECK(paid(decide(account, {}, swap)) == "1:97000 1:3000");
    swap.minor = 970'00;
    CHECK(paid(decide(account, {}, swap)) == "1:97000");
    swap.minor = 1'000'01;
    CHECK(decide(account, {}, swap).error() ==
          Error{ErrorCode::exceeds_unapplied, "amount", "1,000.00"}); // in words for people
    // Given back both go in one step too, paid to the debit that it is; not more than there is.
    RefundCredit back{.refund = {}, .credit = ReceiptId{3, 1}};
    back.refund.id = InvoiceId{4, 2};
    back.refund.amount = {1'000'00, {}};
    back.refund.issued = end_of_june;
    CHECK(paid(decide(account, {}, back)) == "2:97000 2:3000");
    const auto given = std::get<InvoiceIssued>(decide(account, {}, back)->front());
    CHECK(given.type == DebitType::refund);
    CHECK(given.customer == account.receipts[0].fact.customer);
    CHECK(given.lines == std::vector<ScheduleLine>{{end_of_june, 1'000'00}});
    back.refund.amount.minor = 1'000'01;
    CHECK(decide(account, {}, back).error() ==
          Error{ErrorCode::exceeds_unapplied, "parts", "1,000.00"});
    back.refund.amount.minor = 970'00;
    CHECK(paid(decide(account, {}, back)) == "2:97000");
    back.refund.amount.currency = usd;
    CHECK(refused(decide(account, {}, back)) == ErrorCode::currency_mismatch);
    back.refund.amount.currency = cny;
    back.refund.issued = add_days(end_of_june, -1);
    CHECK(refused(decide(account, {}, back)) == ErrorCode::date_order);
    back.credit = ReceiptId{3, 7};
    CHECK(refused(decide(account, {}, back)) == ErrorCode::unknown_document);
    // The fee's own money is a fee's: by itself, of another receipt or later than the day, no.
    use.plan.parts = {{InvoiceId{2, 1}, 970'01}};
    account.receipts[1].fact.date = add_days(end_of_june, 1);
    CHECK(refused(decide(account, {}, use)) == ErrorCode::exceeds_unapplied);
    account.receipts[1].fact.date = end_of_june;
    account.receipts[1].fact.against = EntityId{3, 2};
    CHECK(refused(decide(account, {}, use)) == ErrorCode::exceeds_unapplied);
    // More than is owed: what is over is the customer's, whichever part of it the bank kept.
    RecordReceipt over = pays(50'00, AllocationRule::manual, {{InvoiceId{2, 2}, 50'00}});
    over.companions = {{CreditType::fee, 5'00, ""}};
    CHECK(paid(decide(account_of({owed(2, 50'00, 6)}), {}, over)) == "2:5000");
    // A discount beside it is still only for what it pays, and a fee of no receipt too.
    over.companions.push_back({CreditType::discount, 1'00, "agreed"});
    CHECK(refused(decide(account_of({owed(2, 50'00, 6)}), {}, over)) == ErrorCode::not_used_up);
    RecordReceipt alone = pays(30'00, AllocationRule::none);
    alone.receipt.type = CreditType::fee;
    CHECK(refused(decide(account, {}, alone)) == ErrorCode::not_used_up);
    alone.receipt.id = ReceiptId{3, 9};
    alone.receipt.against = entity_of(InvoiceId{2, 1}); // kept from an invoice: of no money
    CHECK(refused(decide(account, {}, alone)) == ErrorCode::not_used_up);
    alone.receipt.against = entity_of(ReceiptId{3, 1}); // found out later
    account.known = {entity_of(ReceiptId{3, 1})};
    CHECK(decide(account, {}, alone));
}

TEST_CASE("what an exchange leaves is booked by the source, the book's currency needs no rate") {
    const Currency eur = parse_currency("EUR").value();
    CHECK(rate_after_exchange(cny, {}, {10, 71}, usd, cny) == Rate{71, 10});
    CHECK(!rate_after_exchange(usd, {7, 1}, {71, 10}, cny, cny).given());
    CHECK(rate_after_exchange(usd, {7, 1}, {9, 10}, eur, cny) == Rate{70, 9});
    CHECK(!rate_after_exchange(usd, {}, {9, 10}, eur, cny).given());
    CHECK(!rate_after_exchange(usd, {7, 1}, {}, eur, cny).given());
    const Rate long_one = rate_after_exchange(usd, {99'999'999'999'977, 99'999'999'999'973},
                                              {88'888'888'888'867, 88'888'888'888'889}, eur, cny);
    CHECK(long_one.given());
    CHECK(long_one.numerator <= largest_amount_minor);
    CHECK(long_one.denominator <= largest_amount_minor);
    CHECK(convert({1'000'000, eur}, long_one, cny)->minor == 1'000'000);
}

TEST_CASE("a write-off names its reason and is used up whole") {
    const Account account = account_of({owed(1, 100'00, 2)});
    RecordReceipt command = pays(100'00, AllocationRule::oldest_due_first);
    command.receipt.type = CreditType::write_off;
    CHECK(refused(decide(account, {}, command)) == ErrorCode::required);
    command.receipt.reason = "bankrupt";
    CHECK(paid(decide(account, {}, command)) == "1:10000");
    command.receipt.amount.minor = 100'01;
    CHECK(refused(decide(account, {}, command)) == ErrorCode::not_used_up);
}

TEST_CASE("a bill says its number, its acceptor and a day that is not before it came") {
    const Account account = account_of({});
    RecordReceipt command = pays(100, AllocationRule::none);
    command.receipt.type = CreditType::bill;
    CHECK(refused(decide(account, {}, command)) == ErrorCode::required);
    command.receipt.bill = Bill{"B-1", "银行", add_days(end_of_june, -1), false};
    CHECK(refused(decide(account, {}, command)) == ErrorCode::date_order);
    command.receipt.bill->maturity = end_of_june;
    CHECK(decide(account, {}, command));
    command.receipt.bill->acceptor = "  ";
    CHECK(refused(decide(account, {}, command)) == ErrorCode::required);
    command.receipt.bill->acceptor = "银行";
    command.receipt.type = CreditType::receipt;
    CHECK(refused(decide(account, {}, command)) == ErrorCode::wrong_type);
}

TEST_CASE("nothing is exchanged without a rate, beyond what is unapplied, or into itself") {
    Account account = account_of({owed(1, 700'00, 2)});
    OpenReceipt cash;
    cash.fact = pays(100'00, AllocationRule::none).receipt;
    cash.fact.amount.currency = usd;
    cash.unapplied_minor = 60'00;
    account.receipts = {cash};
    ExchangeCredit wish{InvoiceId{4, 1},
                        cash.fact.id,
                        60'00,
                        cny,
                        {71234, 10000},
                        end_of_june,
                        {AllocationRule::oldest_due_first, {}}};
    CHECK(paid(decide(account, {}, wish)) == "1:6000 1:42740"); // 60.00 is 427.40
    wish.minor = 60'01;
    CHECK(refused(decide(account, {}, wish)) == ErrorCode::exceeds_unapplied);
    wish.minor = 1;
    wish.rate = {1, 1000}; // 0.01 would become nothing
    const auto nothing = decide(account, {}, wish);
    REQUIRE(!nothing);
    CHECK(nothing.error() == Error{ErrorCode::amount_not_positive, "converted", "CNY"});
    wish.rate = {};
    CHECK(refused(decide(account, {}, wish)) == ErrorCode::required);
    wish.rate = {7, 1};
    wish.to = usd;
    CHECK(refused(decide(account, {}, wish)) == ErrorCode::currency_mismatch);
    wish.to = cny;
    wish.date = add_days(end_of_june, -1);
    CHECK(refused(decide(account, {}, wish)) == ErrorCode::date_order);
}

TEST_CASE("on its own day a bill is dishonoured; one that was entered by mistake ends before it") {
    Account account = account_of({});
    OpenReceipt bill;
    bill.fact = pays(100'00, AllocationRule::none).receipt;
    bill.fact.date = end_of_june;
    account.target_known = true;
    account.target_date = end_of_june;
    const auto ends = [&](CreditType type, std::optional<Date> day) {
        bill.fact.type = type;
        account.receipts = {bill};
        const auto facts =
            decide(account, {}, Reverse{EntityId{9, 1}, entity_of(bill.fact.id), day, "why"});
        REQUIRE(facts);
        return std::get<Reversed>(facts->front()).date;
    };
    CHECK(ends(CreditType::bill, end_of_june) == end_of_june);
    CHECK(ends(CreditType::bill, std::nullopt) == add_days(end_of_june, -1));
    CHECK(ends(CreditType::receipt, std::nullopt) == end_of_june);
    CHECK(refused(decide(account, {},
                         Reverse{EntityId{9, 1}, entity_of(bill.fact.id), add_days(end_of_june, -1),
                                 "why"})) == ErrorCode::date_order);
}
