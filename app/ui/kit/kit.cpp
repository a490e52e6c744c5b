#include "ui/kit/kit.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/sorting.h"
#include "ui/kit/inside.h"

namespace huikuan::ui {

namespace {
Kit::Inside* current_kit = nullptr;
} // namespace

Kit::Inside& kit() {
    IM_ASSERT(current_kit != nullptr);
    return *current_kit;
}
Recorder& recorder() { return kit().recorder; }
void use_kit(Kit::Inside* inside) { current_kit = inside; }

Kit::Kit(Fonts fonts) : inside_(std::make_unique<Inside>()) {
    inside_->fonts = fonts;
    use_kit(inside_.get());
}
Kit::~Kit() {
    if (current_kit == inside_.get()) use_kit(nullptr);
}
Recorder& Kit::recorder() { return inside_->recorder; }

const std::string& Kit::copy_text() const { return inside_->copy_text; }
std::string Kit::take_clip() { return std::exchange(inside_->clip_wish, {}); }

namespace {

bool is_dark(std::uint32_t rgba) {
    const std::uint32_t light =
        (rgba & 0xFFU) * 3 + ((rgba >> 8U) & 0xFFU) * 6 + ((rgba >> 16U) & 0xFFU);
    return light < 1275; // of 2550
}

void apply_style() {
    ImGuiStyle& style = ImGui::GetStyle();
    style.WindowPadding = ImVec2(0, 0);
    style.WindowBorderSize = 0;
    style.WindowMinSize = ImVec2(1, 1);
    style.ChildBorderSize = 0;
    style.ItemSpacing = ImVec2(0, 0);
    style.FramePadding = ImVec2(0, 0);
    style.ScrollbarSize = dp(kit().surface.touch ? 4.F : 10.F);
    style.ScrollbarRounding = dp(5);
    style.GrabMinSize = dp(28);
    style.AntiAliasedLinesUseTex = false;
    const auto rgba = [](Tone tone) { return ImGui::ColorConvertU32ToFloat4(color(tone)); };
    style.Colors[ImGuiCol_ScrollbarBg] = ImVec4(0, 0, 0, 0);
    style.Colors[ImGuiCol_ScrollbarGrab] = rgba(Tone::border_strong);
    style.Colors[ImGuiCol_ScrollbarGrab].w = 0.55F;
    style.Colors[ImGuiCol_ScrollbarGrabHovered] = rgba(Tone::border_strong);
    style.Colors[ImGuiCol_ScrollbarGrabActive] = rgba(Tone::faint);
    style.Colors[ImGuiCol_WindowBg] = ImVec4(0, 0, 0, 0);
    style.Colors[ImGuiCol_ChildBg] = ImVec4(0, 0, 0, 0);
    style.Colors[ImGuiCol_Text] = rgba(Tone::text);
}

} // namespace

void Kit::begin_frame(const Surface& surface) {
    use_kit(inside_.get());
    Inside& in = *inside_;
    in.surface = surface;
    // Not ImGui's clock: that one stands still while no frame is drawn.
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    in.surface.time_s = std::chrono::duration<double>(now).count();
    in.dark = in.theme == ThemeChoice::dark ||
              (in.theme == ThemeChoice::system && surface.dark_preferred);
    if (surface.forced_colors) in.dark = is_dark(surface.system_colors.canvas);
    in.recorder.begin_frame();
    in.wake_at = -1;
    in.overlays.clear();
    in.splitter_depth = 0;
    in.modal = in.modal_next;
    in.modal_next = 0;
    in.save_of = 0;
    in.typing = in.typing_next;
    in.typing_next = false;
    in.escape = in.escape_next;
    in.escape_next = false;
    in.bottom_padding = 0;
    in.copy_text.clear();
    in.popup_owner_seen = 0;
    apply_style();

    const ImGuiViewport* viewport = ImGui::GetMainViewport();
    ImGui::SetNextWindowPos(viewport->Pos);
    ImGui::SetNextWindowSize(ImVec2(surface.width, surface.height));
    ImGui::Begin("##page", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                     ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoNav |
                     ImGuiWindowFlags_NoScrollWithMouse);
    in.flows.clear();
    push_flow(surface.inset_left, surface.inset_top,
              surface.width - surface.inset_left - surface.inset_right, 0, false);
    fill(ImRect(0, 0, surface.width, surface.height), Tone::page);
}

void Kit::end_frame() {
    Inside& in = *inside_;
    if (in.popup != 0 && in.popup_owner_seen != in.popup) in.popup = 0;
    // A press outside of an open list closes it.
    if (in.popup != 0 && !in.popup_just_opened && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
        const ImGuiWindow* under = GImGui->HoveredWindow;
        const bool inside = under != nullptr && std::ranges::any_of(in.overlays, [&](auto& o) {
                                return o.level >= level_popup && o.window == under->RootWindow;
                            });
        if (!inside) close_popup();
    }
    in.popup_just_opened = false;

    Node live;
    live.id = in.recorder.id_of("announcements");
    live.parent = 0;
    live.role = in.announcement_urgent ? Role::alert : Role::status;
    live.label = in.announcement;
    live.flags = in.announcement_urgent ? node_assertive : 0U;
    in.recorder.add(std::move(live));

    ImGui::End();
    core::sort(in.overlays, {}, &Overlay::level);
    for (const Overlay& overlay : in.overlays) ImGui::BringWindowToDisplayFront(overlay.window);
    if (in.focus_wanted != 0) {
        in.recorder.focus(in.focus_wanted);
        in.focus_wanted = 0;
    }
    in.recorder.end_frame();
}

double Kit::wake_s() const {
    return inside_->wake_at < 0 ? -1 : std::max(0.0, inside_->wake_at - inside_->surface.time_s);
}

void wake_in(double seconds) {
    const double at = kit().surface.time_s + seconds;
    if (kit().wake_at < 0 || at < kit().wake_at) kit().wake_at = at;
}

void announce(std::string text, bool urgent) {
    // The same words twice must be heard twice: a mark that is not spoken alternates.
    if (++kit().announcements % 2 == 0) text += "\u200B";
    kit().announcement = std::move(text);
    kit().announcement_urgent = urgent;
}

// --- flow

Flow& flow() { return kit().flows.back(); }

void push_flow(float left, float top, float width, float gap, bool row) {
    Flow next;
    next.left = left;
    next.right = left + width;
    next.x = left;
    next.y = top;
    next.gap = gap;
    next.row = row;
    next.bottom = top;
    next.widest = left;
    kit().flows.push_back(next);
}

Flow pop_flow() {
    const Flow done = kit().flows.back();
    kit().flows.pop_back();
    return done;
}

float room() {
    const Flow& f = flow();
    if (!f.row) return f.right - f.left;
    return f.right - f.x - (f.fresh ? 0 : f.gap);
}

float fitted(float natural, float least) {
    const Flow& f = flow();
    if (f.row && f.wrap && !f.fresh) return std::min(natural, f.right - f.left);
    return std::min(natural, std::max(room(), least));
}

float line_of(const Flow& row) { return row.line_above + row.line_height + row.line_below; }

void next_line(Flow& row) {
    row.y += line_of(row) + std::min(row.gap, dp(12));
    row.line_height = row.line_least;
    row.line_above = row.line_below = 0;
}

ImRect place(float width, float height, float above, float below) {
    Flow& f = flow();
    ImRect box;
    if (f.row) {
        if (width <= 0) width = std::max(1.F, room());
        float x = f.fresh ? f.left : f.x + f.gap;
        if (f.wrap && !f.fresh && x + width > f.right + 0.5F) {
            next_line(f);
            x = f.left;
        }
        f.line_height = std::max(f.line_height, height);
        f.line_above = std::max(f.line_above, above);
        f.line_below = std::max(f.line_below, below);
        const float y = f.y + f.line_above + ImFloor((f.line_height - height) * 0.5F);
        box = ImRect(x, y - above, x + width, y + height + below);
        f.x = x + width;
    } else {
        if (width <= 0) width = f.right - f.left;
        const float y = f.fresh ? f.y : f.y + f.gap;
        box = ImRect(f.left, y, f.left + width, y + above + height + below);
        f.y = box.Max.y;
    }
    f.fresh = false;
    f.bottom = std::max(f.bottom, box.Max.y);
    f.widest = std::max(f.widest, box.Max.x);
    return box;
}

// --- overlays

bool begin_overlay(std::string_view name, const ImRect& box, int level, bool scrolls) {
    const std::string title = "##overlay/" + std::string(name);
    ImGui::SetNextWindowPos(box.Min);
    ImGui::SetNextWindowSize(box.GetSize());
    const ImGuiWindowFlags flags =
        ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
        ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings |
        ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoBringToFrontOnFocus |
        ImGuiWindowFlags_NoNav |
        (scrolls ? 0 : ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    ImGui::Begin(title.c_str(), nullptr, flags);
    ImGuiWindow* window = ImGui::GetCurrentWindow();
    kit().overlays.push_back({window, level});
    // A list that opens in a dialog belongs to it, and so does what is said of what was done there,
    // with its Undo: everything else is inert.
    recorder().push_parent(level >= level_popup ? kit().modal_next : 0);
    const ImVec2 start = window->DC.CursorStartPos;
    push_flow(start.x, start.y, box.GetWidth() - window->ScrollbarSizes.x, dp(8), false);
    return true;
}

void end_overlay() {
    const Flow done = pop_flow();
    ImGuiWindow* window = ImGui::GetCurrentWindow();
    window->DC.CursorMaxPos.y = std::max(window->DC.CursorMaxPos.y, done.bottom);
    recorder().pop_parent();
    ImGui::End();
}

bool popup_open(NodeId owner) {
    if (kit().popup != owner) return false;
    kit().popup_owner_seen = owner;
    return true;
}

void open_popup(NodeId owner) {
    kit().popup = owner;
    kit().popup_owner_seen = owner;
    kit().popup_just_opened = true;
    wake_in(0);
}

void close_popup() {
    if (kit().popup != 0) kit().numbers.erase(kit().popup);
    kit().popup = 0;
    wake_in(0);
}

ImRect popup_box(const ImRect& anchor, float width, float height) {
    const Surface& s = kit().surface;
    const float margin = dp(8);
    const float floor = s.height - s.inset_bottom - s.keyboard - margin;
    const float below = floor - anchor.Max.y - dp(4);
    const float above = anchor.Min.y - dp(4) - margin - s.inset_top;
    float y = anchor.Max.y + dp(4);
    if (height > below && above > below) {
        height = std::min(height, above);
        y = anchor.Min.y - dp(4) - height;
    } else {
        height = std::min(height, std::max(below, dp(96)));
    }
    width = std::min(width, s.width - 2 * margin);
    const float x = std::clamp(anchor.Min.x, margin, std::max(margin, s.width - margin - width));
    return {x, y, x + width, y + height};
}

} // namespace huikuan::ui
