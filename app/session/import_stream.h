#pragma once
// The rows of a file, pulled one after the other while its bytes arrive in slices: from the
// platform through the decoder and the CSV reader. Holds one slice being read, one on its way, and
// the rows of one small piece.
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "platform/platform.h"
#include "sync/csv.h"
#include "sync/csv_sniff.h"

namespace huikuan::session {

class ImportStream {
public:
    ImportStream(std::shared_ptr<platform::File> file, sync::TextEncoding encoding, char delimiter);

    struct Row {
        std::int64_t line = 0;
        std::span<const std::string_view> cells; // valid until the next call of next()
    };
    enum class Pull : std::uint8_t {
        row,
        wait, // the next slice is still on its way
        end,
        failed,
    };
    Pull next(Row& row);

    [[nodiscard]] const core::Error& error() const { return error_; }
    [[nodiscard]] std::uint64_t bytes_read() const { return taken_; }

private:
    // Written by the platform's callback, which may outlive the stream.
    struct Inbox {
        bool waiting = false;
        bool arrived = false;
        bool failed = false;
        std::vector<std::uint8_t> bytes;
    };
    struct KeptRow {
        std::int64_t line = 0;
        std::size_t first = 0; // cell
        std::size_t count = 0;
    };

    void request();
    bool take_slice(); // false: nothing has arrived
    void feed();       // one piece of `text_` to the reader
    void refuse(core::Error error);
    void keep(std::int64_t line, std::span<const std::string_view> cells);
    void check_utf8(std::string_view text);

    std::shared_ptr<platform::File> file_;
    sync::TextEncoding encoding_;
    std::unique_ptr<platform::TextDecoder> decoder_; // null: UTF-8, which is only checked
    sync::Utf8Check utf8_;
    sync::CsvReader reader_;
    std::shared_ptr<Inbox> inbox_ = std::make_shared<Inbox>();
    std::uint64_t asked_ = 0; // offset of the next slice to ask for
    std::uint64_t taken_ = 0; // bytes that were decoded
    std::string text_;        // decoded, fed up to text_at_
    std::size_t text_at_ = 0;
    bool ended_ = false;
    bool failed_ = false;
    core::Error error_;

    std::string cells_text_; // cells of the kept rows
    std::vector<std::pair<std::size_t, std::size_t>> cells_at_;
    std::vector<std::string_view> cells_;
    std::vector<KeptRow> rows_;
    std::size_t next_row_ = 0;
};

} // namespace huikuan::session
