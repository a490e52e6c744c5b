// The program in the browser: books of this device, kept by session over platform, shown by ui.
#include <memory>
#include <utility>

#include "session/books.h"
#include "session/session.h"
#include "ui/backend/backend.h"
#include "ui/library.h"
#include "ui/shell.h"

namespace huikuan {
namespace {

class DeviceLibrary final : public ui::Library {
public:
    explicit DeviceLibrary(ui::Backend& backend) : backend_(backend) { look(); }

    [[nodiscard]] ui::LibraryState state() const override { return state_; }
    [[nodiscard]] const std::vector<ui::BookEntry>& books() const override { return books_; }
    [[nodiscard]] int progress() const override { return progress_; }
    [[nodiscard]] bool failed() const override { return failed_; }
    [[nodiscard]] const core::Error& error() const override { return error_; }
    [[nodiscard]] session::Session* session() override { return session_.get(); }

    void create(const session::NewBook& book) override {
        begin();
        session::Session::create_vault(book, "",
                                       [this](auto opened) { arrive(std::move(opened)); });
    }

    void open(const std::string& name) override {
        begin();
        session::Session::open_vault(
            name, "",
            [this](int progress) {
                progress_ = progress;
                backend_.request_frame();
            },
            [this](auto opened) { arrive(std::move(opened)); });
    }

    void close() override {
        session_.reset();
        failed_ = false;
        look();
    }

    void remove(const std::string& name) override {
        session::delete_book(name, [this](core::Result<void> done) {
            if (!done) fail(done.error());
            look();
        });
    }

    std::unique_ptr<platform::Outgoing> save_file(std::string_view name,
                                                  std::string_view mime) override {
        return platform::save_file(name, mime);
    }

private:
    void look() {
        state_ = ui::LibraryState::looking;
        session::list_books([this](core::Result<std::vector<session::BookEntry>> found) {
            books_.clear();
            if (found)
                for (session::BookEntry& book : *found)
                    books_.push_back({std::move(book.name), std::move(book.label)});
            else fail(found.error());
            state_ = ui::LibraryState::closed;
            backend_.request_frame();
        });
        backend_.request_frame();
    }

    void begin() {
        state_ = ui::LibraryState::opening;
        progress_ = 0;
        failed_ = false;
    }

    void arrive(core::Result<std::unique_ptr<session::Session>> opened) {
        if (opened) {
            session_ = std::move(*opened);
            state_ = ui::LibraryState::open;
            // Saved, taken over, written by another tab: what is shown is drawn again.
            session::BookKeeping(*session_).on_news([this] { backend_.request_frame(); });
        } else {
            fail(opened.error());
            state_ = ui::LibraryState::closed;
        }
        backend_.request_frame();
    }

    void fail(core::Error error) {
        failed_ = true;
        error_ = std::move(error);
    }

    ui::Backend& backend_;
    ui::LibraryState state_ = ui::LibraryState::looking;
    std::vector<ui::BookEntry> books_;
    std::unique_ptr<session::Session> session_;
    core::Error error_{};
    int progress_ = 0;
    bool failed_ = false;
};

} // namespace
} // namespace huikuan

int main() {
    using namespace huikuan;
    ui::start([](ui::Backend& backend) -> std::unique_ptr<ui::App> {
        return std::make_unique<ui::Shell>(backend, std::make_unique<DeviceLibrary>(backend));
    });
}
