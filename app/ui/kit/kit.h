#pragma once
// The kit: what pages draw with. One Kit lives beside one ImGui context; the backend calls
//   ImGui::NewFrame(); kit.begin_frame(surface); <the shell draws>; kit.end_frame();
//   ImGui::Render();
// and then mirrors kit.recorder().nodes(). Everything runs in device pixels; `density` is device
// pixels per CSS pixel, zoom included.
#include <cstdint>
#include <memory>

#include "ui/kit/recorder.h"

struct ImFont;

namespace huikuan::ui {

// What the system prescribes where colours are forced, RGBA8 with red in the lowest byte.
struct SystemColors {
    std::uint32_t canvas = 0xFF000000U;
    std::uint32_t text = 0xFFFFFFFFU;
    std::uint32_t link = 0xFFFFFF00U;
    std::uint32_t gray = 0xFF3FF23FU;
    std::uint32_t highlight = 0xFFFFEB1AU;
};

struct Surface {
    float width = 0, height = 0; // device pixels
    float density = 1;
    bool touch = false; // the last pointer was a finger: larger rows and targets
    bool dark_preferred = false;
    bool reduced_motion = false;
    bool forced_colors = false;
    SystemColors system_colors;
    float inset_top = 0, inset_right = 0, inset_bottom = 0, inset_left = 0; // safe areas, device px
    float keyboard = 0; // height that a soft keyboard covers, device px
    double time_s = 0;  // of a steady clock, filled by begin_frame
};

struct Fonts {
    ImFont* regular = nullptr;
    ImFont* bold = nullptr;
};

class Kit {
public:
    explicit Kit(Fonts fonts);
    ~Kit();
    Kit(const Kit&) = delete;
    Kit& operator=(const Kit&) = delete;

    void begin_frame(const Surface& surface);
    void end_frame();
    [[nodiscard]] Recorder& recorder();
    // What copying takes while no text is selected: rows as TSV; empty: nothing of ours.
    [[nodiscard]] const std::string& copy_text() const;
    // What a row's menu put on the clipboard in the last frame; empty: nothing.
    [[nodiscard]] std::string take_clip();
    // Seconds until the kit wants a frame by itself (a toast that goes, a fade); negative: never.
    [[nodiscard]] double wake_s() const;

    struct Inside; // kit's own files only
    [[nodiscard]] Inside& inside() { return *inside_; }

private:
    std::unique_ptr<Inside> inside_;
};

} // namespace huikuan::ui
