#pragma once
// Importing somebody else's sheet of invoices, customers, contacts, receipts or contacts that were
// made: which column means what, and from the cells of one row to one typed thing or to the list of
// what is wrong with it. What each kind has for columns is a table (import_columns). Pure: files,
// encodings and CSV are elsewhere (sync/csv.h reads rows, session/import.h runs the whole import).
//
// Identity. What is imported has a name-based id: SHA-256 over import_name_of_invoice() and its
// like, which say only whose it is and what tells it from the next. The same line imported twice,
// or on two devices, is therefore the same fact; a receipt that a settlement date stands for is
// named after its invoice, date and amount in the same way.
//
// A reading is never a guess in silence: the order of day and month and the decimal sign are
// decided per column over the WHOLE file (ColumnEvidence), by what the file proves or by the
// person.
#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/money.h"
#include "core/read.h"
#include "core/result.h"

namespace huikuan::core {

// What the rows of a sheet are.
enum class ImportKind : std::uint8_t { invoices, receipts, contact_log, contacts, customers };
inline constexpr std::size_t import_kinds = 5;
std::string_view name_of(ImportKind kind); // "contact_log", as in map files
std::optional<ImportKind> parse_import_kind(std::string_view name);

// What a column can mean, whatever the kind.
enum class ImportField : std::uint8_t {
    customer_code,
    customer_name,
    region,
    number,
    issued,
    due,
    amount,
    currency,
    settled_date,
    settled_amount,
    note,
    line_amount, // of one line of an invoice: the lines of one number are added up
    // customers
    tax_no,
    phone,
    email,
    owner,
    tier,
    terms,
    tags,
    parent,
    industry,
    title, // on invoices; of a contact: what he is
    address,
    bank,
    bank_account,
    // contacts
    person,
    role,
    wechat,
    billing,
    decides,
    // receipts
    date, // also of a contact
    receipt_number,
    method,
    reference,
    invoices, // that it pays, by number
    applied,  // to the invoice of this row
    // contacts that were made
    time,
    channel,
    outcome,
    by,
    next,
    // invoices
    open_amount, // what is not paid of it: the rest was, on a day that the sheet does not say
    status,      // void and draft: not for the book
    // Of an invoice in another currency, what the program tells in the company's own.
    home_amount,
    home_open,
    // In the currency of the customer's account, which is the invoice's or the company's.
    account_open,
    account_in,
};
inline constexpr std::size_t import_field_count = 47;
template <class Kept>
using ByField = std::array<Kept, import_field_count>;
std::string_view name_of(ImportField field); // "customer_code", "issued", ... as in map files
std::optional<ImportField> parse_import_field(std::string_view name);

// How the cells of a column are read.
enum class CellShape : std::uint8_t {
    text,
    date,
    amount,
    currency,
    time,    // 14:05
    flag,    // 是, no, 1
    terms,   // 月结30天
    method,  // 转账, cash; what is not known is "other"
    channel, // 电话, visit
    outcome, // 承诺付款, "no answer"; what is not known is "other", and stays in the note
};
struct ImportColumn {
    ImportField field{};
    CellShape shape = CellShape::text;
    bool required = false;
    std::size_t longest = 0;                // bytes of a text
    bool many_lines = false;                // a text that keeps its breaks
    std::string_view keeps;                 // the register's field that it fills; empty: none
    std::vector<std::string_view> headings; // without blanks, case and units, best first
};
// Of one kind, in the order in which they are shown. One of code and name of the customer is
// required always, and of invoices one of amount and line_amount.
std::span<const ImportColumn> import_columns(ImportKind kind);
const ImportColumn* import_column(ImportKind kind, ImportField field); // null: the kind lacks it

// Which column of the file feeds which field, and how its cells are read. This is what a person
// edits and what a preset keeps.
struct ImportMapping {
    ImportMapping() { column.fill(-1); }
    explicit ImportMapping(ImportKind of) : kind(of) { column.fill(-1); }

    ImportKind kind = ImportKind::invoices;
    ByField<int> column;
    Currency currency; // where no column or an empty cell says it; nil: the book's own
    NumberStyle number_style = NumberStyle::unknown; // unknown: what the file proves
    DateOrder date_order = DateOrder::unknown;       // unknown: what the file proves
    bool excel_serials = false; // 45292 in a date column is a day counted from 1899-12-30
    int amount_power = 0;       // amounts are in 10^n units: 4 under 金额(万元), 3 under "USD '000"

    [[nodiscard]] int operator[](ImportField field) const {
        return column[static_cast<std::size_t>(field)];
    }
    int& operator[](ImportField field) { return column[static_cast<std::size_t>(field)]; }
    friend bool operator==(const ImportMapping&, const ImportMapping&) = default;
};

// Guesses from the header's words (Chinese and English, "invoice_amount_usd" also says USD) and,
// for what the words leave open, from the sample rows below it. Never maps one column twice.
ImportMapping guess_mapping(std::span<const std::string> header,
                            std::span<const std::vector<std::string>> sample,
                            ImportKind kind = ImportKind::invoices);
// The kind that finds most of its columns and all that it needs; else invoices.
ImportKind guess_kind(std::span<const std::string> header,
                      std::span<const std::vector<std::string>> sample);

// The row that names the columns: bank and bookkeeping programs print titles above it and totals
// below. Index into `rows`; nullopt where no row looks like a header. Without a kind: of any.
std::optional<std::size_t> find_header(std::span<const std::vector<std::string>> rows,
                                       std::optional<ImportKind> kind = ImportKind::invoices);
// The same headings, in whatever order and spelling, give the same 16 hex digits: by these a
// mapping that was kept is found when such a file comes again.
std::string name_of_headings(std::span<const std::string> header);

// Mappings for programs whose exports have fixed headings: "kingdee", "yonyou",
// "einvoice", "erpnext", "odoo", "zoho"; of each kind that their public layouts tell.
struct ImportPreset {
    std::string_view name;
    ImportKind kind = ImportKind::invoices;
    struct Column {
        ImportField field{};
        std::string_view headings; // "a|b": either
        std::string_view beside{}; // only where the file has one of these as well
        std::string_view unless{}; // and none of these
    };
    std::vector<Column> columns;
};
std::span<const ImportPreset> import_presets();
// required, field "preset", detail the heading that the file lacks.
Result<ImportMapping> apply_preset(const ImportPreset& preset, std::span<const std::string> header);
// Headings compare without case, blanks, punctuation and units: "Invoice_Amount (USD)".
bool same_heading(std::string_view a, std::string_view b);

// What the cells of one column prove about how dates and numbers are written, over all rows.
class ColumnEvidence {
public:
    void add(std::string_view cell, std::int64_t line);

    // The one order or style; unknown where every cell has one reading anyway; ambiguous where
    // nothing decides (detail: such a cell) or two cells contradict (detail: both, line: the
    // later).
    [[nodiscard]] Result<DateOrder> date_order() const;
    [[nodiscard]] Result<NumberStyle> number_style(int exponent) const;
    [[nodiscard]] std::uint64_t filled() const { return filled_; }

private:
    struct Witness {
        std::int64_t line = 0;
        std::string cell;
    };
    std::uint64_t filled_ = 0;
    std::array<Witness, 4> order_; // by DateOrder; [0]: a cell that nothing decides
    std::array<Witness, 3> style_; // by NumberStyle; [0]: a cell that nothing decides
    std::int64_t last_line_ = 0;
};

// How the cells of each column are read, once the file and the person have decided.
struct ImportReading {
    ImportMapping mapping;
    Currency fallback; // mapping.currency, else the book's
    Currency home;     // the book's own
    ByField<DateOrder> order{};
    ByField<NumberStyle> style{};
    std::vector<std::string> header;
    // Cells of most rows, where that is more than the header has: bank files end rows with a
    // delimiter. A row that is wider still has a delimiter inside an unquoted cell.
    std::size_t usual_width = 0;
};
// All that must still be decided before rows can be read; empty: `reading` is complete.
// required (field: the import field that no column feeds), ambiguous (field, detail as above).
std::vector<Error> decide_reading(const ImportMapping& mapping, std::span<const std::string> header,
                                  std::span<const ColumnEvidence> columns, Currency book_currency,
                                  ImportReading& reading);

// One line of the file, typed.
struct ImportedInvoice {
    std::string customer_code; // one of code and name is there
    std::string customer_name;
    std::string region;
    std::string number;
    Money amount;
    Date issued;
    std::optional<Date> due;     // none: the customer's terms
    std::optional<Date> settled; // a receipt of `settled_minor` on that day
    std::int64_t settled_minor = 0;
    // Paid before the sheet was made, on days that it does not say.
    std::int64_t paid_minor = 0;
    std::string note;
    bool left_out = false; // void or a draft there
    bool opening = false;  // 期初余额: what was owed before, without a document of its own
    bool credit = false;   // printed below zero: a credit note, or an opening credit
    // Of a line: what it adds to the invoice; whether its own cells name none, so that it goes on
    // with the one above.
    bool line = false;
    bool goes_on = false;
    std::optional<std::int64_t> line_open; // what its row says is open

    friend bool operator==(const ImportedInvoice&, const ImportedInvoice&) = default;
};

enum class RowShape : std::uint8_t {
    data,
    blank,
    total /* 合计, Total: sums of the sheet itself */
};
RowShape shape_of(std::span<const std::string_view> cells, const ImportReading& reading);

// Every error of the row, in the order of the fields; field holds the import field's name.
std::expected<ImportedInvoice, std::vector<Error>>
read_import_row(std::span<const std::string_view> cells, std::int64_t line,
                const ImportReading& reading);

// Whose invoice a row is and its number, whatever else is wrong with it; `goes_on` where it is a
// line that names none.
ImportedInvoice import_identity(std::span<const std::string_view> cells,
                                const ImportReading& reading);

// A row of any other kind. Texts as the book spells them: dates as 2026-11-30, a channel by its
// name, a flag as 0 or 1.
struct ImportedRecord {
    ImportKind kind{};
    ByField<std::string> text;     // empty: not said
    ByField<std::int64_t> minor{}; // of amounts
    Currency currency;             // of receipts

    const std::string& operator[](ImportField field) const {
        return text[static_cast<std::size_t>(field)];
    }
    std::string& operator[](ImportField field) { return text[static_cast<std::size_t>(field)]; }
    [[nodiscard]] std::int64_t minor_of(ImportField field) const {
        return minor[static_cast<std::size_t>(field)];
    }
    [[nodiscard]] std::optional<Date> date_of(ImportField field) const;
};
std::expected<ImportedRecord, std::vector<Error>>
read_import_record(std::span<const std::string_view> cells, std::int64_t line,
                   const ImportReading& reading);
// "INV-1, INV-2": the numbers of a cell.
std::vector<std::string> listed_numbers(std::string_view cell);

// Canonical names; their SHA-256 gives the ids (core::named_id).
std::string import_name_of_customer(std::string_view code, std::string_view name);
std::string import_name_of_customer(const ImportedInvoice& row);
std::string import_name_of_invoice(const ImportedInvoice& row);
std::string import_name_of_receipt(std::string_view invoice_id_text, Date settled,
                                   std::int64_t minor);
// What was paid of an invoice before; and what a row below zero is.
std::string import_name_of_paid(std::string_view invoice_id_text);
std::string import_name_of_credit(const ImportedInvoice& row);
// Of a record: a contact is its customer and name; a receipt its number, else what it says, and of
// several equal ones which (`ordinal`); a contact that was made is all that its row says.
std::string import_name_of_record(const ImportedRecord& row, std::string_view customer_id_text,
                                  int ordinal = 0);
// What was taken out comes in again as another fact: the n-th time under this name.
std::string import_name_again(const std::string& name, int times);
// The reversal by which an import is taken out, so that it can be told from any other.
std::string import_name_of_take_out(std::string_view fact_id_text);

} // namespace huikuan::core
