#include "store/page_memory.h"

#include <algorithm>
#include <cstring>
#include <new>

namespace huikuan::store {
namespace {

// Runs of equal bytes shorter than this are cheaper to repeat than to skip.
constexpr std::size_t worth_skipping = 8;

struct Run {
    std::size_t begin;
    std::size_t end;
};

std::uint64_t eight_at(const std::uint8_t* bytes) {
    std::uint64_t value = 0;
    std::memcpy(&value, bytes, sizeof value); // one load; comparing by memcmp is a call in wasm
    return value;
}

bool has_zero_byte(std::uint64_t value) {
    return ((value - 0x0101010101010101ULL) & ~value & 0x8080808080808080ULL) != 0;
}

// Where two blocks differ, as few runs.
void differing_runs(const std::uint8_t* was, const std::uint8_t* is, std::vector<Run>& runs) {
    runs.clear();
    std::size_t i = 0;
    while (i < block_size) {
        if (i % 8 == 0) {
            const std::uint64_t changed = eight_at(was + i) ^ eight_at(is + i);
            if (changed == 0) {
                i += 8;
                continue;
            }
            if (!has_zero_byte(changed) && !runs.empty() && i - runs.back().end < worth_skipping) {
                i += 8;
                runs.back().end = i;
                continue;
            }
        }
        if (was[i] == is[i]) {
            ++i;
            continue;
        }
        if (!runs.empty() && i - runs.back().end < worth_skipping) runs.back().end = i + 1;
        else runs.push_back({i, i + 1});
        ++i;
    }
}

void write_runs(Writer& write, std::uint64_t block, const std::vector<Run>& runs,
                const std::uint8_t* bytes) {
    write.varint(block);
    write.varint(runs.size());
    std::size_t last = 0;
    for (const Run& run : runs) {
        write.varint(run.begin - last);
        write.varint(run.end - run.begin);
        write.bytes({bytes + run.begin, run.end - run.begin});
        last = run.end;
    }
}

// The blocks of a record, one call per run; false where the record does not hold together.
template <class OnRun>
bool read_runs(Reader read, std::uint64_t size, const OnRun& on_run) {
    while (read.left() > 0) {
        const std::uint64_t block = read.varint();
        const std::uint64_t runs = read.varint();
        if (!read.ok() || block >= (size + block_size - 1) / block_size || runs > block_size)
            return false;
        std::uint64_t place = 0;
        for (std::uint64_t i = 0; i < runs; ++i) {
            const std::uint64_t gap = read.varint();
            const View bytes = read.bytes(read.varint());
            if (!read.ok() || gap > block_size || place + gap > block_size ||
                bytes.size() > block_size - place - gap)
                return false;
            place += gap;
            on_run(block * block_size + place, bytes);
            place += bytes.size();
        }
    }
    return true;
}

constexpr std::array<std::uint8_t, block_size> zero_block{};

} // namespace

std::uint8_t* PageMemory::at(std::uint64_t offset) {
    return segments_[static_cast<std::size_t>(offset / chunk_size)].data() + chunk_header +
           offset % chunk_size;
}
const std::uint8_t* PageMemory::at(std::uint64_t offset) const {
    return segments_[static_cast<std::size_t>(offset / chunk_size)].data() + chunk_header +
           offset % chunk_size;
}

bool PageMemory::read(std::uint64_t offset, std::span<std::uint8_t> out) const {
    const std::size_t wanted = out.size();
    std::size_t given = 0;
    while (given < wanted && offset + given < size_) {
        const std::uint64_t from = offset + given;
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(
            {wanted - given, chunk_size - from % chunk_size, size_ - from}));
        std::memcpy(out.data() + given, at(from), count);
        given += count;
    }
    std::fill(out.begin() + static_cast<std::ptrdiff_t>(given), out.end(), std::uint8_t{0});
    return given == wanted;
}

bool PageMemory::grow_to(std::uint64_t size) {
    if (size > book_size_limit) return false;
    const auto needed = static_cast<std::size_t>((size + chunk_size - 1) / chunk_size);
    try {
        while (segments_.size() < needed) {
            segments_.emplace_back(chunk_header + chunk_size);
            written_.push_back(0);
            base_seq_.push_back(0);
        }
    } catch (const std::bad_alloc&) { return false; }
    return true;
}

void PageMemory::remember(std::uint64_t block) {
    const auto [entry, fresh] = before_.try_emplace(block);
    const std::uint64_t from = block * block_size;
    if (!fresh || from >= committed_size_) return; // beyond the last commit: zeros
    entry->second = std::make_unique<Block>();
    // A size that is no multiple of the block: what lies beyond it counts as zeros.
    const auto count = std::min<std::uint64_t>(block_size, committed_size_ - from);
    std::memcpy(entry->second->data(), at(from), static_cast<std::size_t>(count));
}

bool PageMemory::write(std::uint64_t offset, View bytes) {
    if (bytes.empty()) return true;
    const std::uint64_t end = offset + bytes.size();
    if (!grow_to(end)) return false;
    try {
        for (std::uint64_t block = offset / block_size; block <= (end - 1) / block_size; ++block)
            remember(block);
    } catch (const std::bad_alloc&) { return false; }
    // Segments are kept when a file shrinks (pointers may be out): what is behind the end is stale.
    if (offset > size_) wipe(size_, offset, UINT64_MAX);
    for (std::size_t done = 0; done < bytes.size();) {
        const std::uint64_t to = offset + done;
        const auto count = static_cast<std::size_t>(
            std::min<std::uint64_t>(bytes.size() - done, chunk_size - to % chunk_size));
        std::memcpy(at(to), bytes.data() + done, count);
        done += count;
    }
    size_ = std::max(size_, end);
    return true;
}

bool PageMemory::append(View bytes) {
    if (!grow_to(size_ + bytes.size())) return false;
    while (!bytes.empty()) {
        const auto count = static_cast<std::size_t>(
            std::min<std::uint64_t>(bytes.size(), chunk_size - size_ % chunk_size));
        std::memcpy(at(size_), bytes.data(), count);
        size_ += count;
        bytes = bytes.subspan(count);
    }
    return true;
}

void PageMemory::settle() {
    before_.clear();
    committed_size_ = size_;
}

void PageMemory::truncate(std::uint64_t size) {
    if (size > size_) {
        if (!grow_to(size)) return;
        for (std::uint64_t block = size_ / block_size; block * block_size < size; ++block)
            remember(block);
        wipe(size_, size, UINT64_MAX);
        size_ = size;
        return;
    }
    for (std::uint64_t block = size / block_size; block * block_size < size_; ++block)
        remember(block);
    size_ = size;
}

std::uint8_t* PageMemory::fetch(std::uint64_t offset, std::size_t length) {
    if (offset + length > size_ || offset % chunk_size + length > chunk_size) return nullptr;
    return at(offset);
}

Bytes PageMemory::cut_record(std::uint64_t seq) {
    Bytes record;
    Writer write(record);
    write.u32(0); // the length, known at the end
    write.u64(seq);
    write.u64(size_);
    std::vector<std::uint64_t> blocks;
    blocks.reserve(before_.size());
    for (const auto& [block, was] : before_)
        if (block * block_size < size_) blocks.push_back(block);
    std::sort(blocks.begin(), blocks.end());

    bool differs = size_ != committed_size_;
    std::vector<Run> runs;
    for (const std::uint64_t block : blocks) {
        const std::uint64_t from = block * block_size;
        const auto& was = before_[block];
        const std::uint8_t* is = at(from);
        if (size_ - from < block_size) wipe(size_, from + block_size, UINT64_MAX);
        differing_runs(was ? was->data() : zero_block.data(), is, runs);
        if (runs.empty()) continue;
        differs = true;
        written_[static_cast<std::size_t>(from / chunk_size)] = seq;
        write_runs(write, block, runs, is);
    }
    mark_given_up(committed_size_, seq);
    before_.clear();
    committed_size_ = size_;
    if (!differs) return {};
    const std::size_t length = record.size() - 4;
    for (std::size_t i = 0; i < 4; ++i) record[i] = static_cast<std::uint8_t>(length >> (8 * i));
    return record;
}

// What a shrinking book gives up is gone from its chunk too.
void PageMemory::mark_given_up(std::uint64_t old_size, std::uint64_t seq) {
    for (std::uint64_t from = size_; from < old_size; from += chunk_size - from % chunk_size)
        written_[static_cast<std::size_t>(from / chunk_size)] = seq;
}

std::uint32_t PageMemory::chunk_count() const {
    return static_cast<std::uint32_t>((size_ + chunk_size - 1) / chunk_size);
}
std::uint64_t PageMemory::written_seq(std::uint32_t chunk) const {
    return chunk < written_.size() ? written_[chunk] : 0;
}
void PageMemory::mark_all(std::uint64_t seq) {
    std::fill(written_.begin(), written_.end(), std::max<std::uint64_t>(seq, 1));
}
std::span<std::uint8_t> PageMemory::chunk_bytes(std::uint32_t chunk) {
    const auto begin = static_cast<std::uint64_t>(chunk) * chunk_size;
    const auto count = begin < size_ ? std::min<std::uint64_t>(chunk_size, size_ - begin) : 0;
    return std::span(segments_[chunk]).first(chunk_header + static_cast<std::size_t>(count));
}

bool PageMemory::adopt_chunk(std::uint32_t chunk, std::uint64_t seq, Bytes item) {
    if (!grow_to(static_cast<std::uint64_t>(chunk) * chunk_size)) return false;
    try {
        item.resize(chunk_header + chunk_size);
        if (chunk == segments_.size()) { // as they come: no zeros are written for it first
            segments_.emplace_back();
            written_.push_back(0);
            base_seq_.push_back(0);
        }
    } catch (const std::bad_alloc&) { return false; }
    segments_[chunk] = std::move(item);
    base_seq_[chunk] = seq;
    return true;
}

void PageMemory::begin_replay(std::uint64_t base_size) {
    grow_to(base_size);
    size_ = base_size;
    committed_size_ = base_size;
    // Of the state before the first record nothing is known: all that is there may be given up.
    replayed_size_ = static_cast<std::uint64_t>(segments_.size()) * chunk_size;
    replayed_seq_ = 0;
}

void PageMemory::wipe(std::uint64_t from, std::uint64_t to, std::uint64_t older_than) {
    to = std::min<std::uint64_t>(to, static_cast<std::uint64_t>(segments_.size()) * chunk_size);
    while (from < to) {
        const auto count = static_cast<std::size_t>(
            std::min<std::uint64_t>(to - from, chunk_size - from % chunk_size));
        if (base_seq_[static_cast<std::size_t>(from / chunk_size)] < older_than)
            std::memset(at(from), 0, count);
        from += count;
    }
}

PageMemory::Replay PageMemory::replay(View record, std::uint64_t& seq) {
    Reader read(record);
    seq = read.u64();
    const std::uint64_t size = read.u64();
    // Whole before the first byte is touched: half a commit must never be seen.
    if (!read.ok() || size > book_size_limit || !read_runs(read, size, [](std::uint64_t, View) {}))
        return Replay::malformed;
    if (replayed_seq_ != 0 && seq != replayed_seq_ + 1) return Replay::out_of_order;
    if (!grow_to(size)) return Replay::no_memory;
    if (size < replayed_size_) wipe(size, replayed_size_, seq);
    read_runs(read, size, [&](std::uint64_t offset, View bytes) {
        const auto chunk = static_cast<std::size_t>(offset / chunk_size);
        if (base_seq_[chunk] >= seq) return; // the base has it already
        if (!bytes.empty()) std::memcpy(at(offset), bytes.data(), bytes.size());
        written_[chunk] = seq;
    });
    size_ = size;
    mark_given_up(replayed_size_, seq);
    replayed_seq_ = seq;
    replayed_size_ = size;
    committed_size_ = size;
    return Replay::done;
}

void PageMemory::clear() {
    for (Segment& segment : segments_) {
        volatile std::uint8_t* bytes = segment.data();
        for (std::size_t i = 0; i < segment.size(); ++i) bytes[i] = 0;
    }
    *this = {};
}

} // namespace huikuan::store
