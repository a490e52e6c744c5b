#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/kit/inside.h"
#include "ui/kit/inside_icons.h"
#include "ui/kit/widgets.h"

namespace huikuan::ui {

namespace {

// A mark with words beside it: the whole line is the target.
ImRect place_line(std::string_view label) {
    const float natural = std::ceil(text_width(label, Letters::body)) + dp(34);
    const float height = kit().surface.touch ? dp(44) : dp(28);
    return place(flow().row ? natural : std::min(natural, room()), height);
}

void record_choice(NodeId id, Role role, std::string_view label, bool on, bool enabled,
                   const ImRect& box) {
    Node node;
    node.id = id;
    node.role = role;
    node.label = std::string(label);
    if (on) node.flags |= role == Role::tab ? node_selected : node_checked;
    if (!enabled) node.flags |= node_disabled;
    node.rect = clipped(box);
    recorder().add(std::move(node));
}

} // namespace

bool checkbox(std::string_view label, bool& value, bool enabled) {
    const NodeId id = recorder().id_of(std::string("check/") + std::string(label));
    const ImRect box = place_line(label);
    const Touch t = touch(box, id, enabled);
    if (t.activated) value = !value;
    const float y = ImFloor(box.GetCenter().y - dp(9));
    const ImRect mark(box.Min.x, y, box.Min.x + dp(18), y + dp(18));
    if (value) {
        fill(mark, enabled ? Tone::accent : Tone::faint, 4);
        draw_icon(Icon::check, mark.GetCenter(), 16, color(Tone::on_accent));
    } else {
        fill(mark, t.hovered ? Tone::hover : Tone::surface, 4);
        outline(mark, Tone::border_strong, 4, 1.5F);
    }
    draw_text({ImRect(mark.Max.x + dp(10), box.Min.y, box.Max.x, box.Max.y), Letters::body,
               enabled ? Tone::text : Tone::faint},
              label);
    focus_ring(box, id);
    record_choice(id, Role::checkbox, label, value, enabled, box);
    return t.activated;
}

bool radio(std::string_view label, int& value, int mine) {
    const NodeId id = recorder().id_of(std::string("radio/") + std::string(label));
    const ImRect box = place_line(label);
    const Touch t = touch(box, id);
    const bool changed = t.activated && value != mine;
    if (t.activated) value = mine;
    const ImVec2 center(box.Min.x + dp(9), ImFloor(box.GetCenter().y));
    const bool on = value == mine;
    ink()->AddCircleFilled(center, dp(9), color(t.hovered ? Tone::hover : Tone::surface));
    ink()->AddCircle(center, dp(8.5F), color(on ? Tone::accent : Tone::border_strong), 0, dp(1.5F));
    if (on) ink()->AddCircleFilled(center, dp(4.5F), color(Tone::accent));
    draw_text({ImRect(box.Min.x + dp(28), box.Min.y, box.Max.x, box.Max.y), Letters::body}, label);
    focus_ring(box, id);
    record_choice(id, Role::radio, label, on, true, box);
    return changed;
}

bool tabs(std::string_view name, std::span<const std::string> labels, int& selected) {
    Node list;
    list.id = recorder().id_of(std::string("tabs/") + std::string(name));
    list.role = Role::tablist;
    list.label = std::string(name);
    const NodeId list_id = list.id;
    const float height = control_height() + dp(4);
    const auto width_of = [](const std::string& label) {
        return text_width(label, Letters::strong) + dp(narrow() ? 20 : 28);
    };
    const bool moves = narrow();
    const float line_width = room(); // what does not fit on a line stands on the next one
    float lines = 1;
    float taken = 0;
    for (const std::string& label : labels) {
        const float width = width_of(label);
        const bool next = !moves && taken > 0 && taken + width > line_width;
        lines += next ? 1.F : 0.F;
        taken = next ? width : taken + width;
    }
    const ImRect bar = place(0, height * lines);
    list.rect = clipped(bar);
    recorder().add(std::move(list));
    recorder().push_parent(list_id);
    ink()->AddRectFilled(ImVec2(bar.Min.x, bar.Max.y - std::max(1.0F, dp(1))), bar.Max,
                         color(Tone::border));
    if (moves) begin_strip(name, bar, 0);
    bool changed = false;
    float x = moves ? flow().left : bar.Min.x;
    float y = bar.Min.y;
    for (int i = 0; i < static_cast<int>(labels.size()); ++i) {
        const std::string& label = labels[static_cast<std::size_t>(i)];
        const NodeId id = recorder().id_of("tab/" + label);
        const float width = width_of(label);
        if (!moves && x > bar.Min.x && x + width > bar.Max.x) {
            x = bar.Min.x;
            y += height;
        }
        const ImRect box(x, y, moves ? x + width : std::min(x + width, bar.Max.x), y + height);
        x += width;
        const Touch t = touch(box, id);
        if (t.activated && selected != i) {
            selected = i;
            changed = true;
        }
        const bool on = selected == i;
        if (on && moves && std::exchange(kit().numbers[list_id + 1], i + 1) != i + 1) {
            show_in_strip(box); // whatever led to it
        }
        if (t.hovered && !on) {
            fill(ImRect(box.Min.x + dp(2), box.Min.y + dp(2), box.Max.x - dp(2), box.Max.y - dp(5)),
                 Tone::hover, 6);
        }
        draw_text({box, Letters::strong, on ? Tone::accent : Tone::soft, Align::center}, label);
        if (on) {
            ink()->AddRectFilled(ImVec2(box.Min.x + dp(8), box.Max.y - dp(3)),
                                 ImVec2(box.Max.x - dp(8), box.Max.y), color(Tone::accent), dp(2));
        }
        focus_ring(ImRect(box.Min + ImVec2(dp(2), dp(2)), box.Max - ImVec2(dp(2), dp(4))), id);
        if (on && recorder().focused() == id) {
            const int step = pressed_key(ImGuiKey_RightArrow)  ? 1
                             : pressed_key(ImGuiKey_LeftArrow) ? -1
                                                               : 0;
            const int count = static_cast<int>(labels.size());
            if (step != 0 && count > 1 && !changed) {
                selected = (i + step + count) % count;
                changed = true;
                kit().numbers[list_id] = 1;
                wake_in(0);
            }
        }
        if (on && kit().numbers[list_id] > 0) {
            kit().numbers[list_id] = 0;
            kit().focus_wanted = id;
        }
        record_choice(id, Role::tab, label, on, true, box);
    }
    if (moves) {
        flow().widest = x;
        end_strip();
    }
    recorder().pop_parent();
    return changed;
}

bool chip(std::string_view label, bool& selected) {
    const NodeId id = recorder().id_of(std::string("chip/") + std::string(label));
    const float mark = selected ? dp(20) : 0;
    const float rim = kit().surface.touch ? dp(2) : 0; // a finger needs more than is drawn
    const float height = kit().surface.touch ? dp(44) : dp(30);
    const float wide = std::ceil(text_width(label, Letters::caption)) + dp(24) + mark;
    const ImRect whole = place(std::min(wide, flow().right - flow().left), height);
    const ImRect box(whole.Min.x, whole.Min.y + rim, whole.Max.x, whole.Max.y - rim);
    const Touch t = touch(whole, id);
    if (selected && ImGui::GetCurrentWindow()->Appearing) show_in_strip(whole);
    if (t.activated) selected = !selected;
    fill(box, selected ? Tone::accent_soft : t.hovered ? Tone::hover : Tone::surface, 16);
    outline(box, selected ? Tone::accent : Tone::border_strong, 16);
    if (mark > 0) {
        draw_icon(Icon::check, ImVec2(box.Min.x + dp(20), box.GetCenter().y), 14,
                  color(Tone::accent));
    }
    draw_text({ImRect(box.Min.x + dp(12) + mark, box.Min.y, box.Max.x - dp(8), box.Max.y),
               Letters::caption, selected ? Tone::accent : Tone::text},
              label);
    focus_ring(box, id, 16);
    Node node;
    node.id = id;
    node.role = Role::checkbox;
    node.label = std::string(label);
    if (selected) node.flags |= node_checked;
    node.rect = clipped(whole);
    recorder().add(std::move(node));
    return t.activated;
}

namespace {

// Arrows step, Page Up and Down leap, Home and End go to the ends.
double key_step(double step, double minimum, double maximum, double value) {
    const bool shift = ImGui::GetIO().KeyShift;
    const double leap = step * (shift ? 30 : 1);
    if (pressed_key(ImGuiKey_RightArrow) || pressed_key(ImGuiKey_UpArrow)) return value + leap;
    if (pressed_key(ImGuiKey_LeftArrow) || pressed_key(ImGuiKey_DownArrow)) return value - leap;
    if (pressed_key(ImGuiKey_PageUp)) return value + step * 30;
    if (pressed_key(ImGuiKey_PageDown)) return value - step * 30;
    if (pressed_key(ImGuiKey_Home)) return minimum;
    if (pressed_key(ImGuiKey_End)) return maximum;
    return value;
}

} // namespace

bool slider(std::string_view label, double& value, double minimum, double maximum,
            const SliderLook& look) {
    const NodeId id = recorder().id_of(std::string("slider/") + std::string(label));
    const bool marks = !look.left.empty() || !look.right.empty();
    const float rail_height = kit().surface.touch ? dp(48) : dp(32);
    const ImRect box = place(0, rail_height + (marks ? line_height(Letters::caption) : 0));
    const ImRect hit(box.Min, ImVec2(box.Max.x, box.Min.y + rail_height));
    const double before = value;
    const Touch t = touch(hit, id);
    const float thumb = kit().surface.touch ? dp(13) : dp(9);
    const float from = hit.Min.x + thumb;
    const float to = hit.Max.x - thumb;
    const double span = std::max(maximum - minimum, 1e-9);
    if (t.held) {
        const double part =
            static_cast<double>(ImSaturate((ImGui::GetIO().MousePos.x - from) / (to - from)));
        value = minimum + std::round(part * span / look.step) * look.step;
    }
    if (recorder().focused() == id) value = key_step(look.step, minimum, maximum, value);
    if (const auto set = recorder().number_set(id)) value = *set;
    value = std::clamp(value, minimum, maximum);
    const auto part = static_cast<float>((value - minimum) / span);
    const float y = ImFloor(hit.GetCenter().y);
    const float x = ImFloor(from + (to - from) * part);
    const float half = dp(2);
    ink()->AddRectFilled(ImVec2(from, y - half), ImVec2(to, y + half), color(Tone::pressed), half);
    ink()->AddRectFilled(ImVec2(from, y - half), ImVec2(x, y + half), color(Tone::accent), half);
    ink()->AddCircleFilled(ImVec2(x, y), thumb, color(Tone::surface));
    ink()->AddCircleFilled(ImVec2(x, y), thumb - dp(t.held ? 1.F : 2.F), color(Tone::accent));
    if (marks) {
        const ImRect below(ImVec2(box.Min.x, hit.Max.y), box.Max);
        draw_text({below, Letters::caption, Tone::soft}, look.left);
        draw_text({below, Letters::caption, Tone::soft, Align::right}, look.right);
    }
    focus_ring(ImRect(x - thumb, y - thumb, x + thumb, y + thumb), id, 14);
    Node node;
    node.id = id;
    node.role = Role::slider;
    node.label = std::string(label);
    node.value = std::string(look.value_text);
    node.minimum = minimum;
    node.maximum = maximum;
    node.now = value;
    node.step = look.step;
    node.rect = clipped(hit);
    recorder().add(std::move(node));
    return value != before; // NOLINT: the same bits unless a person moved it
}

// --- states

void progress(std::string_view label, int permille, std::string_view detail) {
    const float one = line_height(Letters::body);
    const ImRect head = place(0, one);
    draw_text({head, Letters::body}, label);
    draw_text({head, Letters::caption, Tone::soft, Align::right}, detail);
    const NodeId id = recorder().id_of(std::string("progress/") + std::string(label));
    const ImRect bar = place(0, dp(8));
    const float part = static_cast<float>(std::clamp(permille, 0, 1000)) / 1000.0F;
    fill(bar, Tone::pressed, 4);
    if (part > 0) {
        const float end = std::max(bar.Min.x + bar.GetWidth() * part, bar.Min.x + dp(8));
        fill(ImRect(bar.Min, ImVec2(end, bar.Max.y)), Tone::accent, 4);
    }
    Node node;
    node.id = id;
    node.role = Role::progressbar;
    node.label = std::string(label);
    node.value = std::string(detail);
    node.minimum = 0;
    node.maximum = 1000;
    node.now = permille;
    node.rect = clipped(bar);
    recorder().add(std::move(node));
}

std::optional<int> empty_state(Icon icon, std::string_view title, std::string_view detail,
                               std::span<const EmptyAction> actions) {
    const float width = std::min(room(), dp(520));
    const float left = ImFloor((room() - width) * 0.5F);
    const ImRect top = place(0, dp(24 + 64 + 12));
    const ImVec2 center(ImFloor(top.GetCenter().x), top.Min.y + dp(24 + 32));
    ink()->AddCircleFilled(center, dp(32), color(Tone::accent_soft));
    draw_icon(icon, center, 30, color(Tone::accent));
    text(title, {.letters = Letters::title, .align = Align::center});
    Flow inner = flow();
    push_flow(inner.left + left, inner.y + dp(6), width, dp(8), false);
    text(detail, {.tone = Tone::soft, .align = Align::center});
    std::optional<int> chosen;
    float buttons = -dp(8);
    for (const auto& action : actions) {
        buttons += dp(button_width_css(action.label, action.icon != Icon::none)) + dp(8);
    }
    const Flow words = pop_flow();
    const float start = std::max(0.0F, ImFloor((inner.right - inner.left - buttons) * 0.5F));
    push_flow(inner.left + start, words.bottom + dp(16), inner.right - inner.left - start, dp(8),
              true);
    for (int i = 0; i < static_cast<int>(actions.size()); ++i) {
        const EmptyAction& action = actions[static_cast<std::size_t>(i)];
        const ButtonKind kind = i == 0 ? ButtonKind::primary : ButtonKind::secondary;
        if (button(action.label, {.kind = kind, .icon = action.icon})) chosen = i;
    }
    const Flow done = pop_flow();
    flow().y = std::max(done.bottom, words.bottom) + dp(24);
    flow().bottom = std::max(flow().bottom, flow().y);
    return chosen;
}

} // namespace huikuan::ui
