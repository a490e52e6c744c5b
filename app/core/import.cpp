#include "core/import.h"

#include <algorithm>

#include "core/import_text.h"
#include "core/text.h"

namespace huikuan::core {

namespace {

constexpr std::array<std::string_view, import_field_count> import_field_names{
    "customer_code", "customer_name", "region",       "number",         "issued", "due",
    "amount",        "currency",      "settled_date", "settled_amount", "note"};

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
        const std::string_view found = cell(ImportField::currency);
        if (found.empty()) {
            if (reading_.fallback.view().empty()) {
                wrong(ErrorCode::required, ImportField::currency);
            }
            return reading_.fallback;
        }
        const Result<Currency> read = parse_currency(found);
        if (!read) {
            wrong(ErrorCode::unknown_currency, ImportField::currency, found);
            return {};
        }
        return *read;
    }

    std::vector<Error> errors;

private:
    std::span<const std::string_view> cells_;
    std::int64_t line_;
    const ImportReading& reading_;
};

// A settlement is a date with an amount; no amount means the whole invoice.
void read_settlement(RowReader& row, ImportedInvoice& invoice) {
    invoice.settled = row.date(ImportField::settled_date);
    const bool dated = !row.cell(ImportField::settled_date).empty();
    const std::string_view written = row.cell(ImportField::settled_amount);
    const auto amount = row.amount(ImportField::settled_amount, invoice.amount.currency);
    if (!dated) {
        // "0.00" without a date is how many programs print "nothing received yet".
        if (amount && *amount != 0) { row.wrong(ErrorCode::required, ImportField::settled_date); }
        return;
    }
    if (written.empty()) {
        invoice.settled_minor = invoice.amount.minor;
    } else if (amount) {
        if (*amount <= 0) {
            row.wrong(ErrorCode::amount_not_positive, ImportField::settled_amount, written);
        } else if (*amount > largest_amount_minor) {
            row.wrong(ErrorCode::out_of_range, ImportField::settled_amount, written);
        }
        invoice.settled_minor = *amount;
    }
}

bool is_total_word(std::string_view cell) {
    // Called for every row: a cell with a digit in it is told apart at once.
    if (cell.size() > 40 ||
        std::ranges::any_of(cell, [](char c) { return c >= '0' && c <= '9'; })) {
        return false;
    }
    static constexpr std::array<std::string_view, 9> words{
        "合计", "总计", "小计", "总额", "total", "totals", "grandtotal", "subtotal", "sum"};
    const std::string plain = plain_heading(cell);
    return std::ranges::find(words, plain) != words.end();
}

} // namespace

std::string_view name_of(ImportField field) {
    return import_field_names[static_cast<std::size_t>(field)];
}

std::optional<ImportField> parse_import_field(std::string_view name) {
    const auto found = std::ranges::find(import_field_names, name);
    if (found == import_field_names.end()) { return std::nullopt; }
    return static_cast<ImportField>(found - import_field_names.begin());
}

RowShape shape_of(std::span<const std::string_view> cells, const ImportReading& reading) {
    // A customer may be called Total: such a row still has a number and a date of its own.
    const auto lacks = [&](ImportField field) {
        const int column = reading.mapping[field];
        if (column < 0 || static_cast<std::size_t>(column) >= cells.size()) { return true; }
        const std::string_view cell = trim(cells[static_cast<std::size_t>(column)]);
        return means_nothing(cell) || is_total_word(cell);
    };
    if (!lacks(ImportField::number) || !lacks(ImportField::issued)) { return RowShape::data; }
    if (std::ranges::all_of(cells, [](std::string_view cell) { return trim(cell).empty(); })) {
        return RowShape::blank;
    }
    return std::ranges::any_of(cells, is_total_word) ? RowShape::total : RowShape::data;
}

std::expected<ImportedInvoice, std::vector<Error>>
read_import_row(std::span<const std::string_view> cells, std::int64_t line,
                const ImportReading& reading) {
    RowReader row(cells, line, reading);
    // A cell too many is a delimiter inside an unquoted cell: everything behind it has slipped one
    // column to the right, so nothing in this row can be believed.
    const std::size_t width = std::max(reading.header.size(), reading.usual_width);
    bool slipped = cells.size() > width;
    for (std::size_t i = reading.header.size(); i < std::min(width, cells.size()); ++i) {
        slipped = slipped || !trim(cells[i]).empty();
    }
    if (slipped) {
        return std::unexpected(std::vector<Error>{
            {ErrorCode::malformed, "row",
             std::to_string(cells.size()) + ">" + std::to_string(reading.header.size()), line}});
    }

    ImportedInvoice invoice;
    invoice.customer_code = row.text(ImportField::customer_code, longest_number);
    invoice.customer_name = row.text(ImportField::customer_name, longest_name);
    if (invoice.customer_code.empty() && invoice.customer_name.empty()) {
        row.wrong(ErrorCode::required, row.mapped(ImportField::customer_code)
                                           ? ImportField::customer_code
                                           : ImportField::customer_name);
    }
    invoice.region = row.text(ImportField::region, longest_name);
    invoice.number = row.text(ImportField::number, longest_number);
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
    const auto amount = row.amount(ImportField::amount, invoice.amount.currency);
    if (row.cell(ImportField::amount).empty()) {
        row.wrong(ErrorCode::required, ImportField::amount);
    } else if (amount && *amount <= 0) {
        row.wrong(ErrorCode::amount_not_positive, ImportField::amount,
                  row.cell(ImportField::amount));
    } else if (amount && *amount > largest_amount_minor) {
        row.wrong(ErrorCode::out_of_range, ImportField::amount, row.cell(ImportField::amount));
    }
    invoice.amount.minor = amount.value_or(0);

    read_settlement(row, invoice);
    invoice.note = row.text(ImportField::note, longest_note, true);
    if (!row.errors.empty()) { return std::unexpected(std::move(row.errors)); }
    return invoice;
}

std::vector<Error> decide_reading(const ImportMapping& mapping, std::span<const std::string> header,
                                  std::span<const ColumnEvidence> columns, Currency book_currency,
                                  ImportReading& reading) {
    std::vector<Error> open;
    const auto require = [&](ImportField field) {
        open.push_back({ErrorCode::required, std::string(name_of(field)), {}, 0});
    };
    reading = {};
    reading.mapping = mapping;
    reading.fallback = mapping.currency.view().empty() ? book_currency : mapping.currency;
    reading.header.assign(header.begin(), header.end());
    if (mapping[ImportField::customer_code] < 0 && mapping[ImportField::customer_name] < 0) {
        require(ImportField::customer_code);
    }
    for (const ImportField field :
         {ImportField::number, ImportField::issued, ImportField::amount}) {
        if (mapping[field] < 0) { require(field); }
    }
    if (mapping[ImportField::settled_amount] >= 0 && mapping[ImportField::settled_date] < 0) {
        require(ImportField::settled_date);
    }

    const auto column_of = [&](ImportField field) -> const ColumnEvidence* {
        const int column = mapping[field];
        return column >= 0 && static_cast<std::size_t>(column) < columns.size()
                   ? &columns[static_cast<std::size_t>(column)]
                   : nullptr;
    };
    // One program wrote the file, so a column that proves nothing is read like its neighbours that
    // do, as long as these agree.
    const auto settle = [&]<class Kind>(std::initializer_list<ImportField> fields, Kind decided,
                                        std::array<Kind, import_field_count>& out, auto proof,
                                        Kind harmless) {
        Kind neighbours = Kind::unknown;
        bool agree = true;
        for (const ImportField field : fields) {
            const ColumnEvidence* column = column_of(field);
            if (column == nullptr) { continue; }
            const Result<Kind> proved = proof(*column);
            if (proved && *proved != Kind::unknown && *proved != harmless) {
                agree = agree && (neighbours == Kind::unknown || neighbours == *proved);
                neighbours = *proved;
            }
        }
        for (const ImportField field : fields) {
            const ColumnEvidence* column = column_of(field);
            if (column == nullptr) { continue; }
            Kind& mine = out[static_cast<std::size_t>(field)];
            const Result<Kind> proved = proof(*column);
            if (decided != Kind::unknown) {
                mine = decided;
            } else if (proved) {
                mine = *proved;
            } else if (proved.error().line == 0 && agree && neighbours != Kind::unknown) {
                mine = neighbours;
            } else {
                open.push_back(proved.error());
                open.back().field = name_of(field);
            }
        }
    };
    settle(
        {ImportField::issued, ImportField::due, ImportField::settled_date}, mapping.date_order,
        reading.order, [](const ColumnEvidence& column) { return column.date_order(); },
        DateOrder::ymd);
    const int exponent = reading.fallback.exponent() + mapping.amount_power;
    settle(
        {ImportField::amount, ImportField::settled_amount}, mapping.number_style, reading.style,
        [&](const ColumnEvidence& column) { return column.number_style(exponent); },
        NumberStyle::unknown);
    return open;
}

namespace {

// Parts are joined by a character that no cell can hold after trimming, so that "a" + "b|c" and
// "a|b" + "c" stay apart.
constexpr char part_end = '\x1f';

std::string customer_key(const ImportedInvoice& row) {
    return row.customer_code.empty() ? "name" + std::string(1, part_end) + row.customer_name
                                     : "code" + std::string(1, part_end) + row.customer_code;
}

} // namespace

std::string import_name_of_customer(const ImportedInvoice& row) {
    return "customer" + std::string(1, part_end) + customer_key(row);
}

std::string import_name_of_invoice(const ImportedInvoice& row) {
    return "invoice" + std::string(1, part_end) + customer_key(row) + part_end + row.number;
}

std::string import_name_of_receipt(std::string_view invoice_id_text, Date settled,
                                   std::int64_t minor) {
    return "receipt" + std::string(1, part_end) + std::string(invoice_id_text) + part_end +
           to_text(settled) + part_end + std::to_string(minor);
}

} // namespace huikuan::core
