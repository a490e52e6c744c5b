#include "ui/backend/raster.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "imgui.h"
#include "imgui_internal.h"

namespace huikuan::ui {

namespace {

using Color = std::uint32_t; // 0xAABBGGRR

struct ClipBox {
    int x0, y0, x1, y1;
};

struct Target {
    Color* pixels;
    int width;
    ClipBox clip;
};

struct Texture {
    const Color* texels = nullptr;
    int width = 0;
    int height = 0;
};

// Clamped as float first: far outside, and for no number, the cast to int would not be defined.
int bound(float value, int low, int high) {
    if (!(value > static_cast<float>(low))) return low;
    return value < static_cast<float>(high) ? static_cast<int>(value) : high;
}

// source over an opaque pixel; two channels at a time, exact within one step of 255.
Color blend(Color below, Color color, std::uint32_t alpha) {
    const std::uint32_t weight = alpha + (alpha >> 7); // 0..256
    const std::uint32_t keep = 256 - weight;
    const std::uint32_t red_blue =
        ((color & 0x00FF00FFU) * weight + (below & 0x00FF00FFU) * keep) >> 8;
    const std::uint32_t green =
        ((color >> 8 & 0x000000FFU) * weight + (below >> 8 & 0x000000FFU) * keep) & 0x0000FF00U;
    return 0xFF000000U | (red_blue & 0x00FF00FFU) | green;
}

std::uint32_t times(std::uint32_t a, std::uint32_t b) { // of 255
    const std::uint32_t product = a * b + 128;
    return (product + (product >> 8)) >> 8;
}

Color modulate(Color texel, Color tint) {
    Color result = 0;
    for (int shift = 0; shift < 32; shift += 8)
        result |= times(texel >> shift & 0xFFU, tint >> shift & 0xFFU) << shift;
    return result;
}

void fill(const Target& target, int x0, int y0, int x1, int y1, Color color) {
    x0 = std::max(x0, target.clip.x0);
    y0 = std::max(y0, target.clip.y0);
    x1 = std::min(x1, target.clip.x1);
    y1 = std::min(y1, target.clip.y1);
    const std::uint32_t alpha = color >> 24;
    if (x0 >= x1 || alpha == 0) return;
    for (int y = y0; y < y1; ++y) {
        Color* row = target.pixels + static_cast<std::ptrdiff_t>(y) * target.width;
        if (alpha == 255) std::fill(row + x0, row + x1, color);
        else
            for (int x = x0; x < x1; ++x) row[x] = blend(row[x], color, alpha);
    }
}

// A glyph at its own size: texel (u, v) belongs to pixel (x, y), one to one.
void blit(const Target& target, const Texture& texture, int x, int y, int u, int v, int width,
          int height, Color tint) {
    const int x0 = std::max(x, target.clip.x0);
    const int y0 = std::max(y, target.clip.y0);
    const int x1 = std::min(x + width, target.clip.x1);
    const int y1 = std::min(y + height, target.clip.y1);
    const std::uint32_t strength = tint >> 24;
    for (int row = y0; row < y1; ++row) {
        Color* out = target.pixels + static_cast<std::ptrdiff_t>(row) * target.width;
        const Color* in =
            texture.texels + static_cast<std::ptrdiff_t>(v + row - y) * texture.width + (u - x);
        for (int column = x0; column < x1; ++column) {
            const Color texel = in[column];
            const std::uint32_t alpha = times(texel >> 24, strength);
            if (alpha == 0) continue;
            const bool white = (texel & 0x00FFFFFFU) == 0x00FFFFFFU;
            out[column] = blend(out[column], white ? tint : modulate(texel, tint), alpha);
        }
    }
}

Color sample(const Texture& texture, float u, float v) {
    const float x = u * static_cast<float>(texture.width) - 0.5F;
    const float y = v * static_cast<float>(texture.height) - 0.5F;
    const int x0 = static_cast<int>(std::floor(x));
    const int y0 = static_cast<int>(std::floor(y));
    const auto fraction_x = static_cast<std::uint32_t>((x - static_cast<float>(x0)) * 256.0F);
    const auto fraction_y = static_cast<std::uint32_t>((y - static_cast<float>(y0)) * 256.0F);
    const auto texel = [&](int column, int row) {
        column = std::clamp(column, 0, texture.width - 1);
        row = std::clamp(row, 0, texture.height - 1);
        return texture.texels[static_cast<std::ptrdiff_t>(row) * texture.width + column];
    };
    const Color a = texel(x0, y0);
    const Color b = texel(x0 + 1, y0);
    const Color c = texel(x0, y0 + 1);
    const Color d = texel(x0 + 1, y0 + 1);
    if (a == b && a == c && a == d) return a;
    Color result = 0;
    for (int shift = 0; shift < 32; shift += 8) {
        const std::uint32_t top =
            (a >> shift & 0xFFU) * (256 - fraction_x) + (b >> shift & 0xFFU) * fraction_x;
        const std::uint32_t bottom =
            (c >> shift & 0xFFU) * (256 - fraction_x) + (d >> shift & 0xFFU) * fraction_x;
        result |= ((top * (256 - fraction_y) + bottom * fraction_y) >> 16) << shift;
    }
    return result;
}

// Twice the signed area of a, b, p.
float edge(const ImVec2& a, const ImVec2& b, float x, float y) {
    return (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
}

// Two triangles share an edge: only one of them owns a pixel centre that lies exactly on it.
bool owns_edge(const ImVec2& a, const ImVec2& b) { return a.y > b.y || (a.y == b.y && a.x < b.x); }

void triangle(const Target& target, const Texture& texture, const ImDrawVert& first,
              const ImDrawVert& second, const ImDrawVert& third) {
    const ImDrawVert* a = &first;
    const ImDrawVert* b = &second;
    const ImDrawVert* c = &third;
    float area = edge(a->pos, b->pos, c->pos.x, c->pos.y);
    if (area < 0) {
        std::swap(b, c);
        area = -area;
    }
    if (!(area > 1e-6F)) return;
    const auto [left, right] = std::minmax({a->pos.x, b->pos.x, c->pos.x});
    const auto [top, bottom] = std::minmax({a->pos.y, b->pos.y, c->pos.y});
    const int x0 = bound(std::floor(left), target.clip.x0, target.clip.x1);
    const int x1 = bound(std::ceil(right), target.clip.x0, target.clip.x1);
    const int y0 = bound(std::floor(top), target.clip.y0, target.clip.y1);
    const int y1 = bound(std::ceil(bottom), target.clip.y0, target.clip.y1);

    const bool flat_color = a->col == b->col && a->col == c->col;
    const bool flat_uv =
        a->uv.x == b->uv.x && a->uv.x == c->uv.x && a->uv.y == b->uv.y && a->uv.y == c->uv.y;
    const Color flat_texel = flat_uv ? sample(texture, a->uv.x, a->uv.y) : 0;
    const float inverse = 1.0F / area;
    const bool own_a = owns_edge(b->pos, c->pos);
    const bool own_b = owns_edge(c->pos, a->pos);
    const bool own_c = owns_edge(a->pos, b->pos);
    const auto channel = [&](int shift, float wa, float wb, float wc) {
        const float value = wa * static_cast<float>(a->col >> shift & 0xFFU) +
                            wb * static_cast<float>(b->col >> shift & 0xFFU) +
                            wc * static_cast<float>(c->col >> shift & 0xFFU);
        return static_cast<Color>(std::clamp(value + 0.5F, 0.0F, 255.0F)) << shift;
    };
    const ImVec2* from[] = {&b->pos, &c->pos, &a->pos};
    const ImVec2* to[] = {&c->pos, &a->pos, &b->pos};
    const bool own[] = {own_a, own_b, own_c};
    const auto covers = [&](float px, float py) {
        for (int i = 0; i < 3; ++i) {
            const float side = edge(*from[i], *to[i], px, py);
            if (side < 0 || (side == 0 && !own[i])) return false;
        }
        return true;
    };
    for (int y = y0; y < y1; ++y) {
        const float py = static_cast<float>(y) + 0.5F;
        // Where the row crosses the sides, a pixel too much at each end; then exactly.
        float low = static_cast<float>(x0);
        float high = static_cast<float>(x1);
        for (int i = 0; i < 3; ++i) {
            const float step = from[i]->y - to[i]->y; // of edge() per pixel
            if (step == 0) continue;
            const float crossing = -edge(*from[i], *to[i], 0, py) / step;
            if (step > 0) low = std::max(low, crossing - 2.0F);
            else high = std::min(high, crossing + 2.0F);
        }
        int begin = bound(std::floor(low), x0, x1);
        int end = bound(std::ceil(high), x0, x1);
        while (begin < end && !covers(static_cast<float>(begin) + 0.5F, py)) ++begin;
        while (begin < end && !covers(static_cast<float>(end) - 0.5F, py)) --end;
        if (flat_uv && flat_color) {
            fill(target, begin, y, end, y + 1,
                 flat_texel == 0xFFFFFFFFU ? a->col : modulate(flat_texel, a->col));
            continue;
        }
        Color* row = target.pixels + static_cast<std::ptrdiff_t>(y) * target.width;
        for (int x = begin; x < end; ++x) {
            const float px = static_cast<float>(x) + 0.5F;
            const float wa = edge(b->pos, c->pos, px, py) * inverse;
            const float wb = edge(c->pos, a->pos, px, py) * inverse;
            const float wc = edge(a->pos, b->pos, px, py) * inverse;
            Color color = a->col;
            if (!flat_color)
                color = channel(0, wa, wb, wc) | channel(8, wa, wb, wc) | channel(16, wa, wb, wc) |
                        channel(24, wa, wb, wc);
            const Color texel = flat_uv
                                    ? flat_texel
                                    : sample(texture, wa * a->uv.x + wb * b->uv.x + wc * c->uv.x,
                                             wa * a->uv.y + wb * b->uv.y + wc * c->uv.y);
            if (texel != 0xFFFFFFFFU) color = modulate(texel, color);
            const std::uint32_t alpha = color >> 24;
            if (alpha != 0) row[x] = blend(row[x], color, alpha);
        }
    }
}

bool whole(float value) { return std::fabs(value - std::round(value)) < 0.01F; }

// A pixel belongs to a rectangle when its centre does, as on a graphics processor.
int edge_of(float value) { return static_cast<int>(std::ceil(value - 0.5F)); }

// An upright rectangle of one colour, given as ImGui writes it (a, b, c and a, c, d).
bool quad(const Target& target, const Texture& texture, const ImDrawVert* vertices,
          const ImDrawIdx* index) {
    if (index[3] != index[0] || index[4] != index[2]) return false;
    const ImDrawVert& a = vertices[index[0]];
    const ImDrawVert& b = vertices[index[1]];
    const ImDrawVert& c = vertices[index[2]];
    const ImDrawVert& d = vertices[index[5]];
    if (a.pos.y != b.pos.y || b.pos.x != c.pos.x || c.pos.y != d.pos.y || d.pos.x != a.pos.x)
        return false;
    if (a.col != b.col || a.col != c.col || a.col != d.col) return false;
    if (a.pos.x > c.pos.x || a.pos.y > c.pos.y) return false;
    if (!(std::fabs(a.pos.x) < 1e6F && std::fabs(a.pos.y) < 1e6F && std::fabs(c.pos.x) < 1e6F &&
          std::fabs(c.pos.y) < 1e6F))
        return false;
    const bool flat_uv = a.uv.x == c.uv.x && a.uv.y == c.uv.y;
    if (flat_uv) {
        if (sample(texture, a.uv.x, a.uv.y) != 0xFFFFFFFFU) return false;
        fill(target, edge_of(a.pos.x), edge_of(a.pos.y), edge_of(c.pos.x), edge_of(c.pos.y), a.col);
        return true;
    }
    if (a.uv.y != b.uv.y || b.uv.x != c.uv.x) return false;
    const float u = a.uv.x * static_cast<float>(texture.width);
    const float v = a.uv.y * static_cast<float>(texture.height);
    const float texels_x = c.uv.x * static_cast<float>(texture.width) - u;
    const float texels_y = c.uv.y * static_cast<float>(texture.height) - v;
    if (!whole(a.pos.x) || !whole(a.pos.y) || !whole(u) || !whole(v)) return false;
    if (std::fabs(c.pos.x - a.pos.x - texels_x) > 0.01F ||
        std::fabs(c.pos.y - a.pos.y - texels_y) > 0.01F)
        return false;
    const auto to_int = [](float value) { return static_cast<int>(std::lround(value)); };
    blit(target, texture, to_int(a.pos.x), to_int(a.pos.y), to_int(u), to_int(v), to_int(texels_x),
         to_int(texels_y), a.col);
    return true;
}

void draw_command(const Target& target, const Texture& texture, const ImDrawVert* vertices,
                  const ImDrawIdx* index, unsigned count) {
    unsigned at = 0;
    while (at + 3 <= count) {
        if (at + 6 <= count && quad(target, texture, vertices, index + at)) {
            at += 6;
            continue;
        }
        triangle(target, texture, vertices[index[at]], vertices[index[at + 1]],
                 vertices[index[at + 2]]);
        at += 3;
    }
}

// Whether nothing that was drawn in `area` before can be seen any more.
bool hides(const Texture& texture, const ImDrawVert* vertices, const ImDrawIdx* index,
           const PixelArea& area) {
    if (index[3] != index[0] || index[4] != index[2]) return false;
    const ImDrawVert& a = vertices[index[0]];
    const ImDrawVert& c = vertices[index[2]];
    if (!(a.pos.x <= static_cast<float>(area.x0) && a.pos.y <= static_cast<float>(area.y0) &&
          c.pos.x >= static_cast<float>(area.x1) && c.pos.y >= static_cast<float>(area.y1)))
        return false;
    for (const ImDrawIdx corner : {index[1], index[2], index[5]}) {
        const ImDrawVert& other = vertices[corner];
        if (other.col != a.col || other.uv.x != a.uv.x || other.uv.y != a.uv.y) return false;
    }
    const ImDrawVert& b = vertices[index[1]];
    const ImDrawVert& d = vertices[index[5]];
    return a.col >> 24 == 255 && a.pos.y == b.pos.y && b.pos.x == c.pos.x && c.pos.y == d.pos.y &&
           d.pos.x == a.pos.x && sample(texture, a.uv.x, a.uv.y) == 0xFFFFFFFFU;
}

constexpr int tile_width = 64;
constexpr int tile_height = 32;

std::uint64_t mix(std::uint64_t value, std::uint64_t word) {
    value = (value ^ word) * 0xD6E8FEB86659FD93ULL;
    return value ^ value >> 32;
}

std::uint64_t pair_of(int a, int b) {
    return std::uint64_t{static_cast<std::uint32_t>(a)} << 32 | static_cast<std::uint32_t>(b);
}

// What ImGui asks to be drawn in one go: triangles of one texture within one clip.
struct Command {
    ClipBox clip;
    Texture texture;
    std::uint64_t texture_id;
    const ImDrawVert* vertices;
    const ImDrawIdx* index;
    unsigned count;
};

template <class Visit>
void each_command(const ImDrawData& data, int width, int height, Visit&& visit) {
    for (const ImDrawList* list : data.CmdLists) {
        for (const ImDrawCmd& command : list->CmdBuffer) {
            if (command.UserCallback != nullptr) continue; // the kit has none
            const ImVec4& rect = command.ClipRect;
            const ClipBox clip{bound(rect.x - data.DisplayPos.x, 0, width),
                               bound(rect.y - data.DisplayPos.y, 0, height),
                               bound(rect.z - data.DisplayPos.x, 0, width),
                               bound(rect.w - data.DisplayPos.y, 0, height)};
            if (clip.x0 >= clip.x1 || clip.y0 >= clip.y1) continue;
            const ImTextureData* source = command.TexRef._TexData;
            if (source == nullptr || source->Pixels == nullptr) continue;
            visit(Command{
                clip,
                {reinterpret_cast<const Color*>(source->Pixels), source->Width, source->Height},
                static_cast<std::uint64_t>(source->UniqueID),
                list->VtxBuffer.Data + command.VtxOffset,
                list->IdxBuffer.Data + command.IdxOffset,
                command.ElemCount});
        }
    }
}

} // namespace

void Raster::resize(int width, int height) {
    width = std::clamp(width, 1, 16384);
    height = std::clamp(height, 1, 16384);
    if (width == width_ && height == height_) return;
    width_ = width;
    height_ = height;
    pixels_.resize(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_));
    forget();
}

// Each tile's number is that of everything that may touch it, in order.
void Raster::mix_tiles(const ImDrawData& data, std::uint32_t background) {
    const int columns = (width_ + tile_width - 1) / tile_width;
    const int rows = (height_ + tile_height - 1) / tile_height;
    mixed_.assign(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows), background);
    each_command(data, width_, height_, [&](const Command& command) {
        const ClipBox& clip = command.clip;
        std::uint64_t above = mix(command.texture_id, pair_of(clip.x0, clip.y0));
        above = mix(above, pair_of(clip.x1, clip.y1));
        for (unsigned at = 0; at + 3 <= command.count;) {
            const ImDrawIdx* index = command.index + at;
            const bool four =
                at + 6 <= command.count && index[3] == index[0] && index[4] == index[2];
            const ImDrawVert* corners[] = {&command.vertices[index[0]], &command.vertices[index[1]],
                                           &command.vertices[index[2]],
                                           &command.vertices[index[four ? 5 : 2]]};
            at += four ? 6 : 3;
            std::uint64_t shape = above;
            ImVec2 low = corners[0]->pos;
            ImVec2 high = low;
            for (const ImDrawVert* corner : corners) {
                shape = mix(shape, pair_of(std::bit_cast<int>(corner->pos.x),
                                           std::bit_cast<int>(corner->pos.y)));
                shape = mix(shape, pair_of(std::bit_cast<int>(corner->uv.x),
                                           std::bit_cast<int>(corner->uv.y)));
                shape = mix(shape, corner->col);
                low = {std::min(low.x, corner->pos.x), std::min(low.y, corner->pos.y)};
                high = {std::max(high.x, corner->pos.x), std::max(high.y, corner->pos.y)};
            }
            const int x0 = bound(std::floor(low.x), clip.x0, clip.x1) / tile_width;
            const int x1 = bound(std::ceil(high.x), clip.x0, clip.x1);
            const int y0 = bound(std::floor(low.y), clip.y0, clip.y1) / tile_height;
            const int y1 = bound(std::ceil(high.y), clip.y0, clip.y1);
            for (int y = y0; y * tile_height < y1; ++y) {
                std::uint64_t* row = mixed_.data() + static_cast<std::ptrdiff_t>(y) * columns;
                for (int x = x0; x * tile_width < x1; ++x) row[x] = mix(row[x], shape);
            }
        }
    });
}

PixelArea Raster::take_difference() {
    std::swap(tiles_, mixed_); // mixed_: as it was
    if (mixed_.size() != tiles_.size()) return {0, 0, width_, height_};
    const int columns = (width_ + tile_width - 1) / tile_width;
    PixelArea area{width_, height_, 0, 0};
    for (std::size_t at = 0; at < tiles_.size(); ++at) {
        if (tiles_[at] == mixed_[at]) continue;
        const int x = static_cast<int>(at) % columns * tile_width;
        const int y = static_cast<int>(at) / columns * tile_height;
        area = {std::min(area.x0, x), std::min(area.y0, y),
                std::max(area.x1, std::min(x + tile_width, width_)),
                std::max(area.y1, std::min(y + tile_height, height_))};
    }
    return area;
}

PixelArea Raster::paint(const ImDrawData& data, std::uint32_t background) {
    background |= 0xFF000000U;
    mix_tiles(data, background);
    const PixelArea area = take_difference();
    if (area.empty()) return area;
    draw(data, area, background);
    return area;
}

// From the last rectangle on that hides all before it; the background is one.
void Raster::draw(const ImDrawData& data, const PixelArea& area, std::uint32_t background) {
    const ImDrawIdx* first = nullptr;
    each_command(data, width_, height_, [&](const Command& command) {
        const ClipBox& clip = command.clip;
        if (clip.x0 > area.x0 || clip.y0 > area.y0 || clip.x1 < area.x1 || clip.y1 < area.y1)
            return;
        for (unsigned at = 0; at + 6 <= command.count; at += 3) {
            if (hides(command.texture, command.vertices, command.index + at, area))
                first = command.index + at;
        }
    });
    if (first == nullptr)
        fill({pixels_.data(), width_, {area.x0, area.y0, area.x1, area.y1}}, 0, 0, width_, height_,
             background);
    each_command(data, width_, height_, [&](const Command& command) {
        const ImDrawIdx* index = command.index;
        unsigned count = command.count;
        if (first != nullptr) {
            if (first < index || first >= index + count) return;
            count -= static_cast<unsigned>(first - index);
            index = std::exchange(first, nullptr);
        }
        const ClipBox clip{std::max(command.clip.x0, area.x0), std::max(command.clip.y0, area.y0),
                           std::min(command.clip.x1, area.x1), std::min(command.clip.y1, area.y1)};
        if (clip.x0 >= clip.x1 || clip.y0 >= clip.y1) return;
        draw_command({pixels_.data(), width_, clip}, command.texture, command.vertices, index,
                     count);
    });
}

bool accept_textures(const ImDrawData& data) {
    bool changed = false;
    if (data.Textures == nullptr) return changed;
    for (ImTextureData* texture : *data.Textures) {
        changed = changed || texture->Status == ImTextureStatus_WantCreate ||
                  texture->Status == ImTextureStatus_WantUpdates;
        switch (texture->Status) {
        case ImTextureStatus_WantCreate:
            texture->SetTexID(static_cast<ImTextureID>(texture->UniqueID) + 1);
            texture->SetStatus(ImTextureStatus_OK);
            break;
        case ImTextureStatus_WantUpdates: texture->SetStatus(ImTextureStatus_OK); break;
        case ImTextureStatus_WantDestroy:
            if (texture->UnusedFrames > 0) {
                texture->SetTexID(ImTextureID_Invalid);
                texture->SetStatus(ImTextureStatus_Destroyed);
            }
            break;
        case ImTextureStatus_OK:
        case ImTextureStatus_Destroyed: break;
        }
    }
    return changed;
}

} // namespace huikuan::ui
