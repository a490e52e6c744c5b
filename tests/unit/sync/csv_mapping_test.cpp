#include "sync/csv_mapping.h"

#include <doctest/doctest.h>

using namespace huikuan;
using core::ImportField;

namespace {

const std::vector<std::string> headings{"客户", "发票号", "金额 (元)", "", "金额 (元)"};

std::string refusal_of_mapping(std::string_view json) {
    const auto read = sync::mapping_from_json(json, headings);
    REQUIRE(!read);
    return std::string(core::name_of(read.error().code)) + " " + read.error().detail;
}

} // namespace

TEST_CASE("a mapping goes to JSON and back") {
    core::ImportMapping mapping;
    mapping[ImportField::customer_name] = 0;
    mapping[ImportField::number] = 1;
    mapping[ImportField::amount] = 4; // named by place: its heading stands twice
    mapping[ImportField::note] = 3;   // has no heading
    mapping.currency = core::parse_currency("USD").value();
    mapping.date_order = core::DateOrder::dmy;
    mapping.number_style = core::NumberStyle::comma_decimal;
    mapping.excel_serials = true;
    mapping.amount_power = 4;
    const std::string json = sync::mapping_to_json(mapping, headings);
    CAPTURE(json);
    CHECK(json.contains("\"amount\": \"#5\""));
    CHECK(json.contains("\"number\": \"发票号\""));
    const auto read = sync::mapping_from_json(json, headings);
    REQUIRE(read);
    CHECK(*read == mapping);
    const auto empty = sync::mapping_from_json(sync::mapping_to_json({}, headings), headings);
    REQUIRE(empty);
    CHECK(*empty == core::ImportMapping{});
}

TEST_CASE("a preset survives a moved column and other spelling of a heading") {
    const std::vector<std::string> other{"INVOICE-NUMBER", "Amount"};
    const auto read = sync::mapping_from_json(
        R"({"columns":{"number":"invoice number","amount":"amount"}})", other);
    REQUIRE(read);
    CHECK((*read)[ImportField::number] == 0);
    CHECK((*read)[ImportField::amount] == 1);
}

TEST_CASE("a map file that cannot be meant is refused where it is wrong") {
    CHECK(refusal_of_mapping("") == "malformed JSON");
    CHECK(refusal_of_mapping("{") == "malformed JSON");
    CHECK(refusal_of_mapping("[]") == "malformed columns");
    CHECK(refusal_of_mapping("{}") == "malformed columns");
    CHECK(refusal_of_mapping(R"({"columns":[]})") == "malformed columns");
    CHECK(refusal_of_mapping(R"({"columns":{"price":"金额"}})") == "malformed price");
    CHECK(refusal_of_mapping(R"({"columns":{"amount":5}})") == "malformed amount");
    CHECK(refusal_of_mapping(R"({"columns":{"amount":"价税合计"}})") == "required 价税合计");
    CHECK(refusal_of_mapping(R"({"columns":{"amount":"#6"}})") == "required #6");
    CHECK(refusal_of_mapping(R"({"columns":{"amount":"#0"}})") == "required #0");
    CHECK(refusal_of_mapping(R"({"columns":{"amount":"#"}})") == "required #");
    CHECK(refusal_of_mapping(R"({"columns":{"amount":"#x"}})") == "malformed #x");
    CHECK(refusal_of_mapping(R"({"columns":{"amount":"#99999999999999999999999"}})") ==
          "malformed #99999999999999999999999");
    CHECK(refusal_of_mapping(R"({"columns":{},"currency":"XXQ"})") == "unknown_currency XXQ");
    CHECK(refusal_of_mapping(R"({"columns":{},"dates":"dd/mm"})") == "malformed dates");
    CHECK(refusal_of_mapping(R"({"columns":{},"numbers":"1 234"})") == "malformed numbers");
    CHECK(refusal_of_mapping(R"({"columns":{},"number":"1,234.50"})") == "malformed number");
    CHECK(refusal_of_mapping(R"({"columns":{},"excel_serials":1})") == "malformed excel_serials");
    CHECK(refusal_of_mapping(R"({"columns":{},"amount_power":-1})") == "malformed amount_power");
    CHECK(refusal_of_mapping("{\"columns\":{\"amount\":\"\xFF\"}}") == "malformed JSON");
}

TEST_CASE("a map of another kind says so, and has its columns alone") {
    const std::vector<std::string> sheet{"客户", "收款日期", "金额"};
    core::ImportMapping mapping(core::ImportKind::receipts);
    mapping[ImportField::customer_name] = 0;
    mapping[ImportField::date] = 1;
    mapping[ImportField::amount] = 2;
    const auto read = sync::mapping_from_json(sync::mapping_to_json(mapping, sheet), sheet);
    REQUIRE(read);
    CHECK(*read == mapping);
    CHECK(refusal_of_mapping(R"({"kind":"orders","columns":{}})") == "malformed kind");
    CHECK(refusal_of_mapping(R"({"kind":5,"columns":{}})") == "malformed kind");
    CHECK(refusal_of_mapping(R"({"columns":{"person":"客户"}})") == "malformed person");
    CHECK(refusal_of_mapping(R"({"kind":"contacts","columns":{"amount":"客户"}})") ==
          "malformed amount");
}

TEST_CASE("a mapping that the book keeps is one line with its name and that of its headings") {
    const std::vector<std::string> sheet{"客户", "收款日期", "金额"};
    core::ImportMapping mapping(core::ImportKind::receipts);
    mapping[ImportField::customer_name] = 0;
    const std::string kept = sync::kept_mapping_to_json(mapping, sheet, "收款 \"日报\"");
    CHECK(!kept.contains('\n'));
    const auto read = sync::read_kept_mapping(kept);
    REQUIRE(read);
    CHECK(read->name == "收款 \"日报\"");
    CHECK(read->kind == core::ImportKind::receipts);
    CHECK(read->headings == core::name_of_headings(sheet));
    CHECK(sync::mapping_from_json(kept, sheet).value() == mapping);
    const auto renamed = sync::read_kept_mapping(sync::rename_kept_mapping(kept, "日报"));
    REQUIRE(renamed);
    CHECK(renamed->name == "日报");
    CHECK(renamed->headings == read->headings);
    // Of a later version, of somebody else, removed.
    for (const char* other :
         {R"({"kind":"orders","name":"x"})", R"({"name":""})", "{}", "[]", "5", "", "{"}) {
        CHECK_FALSE(sync::read_kept_mapping(other));
    }
    CHECK(sync::rename_kept_mapping("[]", "x") == "[]");
}
