#include "session/import_stream.h"

#include <algorithm>

namespace huikuan::session {

namespace {

constexpr std::size_t slice_bytes = 512 * 1024;
constexpr std::size_t piece_bytes = 16 * 1024;

using core::ErrorCode;

} // namespace

ImportStream::ImportStream(std::shared_ptr<platform::File> file, sync::TextEncoding encoding,
                           char delimiter)
    : file_(std::move(file)), encoding_(std::move(encoding)),
      reader_(delimiter, [this](std::int64_t line, std::span<const std::string_view> cells) {
          keep(line, cells);
      }) {
    asked_ = taken_ = encoding_.bom;
    if (encoding_.name != "utf-8") {
        decoder_ = platform::make_decoder(encoding_.name);
        if (decoder_ == nullptr) {
            refuse({ErrorCode::unsupported, "encoding", encoding_.name, 0});
        }
    }
}

void ImportStream::refuse(core::Error error) {
    failed_ = true;
    error_ = std::move(error);
}

void ImportStream::keep(std::int64_t line, std::span<const std::string_view> cells) {
    rows_.push_back({line, cells_at_.size(), cells.size()});
    for (const std::string_view cell : cells) {
        const std::string_view plain = sync::without_guard(cell);
        cells_at_.emplace_back(cells_text_.size(), plain.size());
        cells_text_ += plain;
    }
}

void ImportStream::request() {
    if (inbox_->waiting || inbox_->arrived || asked_ >= file_->size()) { return; }
    const auto length =
        static_cast<std::size_t>(std::min<std::uint64_t>(slice_bytes, file_->size() - asked_));
    inbox_->waiting = true;
    const std::uint64_t from = asked_;
    asked_ += length;
    file_->read(from, length,
                [inbox = inbox_, length](std::optional<std::vector<std::uint8_t>> bytes) {
                    inbox->waiting = false;
                    inbox->arrived = true;
                    inbox->failed = !bytes || bytes->size() != length;
                    if (bytes) { inbox->bytes = std::move(*bytes); }
                });
}

// Bad bytes are told by the line in which they stand.
void ImportStream::check_utf8(std::string_view text) {
    const std::size_t bad = utf8_.push(text);
    if (bad != sync::Utf8Check::npos) {
        const auto lines = std::ranges::count(text.substr(0, bad), '\n');
        refuse({ErrorCode::malformed, "encoding", encoding_.name, reader_.line() + lines});
    }
}

bool ImportStream::take_slice() {
    request();
    if (!inbox_->arrived) { return false; }
    const std::vector<std::uint8_t> bytes = std::move(inbox_->bytes);
    inbox_->arrived = false;
    if (inbox_->failed) {
        refuse({ErrorCode::io, "file", file_->name(), 0});
        return true;
    }
    taken_ += bytes.size();
    const bool last = taken_ >= file_->size();
    request(); // the next slice travels while this one is read
    text_at_ = 0;
    if (decoder_ == nullptr) {
        text_.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        check_utf8(text_);
        if (last && !failed_ && !utf8_.complete()) {
            refuse({ErrorCode::malformed, "encoding", encoding_.name, reader_.line()});
        }
        return true;
    }
    auto decoded = decoder_->decode(bytes, last);
    if (!decoded) {
        refuse({ErrorCode::malformed, "encoding", encoding_.name, reader_.line()});
        return true;
    }
    text_ = std::move(*decoded);
    return true;
}

void ImportStream::feed() {
    const std::size_t length = std::min(piece_bytes, text_.size() - text_at_);
    const std::string_view piece = std::string_view(text_).substr(text_at_, length);
    text_at_ += length;
    if (const auto read = reader_.push(piece); !read) { refuse(read.error()); }
}

ImportStream::Pull ImportStream::next(Row& row) {
    while (next_row_ >= rows_.size()) {
        // Rows that were read before something went wrong are still given out.
        if (failed_) { return Pull::failed; }
        if (ended_) { return Pull::end; }
        rows_.clear();
        cells_at_.clear();
        cells_text_.clear();
        next_row_ = 0;
        if (text_at_ < text_.size()) {
            feed();
        } else if (taken_ < file_->size()) {
            if (!take_slice()) { return Pull::wait; }
            if (failed_) { return Pull::failed; }
        } else {
            ended_ = true;
            if (const auto read = reader_.finish(); !read) { refuse(read.error()); }
        }
    }
    const KeptRow& kept = rows_[next_row_++];
    cells_.clear();
    for (std::size_t i = kept.first; i < kept.first + kept.count; ++i) {
        const auto& [from, size] = cells_at_[i];
        cells_.emplace_back(cells_text_.data() + from, size);
    }
    row = {kept.line, cells_};
    return Pull::row;
}

} // namespace huikuan::session
