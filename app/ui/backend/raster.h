#pragma once
// The software rasteriser: ImGui's draw lists into an opaque RGBA8 picture, for machines without a
// graphics processor (remote desktops, VDI) and for pictures in tests. It knows three shapes: a
// rectangle of one colour, a glyph whose texels fall on pixels, and any other triangle.
#include <cstdint>
#include <span>
#include <vector>

struct ImDrawData;

namespace huikuan::ui {

class Raster {
public:
    // Size and colour before anything is drawn; 0xAABBGGRR as IM_COL32 packs it.
    void resize(int width, int height);
    void clear(std::uint32_t color);
    void draw(const ImDrawData& data);

    [[nodiscard]] int width() const { return width_; }
    [[nodiscard]] int height() const { return height_; }
    [[nodiscard]] std::span<const std::uint32_t> pixels() const { return pixels_; }

private:
    int width_ = 0;
    int height_ = 0;
    std::vector<std::uint32_t> pixels_;
};

// Textures that ImGui asked for exist in memory already: says so, and frees those that it gave up.
void accept_textures(const ImDrawData& data);

} // namespace huikuan::ui
