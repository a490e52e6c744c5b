// Every text stands out from its ground by 4.5:1 in both themes, marks of meaning included; the
// charts' colours grow darker one by one, so that they differ without colour.
#include "ui/kit/theme.h"

#include <doctest/doctest.h>

#include <cmath>

#include "ui/backend/native_backend.h"
#include "ui/kit/charts.h"
#include "ui/kit/inside.h"

using namespace huikuan::ui;

namespace {

double luminance(Tone tone) {
    const std::uint32_t rgba = color(tone);
    double sum = 0;
    const double weights[] = {0.2126, 0.7152, 0.0722};
    for (int i = 0; i < 3; ++i) {
        const double part = ((rgba >> (8 * i)) & 0xFFU) / 255.0;
        sum +=
            weights[i] * (part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
}
double contrast(Tone a, Tone b) {
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

} // namespace

TEST_CASE("text is readable in both themes") {
    NativeBackend backend(1440, 900);
    Kit kit(backend.fonts());
    for (const bool dark : {false, true}) {
        kit.inside().dark = dark;
        CAPTURE(dark);
        for (const Tone ground : {Tone::page, Tone::surface, Tone::raised, Tone::hover}) {
            for (const Tone letters : {Tone::text, Tone::soft, Tone::accent, Tone::red}) {
                CAPTURE(static_cast<int>(ground));
                CAPTURE(static_cast<int>(letters));
                CHECK(contrast(ground, letters) >= 4.5);
            }
        }
        CHECK(contrast(Tone::surface, Tone::faint) >= 4.5);
        CHECK(contrast(Tone::surface, Tone::amber) >= 4.5);
        CHECK(contrast(Tone::surface, Tone::green) >= 4.5);
        CHECK(contrast(Tone::amber_soft, Tone::amber) >= 4.5);
        CHECK(contrast(Tone::red_soft, Tone::red) >= 4.5);
        CHECK(contrast(Tone::green_soft, Tone::green) >= 4.5);
        CHECK(contrast(Tone::accent_soft, Tone::accent) >= 4.5);
        CHECK(contrast(Tone::accent_soft, Tone::text) >= 4.5);
        CHECK(contrast(Tone::accent, Tone::on_accent) >= 4.5);
        CHECK(contrast(Tone::accent_hover, Tone::on_accent) >= 4.5);
        CHECK(contrast(Tone::text, Tone::surface) >= 7);          // toasts are turned round
        CHECK(contrast(Tone::surface, Tone::border_strong) >= 3); // the edge of a field
        for (std::size_t i = 0; i + 1 < 6; ++i) {
            const double lighter = luminance(chart_tone(i, 6));
            CHECK(lighter > luminance(chart_tone(i + 1, 6)) * 1.15);
        }
    }
}

TEST_CASE("numbers of an axis are round") {
    CHECK(round_up_for_axis(0) == 5);
    CHECK(round_up_for_axis(7) == 10);
    CHECK(round_up_for_axis(11) == 20);
    CHECK(round_up_for_axis(21) == 25);
    CHECK(round_up_for_axis(9'860'387) == 10'000'000);
    for (std::int64_t value = 1; value < 4'000'000'000'000'000'000; value = value * 3 + 1) {
        CHECK(round_up_for_axis(value) >= value);
    }
}

TEST_CASE("forced colours: whatever the system prescribes stays readable") {
    NativeBackend backend(1440, 900);
    Kit kit(backend.fonts());
    kit.inside().surface.forced_colors = true;
    // The four contrast themes of Windows: canvas, text, link, gray, highlight (0xAABBGGRR).
    const SystemColors themes[] = {
        {0xFF202020U, 0xFFFFFFFFU, 0xFFFFE975U, 0xFFA6A6A6U, 0xFFFFE68EU},
        {0xFF2D3236U, 0xFFFFFFFFU, 0xFF9DE870U, 0xFF9B9B9BU, 0xFFD6C5ABU},
        {0xFF000000U, 0xFFFFFFFFU, 0xFF00FFFFU, 0xFF3FF23FU, 0xFFFFEB1AU},
        {0xFFFAEFFFU, 0xFF3D3D3DU, 0xFF6E3A00U, 0xFF676767U, 0xFF5D3B90U},
    };
    for (const SystemColors& own : themes) {
        kit.inside().surface.system_colors = own;
        CAPTURE(own.canvas);
        for (const Tone ground : {Tone::page, Tone::surface, Tone::raised, Tone::hover}) {
            for (const Tone letters :
                 {Tone::text, Tone::soft, Tone::accent, Tone::red, Tone::amber, Tone::green}) {
                CAPTURE(static_cast<int>(ground));
                CAPTURE(static_cast<int>(letters));
                CHECK(contrast(ground, letters) >= 4.5);
            }
        }
        CHECK(contrast(Tone::accent, Tone::on_accent) >= 4.5);
        CHECK(contrast(Tone::accent_soft, Tone::text) >= 4.5);
        CHECK(contrast(Tone::surface, Tone::ring) >= 3);
    }
}
