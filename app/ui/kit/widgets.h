#pragma once
// The small widgets: text, buttons, marks, choices. Each draws itself, records one semantic node
// and answers what the person did. Labels are already in the person's language.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/money.h"
#include "ui/kit/icons.h"
#include "ui/kit/theme.h"

namespace huikuan::ui {

// --- text
struct TextLook {
    Letters letters = Letters::body;
    Tone tone = Tone::text;
    Align align = Align::left;
    bool wrap = true;
    float width = 0;  // CSS pixels; 0: as wide as it is in a row, else all that is left
    float height = 0; // CSS pixels; 0: one line
};
void heading(std::string_view text, int level = 2);
void text(std::string_view text, const TextLook& look = {});
void caption(std::string_view text, Tone tone = Tone::soft);
// A name above its value, as in a summary of a customer.
void fact(std::string_view name, std::string_view value, Tone tone = Tone::text, float width = 0);
// The same, leading to what the value is made of.
bool fact_link(std::string_view name, std::string_view value, std::string_view href,
               Tone tone = Tone::text);
// 1,234.50 with its currency, negative in red with a minus.
std::string money_text(core::Money amount, bool with_currency = true);
Tone money_tone(std::int64_t minor);
bool link(std::string_view label, std::string_view href, const TextLook& look = {});

// --- buttons
enum class ButtonKind : std::uint8_t { primary, secondary, quiet, danger };
struct ButtonLook {
    ButtonKind kind = ButtonKind::secondary;
    Icon icon = Icon::none;
    bool enabled = true;
    bool fill = false;       // as wide as the flow
    std::string_view hint{}; // why it is disabled, or what it does
    bool selected = false;
    bool popup = false; // opens something; `selected` says it is open
};
bool button(std::string_view label, const ButtonLook& look = {});
bool icon_button(Icon icon, std::string_view label, const ButtonLook& look = {});
float button_width_css(std::string_view label, bool icon);

// --- marks
enum class BadgeKind : std::uint8_t { neutral, accent, good, warn, bad };
void badge(std::string_view text, BadgeKind kind);
struct Colors2 {
    Tone ground;
    Tone ink;
};
Colors2 badge_colors(BadgeKind kind);
// A line with a mark: what one should know before going on. Assertive ones are spoken at once.
void notice(std::string_view text, BadgeKind kind, bool spoken = false);

// --- choices
// Answers true when it changed.
bool checkbox(std::string_view label, bool& value, bool enabled = true);
bool radio(std::string_view label, int& value, int mine);
bool tabs(std::string_view name, std::span<const std::string> labels, int& selected);
bool chip(std::string_view label, bool& selected);
struct SliderLook {
    std::string_view value_text{}; // what it says now, for those who hear it and beside the thumb
    std::string_view left{}, right{};
    double step = 1;
};
bool slider(std::string_view label, double& value, double minimum, double maximum,
            const SliderLook& look = {});

// --- states
// 0..1000; `detail` e.g. "1,200 / 2,466".
void progress(std::string_view label, int permille, std::string_view detail);
struct EmptyAction {
    std::string label;
    Icon icon = Icon::none;
};
// What to do where there is nothing; answers the index of the action that was chosen.
std::optional<int> empty_state(Icon icon, std::string_view title, std::string_view detail,
                               std::span<const EmptyAction> actions = {});
// A large door: icon, title, what is behind it.
bool door(Icon icon, std::string_view title, std::string_view detail, bool primary = false);

} // namespace huikuan::ui
