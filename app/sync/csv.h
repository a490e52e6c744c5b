#pragma once
// Sheets as text: comma, semicolon, tab or bar separated, with quotes and line ends in cells. The
// grammar is libcsv's; here are the stream, the line numbers, the limits and the shape of the file.
// Bytes are UTF-8 (csv_sniff.h tells what a file is before anything is read).
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace huikuan::sync {

struct CsvLimits {
    std::size_t cell_bytes = 32 * 1024;
    std::size_t row_bytes = 256 * 1024;
    std::size_t columns = 256;
};

// Push text in pieces of any size; whole rows come out with the line on which each starts.
// Blank lines are no rows. Cells lose blanks around them unless quoted.
class CsvReader {
public:
    // The cells are valid during the call only.
    using Row = std::function<void(std::int64_t line, std::span<const std::string_view> cells)>;

    CsvReader(char delimiter, Row row, CsvLimits limits = {});
    ~CsvReader();
    CsvReader(const CsvReader&) = delete;
    CsvReader& operator=(const CsvReader&) = delete;

    // too_large: field "cell", "row" or "columns", detail the limit, line where the row started (a
    // quotation mark that is never closed swallows the file until this limit).
    core::Result<void> push(std::string_view text);
    // malformed, field "quote": the file ends inside a quoted cell; line where its row started.
    core::Result<void> finish();
    // The line on which the next row would start.
    [[nodiscard]] std::int64_t line() const;

    struct State; // libcsv's parser and the row so far

private:
    std::unique_ptr<State> state_;
};

// The delimiter that cuts the beginning of a file most evenly: one of  , ; tab |
char guess_delimiter(std::string_view beginning);

// --- writing
// One cell, quoted where the format asks for it, and never a formula: a text that a spreadsheet
// would run (= + - @ tab) gets an apostrophe in front, unless it is a plain number.
void append_csv_cell(std::string& out, std::string_view cell);
// The cells and CR LF (RFC 4180).
void append_csv_row(std::string& out, std::span<const std::string_view> cells);
// The same cell as it was before append_csv_cell: without that apostrophe.
std::string_view without_guard(std::string_view cell);

} // namespace huikuan::sync
