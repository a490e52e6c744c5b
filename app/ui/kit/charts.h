#pragma once
// Charts: bars with round axis numbers, and one stacked bar. Every part is a button that opens what
// it is made of; those who cannot see hear the same list of parts with their values.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ui/kit/theme.h"

namespace huikuan::ui {

struct ChartPart {
    std::string label;
    std::int64_t value = 0; // bars below zero hang from the axis
    std::string value_text;
    Tone tone = Tone::chart0;
};

// Answers the part that was pressed.
std::optional<std::size_t> bar_chart(std::string_view name, std::span<const ChartPart> parts,
                                     int selected, float height_css = 200);
std::optional<std::size_t> stacked_bar(std::string_view name, std::span<const ChartPart> parts,
                                       int selected);
// The colours of a stacked bar with their names and values.
void legend(std::span<const ChartPart> parts);
Tone chart_tone(std::size_t index, std::size_t count); // from light to dark

// A number at or above `value` that reads well on an axis: 1, 2, 2.5 or 5 times a power of ten.
std::int64_t round_up_for_axis(std::int64_t value);
// 1,200,000 as 1.2M or 120万, of a value in whole units.
std::string short_number(std::int64_t whole);

} // namespace huikuan::ui
