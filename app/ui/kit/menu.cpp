// What opens below a button or at a place: a short menu, a list of boxes to tick.
#include <algorithm>
#include <cmath>

#include "ui/kit/inside.h"
#include "ui/kit/inside_icons.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"

namespace huikuan::ui {

namespace {
constexpr NodeId panel_mark = 0x4D454E55ULL; // the menu's own node beside its owner's
}

void begin_menu(NodeId owner, const ImRect& anchor, float width_css, std::string_view label) {
    const NodeId id = owner ^ panel_mark;
    const float known = kit().heights[id];
    begin_overlay("menu", popup_box(anchor, dp(width_css), known > 0 ? known : dp(240)),
                  level_popup, true);
    const ImRect seen = ImGui::GetCurrentWindow()->Rect();
    ink()->PushClipRectFullScreen();
    shadow(seen, 8);
    ink()->PopClipRect();
    fill(seen, Tone::raised, 8);
    outline(seen, Tone::border, 8);
    Node node;
    node.id = id;
    node.role = Role::dialog;
    node.label = std::string(label);
    node.rect = clipped(seen);
    if (kit().popup_just_opened && recorder().focus_visible()) kit().focus_wanted = id;
    recorder().add(std::move(node));
    recorder().push_parent(id);
    recorder().push_name(owner);
    const Flow at = flow();
    kit().numbers[id] = static_cast<double>(at.y);
    push_flow(at.left + dp(8), at.y + dp(8), at.right - at.left - dp(16), dp(2), false);
}

bool end_menu(NodeId owner) {
    const NodeId id = owner ^ panel_mark;
    const Flow inner = pop_flow();
    const float height = std::ceil(inner.bottom + dp(8) - static_cast<float>(kit().numbers[id]));
    if (std::abs(kit().heights[id] - height) > 0.5F) {
        kit().heights[id] = height;
        wake_in(0);
    }
    flow().bottom = std::max(flow().bottom, inner.bottom + dp(8));
    recorder().pop_name();
    recorder().pop_parent();
    end_overlay();
    return pressed_key(ImGuiKey_Escape, false) || recorder().cancelled(id) || kit().escape;
}

Menu::Menu(std::string_view label, Icon icon, float width_css, bool icon_only) {
    const ButtonLook look{.kind = ButtonKind::secondary, .icon = icon, .popup = true};
    const bool pressed = icon_only ? icon_button(icon, label, look) : button(label, look);
    const ImRect box = kit().last_button;
    owner_ = kit().last_button_id;
    if (pressed) {
        if (popup_open(owner_)) close_popup();
        else open_popup(owner_);
    }
    if (!popup_open(owner_)) return;
    if (Node* node = recorder().find(owner_)) node->flags |= node_expanded;
    shown_ = true;
    begin_menu(owner_, box, width_css, label);
}

void Menu::close() { closing_ = true; }

Menu::~Menu() {
    if (!shown_) return;
    if (end_menu(owner_) || closing_) {
        close_popup();
        recorder().focus(owner_, recorder().focus_visible());
    }
}

} // namespace huikuan::ui
