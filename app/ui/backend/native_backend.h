#pragma once
// The Backend without a window, for tests: pages run as they do in the browser, frame by frame,
// with made-up glyphs of fixed widths; what would leave the page is kept to be looked at.
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ui/backend/frame_loop.h"
#include "ui/backend/glyphs.h"
#include "ui/backend/raster.h"

namespace huikuan::ui {

class NativeBackend final : public Backend {
public:
    NativeBackend(float width, float height, float scale = 1);
    ~NativeBackend() override;

    [[nodiscard]] const Environment& environment() const override { return loop_.environment; }
    [[nodiscard]] const Fonts& fonts() const override { return fonts_; }
    void request_frame() override { loop_.wake(1); }
    void request_frame_in(double ms) override;
    [[nodiscard]] const std::string& route() const override { return history_.back(); }
    void set_route(const std::string& route, bool replace = false) override;
    void go_back() override;
    void set_title(const std::string& title) override { title_shown = title; }
    void set_language(const std::string& tag) override { language = tag; }
    void set_page_colors(bool dark, std::uint32_t background_rgba,
                         std::uint32_t accent_rgba) override;
    void set_zoom(float zoom) override;
    void set_unsaved(bool unsaved) override { asks_before_leaving = unsaved; }
    void prewarm(std::string_view text) override { prewarmed += text; }
    void install() override { ++installs; }
    void apply_update() override { ++updates; }
    void copy_text(const Clip& clip) override { copied = clip; }
    void print_html(const std::string& html, const std::string& title) override;
    [[nodiscard]] int printing() const override;
    void stop_printing() override;
    bool share(const std::string& title, const std::string& text) override;
    void open_link(const std::string& url) override { opened = url; }
    void pick_file(std::string_view accept,
                   std::function<void(std::shared_ptr<platform::File>)> picked) override;
    void
    pick_files(std::string_view accept,
               std::function<void(std::vector<std::shared_ptr<platform::File>>)> picked) override;
    void pick_picture(std::function<void(std::shared_ptr<platform::File>)> picked) override;
    void ask_position(std::function<void(std::optional<std::string>)> answered) override;
    [[nodiscard]] platform::Reminding reminding() const override;
    void ask_to_remind(std::function<void(platform::Reminding)> answered) override;
    void remind(std::span<const platform::Reminder> reminders) override;
    void on_files_dropped(
        std::function<void(std::vector<std::shared_ptr<platform::File>>)> dropped) override;
    [[nodiscard]] std::optional<std::string> setting(std::string_view key) const override;
    void set_setting(std::string_view key, std::string_view value) override;

    // --- what a test does
    void carry(std::unique_ptr<App> app) { loop_.carry(std::move(app)); }
    [[nodiscard]] App* app() { return loop_.app(); }
    // Frames until nothing is to come; answers the milliseconds until the next wish, -1 never.
    double settle();
    void advance(double ms); // time passes, then settles
    void resize(float width, float height, float scale);
    void change_environment(const Environment& environment);
    void visit(const std::string& route); // as a person types an address
    void post(NodeEvent event) { loop_.post(std::move(event)); }
    void move(float x, float y);
    void click(float x, float y, int button = 0);
    void wheel(float x, float y, float pixels);
    // The first node of the role whose label is exactly this; nullptr: none on the page.
    [[nodiscard]] const Node* find(Role role, std::string_view label) const;
    bool activate(Role role, std::string_view label); // as a screen reader does, then settles
    bool click_on(Role role, std::string_view label); // as a pointer does
    bool type(Role role, std::string_view label, const std::string& text);
    // The picture of the last frame.
    [[nodiscard]] const Raster& picture();
    [[nodiscard]] FrameLoop& loop() { return loop_; }

    std::string title_shown;
    std::string language;
    std::string prewarmed;
    std::string printed;
    std::string printed_title;
    int counted = -1; // what printing() answers
    std::string shared;
    std::string opened;
    Clip copied;
    bool asks_before_leaving = false;
    int installs = 0;
    int updates = 0;

private:
    class BoxGlyphs;
    FrameLoop loop_;
    std::unique_ptr<GlyphSource> glyphs_;
    Fonts fonts_;
    std::vector<std::string> history_{""};
    std::map<std::string, std::string, std::less<>> settings_;
    Raster raster_;
    double now_ms_ = 1000;
    float zoom_ = 1;
};

} // namespace huikuan::ui
