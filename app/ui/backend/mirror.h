#pragma once
// The mirror compares the semantic nodes of two frames and writes down what changed, as one block
// of bytes that web/mirror.mjs applies to the page. Nothing changed: nothing is written.
//
// Nodes are spoken of by slot, a small number that lives as long as its node. Layout of a block
// (little-endian, every record starts where the one before ended):
//   u32 gone, then that many u32 slots
//   u32 changed, then that many records, see Mirror::write_node
//   u32 ordered, then that many pairs u32 slot, u32 parent slot (0 the page), in reading order;
//       0 where the order is as it was
//   u32 slot that has the focus, 0 none
#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ui/kit/semantics.h"

namespace huikuan::ui {

class Mirror {
public:
    // Whether anything changed; then block() holds it until the next call.
    bool update(std::span<const Node> nodes);
    [[nodiscard]] std::span<const std::uint8_t> block() const { return block_; }
    [[nodiscard]] std::uint64_t id_of_slot(std::uint32_t slot) const; // 0: no such node any more
    // The page lost its elements: the next update writes everything.
    void forget();

private:
    struct Entry {
        std::uint32_t slot = 0;
        std::uint64_t hash = 0;
        std::uint64_t seen = 0; // the update that last had it
        Rect rect;
    };
    const Entry* find_parent(const Node& node);
    void write_node(const Node& node, const Entry& entry, const Rect& parent);
    void write_order(std::span<const Node> nodes);

    std::unordered_map<std::uint64_t, Entry> entries_;
    std::vector<std::uint64_t> ids_{0}; // by slot
    std::vector<std::uint32_t> free_slots_;
    std::uint64_t updates_ = 0;
    std::uint64_t frame_hash_ = 0;
    std::uint64_t order_hash_ = 0;
    std::vector<std::uint8_t> block_;
    std::vector<std::uint64_t> hashes_;
    std::vector<Entry*> of_node_;   // those of the nodes, in their order
    const Entry* parent_ = nullptr; // the one that was asked for last, and in which update
    std::uint64_t parent_id_ = 0;
    std::uint64_t parent_of_ = 0;
};

} // namespace huikuan::ui
