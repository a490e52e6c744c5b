// What each kind of sheet has for columns: the one table behind guessing, mapping and reading.
#include <algorithm>

#include "core/import.h"
#include "core/text.h"

namespace huikuan::core {

namespace {

constexpr std::array<std::string_view, import_kinds> kind_names{
    "invoices", "receipts", "contact_log", "contacts", "customers"};

using Headings = std::vector<std::string_view>;
using Columns = std::vector<ImportColumn>;

const Headings& code_headings() {
    static const Headings words{
        "客户编号",     "客户编码",       "客户代码",           "客户号",        "客户id",
        "往来单位编码", "往来单位编号",   "购货单位编码",       "单位编码",      "债务人编号",
        "购买方识别号", "购方识别号",     "购买方纳税人识别号", "customerid",    "customercode",
        "customerno",   "customernumber", "customernum",        "custid",        "custcode",
        "custno",       "custnumber",     "clientid",           "clientcode",    "clientno",
        "clientnumber", "accountcode",    "accountno",          "accountnumber", "accountid",
        "debtorid",     "debtorcode",     "debtorno",           "buyerid",       "buyercode",
        "payerid"};
    return words;
}

const Headings& name_headings() {
    static const Headings words{
        "客户名称",   "客户全称",    "客户",        "客户简称",     "往来单位名称", "往来单位",
        "购买方名称", "购方名称",    "购货单位",    "购货单位名称", "购货方名称",   "购买方",
        "单位名称",   "债务人",      "债务人名称",  "付款单位",     "付款方",       "customername",
        "customer",   "custname",    "cust",        "clientname",   "client",       "debtorname",
        "debtor",     "buyername",   "buyer",       "billto",       "billtoname",   "soldto",
        "soldtoname", "accountname", "companyname", "company",      "payer",        "payername"};
    return words;
}

const Headings& region_headings() {
    static const Headings words{
        "地区",     "区域",  "所属区域", "大区",   "片区",           "省份",           "省",
        "城市",     "国家",  "国家地区", "region", "country",        "area",           "territory",
        "province", "state", "city",     "market", "customerregion", "customercountry"};
    return words;
}

const Headings& currency_headings() {
    static const Headings words{
        "币种",         "币别", "货币", "货币代码",        "币种代码",         "currency",
        "currencycode", "ccy",  "curr", "invoicecurrency", "documentcurrency", "doccurrency"};
    return words;
}

const Headings& note_headings() {
    static const Headings words{"备注",   "说明",    "摘要", "附言",    "note",     "notes",
                                "remark", "remarks", "memo", "comment", "comments", "description"};
    return words;
}

// What a kind calls the column besides.
Headings with(Headings words, std::initializer_list<std::string_view> more) {
    words.insert(words.end(), more);
    return words;
}

Columns invoice_columns() {
    return {
        {.field = ImportField::customer_code,
         .longest = longest_number,
         .headings = code_headings()},
        {.field = ImportField::customer_name, .longest = longest_name, .headings = name_headings()},
        {.field = ImportField::region, .longest = longest_name, .headings = region_headings()},
        {.field = ImportField::number,
         .required = true,
         .longest = longest_number,
         .headings = {"发票号码",       "发票号",       "发票编号",      "数电发票号码",
                      "数电票号码",     "全电发票号码", "应收单号",      "应收单编号",
                      "单据编号",       "单据号",       "账单编号",      "账单号",
                      "票号",           "单号",         "invoicenumber", "invoiceno",
                      "invoicenum",     "invoiceid",    "invoice",       "invno",
                      "invnumber",      "invnum",       "invid",         "inv",
                      "documentnumber", "documentno",   "docnumber",     "docno",
                      "billnumber",     "billno",       "billid",        "vouchernumber",
                      "voucherno",      "referenceno",  "reference"}},
        {.field = ImportField::issued,
         .shape = CellShape::date,
         .required = true,
         .headings = {"开票日期",    "开具日期",    "发票日期",        "单据日期", "业务日期",
                      "账单日期",    "立账日期",    "记账日期",        "出票日期", "日期",
                      "invoicedate", "invdate",     "issuedate",       "issuedon", "issued",
                      "dateissued",  "dateofissue", "documentdate",    "docdate",  "billdate",
                      "billingdate", "postingdate", "transactiondate", "date"}},
        {.field = ImportField::due,
         .shape = CellShape::date,
         .headings = {"到期日",         "到期日期",   "应收到期日",     "付款到期日",
                      "收款到期日",     "账期到期日", "应付款日",       "应付款日期",
                      "应收日期",       "约定付款日", "约定付款日期",   "最后付款日",
                      "duedate",        "due",        "datedue",        "dueon",
                      "paymentduedate", "paymentdue", "invoiceduedate", "netduedate",
                      "maturitydate",   "maturity"}},
        {.field = ImportField::amount,
         .shape = CellShape::amount,
         .required = true,
         .headings = {"价税合计",       "价税合计金额",  "应收金额",
                      "发票金额",       "开票金额",      "含税金额",
                      "原币金额",       "单据金额",      "账单金额",
                      "总金额",         "合计金额",      "本币金额",
                      "金额",           "invoiceamount", "invoicetotal",
                      "grossamount",    "amountgross",   "totalamount",
                      "amounttotal",    "grandtotal",    "invoicevalue",
                      "invamount",      "invoiceamt",    "originalamount",
                      "documentamount", "amount",        "gross",
                      "total",          "amt",           "value"}},
        {.field = ImportField::line_amount,
         .shape = CellShape::amount,
         .headings = {"行金额", "明细金额", "分录金额", "行价税合计", "明细价税合计", "商品金额",
                      "lineamount", "linetotal", "itemamount", "itemtotal", "lineitemamount",
                      "lineitemtotal", "invoicelinestotal"}},
        {.field = ImportField::currency,
         .shape = CellShape::currency,
         .headings = currency_headings()},
        {.field = ImportField::settled_date,
         .shape = CellShape::date,
         .headings = {"结清日期",     "收款日期",      "回款日期",       "到账日期",
                      "核销日期",     "实际收款日期",  "付款日期",       "实际付款日期",
                      "结算日期",     "settleddate",   "settlementdate", "datesettled",
                      "settledon",    "settled",       "paid",           "cleared",
                      "paiddate",     "datepaid",      "paidon",         "paymentdate",
                      "clearingdate", "cleardate",     "cleareddate",    "receiptdate",
                      "receiveddate", "collectiondate"}},
        {.field = ImportField::settled_amount,
         .shape = CellShape::amount,
         .headings = {"已收金额", "收款金额", "回款金额", "已回款金额", "实收金额", "已付金额",
                      "已核销金额", "到账金额", "已收款", "settledamount", "amountsettled",
                      "paidamount", "amountpaid", "paymentamount", "receivedamount",
                      "amountreceived", "collectedamount", "receiptamount"}},
        {.field = ImportField::note,
         .longest = longest_note,
         .many_lines = true,
         .headings = note_headings()},
        {.field = ImportField::open_amount,
         .shape = CellShape::amount,
         .headings = {"未收金额",
                      "未收款金额",
                      "未收款",
                      "未收余额",
                      "未核销金额",
                      "未回款金额",
                      "未付金额",
                      "欠款金额",
                      "应收余额",
                      "余额",
                      "openamount",
                      "amountdue",
                      "outstandingamount",
                      "amountoutstanding",
                      "outstanding",
                      "balancedue",
                      "balance",
                      "openbalance",
                      "unpaidamount",
                      "residualamount",
                      "amountresidual"}},
        {.field = ImportField::status,
         .longest = longest_name,
         .headings = {"单据状态", "发票状态", "审核状态", "状态", "status", "docstatus",
                      "invoicestatus", "documentstatus"}},
        // Never guessed: where they stand alone, they are the amount and what is open.
        {.field = ImportField::home_amount, .shape = CellShape::amount},
        {.field = ImportField::home_open, .shape = CellShape::amount},
        {.field = ImportField::account_open, .shape = CellShape::amount},
        {.field = ImportField::account_in, .shape = CellShape::currency},
    };
}

Columns customer_columns() {
    return {
        {.field = ImportField::customer_code,
         .longest = longest_number,
         .keeps = "code",
         .headings = with(code_headings(), {"编码", "编号", "代码", "code", "id"})},
        {.field = ImportField::customer_name,
         .longest = longest_name,
         .keeps = "name",
         .headings = with(name_headings(), {"名称", "公司名称", "企业名称", "公司", "全称", "简称",
                                            "name", "fullname", "displayname"})},
        {.field = ImportField::region,
         .longest = longest_name,
         .keeps = "region",
         .headings = region_headings()},
        {.field = ImportField::owner,
         .longest = longest_name,
         .keeps = "owner",
         .headings = {"业务员", "销售员", "销售", "负责人", "客户经理", "跟进人", "归属人",
                      "专管业务员", "分管人员", "专营业务员", "owner", "salesperson", "salesrep",
                      "accountmanager", "responsible"}},
        {.field = ImportField::tier,
         .longest = longest_name,
         .keeps = "tier",
         .headings = {"客户等级", "客户级别", "等级", "级别", "信用等级", "重要程度", "tier",
                      "grade", "rating", "level"}},
        {.field = ImportField::terms,
         .shape = CellShape::terms,
         .keeps = "terms",
         .headings = {"付款条件", "收款条件", "收付款条件", "账期", "信用期", "信用天数",
                      "信用期限", "结算期限", "付款期限", "paymentterms", "terms", "paymentterm",
                      "creditdays", "customerpaymentterms"}},
        {.field = ImportField::tags,
         .longest = longest_name,
         .keeps = "tags",
         .headings = {"标签", "客户标签", "tags", "labels", "categories"}},
        {.field = ImportField::parent,
         .longest = longest_name,
         .headings = {"上级客户", "母公司", "所属集团", "集团", "上级单位", "父级客户", "parent",
                      "parentcompany", "parentcustomer", "group"}},
        {.field = ImportField::industry,
         .longest = longest_name,
         .keeps = "industry",
         .headings = {"行业", "所属行业", "industry", "sector"}},
        {.field = ImportField::phone,
         .longest = longest_name,
         .keeps = "phone",
         .headings = {"电话", "联系电话", "电话号码", "公司电话", "客户电话", "座机", "手机",
                      "phone", "telephone", "tel", "phonenumber", "mobile"}},
        {.field = ImportField::email,
         .longest = longest_name,
         .keeps = "email",
         .headings = {"邮箱", "电子邮箱", "邮件", "email", "emailaddress", "emailid", "mail"}},
        {.field = ImportField::tax_no,
         .longest = longest_name,
         .keeps = "tax_no",
         .headings = {"税号", "纳税人识别号", "统一社会信用代码", "纳税人登记号", "纳税登记号",
                      "信用代码", "社会信用代码", "taxid", "taxno", "taxnumber", "vat", "vatno",
                      "vatnumber", "taxregistrationnumber", "gstin", "gstidentificationnumber"}},
        {.field = ImportField::title,
         .longest = longest_name,
         .keeps = "title",
         .headings = {"开票抬头", "发票抬头", "抬头", "开票名称", "开票单位", "invoicetitle",
                      "nameoninvoices", "invoicename", "legalname"}},
        {.field = ImportField::address,
         .longest = longest_note,
         .keeps = "address",
         .headings = {"地址", "开票地址", "注册地址", "公司地址", "联系地址", "客户地址", "address",
                      "street", "billingaddress", "completeaddress"}},
        {.field = ImportField::bank,
         .longest = longest_name,
         .keeps = "bank",
         .headings = {"开户银行", "开户行", "银行", "银行名称", "bank", "bankname"}},
        {.field = ImportField::bank_account,
         .longest = longest_name,
         .keeps = "bank_account",
         .headings = {"银行账号", "账号", "银行账户", "开户账号", "bankaccount", "bankaccountno",
                      "accountnumberbank", "iban"}},
        {.field = ImportField::note,
         .longest = longest_note,
         .many_lines = true,
         .keeps = "note",
         .headings = note_headings()},
    };
}

Columns contact_columns() {
    return {
        {.field = ImportField::customer_code,
         .longest = longest_number,
         .headings = code_headings()},
        {.field = ImportField::customer_name,
         .longest = longest_name,
         .headings = with(name_headings(), {"公司名称", "公司", "所属公司", "所属客户", "单位",
                                            "relatedcompany", "organization", "organisation"})},
        {.field = ImportField::person,
         .required = true,
         .longest = longest_name,
         .keeps = "name",
         .headings = {"联系人", "姓名", "联系人姓名", "联系人名称", "对接人", "contact",
                      "contactname", "contactperson", "person", "fullname", "name", "displayname"}},
        {.field = ImportField::title,
         .longest = longest_name,
         .keeps = "title",
         .headings = {"职务", "职位", "称谓", "jobtitle", "jobposition", "title", "position",
                      "designation"}},
        {.field = ImportField::role,
         .longest = longest_name,
         .keeps = "role",
         .headings = {"部门", "职责", "角色", "部门职责", "role", "department", "duty",
                      "function"}},
        {.field = ImportField::phone,
         .longest = longest_name,
         .keeps = "phone",
         .headings = {"手机", "手机号", "手机号码", "移动电话", "电话", "联系电话", "mobile",
                      "mobilephone", "mobileno", "phone", "phonenumber", "telephone", "tel"}},
        {.field = ImportField::email,
         .longest = longest_name,
         .keeps = "email",
         .headings = {"邮箱", "电子邮箱", "邮件", "email", "emailaddress", "emailid", "mail"}},
        {.field = ImportField::wechat,
         .longest = longest_name,
         .keeps = "wechat",
         .headings = {"微信", "微信号", "wechat", "wechatid"}},
        {.field = ImportField::billing,
         .shape = CellShape::flag,
         .keeps = "billing",
         .headings = {"收票人", "收发票", "是否收票", "billing", "receivesinvoices",
                      "billingcontact", "isbillingcontact"}},
        {.field = ImportField::decides,
         .shape = CellShape::flag,
         .keeps = "decides",
         .headings = {"决策人", "决定付款", "付款决策", "decides", "decisionmaker",
                      "decidespayment"}},
        {.field = ImportField::note,
         .longest = longest_note,
         .many_lines = true,
         .keeps = "note",
         .headings = note_headings()},
    };
}

Columns receipt_columns() {
    return {
        {.field = ImportField::customer_code,
         .longest = longest_number,
         .headings = code_headings()},
        {.field = ImportField::customer_name,
         .longest = longest_name,
         .headings = with(name_headings(), {"party", "partyname", "partner", "customervendor",
                                            "交款单位", "付款人"})},
        {.field = ImportField::date,
         .shape = CellShape::date,
         .required = true,
         .headings = {"收款日期", "到账日期", "回款日期", "入账日期", "付款日期", "到款日期",
                      "单据日期", "业务日期", "日期", "receiptdate", "paymentdate", "receiveddate",
                      "datereceived", "valuedate", "postingdate", "transactiondate", "paiddate",
                      "paidon", "date"}},
        {.field = ImportField::amount,
         .shape = CellShape::amount,
         .required = true,
         .headings = {"收款金额", "到账金额", "回款金额", "实收金额", "到款金额", "本次收款",
                      "收款合计", "付款金额", "原币金额", "金额", "receivedamount",
                      "amountreceived", "paymentamount", "receiptamount", "paidamount",
                      "amountpaid", "amount", "total"}},
        {.field = ImportField::currency,
         .shape = CellShape::currency,
         .headings = currency_headings()},
        {.field = ImportField::receipt_number,
         .longest = longest_number,
         .headings = {"收款单号", "收款单编号", "收款编号", "回款编号", "单据编号", "单据号",
                      "receiptnumber", "receiptno", "paymentnumber", "paymentno", "paymentid",
                      "voucherno", "vouchernumber", "customerpaymentid"}},
        {.field = ImportField::method,
         .shape = CellShape::method,
         .headings = {"收款方式", "结算方式", "付款方式", "支付方式", "回款方式", "method", "mode",
                      "modeofpayment", "paymentmode", "paymentmethod"}},
        {.field = ImportField::reference,
         .longest = longest_reference,
         .headings = {"流水号", "银行流水号", "交易流水号", "结算号", "参考号", "凭证号",
                      "reference", "referenceno", "referencenumber", "chequereferenceno",
                      "bankreference", "transactionid"}},
        {.field = ImportField::invoices,
         .longest = longest_note,
         .headings = {"发票号", "发票号码", "对应发票", "核销发票", "发票编号", "核销单号",
                      "应收单号", "源单编号", "invoice", "invoices", "invoicenumber", "invoiceno",
                      "invoicenumbers"}},
        {.field = ImportField::applied,
         .shape = CellShape::amount,
         .headings = {"核销金额", "本次核销", "本次核销金额", "分配金额", "applied",
                      "appliedamount", "amountapplied", "amountappliedtoinvoice",
                      "allocatedamount"}},
        {.field = ImportField::note,
         .longest = longest_note,
         .many_lines = true,
         .headings = note_headings()},
    };
}

Columns contact_log_columns() {
    return {
        {.field = ImportField::customer_code,
         .longest = longest_number,
         .headings = code_headings()},
        {.field = ImportField::customer_name, .longest = longest_name, .headings = name_headings()},
        {.field = ImportField::date,
         .shape = CellShape::date,
         .required = true,
         .headings = {"跟进日期", "联系日期", "沟通日期", "催收日期", "拜访日期", "跟进时间",
                      "联系时间", "沟通时间", "催收时间", "日期", "contactdate", "calldate",
                      "activitydate", "followupdate", "loggedon", "date", "createdon", "datetime"}},
        {.field = ImportField::time,
         .shape = CellShape::time,
         .headings = {"时间", "时刻", "time", "timeofday", "calltime"}},
        {.field = ImportField::channel,
         .shape = CellShape::channel,
         .headings = {"联系方式", "跟进方式", "沟通方式", "催收方式", "渠道", "方式", "channel",
                      "medium", "contactmethod", "contacttype", "activitytype",
                      "communicationmedium"}},
        {.field = ImportField::outcome,
         .shape = CellShape::outcome,
         .headings = {"联系结果", "跟进结果", "沟通结果", "催收结果", "结果", "outcome", "result",
                      "response", "disposition"}},
        {.field = ImportField::person,
         .longest = longest_name,
         .headings = {"联系人", "对接人", "对方联系人", "对方", "whom", "contact", "contactperson",
                      "contactname", "person", "spoketo", "spokewith"}},
        {.field = ImportField::by,
         .longest = longest_name,
         .headings = {"跟进人", "催收人", "催收员", "经办人", "业务员", "记录人", "by", "collector",
                      "agent", "user", "loggedby", "calledby", "assignedto", "owner"}},
        {.field = ImportField::next,
         .shape = CellShape::date,
         .headings = {"下次跟进", "下次跟进日期", "下次联系", "下次联系日期", "下次联系时间",
                      "下次跟进时间", "nextdate", "nextfollowup", "nextcontact", "nextaction",
                      "nextactiondate", "followup", "nextcontactdate"}},
        {.field = ImportField::note,
         .longest = longest_note,
         .many_lines = true,
         .headings = {"跟进内容",    "沟通内容", "联系内容", "催收内容", "跟进记录", "沟通记录",
                      "内容",        "备注",     "说明",     "摘要",     "附言",     "note",
                      "notes",       "remark",   "remarks",  "memo",     "comment",  "comments",
                      "description", "content",  "details",  "subject"}},
    };
}

} // namespace

std::string_view name_of(ImportKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

std::optional<ImportKind> parse_import_kind(std::string_view name) {
    return parse_name<ImportKind>(kind_names, name);
}

std::span<const ImportColumn> import_columns(ImportKind kind) {
    static const std::array<Columns, import_kinds> columns{invoice_columns(), receipt_columns(),
                                                           contact_log_columns(), contact_columns(),
                                                           customer_columns()};
    return columns[static_cast<std::size_t>(kind)];
}

const ImportColumn* import_column(ImportKind kind, ImportField field) {
    const auto columns = import_columns(kind);
    const auto found = std::ranges::find(columns, field, &ImportColumn::field);
    return found == columns.end() ? nullptr : &*found;
}

} // namespace huikuan::core
