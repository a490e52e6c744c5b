#include "ui/kit/month.h"

#include <algorithm>

#include "ui/kit/format.h"
#include "ui/kit/inside.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"

namespace huikuan::ui {

namespace {

constexpr float tall_cell = 92;
constexpr float low_cell = 52;
constexpr std::size_t marks_in_cell = 3;

struct DayCell {
    core::Date day;
    ImRect box;
    bool of_month = false, selected = false, today = false;
};

void draw_marks(const DayCell& cell, const std::vector<DayMark>& marks, bool small) {
    if (marks.empty()) return;
    const float line = line_height(Letters::caption);
    float y = cell.box.Min.y + dp(6) + line_height(Letters::body);
    if (small) { // the number alone, with the colour of what is most urgent
        const ImRect box(cell.box.Min.x, y - dp(2), cell.box.Max.x, y + line);
        const Tone tone = cell.selected ? Tone::on_accent : marks.front().tone;
        draw_text({box, Letters::caption, tone, Align::center}, std::to_string(marks.size()));
        return;
    }
    for (std::size_t i = 0; i < marks.size(); ++i) {
        const bool more = i + 1 == marks_in_cell && marks.size() > marks_in_cell;
        const ImRect box(cell.box.Min.x + dp(14), y, cell.box.Max.x - dp(4), y + line);
        const Tone tone = cell.selected ? Tone::on_accent : Tone::soft;
        if (more) {
            draw_text({box, Letters::caption, tone}, "+" + std::to_string(marks.size() - i));
            return;
        }
        const ImVec2 dot(cell.box.Min.x + dp(8), y + line / 2);
        ink()->AddCircleFilled(dot, dp(2.5F), color(cell.selected ? tone : marks[i].tone));
        draw_text({box, Letters::caption, tone}, marks[i].text);
        y += line;
    }
}

bool draw_day(const DayCell& cell, const std::vector<DayMark>& marks, bool small) {
    const NodeId id = recorder().id_of("day/" + core::to_text(cell.day));
    const Touch t = touch(cell.box, id);
    reveal(cell.box, id);
    if (cell.selected || t.hovered) fill(cell.box, cell.selected ? Tone::accent : Tone::hover, 6);
    outline(cell.box, cell.today ? Tone::accent : Tone::border, 6, cell.today ? 2.F : 1.F);
    const Tone tone = cell.selected ? Tone::on_accent : cell.of_month ? Tone::text : Tone::faint;
    const ImRect number(cell.box.Min.x + dp(8), cell.box.Min.y + dp(3), cell.box.Max.x - dp(8),
                        cell.box.Min.y + dp(3) + line_height(Letters::body));
    draw_text({number, cell.today ? Letters::strong : Letters::body, tone,
               small ? Align::center : Align::left},
              std::to_string(core::ymd_of(cell.day).day));
    draw_marks(cell, marks, small);
    focus_ring(cell.box, id);
    Node node;
    node.id = id;
    node.role = Role::button;
    node.label =
        marks.empty() ? date_words(cell.day) : say("month.day", date_words(cell.day), marks.size());
    if (cell.selected) node.flags |= node_selected;
    if (cell.today) node.flags |= node_current;
    node.rect = clipped(cell.box);
    recorder().add(std::move(node));
    return t.activated;
}

} // namespace

core::Date month_grid_start(core::Date shown) {
    const core::Date first = core::add_days(shown, 1 - core::ymd_of(shown).day);
    return core::add_days(first, 1 - core::weekday(first));
}

std::optional<core::Date> month_grid(const MonthLook& look) {
    std::optional<core::Date> chosen;
    const bool small = narrow();
    const float gap = dp(small ? 2 : 4);
    const float head = line_height(Letters::caption) + dp(8);
    const float height = dp(small ? low_cell : tall_cell);
    const core::Date start = month_grid_start(look.shown);
    const int month = core::ymd_of(look.shown).month;
    // Five weeks where five are enough.
    const bool sixth = core::ymd_of(core::add_days(start, 35)).month == month;
    const int weeks = sixth ? 6 : 5;
    const ImRect area = place(0, head + (height + gap) * static_cast<float>(weeks));
    const NodeId id = recorder().id_of("month/" + std::string(look.name));
    Node group;
    group.id = id;
    group.role = Role::group;
    group.label = std::string(look.name);
    group.rect = clipped(area);
    recorder().add(std::move(group));
    recorder().push_parent(id);
    recorder().push_name(id);
    const float width = ImFloor((area.GetWidth() - gap * 6) / 7);
    for (int column = 0; column < 7; ++column) {
        const float x = area.Min.x + (width + gap) * static_cast<float>(column);
        const ImRect box(x, area.Min.y, x + width, area.Min.y + head);
        draw_text({box, Letters::caption, Tone::soft, Align::center},
                  word("weekday.short." + std::to_string(column + 1)));
    }
    for (int i = 0; i < weeks * 7; ++i) {
        DayCell cell;
        cell.day = core::add_days(start, i);
        const float x = area.Min.x + (width + gap) * static_cast<float>(i % 7);
        const float y = area.Min.y + head + (height + gap) * static_cast<float>(i / 7);
        cell.box = ImRect(x, y, x + width, y + height);
        cell.of_month = core::ymd_of(cell.day).month == month;
        cell.selected = cell.day == look.selected;
        cell.today = cell.day == look.today;
        if (draw_day(cell, look.marks(cell.day), small)) chosen = cell.day;
    }
    recorder().pop_name();
    recorder().pop_parent();
    return chosen;
}

bool step_button(std::string_view label, Icon icon) {
    return narrow() ? icon_button(icon, label) : button(label, {.icon = icon});
}

} // namespace huikuan::ui
