// The way in, step by step, each answered by the vault: snapshots, roots, chunks, log. A book that
// cannot be read whole is tried by the names of its items, then as its newest good snapshot.
#include <algorithm>
#include <utility>

#include "session/keeper_inside.h"

namespace huikuan::session {
namespace {

using platform::VaultItem;
using platform::VaultStatus;

class Loading : public std::enable_shared_from_this<Loading> {
public:
    Loading(platform::Vault& vault, std::function<void(int)> progress, Loaded loaded)
        : vault_(vault), progress_(std::move(progress)), loaded_(std::move(loaded)) {}

    void start() {
        pages_ = std::make_unique<store::PageStore>(random_epoch());
        read_range(
            "s", [self = shared_from_this()] { self->roots(); },
            [this](VaultItem& item) { snapshots_.push_back({item.key, item.bytes}); });
    }

private:
    // Each item to `take`, then `next`. Only one reading is under way at a time.
    platform::Vault::Batch stream(std::function<void()> next,
                                  std::function<void(VaultItem&)> take) {
        return [self = shared_from_this(), next = std::move(next),
                take = std::move(take)](VaultStatus status, std::vector<VaultItem> items) {
            if (status != VaultStatus::ok)
                return self->loaded_(std::unexpected(error_of(status, "while reading")));
            if (items.empty()) return next();
            for (VaultItem& item : items) take(item);
        };
    }
    void read_range(const std::string& prefix, std::function<void()> next,
                    std::function<void(VaultItem&)> take) {
        vault_.get_range({prefix, prefix + "~"}, stream(std::move(next), std::move(take)));
    }
    void new_pages() {
        pages_ = std::make_unique<store::PageStore>(random_epoch());
        for (const store::PageItem& item : snapshots_) pages_->add_snapshot(item);
    }
    void tell(std::size_t done, std::size_t of) {
        if (progress_ && of > 0) progress_(static_cast<int>(done * 1000 / of));
    }

    void roots() {
        new_pages();
        vault_.get({std::string(store::root_key), std::string(store::root_copy_key)},
                   stream(
                       [self = shared_from_this()] {
                           auto& me = *self;
                           me.chunks(me.pages_->begin_load(me.root_, me.copy_));
                       },
                       [this](VaultItem& item) {
                           (item.key == store::root_key ? root_ : copy_) = std::move(item.bytes);
                       }));
    }
    void chunks(std::vector<std::string> keys) {
        const std::size_t count = keys.size();
        vault_.get(std::move(keys),
                   stream([self = shared_from_this()] { self->log(); },
                          [this, count, done = std::size_t{0}](VaultItem& item) mutable {
                              pages_->load_chunk({std::move(item.key), std::move(item.bytes)});
                              tell(++done, count + 1);
                          }));
    }
    void log() {
        top_number_ = 0;
        read_range(
            "l", [self = shared_from_this()] { self->finish(); },
            [this](VaultItem& item) {
                if (const auto number = store::parse_log_key(item.key))
                    top_number_ = std::max(top_number_, *number);
                pages_->load_log({std::move(item.key), std::move(item.bytes)});
            });
    }

    // Another tab may have folded its log into chunks while this one read: then what is missing is
    // not damage. Its root says so, and all is read again.
    void finish() {
        const store::LoadReport found = pages_->finish_load();
        const bool whole = found.found == store::Found::sound || found.found == store::Found::newer;
        if (whole || vault_.owner() || tried_names_ || tried_snapshots_ || rounds_ == most_rounds)
            return judge(found);
        auto now = std::make_shared<std::optional<store::Bytes>>();
        vault_.get({std::string(store::root_key)},
                   stream(
                       [self = shared_from_this(), found, now] {
                           if (*now == self->root_) return self->judge(found);
                           ++self->rounds_;
                           self->report_ = {};
                           self->root_.reset();
                           self->copy_.reset();
                           self->snapshots_.clear();
                           self->start();
                       },
                       [now](VaultItem& item) { *now = std::move(item.bytes); }));
    }
    void judge(const store::LoadReport& found) {
        for (const std::string& key : found.damaged)
            if (std::find(report_.damaged.begin(), report_.damaged.end(), key) ==
                report_.damaged.end())
                report_.damaged.push_back(key);
        report_.replayed = found.replayed;
        report_.bytes = pages_->size();
        report_.cut = found.found == store::Found::cut;
        top_seq_ = std::max(top_seq_, found.seq);
        switch (found.found) {
        case store::Found::fresh: return empty();
        case store::Found::newer:
            return loaded_(core::fail(core::ErrorCode::unsupported, "version"));
        case store::Found::no_memory:
            return loaded_(core::fail(core::ErrorCode::too_large, "book",
                                      std::to_string(pages_->size() / 1'000'000)));
        case store::Found::broken: return mend();
        case store::Found::sound:
        case store::Found::cut:
            tell(1, 1);
            return loaded_(LoadedBook{std::move(pages_), std::move(report_)});
        }
    }
    // No root: a new book, unless there are items of an old one.
    void empty() {
        list([](Loading& me, const std::vector<std::string>& keys) {
            const bool nothing = std::none_of(keys.begin(), keys.end(), [](const auto& key) {
                return store::parse_chunk_key(key) || store::parse_log_key(key);
            });
            if (nothing) return me.loaded_(LoadedBook{std::move(me.pages_), std::move(me.report_)});
            me.by_names(keys);
        });
    }
    void list(void (*next)(Loading&, const std::vector<std::string>&)) {
        vault_.keys({"a", "z"}, [self = shared_from_this(), next](VaultStatus status,
                                                                  std::vector<std::string> keys) {
            if (status != VaultStatus::ok)
                return self->loaded_(std::unexpected(error_of(status, "while listing")));
            next(*self, keys);
        });
    }
    void by_names(const std::vector<std::string>& keys) {
        tried_names_ = true;
        report_.repaired_root = true;
        new_pages();
        chunks(pages_->begin_repair(keys));
    }
    void mend() {
        report_.repaired_root = false;
        store::Root root;
        const auto good = [&](const std::optional<store::Bytes>& bytes) {
            return bytes && store::decode_root(*bytes, root) == store::Reading::good;
        };
        if (!tried_names_ && !good(root_) && !good(copy_))
            return list([](Loading& me, const auto& keys) { me.by_names(keys); });
        if (!tried_snapshots_) {
            tried_snapshots_ = true;
            untried_ = pages_->snapshots();
        }
        if (untried_.empty())
            return loaded_(core::fail(core::ErrorCode::corrupt, "book",
                                      report_.damaged.empty() ? "" : report_.damaged.front()));
        const store::Snapshot newest = untried_.back();
        untried_.pop_back();
        report_.returned_to = newest.label;
        new_pages();
        chunks(pages_->begin_from_snapshot(newest.key, top_number_, std::max(top_seq_, root.seq),
                                           root_ ? root_ : copy_));
    }

    platform::Vault& vault_;
    std::function<void(int)> progress_;
    Loaded loaded_;
    std::unique_ptr<store::PageStore> pages_;
    KeeperReport report_;
    std::vector<store::PageItem> snapshots_;
    std::optional<store::Bytes> root_;
    std::optional<store::Bytes> copy_;
    std::uint64_t top_number_ = 0;
    std::uint64_t top_seq_ = 0;
    bool tried_names_ = false;
    bool tried_snapshots_ = false;
    std::vector<store::Snapshot> untried_;
    static constexpr int most_rounds = 20;
    int rounds_ = 0;
};

} // namespace

void load_book(platform::Vault& vault, std::function<void(int)> progress, Loaded loaded) {
    std::make_shared<Loading>(vault, std::move(progress), std::move(loaded))->start();
}

} // namespace huikuan::session
