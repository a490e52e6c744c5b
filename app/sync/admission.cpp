#include "sync/admission.h"

#include <algorithm>
#include <cstring>
#include <ranges>

namespace huikuan::sync {

namespace {

std::size_t weight(const core::Change& change) { return change.bytes.size() + sizeof change; }

bool before(const core::Change* left, const core::Change* right) {
    return std::tie(left->device, left->seq, left->hash) <
           std::tie(right->device, right->seq, right->hash);
}

} // namespace

std::size_t HashOf::operator()(const core::Hash& hash) const noexcept {
    std::size_t value = 0; // a SHA-256 is as good a hash as there is: take its first bytes
    std::memcpy(&value, hash.data(), sizeof value);
    return value;
}

Admission::Admission(Known known, HoldLimits limits) : known_(std::move(known)), limits_(limits) {}

bool Admission::is_in_set(const core::DeviceId& device, std::uint64_t seq,
                          const core::Hash& hash) const {
    const auto here = admitted_here_.find(hash);
    // The hash covers device and sequence, so it alone identifies a change that was decoded here.
    // What a change claims of its predecessor is another matter: both must fit.
    if (here != admitted_here_.end()) return here->second == Place{device, seq};
    return known_(device, seq, hash);
}

Verdict Admission::offer(core::Change change) {
    if (is_in_set(change.device, change.seq, change.hash)) return Verdict::duplicate;
    const bool first = change.seq == 1;
    if (first ? change.previous == core::Hash{}
              : is_in_set(change.device, change.seq - 1, change.previous)) {
        admit(std::move(change));
        return Verdict::admitted;
    }
    return hold(std::move(change));
}

// Admits it, and all that waited for it, and all that waited for those.
void Admission::admit(core::Change change) {
    std::vector<core::Change> next;
    next.push_back(std::move(change));
    while (!next.empty()) {
        core::Change one = std::move(next.back());
        next.pop_back();
        admitted_here_.emplace(one.hash, Place{one.device, one.seq});
        if (const auto waiters = waiting_.find(one.hash); waiters != waiting_.end()) {
            std::vector<core::Change> still;
            for (core::Change& waiter : waiters->second) {
                const bool follows = waiter.device == one.device && waiter.seq == one.seq + 1;
                if (!follows) {
                    still.push_back(std::move(waiter));
                    continue;
                }
                --held_count_;
                held_bytes_ -= weight(waiter);
                next.push_back(std::move(waiter));
            }
            if (still.empty()) waiting_.erase(waiters);
            else waiters->second = std::move(still);
        }
        admitted_.push_back(std::move(one));
    }
}

Verdict Admission::hold(core::Change change) {
    const auto found = waiting_.find(change.previous);
    if (found != waiting_.end() &&
        std::ranges::contains(found->second, change.hash, &core::Change::hash)) {
        return Verdict::duplicate;
    }
    if (held_count_ >= limits_.changes || weight(change) > limits_.bytes - held_bytes_) {
        return Verdict::refused;
    }
    ++held_count_;
    held_bytes_ += weight(change);
    waiting_[change.previous].push_back(std::move(change));
    return Verdict::held;
}

std::vector<core::Change> Admission::take() {
    admitted_here_.clear();
    return std::exchange(admitted_, {});
}

std::vector<const core::Change*> Admission::held() const {
    std::vector<const core::Change*> all;
    all.reserve(held_count_);
    for (const auto& waiters : waiting_ | std::views::values) {
        for (const core::Change& change : waiters) all.push_back(&change);
    }
    std::ranges::sort(all, before);
    return all;
}

bool is_foreign_self(const AuthorState& me, const core::Change& change,
                     const Admission::Known& known) {
    return change.device == me.device && !known(change.device, change.seq, change.hash);
}

bool is_foreign_self(const AuthorState& me, const VersionVector& peer,
                     const Admission::Known& known) {
    return std::ranges::any_of(peer, [&](const Tip& tip) {
        return tip.device == me.device && !known(tip.device, tip.seq, tip.hash);
    });
}

std::vector<ChainPart> missing_at(const VersionVector& mine, const VersionVector& peer,
                                  const Admission::Known& known) {
    std::vector<ChainPart> parts;
    const auto same_device = [](const Tip& left, const Tip& right) {
        return left.device == right.device;
    };
    for (const auto chains : mine | std::views::chunk_by(same_device)) {
        const core::DeviceId device = chains.front().device;
        const bool forked = std::ranges::distance(chains) > 1;
        std::uint64_t shared = 0; // highest sequence that both have for certain
        std::uint64_t ahead = 0;  // highest that only the peer has
        for (const Tip& tip : peer) {
            if (tip.device != device) continue;
            if (known(tip.device, tip.seq, tip.hash)) shared = std::max(shared, tip.seq);
            else ahead = std::max(ahead, tip.seq);
        }
        for (const Tip& end : chains) {
            if (std::ranges::contains(peer, end)) continue;
            if (forked) parts.push_back({end, 1});
            else if (end.seq > shared && end.seq > ahead) parts.push_back({end, shared + 1});
        }
    }
    return parts;
}

} // namespace huikuan::sync
