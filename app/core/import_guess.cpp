// Which column means what: by the words of the heading, checked against what stands below it.
#include <algorithm>
#include <functional>
#include <ranges>
#include <utility>

#include "core/import.h"
#include "core/import_text.h"
#include "core/sorting.h"
#include "core/text.h"

namespace huikuan::core {

namespace {

using Row = std::vector<std::string>;

// Headings without blanks, case and units, best first. A heading may stand for one field only.
struct Synonyms {
    ImportField field;
    std::vector<std::string_view> headings;
};
const std::array<Synonyms, import_field_count>& synonyms() {
    static const std::array<Synonyms, import_field_count> table{{
        {ImportField::customer_code,
         {"客户编号",     "客户编码",       "客户代码",           "客户号",        "客户id",
          "往来单位编码", "往来单位编号",   "购货单位编码",       "单位编码",      "债务人编号",
          "购买方识别号", "购方识别号",     "购买方纳税人识别号", "customerid",    "customercode",
          "customerno",   "customernumber", "customernum",        "custid",        "custcode",
          "custno",       "custnumber",     "clientid",           "clientcode",    "clientno",
          "clientnumber", "accountcode",    "accountno",          "accountnumber", "accountid",
          "debtorid",     "debtorcode",     "debtorno",           "buyerid",       "buyercode",
          "payerid"}},
        {ImportField::customer_name,
         {"客户名称",   "客户全称",    "客户",         "客户简称",   "往来单位名称",
          "往来单位",   "购买方名称",  "购方名称",     "购货单位",   "购货单位名称",
          "购货方名称", "购买方",      "单位名称",     "债务人",     "债务人名称",
          "付款单位",   "付款方",      "customername", "customer",   "custname",
          "cust",       "clientname",  "client",       "debtorname", "debtor",
          "buyername",  "buyer",       "billto",       "billtoname", "soldto",
          "soldtoname", "accountname", "companyname",  "company",    "payer",
          "payername"}},
        {ImportField::region,
         {"地区",   "区域",    "所属区域", "大区",           "片区",
          "省份",   "省",      "城市",     "国家",           "国家地区",
          "region", "country", "area",     "territory",      "province",
          "state",  "city",    "market",   "customerregion", "customercountry"}},
        {ImportField::number,
         {"发票号码",     "发票号",        "发票编号",   "数电发票号码", "数电票号码",
          "全电发票号码", "应收单号",      "应收单编号", "单据编号",     "单据号",
          "账单编号",     "账单号",        "票号",       "单号",         "invoicenumber",
          "invoiceno",    "invoicenum",    "invoiceid",  "invoice",      "invno",
          "invnumber",    "invnum",        "invid",      "inv",          "documentnumber",
          "documentno",   "docnumber",     "docno",      "billnumber",   "billno",
          "billid",       "vouchernumber", "voucherno",  "referenceno",  "reference"}},
        {ImportField::issued,
         {"开票日期",  "开具日期", "发票日期",    "单据日期",    "业务日期",        "账单日期",
          "立账日期",  "记账日期", "出票日期",    "日期",        "invoicedate",     "invdate",
          "issuedate", "issuedon", "issued",      "dateissued",  "dateofissue",     "documentdate",
          "docdate",   "billdate", "billingdate", "postingdate", "transactiondate", "date"}},
        {ImportField::due, {"到期日",         "到期日期",   "应收到期日",     "付款到期日",
                            "收款到期日",     "账期到期日", "应付款日",       "应付款日期",
                            "应收日期",       "约定付款日", "约定付款日期",   "最后付款日",
                            "duedate",        "due",        "datedue",        "dueon",
                            "paymentduedate", "paymentdue", "invoiceduedate", "netduedate",
                            "maturitydate",   "maturity"}},
        {ImportField::amount, {"价税合计",       "价税合计金额",  "应收金额",
                               "发票金额",       "开票金额",      "含税金额",
                               "原币金额",       "单据金额",      "账单金额",
                               "总金额",         "合计金额",      "本币金额",
                               "金额",           "invoiceamount", "invoicetotal",
                               "grossamount",    "amountgross",   "totalamount",
                               "amounttotal",    "grandtotal",    "invoicevalue",
                               "invamount",      "invoiceamt",    "originalamount",
                               "documentamount", "amount",        "gross",
                               "total",          "amt",           "value",
                               "amountdue"}},
        {ImportField::currency,
         {"币种", "币别", "货币", "货币代码", "币种代码", "currency", "currencycode", "ccy", "curr",
          "invoicecurrency", "documentcurrency", "doccurrency"}},
        {ImportField::settled_date,
         {"结清日期",       "收款日期",    "回款日期",     "到账日期",    "核销日期",
          "实际收款日期",   "付款日期",    "实际付款日期", "结算日期",    "settleddate",
          "settlementdate", "datesettled", "settledon",    "settled",     "paid",
          "cleared",        "paiddate",    "datepaid",     "paidon",      "paymentdate",
          "clearingdate",   "cleardate",   "cleareddate",  "receiptdate", "receiveddate",
          "collectiondate"}},
        {ImportField::settled_amount,
         {"已收金额", "收款金额", "回款金额", "已回款金额", "实收金额", "已付金额", "已核销金额",
          "到账金额", "已收款", "settledamount", "amountsettled", "paidamount", "amountpaid",
          "paymentamount", "receivedamount", "amountreceived", "collectedamount", "receiptamount"}},
        {ImportField::note,
         {"备注", "说明", "摘要", "附言", "note", "notes", "remark", "remarks", "memo", "comment",
          "comments", "description"}},
    }};
    return table;
}

// Pieces of longer headings: "本次发票号(税控)" still says which column it is.
struct NamePiece {
    std::string_view text;
    ImportField field;
};
constexpr std::array<NamePiece, 22> name_pieces{{
    {"客户编", ImportField::customer_code},
    {"客户代码", ImportField::customer_code},
    {"customerid", ImportField::customer_code},
    {"customercode", ImportField::customer_code},
    {"客户名", ImportField::customer_name},
    {"购买方名", ImportField::customer_name},
    {"customername", ImportField::customer_name},
    {"发票号", ImportField::number},
    {"invoicenumber", ImportField::number},
    {"invoiceno", ImportField::number},
    {"开票日", ImportField::issued},
    {"发票日", ImportField::issued},
    {"invoicedate", ImportField::issued},
    {"到期", ImportField::due},
    {"duedate", ImportField::due},
    {"价税合计", ImportField::amount},
    {"应收金额", ImportField::amount},
    {"invoiceamount", ImportField::amount},
    {"收款日", ImportField::settled_date},
    {"回款日", ImportField::settled_date},
    {"收款金额", ImportField::settled_amount},
    {"回款金额", ImportField::settled_amount},
}};

// What stands in a column of the sample.
struct ColumnContent {
    int filled = 0;
    int dates = 0;
    int serials = 0; // whole numbers that could be days of a spreadsheet, 1954 to 2119
    int numbers = 0;
    int codes = 0; // letters and digits without a blank, with a digit
};

bool looks_like_code(std::string_view cell) {
    bool digit = false;
    for (const char c : cell) {
        if (static_cast<unsigned char>(c) >= 0x80 || c == ' ') { return false; }
        digit = digit || (c >= '0' && c <= '9');
    }
    return digit;
}

bool looks_like_serial(std::string_view cell) {
    return cell.size() == 5 && cell >= "20000" && cell <= "80000" &&
           std::ranges::all_of(cell, [](char c) { return c >= '0' && c <= '9'; });
}

ColumnContent content_of(std::span<const Row> sample, std::size_t column) {
    ColumnContent content;
    for (const Row& row : sample) {
        const std::string_view cell = column < row.size() ? trim(row[column]) : std::string_view{};
        if (means_nothing(cell)) { continue; }
        ++content.filled;
        content.serials += looks_like_serial(cell) ? 1 : 0;
        content.dates += !looks_like_serial(cell) && can_be_read(read_date(cell)) ? 1 : 0;
        content.numbers += can_be_read(read_amount(split_currency_mark(cell).number, 4)) ? 1 : 0;
        content.codes += looks_like_code(cell) ? 1 : 0;
    }
    return content;
}

bool is_date(ImportField field) {
    return field == ImportField::issued || field == ImportField::due ||
           field == ImportField::settled_date;
}
bool is_amount(ImportField field) {
    return field == ImportField::amount || field == ImportField::settled_amount;
}

// Whether the cells can be what the heading says: a column of texts called "total" is no amount.
bool can_be(ImportField field, const ColumnContent& content) {
    if (content.filled == 0) { return true; }
    if (is_date(field)) { return 2 * std::max(content.dates, content.serials) >= content.filled; }
    if (is_amount(field)) { return 2 * content.numbers >= content.filled; }
    return true;
}

// 0: the heading does not name the field; higher is better.
int heading_score(const Heading& heading, const Synonyms& wanted) {
    const auto found = std::ranges::find(wanted.headings, heading.plain);
    if (found != wanted.headings.end()) {
        return 1000 - static_cast<int>(found - wanted.headings.begin());
    }
    for (const NamePiece& piece : name_pieces) {
        if (piece.field == wanted.field && heading.plain.contains(piece.text)) { return 100; }
    }
    return 0;
}

struct ColumnCandidate {
    int score = 0;
    ImportField field{};
    int column = 0;
};

std::vector<ColumnCandidate> candidates_of(const std::vector<Heading>& headings,
                                           const std::vector<ColumnContent>& contents) {
    std::vector<ColumnCandidate> found;
    for (std::size_t column = 0; column < headings.size(); ++column) {
        for (const Synonyms& wanted : synonyms()) {
            int score = heading_score(headings[column], wanted);
            if (score == 0 || !can_be(wanted.field, contents[column])) { continue; }
            // An old and a new column of one meaning stand side by side in tax exports: the one
            // that is filled is meant.
            score -= contents[column].filled == 0 ? 500 : 0;
            found.push_back({score, wanted.field, static_cast<int>(column)});
        }
    }
    core::sort(found, std::greater{}, &ColumnCandidate::score);
    return found;
}

// The one column that no field has and that `is` accepts; -1 where there are none or several.
int only_free_column(const ImportMapping& mapping, const std::vector<ColumnContent>& contents,
                     auto accepts) {
    int found = -1;
    for (int column = 0; column < static_cast<int>(contents.size()); ++column) {
        if (std::ranges::find(mapping.column, column) != mapping.column.end() ||
            !accepts(contents[static_cast<std::size_t>(column)])) {
            continue;
        }
        if (found >= 0) { return -1; }
        found = column;
    }
    return found;
}

void fill_by_content(ImportMapping& mapping, const std::vector<ColumnContent>& contents) {
    if (mapping[ImportField::issued] < 0) {
        mapping[ImportField::issued] =
            only_free_column(mapping, contents, [](const ColumnContent& content) {
                return content.filled > 0 && content.dates == content.filled;
            });
    }
    if (mapping[ImportField::amount] < 0) {
        mapping[ImportField::amount] =
            only_free_column(mapping, contents, [](const ColumnContent& content) {
                return content.filled > 0 && content.numbers == content.filled &&
                       content.dates < content.filled;
            });
    }
    // "客户" over C001, C002 ... is the code.
    if (mapping[ImportField::customer_code] < 0 && mapping[ImportField::customer_name] >= 0) {
        const ColumnContent& content =
            contents[static_cast<std::size_t>(mapping[ImportField::customer_name])];
        if (content.filled > 0 && content.codes == content.filled) {
            mapping[ImportField::customer_code] =
                std::exchange(mapping[ImportField::customer_name], -1);
        }
    }
}

} // namespace

bool same_heading(std::string_view a, std::string_view b) {
    return plain_heading(a) == plain_heading(b);
}

ImportMapping guess_mapping(std::span<const std::string> header, std::span<const Row> sample) {
    std::vector<Heading> headings;
    std::vector<ColumnContent> contents;
    for (std::size_t column = 0; column < header.size(); ++column) {
        headings.push_back(read_heading(header[column]));
        contents.push_back(content_of(sample, column));
    }
    ImportMapping mapping;
    std::vector<bool> taken(header.size());
    for (const ColumnCandidate& candidate : candidates_of(headings, contents)) {
        const auto column = static_cast<std::size_t>(candidate.column);
        if (mapping[candidate.field] < 0 && !taken[column]) {
            mapping[candidate.field] = candidate.column;
            taken[column] = true;
        }
    }
    fill_by_content(mapping, contents);

    if (const int column = mapping[ImportField::amount]; column >= 0) {
        const Heading& heading = headings[static_cast<std::size_t>(column)];
        mapping.currency = heading.currency;
        mapping.amount_power = heading.power;
    }
    for (const ImportField field :
         {ImportField::issued, ImportField::due, ImportField::settled_date}) {
        if (const int column = mapping[field]; column >= 0) {
            const ColumnContent& content = contents[static_cast<std::size_t>(column)];
            mapping.excel_serials = mapping.excel_serials || content.serials > content.dates;
        }
    }
    return mapping;
}

std::optional<std::size_t> find_header(std::span<const Row> rows) {
    std::optional<std::size_t> best;
    int most = 1; // one matching word alone may be a title: "发票"
    for (std::size_t i = 0; i < rows.size(); ++i) {
        int matches = 0;
        for (const Synonyms& wanted : synonyms()) {
            const bool named = std::ranges::any_of(rows[i], [&](const std::string& cell) {
                return cell.size() <= 100 &&
                       std::ranges::find(wanted.headings, plain_heading(cell)) !=
                           wanted.headings.end();
            });
            matches += named ? 1 : 0;
        }
        if (matches > most) {
            most = matches;
            best = i;
        }
    }
    if (best) { return best; }
    // Foreign words: the first row of words that is as wide as what follows.
    for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
        const bool words = std::ranges::all_of(rows[i], [](const std::string& cell) {
            const std::string_view text = trim(cell);
            return !text.empty() && text.size() <= 100 && !can_be_read(read_date(text)) &&
                   !can_be_read(read_amount(text, 4));
        });
        // Some banks close each line but the headings with a delimiter; a workbook's row ends with
        // its last cell that says something.
        const bool as_wide =
            2 * rows[i + 1].size() > rows[i].size() &&
            std::ranges::all_of(rows[i + 1] | std::views::drop(rows[i].size()),
                                [](const std::string& cell) { return trim(cell).empty(); });
        if (words && rows[i].size() >= 3 && as_wide) {
            const bool data = std::ranges::any_of(rows[i + 1], [](const std::string& cell) {
                return can_be_read(read_date(cell)) || can_be_read(read_amount(cell, 4));
            });
            if (data) { return i; }
        }
    }
    return std::nullopt;
}

std::span<const ImportPreset> import_presets() {
    static constexpr std::array<ImportPreset, 6> presets{{
        {"kingdee",
         {"客户编码|客户.编码", "客户|客户名称|客户.名称", "", "单据编号|发票号", "业务日期|日期",
          "到期日", "价税合计|金额|应收金额", "币别|币别.名称", "", "", "备注|摘要"}},
        {"yonyou",
         {"客户编码|客户编号", "客户名称|客户简称|客户", "地区|地区名称", "发票号|单据号|单据编号",
          "开票日期|单据日期", "到期日", "价税合计|原币金额|金额", "币种", "", "", "备注|摘要"}},
        {"einvoice",
         {"购买方识别号|购方识别号", "购买方名称|购方名称", "", "数电发票号码|数电票号码|发票号码",
          "开票日期", "", "价税合计", "", "", "", "备注"}},
        // Lists as these programs export them in English; of Zoho's one row per invoice is wanted.
        {"erpnext",
         {"Customer", "Customer Name", "Territory", "ID|Name", "Date|Posting Date",
          "Payment Due Date|Due Date", "Grand Total", "Currency", "", "", "Remarks"}},
        {"odoo",
         {"", "Invoice Partner Display Name|Partner|Customer", "", "Number",
          "Invoice/Bill Date|Invoice Date", "Due Date",
          "Total in Currency Signed|Total|Total Signed", "Currency", "", "",
          "Reference|Payment Reference"}},
        {"zoho",
         {"Customer ID", "Customer Name", "Place of Supply", "Invoice Number", "Invoice Date",
          "Due Date", "Total", "Currency Code", "", "", "Notes"}},
    }};
    return presets;
}

namespace {

// "开票日期|单据日期" as people read it.
std::string alternatives(const ImportPreset& preset, ImportField field) {
    std::string text;
    for (const char c : preset.headers[static_cast<std::size_t>(field)]) {
        text += c == '|' ? std::string(" / ") : std::string(1, c);
    }
    return text;
}

} // namespace

Result<ImportMapping> apply_preset(const ImportPreset& preset,
                                   std::span<const std::string> header) {
    ImportMapping mapping;
    for (std::size_t field = 0; field < import_field_count; ++field) {
        std::string_view wanted = preset.headers[field];
        while (!wanted.empty() && mapping.column[field] < 0) {
            const std::size_t bar = wanted.find('|');
            const std::string_view one = wanted.substr(0, bar);
            wanted = bar == std::string_view::npos ? std::string_view{} : wanted.substr(bar + 1);
            const auto found = std::ranges::find_if(
                header, [&](const std::string& heading) { return same_heading(heading, one); });
            if (found != header.end()) {
                mapping.column[field] = static_cast<int>(found - header.begin());
            }
        }
    }
    for (const ImportField field :
         {ImportField::number, ImportField::issued, ImportField::amount}) {
        if (mapping[field] < 0) {
            return fail(ErrorCode::required, "preset", alternatives(preset, field));
        }
    }
    if (mapping[ImportField::customer_code] < 0 && mapping[ImportField::customer_name] < 0) {
        return fail(ErrorCode::required, "preset",
                    alternatives(preset, ImportField::customer_code));
    }
    const Heading heading =
        read_heading(header[static_cast<std::size_t>(mapping[ImportField::amount])]);
    mapping.currency = heading.currency;
    mapping.amount_power = heading.power;
    return mapping;
}

} // namespace huikuan::core
