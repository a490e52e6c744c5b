// The vault in the browser: requests go to web/vault_bridge.mjs by number, answers come back to the
// hk_vault_* functions below.
#include "platform/vault.h"

#include <emscripten.h>

#include <map>
#include <utility>

// clang-format off
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wextra-semi" // EM_JS ends what it declares itself
EM_JS(void, hk_js_vault_open, (int request, const char* name, int create, const char* passphrase), {
    Module.host.vaults.open(request, UTF8ToString(name), create === 1, UTF8ToString(passphrase));
});
EM_JS(void, hk_js_vault_close, (int vault), { Module.host.vaults.close(vault); });
EM_JS(void, hk_js_vault_stage, (const char* key, const void* bytes, int size), {
    Module.host.vaults.stage(UTF8ToString(key), HEAPU8.slice(bytes, bytes + size));
});
EM_JS(void, hk_js_vault_stage_gone, (const char* first, const char* last), {
    Module.host.vaults.stage_gone(UTF8ToString(first), UTF8ToString(last));
});
EM_JS(void, hk_js_vault_put, (int vault, int request), { Module.host.vaults.put(vault, request); });
EM_JS(void, hk_js_vault_get, (int vault, int request, const char* keys), {
    const wanted = UTF8ToString(keys);
    Module.host.vaults.get(vault, request, wanted === "" ? [] : wanted.split("\n"));
});
EM_JS(void, hk_js_vault_get_range, (int vault, int request, const char* first, const char* last), {
    Module.host.vaults.get_range(vault, request, UTF8ToString(first), UTF8ToString(last));
});
EM_JS(void, hk_js_vault_keys, (int vault, int request, const char* first, const char* last), {
    Module.host.vaults.keys(vault, request, UTF8ToString(first), UTF8ToString(last));
});
EM_JS(void, hk_js_vault_take_over, (int vault, int request), {
    Module.host.vaults.take_over(vault, request);
});
EM_JS(void, hk_js_vault_passphrase, (int vault, int request, const char* was, const char* is), {
    Module.host.vaults.change_passphrase(vault, request, UTF8ToString(was), UTF8ToString(is));
});
EM_JS(void, hk_js_vault_list, (int request), { Module.host.vaults.list(request); });
EM_JS(void, hk_js_vault_label, (int request, const char* name, const char* label), {
    Module.host.vaults.label(request, UTF8ToString(name), UTF8ToString(label));
});
EM_JS(void, hk_js_vault_remove, (int request, const char* name), {
    Module.host.vaults.remove(request, UTF8ToString(name));
});
EM_JS(void, hk_js_vault_reseal, (int request, const char* name, const char* new_name,
                                 const char* was, const char* is), {
    Module.host.vaults.reseal(request, UTF8ToString(name), UTF8ToString(new_name),
                              UTF8ToString(was), UTF8ToString(is));
});
EM_JS(void, hk_js_watch_idle, (int ms), { Module.host.vaults.watch_idle(ms); });
EM_JS(void, hk_js_storage, (int request), { Module.host.vaults.storage(request); });
EM_JS(void, hk_js_persist, (int request), { Module.host.vaults.persist(request); });
EM_JS(void, hk_js_warn, (int yes), { Module.host.vaults.warn(yes === 1); });
#pragma clang diagnostic pop
// clang-format on

namespace huikuan::platform {
namespace {

int last_request = 0;

// What waits for an answer, by number of its request.
template <class T>
class Waiting {
public:
    int add(T value) {
        entries_.emplace(++last_request, std::move(value));
        return last_request;
    }
    T* find(int request) {
        const auto at = entries_.find(request);
        return at == entries_.end() ? nullptr : &at->second;
    }
    T take(int request) {
        const auto at = entries_.find(request);
        if (at == entries_.end()) return {};
        T value = std::move(at->second);
        entries_.erase(at);
        return value;
    }

private:
    std::map<int, T> entries_;
};

struct Stream {
    std::shared_ptr<Vault::Batch> batch; // one: what it captures goes on from call to call
    std::vector<VaultItem> items;
};
struct KeyList {
    Vault::Keys done;
    std::vector<std::string> keys;
};
struct EntryList {
    VaultList done;
    std::vector<VaultEntry> entries;
};

// A passphrase does not stay in memory longer than it is needed. (The page's own copies are the
// collector's business.)
void forget(std::string& secret) {
    volatile char* bytes = secret.data();
    for (std::size_t i = 0; i < secret.size(); ++i) bytes[i] = 0;
}

class WebVault;
Waiting<Vault::Done> dones;
Waiting<Stream> streams;
Waiting<KeyList> key_lists;
Waiting<EntryList> entry_lists;
Waiting<VaultOpened> openings;
Waiting<std::function<void(StorageState)>> storages;
Waiting<std::function<void(bool)>> persists;
std::map<int, WebVault*> open_vaults;
std::function<void(int)> reseal_progress;
std::function<void()> when_idle;

class WebVault final : public Vault {
public:
    WebVault(int handle, bool owner, bool sealed)
        : handle_(handle), owner_(owner), sealed_(sealed) {
        open_vaults.emplace(handle, this);
    }
    ~WebVault() override {
        open_vaults.erase(handle_);
        hk_js_vault_close(handle_);
    }
    WebVault(const WebVault&) = delete;
    WebVault& operator=(const WebVault&) = delete;

    void put(std::vector<VaultItem> items, std::vector<VaultRange> gone, Done done) override {
        for (const VaultItem& item : items)
            hk_js_vault_stage(item.key.c_str(), item.bytes.data(),
                              static_cast<int>(item.bytes.size()));
        for (const VaultRange& range : gone)
            hk_js_vault_stage_gone(range.first.c_str(), range.last.c_str());
        hk_js_vault_put(handle_, dones.add(std::move(done)));
    }
    void get(std::vector<std::string> keys, Batch batch) override {
        std::string joined;
        for (const std::string& key : keys) joined += (joined.empty() ? "" : "\n") + key;
        hk_js_vault_get(handle_, streams.add({std::make_shared<Batch>(std::move(batch)), {}}),
                        joined.c_str());
    }
    void get_range(VaultRange range, Batch batch) override {
        hk_js_vault_get_range(handle_, streams.add({std::make_shared<Batch>(std::move(batch)), {}}),
                              range.first.c_str(), range.last.c_str());
    }
    void keys(VaultRange range, Keys keys) override {
        hk_js_vault_keys(handle_, key_lists.add({std::move(keys), {}}), range.first.c_str(),
                         range.last.c_str());
    }
    [[nodiscard]] bool owner() const override { return owner_; }
    [[nodiscard]] bool sealed() const override { return sealed_; }
    void take_over(Done done) override {
        hk_js_vault_take_over(handle_, dones.add(std::move(done)));
    }
    void on_news(std::function<void(VaultNews)> news) override { news_ = std::move(news); }
    void change_passphrase(std::string old_one, std::string new_one, Done done) override {
        hk_js_vault_passphrase(handle_, dones.add(std::move(done)), old_one.c_str(),
                               new_one.c_str());
        forget(old_one);
        forget(new_one);
    }
    void hear(VaultNews news, bool owner) {
        owner_ = owner;
        if (news_) news_(news);
    }

private:
    int handle_;
    bool owner_;
    bool sealed_;
    std::function<void(VaultNews)> news_;
};

Stretch how_to_stretch = nullptr;

VaultStatus status_of(int number) { return static_cast<VaultStatus>(number); }

} // namespace

void open_vault(std::string_view name, VaultOpening opening, VaultOpened opened) {
    hk_js_vault_open(openings.add(std::move(opened)), std::string(name).c_str(),
                     opening.create ? 1 : 0, opening.passphrase.c_str());
    forget(opening.passphrase);
}
void list_vaults(VaultList done) { hk_js_vault_list(entry_lists.add({std::move(done), {}})); }
void label_vault(std::string_view name, std::string_view label, Vault::Done done) {
    hk_js_vault_label(dones.add(std::move(done)), std::string(name).c_str(),
                      std::string(label).c_str());
}
void delete_vault(std::string_view name, Vault::Done done) {
    hk_js_vault_remove(dones.add(std::move(done)), std::string(name).c_str());
}
void reseal_vault(Reseal reseal, Vault::Done done) {
    const int request =
        dones.add([done = std::move(done)](VaultStatus status, const std::string& detail) {
            reseal_progress = {};
            done(status, detail);
        });
    reseal_progress = std::move(reseal.progress);
    hk_js_vault_reseal(request, reseal.name.c_str(), reseal.new_name.c_str(),
                       reseal.old_one.c_str(), reseal.new_one.c_str());
    forget(reseal.old_one);
    forget(reseal.new_one);
}
void watch_idle(int minutes, std::function<void()> idle) {
    when_idle = std::move(idle);
    hk_js_watch_idle(minutes * 60'000);
}
void storage_state(std::function<void(StorageState)> done) {
    hk_js_storage(storages.add(std::move(done)));
}
void ask_persistence(std::function<void(bool)> done) {
    hk_js_persist(persists.add(std::move(done)));
}
void use_stretch(Stretch stretch) { how_to_stretch = stretch; }
void warn_before_leaving(bool unsaved) { hk_js_warn(unsaved ? 1 : 0); }

// --- what the page answers

extern "C" {

EMSCRIPTEN_KEEPALIVE void hk_vault_progress(int, int permille) {
    if (reseal_progress) reseal_progress(permille);
}
EMSCRIPTEN_KEEPALIVE void hk_idle() {
    const auto call = when_idle; // it may end the watch
    if (call) call();
}
EMSCRIPTEN_KEEPALIVE void hk_vault_done(int request, int status, const char* detail) {
    if (const auto done = dones.take(request)) done(status_of(status), detail);
}
// The next item; the page frees its bytes. (Copied once more, in one go: a vector for the page to
// write into is made of zeros first, byte by byte, which took longer than all the rest.)
EMSCRIPTEN_KEEPALIVE void hk_vault_item(int request, const char* key, const std::uint8_t* bytes,
                                        int size) {
    if (Stream* stream = streams.find(request))
        stream->items.push_back({key, std::vector<std::uint8_t>(bytes, bytes + size)});
}
// Hands on what has come. Nothing came: the end.
EMSCRIPTEN_KEEPALIVE void hk_vault_batch(int request, int status) {
    Stream* stream = streams.find(request);
    if (stream == nullptr) return;
    if (status == 0 && !stream->items.empty()) {
        const auto batch = stream->batch; // it may end the stream while it runs
        (*batch)(VaultStatus::ok, std::exchange(stream->items, {}));
        return;
    }
    const Stream ended = streams.take(request);
    (*ended.batch)(status_of(status), {});
}
EMSCRIPTEN_KEEPALIVE void hk_vault_key(int request, const char* key) {
    if (KeyList* list = key_lists.find(request)) list->keys.emplace_back(key);
}
EMSCRIPTEN_KEEPALIVE void hk_vault_keys(int request, int status) {
    KeyList list = key_lists.take(request);
    if (list.done) list.done(status_of(status), std::move(list.keys));
}
EMSCRIPTEN_KEEPALIVE void hk_vault_opened(int request, int status, int handle, int owner,
                                          int sealed) {
    const VaultOpened opened = openings.take(request);
    if (!opened) return;
    if (status != 0) return opened(status_of(status), nullptr);
    opened(VaultStatus::ok, std::make_unique<WebVault>(handle, owner != 0, sealed != 0));
}
EMSCRIPTEN_KEEPALIVE void hk_vault_news(int handle, int news, int owner) {
    const auto found = open_vaults.find(handle);
    if (found != open_vaults.end()) found->second->hear(static_cast<VaultNews>(news), owner != 0);
}
EMSCRIPTEN_KEEPALIVE void hk_vault_entry(int request, const char* name, const char* label,
                                         int sealed, double opened_ms) {
    if (EntryList* list = entry_lists.find(request))
        list->entries.push_back({name, label, sealed != 0, static_cast<std::int64_t>(opened_ms)});
}
EMSCRIPTEN_KEEPALIVE void hk_vault_list(int request, int status) {
    EntryList list = entry_lists.take(request);
    if (list.done) list.done(status_of(status), std::move(list.entries));
}
EMSCRIPTEN_KEEPALIVE void hk_storage(int request, double used, double quota, int persistent) {
    if (const auto done = storages.take(request))
        done({static_cast<std::int64_t>(used), static_cast<std::int64_t>(quota), persistent != 0});
}
EMSCRIPTEN_KEEPALIVE void hk_persistence(int request, int granted) {
    if (const auto done = persists.take(request)) done(granted != 0);
}
// 32 bytes from a passphrase and 16 bytes of salt. 0: nobody here knows how, or no memory for it.
EMSCRIPTEN_KEEPALIVE int hk_stretch(const char* secret, int length, const std::uint8_t* salt,
                                    int ops, double memory, std::uint8_t* out) {
    if (how_to_stretch == nullptr) return 0;
    const bool done = how_to_stretch(
        {secret, static_cast<std::size_t>(length)}, std::span<const std::uint8_t, 16>(salt, 16),
        ops, static_cast<std::size_t>(memory), std::span<std::uint8_t, 32>(out, 32));
    return done ? 1 : 0;
}

} // extern "C"

} // namespace huikuan::platform
