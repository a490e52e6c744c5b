#pragma once
// The database file in memory, in segments of 1 MiB that never move, so that SQLite may read
// through pointers into them. It remembers what every touched block held before the commit under
// way, and so can say a commit in a few bytes: a record of what differs.
#include <array>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "store/page_format.h"

namespace huikuan::store {

class PageMemory {
public:
    [[nodiscard]] std::uint64_t size() const { return size_; }
    // False: the range is not there whole; what is beyond the end is given as zeros.
    bool read(std::uint64_t offset, std::span<std::uint8_t> out) const;
    // False: there is no memory left, or the book is at its limit. Nothing was written then.
    bool write(std::uint64_t offset, View bytes);
    void truncate(std::uint64_t size);
    // At the end, as no change of anything: a file comes in piece by piece, settle() makes it the
    // last commit. False: as write().
    bool append(View bytes);
    void settle();
    // A pointer that stays good until clear(); null where the range is not in one segment.
    [[nodiscard]] std::uint8_t* fetch(std::uint64_t offset, std::size_t length);

    // The record of everything that differs from the last commit, which this becomes. Empty where
    // nothing differs.
    Bytes cut_record(std::uint64_t seq);
    [[nodiscard]] bool touched() const { return !before_.empty() || size_ != committed_size_; }

    // --- what a commit last wrote to each chunk: 0 where the base has it all
    [[nodiscard]] std::uint32_t chunk_count() const; // as the size needs
    [[nodiscard]] std::uint64_t written_seq(std::uint32_t chunk) const;
    void mark_all(std::uint64_t seq); // nothing of the base counts any more
    // Header room and the bytes up to the end of the book; trailing zeros are left out.
    [[nodiscard]] std::span<std::uint8_t> chunk_bytes(std::uint32_t chunk);

    // --- loading
    // Takes the item as it came (header in front). False: no memory.
    bool adopt_chunk(std::uint32_t chunk, std::uint64_t seq, Bytes item);
    void begin_replay(std::uint64_t base_size);
    enum class Replay : std::uint8_t { done, malformed, out_of_order, no_memory };
    // Records in order; what a chunk has already is not done again.
    Replay replay(View record, std::uint64_t& seq);
    void clear(); // overwrites with zeros, then lets go

private:
    using Segment = Bytes; // chunk_header + chunk_size
    using Block = std::array<std::uint8_t, block_size>;

    std::uint8_t* at(std::uint64_t offset);
    [[nodiscard]] const std::uint8_t* at(std::uint64_t offset) const;
    bool grow_to(std::uint64_t size);
    void remember(std::uint64_t block);
    void mark_given_up(std::uint64_t old_size, std::uint64_t seq);
    void wipe(std::uint64_t from, std::uint64_t to, std::uint64_t older_than);

    std::vector<Segment> segments_;
    std::vector<std::uint64_t> written_;  // per segment: the last commit that wrote to it
    std::vector<std::uint64_t> base_seq_; // per segment, while replaying
    std::uint64_t size_ = 0;
    std::uint64_t committed_size_ = 0;
    std::uint64_t replayed_size_ = 0;
    std::uint64_t replayed_seq_ = 0;
    std::unordered_map<std::uint64_t, std::unique_ptr<Block>> before_; // null: zeros
};

} // namespace huikuan::store
