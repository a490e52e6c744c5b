#pragma once
// Colours, sizes and letters of the product: one accent (deep teal); amber, red and green only for
// meaning; a grid of 4 CSS pixels. Sizes are asked for in CSS pixels and answered in device pixels.
#include <cstdint>

namespace huikuan::ui {

enum class ThemeChoice : std::uint8_t { system, light, dark };

enum class Tone : std::uint8_t {
    page,    // behind everything
    surface, // cards, tables, sheets
    raised,  // menus, toasts
    hover,   // a row or button under the pointer
    pressed,
    border,
    border_strong, // fields
    text,
    soft,  // secondary text
    faint, // placeholders, disabled
    accent,
    accent_hover,
    accent_soft, // selected rows, chips
    on_accent,
    amber,
    amber_soft,
    red,
    red_soft,
    green,
    green_soft,
    scrim, // behind a dialog
    shadow,
    ring,   // focus
    chart0, // not due; the six of the charts grow darker, so that they differ in grey too
    chart1,
    chart2,
    chart3,
    chart4,
    chart5,
    none, // draws nothing
};

enum class Letters : std::uint8_t { caption, body, strong, title, headline, display };

enum class Align : std::uint8_t { left, center, right };

// RGBA8 as the mirror wants it (r in the lowest byte), equal to ImGui's ImU32.
std::uint32_t color(Tone tone);
float dp(float css_pixels);         // rounded to whole device pixels
float letters_px(Letters letters);  // the size that ImGui takes: line height, device pixels
float line_height(Letters letters); // of prose
float row_height();                 // 32 on a desk, 48 under a finger
float control_height();             // 36 on a desk, 48 under a finger
bool narrow();                      // under 720 CSS pixels: bottom bar, sheets, cards
bool dark_theme();
void choose_theme(ThemeChoice choice);
ThemeChoice theme_choice();

} // namespace huikuan::ui
