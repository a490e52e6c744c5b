#include "core/bank_words.h"

#include <algorithm>
#include <array>

#include "core/import_text.h"
#include "core/text.h"

namespace huikuan::core {

namespace {

using enum BankField;

struct HeadingPiece {
    std::string_view text;
    BankField field;
    int points;
};
// Pieces of headings. Statements of banks in China, wallets, and the usual words elsewhere.
constexpr HeadingPiece heading_pieces[] = {
    {"交易日", date, 95},
    {"记账日", date, 92},
    {"入账日", date, 92},
    {"记账时间", date, 92},
    {"入账时间", date, 92},
    {"发生时间", date, 92},
    {"日期", date, 80},
    {"交易时间", date, 85},
    {"时间", date, 40},
    {"起息日", date, 60},
    {"取引日", date, 90},
    {"日付", date, 80},
    {"bookingdate", date, 92},
    {"transactiondate", date, 95},
    {"postingdate", date, 90},
    {"valuedate", date, 70},
    {"date", date, 80},
    {"datum", date, 80},
    {"buchungstag", date, 92},
    {"fecha", date, 80},
    {"дата", date, 80},
    {"交易金额", amount, 95},
    {"发生额", amount, 95},
    {"金额", amount, 85},
    {"金額", amount, 85},
    {"amount", amount, 85},
    {"betrag", amount, 85},
    {"bedrag", amount, 85},
    {"umsatz", amount, 85},
    {"importe", amount, 85},
    {"montant", amount, 85},
    {"сумма", amount, 85},
    {"收入", in, 90},
    {"贷方", in, 92},
    {"转入", in, 85},
    {"存入", in, 90},
    {"收款金额", in, 90},
    {"进账", in, 85},
    {"入金", in, 90},
    {"credit", in, 88},
    {"deposit", in, 90},
    {"paidin", in, 92},
    {"moneyin", in, 92},
    {"received", in, 80},
    {"haben", in, 85},
    {"支出", out, 90},
    {"借方", out, 92},
    {"转出", out, 85},
    {"支取", out, 90},
    {"付款金额", out, 90},
    {"出金", out, 90},
    {"debit", out, 88},
    {"withdrawal", out, 90},
    {"paidout", out, 92},
    {"moneyout", out, 92},
    {"spent", out, 80},
    {"soll", out, 85},
    {"收支", direction, 95},
    {"借贷", direction, 95},
    {"交易方向", direction, 95},
    {"收付标志", direction, 95},
    {"direction", direction, 90},
    {"sollhaben", direction, 95},
    {"afbij", direction, 95},
    {"drcr", direction, 92},
    {"crdr", direction, 92},
    {"类型", direction, 30},
    {"type", direction, 30},
    {"余额", balance, 98},
    {"结余", balance, 92},
    {"残高", balance, 92},
    {"balance", balance, 98},
    {"saldo", balance, 92},
    {"solde", balance, 92},
    {"остаток", balance, 92},
    {"对方户名", payer, 98},
    {"对方账户名", payer, 98},
    {"对方帐户名", payer, 98},
    {"对方名称", payer, 98},
    {"对手户名", payer, 98},
    {"交易对方", payer, 95},
    {"交易对手", payer, 95},
    {"对方单位", payer, 96},
    {"对手信息", payer, 92},
    {"对方信息", payer, 90},
    {"收付方名称", payer, 97},
    {"收付方户名", payer, 97},
    {"往来户名", payer, 97},
    {"往来单位", payer, 90},
    {"对手方", payer, 90},
    {"账号与户名", payer, 99}, // both in one cell
    {"付款人", payer, 90},
    {"付款方", payer, 88},
    {"付款单位", payer, 92},
    {"收付款人", payer, 90},
    {"对方", payer, 55},
    {"户名", payer, 50},
    {"counterparty", payer, 95},
    {"payer", payer, 92},
    {"remitter", payer, 92},
    {"auftraggeber", payer, 90},
    {"zahlungspflichtiger", payer, 92},
    {"begünstigter", payer, 88},
    {"ordenante", payer, 90},
    {"name", payer, 50},
    {"naam", payer, 60},
    {"对方账号", payer_account, 98},
    {"对方帐号", payer_account, 98},
    {"对方账户", payer_account, 90},
    {"对方帐户", payer_account, 90},
    {"对方卡号", payer_account, 96},
    {"付款账号", payer_account, 95},
    {"付款人账号", payer_account, 99},
    {"付款方账号", payer_account, 99},
    {"对手账号", payer_account, 98},
    {"对手方账号", payer_account, 98},
    {"收付方账号", payer_account, 98},
    {"往来账号", payer_account, 97},
    {"counterpartyaccount", payer_account, 99},
    {"payeraccount", payer_account, 99},
    {"counterpartyiban", payer_account, 99},
    {"iban", payer_account, 70},
    {"tegenrekening", payer_account, 98},
    {"附言", memo, 92},
    {"用途", memo, 94},
    {"摘要", memo, 90},
    {"商品", memo, 75},
    {"备注", memo, 70},
    {"说明", memo, 80},
    {"交易名称", memo, 50},
    {"交易类型", memo, 45},
    {"交易详情", memo, 60},
    {"memo", memo, 90},
    {"description", memo, 90},
    {"details", memo, 80},
    {"purpose", memo, 92},
    {"remark", memo, 85},
    {"narrative", memo, 90},
    {"particulars", memo, 90},
    {"verwendungszweck", memo, 95},
    {"mededelingen", memo, 92},
    {"concepto", memo, 90},
    {"libellé", memo, 90},
    {"流水号", reference, 95},
    {"流水单号", reference, 96},
    {"交易流水", reference, 90},
    {"日志号", reference, 92},
    {"交易单号", reference, 96},
    {"交易订单号", reference, 96},
    {"凭证号", reference, 80},
    {"回单号", reference, 85},
    {"商户单号", reference, 50},
    {"单据编号", reference, 90}, // of a customer's own statement
    {"单据号", reference, 88},
    {"单号", reference, 70},
    {"发票号", reference, 88},
    {"凭证字号", reference, 82},
    {"invoiceno", reference, 92},
    {"invoicenumber", reference, 92},
    {"documentno", reference, 88},
    {"document", reference, 60},
    {"voucher", reference, 75},
    {"invoice", reference, 60},
    {"transactionid", reference, 96},
    {"reference", reference, 80},
    {"refno", reference, 85},
    {"币种", currency, 95},
    {"币别", currency, 95},
    {"货币", currency, 90},
    {"currency", currency, 95},
    {"ccy", currency, 95},
    {"währung", currency, 95},
    {"状态", status, 90},
    {"status", status, 90},
    {"本方账号", account, 98},
    {"本方账户", account, 96},
    {"本方帐号", account, 98},
    {"查询账号", account, 98},
    {"借记卡号", account, 88},
    {"卡号", account, 60},
    {"账号", account, 55},
    {"accountnumber", account, 70},
};

bool contains_any(std::string_view text, auto& words) {
    return std::ranges::any_of(words, [&](std::string_view word) { return text.contains(word); });
}

} // namespace

std::string plain_words(std::string_view text) {
    const auto folded = fold(text);
    std::string plain;
    std::size_t at = 0;
    const std::string source = folded.value_or(std::string());
    while (const auto code = next_code_point(source, at)) {
        const bool ascii = *code < 0x80;
        const bool letter = (*code >= U'a' && *code <= U'z') || (*code >= U'0' && *code <= U'9');
        const bool punctuation = (*code >= 0x3000 && *code <= 0x3020) || *code == 0xB7 ||
                                 (*code >= 0x2010 && *code <= 0x2027);
        if (ascii ? letter : !punctuation && !is_blank(*code)) append_code_point(plain, *code);
    }
    return plain;
}

bool is_empty_cell(std::string_view cell) {
    const std::string_view text = trim(cell);
    return means_nothing(text) ||
           std::ranges::all_of(text, [](char c) { return c == '-' || c == '*' || c == '='; });
}

int heading_points(std::string_view plain, BankField field) {
    int best = 0;
    for (const HeadingPiece& piece : heading_pieces) {
        if (piece.field != field || !plain.contains(piece.text)) continue;
        best = std::max(best, piece.points + (plain == piece.text ? 20 : 0));
    }
    return best;
}

std::optional<int> direction_of(std::string_view cell) {
    static constexpr std::string_view came[] = {
        "收入", "收", "入",     "贷",   "贷方",    "转入", "存入", "来账", "cr",  "c",
        "in",   "h",  "credit", "进账", "deposit", "收款", "入账", "进",   "bij", "haben"};
    static constexpr std::string_view went[] = {
        "支出", "支", "出",    "借",   "借方",       "转出", "付",   "往账", "dr",  "d",
        "out",  "s",  "debit", "支取", "withdrawal", "付款", "出账", "af",   "soll"};
    const std::string word = plain_words(cell);
    if (std::ranges::contains(came, word)) return 1;
    if (std::ranges::contains(went, word)) return -1;
    if (is_empty_cell(cell) || word == "不计收支" || word == "中性交易" || word == "其他") {
        return 0;
    }
    return std::nullopt;
}

std::pair<std::string_view, int> without_side(std::string_view cell) {
    static constexpr std::pair<std::string_view, int> sides[] = {
        {"CR", 1}, {"Cr", 1}, {"cr", 1}, {"贷", 1}, {"DR", -1}, {"Dr", -1}, {"dr", -1}, {"借", -1}};
    const std::string_view text = trim(cell);
    for (const auto& [word, side] : sides) {
        if (text.size() == word.size()) continue;
        if (text.ends_with(word)) return {trim(text.substr(0, text.size() - word.size())), side};
        if (text.starts_with(word)) return {trim(text.substr(word.size())), side};
    }
    return {text, 0};
}

Told told_by(std::string_view plain_key) {
    using enum Told;
    static constexpr std::pair<std::string_view, Told> words[] = {
        {"期初余额", opening},          {"上期余额", opening},         {"上期结余", opening},
        {"起始余额", opening},          {"openingbalance", opening},   {"startingbalance", opening},
        {"期末余额", closing},          {"本期余额", closing},         {"当前余额", closing},
        {"closingbalance", closing},    {"endingbalance", closing},    {"收入合计", total_in},
        {"总收入", total_in},           {"贷方合计", total_in},        {"贷方发生额合计", total_in},
        {"totalcredits", total_in},     {"totaldeposits", total_in},   {"支出合计", total_out},
        {"合计收入", total_in},         {"合计支出", total_out},       {"总支出", total_out},
        {"借方合计", total_out},        {"借方发生额合计", total_out}, {"totaldebits", total_out},
        {"totalwithdrawals", total_out}};
    for (const auto& [word, told] : words) {
        if (plain_key == word) return told;
    }
    return nothing;
}

bool is_total_cell(std::string_view cell) {
    static constexpr std::string_view words[] = {"合计", "总计", "总额", "total", "summe"};
    const std::string word = cell.size() > 60 ? std::string() : plain_words(cell);
    return word.size() <= 30 && contains_any(word, words);
}

bool is_subtotal_cell(std::string_view cell) {
    static constexpr std::string_view words[] = {"小计", "本页",     "承前",
                                                 "过次", "subtotal", "page"};
    const std::string word = cell.size() > 60 ? std::string() : plain_words(cell);
    return word.size() <= 30 && contains_any(word, words);
}

bool never_happened(std::string_view status) {
    static constexpr std::string_view words[] = {"关闭",     "失败",    "撤销",     "已取消",
                                                 "拒绝",     "closed",  "failed",   "cancel",
                                                 "declined", "pending", "rejected", "reverted"};
    return contains_any(plain_words(status), words);
}

bool names_account(std::string_view plain_key) {
    static constexpr std::string_view own[] = {"账号", "帐号",    "卡号", "账户",
                                               "帐户", "account", "iban", "昵称"};
    static constexpr std::string_view other[] = {"子账户", "别名", "户名", "名称", "开户",  "对方",
                                                 "类型",   "类别", "name", "type", "holder"};
    return contains_any(plain_key, own) && !contains_any(plain_key, other);
}

} // namespace huikuan::core
