#pragma once
// What both readers of workbooks (workbook_xlsx.cpp, workbook_xls.cpp) hand their cells to.
#include <string>
#include <string_view>
#include <vector>

#include "sync/workbook.h"

namespace huikuan::sync {

// Rows and columns count from 0.
inline constexpr std::uint32_t most_sheet_rows = 1'048'576;
inline constexpr std::uint32_t most_sheet_columns = 16'384;

// The cells of one sheet, in any order, on their way to its text.
class SheetCells {
public:
    enum class Kind : std::uint8_t { text, number };

    // `spent` is what all sheets of the workbook have used of workbook_limit_text.
    explicit SheetCells(std::size_t& spent) : spent_(spent) {}

    // False: too much.
    bool add(std::uint32_t row, std::uint32_t column, Kind kind, std::string_view text);
    // An area of more than one row whose first cell speaks for all: its text goes into the rows
    // below too. A number does not: a total over three invoices is not three totals.
    void merge(std::uint32_t first_row, std::uint32_t last_row, std::uint32_t column);
    void write(WorkbookSheet& sheet);

private:
    struct Cell {
        std::uint32_t row = 0;
        std::uint32_t column = 0;
        std::size_t from = 0;
        std::uint32_t size = 0;
        Kind kind = Kind::text;
    };
    struct Area {
        std::uint32_t first = 0, last = 0, column = 0;
    };
    static bool before(const Cell& a, const Cell& b);
    void fill(const Area& area, std::vector<Cell>& copies);

    std::size_t& spent_;
    std::string arena_;
    std::vector<Cell> cells_;
    std::vector<Area> areas_;
};

// A number as a spreadsheet shows it without a format: "1234.5", "-0.07", "6222000012345678".
std::string plain_number(double value);
// A number that is shown as a date, a time of the day or both: "2026-11-22", "2026-11-22 08:15:30",
// "08:15:30"; a day that the calendar does not have (29 February 1900) as spreadsheets write it.
// Empty: no such day.
std::string date_of_number(double value, bool since_1904);
// Does a number format show days or times? "yyyy/m/d", "[$-804]yyyy年m月d日", "h:mm"; not
// "#,##0.00".
bool shows_date(std::string_view format);
bool shows_date(int built_in_format);

core::Result<Workbook> read_xlsx(std::span<const std::uint8_t> bytes);
core::Result<Workbook> read_xls(std::span<const std::uint8_t> bytes);

} // namespace huikuan::sync
