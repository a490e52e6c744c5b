// Glyphs drawn by the browser into a small canvas, in the system's own fonts (web/glyphs.mjs).
#include <array>
#include <bit>
#include <cstdlib>
#include <string>

#include "imgui.h"
#include "imgui_internal.h"
#include "ui/backend/web_backend.h"
#include "ui/backend/web_host.h"
#include "ui/kit/runs.h"

namespace huikuan::ui {

namespace {

std::string text_of(char32_t character) {
    if (const auto run = run_text(character); !run.empty()) return std::string(run);
    char text[5] = {};
    ImTextCharToUtf8(text, character);
    return text;
}

class CanvasGlyphs final : public GlyphSource {
public:
    LineMetrics line(Weight weight, float em_px) override {
        std::array<float, 2> metrics{};
        hk_glyph_line(weight == Weight::bold ? 1 : 0, em_px, metrics.data());
        return {metrics[0], metrics[1]};
    }
    float advance(char32_t character, Weight weight, float em_px) override {
        return hk_glyph_advance(text_of(character).c_str(), weight == Weight::bold ? 1 : 0, em_px);
    }
    void draw(char32_t character, Weight weight, float em_px, Glyph& glyph) override {
        std::array<std::int32_t, 6> out{};
        std::uint8_t* picture = hk_glyph_draw(text_of(character).c_str(),
                                              weight == Weight::bold ? 1 : 0, em_px, out.data());
        glyph.left = out[0];
        glyph.top = out[1];
        glyph.width = out[2];
        glyph.height = out[3];
        glyph.colored = out[4] != 0;
        glyph.advance = std::bit_cast<float>(out[5]);
        if (picture == nullptr) return;
        const auto bytes = static_cast<std::size_t>(glyph.width) *
                           static_cast<std::size_t>(glyph.height) * (glyph.colored ? 4 : 1);
        glyph.pixels.assign(picture, picture + bytes);
        std::free(picture);
    }
};

} // namespace

std::unique_ptr<GlyphSource> make_canvas_glyphs() { return std::make_unique<CanvasGlyphs>(); }

} // namespace huikuan::ui
