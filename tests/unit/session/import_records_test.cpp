#include <doctest/doctest.h>

#include "session/collections.h"
#include "session/import.h"
#include "session/ledger.h"
#include "session/world.h"

using namespace huikuan;
using namespace huikuan::test;
using core::ErrorCode;
using core::ImportKind;
using session::ImportJob;
using session::ImportPhase;
using session::ImportWish;

namespace {

struct Imported {
    session::ImportResult result;
    std::vector<session::RefusedRow> refused;

    [[nodiscard]] std::string text() const {
        std::string all = "read " + std::to_string(result.read);
        const auto add = [&](const char* what, std::int64_t count) {
            if (count != 0) all += std::string(" ") + what + " " + std::to_string(count);
        };
        add("created", result.created);
        add("updated", result.updated);
        add("skipped", result.skipped);
        add("joined", result.joined);
        add("fillable", result.fillable);
        add("out", result.taken_out);
        add("refused", result.refused);
        CHECK(result.read == result.created + result.updated + result.skipped + result.joined +
                                 result.taken_out + result.refused);
        return all;
    }
};

Imported bring(session::Session& book, const std::string& text, ImportWish wish = {},
               std::optional<ImportKind> kind = std::nullopt) {
    ImportJob job(book, std::make_shared<MemoryFile>(text), {.kind = kind});
    while (!job.idle()) job.step(5);
    CAPTURE(core::name_of(job.error().code));
    REQUIRE(job.phase() == ImportPhase::ready);
    for (const auto& question : job.questions()) CAPTURE(question.field);
    REQUIRE(job.start(std::move(wish)));
    while (!job.idle()) job.step(5);
    REQUIRE(job.phase() == ImportPhase::done);
    return {job.result(), job.refused()};
}

std::string customer_field(const session::Session& book, core::CustomerId id,
                           std::string_view name) {
    for (const auto& [key, value] :
         book.fields(core::RegisterKind::customer, core::entity_of(id))) {
        if (key == name) return value;
    }
    return {};
}

const std::string customer_sheet = "客户编码,客户名称,地区,电话,税号,上级客户,付款条件\n"
                                   "C2,乙厂,华南,,9132,C1,月结30天\n"
                                   "C1,甲集团,华东,021-1,9131,,30\n"
                                   "C3,丙行,,,,没有的,\n"
                                   ",,华北,,,,\n"
                                   "C4,丁店,,,,,看情况\n";

core::CustomerId by_code(const session::Session& book, const char* code) {
    const auto row = book.customer_by_code(code);
    REQUIRE(row);
    return row->id;
}

} // namespace

TEST_CASE("customers come in with their groups, once, and the wrong rows are told") {
    const Book book = new_book();
    const auto tried = bring(*book, customer_sheet, {.dry_run = true});
    CHECK(tried.text() == "read 5 created 2 refused 3");
    CHECK(book->counts().customers == 0);
    const auto done = bring(*book, customer_sheet);
    CHECK(done.text() == "read 5 created 2 refused 3");
    REQUIRE(done.refused.size() == 3);
    CHECK(done.refused[0].errors[0] ==
          core::Error{ErrorCode::unknown_customer, "parent", "没有的", 4});
    CHECK(done.refused[1].errors[0].code == ErrorCode::required);
    CHECK(done.refused[2].errors[0].field == "terms");
    const auto member = by_code(*book, "C2");
    CHECK(customer_field(*book, member, "parent") == core::to_text(by_code(*book, "C1")));
    CHECK(customer_field(*book, member, "terms") == "eom 30");
    const auto changes = book->counts().changes;
    CHECK(bring(*book, customer_sheet).text() == "read 5 skipped 2 refused 3");
    CHECK(book->counts().changes == changes);
}

TEST_CASE("customers that are there are met by code, tax number or name, and never overwritten") {
    const Book book = new_book();
    const auto coded = add_customer(*book, "甲");
    REQUIRE(book->run(
        core::SetFields{{core::RegisterKind::customer, core::entity_of(coded), {{"code", "C1"}}}}));
    const auto taxed = add_customer(*book, "乙");
    REQUIRE(book->run(core::SetFields{
        {core::RegisterKind::customer, core::entity_of(taxed), {{"tax_no", "9132"}}}}));
    const auto named = add_customer(*book, "丙");
    const std::string text = "客户编码,客户名称,地区,税号\n"
                             "C1,甲,华东,\n"
                             ",乙,华南,9132\n"
                             "C3,丙,,\n"
                             "C1,别名,,\n";
    const auto first = bring(*book, text);
    CHECK(first.text() == "read 4 skipped 3 fillable 3 refused 1");
    CHECK(first.refused[0].errors[0].field == "customer_line");
    CHECK(customer_field(*book, coded, "region").empty());
    CHECK(bring(*book, text, {.fill = true}).text() == "read 4 updated 3 refused 1");
    CHECK(customer_field(*book, coded, "region") == "华东");
    CHECK(customer_field(*book, taxed, "region") == "华南");
    CHECK(customer_field(*book, named, "code") == "C3");
    CHECK(book->counts().customers == 3);

    const auto other = bring(*book, "客户编码,客户名称,地区\nC1,甲,华北\n", {.fill = true});
    CHECK(other.text() == "read 1 refused 1");
    CHECK(other.refused[0].errors[0] ==
          core::Error{ErrorCode::duplicate_id, "region", "华北 | 华东", 2});
    // Two of one name with two codes are two; without a code nobody can say which.
    CHECK(bring(*book, "客户编码,客户名称,电话\nD1,丙,1\nD2,丙,2\n").text() == "read 2 created 2");
    const auto which = bring(*book, "客户名称,电话\n丙,1\n");
    CHECK(which.refused.at(0).errors[0].code == ErrorCode::ambiguous);
}

TEST_CASE("contacts belong to customers of the book and are met by name") {
    const Book book = new_book();
    const auto id = add_customer(*book, "甲");
    const std::string text = "客户,联系人,职务,手机,决策人\n甲,王芳,财务,138,是\n"
                             "甲,王芳,财务,138,是\n甲,王芳,出纳,138,是\n乙,李,,,\n甲,李,,139,\n";
    const auto done = bring(*book, text);
    CHECK(done.text() == "read 5 created 2 skipped 1 refused 2");
    CHECK(done.refused[0].errors[0] ==
          core::Error{ErrorCode::duplicate_number, "contact_line", "2", 4});
    CHECK(done.refused[1].errors[0] ==
          core::Error{ErrorCode::unknown_customer, "customer_name", "乙", 5});
    const session::Ledger ledger(*book);
    CHECK(ledger.contacts(id).size() == 2);
    CHECK(bring(*book, text).text() == "read 5 skipped 3 refused 2");
    CHECK(bring(*book, "客户,联系人,微信\n甲,李,li88\n", {.fill = true}).text() ==
          "read 1 updated 1");
    CHECK(ledger.contacts(id).size() == 2);
    // A code that the book lacks, beside a name that it has.
    CHECK(bring(*book, "客户编码,客户名称,联系人\nX1,甲,赵\nX2,丁,钱\n").text() ==
          "read 2 created 1 refused 1");
    CHECK(ledger.contacts(id).size() == 3);
}

TEST_CASE("receipts pay the invoices that they name, and no money comes in twice") {
    const Book book = new_book();
    const auto id = add_customer(*book, "甲");
    REQUIRE(book->run(invoice(book->mint(), id, "F1", 10'000, "2026-01-01", "2026-02-01")));
    REQUIRE(book->run(invoice(book->mint(), id, "F2", 5'000, "2026-01-02", "2026-02-02")));
    const std::string text = "客户,收款日期,收款金额,收款方式,流水号,发票号\n"
                             "甲,2026-02-03,120.00,转账,A1,\"F1、F2\"\n"
                             "甲,2026-02-05,50.00,现金,,\n"
                             "甲,2026-02-05,50.00,现金,,\n"
                             "甲,2026-02-06,1.00,,,F9\n"
                             "乙,2026-02-06,1.00,,,\n"
                             "甲,2026-02-07,-1.00,,,\n";
    CHECK(bring(*book, text, {.dry_run = true}).text() == "read 6 created 3 refused 3");
    const auto done = bring(*book, text);
    CHECK(done.text() == "read 6 created 3 refused 3");
    CHECK(done.refused[0].errors[0] ==
          core::Error{ErrorCode::unknown_document, "invoices", "F9", 5});
    CHECK(book->counts().receipts == 3);
    core::ListQuery all;
    all.as_of = book->today();
    all.open_only = true;
    const auto open = book->invoices(book->invoice_keys(all), book->today());
    REQUIRE(open.size() == 1);
    CHECK(open[0].number == "F2");
    CHECK(open[0].open == 3'000);
    CHECK(bring(*book, text).text() == "read 6 skipped 3 refused 3");
    // The same money in another layout, and by hand.
    REQUIRE(book->run(receipt(book->mint(), id, 700, "2026-03-01", core::AllocationRule::none)));
    const auto again = bring(*book, "客户,收款日期,收款金额,备注\n甲,2026-03-01,7.00,x\n");
    CHECK(again.refused.at(0).errors[0] ==
          core::Error{ErrorCode::duplicate_id, "amount", "7.00", 2});
    // A number of its own tells it apart from another of that day.
    CHECK(bring(*book, "客户,收款日期,收款金额,流水号\n甲,2026-02-03,120.00,A2\n").text() ==
          "read 1 created 1");
    CHECK(session::check_integrity(*book).sound);
}

TEST_CASE("rows of one receipt number are one receipt") {
    const Book book = new_book();
    const auto id = add_customer(*book, "Acme");
    REQUIRE(book->run(invoice(book->mint(), id, "F1", 10'000, "2026-01-01", "2026-02-01")));
    REQUIRE(book->run(invoice(book->mint(), id, "F2", 5'000, "2026-01-02", "2026-02-02")));
    const std::string text =
        "Payment Number,Customer Name,Date,Amount,Invoice Number,Amount Applied to Invoice\n"
        "7,Acme,2026-02-03,140.00,F1,100.00\n"
        "7,Acme,2026-02-03,140.00,F2,40.00\n"
        "7,Acme,2026-02-04,140.00,F2,40.00\n";
    const auto done = bring(*book, text, {}, ImportKind::receipts);
    CHECK(done.text() == "read 3 created 1 joined 1 refused 1");
    CHECK(done.refused[0].errors[0] ==
          core::Error{ErrorCode::duplicate_number, "receipt_line", "2", 4});
    CHECK(book->counts().receipts == 1);
    CHECK(book->counts().allocations == 2);
    CHECK(bring(*book, text, {}, ImportKind::receipts).text() ==
          "read 3 skipped 1 joined 1 refused 1");
    const auto other =
        bring(*book, "Payment Number,Customer Name,Date,Amount\n7,Acme,2026-02-03,1.00\n", {},
              ImportKind::receipts);
    CHECK(other.refused.at(0).errors[0] ==
          core::Error{ErrorCode::duplicate_id, "receipt_number", "1.00 | 140.00", 2});
}

TEST_CASE("contacts that were made come in with who, how and what came of it") {
    const Book book = new_book();
    const auto id = add_customer(*book, "甲");
    bring(*book, "客户,联系人,手机\n甲,王芳,138\n");
    const std::string text = "客户,跟进日期,时间,联系方式,结果,联系人,跟进人,下次跟进,内容\n"
                             "甲,2026-02-03,9:30,电话,承诺付款,王芳,李,2026-02-10,下周付\n"
                             "甲,2026-02-04,,,,,,,内部讨论\n"
                             "甲,2026-02-04,,,,,,,又讨论\n"
                             "甲,2026-02-04,,,,,,,又讨论\n"
                             "甲,2026-02-05,,传真,,,,,\n"
                             "甲,2026-02-05,,电话,无人接听,,,2026-01-01,\n";
    const auto done = bring(*book, text);
    CHECK(done.text() == "read 6 created 3 skipped 1 refused 2"); // one row stands twice
    CHECK(done.refused[0].errors[0].field == "channel");
    CHECK(done.refused[1].errors[0].code == ErrorCode::date_order);
    const session::Collections collections(*book);
    const auto lines = collections.contacts(id);
    REQUIRE(lines.size() == 3);
    CHECK(lines[0].contact.channel == core::Channel::internal);
    CHECK_FALSE(lines[0].contact.reached);
    CHECK(lines[2].contact.minute == 570);
    CHECK(lines[2].contact.reached);
    CHECK(lines[2].contact.outcome == core::ContactOutcome::promised);
    CHECK(!lines[2].contact.person.is_nil());
    CHECK(lines[2].contact.by == "李");
    CHECK(bring(*book, text).text() == "read 6 skipped 4 refused 2");
}

TEST_CASE("two devices that bring in the same files by themselves have the same facts") {
    const Book office = new_book();
    const Book field_book = new_book("");
    merged(*field_book, exported(*office));
    const std::string receipts = "客户编码,收款日期,收款金额\nC1,2026-02-03,5.00\n";
    const std::string people = "客户编码,联系人,手机\nC1,王芳,138\n";
    for (auto* book : {office.get(), field_book.get()}) {
        bring(*book, customer_sheet);
        bring(*book, people);
        bring(*book, receipts);
    }
    merged(*office, exported(*field_book));
    merged(*field_book, exported(*office));
    CHECK(office->counts().receipts == 1);
    CHECK(office->counts().exceptions == 0);
    CHECK(digest(*office) == digest(*field_book));
}

TEST_CASE("lines of one invoice are one invoice, in parts by their due dates") {
    const Book book = new_book();
    const std::string text = "客户,发票号,开票日期,到期日,行金额\n"
                             "甲,F1,2026-01-01,2026-02-01,100.00\n"
                             ",,,,20.00\n"
                             ",,,2026-03-01,30.00\n"
                             "甲,F2,2026-01-01,,10.00\n"
                             "甲,F3,2026-01-01,,x\n"
                             "甲,F2,2026-01-01,,-2.50\n"
                             "甲,F3,2026-01-01,,7.00\n"
                             "甲,F4,2026-01-01,,-7.00\n"
                             "甲,F5,2026-01-01,2026-02-01,1.00\n"
                             "甲,F5,2026-01-01,,1.00\n"
                             "甲,F1,2026-01-09,,5.00\n";
    // The last line speaks of another F1: nobody can say whose sum is right.
    const auto wrong = bring(*book, text);
    CHECK(wrong.text() == "read 11 created 1 joined 1 refused 9");
    const std::string fine = text.substr(0, text.rfind("甲,F1"));
    const auto done = bring(*book, fine);
    CHECK(done.text() == "read 10 created 1 skipped 1 joined 3 refused 5");
    std::vector<std::string> why;
    for (const auto& row : done.refused) {
        why.push_back(std::to_string(row.line) + " " + row.errors[0].field + " " +
                      std::string(core::name_of(row.errors[0].code)));
    }
    CHECK(why == std::vector<std::string>{"6 line_amount malformed", "8 other_line malformed",
                                          "9 line_amount amount_not_positive", "10 due required",
                                          "11 due required"});
    core::ListQuery all;
    all.as_of = book->today();
    all.sort = "number";
    const auto rows = book->invoices(book->invoice_keys(all), book->today());
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].amount.minor == 15'000);
    REQUIRE(rows[0].lines.size() == 2);
    CHECK(rows[0].lines[0].minor == 12'000);
    CHECK(rows[0].lines[1].due == day("2026-03-01"));
    CHECK(rows[1].amount.minor == 750);
    CHECK(bring(*book, fine).text() == "read 10 skipped 2 joined 3 refused 5");
}

TEST_CASE("what is open of an invoice in lines is of each line, or of the whole") {
    const Book book = new_book();
    const std::string text = "客户,发票号,开票日期,行金额,未收金额\n"
                             // each says its own part
                             "甲,F1,2026-01-01,100.00,100.00\n甲,F1,2026-01-01,50.00,20.00\n"
                             // all of them say the whole's
                             "甲,F2,2026-01-01,100.00,30.00\n甲,F2,2026-01-01,50.00,30.00\n"
                             "甲,F3,2026-01-01,60.00,120.00\n甲,F3,2026-01-01,60.00,120.00\n"
                             // the first alone does
                             "甲,F4,2026-01-01,100.00,7.00\n,,,50.00,\n"
                             // all of it, and nothing, are the same in both
                             "甲,F5,2026-01-01,40.00,40.00\n甲,F5,2026-01-01,40.00,40.00\n"
                             "甲,F6,2026-01-01,40.00,0.00\n甲,F6,2026-01-01,40.00,0.00\n"
                             // who could say?
                             "甲,F7,2026-01-01,40.00,10.00\n甲,F7,2026-01-01,40.00,10.00\n"
                             "甲,F8,2026-01-01,40.00,50.00\n甲,F8,2026-01-01,20.00,0.00\n";
    const auto done = bring(*book, text);
    CHECK(done.result.created == 6);
    REQUIRE(done.refused.size() == 4);
    CHECK(done.refused[0].errors[0].code == core::ErrorCode::out_of_range);
    CHECK(done.refused[0].errors[0].field == "open_amount");
    core::ListQuery all;
    all.as_of = book->today();
    all.sort = "number";
    std::vector<std::int64_t> open;
    for (const auto& row : book->invoices(book->invoice_keys(all), book->today())) {
        open.push_back(row.open);
    }
    CHECK(open == std::vector<std::int64_t>{12'000, 3'000, 12'000, 700, 8'000, 0});
    CHECK(bring(*book, text).result.created == 0);
    CHECK(session::check_integrity(*book).sound);
}

TEST_CASE("what a file brought is taken out again, and may come again") {
    const Book book = new_book();
    const std::string bills = "客户编码,客户名称,发票号,开票日期,金额,收款日期\n"
                              "C1,甲,F1,2026-01-01,100.00,2026-02-01\n"
                              "C1,甲,F2,2026-01-01,50.00,\n";
    const std::string money = "客户编码,收款日期,收款金额,流水号\nC1,2026-03-01,5.00,A1\n";
    const std::string talk = "客户编码,跟进日期,联系方式,内容\nC1,2026-02-03,电话,x\n";
    const std::string people = "客户编码,联系人,手机\nC1,王芳,138\n";
    const ImportWish out{.take_out = true, .reason = "对应错了"};
    for (const auto& [text, rows] :
         {std::pair(bills, 2), std::pair(money, 1), std::pair(talk, 1), std::pair(people, 1)}) {
        const std::string count = std::to_string(rows);
        CHECK(bring(*book, text).result.created == rows);
        CHECK(bring(*book, text, {.dry_run = true, .take_out = true, .reason = "试"})
                  .result.taken_out == rows);
        CHECK(bring(*book, text, out).text() == "read " + count + " out " + count);
        CHECK(bring(*book, text, out).text() == "read " + count + " skipped " + count);
        const auto again = bring(*book, text, {.fill = true});
        CHECK(again.result.created + again.result.updated == rows);
        CHECK(bring(*book, text).text() == "read " + count + " skipped " + count);
    }
    core::ListQuery all;
    all.as_of = book->today();
    CHECK(book->invoice_keys(all).size() == 2);
    CHECK(book->receipt_keys(all).size() == 2);
    // Whoever has documents stays; one who has none is put away, and comes back when it is wished.
    const std::string who = "客户编码,客户名称,地区\nC1,甲,\nC9,戊,华东\n";
    bring(*book, who);
    CHECK(bring(*book, who, out).text() == "read 2 skipped 1 out 1");
    CHECK(customer_field(*book, by_code(*book, "C9"), "archived") == "1");
    CHECK(bring(*book, who).text() == "read 2 skipped 2 fillable 1");
    CHECK(bring(*book, who, {.fill = true}).text() == "read 2 updated 1 skipped 1");
    CHECK(customer_field(*book, by_code(*book, "C9"), "archived") == "0");
    // What somebody reversed himself stays reversed.
    REQUIRE(book->run(
        core::Reverse{book->mint(),
                      core::entity_of(book->receipts(book->receipt_keys(all), all.as_of)[0].id),
                      {},
                      "误"}));
    bring(*book, money);
    CHECK(book->receipt_keys(all).size() == 1);
    CHECK(session::check_integrity(*book).sound);
}
