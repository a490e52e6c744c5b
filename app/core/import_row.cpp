// From the cells of one row to one typed thing.
#include <algorithm>

#include "core/collection.h"
#include "core/exchange.h"
#include "core/import.h"
#include "core/import_text.h"
#include "core/terms.h"
#include "core/text.h"

namespace huikuan::core {

namespace {

// One row while it is read: cells by field, and the errors so far.
class RowReader {
public:
    RowReader(std::span<const std::string_view> cells, std::int64_t line,
              const ImportReading& reading)
        : cells_(cells), line_(line), reading_(reading) {}

    // A cell that stands for nothing reads as empty: "-", "/", "无", "n/a".
    [[nodiscard]] std::string_view cell(ImportField field) const {
        const int column = reading_.mapping[field];
        if (column < 0 || static_cast<std::size_t>(column) >= cells_.size()) { return {}; }
        const std::string_view text = trim(cells_[static_cast<std::size_t>(column)]);
        return means_nothing(text) ? std::string_view{} : text;
    }
    [[nodiscard]] bool mapped(ImportField field) const { return reading_.mapping[field] >= 0; }

    void wrong(ErrorCode code, ImportField field, std::string_view detail = {}) {
        errors.push_back({code, std::string(name_of(field)), std::string(detail), line_});
    }

    // A line end in a cell of one line (a name that was wrapped by hand) is a blank.
    std::string text(ImportField field, std::size_t longest, bool many_lines = false) {
        std::string found(cell(field));
        if (!many_lines) {
            std::erase(found, '\r');
            std::ranges::replace(found, '\n', ' ');
            std::ranges::replace(found, '\t', ' ');
        }
        if (found.size() > longest) {
            wrong(ErrorCode::too_long, field, std::to_string(longest));
        } else if (!is_utf8(found) || has_control(found, many_lines)) {
            wrong(ErrorCode::malformed, field, "U+0000");
        }
        return found;
    }

    std::optional<Date> date(ImportField field) {
        const std::string_view found = cell(field);
        if (found.empty()) { return std::nullopt; }
        const auto index = static_cast<std::size_t>(field);
        const Result<Date> read =
            read_date(found, reading_.order[index], reading_.mapping.excel_serials);
        if (!read) {
            wrong(read.error().code, field, found);
            return std::nullopt;
        }
        return *read;
    }

    // Any sign; the caller says what zero and less mean.
    std::optional<std::int64_t> amount(ImportField field, Currency currency) {
        const std::string_view found = cell(field);
        if (found.empty()) { return std::nullopt; }
        const MarkedAmount marked = split_currency_mark(found);
        if (!marked.fits(currency)) {
            wrong(ErrorCode::currency_mismatch, field, found);
            return std::nullopt;
        }
        const auto index = static_cast<std::size_t>(field);
        const Result<std::int64_t> read =
            read_amount(marked.number, currency.exponent() + reading_.mapping.amount_power,
                        reading_.style[index]);
        if (!read) {
            wrong(read.error().code, field, found);
            return std::nullopt;
        }
        return *read;
    }

    Currency currency() {
        if (cell(ImportField::currency).empty()) {
            if (reading_.fallback.view().empty()) {
                wrong(ErrorCode::required, ImportField::currency);
            }
            return reading_.fallback;
        }
        return currency(ImportField::currency);
    }
    Currency currency(ImportField field) { // none where nothing is said
        const std::string_view found = cell(field);
        if (found.empty()) { return {}; }
        const Result<Currency> read = parse_currency(found);
        if (!read) {
            wrong(ErrorCode::unknown_currency, field, found);
            return {};
        }
        return *read;
    }

    [[nodiscard]] Currency home() const { return reading_.home; }
    [[nodiscard]] std::int64_t line() const { return line_; }

    std::vector<Error> errors;

private:
    std::span<const std::string_view> cells_;
    std::int64_t line_;
    const ImportReading& reading_;
};

// A settlement is a date with an amount; no amount means the whole invoice. Without a column of
// dates it was paid before, nobody knows when.
void read_settlement(RowReader& row, ImportedInvoice& invoice) {
    invoice.settled = row.date(ImportField::settled_date);
    const bool dated = !row.cell(ImportField::settled_date).empty();
    const std::string_view written = row.cell(ImportField::settled_amount);
    const auto amount = row.amount(ImportField::settled_amount, invoice.amount.currency);
    if (!dated) {
        // "0.00" without a date is how many programs print "nothing received yet".
        if (!amount || *amount == 0) { return; }
        if (row.mapped(ImportField::settled_date) || invoice.line) {
            row.wrong(ErrorCode::required, ImportField::settled_date);
        } else if (*amount < 0 || *amount > invoice.amount.minor) {
            row.wrong(ErrorCode::out_of_range, ImportField::settled_amount, written);
        } else {
            invoice.paid_minor = *amount;
        }
        return;
    }
    if (written.empty()) {
        invoice.settled_minor = invoice.line ? 0 : invoice.amount.minor; // 0: the whole
    } else if (amount) {
        if (*amount <= 0) {
            row.wrong(ErrorCode::amount_not_positive, ImportField::settled_amount, written);
        } else if (*amount > largest_amount_minor) {
            row.wrong(ErrorCode::out_of_range, ImportField::settled_amount, written);
        }
        invoice.settled_minor = *amount;
    }
}

// Told in the currency of the customer's account: the invoice's, or the company's. A part in the
// company's is the same part of the invoice, as the debt stands in that currency there, at the rate
// that the two totals tell. An account that is not named is the company's, or, where it says just
// what the invoice does, either: all of it is open.
std::optional<std::int64_t> read_account_open(RowReader& row, const ImportedInvoice& invoice) {
    const Currency own = invoice.amount.currency;
    const Currency account = row.currency(ImportField::account_in);
    if (own == row.home() || account == own) { return row.amount(ImportField::account_open, own); }
    const bool named = !account.view().empty();
    const auto open = row.amount(ImportField::account_open, row.home());
    if (!open || *open == 0) { return open; }
    const std::int64_t whole = invoice.credit ? -invoice.amount.minor : invoice.amount.minor;
    const auto total = row.amount(ImportField::home_amount, row.home());
    if (open == total && (!named || account == row.home())) { return whole; }
    const bool part = total && *total != 0 && (*open < 0) == (*total < 0);
    if (account == row.home() && part) {
        Rate rate{whole, *total};
        if (whole < 0) { rate = {-whole, -*total}; }
        for (int i = own.exponent(); i < row.home().exponent(); ++i) { rate.numerator *= 10; }
        for (int i = row.home().exponent(); i < own.exponent(); ++i) { rate.denominator *= 10; }
        if (const auto told = convert({*open, row.home()}, rate, own)) { return told->minor; }
    }
    if (!named && row.amount(ImportField::account_open, own) == whole) { return whole; }
    row.wrong(ErrorCode::out_of_range, ImportField::account_open,
              row.cell(ImportField::account_open));
    return std::nullopt;
}

// What is open, in the invoice's own currency. Told in the company's alone, all of it and nothing
// are the same in both; a part is not: it was paid at another rate than the invoice's.
std::optional<std::int64_t> read_open_amount(RowReader& row, const ImportedInvoice& invoice) {
    const Currency own = invoice.amount.currency;
    if (!row.cell(ImportField::account_open).empty()) { return read_account_open(row, invoice); }
    if (row.cell(ImportField::home_open).empty()) {
        return row.amount(ImportField::open_amount, own);
    }
    const auto open = row.amount(ImportField::home_open, row.home());
    if (!open || own == row.home() || *open == 0) { return open; }
    if (row.mapped(ImportField::open_amount)) { return row.amount(ImportField::open_amount, own); }
    if (open == row.amount(ImportField::home_amount, row.home())) {
        return invoice.credit ? -invoice.amount.minor : invoice.amount.minor;
    }
    row.wrong(ErrorCode::out_of_range, ImportField::home_open, row.cell(ImportField::home_open));
    return std::nullopt;
}

// What is open tells what was paid of it, beside what a settlement says.
void read_open(RowReader& row, ImportedInvoice& invoice) {
    const auto open = read_open_amount(row, invoice);
    if (invoice.line) { invoice.line_open = open; } // of the whole, by all of its lines
    if (!open || invoice.line) { return; }
    const bool by_account = row.mapped(ImportField::account_open);
    const std::string_view told =
        row.cell(by_account ? ImportField::account_open : ImportField::open_amount);
    if (invoice.credit) { // the rest of it is in what is open of others
        invoice.amount.minor = std::min(invoice.amount.minor, -*open);
        if (*open > 0) { row.wrong(ErrorCode::out_of_range, ImportField::open_amount, told); }
        return;
    }
    const std::int64_t settled = invoice.settled ? invoice.settled_minor : 0;
    const std::int64_t paid = invoice.amount.minor - settled - *open;
    if (*open < 0 || paid < 0) {
        row.wrong(ErrorCode::out_of_range, ImportField::open_amount, told);
    }
    invoice.paid_minor = paid;
}

// Programs print what is void and what was never booked, too.
bool is_left_out(std::string_view status) {
    static constexpr std::array<std::string_view, 9> words{
        "作废", "未审核", "未提交", "草稿", "暂存", "取消", "void", "draft", "cancel"};
    const std::string plain = plain_heading(status);
    return std::ranges::any_of(words, [&](std::string_view word) { return plain.contains(word); });
}

// "期初余额" where a number would stand, or anywhere in a row without one; empty: it is none.
std::string opening_word(std::span<const std::string_view> cells, std::string_view number) {
    const auto says = [](std::string_view cell) {
        const std::string plain = cell.size() > 60 ? std::string() : plain_heading(cell);
        return plain.starts_with("期初") || plain == "openingbalance" ||
               plain == "balancebroughtforward";
    };
    if (!number.empty()) { return says(number) ? std::string(number) : std::string(); }
    const auto found = std::ranges::find_if(cells, says);
    return found == cells.end() ? std::string() : std::string(trim(*found));
}

// A cell too many is a delimiter inside an unquoted cell: everything behind it has slipped one
// column to the right, so nothing in this row can be believed.
std::optional<std::vector<Error>> slipped(std::span<const std::string_view> cells,
                                          std::int64_t line, const ImportReading& reading) {
    const std::size_t width = std::max(reading.header.size(), reading.usual_width);
    bool beyond = cells.size() > width;
    for (std::size_t i = reading.header.size(); i < std::min(width, cells.size()); ++i) {
        beyond = beyond || !trim(cells[i]).empty();
    }
    if (!beyond) { return std::nullopt; }
    return std::vector<Error>{
        {ErrorCode::malformed, "row", joined({cells.size(), ">", reading.header.size()}), line}};
}

// The lines below the first one of an invoice leave what is the invoice's own empty.
bool goes_on(const RowReader& row) {
    return row.mapped(ImportField::line_amount) && row.cell(ImportField::number).empty() &&
           row.cell(ImportField::issued).empty();
}

void require_customer(RowReader& row, std::string_view code, std::string_view name) {
    if (!code.empty() || !name.empty()) { return; }
    row.wrong(ErrorCode::required, row.mapped(ImportField::customer_code)
                                       ? ImportField::customer_code
                                       : ImportField::customer_name);
}

// One line of an invoice may be a discount; what it adds up to must be more than nothing.
std::int64_t positive(RowReader& row, ImportField field, Currency currency, bool any_sign = false) {
    const std::string_view written = row.cell(field);
    const auto amount = row.amount(field, currency);
    if (written.empty()) {
        row.wrong(ErrorCode::required, field);
    } else if (amount && *amount <= 0 && !any_sign) {
        row.wrong(ErrorCode::amount_not_positive, field, written);
    } else if (amount && (*amount > largest_amount_minor || *amount < -largest_amount_minor)) {
        row.wrong(ErrorCode::out_of_range, field, written);
    }
    return amount.value_or(0);
}

// What people and programs write for a name of ours.
struct Said {
    std::string_view word;
    std::string_view name;
};
constexpr Said methods_said[] = {
    {"银行", "bank"},     {"转账", "bank"},     {"电汇", "bank"},   {"汇款", "bank"},
    {"网银", "bank"},     {"bank", "bank"},     {"wire", "bank"},   {"transfer", "bank"},
    {"现金", "cash"},     {"cash", "cash"},     {"微信", "wallet"}, {"支付宝", "wallet"},
    {"wallet", "wallet"}, {"paypal", "wallet"}, {"承兑", "bill"},   {"汇票", "bill"},
    {"商票", "bill"},     {"银票", "bill"},
};
constexpr Said channels_said[] = {
    {"电话", "phone"},    {"手机", "phone"},    {"致电", "phone"},        {"phone", "phone"},
    {"call", "phone"},    {"微信", "wechat"},   {"企微", "wechat"},       {"wechat", "wechat"},
    {"短信", "sms"},      {"sms", "sms"},       {"text", "sms"},          {"邮件", "mail"},
    {"邮箱", "mail"},     {"mail", "mail"},     {"律师函", "letter"},     {"函", "letter"},
    {"快递", "letter"},   {"letter", "letter"}, {"上门", "visit"},        {"拜访", "visit"},
    {"走访", "visit"},    {"面谈", "visit"},    {"visit", "visit"},       {"meeting", "visit"},
    {"内部", "internal"}, {"备注", "internal"}, {"internal", "internal"}, {"note", "internal"},
};
constexpr Said outcomes_said[] = {
    {"承诺", "promised"},
    {"promised", "promised"},
    {"promise", "promised"},
    {"已付", "paid"},
    {"已汇", "paid"},
    {"paid", "paid"},
    {"审批", "processing"},
    {"processing", "processing"},
    {"approv", "processing"},
    {"未收到发票", "no_invoice"},
    {"未收到对账单", "no_invoice"},
    {"没有发票", "no_invoice"},
    {"noinvoice", "no_invoice"},
    {"争议", "disputed"},
    {"异议", "disputed"},
    {"disput", "disputed"},
    {"资金", "cannot_pay"},
    {"没钱", "cannot_pay"},
    {"cannotpay", "cannot_pay"},
    {"拒", "refused"},
    {"refus", "refused"},
    {"改时", "call_back"},
    {"再联系", "call_back"},
    {"callback", "call_back"},
    {"callagain", "call_back"},
    {"无人接", "no_answer"},
    {"未接", "no_answer"},
    {"noanswer", "no_answer"},
    {"noreply", "no_answer"},
    {"号码错", "wrong_number"},
    {"空号", "wrong_number"},
    {"离职", "wrong_number"},
    {"wrongnumber", "wrong_number"},
    {"已发", "sent"},
    {"sent", "sent"},
    {"其他", "other"},
    {"其它", "other"},
    {"other", "other"},
};

// By the program's own name, else by the first word that the cell has in it.
std::optional<std::string_view> said(std::string_view cell, std::span<const Said> words) {
    const std::string plain = plain_heading(cell);
    for (const Said& one : words) {
        if (cell == one.name) { return one.name; }
    }
    for (const Said& one : words) {
        if (plain.contains(one.word)) { return one.name; }
    }
    return std::nullopt;
}

std::optional<std::string_view> read_flag(std::string_view cell) {
    static constexpr std::array<std::string_view, 8> yes{"1", "是",  "有",   "√",
                                                         "y", "yes", "true", "x"};
    static constexpr std::array<std::string_view, 5> no{"0", "否", "n", "no", "false"};
    const std::string plain = fold(cell).value_or(std::string(cell));
    if (std::ranges::contains(yes, plain)) { return "1"; }
    if (std::ranges::contains(no, plain)) { return "0"; }
    return std::nullopt;
}

// "14:05:00" and "9:05" too.
std::optional<int> read_time(std::string_view cell) {
    std::string text = fold(cell).value_or(std::string(cell));
    if (text.size() > 1 && text[1] == ':') { text.insert(0, "0"); }
    if (text.size() == 8 && text[5] == ':') { text.resize(5); }
    const auto minute = parse_minute(text);
    return minute && *minute < minutes_of_day ? minute : std::nullopt;
}

// Terms as people write them, and a number alone: so many days.
Result<std::string> read_terms(std::string_view cell) {
    const bool days = std::ranges::all_of(cell, is_digit);
    const auto terms = parse_terms(days ? "net " + std::string(cell) : std::string(cell));
    if (!terms) { return std::unexpected(terms.error()); }
    return to_text(*terms);
}

// A word of a closed list, a time, terms. What is empty stays empty.
void read_word(RowReader& row, const ImportColumn& column, ImportedRecord& record) {
    const std::string_view cell = row.cell(column.field);
    std::string& text = record[column.field];
    if (cell.empty()) { return; }
    const auto keep = [&](const std::optional<std::string_view>& found) {
        if (found) {
            text = *found;
        } else {
            row.wrong(ErrorCode::malformed, column.field, cell);
        }
    };
    if (column.shape == CellShape::flag) { return keep(read_flag(cell)); }
    if (column.shape == CellShape::channel) { return keep(said(cell, channels_said)); }
    if (column.shape == CellShape::time) {
        const auto minute = read_time(cell);
        return keep(minute ? std::optional<std::string_view>(text = minute_text(*minute))
                           : std::nullopt);
    }
    if (column.shape == CellShape::terms) {
        auto terms = read_terms(cell);
        if (terms) {
            text = *std::move(terms);
        } else {
            row.wrong(terms.error().code, column.field, cell);
        }
        return;
    }
    const bool method = column.shape == CellShape::method;
    const auto known = method ? said(cell, methods_said) : said(cell, outcomes_said);
    text = known.value_or("other");
    if (!known && !method) { record[ImportField::note] = std::string(cell); }
}

// "2026-11-30 14:05": the time of a contact whose sheet has no column for it.
void read_time_of_date(const RowReader& row, ImportedRecord& record) {
    if (record.kind != ImportKind::contact_log || !record[ImportField::time].empty()) { return; }
    const std::string_view cell = row.cell(ImportField::date);
    const std::size_t blank = cell.find_last_of(" T");
    if (blank == std::string_view::npos || cell.find(':', blank) == std::string_view::npos) {
        return;
    }
    if (const auto minute = read_time(cell.substr(blank + 1)); minute && *minute > 0) {
        record[ImportField::time] = minute_text(*minute);
    }
}

} // namespace

std::expected<ImportedInvoice, std::vector<Error>>
read_import_row(std::span<const std::string_view> cells, std::int64_t line,
                const ImportReading& reading) {
    RowReader row(cells, line, reading);
    if (auto wrong = slipped(cells, line, reading)) { return std::unexpected(std::move(*wrong)); }

    ImportedInvoice invoice;
    invoice.customer_code = row.text(ImportField::customer_code, longest_number);
    invoice.customer_name = row.text(ImportField::customer_name, longest_name);
    if (goes_on(row)) { // what is not said is said above
        invoice.line = invoice.goes_on = true;
        invoice.due = row.date(ImportField::due);
        invoice.amount.currency = row.currency();
        invoice.amount.minor =
            positive(row, ImportField::line_amount, invoice.amount.currency, true);
        if (row.errors.empty()) { read_open(row, invoice); }
        if (!row.errors.empty()) { return std::unexpected(std::move(row.errors)); }
        return invoice;
    }
    require_customer(row, invoice.customer_code, invoice.customer_name);
    invoice.region = row.text(ImportField::region, longest_name);
    invoice.number = row.text(ImportField::number, longest_number);
    if (is_left_out(row.cell(ImportField::status))) {
        invoice.left_out = true;
        return invoice;
    }
    if (std::string word = opening_word(cells, invoice.number); !word.empty()) {
        invoice.opening = true;
        invoice.number = std::move(word);
    }
    if (invoice.number.empty()) {
        row.wrong(ErrorCode::required, ImportField::number);
    } else if (is_mangled_number(invoice.number)) {
        row.wrong(ErrorCode::malformed, ImportField::number, invoice.number);
    }

    const auto issued = row.date(ImportField::issued);
    if (row.cell(ImportField::issued).empty()) {
        row.wrong(ErrorCode::required, ImportField::issued);
    }
    invoice.due = row.date(ImportField::due);
    if (issued && invoice.due && *invoice.due < *issued) {
        row.wrong(ErrorCode::date_order, ImportField::due, row.cell(ImportField::due));
    }
    invoice.issued = issued.value_or(Date{});

    invoice.amount.currency = row.currency();
    invoice.line = row.mapped(ImportField::line_amount);
    const auto field = invoice.line ? ImportField::line_amount : ImportField::amount;
    invoice.amount.minor = positive(row, field, invoice.amount.currency, true);
    if (!invoice.line && invoice.amount.minor < 0) {
        invoice.credit = true;
        invoice.amount.minor = -invoice.amount.minor;
    } else if (!invoice.line && invoice.amount.minor == 0 && row.errors.empty()) {
        row.wrong(ErrorCode::amount_not_positive, field, row.cell(field));
    }

    if (!invoice.credit) { read_settlement(row, invoice); }
    if (row.errors.empty()) { read_open(row, invoice); }
    invoice.note = row.text(ImportField::note, longest_note, true);
    if (!row.errors.empty()) { return std::unexpected(std::move(row.errors)); }
    return invoice;
}

ImportedInvoice import_identity(std::span<const std::string_view> cells,
                                const ImportReading& reading) {
    RowReader row(cells, 0, reading);
    ImportedInvoice invoice;
    invoice.customer_code = row.text(ImportField::customer_code, longest_number);
    invoice.customer_name = row.text(ImportField::customer_name, longest_name);
    invoice.number = row.text(ImportField::number, longest_number);
    invoice.goes_on = goes_on(row);
    return invoice;
}

std::optional<Date> ImportedRecord::date_of(ImportField field) const {
    const auto date = parse_iso((*this)[field]);
    return date ? std::optional(*date) : std::nullopt;
}

std::vector<std::string> listed_numbers(std::string_view cell) {
    std::vector<std::string> numbers;
    std::string text(cell);
    for (const std::string_view mark : {"，", "、", "；", ";", "\n"}) {
        for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
            text.replace(at, mark.size(), ",");
        }
    }
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        if (const std::string_view one = trim(rest.substr(0, comma)); !one.empty()) {
            numbers.emplace_back(one);
        }
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    return numbers;
}

std::expected<ImportedRecord, std::vector<Error>>
read_import_record(std::span<const std::string_view> cells, std::int64_t line,
                   const ImportReading& reading) {
    RowReader row(cells, line, reading);
    if (auto wrong = slipped(cells, line, reading)) { return std::unexpected(std::move(*wrong)); }
    ImportedRecord record;
    record.kind = reading.mapping.kind;
    if (record.kind == ImportKind::receipts) { record.currency = row.currency(); }
    const auto columns = import_columns(record.kind);
    for (const ImportColumn& column : columns) {
        std::string& text = record[column.field];
        switch (column.shape) {
        case CellShape::text: {
            std::string note = std::move(text); // what another column could not say
            text = row.text(column.field, column.longest, column.many_lines);
            if (!note.empty()) { text = text.empty() ? note : note + "\n" + text; }
            break;
        }
        case CellShape::date:
            if (const auto date = row.date(column.field)) { text = to_text(*date); }
            break;
        case CellShape::amount:
            if (row.cell(column.field).empty() && !column.required) { break; }
            record.minor[static_cast<std::size_t>(column.field)] =
                positive(row, column.field, record.currency);
            text = to_text(Money{record.minor_of(column.field), record.currency});
            break;
        case CellShape::currency: text = record.currency.view(); break;
        case CellShape::time:
        case CellShape::flag:
        case CellShape::terms:
        case CellShape::method:
        case CellShape::channel:
        case CellShape::outcome: read_word(row, column, record); break;
        }
        const bool amount = column.shape == CellShape::amount; // which says so itself
        if (column.required && !amount && row.cell(column.field).empty()) {
            row.wrong(ErrorCode::required, column.field);
        }
    }
    require_customer(row, record[ImportField::customer_code], record[ImportField::customer_name]);
    read_time_of_date(row, record);
    if (!row.errors.empty()) { return std::unexpected(std::move(row.errors)); }
    return record;
}

} // namespace huikuan::core
