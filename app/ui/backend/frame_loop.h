#pragma once
// The frame loop draws a frame when one is due and says when the next one is: never, while nothing
// changes. It is the same in the browser and in tests; only who calls it differs.
//
// A frame is due after input until everything has settled: what an event changes is drawn by the
// frame after the one that saw it, so equal pictures do not prove that nothing is to come.
#include <functional>
#include <memory>
#include <vector>

#include "ui/backend/backend.h"
#include "ui/backend/mirror.h"
#include "ui/backend/renderer.h"

struct ImGuiContext;
struct ImGuiWindow;

namespace huikuan::ui {

class FrameLoop {
public:
    using Push = std::function<void(std::span<const std::uint8_t>)>; // to the page's elements
    explicit FrameLoop(Push push);
    ~FrameLoop();
    FrameLoop(const FrameLoop&) = delete;
    FrameLoop& operator=(const FrameLoop&) = delete;

    void carry(std::unique_ptr<App> app) { app_ = std::move(app); }
    [[nodiscard]] App* app() const { return app_.get(); }
    void use(std::unique_ptr<Renderer> renderer);
    [[nodiscard]] Renderer* renderer() { return renderer_.get(); }

    Environment environment;
    std::uint32_t background = 0xFFFFFFFFU;

    // --- what happened since the last frame
    void wake(int frames = 2);
    void post(NodeEvent event);
    [[nodiscard]] std::uint64_t id_of_slot(std::uint32_t slot) const {
        return mirror_.id_of_slot(slot);
    }
    void repaint() {
        drawn_hash_ = 0;
        wake(1);
    }
    void forget_mirror();
    void reset_glyphs(); // before the next frame all are drawn anew
    // The content under (x, y) moves by so many pixels; false where nothing there can.
    void begin_scroll(float x, float y);
    bool scroll(float dx, float dy);

    // --- frames. Both answer the milliseconds until the next one, -1 never.
    double frame(double now_ms);
    // As many frames as it takes until nothing is to come, drawn once: after an event whose effect
    // someone looks at before the browser's next frame (a test, a screen reader, a click).
    double settle(double now_ms);
    // In a tab that nobody sees: the App's work, no frame. The same answer.
    double work_unseen() { return app_ == nullptr || running_ ? -1 : app_->work_unseen(); }
    [[nodiscard]] std::uint64_t frames_run() const { return frames_run_; }
    [[nodiscard]] std::uint64_t frames_drawn() const { return frames_drawn_; }
    [[nodiscard]] std::uint64_t mirror_pushes() const { return mirror_pushes_; }
    // What frames have cost, apart from painting and from the page's elements: milliseconds in the
    // App and ImGui, and in comparing the semantic nodes; how many of those the last frame had.
    [[nodiscard]] double run_ms() const { return run_ms_; }
    [[nodiscard]] double mirror_ms() const { return mirror_ms_; }
    [[nodiscard]] std::size_t nodes() const { return app_ == nullptr ? 0 : app_->nodes().size(); }

private:
    void run(double now_ms);
    void draw();
    void push_mirror(bool at_once);
    [[nodiscard]] double next_due() const;

    Push push_;
    std::unique_ptr<App> app_;
    std::unique_ptr<Renderer> renderer_;
    ImGuiContext* context_ = nullptr;
    Mirror mirror_;
    std::vector<NodeEvent> events_;
    std::uint32_t scroll_window_ = 0;
    int frames_wanted_ = 2;
    double app_wish_ms_ = -1;
    double now_ms_ = 0;
    double last_push_ms_ = -1e9;
    double last_scroll_ms_ = -1e9;
    bool push_due_ = false;
    bool running_ = false;
    bool reset_glyphs_ = false;
    std::uint64_t extent_ = 0; // of what scrolls, as of the last frame
    int unsettled_ = 0;        // frames in a row that changed it
    std::uint64_t drawn_hash_ = 0;
    double run_ms_ = 0;
    double mirror_ms_ = 0;
    std::uint64_t frames_run_ = 0;
    std::uint64_t frames_drawn_ = 0;
    std::uint64_t mirror_pushes_ = 0;
};

} // namespace huikuan::ui
