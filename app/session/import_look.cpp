#include "session/import_look.h"

#include <algorithm>

#include "core/import.h"
#include "core/text.h"
#include "sync/csv.h"

namespace huikuan::session {

namespace {

using core::ErrorCode;
using core::fail;

constexpr std::size_t look_bytes = 64 * 1024;
constexpr std::size_t look_rows = 200;

// malformed, field "encoding", with the line of the first bytes that the encoding cannot mean.
core::Result<std::string> decoded(std::span<const std::uint8_t> bytes,
                                  const sync::TextEncoding& encoding, bool whole) {
    const auto wrong = [&](std::size_t offset) {
        const auto good = bytes.first(std::min(offset, bytes.size()));
        return fail(ErrorCode::malformed, "encoding", encoding.name,
                    1 + std::ranges::count(good, std::uint8_t{'\n'}));
    };
    if (encoding.name == "utf-8") {
        std::string text(bytes.begin(), bytes.end());
        sync::Utf8Check check;
        const std::size_t bad = check.push(text);
        if (bad != sync::Utf8Check::npos) { return wrong(bad); }
        if (whole && !check.complete()) { return wrong(text.size()); }
        return text;
    }
    const auto decoder = platform::make_decoder(encoding.name);
    if (decoder == nullptr) { return fail(ErrorCode::unsupported, "encoding", encoding.name); }
    auto text = decoder->decode(bytes, whole);
    if (!text) { return wrong(static_cast<std::size_t>(decoder->bad_offset)); }
    return *std::move(text);
}

} // namespace

ImportLook::ImportLook(std::shared_ptr<platform::File> file, ImportOptions options)
    : file_(std::move(file)), options_(std::move(options)) {}

void ImportLook::ask() {
    const auto length =
        static_cast<std::size_t>(std::min<std::uint64_t>(look_bytes, file_->size()));
    inbox_ = std::make_shared<Inbox>();
    inbox_->length = length;
    file_->read(0, length, [inbox = inbox_](std::optional<std::vector<std::uint8_t>> bytes) {
        inbox->arrived = true;
        inbox->bytes = std::move(bytes);
    });
}

core::Result<const ImportLook::Seen*> ImportLook::step() {
    if (workbook_ && !seen_.workbook) {
        const auto there = workbook_->step();
        if (!there) { return std::unexpected(there.error()); }
        if (!*there) { return nullptr; }
        seen_.workbook = workbook_->about();
        file_ = workbook_->text();
        ask();
    }
    if (!inbox_) { ask(); }
    if (!inbox_->arrived) { return nullptr; }
    if (!inbox_->bytes || inbox_->bytes->size() != inbox_->length) {
        return fail(ErrorCode::io, "file", file_->name());
    }
    if (!workbook_) {
        const auto kind = sync::sniff(*inbox_->bytes, inbox_->bytes->size() == file_->size());
        const std::string_view told = kind ? std::string_view{} : kind.error().detail;
        const bool broken =
            told == "zip" && core::fold(file_->name()).value_or("").ends_with(".xlsx");
        if (told == "xlsx" || told == "xls" || broken) {
            workbook_.emplace(file_, options_.sheet);
            return step();
        }
    }
    if (const auto looked = look(*inbox_->bytes); !looked) {
        return std::unexpected(looked.error());
    }
    seen_.source = file_;
    return &seen_;
}

core::Result<void> ImportLook::look(std::span<const std::uint8_t> bytes) {
    const bool whole = bytes.size() == file_->size();
    auto encoding = workbook_ ? sync::TextEncoding{"utf-8", 0, true} : sync::sniff(bytes, whole);
    if (!encoding) { return std::unexpected(encoding.error()); }
    if (!workbook_ && !options_.encoding.empty() && options_.encoding != encoding->name) {
        *encoding = {options_.encoding, 0, true};
    }
    seen_.encoding = *encoding;

    const auto text = decoded(bytes.subspan(encoding->bom), *encoding, whole);
    if (!text) { return std::unexpected(text.error()); }

    seen_.delimiter = workbook_                 ? '\t'
                      : options_.delimiter != 0 ? options_.delimiter
                                                : sync::guess_delimiter(*text);
    std::vector<std::vector<std::string>> rows;
    std::vector<std::int64_t> lines;
    sync::CsvReader reader(seen_.delimiter,
                           [&](std::int64_t line, std::span<const std::string_view> cells) {
                               if (rows.size() < look_rows) {
                                   rows.emplace_back(cells.begin(), cells.end());
                                   lines.push_back(line);
                               }
                           });
    // What is wrong further down is told when the whole file is read; here only its shape counts.
    (void)(reader.push(*text) && whole && reader.finish());

    std::optional<std::size_t> header;
    if (options_.header_line > 0) {
        const auto found = std::ranges::find(lines, options_.header_line);
        if (found != lines.end()) { header = static_cast<std::size_t>(found - lines.begin()); }
    } else {
        header = core::find_header(rows, options_.kind);
    }
    if (options_.any_rows) { return {}; }
    if (!header) { return fail(ErrorCode::required, "header", {}, options_.header_line); }
    seen_.header_line = lines[*header];
    seen_.header = std::move(rows[*header]);
    // Bank files end each line with a delimiter: an empty last heading is no column.
    while (!seen_.header.empty() && seen_.header.back().empty()) { seen_.header.pop_back(); }
    rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(*header) + 1);
    seen_.rows_below = std::move(rows);
    return {};
}

} // namespace huikuan::session
