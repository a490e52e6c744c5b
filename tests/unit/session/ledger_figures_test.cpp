// The ledger's figures: which rate money is booked at after an exchange, from when to when interest
// runs, what may be kept back, what a list comes to, and how a customer is found.
#include "session/ledger.h"

#include <algorithm>

#include "session/world.h"

using namespace huikuan;
using namespace huikuan::test;

namespace {

core::Currency other(const char* code) { return core::parse_currency(code).value(); }

core::InvoiceId owes(const Book& book, core::CustomerId customer, const char* number,
                     std::int64_t minor, const char* issued, const char* due,
                     core::Currency currency = cny(), core::Rate rate = {}) {
    auto wish = invoice(book->mint(), customer, number, minor, issued, due);
    wish.invoice.amount.currency = currency;
    wish.invoice.rate = rate;
    REQUIRE(book->run(wish));
    return wish.invoice.id;
}

core::ReceiptId pays(const Book& book, core::CustomerId customer, std::int64_t minor,
                     const char* date, core::Currency currency = cny(), core::Rate rate = {}) {
    auto wish = receipt(book->mint(), customer, minor, date, core::AllocationRule::none);
    wish.receipt.amount.currency = currency;
    wish.receipt.rate = rate;
    REQUIRE(book->run(wish));
    return wish.receipt.id;
}

// Answers what came out.
core::ReceiptRow exchanged(const Book& book, core::ReceiptId credit, std::int64_t minor,
                           core::Currency to, core::Rate rate) {
    core::ExchangeCredit wish;
    wish.out_id = core::id_cast<core::InvoiceId>(book->mint());
    wish.credit = credit;
    wish.minor = minor;
    wish.to = to;
    wish.rate = rate;
    wish.date = day("2026-03-02");
    const auto done = book->run(wish);
    REQUIRE(done);
    for (const core::Fact& fact : done->facts) {
        const auto* in = std::get_if<core::ReceiptRecorded>(&fact);
        if (in != nullptr) return book->receipt(in->id, book->today()).value();
    }
    FAIL("nothing came out");
    return {};
}

void allocate(const Book& book, core::ReceiptId credit, core::InvoiceId debit, std::int64_t minor,
              const char* date) {
    core::AllocateReceipt wish;
    wish.id = book->mint();
    wish.receipt = credit;
    wish.plan = {core::AllocationRule::manual, {{debit, minor}}};
    wish.date = day(date);
    REQUIRE(book->run(wish));
}

core::InterestQuery asks(const char* fee, const char* until) {
    core::InterestQuery query;
    query.fee = core::parse_late_fee(fee).value();
    query.until = day(until);
    return query;
}

bool warns(const core::InterestTable& table, core::InterestWarning warning) {
    return std::ranges::contains(table.warnings, warning);
}

core::EntityId set_fields(const Book& book, core::RegisterKind kind, core::CustomerId customer,
                          core::Fields fields, core::EntityId id = {}) {
    if (id.is_nil()) id = book->mint();
    fields.emplace_back("customer", core::to_text(customer));
    std::ranges::sort(fields);
    REQUIRE(book->run(core::SetFields{{kind, id, std::move(fields)}}));
    return id;
}

} // namespace

// --- currencies

TEST_CASE("money that was exchanged from the book's currency is booked at the inverse rate") {
    const Book book = new_book();
    const auto buyer = add_customer(*book, "甲");
    const auto usd = other("USD");
    const auto debt = owes(book, buyer, "U-1", 100'00, "2026-01-01", "2026-02-01", usd, {71, 10});
    const auto paid = pays(book, buyer, 710'00, "2026-03-01");
    const auto in = exchanged(book, paid, 710'00, usd, {10, 71}); // 1 CNY is 1/7.1 USD
    CHECK(in.amount == core::Money{100'00, usd});
    CHECK(in.rate == core::Rate{71, 10});
    allocate(book, in.id, debt, 100'00, "2026-03-02");
    const auto gains = session::Ledger(*book).realised_gains(book->today());
    REQUIRE(gains.size() == 1);
    CHECK(gains[0].gain == core::Money{0, cny()});
}

TEST_CASE("what an exchange into the book's currency gains is a row of its own") {
    const Book book = new_book();
    const auto buyer = add_customer(*book, "甲");
    const auto paid = pays(book, buyer, 100'00, "2026-03-01", other("USD"), {7, 1});
    const auto in = exchanged(book, paid, 100'00, cny(), {71, 10});
    CHECK(!in.rate.given());
    const session::Ledger ledger(*book);
    const auto gains = ledger.realised_gains(book->today());
    REQUIRE(gains.size() == 1);
    CHECK(gains[0].type == core::DebitType::exchange_out);
    CHECK(gains[0].owed == core::Rate{7, 1});
    CHECK(gains[0].paid == core::Rate{71, 10});
    CHECK(gains[0].gain == core::Money{10'00, cny()});
    CHECK(ledger.gains(core::entity_of(paid)).size() == 1);
    REQUIRE(book->run(core::Reverse{book->mint(), core::entity_of(in.id), {}, "wrong"}));
    CHECK(ledger.realised_gains(book->today()).empty());
}

TEST_CASE("between two foreign currencies the worth stays, and gains with what it pays") {
    const Book book = new_book();
    const auto buyer = add_customer(*book, "甲");
    const auto eur = other("EUR");
    const auto debt = owes(book, buyer, "E-1", 90'00, "2026-01-01", "2026-02-01", eur, {8, 1});
    const auto paid = pays(book, buyer, 100'00, "2026-03-01", other("USD"), {7, 1});
    const auto in = exchanged(book, paid, 100'00, eur, {9, 10});
    CHECK(in.rate == core::Rate{70, 9}); // 700 for 90
    allocate(book, in.id, debt, 90'00, "2026-03-02");
    const auto gains = session::Ledger(*book).realised_gains(book->today());
    REQUIRE(gains.size() == 1);
    CHECK(gains[0].gain == core::Money{-20'00, cny()}); // 700 instead of 720
}

TEST_CASE("open foreign documents are valued at a given rate; those without one say so") {
    const Book book = new_book();
    const auto buyer = add_customer(*book, "甲");
    const auto usd = other("USD");
    owes(book, buyer, "U-1", 100'00, "2026-01-01", "2026-02-01", usd, {7, 1});
    owes(book, buyer, "U-2", 50'00, "2026-01-01", "2026-02-01", usd);
    owes(book, buyer, "C-1", 50'00, "2026-01-01", "2026-02-01");
    pays(book, buyer, 10'00, "2026-03-01", usd, {69, 10});
    const session::Ledger ledger(*book);
    const auto rows = ledger.unrealised_gains(book->today(), {{usd, {71, 10}}});
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].gain == core::Money{10'00, cny()});
    CHECK(!rows[1].gain);
    CHECK(!rows[1].booked.given());
    CHECK(rows[2].credit);
    CHECK(rows[2].gain == core::Money{-2'00, cny()}); // we owe it
    CHECK(!ledger.unrealised_gains(book->today(), {})[0].gain);
    CHECK(ledger.unrealised_gains(day("2025-12-31"), {}).empty());
}

// --- interest

TEST_CASE("interest runs to the day on which the money came, not to that of its allocation") {
    const Book book = new_book();
    const auto buyer = add_customer(*book, "甲");
    const auto debt = owes(book, buyer, "A-1", 1'000'00, "2026-01-01", "2026-02-01");
    const auto paid = pays(book, buyer, 1'000'00, "2026-02-11");
    const session::Ledger ledger(*book);
    const auto query = asks("10%/y", "2026-06-30");
    CHECK(ledger.interest(debt, query)->rows.at(0).days == 149); // nothing says what it paid yet
    allocate(book, paid, debt, 1'000'00, "2026-06-11");
    const auto table = ledger.interest(debt, query);
    REQUIRE(table->rows.size() == 1);
    CHECK(table->rows[0].days == 10);
    CHECK(table->minor == 2'74);
    CHECK(book->invoice(debt, day("2026-06-10"))->open == 1'000'00); // aging has its own clock
    REQUIRE(book->run(core::Reverse{book->mint(), core::entity_of(paid), day("2026-06-20"), "no"}));
    CHECK(ledger.interest(debt, query)->rows.at(0).days == 149); // it bounced: it never came
}

TEST_CASE("doubled interest begins after the period for performance, interest stops with ruin") {
    const Book book = new_book();
    const auto buyer = add_customer(*book, "甲");
    const auto debt = owes(book, buyer, "A-1", 1'000'00, "2026-01-01", "2026-02-01");
    const auto later = owes(book, buyer, "A-2", 1'000'00, "2026-06-01", "2026-06-02");
    const session::Ledger ledger(*book);
    auto query = asks("judgment", "2026-06-30");
    auto table = ledger.interest(debt, query).value();
    CHECK(table.rows.at(0).from == day("2026-02-02"));
    CHECK(warns(table, core::InterestWarning::no_judgment));

    core::NoteLegalEvent event;
    event.event.id = book->mint();
    event.event.customer = buyer;
    event.event.what = core::LegalEvent::judgment;
    event.event.date = day("2026-05-10");
    event.event.until = day("2026-05-31");
    REQUIRE(book->run(event));
    CHECK(ledger.performance_end(debt) == day("2026-05-31"));
    CHECK(!ledger.performance_end(later)); // it was not owed yet
    table = ledger.interest(debt, query).value();
    CHECK(table.rows.at(0).from == day("2026-06-01"));
    CHECK(table.minor == 5'25); // 1,000 at 0.0175 % for 30 days
    CHECK(table.warnings.empty());
    query.from = day("2026-06-20"); // as one says
    CHECK(ledger.interest(debt, query)->rows.at(0).days == 10);
    query.from = day("2026-07-01");
    CHECK(ledger.interest(debt, query)->rows.empty());
    query.from = core::Date{core::first_date.days - 1};
    CHECK(ledger.interest(debt, query).error().field == "from");

    // A case of this invoice says another day, later; bankruptcy ends all of it.
    const auto file = set_fields(book, core::RegisterKind::legal_case, buyer,
                                 {{"invoices", core::to_text(core::entity_of(debt))},
                                  {"route", "lawsuit"},
                                  {"title", "甲"}});
    const auto step = [&](core::CaseStage stage, const char* date, const char* due) {
        core::TakeCaseStep take;
        take.step.id = book->mint();
        take.step.customer = buyer;
        take.step.of = file;
        take.step.stage = stage;
        take.step.date = day(date);
        if (due != nullptr) take.step.due = day(due);
        REQUIRE(book->run(take));
    };
    step(core::CaseStage::effective, "2026-05-20", "2026-06-05");
    CHECK(ledger.performance_end(debt) == day("2026-06-05"));
    CHECK(!ledger.performance_end(later));
    step(core::CaseStage::bankruptcy, "2026-06-16", nullptr);
    table = ledger.interest(debt, asks("judgment", "2026-06-30")).value();
    CHECK(table.rows.at(0).days == 10); // 06-06 to 06-15
    CHECK(table.query.until == day("2026-06-15"));
    CHECK(warns(table, core::InterestWarning::bankruptcy));
    CHECK(ledger.interest(debt, asks("judgment", "2026-06-15"))->warnings.empty());
}

TEST_CASE("interest and its doubled part are entered apart") {
    const Book book = new_book();
    const auto buyer = add_customer(*book, "甲");
    const auto debt = owes(book, buyer, "A-1", 1'000'00, "2026-01-01", "2026-02-01");
    for (const auto type : {core::DebitType::interest, core::DebitType::doubled_interest}) {
        auto note =
            invoice(book->mint(), buyer, std::string(core::name_of(type)),
                    type == core::DebitType::interest ? 30'00 : 5'00, "2026-03-01", "2026-03-01");
        note.invoice.type = type;
        note.invoice.against = core::entity_of(debt);
        REQUIRE(book->run(note));
    }
    const auto entered = session::Ledger(*book).interest_entered(buyer);
    CHECK(session::entered_of(entered, debt, core::parse_late_fee("lpr").value()) == 30'00);
    CHECK(session::entered_of(entered, debt, core::parse_late_fee("judgment").value()) == 5'00);
    CHECK(session::entered_of(entered, core::InvoiceId{1, 1}, {}) == 0);
}

TEST_CASE("interest of what was never owed is offered back, once, and not asked for again") {
    const Book book = new_book();
    const auto buyer = add_customer(*book, "甲");
    const auto contract = book->mint();
    REQUIRE(book->run(core::SetFields{
        {core::RegisterKind::contract,
         contract,
         {{"customer", core::to_text(buyer)}, {"number", "HT-1"}, {"late_fee", "10%/y"}}}}));
    auto owed = invoice(book->mint(), buyer, "A-1", 10'000'00, "2026-01-01", "2026-01-31");
    owed.invoice.contract = contract;
    REQUIRE(book->run(owed));
    const core::InvoiceId debt = owed.invoice.id;
    const auto dispute = book->mint();
    REQUIRE(book->run(
        core::OpenDispute{{dispute, debt, {4'000'00, cny()}, day("2026-03-01"), "short"}}));
    const session::Ledger ledger(*book);
    const auto entered = [&] {
        return session::entered_of(ledger.interest_entered(buyer), debt, ledger.late_fee_of(debt));
    };
    const auto until_july = [&] { return ledger.interest(debt, asks("10%/y", "2026-06-30")); };
    // 150 days of all of it, in two notes.
    for (const auto& [number, minor, date] :
         {std::tuple("I-1", 161'64LL, "2026-03-31"), {"I-2", 249'32LL, "2026-06-30"}}) {
        auto note = invoice(book->mint(), buyer, number, minor, date, date);
        note.invoice.type = core::DebitType::interest;
        note.invoice.against = core::entity_of(debt);
        REQUIRE(book->run(note));
    }
    CHECK(until_july()->minor == 410'96);
    CHECK(entered() == 410'96);
    CHECK(ledger.overcharged(debt, "never owed").empty()); // nobody said yet who is right
    auto credit = receipt(book->mint(), buyer, 4'000'00, "2026-07-10", core::AllocationRule::none);
    credit.receipt.type = core::CreditType::credit_note;
    credit.receipt.number = "CN-1";
    credit.receipt.reason = "short";
    credit.receipt.against = core::entity_of(debt);
    REQUIRE(book->run(credit));
    CHECK(ledger.overcharged(debt, "never owed").empty());
    core::SettleDispute settle{{.id = book->mint(),
                                .customer = buyer,
                                .dispute = dispute,
                                .date = day("2026-07-10"),
                                .outcome = core::DisputeOutcome::credit_note,
                                .document = core::entity_of(credit.receipt.id),
                                .note = "right"}};
    REQUIRE(book->run(settle));
    CHECK(until_july()->minor == 246'58);
    auto back = ledger.overcharged(debt, "never owed");
    REQUIRE(back.size() == 1); // the latest note has room for all of it
    CHECK(back[0].receipt.amount == core::Money{410'96 - 246'58, cny()});
    CHECK(back[0].receipt.number == "I-2-R1");
    const auto first = back[0].receipt.id;
    REQUIRE(book->run(back[0]));
    CHECK(entered() == 246'58);
    CHECK(ledger.overcharged(debt, "never owed").empty());
    REQUIRE(book->run(back[0])); // a double press is the same one, as another device's is
    CHECK(entered() == 246'58);
    // Taken back by mistake: it is offered again, under another name.
    REQUIRE(book->run(core::Reverse{book->mint(), core::entity_of(first), {}, "mistake"}));
    back = ledger.overcharged(debt, "never owed");
    REQUIRE(back.size() == 1);
    CHECK(back[0].receipt.id != first);
    CHECK(back[0].receipt.number == "I-2-R2");
}

TEST_CASE("interest that was charged by a dearer rule is given back at that rule") {
    const Book book = new_book();
    const auto buyer = add_customer(*book, "甲");
    const auto debt = owes(book, buyer, "A-1", 6'000'00, "2026-01-01", "2026-03-17");
    const auto dispute = book->mint();
    REQUIRE(book->run(
        core::OpenDispute{{dispute, debt, {2'000'00, cny()}, day("2026-05-01"), "scratched"}}));
    // 228 days of all of it at 0.05 % a day; by law it would be a quarter of that.
    auto note = invoice(book->mint(), buyer, "I-1", 684'00, "2026-10-31", "2026-10-31");
    note.invoice.type = core::DebitType::interest;
    note.invoice.against = core::entity_of(debt);
    REQUIRE(book->run(note));
    auto credit = receipt(book->mint(), buyer, 2'000'00, "2026-11-10", core::AllocationRule::none);
    credit.receipt.type = core::CreditType::credit_note;
    credit.receipt.number = "CN-1";
    credit.receipt.reason = "scratched";
    credit.receipt.against = core::entity_of(debt);
    REQUIRE(book->run(credit));
    REQUIRE(book->run(core::SettleDispute{{.id = book->mint(),
                                           .customer = buyer,
                                           .dispute = dispute,
                                           .date = day("2026-11-10"),
                                           .outcome = core::DisputeOutcome::credit_note,
                                           .document = core::entity_of(credit.receipt.id),
                                           .note = "right"}}));
    const session::Ledger ledger(*book);
    const auto back = ledger.overcharged(debt, "never owed");
    REQUIRE(back.size() == 1);
    CHECK(back[0].receipt.amount == core::Money{228'00, cny()}); // 2,000.00 × 0.05 % × 228
    REQUIRE(book->run(back[0]));
    CHECK(ledger.overcharged(debt, "never owed").empty());
}

// --- documents

TEST_CASE("a contract's terms stand between the invoice's own and the customer's") {
    const Book book = new_book();
    const auto buyer = add_customer(*book, "甲");
    REQUIRE(book->run(core::SetFields{
        {core::RegisterKind::customer, core::entity_of(buyer), {{"terms", "net 10"}}}}));
    const auto contract = set_fields(book, core::RegisterKind::contract, buyer,
                                     {{"number", "HT-1"}, {"terms", "2/10 net 60"}});
    auto wish = invoice(book->mint(), buyer, "A-1", 1'000'00, "2026-01-01", "2026-01-01");
    wish.due.reset();
    wish.invoice.contract = contract;
    REQUIRE(book->run(wish));
    const auto row = book->invoice(wish.invoice.id, book->today()).value();
    CHECK(row.terms == "2/10 net 60");
    CHECK(row.due == day("2026-03-02"));
    const session::Ledger ledger(*book);
    CHECK(ledger.discount_due(row.id, day("2026-01-11")) == 20'00);
    CHECK(ledger.discount_due(row.id, day("2026-01-12")) == 0);
    wish.invoice.id = core::id_cast<core::InvoiceId>(book->mint());
    wish.invoice.number = "A-2";
    wish.invoice.terms = "net 5";
    REQUIRE(book->run(wish));
    CHECK(book->invoice(wish.invoice.id, book->today())->due == day("2026-01-06"));
    wish.invoice.id = core::id_cast<core::InvoiceId>(book->mint());
    wish.invoice.number = "A-3";
    wish.invoice.terms.clear();
    wish.invoice.contract = {};
    REQUIRE(book->run(wish));
    CHECK(book->invoice(wish.invoice.id, book->today())->due == day("2026-01-11"));
}

TEST_CASE("a credit note has a number of its own, and corrects the same customer's document") {
    const Book book = new_book();
    const auto a = add_customer(*book, "甲");
    const auto b = add_customer(*book, "乙");
    const auto theirs = owes(book, b, "B-1", 1'000'00, "2026-01-01", "2026-02-01");
    const auto foreign =
        owes(book, a, "U-1", 1'000'00, "2026-01-01", "2026-02-01", other("USD"), {7, 1});
    const auto note = [&](core::CustomerId customer, const char* number, core::EntityId against) {
        auto wish =
            receipt(book->mint(), customer, 100'00, "2026-03-01", core::AllocationRule::none);
        wish.receipt.type = core::CreditType::credit_note;
        wish.receipt.method = "other";
        wish.receipt.number = number;
        wish.receipt.reason = "price";
        wish.receipt.against = against;
        return book->run(wish);
    };
    CHECK(note(a, "CN-0", core::entity_of(theirs)).error().code ==
          core::ErrorCode::customer_mismatch);
    CHECK(note(a, "CN-0", core::entity_of(foreign)).error().code ==
          core::ErrorCode::currency_mismatch);
    CHECK(note(a, "CN-0", core::entity_of(a)).error().code == core::ErrorCode::unknown_document);
    REQUIRE(note(a, "CN-1", {}));
    CHECK(note(a, " CN-1", {}).error().code == core::ErrorCode::duplicate_number);
    CHECK(note(b, "CN-1", core::entity_of(theirs))); // another customer's
    CHECK(book->run(invoice(book->mint(), a, "CN-1", 1, "2026-03-01", "2026-03-01")));
    // A record that was merged counts as the same customer.
    core::MergeCustomers merge;
    merge.merge = {book->mint(), b, a, day("2026-03-02"), "twice"};
    REQUIRE(book->run(merge));
    CHECK(note(a, "CN-2", core::entity_of(theirs)));
}

TEST_CASE("two credit notes of one number, of two devices, are a question for a person") {
    const Book mine = new_book();
    const auto buyer = add_customer(*mine, "甲");
    const Book theirs = new_book("");
    merged(*theirs, exported(*mine));
    const auto note = [&](const Book& book) {
        auto wish = receipt(book->mint(), buyer, 100'00, "2026-03-01", core::AllocationRule::none);
        wish.receipt.type = core::CreditType::credit_note;
        wish.receipt.method = "other";
        wish.receipt.number = "CN-1";
        wish.receipt.amount.minor += book == mine ? 0 : 1;
        wish.receipt.date = day(book == mine ? "2026-03-01" : "2026-05-01");
        REQUIRE(book->run(wish));
        return core::entity_of(wish.receipt.id);
    };
    const auto first = note(mine);
    note(theirs);
    merged(*mine, exported(*theirs));
    const auto rows = mine->exceptions();
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].kind == core::ExceptionKind::duplicate_invoice_number);
    CHECK(std::ranges::contains(rows[0].members, core::to_text(first)));
    REQUIRE(mine->run(core::Reverse{mine->mint(), first, {}, "twice"}));
    CHECK(mine->exceptions().empty());
    CHECK(session::check_integrity(*mine).sound);
}

// --- lists

TEST_CASE("a list's sums are those of its rows, however it is filtered") {
    const Book book = new_book();
    const auto a = add_customer(*book, "青云机械");
    const auto b = add_customer(*book, "Bright Ltd");
    const auto usd = other("USD");
    for (int i = 0; i < 30; ++i) {
        const auto& buyer = i % 3 == 0 ? b : a;
        const std::string number = "N-" + std::to_string(i);
        const auto issued = core::to_text(core::add_days(day("2026-01-01"), i * 11));
        const auto due = core::to_text(core::add_days(day("2026-01-31"), i * 11));
        const auto id = owes(book, buyer, number.c_str(), 100 + i, issued.c_str(), due.c_str(),
                             i % 4 == 0 ? usd : cny());
        if (i % 5 == 0) {
            REQUIRE(book->run(core::Reverse{
                book->mint(), core::entity_of(id),
                i % 2 == 0 ? std::optional<core::Date>() : day("2026-11-01"), "wrong"}));
        }
        if (i % 7 == 0) pays(book, buyer, 50 + i, issued.c_str(), i % 4 == 0 ? usd : cny());
        if (i % 6 == 1) REQUIRE(book->run(receipt(book->mint(), buyer, 60, issued.c_str())));
    }
    const auto check = [&](const core::ListQuery& query) {
        std::map<core::Currency, std::pair<std::int64_t, std::int64_t>> bills, money;
        const auto list = book->invoice_list(query);
        for (const auto& row : book->invoices(list.keys, query.as_of)) {
            if (query.without_later) CHECK(row.issued <= query.as_of);
            if (row.status == core::DocumentStatus::voided) continue;
            bills[row.amount.currency].first += row.amount.minor;
            bills[row.amount.currency].second += row.open;
        }
        REQUIRE(list.sums.size() == bills.size());
        for (const auto& sum : list.sums)
            CHECK(std::pair(sum.minor, sum.open) == bills.at(sum.currency));
        CHECK(list.keys == book->invoice_keys(query));
        const auto receipts = book->receipt_list(query);
        for (const auto& row : book->receipts(receipts.keys, query.as_of)) {
            if (row.status == core::DocumentStatus::voided) continue;
            money[row.amount.currency].first += row.amount.minor;
            money[row.amount.currency].second += row.unapplied;
        }
        REQUIRE(receipts.sums.size() == money.size());
        for (const auto& sum : receipts.sums)
            CHECK(std::pair(sum.minor, sum.open) == money.at(sum.currency));
        return list.keys.size();
    };
    std::size_t seen = 0;
    for (const char* search : {"", "n-1", "qy", "bright", "青云", "nobody"}) {
        for (const char* sort : {"", "due", "open", "customer_name", "unapplied", "reference"}) {
            for (const int flags : {0, 1, 2, 4, 8, 16, 9, 21}) {
                core::ListQuery query;
                query.search = search;
                query.sort = sort;
                query.open_only = (flags & 1) != 0;
                query.overdue_only = (flags & 2) != 0;
                query.with_void = (flags & 4) != 0;
                query.without_later = (flags & 8) != 0;
                query.descending = (flags & 16) != 0;
                query.as_of = flags % 3 == 0 ? day("2026-06-01") : book->today();
                if (flags == 21) query.customer = a;
                seen += check(query);
            }
        }
    }
    CHECK(seen > 1000);
    core::ListQuery standing;
    standing.as_of = book->today();
    CHECK(book->standing_invoices(standing.as_of) ==
          static_cast<std::int64_t>(book->invoice_keys(standing).size()));
    CHECK(book->standing_receipts(standing.as_of) ==
          static_cast<std::int64_t>(book->receipt_keys(standing).size()));
    // What is written next is in the list at once.
    const auto before = book->invoice_list(standing).keys.size();
    owes(book, a, "N-next", 5, "2026-11-01", "2026-11-02");
    CHECK(book->invoice_list(standing).keys.size() == before + 1);
}

TEST_CASE("a customer is found by a telephone however it is written, and by its contacts") {
    const Book book = new_book();
    const auto a = add_customer(*book, "甲公司");
    const auto b = add_customer(*book, "乙公司");
    REQUIRE(book->run(core::SetFields{
        {core::RegisterKind::customer, core::entity_of(a), {{"phone", "021-5888 6666"}}}}));
    const auto person = set_fields(book, core::RegisterKind::contact, a,
                                   {{"name", "王芳"}, {"phone", "138 0013 8000"}});
    const auto found = [&](const char* needle) {
        core::ListQuery query;
        query.search = needle;
        query.as_of = book->today();
        std::vector<core::CustomerId> ids;
        for (const auto& row : book->customers(book->customer_keys(query), query.as_of))
            ids.push_back(row.id);
        return ids;
    };
    const std::vector<core::CustomerId> first{a}, second{b};
    for (const char* needle : {"02158886666", "021-5888", "(021) 5888-6666", "58886666", "王芳",
                               "13800138000", "138-0013-8000", "138 0013"}) {
        CAPTURE(needle);
        CHECK(found(needle) == first);
    }
    CHECK(found("139").empty());
    // The person moves, with name and number.
    set_fields(book, core::RegisterKind::contact, b, {{"phone", "139 1111 2222"}}, person);
    CHECK(found("王芳") == second);
    CHECK(found("13911112222") == second);
    CHECK(found("13800138000").empty());
    CHECK(session::check_integrity(*book).sound); // as a replay in any order has it
}
