#include "session/sheet.h"

#include <algorithm>

#include "sync/canonical.h"
#include "sync/csv.h"

namespace huikuan::session {

namespace {

char letter_of(SheetCell::Kind kind) {
    switch (kind) {
    case SheetCell::Kind::number: return 'n';
    case SheetCell::Kind::date: return 'd';
    case SheetCell::Kind::text: break;
    }
    return 't';
}

// A text that is not UTF-8 has none.
std::string json_text(const std::string& text) {
    return sync::canonical(sync::Value(text)).value_or("null");
}

constexpr char cell_end = '\x1f';
constexpr char row_end = '\x1e';

void append_cell(std::string& out, const SheetCell& cell) {
    out += letter_of(cell.kind);
    for (const char c : cell.text) {
        // XML knows no control characters but tab and line break; neither do workbooks.
        const auto byte = static_cast<unsigned char>(c);
        out += byte < 0x20 && c != '\t' && c != '\n' ? ' ' : c;
    }
    out += cell_end;
}

} // namespace

SheetWriter::SheetWriter(std::unique_ptr<platform::Outgoing> out, SheetForm form)
    : out_(std::move(out)), form_(form) {
    if (form_ == SheetForm::csv) text_ = "\xEF\xBB\xBF";
}

SheetWriter::~SheetWriter() {
    if (out_) out_->abandon();
}

bool SheetWriter::row(std::span<const SheetCell> cells) {
    if (!out_) return false;
    if (form_ == SheetForm::json || form_ == SheetForm::ndjson) {
        append_object(cells);
    } else if (form_ == SheetForm::csv) {
        cells_.clear();
        for (const SheetCell& cell : cells) cells_.emplace_back(cell.text);
        sync::append_csv_row(text_, cells_);
    } else {
        for (const SheetCell& cell : cells) append_cell(text_, cell);
        text_ += row_end;
    }
    const std::span bytes(reinterpret_cast<const std::uint8_t*>(text_.data()), text_.size());
    if (!out_->write(bytes)) {
        out_->abandon();
        out_.reset();
    }
    text_.clear();
    return out_ != nullptr;
}

void SheetWriter::append_object(std::span<const SheetCell> cells) {
    if (names_.empty()) { // two columns of one title are two
        for (const SheetCell& cell : cells) {
            std::string name = cell.text;
            for (int n = 2; std::ranges::contains(names_, name); ++n) {
                name = cell.text + " " + std::to_string(n);
            }
            names_.push_back(std::move(name));
        }
        return;
    }
    if (form_ == SheetForm::json) text_ += rows_ == 0 ? "[" : ",\n";
    ++rows_;
    for (std::size_t i = 0; i < std::min(cells.size(), names_.size()); ++i) {
        text_ += i == 0 ? "{" : ",";
        text_ += json_text(names_[i]) + ":";
        const SheetCell& cell = cells[i];
        if (cell.text.empty()) text_ += "null";
        else if (cell.kind == SheetCell::Kind::number) text_ += cell.text;
        else text_ += json_text(cell.text);
    }
    text_ += form_ == SheetForm::json ? "}" : "}\n";
}

bool SheetWriter::finish() {
    if (!out_) return false;
    if (form_ == SheetForm::json) {
        const std::string_view end = rows_ == 0 ? "[]\n" : "]\n";
        const std::span bytes(reinterpret_cast<const std::uint8_t*>(end.data()), end.size());
        if (!out_->write(bytes)) {
            out_->abandon();
            out_.reset();
            return false;
        }
    }
    const bool done = out_->finish();
    out_.reset();
    return done;
}

std::string_view SheetWriter::ending(SheetForm form) {
    constexpr std::string_view endings[] = {".csv", ".xlsx", ".json", ".ndjson"};
    return endings[static_cast<std::size_t>(form)];
}

std::string_view SheetWriter::mime(SheetForm form) {
    constexpr std::string_view kinds[] = {
        "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/json", "application/x-ndjson"};
    return kinds[static_cast<std::size_t>(form)];
}

} // namespace huikuan::session
