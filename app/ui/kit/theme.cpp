#include "ui/kit/theme.h"

#include <array>
#include <cmath>

#include "ui/kit/inside.h"

namespace huikuan::ui {

namespace {

constexpr std::uint32_t rgb(std::uint32_t hex, std::uint32_t alpha = 255) {
    return (alpha << 24U) | ((hex & 0xFFU) << 16U) | (hex & 0xFF00U) | (hex >> 16U);
}

using Colors = std::array<std::uint32_t, static_cast<std::size_t>(Tone::none) + 1>;

// In the order of Tone. Text on its ground has at least 4.5:1 (tests/unit/ui/theme_test.cpp).
constexpr Colors light_palette = {
    rgb(0xF4F6F7),      rgb(0xFFFFFF),     rgb(0xFFFFFF), rgb(0xEFF3F4), rgb(0xE3EAEB),
    rgb(0xE1E7EA),      rgb(0x818E97),     rgb(0x14212A), rgb(0x4A5963), rgb(0x5F6E78),
    rgb(0x0B6B66),      rgb(0x08544F),     rgb(0xDFF0EE), rgb(0xFFFFFF), rgb(0x8A4B00),
    rgb(0xFFF0D4),      rgb(0xB3261E),     rgb(0xFCE9E7), rgb(0x17673A), rgb(0xE2F4E8),
    rgb(0x0F1A20, 110), rgb(0x10222A, 26), rgb(0x0B6B66), rgb(0xBFE6E1), rgb(0xEFC573),
    rgb(0xE7A544),      rgb(0xD2702B),     rgb(0xAD3B1C), rgb(0x6E1A12), rgb(0, 0)};
constexpr Colors dark_palette = {
    rgb(0x0E1416),      rgb(0x161E21),     rgb(0x1E282C), rgb(0x212C30), rgb(0x2A373C),
    rgb(0x28353A),      rgb(0x66777F),     rgb(0xE8EEF0), rgb(0xABB8BE), rgb(0x8D9BA2),
    rgb(0x4CC2B7),      rgb(0x6FD3C9),     rgb(0x123836), rgb(0x04211F), rgb(0xF2BD66),
    rgb(0x382A11),      rgb(0xFF8F86),     rgb(0x3D1D1B), rgb(0x74D19A), rgb(0x15311F),
    rgb(0x000000, 150), rgb(0x000000, 90), rgb(0x6FD3C9), rgb(0xC5EBE6), rgb(0xF0C46C),
    rgb(0xEBAE52),      rgb(0xDB7F3C),     rgb(0xC15334), rgb(0x8F3A2F), rgb(0, 0)};

std::uint32_t mixed(std::uint32_t a, std::uint32_t b, std::uint32_t percent) {
    std::uint32_t out = 0xFF000000U;
    for (const unsigned shift : {0U, 8U, 16U}) {
        const std::uint32_t from = (a >> shift) & 0xFFU;
        const std::uint32_t to = (b >> shift) & 0xFFU;
        out |= ((from * (100 - percent) + to * percent) / 100) << shift;
    }
    return out;
}

// Of the few colours that a person has set for every program. Meaning is carried by words and
// icons anyway; grounds differ only as far as what stands on them stays readable.
std::uint32_t forced(Tone tone, const SystemColors& own) {
    switch (tone) {
    case Tone::page:
    case Tone::surface:
    case Tone::raised:
    case Tone::on_accent:
    case Tone::amber_soft:
    case Tone::red_soft:
    case Tone::green_soft: return own.canvas;
    case Tone::hover: return mixed(own.canvas, own.text, 12);
    case Tone::pressed: return mixed(own.canvas, own.text, 20);
    case Tone::accent_soft: return mixed(own.canvas, own.highlight, 25);
    case Tone::faint: return own.gray;
    case Tone::accent:
    case Tone::accent_hover: return own.link;
    case Tone::ring: return own.highlight;
    case Tone::scrim: return (own.canvas & 0x00FFFFFFU) | 0xB0000000U;
    case Tone::shadow:
    case Tone::none: return 0;
    case Tone::chart0: return mixed(own.canvas, own.text, 30);
    case Tone::chart1: return mixed(own.canvas, own.text, 44);
    case Tone::chart2: return mixed(own.canvas, own.text, 58);
    case Tone::chart3: return mixed(own.canvas, own.text, 72);
    case Tone::chart4: return mixed(own.canvas, own.text, 86);
    case Tone::border:
    case Tone::border_strong:
    case Tone::text:
    case Tone::soft:
    case Tone::amber:
    case Tone::red:
    case Tone::green:
    case Tone::chart5: break;
    }
    return own.text;
}

} // namespace

std::uint32_t color(Tone tone) {
    if (kit().surface.forced_colors) return forced(tone, kit().surface.system_colors);
    const auto& palette = kit().dark ? dark_palette : light_palette;
    return palette[static_cast<std::size_t>(tone)];
}

float dp(float css_pixels) { return std::round(css_pixels * kit().surface.density); }

// ImGui takes the height of the line for a size; backend/backend.h says how it stands to the em.
constexpr float line_per_em = 1.25F;

float letters_px(Letters letters) {
    const bool finger = kit().surface.touch;
    float em = 16;
    switch (letters) {
    case Letters::caption: em = finger ? 14.F : 13.F; break;
    case Letters::body:
    case Letters::strong: em = finger ? 17.F : 16.F; break;
    case Letters::title: em = 18; break;
    case Letters::headline: em = narrow() ? 22.F : 24.F; break;
    case Letters::display: em = narrow() ? 24.F : 28.F; break;
    }
    return std::round(em * kit().surface.density * line_per_em);
}

float line_height(Letters letters) { return std::round(letters_px(letters) * 1.18F); }
float row_height() { return dp(kit().surface.touch ? 48.F : 32.F); }
float control_height() { return dp(kit().surface.touch ? 48.F : 36.F); }
bool narrow() { return kit().surface.width < 720.F * kit().surface.density; }
bool dark_theme() { return kit().dark; }
void choose_theme(ThemeChoice choice) { kit().theme = choice; }
ThemeChoice theme_choice() { return kit().theme; }

} // namespace huikuan::ui
