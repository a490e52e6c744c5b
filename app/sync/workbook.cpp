#include "sync/workbook.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>

#include "core/date.h"
#include "core/text.h"
#include "sync/module_wire.h"
#include "sync/workbook_parts.h"

namespace huikuan::sync {

namespace {

using core::ErrorCode;
using core::fail;

// Names within a file of the old kind are UTF-16.
std::string wide(std::string_view name) {
    std::string text;
    for (const char c : name) {
        text += c;
        text += '\0';
    }
    return text;
}

void append_quoted(std::string& out, std::string_view cell) {
    const bool blanks = !cell.empty() && (cell.front() == ' ' || cell.back() == ' ');
    if (!blanks && cell.find_first_of("\t\"") == std::string_view::npos) {
        out += cell;
        return;
    }
    out += '"';
    for (const char c : cell) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

} // namespace

std::string_view name_of(WorkbookNote note) {
    constexpr std::array<std::string_view, workbook_notes> names{"merged", "no_value",
                                                                 "hidden_rows", "since_1904"};
    return names.at(static_cast<std::size_t>(note));
}

std::size_t Workbook::usual_sheet() const {
    const auto seen = std::ranges::find_if(
        sheets, [](const WorkbookSheet& sheet) { return !sheet.hidden && sheet.rows > 0; });
    return seen == sheets.end() ? 0 : static_cast<std::size_t>(seen - sheets.begin());
}

// --- cells

bool SheetCells::add(std::uint32_t row, std::uint32_t column, Kind kind, std::string_view text) {
    if (text.empty()) return true;
    spent_ += text.size() + sizeof(Cell);
    if (spent_ > workbook_limit_text || row >= most_sheet_rows || column >= most_sheet_columns) {
        return false;
    }
    cells_.push_back({row, column, arena_.size(), static_cast<std::uint32_t>(text.size()), kind});
    for (const char c : text) { // line ends and other controls: a row is one line
        arena_ += static_cast<unsigned char>(c) < 0x20 && c != '\t' ? ' ' : c;
    }
    return true;
}

void SheetCells::merge(std::uint32_t first_row, std::uint32_t last_row, std::uint32_t column) {
    if (last_row > first_row && last_row < most_sheet_rows) {
        areas_.push_back({first_row, last_row, column});
    }
}

bool SheetCells::before(const Cell& a, const Cell& b) {
    return a.row != b.row ? a.row < b.row : a.column < b.column;
}

// Rows below an area in which nothing else stands are not made: an area may reach to the last row.
void SheetCells::fill(const Area& area, std::vector<Cell>& copies) {
    const auto find = [&](std::uint32_t row, std::uint32_t column) {
        return std::lower_bound(cells_.begin(), cells_.end(), Cell{.row = row, .column = column},
                                before);
    };
    auto at = find(area.first, area.column);
    if (at == cells_.end() || at->row != area.first || at->column != area.column) return;
    Cell said = *at;
    if (said.kind == Kind::number) return;
    for (at = find(area.first + 1, 0); at != cells_.end() && at->row <= area.last;
         at = find(at->row + 1, 0)) {
        spent_ += sizeof(Cell) + said.size;
        if (spent_ > workbook_limit_text) return;
        said.row = at->row;
        copies.push_back(said);
    }
}

void SheetCells::write(WorkbookSheet& sheet) {
    std::ranges::stable_sort(cells_, before);
    std::vector<Cell> copies;
    for (const Area& area : areas_) fill(area, copies);
    sheet.notes[static_cast<std::size_t>(WorkbookNote::merged)] =
        static_cast<std::int64_t>(areas_.size());
    cells_.insert(cells_.end(), copies.begin(), copies.end());
    std::ranges::stable_sort(cells_, before);

    std::uint32_t row = 0;
    std::uint32_t column = 0;
    bool begun = false;
    for (const Cell& cell : cells_) {
        if (!begun || cell.row != row) {
            sheet.text.append(cell.row - row, '\n');
            row = cell.row;
            column = 0;
            ++sheet.rows;
        } else if (cell.column == column) {
            continue; // said twice: the first stands
        }
        sheet.text.append(cell.column - column, '\t');
        column = cell.column;
        append_quoted(sheet.text, std::string_view(arena_).substr(cell.from, cell.size));
        begun = true;
    }
    if (begun) sheet.text += '\n';
}

// --- what a number says

std::string plain_number(double value) {
    if (!std::isfinite(value)) return {};
    if (value == 0) return "0";     // no sign: there is no minus nothing
    std::array<char, 400> digits{}; // the largest double has 309
    const double size = std::fabs(value);
    const bool exact = size >= 1e15 || size < 1e-4;
    const char* form = size >= 1e15 ? "%.0f" : size < 1e-4 ? "%.18f" : "%.15g";
    const int length = std::snprintf(digits.data(), digits.size(), form, value);
    std::string text(digits.data(), static_cast<std::size_t>(length));
    if (exact && text.contains('.')) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.ends_with('.')) text.pop_back();
        if (text == "-0" || text == "0") return "0";
    }
    return text;
}

std::string date_of_number(double value, bool since_1904) {
    constexpr double last_day = 2'958'465; // 9999-12-31
    if (!(value >= 0) || value > last_day + 1) return {};
    auto day = static_cast<std::int32_t>(std::floor(value));
    constexpr int seconds_a_day = 86'400;
    auto second = static_cast<std::int32_t>(std::lround((value - day) * seconds_a_day));
    if (second == seconds_a_day) {
        second = 0;
        ++day;
    }
    const std::string time = core::padded(second / 3600, 2) + ":" +
                             core::padded(second / 60 % 60, 2) + ":" + core::padded(second % 60, 2);
    if (day == 0 && !since_1904) return second == 0 ? std::string() : time;
    constexpr core::Date before_1900{-25'569}; // 1899-12-30
    std::string date;
    if (since_1904) {
        date = core::to_text(core::add_days(before_1900, day + 1462));
    } else if (day == 60) {
        date = "1900-02-29"; // which spreadsheets believe in
    } else {
        date = core::to_text(core::add_days(before_1900, day < 60 ? day + 1 : day));
    }
    return second == 0 ? date : date + " " + time;
}

bool shows_date(int built_in_format) {
    const auto within = [&](int first, int last) {
        return built_in_format >= first && built_in_format <= last;
    };
    return within(14, 22) || within(27, 36) || within(45, 47) || within(50, 58) || within(71, 81);
}

// Only the first section counts, that of positive numbers; what is quoted, escaped or in brackets
// is decoration, but for hours, minutes and seconds that go on counting: [h].
bool shows_date(std::string_view format) {
    for (std::size_t i = 0; i < format.size() && format[i] != ';'; ++i) {
        const char c = format[i];
        const auto lower = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        if (c == '"') {
            i = std::min(format.find('"', i + 1), format.size() - 1);
        } else if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == '[') {
            const std::size_t end = std::min(format.find(']', i), format.size());
            const std::string_view inside = format.substr(i + 1, end - i - 1);
            if (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos) {
                return true;
            }
            i = end;
        } else if (lower == 'e') {
            const char next = i + 1 < format.size() ? format[i + 1] : '\0';
            if (next != '+' && next != '-') return true; // a year of an era
            ++i;
        } else if (lower == 'g' && format.substr(i).starts_with("General")) {
            i += 6;
        } else if (std::string_view("ymdhs").contains(lower)) {
            return true;
        }
    }
    return false;
}

// --- the whole

core::Result<Workbook> read_workbook(std::span<const std::uint8_t> bytes) {
    if (bytes.size() > workbook_limit_bytes) {
        return fail(ErrorCode::too_large, "workbook", std::to_string(workbook_limit_bytes));
    }
    const std::string_view text = core::as_text(bytes);
    if (text.starts_with("PK")) return read_xlsx(bytes);
    if (!text.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) {
        return fail(ErrorCode::corrupt, "workbook", "file");
    }
    // A workbook of the new kind that is opened with a password lies in a file of the old kind.
    if (text.contains(wide("EncryptedPackage"))) {
        return fail(ErrorCode::unsupported, "workbook", "password");
    }
    if (!text.contains(wide("Workbook"))) {
        const bool old = text.contains(wide("Book"));
        return fail(ErrorCode::unsupported, "workbook", old ? "old" : "document");
    }
    return read_xls(bytes);
}

// --- the way from the module to the page

std::string workbook_to_wire(const core::Result<Workbook>& workbook) {
    std::string text;
    if (!workbook) {
        wire::put_error(text, workbook.error());
        return text;
    }
    wire::put(text, static_cast<std::int64_t>(workbook->sheets.size()));
    for (const WorkbookSheet& sheet : workbook->sheets) {
        wire::put(text, sheet.name);
        wire::put(text, sheet.hidden ? 1 : 0);
        wire::put(text, sheet.rows);
        for (const std::int64_t count : sheet.notes) wire::put(text, count);
        text += sheet.text;
        text += wire::sheet_end;
    }
    return text;
}

core::Result<Workbook> workbook_from_wire(std::string_view text) {
    const auto damaged = [] { return fail(ErrorCode::corrupt, "workbook", "answer"); };
    const auto count = wire::take_number(text);
    if (!count) return damaged();
    if (*count < 0) {
        auto error = wire::take_error(*count, text);
        if (!error || error->field != "workbook") return damaged();
        return std::unexpected(*std::move(error));
    }
    Workbook workbook;
    for (std::int64_t i = 0; i < *count; ++i) {
        WorkbookSheet sheet;
        const auto name = wire::take(text);
        const auto hidden = wire::take_number(text);
        const auto rows = wire::take_number(text);
        if (!name || !hidden || !rows) return damaged();
        sheet.name = *name;
        sheet.hidden = *hidden != 0;
        sheet.rows = *rows;
        for (std::int64_t& note : sheet.notes) {
            const auto said = wire::take_number(text);
            if (!said) return damaged();
            note = *said;
        }
        const auto cells = wire::take(text, wire::sheet_end);
        if (!cells) return damaged();
        sheet.text = *cells;
        workbook.sheets.push_back(std::move(sheet));
    }
    if (workbook.sheets.empty() || !text.empty()) return damaged();
    return workbook;
}

} // namespace huikuan::sync
