#pragma once
// Importing invoices from somebody else's sheet: which column means what, and from the cells of one
// row to one typed invoice or to the list of what is wrong with it. Pure: files, encodings and CSV
// are elsewhere (sync/csv.h reads rows, session/import.h runs the whole import).
//
// Identity. An imported invoice has a name-based id: SHA-256 over import_name_of_invoice(), which
// says only whose invoice it is and its number. The same line imported twice, or on two devices, is
// therefore the same fact; a receipt that a settlement date stands for is named after its invoice,
// date and amount in the same way.
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

// What a column can mean. In this order they are shown and looked for.
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
};
inline constexpr std::size_t import_field_count = 11;
std::string_view name_of(ImportField field); // "customer_code", "issued", ... as in map files
std::optional<ImportField> parse_import_field(std::string_view name);

// Which column of the file feeds which field, and how its cells are read. This is what a person
// edits and what a preset keeps.
struct ImportMapping {
    std::array<int, import_field_count> column{-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
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
                            std::span<const std::vector<std::string>> sample);

// The row that names the columns: bank and bookkeeping programs print titles above it and totals
// below. Index into `rows`; nullopt where no row looks like a header.
std::optional<std::size_t> find_header(std::span<const std::vector<std::string>> rows);

// Mappings for programs whose exports have fixed headings: "kingdee", "yonyou",
// "einvoice", "erpnext", "odoo", "zoho".
struct ImportPreset {
    std::string_view name;
    std::array<std::string_view, import_field_count> headers; // "" where it has none; "a|b": either
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
    std::array<DateOrder, import_field_count> order{};
    std::array<NumberStyle, import_field_count> style{};
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
    std::string note;

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

// Canonical names; their SHA-256 gives the ids (core::named_id).
std::string import_name_of_customer(const ImportedInvoice& row);
std::string import_name_of_invoice(const ImportedInvoice& row);
std::string import_name_of_receipt(std::string_view invoice_id_text, Date settled,
                                   std::int64_t minor);

} // namespace huikuan::core
