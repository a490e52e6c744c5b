// Proof: the canonical view, its digest, the replay of the log, and the check of everything.
#include <algorithm>
#include <utility>

#include "core/text.h"
#include "store/inside.h"
#include "store/proof_parts.h"

namespace huikuan::store {

core::Result<void>
Store::canonical_dump(const std::function<void(std::string_view line)>& sink) const {
    for (int section = 0; section < dump_sections; ++section) dump(*inside_, *this, section, sink);
    if (auto error = inside_->database->take_error()) return std::unexpected(*error);
    return {};
}

std::string Store::canonical_dump() const {
    std::string all;
    (void)canonical_dump([&](std::string_view text) {
        all += text;
        all.push_back('\n');
    });
    return all;
}

core::Hash Store::view_digest() const {
    Digest digest(inside_->options.hash);
    (void)canonical_dump([&](std::string_view text) { digest.line(text); });
    return digest.finish();
}

// The ends stand for their chains: each hash covers all before it.
core::Hash Store::set_digest() const {
    std::string all;
    for (const ChainEnd& end : ends()) {
        core::append(all, {end.device.view(), ":", end.seq, ":", hex(end.hash), "\n"});
    }
    const core::Hash slice = slice_digest();
    if (slice != core::Hash{}) all += "slice:" + hex(slice) + "\n";
    return inside_->options.hash(all);
}

namespace {

// Derives every table again, in the transaction that is open.
void replay(Store::Inside& inside) {
    Projection& projection = inside.projection;
    projection.start_rebuild();
    for (const auto& [no, chain] : inside.log.chains()) {
        inside.log.scan(Log::key_of(no, chain.first), Log::key_of(no, chain.last),
                        [&](ChangeKey key, const core::Change& read) {
                            core::Change change = read;
                            if (change.view <= inside.options.view_version) {
                                change.fact = inside.options.decode(change.kind, change.bytes);
                            }
                            projection.apply(change, key, projection.mention(change.entity));
                            if (projection.wants_to_settle()) projection.settle();
                            return inside.database->ok();
                        });
        const bool branch = chain.parent != 0 || inside.log.chains_of(chain.device).front() != no;
        if (branch && !chain.is_loose()) projection.forked(Log::key_of(no, chain.first));
    }
    projection.settle();
    projection.end_rebuild();
    (void)projection.take_changed_documents();
    (void)projection.take_counts();
    inside.columns.forget();
    inside.forget_listings();
    inside.balances = {};
    inside.newer.reset();
    ++inside.revision;
}

} // namespace

core::Result<void> Store::rebuild() {
    if (inside_->options.read_only) return core::fail(core::ErrorCode::read_only, "database");
    if (inside_->taking) return core::fail(core::ErrorCode::io, "database", "an intake is open");
    Transaction transaction(*inside_->database);
    replay(*inside_);
    if (auto done = transaction.commit(); !done) {
        inside_->reload();
        return done;
    }
    return {};
}

// A book that cannot be written cannot replay in place.
CheckReport Store::check_copy(CheckReport so_far) const {
    StoreOptions options = inside_->options;
    options.path = ":memory:";
    options.vfs_name.clear();
    options.read_only = false;
    core::Result<std::unique_ptr<Database>> copy = Database::open({":memory:", "", false, true});
    core::Result<void> copied;
    if (copy) copied = (*copy)->copy_from(*inside_->database);
    if (!copy || !copied) {
        so_far.sound = false;
        so_far.bad = copy ? copied.error() : copy.error();
        return so_far;
    }
    auto inside = std::make_unique<Inside>(std::move(*copy), std::move(options));
    if (auto loaded = inside->load(); !loaded) {
        so_far.sound = false;
        so_far.bad = loaded.error();
        return so_far;
    }
    return Store(std::move(inside)).check();
}

CheckReport Store::check() {
    Inside& inside = *inside_;
    CheckReport report;
    const auto unsound = [&](core::Error error) {
        report.sound = false;
        report.bad = std::move(error);
        return report;
    };
    report.changes = static_cast<std::uint64_t>(inside.log.change_count());
    report.set_digest = set_digest();
    const std::string integrity = inside.database->text("PRAGMA integrity_check(1)");
    if (auto error = inside.database->take_error()) return unsound(*error);
    if (integrity != "ok") {
        return unsound({core::ErrorCode::corrupt, "integrity", integrity, 0});
    }
    for (const auto& [no, chain] : inside.log.chains()) {
        if (chain.last < chain.first) continue;
        const auto first = Log::key_of(no, chain.first);
        if (auto broken = first_broken_link(inside, first, Log::key_of(no, chain.last)))
            return unsound(*broken);
    }

    // The view as it is, then as a replay makes it; then everything is put back.
    Digest kept(inside.options.hash);
    (void)canonical_dump([&](std::string_view text) { kept.line(text); });
    report.view_digest = kept.finish();
    std::optional<std::size_t> differs;
    std::vector<std::string> replayed;
    if (inside.options.read_only) return check_copy(std::move(report));
    {
        Transaction transaction(*inside.database);
        replay(inside);
        Digest again(inside.options.hash);
        (void)canonical_dump([&](std::string_view text) { again.line(text); });
        if (again.finish() != report.view_digest) {
            const auto [ours, theirs] = std::ranges::mismatch(kept.portions(), again.portions());
            differs = static_cast<std::size_t>(ours - kept.portions().begin());
            (void)canonical_dump([&](std::string_view text) { replayed.emplace_back(text); });
        }
    }
    inside.reload();
    if (auto error = inside.database->take_error()) return unsound(*error);
    if (!differs) return report;
    std::size_t at = 0;
    std::string first;
    (void)canonical_dump([&](std::string_view text) {
        if (first.empty() && (at >= replayed.size() || replayed[at] != text)) first = text;
        ++at;
    });
    if (first.empty() && at < replayed.size()) first = replayed[at];
    return unsound({core::ErrorCode::corrupt, "view", first, 0});
}

// ---------------------------------------------------------------- whole files

core::Result<void>
Store::save_bytes(const std::function<bool(std::span<const std::uint8_t>)>& sink) const {
    return inside_->database->read_file(sink);
}

core::Result<void> Store::save_to_file(const std::string& path) const {
    Statement copy(*inside_->database, "VACUUM INTO ?");
    copy.run(path);
    if (auto error = inside_->database->take_error()) return std::unexpected(*error);
    return {};
}

} // namespace huikuan::store
