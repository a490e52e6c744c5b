#pragma once
// One book's database between SQLite and the place where bytes are kept. SQLite writes to it
// through a VFS; each commit becomes a record of the bytes that differ, and take() hands the
// records over as items for ONE atomic transaction. Now and then a checkpoint writes the touched
// base chunks anew, slice by slice, and a last transaction puts a new root and drops the log that
// it covers. After any crash the items say one commit exactly: the last that settled, or a later.
//
// It knows no clock, no disk and no callback: the owner (session/keeper) carries the batches.
//
//   load:    begin_load(root items) -> chunk keys; load_chunk for each; load_log in key order;
//            finish_load() -> what was found
//   commit:  SQLite commits; take() -> batch; settled(true | false)
//   tidy:    checkpoint_due(); take_chunks(n) -> batch; chunks_settled(true | false)
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "store/page_memory.h"
#include "store/page_vfs.h"

namespace huikuan::store {

// Applied as one: first what goes, then what is put.
struct PageBatch {
    std::vector<PageItem> put;
    std::vector<KeyRange> gone;

    [[nodiscard]] bool empty() const { return put.empty() && gone.empty(); }
    [[nodiscard]] std::size_t bytes() const;
};

enum class Found : std::uint8_t {
    fresh,  // nothing was there: a new book
    sound,  // the last commit, all checked
    cut,    // a good commit; later log items were damaged and are set aside
    broken, // no commit can be had from these items: a chunk or both roots are damaged
    newer,  // written by a later version; nothing may be changed
    no_memory,
};
struct LoadReport {
    Found found = Found::fresh;
    std::uint64_t seq = 0;            // the commit that is open
    std::uint64_t replayed = 0;       // commits taken from the log
    std::vector<std::string> damaged; // keys, in the order in which they were met
};

struct Snapshot {
    std::string key;
    std::string label;
    std::int64_t made_ms = 0;
    std::uint64_t seq = 0;
    std::uint64_t size = 0;
};

class PageStore {
public:
    explicit PageStore(std::uint64_t random_epoch);

    [[nodiscard]] const std::string& vfs_name() const { return vfs_.name(); }
    static constexpr const char* file_name = PageVfs::main_file;
    [[nodiscard]] std::uint64_t size() const { return memory_.size(); }
    [[nodiscard]] const PageMemory& memory() const { return memory_; }
    void set_read_only(bool read_only) { vfs_.set_read_only(read_only); }
    [[nodiscard]] bool busy() const { return vfs_.writing(); } // a write transaction is open
    [[nodiscard]] bool reading() const { return vfs_.reading(); }

    // --- commits
    [[nodiscard]] std::uint64_t last_seq() const { return last_seq_; }       // in memory
    [[nodiscard]] std::uint64_t durable_seq() const { return durable_seq_; } // settled
    // Everything committed and not yet taken, up to about `limit` bytes. Empty while a batch is
    // out. A failed batch is offered again, whole, with what came meanwhile.
    PageBatch take(std::size_t limit = 8U << 20U);
    void settled(bool durable);

    // A SQLite file becomes the book of an empty store, piece by piece, and one commit when it is
    // `appended`; no connection may be open. It goes out by chunks alone, as in start_over. False:
    // there is no memory left, or the book is at its limit.
    bool append(View piece) { return memory_.append(piece); }
    void appended();

    // What was kept is gone (deleted under us): everything is to be written again, from memory.
    // Nothing is durable until a whole pass is.
    void start_over(std::uint64_t random_epoch);

    // --- checkpoints
    struct Thresholds {
        std::uint64_t log_bytes = 4U << 20U;
        std::uint64_t log_items = 2000;
    };
    void set_thresholds(Thresholds thresholds) { thresholds_ = thresholds; }
    [[nodiscard]] bool checkpoint_due() const;
    [[nodiscard]] bool overdue(std::uint64_t times) const; // so many times the thresholds
    void force_checkpoint() { forced_ = true; }
    // The next chunks of the pass under way, or of a new one. Empty: nothing to write now.
    PageBatch take_chunks(std::size_t count);
    void chunks_settled(bool durable);

    // --- snapshots: a state that stays, at the price of the chunks that change afterwards
    void request_snapshot(std::string id, std::string label, std::int64_t now_ms);
    void cancel_snapshot() { wanted_snapshot_.reset(); }
    [[nodiscard]] bool snapshot_pending() const { return wanted_snapshot_.has_value(); }
    [[nodiscard]] std::vector<Snapshot> snapshots() const; // oldest first
    [[nodiscard]] PageBatch forget_snapshot(const std::string& key);
    // The batch that makes the book what the snapshot says; afterwards it must be loaded anew.
    [[nodiscard]] PageBatch return_to(const std::string& key);

    // --- loading
    void add_snapshot(const PageItem& item); // before begin_load, so that their chunks are kept
    // nullopt: no root; broken is found out by finish_load. Answers the chunks to bring.
    std::vector<std::string> begin_load(const std::optional<Bytes>& root,
                                        const std::optional<Bytes>& copy);
    // Instead of begin_load, when both roots are damaged: the best that the names allow.
    std::vector<std::string> begin_repair(const std::vector<std::string>& keys);
    // Instead of begin_load, when the book is broken: a snapshot's state. Nothing that is there
    // goes away; the next batch keeps the old root under a q-key.
    std::vector<std::string> begin_from_snapshot(const std::string& key, std::uint64_t top_number,
                                                 std::uint64_t top_seq,
                                                 const std::optional<Bytes>& old_root);
    void load_chunk(PageItem item);
    void load_log(const PageItem& item);
    LoadReport finish_load();
    // Log items of another tab's commits, in order. False: they do not follow; load anew.
    bool follow(const PageItem& item);
    // Before the first own write after following: what the other tab's checkpoints have done.
    bool adopt_root(const std::optional<Bytes>& root);
    // Among `keys`: base chunks that no root and no snapshot names, left by a broken-off
    // checkpoint, and log items from before the log's beginning.
    [[nodiscard]] PageBatch orphans(const std::vector<std::string>& keys) const;
    [[nodiscard]] std::uint64_t next_log_number() const { return next_number_; }

    void wipe() { memory_.clear(); } // lock: nothing of the book stays in memory

private:
    struct Record {
        std::uint64_t seq = 0;
        Bytes bytes;
    };
    struct LogItem {
        std::uint64_t number = 0;
        std::uint64_t top = 0;
        std::uint32_t sum = 0;
        std::uint32_t first = 0;
        std::size_t bytes = 0;
    };
    struct Flight { // what take() gave and what must be undone if it fails
        std::vector<Record> records;
        std::size_t first_offset = 0;
        std::vector<LogItem> items;
        std::uint64_t number = 0;
        std::uint32_t chain = 0;
        std::uint64_t durable = 0; // if it settles
        std::optional<Root> root;
        std::optional<std::pair<std::string, Root>> snapshot;
        std::size_t item_limit = log_item_limit;
        bool set_aside = false;
        bool switches = false; // ends a pass
    };
    struct Pass {
        std::uint64_t target = 0;
        std::vector<std::uint32_t> chunks;
        std::size_t next = 0;
        std::map<std::uint32_t, BaseChunk> written;
    };

    void committed();
    void trim_log();
    bool pack_item(Flight& flight, std::size_t& budget, PageBatch& batch);
    void add_switch(Flight& flight, PageBatch& batch);
    void put_root(const Root& root, PageBatch& batch) const;
    [[nodiscard]] bool pinned(ChunkName name) const;
    [[nodiscard]] bool dirty(std::uint32_t chunk) const;
    void consume(View payload, bool from_start);
    void drop_log(std::string key);
    std::vector<std::string> wanted_chunks() const;

    PageMemory memory_;
    PageVfs vfs_;
    Root root_;
    bool root_kept_ = false;
    bool starting_over_ = false;
    std::uint64_t last_seq_ = 0;
    std::uint64_t durable_seq_ = 0;
    std::deque<Record> pending_;
    std::size_t pending_offset_ = 0; // bytes of the front record that are kept already
    std::uint64_t next_number_ = 1;
    std::uint32_t chain_ = 0;
    bool unsure_tail_ = false; // a batch failed: it may be there all the same
    std::deque<LogItem> log_;  // kept, not yet covered by a checkpoint
    std::uint64_t log_bytes_ = 0;
    std::optional<Flight> flight_;

    Thresholds thresholds_;
    bool forced_ = false;
    std::optional<Pass> pass_;
    std::map<std::uint32_t, BaseChunk> slice_; // out with take_chunks
    std::vector<ChunkName> stray_;             // written by a pass that broke off
    struct WantedSnapshot {
        std::string key;
        std::string label;
        std::int64_t made_ms;
    };
    std::optional<WantedSnapshot> wanted_snapshot_;
    std::map<std::string, Root> snapshots_;
    std::set<ChunkName> pinned_;

    // while loading
    LoadReport report_;
    Bytes partial_; // of a record that spans items
    bool log_stopped_ = false;
    bool replaying_ = false;
    bool any_record_ = false;
    std::set<std::uint32_t> missing_;
    std::vector<PageItem> set_aside_; // for the next batch, under q-keys
    std::vector<KeyRange> set_aside_gone_;
    bool chain_unknown_ = false;
};

} // namespace huikuan::store
