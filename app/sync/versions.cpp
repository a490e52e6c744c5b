#include "sync/versions.h"

#include <algorithm>
#include <ranges>

namespace huikuan::sync {

bool is_foreign_self(const AuthorState& me, const core::Change& change, const Known& known) {
    return change.device == me.device && !known(change.device, change.seq, change.hash);
}

bool is_foreign_self(const AuthorState& me, const VersionVector& peer, const Known& known) {
    return std::ranges::any_of(peer, [&](const Tip& tip) {
        return tip.device == me.device && !known(tip.device, tip.seq, tip.hash);
    });
}

std::vector<ChainPart> missing_at(const VersionVector& mine, const VersionVector& peer,
                                  const Known& known) {
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
