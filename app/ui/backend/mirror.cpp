#include "ui/backend/mirror.h"

#include <bit>
#include <cmath>
#include <cstring>

namespace huikuan::ui {

namespace {

// A fast mixing hash; collisions would only leave one element stale until its next change.
struct Hash {
    std::uint64_t value = 0x9E3779B97F4A7C15ULL;

    void add(std::uint64_t word) {
        value = (value ^ word) * 0xD6E8FEB86659FD93ULL;
        value ^= value >> 32;
    }
    void add(float number) { add(std::uint64_t{std::bit_cast<std::uint32_t>(number)}); }
    void add(double number) { add(std::bit_cast<std::uint64_t>(number)); }
    void add(int number) { add(static_cast<std::uint64_t>(static_cast<std::uint32_t>(number))); }
    void add(std::string_view text) {
        add(std::uint64_t{text.size()});
        while (text.size() >= 8) {
            std::uint64_t word = 0;
            std::memcpy(&word, text.data(), 8);
            add(word);
            text.remove_prefix(8);
        }
        std::uint64_t rest = 0;
        std::memcpy(&rest, text.data(), text.size());
        add(rest);
    }
};

// The node's own content, without its place on the canvas.
std::uint64_t content_hash(const Node& node) {
    Hash hash;
    hash.add(node.id);
    hash.add((std::uint64_t{node.flags & ~std::uint32_t{node_focused}} << 8) |
             static_cast<std::uint64_t>(node.role));
    hash.add(node.label);
    hash.add(node.value);
    hash.add(node.description);
    hash.add(node.href);
    hash.add(node.placeholder);
    hash.add(node.level);
    hash.add(node.row);
    hash.add(node.column);
    hash.add(node.row_count);
    hash.add(node.column_count);
    hash.add(node.minimum);
    hash.add(node.maximum);
    hash.add(node.now);
    hash.add(node.step);
    hash.add(node.font_px);
    hash.add(node.pad_x);
    hash.add(node.pad_y);
    hash.add(std::uint64_t{node.color});
    return hash.value;
}

template <class T>
void put(std::vector<std::uint8_t>& out, T value) {
    const auto at = out.size();
    out.resize(at + sizeof(T));
    std::memcpy(out.data() + at, &value, sizeof(T));
}

void put_text(std::vector<std::uint8_t>& out, std::string_view text) {
    put(out, static_cast<std::uint32_t>(text.size()));
    out.insert(out.end(), text.begin(), text.end());
}

float finite(float number) { return std::isfinite(number) ? number : 0.0F; }

} // namespace

bool Mirror::update(std::span<const Node> nodes) {
    Hash frame;
    Hash order;
    hashes_.clear();
    std::uint64_t focus_id = 0;
    for (const Node& node : nodes) {
        const std::uint64_t content = content_hash(node);
        hashes_.push_back(content);
        frame.add(content);
        frame.add(node.rect.x);
        frame.add(node.rect.y);
        frame.add(node.rect.w);
        frame.add(node.rect.h);
        order.add(node.id);
        order.add(node.parent);
        if ((node.flags & node_focused) != 0) focus_id = node.id;
    }
    frame.add(order.value);
    frame.add(focus_id);
    if (frame.value == frame_hash_) return false;
    frame_hash_ = frame.value;
    ++updates_;

    block_.clear();
    put(block_, std::uint32_t{0});
    std::uint32_t gone = 0;
    of_node_.clear();
    for (const Node& node : nodes) {
        Entry& entry = entries_[node.id];
        entry.seen = updates_;
        entry.rect = node.rect;
        of_node_.push_back(&entry); // stays where it is while it lives
    }
    for (auto at = entries_.begin(); at != entries_.end();) {
        if (at->second.seen == updates_) {
            ++at;
            continue;
        }
        if (at->second.slot != 0) {
            put(block_, at->second.slot);
            ids_[at->second.slot] = 0;
            free_slots_.push_back(at->second.slot);
            ++gone;
        }
        at = entries_.erase(at);
    }
    std::memcpy(block_.data(), &gone, sizeof gone);

    const std::size_t changed_at = block_.size();
    put(block_, std::uint32_t{0});
    std::uint32_t changed = 0;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const Node& node = nodes[i];
        Entry& entry = *of_node_[i];
        if (entry.slot == 0) {
            if (free_slots_.empty()) {
                entry.slot = static_cast<std::uint32_t>(ids_.size());
                ids_.push_back(node.id);
            } else {
                entry.slot = free_slots_.back();
                free_slots_.pop_back();
                ids_[entry.slot] = node.id;
            }
        }
        // Places are told relative to the parent: a row that scrolls takes its cells along.
        const Entry* parent = find_parent(node);
        const Rect origin = parent == nullptr ? Rect{} : parent->rect;
        Hash hash{hashes_[i]};
        hash.add(node.rect.x - origin.x);
        hash.add(node.rect.y - origin.y);
        hash.add(node.rect.w);
        hash.add(node.rect.h);
        if (hash.value == entry.hash) continue;
        entry.hash = hash.value;
        write_node(node, entry, origin);
        ++changed;
    }
    std::memcpy(block_.data() + changed_at, &changed, sizeof changed);

    if (order.value == order_hash_) {
        put(block_, std::uint32_t{0});
    } else {
        order_hash_ = order.value;
        write_order(nodes);
    }
    const auto focused = entries_.find(focus_id);
    put(block_, focused == entries_.end() ? 0 : focused->second.slot);
    return true;
}

// Nodes of one parent follow each other: it is looked up once for all of them.
const Mirror::Entry* Mirror::find_parent(const Node& node) {
    if (parent_of_ != updates_ || parent_id_ != node.parent) {
        const auto found = entries_.find(node.parent);
        parent_ = found == entries_.end() ? nullptr : &found->second;
        parent_id_ = node.parent;
        parent_of_ = updates_;
    }
    return parent_;
}

void Mirror::write_node(const Node& node, const Entry& entry, const Rect& parent) {
    put(block_, entry.slot);
    put(block_, static_cast<std::uint32_t>(node.role));
    put(block_, node.flags);
    put(block_, std::int32_t{node.level});
    put(block_, std::int32_t{node.row});
    put(block_, std::int32_t{node.column});
    put(block_, std::int32_t{node.row_count});
    put(block_, std::int32_t{node.column_count});
    put(block_, finite(node.rect.x - parent.x));
    put(block_, finite(node.rect.y - parent.y));
    put(block_, finite(node.rect.w));
    put(block_, finite(node.rect.h));
    put(block_, node.font_px);
    put(block_, node.pad_x);
    put(block_, node.pad_y);
    put(block_, node.color);
    put(block_, node.minimum);
    put(block_, node.maximum);
    put(block_, node.now);
    put(block_, node.step);
    for (const std::string* text :
         {&node.label, &node.value, &node.description, &node.href, &node.placeholder})
        put_text(block_, *text);
}

void Mirror::write_order(std::span<const Node> nodes) {
    put(block_, static_cast<std::uint32_t>(nodes.size()));
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        put(block_, of_node_[i]->slot);
        const Entry* parent = find_parent(nodes[i]);
        const bool on_page = parent == nullptr || nodes[i].parent == nodes[i].id;
        put(block_, on_page ? 0 : parent->slot);
    }
}

std::uint64_t Mirror::id_of_slot(std::uint32_t slot) const {
    return slot < ids_.size() ? ids_[slot] : 0;
}

void Mirror::forget() {
    entries_.clear();
    ids_.assign(1, 0);
    free_slots_.clear();
    frame_hash_ = 0;
    order_hash_ = 0;
}

} // namespace huikuan::ui
