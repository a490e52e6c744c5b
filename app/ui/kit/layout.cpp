#include "ui/kit/layout.h"

#include <algorithm>
#include <numeric>
#include <string>

#include "ui/kit/inside.h"

namespace huikuan::ui {

namespace {

// Takes a box of what a closed flow covered into the flow around it.
void grow_parent(const Flow& done, float width, float top) {
    Flow& f = flow();
    const float height = done.bottom - top;
    if (f.row) {
        f.line_height = std::max(f.line_height, height);
        f.x = done.left + width;
    } else {
        f.y = done.bottom;
    }
    f.fresh = false;
    f.bottom = std::max(f.bottom, done.bottom);
    f.widest = std::max(f.widest, done.left + width);
}

ImVec2 next_corner() {
    const Flow& f = flow();
    if (f.row) return {f.fresh ? f.left : f.x + f.gap, f.y};
    return {f.left, f.fresh ? f.y : f.y + f.gap};
}

} // namespace

Row::Row(float gap, bool wrap, float line) {
    const ImVec2 at = next_corner();
    push_flow(at.x, at.y, flow().right - at.x, dp(gap), true);
    flow().wrap = wrap;
    if (line >= 36) line = std::max(line, control_height() / kit().surface.density);
    else if (line >= 28 && kit().surface.touch) line = 40; // a link among words is that high
    flow().line_least = flow().line_height = dp(line);
}
Row::~Row() {
    Flow done = pop_flow();
    done.bottom = std::max(done.bottom, done.y + line_of(done));
    grow_parent(done, done.widest - done.left, done.bottom - line_of(done));
}

namespace {
float strip_rim() { return dp(4); }   // for the ring of the focus
float strip_fade() { return dp(24); } // how much of it fades where there is more
} // namespace

void begin_strip(std::string_view name, const ImRect& box, float gap) {
    const float rim = strip_rim();
    const NodeId id = recorder().id_of("strip/" + std::string(name));
    ImGui::SetCursorScreenPos(ImVec2(box.Min.x - rim, box.Min.y));
    ImGui::BeginChild(static_cast<ImGuiID>(id ^ (id >> 32U)),
                      ImVec2(box.GetWidth() + 2 * rim, box.GetHeight()), ImGuiChildFlags_None,
                      ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNav |
                          ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoScrollbar);
    const ImVec2 start = ImGui::GetCurrentWindow()->DC.CursorStartPos;
    constexpr float endless = 100'000;
    push_flow(start.x + rim, start.y, endless, gap, true);
    flow().wrap = false;
    flow().line_least = flow().line_height = box.GetHeight();
}

void end_strip() {
    const Flow done = pop_flow();
    ImGuiWindow* window = ImGui::GetCurrentWindow();
    float& end = window->DC.CursorMaxPos.x;
    end = std::max(end, done.widest + strip_rim());
    const ImRect box = window->Rect();
    const ImU32 ground = color(kit().splitter_depth > 0 ? Tone::surface : Tone::page);
    const ImU32 clear = ground & ~IM_COL32_A_MASK;
    const auto fade = [&](float from, float to) { // from nothing to the ground
        const ImVec2 least(std::min(from, to), box.Min.y), most(std::max(from, to), box.Max.y);
        const ImU32 left = from < to ? clear : ground, right = from < to ? ground : clear;
        ink()->AddRectFilledMultiColor(least, most, left, right, right, left);
    };
    const float wide = strip_fade();
    if (window->Scroll.x > 0) fade(box.Min.x + wide, box.Min.x);
    if (end - window->DC.CursorStartPos.x - window->Scroll.x > box.GetWidth() + 0.5F)
        fade(box.Max.x - wide, box.Max.x);
    ImVec2& around = window->ParentWindow->DC.CursorMaxPos;
    const float before = around.x;
    ImGui::EndChild();
    around.x = before; // the rim is no content
}

void show_in_strip(const ImRect& box) {
    constexpr int of_strip = ImGuiWindowFlags_ChildWindow | ImGuiWindowFlags_NoScrollbar;
    if ((ImGui::GetCurrentWindow()->Flags & of_strip) != of_strip) return;
    ImRect all = box;
    all.Expand(ImVec2(strip_fade(), 0));
    ImGui::ScrollToRectEx(ImGui::GetCurrentWindow(), all,
                          ImGuiScrollFlags_KeepVisibleEdgeX | ImGuiScrollFlags_KeepVisibleEdgeY |
                              ImGuiScrollFlags_NoScrollParent);
    wake_in(0);
}

Strip::Strip(std::string_view name, float keep) : moves_(narrow()) {
    if (!moves_) return;
    const Flow& around = flow();
    const float gap = around.gap;
    const ImRect box = place(around.right - around.left - dp(keep), control_height());
    begin_strip(name, box, gap);
}
Strip::~Strip() {
    if (moves_) end_strip();
}

Stack::Stack(float gap, float width) : width_(dp(width)) {
    const ImVec2 at = next_corner();
    const float whole = flow().right - at.x;
    if (width_ <= 0) width_ = whole;
    push_flow(at.x, at.y, std::min(width_, whole), dp(gap), false);
}
Stack::~Stack() {
    const float top = kit().flows.size() > 1 ? kit().flows[kit().flows.size() - 2].y : 0;
    const Flow done = pop_flow();
    grow_parent(done, done.right - done.left, top);
}

Columns::Columns(std::initializer_list<float> weights, float gap, float stack_under)
    : Columns(std::vector<float>(weights), gap, stack_under) {}

Columns::Columns(std::vector<float> weights, float gap, float stack_under)
    : widths_(std::move(weights)) {
    const ImVec2 at = next_corner();
    top_ = at.y;
    left_ = first_ = at.x;
    gap_ = dp(gap);
    bottom_ = top_;
    const float whole = flow().right - left_;
    stacked_ = whole < dp(stack_under);
    const float sum = std::accumulate(widths_.begin(), widths_.end(), 0.0F);
    const float share = whole - gap_ * static_cast<float>(widths_.size() - 1);
    for (float& width : widths_) width = stacked_ ? whole : ImFloor(share * width / sum);
    open();
}

void Columns::open() { push_flow(left_, top_, widths_[index_], dp(12), false); }
void Columns::close() {
    const Flow done = pop_flow();
    if (!done.fresh) bottom_ = std::max(bottom_, done.bottom);
    if (stacked_) {
        top_ = done.fresh ? top_ : done.bottom + gap_;
    } else {
        left_ += widths_[index_] + gap_;
    }
}
void Columns::next() {
    close();
    index_ = (index_ + 1) % widths_.size();
    if (index_ == 0 && !stacked_) {
        left_ = first_;
        top_ = bottom_ + gap_;
    }
    open();
}
Columns::~Columns() {
    close();
    Flow& f = flow();
    f.y = bottom_;
    f.fresh = false;
    f.bottom = std::max(f.bottom, bottom_);
    f.widest = f.right;
}

Panel::Panel(std::string_view name, float padding, float gap)
    : padding_(dp(padding)), group_(!name.empty()) {
    const ImVec2 at = next_corner();
    left_ = at.x;
    top_ = at.y;
    width_ = flow().right - at.x;
    depth_ = std::min(kit().splitter_depth++, 11);
    ImDrawListSplitter& splitter = kit().splitters[depth_];
    splitter.Split(ink(), 2);
    splitter.SetCurrentChannel(ink(), 1);
    if (group_) {
        Node node;
        node.id = recorder().id_of(name);
        node.role = Role::group;
        node.label = std::string(name);
        const NodeId id = node.id;
        recorder().add(std::move(node));
        recorder().push_parent(id);
        recorder().push_name(name);
    }
    push_flow(left_ + padding_, top_ + padding_, width_ - 2 * padding_, dp(gap), false);
}

Panel::~Panel() {
    Flow done = pop_flow();
    const ImRect box(left_, top_, left_ + width_, done.bottom + padding_);
    ImDrawListSplitter& splitter = kit().splitters[depth_];
    splitter.SetCurrentChannel(ink(), 0);
    fill(box, Tone::surface, 10);
    outline(box, Tone::border, 10);
    splitter.Merge(ink());
    --kit().splitter_depth;
    if (group_) {
        const NodeId id = recorder().parent();
        if (Node* node = recorder().find(id)) node->rect = clipped(box);
        recorder().pop_name();
        recorder().pop_parent();
    }
    done.left = left_;
    done.bottom = box.Max.y;
    grow_parent(done, width_, top_);
}

Scroll::Scroll(std::string_view name, float height, float gap, float padding)
    : padding_(dp(padding)) {
    const ImVec2 at = next_corner();
    const float width = flow().right - at.x;
    const float tall = dp(height > 0 ? height : rest_height_css());
    ImGui::SetCursorScreenPos(at);
    const std::string id = std::string(name) + "##scroll";
    ImGui::BeginChild(id.c_str(), ImVec2(width, tall), ImGuiChildFlags_None,
                      ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNav |
                          ImGuiWindowFlags_NoSavedSettings);
    recorder().push_name(name);
    ImGuiWindow* window = ImGui::GetCurrentWindow();
    const ImVec2 start = window->DC.CursorStartPos;
    push_flow(start.x + padding_, start.y + padding_,
              width - window->ScrollbarSizes.x - 2 * padding_, dp(gap), false);
}
Scroll::~Scroll() {
    const Flow done = pop_flow();
    ImGuiWindow* window = ImGui::GetCurrentWindow();
    window->DC.CursorMaxPos.y = std::max(window->DC.CursorMaxPos.y, done.bottom + padding_);
    const ImRect box = window->Rect();
    recorder().pop_name();
    ImGui::EndChild();
    Flow& f = flow();
    f.y = box.Max.y;
    f.fresh = false;
    f.bottom = std::max(f.bottom, box.Max.y);
    f.widest = std::max(f.widest, box.Max.x);
}

void scroll_to_top() {
    ImGui::SetScrollY(0);
    wake_in(0);
}

void space(float css_pixels) {
    Flow& f = flow();
    if (f.row) {
        if (f.fresh) f.left += dp(css_pixels);
        f.x += dp(css_pixels);
    } else {
        f.y += dp(css_pixels);
        f.bottom = std::max(f.bottom, f.y);
    }
}

void divider() {
    const ImRect box = place(0, std::max(1.0F, dp(1)));
    ink()->AddRectFilled(box.Min, box.Max, color(Tone::border));
}

float room_css() { return room() / kit().surface.density; }

float rest_height_css(float keep_below, float at_least) {
    const Flow& f = flow();
    const ImGuiWindow* window = ImGui::GetCurrentWindow();
    const float top = (f.fresh || f.row ? f.y : f.y + f.gap) + window->Scroll.y;
    const float left = window->InnerRect.Max.y - top;
    return std::max(left / kit().surface.density - keep_below, at_least);
}

void push_right(float width_css) {
    Flow& f = flow();
    const float x = std::max(f.right - dp(width_css), f.left);
    if (f.wrap && !f.fresh && x + 1 < f.x + f.gap) { // as place() goes to the next line
        next_line(f);
        f.x = f.left;
    }
    if (x > f.x || (f.wrap && !f.fresh)) {
        f.x = x - f.gap; // which the next item adds
        f.fresh = false;
    }
}

Named::Named(std::string_view name) { recorder().push_name(name); }
Named::Named(std::uint64_t number) { recorder().push_name(number); }
Named::~Named() { recorder().pop_name(); }

} // namespace huikuan::ui
