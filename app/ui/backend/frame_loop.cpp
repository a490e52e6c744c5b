#include "ui/backend/frame_loop.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "imgui.h"
#include "imgui_internal.h"
#include "platform/platform.h"
#include "ui/backend/glyphs.h"

namespace huikuan::ui {

namespace {

constexpr double mirror_pause_ms = 120; // while content scrolls; its end is told at once
constexpr int most_settling_frames = 6;
constexpr int most_unsettled_frames = 4; // a layout that swings must not keep the machine awake

std::uint64_t mix(std::uint64_t hash, const void* data, std::size_t bytes) {
    const auto* at = static_cast<const unsigned char*>(data);
    while (bytes >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, 8);
        hash = (hash ^ word) * 0xD6E8FEB86659FD93ULL;
        hash ^= hash >> 29;
        at += 8;
        bytes -= 8;
    }
    std::uint64_t rest = bytes;
    std::memcpy(&rest, at, std::min<std::size_t>(bytes, 4));
    return (hash ^ rest) * 0xD6E8FEB86659FD93ULL;
}

template <class T>
std::size_t bytes_of(const ImVector<T>& items) {
    return static_cast<std::size_t>(items.Size) * sizeof(T);
}

std::uint64_t hash_of(const ImDrawData& data, std::uint32_t background) {
    std::uint64_t hash = mix(0x9E3779B97F4A7C15ULL, &data.DisplaySize, sizeof data.DisplaySize);
    hash = mix(hash, &background, sizeof background);
    for (const ImDrawList* list : data.CmdLists) {
        hash = mix(hash, list->VtxBuffer.Data, bytes_of(list->VtxBuffer));
        hash = mix(hash, list->IdxBuffer.Data, bytes_of(list->IdxBuffer));
        for (const ImDrawCmd& command : list->CmdBuffer) {
            hash = mix(hash, &command.ClipRect, sizeof command.ClipRect);
            hash = mix(hash, &command.ElemCount, sizeof command.ElemCount);
        }
    }
    return hash == 0 ? 1 : hash;
}

// How much the areas that scroll contain is known once they are drawn, and their bars follow a
// frame later: the loop does not rest in between.
std::uint64_t extent_of(const ImGuiContext& g) {
    std::uint64_t hash = 0x9E3779B97F4A7C15ULL;
    for (const ImGuiWindow* window : g.Windows) {
        if (!window->Active) continue;
        hash = mix(hash, &window->ID, sizeof window->ID);
        const ImVec2 content = window->DC.CursorMaxPos - window->DC.CursorStartPos;
        hash = mix(hash, &content, sizeof content);
        hash = mix(hash, &window->ScrollbarSizes, sizeof window->ScrollbarSizes);
    }
    return hash;
}

bool textures_changed(const ImDrawData& data) {
    return data.Textures != nullptr && std::ranges::any_of(*data.Textures, [](ImTextureData* t) {
               return t->Status != ImTextureStatus_OK && t->Status != ImTextureStatus_Destroyed;
           });
}

float& along(ImVec2& point, bool vertical) { return vertical ? point.y : point.x; }

// Whether there is a way to go in this direction.
bool can_scroll(ImGuiWindow& window, bool vertical, float delta) {
    if ((window.Flags & ImGuiWindowFlags_NoMouseInputs) != 0) return false;
    const float position = along(window.Scroll, vertical);
    return delta < 0 ? position > 0 : position < along(window.ScrollMax, vertical);
}

} // namespace

FrameLoop::FrameLoop(Push push) : push_(std::move(push)) {
    IMGUI_CHECKVERSION();
    context_ = ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigInputTextCursorBlink = false; // a blinking caret is a frame twice a second
    io.ConfigWindowsMoveFromTitleBarOnly = true;
    // The browser repeats a key that is held, at the person's own pace; a clock here would take a
    // frame that comes late for a finger that stays.
    io.KeyRepeatDelay = 1e9F;
    io.BackendPlatformName = "huikuan";
    io.BackendFlags |=
        ImGuiBackendFlags_RendererHasTextures | ImGuiBackendFlags_RendererHasVtxOffset;
    io.Fonts->TexMinWidth = 1024;
    io.Fonts->TexMinHeight = 512;
}

FrameLoop::~FrameLoop() {
    app_.reset();
    renderer_.reset();
    for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
        texture->SetTexID(ImTextureID_Invalid);
        texture->SetStatus(ImTextureStatus_Destroyed);
    }
    ImGui::DestroyContext(context_);
}

void FrameLoop::use(std::unique_ptr<Renderer> renderer) {
    renderer_ = std::move(renderer);
    repaint();
}

void FrameLoop::wake(int frames) { frames_wanted_ = std::max(frames_wanted_, frames); }

void FrameLoop::post(NodeEvent event) {
    events_.push_back(std::move(event));
    wake();
}

void FrameLoop::forget_mirror() {
    mirror_.forget();
    wake(1);
}

void FrameLoop::reset_glyphs() {
    reset_glyphs_ = true;
    wake();
}

void FrameLoop::begin_scroll(float x, float y) {
    ImGuiWindow* window = nullptr;
    ImGui::FindHoveredWindowEx(ImVec2(x, y), false, &window, nullptr);
    scroll_window_ = window == nullptr ? 0 : window->ID;
}

bool FrameLoop::scroll(float dx, float dy) {
    bool moved = false;
    for (const bool vertical : {false, true}) {
        const float delta = vertical ? dy : dx;
        if (delta == 0) continue;
        ImGuiWindow* window = ImGui::FindWindowByID(scroll_window_);
        while (window != nullptr && !can_scroll(*window, vertical, delta)) {
            window = window->ParentWindow;
        }
        if (window == nullptr) continue;
        scroll_window_ = window->ID; // a list at its end leaves the gesture to what is around it
        float& position = along(window->Scroll, vertical);
        const float target =
            std::round(std::clamp(position + delta, 0.0F, along(window->ScrollMax, vertical)));
        if (target == position) continue;
        // Directly, not by the next frame's target: two moves of a finger may come in one frame.
        position = target;
        moved = true;
    }
    if (moved) {
        last_scroll_ms_ = now_ms_;
        wake();
    }
    return moved;
}

void FrameLoop::run(double now_ms) {
    ImGuiIO& io = ImGui::GetIO();
    const double began_ms = platform::monotonic_ms();
    running_ = true;
    // The whole pause since the last frame counts: ImGui's clock tells double clicks from two.
    const double passed_s = frames_run_ == 0 ? 0.016 : (now_ms - now_ms_) / 1000;
    io.DeltaTime = static_cast<float>(std::clamp(passed_s, 0.0005, 3600.0));
    now_ms_ = std::max(now_ms, now_ms_);
    io.DisplaySize = ImVec2(environment.width, environment.height);
    ImGui::GetStyle().FontScaleDpi = environment.scale;
    if (reset_glyphs_) reset_atlas(*io.Fonts);
    reset_glyphs_ = false;
    --frames_wanted_;
    ImGui::NewFrame();
    std::vector<NodeEvent> events;
    events.swap(events_);
    app_wish_ms_ = app_->frame(events);
    ImGui::Render();
    ++frames_run_;
    running_ = false;
    run_ms_ += platform::monotonic_ms() - began_ms;
    const ImGuiContext& g = *context_;
    if (atlas_is_full()) reset_glyphs();
    if (g.InputEventsQueue.Size > 0 || g.InputEventsTrail.Size > 0) wake(1);
    const std::uint64_t extent = extent_of(g);
    unsettled_ = extent == extent_ ? 0 : unsettled_ + 1;
    extent_ = extent;
    if (unsettled_ > 0 && unsettled_ < most_unsettled_frames) wake(1);
}

void FrameLoop::draw() {
    ImDrawData& data = *ImGui::GetDrawData();
    if (renderer_ == nullptr || !renderer_->ready()) return;
    const std::uint64_t hash = hash_of(data, background);
    if (hash == drawn_hash_ && !textures_changed(data)) return;
    drawn_hash_ = hash;
    renderer_->render(data, static_cast<int>(environment.width),
                      static_cast<int>(environment.height), background);
    ++frames_drawn_;
}

void FrameLoop::push_mirror(bool at_once) {
    const bool scrolling = now_ms_ - last_scroll_ms_ < mirror_pause_ms;
    if (!at_once && scrolling && now_ms_ - last_push_ms_ < mirror_pause_ms) {
        push_due_ = true;
        return;
    }
    push_due_ = false;
    const double began_ms = platform::monotonic_ms();
    const bool changed = mirror_.update(app_->nodes());
    mirror_ms_ += platform::monotonic_ms() - began_ms;
    if (!changed) return;
    last_push_ms_ = now_ms_;
    ++mirror_pushes_;
    push_(mirror_.block());
}

double FrameLoop::frame(double now_ms) {
    if (app_ == nullptr || running_) return -1;
    run(now_ms);
    draw();
    push_mirror(false);
    return next_due();
}

double FrameLoop::settle(double now_ms) {
    if (app_ == nullptr || running_) return -1;
    int frames = 0;
    do run(frames == 0 ? now_ms : now_ms_ + 0.5);
    while (frames_wanted_ > 0 && ++frames < most_settling_frames);
    draw();
    push_mirror(true);
    return next_due();
}

double FrameLoop::next_due() const {
    if (frames_wanted_ > 0) return 0;
    const ImGuiContext& g = *context_;
    double due = app_wish_ms_;
    const auto want = [&](double ms) { due = due < 0 ? ms : std::min(due, ms); };
    for (const bool down : g.IO.MouseDown)
        if (down) return 0;
    if (g.DimBgRatio > 0 && g.DimBgRatio < 1) return 0;
    if (g.HoverItemDelayId != 0) {
        const ImGuiStyle& style = g.Style;
        const float longest = std::max(style.HoverDelayNormal, style.HoverDelayShort);
        if (g.HoverItemDelayTimer < longest)
            want(static_cast<double>(longest - g.HoverItemDelayTimer) * 1000 + 1);
        if (g.MouseStationaryTimer < style.HoverStationaryDelay)
            want(static_cast<double>(style.HoverStationaryDelay - g.MouseStationaryTimer) * 1000 +
                 1);
    }
    if (push_due_) want(mirror_pause_ms);
    return due;
}

} // namespace huikuan::ui
