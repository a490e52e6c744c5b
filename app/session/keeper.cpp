#include "session/keeper.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "session/keeper_inside.h"
#include "sync/passphrase.h"

namespace huikuan::session {
namespace {

constexpr double idle_after_ms = 400; // a checkpoint does not compete with someone who types
constexpr double last_retry_ms = 30000;
constexpr std::uint64_t urgent = 8; // times the threshold: then even while someone works

using platform::VaultStatus;

} // namespace

core::Error error_of(VaultStatus status, const std::string& detail) {
    const bool seal = status == VaultStatus::passphrase;
    const bool foreign = status == VaultStatus::locked;
    core::Error error{.code = foreign ? core::ErrorCode::read_only : core::ErrorCode::io,
                      .field = seal ? "passphrase" : "storage",
                      .detail = std::string(platform::name_of(status))};
    // The word is what a screen finds its sentence by; only where it says nothing the browser's
    // does.
    if (status == VaultStatus::failed && !detail.empty()) error.detail += ": " + detail;
    return error;
}
std::vector<platform::VaultItem> vault_items(std::vector<store::PageItem> items) {
    std::vector<platform::VaultItem> out;
    out.reserve(items.size());
    for (store::PageItem& item : items) out.push_back({std::move(item.key), std::move(item.bytes)});
    return out;
}
std::vector<platform::VaultRange> vault_ranges(const std::vector<store::KeyRange>& ranges) {
    std::vector<platform::VaultRange> out;
    out.reserve(ranges.size());
    for (const store::KeyRange& range : ranges) out.push_back({range.first, range.last});
    return out;
}
std::uint64_t random_epoch() {
    std::array<std::uint8_t, 8> bytes{};
    platform::random_bytes(bytes);
    std::uint64_t value = 0;
    std::memcpy(&value, bytes.data(), sizeof value);
    return value | 1U; // never zero
}

Keeper::Keeper(std::shared_ptr<Inside> inside) : inside_(std::move(inside)) {}
Keeper::~Keeper() {
    platform::warn_before_leaving(false);
    if (sealed()) wipe(); // what was sealed is not left lying in memory
}

void Keeper::open(const std::string& name, Options options, Opened opened) {
    platform::use_stretch(sync::stretch_passphrase);
    platform::VaultOpening opening{options.create, std::move(options.passphrase)};
    platform::open_vault(name, std::move(opening),
                         [options = std::move(options), opened = std::move(opened)](
                             VaultStatus status, std::unique_ptr<platform::Vault> vault) mutable {
                             if (status != VaultStatus::ok)
                                 return opened(std::unexpected(error_of(status, {})));
                             open_in(std::move(vault), std::move(options), std::move(opened));
                         });
}

void Keeper::open_in(std::unique_ptr<platform::Vault> vault, Options options, Opened opened) {
    auto inside = std::make_shared<Inside>();
    inside->vault = std::move(vault);
    load_book(*inside->vault, std::move(options.progress),
              [inside, opened = std::move(opened)](core::Result<LoadedBook> book) {
                  if (!book) return opened(std::unexpected(book.error()));
                  inside->pages = std::move(book->pages);
                  inside->report = std::move(book->report);
                  inside->pages->set_read_only(!inside->vault->owner());
                  inside->vault->on_news([weak = std::weak_ptr(inside)](platform::VaultNews news) {
                      if (const auto me = weak.lock()) me->heard(news);
                  });
                  opened(std::unique_ptr<Keeper>(new Keeper(inside)));
                  inside->sweep();
              });
}

std::string Keeper::vfs_name() const { return inside_->pages->vfs_name(); }
const KeeperReport& Keeper::report() const { return inside_->report; }
std::uint64_t Keeper::file_size() const { return inside_->pages->size(); }
bool Keeper::read_file(std::uint64_t offset, std::span<std::uint8_t> out) const {
    return inside_->pages->memory().read(offset, out);
}
bool Keeper::sealed() const { return inside_->vault->sealed(); }
void Keeper::wipe() { inside_->pages->wipe(); }
void Keeper::set_thresholds(store::PageStore::Thresholds thresholds) {
    inside_->thresholds = thresholds;
    inside_->pages->set_thresholds(thresholds);
}
void Keeper::listen(Listener listener) { inside_->listener = std::move(listener); }

// --- saving

std::uint64_t Keeper::Inside::unsaved() const { return pages->last_seq() - pages->durable_seq(); }
bool Keeper::Inside::idle() const { return platform::monotonic_ms() - last_commit > idle_after_ms; }

void Keeper::after_commit() {
    inside_->last_commit = platform::monotonic_ms();
    if (inside_->unsaved() > 0) platform::warn_before_leaving(true);
    inside_->pump();
    inside_->pump_chunks(false); // where commits wait for chunks: a file that came in
    inside_->tell_status();
}

Status Keeper::status() const {
    const Inside& in = *inside_;
    Status status;
    status.unsaved = in.unsaved();
    status.read_only = !in.vault->owner() || in.becoming_owner;
    status.save = in.failing && status.unsaved > 0 ? SaveState::failed
                  : status.unsaved > 0             ? SaveState::saving
                                                   : SaveState::saved;
    if (status.save == SaveState::failed) status.problem = in.problem;
    return status;
}

void Keeper::when_saved(std::function<void(core::Result<void>)> saved) {
    if (inside_->unsaved() == 0 && !inside_->put_out) return saved({});
    inside_->waiting_saved.push_back(std::move(saved));
}

void Keeper::Inside::tell_status() {
    if (listener.status) listener.status();
}
void Keeper::Inside::answer_saved() {
    if (waiting_saved.empty() || (!failing && unsaved() > 0)) return;
    for (const Done& done : std::exchange(waiting_saved, {}))
        done(unsaved() > 0 ? core::Result<void>(std::unexpected(problem)) : core::Result<void>());
}
void Keeper::Inside::answer_snapshot() {
    if (!waiting_snapshot || (pages->snapshot_pending() && !failing)) return;
    const Done done = std::exchange(waiting_snapshot, {});
    if (!pages->snapshot_pending()) return done({});
    pages->cancel_snapshot();
    done(std::unexpected(problem));
}

// One batch is with the vault at a time; what is committed meanwhile goes together in the next.
void Keeper::Inside::pump() {
    if (put_out || !vault->owner() || becoming_owner) return;
    if (failing && platform::monotonic_ms() < retry_at) return;
    store::PageBatch batch = pages->take();
    if (batch.empty()) return;
    put_out = true;
    vault->put(vault_items(std::move(batch.put)), vault_ranges(batch.gone),
               [weak = weak_from_this()](VaultStatus status, const std::string& detail) {
                   if (const auto me = weak.lock()) me->put_settled(status, detail);
               });
}

void Keeper::Inside::put_settled(VaultStatus status, const std::string& detail) {
    put_out = false;
    pages->settled(status == VaultStatus::ok);
    if (status == VaultStatus::ok) {
        failing = false;
        failures = 0;
    } else {
        failed(status, detail);
    }
    if (unsaved() == 0) platform::warn_before_leaving(false);
    answer_saved();
    answer_snapshot();
    tell_status();
    pump();
    pump_chunks(idle());
}

void Keeper::Inside::failed(VaultStatus status, const std::string& detail) {
    failing = true;
    problem = error_of(status, detail);
    retry_at =
        platform::monotonic_ms() +
        std::min(last_retry_ms, first_retry_ms * static_cast<double>(1U << std::min(failures, 6)));
    ++failures;
    // Deleted under us: the whole book goes into the new, empty database.
    if (status == VaultStatus::vanished) pages->start_over(random_epoch());
}

void Keeper::Inside::pump_chunks(bool is_idle) {
    if (chunks_out || failing || !vault->owner() || becoming_owner || !pages->checkpoint_due())
        return;
    if (!is_idle && !waiting_snapshot && !pages->overdue(urgent)) return;
    store::PageBatch batch = pages->take_chunks(1);
    if (batch.empty()) return pump(); // all written: the root is switched
    chunks_out = true;
    vault->put(vault_items(std::move(batch.put)), vault_ranges(batch.gone),
               [weak = weak_from_this()](VaultStatus status, const std::string& detail) {
                   if (const auto me = weak.lock()) me->chunks_settled(status, detail);
               });
}

void Keeper::Inside::chunks_settled(VaultStatus status, const std::string& detail) {
    chunks_out = false;
    pages->chunks_settled(status == VaultStatus::ok);
    if (status != VaultStatus::ok) {
        failed(status, detail);
        answer_snapshot();
        tell_status();
    }
    pump_chunks(idle());
}

int Keeper::tick(double) {
    Inside& in = *inside_;
    const double now = platform::monotonic_ms();
    if (in.behind && !in.following && now >= in.retry_at) in.follow();
    if (in.failing && now >= in.retry_at && !in.put_out) {
        in.pump();
        if (!in.put_out) in.failing = false; // nothing was pending: a checkpoint had failed
    }
    in.pump();
    in.pump_chunks(in.idle());
    if (in.failing || in.behind) return std::max(1, static_cast<int>(in.retry_at - now));
    if (in.pages->checkpoint_due() && !in.chunks_out && !in.put_out && in.vault->owner())
        return static_cast<int>(idle_after_ms);
    return -1;
}

void Keeper::retry() {
    inside_->retry_at = 0;
    (void)tick(0);
}

// --- the SQLite file, and damage

bool Keeper::append(std::span<const std::uint8_t> piece) { return inside_->pages->append(piece); }
void Keeper::appended() { inside_->pages->appended(); }

void Keeper::export_damaged(
    std::function<void(core::Result<std::vector<platform::VaultItem>>)> done) {
    auto found = std::make_shared<std::vector<platform::VaultItem>>();
    inside_->vault->get_range(
        {"q", "q~"}, [found, done = std::move(done)](VaultStatus status,
                                                     std::vector<platform::VaultItem> items) {
            if (status != VaultStatus::ok) return done(std::unexpected(error_of(status, {})));
            if (items.empty()) return done(std::move(*found));
            std::move(items.begin(), items.end(), std::back_inserter(*found));
        });
}

void Keeper::change_passphrase(std::string old_one, std::string new_one,
                               std::function<void(core::Result<void>)> done) {
    inside_->vault->change_passphrase(
        std::move(old_one), std::move(new_one),
        [done = std::move(done)](VaultStatus status, const std::string& detail) {
            if (status != VaultStatus::ok) return done(std::unexpected(error_of(status, detail)));
            done({});
        });
}

} // namespace huikuan::session
