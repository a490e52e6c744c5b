// The XML of an electronic invoice: what is read, and what is refused before it can do harm.
#include "sync/einvoice_xml.h"

#include <doctest/doctest.h>

using namespace huikuan;

namespace {

struct InvoiceParts {
    std::string number = "26312000000012345678";
    std::string time = "<IssueTime>2026-02-28 15:20:31</IssueTime>";
    std::string net = "10000.00";
    std::string tax = "1300.00";
    std::string gross = "11300.00";
    std::string buyer = "青云机械 &amp; 销售";
};

std::string file_of(const InvoiceParts& parts) {
    return R"(<?xml version="1.0" encoding="UTF-8"?>
<EInvoice><Header><EIid>1</EIid></Header><EInvoiceData>
<SellerInformation><SellerIdNum>91310000MA1FL0002X</SellerIdNum><SellerName>江南机电</SellerName></SellerInformation>
<BuyerInformation><BuyerIdNum>91310000MA1FL0001X</BuyerIdNum><BuyerName>)" +
           parts.buyer + R"(</BuyerName><BuyerAddr>上海</BuyerAddr></BuyerInformation>
<BasicInformation><TotalAmWithoutTax>)" +
           parts.net + "</TotalAmWithoutTax><TotalTaxAm>" + parts.tax +
           "</TotalTaxAm><TotalTax-includedAmount>" + parts.gross +
           R"(</TotalTax-includedAmount></BasicInformation>
<IssuItemInformation><ItemName>阀</ItemName><Amount>1</Amount></IssuItemInformation>
<IssuItemInformation><ItemName>泵</ItemName><Amount>2</Amount></IssuItemInformation>
<AdditionalInformation><Remark>合同 HT-1</Remark></AdditionalInformation></EInvoiceData>
<TaxSupervisionInfo><InvoiceNumber>)" +
           parts.number + "</InvoiceNumber>" + parts.time + "</TaxSupervisionInfo></EInvoice>";
}

core::Error refusal_of_invoice(const std::string& file) {
    const auto read = sync::read_einvoice(file);
    REQUIRE(!read);
    return read.error();
}

} // namespace

TEST_CASE("an electronic invoice says number, day, parties, net, tax and gross") {
    const auto read = sync::read_einvoice(file_of({}));
    REQUIRE(read);
    CHECK(read->number == "26312000000012345678");
    CHECK(core::to_text(read->issued) == "2026-02-28");
    CHECK(read->seller.name == "江南机电");
    CHECK(read->buyer.name == "青云机械 & 销售");
    CHECK(read->buyer.tax_no == "91310000MA1FL0001X");
    CHECK(read->buyer.address == "上海");
    CHECK(read->net_minor == 1'000'000);
    CHECK(read->tax_minor == 130'000);
    CHECK(read->gross_minor == 1'130'000);
    CHECK(read->note == "合同 HT-1");
    CHECK(!read->red());
}

TEST_CASE("a red invoice is below zero; one without tax says so") {
    const auto red =
        sync::read_einvoice(file_of({.net = "-100.00", .tax = "-13.00", .gross = "-113.00"}));
    REQUIRE(red);
    CHECK(red->red());
    CHECK(red->gross_minor == -11'300);
    const auto free = sync::read_einvoice(file_of({.net = "5.00", .tax = "***", .gross = "5.00"}));
    REQUIRE(free);
    CHECK(free->tax_minor == 0);
    const auto only_gross = sync::read_einvoice(file_of({.net = "", .tax = "", .gross = "0.01"}));
    REQUIRE(only_gross);
    CHECK(only_gross->net_minor == 1);
}

TEST_CASE("29 February is a day of a leap year alone") {
    CHECK(sync::read_einvoice(file_of({.time = "<IssueTime>2028-02-29</IssueTime>"})));
    const auto error = refusal_of_invoice(file_of({.time = "<IssueTime>2026-02-29</IssueTime>"}));
    CHECK(error.field == "issued");
}

TEST_CASE("what does not add up, or is missing, is refused under its field") {
    CHECK(refusal_of_invoice(file_of({.gross = "11300.01"})).code == core::ErrorCode::schedule_sum);
    CHECK(refusal_of_invoice(file_of({.net = "12600.00", .tax = "-1300.00"})).code ==
          core::ErrorCode::schedule_sum);
    CHECK(refusal_of_invoice(file_of({.net = "0", .tax = "0", .gross = "0.00"})).code ==
          core::ErrorCode::amount_not_positive);
    CHECK(refusal_of_invoice(file_of({.gross = "1.005"})).code ==
          core::ErrorCode::amount_precision);
    CHECK(refusal_of_invoice(file_of({.gross = "9999999999999999999"})).field == "amount");
    CHECK(refusal_of_invoice(file_of({.gross = "一万"})).field == "amount");
    CHECK(refusal_of_invoice(file_of({.number = ""})).code == core::ErrorCode::required);
    CHECK(refusal_of_invoice(file_of({.number = "1; DROP"})).code == core::ErrorCode::malformed);
    CHECK(refusal_of_invoice(file_of({.buyer = " "})).field == "customer_name");
    CHECK(refusal_of_invoice(file_of({.time = ""})).field == "issued");
}

TEST_CASE("hostile files: entities, depth, size, another root, a cut file, two answers") {
    const std::string bomb = R"(<!DOCTYPE EInvoice [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><EInvoice>&b;</EInvoice>)";
    CHECK(refusal_of_invoice(bomb).code == core::ErrorCode::unsupported);
    const std::string outside =
        R"(<!DOCTYPE EInvoice SYSTEM "file:///etc/passwd"><EInvoice></EInvoice>)";
    CHECK(refusal_of_invoice(outside).code == core::ErrorCode::unsupported);
    CHECK(refusal_of_invoice("<EInvoice>&who;</EInvoice>").code == core::ErrorCode::malformed);
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += i == 0 ? "<EInvoice>" : "<a>";
    CHECK(refusal_of_invoice(deep).code == core::ErrorCode::too_large);
    std::string large = file_of({});
    large.insert(large.find("<EInvoiceData>"),
                 "<x>" + std::string(sync::largest_einvoice_bytes, 'x') + "</x>");
    CHECK(refusal_of_invoice(large).code == core::ErrorCode::too_large);
    std::string long_field = file_of({.buyer = std::string(5000, 'x')});
    CHECK(refusal_of_invoice(long_field).code == core::ErrorCode::too_large);
    CHECK(refusal_of_invoice("<Invoice><EInvoice/></Invoice>").detail == "root");
    CHECK(refusal_of_invoice("").code == core::ErrorCode::required);
    CHECK(refusal_of_invoice("%PDF-1.7 ...").code == core::ErrorCode::malformed);
    CHECK(refusal_of_invoice(std::string("<EInvoice>\0</EInvoice>", 22)).code ==
          core::ErrorCode::malformed);
    const std::string whole = file_of({});
    for (std::size_t cut = 1; cut < whole.size(); cut += 37) {
        CHECK(!sync::read_einvoice(whole.substr(0, cut)));
    }
    std::string twice = whole;
    twice.replace(twice.find("</TaxSupervisionInfo>"), 0,
                  "<InvoiceNumber>99999999999999999999</InvoiceNumber>");
    CHECK(refusal_of_invoice(twice).code == core::ErrorCode::malformed);
    // The same element elsewhere means something else.
    std::string nested = whole;
    nested.replace(nested.find("<ItemName>"), 0, "<InvoiceNumber>1</InvoiceNumber>");
    CHECK(sync::read_einvoice(nested)->number == "26312000000012345678");
}

TEST_CASE("what the module beside the page found arrives as it was, or as its error") {
    const auto invoice = sync::read_einvoice(file_of({}));
    REQUIRE(invoice);
    const std::string said = sync::einvoice_to_wire(invoice);
    const auto arrived = sync::einvoice_from_wire(said);
    REQUIRE(arrived);
    CHECK(*arrived == *invoice);
    const auto refused = sync::read_einvoice("<!DOCTYPE a><a/>");
    REQUIRE(!refused);
    CHECK(sync::einvoice_from_wire(sync::einvoice_to_wire(refused)).error() == refused.error());
    for (std::size_t cut = 0; cut < said.size(); ++cut) {
        const auto half = sync::einvoice_from_wire(said.substr(0, cut));
        REQUIRE(!half);
        CHECK(half.error().code == core::ErrorCode::corrupt);
    }
    CHECK(!sync::einvoice_from_wire(said + "x"));
    CHECK(!sync::einvoice_from_wire("-9999\x1f"
                                    "a\x1f"
                                    "b\x1f"
                                    "0\x1f"));
}
