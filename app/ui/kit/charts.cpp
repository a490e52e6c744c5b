#include "ui/kit/charts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "ui/kit/inside.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"

namespace huikuan::ui {

namespace {

// A part of a chart under the pointer, the keyboard and the ear.
Touch part_touch(const ChartPart& part, const ImRect& hit, bool selected) {
    const NodeId id = recorder().id_of("part/" + part.label);
    const Touch t = touch(hit, id);
    Node node;
    node.id = id;
    node.role = Role::button;
    node.label = part.label + " " + part.value_text;
    if (selected) node.flags |= node_selected;
    node.rect = clipped(hit);
    recorder().add(std::move(node));
    focus_ring(hit, id, 4);
    return t;
}

NodeId begin_chart(std::string_view name, const ImRect& box) {
    Node node;
    node.id = recorder().id_of(std::string("chart/") + std::string(name));
    node.role = Role::group;
    node.label = std::string(name);
    node.rect = clipped(box);
    const NodeId id = node.id;
    recorder().add(std::move(node));
    recorder().push_parent(id);
    recorder().push_name(name);
    return id;
}

void end_chart() {
    recorder().pop_name();
    recorder().pop_parent();
}

} // namespace

std::int64_t round_up_for_axis(std::int64_t value) {
    if (value <= 10) return std::max<std::int64_t>(value, 1) <= 5 ? 5 : 10;
    std::int64_t power = 1;
    while (power <= value / 10) power *= 10;
    constexpr std::array<std::int64_t, 5> steps{10, 20, 25, 50, 100};
    for (const std::int64_t step : steps) {
        if (power / 10 > std::numeric_limits<std::int64_t>::max() / step) break;
        const std::int64_t candidate = power / 10 * step; // power is 10 at least
        if (candidate >= value) return candidate;
    }
    return value;
}

std::string short_number(std::int64_t whole) {
    struct Unit {
        std::int64_t size;
        std::string_view key;
    };
    constexpr std::array<Unit, 3> units{{{100'000'000, "unit.hundred_million"},
                                         {1'000'000, "unit.million"},
                                         {10'000, "unit.ten_thousand"}}};
    const std::int64_t sign = whole < 0 ? -1 : 1;
    const std::int64_t size = whole * sign;
    for (const Unit& unit : units) {
        // A language that does not count in this unit has "-" for it.
        if (size < unit.size || word(unit.key) == "-") continue;
        const std::int64_t base = std::stoll(std::string(word(std::string(unit.key) + ".size")));
        const std::int64_t tenths = size / (base / 10);
        std::string digits = std::to_string(tenths / 10);
        if (tenths % 10 != 0 && tenths < 1000) digits += "." + std::to_string(tenths % 10);
        return (sign < 0 ? "\u2212" : "") + digits + std::string(word(unit.key));
    }
    return (sign < 0 ? "\u2212" : "") + std::to_string(size);
}

Tone chart_tone(std::size_t index, std::size_t count) {
    constexpr std::array<Tone, 6> tones{Tone::chart0, Tone::chart1, Tone::chart2,
                                        Tone::chart3, Tone::chart4, Tone::chart5};
    if (count <= 6) return tones[std::min<std::size_t>(index, 5)];
    if (index == 0) return tones[0];
    return tones[std::min<std::size_t>(1 + (index - 1) * 5 / (count - 1), 5)];
}

std::optional<std::size_t> bar_chart(std::string_view name, std::span<const ChartPart> parts,
                                     int selected, float height_css) {
    std::optional<std::size_t> pressed;
    if (parts.empty()) return pressed;
    const ImRect box = place(0, dp(height_css));
    begin_chart(name, box);
    std::int64_t highest = 0;
    std::int64_t lowest = 0;
    for (const ChartPart& part : parts) {
        highest = std::max(highest, part.value);
        lowest = std::min(lowest, part.value);
    }
    const std::int64_t top = highest > 0 || lowest == 0 ? round_up_for_axis(highest) : 0;
    const std::int64_t low = lowest < 0 ? -round_up_for_axis(-lowest) : 0;
    const float label = line_height(Letters::caption);
    const float slot = box.GetWidth() / static_cast<float>(parts.size());
    std::size_t name_lines = 1;
    for (const ChartPart& part : parts) {
        const auto lines = wrapped(part.label, Letters::caption, slot - dp(4)).size();
        name_lines = std::clamp<std::size_t>(lines, name_lines, 2);
    }
    const float names = label * static_cast<float>(name_lines);
    const ImRect plot(box.Min.x, box.Min.y + label, box.Max.x, box.Max.y - names - dp(6));
    const auto y_of = [&](std::int64_t value) {
        const double part = static_cast<double>(value - low) / static_cast<double>(top - low);
        return ImFloor(plot.Max.y - static_cast<float>(part) * plot.GetHeight());
    };
    for (int i = 0; i <= 4; ++i) {
        const float y = ImFloor(plot.Min.y + plot.GetHeight() * static_cast<float>(i) / 4.0F);
        ink()->AddRectFilled(ImVec2(plot.Min.x, y), ImVec2(plot.Max.x, y + std::max(1.0F, dp(1))),
                             color(Tone::hover));
    }
    const float zero = y_of(0);
    const float wide = ImFloor(std::min(slot * 0.62F, dp(96)));
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const ChartPart& part = parts[i];
        const float center = ImFloor(plot.Min.x + slot * (static_cast<float>(i) + 0.5F));
        const ImRect hit(plot.Min.x + slot * static_cast<float>(i) + dp(2), box.Min.y,
                         plot.Min.x + slot * static_cast<float>(i + 1) - dp(2), box.Max.y);
        const bool on = selected == static_cast<int>(i);
        const Touch t = part_touch(part, hit, on);
        if (t.activated) pressed = i;
        if (t.hovered || on) fill(hit, on ? Tone::accent_soft : Tone::hover, 8);
        const float edge = y_of(part.value);
        const float least = part.value == 0 ? 0 : dp(2);
        ImRect bar(center - wide * 0.5F, std::min(edge, zero - (part.value > 0 ? least : 0)),
                   center + wide * 0.5F, std::max(edge, zero + (part.value < 0 ? least : 0)));
        if (bar.GetHeight() >= 1) fill(bar, part.tone, 4);
        const float under = part.value < 0 ? bar.Max.y : bar.Min.y - label;
        const bool fits = text_width(part.value_text, Letters::caption) <= slot - dp(4);
        draw_text({ImRect(hit.Min.x, under, hit.Max.x, under + label), Letters::caption, Tone::text,
                   Align::center},
                  fits ? part.value_text : short_number(part.value));
        ImRect line(hit.Min.x, box.Max.y - names, hit.Max.x, box.Max.y - names + label);
        for (const auto piece : wrapped(part.label, Letters::caption, slot - dp(4))) {
            if (line.Max.y > box.Max.y + 1) break;
            draw_text({line, Letters::caption, on ? Tone::accent : Tone::soft, Align::center},
                      piece);
            line.TranslateY(label);
        }
    }
    ink()->AddRectFilled(ImVec2(plot.Min.x, zero), ImVec2(plot.Max.x, zero + std::max(1.0F, dp(1))),
                         color(Tone::border_strong));
    end_chart();
    return pressed;
}

std::optional<std::size_t> stacked_bar(std::string_view name, std::span<const ChartPart> parts,
                                       int selected) {
    std::optional<std::size_t> pressed;
    const float tall = dp(kit().surface.touch ? 44 : 28);
    const ImRect box = place(0, tall);
    begin_chart(name, box);
    double sum = 0;
    for (const ChartPart& part : parts)
        sum += static_cast<double>(std::max<std::int64_t>(part.value, 0));
    fill(box, Tone::hover, 6);
    float x = box.Min.x;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const ChartPart& part = parts[i];
        if (part.value <= 0 || sum <= 0) continue;
        const auto share = static_cast<float>(static_cast<double>(part.value) / sum);
        const float end = std::min(box.Max.x, x + std::max(dp(3), box.GetWidth() * share));
        const ImRect piece(x, box.Min.y, end, box.Max.y);
        const bool on = selected == static_cast<int>(i);
        const Touch t = part_touch(part, piece, on);
        if (t.activated) pressed = i;
        ink()->AddRectFilled(piece.Min, ImVec2(piece.Max.x - std::max(1.0F, dp(1)), piece.Max.y),
                             color(part.tone), dp(3));
        if (t.hovered || on) outline(piece, Tone::text, 3, 2);
        x = end;
    }
    end_chart();
    return pressed;
}

void legend(std::span<const ChartPart> parts) {
    Row row(16, true);
    for (const ChartPart& part : parts) {
        if (part.value == 0) continue;
        const std::string words = part.label + "  " + part.value_text;
        const float height = line_height(Letters::caption);
        const ImRect box = place(text_width(words, Letters::caption) + dp(18), height);
        const float y = ImFloor(box.GetCenter().y - dp(5));
        fill(ImRect(box.Min.x, y, box.Min.x + dp(10), y + dp(10)), part.tone, 3);
        draw_text({ImRect(box.Min.x + dp(16), box.Min.y, box.Max.x, box.Max.y), Letters::caption,
                   Tone::soft},
                  words);
    }
}

} // namespace huikuan::ui
