#include "ui/backend/glyphs.h"

#include <cmath>
#include <cstring>

#include "imgui.h"
#include "imgui_internal.h"
#include "ui/backend/backend.h"
#include "ui/kit/runs.h"

namespace huikuan::ui {

namespace {

// One atlas, one program: what the loader's callbacks, which are plain functions, need to know.
bool atlas_full = false;

GlyphSource& source_of(const ImFontAtlas& atlas) {
    return *static_cast<GlyphSource*>(atlas.UserData);
}

Weight weight_of(const ImFontConfig& config) {
    return config.FontLoaderFlags != 0 ? Weight::bold : Weight::regular;
}

float em_of(const ImFontBaked& baked) { return baked.Size / line_height_per_em; }

// Characters that say how others look, and controls: nothing to see, no room.
bool is_invisible(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
           (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || (c >= 0xE0000 && c <= 0xE0FFF) ||
           (c >= 0xD800 && c <= 0xDFFF);
}

bool contains_glyph(ImFontAtlas*, ImFontConfig*, ImWchar) { return true; }

bool init_baked(ImFontAtlas* atlas, ImFontConfig* config, ImFontBaked* baked, void*) {
    const LineMetrics line = source_of(*atlas).line(weight_of(*config), em_of(*baked));
    // The same baseline as CSS gives a line of this height: half of what is over goes above.
    const float over = baked->Size - (line.ascent + line.descent);
    baked->Ascent = std::floor(over / 2) + line.ascent;
    baked->Descent = baked->Ascent - baked->Size;
    return true;
}

bool load_glyph(ImFontAtlas* atlas, ImFontConfig* config, ImFontBaked* baked, void*,
                ImWchar codepoint, ImFontGlyph* out, float* out_advance) {
    const char32_t character = codepoint;
    GlyphSource& source = source_of(*atlas);
    const Weight weight = weight_of(*config);
    if (out_advance != nullptr) {
        *out_advance =
            is_invisible(character) ? 0 : source.advance(character, weight, em_of(*baked));
        return true;
    }
    out->Codepoint = codepoint;
    if (is_invisible(character)) return true;
    Glyph glyph;
    source.draw(character, weight, em_of(*baked), glyph);
    out->AdvanceX = glyph.advance;
    if (glyph.width <= 0 || glyph.height <= 0) return true;
    const ImFontAtlasRectId id = ImFontAtlasPackAddRect(atlas, glyph.width, glyph.height);
    if (id == ImFontAtlasRectId_Invalid) {
        atlas_full = true; // this frame shows a gap, the next one has room
        return true;
    }
    ImTextureRect* rect = ImFontAtlasPackGetRect(atlas, id);
    out->X0 = static_cast<float>(glyph.left);
    out->Y0 = baked->Ascent + static_cast<float>(glyph.top);
    out->X1 = out->X0 + static_cast<float>(glyph.width);
    out->Y1 = out->Y0 + static_cast<float>(glyph.height);
    out->Visible = true;
    out->Colored = glyph.colored;
    out->PackId = id;
    ImFontAtlasBakedSetFontGlyphBitmap(atlas, baked, config, out, rect, glyph.pixels.data(),
                                       glyph.colored ? ImTextureFormat_RGBA32
                                                     : ImTextureFormat_Alpha8,
                                       glyph.width * (glyph.colored ? 4 : 1));
    return true;
}

bool init_source(ImFontAtlas*, ImFontConfig*) { return true; }

const ImFontLoader& loader() {
    static const ImFontLoader instance = [] {
        ImFontLoader made;
        made.Name = "system fonts";
        made.FontSrcInit = init_source;
        made.FontSrcContainsGlyph = contains_glyph;
        made.FontBakedInit = init_baked;
        made.FontBakedLoadGlyph = load_glyph;
        return made;
    }();
    return instance;
}

ImFontConfig config_named(const char* name) {
    ImFontConfig config;
    std::strncpy(config.Name, name, sizeof config.Name - 1);
    config.EllipsisChar = 0x2026;
    config.SizePixels = line_height(16);
    config.PixelSnapV = true;
    return config;
}

} // namespace

Fonts add_fonts(ImFontAtlas& atlas, GlyphSource& source) {
    atlas.UserData = &source;
    use_runs(true);
    const auto add = [&](const char* name, Weight weight) {
        ImFontConfig config = config_named(name);
        config.FontLoader = &loader();
        config.FontLoaderFlags = weight == Weight::bold ? 1 : 0;
        return atlas.AddFont(&config);
    };
    Fonts fonts;
    fonts.regular = add("regular", Weight::regular);
    fonts.bold = add("bold", Weight::bold);
    return fonts;
}

Fonts add_fonts_of_file(ImFontAtlas& atlas, std::span<const std::uint8_t> file) {
    use_runs(false);
    const auto add = [&](const char* name, float strength) {
        ImFontConfig config = config_named(name);
        config.OversampleH = 1;
        config.PixelSnapH = true;
        config.RasterizerMultiply = strength; // a subset has one weight; bold is drawn stronger
        void* copy = IM_ALLOC(file.size());
        std::memcpy(copy, file.data(), file.size());
        return atlas.AddFontFromMemoryTTF(copy, static_cast<int>(file.size()), config.SizePixels,
                                          &config);
    };
    Fonts fonts;
    fonts.regular = add("file", 1.0F);
    fonts.bold = add("file, bold", 1.6F);
    return fonts;
}

bool atlas_is_full() { return atlas_full; }

void reset_atlas(ImFontAtlas& atlas) {
    atlas_full = false;
    ImFontAtlasBuildClear(&atlas);
}

} // namespace huikuan::ui
