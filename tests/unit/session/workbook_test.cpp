// A workbook is imported as a text file is: one of its sheets, with the sheet's own row numbers.
#include "session/workbook.h"

#include <doctest/doctest.h>

#include "session/bank_import.h"
#include "session/import.h"
#include "session/text_file.h"
#include "session/world.h"
#include "sync/workbook_sample.h"

using namespace huikuan;
using namespace huikuan::test;
using namespace huikuan::tests;
using session::ImportJob;
using session::ImportPhase;

namespace {

std::string cells(std::initializer_list<const char*> values) {
    std::string row = "<row>";
    for (const char* value : values) {
        row += std::string("<c t=\"str\"><v>") + value + "</v></c>";
    }
    return row + "</row>";
}

} // namespace

TEST_CASE("the sheet with rows goes in, another one by its name, and what is not there is said") {
    const std::string invoices =
        cells({"客户名称", "发票号码", "开票日期", "金额"}) +
        "<row r=\"3\"><c t=\"str\"><v>甲</v></c>"
        "<c t=\"str\"><v>A-1</v></c><c s=\"1\"><v>46348</v></c><c><v>１２</v></c></row>" +
        cells({"甲", "A-2", "2026-11-23", "１，２００．５０"}) + cells({"甲", "A-3", "", "1"});
    const std::string other = cells({"customer", "invoice number", "invoice date", "amount"}) +
                              cells({"乙", "B-1", "2026-11-22", "-0"});
    const std::string file = xlsx_of({{"说明", cells({"第一行"}), "", "hidden"},
                                      {"空", ""},
                                      {"发票", invoices},
                                      {"other", other}});
    const auto import = [&](const std::string& sheet) {
        auto book = new_book();
        session::ImportOptions options;
        options.sheet = sheet;
        ImportJob job(*book, std::make_shared<session::TextFile>("a.xlsx", file), options);
        while (!job.idle()) job.step(5);
        return std::pair(job.phase(), job.error());
    };
    auto book = new_book();
    ImportJob job(*book, std::make_shared<session::TextFile>("a.xlsx", file));
    while (!job.idle()) job.step(5);
    CAPTURE(job.error().field);
    REQUIRE(job.phase() == ImportPhase::ready);
    REQUIRE(job.file().workbook.has_value());
    CHECK(job.file().workbook->chosen == 2);
    CHECK(job.file().workbook->sheets.size() == 4);
    REQUIRE(job.start(false).has_value());
    while (!job.idle()) job.step(5);
    CHECK(job.result().created == 2);
    REQUIRE(job.refused().size() == 1);
    CHECK(job.refused()[0].line == 5); // the sheet's own row
    CHECK(book->invoice_keys({}).size() == 2);

    CHECK(import("other").first == ImportPhase::ready);
    CHECK(import("none").second.field == "sheet");
    CHECK(import("空").second.field == "sheet_rows");
    CHECK(import("说明").second.field == "header");
}

TEST_CASE("a workbook that cannot be read says why, as any file does") {
    auto book = new_book();
    for (const auto& [file, detail] : {std::pair(compound_of("x", "EncryptedPackage"), "password"),
                                       std::pair(xlsx_of({{"s", ""}}, {.flags = 1}), "password")}) {
        ImportJob job(*book, std::make_shared<session::TextFile>("a.xls", file));
        while (!job.idle()) job.step(5);
        CHECK(job.phase() == ImportPhase::failed);
        CHECK(job.error().field == "workbook");
        CHECK(job.error().detail == detail);
    }
    // What begins as a ZIP and ends at once: by its name a workbook that is damaged.
    const std::string broken = "PK\x03\x04 broken";
    for (const auto& [name, field] :
         {std::pair("a.XLSX", "workbook"), std::pair("a.zip", "file")}) {
        ImportJob job(*book, std::make_shared<session::TextFile>(name, broken));
        while (!job.idle()) job.step(5);
        CHECK(job.phase() == ImportPhase::failed);
        CHECK(job.error().field == field);
    }
}

TEST_CASE("a statement in a format that is not read says which; hidden rows are read and told") {
    auto book = new_book();
    const auto looked = [&](const char* name, const std::string& file) {
        auto import = std::make_unique<session::BankImport>(
            *book, std::make_shared<session::TextFile>(name, file));
        while (!import->idle()) import->step(5);
        return import;
    };
    const std::string binary =
        zip_of({{"_rels/.rels", "<Relationships><Relationship Id=\"1\" Type=\"x/officeDocument\""
                                " Target=\"xl/workbook.bin\"/></Relationships>"}});
    const std::string ods = "application/vnd.oasis.opendocument.spreadsheet";
    for (const auto& [name, file, detail] :
         {std::tuple("a.xlsb", binary, "xlsb"),
          std::tuple("a.ods", zip_of({{"mimetype", ods}, {"content.xml", "<x/>"}}), "ods"),
          std::tuple("a.xls", compound_of("x", "Book"), "old"),
          std::tuple("a.xls", compound_of("x", "WordDocument"), "document")}) {
        CAPTURE(detail);
        const auto import = looked(name, file);
        REQUIRE(import->phase() == session::BankImportPhase::failed);
        CHECK(import->error() == core::Error{core::ErrorCode::unsupported, "workbook", detail, 0});
    }
    const std::string rows = cells({"日期", "摘要", "金额"}) + cells({"2026-01-05", "a", "1.00"}) +
                             "<row r=\"3\" hidden=\"1\"><c t=\"str\"><v>2026-01-06</v></c>"
                             "<c t=\"str\"><v>b</v></c><c t=\"str\"><v>2.00</v></c></row>";
    const auto import = looked("a.xlsx", xlsx_of({{"s", rows}}));
    REQUIRE(import->phase() == session::BankImportPhase::ready);
    import->set_account("6222");
    CHECK(import->fresh() == 2);
    const auto& notes = import->file().workbook->notes;
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].name == "hidden_rows");
    CHECK(notes[0].count == 1);
}

TEST_CASE("a workbook of customers is taken for what it is") {
    const std::string file = xlsx_of(
        {{"客户", cells({"编码", "名称", "地区", "税号"}) +
                      cells({"C1", "甲", "华东", "９１３１"}) + cells({"C2", "乙", "", ""})}});
    auto book = new_book();
    ImportJob job(*book, std::make_shared<session::TextFile>("客户.xlsx", file));
    while (!job.idle()) job.step(5);
    REQUIRE(job.phase() == ImportPhase::ready);
    CHECK(job.kind() == core::ImportKind::customers);
    REQUIRE(job.start(false).has_value());
    while (!job.idle()) job.step(5);
    CHECK(job.result().created == 2);
    CHECK(book->customer_by_code("C2")->name == "乙");
}
