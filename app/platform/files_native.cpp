#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "platform/native.h"

namespace huikuan::platform {

namespace {

std::vector<std::function<void()>> waiting_calls;
std::shared_ptr<File> next_pick;
std::function<void(std::vector<std::shared_ptr<File>>)> on_drop;
std::string save_folder = ".";

class PathFile final : public File {
public:
    PathFile(int descriptor, std::string name, std::uint64_t size)
        : descriptor_(descriptor), name_(std::move(name)), size_(size) {}
    ~PathFile() override { ::close(descriptor_); }
    PathFile(const PathFile&) = delete;
    PathFile& operator=(const PathFile&) = delete;

    [[nodiscard]] std::string name() const override { return name_; }
    [[nodiscard]] std::uint64_t size() const override { return size_; }
    void read(std::uint64_t offset, std::size_t length, Done done) override {
        std::vector<std::uint8_t> bytes;
        bool readable = true;
        if (offset < size_) {
            bytes.resize(static_cast<std::size_t>(std::min<std::uint64_t>(length, size_ - offset)));
            std::size_t filled = 0;
            while (filled < bytes.size()) {
                const ssize_t got =
                    ::pread(descriptor_, bytes.data() + filled, bytes.size() - filled,
                            static_cast<off_t>(offset + filled));
                if (got < 0 && errno == EINTR) continue;
                // Shorter than it was when it was opened: it changes under us.
                readable = got > 0;
                if (!readable) break;
                filled += static_cast<std::size_t>(got);
            }
        }
        waiting_calls.emplace_back(
            [done = std::move(done), readable, bytes = std::move(bytes)]() mutable {
                if (readable) done(std::move(bytes));
                else done(std::nullopt);
            });
    }

private:
    int descriptor_;
    std::string name_;
    std::uint64_t size_;
};

class PathOutgoing final : public Outgoing {
public:
    PathOutgoing(std::FILE* file, std::string part, std::string path)
        : file_(file), part_(std::move(part)), path_(std::move(path)) {}
    ~PathOutgoing() override { abandon(); }
    PathOutgoing(const PathOutgoing&) = delete;
    PathOutgoing& operator=(const PathOutgoing&) = delete;

    bool write(std::span<const std::uint8_t> bytes) override {
        if (file_ == nullptr) return false;
        if (std::fwrite(bytes.data(), 1, bytes.size(), file_) == bytes.size()) return true;
        abandon();
        return false;
    }
    bool finish() override {
        if (file_ == nullptr) return false;
        const bool kept = std::fflush(file_) == 0 && ::fsync(::fileno(file_)) == 0;
        const bool closed = std::fclose(std::exchange(file_, nullptr)) == 0;
        if (kept && closed && std::rename(part_.c_str(), path_.c_str()) == 0) return true;
        std::remove(part_.c_str());
        return false;
    }
    void abandon() override {
        if (file_ == nullptr) return;
        std::fclose(std::exchange(file_, nullptr));
        std::remove(part_.c_str());
    }

private:
    std::FILE* file_;
    std::string part_;
    std::string path_;
};

} // namespace

std::shared_ptr<File> open_path(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return nullptr;
    struct stat state{};
    if (::fstat(descriptor, &state) != 0 || !S_ISREG(state.st_mode)) {
        ::close(descriptor);
        return nullptr;
    }
    return std::make_shared<PathFile>(descriptor, std::filesystem::path(path).filename().string(),
                                      static_cast<std::uint64_t>(state.st_size));
}

std::unique_ptr<Outgoing> save_path(const std::string& path) {
    std::string part = path + ".part" + std::to_string(::getpid());
    std::FILE* file = std::fopen(part.c_str(), "wbex");
    if (file == nullptr) return nullptr;
    return std::make_unique<PathOutgoing>(file, std::move(part), path);
}

void pick_file(std::string_view, std::function<void(std::shared_ptr<File>)> picked) {
    waiting_calls.emplace_back(
        [picked = std::move(picked), file = std::exchange(next_pick, nullptr)] { picked(file); });
}

void on_files_dropped(std::function<void(std::vector<std::shared_ptr<File>>)> dropped) {
    on_drop = std::move(dropped);
}

std::unique_ptr<Outgoing> save_file(std::string_view name, std::string_view) {
    // A name, not a path: what came from a book must not choose a folder.
    const auto plain = std::filesystem::path(name).filename();
    if (plain.empty() || plain == "." || plain == "..") return nullptr;
    return save_path((std::filesystem::path(save_folder) / plain).string());
}

void call_later(std::function<void()> callback) { waiting_calls.push_back(std::move(callback)); }

void set_next_pick(std::shared_ptr<File> file) { next_pick = std::move(file); }

void drop_files(std::vector<std::shared_ptr<File>> files) {
    waiting_calls.emplace_back([files = std::move(files)] {
        if (on_drop) on_drop(files);
    });
}

void set_save_folder(std::string path) { save_folder = std::move(path); }

bool run_file_callbacks() {
    if (waiting_calls.empty()) return false;
    for (const auto& callback : std::exchange(waiting_calls, {})) callback();
    return true;
}

} // namespace huikuan::platform
