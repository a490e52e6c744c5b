#include "ui/backend/web_host.h"

#include <emscripten.h>

// clang-format off
EM_JS(int, hk_canvas_webgl, (), { return Module.host.canvas.webgl() ? 1 : 0; })
EM_JS(void, hk_canvas_resize, (int width, int height), {
    Module.host.canvas.resize(width, height);
})
EM_JS(void, hk_canvas_present, (const void* rgba, int width, int height, int x, int y, int wide,
                                int high), {
    Module.host.canvas.present(HEAPU8.buffer, rgba, width, height, [x, y, wide, high]);
})
EM_JS(void, hk_frames_request, (), { Module.host.frames.request(); })
EM_JS(void, hk_frames_request_in, (double ms), { Module.host.frames.request_in(ms); })
EM_JS(double, hk_now, (), { return performance.now(); })
EM_JS(void, hk_mirror_apply, (const void* block, int bytes), {
    Module.host.mirror.apply(new DataView(HEAPU8.buffer, block, bytes));
})
EM_JS(void, hk_glyph_line, (int bold, float em, float* out), {
    const line = Module.host.glyphs.line(bold, em);
    HEAPF32[out >> 2] = line.ascent;
    HEAPF32[(out >> 2) + 1] = line.descent;
})
EM_JS(float, hk_glyph_advance, (const char* text, int bold, float em), {
    return Module.host.glyphs.advance(UTF8ToString(text), bold, em);
})
EM_JS(uint8_t*, hk_glyph_draw, (const char* text, int bold, float em, int32_t* out), {
    const glyph = Module.host.glyphs.draw(UTF8ToString(text), bold, em);
    const at = out >> 2;
    HEAP32[at] = glyph.left;
    HEAP32[at + 1] = glyph.top;
    HEAP32[at + 2] = glyph.width;
    HEAP32[at + 3] = glyph.height;
    HEAP32[at + 4] = glyph.colored ? 1 : 0;
    HEAPF32[at + 5] = glyph.advance;
    if (!glyph.pixels) return 0;
    const picture = _malloc(glyph.pixels.length);
    HEAPU8.set(glyph.pixels, picture);
    return picture;
})
EM_JS(void, hk_glyph_prewarm, (const char* text, float em), {
    Module.host.glyphs.prewarm(UTF8ToString(text), em);
})
EM_JS(void, hk_page_set_route, (const char* route, int replace), {
    Module.host.page.set_route(UTF8ToString(route), replace !== 0);
})
EM_JS(void, hk_page_back, (), { Module.host.page.back(); })
EM_JS(void, hk_page_set_title, (const char* title), {
    Module.host.page.set_title(UTF8ToString(title));
})
EM_JS(void, hk_page_set_language, (const char* tag), {
    Module.host.page.set_language(UTF8ToString(tag));
})
EM_JS(void, hk_page_set_colors, (int dark, unsigned background, unsigned accent), {
    Module.host.page.set_colors(dark !== 0, background >>> 0, accent >>> 0);
})
EM_JS(void, hk_page_set_unsaved, (int unsaved), { Module.host.page.set_unsaved(unsaved !== 0); })
EM_JS(void, hk_page_set_zoom, (float zoom), { Module.host.page.set_zoom(zoom); })
EM_JS(void, hk_page_install, (), { Module.host.page.install(); })
EM_JS(void, hk_page_apply_update, (), { Module.host.page.apply_update(); })
EM_JS(void, hk_page_ready, (), { Module.host.page.ready(); })
EM_JS(void, hk_desk_copy, (const char* text, const char* html), {
    Module.host.desk.copy(UTF8ToString(text), UTF8ToString(html));
})
EM_JS(void, hk_desk_print, (const char* html, const char* title), {
    Module.host.desk.print(UTF8ToString(html), UTF8ToString(title));
})
EM_JS(int, hk_desk_printing, (), { return Module.host.desk.printing(); })
EM_JS(void, hk_desk_stop_printing, (), { Module.host.desk.stop_printing(); })
EM_JS(int, hk_desk_share, (const char* title, const char* text), {
    return Module.host.desk.share(UTF8ToString(title), UTF8ToString(text)) ? 1 : 0;
})
EM_JS(void, hk_desk_open, (const char* url), { Module.host.desk.open(UTF8ToString(url)); })
// clang-format on
