// The way in: items as they were kept become the database of one commit.
#include <algorithm>

#include "store/page_store.h"

namespace huikuan::store {
namespace {

constexpr std::size_t record_head = 4; // the length
std::uint64_t length_of(View at) {
    Reader read(at);
    return read.u32();
}

} // namespace

void PageStore::add_snapshot(const PageItem& item) {
    Root root;
    if (decode_root(item.bytes, root) != Reading::good) {
        report_.damaged.push_back(item.key);
        return;
    }
    for (std::uint32_t i = 0; i < root.chunks.size(); ++i) pinned_.insert({i, root.chunks[i].seq});
    snapshots_.insert_or_assign(item.key, std::move(root));
}

std::vector<std::string> PageStore::wanted_chunks() const {
    std::vector<std::string> keys;
    for (std::uint32_t i = 0; i < root_.chunks.size(); ++i)
        if (root_.chunks[i].seq != 0) keys.push_back(chunk_key({i, root_.chunks[i].seq}));
    return keys;
}

std::vector<std::string> PageStore::begin_load(const std::optional<Bytes>& root,
                                               const std::optional<Bytes>& copy) {
    report_.found = Found::sound;
    if (!root && !copy) {
        report_.found = Found::fresh;
        return {};
    }
    Root first;
    Root second;
    const Reading a = root ? decode_root(*root, first) : Reading::damaged;
    const Reading b = copy ? decode_root(*copy, second) : Reading::damaged;
    if (a == Reading::newer_format || b == Reading::newer_format) {
        report_.found = Found::newer;
        return {};
    }
    if (a != Reading::good) report_.damaged.emplace_back(root_key);
    if (b != Reading::good) report_.damaged.emplace_back(root_copy_key);
    if (a != Reading::good && b != Reading::good) {
        report_.found = Found::broken;
        return {};
    }
    root_ = a == Reading::good ? std::move(first) : std::move(second);
    root_kept_ = a == Reading::good && b == Reading::good; // else both are put again
    for (std::uint32_t i = 0; i < root_.chunks.size(); ++i)
        if (root_.chunks[i].seq != 0) missing_.insert(i);
    next_number_ = root_.log_first;
    chain_ = root_.log_chain;
    return wanted_chunks();
}

std::vector<std::string> PageStore::begin_repair(const std::vector<std::string>& keys) {
    report_.found = Found::sound;
    std::map<std::uint32_t, std::uint64_t> newest;
    root_.log_first = UINT64_MAX;
    for (const std::string& key : keys) {
        if (const auto chunk = parse_chunk_key(key))
            newest[chunk->index] = std::max(newest[chunk->index], chunk->seq);
        if (const auto number = parse_log_key(key))
            root_.log_first = std::min(root_.log_first, *number);
    }
    if (root_.log_first == UINT64_MAX) root_.log_first = 1;
    if (!newest.empty()) root_.chunks.resize(newest.rbegin()->first + 1U);
    for (const auto& [index, seq] : newest) {
        root_.chunks[index].seq = seq;
        root_.seq = std::max(root_.seq, seq);
        missing_.insert(index);
    }
    root_.epoch = 0; // taken from the first item
    root_.size = static_cast<std::uint64_t>(root_.chunks.size()) * chunk_size;
    next_number_ = root_.log_first;
    chain_unknown_ = true;
    return wanted_chunks();
}

std::vector<std::string> PageStore::begin_from_snapshot(const std::string& key,
                                                        std::uint64_t top_number,
                                                        std::uint64_t top_seq,
                                                        const std::optional<Bytes>& old_root) {
    const auto found = snapshots_.find(key);
    if (found == snapshots_.end()) {
        report_.found = Found::broken;
        return {};
    }
    report_.found = Found::sound;
    root_ = found->second;
    root_.label.clear();
    root_.made_ms = 0;
    root_.seq = std::max(top_seq, root_.seq) + 1;
    root_.log_first = top_number + 1;
    root_.log_chain = 0;
    next_number_ = root_.log_first;
    chain_ = 0;
    log_stopped_ = true;
    for (std::uint32_t i = 0; i < root_.chunks.size(); ++i)
        if (root_.chunks[i].seq != 0) missing_.insert(i);
    if (old_root)
        set_aside_.push_back({"q" + log_key(top_number) + "/" + std::string(root_key), *old_root});
    return wanted_chunks();
}

void PageStore::load_chunk(PageItem item) {
    const auto name = parse_chunk_key(item.key);
    if (!name || name->index >= root_.chunks.size() || root_.chunks[name->index].seq != name->seq)
        return; // of a snapshot, or left by a broken-off checkpoint
    if (root_.epoch == 0 && item.bytes.size() > chunk_header)
        root_.epoch = Reader(View(item.bytes).subspan(8)).u64();
    std::uint32_t sum = 0;
    const bool good = open_chunk(item.bytes, root_.epoch, *name, sum).has_value() &&
                      (chain_unknown_ || sum == root_.chunks[name->index].sum);
    if (!good) {
        report_.damaged.push_back(std::move(item.key));
        return;
    }
    root_.chunks[name->index].sum = sum;
    if (!memory_.adopt_chunk(name->index, name->seq, std::move(item.bytes))) {
        report_.found = Found::no_memory;
        return;
    }
    missing_.erase(name->index);
}

// Damaged from here on: kept under another name by the next batch.
void PageStore::drop_log(std::string key) {
    log_stopped_ = true;
    report_.damaged.push_back(std::move(key));
}

void PageStore::load_log(const PageItem& item) {
    if (report_.found != Found::sound) return;
    const auto named = parse_log_key(item.key);
    if (named && *named < root_.log_first) return; // covered by the base
    if (!replaying_) memory_.begin_replay(root_.size);
    replaying_ = true;
    LogHead head;
    std::uint32_t sum = 0;
    const auto payload = open_log(item.bytes, head, sum);
    if (root_.epoch == 0 && payload) root_.epoch = head.epoch;
    if (chain_unknown_ && log_.empty() && payload) chain_ = root_.log_chain = head.chain;
    const bool follows = payload && named && head.number == *named && head.number == next_number_ &&
                         head.epoch == root_.epoch && head.chain == chain_;
    if (log_stopped_ || !follows) {
        drop_log(item.key);
        set_aside_.push_back({"q" + log_key(next_number_) + "/" + item.key, item.bytes});
        set_aside_gone_.push_back({item.key, item.key});
        return;
    }
    // A record that a crash cut off is not continued: the next item begins with a new one.
    if (head.first == 0) partial_.clear();
    const bool joins = !partial_.empty() || head.first == 0;
    if (joins) consume(*payload, true);
    else if (head.first != no_record && head.first <= payload->size())
        consume(payload->subspan(head.first), false);
    if (log_stopped_) {
        drop_log(item.key);
        return;
    }
    ++next_number_;
    chain_ = sum;
    log_.push_back({head.number, head.top, sum, head.first, item.bytes.size()});
    log_bytes_ += item.bytes.size();
}

void PageStore::consume(View payload, bool from_start) {
    if (!from_start) partial_.clear();
    partial_.insert(partial_.end(), payload.begin(), payload.end());
    std::size_t at = 0;
    while (partial_.size() - at >= record_head) {
        const View rest = View(partial_).subspan(at);
        const std::uint64_t length = length_of(rest);
        if (rest.size() - record_head < length) break;
        std::uint64_t seq = 0;
        const View record = rest.subspan(record_head, static_cast<std::size_t>(length));
        const PageMemory::Replay done = memory_.replay(record, seq);
        if (done == PageMemory::Replay::no_memory) report_.found = Found::no_memory;
        if (done != PageMemory::Replay::done) {
            log_stopped_ = true;
            return;
        }
        any_record_ = true;
        last_seq_ = seq;
        ++report_.replayed;
        at += record_head + static_cast<std::size_t>(length);
    }
    partial_.erase(partial_.begin(), partial_.begin() + static_cast<std::ptrdiff_t>(at));
}

LoadReport PageStore::finish_load() {
    if (report_.found == Found::sound) {
        if (!replaying_) memory_.begin_replay(root_.size);
        if (!any_record_) last_seq_ = root_.seq;
        // Chunks may be ahead of the log's start, never of its end.
        std::uint64_t newest = chain_unknown_ ? 0 : root_.seq;
        for (const BaseChunk& chunk : root_.chunks) newest = std::max(newest, chunk.seq);
        if (!missing_.empty() || last_seq_ < newest) report_.found = Found::broken;
        else if (log_stopped_ && !report_.damaged.empty()) report_.found = Found::cut;
    }
    for (const std::uint32_t chunk : missing_) {
        std::string key = chunk_key({chunk, root_.chunks[chunk].seq});
        if (std::find(report_.damaged.begin(), report_.damaged.end(), key) == report_.damaged.end())
            report_.damaged.push_back(std::move(key));
    }
    durable_seq_ = last_seq_;
    report_.seq = last_seq_;
    partial_.clear();
    return report_;
}

bool PageStore::follow(const PageItem& item) {
    LogHead head;
    std::uint32_t sum = 0;
    const auto payload = open_log(item.bytes, head, sum);
    if (!payload || head.number != next_number_ || head.epoch != root_.epoch ||
        head.chain != chain_)
        return false;
    if (report_.found == Found::fresh) report_.found = Found::sound;
    load_log(item);
    durable_seq_ = last_seq_;
    return !log_stopped_;
}

bool PageStore::adopt_root(const std::optional<Bytes>& bytes) {
    if (!bytes) return last_seq_ == 0;
    Root root;
    if (decode_root(*bytes, root) != Reading::good || root.seq > last_seq_ ||
        (root_kept_ && root.epoch != root_.epoch))
        return false;
    root_ = std::move(root);
    root_kept_ = true;
    trim_log();
    return true;
}

PageBatch PageStore::orphans(const std::vector<std::string>& keys) const {
    PageBatch batch;
    for (const std::string& key : keys) {
        const auto number = parse_log_key(key);
        if (number && *number < root_.log_first) batch.gone.push_back({key, key});
        const auto name = parse_chunk_key(key);
        if (!name) continue;
        const bool current =
            name->index < root_.chunks.size() && root_.chunks[name->index].seq == name->seq;
        const bool in_pass = pass_ && pass_->written.contains(name->index) &&
                             pass_->written.at(name->index).seq == name->seq;
        const bool in_slice =
            slice_.contains(name->index) && slice_.at(name->index).seq == name->seq;
        if (!current && !in_pass && !in_slice && !pinned(*name)) batch.gone.push_back({key, key});
    }
    return batch;
}

} // namespace huikuan::store
