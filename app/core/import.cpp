#include "core/import.h"

#include <algorithm>

#include "core/import_text.h"
#include "core/text.h"

namespace huikuan::core {

namespace {

constexpr std::array<std::string_view, import_field_count> import_field_names{
    "customer_code", "customer_name",  "region",   "number",       "issued",
    "due",           "amount",         "currency", "settled_date", "settled_amount",
    "note",          "line_amount",    "tax_no",   "phone",        "email",
    "owner",         "tier",           "terms",    "tags",         "parent",
    "industry",      "title",          "address",  "bank",         "bank_account",
    "person",        "role",           "wechat",   "billing",      "decides",
    "date",          "receipt_number", "method",   "reference",    "invoices",
    "applied",       "time",           "channel",  "outcome",      "by",
    "next",          "open_amount",    "status",   "home_amount",  "home_open",
    "account_open",  "account_in"};

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
    const ImportMapping& mapping = reading.mapping;
    const auto lacks = [&](ImportField field) {
        const int column = mapping[field];
        if (column < 0 || static_cast<std::size_t>(column) >= cells.size()) { return true; }
        const std::string_view cell = trim(cells[static_cast<std::size_t>(column)]);
        return means_nothing(cell) || is_total_word(cell);
    };
    const bool named = !lacks(ImportField::customer_code) || !lacks(ImportField::customer_name);
    if (mapping.kind == ImportKind::customers && named) { return RowShape::data; }
    for (const ImportColumn& column : import_columns(mapping.kind)) {
        const bool tells = column.required && column.shape != CellShape::amount;
        if (tells && !lacks(column.field)) { return RowShape::data; }
    }
    if (std::ranges::all_of(cells, [](std::string_view cell) { return trim(cell).empty(); })) {
        return RowShape::blank;
    }
    return std::ranges::any_of(cells, is_total_word) ? RowShape::total : RowShape::data;
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
    reading.home = book_currency;
    reading.fallback = mapping.currency.view().empty() ? book_currency : mapping.currency;
    reading.header.assign(header.begin(), header.end());
    if (mapping[ImportField::customer_code] < 0 && mapping[ImportField::customer_name] < 0) {
        require(ImportField::customer_code);
    }
    const auto columns_of_kind = import_columns(mapping.kind);
    const bool lines = mapping[ImportField::line_amount] >= 0;
    for (const ImportColumn& column : columns_of_kind) {
        const bool by_lines = lines && column.field == ImportField::amount;
        if (column.required && mapping[column.field] < 0 && !by_lines) { require(column.field); }
    }
    if (lines && mapping[ImportField::amount] >= 0) { // which of them is meant?
        open.push_back({ErrorCode::ambiguous, "amount_columns", {}, 0});
    }

    const auto column_of = [&](ImportField field) -> const ColumnEvidence* {
        const int column = mapping[field];
        return column >= 0 && static_cast<std::size_t>(column) < columns.size()
                   ? &columns[static_cast<std::size_t>(column)]
                   : nullptr;
    };
    // One program wrote the file, so a column that proves nothing is read like its neighbours that
    // do, as long as these agree.
    const auto settle = [&]<class Kind>(CellShape shape, Kind decided, ByField<Kind>& out,
                                        auto proof, Kind harmless) {
        Kind neighbours = Kind::unknown;
        bool agree = true;
        for (const ImportColumn& known : columns_of_kind) {
            const ColumnEvidence* column = known.shape == shape ? column_of(known.field) : nullptr;
            if (column == nullptr) { continue; }
            const Result<Kind> proved = proof(*column);
            if (proved && *proved != Kind::unknown && *proved != harmless) {
                agree = agree && (neighbours == Kind::unknown || neighbours == *proved);
                neighbours = *proved;
            }
        }
        for (const ImportColumn& known : columns_of_kind) {
            const ColumnEvidence* column = known.shape == shape ? column_of(known.field) : nullptr;
            if (column == nullptr) { continue; }
            Kind& mine = out[static_cast<std::size_t>(known.field)];
            const Result<Kind> proved = proof(*column);
            if (decided != Kind::unknown) {
                mine = decided;
            } else if (proved) {
                mine = *proved;
            } else if (proved.error().line == 0 && agree && neighbours != Kind::unknown) {
                mine = neighbours;
            } else {
                open.push_back(proved.error());
                open.back().field = name_of(known.field);
            }
        }
    };
    settle(
        CellShape::date, mapping.date_order, reading.order,
        [](const ColumnEvidence& column) { return column.date_order(); }, DateOrder::ymd);
    const int exponent = reading.fallback.exponent() + mapping.amount_power;
    settle(
        CellShape::amount, mapping.number_style, reading.style,
        [&](const ColumnEvidence& column) { return column.number_style(exponent); },
        NumberStyle::unknown);
    return open;
}

namespace {

// Parts are joined by a character that no cell can hold after trimming, so that "a" + "b|c" and
// "a|b" + "c" stay apart.
constexpr char part_end = '\x1f';

std::string joined_parts(std::initializer_list<Piece> parts) {
    return joined(parts, std::string_view(&part_end, 1));
}

std::string customer_key(std::string_view code, std::string_view name) {
    return code.empty() ? joined_parts({"name", name}) : joined_parts({"code", code});
}

} // namespace

std::string import_name_of_customer(std::string_view code, std::string_view name) {
    return joined_parts({"customer", customer_key(code, name)});
}

std::string import_name_of_customer(const ImportedInvoice& row) {
    return import_name_of_customer(row.customer_code, row.customer_name);
}

std::string import_name_of_invoice(const ImportedInvoice& row) {
    return joined_parts(
        {"invoice", customer_key(row.customer_code, row.customer_name), row.number});
}

std::string import_name_of_receipt(std::string_view invoice_id_text, Date settled,
                                   std::int64_t minor) {
    return joined_parts({"receipt", invoice_id_text, to_text(settled), minor});
}
std::string import_name_of_paid(std::string_view invoice_id_text) {
    return "paid before\x1f" + std::string(invoice_id_text);
}
std::string import_name_of_credit(const ImportedInvoice& row) {
    return "credit\x1f" + import_name_of_invoice(row);
}

std::string import_name_of_record(const ImportedRecord& row, std::string_view customer_id_text,
                                  int ordinal) {
    const std::string_view kind = name_of(row.kind);
    switch (row.kind) {
    case ImportKind::contacts:
        return joined_parts({kind, customer_id_text, row[ImportField::person]});
    case ImportKind::receipts:
        if (!row[ImportField::receipt_number].empty()) {
            return joined_parts(
                {kind, customer_id_text, "number", row[ImportField::receipt_number]});
        }
        return joined_parts({kind, customer_id_text, row[ImportField::date],
                             row.minor_of(ImportField::amount), row.currency.view(),
                             row[ImportField::method], row[ImportField::reference], ordinal});
    case ImportKind::contact_log:
        return joined_parts({kind, customer_id_text, row[ImportField::date], row[ImportField::time],
                             row[ImportField::channel], row[ImportField::outcome],
                             row[ImportField::person], row[ImportField::by], row[ImportField::next],
                             row[ImportField::note]});
    case ImportKind::invoices:
    case ImportKind::customers: break;
    }
    return import_name_of_customer(row[ImportField::customer_code],
                                   row[ImportField::customer_name]);
}

std::string import_name_again(const std::string& name, int times) {
    return times == 0 ? name : joined_parts({name, "again", times});
}

std::string import_name_of_take_out(std::string_view fact_id_text) {
    return joined_parts({"take out", fact_id_text});
}

} // namespace huikuan::core
