#include "ui/kit/frame.h"

#include <algorithm>
#include <cmath>

#include "ui/kit/format.h"
#include "ui/kit/inside.h"
#include "ui/kit/inside_fields.h"
#include "ui/kit/inside_icons.h"
#include "ui/kit/strings.h"

namespace huikuan::ui {

Window window_css() {
    const Surface& s = kit().surface;
    return {(s.width - s.inset_left - s.inset_right) / s.density,
            (s.height - s.inset_top) / s.density, s.inset_left / s.density, s.inset_top / s.density,
            std::max(s.inset_bottom, s.keyboard) / s.density};
}

Area::Area(const AreaLook& look) : scrolls_(look.scrolls), padding_y_(dp(look.padding_y)) {
    const ImRect box(dp(look.left), dp(look.top), dp(look.left + look.width),
                     dp(look.top + look.height));
    if (look.ground != Tone::none) fill(box, look.ground);
    const float line = std::max(1.0F, dp(1));
    const ImU32 edge = color(Tone::border);
    if (look.edge_right) {
        ink()->AddRectFilled(ImVec2(box.Max.x - line, box.Min.y), box.Max, edge);
    }
    if (look.edge_bottom) {
        ink()->AddRectFilled(ImVec2(box.Min.x, box.Max.y - line), box.Max, edge);
    }
    if (look.edge_top) { ink()->AddRectFilled(box.Min, ImVec2(box.Max.x, box.Min.y + line), edge); }
    Node node;
    node.id = recorder().id_of(std::string("area/") + std::string(look.name));
    node.role = look.role;
    node.label = std::string(look.name);
    node.rect = clipped(box);
    const NodeId id = node.id;
    recorder().add(std::move(node));
    recorder().push_parent(id);
    recorder().push_name(look.name);
    float left = box.Min.x;
    float top = box.Min.y;
    float width = box.GetWidth();
    if (scrolls_) {
        ImGui::SetCursorScreenPos(box.Min);
        ImGui::BeginChild(static_cast<ImGuiID>(id ^ (id >> 32U)), box.GetSize(),
                          ImGuiChildFlags_None,
                          ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNav);
        const ImGuiWindow* window = ImGui::GetCurrentWindow();
        left = window->DC.CursorStartPos.x;
        top = window->DC.CursorStartPos.y;
        // The bar lies within the padding: text does not break anew when it comes or goes.
        const float bar = ImGui::GetStyle().ScrollbarSize;
        if (dp(look.padding_x) < bar) width -= bar;
    }
    float inner = width - 2 * dp(look.padding_x);
    left += dp(look.padding_x);
    if (look.max_width > 0 && inner > dp(look.max_width)) {
        left += ImFloor((inner - dp(look.max_width)) * 0.5F);
        inner = dp(look.max_width);
    }
    if (scrolls_) {
        kit().bottom_padding = padding_y_ + (look.role == Role::main ? kit().toast_room : 0);
    }
    push_flow(left, top + padding_y_, inner, dp(look.gap), false);
}

Area::~Area() {
    const Flow done = pop_flow();
    if (scrolls_) {
        ImGuiWindow* window = ImGui::GetCurrentWindow();
        window->DC.CursorMaxPos.y =
            std::max(window->DC.CursorMaxPos.y, done.bottom + kit().bottom_padding);
        kit().bottom_padding = 0;
        ImGui::EndChild();
    }
    recorder().pop_name();
    recorder().pop_parent();
}

namespace {

void draw_count(ImVec2 right_center, std::int64_t count) {
    if (count <= 0) return;
    const std::string digits = count > 99 ? "99+" : std::to_string(count);
    const float width = std::max(text_width(digits, Letters::caption) + dp(12), dp(20));
    const ImRect box(right_center.x - width, right_center.y - dp(10), right_center.x,
                     right_center.y + dp(10));
    fill(box, Tone::red_soft, 10);
    draw_text({box, Letters::caption, Tone::red, Align::center}, digits);
}

} // namespace

std::vector<float> bar_widths(std::span<const std::string> labels, float width_css) {
    constexpr float least = 44; // of a word: the icon's own ground, less the gap
    std::vector<float> widths;
    float rest = width_css;
    for (const std::string& label : labels) {
        const float words = text_width(label, Letters::caption) / kit().surface.density;
        widths.push_back(std::max(words, least));
        rest -= widths.back();
    }
    for (float& width : widths) {
        width = std::floor(width + rest / static_cast<float>(labels.size()));
    }
    return widths;
}

bool nav_item(Icon icon, std::string_view label, std::string_view href, const NavLook& look) {
    const NodeId id = recorder().id_of(std::string("nav/") + std::string(label));
    ImRect box = look.bottom ? place(dp(look.width), dp(60))
                             : place(0, kit().surface.touch ? dp(48) : dp(40));
    const Touch t = touch(box, id);
    const Tone tone = look.current ? Tone::accent : t.hovered ? Tone::text : Tone::soft;
    if (look.bottom) {
        const ImVec2 center(box.GetCenter().x, box.Min.y + dp(20));
        if (look.current) {
            fill(ImRect(center - ImVec2(dp(28), dp(14)), center + ImVec2(dp(28), dp(14))),
                 Tone::accent_soft, 14);
        }
        draw_icon(icon, center, 22, color(tone));
        // A long word reaches a little into its neighbours' room, which theirs leave free.
        draw_text(
            {ImRect(box.Min.x - dp(4), box.Min.y + dp(36), box.Max.x + dp(4), box.Min.y + dp(56)),
             Letters::caption, tone, Align::center},
            label);
        draw_count(center + ImVec2(dp(28), -dp(6)), look.count);
    } else {
        if (look.current || t.hovered) {
            fill(box, look.current ? Tone::accent_soft : Tone::hover, 8);
        }
        const float x = look.collapsed ? box.GetCenter().x : box.Min.x + dp(22);
        draw_icon(icon, ImVec2(x, box.GetCenter().y), 20, color(tone));
        if (!look.collapsed) {
            draw_text({ImRect(box.Min.x + dp(44), box.Min.y, box.Max.x - dp(8), box.Max.y),
                       look.current ? Letters::strong : Letters::body, tone},
                      label);
        }
        draw_count(ImVec2(box.Max.x - dp(look.collapsed ? 0.F : 10.F),
                          look.collapsed ? box.Min.y + dp(8) : box.GetCenter().y),
                   look.count);
    }
    focus_ring(ImRect(box.Min + ImVec2(dp(2), dp(2)), box.Max - ImVec2(dp(2), dp(2))), id, 8);
    Node node;
    node.id = id;
    node.role = Role::link;
    node.label = std::string(label);
    if (look.count > 0) node.label += " " + std::to_string(look.count);
    node.href = "#" + std::string(href);
    if (look.current) node.flags |= node_current;
    node.rect = clipped(box);
    recorder().add(std::move(node));
    return t.activated;
}

bool search_button(std::string_view label, std::string_view keys, float width_css) {
    const NodeId id = recorder().id_of("search_button");
    const ImRect box = place(dp(width_css), control_height());
    const Touch t = touch(box, id);
    fill(box, t.hovered ? Tone::pressed : Tone::hover, 8);
    draw_icon(Icon::search, ImVec2(box.Min.x + dp(20), box.GetCenter().y), 18, color(Tone::soft));
    const float hint = text_width(keys, Letters::caption) + dp(14);
    const bool room_for_keys = box.GetWidth() > dp(220) && !kit().surface.touch;
    draw_text({ImRect(box.Min.x + dp(38), box.Min.y,
                      box.Max.x - (room_for_keys ? hint + dp(14) : dp(10)), box.Max.y),
               Letters::body, Tone::soft},
              label);
    if (room_for_keys) {
        const ImRect cap(box.Max.x - dp(10) - hint, box.GetCenter().y - dp(11), box.Max.x - dp(10),
                         box.GetCenter().y + dp(11));
        outline(cap, Tone::border_strong, 4);
        draw_text({cap, Letters::caption, Tone::soft, Align::center}, keys);
    }
    focus_ring(box, id, 8);
    Node node;
    node.id = id;
    node.role = Role::button;
    node.label = std::string(label);
    node.flags = node_has_popup;
    node.rect = clipped(box);
    recorder().add(std::move(node));
    return t.activated;
}

std::optional<core::Date> date_button(std::string_view label, core::Date date, core::Date today) {
    const std::string shown = std::string(label) + " " + date_text(date);
    const NodeId id = recorder().id_of(std::string("date_button/") + std::string(label));
    const ImRect box =
        place(std::ceil(text_width(shown, Letters::body)) + dp(50), control_height());
    const Touch t = touch(box, id);
    const bool open = popup_open(id);
    const bool other = date != today;
    fill(box, other ? Tone::amber_soft : t.hovered || open ? Tone::hover : Tone::surface, 8);
    outline(box, open ? Tone::accent : other ? Tone::amber : Tone::border, 8);
    draw_icon(Icon::calendar, ImVec2(box.Min.x + dp(20), box.GetCenter().y), 18,
              color(other ? Tone::amber : Tone::soft));
    draw_text({ImRect(box.Min.x + dp(38), box.Min.y, box.Max.x - dp(8), box.Max.y), Letters::body,
               other ? Tone::amber : Tone::text},
              shown);
    focus_ring(box, id, 8);
    Node node;
    node.id = id;
    node.role = Role::button;
    node.label = shown;
    node.flags = node_has_popup | (open ? node_expanded : 0U);
    node.rect = clipped(box);
    recorder().add(std::move(node));
    if (t.activated) {
        if (open) close_popup();
        else open_popup(id);
    }
    if (!popup_open(id)) return std::nullopt;
    return calendar_popup(id, box, date, today);
}

bool menu_line(Icon icon, std::string_view label, std::string_view detail, bool highlighted) {
    const NodeId id = recorder().id_of(std::string("line/") + std::string(label));
    const ImRect box = place(0, kit().surface.touch ? dp(52) : dp(42));
    const Touch t = touch(box, id);
    if (t.hovered || highlighted) fill(box, Tone::hover, 8);
    if (highlighted) ImGui::ScrollToRect(ImGui::GetCurrentWindow(), box);
    draw_icon(icon, ImVec2(box.Min.x + dp(22), box.GetCenter().y), 20,
              color(highlighted ? Tone::accent : Tone::soft));
    const float side = detail.empty() ? 0
                                      : std::min(text_width(detail, Letters::caption) + dp(12),
                                                 box.GetWidth() * 0.45F);
    draw_text({ImRect(box.Min.x + dp(46), box.Min.y, box.Max.x - dp(12) - side, box.Max.y),
               Letters::body},
              label);
    draw_text({ImRect(box.Max.x - dp(12) - side, box.Min.y, box.Max.x - dp(12), box.Max.y),
               Letters::caption, Tone::soft, Align::right},
              detail);
    focus_ring(box, id, 8);
    Node node;
    node.id = id;
    node.role = Role::button;
    node.label = std::string(label);
    node.description = std::string(detail);
    if (highlighted) node.flags |= node_selected;
    node.rect = clipped(box);
    recorder().add(std::move(node));
    return t.activated;
}

bool page_key(char letter) {
    if (kit().modal != 0 || kit().popup != 0 || kit().typing) return false;
    const ImGuiIO& io = ImGui::GetIO();
    if (io.KeyCtrl || io.KeyAlt || io.KeySuper) return false;
    if (letter == '/') return pressed_key(ImGuiKey_Slash, false);
    return pressed_key(static_cast<ImGuiKey>(ImGuiKey_A + (letter - 'a')), false);
}

bool digit_key(int digit) {
    if (kit().popup != 0 || kit().typing || digit < 0 || digit > 9) return false;
    const ImGuiIO& io = ImGui::GetIO();
    if (io.KeyCtrl || io.KeyAlt || io.KeySuper || io.KeyShift) return false;
    return pressed_key(static_cast<ImGuiKey>(ImGuiKey_0 + digit), false);
}

bool dialog_key_down() { return pressed_key(ImGuiKey_DownArrow); }
bool dialog_key_up() { return pressed_key(ImGuiKey_UpArrow); }
bool dialog_key_enter() { return pressed_key(ImGuiKey_Enter, false); }

void ask_frame_in(double seconds) { wake_in(seconds); }
double seconds_now() { return kit().surface.time_s; }

} // namespace huikuan::ui
