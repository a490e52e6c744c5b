#include "session/demo.h"

#include "platform/platform.h"
#include "session/demo_story.h"

namespace huikuan::session {

namespace {

constexpr std::size_t commands_per_batch = 2000;

core::Currency currency_of(const Session& session, const DemoOptions& options) {
    return options.currency.view().empty() ? session.book().currency : options.currency;
}

} // namespace

struct DemoJob::State {
    State(Session& book, const DemoOptions& options)
        : session(book), story(options, currency_of(book, options)) {}

    Session& session;
    DemoStory story;
    bool finished = false;
    std::optional<core::Error> error;
};

DemoJob::DemoJob(Session& session, const DemoOptions& options)
    : state_(std::make_unique<State>(session, options)) {}

DemoJob::~DemoJob() = default;

void DemoJob::step(double budget_ms) {
    State& state = *state_;
    const double until = platform::monotonic_ms() + budget_ms;
    // Small batches where the budget is a frame, large ones where somebody waits for the end.
    const std::size_t batch = budget_ms < 100.0 ? 200 : commands_per_batch;
    while (!state.finished) {
        std::vector<core::Command> commands;
        bool more = true;
        while (more && commands.size() < batch) { more = state.story.tell(commands); }
        if (!commands.empty()) {
            if (const auto ran = state.session.run_batch(commands); !ran) {
                state.error = ran.error();
                state.finished = true;
            }
        }
        state.finished = state.finished || !more;
        if (platform::monotonic_ms() >= until) { return; }
    }
}

void DemoJob::cancel() { state_->finished = true; }
bool DemoJob::finished() const { return state_->finished; }
int DemoJob::progress() const { return state_->finished ? 1000 : state_->story.progress(); }
const std::optional<core::Error>& DemoJob::error() const { return state_->error; }

} // namespace huikuan::session
