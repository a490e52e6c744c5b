#include "store/checking.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "store/proof_parts.h"

namespace huikuan::store {

namespace {

constexpr std::uint64_t checked_at_once = 1'000;

// Chain by chain, in portions.
struct Walk {
    struct Part {
        ChangeKey first, last;
        bool loose;
    };
    std::vector<Part> parts;
    std::size_t next = 0;

    explicit Walk(const Log& log) {
        for (const auto& [no, chain] : log.chains()) {
            for (std::uint64_t from = chain.first; from <= chain.last; from += checked_at_once) {
                const std::uint64_t to = std::min(chain.last, from + checked_at_once - 1);
                parts.push_back({Log::key_of(no, from), Log::key_of(no, to), chain.is_loose()});
            }
        }
    }
};

} // namespace

struct Checking::State {
    enum class Phase : std::uint8_t { file, links, view, replay, settle, replayed, over };

    explicit State(Store& of) : store(of), inside(*of.inside_) { begin(); }

    Store& store;
    Store::Inside& inside;
    std::uint64_t revision = 0;
    Phase phase = Phase::file;
    std::unique_ptr<Walk> walk;
    int section = 0;
    std::unique_ptr<Digest> digest;
    std::unique_ptr<Store> beside;
    std::optional<Intake> intake;
    CheckReport report;

    void begin() {
        revision = inside.revision;
        phase = Phase::file;
        walk = std::make_unique<Walk>(inside.log);
        section = 0;
        digest = std::make_unique<Digest>(inside.options.hash);
        intake.reset();
        beside.reset();
        report = {};
        report.changes = static_cast<std::uint64_t>(inside.log.change_count());
        report.set_digest = store.set_digest();
    }
    void unsound(core::Error why) {
        report.sound = false;
        report.bad = std::move(why);
        phase = Phase::over;
    }

    void file() {
        const std::string said = inside.database->text("PRAGMA integrity_check(1)");
        if (said != "ok") return unsound({core::ErrorCode::corrupt, "integrity", said, 0});
        phase = Phase::links;
    }
    void links() {
        if (walk->next == walk->parts.size()) {
            phase = Phase::view;
            return;
        }
        const auto& part = walk->parts[walk->next++];
        if (auto broken = first_broken_link(inside, part.first, part.last)) unsound(*broken);
    }
    // One table of a view into the digest; true after the last.
    bool table(Store::Inside& of, const Store& which) {
        dump(of, which, section, [this](std::string_view line) { digest->line(line); });
        return ++section == dump_sections;
    }
    void view() {
        if (!table(inside, store)) return;
        report.view_digest = digest->finish();
        StoreOptions options = inside.options;
        options.path = ":memory:";
        options.vfs_name.clear();
        options.read_only = false;
        auto made = Store::create(std::move(options));
        if (!made) return unsound(made.error());
        beside = std::move(*made);
        auto begun = beside->begin();
        if (!begun) return unsound(begun.error());
        intake.emplace(std::move(*begun));
        walk->next = 0;
        phase = Phase::replay;
    }
    void replay() {
        if (walk->next == walk->parts.size()) {
            phase = Phase::settle;
            return;
        }
        const auto& part = walk->parts[walk->next++];
        std::vector<core::Change> changes;
        inside.log.scan(part.first, part.last, [&](ChangeKey, const core::Change& read) {
            changes.push_back(read);
            if (read.view <= inside.options.view_version)
                changes.back().fact = inside.options.decode(read.kind, read.bytes);
            return true;
        });
        auto added = part.loose ? intake->add_loose(changes) : intake->add(changes);
        if (!added) unsound(added.error());
    }
    void settle() {
        if (auto done = intake->commit(); !done) return unsound(done.error());
        intake.reset();
        section = 0;
        digest = std::make_unique<Digest>(inside.options.hash);
        phase = Phase::replayed;
    }
    void replayed() {
        if (!table(*beside->inside_, *beside)) return;
        phase = Phase::over;
        if (digest->finish() == report.view_digest) return;
        // Rare enough to be said in one go: the first line that differs.
        std::vector<std::string> lines;
        (void)beside->canonical_dump([&](std::string_view line) { lines.emplace_back(line); });
        std::size_t at = 0;
        std::string first;
        (void)store.canonical_dump([&](std::string_view line) {
            if (first.empty() && (at >= lines.size() || lines[at] != line)) first = line;
            ++at;
        });
        if (first.empty() && at < lines.size()) first = lines[at];
        unsound({core::ErrorCode::corrupt, "view", first, 0});
    }
};

Checking::Checking(Store& store) : state_(std::make_unique<State>(store)) {}
Checking::~Checking() = default;

bool Checking::step() {
    State& state = *state_;
    if (state.phase == State::Phase::over) return false;
    if (state.revision != state.inside.revision) state.begin();
    switch (state.phase) {
    case State::Phase::file: state.file(); break;
    case State::Phase::links: state.links(); break;
    case State::Phase::view: state.view(); break;
    case State::Phase::replay: state.replay(); break;
    case State::Phase::settle: state.settle(); break;
    case State::Phase::replayed: state.replayed(); break;
    case State::Phase::over: break;
    }
    if (auto error = state.inside.database->take_error()) state.unsound(*error);
    if (state.phase != State::Phase::over) return true;
    state.intake.reset();
    state.beside.reset();
    return false;
}

int Checking::progress() const {
    const State& state = *state_;
    const auto all = std::max<std::size_t>(state.walk->parts.size(), 1);
    const auto walked = static_cast<int>(state.walk->next * 300 / all);
    switch (state.phase) {
    case State::Phase::file: return 10;
    case State::Phase::links: return 30 + walked;
    case State::Phase::view: return 330 + state.section * 10;
    case State::Phase::replay: return 430 + walked;
    case State::Phase::settle: return 740;
    case State::Phase::replayed: return 860 + state.section * 15;
    case State::Phase::over: return 1000;
    }
    return 1000;
}

const CheckReport& Checking::report() const { return state_->report; }

} // namespace huikuan::store
