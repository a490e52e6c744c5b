#include <algorithm>
#include <cmath>

#include "ui/kit/inside.h"
#include "ui/kit/inside_icons.h"
#include "ui/kit/widgets.h"

namespace huikuan::ui {

namespace {

// Draws lines into the flow and answers what they cover.
ImRect draw_lines(std::string_view shown, const TextLook& look) {
    const float one = line_height(look.letters);
    float width = dp(look.width);
    const bool fits_itself = width <= 0 && flow().row;
    const float natural = std::ceil(text_width(shown, look.letters)) + 1;
    if (width <= 0) width = flow().row ? fitted(natural, dp(48)) : room();
    if (!look.wrap || (natural <= width && shown.find('\n') == std::string_view::npos)) {
        const float height = look.height > 0 ? dp(look.height) : one;
        const ImRect box = place(fits_itself ? std::min(width, natural) : width, height);
        draw_text({box, look.letters, look.tone, look.align}, shown);
        return box;
    }
    const auto lines = wrapped(shown, look.letters, width);
    const float prose = std::round(one * 1.12F);
    const ImRect box = place(width, prose * static_cast<float>(lines.size()));
    ImRect line(box.Min, ImVec2(box.Max.x, box.Min.y + prose));
    for (const auto part : lines) {
        draw_text({line, look.letters, look.tone, look.align}, part);
        line.TranslateY(prose);
    }
    return box;
}

void record_text(std::string_view shown, const ImRect& box, Role role, int level) {
    Node node;
    node.id = recorder().id_of(role == Role::heading ? "heading" : "text");
    node.role = role;
    node.label = std::string(shown);
    node.level = level;
    node.rect = clipped(box);
    recorder().add(std::move(node));
}

} // namespace

void heading(std::string_view shown, int level) {
    const Letters letters = level <= 1   ? Letters::headline
                            : level == 2 ? Letters::title
                                         : Letters::strong;
    const ImRect box = draw_lines(shown, {.letters = letters});
    record_text(shown, box, Role::heading, level);
}

void text(std::string_view shown, const TextLook& look) {
    if (shown.empty()) return;
    const ImRect box = draw_lines(shown, look);
    record_text(shown, box, Role::text, 0);
}

void caption(std::string_view shown, Tone tone) {
    text(shown, {.letters = Letters::caption, .tone = tone});
}

namespace {

// The box of a fact, its name and value drawn in it.
ImRect draw_fact(std::string_view name, std::string_view value, Tone tone, float width) {
    const float name_height = line_height(Letters::caption);
    const float value_height = line_height(Letters::strong);
    const float natural =
        std::max(text_width(name, Letters::caption), text_width(value, Letters::strong)) + dp(1);
    float wide = width > 0 ? dp(width) : (flow().row ? std::ceil(natural) : 0);
    if (width <= 0 && flow().row && narrow()) { // two columns on a phone
        const float half = ImFloor((flow().right - flow().left - flow().gap) * 0.5F);
        wide = natural > half ? flow().right - flow().left : half;
    }
    const ImRect box = place(wide, name_height + dp(2) + value_height);
    draw_text(
        {ImRect(box.Min, ImVec2(box.Max.x, box.Min.y + name_height)), Letters::caption, Tone::soft},
        name);
    draw_text({ImRect(ImVec2(box.Min.x, box.Max.y - value_height), box.Max), Letters::strong, tone},
              value);
    return box;
}

} // namespace

void fact(std::string_view name, std::string_view value, Tone tone, float width) {
    const ImRect box = draw_fact(name, value, tone, width);
    const std::string whole = std::string(name) + " " + std::string(value);
    record_text(whole, box, Role::text, 0);
}

bool fact_link(std::string_view name, std::string_view value, std::string_view href, Tone tone) {
    const NodeId id = recorder().id_of(std::string("fact/") + std::string(name));
    const ImRect box = draw_fact(name, value, tone, 0);
    const Touch t = touch(box, id);
    const float width = std::min(text_width(value, Letters::strong), box.GetWidth());
    const float thick = std::max(1.0F, dp(1));
    ink()->AddRectFilled(ImVec2(box.Min.x, box.Max.y - thick), ImVec2(box.Min.x + width, box.Max.y),
                         color(t.hovered ? Tone::accent : Tone::border_strong));
    focus_ring(box, id, 4);
    Node node;
    node.id = id;
    node.role = Role::link;
    node.label = std::string(name) + " " + std::string(value);
    node.href = std::string(href);
    node.rect = clipped(box);
    recorder().add(std::move(node));
    return t.activated;
}

std::string money_text(core::Money amount, bool with_currency) {
    std::string digits = core::to_text(amount);
    if (digits.starts_with('-')) digits.replace(0, 1, "\u2212");
    if (!with_currency) return digits;
    return std::string(amount.currency.view()) + " " + digits;
}

Tone money_tone(std::int64_t minor) { return minor < 0 ? Tone::red : Tone::text; }

bool link(std::string_view label, std::string_view href, const TextLook& look) {
    TextLook own = look;
    own.tone = Tone::accent;
    own.wrap = false;
    const NodeId id = recorder().id_of(std::string("link/") + std::string(label));
    const float natural = std::ceil(text_width(label, own.letters)) + 1;
    const float height = std::max(line_height(own.letters), kit().surface.touch ? dp(40) : 0.F);
    const ImRect box = place(fitted(natural, dp(40)), height);
    const Touch t = touch(box, id);
    draw_text({box, own.letters, t.hovered ? Tone::accent_hover : Tone::accent}, label);
    if (t.hovered) {
        const float y = ImFloor(box.GetCenter().y + letters_px(own.letters) * 0.42F);
        ink()->AddRectFilled(ImVec2(box.Min.x, y), ImVec2(box.Max.x, y + std::max(1.0F, dp(1))),
                             color(Tone::accent_hover));
    }
    focus_ring(box, id, 4);
    Node node;
    node.id = id;
    node.role = Role::link;
    node.label = std::string(label);
    node.href = std::string(href);
    node.rect = clipped(box);
    recorder().add(std::move(node));
    return t.activated;
}

// --- marks

Colors2 badge_colors(BadgeKind kind) {
    switch (kind) {
    case BadgeKind::accent: return {Tone::accent_soft, Tone::accent};
    case BadgeKind::good: return {Tone::green_soft, Tone::green};
    case BadgeKind::warn: return {Tone::amber_soft, Tone::amber};
    case BadgeKind::bad: return {Tone::red_soft, Tone::red};
    case BadgeKind::neutral: break;
    }
    return {Tone::hover, Tone::soft};
}

void badge(std::string_view shown, BadgeKind kind) {
    const auto [ground, letters] = badge_colors(kind);
    const float height = line_height(Letters::caption) + dp(4);
    const ImRect box = place(text_width(shown, Letters::caption) + dp(16), height);
    fill(box, ground, 12);
    draw_text({box, Letters::caption, letters, Align::center}, shown);
    record_text(shown, box, Role::text, 0);
}

void notice(std::string_view shown, BadgeKind kind, bool spoken) {
    const auto [ground, letters] = badge_colors(kind);
    const float width = room();
    const float inside = width - dp(16 + 24 + 12);
    const auto lines = wrapped(shown, Letters::body, inside);
    const float prose = std::round(line_height(Letters::body) * 1.1F);
    const float height = prose * static_cast<float>(lines.size()) + dp(20);
    const ImRect box = place(width, height);
    fill(box, ground, 8);
    const Icon icon = kind == BadgeKind::good                             ? Icon::check
                      : kind == BadgeKind::bad || kind == BadgeKind::warn ? Icon::warning
                                                                          : Icon::info;
    draw_icon(icon, ImVec2(box.Min.x + dp(22), box.Min.y + dp(10) + prose * 0.5F), 18,
              color(letters));
    ImRect line(ImVec2(box.Min.x + dp(40), box.Min.y + dp(10)),
                ImVec2(box.Max.x - dp(12), box.Min.y + dp(10) + prose));
    for (const auto part : lines) {
        draw_text({line, Letters::body, Tone::text}, part);
        line.TranslateY(prose);
    }
    Node node;
    node.id = recorder().id_of("notice");
    node.role = spoken ? Role::alert : Role::status;
    node.label = std::string(shown);
    node.rect = clipped(box);
    recorder().add(std::move(node));
}

} // namespace huikuan::ui
