// What the page calls: input, environment and frames. All coordinates are device pixels. Text
// arguments are UTF-8 that the page allocated and frees.
#include <emscripten.h>

#include <cstdlib>
#include <memory>
#include <string>

#include "imgui.h"
#include "ui/backend/web_backend.h"
#include "ui/backend/web_host.h"
#include "ui/backend/web_keys.h"

namespace huikuan::ui {

namespace {

// The page has one canvas; its calls carry no handle.
std::unique_ptr<WebBackend> backend;
std::function<std::unique_ptr<App>(Backend&)> make_app;
std::optional<Clip> copied;

enum EnvironmentFlag : unsigned {
    environment_touch = 1U << 0,
    environment_dark = 1U << 1,
    environment_reduced_motion = 1U << 2,
    environment_forced_colors = 1U << 3,
    environment_online = 1U << 4,
    environment_installable = 1U << 5,
    environment_update_ready = 1U << 6,
};

FrameLoop& loop() { return backend->loop(); }

} // namespace

void start(std::function<std::unique_ptr<App>(Backend&)> make) {
    make_app = std::move(make);
    backend = std::make_unique<WebBackend>();
}

extern "C" {

// --- start

EMSCRIPTEN_KEEPALIVE void hk_set_largest_texture(int side) {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    atlas.TexMaxWidth = side;
    atlas.TexMaxHeight = side;
}

EMSCRIPTEN_KEEPALIVE void hk_use_font_file(const std::uint8_t* bytes, int size) {
    backend->use_font_file({bytes, static_cast<std::size_t>(size)});
}

EMSCRIPTEN_KEEPALIVE void hk_choose_renderer(int software) {
    backend->choose_renderer(software != 0);
}

// The texts of a language, "" where they could not be fetched.
EMSCRIPTEN_KEEPALIVE void hk_words(const char* tag, const char* file) {
    backend->take_words(language_of(tag), file);
}

EMSCRIPTEN_KEEPALIVE void hk_begin() { loop().carry(make_app(*backend)); }

// --- environment

EMSCRIPTEN_KEEPALIVE void hk_size(float width, float height, float dpr, float scale) {
    Environment& e = loop().environment;
    e.width = width;
    e.height = height;
    e.dpr = dpr;
    e.scale = scale;
    loop().wake();
}

EMSCRIPTEN_KEEPALIVE void hk_insets(float top, float right, float bottom, float left,
                                    float keyboard) {
    Environment& e = loop().environment;
    e.safe_top = top;
    e.safe_right = right;
    e.safe_bottom = bottom;
    e.safe_left = left;
    e.keyboard = keyboard;
    loop().wake();
}

EMSCRIPTEN_KEEPALIVE void hk_environment(unsigned flags, const char* language) {
    Environment& e = loop().environment;
    e.touch = (flags & environment_touch) != 0;
    e.dark = (flags & environment_dark) != 0;
    e.reduced_motion = (flags & environment_reduced_motion) != 0;
    e.forced_colors = (flags & environment_forced_colors) != 0;
    e.online = (flags & environment_online) != 0;
    e.installable = (flags & environment_installable) != 0;
    e.update_ready = (flags & environment_update_ready) != 0;
    e.language = language;
    loop().wake();
}

EMSCRIPTEN_KEEPALIVE void hk_system_colors(unsigned canvas, unsigned text, unsigned link,
                                           unsigned gray, unsigned highlight) {
    loop().environment.system_colors = {canvas, text, link, gray, highlight};
    loop().wake();
}

EMSCRIPTEN_KEEPALIVE void hk_route(const char* route) { backend->route_changed(route); }

// --- pointer and keys

EMSCRIPTEN_KEEPALIVE void hk_pointer(float x, float y, int source) {
    ImGuiIO& io = ImGui::GetIO();
    io.AddMouseSourceEvent(source == 0   ? ImGuiMouseSource_Mouse
                           : source == 1 ? ImGuiMouseSource_TouchScreen
                                         : ImGuiMouseSource_Pen);
    io.AddMousePosEvent(x, y);
    loop().wake();
}

EMSCRIPTEN_KEEPALIVE void hk_pointer_button(int button, int down) {
    if (button < 0 || button > 4) return;
    ImGui::GetIO().AddMouseButtonEvent(button, down != 0);
    loop().wake();
}

EMSCRIPTEN_KEEPALIVE void hk_pointer_away() {
    ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);
    loop().wake();
}

EMSCRIPTEN_KEEPALIVE void hk_scroll_begin(float x, float y) { loop().begin_scroll(x, y); }

// Whether something moved.
EMSCRIPTEN_KEEPALIVE int hk_scroll_by(float dx, float dy) { return loop().scroll(dx, dy) ? 1 : 0; }

// For what scrolls by its own rules (a slider, a chart).
EMSCRIPTEN_KEEPALIVE void hk_wheel(float x, float y) {
    ImGui::GetIO().AddMouseWheelEvent(x, y);
    loop().wake();
}

EMSCRIPTEN_KEEPALIVE void hk_key(const char* code, const char* key, int down, unsigned modifiers) {
    ImGuiIO& io = ImGui::GetIO();
    io.AddKeyEvent(ImGuiMod_Ctrl, (modifiers & 1U) != 0);
    io.AddKeyEvent(ImGuiMod_Shift, (modifiers & 2U) != 0);
    io.AddKeyEvent(ImGuiMod_Alt, (modifiers & 4U) != 0);
    io.AddKeyEvent(ImGuiMod_Super, (modifiers & 8U) != 0);
    const ImGuiKey found = key_of(code, key);
    if (found != ImGuiKey_None) {
        // Pressed again while it is held: the browser's own repetition.
        if (down != 0 && ImGui::IsKeyDown(found)) io.AddKeyEvent(found, false);
        io.AddKeyEvent(found, down != 0);
    }
    loop().wake();
}

EMSCRIPTEN_KEEPALIVE void hk_window_focus(int focused) {
    ImGui::GetIO().AddFocusEvent(focused != 0); // losing it releases every key
    loop().wake();
}

EMSCRIPTEN_KEEPALIVE int hk_shortcut(int which) {
    App* app = loop().app();
    if (app == nullptr || which < 0 || which > static_cast<int>(Shortcut::save)) return 0;
    loop().wake();
    return app->shortcut(static_cast<Shortcut>(which)) ? 1 : 0;
}

// --- mirror

EMSCRIPTEN_KEEPALIVE void hk_node_event(int kind, unsigned slot, const char* text, double number) {
    const std::uint64_t id = loop().id_of_slot(slot);
    if (id == 0 || kind < 0 || kind > static_cast<int>(NodeEventKind::set)) return;
    loop().post({static_cast<NodeEventKind>(kind), id, text, number});
}

EMSCRIPTEN_KEEPALIVE void hk_forget_mirror() { loop().forget_mirror(); }

// --- clipboard

// The text that copy takes, or null; hk_copied_html follows it.
EMSCRIPTEN_KEEPALIVE const char* hk_copy() {
    copied = loop().app() == nullptr ? std::nullopt : loop().app()->copy();
    loop().wake();
    return copied ? copied->text.c_str() : nullptr;
}
EMSCRIPTEN_KEEPALIVE const char* hk_copied_html() { return copied ? copied->html.c_str() : ""; }

EMSCRIPTEN_KEEPALIVE int hk_paste(const char* text) {
    loop().wake();
    return loop().app() != nullptr && loop().app()->paste(text) ? 1 : 0;
}

// --- frames

EMSCRIPTEN_KEEPALIVE double hk_frame(double now_ms) { return loop().frame(now_ms); }
EMSCRIPTEN_KEEPALIVE double hk_settle(double now_ms) { return loop().settle(now_ms); }
EMSCRIPTEN_KEEPALIVE double hk_work_unseen() { return loop().work_unseen(); }
EMSCRIPTEN_KEEPALIVE int hk_busy() {
    return loop().app() != nullptr && loop().app()->busy() ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE void hk_context(int lost) {
    if (loop().renderer() == nullptr) return;
    if (lost != 0) loop().renderer()->context_lost();
    else loop().renderer()->context_restored();
    loop().repaint();
}

// What tests and tools/bench count: 0 frames run, 1 frames drawn, 2 mirror pushes, 3 milliseconds
// of frames, 4 milliseconds of comparing nodes, 5 nodes of the last frame.
EMSCRIPTEN_KEEPALIVE double hk_count(int what) {
    switch (what) {
    case 0: return static_cast<double>(loop().frames_run());
    case 1: return static_cast<double>(loop().frames_drawn());
    case 2: return static_cast<double>(loop().mirror_pushes());
    case 3: return loop().run_ms();
    case 4: return loop().mirror_ms();
    default: return static_cast<double>(loop().nodes());
    }
}

} // extern "C"

} // namespace huikuan::ui
