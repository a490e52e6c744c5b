#include "ui/kit/overlay.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/kit/inside.h"
#include "ui/kit/inside_icons.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"

namespace huikuan::ui {

namespace {

// The darkened page behind a modal and the modal's own ground: drawn here because a window that
// scrolls does not draw below its bar. A press outside is a wish to close.
bool scrim(std::string_view name, int level, const ImRect& ground, float radius_css,
           ImDrawFlags corners) {
    const Surface& s = kit().surface;
    begin_overlay("scrim/" + std::string(name), ImRect(0, 0, s.width, s.height), level, false);
    fill(ImRect(0, 0, s.width, s.height), Tone::scrim);
    if (corners == ImDrawFlags_RoundCornersAll) shadow(ground, radius_css);
    ink()->AddRectFilled(ground.Min, ground.Max, color(Tone::surface), dp(radius_css), corners);
    const bool pressed = ImGui::IsWindowHovered() && ImGui::IsMouseClicked(ImGuiMouseButton_Left) &&
                         kit().popup == 0;
    end_overlay();
    return pressed;
}

// Above whatever of its kind was drawn before it in this frame, scrim and all: a sheet that opens
// while another stays lies upon it, not among its words.
int level_above(int least, int end) {
    int level = least;
    for (const auto& overlay : kit().overlays) {
        if (overlay.level < end) level = std::max(level, overlay.level + 1);
    }
    return std::min(level, end - 2);
}

// Whoever had the focus before gets it back.
void give_back(NodeId id) {
    const auto at = kit().focus_back.find(id);
    if (at == kit().focus_back.end()) return;
    // Unless a form that opened at the same moment wants it.
    if (kit().focus_wanted == 0) kit().focus_wanted = at->second;
    kit().focus_back.erase(at);
    wake_in(0);
}

NodeId begin_modal(std::string_view title, NodeId id, const ImRect& box) {
    Node node;
    node.id = id;
    node.role = Role::dialog;
    node.label = std::string(title);
    node.flags = node_modal;
    node.rect = clipped(box);
    recorder().add(std::move(node));
    recorder().push_parent(id);
    recorder().push_name(id);
    ++kit().modal_depth;
    if (!kit().focus_back.contains(id)) {
        // One that closed at this moment gave the focus back to what lies below both of them: it is
        // this one's now, and goes back there when this one closes.
        const NodeId below = std::exchange(kit().focus_wanted, 0);
        kit().focus_back[id] = below != 0 ? below : recorder().focused();
        recorder().focus(id, false);
    }
    kit().modal_next = id;
    kit().modal_box = box;
    if (recorder().committed(id)) kit().save_of = id; // Ctrl+Enter anywhere in it
    return id;
}

// The title and the cross; answers whether it is to close.
bool modal_head(std::string_view title) {
    bool close = false;
    const float height = std::max(control_height(), line_height(Letters::title));
    Row row(8, false, height / kit().surface.density);
    const float words = room() - control_height() - dp(8);
    const ImRect box = place(words, height);
    draw_text({box, Letters::title}, title);
    Node node;
    node.id = recorder().id_of("title");
    node.role = Role::heading;
    node.level = 2;
    node.label = std::string(title);
    node.rect = clipped(box);
    recorder().add(std::move(node));
    if (icon_button(Icon::close, say("kit.close"))) close = true;
    return close;
}

bool escape(NodeId id) {
    if (recorder().cancelled(id)) return true;
    if (kit().modal != id || kit().popup != 0) return false;
    return kit().escape || pressed_key(ImGuiKey_Escape, false);
}

} // namespace

Sheet::Sheet(std::string_view name, std::string_view title, bool& open, float width_css,
             bool footed)
    : name_(name), id_(recorder().id_of(std::string("sheet/") + std::string(name))) {
    if (!open) {
        give_back(id_);
        return;
    }
    shown_ = true;
    const Surface& s = kit().surface;
    level_ = level_above(level_sheet, level_dialog);
    if (footed) foot_height_ = control_height() + 2 * dp(12) + s.inset_bottom;
    ImRect box;
    if (narrow()) {
        box = ImRect(0, s.inset_top + dp(40), s.width, s.height - s.keyboard);
    } else {
        box = ImRect(std::max(dp(48), s.width - dp(width_css)), 0, s.width, s.height - s.keyboard);
    }
    if (scrim(name, level_, box, narrow() ? 16.F : 0.F,
              narrow() ? ImDrawFlags_RoundCornersTop : ImDrawFlags_RoundCornersNone)) {
        open = false;
    }
    const ImRect scrolled(box.Min, ImVec2(box.Max.x, box.Max.y - foot_height_));
    begin_overlay("sheet/" + name_, scrolled, level_ + 1, true);
    if (!kit().focus_back.contains(id_)) to_top(); // opened just now
    ImRect seen = ImGui::GetCurrentWindow()->Rect();
    if (narrow()) {
        ink()->AddRectFilled(ImVec2(seen.GetCenter().x - dp(18), seen.Min.y + dp(6)),
                             ImVec2(seen.GetCenter().x + dp(18), seen.Min.y + dp(10)),
                             color(Tone::border_strong), dp(2));
    } else {
        ink()->AddRectFilled(seen.Min, ImVec2(seen.Min.x + std::max(1.0F, dp(1)), seen.Max.y),
                             color(Tone::border));
    }
    seen.Max.y += foot_height_;
    begin_modal(title, id_, seen);
    const float pad = dp(narrow() ? 16 : 24);
    const Flow at = flow();
    push_flow(at.left + pad, at.y + dp(20), at.right - at.left - 2 * pad, dp(14), false);
    if (modal_head(title) || escape(id_)) open = false;
}

void Sheet::to_top() { ImGui::SetScrollY(0); }

void Sheet::footer() {
    const Flow inner = pop_flow();
    flow().bottom = std::max(flow().bottom, inner.bottom + dp(16));
    const ImRect seen = ImGui::GetCurrentWindow()->Rect();
    recorder().pop_parent();
    end_overlay();
    const ImRect box(seen.Min.x, seen.Max.y, seen.Max.x, seen.Max.y + foot_height_);
    begin_overlay("sheet_foot/" + name_, box, level_ + 1, false);
    recorder().push_parent(id_);
    fill(ImRect(box.Min, ImVec2(box.Max.x, box.Min.y + std::max(1.0F, dp(1)))), Tone::border);
    const float pad = dp(narrow() ? 16 : 24);
    push_flow(box.Min.x + pad, box.Min.y + dp(12), box.GetWidth() - 2 * pad, dp(8), false);
}

Sheet::~Sheet() {
    if (!shown_) return;
    const Flow inner = pop_flow();
    if (foot_height_ == 0) {
        flow().bottom = std::max(flow().bottom, inner.bottom + dp(24) + kit().surface.inset_bottom);
    }
    recorder().pop_name();
    recorder().pop_parent();
    --kit().modal_depth;
    end_overlay();
}

Dialog::Dialog(std::string_view name, std::string_view title, bool& open, float width_css) {
    id_ = recorder().id_of(std::string("dialog/") + std::string(name));
    if (!open) {
        give_back(id_);
        return;
    }
    shown_ = true;
    const Surface& s = kit().surface;
    const int level = level_above(level_dialog, level_popup);
    const float known = kit().heights[id_];
    const float height = std::min(known > 0 ? known : dp(300), s.height - s.keyboard - dp(24));
    const float width = std::min(dp(width_css), s.width - dp(24));
    const float x = ImFloor((s.width - width) * 0.5F);
    const float y = ImFloor(std::max(dp(12), (s.height - s.keyboard - height) * 0.4F));
    const ImRect box(x, y, x + width, y + height);
    if (scrim(name, level, box, 12, ImDrawFlags_RoundCornersAll)) open = false;
    begin_overlay("dialog/" + std::string(name), box, level + 1, true);
    const ImRect seen = ImGui::GetCurrentWindow()->Rect();
    begin_modal(title, id_, seen);
    const Flow at = flow();
    top_ = at.y;
    push_flow(at.left + dp(24), at.y + dp(20), at.right - at.left - dp(48), dp(14), false);
    if (modal_head(title) || escape(id_)) open = false;
}

Dialog::~Dialog() {
    if (!shown_) return;
    const Flow inner = pop_flow();
    const float height = std::ceil(inner.bottom + dp(24) - top_);
    if (std::abs(kit().heights[id_] - height) > 0.5F) {
        kit().heights[id_] = height;
        wake_in(0);
    }
    flow().bottom = std::max(flow().bottom, inner.bottom + dp(20));
    recorder().pop_name();
    recorder().pop_parent();
    --kit().modal_depth;
    end_overlay();
}

bool modal_open() { return kit().modal != 0; }

// --- toasts

std::uint64_t toast(std::string words, std::string action, bool bad) {
    Kit::Inside& in = kit();
    announce(words, bad);
    Toast next;
    next.text = std::move(words);
    next.action = std::move(action);
    next.number = ++in.toast_number;
    next.bad = bad;
    if (in.toasts.size() >= 3) in.toasts.erase(in.toasts.begin());
    in.toasts.push_back(std::move(next));
    wake_in(0);
    return in.toast_number;
}

std::optional<std::uint64_t> toast_action() {
    auto& taken = kit().toast_actions;
    if (taken.empty()) return std::nullopt;
    const std::uint64_t number = taken.front();
    taken.erase(taken.begin());
    return number;
}

namespace {

// Where toasts stand: never over what a person presses next, which is at the bottom of a page, of a
// sheet, of a dialog.
struct ToastPlace {
    float right = 0; // they are centred between 0 and this
    float edge = 0;  // of the first one
    bool from_top = false;
};
ToastPlace toast_place() {
    const Surface& s = kit().surface;
    const ImRect& modal = kit().modal_box;
    if (modal_open() && !narrow() && modal.Max.x >= s.width && modal.Min.x >= dp(340))
        return {modal.Min.x, s.height - dp(24), false};            // beside the sheet
    if (modal_open()) return {s.width, s.inset_top + dp(2), true}; // above a sheet's cross
    const float below = s.inset_bottom + s.keyboard + dp(narrow() ? 76 : 24);
    return {s.width, s.height - below, false};
}

// One toast with its upper or lower edge there; answers its height.
float draw_toast(Toast& item, const ToastPlace& place) {
    const Surface& s = kit().surface;
    const float action =
        item.action.empty() ? 0 : text_width(item.action, Letters::strong) + dp(28);
    const float around = dp(place.from_top ? 8 : 24);
    const float most = std::min(dp(560), place.right - around) - action - dp(44 + 40);
    // Above a sheet there is room for small lines, three of them close together, before its title
    // begins.
    const Letters letters = place.from_top ? Letters::caption : Letters::body;
    const auto lines = wrapped(item.text, letters, most);
    float widest = 0;
    for (const auto line : lines) widest = std::max(widest, text_width(line, letters));
    const bool close = place.from_top && lines.size() > 2;
    const float one = close ? letters_px(letters) : std::round(line_height(letters) * 1.08F);
    const float padding = dp(close ? 8 : place.from_top ? 14 : 24);
    const float height =
        std::max(one * static_cast<float>(lines.size()) + padding, dp(place.from_top ? 44 : 48));
    const float width = std::ceil(widest) + action + dp(44 + 40);
    const float x = ImFloor((place.right - width) * 0.5F);
    const float y0 = place.from_top ? place.edge : place.edge - height;
    const ImRect box(x, y0, x + width, y0 + height);
    begin_overlay("toast/" + std::to_string(item.number), box, level_toast, false);
    recorder().push_name(item.number);
    ink()->PushClipRectFullScreen();
    shadow(box, 10);
    ink()->PopClipRect();
    fill(box, Tone::text, 10);
    draw_icon(item.bad ? Icon::warning : Icon::check, ImVec2(box.Min.x + dp(24), box.GetCenter().y),
              20, color(Tone::surface));
    ImRect line(box.Min.x + dp(44), 0, box.Max.x, 0);
    line.Min.y = ImFloor(box.GetCenter().y - one * static_cast<float>(lines.size()) * 0.5F);
    line.Max.y = line.Min.y + one;
    for (const auto part : lines) {
        draw_text({line, letters, Tone::surface}, part);
        line.TranslateY(one);
    }
    const auto press = [&](const ImRect& where, std::string_view name, std::string_view label) {
        const NodeId id = recorder().id_of(name);
        const Touch t = touch(where, id);
        if (t.hovered) {
            ink()->AddRectFilled(where.Min, where.Max, IM_COL32(128, 128, 128, 70), dp(6));
        }
        focus_ring(where, id);
        Node node;
        node.id = id;
        node.role = Role::button;
        node.label = std::string(label);
        node.rect = clipped(where);
        recorder().add(std::move(node));
        return t.activated;
    };
    const float tall = dp(36);
    const float y = ImFloor(box.GetCenter().y - tall * 0.5F);
    const ImRect cross(box.Max.x - dp(40), y, box.Max.x - dp(4), y + tall);
    if (action > 0) {
        const ImRect where(cross.Min.x - action, y, cross.Min.x - dp(4), y + tall);
        draw_text({where, Letters::strong, dark_theme() ? Tone::accent_soft : Tone::chart0,
                   Align::center},
                  item.action);
        if (press(where, "action", item.action)) {
            kit().toast_actions.push_back(item.number);
            item.taken = true;
            wake_in(0);
        }
    }
    draw_icon(Icon::close, cross.GetCenter(), 16, color(Tone::surface));
    if (press(cross, "close", say("kit.close_toast"))) item.taken = true;
    if (ImGui::IsWindowHovered()) item.until = std::max(item.until, s.time_s + 2);
    recorder().pop_name();
    end_overlay();
    return height;
}

} // namespace

void draw_toasts() {
    Kit::Inside& in = kit();
    const Surface& s = in.surface;
    ToastPlace place = toast_place();
    const float before = std::exchange(in.toast_room, 0.0F);
    const bool over_page = !modal_open();
    for (auto item = in.toasts.rbegin(); item != in.toasts.rend(); ++item) {
        // It lives from when it is seen: it may have come while the tab was hidden.
        if (item->until <= 0) item->until = s.time_s + (item->action.empty() ? 5.0 : 10.0);
        const float taken = draw_toast(*item, place) + dp(8);
        place.edge += place.from_top ? taken : -taken;
        if (over_page) in.toast_room += taken;
        wake_in(std::max(0.05, item->until - s.time_s));
        if (place.from_top) break; // there is room for the newest
    }
    if (in.toast_room != before) wake_in(0); // what scrolls ends above them
    std::erase_if(in.toasts,
                  [&](const Toast& item) { return item.taken || item.until <= s.time_s; });
}

} // namespace huikuan::ui
