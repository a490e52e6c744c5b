// The ledger as a session works it: what is taken back comes back whole, recoveries, gains, and
// aging by other things than customers and by what was known.
#include "session/ledger.h"

#include "session/resolve.h"
#include "session/suggestions.h"
#include "session/world.h"

using namespace huikuan;
using namespace huikuan::test;
using session::AgingBook;
using session::AgingKey;

namespace {

core::Currency usd() { return core::parse_currency("USD").value(); }

std::int64_t open(const Book& book, core::EntityId invoice, const char* as_of = "2026-11-22") {
    const auto row = book->invoice(core::id_cast<core::InvoiceId>(invoice), day(as_of));
    REQUIRE(row);
    return row->open;
}

std::int64_t balance(const Book& book, core::CustomerId customer,
                     const char* as_of = "2026-11-22") {
    std::int64_t sum = 0;
    for (const auto& one : book->customer(customer, day(as_of))->balances) sum += one.balance;
    return sum;
}

core::CustomerId add(const Book& book, std::vector<std::pair<std::string, std::string>> fields) {
    const auto id = book->mint();
    REQUIRE(book->run(core::SetFields{{core::RegisterKind::customer, id, std::move(fields)}}));
    return core::id_cast<core::CustomerId>(id);
}

struct WrittenOff {
    Book book = new_book();
    core::CustomerId customer = add_customer(*book, "乙公司");
    core::EntityId debt = book->mint();
    core::EntityId write_off = book->mint();

    WrittenOff() {
        REQUIRE(book->run(invoice(debt, customer, "A-1", 1'000'00, "2026-01-01", "2026-02-01")));
        auto command = receipt(write_off, customer, 1'000'00, "2026-06-30");
        command.receipt.type = core::CreditType::write_off;
        command.receipt.method = "other";
        command.receipt.reason = "bankrupt: ruling 7";
        REQUIRE(book->run(command));
    }
    core::RecoverWriteOff recovery(std::int64_t minor) const {
        core::RecoverWriteOff command;
        command.receipt.id = core::id_cast<core::ReceiptId>(book->mint());
        command.receipt.customer = customer;
        command.receipt.amount = {minor, cny()};
        command.receipt.date = day("2026-09-01");
        command.receipt.method = "bank";
        command.receipt.against = write_off;
        return command;
    }
    // Live write-offs on a day: how many, and their sum.
    std::pair<std::size_t, std::int64_t> standing(const char* as_of) const {
        core::ListQuery query;
        query.as_of = day(as_of);
        query.credit = core::CreditType::write_off;
        std::pair<std::size_t, std::int64_t> sum;
        for (const auto& row : book->receipts(book->receipt_keys(query), query.as_of)) {
            if (row.status == core::DocumentStatus::voided || row.date > query.as_of) continue;
            ++sum.first;
            sum.second += row.amount.minor;
        }
        return sum;
    }
};

} // namespace

TEST_CASE("a credit limit stands beside the exposure, in the book's currency") {
    const auto book = new_book();
    const auto buyer = add_customer(*book, "甲");
    const auto limited = [&](const char* text) {
        core::SetFields set;
        set.fields.kind = core::RegisterKind::customer;
        set.fields.entity = core::entity_of(buyer);
        set.fields.fields = {{"credit_limit", text}};
        return book->run(set);
    };
    REQUIRE(limited("50000.50"));
    REQUIRE(book->run(invoice(book->mint(), buyer, "A", 5'000'051, "2026-07-01", "2026-07-31")));
    const auto sums = session::Ledger(*book).exposure(buyer, book->today());
    REQUIRE(sums.size() == 1);
    REQUIRE(sums[0].limit);
    CHECK(*sums[0].limit == 5'000'050);
    CHECK(sums[0].available() == -1);
    for (const char* wrong : {"-1", "1.001", "lots", "1e9"}) CHECK(!limited(wrong));
    REQUIRE(limited(""));
    CHECK(!session::Ledger(*book).exposure(buyer, book->today())[0].limit);
}

// What other programs got wrong: a document counted twice or not at all once it was taken back and
// entered anew, money in hand that did not count, and a limit of today for what stood on a past
// day.
TEST_CASE("what is left of a credit limit follows the ledger through every step and its undoing") {
    const auto book = new_book();
    const auto buyer = add_customer(*book, "甲");
    REQUIRE(book->run(core::SetFields{
        {core::RegisterKind::customer, core::entity_of(buyer), {{"credit_limit", "1000"}}}}));
    const auto left = [&](const char* date) {
        for (const auto& sum : session::Ledger(*book).exposure(buyer, day(date))) {
            if (sum.limit) return sum.available();
        }
        return std::int64_t{-1};
    };
    CHECK(left("2026-09-30") == 1'000'00); // nothing yet: all of it, not "no limit"
    const auto first = book->mint();
    REQUIRE(book->run(invoice(first, buyer, "A", 900'00, "2026-07-01", "2026-07-31")));
    CHECK(left("2026-09-30") == 100'00);
    CHECK(left("2026-06-30") == 1'000'00); // as of a day before it
    // Taken back and entered again: once, neither twice nor past the limit.
    REQUIRE(book->run(core::Reverse{book->mint(), first, day("2026-07-10"), "wrong price"}));
    CHECK(left("2026-09-30") == 1'000'00);
    CHECK(left("2026-07-09") == 100'00); // what stood then, stood then
    REQUIRE(book->run(invoice(book->mint(), buyer, "A", 950'00, "2026-07-10", "2026-08-09")));
    CHECK(left("2026-09-30") == 50'00);
    // Money that is not used yet counts, and no longer once it bounces.
    const auto cash = book->mint();
    REQUIRE(book->run(receipt(cash, buyer, 300'00, "2026-08-01", core::AllocationRule::none)));
    CHECK(left("2026-09-30") == 350'00);
    REQUIRE(book->run(core::Reverse{book->mint(), cash, day("2026-08-20"), "bounced"}));
    CHECK(left("2026-09-30") == 50'00);
    CHECK(left("2026-08-19") == 350'00);
    // Another currency is a sum of its own, without a limit.
    auto dollars = invoice(book->mint(), buyer, "U", 5'000'00, "2026-08-01", "2026-08-31");
    dollars.invoice.amount.currency = core::parse_currency("USD").value();
    REQUIRE(book->run(dollars));
    CHECK(left("2026-09-30") == 50'00);
    for (const auto& sum : session::Ledger(*book).exposure(buyer, day("2026-09-30"))) {
        CHECK(sum.limit.has_value() == (sum.currency == cny()));
    }
}

TEST_CASE("a recovery that is taken back leaves the debt written off, on every day") {
    for (const std::int64_t minor : {300'00LL, 1'000'00LL, 1LL}) {
        CAPTURE(minor);
        const WrittenOff world;
        const auto done = world.book->run(world.recovery(minor));
        REQUIRE(done);
        CHECK(world.standing("2026-11-22").second == 1'000'00 - minor);
        CHECK(open(world.book, world.debt) == 0);
        REQUIRE(session::undo(*world.book, *done, "typed wrong"));
        for (const char* date : {"2026-07-01", "2026-08-31", "2026-09-01", "2026-11-22"}) {
            CAPTURE(date);
            CHECK(world.standing(date) == std::pair<std::size_t, std::int64_t>{1, 1'000'00});
            CHECK(open(world.book, world.debt, date) == 0);
            CHECK(balance(world.book, world.customer, date) == 0);
        }
        CHECK(balance(world.book, world.customer, "2026-06-29") == 1'000'00);
        CHECK(world.book->exceptions().empty());
        // What stands again may be recovered again.
        core::ListQuery query;
        query.as_of = world.book->today();
        query.credit = core::CreditType::write_off;
        const auto rows = world.book->receipts(world.book->receipt_keys(query), query.as_of);
        REQUIRE(rows.size() == 1);
        auto again = world.recovery(200'00);
        again.receipt.against = core::entity_of(rows[0].id);
        CHECK(rows[0].reason == "bankrupt: ruling 7");
        CHECK(world.book->run(again));
    }
}

TEST_CASE("a recovery that bounces, or was none, leaves what it paid written off as before") {
    for (const char* on : {"2026-10-10", ""}) { // bounced; entered by mistake
        CAPTURE(on);
        const WrittenOff world;
        const auto command = world.recovery(300'00);
        REQUIRE(world.book->run(command));
        const std::optional<core::Date> date = *on == 0 ? std::nullopt : std::optional(day(on));
        const core::Reverse end{world.book->mint(), core::entity_of(command.receipt.id), date,
                                "bounced"};
        CHECK(world.book->preview(end)->facts.size() == 3); // the end, the write-off, what it pays
        const auto ended = world.book->run(end);
        REQUIRE(ended);
        for (const char* seen : {"2026-08-31", "2026-10-09", "2026-10-10", "2026-11-22"}) {
            CAPTURE(seen);
            CHECK(open(world.book, world.debt, seen) == 0);
            CHECK(balance(world.book, world.customer, seen) == 0);
        }
        CHECK(world.standing("2026-11-22") == std::pair<std::size_t, std::int64_t>{2, 1'000'00});
        CHECK(world.book->exceptions().empty());
        // Undone, the money is there and the rest alone is written off.
        REQUIRE(session::undo(*world.book, *ended, "it came after all"));
        CHECK(world.standing("2026-11-22").second == 700'00);
        CHECK(open(world.book, world.debt) == 0);
        CHECK(world.book->exceptions().empty());
    }
}

TEST_CASE("what comes back of a write-off pays the oldest of its debts, whatever their ids") {
    const Book book = new_book();
    for (const char* code : {"甲", "乙", "丙", "丁", "戊", "己"}) {
        const auto customer = add_customer(*book, code);
        const auto later = book->mint(); // entered first
        const auto first = book->mint();
        REQUIRE(book->run(invoice(later, customer, "B", 400'00, "2026-01-01", "2026-03-01")));
        REQUIRE(book->run(invoice(first, customer, "A", 600'00, "2026-01-01", "2026-02-01")));
        auto off = receipt(book->mint(), customer, 1'000'00, "2026-06-30");
        off.receipt.type = core::CreditType::write_off;
        off.receipt.method = "other";
        off.receipt.reason = "bankrupt";
        REQUIRE(book->run(off));
        core::RecoverWriteOff back;
        back.receipt.id = core::id_cast<core::ReceiptId>(book->mint());
        back.receipt.customer = customer;
        back.receipt.amount = {700'00, cny()};
        back.receipt.date = day("2026-09-01");
        back.receipt.method = "bank";
        back.receipt.against = core::entity_of(off.receipt.id);
        REQUIRE(book->run(back));
        const auto parts = book->allocations_of(core::entity_of(back.receipt.id));
        REQUIRE(parts.size() == 2); // shown by number
        CHECK(core::entity_of(parts[0].invoice) == first);
        CHECK(parts[0].effective == 600'00);
        CHECK(core::entity_of(parts[1].invoice) == later);
        CHECK(parts[1].effective == 100'00);
    }
}

TEST_CASE("more than was written off comes back as unapplied money") {
    const WrittenOff world;
    REQUIRE(world.book->run(world.recovery(1'200'00)));
    CHECK(world.standing("2026-11-22").first == 0);
    CHECK(open(world.book, world.debt) == 0);
    CHECK(balance(world.book, world.customer) == -200'00);
}

TEST_CASE("a bounce that is taken back counts once on every day, and brings its fee with it") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "乙公司");
    const auto debt = book->mint();
    REQUIRE(book->run(invoice(debt, customer, "A-1", 1'000'00, "2026-01-01", "2026-02-01")));
    auto paid = receipt(book->mint(), customer, 995'00, "2026-03-01");
    paid.companions.push_back({core::CreditType::fee, 5'00, {}});
    REQUIRE(book->run(paid));
    CHECK(open(book, debt) == 0);
    const auto bounced = book->run(core::Reverse{book->mint(), core::entity_of(paid.receipt.id),
                                                 day("2026-05-10"), "bounced"});
    REQUIRE(bounced);
    CHECK(open(book, debt, "2026-05-09") == 0);
    CHECK(open(book, debt, "2026-05-10") == 1'000'00);
    REQUIRE(session::undo(*book, *bounced, "it did not"));
    for (const char* date : {"2026-03-01", "2026-05-09", "2026-05-10", "2026-11-22"}) {
        CAPTURE(date);
        CHECK(open(book, debt, date) == 0);
        CHECK(balance(book, customer, date) == 0);
    }
    CHECK(balance(book, customer, "2026-02-28") == 1'000'00);
}

TEST_CASE("money in advance is what the customer paid: a fee waits with it, is used and bounces") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "乙公司");
    auto paid = receipt(book->mint(), customer, 970'00, "2026-03-01", core::AllocationRule::none);
    paid.receipt.type = core::CreditType::advance;
    paid.companions.push_back({core::CreditType::fee, 30'00, {}});
    REQUIRE(book->run(paid));
    CHECK(balance(book, customer) == -1'000'00);
    const auto debt = book->mint();
    REQUIRE(book->run(invoice(debt, customer, "A-1", 1'000'00, "2026-04-01", "2026-05-01")));
    const auto waiting = session::waiting_money(*book, book->today());
    REQUIRE(waiting.size() == 1);
    CHECK(waiting[0].unapplied == 1'000'00);
    session::SuggestionSearch search(*book, book->today());
    while (!search.is_done()) search.step(5);
    REQUIRE(search.found().size() == 1);
    REQUIRE(search.found()[0].pays.size() == 1);
    CHECK(search.found()[0].pays[0].second.minor == 1'000'00);
    const auto used = book->run(search.found()[0].command);
    REQUIRE(used);
    CHECK(open(book, debt) == 0);
    CHECK(session::waiting_money(*book, book->today()).empty());
    const auto row = book->receipt(paid.receipt.id, book->today());
    REQUIRE(session::Ledger(*book).fees_of(*row, book->today()).size() == 1);
    // Taken back it waits again, whole; when the money bounces, the debt is back, whole.
    const auto undone = session::undo(*book, *used, "not that one");
    REQUIRE(undone);
    CHECK(session::waiting_money(*book, book->today())[0].unapplied == 1'000'00);
    REQUIRE(book->run(core::AllocateReceipt{book->mint(),
                                            paid.receipt.id,
                                            {core::AllocationRule::oldest_due_first, {}},
                                            day("2026-06-01")}));
    REQUIRE(book->run(core::Reverse{book->mint(), core::entity_of(paid.receipt.id),
                                    day("2026-07-01"), "bounced"}));
    CHECK(open(book, debt, "2026-06-30") == 0);
    CHECK(open(book, debt, "2026-07-01") == 1'000'00);
    CHECK(balance(book, customer) == 1'000'00);
    CHECK(session::waiting_money(*book, book->today()).empty());
}

TEST_CASE("an exchange is not undone by halves") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "乙公司");
    auto paid = receipt(book->mint(), customer, 100'00, "2026-03-01", core::AllocationRule::none);
    paid.receipt.amount.currency = usd();
    REQUIRE(book->run(paid));
    core::ExchangeCredit exchange;
    exchange.out_id = core::id_cast<core::InvoiceId>(book->mint());
    exchange.credit = paid.receipt.id;
    exchange.minor = 100'00;
    exchange.to = cny();
    exchange.rate = {7, 1};
    exchange.date = day("2026-03-02");
    const auto done = book->run(exchange);
    REQUIRE(done);
    REQUIRE(session::undo(*book, *done, "other rate"));
    CHECK(balance(book, customer) == -100'00); // all of it in dollars again
    core::ListQuery query;
    query.as_of = book->today();
    query.credit = core::CreditType::exchange_in;
    CHECK(book->receipt_keys(query).empty());
}

TEST_CASE("an advance and the fee that waits with it are exchanged in one step, and back in one") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "乙公司");
    auto paid = receipt(book->mint(), customer, 97'50, "2026-03-01", core::AllocationRule::none);
    paid.receipt.type = core::CreditType::advance;
    paid.receipt.amount.currency = usd();
    paid.receipt.rate = {72, 10};
    paid.companions.push_back({core::CreditType::fee, 2'50, {}});
    REQUIRE(book->run(paid));
    core::ExchangeCredit exchange;
    exchange.out_id = core::id_cast<core::InvoiceId>(book->mint());
    exchange.credit = paid.receipt.id;
    exchange.minor = 100'01;
    exchange.to = cny();
    exchange.rate = {7, 1};
    exchange.date = day("2026-03-02");
    CHECK(!book->run(exchange));
    exchange.minor = 100'00;
    const auto done = book->run(exchange);
    REQUIRE(done);
    const auto again = book->run(exchange); // sent twice
    REQUIRE(again);
    CHECK(again->repeated);
    const auto waiting = [&] { return session::waiting_money(*book, book->today()); };
    REQUIRE(waiting().size() == 1);
    CHECK(waiting()[0].unapplied == 700'00);
    CHECK(waiting()[0].amount.currency == cny());
    std::int64_t gain = 0; // owed at 7.2, gone at 7, cent for cent of both parts
    for (const auto& row : session::Ledger(*book).realised_gains(book->today())) {
        gain += row.gain.minor;
    }
    CHECK(gain == -20'00);
    REQUIRE(session::undo(*book, *done, "other rate"));
    REQUIRE(waiting().size() == 1);
    CHECK(waiting()[0].unapplied == 100'00);
    CHECK(session::Ledger(*book).realised_gains(book->today()).empty());
}

TEST_CASE("gains and losses are listed by allocation, until they are taken back") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "Acme");
    auto debt = invoice(book->mint(), customer, "U-1", 100'00, "2026-01-01", "2026-02-01");
    debt.invoice.amount.currency = usd();
    debt.invoice.rate = {80, 1};
    REQUIRE(book->run(debt));
    auto paid = receipt(book->mint(), customer, 90'00, "2026-03-01");
    paid.receipt.amount.currency = usd();
    paid.receipt.rate = {75, 1};
    REQUIRE(book->run(paid));
    const session::Ledger ledger(*book);
    CHECK(ledger.realised_gains(day("2026-02-28")).empty());
    const auto gains = ledger.realised_gains(book->today());
    REQUIRE(gains.size() == 1);
    CHECK(gains[0].gain == core::Money{-450'00, cny()}); // 90 at 75 instead of 80
    CHECK(gains[0].number == "U-1");
    CHECK(gains[0].customer_name == "Acme");
    CHECK(ledger.gains(core::entity_of(debt.invoice.id)).size() == 1);
    REQUIRE(book->run(core::Reverse{book->mint(), core::entity_of(paid.receipt.id),
                                    day("2026-04-01"), "bounced"}));
    CHECK(ledger.realised_gains(book->today()).empty());
    CHECK(ledger.realised_gains(day("2026-03-31")).size() == 1); // as it was then
}

TEST_CASE("aging by what customers have in common adds up to the whole, and opens to its parts") {
    const Book book = new_book();
    const auto a = add(book, {{"name", "甲"}, {"owner", "王芳"}, {"region", "华东"}});
    const auto b = add(book, {{"name", "乙"}, {"owner", "王芳"}, {"parent", core::to_text(a)}});
    const auto c = add(book, {{"name", "丙"}, {"region", "华东"}, {"tier", "A"}});
    const auto issue = [&](core::CustomerId customer, const char* number, std::int64_t minor) {
        const auto id = book->mint();
        REQUIRE(book->run(invoice(id, customer, number, minor, "2026-08-01", "2026-10-01")));
        return id;
    };
    issue(a, "A-1", 100);
    const auto disputed = issue(b, "B-1", 20);
    issue(c, "C-1", 3);
    REQUIRE(book->run(core::OpenDispute{{book->mint(),
                                         core::id_cast<core::InvoiceId>(disputed),
                                         {15, cny()},
                                         day("2026-10-05"),
                                         "price"}}));
    REQUIRE(book->run(receipt(book->mint(), b, 50, "2026-11-01", core::AllocationRule::none)));
    const AgingBook aging(*book);
    core::AgingQuery query;
    query.as_of = book->today();
    for (std::size_t i = 0; i < session::aging_keys; ++i) {
        const auto grouped = aging.aging(query, static_cast<AgingKey>(i));
        std::int64_t total = 0;
        std::int64_t in_dispute = 0;
        for (const auto& group : grouped.groups) {
            total += group.line.total();
            in_dispute += group.disputed;
        }
        CHECK(total == 73);
        CHECK(in_dispute == 15);
        CHECK(grouped.currencies.at(0).line.total() == 73);
    }
    const auto by_owner = aging.aging(query, AgingKey::owner);
    REQUIRE(by_owner.groups.size() == 2);
    CHECK(by_owner.groups[0].name.empty());
    CHECK(by_owner.groups[1].name == "王芳");
    CHECK(by_owner.groups[1].line.total() == 70);
    CHECK(by_owner.groups[1].line.unapplied == -50);
    CHECK(by_owner.groups[1].disputed == 15);
    // Opened: the customers of that owner, who add up to it.
    const auto inside = aging.aging(query, AgingKey::customer,
                                    AgingBook::Part{AgingKey::owner, by_owner.groups[1].member});
    REQUIRE(inside.groups.size() == 2);
    CHECK(inside.groups[0].line.total() + inside.groups[1].line.total() == 70);
    const auto by_group = aging.aging(query, AgingKey::group);
    REQUIRE(by_group.groups.size() == 2);
    CHECK(by_group.groups[1].name == "甲");
    CHECK(by_group.groups[1].customer == a);
    CHECK(by_group.groups[1].line.total() == 70);
    CHECK(aging.open_invoices(a, query.as_of).size() == 1);
    // A member that the book does not have is nobody's group.
    CHECK(aging.aging(query, AgingKey::customer, AgingBook::Part{AgingKey::region, {9, 9}})
              .groups.size() == 1);
}

TEST_CASE("a report as known at a moment does not change when a payment is entered late") {
    const Book book = new_book();
    const auto customer = add_customer(*book, "乙公司");
    const auto debt = book->mint();
    REQUIRE(book->run(invoice(debt, customer, "A-1", 1'000'00, "2026-01-01", "2026-02-01")));
    const std::int64_t then = book->history(debt).front().time.ms;
    while (platform::now_ms() <= then) {} // until there is a moment between the two
    REQUIRE(book->run(receipt(book->mint(), customer, 400'00, "2026-03-01")));
    core::AgingQuery query;
    query.as_of = day("2026-03-31");
    const auto known = AgingBook::known_at(*book, then);
    REQUIRE(known);
    CHECK(known->aging(query, AgingKey::customer).groups.at(0).line.total() == 1'000'00);
    CHECK(known->open_invoices(customer, query.as_of).at(0).open == 1'000'00);
    CHECK(AgingBook(*book).aging(query, AgingKey::customer).groups.at(0).line.total() == 600'00);
    CHECK(AgingBook::known_at(*book, 0)->counts().changes == 0);
    // In portions it is the same.
    session::KnownThen replay(*book, then);
    int portions = 1;
    while (!replay.step(0)) ++portions;
    CHECK(portions > 1);
    CHECK(replay.progress() == 1000);
    const auto in_portions = replay.take();
    REQUIRE(in_portions);
    CHECK(in_portions->counts().changes == known->counts().changes);
    CHECK(in_portions->counts().invoices == known->counts().invoices);
}
