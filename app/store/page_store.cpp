#include "store/page_store.h"

#include <algorithm>
#include <tuple>

#include "core/sorting.h"

namespace huikuan::store {

std::size_t PageBatch::bytes() const {
    std::size_t sum = 0;
    for (const PageItem& item : put) sum += item.bytes.size();
    return sum;
}

PageStore::PageStore(std::uint64_t random_epoch) : vfs_(memory_, [this] { committed(); }) {
    root_.epoch = random_epoch;
}

void PageStore::committed() {
    Bytes bytes = memory_.cut_record(last_seq_ + 1);
    if (bytes.empty()) return;
    pending_.push_back({++last_seq_, std::move(bytes)});
}

void PageStore::appended() {
    const std::array<std::uint8_t, 2> rollback_journal{1, 1}; // a file of WAL mode is folded in
    memory_.write(18, rollback_journal);
    memory_.settle();
    ++last_seq_;
    start_over(root_.epoch);
}

void PageStore::start_over(std::uint64_t random_epoch) {
    root_ = {.epoch = random_epoch};
    root_kept_ = false;
    starting_over_ = true;
    pending_.clear();
    pending_offset_ = 0;
    log_.clear();
    log_bytes_ = 0;
    unsure_tail_ = false;
    next_number_ = 1;
    chain_ = 0;
    durable_seq_ = 0;
    pass_.reset();
    slice_.clear();
    stray_.clear();
    snapshots_.clear();
    pinned_.clear();
    set_aside_.clear();
    set_aside_gone_.clear();
    memory_.mark_all(last_seq_);
    forced_ = true;
}

// --- commits on their way out

// One log item of what is pending. False where nothing is left.
bool PageStore::pack_item(Flight& flight, std::size_t& budget, PageBatch& batch) {
    if (pending_.empty() || budget == 0) return false;
    const std::size_t room = flight.item_limit - log_header;
    Bytes payload;
    LogHead head{.epoch = root_.epoch, .number = next_number_, .chain = chain_, .first = no_record};
    while (!pending_.empty() && payload.size() < room) {
        Record& record = pending_.front();
        if (pending_offset_ == 0 && head.first == no_record)
            head.first = static_cast<std::uint32_t>(payload.size());
        const std::size_t count =
            std::min(room - payload.size(), record.bytes.size() - pending_offset_);
        const auto from = record.bytes.begin() + static_cast<std::ptrdiff_t>(pending_offset_);
        payload.insert(payload.end(), from, from + static_cast<std::ptrdiff_t>(count));
        head.top = record.seq;
        pending_offset_ += count;
        if (pending_offset_ < record.bytes.size()) break;
        flight.durable = record.seq;
        flight.records.push_back(std::move(record));
        pending_.pop_front();
        pending_offset_ = 0;
    }
    LogItem item{.number = next_number_++, .top = head.top, .first = head.first};
    batch.put.push_back({log_key(item.number), seal_log(head, payload, item.sum)});
    item.bytes = batch.put.back().bytes.size();
    chain_ = item.sum;
    budget -= std::min(budget, item.bytes);
    flight.items.push_back(item);
    return true;
}

PageBatch PageStore::take(std::size_t limit) {
    const bool pass_is_written = pass_ && pass_->next == pass_->chunks.size() && slice_.empty();
    if (flight_ || (starting_over_ && !pass_is_written)) return {};
    PageBatch batch;
    Flight flight{.first_offset = pending_offset_,
                  .number = next_number_,
                  .chain = chain_,
                  .durable = durable_seq_};
    if (!set_aside_.empty() || !set_aside_gone_.empty()) {
        batch.put = set_aside_;
        batch.gone = set_aside_gone_;
        flight.set_aside = true;
    }
    if (unsure_tail_) batch.gone.push_back({log_key(next_number_), log_key(UINT64_MAX)});
    std::size_t waiting = 0;
    for (const Record& record : pending_) waiting += record.bytes.size();
    if (waiting - pending_offset_ > large_commit) flight.item_limit = large_item_limit;
    std::size_t budget = starting_over_ ? SIZE_MAX : limit;
    while (pack_item(flight, budget, batch)) {}
    // The root is switched by a batch of its own: should that one be kept although nobody says
    // so, the log goes on the same after the old root and after the new one.
    if (pass_is_written && (batch.put.empty() || starting_over_)) add_switch(flight, batch);
    else if (!root_kept_ && !batch.empty()) {
        flight.root = root_;
        put_root(root_, batch);
    }
    if (batch.empty()) return {};
    flight_ = std::move(flight);
    return batch;
}

void PageStore::settled(bool durable) {
    if (!flight_) return;
    Flight flight = std::move(*flight_);
    flight_.reset();
    if (!durable) {
        // Back to the front, under the same numbers. It may have been kept although nobody said
        // so: the next batch takes the place of whatever stands there.
        unsure_tail_ = true;
        for (auto record = flight.records.rbegin(); record != flight.records.rend(); ++record)
            pending_.push_front(std::move(*record));
        pending_offset_ = flight.first_offset;
        next_number_ = flight.number;
        chain_ = flight.chain;
        return;
    }
    durable_seq_ = flight.durable;
    unsure_tail_ = false;
    for (const LogItem& item : flight.items) {
        log_.push_back(item);
        log_bytes_ += item.bytes;
    }
    if (flight.set_aside) {
        set_aside_.clear();
        set_aside_gone_.clear();
    }
    if (flight.root) {
        root_ = std::move(*flight.root);
        root_kept_ = true;
        trim_log();
    }
    if (flight.snapshot) {
        for (std::uint32_t i = 0; i < flight.snapshot->second.chunks.size(); ++i)
            pinned_.insert({i, flight.snapshot->second.chunks[i].seq});
        snapshots_.insert_or_assign(flight.snapshot->first, flight.snapshot->second);
        wanted_snapshot_.reset();
    }
    if (flight.switches) {
        durable_seq_ = std::max(durable_seq_, root_.seq);
        starting_over_ = false;
        pass_.reset();
        forced_ = false;
    }
}

void PageStore::trim_log() {
    while (!log_.empty() && log_.front().number < root_.log_first) {
        log_bytes_ -= log_.front().bytes;
        log_.pop_front();
    }
}

void PageStore::put_root(const Root& root, PageBatch& batch) const {
    batch.put.push_back({std::string(root_key), encode_root(root)});
    batch.put.push_back({std::string(root_copy_key), batch.put.back().bytes});
}

// --- checkpoints

bool PageStore::dirty(std::uint32_t chunk) const {
    const std::uint64_t base = chunk < root_.chunks.size() ? root_.chunks[chunk].seq : 0;
    return memory_.written_seq(chunk) > base;
}
bool PageStore::pinned(ChunkName name) const { return pinned_.contains(name); }

bool PageStore::checkpoint_due() const {
    if (pass_ || forced_ || wanted_snapshot_) return true;
    return log_bytes_ > thresholds_.log_bytes || log_.size() > thresholds_.log_items;
}

bool PageStore::overdue(std::uint64_t times) const {
    return starting_over_ || log_bytes_ > thresholds_.log_bytes * times ||
           log_.size() > thresholds_.log_items * times;
}

PageBatch PageStore::take_chunks(std::size_t count) {
    // Only whole commits may enter a chunk.
    if (!slice_.empty() || (busy() && memory_.touched())) return {};
    // A rollback does not restore free pages: what it left is a commit of its own, or the next
    // record would say its differences from something else than the chunk holds.
    if (memory_.touched()) committed();
    if (!pass_) {
        if (!checkpoint_due()) return {};
        Pass pass{.target = last_seq_};
        for (std::uint32_t chunk = 0; chunk < memory_.chunk_count(); ++chunk)
            if (dirty(chunk)) pass.chunks.push_back(chunk);
        pass_ = std::move(pass);
    }
    PageBatch batch;
    for (const ChunkName& name : stray_) batch.gone.push_back({chunk_key(name), chunk_key(name)});
    while (count-- > 0 && pass_->next < pass_->chunks.size()) {
        const std::uint32_t chunk = pass_->chunks[pass_->next++];
        if (chunk >= memory_.chunk_count()) continue; // the book has shrunk since
        const ChunkName name{chunk, last_seq_};
        const std::span<std::uint8_t> bytes = memory_.chunk_bytes(chunk);
        slice_[chunk] = {name.seq, seal_chunk(bytes, root_.epoch, name)};
        batch.put.push_back({chunk_key(name), Bytes(bytes.begin(), bytes.end())});
    }
    // Should it end here: a root that names nothing, and not chunks from which to guess a book.
    if (starting_over_ && pass_->written.empty() && !slice_.empty()) put_root(root_, batch);
    if (batch.put.empty()) return {}; // the pass is complete: take() switches the root
    return batch;
}

void PageStore::chunks_settled(bool durable) {
    if (slice_.empty()) return;
    if (durable) {
        stray_.clear();
        if (pass_) pass_->written.insert(slice_.begin(), slice_.end());
    } else {
        // What was written of this pass is named by no root. It goes with the next slice.
        for (const auto& [chunk, base] : slice_) stray_.push_back({chunk, base.seq});
        if (pass_)
            for (const auto& [chunk, base] : pass_->written) stray_.push_back({chunk, base.seq});
        pass_.reset();
    }
    slice_.clear();
}

// The transaction that ends a pass: a root that names the new chunks; the old ones and the log
// that they cover go.
void PageStore::add_switch(Flight& flight, PageBatch& batch) {
    Root root = root_;
    root.seq = last_seq_;
    root.size = memory_.size();
    for (const auto& [chunk, written] : pass_->written) {
        if (chunk >= root.chunks.size()) root.chunks.resize(chunk + 1U);
        const ChunkName old{chunk, root.chunks[chunk].seq};
        if (old.seq != 0 && old.seq != written.seq && !pinned(old))
            batch.gone.push_back({chunk_key(old), chunk_key(old)});
        root.chunks[chunk] = written;
    }
    for (; root.chunks.size() > memory_.chunk_count(); root.chunks.pop_back()) {
        const ChunkName old{static_cast<std::uint32_t>(root.chunks.size() - 1),
                            root.chunks.back().seq};
        if (old.seq != 0 && !pinned(old)) batch.gone.push_back({chunk_key(old), chunk_key(old)});
    }
    root.log_first = next_number_;
    root.log_chain = chain_;
    const auto covered = [&](const LogItem& item) { return item.top <= pass_->target; };
    std::uint32_t before = root_.log_chain;
    std::vector<LogItem> all(log_.begin(), log_.end());
    all.insert(all.end(), flight.items.begin(), flight.items.end());
    for (const LogItem& item : all) {
        if (!covered(item)) {
            root.log_first = item.number;
            root.log_chain = before;
            break;
        }
        before = item.sum;
    }
    if (root.log_first > root_.log_first)
        batch.gone.push_back({log_key(root_.log_first), log_key(root.log_first - 1)});
    put_root(root, batch);
    bool clean = true;
    for (std::uint32_t chunk = 0; chunk < memory_.chunk_count(); ++chunk) {
        const std::uint64_t base = chunk < root.chunks.size() ? root.chunks[chunk].seq : 0;
        clean = clean && memory_.written_seq(chunk) <= base;
    }
    if (wanted_snapshot_ && clean) {
        Root copy = root;
        copy.label = wanted_snapshot_->label;
        copy.made_ms = wanted_snapshot_->made_ms;
        batch.put.push_back({wanted_snapshot_->key, encode_root(copy)});
        flight.snapshot.emplace(wanted_snapshot_->key, std::move(copy));
    }
    flight.root = std::move(root);
    flight.switches = true;
}

// --- snapshots

void PageStore::request_snapshot(std::string id, std::string label, std::int64_t now_ms) {
    wanted_snapshot_ = WantedSnapshot{"s" + std::move(id), std::move(label), now_ms};
}
std::vector<Snapshot> PageStore::snapshots() const {
    std::vector<Snapshot> found;
    for (const auto& [key, root] : snapshots_)
        found.push_back({key, root.label, root.made_ms, root.seq, root.size});
    core::sort(found, [](const Snapshot& a, const Snapshot& b) {
        return std::tie(a.made_ms, a.key) < std::tie(b.made_ms, b.key);
    });
    return found;
}

PageBatch PageStore::forget_snapshot(const std::string& key) {
    PageBatch batch;
    const auto found = snapshots_.find(key);
    if (found == snapshots_.end()) return batch;
    batch.gone.push_back({key, key});
    const Root gone = std::move(found->second);
    snapshots_.erase(found);
    pinned_.clear();
    for (const auto& [other, root] : snapshots_)
        for (std::uint32_t i = 0; i < root.chunks.size(); ++i)
            pinned_.insert({i, root.chunks[i].seq});
    for (std::uint32_t i = 0; i < gone.chunks.size(); ++i) {
        const ChunkName name{i, gone.chunks[i].seq};
        const bool current = i < root_.chunks.size() && root_.chunks[i].seq == name.seq;
        if (name.seq != 0 && !current && !pinned(name))
            batch.gone.push_back({chunk_key(name), chunk_key(name)});
    }
    return batch;
}

PageBatch PageStore::return_to(const std::string& key) {
    PageBatch batch;
    const auto found = snapshots_.find(key);
    if (found == snapshots_.end()) return batch;
    Root root = found->second;
    root.label.clear();
    root.made_ms = 0;
    root.seq = last_seq_ + 1;
    root.log_first = next_number_;
    root.log_chain = chain_;
    for (std::uint32_t i = 0; i < root_.chunks.size(); ++i) {
        const ChunkName name{i, root_.chunks[i].seq};
        if (name.seq != 0 && !pinned(name))
            batch.gone.push_back({chunk_key(name), chunk_key(name)});
    }
    if (root.log_first > root_.log_first)
        batch.gone.push_back({log_key(root_.log_first), log_key(root.log_first - 1)});
    put_root(root, batch);
    return batch;
}

} // namespace huikuan::store
