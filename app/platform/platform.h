#pragma once
// The outside world behind one std-only header. web.cpp (Emscripten, with web/*.mjs as its
// page-side half) or native.cpp is linked in; nothing else knows which. Everything that takes time
// answers through a callback on the same thread, never re-entrantly.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/vault.h" // the values of a book, kept for good

namespace huikuan::platform {

// --- time and chance
std::int64_t now_ms();     // UTC, since 1970; may jump: only sync's clock reads it
double monotonic_ms();     // for budgets and frames
std::int32_t today_days(); // the person's civil date, days since 1970-01-01
void random_bytes(std::span<std::uint8_t> out); // cryptographic

// --- text of foreign encodings to UTF-8: "utf-8", "gb18030", "utf-16le", "utf-16be", "big5",
// "windows-1252". Streams: a multi-byte character may be cut at the end of a chunk.
class TextDecoder {
public:
    virtual ~TextDecoder() = default;
    // nullopt: bytes that the encoding cannot mean (position in `bad_offset`, from the first
    // chunk).
    virtual std::optional<std::string> decode(std::span<const std::uint8_t> bytes, bool last) = 0;
    std::uint64_t bad_offset = 0;
};
std::unique_ptr<TextDecoder> make_decoder(std::string_view encoding);

// --- files that a person chose (picker, drop, command line), read in slices, never whole
class File {
public:
    virtual ~File() = default;
    [[nodiscard]] virtual std::string name() const = 0;
    [[nodiscard]] virtual std::uint64_t size() const = 0;
    using Done =
        std::function<void(std::optional<std::vector<std::uint8_t>>)>; // nullopt: unreadable
    virtual void read(std::uint64_t offset, std::size_t length, Done done) = 0;
};
// `accept` as in <input accept>: ".csv,.txt". Must be called inside a person's gesture.
void pick_file(std::string_view accept, std::function<void(std::shared_ptr<File>)> picked);
void on_files_dropped(std::function<void(std::vector<std::shared_ptr<File>>)> dropped);

// --- files that leave: streamed, then handed to the person (download, or the path natively)
class Outgoing {
public:
    virtual ~Outgoing() = default;
    virtual bool write(std::span<const std::uint8_t> bytes) = 0; // false: no space, cancelled
    virtual bool finish() = 0; // the file is complete and handed over
    virtual void abandon() = 0;
};
std::unique_ptr<Outgoing> save_file(std::string_view name, std::string_view mime);

// --- small settings of this device that are not part of a book (language, theme, last book)
std::optional<std::string> device_setting(std::string_view key);
void set_device_setting(std::string_view key, std::string_view value);

} // namespace huikuan::platform
