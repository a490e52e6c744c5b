// Drawing and hitting: the primitives that every widget stands on.
#include <algorithm>

#include "core/markup.h"
#include "ui/kit/inside.h"
#include "ui/kit/runs.h"

namespace huikuan::ui {

ImDrawList* ink() { return ImGui::GetWindowDrawList(); }

ImFont* font_of(Letters letters) {
    const bool heavy = letters != Letters::caption && letters != Letters::body;
    return heavy ? kit().fonts.bold : kit().fonts.regular;
}

float text_width(std::string_view text, Letters letters) {
    if (text.empty()) return 0; // ImGui would look for the end of a text that is nowhere
    std::string room;
    text = with_runs(text, room);
    return font_of(letters)
        ->CalcTextSizeA(letters_px(letters), FLT_MAX, 0, text.data(), text.data() + text.size())
        .x;
}

namespace {

bool goes_on(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// As much of it as stays below a width, in whole characters.
std::string_view fitting(std::string_view text, Letters letters, float width) {
    std::size_t fits = 0;
    std::size_t least_too_much = text.size(); // what is asked about is too wide as a whole
    while (true) {
        std::size_t middle = fits + (least_too_much - fits) / 2;
        while (middle > fits && goes_on(text[middle])) --middle;
        if (middle == fits) { // the last one before it, which may be the next one
            middle = fits + 1;
            while (middle < least_too_much && goes_on(text[middle])) ++middle;
            if (middle >= least_too_much) return text.substr(0, fits);
        }
        if (text_width(text.substr(0, middle), letters) < width) fits = middle;
        else least_too_much = middle;
    }
}

} // namespace

bool draw_text(const TextBox& where, std::string_view text) {
    if (text.empty()) return false;
    const float size = letters_px(where.letters);
    ImFont* font = font_of(where.letters);
    const float space = where.box.GetWidth();
    float width = text_width(text, where.letters);
    bool cut = false;
    std::string shortened;
    if (width > space + 1.0F) {
        const float dots = text_width("…", where.letters);
        shortened = fitting(text, where.letters, std::max(1.0F, space - dots));
        shortened += dots_after(shortened);
        text = shortened;
        width = text_width(text, where.letters);
        cut = true;
    }
    float x = where.box.Min.x;
    if (where.align == Align::right) x = where.box.Max.x - width;
    if (where.align == Align::center) x += ImFloor((space - width) * 0.5F);
    const float y = where.box.Min.y + ImFloor((where.box.GetHeight() - size) * 0.5F);
    std::string room;
    text = with_runs(text, room);
    ink()->AddText(font, size, ImVec2(ImFloor(x), y), color(where.tone), text.data(),
                   text.data() + text.size());
    return cut;
}

namespace {

bool is_wide(unsigned int c) { return c >= 0x2E80; }
// Marks that may not begin a line.
bool clings(unsigned int c) {
    constexpr std::string_view marks = ",.;:!?)]}%";
    if (c < 0x80) return marks.find(static_cast<char>(c)) != std::string_view::npos;
    return c == 0x3001 || c == 0x3002 || c == 0xFF0C || c == 0xFF1A || c == 0xFF1B || c == 0xFF01 ||
           c == 0xFF1F || c == 0xFF09 || c == 0x300D || c == 0x300F || c == 0x300B || c == 0x201D;
}
// Marks that may not end one.
bool opens(unsigned int c) {
    return c == '(' || c == '[' || c == '{' || c == 0xFF08 || c == 0x201C || c == 0x2018 ||
           c == 0x300A || c == 0x300C || c == 0x300E;
}

} // namespace

std::vector<std::string_view> wrapped(std::string_view text, Letters letters, float width) {
    std::vector<std::string_view> lines;
    const float size = letters_px(letters);
    ImFontBaked* baked = font_of(letters)->GetFontBaked(size);
    std::size_t start = 0;
    std::size_t breakable = 0; // a line may end before this offset
    float x = 0;
    float x_at_break = 0;
    unsigned int before = 0;
    std::string room;
    const bool runs = with_runs(text, room).data() != text.data();
    for (std::size_t i = 0; i < text.size();) {
        unsigned int c = 0;
        int bytes = ImTextCharFromUtf8(&c, text.data() + i, text.data() + text.size());
        if (bytes <= 0) break;
        if (c == '\n') {
            lines.push_back(text.substr(start, i - start));
            start = breakable = i + 1;
            x = x_at_break = 0;
            before = 0;
            i += static_cast<std::size_t>(bytes);
            continue;
        }
        const bool may_break = before == ' ' || ((is_wide(c) || is_wide(before)) && before != 0);
        if (may_break && !clings(c) && !opens(before) && !core::in_amount(text, i)) {
            breakable = i;
            x_at_break = x;
        }
        float advance = baked->GetCharAdvance(static_cast<ImWchar>(c));
        if (const TextRun run = runs ? run_at(text, i, RunOf::word) : TextRun{}; run.bytes > 0) {
            bytes = static_cast<int>(run.bytes);
            // Words of a phrase are rounded each here, and together when they are drawn.
            advance = baked->GetCharAdvance(static_cast<ImWchar>(run.code)) + 1;
        }
        if (x + advance > width && i > start && c != ' ') {
            if (breakable <= start) {
                breakable = i;
                x_at_break = x;
            }
            // Without the blank at its end, which is as good as the line break.
            std::string_view line = text.substr(start, breakable - start);
            while (line.ends_with(' ')) line.remove_suffix(1);
            lines.push_back(line);
            start = breakable;
            x -= x_at_break;
            x_at_break = 0;
        }
        x += advance;
        before = c;
        i += static_cast<std::size_t>(bytes);
    }
    lines.push_back(text.substr(start));
    return lines;
}

namespace {

bool whole(float value) { return value == std::floor(value); }
bool on_pixels(const ImRect& box) {
    return whole(box.Min.x) && whole(box.Min.y) && whole(box.Max.x) && whole(box.Max.y);
}

} // namespace

// A large box with round corners is one upright rectangle between two low ones that have them: as
// triangles from one corner to all others it costs the rasteriser every row of it many times over.
// On whole pixels the pictures are the same.
void fill(const ImRect& box, Tone tone, float radius_css) {
    const float low = std::ceil(dp(radius_css)) + 1; // or ImGui makes the corners smaller
    if (low < 2 || box.GetHeight() < 4 * low || !on_pixels(box)) {
        ink()->AddRectFilled(box.Min, box.Max, color(tone), dp(radius_css));
        return;
    }
    const float top = box.Min.y + low;
    const float bottom = box.Max.y - low;
    ink()->AddRectFilled(box.Min, ImVec2(box.Max.x, top), color(tone), dp(radius_css),
                         ImDrawFlags_RoundCornersTop);
    ink()->AddRectFilled(ImVec2(box.Min.x, top), ImVec2(box.Max.x, bottom), color(tone));
    ink()->AddRectFilled(ImVec2(box.Min.x, bottom), box.Max, color(tone), dp(radius_css),
                         ImDrawFlags_RoundCornersBottom);
}

void outline(const ImRect& box, Tone tone, float radius_css, float thickness_css) {
    const float thickness = std::max(1.0F, dp(thickness_css));
    const float half = thickness * 0.5F;
    const float radius = std::max(0.0F, dp(radius_css) - half);
    const ImVec2 low(box.Min.x + half, box.Min.y + half);
    const ImVec2 high(box.Max.x - half, box.Max.y - half);
    const float reach = std::ceil(radius + half); // of a corner, from the box's own
    if (radius < 1 || box.GetHeight() < 4 * reach || box.GetWidth() < 4 * reach ||
        !on_pixels(box) || !whole(thickness)) {
        // AddRect draws its line half a pixel within what it is given.
        ink()->AddRect(ImVec2(low.x - 0.5F, low.y - 0.5F), ImVec2(high.x + 0.5F, high.y + 0.5F),
                       color(tone), radius, 0, thickness);
        return;
    }
    const auto corner = [&](float x, float y, float ahead_x, float ahead_y, int from) {
        const ImVec2 centre(x + ahead_x * radius, y + ahead_y * radius);
        const auto to_side = [&](bool along_x) {
            if (reach - half < radius + 0.01F) return; // the arc ends there itself
            ink()->PathLineTo(along_x ? ImVec2(x + ahead_x * (reach - half), y)
                                      : ImVec2(x, y + ahead_y * (reach - half)));
        };
        to_side(from % 6 != 0);
        ink()->PathArcToFast(centre, radius, from, from + 3);
        to_side(from % 6 == 0);
        ink()->PathStroke(color(tone), 0, thickness);
    };
    corner(low.x, low.y, 1, 1, 6);
    corner(high.x, low.y, -1, 1, 9);
    corner(high.x, high.y, -1, -1, 0);
    corner(low.x, high.y, 1, -1, 3);
    const auto side = [&](float x0, float y0, float x1, float y1) {
        ink()->AddRectFilled(ImVec2(x0, y0), ImVec2(x1, y1), color(tone));
    };
    side(box.Min.x + reach, box.Min.y, box.Max.x - reach, box.Min.y + thickness);
    side(box.Min.x + reach, box.Max.y - thickness, box.Max.x - reach, box.Max.y);
    side(box.Min.x, box.Min.y + reach, box.Min.x + thickness, box.Max.y - reach);
    side(box.Max.x - thickness, box.Min.y + reach, box.Max.x, box.Max.y - reach);
}

void shadow(const ImRect& box, float radius_css) {
    const ImU32 base = color(Tone::shadow);
    const auto alpha = static_cast<float>(base >> 24U);
    for (int i = 6; i >= 1; --i) {
        const float grow = dp(static_cast<float>(i) * 1.5F);
        const auto a = static_cast<ImU32>(alpha * 0.30F * (1.0F - static_cast<float>(i) / 7.0F));
        ink()->AddRectFilled(ImVec2(box.Min.x - grow, box.Min.y - grow + dp(3)),
                             ImVec2(box.Max.x + grow, box.Max.y + grow + dp(3)),
                             (base & 0x00FFFFFFU) | (a << 24U), dp(radius_css) + grow);
    }
}

void focus_ring(const ImRect& box, NodeId id, float radius_css) {
    if (recorder().focused() != id || !recorder().focus_visible()) return;
    const float gap = dp(2);
    const ImRect around(box.Min.x - gap, box.Min.y - gap, box.Max.x + gap, box.Max.y + gap);
    outline(around, Tone::ring, radius_css + 2, 2);
}

ImU32 mix(Tone a, Tone b, float t) {
    const ImVec4 from = ImGui::ColorConvertU32ToFloat4(color(a));
    const ImVec4 to = ImGui::ColorConvertU32ToFloat4(color(b));
    return ImGui::ColorConvertFloat4ToU32(ImLerp(from, to, t));
}

Rect clipped(const ImRect& box) {
    ImRect shown = box;
    shown.ClipWithFull(ImGui::GetCurrentWindow()->ClipRect);
    if (shown.GetWidth() <= 0 || shown.GetHeight() <= 0) return {box.Min.x, box.Min.y, 0, 0};
    return {shown.Min.x, shown.Min.y, shown.GetWidth(), shown.GetHeight()};
}

namespace {

// In the innermost area around that scrolls; a sheet or a dialog is one, and may come to.
void scroll_to(const ImRect& box) {
    show_in_strip(box);
    ImGuiWindow* window = ImGui::GetCurrentWindow();
    while ((window->Flags & ImGuiWindowFlags_ChildWindow) != 0 && window->ScrollMax.y <= 0 &&
           window->ParentWindow != nullptr) {
        window = window->ParentWindow;
    }
    if ((window->Flags & ImGuiWindowFlags_NoScrollbar) != 0) return; // the ground of all
    ImGui::ScrollToRectEx(window, box, ImGuiScrollFlags_KeepVisibleEdgeY);
    wake_in(0);
}

} // namespace

void reveal(const ImRect& box, NodeId id) {
    if (recorder().focused() != id || !recorder().focus_visible()) return;
    Kit::Inside& in = kit();
    if (in.numbers[1] == static_cast<double>(id % (1ULL << 52U))) return; // once per focus
    in.numbers[1] = static_cast<double>(id % (1ULL << 52U));
    scroll_to(box);
}

void reveal_wrong(const ImRect& box, NodeId id) {
    Kit::Inside& in = kit();
    const double now = ImGui::GetFrameCount();
    double& last = in.numbers[id ^ 0xE77ULL]; // the last frame in which it was wrong
    const bool fresh = last <= 0 || last + 1 < now;
    last = now;
    if (!fresh || recorder().focused() == id || in.numbers[2] == now) return;
    in.numbers[2] = now;
    scroll_to(box);
}

Touch touch(const ImRect& box, NodeId id, bool enabled) {
    Touch touch;
    auto imgui_id = static_cast<ImGuiID>(id ^ (id >> 32U));
    if (imgui_id == 0) imgui_id = 1;
    touch.visible = ImGui::ItemAdd(box, imgui_id, nullptr, ImGuiItemFlags_NoNav);
    if (!enabled) return touch;
    if (touch.visible) {
        bool hovered = false;
        bool held = false;
        touch.activated = ImGui::ButtonBehavior(box, imgui_id, &hovered, &held);
        touch.hovered = hovered && !kit().surface.touch;
        touch.held = held;
        if (hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
            recorder().pointer_focus(id);
        }
        touch.menu = hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Right);
        touch.double_click = hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left);
        if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    }
    if (recorder().activated(id)) touch.activated = true;
    reveal(box, id);
    return touch;
}

bool pressed_key(ImGuiKey key, bool repeat) { return ImGui::IsKeyPressed(key, repeat); }

} // namespace huikuan::ui
