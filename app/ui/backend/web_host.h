#pragma once
// The page's half of the backend, web/*.mjs, as C++ sees it: thin calls into the `host` object that
// boot.mjs hands to the module. What the page calls back is exported by web_input.cpp.
#include <cstdint>

extern "C" {
// Canvas
int hk_canvas_webgl(); // 1: "#canvas" has a WebGL2 context of real hardware
void hk_canvas_resize(int width, int height);
// A picture of width times height, of which the part at x, y is new.
void hk_canvas_present(const void* rgba, int width, int height, int x, int y, int wide, int high);
// Frames
void hk_frames_request();
void hk_frames_request_in(double ms);
double hk_now();
// Mirror
void hk_mirror_apply(const void* block, int bytes);
// Glyphs: `out` receives i32 left, top, width, height, colored and f32 advance; the answer is a
// malloc'ed picture (alpha, or RGBA when colored) or null where there is nothing to see.
void hk_glyph_line(int bold, float em, float* ascent_descent);
float hk_glyph_advance(const char* text, int bold, float em);
std::uint8_t* hk_glyph_draw(const char* text, int bold, float em, std::int32_t* out);
void hk_glyph_prewarm(const char* text, float em);
// Page
void hk_page_set_route(const char* route, int replace);
void hk_page_back();
void hk_page_set_title(const char* title);
void hk_page_set_language(const char* tag);
void hk_page_set_colors(int dark, unsigned background, unsigned accent);
void hk_page_set_unsaved(int unsaved);
void hk_page_set_zoom(float zoom);
void hk_page_install();
void hk_page_apply_update();
void hk_page_ready(); // the first frame stands: the boot screen may go
// Desk
void hk_desk_copy(const char* text, const char* html);
void hk_desk_print(const char* html, const char* title);
int hk_desk_printing();
void hk_desk_stop_printing();
int hk_desk_share(const char* title, const char* text);
void hk_desk_open(const char* url);
}
