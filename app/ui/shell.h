#pragma once
// The shell carries the pages: which one is shown (the route), the rail and the top bar, the
// palette, toasts with Undo, and the order of a frame: draw everything, then fulfil the wishes that
// the page left, then let session and jobs work for what is left of the frame.
#include <array>
#include <map>
#include <memory>
#include <string>

#include "session/bundle.h"
#include "ui/backend/backend.h"
#include "ui/desk.h"
#include "ui/kit/theme.h"
#include "ui/library.h"
#include "ui/month_view.h"
#include "ui/palette.h"
#include "ui/sheets.h"
#include "ui/start.h"

namespace huikuan::ui {

enum class PageName : std::uint8_t {
    today,
    customers,
    receivables,
    receipts,
    dunning,
    import,
    legal,
    exceptions,
    integrity,
    settings,
};
inline constexpr std::size_t page_count = 10;

class Shell final : public App {
public:
    Shell(Backend& backend, std::unique_ptr<Library> library);
    ~Shell() override;

    double frame(std::span<const NodeEvent> events) override;
    [[nodiscard]] std::span<const Node> nodes() const override;
    bool shortcut(Shortcut shortcut) override;
    std::optional<Clip> copy() override;
    bool paste(const std::string& text) override;
    [[nodiscard]] bool busy() const override;
    double work_unseen() override;

private:
    void take_settings();
    void meet_session();
    void put_away();
    void return_to_last_book();
    void draw_book();
    void take_over();
    void draw_save_problem();
    void watch_idle();
    void lock();
    void draw_rail(const struct Window& window, float width);
    void draw_bottom_bar(const struct Window& window);
    void draw_top_bar(const struct Window& window, float left, float width);
    void draw_status();
    void draw_more();
    void draw_job();
    void fulfil();
    void undo(std::uint64_t toast_number);
    double work(double started_ms);
    [[nodiscard]] PageName shown_page() const;
    [[nodiscard]] Page& page(PageName name);

    Backend& backend_;
    std::unique_ptr<Kit> kit_;
    std::unique_ptr<Library> library_;
    StartPage start_;
    Palette palette_;
    Sheets sheets_;
    std::unique_ptr<Desk> desk_; // while a book is open
    std::array<std::unique_ptr<Page>, page_count> pages_;
    session::Session* met_ = nullptr;
    std::map<std::uint64_t, session::Outcome> undoable_; // by toast
    const std::optional<session::SliceInfo>& slice();
    Cached<std::uint64_t, std::optional<session::SliceInfo>> slice_;
    Reminders reminders_;
    std::string title_;
    std::string language_tag_;
    double job_since_ = 0;
    bool working_ = false; // pages, jobs or the book want to go on at once
    bool collapsed_ = false;
    int idle_minutes_ = 0;  // after which a sealed book is locked
    bool returned_ = false; // to the last book, once
    bool more_open_ = false;
    bool dark_told_ = false;
    std::uint32_t ground_told_ = 0;
    bool colors_told_ = false;
    bool as_of_follows_today_ = true;
};

} // namespace huikuan::ui
