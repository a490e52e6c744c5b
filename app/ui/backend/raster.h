#pragma once
// The software rasteriser: ImGui's draw lists into an opaque RGBA8 picture, for machines without a
// graphics processor (remote desktops, VDI) and for pictures in tests. It knows three shapes: a
// rectangle of one colour, a glyph whose texels fall on pixels, and any other triangle.
//
// A frame is mostly what the one before was: a caret blinks, a row lights up. What falls into each
// tile of the picture is mixed into a number, and only where those differ is painted anew.
#include <cstdint>
#include <span>
#include <vector>

struct ImDrawData;

namespace huikuan::ui {

struct PixelArea { // of pixels, without x1 and y1
    int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
    [[nodiscard]] bool empty() const { return x0 >= x1 || y0 >= y1; }
};

class Raster {
public:
    void resize(int width, int height);
    // The picture of `data` over a colour (0xAABBGGRR, as IM_COL32 packs it). Answers what of it
    // is not as it was before.
    PixelArea paint(const ImDrawData& data, std::uint32_t background);
    // Whatever is painted next is new: a texture changed, or the picture was lost.
    void forget() { tiles_.clear(); }

    [[nodiscard]] int width() const { return width_; }
    [[nodiscard]] int height() const { return height_; }
    [[nodiscard]] std::span<const std::uint32_t> pixels() const { return pixels_; }

private:
    void mix_tiles(const ImDrawData& data, std::uint32_t background);
    PixelArea take_difference();
    void draw(const ImDrawData& data, const PixelArea& area, std::uint32_t background);

    int width_ = 0;
    int height_ = 0;
    std::vector<std::uint32_t> pixels_;
    std::vector<std::uint64_t> tiles_, mixed_; // as painted, and of this frame
};

// Textures that ImGui asked for exist in memory already: says so, and frees those that it gave up.
// Answers whether any of them changed.
bool accept_textures(const ImDrawData& data);

} // namespace huikuan::ui
