// Mappings for the exports of other programs, as far as their public layouts are known. A list is
// exported with the captions of its fields, so that what a program publishes of these names them.
// 用友. U8: 应收单, 收款单 and 客户档案 of its open interface, 销售发票列表 by the heads of exports
// that public code reads; 好业财: 应收明细账 and 客户 of its own; 往来明细账 by its help page.
// 金蝶. 云星空: 应收单, 收款单 and 客户 as integrators list their fields; 云星辰: 客户; 精斗云
// (云进销存): 收款单 by its maker's page; K/3, KIS: 购货单位 by public comments on its fields.
// Zoho Books: Invoice, Customer_Payment and Contacts by the heads of exports that public code
// reads. ERPNext, Odoo: their own sources and translations. Of T+ its interface alone was found
// (单据日期, 客户, 币别): what else it and K/3 are read by is from memory.
#include <algorithm>

#include "core/import.h"
#include "core/import_text.h"
#include "core/text.h"

namespace huikuan::core {

namespace {

std::vector<ImportPreset> all_presets() {
    using enum ImportField;
    return {
        {"kingdee",
         ImportKind::invoices,
         {{customer_code, "客户编码|客户.编码"},
          {customer_name, "客户|客户名称|客户.名称|购货单位"},
          {number, "单据编号|发票号|发票号码"},
          {issued, "业务日期|单据日期|日期"},
          {due, "到期日"},
          {amount, "价税合计|金额|应收金额"},
          {currency, "币别|币别.名称"},
          {open_amount, "未收款金额|应收余额"},
          {status, "单据状态"},
          {note, "备注|摘要"}}},
        {"yonyou",
         ImportKind::invoices,
         {{customer_code, "客户编码|客户编号|客商编码|客商编号|对账对象编码"},
          {customer_name, "客户名称|客户简称|客户|客商名称|往来单位|对账对象名称"},
          {region, "地区|地区名称"},
          {number, "发票号|单据号|单据编号|应收付单据号|单据编码|业务单号"},
          {issued, "开票日期|单据日期|记账日期|业务日期"},
          {due, "到期日"},
          // 销售发票列表 has a row for each of an invoice's goods.
          {line_amount, "价税合计", "存货编码|存货名称"},
          {amount,
           "价税合计|原币金额|原币应收金额|应收金额|借方-发生-金额|金额",
           {},
           "存货编码|存货名称"},
          {currency, "币种|币别"},
          {open_amount, "原币未核销金额|未核销金额|借方-未结-金额|未回款金额"},
          {note, "备注|摘要"}}},
        {"einvoice",
         ImportKind::invoices,
         {{customer_code, "购买方识别号|购方识别号"},
          {customer_name, "购买方名称|购方名称"},
          {number, "数电发票号码|数电票号码|发票号码"},
          {issued, "开票日期"},
          {amount, "价税合计"},
          {note, "备注"}}},
        // Lists as these programs export them; the Chinese captions are those of their published
        // translations (ERPNext 16, Odoo 16 and 18). ERPNext's list says what is open in the
        // currency of the customer's account, its 应收账款, with captions of its own, in that of
        // the row; Odoo's list says what is due in the company's currency, also of an invoice in
        // another, where the export that asks for its fields says it in the invoice's; Zoho repeats
        // an invoice for each of its items.
        {"erpnext",
         ImportKind::invoices,
         {{customer_code, "Customer|Party|客户|往来单位"},
          {customer_name, "Customer Name|Party Name|客户名称|往来单位名称"},
          {region, "Territory|区域"},
          {number, "ID|Name|Voucher No|单据编号|凭证号"},
          {issued, "Date|Posting Date|记账日期|过账日期|日期"},
          {due, "Payment Due Date|Due Date|付款到期日|到期日"},
          {amount, "Grand Total|Invoiced Amount|总计|发票金额"},
          {currency, "Currency|货币|币种"},
          {open_amount, "Outstanding Amount|未付金额", "Invoiced Amount|发票金额"},
          {account_open, "Outstanding Amount|未付金额"},
          {account_in, "Party Account Currency"},
          {home_amount, "Grand Total (Company Currency)|总计（本币）"},
          {status, "Status|状态"},
          {note, "Remarks|备注"}}},
        {"odoo",
         ImportKind::invoices,
         {{customer_name, "Invoice Partner Display Name|Partner|Customer|发票合作伙伴显示名称|"
                          "结算单业务伙伴显示名称|合作伙伴|业务伙伴|客户"},
          {number, "Number|编号|号码"},
          {issued, "Invoice/Bill Date|Invoice Date|发票/账单日期|发票日期|结算单/账单日期|"
                   "结算日期"},
          {due, "Due Date|到期日期|截止日期|到期日"},
          {amount, "Total in Currency Signed|Total in Currency|货币总计|Total|总计|合计"},
          {amount, "Total Signed|已签字总计|总计签名", {}, "Currency|币别|货币|币种"},
          {currency, "Currency|Invoice Currency|币别|货币|币种|发票币别|发票货币|结算单货币"},
          {home_amount, "Total Signed|已签字总计|总计签名"},
          {home_amount, "Total|总计|合计", "Total in Currency|货币总计"},
          {home_open, "Amount Due Signed|已签字的到期金额|到期金额签署"},
          {home_open, "Amount Due|到期金额",
           "Invoice Currency|Total in Currency|发票币别|发票货币|结算单货币"},
          {open_amount, "Amount Due|到期金额|应付金额"},
          {status, "Status|状态"},
          {note, "Reference|Payment Reference"}}},
        {"zoho",
         ImportKind::invoices,
         {{customer_code, "Customer ID"},
          {customer_name, "Customer Name"},
          {region, "Place of Supply"},
          {number, "Invoice Number"},
          {issued, "Invoice Date"},
          {due, "Due Date"},
          {amount, "Total"},
          {currency, "Currency Code"},
          {open_amount, "Balance"},
          {status, "Invoice Status"},
          {note, "Notes"}}},
        // 客户档案, 基础资料 - 客户; 收款单.
        {"kingdee",
         ImportKind::customers,
         {{customer_code, "编码|客户编码|代码"},
          {customer_name, "名称|客户名称"},
          {region, "地区"},
          {phone, "联系电话|电话"},
          {tax_no, "纳税登记号|税务登记号|开票税号"},
          {title, "开票名称"},
          {address, "通讯地址|地址"},
          {terms, "收款条件"},
          {owner, "销售员"},
          {parent, "对应集团客户"},
          {industry, "所属行业|行业"},
          {bank, "开户银行"},
          {bank_account, "银行账号"},
          {note, "备注"}}},
        {"yonyou",
         ImportKind::customers,
         {{customer_code, "客户编码"},
          {customer_name, "客户名称"},
          {region, "所属地区名称|地区名称|所属地区"},
          {industry, "所属行业"},
          {owner, "专管业务员名称|专管业务员|分管业务员|分管人员"},
          {tier, "客户级别|信用等级"},
          {tax_no, "税号|纳税人登记号|企业税号"},
          {title, "开票单位"},
          {phone, "电话|手机"},
          {email, "Email地址|E-mail|Email"},
          {address, "地址"},
          {bank, "开户银行"},
          {bank_account, "银行账号"},
          {terms, "付款条件"},
          {parent, "客户总公司"},
          {note, "备注"}}},
        {"erpnext",
         ImportKind::customers,
         {{customer_code, "ID|Name"},
          {customer_name, "Customer Name"},
          {region, "Territory"},
          {industry, "Industry"},
          {tax_no, "Tax ID"},
          {phone, "Mobile No"},
          {email, "Email Id"},
          {terms, "Default Payment Terms Template|Payment Terms"},
          {tags, "Tags"}}},
        {"odoo",
         ImportKind::customers,
         {{customer_code, "Reference"},
          {customer_name, "Name|Display Name|Complete Name"},
          {phone, "Phone|Mobile"},
          {email, "Email"},
          {region, "Country"},
          {owner, "Salesperson"},
          {tax_no, "Tax ID"},
          {tags, "Tags"},
          {address, "Complete Address|Street"},
          {parent, "Related Company"}}},
        {"zoho",
         ImportKind::customers,
         {{customer_code, "Contact ID|Customer ID|Customer Number"},
          {customer_name, "Display Name|Contact Name|Company Name"},
          {phone, "Phone|MobilePhone"},
          {email, "EmailID"},
          {region, "Place of Contact|Billing Country"},
          {tax_no, "GST Identification Number (GSTIN)|Tax Registration Number|TaxID"},
          {terms, "Payment Terms"},
          {address, "Billing Address"},
          {owner, "Owner Name"},
          {note, "Notes"}}},
        {"kingdee",
         ImportKind::receipts,
         {{customer_code, "往来单位编码|客户编码|往来单位.编码"},
          {customer_name, "往来单位|付款单位|客户|往来单位.名称|销货单位|购货单位"},
          {receipt_number, "单据编号|单据编码"},
          {date, "业务日期|日期|单据日期"},
          {amount, "收款金额|实收金额"},
          {currency, "币别|币别.名称"},
          {method, "结算方式"},
          {reference, "结算号"},
          {note, "备注|摘要"}}},
        {"yonyou",
         ImportKind::receipts,
         {{customer_code, "客户编码|客户编号|客商编码"},
          {customer_name, "客户|客户名称|客户简称"},
          {receipt_number, "单据编号|单据号"},
          {date, "单据日期|日期"},
          {amount, "原币金额|金额|本币金额"},
          {currency, "币种|币别"},
          {method, "结算方式|结算方式名称"},
          {reference, "票据号|应收应付票据编号"},
          {note, "摘要"}}},
        {"erpnext",
         ImportKind::receipts,
         {{customer_code, "Party"},
          {customer_name, "Party Name"},
          {receipt_number, "ID|Name"},
          {date, "Posting Date"},
          {amount, "Paid Amount"},
          {currency, "Account Currency (From)|Account Currency"},
          {method, "Mode of Payment"},
          {reference, "Cheque/Reference No|Reference No"},
          {note, "Remarks"}}},
        {"odoo",
         ImportKind::receipts,
         {{customer_name, "Customer/Vendor|Partner|Customer"},
          {receipt_number, "Number"},
          {date, "Date"},
          {amount, "Amount|Amount Signed"},
          {currency, "Currency"},
          {method, "Payment Method|Payment Method Line"},
          {reference, "Memo|Reference"}}},
        {"zoho",
         ImportKind::receipts,
         {{customer_code, "CustomerID"}, // as the invoices and contacts say it
          {customer_name, "Customer Name"},
          {receipt_number, "Payment Number"},
          {date, "Date"},
          {amount, "Amount"},
          {currency, "Currency Code"},
          {method, "Mode"},
          {reference, "Reference Number"},
          {invoices, "Invoice Number"},
          {applied, "Amount Applied to Invoice"},
          {note, "Description"}}},
    };
}

// The first heading of "a|b" that the file has, to the letter before alike: "Grand Total" is not
// "Grand Total (Company Currency)", which may stand before it. -1: none.
int column_named(std::string_view wanted, std::span<const std::string> header) {
    while (!wanted.empty()) {
        const std::size_t bar = wanted.find('|');
        const std::string_view one = wanted.substr(0, bar);
        wanted = bar == std::string_view::npos ? std::string_view{} : wanted.substr(bar + 1);
        auto found = std::ranges::find(header, fold(one),
                                       [](const std::string& heading) { return fold(heading); });
        if (found == header.end()) {
            found = std::ranges::find_if(
                header, [&](const std::string& heading) { return same_heading(heading, one); });
        }
        if (found != header.end()) { return static_cast<int>(found - header.begin()); }
    }
    return -1;
}

// "开票日期|单据日期" as people read it.
std::string alternatives(const ImportPreset& preset, ImportField field) {
    const auto column = std::ranges::find(preset.columns, field, &ImportPreset::Column::field);
    std::string text;
    for (const char c : column == preset.columns.end() ? "" : column->headings) {
        text += c == '|' ? std::string(" / ") : std::string(1, c);
    }
    return text;
}

} // namespace

std::span<const ImportPreset> import_presets() {
    static const std::vector<ImportPreset> presets = all_presets();
    return presets;
}

Result<ImportMapping> apply_preset(const ImportPreset& preset,
                                   std::span<const std::string> header) {
    ImportMapping mapping(preset.kind);
    for (const ImportPreset::Column& column : preset.columns) {
        const int named = column_named(column.headings, header);
        const bool taken = named >= 0 && std::ranges::contains(mapping.column, named);
        const bool fits = (column.beside.empty() || column_named(column.beside, header) >= 0) &&
                          column_named(column.unless, header) < 0;
        if (mapping[column.field] < 0 && fits && !taken) { mapping[column.field] = named; }
    }
    for (const ImportColumn& column : import_columns(preset.kind)) {
        const bool by_lines =
            column.field == ImportField::amount && mapping[ImportField::line_amount] >= 0;
        if (column.required && mapping[column.field] < 0 && !by_lines) {
            return fail(ErrorCode::required, "preset", alternatives(preset, column.field));
        }
    }
    if (mapping[ImportField::customer_code] < 0 && mapping[ImportField::customer_name] < 0) {
        const std::string code = alternatives(preset, ImportField::customer_code);
        return fail(ErrorCode::required, "preset",
                    code.empty() ? alternatives(preset, ImportField::customer_name) : code);
    }
    const int whole = mapping[ImportField::amount];
    if (const int column = whole >= 0 ? whole : mapping[ImportField::line_amount]; column >= 0) {
        const Heading heading = read_heading(header[static_cast<std::size_t>(column)]);
        mapping.currency = heading.currency;
        mapping.amount_power = heading.power;
    }
    return mapping;
}

} // namespace huikuan::core
