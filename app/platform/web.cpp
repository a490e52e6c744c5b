// Files, foreign text and device settings in the browser.
#include <emscripten.h>

#include <cstdlib>
#include <map>
#include <utility>

#include "platform/platform.h"
#include "platform/web_files.h"
#include "platform/web_host.h"

namespace huikuan::platform {

namespace {

int last_token = 0;
std::map<int, std::function<void(std::shared_ptr<File>)>> picks;
std::map<int, File::Done> reads;
std::function<void(std::vector<std::shared_ptr<File>>)> on_drop;
std::vector<std::shared_ptr<File>> dropping;

class PageFile final : public File {
public:
    PageFile(int handle, std::string name, std::uint64_t size)
        : handle_(handle), name_(std::move(name)), size_(size) {}
    ~PageFile() override { hk_files_release(handle_); }
    PageFile(const PageFile&) = delete;
    PageFile& operator=(const PageFile&) = delete;

    [[nodiscard]] std::string name() const override { return name_; }
    [[nodiscard]] std::uint64_t size() const override { return size_; }
    void read(std::uint64_t offset, std::size_t length, Done done) override {
        const int token = ++last_token;
        reads.emplace(token, std::move(done));
        hk_files_read(handle_, static_cast<double>(offset), static_cast<double>(length), token);
    }

private:
    int handle_;
    std::string name_;
    std::uint64_t size_;
};

class Download final : public Outgoing {
public:
    explicit Download(int handle) : handle_(handle) {}
    ~Download() override { abandon(); }
    Download(const Download&) = delete;
    Download& operator=(const Download&) = delete;

    bool write(std::span<const std::uint8_t> bytes) override {
        return handle_ != 0 &&
               hk_outgoing_write(handle_, bytes.data(), static_cast<int>(bytes.size())) != 0;
    }
    bool finish() override {
        return handle_ != 0 && hk_outgoing_finish(std::exchange(handle_, 0)) != 0;
    }
    void abandon() override {
        if (handle_ != 0) hk_outgoing_abandon(std::exchange(handle_, 0));
    }

private:
    int handle_;
};

class PageDecoder final : public TextDecoder {
public:
    explicit PageDecoder(int handle) : handle_(handle) {}
    ~PageDecoder() override { hk_text_close(handle_); }
    PageDecoder(const PageDecoder&) = delete;
    PageDecoder& operator=(const PageDecoder&) = delete;

    std::optional<std::string> decode(std::span<const std::uint8_t> bytes, bool last) override {
        int size = 0;
        double bad = 0;
        char* text = hk_text_decode(handle_, bytes.data(), static_cast<int>(bytes.size()),
                                    last ? 1 : 0, &size, &bad);
        if (text == nullptr) {
            bad_offset = static_cast<std::uint64_t>(bad);
            return std::nullopt;
        }
        std::string decoded(text, static_cast<std::size_t>(size));
        std::free(text);
        return decoded;
    }

private:
    int handle_;
};

template <class T>
T take(std::map<int, T>& waiting, int token) {
    const auto at = waiting.find(token);
    if (at == waiting.end()) return {};
    T found = std::move(at->second);
    waiting.erase(at);
    return found;
}

} // namespace

std::shared_ptr<File> page_file(int handle, std::string name, std::uint64_t size) {
    return std::make_shared<PageFile>(handle, std::move(name), size);
}

void pick_file(std::string_view accept, std::function<void(std::shared_ptr<File>)> picked) {
    picks.emplace(++last_token, std::move(picked));
    hk_files_pick(last_token, std::string(accept).c_str());
}

void on_files_dropped(std::function<void(std::vector<std::shared_ptr<File>>)> dropped) {
    on_drop = std::move(dropped);
    hk_files_listen();
}

std::unique_ptr<Outgoing> save_file(std::string_view name, std::string_view mime) {
    const int handle = hk_outgoing_open(std::string(name).c_str(), std::string(mime).c_str());
    return handle == 0 ? nullptr : std::make_unique<Download>(handle);
}

std::unique_ptr<TextDecoder> make_decoder(std::string_view encoding) {
    const int handle = hk_text_open(std::string(encoding).c_str());
    return handle == 0 ? nullptr : std::make_unique<PageDecoder>(handle);
}

std::optional<std::string> device_setting(std::string_view key) {
    char* value = hk_setting_get(std::string(key).c_str());
    if (value == nullptr) return std::nullopt;
    std::string text(value);
    std::free(value);
    return text;
}

void set_device_setting(std::string_view key, std::string_view value) {
    hk_setting_set(std::string(key).c_str(), std::string(value).c_str());
}

extern "C" {

// --- what the page answers

EMSCRIPTEN_KEEPALIVE void hk_file_picked(int token, int file, const char* name, double size) {
    const auto picked = take(picks, token);
    std::shared_ptr<File> found;
    if (file != 0) found = std::make_shared<PageFile>(file, name, static_cast<std::uint64_t>(size));
    if (picked) picked(std::move(found));
}

EMSCRIPTEN_KEEPALIVE void hk_file_read(int token, const std::uint8_t* bytes, double size) {
    const auto done = take(reads, token);
    if (!done) return;
    if (bytes == nullptr) done(std::nullopt);
    else done(std::vector<std::uint8_t>(bytes, bytes + static_cast<std::size_t>(size)));
}

EMSCRIPTEN_KEEPALIVE void hk_file_dropped(int file, const char* name, double size, int last) {
    dropping.push_back(std::make_shared<PageFile>(file, name, static_cast<std::uint64_t>(size)));
    if (last != 0 && on_drop) on_drop(std::exchange(dropping, {}));
}

} // extern "C"

} // namespace huikuan::platform
