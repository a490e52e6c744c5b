#include "store/store.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "store/page_fixture.h"
#include "store/sample.h"

using namespace huikuan;
using namespace huikuan::store;
using namespace huikuan::store::sample;

namespace {

core::ListQuery at(core::Date date) {
    core::ListQuery query;
    query.as_of = date;
    return query;
}

std::vector<std::string> exception_names(const Store& store) {
    std::vector<std::string> names;
    for (const auto& row : store.exceptions()) names.emplace_back(core::name_of(row.kind));
    return names;
}

} // namespace

TEST_CASE("an invoice, a receipt and its allocation give the figures of every date") {
    Book book;
    auto report = book.add({book.a.write(customer(1, "Blue Lake Ltd", "C1")),
                            book.a.write(invoice(2, 1, "INV-1", 10'000, march, day(2026, 3, 31))),
                            book.a.write(receipt(3, 1, 4'000, day(2026, 3, 20))),
                            book.a.write(allocation(4, 3, 2, 3'000, day(2026, 3, 25)))});
    CHECK(report.fresh == 4);
    CHECK(report.created == 4);
    CHECK(book.store->counts().changes == 4);
    CHECK(book.store->exceptions().empty());

    const auto before = book.store->invoice(id_as<core::InvoiceId>(2), day(2026, 3, 24));
    REQUIRE(before);
    CHECK(before->open == 10'000);
    CHECK(before->status == core::DocumentStatus::open);
    const auto after = book.store->invoice(id_as<core::InvoiceId>(2), day(2026, 3, 25));
    REQUIRE(after);
    CHECK(after->open == 7'000);
    CHECK(after->status == core::DocumentStatus::part_paid);
    CHECK(after->customer_name == "Blue Lake Ltd");
    CHECK(book.store->receipt(id_as<core::ReceiptId>(3), day(2026, 4, 1))->unapplied == 1'000);

    const auto row = book.store->customer_by_code("C1", day(2026, 4, 10));
    REQUIRE(row);
    REQUIRE(row->balances.size() == 1);
    CHECK(row->balances[0].balance == 6'000);
    CHECK(row->balances[0].overdue == 7'000);
    CHECK(row->balances[0].unapplied == -1'000);
    CHECK(row->balances[0].oldest_days == 10);
    // Nothing exists yet on the day before.
    CHECK(book.store->customer_by_code("C1", day(2026, 2, 28))->balances[0].balance == 0);
    CHECK(book.store->check().sound);
}

TEST_CASE("append is idempotent, and a change before its predecessor is held") {
    Book book;
    const auto first = book.a.write(customer(1, "A"));
    const auto second = book.a.write(invoice(2, 1, "I", 100, march, march));
    const auto third = book.a.write(receipt(3, 1, 100, march));
    auto report = book.add({third, second});
    CHECK(report.held == 2);
    CHECK(report.fresh == 0);
    CHECK(book.store->counts().held == 2);
    CHECK(book.add({third}).known == 1);
    CHECK_FALSE(book.store->has(third.device, 3, third.hash));

    report = book.add({first});
    CHECK(report.fresh == 3);
    CHECK(book.store->counts().held == 0);
    CHECK(book.store->counts().receipts == 1);
    CHECK(book.store->has(third.device, 3, third.hash));
    const auto again = book.add({first, second, third});
    CHECK(again.known == 3);
    CHECK(again.fresh == 0);

    const auto kept = book.store->change(second.device, 2, second.hash);
    REQUIRE(kept);
    CHECK(kept->bytes == second.bytes);
    CHECK(kept->previous == first.hash);
    CHECK(kept->entity == second.entity);
    CHECK(kept->time == second.time);
    CHECK(kept->fact == second.fact);
}

TEST_CASE("facts that name what is missing have no effect, and heal when it comes") {
    Book book;
    book.add({book.a.write(invoice(2, 1, "I", 10'000, march, march)),
              book.a.write(allocation(4, 3, 2, 10'000, march)),
              book.a.write(reversal(5, 6, march))});
    CHECK(book.store->aging({march}).currencies.empty());
    CHECK(exception_names(*book.store) == std::vector<std::string>(3, "waiting-for-reference"));

    book.add({book.b.write(customer(1, "Late"))});
    CHECK(book.store->aging({march}).currencies.at(0).line.total() == 10'000);
    CHECK(book.store->exceptions().size() == 2);
    book.add({book.b.write(receipt(3, 1, 10'000, march))});
    CHECK(book.store->invoice(id_as<core::InvoiceId>(2), march)->open == 0);
    book.add({book.b.write(invoice(6, 1, "J", 500, march, march))});
    CHECK(book.store->exceptions().empty());
    CHECK(book.store->invoice(id_as<core::InvoiceId>(6), march)->status ==
          core::DocumentStatus::voided);
    CHECK(book.store->check().sound);
}

TEST_CASE("W1: one receipt used on two devices is clamped, parked, and heals by a reversal") {
    Book book;
    book.add({book.a.write(customer(1, "A")),
              book.a.write(invoice(2, 1, "I1", 8'000, march, march)),
              book.a.write(invoice(3, 1, "I2", 6'000, march, march)),
              book.a.write(receipt(4, 1, 10'000, march))});
    book.b.clock.ms += 3'600'000;
    const auto first = book.a.write(allocation(5, 4, 2, 8'000, march));
    const auto later = book.b.write(allocation(6, 4, 3, 6'000, march));
    const auto report = book.add({later, first});
    REQUIRE(report.new_exceptions.size() == 1);
    const auto rows = book.store->exceptions();
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].kind == core::ExceptionKind::over_allocation);
    CHECK(rows[0].minor == 4'000);
    CHECK(rows[0].id == report.new_exceptions[0]);
    CHECK(rows[0].members.size() == 3);
    CHECK(book.store->invoice(id_as<core::InvoiceId>(2), march)->open == 0);
    CHECK(book.store->invoice(id_as<core::InvoiceId>(3), march)->open == 4'000);

    book.add({book.a.write(reversal(7, 5, march))});
    CHECK(book.store->exceptions().empty());
    CHECK(book.store->invoice(id_as<core::InvoiceId>(2), march)->open == 8'000);
    CHECK(book.store->invoice(id_as<core::InvoiceId>(3), march)->open == 0);
    CHECK(book.store->receipt(id_as<core::ReceiptId>(4), march)->unapplied == 4'000);
}

TEST_CASE("a bill is told by its number: others of its amount and day are others") {
    Book book;
    book.add({book.a.write(customer(1, "A"))});
    const auto bill = [&](std::uint64_t no, const char* number, core::Date received) {
        auto one = receipt(no, 1, 50'000, received);
        one.type = core::CreditType::bill;
        one.bill = core::Bill{number, "工行", day(2026, 9, 1), false};
        return one;
    };
    book.add({book.a.write(bill(2, "1102584", march)), book.a.write(bill(3, "1102585", march)),
              book.a.write(receipt(4, 1, 50'000, march))});
    CHECK(book.store->exceptions().empty());
    book.add({book.b.write(bill(5, "1102585", day(2026, 5, 1)))});
    const auto rows = book.store->exceptions();
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].kind == core::ExceptionKind::possible_duplicate_payment);
    CHECK(rows[0].members == std::vector{core::to_text(id(3)), core::to_text(id(5))});
}

TEST_CASE("W2: the same transfer typed twice is one exception until someone says what it is") {
    Book book;
    book.add(
        {book.a.write(customer(1, "A")), book.a.write(receipt(2, 1, 50'000, march, "ICBC 8831"))});
    book.add({book.b.write(receipt(3, 1, 50'000, day(2026, 5, 1), "ICBC 8831"))});
    auto rows = book.store->exceptions();
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].kind == core::ExceptionKind::possible_duplicate_payment);
    CHECK(rows[0].minor == 50'000);
    CHECK(rows[0].customer == id_as<core::CustomerId>(1));
    CHECK(rows[0].choices == std::vector<std::string>{"same", "different"});
    const std::string exception = rows[0].id;

    book.add({book.a.write(core::ExceptionResolved{id(9), exception, "different", "two orders"})});
    CHECK(book.store->exceptions().empty());
    CHECK(book.store->exceptions(true).size() == 1);
    // A third one: a new member, a new row.
    book.add({book.b.write(receipt(4, 1, 50'000, day(2026, 3, 4)))});
    rows = book.store->exceptions();
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].id != exception);
    CHECK(rows[0].members.size() == 3);
    // Taking back what was said brings the row of two back, once the third is gone.
    book.add({book.b.write(reversal(10, 4, day(2026, 3, 4)))});
    CHECK(book.store->exceptions().empty());
    book.add({book.b.write(reversal(11, 9, march))});
    rows = book.store->exceptions();
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].id == exception);
    CHECK(book.store->check().sound);
}

TEST_CASE("duplicate numbers, double reversals, clashes and forks are listed") {
    Book book;
    book.add({book.a.write(customer(1, "A")),
              book.a.write(invoice(2, 1, "I1", 8'000, march, march)),
              book.a.write(invoice(3, 1, "I1", 6'000, march, march))});
    CHECK(exception_names(*book.store) == std::vector<std::string>{"duplicate-invoice-number"});
    book.add({book.a.write(reversal(4, 3, march)), book.b.write(reversal(5, 3, march))});
    CHECK(exception_names(*book.store) == std::vector<std::string>{"double-reversal"});
    CHECK(book.store->exceptions()[0].minor == 6'000);

    book.add({book.b.write(invoice(2, 1, "I1", 9'999, march, march))});
    CHECK(exception_names(*book.store) == std::vector<std::string>{"double-reversal", "id-clash"});
    // The same fact from two devices is one fact.
    const auto same = invoice(20, 1, "X", 5, march, march);
    book.add({book.a.write(same), book.b.write(same)});
    CHECK(book.store->exceptions().size() == 2);
    CHECK(book.store->history(id(20)).size() == 2);

    Device twin = book.a;
    const auto left = book.a.write(receipt(30, 1, 1, march));
    const auto right = twin.write(receipt(31, 1, 2, march));
    const auto after = twin.write(receipt(32, 1, 3, march));
    book.add({left, right, after});
    CHECK(exception_names(*book.store).back() == "fork");
    CHECK(book.store->exceptions().size() == 3);
    CHECK(book.store->ends().size() == 3);
    CHECK(book.store->devices().at(0).fork != book.store->devices().at(1).fork);
    // The branch is a whole chain from the root.
    std::vector<std::uint64_t> seqs;
    CHECK(book.store
              ->chain({after.device, after.seq, after.hash}, 1,
                      [&](const core::Change& change) {
                          seqs.push_back(change.seq);
                          return true;
                      })
              .has_value());
    CHECK(seqs.size() == after.seq);
    CHECK(std::ranges::is_sorted(seqs));
    CHECK(book.store->check().sound);
}

TEST_CASE("W6: a wrong clock cannot lock a field; concurrent writes of a critical one conflict") {
    Book book;
    const auto made = book.a.write(customer(1, "A"));
    book.add({made});
    book.b.clock.ms = 4'000'000'000'000; // 2096
    book.add({book.b.write(set_customer(1, "phone", "X"),
                           book.store->field_context(core::RegisterKind::customer, id(1),
                                                     std::vector<std::string>{"phone"}))});
    CHECK(book.store->fields(core::RegisterKind::customer, id(1)) ==
          std::vector<std::pair<std::string, std::string>>{{"name", "A"}, {"phone", "X"}});
    const std::vector<std::string> phone{"phone"};
    const auto seen = book.store->field_context(core::RegisterKind::customer, id(1), phone);
    REQUIRE(seen.size() == 1);
    CHECK(seen[0].device == book.b.id());
    book.add({book.a.write(set_customer(1, "phone", "Y"), seen)});
    CHECK(book.store->fields(core::RegisterKind::customer, id(1))[1].second == "Y");
    CHECK(book.store->exceptions().empty());

    const std::vector<std::string> name{"name"};
    const auto both = book.store->field_context(core::RegisterKind::customer, id(1), name);
    book.add({book.a.write(set_customer(1, "name", "Left"), both),
              book.b.write(set_customer(1, "name", "Right"), both)});
    const auto rows = book.store->exceptions();
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].kind == core::ExceptionKind::field_conflict);
    CHECK(rows[0].values == std::vector<std::string>{"Left", "Right"});
    CHECK(rows[0].field == "name");
    CHECK(rows[0].choices == std::vector<std::string>{"pick:0", "pick:1"});
    CHECK(book.store->customer(id_as<core::CustomerId>(1), march)->name == "Right"); // 2096
    const auto resolved = book.store->field_context(core::RegisterKind::customer, id(1), name);
    book.add({book.a.write(set_customer(1, "name", "Left"), resolved)});
    CHECK(book.store->exceptions().empty());
    CHECK(book.store->customer(id_as<core::CustomerId>(1), march)->name == "Left");

    const auto history = book.store->history(id(1));
    REQUIRE(history.size() == 6);
    CHECK(history.back().before == std::vector<std::string>{"Left"}); // 2096 sorts last
    CHECK(book.store->check().sound);
}

TEST_CASE("a context that lies about its own device's future hides nothing of others") {
    Book book;
    book.add({book.a.write(customer(1, "A"), {{book.a.id(), 50}}),
              book.b.write(set_customer(1, "name", "B"))});
    CHECK(exception_names(*book.store) == std::vector<std::string>{"field-conflict"});
    // Two that claim to have seen each other: neither is left, the later one is shown.
    Device c(book.facts, 3);
    Device d(book.facts, 4);
    d.clock.ms += 60'000;
    book.add({c.write(set_customer(2, "name", "C"), {{d.id(), 9}}),
              d.write(set_customer(2, "name", "D"), {{c.id(), 9}})});
    CHECK(book.store->customer(id_as<core::CustomerId>(2), march)->name == "D");
    CHECK(book.store->check().sound);
}

TEST_CASE("W10: what only a newer version understands is kept, marked and forwarded") {
    Book book;
    const auto unknown = [&] {
        book.add(
            {book.a.write(customer(1, "A")), book.a.write(invoice(2, 1, "I", 10, march, march))});
        return book.b.write_unknown("creditnote.issue", id(2));
    }();
    const auto report = book.add({unknown});
    CHECK(report.unknown == 1);
    CHECK(book.store->customer(id_as<core::CustomerId>(1), march)->newer_version);
    CHECK(exception_names(*book.store) == std::vector<std::string>{"newer-version-needed"});
    CHECK(book.store->exceptions()[0].customer == id_as<core::CustomerId>(1));
    CHECK(book.store->change(unknown.device, unknown.seq, unknown.hash)->bytes == unknown.bytes);
    core::IssueInvoice command{invoice(3, 1, "J", 5, march, march), std::nullopt};
    CHECK(book.store->load_account(command).newer_version);
    // A known kind of this view that cannot be read is not newer, it is invalid.
    book.add({book.b.write_unknown("invoice.issue", id(4), 1)});
    CHECK(exception_names(*book.store).back() == "invalid-fact");
    CHECK(book.store->check().sound);
}

TEST_CASE("facts that cannot be true have no effect, and nothing overflows") {
    Book book;
    auto negative = invoice(2, 1, "I", -5, march, march);
    auto huge = receipt(3, 1, INT64_MAX, march);
    auto lines = invoice(4, 1, "L", 100, march, march);
    lines.lines = {{march, 60}, {march, 60}};
    auto early = receipt(5, 1, 100, core::Date{-9'000'000});
    book.add({book.a.write(customer(1, "A")), book.a.write(negative), book.a.write(huge),
              book.a.write(lines), book.a.write(early)});
    CHECK(exception_names(*book.store) == std::vector<std::string>(4, "invalid-fact"));
    CHECK(book.store->aging_entries().size() == 0);
    // Of another customer, and in another currency than its documents.
    auto yen = allocation(12, 10, 11, 5, march);
    yen.amount.currency = currency("JPY");
    book.add({book.a.write(customer(9, "B")), book.a.write(invoice(11, 1, "N", 50, march, march)),
              book.a.write(receipt(10, 1, 50, march)), book.a.write(receipt(13, 9, 50, march)),
              book.a.write(yen), book.a.write(allocation(14, 13, 11, 5, march))});
    CHECK(book.store->exceptions().size() == 6);
    CHECK(book.store->invoice(id_as<core::InvoiceId>(11), march)->open == 50);
    // A reversal of a reversal, and of a customer.
    book.add({book.a.write(reversal(15, 11, march)), book.a.write(reversal(16, 15, march)),
              book.a.write(reversal(17, 9, march))});
    CHECK(book.store->exceptions().size() == 8);
    CHECK(book.store->invoice(id_as<core::InvoiceId>(11), march)->status ==
          core::DocumentStatus::voided);
    CHECK(book.store->check().sound);
}

TEST_CASE("rehearse and a dropped intake leave everything as it was") {
    Book book;
    book.add({book.a.write(customer(1, "A"))});
    const std::string before = book.store->canonical_dump();
    const std::uint64_t entries = book.store->aging_entries().size();
    const auto more = book.a.write(invoice(2, 1, "I", 10, march, march));
    const auto strange = book.a.write_unknown("zebra.paint", id(50));
    const auto report = book.store->rehearse(std::vector{more, strange});
    REQUIRE(report);
    CHECK(report->fresh == 2);
    CHECK(report->created == 1);
    CHECK(report->unknown == 1);
    CHECK(report->new_exceptions.size() == 1);
    CHECK(book.store->canonical_dump() == before);
    CHECK(book.store->aging_entries().size() == entries);
    {
        auto intake = book.store->begin();
        REQUIRE(intake);
        CHECK_FALSE(book.store->begin().has_value());
        REQUIRE(intake->add(std::vector{more}));
        REQUIRE(intake->settle());
        CHECK(book.store->counts().invoices == 1); // reads as if it were in
    }
    CHECK(book.store->counts().invoices == 0);
    CHECK(book.store->canonical_dump() == before);
    book.add({more, strange});
    CHECK(book.store->counts().invoices == 1);
}

TEST_CASE("lists: search, filters, order, void") {
    Book book;
    book.add({book.a.write(customer(1, "Alpha 有限公司", "A-1")),
              book.a.write(customer(2, "beta GmbH", "B-2")),
              book.a.write(invoice(3, 1, "INV-7", 300, march, day(2026, 3, 5))),
              book.a.write(invoice(4, 2, "inv-8", 200, day(2026, 3, 2), day(2026, 6, 1))),
              book.a.write(invoice(5, 2, "X-9", 100, day(2026, 3, 3), day(2026, 6, 1))),
              book.a.write(reversal(6, 5, day(2026, 3, 3)))});
    const core::Date today = day(2026, 4, 1);
    auto query = at(today);
    CHECK(book.store->customer_keys(query).size() == 2);
    query.search = "ALPHA";
    CHECK(book.store->customer_keys(query).size() == 1);
    query.search = "有限";
    CHECK(book.store->customer_keys(query).size() == 1);
    query.search = "b-2";
    CHECK(book.store->customer_keys(query).size() == 1);
    CHECK(book.store->invoice_keys(query).size() == 1); // by its customer's code

    query = at(today);
    CHECK(book.store->invoice_keys(query).size() == 2);
    query.with_void = true;
    CHECK(book.store->invoice_keys(query).size() == 3);
    query = at(today);
    query.overdue_only = true;
    CHECK(book.store->invoice_keys(query).size() == 1);
    query = at(today);
    query.sort = "open";
    query.descending = true;
    auto rows = book.store->invoices(book.store->invoice_keys(query), today);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].number == "INV-7");
    query.sort = "amount; DROP TABLE invoice";
    CHECK(book.store->invoice_keys(query).size() == 2);
    query = at(today);
    query.sort = "overdue";
    query.descending = true;
    const auto customers = book.store->customers(book.store->customer_keys(query), today);
    REQUIRE(customers.size() == 2);
    CHECK(customers[0].code == "A-1");
    query = at(today);
    query.customer = id_as<core::CustomerId>(2);
    CHECK(book.store->invoice_keys(query).size() == 1);
    CHECK_FALSE(book.store->take_error());
}

TEST_CASE("an account has what a decision needs") {
    Book book;
    book.add({book.a.write(customer(1, "A")), book.a.write(set_customer(1, "terms_days", "45")),
              book.a.write(invoice(2, 1, "I1", 100, march, march)),
              book.a.write(invoice(3, 1, "I2", 100, march, march)),
              book.a.write(receipt(4, 1, 150, march)),
              book.a.write(allocation(5, 4, 2, 100, march))});
    const core::AllocationPlan oldest{core::AllocationRule::oldest_due_first, {}};
    core::Account account =
        book.store->load_account(core::RecordReceipt{receipt(9, 1, 5, march), oldest});
    CHECK(account.customer_known);
    CHECK(account.terms_days == 45);
    CHECK_FALSE(account.id_taken);
    REQUIRE(account.invoices.size() == 1);
    CHECK(account.invoices[0].open_minor == 100);
    REQUIRE(account.receipts.size() == 1);
    CHECK(account.receipts[0].unapplied_minor == 50);
    // Who names the invoices needs only those, however many are open.
    core::RecordReceipt named{receipt(9, 1, 5, march), {}};
    CHECK(book.store->load_account(named).invoices.empty());
    named.plan = {core::AllocationRule::manual, {{core::id_cast<core::InvoiceId>(id(2)), 5}}};
    account = book.store->load_account(named);
    CHECK(account.customer_known);
    REQUIRE(account.invoices.size() == 1);
    CHECK(account.invoices[0].fact.number == "I1");
    account = book.store->load_account(
        core::IssueInvoice{invoice(3, 1, " I1 ", 5, march, march), std::nullopt});
    CHECK(account.id_taken);
    CHECK(account.number_taken);
    account = book.store->load_account(core::Reverse{id(20), id(2), {}, "x"});
    CHECK(account.target_known);
    CHECK(account.target_date == march);
    CHECK_FALSE(account.target_voided);
    account = book.store->load_account(core::Reverse{id(20), id(77), {}, "x"});
    CHECK_FALSE(account.target_known);
}

TEST_CASE("a book on pages: every commit leaves as a small record, and comes back from them") {
    pages_test::Disk disk;
    auto facts = std::make_shared<Facts>();
    Device a(facts, 1);
    const auto options_of = [&](PageStore& pages) {
        StoreOptions given = options(facts);
        given.path = PageStore::file_name;
        given.vfs_name = pages.vfs_name();
        return given;
    };
    std::string dump;
    {
        pages_test::Loaded loaded = pages_test::load(disk);
        auto store = Store::create(options_of(*loaded.pages));
        REQUIRE_MESSAGE(store.has_value(), (store ? "" : store.error().detail));
        const auto leave = [&] {
            const PageBatch batch = loaded.pages->take();
            pages_test::carry_out(disk, batch);
            loaded.pages->settled(true);
            return batch.bytes();
        };
        std::vector<core::Change> changes{a.write(customer(1, "A"))};
        for (std::uint64_t i = 0; i < 2000; ++i) {
            changes.push_back(a.write(invoice(10 + i, 1, std::to_string(i), 100, march, march)));
        }
        must_append(**store, changes);
        leave();
        for (std::uint64_t i = 0; i < 50; ++i) {
            const std::vector<core::Change> payment{
                a.write(receipt(10'000 + i, 1, 60, march)),
                a.write(allocation(20'000 + i, 10'000 + i, 10 + i, 60, march))};
            must_append(**store, payment);
            CHECK(leave() < 12'000);
        }
        dump = (*store)->canonical_dump();
        // A rehearsal and a check replay in a transaction that is taken back: nothing leaves.
        const auto next = a.write(receipt(9, 1, 5, march));
        REQUIRE((*store)->rehearse({&next, 1}));
        CHECK((*store)->check().sound);
        CHECK((*store)->canonical_dump() == dump);
        CHECK(loaded.pages->take().empty());
        std::vector<std::uint8_t> bytes;
        REQUIRE((*store)->save_bytes([&](std::span<const std::uint8_t> portion) {
            bytes.insert(bytes.end(), portion.begin(), portion.end());
            return true;
        }));
        auto copy = Store::open_bytes(options(facts), bytes);
        REQUIRE(copy);
        CHECK((*copy)->canonical_dump() == dump);
    }
    pages_test::Loaded loaded = pages_test::load(disk);
    auto again = Store::open(options_of(*loaded.pages));
    REQUIRE_MESSAGE(again.has_value(), (again ? "" : again.error().detail));
    CHECK((*again)->canonical_dump() == dump);
}
