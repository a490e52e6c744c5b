#include "store/log.h"

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "store/pack.h"

namespace huikuan::store {
namespace {

constexpr std::size_t cached_entities = 1U << 18;
constexpr std::string_view change_columns =
    "c.ms, c.counter, c.kind, e.id, c.view, c.context, c.payload, c.hash, c.bytes";

std::optional<Blob> optional_blob(const std::string& bytes) {
    if (bytes.empty()) return std::nullopt;
    return Blob{bytes};
}

std::string payload_bytes(const core::Change& change) {
    if (!change.payload) return {};
    return {reinterpret_cast<const char*>(change.payload->data()), change.payload->size()};
}

} // namespace

Log::Log(Database& database)
    : database_(database), hash_at_(database, "SELECT hash FROM change WHERE key = ?"),
      insert_(database,
              "INSERT INTO change (key, ms, counter, kind, entity, view, context, payload,"
              " hash, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      read_(database, core::joined({"SELECT ", change_columns,
                                    " FROM change c JOIN entity e ON e.no = c.entity"
                                    " WHERE c.key = ?"})),
      entry_(database, "SELECT ms, counter, hash, kind, entity FROM change WHERE key = ?"),
      scan_(database, core::joined({"SELECT ", change_columns,
                                    ", c.key FROM change c JOIN entity e ON e.no = c.entity"
                                    " WHERE c.key BETWEEN ? AND ? ORDER BY c.key"})),
      find_entity_(database, "SELECT no FROM entity WHERE id = ?"),
      insert_entity_(database, "INSERT INTO entity (no, id) VALUES (?, ?)"),
      id_of_(database, "SELECT id FROM entity WHERE no = ?"),
      insert_chain_(database, "INSERT INTO chain (no, device, first, parent) VALUES (?, ?, ?, ?)"),
      insert_kind_(database, "INSERT INTO kind (no, name) VALUES (?, ?)"),
      insert_held_(database,
                   "INSERT INTO held (device, seq, hash, previous, ms, counter, kind, entity, view,"
                   " context, payload, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      held_after_(database, "SELECT device, seq, hash, previous, ms, counter, kind, entity, view,"
                            " context, payload, bytes FROM held"
                            " WHERE previous = ? AND device = ? AND seq = ?"),
      drop_held_(database, "DELETE FROM held WHERE device = ? AND seq = ? AND hash = ?") {}

void Log::load() {
    chains_.clear();
    by_device_.clear();
    kinds_.clear();
    numbers_.clear();
    Statement all(database_, "SELECT no, device, first, parent FROM chain ORDER BY no");
    for (Rows rows = all.query(); rows.next();) {
        const auto device = core::parse_device(rows.text(1));
        if (!device) {
            database_.fail({core::ErrorCode::corrupt, "chain", std::string(rows.text(1))});
            return;
        }
        const auto first = static_cast<std::uint64_t>(rows.integer(2));
        chains_[rows.integer(0)] = {rows.integer(0), *device, first, first - 1, {},
                                    rows.integer(3), 0};
        by_device_[*device].push_back(rows.integer(0));
    }
    Statement end(database_, "SELECT key, hash FROM change WHERE key BETWEEN ? AND ?"
                             " ORDER BY key DESC LIMIT 1");
    Statement loose(database_, "SELECT count(*) FROM change WHERE key BETWEEN ? AND ?");
    for (auto& [no, chain] : chains_) {
        if (chain.is_loose()) {
            Rows count = loose.query(key_of(no, 0), key_of(no, 0xFFFF'FFFF));
            if (count.next()) chain.loose_count = static_cast<std::uint64_t>(count.integer(0));
        }
        Rows rows = end.query(key_of(no, 0), key_of(no, 0xFFFF'FFFF));
        if (!rows.next()) continue;
        chain.last = seq_of(rows.integer(0));
        chain.tip = rows.hash(1);
    }
    Statement kinds(database_, "SELECT no, name FROM kind ORDER BY no");
    for (Rows rows = kinds.query(); rows.next();) {
        const auto no = static_cast<std::size_t>(rows.integer(0));
        if (no >= kinds_.size()) kinds_.resize(no + 1);
        kinds_[no] = rows.text(1);
    }
    next_entity_ = database_.integer("SELECT max(no) FROM entity") + 1;
    held_count_ = database_.integer("SELECT count(*) FROM held");
    held_bytes_.clear();
    if (held_count_ == 0) return;
    Statement held(database_, "SELECT device, sum(length(bytes)) FROM held GROUP BY device");
    for (Rows rows = held.query(); rows.next();) {
        const auto device = core::parse_device(rows.text(0));
        if (device) held_bytes_[*device] = static_cast<std::uint64_t>(rows.integer(1));
    }
}

core::Hash Log::hash_at(ChangeKey key) const {
    Rows rows = hash_at_.query(key);
    return rows.next() ? rows.hash(0) : core::Hash{};
}

std::span<const std::int64_t> Log::chains_of(const core::DeviceId& device) const {
    const auto found = by_device_.find(device);
    if (found == by_device_.end()) return {};
    return found->second;
}

std::optional<ChangeKey> Log::find(const core::DeviceId& device, std::uint64_t seq,
                                   const core::Hash& hash) const {
    for (const std::int64_t no : chains_of(device)) {
        const Chain& chain = chains_.at(no);
        if (seq < chain.first || seq > chain.last) continue;
        if (seq == chain.last ? chain.tip == hash : hash_at(key_of(no, seq)) == hash) {
            return key_of(no, seq);
        }
    }
    return std::nullopt;
}

std::optional<ChangeKey> Log::predecessor_of(const core::Change& change) const {
    if (change.seq <= 1) return std::nullopt;
    return find(change.device, change.seq - 1, change.previous);
}

bool Log::has_place_for(const core::Change& change) const {
    if (change.seq == 1) return true;
    return change.seq > 1 && change.seq <= 0xFFFF'FFFF && predecessor_of(change).has_value();
}

std::int64_t Log::open_chain(const core::Change& change, ChangeKey parent) {
    const std::int64_t no = chains_.empty() ? 1 : chains_.rbegin()->first + 1;
    const std::uint64_t first = parent == Chain::loose ? 1 : change.seq;
    insert_chain_.run(no, change.device, first, parent);
    chains_[no] = {no, change.device, first, first - 1, {}, parent, 0};
    by_device_[change.device].push_back(no);
    return no;
}

Log::Placed Log::insert(const core::Change& change, std::int64_t entity) {
    if (find(change.device, change.seq, change.hash)) return {Verdict::known, 0, false};
    if (!has_place_for(change)) return {Verdict::missing_predecessor, 0, false};

    const std::optional<ChangeKey> predecessor = predecessor_of(change);
    bool forks = false;
    std::int64_t no = 0;
    if (predecessor && seq_of(*predecessor) == chain_of(*predecessor).last) {
        no = chain_of(*predecessor).no;
    } else {
        forks = predecessor.has_value() || !chains_of(change.device).empty();
        no = open_chain(change, predecessor.value_or(0));
    }
    const ChangeKey key = key_of(no, change.seq);
    write(key, change, entity);
    Chain& chain = chains_.at(no);
    chain.last = change.seq;
    chain.tip = change.hash;
    return {Verdict::placed, key, forks};
}

void Log::write(ChangeKey key, const core::Change& change, std::int64_t entity) {
    const std::string context = to_blob(change.context);
    const std::string payload = payload_bytes(change);
    const std::string packed = pack(change);
    insert_.run(key, change.time.ms, change.time.counter, kind_number(change.kind), entity,
                change.view, optional_blob(context), optional_blob(payload), change.hash,
                Blob{packed});
}

Log::Placed Log::insert_loose(const core::Change& change, std::int64_t entity) {
    if (find(change.device, change.seq, change.hash)) return {Verdict::known, 0, false};
    std::int64_t no = 0;
    for (const std::int64_t one : chains_of(change.device)) {
        const bool free =
            chains_.at(one).is_loose() && hash_at(key_of(one, change.seq)) == core::Hash{};
        if (free) no = one;
    }
    if (no == 0) { // two at one place, of a device that forked, lie in two runs
        no = open_chain(change, Chain::loose);
    }
    const ChangeKey key = key_of(no, change.seq);
    write(key, change, entity);
    Chain& chain = chains_.at(no);
    ++chain.loose_count;
    if (change.seq > chain.last) {
        chain.last = change.seq;
        chain.tip = change.hash;
    }
    return {Verdict::placed, key, false};
}

const Chain& Log::chain_of(ChangeKey key) const {
    static const Chain none;
    const auto found = chains_.find(key >> 32);
    return found == chains_.end() ? none : found->second;
}

std::vector<ChangeKey> Log::siblings(ChangeKey key) const {
    const Chain& chain = chain_of(key);
    // The parent's own continuation, and every branch that grows from the same change.
    const ChangeKey parent = seq_of(key) == chain.first ? chain.parent : key - 1;
    std::vector<ChangeKey> found;
    if (parent != 0 && chain_of(parent).last > seq_of(parent)) found.push_back(parent + 1);
    for (const std::int64_t no : chains_of(chain.device)) {
        const Chain& branch = chains_.at(no);
        if (branch.parent == parent && branch.last >= branch.first) {
            found.push_back(key_of(no, branch.first));
        }
    }
    return found;
}

core::Change Log::change_of_row(ChangeKey key, const Rows& rows, int at) {
    const Chain& chain = chain_of(key);
    core::Change change;
    change.device = chain.device;
    change.seq = seq_of(key);
    change.time = {rows.integer(at), static_cast<std::uint16_t>(rows.integer(at + 1))};
    change.kind = kind_name(rows.integer(at + 2));
    change.entity = rows.id(at + 3);
    change.view = static_cast<std::uint32_t>(rows.integer(at + 4));
    change.context = context_of_blob(rows.blob(at + 5));
    if (!rows.is_null(at + 6)) change.payload = rows.hash(at + 6);
    change.hash = rows.hash(at + 7);
    change.bytes = unpack(change, rows.blob(at + 8));
    return change;
}

core::Change Log::read(ChangeKey key) {
    core::Change change;
    {
        Rows rows = read_.query(key);
        if (!rows.next()) return change;
        change = change_of_row(key, rows, 0);
    }
    change.previous = hash_before(key, chain_of(key));
    return change;
}

core::Hash Log::hash_before(ChangeKey key, const Chain& chain) const {
    if (chain.is_loose()) return {};
    if (seq_of(key) > chain.first) return hash_at(key - 1);
    return chain.parent != 0 ? hash_at(chain.parent) : core::Hash{};
}

LogEntry Log::entry(ChangeKey key) {
    Rows rows = entry_.query(key);
    if (!rows.next()) return {};
    LogEntry entry;
    entry.key = key;
    entry.order = {{rows.integer(0), static_cast<std::uint16_t>(rows.integer(1))},
                   chain_of(key).device,
                   seq_of(key),
                   rows.hash(2)};
    entry.kind = rows.integer(3);
    entry.entity = rows.integer(4);
    return entry;
}

bool Log::scan(ChangeKey first, ChangeKey last,
               const std::function<bool(ChangeKey, const core::Change&)>& visit) {
    const Chain& chain = chain_of(first);
    core::Hash previous = hash_before(first, chain);
    Rows rows = scan_.query(first, last);
    while (rows.next()) {
        const ChangeKey key = rows.integer(9);
        core::Change change = change_of_row(key, rows, 0);
        if (!chain.is_loose()) change.previous = std::exchange(previous, change.hash);
        if (!visit(key, change)) return false;
    }
    return database_.ok();
}

std::string Log::dot_text(ChangeKey key) {
    return core::joined({chain_of(key).device.view(), seq_of(key), hex(hash_at(key))}, ":");
}

std::int64_t Log::change_count() const {
    std::int64_t count = 0;
    for (const auto& [no, chain] : chains_) { count += static_cast<std::int64_t>(chain.count()); }
    return count;
}

std::uint64_t Log::first_of(std::int64_t chain) const {
    Statement least(database_, "SELECT min(key) FROM change WHERE key BETWEEN ? AND ?");
    Rows rows = least.query(key_of(chain, 0), key_of(chain, 0xFFFF'FFFF));
    return rows.next() ? seq_of(rows.integer(0)) : 0;
}

std::int64_t Log::kind_number(std::string_view name) {
    for (std::size_t i = 1; i < kinds_.size(); ++i) {
        if (kinds_[i] == name && !name.empty()) return static_cast<std::int64_t>(i);
    }
    const auto number = static_cast<std::int64_t>(kinds_.size());
    insert_kind_.run(number, name);
    kinds_.emplace_back(name);
    return number;
}

std::string_view Log::kind_name(std::int64_t number) const {
    const auto at = static_cast<std::size_t>(number);
    return at < kinds_.size() ? std::string_view(kinds_[at]) : std::string_view();
}

std::int64_t& Log::number_of(const core::EntityId& id) {
    if (numbers_.size() >= cached_entities) numbers_.clear();
    const auto [kept, fresh] = numbers_.try_emplace(id, 0);
    if (fresh) {
        Rows rows = find_entity_.query(id);
        if (rows.next()) kept->second = rows.integer(0);
    }
    return kept->second;
}

std::optional<std::int64_t> Log::find_entity(const core::EntityId& id) {
    const std::int64_t no = number_of(id);
    return no != 0 ? std::optional(no) : std::nullopt;
}

Log::Entity Log::entity(const core::EntityId& id) {
    std::int64_t& no = number_of(id);
    if (no != 0) return {no, false};
    no = next_entity_++;
    insert_entity_.run(no, id);
    return {no, true};
}

core::EntityId Log::id_of(std::int64_t no) {
    Rows rows = id_of_.query(no);
    return rows.next() ? rows.id(0) : core::EntityId{};
}

Log::Hold Log::hold(const core::Change& change, std::uint64_t most_bytes) {
    {
        Statement there(database_, "SELECT 1 FROM held WHERE device = ? AND seq = ? AND hash = ?");
        Rows rows = there.query(change.device, static_cast<std::int64_t>(change.seq), change.hash);
        if (rows.next()) return Hold::known;
    }
    std::uint64_t& bytes = held_bytes_[change.device];
    if (bytes + change.bytes.size() > most_bytes) return Hold::full;
    bytes += change.bytes.size();
    const std::string context = to_blob(change.context);
    const std::string payload = payload_bytes(change);
    insert_held_.run(change.device, change.seq, change.hash, change.previous, change.time.ms,
                     change.time.counter, change.kind, change.entity, change.view,
                     optional_blob(context), optional_blob(payload), Blob{change.bytes});
    ++held_count_;
    return Hold::held;
}

std::vector<core::Change> Log::read_held(Rows rows) {
    std::vector<core::Change> found;
    while (rows.next()) {
        core::Change change;
        change.device = core::parse_device(rows.text(0)).value_or(core::DeviceId{});
        change.seq = static_cast<std::uint64_t>(rows.integer(1));
        change.hash = rows.hash(2);
        change.previous = rows.hash(3);
        change.time = {rows.integer(4), static_cast<std::uint16_t>(rows.integer(5))};
        change.kind = rows.text(6);
        change.entity = rows.id(7);
        change.view = static_cast<std::uint32_t>(rows.integer(8));
        change.context = context_of_blob(rows.blob(9));
        if (!rows.is_null(10)) change.payload = rows.hash(10);
        change.bytes = rows.blob(11);
        found.push_back(std::move(change));
    }
    return found;
}

std::vector<core::Change> Log::take_held_after(const core::Change& predecessor) {
    if (held_count_ == 0) return {};
    std::vector<core::Change> found = read_held(held_after_.query(
        predecessor.hash, predecessor.device, static_cast<std::int64_t>(predecessor.seq + 1)));
    for (const core::Change& change : found) {
        drop_held_.run(change.device, change.seq, change.hash);
        --held_count_;
        held_bytes_[change.device] -= change.bytes.size();
    }
    return found;
}

std::vector<core::Change> Log::held() {
    Statement all(database_, "SELECT device, seq, hash, previous, ms, counter, kind, entity, view,"
                             " context, payload, bytes FROM held ORDER BY device, seq, hash");
    return read_held(all.query());
}

} // namespace huikuan::store
