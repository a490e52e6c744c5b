#pragma once
// A map by node for one frame: it forgets all in one step and keeps its room for the next frame.
#include <cstddef>
#include <cstdint>
#include <vector>

namespace huikuan::ui {

template <class Value>
class FrameMap {
public:
    void clear() {
        ++frame_;
        used_ = 0;
    }

    [[nodiscard]] const Value* find(std::uint64_t id) const {
        if (slots_.empty()) return nullptr;
        const Slot& slot = slots_[place_of(id)];
        return slot.frame == frame_ ? &slot.value : nullptr;
    }

    // The value of `id`, made anew where this frame has none. Valid until the next call.
    Value& operator[](std::uint64_t id) {
        if (2 * (used_ + 1) > slots_.size()) grow();
        Slot& slot = slots_[place_of(id)];
        if (slot.frame != frame_) {
            slot = {frame_, id, {}};
            ++used_;
        }
        return slot.value;
    }

private:
    struct Slot {
        std::uint64_t frame = 0; // of another frame: free
        std::uint64_t id = 0;
        Value value{};
    };

    // Where `id` stands or would stand. Ids are hashes: their low bits are as good as any.
    [[nodiscard]] std::size_t place_of(std::uint64_t id) const {
        const std::size_t mask = slots_.size() - 1;
        std::size_t at = static_cast<std::size_t>(id) & mask;
        while (slots_[at].frame == frame_ && slots_[at].id != id) at = (at + 1) & mask;
        return at;
    }

    void grow() {
        std::vector<Slot> old(slots_.empty() ? 64 : 2 * slots_.size());
        old.swap(slots_);
        for (Slot& slot : old) {
            if (slot.frame == frame_) slots_[place_of(slot.id)] = slot;
        }
    }

    std::vector<Slot> slots_; // a power of two, at most half full
    std::size_t used_ = 0;
    std::uint64_t frame_ = 1;
};

} // namespace huikuan::ui
