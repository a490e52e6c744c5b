// What the second view adds to the tables: ties, merges and their undoing, the book as it was
// known.
#include <doctest/doctest.h>

#include "store/sample.h"
#include "store/store.h"

using namespace huikuan;
using namespace huikuan::store;
using namespace huikuan::store::sample;

namespace {

const core::Date end_of_june = day(2026, 6, 30);

std::int64_t balance(const Store& store, std::uint64_t customer, core::Date as_of = end_of_june) {
    std::int64_t sum = 0;
    const auto row = store.customer(id_as<core::CustomerId>(customer), as_of);
    REQUIRE(row.has_value());
    for (const auto& one : row->balances) sum += one.balance;
    return sum;
}

std::int64_t open(const Store& store, std::uint64_t invoice, core::Date as_of = end_of_june) {
    return store.invoice(id_as<core::InvoiceId>(invoice), as_of)->open;
}

} // namespace

TEST_CASE("the fee and the discount of a receipt end with it") {
    Book book;
    book.write(customer(1, "A"));
    book.write(invoice(10, 1, "I", 1000, day(2026, 1, 1), day(2026, 1, 31)));
    book.write(receipt(20, 1, 975, day(2026, 1, 15)));
    auto fee = receipt(21, 1, 25, day(2026, 1, 15));
    fee.type = core::CreditType::fee;
    fee.against = id(20);
    book.write(fee);
    book.write(allocation(30, 20, 10, 975, day(2026, 1, 15)));
    book.write(allocation(31, 21, 10, 25, day(2026, 1, 15)));
    CHECK(open(*book.store, 10) == 0);
    book.write(reversal(40, 20, day(2026, 2, 1)));
    CHECK(open(*book.store, 10) == 1000);
    CHECK(open(*book.store, 10, day(2026, 1, 31)) == 0); // older reports stay right
    CHECK(balance(*book.store, 1) == 1000);
    CHECK(book.store->check().sound);
}

TEST_CASE("the halves of an exchange end together, whichever is reversed") {
    for (const std::uint64_t half : {11U, 22U}) {
        Book book;
        book.write(customer(1, "A"));
        auto out = invoice(11, 1, "", 100, day(2026, 1, 2), day(2026, 1, 2));
        out.type = core::DebitType::exchange_out;
        auto in = receipt(22, 1, 700, day(2026, 1, 2));
        in.type = core::CreditType::exchange_in;
        in.against = id(11);
        book.write(in); // arrives first
        book.write(out);
        CHECK(balance(*book.store, 1) == -600);
        book.write(reversal(40, half, day(2026, 1, 2)));
        CHECK(balance(*book.store, 1) == 0);
        CHECK(book.store->check().sound);
    }
}

TEST_CASE("merged customers count as one until the merge is reversed") {
    Book book;
    book.write(customer(1, "A"));
    book.write(customer(2, "B"));
    book.write(invoice(10, 1, "I", 1000, day(2026, 1, 1), day(2026, 1, 31)));
    book.write(invoice(11, 2, "I", 500, day(2026, 1, 1), day(2026, 1, 31)));
    core::CustomersMerged merge;
    merge.id = id(50);
    merge.from = id_as<core::CustomerId>(2);
    merge.into = id_as<core::CustomerId>(1);
    merge.date = day(2026, 2, 1);
    book.write(merge);
    CHECK(balance(*book.store, 1) == 1500);
    CHECK(balance(*book.store, 2) == 0);
    CHECK(book.store->invoice(id_as<core::InvoiceId>(11), end_of_june)->customer ==
          id_as<core::CustomerId>(1));
    CHECK(book.store->exceptions().size() == 1); // one number twice, now that they are one
    // What is paid across them while they are one, and said to be, stays paid.
    book.write(receipt(20, 1, 300, day(2026, 3, 1)));
    auto across = allocation(30, 20, 11, 300, day(2026, 3, 1));
    across.across = true;
    book.write(across);
    CHECK(open(*book.store, 11) == 200);
    book.write(reversal(40, 50, day(2026, 4, 1)));
    CHECK(balance(*book.store, 1) == 1000);
    CHECK(balance(*book.store, 2) == 200);
    CHECK(open(*book.store, 11) == 200);
    CHECK(book.store->exceptions().empty());
    CHECK(book.store->check().sound);
}

TEST_CASE("merges that go in a circle have one holder, in whatever order they come") {
    for (const bool swapped : {false, true}) {
        Book book;
        for (const std::uint64_t no : {1U, 2U, 3U}) {
            book.write(customer(no, std::string(1, static_cast<char>('A' + no))));
            book.write(invoice(10 + no, no, "I", 100, day(2026, 1, 1), day(2026, 1, 31)));
        }
        for (const auto& [from, into] : {std::pair{1U, 2U}, std::pair{2U, 3U}, std::pair{3U, 1U}}) {
            core::CustomersMerged merge;
            merge.id = id(50 + from);
            merge.from = id_as<core::CustomerId>(swapped ? into : from);
            merge.into = id_as<core::CustomerId>(swapped ? from : into);
            merge.date = day(2026, 2, 1);
            book.write(merge);
        }
        CHECK(balance(*book.store, 1) == 300);
        CHECK(balance(*book.store, 2) == 0);
        CHECK(balance(*book.store, 3) == 0);
    }
}

TEST_CASE("the book as it was known at a moment says the same again, whatever came after") {
    Book book;
    book.write(customer(1, "A"));
    book.write(invoice(10, 1, "I", 1000, day(2026, 1, 1), day(2026, 1, 31)));
    const std::int64_t then = book.a.clock.ms - 1; // of the latest change, and a little more
    const std::string known = [&] {
        return book.store->known_at(then).value()->canonical_dump();
    }();
    CHECK(known == book.store->canonical_dump());
    // Back-dated to before the report's date: then it was not known.
    book.write(receipt(20, 1, 400, day(2026, 1, 10)));
    book.write(allocation(30, 20, 10, 400, day(2026, 1, 10)));
    CHECK(balance(*book.store, 1, day(2026, 1, 31)) == 600);
    const auto again = book.store->known_at(then);
    REQUIRE(again.has_value());
    CHECK((*again)->canonical_dump() == known);
    CHECK(balance(**again, 1, day(2026, 1, 31)) == 1000);
    CHECK(book.store->known_at(0).value()->counts().changes == 0);
}

TEST_CASE("contacts, contracts, disputes and files are found with their customer") {
    Book book;
    book.write(customer(1, "A"));
    book.write(invoice(10, 1, "I", 1000, day(2026, 1, 1), day(2026, 1, 31)));
    core::FieldsSet contract{core::RegisterKind::contract, id(60), {}};
    contract.fields = {{"customer", core::to_text(id(1))}, {"number", "HT-1"}};
    book.write(contract);
    CHECK(book.store->entities_of(core::RegisterKind::contract, id_as<core::CustomerId>(1)) ==
          std::vector{id(60)});
    CHECK(book.store->entities_of(core::RegisterKind::contact, id_as<core::CustomerId>(1)).empty());
    book.write(core::DisputeOpened{id(61), id_as<core::InvoiceId>(10), cny(300), day(2026, 2, 1),
                                   "quality"});
    CHECK(book.store->invoice(id_as<core::InvoiceId>(10), end_of_june)->disputed == 300);
    CHECK(book.store->invoice(id_as<core::InvoiceId>(10), day(2026, 1, 31))->disputed == 0);
    const core::Hash hash = mix("bytes");
    book.write(core::AttachmentAdded{id(62), id(10), "a.pdf", "application/pdf", 5, hash});
    CHECK_FALSE(book.store->attachments(id(10)).at(0).here);
    CHECK(book.store->keep_file(hash, "other").error().code == core::ErrorCode::corrupt);
    REQUIRE(book.store->keep_file(hash, "bytes"));
    CHECK(book.store->attachments(id(10)).at(0).here);
    CHECK(book.store->file(hash) == "bytes");
    CHECK(book.store->check().sound);
}
