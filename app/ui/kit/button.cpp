#include <algorithm>
#include <cmath>

#include "ui/kit/inside.h"
#include "ui/kit/inside_icons.h"
#include "ui/kit/runs.h"
#include "ui/kit/widgets.h"

namespace huikuan::ui {

namespace {

struct Paint {
    ImU32 ground = 0;
    ImU32 letters = 0;
    Tone tone = Tone::text;
    bool edge = false;
};

Paint paint_of(const ButtonLook& look, const Touch& t) {
    if (!look.enabled) return {color(Tone::hover), color(Tone::faint), Tone::faint, false};
    const Tone rest = t.held ? Tone::pressed : t.hovered ? Tone::hover : Tone::surface;
    switch (look.kind) {
    case ButtonKind::primary: {
        const Tone ground = t.hovered || t.held ? Tone::accent_hover : Tone::accent;
        return {color(ground), color(Tone::on_accent), Tone::on_accent, false};
    }
    case ButtonKind::danger: {
        const ImU32 ground =
            t.hovered ? mix(Tone::red_soft, Tone::red, 0.15F) : color(Tone::red_soft);
        return {ground, color(Tone::red), Tone::red, false};
    }
    case ButtonKind::quiet: {
        const ImU32 ground = look.selected         ? color(Tone::accent_soft)
                             : t.held || t.hovered ? color(rest)
                                                   : 0;
        const Tone tone = look.selected ? Tone::accent : Tone::soft;
        return {ground, color(tone), tone, false};
    }
    case ButtonKind::secondary: break;
    }
    return {color(rest), color(Tone::text), Tone::text, true};
}

void record_button(NodeId id, std::string_view label, const ButtonLook& look, const ImRect& box) {
    Node node;
    node.id = id;
    node.role = Role::button;
    node.label = std::string(label);
    node.description = std::string(look.hint);
    if (!look.enabled) node.flags |= node_disabled;
    if (look.popup) node.flags |= node_has_popup;
    if (look.selected) node.flags |= look.popup ? node_expanded : node_selected;
    node.rect = clipped(box);
    recorder().add(std::move(node));
    kit().last_button = box;
    kit().last_button_id = id;
}

// Ctrl+Enter presses the first primary button of the dialog or sheet in which it was pressed.
bool saves(const ButtonLook& look) {
    Kit::Inside& in = kit();
    const bool mine = look.kind == ButtonKind::primary && look.enabled && in.modal_depth > 0 &&
                      in.save_of != 0 && in.save_of == in.modal_next;
    if (mine) in.save_of = 0;
    return mine;
}

} // namespace

void tooltip(const ImRect& box, NodeId id, std::string_view words, bool hovered) {
    Kit::Inside& in = kit();
    const double now = in.surface.time_s;
    if (!hovered || in.popup != 0) {
        if (in.tooltip_of == id) in.tooltip_of = 0;
        return;
    }
    if (in.tooltip_of != id) {
        in.tooltip_of = id;
        in.tooltip_since = now;
    }
    constexpr double rest_s = 0.45;
    if (now - in.tooltip_since < rest_s) {
        wake_in(rest_s - (now - in.tooltip_since) + 0.01);
        return;
    }
    const float width = text_width(words, Letters::caption) + dp(20);
    const float height = line_height(Letters::caption) + dp(10);
    ImRect where(box.GetCenter().x - width * 0.5F, box.Max.y + dp(6),
                 box.GetCenter().x + width * 0.5F, box.Max.y + dp(6) + height);
    const Surface& s = kit().surface;
    if (where.Max.y > s.height) where.TranslateY(-(box.GetHeight() + height + dp(12)));
    where.TranslateX(std::max(0.0F, dp(4) - where.Min.x));
    where.TranslateX(std::min(0.0F, s.width - dp(4) - where.Max.x));
    ImDrawList* over = ImGui::GetForegroundDrawList();
    std::string space;
    const std::string_view shown = with_runs(words, space);
    over->AddRectFilled(where.Min, where.Max, color(Tone::text), dp(6));
    over->AddText(font_of(Letters::caption), letters_px(Letters::caption),
                  ImVec2(ImFloor(where.Min.x + dp(10)), ImFloor(where.Min.y + dp(5) + dp(1))),
                  color(Tone::surface), shown.data(), shown.data() + shown.size());
}

float button_width_css(std::string_view label, bool icon) {
    return (text_width(label, Letters::strong) + dp(32) + (icon ? dp(24) : 0)) /
           kit().surface.density;
}

bool button(std::string_view label, const ButtonLook& look) {
    const NodeId id = recorder().id_of(std::string("button/") + std::string(label));
    const bool with_icon = look.icon != Icon::none;
    const float natural = std::ceil(dp(button_width_css(label, with_icon)));
    const float width = look.fill ? 0 : fitted(natural, dp(64));
    const ImRect box = place(width, control_height());
    const Touch t = touch(box, id, look.enabled);
    if (t.visible) {
        const Paint paint = paint_of(look, t);
        if (paint.ground != 0) { ink()->AddRectFilled(box.Min, box.Max, paint.ground, dp(6)); }
        if (paint.edge) outline(box, Tone::border_strong, 6);
        const float content =
            std::min(text_width(label, Letters::strong), box.GetWidth() - dp(16)) +
            (with_icon ? dp(24) : 0);
        float x = ImFloor(box.GetCenter().x - content * 0.5F);
        if (with_icon) {
            draw_icon(look.icon, ImVec2(x + dp(8), box.GetCenter().y), 18, paint.letters);
            x += dp(24);
        }
        draw_text({ImRect(x, box.Min.y, box.Max.x - dp(8), box.Max.y), Letters::strong, paint.tone},
                  label);
        focus_ring(box, id);
    }
    record_button(id, label, look, box);
    return (t.activated || saves(look)) && look.enabled;
}

bool icon_button(Icon icon, std::string_view label, const ButtonLook& look) {
    const NodeId id = recorder().id_of(std::string("button/") + std::string(label));
    const ImRect box = place(control_height(), control_height());
    const Touch t = touch(box, id, look.enabled);
    if (t.visible) {
        ButtonLook own = look;
        if (own.kind == ButtonKind::secondary) own.kind = ButtonKind::quiet;
        const Paint paint = paint_of(own, t);
        if (paint.ground != 0 && look.enabled) {
            ink()->AddRectFilled(box.Min, box.Max, paint.ground, dp(6));
        }
        draw_icon(icon, box.GetCenter(), 20, paint.letters);
        focus_ring(box, id);
        tooltip(box, id, label, t.hovered);
    }
    record_button(id, label, look, box);
    return t.activated && look.enabled;
}

bool door(Icon icon, std::string_view title, std::string_view detail, bool primary) {
    const NodeId id = recorder().id_of(std::string("door/") + std::string(title));
    const float width = room();
    const auto lines = wrapped(detail, Letters::body, width - dp(40));
    const float prose = std::round(line_height(Letters::body) * 1.12F);
    const float title_height = line_height(Letters::title);
    const float height = dp(20 + 40 + 16) + title_height + dp(8) +
                         prose * static_cast<float>(std::max<std::size_t>(lines.size(), 2)) +
                         dp(20);
    const ImRect box = place(width, height);
    const Touch t = touch(box, id);
    if (t.hovered) shadow(box, 10);
    fill(box, Tone::surface, 10);
    outline(box, t.hovered || primary ? Tone::accent : Tone::border, 10, t.hovered ? 2.F : 1.F);
    const ImRect mark(box.Min + ImVec2(dp(20), dp(20)), box.Min + ImVec2(dp(60), dp(60)));
    fill(mark, primary ? Tone::accent : Tone::accent_soft, 10);
    draw_icon(icon, mark.GetCenter(), 24, color(primary ? Tone::on_accent : Tone::accent));
    ImRect line(box.Min.x + dp(20), mark.Max.y + dp(16), box.Max.x - dp(20),
                mark.Max.y + dp(16) + title_height);
    draw_text({line, Letters::title}, title);
    line = ImRect(line.Min.x, line.Max.y + dp(8), line.Max.x, line.Max.y + dp(8) + prose);
    for (const auto part : lines) {
        draw_text({line, Letters::body, Tone::soft}, part);
        line.TranslateY(prose);
    }
    focus_ring(box, id, 10);
    ButtonLook look;
    look.hint = detail;
    record_button(id, title, look, box);
    return t.activated;
}

} // namespace huikuan::ui
