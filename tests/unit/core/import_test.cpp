#include "core/import.h"

#include <doctest/doctest.h>
#include <map>

#include "core/import_text.h"
#include "sample.h"

using namespace huikuan::core;

namespace {

using Cells = std::vector<std::string>;

std::vector<std::string_view> views(const Cells& cells) { return {cells.begin(), cells.end()}; }

// "customer_code=1 number=2": what a header was taken for, in the order of the fields.
std::string text_of(const ImportMapping& mapping) {
    std::string text;
    for (std::size_t field = 0; field < import_field_count; ++field) {
        if (mapping.column[field] >= 0) {
            text += (text.empty() ? "" : " ") +
                    std::string(name_of(static_cast<ImportField>(field))) + "=" +
                    std::to_string(mapping.column[field]);
        }
    }
    return text;
}

// A sheet of which every column proves what it can, read with the guess.
ImportReading reading_of(const Cells& header, const std::vector<Cells>& rows,
                         const char* book = "CNY") {
    const ImportMapping mapping = guess_mapping(header, rows);
    std::vector<ColumnEvidence> columns(header.size());
    std::int64_t line = 1;
    for (const Cells& row : rows) {
        ++line;
        for (std::size_t i = 0; i < std::min(row.size(), header.size()); ++i) {
            columns[i].add(row[i], line);
        }
    }
    ImportReading reading;
    const auto open = decide_reading(mapping, header, columns, currency(book), reading);
    for (const Error& error : open) { CAPTURE(error.field); }
    CHECK(open.empty());
    return reading;
}

const Cells plain_header{"code", "客户编号", "发票号",   "开票日期", "到期日",
                         "金额", "币种",     "收款日期", "收款金额", "备注"};

// One row against the plain header: "ok", or "field:code" of each error.
std::string outcome(const Cells& row) {
    static const ImportReading reading = reading_of(
        plain_header, {{"", "C1", "1", "2025-01-01", "2025-01-31", "1.00", "CNY", "", "", ""}});
    const auto read = read_import_row(views(row), 7, reading);
    if (read) { return "ok"; }
    std::string text;
    for (const Error& error : read.error()) {
        CHECK(error.line == 7);
        text += (text.empty() ? "" : " ") + error.field + ":" + std::string(name_of(error.code));
    }
    return text;
}
Cells row(const char* issued, const char* due, const char* amount, const char* money = "",
          const char* settled = "", const char* received = "") {
    return {"", "C1", "A-1", issued, due, amount, money, settled, received, ""};
}

} // namespace

TEST_CASE("headings of real and of invented sheets are taken for what they mean") {
    const std::vector<std::pair<Cells, std::string>> sheets{
        {{"country", "customer_ID", "invoice_number", "invoice_date", "due_date",
          "invoice_amount_usd", "disputed", "dispute_lost", "settled_date", "days_to_settle",
          "days_late"},
         "customer_code=1 region=0 number=2 issued=3 due=4 amount=5 settled_date=8"},
        {{"客户编号", "客户名称", "发票号码", "开票日期", "到期日", "价税合计", "币种", "备注"},
         "customer_code=0 customer_name=1 number=2 issued=3 due=4 amount=5 currency=6 note=7"},
        {{"Date", "Invoice", "Customer", "Total", "Due"},
         "customer_name=2 number=1 issued=0 due=4 amount=3"},
        {{"Invoice No.", "Customer Name", "Issue Date", "Gross Amount (EUR)", "Paid On",
          "Paid Amount"},
         "customer_name=1 number=0 issued=2 amount=3 settled_date=4 settled_amount=5"},
        {{"序号", "单据编号", "业务日期", "客户", "金额", "税额", "价税合计"},
         "customer_name=3 number=1 issued=2 amount=6"},
        {{"ＩＮＶＯＩＣＥ　ＮＯ", "DueDate", "invoiceDate", "customerId", "amount"},
         "customer_code=3 number=0 issued=2 due=1 amount=4"},
    };
    for (const auto& [header, expected] : sheets) {
        CHECK(text_of(guess_mapping(header, {})) == expected);
    }
}

TEST_CASE("the unit in a heading is the unit of the amounts") {
    struct Case {
        const char* heading;
        const char* currency;
        int power;
    };
    for (const auto& [heading, code, power] :
         {Case{"invoice_amount_usd", "USD", 0}, Case{"Amount (EUR)", "EUR", 0},
          Case{"金额（元）", "CNY", 0}, Case{"应收金额(万元)", "CNY", 4},
          Case{"金额（美元）", "USD", 0}, Case{"amount", "", 0},
          Case{"Amount (USD '000)", "USD", 3}, Case{"金额【人民币】", "CNY", 0},
          Case{"Total all", "", 0}}) {
        CAPTURE(heading);
        const Heading read = read_heading(heading);
        CHECK(read.currency.view() == code);
        CHECK(read.power == power);
    }
    const auto reading = reading_of({"客户", "发票号", "开票日期", "金额(万元)"},
                                    {{"某公司", "1", "2025-01-01", "1.23"}}, "USD");
    const auto read = read_import_row(views({"某公司", "1", "2025-01-01", "1.2345"}), 2, reading);
    REQUIRE(read);
    CHECK(read->amount == Money{1'234'500, currency("CNY")});
}

TEST_CASE("what stands in the column decides where words leave it open") {
    // A column of codes under "客户" is the code; an empty old column loses against a filled one;
    // texts are no amount; a nameless column of dates is the date if it is the only one.
    CHECK(text_of(guess_mapping(Cells{"客户", "发票号", "日期", "金额"},
                                std::vector<Cells>{{"C001", "1", "2025-01-01", "5"},
                                                   {"C002", "2", "2025-01-02", "6"}})) ==
          "customer_code=0 number=1 issued=2 amount=3");
    CHECK(text_of(guess_mapping(
              Cells{"发票号码", "数电发票号码", "购买方名称", "开票日期", "价税合计"},
              std::vector<Cells>{{"", "24312000000012345678", "某公司", "2025-01-01 10:00:00",
                                  "5"}})) == "customer_name=2 number=1 issued=3 amount=4");
    CHECK(text_of(guess_mapping(Cells{"customer", "number", "invoice", "total", "x"},
                                std::vector<Cells>{{"a b", "7", "I1", "many", "2025-03-01"}})) ==
          "customer_name=0 number=2 issued=4 amount=1");
    const ImportMapping serials =
        guess_mapping(Cells{"客户", "发票号", "开票日期", "金额"},
                      std::vector<Cells>{{"某", "1", "45292", "5"}, {"某", "2", "45293", "5"}});
    CHECK(serials.excel_serials);
    CHECK(serials[ImportField::issued] == 2);
}

TEST_CASE("the header is found below titles and preambles") {
    CHECK(find_header(std::vector<Cells>{{"应收账款明细表"},
                                         {"公司", "某某"},
                                         {"客户编号", "发票号", "开票日期", "金额"},
                                         {"C1", "1", "2025-01-01", "5"}}) == 2);
    CHECK(find_header(std::vector<Cells>{{"customer", "invoice", "date", "amount"},
                                         {"customer", "x", "2025-01-01", "5"}}) == 0);
    // Foreign words over data.
    // A row of a workbook ends with its last cell that says something.
    CHECK(find_header(std::vector<Cells>{{"Kunde", "Beleg", "Datum", "Betrag", "Notiz"},
                                         {"C1", "1", "2025-01-01", "5"}}) == 0);
    CHECK(find_header(std::vector<Cells>{{"Kunde", "Beleg", "Datum", "Betrag"},
                                         {"Müller", "R1", "31.01.2025", "5,00"}}) == 0);
    CHECK(find_header(std::vector<Cells>{{"C1", "1", "2025-01-01", "5"},
                                         {"C2", "2", "2025-01-02", "6"}}) == std::nullopt);
    // A bank that closes each line but the headings with a delimiter.
    CHECK(find_header(std::vector<Cells>{{"Kunde", "Beleg", "Datum", "Betrag"},
                                         {"Huber", "R-1", "2025-01-01", "5,00", " "}}) == 0U);
    CHECK(find_header(std::vector<Cells>{{"Kunde", "Beleg", "Datum", "Betrag"},
                                         {"Huber", "R-1", "2025-01-01", "5,00", "more"}}) ==
          std::nullopt);
    CHECK(find_header(std::vector<Cells>{}) == std::nullopt);
}

TEST_CASE("a row is one typed invoice") {
    const auto reading = reading_of({"country", "customer_ID", "invoice_number", "invoice_date",
                                     "due_date", "invoice_amount_usd", "disputed", "dispute_lost",
                                     "settled_date", "days_to_settle", "days_late"},
                                    {{"China", "0379-NEVHP", "611365", "2021-01-02", "2021-02-01",
                                      "5594", "0", "0", "2021-01-15", "13", "0"}});
    const auto read =
        read_import_row(views({"China", "0379-NEVHP", "611365", "2021-01-02", "2021-02-01", "5594",
                               "0", "0", "2021-01-15", "13", "0"}),
                        2, reading);
    REQUIRE(read);
    ImportedInvoice expected;
    expected.customer_code = "0379-NEVHP";
    expected.region = "China";
    expected.number = "611365";
    expected.amount = {559'400, currency("USD")};
    expected.issued = parse_iso("2021-01-02").value();
    expected.due = parse_iso("2021-02-01").value();
    expected.settled = parse_iso("2021-01-15").value();
    expected.settled_minor = 559'400;
    CHECK(*read == expected);
}

TEST_CASE("each thing that can be wrong with a row is said, all of them at once") {
    const std::vector<std::pair<Cells, std::string>> rows{
        {row("2025-01-01", "2025-01-31", "0.01"), "ok"},
        {row("2024-02-29", "", "1"), "ok"},
        {row("2025-02-29", "", "1"), "issued:malformed"},
        {row("", "", "1"), "issued:required"},
        {row("2025-01-31", "2025-01-30", "1"), "due:date_order"},
        {row("2025-01-31", "2025-01-31", "1"), "ok"},
        {row("1850-01-31", "", "1"), "issued:out_of_range"},
        {row("2025-01-01", "", ""), "amount:required"},
        {row("2025-01-01", "", "0"), "amount:amount_not_positive"},
        {row("2025-01-01", "", "-5.00"), "ok"}, // a credit note
        {row("2025-01-01", "", "(5.00)"), "ok"},
        {row("2025-01-01", "", "0.001"), "amount:amount_precision"},
        {row("2025-01-01", "", "five"), "amount:malformed"},
        {row("2025-01-01", "", "1000000000000.00"), "ok"},
        {row("2025-01-01", "", "1000000000000.01"), "amount:out_of_range"},
        {row("2025-01-01", "", "99999999999999999999999"), "amount:out_of_range"},
        {row("2025-01-01", "", "5", "XXQ"), "currency:unknown_currency"},
        {row("2025-01-01", "", "5", "usd"), "ok"},
        {row("2025-01-01", "", "5", "人民币"), "ok"},
        {row("2025-01-01", "", "¥5"), "ok"},
        {row("2025-01-01", "", "$5"), "amount:currency_mismatch"},
        {row("2025-01-01", "", "EUR 5"), "amount:currency_mismatch"},
        {row("2025-01-01", "", "EUR 5", "EUR"), "ok"},
        {row("2025-01-01", "", "5", "JPY"), "ok"},
        {row("2025-01-01", "", "5.5", "JPY"), "amount:amount_precision"},
        {row("2025-01-01", "", "5", "", "2025-02-01"), "ok"},
        {row("2025-01-01", "", "5", "", "2024-12-01"), "ok"}, // prepaid
        {row("2025-01-01", "", "5", "", "2025-02-01", "2.50"), "ok"},
        {row("2025-01-01", "", "5", "", "-", "0.00"), "ok"}, // nothing received yet
        {row("2025-01-01", "", "5", "", "", "2.50"), "settled_date:required"},
        {row("2025-01-01", "", "5", "", "2025-02-01", "0"), "settled_amount:amount_not_positive"},
        {row("2025-01-01", "", "5", "", "soon", "1"), "settled_date:malformed"},
        {{"", "", "A", "2025-01-01", "", "5"}, "customer_code:required"},
        {{"", "C1", "", "2025-01-01", "", "5"}, "number:required"},
        {{"", "C1", "6.48243E+09", "2025-01-01", "", "5"}, "number:malformed"},
        {{"", "C1", "7E20", "2025-01-01", "", "5"}, "ok"}, // an honest number with an E
        {{"", "C1", std::string(65, 'x'), "2025-01-01", "", "5"}, "number:too_long"},
        {{"", "C1", "A\x01", "2025-01-01", "", "5"}, "number:malformed"},
        {{"", "C1", "A", "2025-01-01", "", "1", "", "", "", "", "234.50"}, "row:malformed"},
        {{"", "", "", "", "", "", "", "", "", ""},
         "customer_code:required number:required issued:required amount:required"},
        {{"", "", "", "soon", "later", "many", "ABC", "x", "y", ""},
         "customer_code:required number:required issued:malformed due:malformed "
         "currency:unknown_currency amount:malformed settled_date:malformed "
         "settled_amount:malformed"},
    };
    for (const auto& [cells, expected] : rows) {
        CAPTURE(cells);
        CHECK(outcome(cells) == expected);
    }
}

TEST_CASE("a row that is wider than the others has slipped, an empty end of every row has not") {
    ImportReading reading = reading_of(Cells{"客户", "发票号", "开票日期", "金额", "备注"},
                                       {{"某", "1", "2025-01-01", "5", ""}});
    const auto reads = [&](const Cells& cells) {
        return read_import_row(views(cells), 2, reading).has_value();
    };
    const Cells slipped{"某", "1", "2025-01-01", "1", "234.50", ""}; // 1,234.50 without quotes
    CHECK(!reads(slipped));
    reading.usual_width = 6; // a bank ends each row with a delimiter
    CHECK(reads({"某", "1", "2025-01-01", "1", "x", ""}));
    CHECK(!reads({"某", "1", "2025-01-01", "1", "x", "y"}));
    CHECK(!reads({"某", "1", "2025-01-01", "1", "x", "", ""}));
}

TEST_CASE("a name that was wrapped in its cell is one line") {
    static const ImportReading reading =
        reading_of(Cells{"客户", "发票号", "开票日期", "金额", "备注"},
                   {{"某某公司", "1", "2025-01-01", "5", ""}});
    const auto read =
        read_import_row(views({"某某\r\n公司", "1", "2025-01-01", "5", "a\nb"}), 2, reading);
    REQUIRE(read);
    CHECK(read->customer_name == "某某 公司");
    CHECK(read->note == "a\nb");
}

TEST_CASE("the sheet's own totals and blank lines are no rows") {
    const ImportReading reading = reading_of(Cells{"客户", "发票号", "开票日期", "金额"},
                                             {{"某公司", "1", "2025-01-01", "5"}});
    const auto shape = [&](const Cells& cells) { return shape_of(views(cells), reading); };
    CHECK(shape({"合计", "", "", "5"}) == RowShape::total);
    CHECK(shape({"", "合　计：", "", "5"}) == RowShape::total);
    CHECK(shape({"Grand Total", "", "", "5"}) == RowShape::total);
    CHECK(shape({"Total", "A1", "2025-01-01", "5"}) == RowShape::data); // a customer of that name
    CHECK(shape({"", " ", "\xE3\x80\x80", ""}) == RowShape::blank);
    CHECK(shape({}) == RowShape::blank);
    CHECK(shape({"", "", "", "5"}) == RowShape::data);
}

TEST_CASE("presets find their columns or say which is missing") {
    std::map<std::string_view, ImportPreset> presets;
    for (const ImportPreset& preset : import_presets()) {
        if (preset.kind == ImportKind::invoices) { presets[preset.name] = preset; }
    }
    REQUIRE(presets.size() == 6);
    const auto einvoice =
        apply_preset(presets["einvoice"], Cells{"序号", "数电发票号码", "购方识别号", "购买方名称",
                                                "开票日期", "金额", "价税合计"});
    REQUIRE(einvoice);
    CHECK(text_of(*einvoice) == "customer_code=2 customer_name=3 number=1 issued=4 amount=6");
    const auto erpnext = apply_preset(
        presets["erpnext"], Cells{"ID", "Customer", "Customer Name", "Date", "Payment Due Date",
                                  "Grand Total", "Outstanding Amount", "Currency"});
    REQUIRE(erpnext);
    CHECK(text_of(*erpnext) ==
          "customer_code=1 customer_name=2 number=0 issued=3 due=4 amount=5 currency=7 "
          "account_open=6");
    const auto odoo = apply_preset(
        presets["odoo"], Cells{"Number", "Invoice Partner Display Name", "Invoice/Bill Date",
                               "Due Date", "Total Signed", "Total in Currency Signed", "Currency"});
    REQUIRE(odoo);
    CHECK(text_of(*odoo) ==
          "customer_name=1 number=0 issued=2 due=3 amount=5 currency=6 home_amount=4");
    const auto zoho = apply_preset(
        presets["zoho"], Cells{"Invoice Date", "Invoice Number", "Invoice Status", "Customer ID",
                               "Customer Name", "Due Date", "Currency Code", "Total", "Balance"});
    REQUIRE(zoho);
    CHECK(text_of(*zoho) ==
          "customer_code=3 customer_name=4 number=1 issued=0 due=5 amount=7 currency=6 "
          "open_amount=8 status=2");
    // 应收账款 of ERPNext; Odoo's list as its columns are captioned.
    const auto receivable = apply_preset(
        presets["erpnext"],
        Cells{"Posting Date", "Party", "Receivable Account", "Voucher Type", "Voucher No",
              "Due Date", "Invoiced Amount", "Paid Amount", "Outstanding Amount", "Currency"});
    REQUIRE(receivable);
    CHECK(text_of(*receivable) ==
          "customer_code=1 number=4 issued=0 due=5 amount=6 currency=9 open_amount=8");
    const auto list = apply_preset(
        presets["odoo"], Cells{"Number", "Customer", "Invoice Date", "Due Date", "Total",
                               "Invoice Currency", "Total in Currency", "Amount Due", "Status"});
    REQUIRE(list);
    CHECK(text_of(*list) == "customer_name=1 number=0 issued=2 due=3 amount=6 currency=5 "
                            "status=8 home_amount=4 home_open=7");
    const auto missing = apply_preset(presets["yonyou"], Cells{"客户编码", "发票号", "到期日"});
    REQUIRE(!missing);
    CHECK(missing.error() ==
          Error{ErrorCode::required, "preset", "开票日期 / 单据日期 / 记账日期 / 业务日期", 0});
}

TEST_CASE("names of ids say whose invoice it is, and cannot be confused") {
    ImportedInvoice a;
    a.customer_code = "1";
    a.number = "2|3";
    ImportedInvoice b;
    b.customer_code = "1|2";
    b.number = "3";
    ImportedInvoice c = a;
    c.customer_code.clear();
    c.customer_name = "1";
    CHECK(import_name_of_invoice(a) != import_name_of_invoice(b));
    CHECK(import_name_of_invoice(a) != import_name_of_invoice(c));
    CHECK(import_name_of_customer(a) != import_name_of_customer(c));
    CHECK(import_name_of_receipt("x", Date{0}, 5) != import_name_of_receipt("x", Date{1}, 5));
    // Name, note and dates may change: it is the same invoice.
    ImportedInvoice d = a;
    d.note = "paid twice?";
    d.issued = Date{99};
    CHECK(import_name_of_invoice(a) == import_name_of_invoice(d));
}
