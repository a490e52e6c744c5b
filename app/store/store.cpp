#include "store/store.h"

#include <algorithm>
#include <utility>

#include "core/sorting.h"
#include "store/inside.h"
#include "store/schema.h"

namespace huikuan::store {

// ---------------------------------------------------------------- opening

namespace {

core::Result<void> look_at_all(Database& database) {
    if (const auto format = book_format(database); !format) return std::unexpected(format.error());
    database.run("PRAGMA cell_size_check = ON");
    const std::string found = database.text("PRAGMA quick_check(1)"); // the first fault, or "ok"
    if (auto error = database.take_error()) return std::unexpected(*error);
    if (found != "ok") return core::fail(core::ErrorCode::corrupt, "database", found);
    return {};
}

} // namespace

core::Result<void> Store::Inside::load() {
    log.load();
    projection.load();
    if (auto error = database->take_error()) return std::unexpected(*error);
    return {};
}

void Store::Inside::reload() {
    log.load();
    exceptions.forget();
    projection.load();
    columns.forget();
    forget_listings();
    balances = {};
    ++revision;
}

Store::Store(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Store::~Store() = default;

core::Result<std::unique_ptr<Store>> Store::create(StoreOptions options) {
    DatabaseOptions opening{options.path, options.vfs_name, false, true};
    auto database = Database::open(opening);
    if (!database) return std::unexpected(database.error());
    if (auto made = make_book(**database); !made) return std::unexpected(made.error());
    auto inside = std::make_unique<Inside>(std::move(*database), std::move(options));
    if (auto loaded = inside->load(); !loaded) return std::unexpected(loaded.error());
    return std::unique_ptr<Store>(new Store(std::move(inside)));
}

core::Result<std::unique_ptr<Store>> Store::open(StoreOptions options) {
    DatabaseOptions opening{options.path, options.vfs_name, options.read_only, false};
    auto database = Database::open(opening);
    if (!database) return std::unexpected(database.error());
    auto migrated = open_book(**database, options.read_only);
    if (!migrated) return std::unexpected(migrated.error());
    auto inside = std::make_unique<Inside>(std::move(*database), std::move(options));
    if (auto loaded = inside->load(); !loaded) return std::unexpected(loaded.error());
    std::unique_ptr<Store> store(new Store(std::move(inside)));
    if (*migrated) { // the view may say more now: derive it again (design: sync, E4 and E5)
        if (auto rebuilt = store->rebuild(); !rebuilt) return std::unexpected(rebuilt.error());
    }
    return store;
}

core::Result<std::unique_ptr<Store>> Store::open_bytes(StoreOptions options,
                                                       std::span<const std::uint8_t> bytes) {
    auto database = Database::from_bytes(bytes);
    if (!database) return std::unexpected(database.error());
    if (auto whole = look_at_all(**database); !whole) return std::unexpected(whole.error());
    if (auto sound = open_book(**database, false); !sound) return std::unexpected(sound.error());
    auto inside = std::make_unique<Inside>(std::move(*database), std::move(options));
    if (auto loaded = inside->load(); !loaded) return std::unexpected(loaded.error());
    return std::unique_ptr<Store>(new Store(std::move(inside)));
}

core::Result<void> Store::look_through(const StoreOptions& options) {
    auto database = Database::open({options.path, options.vfs_name, true, false});
    if (!database) return std::unexpected(database.error());
    return look_at_all(**database);
}

std::uint64_t Store::revision() const { return inside_->revision; }
std::uint64_t Store::settings_version() const { return inside_->projection.settings_version(); }

std::optional<core::Error> Store::take_error() const { return inside_->database->take_error(); }

// ---------------------------------------------------------------- taking changes in

Intake::Intake(Store& store) : store_(&store) {}
Intake::Intake(Intake&& other) noexcept : store_(std::exchange(other.store_, nullptr)) {}

Intake::~Intake() {
    if (store_ == nullptr) return;
    Store::Inside& inside = *store_->inside_;
    inside.taking = false;
    inside.database->rollback();
    inside.reload();
}

core::Result<Intake> Store::begin() {
    if (inside_->options.read_only) return core::fail(core::ErrorCode::read_only, "database");
    if (inside_->taking) return core::fail(core::ErrorCode::io, "database", "an intake is open");
    inside_->database->take_error();
    if (!inside_->database->begin()) return std::unexpected(*inside_->database->take_error());
    inside_->taking = true;
    inside_->report = {};
    inside_->devices.clear();
    inside_->exceptions.start_watch();
    return Intake(*this);
}

namespace {

// One change, and whatever waited for it.
void take(Store::Inside& inside, const core::Change& offered);

} // namespace

core::Result<void> Intake::add(std::span<const core::Change> changes) {
    if (store_ == nullptr) return core::fail(core::ErrorCode::io, "database", "the intake is over");
    Store::Inside& inside = *store_->inside_;
    for (const core::Change& change : changes) {
        ++inside.report.read;
        take(inside, change);
        if (!inside.database->ok()) break;
    }
    if (inside.database->ok() && inside.projection.wants_to_settle()) inside.projection.settle();
    if (const auto& error = inside.database->error()) return std::unexpected(*error);
    return {};
}

namespace {

void place(Store::Inside& inside, const core::Change& change, Log::Entity entity,
           const Log::Placed& placed) {
    ++inside.report.fresh;
    if (inside.devices.empty() || inside.devices.back() != change.device) {
        inside.devices.push_back(change.device);
    }
    inside.projection.apply(change, placed.key, entity);
    if (placed.forks) inside.projection.forked(placed.key);
}

void take(Store::Inside& inside, const core::Change& offered) {
    Log& log = inside.log;
    if (offered.seq == 0 || offered.seq > 0xFFFF'FFFF || offered.device.is_nil()) {
        return inside.database->fail({core::ErrorCode::out_of_range, "seq", {}, 0});
    }
    if (log.find(offered.device, offered.seq, offered.hash)) {
        ++inside.report.known;
        return;
    }
    if (!log.has_place_for(offered)) {
        switch (log.hold(offered, inside.options.most_held_bytes)) {
        case Log::Hold::held: ++inside.report.held; break;
        case Log::Hold::known: ++inside.report.known; break;
        case Log::Hold::full: ++inside.report.dropped; break;
        }
        return;
    }
    const Log::Entity entity = inside.projection.mention(offered.entity);
    place(inside, offered, entity, log.insert(offered, entity.no));
    if (log.held_count() == 0) return;
    std::vector<core::Change> released = log.take_held_after(offered);
    while (!released.empty()) {
        core::Change change = std::move(released.back());
        released.pop_back();
        if (change.view <= inside.options.view_version && inside.options.decode) {
            change.fact = inside.options.decode(change.kind, change.bytes);
        }
        const Log::Entity named = inside.projection.mention(change.entity);
        const Log::Placed placed = log.insert(change, named.no);
        if (placed.verdict != Log::Verdict::placed) continue;
        place(inside, change, named, placed);
        for (core::Change& next : log.take_held_after(change)) released.push_back(std::move(next));
    }
}

} // namespace

core::Result<void> Intake::add_loose(std::span<const core::Change> changes) {
    if (store_ == nullptr) return core::fail(core::ErrorCode::io, "database", "the intake is over");
    Store::Inside& inside = *store_->inside_;
    for (const core::Change& change : changes) {
        ++inside.report.read;
        if (change.seq == 0 || change.seq > 0xFFFF'FFFF || change.device.is_nil()) {
            inside.database->fail({core::ErrorCode::out_of_range, "seq", {}, 0});
            break;
        }
        const Log::Entity entity = inside.projection.mention(change.entity);
        const Log::Placed placed = inside.log.insert_loose(change, entity.no);
        if (placed.verdict == Log::Verdict::placed) place(inside, change, entity, placed);
        else ++inside.report.known;
        if (!inside.database->ok()) break;
    }
    if (inside.database->ok() && inside.projection.wants_to_settle()) inside.projection.settle();
    if (const auto& error = inside.database->error()) return std::unexpected(*error);
    return {};
}

core::Result<IntakeReport> Intake::settle() {
    if (store_ == nullptr) return core::fail(core::ErrorCode::io, "database", "the intake is over");
    Store::Inside& inside = *store_->inside_;
    inside.projection.settle();
    if (const auto& error = inside.database->error()) return std::unexpected(*error);
    const std::vector<std::int64_t> changed = inside.projection.take_changed_documents();
    inside.columns.patch(changed);
    inside.relist(changed);
    const Projection::Counts counts = inside.projection.take_counts();
    IntakeReport& report = inside.report;
    report.created += counts.created;
    report.changed += counts.changed;
    report.unknown += counts.unknown;
    core::sort(inside.devices);
    const auto doubled = std::ranges::unique(inside.devices);
    inside.devices.erase(doubled.begin(), doubled.end());
    report.devices = inside.devices;
    report.new_exceptions = inside.exceptions.new_since_watch();
    if (report.fresh > 0 || report.held > 0) {
        ++inside.revision;
        inside.balances = {};
    }
    if (const auto& error = inside.database->error()) return std::unexpected(*error);
    return report;
}

core::Result<IntakeReport> Intake::commit() {
    auto report = settle();
    if (!report) return report;
    Store::Inside& inside = *store_->inside_;
    if (auto done = inside.database->commit(); !done) return std::unexpected(done.error());
    inside.taking = false;
    store_ = nullptr;
    return report;
}

core::Result<IntakeReport> Store::append(std::span<const core::Change> changes) {
    return append(changes, {});
}

core::Result<IntakeReport>
Store::append(std::span<const core::Change> changes,
              std::span<const std::pair<std::string, std::string>> local_values) {
    auto intake = begin();
    if (!intake) return std::unexpected(intake.error());
    if (auto added = intake->add(changes); !added) return std::unexpected(added.error());
    Statement set(*inside_->database, "INSERT OR REPLACE INTO local (key, value) VALUES (?, ?)");
    for (const auto& [key, value] : local_values) set.run(key, Blob{value});
    return intake->commit();
}

core::Result<IntakeReport> Store::rehearse(std::span<const core::Change> changes) {
    auto intake = begin();
    if (!intake) return std::unexpected(intake.error());
    if (auto added = intake->add(changes); !added) return std::unexpected(added.error());
    return intake->settle();
}

core::Result<std::unique_ptr<Store>> Store::known_at(std::int64_t ms) const {
    StoreOptions options = inside_->options;
    options.path = ":memory:";
    options.vfs_name.clear();
    options.read_only = false;
    auto then = create(std::move(options));
    if (!then) return then;
    auto intake = (*then)->begin();
    if (!intake) return std::unexpected(intake.error());
    std::vector<core::Change> portion;
    core::Result<void> added;
    const auto hand_on = [&] {
        added = intake->add(portion);
        portion.clear();
        return added.has_value();
    };
    // A clock that went back leaves a later change of a chain behind an earlier stamp: it waits for
    // its predecessor, then as now, and does not count.
    auto read = every_change([&](const core::Change& change) {
        if (change.time.ms > ms) return true;
        portion.push_back(change);
        if (change.view <= inside_->options.view_version) {
            portion.back().fact = inside_->options.decode(change.kind, change.bytes);
        }
        return portion.size() < 5'000 || hand_on();
    });
    if (!added) return std::unexpected(added.error());
    if (!read) return std::unexpected(read.error());
    if (!hand_on()) return std::unexpected(added.error());
    if (auto done = intake->commit(); !done) return std::unexpected(done.error());
    return then;
}

// ---------------------------------------------------------------- local values

std::optional<std::string> Store::local(std::string_view key) const {
    Statement get(*inside_->database, "SELECT value FROM local WHERE key = ?");
    Rows rows = get.query(key);
    if (!rows.next()) return std::nullopt;
    return std::string(rows.blob(0));
}

std::vector<std::pair<std::string, std::string>> Store::locals(std::string_view prefix) const {
    std::vector<std::pair<std::string, std::string>> found;
    Statement all(*inside_->database, "SELECT key, value FROM local"
                                      " WHERE substr(key, 1, length(?1)) = ?1 ORDER BY key");
    for (Rows rows = all.query(prefix); rows.next();) {
        found.emplace_back(rows.text(0), rows.blob(1));
    }
    return found;
}

core::Result<void> Store::set_local(std::string_view key, std::string_view value) {
    if (inside_->options.read_only) return core::fail(core::ErrorCode::read_only, "database");
    Statement set(*inside_->database, "INSERT OR REPLACE INTO local (key, value) VALUES (?, ?)");
    set.run(key, Blob{value});
    if (auto error = inside_->database->take_error()) return std::unexpected(*error);
    return {};
}

} // namespace huikuan::store
