// What opens at a field: the list of choices, the list of matches, the calendar.
#include <algorithm>
#include <cmath>

#include "core/read.h"
#include "ui/kit/format.h"
#include "ui/kit/inside.h"
#include "ui/kit/inside_fields.h"
#include "ui/kit/inside_icons.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"

namespace huikuan::ui {

namespace {

void popup_ground() {
    const ImGuiWindow* window = ImGui::GetCurrentWindow();
    ink()->PushClipRectFullScreen();
    shadow(window->Rect(), 8);
    ink()->PopClipRect();
    fill(window->Rect(), Tone::raised, 8);
    outline(window->Rect(), Tone::border, 8);
}

// A letter or digit goes to the next choice that begins with it, as in any list of the system.
std::optional<int> next_by_letter(std::span<const std::string> labels, int from) {
    const auto count = static_cast<int>(labels.size());
    if (ImGui::GetIO().KeyCtrl) return std::nullopt;
    for (int key = 0; key < 36; ++key) {
        const int letter = key < 26 ? ImGuiKey_A + key : ImGuiKey_0 + (key - 26);
        if (!pressed_key(static_cast<ImGuiKey>(letter), false)) continue;
        const char wanted = static_cast<char>(key < 26 ? 'A' + key : '0' + (key - 26));
        for (int step = 1; step <= count; ++step) {
            const int at = (from + step) % count;
            const std::string& label = labels[static_cast<std::size_t>(at)];
            if (!label.empty() && ImToUpper(label.front()) == wanted) return at;
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<int> option_list(NodeId owner, const ImRect& anchor,
                               std::span<const std::string> labels,
                               std::span<const std::string> details, int selected, bool keys) {
    const auto count = static_cast<int>(labels.size());
    double& state = kit().numbers[owner];
    int highlighted = std::clamp(static_cast<int>(state), 0, std::max(count - 1, 0));
    bool moved = kit().popup_just_opened;
    std::optional<int> chosen;
    if (keys && count > 0) {
        if (pressed_key(ImGuiKey_DownArrow))
            highlighted = std::min(highlighted + 1, count - 1), moved = true;
        if (pressed_key(ImGuiKey_UpArrow)) highlighted = std::max(highlighted - 1, 0), moved = true;
        const Node* opener = recorder().find(owner);
        if (opener != nullptr && opener->role == Role::combobox) { // a field keeps its letters
            if (const auto at = next_by_letter(labels, highlighted))
                highlighted = *at, moved = true;
        }
        // A field keeps its spaces to itself; they arrive here from a button alone.
        const bool take = pressed_key(ImGuiKey_Enter, false) || pressed_key(ImGuiKey_Space, false);
        if (take && !kit().popup_just_opened) chosen = highlighted;
    }
    if (pressed_key(ImGuiKey_Escape, false) || pressed_key(ImGuiKey_Tab, false)) {
        close_popup();
        return std::nullopt;
    }
    state = highlighted;
    const float item = std::max(row_height(), dp(36)) + (details.empty() ? 0 : dp(14));
    const float height = item * static_cast<float>(std::min(count, 8)) + dp(12);
    const ImRect box = popup_box(anchor, std::max(anchor.GetWidth(), dp(200)), height);
    begin_overlay("options", box, level_popup, true);
    popup_ground();
    Node list;
    list.id = owner ^ 0x115705ULL;
    list.role = Role::listbox;
    list.rect = clipped(ImGui::GetCurrentWindow()->Rect());
    list.label = say("kit.choices");
    recorder().add(std::move(list));
    recorder().push_parent(owner ^ 0x115705ULL);
    recorder().push_name(owner);
    flow().gap = 0;
    place(0, dp(6));
    for (int i = 0; i < count; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const NodeId id = recorder().id_of("option/" + labels[at]);
        const ImRect line = place(0, item);
        const ImRect pad(line.Min.x + dp(6), line.Min.y, line.Max.x - dp(6), line.Max.y);
        const Touch t = touch(pad, id);
        if (t.hovered && (ImGui::GetIO().MouseDelta.x != 0 || ImGui::GetIO().MouseDelta.y != 0)) {
            state = highlighted = i;
        }
        if (t.activated) chosen = i;
        if (i == highlighted) {
            fill(pad, Tone::hover, 6);
            if (moved) ImGui::ScrollToRect(ImGui::GetCurrentWindow(), line);
        }
        ImRect words(pad.Min.x + dp(10), pad.Min.y, pad.Max.x - dp(34), pad.Max.y);
        const bool two = !details.empty() && !details[at].empty();
        if (two) {
            words.Max.y = pad.Min.y + dp(6) + letters_px(Letters::body);
            words.Min.y = pad.Min.y + dp(6);
        }
        draw_text({words, i == selected ? Letters::strong : Letters::body}, labels[at]);
        if (two) {
            const ImRect second(words.Min.x, words.Max.y, words.Max.x, pad.Max.y - dp(4));
            draw_text({second, Letters::caption, Tone::soft}, details[at]);
        }
        if (i == selected) {
            draw_icon(Icon::check, ImVec2(pad.Max.x - dp(18), pad.GetCenter().y), 16,
                      color(Tone::accent));
        }
        Node node;
        node.id = id;
        node.role = Role::option;
        node.label = labels[at] + (two ? ", " + details[at] : "");
        if (i == highlighted) node.flags |= node_selected;
        node.rect = clipped(line);
        recorder().add(std::move(node));
    }
    place(0, dp(6));
    recorder().pop_name();
    recorder().pop_parent();
    end_overlay();
    if (chosen) {
        close_popup();
        recorder().focus(owner, recorder().focus_visible());
    }
    return chosen;
}

// --- the list of matches

bool lookup_field(std::string_view label, Lookup& state, std::uint64_t revision,
                  const std::function<std::vector<Choice>(std::string_view)>& find,
                  const FieldLook& look) {
    FieldLook own = look;
    if (own.icon == Icon::none) own.icon = Icon::search;
    const bool none = state.filled && state.found.empty() && state.id.empty() &&
                      state.asked == state.typed && !is_blank(state.typed);
    if (none) own.hint = word("kit.no_match");
    const FieldParts parts = draw_field(label, state.typed, own, Role::textbox, dp(28));
    const NodeId id = parts.answer.id;
    bool changed = false;
    if (parts.answer.edited && !state.id.empty()) {
        state.id.clear();
        changed = true;
    }
    const bool open_now = popup_open(id);
    if (parts.answer.cancelled && open_now) {
        close_popup();
        return changed;
    }
    if (parts.answer.edited || parts.pressed ||
        (parts.answer.focused && !open_now && pressed_key(ImGuiKey_DownArrow))) {
        if (!open_now) {
            open_popup(id);
            kit().numbers[id] = 0;
        }
        if (parts.answer.edited) kit().numbers[id] = 0;
    }
    draw_icon(Icon::chevron_down, ImVec2(parts.frame.Max.x - dp(18), parts.frame.GetCenter().y), 16,
              color(Tone::soft));
    const bool open = popup_open(id);
    if (Node* node = recorder().find(id)) {
        node->flags |= node_has_popup | (open ? node_expanded : 0U);
    }
    // A blur by Tab closes; a blur by pressing an option must not come before the choice.
    if (!open) return changed;
    if (parts.answer.left && !ImGui::IsMouseDown(ImGuiMouseButton_Left) &&
        !ImGui::IsMouseReleased(ImGuiMouseButton_Left)) {
        close_popup();
        return changed;
    }
    const std::string wanted = state.id.empty() ? state.typed : std::string();
    if (!state.filled || state.asked != wanted || state.asked_revision != revision) {
        state.found = find(wanted);
        state.asked = wanted;
        state.asked_revision = revision;
        state.filled = true;
        if (state.found.empty()) wake_in(0); // to say so
    }
    std::vector<std::string> labels;
    std::vector<std::string> details;
    int selected = -1;
    for (const Choice& choice : state.found) {
        if (choice.id == state.id) selected = static_cast<int>(labels.size());
        labels.push_back(choice.label);
        details.push_back(choice.detail);
    }
    if (labels.empty()) return changed;
    auto picked = option_list(id, parts.frame, labels, details, selected, parts.answer.focused);
    if (!picked && parts.answer.committed) {
        picked =
            std::clamp(static_cast<int>(kit().numbers[id]), 0, static_cast<int>(labels.size()) - 1);
        close_popup();
    }
    if (!picked) return changed;
    const Choice& choice = state.found[static_cast<std::size_t>(*picked)];
    changed = state.id != choice.id;
    state.id = choice.id;
    state.typed = choice.label;
    return changed;
}

// --- the calendar

namespace {

struct Calendar {
    core::Date shown; // any day of the month that is shown
    core::Date selected;
    core::Date today;
};

core::Date first_of(core::Date date) { return core::add_days(date, 1 - core::ymd_of(date).day); }

std::optional<core::Date> calendar_days(const Calendar& calendar, const ImRect& area) {
    std::optional<core::Date> chosen;
    const core::Date first = first_of(calendar.shown);
    const core::Date start = core::add_days(first, 1 - core::weekday(first));
    const float cell = ImFloor(area.GetWidth() / 7.0F);
    const float head = line_height(Letters::caption) + dp(6);
    for (int column = 0; column < 7; ++column) {
        const ImRect box(area.Min.x + cell * static_cast<float>(column), area.Min.y,
                         area.Min.x + cell * static_cast<float>(column + 1), area.Min.y + head);
        draw_text({box, Letters::caption, Tone::soft, Align::center},
                  word("weekday.short." + std::to_string(column + 1)));
    }
    const int month = core::ymd_of(first).month;
    for (int i = 0; i < 42; ++i) {
        const core::Date day = core::add_days(start, i);
        const float x = area.Min.x + cell * static_cast<float>(i % 7);
        const float y = area.Min.y + head + cell * static_cast<float>(i / 7);
        const ImRect box(x + dp(1), y + dp(1), x + cell - dp(1), y + cell - dp(1));
        const NodeId id = recorder().id_of("day/" + core::to_text(day));
        const Touch t = touch(box, id);
        if (t.activated) chosen = day;
        const bool on = day == calendar.selected;
        if (on || t.hovered) fill(box, on ? Tone::accent : Tone::hover, 6);
        if (day == calendar.today && !on) outline(box, Tone::accent, 6);
        const Tone tone = on                                 ? Tone::on_accent
                          : core::ymd_of(day).month == month ? Tone::text
                                                             : Tone::faint;
        draw_text({box, Letters::body, tone, Align::center}, std::to_string(core::ymd_of(day).day));
        focus_ring(box, id);
        Node node;
        node.id = id;
        node.role = Role::button;
        node.label = date_words(day);
        if (on) node.flags |= node_selected;
        node.rect = clipped(box);
        recorder().add(std::move(node));
    }
    return chosen;
}

} // namespace

std::optional<core::Date> calendar_popup(NodeId owner, const ImRect& anchor, core::Date selected,
                                         core::Date today) {
    if (pressed_key(ImGuiKey_Escape, false)) {
        close_popup();
        return std::nullopt;
    }
    double& state = kit().numbers[owner];
    if (kit().popup_just_opened) state = selected.days;
    Calendar calendar{core::Date{static_cast<std::int32_t>(state)}, selected, today};
    const float cell = kit().surface.touch ? dp(44) : dp(36);
    const float width = cell * 7 + dp(24);
    const float head = line_height(Letters::caption) + dp(6);
    const float height = dp(12) + control_height() + dp(4) + head + cell * 6 + dp(12);
    begin_overlay("calendar", popup_box(anchor, width, height), level_popup, false);
    popup_ground();
    recorder().push_name(owner);
    Node dialog;
    dialog.id = recorder().id_of("calendar");
    dialog.role = Role::dialog;
    dialog.label = say("kit.calendar");
    dialog.rect = clipped(ImGui::GetCurrentWindow()->Rect());
    const NodeId dialog_id = dialog.id;
    recorder().add(std::move(dialog));
    recorder().push_parent(dialog_id);
    const ImRect window = ImGui::GetCurrentWindow()->Rect();
    push_flow(window.Min.x + dp(12), window.Min.y + dp(12), cell * 7, 0, true);
    int months = 0;
    if (icon_button(Icon::chevron_left, say("kit.month_before"))) months = -1;
    const core::Ymd ymd = core::ymd_of(calendar.shown);
    const ImRect title = place(cell * 7 - control_height() * 2, control_height());
    draw_text({title, Letters::strong, Tone::text, Align::center},
              say("date.month_year", ymd.year, word("month." + std::to_string(ymd.month))));
    if (icon_button(Icon::chevron_right, say("kit.month_after"))) months = 1;
    pop_flow();
    if (months != 0) state = core::add_months(first_of(calendar.shown), months).days;
    const float top = window.Min.y + dp(12) + control_height() + dp(4);
    auto chosen =
        calendar_days(calendar, ImRect(window.Min.x + dp(12), top, window.Min.x + dp(12) + cell * 7,
                                       window.Max.y - dp(12)));
    recorder().pop_parent();
    recorder().pop_name();
    end_overlay();
    if (chosen) close_popup();
    return chosen;
}

DateAnswer date_field(std::string_view label, std::string& typed, core::Date today,
                      const FieldLook& look) {
    const auto read = [&]() -> core::Result<core::Date> {
        if (typed.find_first_not_of(" \t") == std::string::npos) {
            return core::fail(core::ErrorCode::required, "date");
        }
        return core::read_typed_date(typed, today);
    };
    const auto date = read();
    FieldLook own = look;
    own.kind = FieldKind::date;
    std::string below;
    if (look.error.empty() && date) {
        if (core::to_text(*date) != typed) {
            below = say("label.understood", date_text(*date) + " " + weekday_words(*date));
            own.hint = below;
        }
    } else if (look.error.empty() && date.error().code != core::ErrorCode::required) {
        below = error_words(date.error());
        own.error = below;
    }
    const float button_width = control_height();
    const FieldParts parts = draw_field(label, typed, own, Role::textbox, button_width);
    DateAnswer answer{parts.answer, read()};

    recorder().push_name(parts.answer.id);
    const NodeId id = recorder().id_of("calendar_button");
    const ImRect box(parts.frame.Max.x - button_width, parts.frame.Min.y, parts.frame.Max.x,
                     parts.frame.Max.y);
    const Touch t = touch(box, id, look.enabled);
    const bool open = popup_open(id);
    if (t.activated) {
        if (open) {
            close_popup();
        } else {
            open_popup(id);
        }
    }
    if (t.hovered)
        fill(ImRect(box.Min + ImVec2(dp(3), dp(3)), box.Max - ImVec2(dp(3), dp(3))), Tone::hover,
             5);
    draw_icon(Icon::calendar, box.GetCenter(), 18, color(open ? Tone::accent : Tone::soft));
    focus_ring(box, id);
    Node node;
    node.id = id;
    node.role = Role::button;
    node.label = say("kit.open_calendar", label);
    node.flags = node_has_popup | (open ? node_expanded : 0U);
    if (!look.enabled) node.flags |= node_disabled;
    node.rect = clipped(box);
    recorder().add(std::move(node));
    if (popup_open(id)) {
        if (const auto day = calendar_popup(id, parts.frame, answer.date.value_or(today), today)) {
            typed = core::to_text(*day);
            answer.field.edited = true;
            answer.date = *day;
        }
    }
    recorder().pop_name();
    return answer;
}

} // namespace huikuan::ui
