// Electronic invoices into a book: found and new customers, numbers that were seen, red ones, files
// that stay beside their documents.
#include "session/einvoice.h"

#include <doctest/doctest.h>

#include "session/ledger.h"

using namespace huikuan;

namespace {

std::unique_ptr<session::Session> fresh_book() {
    auto made = session::Session::create_file(
        ":memory:", {"江南机电", core::parse_currency("CNY").value(), 11});
    REQUIRE(made);
    (*made)->set_today(core::parse_iso("2026-11-22").value());
    return *std::move(made);
}

std::string xml(const std::string& number, const std::string& buyer, const std::string& tax_no,
                const std::string& gross, const std::string& seller = "江南机电",
                const std::string& remark = "") {
    return "<EInvoice><EInvoiceData><SellerInformation><SellerName>" + seller +
           "</SellerName></SellerInformation><BuyerInformation><BuyerIdNum>" + tax_no +
           "</BuyerIdNum><BuyerName>" + buyer +
           "</BuyerName></BuyerInformation><BasicInformation><TotalTax-includedAmount>" + gross +
           "</TotalTax-includedAmount></BasicInformation><AdditionalInformation><Remark>" + remark +
           "</Remark></AdditionalInformation></EInvoiceData><TaxSupervisionInfo>"
           "<InvoiceNumber>" +
           number +
           "</InvoiceNumber><IssueTime>2026-10-01</IssueTime></TaxSupervisionInfo></EInvoice>";
}

core::EntityId customer(session::Session& book, const char* name, const char* tax_no) {
    const auto id = book.mint();
    core::SetFields set{{core::RegisterKind::customer, id, {{"name", name}}}};
    if (*tax_no != '\0') set.fields.fields.emplace_back("tax_no", tax_no);
    REQUIRE(book.run(set));
    return id;
}

std::vector<core::InvoiceRow> invoices(session::Session& book) {
    core::ListQuery query;
    query.sort = "number";
    query.as_of = book.today();
    return book.invoices(book.invoice_keys(query), book.today());
}

} // namespace

TEST_CASE("known by tax number, known by name, and new ones; two of one new buyer are one") {
    const auto book = fresh_book();
    const auto by_tax = customer(*book, "旧名称", "91A");
    const auto by_name = customer(*book, "乙公司", "");
    session::EInvoices files(*book);
    files.add("1.xml", xml("10000001", "甲公司", "91A", "100.00"));
    files.add("2.xml", xml("10000002", "乙公司", "91B", "200.00"));
    files.add("3.xml", xml("10000003", "丙公司", "91C", "300.00"));
    files.add("4.xml", xml("10000004", "丙公司", "91C", "400.00"));
    CHECK(files.ready() == 4);
    REQUIRE(files.looks()[0].customer);
    CHECK(core::entity_of(files.looks()[0].customer->id) == by_tax);
    REQUIRE(files.looks()[1].customer);
    CHECK(core::entity_of(files.looks()[1].customer->id) == by_name);
    CHECK(!files.looks()[2].customer);
    const auto outcome = files.enter();
    REQUIRE(outcome);
    CHECK(files.looks().empty());
    CHECK(book->counts().customers == 3);
    const auto rows = invoices(*book);
    REQUIRE(rows.size() == 4);
    CHECK(rows[2].customer == rows[3].customer);
    CHECK(rows[0].amount.minor == 10'000);
    const auto kept = session::Ledger(*book).attachments(core::entity_of(rows[0].id));
    REQUIRE(kept.size() == 1);
    CHECK(kept[0].name == "1.xml");
    CHECK(kept[0].here);
}

TEST_CASE("a number that was seen is refused: in the book, among the files, as a red one") {
    const auto book = fresh_book();
    session::EInvoices files(*book);
    files.add("1.xml", xml("10000001", "甲", "91A", "100.00"));
    files.add("again.xml", xml("10000001", "甲", "91A", "100.00"));
    files.add("red.xml", xml("10000009", "甲", "91A", "-30.00"));
    files.add("broken.xml", "<EInvoice>");
    CHECK(files.ready() == 2);
    REQUIRE(files.looks()[1].problem);
    CHECK(files.looks()[1].problem->code == core::ErrorCode::duplicate_number);
    REQUIRE(files.enter());
    CHECK(files.looks().size() == 2); // what was refused stays to be looked at
    session::EInvoices later(*book);
    later.add("1.xml", xml("10000001", "甲", "91A", "100.00"));
    later.add("red.xml", xml("10000009", "甲", "91A", "-30.00"));
    CHECK(later.ready() == 0);
    CHECK(later.enter().error().code == core::ErrorCode::nothing_to_do);
    const auto row = book->customer(invoices(*book)[0].customer, book->today());
    REQUIRE(row);
    CHECK(row->balances[0].balance == 7'000); // 100.00 and the free credit note of 30.00
}

TEST_CASE("two customers of one name are not guessed between; another seller is said") {
    const auto book = fresh_book();
    customer(*book, "甲", "");
    customer(*book, "甲", "");
    session::EInvoices files(*book);
    files.add("1.xml", xml("10000001", "甲", "", "100.00"));
    REQUIRE(files.looks()[0].problem);
    CHECK(files.looks()[0].problem->code == core::ErrorCode::ambiguous);
    files.add("2.xml", xml("10000002", "乙", "", "100.00", "别的公司"));
    CHECK(files.looks()[1].other_seller);
    CHECK(files.ready() == 1);
    files.remove(1);
    CHECK(files.looks().size() == 1);
    // The same name with another tax number is another firm.
    customer(*book, "丁", "91X");
    files.add("3.xml", xml("10000003", "丁", "91Y", "1.00"));
    CHECK(!files.looks()[1].problem);
    CHECK(!files.looks()[1].customer);
}

TEST_CASE("a red one pays the invoice that it names, in the book or among the files") {
    const auto book = fresh_book();
    const std::string names =
        "被红冲蓝字数电票号码：10000001 红字发票信息确认单编号：9900000000000";
    {
        session::EInvoices files(*book);
        files.add("red.xml", xml("10000009", "甲", "91A", "-30.00", "江南机电", names));
        CHECK(files.looks()[0].blue_number == "10000001");
        CHECK(!files.looks()[0].blue);
        files.add("1.xml", xml("10000001", "甲", "91A", "100.00"));
        CHECK(files.looks()[0].blue);
        REQUIRE(files.enter());
    }
    REQUIRE(invoices(*book).size() == 1);
    CHECK(invoices(*book)[0].open == 7'000);
    session::EInvoices files(*book);
    files.add("red2.xml", xml("10000010", "甲", "91A", "-20.00", "江南机电", names));
    CHECK(files.looks()[0].blue);
    REQUIRE(files.enter());
    CHECK(invoices(*book)[0].open == 5'000);
    // Of another customer it is not; without a number it is free.
    files.add("red3.xml", xml("10000011", "乙", "91B", "-10.00", "江南机电", names));
    files.add("red4.xml", xml("10000012", "甲", "91A", "-10.00", "江南机电", "红冲"));
    CHECK(!files.looks()[0].blue);
    CHECK(files.looks()[1].blue_number.empty());
    REQUIRE(files.enter());
    CHECK(invoices(*book)[0].open == 5'000);
}
