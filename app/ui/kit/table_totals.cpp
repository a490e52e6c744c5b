// The sums below a table. Where they are of several currencies, each stands on a line of its own.
#include <algorithm>

#include "ui/kit/inside_table.h"

namespace huikuan::ui {

namespace {

constexpr std::size_t most_lines = 4; // the last has all that is left, and may be cut

std::vector<std::string_view> parts_of_total(std::string_view total) {
    constexpr std::string_view between = " · ";
    std::vector<std::string_view> parts;
    for (std::size_t from = 0;;) {
        const bool last = parts.size() + 1 == most_lines;
        const std::size_t end = last ? std::string_view::npos : total.find(between, from);
        parts.push_back(total.substr(from, end - from));
        if (end == std::string_view::npos) return parts;
        from = end + between.size();
    }
}

} // namespace

float total_width(std::string_view total) {
    float width = 0;
    for (const auto part : parts_of_total(total)) {
        width = std::max(width, text_width(part, Letters::strong));
    }
    return width + dp(13);
}

float totals_height(const Grid& g) {
    if (g.look.totals.empty() || g.cards) return 0;
    std::size_t lines = 1;
    for (const std::string& total : g.look.totals) {
        lines = std::max(lines, parts_of_total(total).size());
    }
    const float one = std::max(row_height(), dp(36));
    return one + static_cast<float>(lines - 1) * line_height(Letters::strong);
}

void totals_row(Grid& g) {
    const ImRect line = place(0, totals_height(g));
    ink()->AddRectFilled(line.Min, ImVec2(line.Max.x, line.Min.y + std::max(1.0F, dp(1))),
                         color(Tone::border_strong));
    Node row;
    row.id = recorder().id_of("totals");
    row.role = Role::row;
    row.row = static_cast<int>(g.count) + 1;
    row.rect = clipped(line);
    const NodeId row_id = row.id;
    recorder().add(std::move(row));
    recorder().push_parent(row_id);
    recorder().push_name("totals");
    const float one = line_height(Letters::strong);
    for (const Lane& lane : g.lanes) {
        if (lane.column >= g.look.totals.size()) continue;
        const Cell content{g.look.totals[lane.column], Tone::text, true, std::nullopt};
        const ImRect box = inner_box(g, lane, line);
        const auto parts = parts_of_total(content.text);
        float y = ImFloor(box.GetCenter().y - one * 0.5F * static_cast<float>(parts.size()));
        for (const std::string_view part : parts) {
            draw_text({ImRect(box.Min.x, y, box.Max.x, y + one), Letters::strong, Tone::text,
                       g.look.columns[lane.column].align},
                      part);
            y += one;
        }
        record_cell(g.count, lane, content, box);
    }
    recorder().pop_name();
    recorder().pop_parent();
}

} // namespace huikuan::ui
