#pragma once
// The backend carries an App that is drawn with Dear ImGui into the world: in the browser a canvas
// that behaves as a web page (web_*.cpp and web/*.mjs), natively a window nobody sees, for tests
// (native_*.cpp). It feeds input, asks the App for a frame only when something changed, paints what
// ImGui drew, and mirrors the App's semantic nodes as native elements over the canvas.
//
// Units: everything is in DEVICE pixels of the canvas. A design pixel of ui.md is
// `environment().scale` device pixels (density times the person's zoom). Font sizes given to
// ImGui::PushFont are unscaled design pixels of LINE HEIGHT: a 16 px body is PushFont(f, 20), see
// line_height(); the backend keeps style.FontScaleDpi = scale.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/platform.h"
#include "platform/senses.h"
#include "ui/kit/kit.h"

namespace huikuan::ui {

// The line is 1.25 em high; ImGui's font size is the line.
constexpr float line_height_per_em = 1.25F;
constexpr float line_height(float em_px) { return em_px * line_height_per_em; }

struct Environment {
    float width = 0, height = 0; // of the canvas, device pixels
    float dpr = 1;               // device pixels per CSS pixel
    float scale = 1;             // device pixels per design pixel: dpr times the person's zoom
    // Parts of the canvas that a notch, rounded corners or the soft keyboard cover, device pixels.
    float safe_top = 0, safe_right = 0, safe_bottom = 0, safe_left = 0;
    float keyboard = 0; // height of the soft keyboard; included in safe_bottom
    bool touch = false; // the main pointer is a finger: 44 px targets, no hover
    bool dark = false;  // what the system prefers; the App may have its own setting
    bool reduced_motion = false;
    bool forced_colors = false; // the person's own few colours, in every program alike
    SystemColors system_colors;
    bool online = true;
    bool installable = false;  // install() would show the browser's question
    bool update_ready = false; // a new version is stored whole; it is used at the next start
    bool software = false;     // no graphics processor: keep animations sparse
    std::string language;      // of the browser, "zh-CN"
};

// Keys that the browser would answer itself if the App did not.
enum class Shortcut : std::uint8_t { find, palette, print, save };

// What leaves by copy: rows as TSV, and as an HTML table for spreadsheets that prefer it.
struct Clip {
    std::string text;
    std::string html; // may be empty
};

// The program that is carried. Implemented by ui/shell.h.
class App {
public:
    virtual ~App() = default;
    // Draws one frame, between ImGui::NewFrame and ImGui::Render; `events` are what the mirror
    // reported since the last frame (to be posted to the kit's recorder first). Answers in how many
    // milliseconds the next frame is wanted if nothing happens: -1 never, 0 at once (an animation).
    virtual double frame(std::span<const NodeEvent> events) = 0;
    // The semantic nodes of the frame just drawn, in reading order, parents before children.
    [[nodiscard]] virtual std::span<const Node> nodes() const = 0;
    // Work that goes on although nobody looks (an import, saving): a hidden tab does nothing else,
    // and asks for it by work_unseen(), which answers as frame() does and draws nothing.
    [[nodiscard]] virtual bool busy() const { return false; }
    virtual double work_unseen() { return -1; }
    // Whether the App took it; otherwise the browser does what it always does.
    virtual bool shortcut(Shortcut) { return false; }
    // Copy without a selection in a field: nullopt leaves it to the browser.
    virtual std::optional<Clip> copy() { return std::nullopt; }
    // Paste outside of fields (TSV from a spreadsheet).
    virtual bool paste(const std::string& text) { return text.empty(); }
};

// Between frames: inside ImGui's own calls and outside of any frame all of these may be called.
class Backend {
public:
    virtual ~Backend() = default;

    [[nodiscard]] virtual const Environment& environment() const = 0;
    // Digits are all of one width in every font.
    [[nodiscard]] virtual const Fonts& fonts() const = 0;

    // --- frames. Everything that changes what is seen, from outside of a frame, asks for one.
    virtual void request_frame() = 0;
    virtual void request_frame_in(double ms) = 0;

    // --- the page. Routes are the part after '#': "/customers/7f..."; read them each frame.
    [[nodiscard]] virtual const std::string& route() const = 0;
    virtual void set_route(const std::string& route, bool replace = false) = 0;
    virtual void go_back() = 0;
    virtual void set_title(const std::string& title) = 0;
    // BCP 47; decides which Han variants are drawn and how the page is read aloud.
    virtual void set_language(const std::string& tag) = 0;
    // The colours that surround the canvas (browser chrome, overscroll, focused fields).
    virtual void set_page_colors(bool dark, std::uint32_t background_rgba,
                                 std::uint32_t accent_rgba) = 0;
    virtual void set_zoom(float zoom) = 0; // 1 = as designed; kept on this device
    // While true, closing the tab asks first.
    virtual void set_unsaved(bool unsaved) = 0;
    // Text that the next frames will draw: its glyphs are made while nobody waits.
    virtual void prewarm(std::string_view text) = 0;
    virtual void install() = 0;      // inside a person's gesture
    virtual void apply_update() = 0; // reloads into the new version; save before

    // --- the desk around the window; all inside a person's gesture
    virtual void copy_text(const Clip& clip) = 0;
    // The body of an HTML document, text escaped by the caller, shown to the printer through a
    // hidden frame. Styles come from web/print.css by class names; inline ones are refused.
    virtual void print_html(const std::string& html, const std::string& title) = 0;
    // Of many documents whose pages are still counted, 0 to 1000; -1: none are. May be stopped.
    [[nodiscard]] virtual int printing() const = 0;
    virtual void stop_printing() = 0;
    // The system's share sheet, or a copy to the clipboard where there is none (answers false).
    virtual bool share(const std::string& title, const std::string& text) = 0;
    virtual void open_link(const std::string& url) = 0; // mailto:, tel:, sms:, https:
    virtual void pick_file(std::string_view accept,
                           std::function<void(std::shared_ptr<platform::File>)> picked) = 0;
    virtual void
    pick_files(std::string_view accept,
               std::function<void(std::vector<std::shared_ptr<platform::File>>)> picked) = 0;
    virtual void pick_picture(std::function<void(std::shared_ptr<platform::File>)> picked) = 0;
    virtual void ask_position(std::function<void(std::optional<std::string>)> answered) = 0;
    [[nodiscard]] virtual platform::Reminding reminding() const = 0;
    virtual void ask_to_remind(std::function<void(platform::Reminding)> answered) = 0;
    virtual void remind(std::span<const platform::Reminder> reminders) = 0;
    virtual void
    on_files_dropped(std::function<void(std::vector<std::shared_ptr<platform::File>>)> dropped) = 0;
    [[nodiscard]] virtual std::optional<std::string> setting(std::string_view key) const = 0;
    virtual void set_setting(std::string_view key, std::string_view value) = 0;
};

// The browser's backend only (web_input.cpp). `make` is called once ImGui, its fonts and the
// environment are there; the first frame follows. Returns at once: the browser's loop runs it.
// Natively see native_backend.h.
void start(std::function<std::unique_ptr<App>(Backend&)> make);

} // namespace huikuan::ui
