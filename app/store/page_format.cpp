#include "store/page_format.h"

#include <zlib.h>

#include <algorithm>
#include <cstring>

namespace huikuan::store {
namespace {

constexpr std::uint32_t root_magic = 0x31524B48;  // "HKR1"
constexpr std::uint32_t chunk_magic = 0x31434B48; // "HKC1"
constexpr std::uint32_t log_magic = 0x314C4B48;   // "HKL1"
constexpr std::size_t sum_at = 4; // the checksum stands after the magic and covers what follows
constexpr std::size_t sum_end = 8;

template <class T>
void store_at(std::span<std::uint8_t> out, std::size_t at, T value) {
    for (std::size_t i = 0; i < sizeof(T); ++i)
        out[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
}
template <class T>
T load_at(View in, std::size_t at) {
    T value = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i)
        value = static_cast<T>(value | static_cast<T>(static_cast<T>(in[at + i]) << (8 * i)));
    return value;
}

std::string hex_digits(std::uint64_t value, int digits) {
    std::string text(static_cast<std::size_t>(digits), '0');
    for (std::size_t i = text.size(); i-- > 0; value >>= 4U)
        text[i] = "0123456789abcdef"[value & 15U];
    return text;
}
std::optional<std::uint64_t> parse_hex(std::string_view text) {
    std::uint64_t value = 0;
    for (const char c : text) {
        const auto digit = std::string_view("0123456789abcdef").find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        value = value << 4U | digit;
    }
    return value;
}

} // namespace

bool is_sqlite(View first_bytes) {
    constexpr std::size_t header = 100;
    constexpr std::string_view magic = "SQLite format 3";
    return first_bytes.size() >= header &&
           std::equal(magic.begin(), magic.end(), first_bytes.begin());
}

std::string chunk_key(ChunkName name) {
    return "b" + hex_digits(name.index, 8) + "-" + hex_digits(name.seq, 16);
}
std::optional<ChunkName> parse_chunk_key(std::string_view key) {
    if (key.size() != 26 || key[0] != 'b' || key[9] != '-') return std::nullopt;
    const auto index = parse_hex(key.substr(1, 8));
    const auto seq = parse_hex(key.substr(10));
    if (!index || !seq) return std::nullopt;
    return ChunkName{static_cast<std::uint32_t>(*index), *seq};
}
std::string log_key(std::uint64_t number) { return "l" + hex_digits(number, 16); }
std::optional<std::uint64_t> parse_log_key(std::string_view key) {
    if (key.size() != 17 || key[0] != 'l') return std::nullopt;
    return parse_hex(key.substr(1));
}

std::uint32_t checksum(View bytes, std::uint32_t seed) {
    return static_cast<std::uint32_t>(crc32_z(seed, bytes.data(), bytes.size()));
}

void Writer::u32(std::uint32_t value) {
    out_.resize(out_.size() + 4);
    store_at<std::uint32_t>(out_, out_.size() - 4, value);
}
void Writer::u64(std::uint64_t value) {
    out_.resize(out_.size() + 8);
    store_at<std::uint64_t>(out_, out_.size() - 8, value);
}
void Writer::varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) out_.push_back(static_cast<std::uint8_t>(value | 0x80U));
    out_.push_back(static_cast<std::uint8_t>(value));
}
void Writer::bytes(View value) { out_.insert(out_.end(), value.begin(), value.end()); }

View Reader::bytes(std::uint64_t count) {
    if (count > left()) {
        ok_ = false;
        at_ = in_.size();
        return {};
    }
    const View found = in_.subspan(at_, static_cast<std::size_t>(count));
    at_ += found.size();
    return found;
}
std::uint32_t Reader::u32() {
    const View found = bytes(4);
    return ok_ ? load_at<std::uint32_t>(found, 0) : 0;
}
std::uint64_t Reader::u64() {
    const View found = bytes(8);
    return ok_ ? load_at<std::uint64_t>(found, 0) : 0;
}
std::uint64_t Reader::varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const View found = bytes(1);
        if (!ok_) return 0;
        value |= static_cast<std::uint64_t>(found[0] & 0x7FU) << shift;
        if (found[0] < 0x80) return value;
    }
    ok_ = false;
    return 0;
}

Bytes encode_root(const Root& root) {
    Bytes out;
    Writer write(out);
    write.u32(root_magic);
    write.u32(0);
    write.u32(format_version);
    write.u64(root.epoch);
    write.u64(root.seq);
    write.u64(root.size);
    write.u64(root.log_first);
    write.u32(root.log_chain);
    write.u32(static_cast<std::uint32_t>(root.chunks.size()));
    for (const BaseChunk& chunk : root.chunks) {
        write.u64(chunk.seq);
        write.u32(chunk.sum);
    }
    write.u64(static_cast<std::uint64_t>(root.made_ms));
    write.varint(root.label.size());
    write.bytes({reinterpret_cast<const std::uint8_t*>(root.label.data()), root.label.size()});
    store_at<std::uint32_t>(out, sum_at, checksum(View(out).subspan(sum_end)));
    return out;
}
Reading decode_root(View bytes, Root& root) {
    Reader read(bytes);
    const bool magic = read.u32() == root_magic;
    const std::uint32_t sum = read.u32();
    if (!magic || bytes.size() < sum_end || sum != checksum(bytes.subspan(sum_end)))
        return Reading::damaged;
    if (read.u32() != format_version) return Reading::newer_format;
    Root found;
    found.epoch = read.u64();
    found.seq = read.u64();
    found.size = read.u64();
    found.log_first = read.u64();
    found.log_chain = read.u32();
    const std::uint32_t count = read.u32();
    if (count > read.left() / 12 || found.size > book_size_limit) return Reading::damaged;
    found.chunks.resize(count);
    for (BaseChunk& chunk : found.chunks) {
        chunk.seq = read.u64();
        chunk.sum = read.u32();
    }
    found.made_ms = static_cast<std::int64_t>(read.u64());
    const View label = read.bytes(read.varint());
    found.label.assign(label.begin(), label.end());
    if (!read.ok() || read.left() != 0) return Reading::damaged;
    root = std::move(found);
    return Reading::good;
}

std::uint32_t seal_chunk(std::span<std::uint8_t> chunk, std::uint64_t epoch, ChunkName name) {
    store_at<std::uint32_t>(chunk, 0, chunk_magic);
    store_at<std::uint64_t>(chunk, 8, epoch);
    store_at<std::uint64_t>(chunk, 16, name.seq);
    store_at<std::uint32_t>(chunk, 24, name.index);
    store_at<std::uint32_t>(chunk, 28, static_cast<std::uint32_t>(chunk.size() - chunk_header));
    const std::uint32_t sum = checksum(View(chunk).subspan(sum_end));
    store_at<std::uint32_t>(chunk, sum_at, sum);
    return sum;
}
std::optional<View> open_chunk(View item, std::uint64_t epoch, ChunkName name, std::uint32_t& sum) {
    if (item.size() <= chunk_header || item.size() > chunk_header + chunk_size) return std::nullopt;
    sum = load_at<std::uint32_t>(item, sum_at);
    if (load_at<std::uint32_t>(item, 0) != chunk_magic ||
        load_at<std::uint64_t>(item, 8) != epoch || load_at<std::uint64_t>(item, 16) != name.seq ||
        load_at<std::uint32_t>(item, 24) != name.index ||
        load_at<std::uint32_t>(item, 28) != item.size() - chunk_header ||
        sum != checksum(item.subspan(sum_end)))
        return std::nullopt;
    return item.subspan(chunk_header);
}

Bytes seal_log(const LogHead& head, View payload, std::uint32_t& sum) {
    Bytes out(log_header);
    out.reserve(log_header + payload.size());
    out.insert(out.end(), payload.begin(), payload.end());
    store_at<std::uint32_t>(out, 0, log_magic);
    store_at<std::uint64_t>(out, 8, head.epoch);
    store_at<std::uint64_t>(out, 16, head.number);
    store_at<std::uint64_t>(out, 24, head.top);
    store_at<std::uint32_t>(out, 32, head.chain);
    store_at<std::uint32_t>(out, 36, head.first);
    store_at<std::uint64_t>(out, 40, payload.size());
    sum = checksum(View(out).subspan(sum_end));
    store_at<std::uint32_t>(out, sum_at, sum);
    return out;
}
std::optional<View> open_log(View item, LogHead& head, std::uint32_t& sum) {
    if (item.size() < log_header || load_at<std::uint32_t>(item, 0) != log_magic)
        return std::nullopt;
    sum = load_at<std::uint32_t>(item, sum_at);
    if (load_at<std::uint64_t>(item, 40) != item.size() - log_header ||
        sum != checksum(item.subspan(sum_end)))
        return std::nullopt;
    head.epoch = load_at<std::uint64_t>(item, 8);
    head.number = load_at<std::uint64_t>(item, 16);
    head.top = load_at<std::uint64_t>(item, 24);
    head.chain = load_at<std::uint32_t>(item, 32);
    head.first = load_at<std::uint32_t>(item, 36);
    return item.subspan(log_header);
}

} // namespace huikuan::store
