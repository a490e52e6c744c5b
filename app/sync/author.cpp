#include "sync/author.h"

#include <algorithm>
#include <utility>

#include "sync/codec.h"

namespace huikuan::sync {

namespace {

// What the writer has seen: what store says, and its own chain up to here.
core::Context seen_by(const AuthorState& state, core::Context seen) {
    const auto own = std::ranges::find(seen, state.device, &core::Dot::device);
    if (own != seen.end()) own->seq = std::max(own->seq, state.seq);
    else if (state.seq > 0) seen.push_back({state.device, state.seq});
    std::ranges::sort(seen);
    return seen;
}

core::Result<core::Change> next_change(const AuthorState& state, Draft draft, std::int64_t now_ms) {
    core::Change change;
    change.device = state.device;
    change.seq = state.seq + 1;
    change.time = next_stamp(state.clock, now_ms);
    change.kind = core::kind_of(draft.fact);
    change.entity = core::entity_of(draft.fact);
    change.view = core::least_view(draft.fact);
    if (std::holds_alternative<core::FieldsSet>(draft.fact)) {
        change.context = seen_by(state, std::move(draft.seen));
    }
    change.fact = std::move(draft.fact);
    auto written = encode_chained(change, state.tip);
    if (!written) {
        // The limits of a line, seen from the inside: too large to be read is too long to be
        // written.
        if (written.error().code == core::ErrorCode::too_large) {
            written.error().code = core::ErrorCode::too_long;
        }
        return written;
    }
    if (!written->fact) return core::fail(core::ErrorCode::malformed, change.kind);
    return written;
}

} // namespace

core::Result<Stamped> stamp(const AuthorState& state, std::vector<Draft> drafts,
                            std::int64_t now_ms) {
    Stamped stamped{{}, state};
    stamped.changes.reserve(drafts.size());
    for (Draft& draft : drafts) {
        auto change = next_change(stamped.next, std::move(draft), now_ms);
        if (!change) return std::unexpected(std::move(change.error()));
        stamped.next.seq = change->seq;
        stamped.next.tip = change->hash;
        stamped.next.clock = change->time;
        stamped.changes.push_back(std::move(*change));
    }
    return stamped;
}

AuthorState remint(const AuthorState& state, core::DeviceId fresh) {
    return {fresh, 0, core::Hash{}, state.clock};
}

} // namespace huikuan::sync
