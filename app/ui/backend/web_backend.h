#pragma once
// The Backend of the browser: one canvas, one page, driven by web/*.mjs through web_input.cpp.
#include <memory>
#include <string>

#include "ui/backend/frame_loop.h"
#include "ui/backend/glyphs.h"
#include "ui/kit/strings.h"

namespace huikuan::ui {

class WebBackend final : public Backend {
public:
    WebBackend();

    [[nodiscard]] const Environment& environment() const override { return loop_.environment; }
    [[nodiscard]] const Fonts& fonts() const override { return fonts_; }
    void request_frame() override;
    void request_frame_in(double ms) override;
    [[nodiscard]] const std::string& route() const override { return route_; }
    void set_route(const std::string& route, bool replace) override;
    void go_back() override;
    void set_title(const std::string& title) override;
    void set_language(const std::string& tag) override;
    void set_page_colors(bool dark, std::uint32_t background_rgba,
                         std::uint32_t accent_rgba) override;
    void set_zoom(float zoom) override;
    void set_unsaved(bool unsaved) override;
    void prewarm(std::string_view text) override;
    void install() override;
    void apply_update() override;
    void copy_text(const Clip& clip) override;
    void print_html(const std::string& html, const std::string& title) override;
    [[nodiscard]] int printing() const override;
    void stop_printing() override;
    bool share(const std::string& title, const std::string& text) override;
    void open_link(const std::string& url) override;
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

    // --- for web_input.cpp
    FrameLoop& loop() { return loop_; }
    void choose_renderer(bool software);
    void route_changed(std::string route);
    void use_font_file(std::span<const std::uint8_t> file); // before the first frame
    void take_words(Language language, std::string file);

private:
    FrameLoop loop_;
    std::unique_ptr<GlyphSource> glyphs_;
    Fonts fonts_;
    std::string route_;
    std::string title_;
    std::string language_;
    std::uint64_t colors_ = 0;
    bool unsaved_ = false;
    bool file_fonts_ = false;
};

// WebGL2 over ImGui's own OpenGL renderer; null where there is no context.
std::unique_ptr<Renderer> make_webgl_renderer();
std::unique_ptr<Renderer> make_software_renderer();
std::unique_ptr<GlyphSource> make_canvas_glyphs();

} // namespace huikuan::ui
