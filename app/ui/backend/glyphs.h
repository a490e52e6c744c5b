#pragma once
// Glyphs come one at a time, when a frame first draws them, from a GlyphSource: the browser's
// canvas with the system's own fonts (web_glyphs.cpp), or a made-up one for tests natively. The
// loader puts their pictures into ImGui's growing texture.
#include <cstdint>
#include <span>
#include <vector>

#include "ui/kit/kit.h"

struct ImFontAtlas;

namespace huikuan::ui {

struct Glyph {
    int left = 0, top = 0; // of the picture, from the pen on the baseline, pixels, down is positive
    int width = 0, height = 0;
    float advance = 0;                // whole pixels: the next glyph starts sharp too
    bool colored = false;             // an emoji: not tinted
    std::vector<std::uint8_t> pixels; // alpha, or RGBA when colored
};

enum class Weight : std::uint8_t { regular, bold };

struct LineMetrics {
    float ascent = 0, descent = 0; // of the first font of the stack, whole pixels
};

class GlyphSource { // of characters, and of runs by their codes (kit/runs.h)
public:
    virtual ~GlyphSource() = default;
    virtual LineMetrics line(Weight weight, float em_px) = 0;
    virtual float advance(char32_t character, Weight weight, float em_px) = 0;
    virtual void draw(char32_t character, Weight weight, float em_px, Glyph& glyph) = 0;
};

// Fonts of the atlas over `source`, which must outlive it.
Fonts add_fonts(ImFontAtlas& atlas, GlyphSource& source);
// The same over a font file (TrueType or CFF outlines) that ImGui rasterises itself: where the
// browser falsifies what a canvas holds, and for pictures that must be alike on every machine.
Fonts add_fonts_of_file(ImFontAtlas& atlas, std::span<const std::uint8_t> file);

// Whether a glyph of this frame found no room in the texture at its largest: it was left out, and
// the next frame is to start with reset_atlas.
bool atlas_is_full();
// Between frames: all glyphs are drawn anew (no more room, another language's variants).
void reset_atlas(ImFontAtlas& atlas);

} // namespace huikuan::ui
