#include <algorithm>
#include <doctest/doctest.h>

#include "core/import.h"
#include "sample.h"

using namespace huikuan::core;

namespace {

using Cells = std::vector<std::string>;

std::vector<std::string_view> cells_of(const Cells& cells) { return {cells.begin(), cells.end()}; }

ImportReading reading_for(ImportKind kind, const Cells& header, const Cells& row) {
    const ImportMapping mapping = guess_mapping(header, {}, kind);
    std::vector<ColumnEvidence> columns(header.size());
    for (std::size_t i = 0; i < row.size(); ++i) columns[i].add(row[i], 2);
    ImportReading reading;
    CHECK(decide_reading(mapping, header, columns, currency("CNY"), reading).empty());
    return reading;
}

// "customer_code=C1 phone=138": a record as it was understood, or "field:code" of each error.
std::string understood(ImportKind kind, const Cells& header, const Cells& row) {
    const auto read = read_import_record(cells_of(row), 2, reading_for(kind, header, row));
    std::string text;
    if (!read) {
        for (const Error& error : read.error()) {
            text +=
                (text.empty() ? "" : " ") + error.field + ":" + std::string(name_of(error.code));
        }
        return text;
    }
    for (const ImportColumn& column : import_columns(kind)) {
        if (!(*read)[column.field].empty()) {
            text += (text.empty() ? "" : " ") + std::string(name_of(column.field)) + "=" +
                    (*read)[column.field];
        }
    }
    return text;
}

std::string kind_of_sheet(const Cells& header, const std::vector<Cells>& rows = {}) {
    return std::string(name_of(guess_kind(header, rows)));
}

ImportPreset preset(std::string_view name, ImportKind kind) {
    const auto all = import_presets();
    return *std::ranges::find_if(
        all, [&](const ImportPreset& it) { return it.name == name && it.kind == kind; });
}
int column(const Result<ImportMapping>& mapping, ImportField field) {
    REQUIRE(mapping);
    return (*mapping)[field];
}

} // namespace

TEST_CASE("what a sheet holds is guessed from its headings") {
    CHECK(kind_of_sheet({"客户编号", "客户名称", "发票号", "开票日期", "金额"}) == "invoices");
    CHECK(kind_of_sheet({"customer", "invoice", "date", "amount"}) == "invoices");
    CHECK(kind_of_sheet({"客户编码", "客户名称", "地区", "电话", "税号", "付款条件"}) ==
          "customers");
    CHECK(kind_of_sheet({"Name", "Phone", "Email", "Tax ID"}) == "customers");
    CHECK(kind_of_sheet({"客户", "联系人", "职务", "手机", "邮箱"}) == "contacts");
    CHECK(kind_of_sheet({"Company", "Contact Name", "Job Title", "Mobile"}) == "contacts");
    CHECK(kind_of_sheet({"客户", "收款日期", "收款金额", "收款方式", "流水号"}) == "receipts");
    CHECK(kind_of_sheet({"客户", "跟进日期", "联系方式", "联系结果", "跟进内容"}) == "contact_log");
    // Nothing is whole, or a name alone among much else: invoices, and the page asks.
    CHECK(kind_of_sheet({"Wer", "Was", "Wann", "Wieviel"}) == "invoices");
    CHECK(kind_of_sheet({"customer", "a", "b", "c"}) == "invoices");
    CHECK(kind_of_sheet({"customer", "invoice", "due"}) == "invoices"); // not a talk on that day
    CHECK(kind_of_sheet({}) == "invoices");
}

TEST_CASE("what the headings leave open is seen in the cells") {
    const std::vector<Cells> people{{"甲", "王芳", "wang@example.com"}};
    CHECK(guess_mapping(Cells{"客户", "联系人", "x"}, people,
                        ImportKind::contacts)[ImportField::email] == 2);
    const std::vector<Cells> money{{"C1", "2026-01-01", "5.00"}};
    const ImportMapping receipts =
        guess_mapping(Cells{"客户", "x", "y"}, money, ImportKind::receipts);
    CHECK(receipts[ImportField::customer_code] == 0);
    CHECK(receipts[ImportField::date] == 1);
    CHECK(receipts[ImportField::amount] == 2);
}

TEST_CASE("the row that names the columns is found whatever the kind") {
    const std::vector<Cells> rows{
        {"客户档案"}, {"客户编码", "客户名称", "电话", "税号"}, {"C1", "甲", "021-1", "9131"}};
    CHECK(find_header(rows, std::nullopt) == 1);
    CHECK(find_header(std::vector<Cells>{{"C1", "甲"}}, std::nullopt) == std::nullopt);
}

TEST_CASE("every kind has a name, and every column belongs to a field once") {
    for (std::size_t i = 0; i < import_kinds; ++i) {
        const auto kind = static_cast<ImportKind>(i);
        CHECK(parse_import_kind(name_of(kind)) == kind);
        const auto columns = import_columns(kind);
        for (const ImportColumn& column : columns) {
            CAPTURE(name_of(column.field));
            CHECK(std::ranges::count(columns, column.field, &ImportColumn::field) == 1);
            CHECK(import_column(kind, column.field) == &column);
            const std::array by_hand{ImportField::home_amount, ImportField::home_open,
                                     ImportField::account_open, ImportField::account_in};
            const bool guessed = !std::ranges::contains(by_hand, column.field);
            CHECK(column.headings.empty() != guessed);
            CHECK((column.shape != CellShape::text || column.longest > 0));
            CHECK(parse_import_field(name_of(column.field)) == column.field);
        }
    }
    CHECK(import_column(ImportKind::contacts, ImportField::amount) == nullptr);
    CHECK(parse_import_kind("orders") == std::nullopt);
}

TEST_CASE("a row of customers says the fields of a customer") {
    const Cells header{"编码", "名称", "地区", "账期", "上级客户", "税号", "备注"};
    CHECK(understood(ImportKind::customers, header,
                     {"C1", "甲", "华东", "30", "集团", "9131", "老客户"}) ==
          "customer_code=C1 customer_name=甲 region=华东 terms=net 30 parent=集团 tax_no=9131 "
          "note=老客户");
    CHECK(understood(ImportKind::customers, header, {"C1", "甲", "", "月结30天", "", "-", ""}) ==
          "customer_code=C1 customer_name=甲 terms=eom 30");
    CHECK(understood(ImportKind::customers, header, {"", "", "华东", "", "", "", ""}) ==
          "customer_code:required");
    CHECK(understood(ImportKind::customers, header, {"C1", "甲", "", "看情况", "", "", ""}) ==
          "terms:malformed");
}

TEST_CASE("a row of contacts says who, and whether he decides") {
    const Cells header{"客户", "联系人", "职务", "手机", "收票人", "决策人"};
    CHECK(understood(ImportKind::contacts, header, {"甲", "王芳", "财务", "138", "是", "no"}) ==
          "customer_name=甲 person=王芳 title=财务 phone=138 billing=1 decides=0");
    CHECK(understood(ImportKind::contacts, header, {"甲", "", "财务", "138", "也许", ""}) ==
          "person:required billing:malformed");
}

TEST_CASE("a row of receipts says when, how much, how, and what it pays") {
    const Cells header{"客户", "收款日期", "收款金额", "币种", "收款方式", "流水号", "发票号"};
    CHECK(understood(ImportKind::receipts, header,
                     {"甲", "2025年3月1日", "¥1,200.50", "", "网银转账", "A1", "INV-1、INV-2"}) ==
          "customer_name=甲 date=2025-03-01 amount=1,200.50 currency=CNY method=bank "
          "reference=A1 invoices=INV-1、INV-2");
    CHECK(understood(ImportKind::receipts, header, {"甲", "2025-03-01", "5", "", "易货", "", ""}) ==
          "customer_name=甲 date=2025-03-01 amount=5.00 currency=CNY method=other");
    CHECK(understood(ImportKind::receipts, header, {"", "昨天", "-5", "XXQ", "", "", ""}) ==
          "currency:unknown_currency date:malformed amount:amount_not_positive "
          "customer_name:required");
    CHECK(understood(ImportKind::receipts, header, {"甲", "", "", "", "", "", ""}) ==
          "date:required amount:required");
    CHECK(listed_numbers(" INV-1，INV-2;INV 3 、\n") ==
          std::vector<std::string>{"INV-1", "INV-2", "INV 3"});
    CHECK(listed_numbers("").empty());
}

TEST_CASE("a row of contacts that were made says with whom and what came of it") {
    const Cells header{"客户",   "跟进时间", "联系方式", "结果",
                       "联系人", "跟进人",   "下次跟进", "内容"};
    CHECK(understood(ImportKind::contact_log, header,
                     {"甲", "2025-03-01 9:05:00", "打电话", "承诺下周付", "王芳", "李",
                      "2025-03-08", "说在走流程"}) ==
          "customer_name=甲 date=2025-03-01 time=09:05 channel=phone outcome=promised person=王芳 "
          "by=李 next=2025-03-08 note=说在走流程");
    // What is not known as a result is not lost.
    CHECK(understood(ImportKind::contact_log, header,
                     {"甲", "2025-03-01", "", "老板出差", "", "", "", "回来再说"}) ==
          "customer_name=甲 date=2025-03-01 outcome=other note=老板出差\n回来再说");
    CHECK(understood(ImportKind::contact_log, header,
                     {"甲", "2025-03-01", "信鸽", "", "", "", "改天", ""}) ==
          "channel:malformed next:malformed");
}

TEST_CASE("lines of an invoice are read where the amount is theirs") {
    const Cells header{"客户", "发票号", "开票日期", "到期日", "行金额"};
    const Cells first{"甲", "F1", "2025-03-01", "2025-03-31", "100"};
    const ImportReading reading = reading_for(ImportKind::invoices, header, first);
    CHECK(reading.mapping[ImportField::line_amount] == 4);
    CHECK(reading.mapping[ImportField::amount] == -1);
    const auto line = read_import_row(cells_of(first), 2, reading);
    REQUIRE(line);
    CHECK(line->line);
    CHECK_FALSE(line->goes_on);
    const auto next = read_import_row(cells_of({"", "", "", "", "-5.50"}), 3, reading);
    REQUIRE(next);
    CHECK(next->goes_on);
    CHECK(next->amount.minor == -550);
    CHECK(import_identity(cells_of({"甲", "F1", "bad", "", "bad"}), reading).number == "F1");
    CHECK(shape_of(cells_of({"合计", "", "", "", "94.50"}), reading) == RowShape::total);
    CHECK(shape_of(cells_of({"", "", "", "", "94.50"}), reading) == RowShape::data);
    // Both: a person has to say which is meant.
    ImportMapping both = reading.mapping;
    both[ImportField::amount] = 3;
    ImportReading open;
    const auto asked = decide_reading(both, header, {}, currency("CNY"), open);
    REQUIRE(!asked.empty());
    CHECK(asked[0] == Error{ErrorCode::ambiguous, "amount_columns", {}, 0});
}

TEST_CASE("headings have a name whatever their order and spelling") {
    const Cells a{"客户", "Invoice Date", "金额(元)"};
    const Cells b{"金额", "invoice_date", "客户"};
    CHECK(name_of_headings(a) == name_of_headings(b));
    CHECK(name_of_headings(a).size() == 16);
    CHECK(name_of_headings(a) != name_of_headings(Cells{"客户", "Invoice Date"}));
}

TEST_CASE("presets of other programs find customers and receipts by their own headings") {
    const auto odoo = apply_preset(preset("odoo", ImportKind::customers),
                                   Cells{"Name", "Phone", "Email", "Country", "Tax ID"});
    CHECK(column(odoo, ImportField::tax_no) == 4);
    CHECK(odoo->kind == ImportKind::customers);
    const auto zoho = apply_preset(preset("zoho", ImportKind::receipts),
                                   Cells{"Payment Number", "Mode", "Date", "Reference Number",
                                         "Amount", "Currency Code", "Customer Name",
                                         "Invoice Number", "Amount Applied to Invoice"});
    CHECK(column(zoho, ImportField::receipt_number) == 0);
    CHECK(column(zoho, ImportField::applied) == 8);
    const auto erpnext = apply_preset(
        preset("erpnext", ImportKind::receipts),
        Cells{"ID", "Party", "Party Name", "Posting Date", "Paid Amount", "Mode of Payment"});
    CHECK(column(erpnext, ImportField::amount) == 4);
    const auto yonyou = apply_preset(preset("yonyou", ImportKind::receipts), Cells{"客户"});
    REQUIRE(!yonyou);
    CHECK(yonyou.error() == Error{ErrorCode::required, "preset", "单据日期 / 日期", 0});
    const auto kingdee = apply_preset(preset("kingdee", ImportKind::customers), Cells{"电话"});
    REQUIRE(!kingdee);
    CHECK(kingdee.error().detail == "编码 / 客户编码 / 代码");
}

TEST_CASE("Odoo says what is due in the company's currency, ERPNext what is in which") {
    const ImportPreset odoo = preset("odoo", ImportKind::invoices);
    const auto list =
        apply_preset(odoo, Cells{"Number", "Customer", "Invoice Date", "Due Date", "Total",
                                 "Invoice Currency", "Total in Currency", "Amount Due", "Status"});
    CHECK(column(list, ImportField::amount) == 6);
    CHECK(column(list, ImportField::home_amount) == 4);
    CHECK(column(list, ImportField::home_open) == 7);
    CHECK(column(list, ImportField::open_amount) == -1);
    // Its list of today has no total of the company's currency; the export of fields has both.
    const auto today = apply_preset(odoo, Cells{"编号", "客户", "发票日期", "到期日期", "总计",
                                                "到期金额", "发票币别", "状态"});
    CHECK(column(today, ImportField::amount) == 4);
    CHECK(column(today, ImportField::home_amount) == -1);
    CHECK(column(today, ImportField::home_open) == 5);
    CHECK(column(today, ImportField::currency) == 6);
    const auto fields =
        apply_preset(odoo, Cells{"编号", "结算单业务伙伴显示名称", "结算单/账单 日期", "合计",
                                 "总计签名", "到期金额", "到期金额签署", "货币"});
    CHECK(column(fields, ImportField::amount) == 3);
    CHECK(column(fields, ImportField::home_amount) == 4);
    CHECK(column(fields, ImportField::home_open) == 6);
    CHECK(column(fields, ImportField::open_amount) == 5);
    CHECK(column(fields, ImportField::issued) == 2);
    // Where nothing but the company's currency is told, it is the amount; beside a currency it is
    // not.
    const Cells signed_only{"Number", "Partner", "Invoice/Bill Date", "Total Signed"};
    CHECK(column(apply_preset(odoo, signed_only), ImportField::amount) == 3);
    Cells with_currency = signed_only;
    with_currency.emplace_back("Currency");
    CHECK(!apply_preset(odoo, with_currency));
    // The company's currency stands first there; and what Chinese pages are headed with.
    const auto erpnext = apply_preset(
        preset("erpnext", ImportKind::invoices),
        Cells{"ID", "往来单位", "往来单位名称", "记账日期", "总计（本币）", "总计", "未付金额"});
    CHECK(column(erpnext, ImportField::amount) == 5);
    CHECK(column(erpnext, ImportField::customer_code) == 1);
    CHECK(column(erpnext, ImportField::customer_name) == 2);
    CHECK(column(erpnext, ImportField::account_open) == 6);
    CHECK(column(erpnext, ImportField::home_amount) == 4);
}

TEST_CASE("what is open in the book's currency tells what is open of an invoice in another") {
    const Cells header{"客户", "发票号", "日期", "金额", "币种", "本位币", "未收"};
    ImportMapping mapping = guess_mapping(header, {}, ImportKind::invoices);
    mapping[ImportField::home_amount] = 5;
    mapping[ImportField::home_open] = 6;
    // The paid part in minor units, or the field that is wrong.
    const auto paid = [&](const char* amount, const char* in, const char* home, const char* open) {
        const Cells row{"某", "1", "2026-06-02", amount, in, home, open};
        std::vector<ColumnEvidence> columns(header.size());
        for (std::size_t i = 0; i < row.size(); ++i) columns[i].add(row[i], 2);
        ImportReading reading;
        REQUIRE(decide_reading(mapping, header, columns, currency("CNY"), reading).empty());
        const auto read = read_import_row(cells_of(row), 2, reading);
        return read ? std::to_string(read->paid_minor) : read.error().front().field;
    };
    CHECK(paid("80.00", "USD", "560.00", "560.00") == "0");
    CHECK(paid("80.00", "USD", "560.00", "0.00") == "8000");
    CHECK(paid("80.00", "USD", "", "0.00") == "8000"); // nothing is nothing in any currency
    CHECK(paid("80.00", "CNY", "", "30.00") == "5000");
    // A part of it, and what is not told.
    CHECK(paid("80.00", "USD", "560.00", "210.00") == "home_open");
    CHECK(paid("80.00", "USD", "", "560.00") == "home_open");
    CHECK(paid("80000", "JPY", "", "4000.00") == "home_open");
    CHECK(paid("-80.00", "USD", "-560.00", "-560.00") == "0"); // a credit note, not used
}

TEST_CASE("what is open in the currency of the customer's account is read in the invoice's") {
    const Cells header{"客户", "发票号", "日期", "金额", "币种", "本位币", "未收", "科目币种"};
    ImportMapping mapping = guess_mapping(header, {}, ImportKind::invoices);
    mapping[ImportField::open_amount] = -1;
    mapping[ImportField::home_amount] = 5;
    mapping[ImportField::account_open] = 6;
    mapping[ImportField::account_in] = 7;
    // The paid part in minor units, or the field that is wrong.
    const auto paid = [&](const char* amount, const char* in, const char* home, const char* open,
                          const char* account) {
        const Cells row{"某", "1", "2026-06-02", amount, in, home, open, account};
        std::vector<ColumnEvidence> columns(header.size());
        for (std::size_t i = 0; i < row.size(); ++i) columns[i].add(row[i], 2);
        ImportReading reading;
        REQUIRE(decide_reading(mapping, header, columns, currency("CNY"), reading).empty());
        const auto read = read_import_row(cells_of(row), 2, reading);
        return read ? std::to_string(read->paid_minor) : read.error().front().field;
    };
    CHECK(paid("100.00", "USD", "720.00", "30.00", "USD") == "7000");
    CHECK(paid("100.00", "USD", "720.00", "72.00", "CNY") == "9000"); // a tenth of it is open
    CHECK(paid("100.00", "USD", "720.00", "100.00", "CNY") == "8611");
    CHECK(paid("100.00", "USD", "720.00", "720.00", "CNY") == "0");
    CHECK(paid("80000", "JPY", "4000.00", "1000.00", "CNY") == "60000"); // no minor unit
    CHECK(paid("100.00", "CNY", "100.00", "30.00", "USD") == "7000");    // a domestic invoice
    CHECK(paid("-100.00", "USD", "-720.00", "-720.00", "CNY") == "0");
    // Of an account that is not told: nothing, all of it in either currency, and no part.
    CHECK(paid("100.00", "USD", "720.00", "0.00", "") == "10000");
    CHECK(paid("100.00", "USD", "720.00", "720.00", "") == "0");
    CHECK(paid("100.00", "USD", "", "100.00", "") == "0");
    CHECK(paid("100.00", "USD", "720.00", "72.00", "") == "account_open");
    // No total in the company's currency, and more open than there was.
    CHECK(paid("100.00", "USD", "", "72.00", "CNY") == "account_open");
    CHECK(paid("100.00", "USD", "720.00", "-72.00", "CNY") == "account_open");
    CHECK(paid("100.00", "USD", "720.00", "1440.00", "CNY") == "open_amount");
}

TEST_CASE("presets read the lists as the programs publish their fields") {
    // 云星空, 应收单
    const auto receivable = apply_preset(
        preset("kingdee", ImportKind::invoices),
        Cells{"单据编号", "单据状态", "业务日期", "币别", "单据类型", "审核日期", "价税合计",
              "到期日", "收款条件", "客户", "销售部门", "销售员", "是否期初单据", "备注"});
    CHECK(column(receivable, ImportField::number) == 0);
    CHECK(column(receivable, ImportField::status) == 1);
    CHECK(column(receivable, ImportField::issued) == 2);
    CHECK(column(receivable, ImportField::amount) == 6);
    CHECK(column(receivable, ImportField::due) == 7);
    CHECK(column(receivable, ImportField::customer_name) == 9);
    // U8, 应收单
    const auto ought = apply_preset(preset("yonyou", ImportKind::invoices),
                                    Cells{"单据类型", "应收付单据号", "单据日期", "客商编号",
                                          "部门编码", "职员编码", "摘要", "科目编码", "币种",
                                          "汇率", "借贷方向", "本币金额", "原币金额", "付款条件"});
    CHECK(column(ought, ImportField::number) == 1);
    CHECK(column(ought, ImportField::issued) == 2);
    CHECK(column(ought, ImportField::customer_code) == 3);
    CHECK(column(ought, ImportField::amount) == 12);
    // 往来明细账
    const auto ledger =
        apply_preset(preset("yonyou", ImportKind::invoices),
                     Cells{"科目编码", "科目名称", "对账对象编码", "对账对象名称", "币种",
                           "凭证日期", "凭证字号", "业务日期", "业务单号", "业务员", "摘要",
                           "借方-发生-金额", "借方-已结-金额", "借方-未结-金额"});
    CHECK(column(ledger, ImportField::customer_code) == 2);
    CHECK(column(ledger, ImportField::customer_name) == 3);
    CHECK(column(ledger, ImportField::number) == 8);
    CHECK(column(ledger, ImportField::amount) == 11);
    CHECK(column(ledger, ImportField::open_amount) == 13);
    // U8, 销售发票列表: a row for each of an invoice's goods
    const auto goods =
        apply_preset(preset("yonyou", ImportKind::invoices),
                     Cells{"选择",     "业务类型", "发票号",     "开票日期",       "客户简称",
                           "客户名称", "币种",     "汇率",       "存货编码",       "存货名称",
                           "数量",     "无税金额", "税额",       "价税合计",       "账期",
                           "到期日",   "收款日期", "未回款金额", "未回款金额本币", "客户编号"});
    CHECK(column(goods, ImportField::number) == 2);
    CHECK(column(goods, ImportField::issued) == 3);
    CHECK(column(goods, ImportField::customer_name) == 5);
    CHECK(column(goods, ImportField::line_amount) == 13);
    CHECK(column(goods, ImportField::amount) == -1);
    CHECK(column(goods, ImportField::due) == 15);
    CHECK(column(goods, ImportField::open_amount) == 17);
    CHECK(column(goods, ImportField::customer_code) == 19);
    // 精斗云, 收款单
    const auto taken = apply_preset(preset("kingdee", ImportKind::receipts),
                                    Cells{"销货单位", "收款人", "单据日期", "单据编码", "结算账户",
                                          "收款金额", "结算方式", "结算号", "备注"});
    CHECK(column(taken, ImportField::customer_name) == 0);
    CHECK(column(taken, ImportField::date) == 2);
    CHECK(column(taken, ImportField::receipt_number) == 3);
    CHECK(column(taken, ImportField::amount) == 5);
    CHECK(column(taken, ImportField::reference) == 7);
    // Zoho Books: who it is has one number in all its files.
    const auto paid =
        apply_preset(preset("zoho", ImportKind::receipts),
                     Cells{"Payment Number", "CustomerPayment ID", "Mode", "CustomerID",
                           "Description", "Exchange Rate", "Amount", "Unused Amount",
                           "Reference Number", "Currency Code", "Customer Name", "Payment Type",
                           "Date", "Invoice Number", "Amount Applied to Invoice"});
    CHECK(column(paid, ImportField::customer_code) == 3);
    CHECK(column(paid, ImportField::receipt_number) == 0);
    CHECK(column(paid, ImportField::amount) == 6);
    CHECK(column(paid, ImportField::invoices) == 13);
    CHECK(column(paid, ImportField::applied) == 14);
    const auto contact = apply_preset(preset("zoho", ImportKind::customers),
                                      Cells{"Contact ID", "Contact Name", "Company Name",
                                            "Display Name", "Customer Number", "EmailID", "Phone",
                                            "Payment Terms", "TaxID", "Owner Name"});
    CHECK(column(contact, ImportField::customer_code) == 0);
    CHECK(column(contact, ImportField::customer_name) == 3);
    CHECK(column(contact, ImportField::tax_no) == 8);
    // U8, 收款单 and 客户档案
    const auto accepted =
        apply_preset(preset("yonyou", ImportKind::receipts),
                     Cells{"单据编号", "单据日期", "期间", "客商编码", "结算方式",
                           "应收应付票据编号", "摘要", "币种", "本币金额", "原币金额"});
    CHECK(column(accepted, ImportField::customer_code) == 3);
    CHECK(column(accepted, ImportField::reference) == 5);
    CHECK(column(accepted, ImportField::amount) == 9);
    const auto file =
        apply_preset(preset("yonyou", ImportKind::customers),
                     Cells{"客户编码", "客户名称", "客户简称", "所属地区码", "所属行业", "地址",
                           "纳税人登记号", "开户银行", "银行账号", "Email地址", "电话", "手机",
                           "专管业务员", "信用等级", "付款条件", "开票单位", "备注"});
    CHECK(column(file, ImportField::industry) == 4);
    CHECK(column(file, ImportField::owner) == 12);
    CHECK(column(file, ImportField::tier) == 13);
    CHECK(column(file, ImportField::title) == 15);
}

TEST_CASE(
    "names of records: a receipt by its number, else by what it says and which of the equal") {
    ImportedRecord row;
    row.kind = ImportKind::receipts;
    row[ImportField::date] = "2025-03-01";
    row.minor[static_cast<std::size_t>(ImportField::amount)] = 500;
    CHECK(import_name_of_record(row, "c", 0) != import_name_of_record(row, "c", 1));
    CHECK(import_name_of_record(row, "c") != import_name_of_record(row, "d"));
    row[ImportField::receipt_number] = "R1";
    CHECK(import_name_of_record(row, "c", 0) == import_name_of_record(row, "c", 1));
    row.kind = ImportKind::contact_log;
    ImportedRecord other = row;
    other[ImportField::note] = "again";
    CHECK(import_name_of_record(row, "c") != import_name_of_record(other, "c"));
    CHECK(import_name_again("x", 0) == "x");
    CHECK(import_name_again("x", 1) != import_name_again("x", 2));
    CHECK(import_name_of_take_out("a") != import_name_of_take_out("b"));
}
