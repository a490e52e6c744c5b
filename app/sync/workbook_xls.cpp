// Workbooks of Excel 97 to 2003, and of programs that write them still. libxls reads the format.
#include <libxls.h>

#include <algorithm>
#include <map>
#include <memory>

#include "sync/workbook_parts.h"

namespace huikuan::sync {

namespace {

using core::ErrorCode;
using core::fail;

using Book = std::unique_ptr<xls::xlsWorkBook, decltype(&xls::xls_close_WB)>;
using Sheet = std::unique_ptr<xls::xlsWorkSheet, decltype(&xls::xls_close_WS)>;

core::Error error_of(xls::xls_error_t error) {
    if (error == xls::LIBXLS_ERROR_UNSUPPORTED_ENCRYPTION) {
        return {ErrorCode::unsupported, "workbook", "password", 0};
    }
    return {ErrorCode::corrupt, "workbook", "file", 0};
}

// Which of the workbook's cell styles show dates.
std::vector<bool> date_styles(const xls::xlsWorkBook& book) {
    std::map<int, bool> own;
    for (std::size_t i = 0; i < book.formats.count; ++i) {
        const auto& format = book.formats.format[i];
        if (format.value != nullptr) own[format.index] = shows_date(std::string_view(format.value));
    }
    std::vector<bool> styles;
    for (std::size_t i = 0; i < book.xfs.count; ++i) {
        const int format = book.xfs.xf[i].format;
        const auto named = own.find(format);
        styles.push_back(named == own.end() ? shows_date(format) : named->second);
    }
    return styles;
}

struct Said {
    SheetCells::Kind kind = SheetCells::Kind::text;
    std::string text;
};

// A formula whose text was never computed.
bool lacks_value(const xls::st_cell::st_cell_data& cell) {
    const bool formula = cell.id == XLS_RECORD_FORMULA || cell.id == XLS_RECORD_FORMULA_ALT;
    return formula && cell.l != 0 && cell.str == nullptr;
}

Said said_by(const xls::st_cell::st_cell_data& cell, const std::vector<bool>& dates, bool mac) {
    const std::string_view text = cell.str == nullptr ? std::string_view() : cell.str;
    const auto number = [&]() -> Said {
        if (cell.xf < dates.size() && dates[cell.xf]) {
            std::string date = date_of_number(cell.d, mac);
            if (!date.empty()) return {SheetCells::Kind::text, std::move(date)};
        }
        return {SheetCells::Kind::number, plain_number(cell.d)};
    };
    const auto truth = [&]() -> Said {
        if (text == "bool") return {SheetCells::Kind::text, cell.d != 0 ? "TRUE" : "FALSE"};
        if (text != "error") return {SheetCells::Kind::text, std::string(text)};
        return {SheetCells::Kind::text, cell.d == 0x2A ? "#N/A" : "#VALUE!"};
    };
    switch (cell.id) {
    case XLS_RECORD_NUMBER:
    case XLS_RECORD_RK:
    case XLS_RECORD_MULRK: return number();
    case XLS_RECORD_BOOLERR: return truth();
    case XLS_RECORD_FORMULA:
    case XLS_RECORD_FORMULA_ALT: return cell.l == 0 ? number() : truth();
    case XLS_RECORD_BLANK:
    case XLS_RECORD_MULBLANK: return {};
    default: return {SheetCells::Kind::text, std::string(text)};
    }
}

core::Result<WorkbookSheet> read_sheet(xls::xlsWorkBook& book, std::size_t index,
                                       const std::vector<bool>& dates, std::size_t& spent) {
    const auto& listed = book.sheets.sheet[index];
    WorkbookSheet sheet;
    sheet.name = listed.name == nullptr ? "" : listed.name;
    std::ranges::replace_if(sheet.name, [](unsigned char c) { return c < 0x20; }, ' ');
    sheet.hidden = listed.visibility != 0;
    constexpr int worksheet = 0;
    if (listed.type != worksheet) return sheet; // a chart, a module: nothing to read
    const Sheet opened(xls::xls_getWorkSheet(&book, static_cast<int>(index)), xls::xls_close_WS);
    if (!opened) return fail(ErrorCode::corrupt, "workbook", sheet.name);
    if (const auto error = xls::xls_parseWorkSheet(opened.get()); error != xls::LIBXLS_OK) {
        core::Error why = error_of(error);
        if (why.code == ErrorCode::corrupt) why.detail = sheet.name;
        return std::unexpected(std::move(why));
    }
    SheetCells cells(spent);
    std::int64_t no_value = 0;
    std::int64_t hidden_rows = 0;
    constexpr unsigned row_is_hidden = 0x20;
    for (std::uint32_t r = 0; r <= opened->rows.lastrow && opened->rows.row != nullptr; ++r) {
        const auto& row = opened->rows.row[r];
        bool any = false;
        for (std::uint32_t c = 0; c < row.cells.count; ++c) {
            const auto& cell = row.cells.cell[c];
            const Said said = said_by(cell, dates, book.is1904 != 0);
            any = any || !said.text.empty();
            no_value += lacks_value(cell) ? 1 : 0;
            if (!cells.add(r, c, said.kind, said.text)) {
                return fail(ErrorCode::too_large, "workbook", std::to_string(workbook_limit_text));
            }
            if (cell.rowspan > 1) cells.merge(r, r + cell.rowspan - 1U, c);
        }
        hidden_rows += any && (row.flags & row_is_hidden) != 0 ? 1 : 0;
    }
    cells.write(sheet);
    sheet.notes[static_cast<std::size_t>(WorkbookNote::no_value)] = no_value;
    sheet.notes[static_cast<std::size_t>(WorkbookNote::hidden_rows)] = hidden_rows;
    sheet.notes[static_cast<std::size_t>(WorkbookNote::since_1904)] = book.is1904 != 0 ? 1 : 0;
    return sheet;
}

} // namespace

core::Result<Workbook> read_xls(std::span<const std::uint8_t> bytes) {
    xls::xls_error_t error = xls::LIBXLS_OK;
    const Book book(xls::xls_open_buffer(bytes.data(), bytes.size(), "UTF-8", &error),
                    xls::xls_close_WB);
    if (!book) return std::unexpected(error_of(error));
    const std::vector<bool> dates = date_styles(*book);
    Workbook workbook;
    std::size_t spent = 0;
    for (std::size_t i = 0; i < book->sheets.count; ++i) {
        auto sheet = read_sheet(*book, i, dates, spent);
        if (!sheet) return std::unexpected(sheet.error());
        workbook.sheets.push_back(std::move(*sheet));
    }
    if (workbook.sheets.empty()) return fail(ErrorCode::corrupt, "workbook", "file");
    return workbook;
}

} // namespace huikuan::sync
