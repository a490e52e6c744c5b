// What others ask of the log: chains for an exchange, figures for the integrity page, registers.
#include <algorithm>
#include <ranges>
#include <set>
#include <tuple>
#include <utility>

#include "core/sorting.h"
#include "core/text.h"
#include "store/inside.h"

namespace huikuan::store {

bool Store::has(const core::DeviceId& device, std::uint64_t seq, const core::Hash& hash) const {
    return inside_->log.find(device, seq, hash).has_value();
}

bool Store::has_device_seq(const core::DeviceId& device, std::uint64_t seq) const {
    return std::ranges::any_of(inside_->log.chains_of(device), [&](std::int64_t no) {
        const Chain& chain = inside_->log.chains().at(no);
        return seq >= chain.first && seq <= chain.last;
    });
}

std::uint64_t Store::seen_of(const core::DeviceId& writer, std::uint64_t seq,
                             const core::DeviceId& other) const {
    constexpr int looked_at = 5'000; // the latest entries say the most
    Statement contexts(*inside_->database, "SELECT context FROM change WHERE key BETWEEN ? AND ?"
                                           " AND context IS NOT NULL ORDER BY key DESC LIMIT ?");
    Statement named(*inside_->database,
                    "SELECT n.change FROM (SELECT entity FROM change WHERE key BETWEEN ?1 AND ?2"
                    " ORDER BY key DESC LIMIT ?3) c JOIN allocation a ON a.no = c.entity"
                    " JOIN entity n ON n.no IN (a.receipt, a.invoice) UNION ALL"
                    " SELECT n.change FROM (SELECT entity FROM change WHERE key BETWEEN ?1 AND ?2"
                    " ORDER BY key DESC LIMIT ?3) c JOIN reversal r ON r.no = c.entity"
                    " JOIN entity n ON n.no = r.target");
    std::uint64_t seen = 0;
    for (const std::int64_t no : inside_->log.chains_of(writer)) {
        const ChangeKey first = Log::key_of(no, 0);
        const ChangeKey last = Log::key_of(no, seq);
        for (Rows rows = contexts.query(first, last, looked_at); rows.next();) {
            for (const core::Dot& dot : context_of_blob(rows.blob(0))) {
                if (dot.device == other) seen = std::max(seen, dot.seq);
            }
        }
        for (Rows rows = named.query(first, last, looked_at); rows.next();) {
            if (rows.is_null(0)) continue;
            const ChangeKey key = rows.integer(0);
            if (inside_->log.chain_of(key).device == other) seen = std::max(seen, Log::seq_of(key));
        }
    }
    return seen;
}

std::vector<ChainEnd> Store::ends() const {
    std::vector<ChainEnd> ends;
    for (const auto& [no, chain] : inside_->log.chains()) {
        if (!chain.is_loose()) ends.push_back({chain.device, chain.last, chain.tip});
    }
    core::sort(ends);
    return ends;
}

std::optional<ChainEnd> Store::end_of(const core::DeviceId& device) const {
    std::optional<ChainEnd> longest;
    for (const std::int64_t no : inside_->log.chains_of(device)) {
        const Chain& chain = inside_->log.chains().at(no);
        const ChainEnd end{chain.device, chain.last, chain.tip};
        if (chain.is_loose()) continue;
        if (!longest || *longest < end) longest = end;
    }
    return longest;
}

// A chain that branched off is read from its root: parts of several chains, oldest first.
core::Result<void> Store::chain(const ChainEnd& end, std::uint64_t from, const Sink& sink) const {
    Log& log = inside_->log;
    const auto key = log.find(end.device, end.seq, end.hash);
    if (!key || log.chain_of(*key).is_loose()) {
        return core::fail(core::ErrorCode::unknown_document, "chain");
    }
    std::vector<std::pair<ChangeKey, ChangeKey>> parts;
    for (ChangeKey last = *key; last != 0;) {
        const Chain& chain = log.chain_of(last);
        const std::uint64_t first = std::max(chain.first, std::max<std::uint64_t>(from, 1));
        if (first <= Log::seq_of(last)) parts.emplace_back(Log::key_of(chain.no, first), last);
        if (from >= chain.first) break;
        last = chain.parent;
    }
    for (const auto& [first, last] : std::views::reverse(parts)) {
        const bool whole = log.scan(
            first, last, [&](ChangeKey, const core::Change& change) { return sink(change); });
        if (auto error = inside_->database->take_error()) return std::unexpected(*error);
        if (!whole) return core::fail(core::ErrorCode::cancelled);
    }
    return {};
}

core::Result<void> Store::every_change(const Sink& sink) const {
    // Numbers of chains grow, and a branch is younger than what it grows from.
    for (const auto& [no, chain] : inside_->log.chains()) {
        const bool whole =
            inside_->log.scan(Log::key_of(no, chain.first), Log::key_of(no, chain.last),
                              [&](ChangeKey, const core::Change& change) { return sink(change); });
        if (auto error = inside_->database->take_error()) return std::unexpected(*error);
        if (!whole) return core::fail(core::ErrorCode::cancelled);
    }
    return {};
}

std::optional<core::Change> Store::change(const core::DeviceId& device, std::uint64_t seq,
                                          const core::Hash& hash) const {
    const auto key = inside_->log.find(device, seq, hash);
    if (!key) return std::nullopt;
    core::Change change = inside_->log.read(*key);
    change.fact = inside_->projection.decode(*key);
    return change;
}

std::vector<DeviceFigures> Store::devices() const {
    std::map<core::DeviceId, DeviceFigures> found;
    for (const auto& [no, chain] : inside_->log.chains()) {
        DeviceFigures& figures = found[chain.device];
        figures.device = chain.device;
        figures.count += chain.count();
        if (chain.is_loose()) figures.slice = true;
        else figures.fork = !figures.ends.empty();
        if (!chain.is_loose()) figures.ends.push_back({chain.device, chain.last, chain.tip});
        const auto time_at = [&](std::uint64_t seq) {
            return inside_->log.entry(Log::key_of(no, seq)).order.time;
        };
        const std::uint64_t first = chain.is_loose() ? inside_->log.first_of(no) : chain.first;
        if (figures.first == 0 || first < figures.first) {
            figures.first = first;
            figures.first_time = time_at(first);
        }
        if (chain.last > figures.last) {
            figures.last = chain.last;
            figures.last_time = time_at(chain.last);
        }
    }
    Statement times(*inside_->database, "SELECT key >> 32, ms, counter FROM change ORDER BY key");
    std::int64_t chain = 0;
    core::HybridTime before;
    for (Rows rows = times.query(); rows.next();) {
        const core::HybridTime time{rows.integer(1), static_cast<std::uint16_t>(rows.integer(2))};
        if (rows.integer(0) == chain && time < before) {
            ++found[inside_->log.chains().at(chain).device].backwards;
        }
        chain = rows.integer(0);
        before = time;
    }
    for (const core::Change& change : inside_->log.held()) {
        found[change.device].device = change.device;
        ++found[change.device].held;
    }
    std::vector<DeviceFigures> all;
    for (auto& [device, figures] : found) {
        core::sort(figures.ends);
        all.push_back(std::move(figures));
    }
    return all;
}

namespace {

// Whom a change about this entity concerns; a resolution concerns whom its exception does.
std::int64_t customer_spoken_of(Store::Inside& inside, std::int64_t entity) {
    if (inside.projection.shown(entity).slot != Slot::resolution)
        return inside.projection.customer_of(entity);
    Statement subject(*inside.database, "SELECT x.subject FROM resolution r"
                                        " JOIN exception x ON x.id = r.exception WHERE r.no = ?");
    std::int64_t of = 0;
    {
        Rows rows = subject.query(entity);
        if (rows.next()) of = rows.integer(0);
    }
    return of == 0 ? 0 : inside.projection.customer_of(of);
}

} // namespace

core::Hash Store::slice_digest() const {
    std::vector<std::pair<std::pair<core::DeviceId, std::uint64_t>, core::Hash>> lines;
    for (const auto& [no, chain] : inside_->log.chains()) {
        if (!chain.is_loose()) continue;
        inside_->log.scan(Log::key_of(no, 0), Log::key_of(no, chain.last),
                          [&](ChangeKey, const core::Change& change) {
                              const auto line = inside_->options.hash(
                                  core::joined({hex(change.hash), "\n", change.bytes}));
                              lines.push_back({{change.device, change.seq}, line});
                              return true;
                          });
    }
    if (lines.empty()) return {};
    core::sort(lines);
    std::string all;
    for (const auto& [place, line] : lines) all += hex(line) + "\n";
    return inside_->options.hash(all);
}

core::Result<void> Store::changes_about(std::span<const core::CustomerId> customers,
                                        const Sink& sink) const {
    std::set<std::int64_t> wanted;
    for (const core::CustomerId id : customers) {
        if (const auto no = inside_->log.find_entity(core::entity_of(id))) {
            wanted.insert(inside_->projection.holder_of(*no));
        }
    }
    std::vector<std::pair<core::OrderKey, ChangeKey>> found;
    std::unordered_map<std::int64_t, bool> about;
    Statement all(*inside_->database, "SELECT key, entity, kind FROM change");
    std::vector<std::tuple<ChangeKey, std::int64_t, std::int64_t>> keys;
    for (Rows rows = all.query(); rows.next();) {
        keys.emplace_back(rows.integer(0), rows.integer(1), rows.integer(2));
    }
    for (const auto& [key, entity, kind] : keys) {
        const auto [known, fresh] = about.emplace(entity, false);
        if (fresh) known->second = wanted.contains(customer_spoken_of(*inside_, entity));
        const bool everyone = kind == static_cast<std::int64_t>(Kind::book_set) ||
                              kind == static_cast<std::int64_t>(Kind::setting_set);
        if (everyone || known->second) found.emplace_back(inside_->log.entry(key).order, key);
    }
    core::sort(found);
    for (const auto& [order, key] : found) {
        core::Change change = inside_->log.read(key);
        change.fact = inside_->projection.decode(key);
        if (!sink(change)) return core::fail(core::ErrorCode::cancelled);
    }
    if (auto error = inside_->database->take_error()) return std::unexpected(*error);
    return {};
}

std::vector<core::Change> Store::held() const {
    std::vector<core::Change> held = inside_->log.held();
    for (core::Change& change : held) {
        if (change.view <= inside_->options.view_version && inside_->options.decode) {
            change.fact = inside_->options.decode(change.kind, change.bytes);
        }
    }
    return held;
}

core::Result<void> Store::drop_held() {
    Transaction transaction(*inside_->database);
    inside_->database->run("DELETE FROM held");
    if (auto done = transaction.commit(); !done) return done;
    inside_->log.load();
    ++inside_->revision;
    return {};
}

// ---------------------------------------------------------------- registers

core::Context Store::field_context(core::RegisterKind kind, core::EntityId entity,
                                   std::span<const std::string> fields) const {
    const auto no = inside_->log.find_entity(entity);
    if (!no) return {};
    std::map<core::DeviceId, std::uint64_t> seen;
    const auto see = [&](const core::Dot& dot) {
        std::uint64_t& seq = seen[dot.device];
        seq = std::max(seq, dot.seq);
    };
    const auto see_change = [&](ChangeKey key) {
        see({inside_->log.chain_of(key).device, Log::seq_of(key)});
    };
    const std::int64_t number = number_of(kind);
    Statement shown(*inside_->database, "SELECT change, joined, crowded FROM register"
                                        " WHERE entity = ? AND kind = ? AND field = ?");
    Statement writes(*inside_->database, "SELECT change FROM concurrent_write"
                                         " WHERE entity = ? AND kind = ? AND field = ?");
    for (const std::string& field : fields) {
        bool crowded = false;
        {
            Rows rows = shown.query(*no, number, field);
            if (!rows.next()) continue;
            see_change(rows.integer(0));
            for (const core::Dot& dot : context_of_blob(rows.blob(1))) see(dot);
            crowded = rows.integer(2) != 0;
        }
        if (!crowded) continue;
        for (Rows rows = writes.query(*no, number, field); rows.next();) {
            see_change(rows.integer(0));
        }
    }
    core::Context context;
    for (const auto& [device, seq] : seen) context.push_back({device, seq});
    return context;
}

core::Context Store::context_of(const core::FieldsSet& fields) const {
    std::vector<std::string> names;
    for (const auto& [name, value] : fields.fields) names.push_back(name);
    return field_context(fields.kind, fields.entity, names);
}

std::vector<std::pair<std::string, std::string>> Store::fields(core::RegisterKind kind,
                                                               core::EntityId entity) const {
    return inside_->fields_of(kind, entity);
}

std::vector<std::pair<std::string, std::string>> Store::Inside::fields_of(core::RegisterKind kind,
                                                                          core::EntityId entity) {
    std::vector<std::pair<std::string, std::string>> found;
    const auto no = log.find_entity(entity);
    if (!no) return found;
    Statement all(*database, "SELECT field, value FROM register"
                             " WHERE entity = ? AND kind = ? ORDER BY field");
    for (Rows rows = all.query(*no, number_of(kind)); rows.next();) {
        found.emplace_back(rows.text(0), rows.text(1));
    }
    return found;
}

std::vector<core::EntityId> Store::entities(core::RegisterKind kind) const {
    std::vector<core::EntityId> found;
    // The kind stands in the text, so that its partial index is found.
    Statement all(*inside_->database,
                  core::joined({"SELECT DISTINCT e.id FROM register r JOIN entity e"
                                " ON e.no = r.entity WHERE r.kind = ",
                                number_of(kind), " ORDER BY e.id"}));
    for (Rows rows = all.query(); rows.next();) { found.push_back(rows.id(0)); }
    return found;
}

bool Store::has_entity(core::EntityId id) const {
    const auto no = inside_->log.find_entity(id);
    if (!no) return false;
    if (inside_->projection.shown(*no).slot != Slot::none) return true;
    Statement any(*inside_->database, "SELECT 1 FROM register WHERE entity = ?1 UNION ALL"
                                      " SELECT 1 FROM unknown WHERE entity = ?1 LIMIT 1");
    Rows rows = any.query(*no);
    return rows.next();
}

} // namespace huikuan::store
