// A sheet from anywhere. Rows stay within the limits, come the same in whatever pieces, and what is
// written out is read back as it was; whatever kind it is taken for, each row is a record or a list
// of errors.
#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "sync/csv.h"
#include "sync/csv_mapping.h"
#include "sync/csv_sniff.h"

using namespace huikuan;

namespace {

void require(bool true_thing) {
    if (!true_thing) std::abort();
}

using Row = std::vector<std::string>;

struct Outcome {
    core::Result<void> result;
    std::vector<Row> rows;
};

Outcome read(std::string_view text, char delimiter, std::size_t piece) {
    const sync::CsvLimits limits{1000, 4000, 64};
    Outcome outcome;
    sync::CsvReader reader(
        delimiter,
        [&](std::int64_t line, std::span<const std::string_view> cells) {
            require(line > 0 && cells.size() <= limits.columns);
            Row row;
            for (const std::string_view cell : cells) {
                require(cell.size() <= limits.cell_bytes);
                row.emplace_back(cell);
            }
            outcome.rows.push_back(std::move(row));
        },
        limits);
    while (outcome.result && !text.empty()) {
        outcome.result = reader.push(text.substr(0, piece));
        text.remove_prefix(std::min(piece, text.size()));
    }
    if (outcome.result) outcome.result = reader.finish();
    return outcome;
}

void read_as(core::ImportKind kind, const std::vector<Row>& rows) {
    const auto at = core::find_header(rows, kind);
    if (!at) return;
    const Row& header = rows[*at];
    const auto below = std::span(rows).subspan(*at + 1);
    core::ImportReading reading;
    static_cast<void>(core::decide_reading(core::guess_mapping(header, below, kind), header, {},
                                           core::Currency{}, reading));
    std::int64_t line = 0;
    for (const Row& row : below) {
        const std::vector<std::string_view> cells(row.begin(), row.end());
        static_cast<void>(core::shape_of(cells, reading));
        if (kind == core::ImportKind::invoices) {
            const auto read = core::read_import_row(cells, ++line, reading);
            require(read.has_value() || !read.error().empty());
        } else {
            const auto read = core::read_import_record(cells, ++line, reading);
            require(read.has_value() || !read.error().empty());
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    static_cast<void>(sync::sniff({data, size}, true));
    static_cast<void>(sync::mapping_from_json(text, {}));
    static_cast<void>(sync::read_kept_mapping(text));
    sync::Utf8Check utf8;
    static_cast<void>(utf8.push(text));

    const char delimiter = sync::guess_delimiter(text);
    const Outcome whole = read(text, delimiter, size == 0 ? 1 : size);
    const Outcome pieces = read(text, delimiter, 3);
    require(whole.result.has_value() == pieces.result.has_value());
    if (!whole.result) return 0;
    require(whole.rows == pieces.rows);
    for (std::size_t kind = 0; kind < core::import_kinds; ++kind) {
        read_as(static_cast<core::ImportKind>(kind), whole.rows);
    }

    // Written by us, read by us: the same cells.
    std::string written;
    std::vector<Row> rows = whole.rows;
    std::erase(rows, Row{""}); // one empty cell is a blank line, and those are passed over
    for (const Row& row : rows) {
        const std::vector<std::string_view> cells(row.begin(), row.end());
        sync::append_csv_row(written, cells);
    }
    const Outcome again = read(written, ',', written.size() + 1);
    if (!again.result) return 0; // guards and quotation marks may pass a limit
    require(again.rows.size() == rows.size());
    for (std::size_t at = 0; at < again.rows.size(); ++at) {
        require(again.rows[at].size() == rows[at].size());
        for (std::size_t cell = 0; cell < again.rows[at].size(); ++cell) {
            const std::string& before = rows[at][cell];
            const std::string& after = again.rows[at][cell];
            require(after == before || sync::without_guard(after) == before);
        }
    }
    return 0;
}
