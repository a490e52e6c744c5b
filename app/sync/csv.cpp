#include "sync/csv.h"

#include <algorithm>
#include <array>
#include <csv.h>
#include <map>

namespace huikuan::sync {

namespace {

constexpr std::size_t piece_bytes = 16 * 1024; // limits are looked at after each piece

} // namespace

struct CsvReader::State {
    csv_parser parser{};
    Row row;
    CsvLimits limits;
    std::string text;              // the cells of the row so far, one after the other
    std::vector<std::size_t> ends; // of each cell in `text`
    std::vector<std::string_view> cells;
    std::int64_t line = 1;     // where the reader stands
    std::int64_t row_line = 1; // where the row that is being read started
    bool after_return = false; // the last byte was CR: LF does not count again
    bool too_many = false;     // cells
    bool too_big = false;      // a cell
    bool failed = false;

    void end_of_cell(const char* bytes, std::size_t length) {
        if (ends.size() == limits.columns) {
            too_many = true;
            return;
        }
        if (length > limits.cell_bytes) {
            too_big = true;
            return;
        }
        text.append(bytes, length);
        ends.push_back(text.size());
    }
    void end_of_row() {
        if (!too_many && !too_big) {
            cells.clear();
            std::size_t from = 0;
            for (const std::size_t end : ends) {
                cells.emplace_back(text.data() + from, end - from);
                from = end;
            }
            row(row_line, cells);
            text.clear();
            ends.clear();
        }
    }
    core::Result<void> refuse(core::ErrorCode code, const char* field, std::size_t limit) {
        failed = true;
        return core::fail(code, field, limit == 0 ? std::string{} : std::to_string(limit),
                          row_line);
    }
    core::Result<void> parse(std::string_view piece);
    core::Result<void> check();
};

namespace {

void cell_arrived(void* bytes, std::size_t length, void* reader) {
    static_cast<CsvReader::State*>(reader)->end_of_cell(static_cast<const char*>(bytes), length);
}
void row_arrived(int /*terminator*/, void* reader) {
    static_cast<CsvReader::State*>(reader)->end_of_row();
}

} // namespace

core::Result<void> CsvReader::State::check() {
    if (too_big || parser.entry_pos > limits.cell_bytes) {
        return refuse(core::ErrorCode::too_large, "cell", limits.cell_bytes);
    }
    if (too_many) { return refuse(core::ErrorCode::too_large, "columns", limits.columns); }
    if (text.size() + parser.entry_pos > limits.row_bytes) {
        return refuse(core::ErrorCode::too_large, "row", limits.row_bytes);
    }
    return {};
}

// `piece` has a line end at most as its last byte.
core::Result<void> CsvReader::State::parse(std::string_view piece) {
    while (!piece.empty()) {
        const std::string_view now = piece.substr(0, piece_bytes);
        piece.remove_prefix(now.size());
        if (parser.pstate == 0) { // libcsv: no row has begun
            row_line = line;
        }
        if (csv_parse(&parser, now.data(), now.size(), cell_arrived, row_arrived, this) !=
            now.size()) {
            return refuse(core::ErrorCode::malformed, "row", 0);
        }
        if (const auto fine = check(); !fine) { return fine; }
    }
    return {};
}

CsvReader::CsvReader(char delimiter, Row row, CsvLimits limits)
    : state_(std::make_unique<State>()) {
    csv_init(&state_->parser, 0);
    csv_set_delim(&state_->parser, static_cast<unsigned char>(delimiter));
    csv_set_blk_size(&state_->parser, 4096);
    state_->row = std::move(row);
    state_->limits = limits;
}

CsvReader::~CsvReader() { csv_free(&state_->parser); }

core::Result<void> CsvReader::push(std::string_view text) {
    State& state = *state_;
    if (state.failed) { return core::fail(core::ErrorCode::malformed, "row", {}, state.row_line); }
    while (!text.empty()) {
        const std::size_t end = text.find_first_of("\r\n");
        const std::size_t length = end == std::string_view::npos ? text.size() : end + 1;
        const std::string_view piece = text.substr(0, length);
        text.remove_prefix(length);
        // The LF of a CR LF that ended a row is a blank line to libcsv; it must not count here.
        const bool second_half = state.after_return && piece == "\n";
        state.after_return = piece.back() == '\r';
        if (const auto fine = state.parse(piece); !fine) { return fine; }
        if (end != std::string_view::npos && !second_half) { ++state.line; }
    }
    return {};
}

core::Result<void> CsvReader::finish() {
    State& state = *state_;
    if (state.failed) { return core::fail(core::ErrorCode::malformed, "row", {}, state.row_line); }
    constexpr int inside_a_cell = 2; // libcsv's FIELD_BEGUN
    if (state.parser.pstate == inside_a_cell && state.parser.quoted != 0) {
        return state.refuse(core::ErrorCode::malformed, "quote", 0);
    }
    if (csv_fini(&state.parser, cell_arrived, row_arrived, &state) != 0) {
        return state.refuse(core::ErrorCode::malformed, "row", 0);
    }
    return state.check();
}

std::int64_t CsvReader::line() const { return state_->line; }

char guess_delimiter(std::string_view beginning) {
    constexpr std::array<char, 4> candidates{',', ';', '\t', '|'};
    char best = ',';
    std::size_t best_score = 0;
    for (const char candidate : candidates) {
        std::map<std::size_t, std::size_t> widths; // cells in a row -> rows
        std::size_t rows = 0;
        CsvReader reader(candidate, [&](std::int64_t, std::span<const std::string_view> cells) {
            ++widths[cells.size()];
            ++rows;
        });
        (void)(reader.push(beginning) && reader.finish()); // a cut last row is only noise here
        for (const auto& [width, count] : widths) {
            // Cells that are gained, weighed by how even the file is: a decimal comma cuts many
            // rows, but not the heading.
            const std::size_t score =
                (width - 1) * count * 1000 * count / std::max<std::size_t>(rows, 1);
            if (score > best_score) {
                best_score = score;
                best = candidate;
            }
        }
    }
    return best;
}

namespace {

bool runs_as_formula(std::string_view cell) {
    static constexpr std::array<std::string_view, 10> starts{"=",  "+",  "-",  "@",  "\t",
                                                             "\r", "＝", "＋", "－", "＠"};
    return std::ranges::any_of(starts, [&](std::string_view s) { return cell.starts_with(s); });
}

bool is_plain_number(std::string_view cell) {
    if (cell.starts_with('+') || cell.starts_with('-')) { cell.remove_prefix(1); }
    return !cell.empty() && std::ranges::all_of(cell, [](char c) {
        return (c >= '0' && c <= '9') || c == '.' || c == ',';
    });
}

} // namespace

void append_csv_cell(std::string& out, std::string_view cell) {
    std::string guarded;
    if (runs_as_formula(cell) && !is_plain_number(cell)) {
        guarded.reserve(cell.size() + 1);
        guarded += '\'';
        guarded += cell;
        cell = guarded;
    }
    const bool quote = cell.find_first_of(",;\t|\"\r\n") != std::string_view::npos ||
                       (!cell.empty() && (cell.front() == ' ' || cell.back() == ' '));
    if (!quote) {
        out += cell;
        return;
    }
    const std::size_t before = out.size();
    out.resize(before + 2 * cell.size() + 2);
    const std::size_t written =
        csv_write(out.data() + before, out.size() - before, cell.data(), cell.size());
    out.resize(before + written);
}

void append_csv_row(std::string& out, std::span<const std::string_view> cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) { out += ','; }
        append_csv_cell(out, cells[i]);
    }
    out += "\r\n";
}

std::string_view without_guard(std::string_view cell) {
    return cell.starts_with('\'') && runs_as_formula(cell.substr(1)) ? cell.substr(1) : cell;
}

} // namespace huikuan::sync
