#include "session/bundle.h"
#include "session/inside.h"
#include "store/checking.h"
#include "sync/clock.h"
#include "sync/hash.h"

namespace huikuan::session {

namespace {

// What the store found, in the words of the page.
IntegrityReport told(Session& session, const store::CheckReport& checked) {
    auto& inside = session.inside();
    IntegrityReport report;
    report.sound = checked.sound;
    report.first_bad = checked.bad;
    report.changes = checked.changes;
    report.set_digest = sync::to_hex(checked.set_digest);
    if (checked.view_digest != core::Hash{}) report.view_digest = sync::to_hex(checked.view_digest);
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
        device.altered = !report.sound && report.first_bad.field == "chain" &&
                         report.first_bad.detail.starts_with(figures.device.view());
        device.held = figures.held;
        if (!figures.ends.empty()) device.tip_hex = sync::to_hex(figures.ends.front().hash);
        device.clock_odd = figures.backwards > 0 ||
                           sync::check_clock(figures.device, figures.last_time, now).has_value();
        report.devices.push_back(std::move(device));
    }
    return report;
}

} // namespace

IntegrityReport check_integrity(Session& session) {
    return told(session, session.inside().store->check());
}

struct IntegrityJob::State {
    explicit State(Session& of) : session(of) { begin(); }
    void begin() {
        store = session.inside().store.get();
        checking = std::make_unique<store::Checking>(*store);
    }
    Session& session;
    store::Store* store = nullptr; // of another tab's hand-over there is another
    std::unique_ptr<store::Checking> checking;
    bool finished = false;
    IntegrityReport report;
};

IntegrityJob::IntegrityJob(Session& session) : state_(std::make_unique<State>(session)) {}
IntegrityJob::~IntegrityJob() = default;

void IntegrityJob::step(double budget_ms) {
    const double until = platform::monotonic_ms() + budget_ms;
    auto& inside = state_->session.inside();
    while (!state_->finished && inside.store && !inside.merging) {
        if (inside.store.get() != state_->store) state_->begin();
        if (!state_->checking->step()) {
            state_->finished = true;
            state_->report = told(state_->session, state_->checking->report());
        }
        if (platform::monotonic_ms() >= until) return;
    }
}
bool IntegrityJob::finished() const { return state_->finished; }
int IntegrityJob::progress() const { return state_->checking->progress(); }
const IntegrityReport& IntegrityJob::report() const { return state_->report; }

} // namespace huikuan::session
