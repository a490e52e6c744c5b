// A vault in memory, with the manners of the browser's: callbacks come later, a put is all or
// nothing, and it can be told to fail.
#include "platform/vault.h"

#include <algorithm>
#include <deque>
#include <map>
#include <utility>

namespace huikuan::platform {
namespace {

class NativeVault;
struct Kept {
    std::map<std::string, std::vector<std::uint8_t>> values;
    std::string label;
    std::string passphrase;
    std::vector<NativeVault*> tabs; // that have it open, in the order in which they came
    NativeVault* owner = nullptr;
};
struct World {
    std::map<std::string, std::shared_ptr<Kept>, std::less<>> vaults;
    std::deque<std::function<void()>> waiting;
    int fail_in = 0;
    VaultStatus fail_with = VaultStatus::ok;
};
World& world() {
    static World one;
    return one;
}
void later(std::function<void()> call) { world().waiting.push_back(std::move(call)); }

class NativeVault final : public Vault {
public:
    explicit NativeVault(std::shared_ptr<Kept> kept) : kept_(std::move(kept)) {
        kept_->tabs.push_back(this);
        if (kept_->owner == nullptr) kept_->owner = this;
    }
    ~NativeVault() override {
        std::erase(kept_->tabs, this);
        if (kept_->owner != this) return;
        kept_->owner = kept_->tabs.empty() ? nullptr : kept_->tabs.front();
        tell(kept_->owner, VaultNews::owner);
    }
    NativeVault(const NativeVault&) = delete;
    NativeVault& operator=(const NativeVault&) = delete;
    void put(std::vector<VaultItem> items, std::vector<VaultRange> gone, Done done) override {
        later([kept = kept_, me = this, items = std::move(items), gone = std::move(gone),
               done = std::move(done)]() mutable {
            World& here = world();
            if (kept->owner != me) return done(VaultStatus::locked, "another tab owns the book");
            if (here.fail_in == 1) return done(here.fail_with, "asked for by a test");
            if (here.fail_in > 1) --here.fail_in;
            for (const VaultRange& range : gone)
                kept->values.erase(kept->values.lower_bound(range.first),
                                   kept->values.upper_bound(range.last));
            for (VaultItem& item : items) kept->values[item.key] = std::move(item.bytes);
            for (NativeVault* tab : kept->tabs)
                if (tab != me) tab->tell(tab, VaultNews::written);
            done(VaultStatus::ok, {});
        });
    }
    void get(std::vector<std::string> keys, Batch batch) override {
        later([kept = kept_, keys = std::move(keys), batch = std::move(batch)] {
            for (const std::string& key : keys)
                if (const auto found = kept->values.find(key); found != kept->values.end())
                    batch(VaultStatus::ok, {{key, found->second}});
            batch(VaultStatus::ok, {});
        });
    }
    void get_range(VaultRange range, Batch batch) override {
        later([kept = kept_, range = std::move(range), batch = std::move(batch)] {
            const auto end = kept->values.upper_bound(range.last);
            for (auto at = kept->values.lower_bound(range.first); at != end; ++at)
                batch(VaultStatus::ok, {{at->first, at->second}});
            batch(VaultStatus::ok, {});
        });
    }
    void keys(VaultRange range, Keys keys) override {
        later([kept = kept_, range = std::move(range), keys = std::move(keys)] {
            std::vector<std::string> found;
            const auto end = kept->values.upper_bound(range.last);
            for (auto at = kept->values.lower_bound(range.first); at != end; ++at)
                found.push_back(at->first);
            keys(VaultStatus::ok, std::move(found));
        });
    }
    [[nodiscard]] bool owner() const override { return kept_->owner == this; }
    [[nodiscard]] bool sealed() const override { return !kept_->passphrase.empty(); }
    void take_over(Done done) override {
        NativeVault* before = std::exchange(kept_->owner, this);
        if (before != this) {
            tell(before, VaultNews::reader);
            tell(this, VaultNews::owner);
        }
        later([done = std::move(done)] { done(VaultStatus::ok, {}); });
    }
    void on_news(std::function<void(VaultNews)> news) override { news_ = std::move(news); }
    void change_passphrase(std::string old_one, std::string new_one, Done done) override {
        const bool right = !old_one.empty() && old_one == kept_->passphrase && !new_one.empty();
        if (right) kept_->passphrase = std::move(new_one);
        later([done = std::move(done), right] {
            done(right ? VaultStatus::ok : VaultStatus::passphrase, {});
        });
    }

private:
    // Later, and only if the tab is still there.
    void tell(NativeVault* tab, VaultNews news) const {
        if (tab == nullptr) return;
        later([kept = kept_, tab, news] {
            const auto& tabs = kept->tabs;
            if (std::find(tabs.begin(), tabs.end(), tab) != tabs.end() && tab->news_)
                tab->news_(news);
        });
    }

    std::shared_ptr<Kept> kept_;
    std::function<void(VaultNews)> news_;
};

} // namespace

void open_vault(std::string_view name, VaultOpening opening, VaultOpened opened) {
    later([name = std::string(name), opening = std::move(opening), opened = std::move(opened)] {
        auto& vaults = world().vaults;
        auto found = vaults.find(name);
        if (opening.create && found != vaults.end()) return opened(VaultStatus::exists, nullptr);
        if (!opening.create && found == vaults.end()) return opened(VaultStatus::missing, nullptr);
        if (opening.create) {
            found = vaults.emplace(name, std::make_shared<Kept>()).first;
            found->second->passphrase = opening.passphrase;
        } else if (found->second->passphrase != opening.passphrase) {
            return opened(VaultStatus::passphrase, nullptr);
        }
        opened(VaultStatus::ok, std::make_unique<NativeVault>(found->second));
    });
}
void list_vaults(VaultList done) {
    later([done = std::move(done)] {
        std::vector<VaultEntry> entries;
        for (const auto& [name, kept] : world().vaults)
            entries.push_back({name, kept->label, !kept->passphrase.empty(), 0});
        done(VaultStatus::ok, std::move(entries));
    });
}
void label_vault(std::string_view name, std::string_view label, Vault::Done done) {
    const auto found = world().vaults.find(name);
    const bool there = found != world().vaults.end();
    if (there) found->second->label = label;
    later([done = std::move(done), there] {
        done(there ? VaultStatus::ok : VaultStatus::missing, {});
    });
}
void delete_vault(std::string_view name, Vault::Done done) {
    const auto found = world().vaults.find(name);
    if (found != world().vaults.end()) world().vaults.erase(found);
    later([done = std::move(done)] { done(VaultStatus::ok, {}); });
}
void reseal_vault(Reseal reseal, Vault::Done done) {
    later([reseal = std::move(reseal), done = std::move(done)] {
        auto& vaults = world().vaults;
        const auto found = vaults.find(reseal.name);
        if (found == vaults.end()) return done(VaultStatus::missing, {});
        if (found->second->passphrase != reseal.old_one) return done(VaultStatus::passphrase, {});
        if (found->second->owner != nullptr) return done(VaultStatus::locked, {});
        if (world().fail_in == 1) return done(world().fail_with, "asked for by a test");
        auto copy = std::make_shared<Kept>();
        copy->values = found->second->values;
        copy->label = found->second->label;
        copy->passphrase = reseal.new_one;
        vaults.erase(found);
        vaults.emplace(reseal.new_name, std::move(copy));
        done(VaultStatus::ok, {});
    });
}
void watch_idle(int, std::function<void()>) {}
void storage_state(std::function<void(StorageState)> done) {
    later([done = std::move(done)] { done({}); });
}
void ask_persistence(std::function<void(bool)> done) {
    later([done = std::move(done)] { done(true); });
}
void use_stretch(Stretch) {} // nothing is encrypted in memory
void warn_before_leaving(bool) {}

bool run_vault_callbacks() {
    auto& waiting = world().waiting;
    if (waiting.empty()) return false;
    const auto call = std::move(waiting.front());
    waiting.pop_front();
    call();
    return true;
}
void fail_native_puts(int from, VaultStatus status) {
    world().fail_in = from;
    world().fail_with = status;
}
void forget_native_vaults() {
    world().vaults.clear();
    world().waiting.clear();
    world().fail_in = 0;
}
std::vector<std::uint8_t>* native_vault_value(const std::string& vault, const std::string& key) {
    const auto found = world().vaults.find(vault);
    if (found == world().vaults.end()) return nullptr;
    const auto value = found->second->values.find(key);
    return value == found->second->values.end() ? nullptr : &value->second;
}

} // namespace huikuan::platform
