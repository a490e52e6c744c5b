#include "session/bundle.h"
#include "session/inside.h"
#include "sync/clock.h"
#include "sync/hash.h"

namespace huikuan::session {

IntegrityReport check_integrity(Session& session) {
    auto& inside = session.inside();
    IntegrityReport report;
    const auto checked = inside.store->check();
    report.sound = checked.sound;
    report.first_bad = checked.bad;
    report.changes = checked.changes;
    report.set_digest = sync::to_hex(checked.set_digest);
    report.view_digest = sync::to_hex(checked.view_digest);
    // Out of its chain a change proves nothing by itself: all of them together are proved against
    // what came with the file.
    const auto slice = slice_of(session);
    if (slice && sync::to_hex(inside.store->slice_digest()) != slice->digest_hex && report.sound) {
        report.sound = false;
        report.first_bad = {core::ErrorCode::corrupt, "slice", slice->made};
    }
    const std::int64_t now = inside.source.now_ms();
    for (const auto& figures : inside.store->devices()) {
        DeviceIntegrity device;
        device.device = figures.device;
        device.own = figures.device == inside.author.device;
        device.slice = figures.slice;
        device.first = figures.first;
        device.last = figures.last;
        device.count = figures.count;
        device.first_time = figures.first_time;
        device.last_time = figures.last_time;
        device.fork = figures.fork;
        device.held = figures.held;
        if (!figures.ends.empty()) device.tip_hex = sync::to_hex(figures.ends.front().hash);
        device.clock_odd = figures.backwards > 0 ||
                           sync::check_clock(figures.device, figures.last_time, now).has_value();
        report.devices.push_back(std::move(device));
    }
    return report;
}

} // namespace huikuan::session
