#include <algorithm>
#include <set>

#include "platform/vault.h"
#include "session/bundle.h"
#include "session/inside.h"
#include "sync/bundle.h"
#include "sync/clock.h"
#include "sync/codec.h"
#include "sync/hash.h"

// Reading a bundle twice: once to see that it is whole and of this book, once to apply it inside a
// transaction that stays open until the person has seen what it does.
namespace huikuan::session {

namespace {

constexpr std::size_t merged_piece_bytes = 256 * 1024;
constexpr std::size_t intake_portion = 1000;

sync::Known known_to(const store::Store& store) {
    return [&store](const core::DeviceId& device, std::uint64_t seq, const core::Hash& hash) {
        return store.has(device, seq, hash);
    };
}

} // namespace

struct MergeJob::State final : sync::BundleSink {
    State(Session& of, std::shared_ptr<platform::File> source)
        : session(of), file(std::move(source)) {
        // First only whether it is whole: three times as fast.
        reader.emplace(*this, sync::BundleLimits{}, sync::BundleReader::Pass::check);
    }

    Session& session;
    std::shared_ptr<platform::File> file;
    std::optional<sync::BundleReader> reader;
    bool applying = false; // second pass
    std::uint64_t offset = 0;
    bool waiting = false;                                  // for a slice of the file
    std::shared_ptr<int> alive = std::make_shared<int>(0); // late answers find nobody
    std::optional<std::vector<std::uint8_t>> arrived;
    bool unreadable = false;

    std::optional<store::Intake> intake;
    std::vector<core::Change> portion;
    sync::BundleHeader head;
    core::HybridTime latest_clock;
    std::set<core::DeviceId> ahead;
    std::set<core::Hash> named; // files that the changes of this bundle attach
    bool foreign_self = false;
    std::optional<core::Hash> state_digest; // what this version of the view should come to

    JobPhase phase = JobPhase::working;
    MergeReport report;
    core::Error error;

    // --- what the reader finds
    core::Result<void> header(const sync::BundleHeader& found) override;
    core::Result<void> change(core::Change change) override;
    core::Result<void> fact(core::Change change) override;
    core::Result<void> attachment(const core::Hash& hash, std::string bytes) override;
    core::Result<void> state(std::uint32_t view, const core::Hash& digest) override;

    void step();
    void request();
    void end_of_file();
    void begin_applying();
    void note_file(const core::Change& change);
    core::Result<void> flush();
    core::Result<void> rehearsed();
    core::Result<void> commit();
    void fail(core::Error why);
    void release();
};

core::Result<void> MergeJob::State::header(const sync::BundleHeader& found) {
    const core::BookId own = session.book().id;
    if (!own.is_nil() && found.book != own)
        return core::fail(core::ErrorCode::wrong_book, "book", core::to_text(found.book), 1);
    auto& inside = session.inside();
    const auto unsupported = [](const char* why) {
        return core::fail(core::ErrorCode::unsupported, "scope", why, 1);
    };
    if (slice_of(session)) return unsupported("slice_book");
    report.slice = found.scope == sync::BundleScope::slice;
    // `applying` sees the same book again, with an intake open.
    if (report.slice && inside.store->counts().changes != 0) return unsupported("slice");
    head = found;
    // The maker knows this device further than it knows itself.
    foreign_self = sync::is_foreign_self(inside.author, found.have, known_to(*inside.store));
    report.book = found.book;
    report.made = sync::to_text(core::HybridTime{found.made_ms, 0}).substr(0, 24);
    return {};
}

// What a slice has stands for itself: its device, its place and its time are a colleague's.
core::Result<void> MergeJob::State::fact(core::Change change) {
    if (!applying) return {};
    if (!report.slice) return core::fail(core::ErrorCode::corrupt, "bundle", "fact");
    latest_clock = sync::observe(latest_clock, change.time, session.inside().source.now_ms());
    note_file(change);
    portion.push_back(std::move(change));
    return portion.size() < intake_portion ? core::Result<void>{} : flush();
}

core::Result<void> MergeJob::State::state(std::uint32_t view, const core::Hash& digest) {
    if (view == sync::view_version) state_digest = digest;
    return {};
}

core::Result<void> MergeJob::State::change(core::Change change) {
    if (!applying) return {};
    if (report.slice) return core::fail(core::ErrorCode::corrupt, "bundle", "change");
    auto& inside = session.inside();
    const auto known = known_to(*inside.store);
    if (sync::is_foreign_self(inside.author, change, known)) foreign_self = true;
    const std::int64_t now = inside.source.now_ms();
    latest_clock = sync::observe(latest_clock, change.time, now);
    if (sync::check_clock(change.device, change.time, now)) ahead.insert(change.device);
    note_file(change);
    portion.push_back(std::move(change));
    return portion.size() < intake_portion ? core::Result<void>{} : flush();
}

void MergeJob::State::note_file(const core::Change& change) {
    const auto* added = change.fact ? std::get_if<core::AttachmentAdded>(&*change.fact) : nullptr;
    if (added != nullptr) named.insert(added->sha256);
}

// Inside the transaction, like its change. What nothing names is no part of the book.
core::Result<void> MergeJob::State::attachment(const core::Hash& hash, std::string bytes) {
    if (!applying || !named.contains(hash)) return {};
    auto& store = *session.inside().store;
    if (store.file(hash)) return {};
    ++report.files;
    return store.keep_file(hash, bytes);
}

core::Result<void> MergeJob::State::flush() {
    auto added = report.slice ? intake->add_loose(portion) : intake->add(portion);
    portion.clear();
    return added;
}

// Everything is in the open transaction: what does it do?
core::Result<void> MergeJob::State::rehearsed() {
    auto& inside = session.inside();
    if (auto flushed = flush(); !flushed) return flushed;
    auto settled = intake->settle();
    if (!settled) return std::unexpected(settled.error());
    // A slice is all there is in its book: it must come to what its maker saw.
    if (report.slice && state_digest && inside.store->view_digest() != *state_digest)
        return core::fail(core::ErrorCode::corrupt, "bundle", "state");
    report.read = settled->read;
    report.fresh = settled->fresh;
    report.known = settled->known;
    report.held = settled->held;
    report.dropped = settled->dropped;
    report.unknown = settled->unknown;
    report.created = settled->created;
    report.changed = settled->changed;
    report.devices = settled->devices;
    report.new_device = foreign_self;
    report.clocks_ahead.assign(ahead.begin(), ahead.end());
    report.after = session.counts();
    for (auto& row : session.exceptions())
        if (std::ranges::find(settled->new_exceptions, row.id) != settled->new_exceptions.end())
            report.new_exceptions.push_back(std::move(row));
    phase = JobPhase::preview;
    return {};
}

core::Result<void> MergeJob::State::commit() {
    auto& inside = session.inside();
    std::string peer = report.made;
    for (const auto& tip : head.have)
        peer += '\n' + std::string(tip.device.view()) + ' ' + std::to_string(tip.seq) + ' ' +
                sync::to_hex(tip.hash);
    // Local values inside the same transaction: they stand or fall with the changes.
    const std::string device(head.device.view());
    auto kept =
        report.slice
            ? inside.store->set_local("slice", report.made + ' ' + device + ' ' +
                                                   std::to_string(head.customers.size()) + ' ' +
                                                   sync::to_hex(inside.store->slice_digest()))
            : inside.store->set_local("peer." + device, peer);
    if (!kept) return kept;
    inside.author.clock = std::max(inside.author.clock, latest_clock);
    if (foreign_self) inside.author = sync::remint(inside.author, inside.source.mint_device());
    if (kept = inside.keep_author(); !kept) return kept;
    if (auto committed = intake->commit(); !committed) return std::unexpected(committed.error());
    intake.reset();
    inside.merging = false;
    phase = JobPhase::done;
    inside.after_commit();
    // A book that joined has its company's name only now.
    if (!inside.vault.empty() && report.before.changes == 0)
        platform::label_vault(inside.vault, session.book().company,
                              [](platform::VaultStatus, const std::string&) {});
    return {};
}

void MergeJob::State::release() {
    reader.reset();
    alive.reset();
    if (!intake) return;
    intake.reset(); // takes everything back
    auto& inside = session.inside();
    inside.merging = false;
    // Nothing of the author may outlive a transaction that was taken back.
    if (const auto kept = inside.store->local("author"))
        if (const auto state = parse_author(*kept)) inside.author = *state;
}

void MergeJob::State::fail(core::Error why) {
    release();
    error = std::move(why);
    phase = error.code == core::ErrorCode::cancelled ? JobPhase::cancelled : JobPhase::failed;
}

void MergeJob::State::request() {
    waiting = true;
    const auto length = static_cast<std::size_t>(
        std::min<std::uint64_t>(merged_piece_bytes, file->size() - offset));
    file->read(
        offset, length,
        [this, still = std::weak_ptr<int>(alive)](std::optional<std::vector<std::uint8_t>> bytes) {
            if (still.expired()) return;
            waiting = false;
            unreadable = !bytes || bytes->empty();
            arrived = std::move(bytes);
        });
}

void MergeJob::State::end_of_file() {
    if (auto ended = reader->finish(); !ended) return fail(ended.error());
    if (applying) {
        if (auto done = rehearsed(); !done) fail(done.error());
        return;
    }
    // The file is whole: keep a way back, and read it again to apply it.
    waiting = true;
    session.inside().backup("merge", [this, still = std::weak_ptr<int>(alive)](auto kept) {
        if (still.expired()) return;
        waiting = false;
        if (!kept) return fail(kept.error());
        report.backed_up = session.counts().changes > 0;
        begin_applying();
    });
}

void MergeJob::State::begin_applying() {
    auto& inside = session.inside();
    if (auto refused = inside.refusal()) return fail(*refused);
    report.before = session.counts();
    auto begun = inside.store->begin();
    if (!begun) return fail(begun.error());
    intake.emplace(*std::move(begun));
    inside.merging = true;
    latest_clock = inside.author.clock;
    applying = true;
    offset = 0;
    reader.emplace(*this);
}

void MergeJob::State::step() {
    if (arrived) {
        const std::vector<std::uint8_t> bytes = *std::move(arrived);
        arrived.reset();
        offset += bytes.size();
        const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        if (auto fed = reader->feed(text); !fed) return fail(fed.error());
    }
    if (unreadable) return fail({core::ErrorCode::io, "file", file->name()});
    if (waiting) return;
    if (offset >= file->size()) return end_of_file();
    request();
}

MergeJob::MergeJob(Session& session, std::shared_ptr<platform::File> file)
    : state_(std::make_unique<State>(session, std::move(file))) {
    if (auto refused = session.inside().refusal()) state_->fail(*refused);
}
MergeJob::~MergeJob() { state_->release(); }

void MergeJob::step(double budget_ms) {
    const double until = platform::monotonic_ms() + budget_ms;
    do {
        if (state_->phase != JobPhase::working) return;
        state_->step();
    } while (!state_->waiting && platform::monotonic_ms() < until);
}

void MergeJob::accept() {
    if (state_->phase != JobPhase::preview) return;
    if (auto done = state_->commit(); !done) state_->fail(done.error());
}

void MergeJob::cancel() {
    if (state_->phase != JobPhase::working && state_->phase != JobPhase::preview) return;
    state_->fail({core::ErrorCode::cancelled, "file", state_->file->name()});
}

JobPhase MergeJob::phase() const { return state_->phase; }
int MergeJob::progress() const {
    if (state_->phase == JobPhase::preview || state_->phase == JobPhase::done) return 1000;
    const auto size = std::max<std::uint64_t>(state_->file->size(), 1);
    const auto read = static_cast<int>(std::min<std::uint64_t>(499, state_->offset * 500 / size));
    return read + (state_->applying ? 500 : 0);
}
const MergeReport& MergeJob::report() const { return state_->report; }
const core::Error& MergeJob::error() const { return state_->error; }

} // namespace huikuan::session
