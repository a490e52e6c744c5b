#include "session/sheet.h"

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
    if (form_ == SheetForm::csv) {
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

bool SheetWriter::finish() {
    if (!out_) return false;
    const bool done = out_->finish();
    out_.reset();
    return done;
}

std::string_view SheetWriter::ending(SheetForm form) {
    return form == SheetForm::csv ? ".csv" : ".xlsx";
}

std::string_view SheetWriter::mime(SheetForm form) {
    return form == SheetForm::csv
               ? "text/csv"
               : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}

} // namespace huikuan::session
