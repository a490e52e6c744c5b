#pragma once
// Workbooks (.xlsx, .xlsm, .xls) as the sheets of text that the rest of the book reads: libxls and
// minizip with expat know the formats; here is what a cell says. Values only: of a formula what it
// gave when the workbook was saved, of a date the day, of a number up to the 15 digits that a
// spreadsheet shows. Amounts stay as written in cells of text.
//
// The page does not link this: it is a WebAssembly module of its own (workbook_web.cpp), fetched
// when the first workbook is opened and run beside the page, so that a hostile one can hurt
// nothing. Its answer travels as one text (workbook_to_wire).
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace huikuan::sync {

// What a person should know of a sheet, with how many.
enum class WorkbookNote : std::uint8_t {
    merged,      // areas over several rows: their text stands in each row, their amounts only once
    no_value,    // formulas that were never computed: their cells are empty
    hidden_rows, // are read like the others
    since_1904,  // dates were counted from 1904 (1: they were)
};
inline constexpr std::size_t workbook_notes = 4;
std::string_view name_of(WorkbookNote note);

struct WorkbookSheet {
    std::string name;
    bool hidden = false;
    std::int64_t rows = 0; // with anything in them
    std::array<std::int64_t, workbook_notes> notes{};
    // UTF-8, tab separated, quoted where a cell needs it; line n is the sheet's row n, so that a
    // line of a cell's own text is a blank here.
    std::string text;

    friend bool operator==(const WorkbookSheet&, const WorkbookSheet&) = default;
};
struct Workbook {
    std::vector<WorkbookSheet> sheets; // at least one
    // The first that can be seen and says anything; else the first.
    [[nodiscard]] std::size_t usual_sheet() const;

    friend bool operator==(const Workbook&, const Workbook&) = default;
};

inline constexpr std::uint64_t workbook_limit_bytes = 64ULL * 1024 * 1024;
inline constexpr std::size_t workbook_limit_text = 256ULL * 1024 * 1024;     // of all sheets
inline constexpr std::size_t workbook_limit_inflated = 768ULL * 1024 * 1024; // of its parts

// Errors have the field "workbook". unsupported: detail "password" (a workbook that is opened with
// one), "xlsb", "ods", "document" (of another program), "old" (of before 1997). corrupt: damaged
// or not whole, detail which part. too_large: detail the limit.
core::Result<Workbook> read_workbook(std::span<const std::uint8_t> bytes);

std::string workbook_to_wire(const core::Result<Workbook>& workbook);
// corrupt, field "workbook", detail "answer": not such a text.
core::Result<Workbook> workbook_from_wire(std::string_view text);

} // namespace huikuan::sync
