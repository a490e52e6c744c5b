#pragma once
// The log: every change that was admitted, chain by chain, and what is held back. Append-only.
// Chains, devices and kinds are few and live in memory as well.
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/change.h"
#include "store/database.h"
#include "store/schema.h"

namespace huikuan::store {

// chain number * 2^32 + sequence
using ChangeKey = std::int64_t;

struct Chain {
    std::int64_t no = 0;
    core::DeviceId device;
    std::uint64_t first = 1;
    std::uint64_t last = 0; // first - 1: empty
    core::Hash tip{};
    ChangeKey parent = 0; // 0: starts anew; loose: no chain at all
    std::uint64_t loose_count = 0;

    // Single changes of a device, as a slice has them: in order of their sequences, with gaps, each
    // hash taken on trust. They are read as part of the book and never handed on.
    static constexpr ChangeKey loose = -1;
    [[nodiscard]] bool is_loose() const { return parent == loose; }
    [[nodiscard]] std::uint64_t count() const {
        return is_loose() ? loose_count : last + 1 - first;
    }
};

// What decides about the order of a change, without its bytes.
struct LogEntry {
    ChangeKey key = 0;
    core::OrderKey order;
    std::int64_t kind = 0;
    std::int64_t entity = 0;
};

class Log {
public:
    explicit Log(Database& database);

    // Reads chains and kinds again: at the start and after a transaction was taken back.
    void load();

    enum class Verdict : std::uint8_t { placed, known, missing_predecessor };
    struct Placed {
        Verdict verdict{};
        ChangeKey key = 0;
        bool forks = false; // it began a second branch
    };
    // Writes the change, unless it is there or its predecessor is not.
    Placed insert(const core::Change& change, std::int64_t entity);
    // The same for a change of a slice: it has a place wherever its sequence is free.
    Placed insert_loose(const core::Change& change, std::int64_t entity);
    [[nodiscard]] bool has_place_for(const core::Change& change) const;

    [[nodiscard]] std::optional<ChangeKey> find(const core::DeviceId& device, std::uint64_t seq,
                                                const core::Hash& hash) const;
    // The change without its fact. Device, kind and entity are looked up.
    [[nodiscard]] core::Change read(ChangeKey key);
    [[nodiscard]] LogEntry entry(ChangeKey key);
    // From `first` to `last`, which are of one chain, in order.
    bool scan(ChangeKey first, ChangeKey last,
              const std::function<bool(ChangeKey, const core::Change&)>& visit);

    [[nodiscard]] const std::map<std::int64_t, Chain>& chains() const { return chains_; }
    [[nodiscard]] const Chain& chain_of(ChangeKey key) const;
    [[nodiscard]] std::span<const std::int64_t> chains_of(const core::DeviceId& device) const;
    // The changes that stand beside each other on the same predecessor as `key`, itself included.
    [[nodiscard]] std::vector<ChangeKey> siblings(ChangeKey key) const;
    // "device:seq:hash"
    [[nodiscard]] std::string dot_text(ChangeKey key);
    [[nodiscard]] std::int64_t change_count() const;
    [[nodiscard]] std::uint64_t first_of(std::int64_t chain) const; // the least sequence there is

    std::int64_t kind_number(std::string_view name); // made where it is new
    [[nodiscard]] std::string_view kind_name(std::int64_t number) const;

    // Short numbers of ids. `fresh`: nobody has spoken of it before.
    struct Entity {
        std::int64_t no = 0;
        bool fresh = false;
    };
    Entity entity(const core::EntityId& id);
    [[nodiscard]] std::optional<std::int64_t> find_entity(const core::EntityId& id);
    [[nodiscard]] core::EntityId id_of(std::int64_t no);

    // held back
    enum class Hold : std::uint8_t { held, known, full };
    // full: so much of this device waits already that it is not kept; it will come again.
    Hold hold(const core::Change& change, std::uint64_t most_bytes);
    std::vector<core::Change> take_held_after(const core::Change& predecessor);
    std::vector<core::Change> held();
    [[nodiscard]] std::int64_t held_count() const { return held_count_; }

    static ChangeKey key_of(std::int64_t chain, std::uint64_t seq) {
        return chain << 32 | static_cast<std::int64_t>(seq);
    }
    static std::uint64_t seq_of(ChangeKey key) {
        return static_cast<std::uint64_t>(key) & 0xFFFF'FFFF;
    }

private:
    std::optional<ChangeKey> predecessor_of(const core::Change& change) const;
    std::int64_t open_chain(const core::Change& change, ChangeKey parent);
    core::Change change_of_row(ChangeKey key, const Rows& rows, int at);
    core::Hash hash_at(ChangeKey key) const;
    core::Hash hash_before(ChangeKey key, const Chain& chain) const;
    void write(ChangeKey key, const core::Change& change, std::int64_t entity);
    std::vector<core::Change> read_held(Rows rows);
    std::int64_t& number_of(const core::EntityId& id); // 0: it has none yet

    Database& database_;
    std::map<std::int64_t, Chain> chains_;
    std::unordered_map<core::DeviceId, std::vector<std::int64_t>> by_device_;
    std::vector<std::string> kinds_;
    std::unordered_map<core::EntityId, std::int64_t> numbers_; // a cache of entity; 0: has none
    std::int64_t next_entity_ = 1;
    std::int64_t held_count_ = 0;
    std::unordered_map<core::DeviceId, std::uint64_t> held_bytes_;

    mutable Statement hash_at_;
    Statement insert_;
    Statement read_;
    Statement entry_;
    Statement scan_;
    Statement find_entity_;
    Statement insert_entity_;
    Statement id_of_;
    Statement insert_chain_;
    Statement insert_kind_;
    Statement insert_held_;
    Statement held_after_;
    Statement drop_held_;
};

} // namespace huikuan::store
