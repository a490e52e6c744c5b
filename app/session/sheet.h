#pragma once
// A list on its way to a spreadsheet: rows of typed cells, written one after the other into a file
// that leaves. What a person took from a list must arrive as what it is: amounts as numbers, dates
// as dates, and no text that a spreadsheet would run as a formula.
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/platform.h"

namespace huikuan::session {

enum class SheetForm : std::uint8_t {
    csv, // UTF-8 with a byte order mark, RFC 4180
    // The rows as they are, for the page to make a workbook of: cells end with 0x1F, rows with
    // 0x1E; a cell begins with its kind (t, n, d). web/sheet_worker.mjs reads it.
    workbook,
    // Objects whose names are the first row's; numbers as numbers, dates as "2026-11-22", an empty
    // cell as null. One array, or a line each.
    json,
    ndjson,
};

struct SheetCell {
    enum class Kind : std::uint8_t { text, number, date };
    Kind kind = Kind::text;
    std::string text; // number: "-1234.50"; date: "2026-11-22"
};

class SheetWriter {
public:
    SheetWriter(std::unique_ptr<platform::Outgoing> out, SheetForm form);
    ~SheetWriter(); // abandons what was not finished
    SheetWriter(const SheetWriter&) = delete;
    SheetWriter& operator=(const SheetWriter&) = delete;

    // False: no space, or cancelled; nothing more can be written.
    bool row(std::span<const SheetCell> cells);
    bool finish();

    // What save_file is told: the file's ending and its type.
    static std::string_view ending(SheetForm form);
    static std::string_view mime(SheetForm form);

private:
    std::unique_ptr<platform::Outgoing> out_;
    SheetForm form_;
    std::string text_;
    void append_object(std::span<const SheetCell> cells);

    std::vector<std::string_view> cells_;
    std::vector<std::string> names_; // of objects
    std::size_t rows_ = 0;           // objects so far
};

} // namespace huikuan::session
