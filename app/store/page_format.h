#pragma once
// What a book looks like where it is kept: a handful of named byte values ("items"), each with its
// own magic, checksum and place in the order. Format 1, little-endian.
//
//   a, a2            the root, twice: which base chunks make the book, and where its log begins
//   b<index>-<seq>   a base chunk: 1 MiB of the database file as it stood after commit <seq>
//   l<number>        a log item: a run of commit records, chained to the item before
//   s<id>            a snapshot: a root under another name, with its label
//   q<id>/<key>      an item that was found damaged, kept as it was found
//
// Base chunks are never overwritten: a newer version has another name, and the transaction that
// puts the new root takes the older names away. So an item's name says which state it is of.
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace huikuan::store {

using Bytes = std::vector<std::uint8_t>;
using View = std::span<const std::uint8_t>;

inline constexpr std::size_t block_size = 4096;        // the unit of change
inline constexpr std::size_t chunk_size = 1024 * 1024; // the unit of reading
inline constexpr std::size_t chunk_header = 32;        // in front of a chunk's bytes
inline constexpr std::size_t log_header = 48;          // in front of a log item's bytes
// Chromium keeps values of 64 KiB and more as files of their own. A small commit stays below, for
// speed. A large one goes above: what a killed browser leaves torn in LevelDB's own log can cost
// the whole database at the start after next, and the fewer bytes go there, the better.
inline constexpr std::size_t log_item_limit = 60 * 1024;
inline constexpr std::size_t large_commit = 4 * log_item_limit;
inline constexpr std::size_t large_item_limit = chunk_size;
inline constexpr std::uint32_t format_version = 1;
bool is_sqlite(View first_bytes);                            // of a file: at least its header
inline constexpr std::uint64_t book_size_limit = 3ULL << 30; // what 32-bit memory can hold

struct PageItem {
    std::string key;
    Bytes bytes;
};
struct KeyRange { // inclusive
    std::string first;
    std::string last;

    friend bool operator==(const KeyRange&, const KeyRange&) = default;
};

struct ChunkName {
    std::uint32_t index = 0;
    std::uint64_t seq = 0;

    friend auto operator<=>(const ChunkName&, const ChunkName&) = default;
};
std::string chunk_key(ChunkName name);
std::optional<ChunkName> parse_chunk_key(std::string_view key);
std::string log_key(std::uint64_t number);
std::optional<std::uint64_t> parse_log_key(std::string_view key);
inline constexpr std::string_view root_key = "a";
inline constexpr std::string_view root_copy_key = "a2";

std::uint32_t checksum(View bytes, std::uint32_t seed = 0); // CRC-32

// --- the root
struct BaseChunk {
    std::uint64_t seq = 0; // 0: there is none, the chunk is zeros
    std::uint32_t sum = 0;
};
struct Root {
    std::uint64_t epoch = 0;     // random, of one line of history; other items must carry it
    std::uint64_t seq = 0;       // commits up to here are in the chunks, or in the log
    std::uint64_t size = 0;      // of the database after commit `seq`
    std::uint64_t log_first = 1; // number of the first log item that counts
    std::uint32_t log_chain = 0; // checksum of the item before it
    std::vector<BaseChunk> chunks;
    std::string label;        // snapshots: what a person reads
    std::int64_t made_ms = 0; // snapshots: when
};
enum class Reading : std::uint8_t { good, damaged, newer_format };
Bytes encode_root(const Root& root);
Reading decode_root(View bytes, Root& root);

// --- base chunks. The header is written in front of the bytes, in place; answers the checksum.
std::uint32_t seal_chunk(std::span<std::uint8_t> chunk_with_header, std::uint64_t epoch,
                         ChunkName name);
// The bytes after the header, or nullopt. `sum` is what the root must have noted.
std::optional<View> open_chunk(View item, std::uint64_t epoch, ChunkName name, std::uint32_t& sum);

// --- log items
struct LogHead {
    std::uint64_t epoch = 0;
    std::uint64_t number = 0;
    std::uint64_t top = 0;   // the highest commit of which the item holds a byte
    std::uint32_t chain = 0; // checksum of the item before
    std::uint32_t first = 0; // where the first record begins; no_record where none does
};
inline constexpr std::uint32_t no_record = 0xFFFFFFFF;
Bytes seal_log(const LogHead& head, View payload, std::uint32_t& sum);
std::optional<View> open_log(View item, LogHead& head, std::uint32_t& sum);

// --- numbers in bytes
class Writer {
public:
    explicit Writer(Bytes& out) : out_(out) {}
    void u32(std::uint32_t value);
    void u64(std::uint64_t value);
    void varint(std::uint64_t value);
    void bytes(View value);

private:
    Bytes& out_;
};
// Reads past the end answer zero and leave ok() false.
class Reader {
public:
    explicit Reader(View in) : in_(in) {}
    std::uint32_t u32();
    std::uint64_t u64();
    std::uint64_t varint();
    View bytes(std::uint64_t count);
    [[nodiscard]] bool ok() const { return ok_; }
    [[nodiscard]] std::size_t left() const { return in_.size() - at_; }

private:
    View in_;
    std::size_t at_ = 0;
    bool ok_ = true;
};

} // namespace huikuan::store
