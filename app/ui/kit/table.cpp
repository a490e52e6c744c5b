#include "ui/kit/table.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/kit/inside.h"
#include "ui/kit/inside_icons.h"
#include "ui/kit/inside_table.h"
#include "ui/kit/strings.h"

namespace huikuan::ui {

// Figures stand at the right of their column, and may use the gap before it.
ImRect inner_box(const Grid& g, const Lane& lane, const ImRect& line) {
    const bool figures = g.look.columns[lane.column].align == Align::right;
    return {lane.left + dp(figures ? 2 : 10), line.Min.y, lane.right - dp(10), line.Max.y};
}

void record_cell(std::size_t row, const Lane& lane, const Cell& cell, const ImRect& box) {
    Node node;
    node.id = recorder().id_of("cell/" + std::to_string(lane.column));
    node.role = lane.column == 0 ? Role::rowheader : Role::cell;
    node.label = cell.text;
    node.row = static_cast<int>(row) + 1;
    node.column = static_cast<int>(lane.column);
    node.rect = clipped(box);
    recorder().add(std::move(node));
}

bool draw_cell(const Cell& cell, const ImRect& box, Align align) {
    if (cell.badge && !cell.text.empty()) {
        const auto [ground, letters] = badge_colors(*cell.badge);
        const float width =
            std::min(text_width(cell.text, Letters::caption) + dp(16), box.GetWidth());
        const float height = line_height(Letters::caption) + dp(4);
        const float x = align == Align::right ? box.Max.x - width : box.Min.x;
        const float y = ImFloor(box.GetCenter().y - height * 0.5F);
        const ImRect mark(x, y, x + width, y + height);
        fill(mark, ground, 12);
        return draw_text({ImRect(mark.Min.x + dp(6), mark.Min.y, mark.Max.x - dp(6), mark.Max.y),
                          Letters::caption, letters, Align::center},
                         cell.text);
    }
    return draw_text({box, cell.strong ? Letters::strong : Letters::body, cell.tone, align},
                     cell.text);
}

namespace {

// Which columns are shown, and where.
// A sum is never cut, so that its column is at least as wide; at most twice what it asked for.
float least_width(const Grid& g, std::size_t c) {
    const TableColumn& column = g.look.columns[c];
    if (column.align != Align::right || c >= g.look.totals.size()) return dp(column.least);
    const float sum = total_width(g.look.totals[c]);
    return std::clamp(sum, dp(column.least), dp(column.least * 2));
}

void lay_columns(Grid& g, float left, float width) {
    std::vector<std::size_t> shown;
    for (std::size_t c = 0; c < g.look.columns.size(); ++c) {
        if (!is_hidden(g, c)) shown.push_back(c);
    }
    const auto least = [&] {
        float sum = g.mark;
        for (const std::size_t c : shown) sum += least_width(g, c);
        return sum;
    };
    while (shown.size() > 2 && least() > width) {
        const auto worst = std::ranges::max_element(shown, {}, [&](std::size_t c) {
            return g.look.columns[c].rank * 100 + static_cast<int>(c);
        });
        if (g.look.columns[*worst].rank == 0) break;
        shown.erase(worst);
    }
    float weights = 0;
    for (const std::size_t c : shown) weights += g.look.columns[c].weight;
    const float spare = width - least();
    float x = left + g.mark;
    g.lanes.clear();
    for (const std::size_t c : shown) {
        const TableColumn& column = g.look.columns[c];
        float wide = least_width(g, c);
        wide += spare >= 0 ? ImFloor(spare * column.weight / std::max(weights, 0.01F))
                           : ImFloor(spare * wide / std::max(least() - g.mark, 1.0F));
        g.lanes.push_back({c, x, x + wide});
        x += wide;
    }
    if (!g.lanes.empty() && spare >= 0) g.lanes.back().right = left + width;
}

void toggle_sort(Grid& g, const TableColumn& column) {
    if (g.look.sort == nullptr) return;
    if (*g.look.sort == column.sort) {
        *g.look.descending = !*g.look.descending;
    } else {
        *g.look.sort = column.sort;
        *g.look.descending = column.align == Align::right;
    }
    g.answer.sorted = true;
}

void header_cell(Grid& g, const Lane& lane, const ImRect& line) {
    const TableColumn& column = g.look.columns[lane.column];
    const bool sortable = g.look.sort != nullptr && !column.sort.empty();
    const bool sorted = sortable && *g.look.sort == column.sort;
    const ImRect box(lane.left, line.Min.y, lane.right, line.Max.y);
    const NodeId id = recorder().id_of("head/" + column.title);
    Touch t;
    if (sortable) t = touch(box, id);
    if (t.activated) toggle_sort(g, column);
    if (t.hovered) fill(box, Tone::hover, 4);
    ImRect words = inner_box(g, lane, line);
    const float arrow = dp(16);
    if (sorted) {
        const float size = text_width(column.title, Letters::caption);
        const bool right = column.align == Align::right;
        const float x = right ? std::max(words.Max.x - size - arrow, words.Min.x) + dp(5)
                              : std::min(words.Min.x + size + dp(4), words.Max.x - arrow) + dp(7);
        draw_icon(*g.look.descending ? Icon::sort_down : Icon::sort_up,
                  ImVec2(x, words.GetCenter().y), 14, color(Tone::accent));
        if (right) words.Min.x += arrow;
        else words.Max.x -= arrow;
    }
    draw_text({words, Letters::caption, sorted ? Tone::accent : Tone::soft, column.align},
              column.title);
    focus_ring(ImRect(box.Min + ImVec2(dp(2), dp(2)), box.Max - ImVec2(dp(2), dp(2))), id, 4);
    Node node;
    node.id = id;
    node.role = Role::columnheader;
    node.label = column.title;
    node.column = static_cast<int>(lane.column);
    node.row = 0;
    if (sorted) node.flags |= *g.look.descending ? node_sort_descending : node_sort_ascending;
    if (!sortable) node.flags |= node_read_only;
    node.rect = clipped(box);
    recorder().add(std::move(node));
}

void draw_check(const ImRect& box, bool on, bool hovered) {
    const ImVec2 center = box.GetCenter();
    const ImRect mark(ImFloor(center.x - dp(9)), ImFloor(center.y - dp(9)),
                      ImFloor(center.x + dp(9)), ImFloor(center.y + dp(9)));
    if (on) {
        fill(mark, Tone::accent, 4);
        draw_icon(Icon::check, mark.GetCenter(), 16, color(Tone::on_accent));
    } else {
        fill(mark, hovered ? Tone::hover : Tone::surface, 4);
        outline(mark, Tone::border_strong, 4, 1.5F);
    }
}

bool check_cell(const ImRect& box, std::string_view name, std::string_view label, bool on) {
    Node cell; // a row owns cells alone
    cell.id = recorder().id_of(std::string(name) + "/cell");
    cell.role = Role::cell;
    cell.rect = clipped(box);
    const NodeId cell_id = cell.id;
    recorder().add(std::move(cell));
    recorder().push_parent(cell_id);
    const NodeId id = recorder().id_of(name);
    const Touch t = touch(box, id);
    draw_check(box, on, t.hovered);
    focus_ring(
        ImRect(box.GetCenter() - ImVec2(dp(10), dp(10)), box.GetCenter() + ImVec2(dp(10), dp(10))),
        id, 4);
    Node node;
    node.id = id;
    node.role = Role::checkbox;
    node.label = std::string(label);
    if (on) node.flags |= node_checked;
    node.rect = clipped(box);
    recorder().add(std::move(node));
    recorder().pop_parent();
    return t.activated;
}

float header_height() { return kit().surface.touch ? dp(40) : dp(34); }

void header(Grid& g) {
    const ImRect line = place(0, header_height());
    Node row;
    row.id = recorder().id_of("header");
    row.role = Role::row;
    row.row = 0;
    row.rect = clipped(line);
    const NodeId row_id = row.id;
    recorder().add(std::move(row));
    recorder().push_parent(row_id);
    if (g.look.select) {
        const ImRect box(line.Min.x, line.Min.y, line.Min.x + g.mark, line.Max.y);
        const bool all = g.count > 0 && g.state.selected.size() == g.count;
        if (check_cell(box, "all", say("table.select_all"), all)) {
            g.state.selected.clear();
            if (!all) g.state.selected.insert(g.keys.begin(), g.keys.end());
        }
    }
    for (const Lane& lane : g.lanes) header_cell(g, lane, line);
    recorder().pop_parent();
    ink()->AddRectFilled(ImVec2(line.Min.x, line.Max.y - std::max(1.0F, dp(1))), line.Max,
                         color(Tone::border));
}

void line_row(Grid& g, std::size_t row, const ImRect& line, bool hovered) {
    for (const Lane& lane : g.lanes) {
        const Cell content = g.cell(row, lane.column);
        const ImRect box = inner_box(g, lane, line);
        const bool cut = draw_cell(content, box, g.look.columns[lane.column].align);
        const ImRect whole(lane.left, line.Min.y, lane.right, line.Max.y);
        record_cell(row, lane, content, whole);
        if (!cut || !hovered) continue;
        // What was cut is said in full where the pointer rests; a finger holds the row for it.
        const bool rests = whole.Contains(ImGui::GetIO().MousePos);
        tooltip(whole, recorder().id_of("cut/" + std::to_string(lane.column)), content.text, rests);
    }
}

bool clipped_hit(const ImRect& box) {
    const Rect seen = clipped(box);
    return ImRect(seen.x, seen.y, seen.x + seen.w, seen.y + seen.h)
        .Contains(ImGui::GetIO().MousePos);
}

void select_range(Grid& g, std::int64_t from, std::int64_t to) {
    const auto last = static_cast<std::int64_t>(g.count) - 1;
    for (auto row = std::min(from, to); row <= std::min(std::max(from, to), last); ++row) {
        g.state.selected.insert(key_of(g, static_cast<std::size_t>(row)));
    }
}

void body_row(Grid& g, std::size_t row, const ImRect& line, const Card* card = nullptr) {
    const core::RowKey key = key_of(g, row);
    recorder().push_name(static_cast<std::uint64_t>(key));
    Node node;
    node.id = recorder().id_of("row");
    node.role = Role::row;
    node.row = static_cast<int>(row) + 1;
    const NodeId id = node.id;
    const bool selected = g.state.selected.contains(key);
    if (selected) node.flags |= node_selected;
    ImRect hit = line;
    if (card != nullptr) hit.Max.y -= dp(card_gap);
    node.rect = clipped(hit);
    recorder().add(std::move(node));
    recorder().push_parent(id);
    hit.Min.x += g.mark;
    Touch t;
    if (g.look.opens) {
        t = touch(hit, id);
    } else if (ImGui::IsWindowHovered() && clipped_hit(hit)) {
        t.hovered = !kit().surface.touch;
        t.menu = ImGui::IsMouseClicked(ImGuiMouseButton_Right);
    }
    if (t.menu) ask_row_menu(g, row, ImGui::GetIO().MousePos);
    if (recorder().focused() == id) { // pressed: the arrows go on from here
        recorder().focus(g.id, false);
        g.state.cursor = static_cast<std::int64_t>(row);
    }
    if (t.activated) {
        g.answer.opened = row;
        g.state.cursor = static_cast<std::int64_t>(row);
    }
    if (card != nullptr) {
        fill(ImRect(line.Min.x, line.Min.y, line.Max.x, line.Max.y - dp(card_gap)),
             t.held     ? Tone::pressed
             : selected ? Tone::accent_soft
                        : Tone::surface,
             10);
        draw_card(g, row, *card, line);
    } else {
        if (selected || t.hovered) { fill(line, selected ? Tone::accent_soft : Tone::hover, 0); }
        line_row(g, row, line, t.hovered);
        ink()->AddRectFilled(ImVec2(line.Min.x, line.Max.y - std::max(1.0F, dp(1))), line.Max,
                             color(Tone::hover));
    }
    if (g.look.select) {
        const ImRect box(line.Min.x, line.Min.y, line.Min.x + g.mark,
                         g.cards ? line.Min.y + dp(48) : line.Max.y);
        const std::string label = say("table.select_row", g.cell(row, g.title_column()).text);
        if (check_cell(box, "pick", label, selected)) {
            if (ImGui::GetIO().KeyShift && g.state.anchor >= 0) {
                select_range(g, g.state.anchor, static_cast<std::int64_t>(row));
            } else {
                if (selected) g.state.selected.erase(key);
                else g.state.selected.insert(key);
                g.state.anchor = static_cast<std::int64_t>(row);
            }
        }
    }
    if (g.state.cursor == static_cast<std::int64_t>(row) && recorder().focused() == g.id &&
        recorder().focus_visible()) {
        outline(ImRect(line.Min + ImVec2(dp(1), dp(1)), line.Max - ImVec2(dp(1), dp(1))),
                Tone::ring, 4, 2);
    }
    if (g.state.cursor == static_cast<std::int64_t>(row)) g.state.cursor_y = line.Max.y;
    recorder().pop_parent();
    recorder().pop_name();
}

void move_cursor(Grid& g, float page_rows) {
    if (recorder().focused() != g.id || g.count == 0) return;
    const auto last = static_cast<std::int64_t>(g.count) - 1;
    const auto page = std::max<std::int64_t>(1, static_cast<std::int64_t>(page_rows) - 1);
    std::int64_t cursor = g.state.cursor;
    if (pressed_key(ImGuiKey_DownArrow)) cursor += 1;
    if (pressed_key(ImGuiKey_UpArrow)) cursor = cursor < 0 ? 0 : cursor - 1;
    if (pressed_key(ImGuiKey_PageDown)) cursor += page;
    if (pressed_key(ImGuiKey_PageUp)) cursor -= page;
    if (pressed_key(ImGuiKey_Home)) cursor = 0;
    if (pressed_key(ImGuiKey_End)) cursor = last;
    const bool shift = ImGui::GetIO().KeyShift;
    const bool menu =
        pressed_key(ImGuiKey_Menu, false) || (shift && pressed_key(ImGuiKey_F10, false));
    if (menu && g.state.cursor >= 0) {
        const float y = g.state.cursor_y > 0 ? g.state.cursor_y : flow().y;
        ask_row_menu(g, static_cast<std::size_t>(g.state.cursor), ImVec2(flow().left + dp(24), y));
    }
    if (g.look.select && ImGui::GetIO().KeyCtrl && pressed_key(ImGuiKey_A, false)) {
        g.state.selected.insert(g.keys.begin(), g.keys.end());
    }
    if (pressed_key(ImGuiKey_Escape, false)) g.state.selected.clear();
    const bool enter = pressed_key(ImGuiKey_Enter, false) || recorder().activated(g.id);
    if (enter && g.look.opens && g.state.cursor >= 0 && g.state.cursor <= last) {
        g.answer.opened = static_cast<std::size_t>(g.state.cursor);
        g.answer.by_key = true;
    }
    if (g.look.select && pressed_key(ImGuiKey_Space, false) && g.state.cursor >= 0) {
        const core::RowKey key = key_of(g, static_cast<std::size_t>(g.state.cursor));
        if (!g.state.selected.erase(key)) g.state.selected.insert(key);
        g.state.anchor = g.state.cursor;
    }
    if (cursor == g.state.cursor) return;
    cursor = std::clamp<std::int64_t>(cursor, 0, last);
    if (g.look.select && shift) {
        if (g.state.anchor < 0) g.state.anchor = std::max<std::int64_t>(g.state.cursor, 0);
        g.state.selected.clear();
        select_range(g, g.state.anchor, cursor);
    } else {
        g.state.anchor = -1;
    }
    g.state.cursor = cursor;
    g.state.scroll_to_cursor = true;
    wake_in(0);
}

NodeId begin_table(Grid& g) {
    Node node;
    node.id = recorder().id_of(std::string("table/") + std::string(g.look.name));
    node.role = Role::table;
    if (g.look.opens) node.flags |= node_tab_stop;
    node.label = std::string(g.look.name);
    node.row_count = static_cast<int>(g.count) + 1 + (g.look.totals.empty() ? 0 : 1);
    node.column_count = static_cast<int>(g.look.columns.size());
    g.id = node.id;
    g.state.focus_id = node.id;
    recorder().add(std::move(node));
    recorder().push_parent(g.id);
    recorder().push_name(g.look.name);
    return g.id;
}

void end_table(Grid& g, const ImRect& all) {
    recorder().pop_name();
    recorder().pop_parent();
    if (Node* node = recorder().find(g.id)) {
        node->rect = clipped(all);
        node->value = recorder().focused() == g.id ? cursor_words(g) : std::string();
    }
    if (g.state.cursor < 0) focus_ring(all, g.id, 8);
}

Grid make_grid(TableState& state, std::span<const core::RowKey> keys, std::size_t count,
               const TableLook& look, const CellOf& cell) {
    Grid g{look, cell, state, keys, count, 0, narrow(), 0, 0, {}, {}};
    g.row = g.cards ? card_guess(g) : row_height();
    if (look.select) g.mark = kit().surface.touch ? dp(44) : dp(40);
    if (state.cursor >= static_cast<std::int64_t>(count)) {
        state.cursor = static_cast<std::int64_t>(count) - 1;
    }
    return g;
}

// The cards that are seen, each measured as it is drawn. Answers whether one is of another height
// than was known: where it begins above the area its lower edge stays, so that nothing jumps.
bool draw_cards(Grid& g, std::size_t first, std::size_t last, const ImVec2& start, float right,
                float body_height) {
    ImGuiWindow* window = ImGui::GetCurrentWindow();
    const float scrolled = window->Scroll.y;
    float y = top_of(g, first);
    bool changed = false;
    for (std::size_t row = first; row < last && y < scrolled + body_height; ++row) {
        const Card card = plan_card(g, row, right - start.x);
        float& known = g.state.card_heights[row];
        const float grew = card.height - std::exchange(known, card.height);
        changed = changed || grew != 0;
        g.state.card_sum += static_cast<double>(grew);
        if (grew != 0 && row == first && y < scrolled) {
            y -= grew;
            window->Scroll.y = std::max(0.0F, scrolled + grew); // in the next frame
        }
        body_row(g, row, ImRect(start.x, start.y + y, right, start.y + y + card.height), &card);
        y += card.height;
    }
    if (changed) wake_in(0);
    return changed;
}

// A phone that is turned has rows of another height: the first one that was seen stays the first.
void keep_first_row(const Grid& g, float width) {
    TableState& state = g.state;
    const float before = std::exchange(state.shape, g.cards ? -width : g.row);
    if (before != 0 && before != state.shape) state.settling = 2;
    if (state.settling == 0) return;
    --state.settling;
    ImGui::SetNextWindowScroll(ImVec2(-1, std::round(top_of(g, state.first_row))));
    wake_in(0);
}

} // namespace

TableAnswer table(TableState& state, std::span<const core::RowKey> keys, const TableLook& look,
                  const FetchRows& fetch, const CellOf& cell) {
    Grid g = make_grid(state, keys, keys.size(), look, cell);
    const float foot = totals_height(g);
    if (g.cards) keep_card_heights(g, flow().right - flow().left);
    const float whole_of_rows =
        (g.cards ? 0 : header_height()) + foot + dp(2) + std::round(top_of(g, g.count));
    const float height = std::min(dp(look.height > 0 ? look.height : 0), whole_of_rows);
    const Flow& f = flow();
    const ImGuiWindow* outer = ImGui::GetCurrentWindow();
    const float top = f.fresh ? f.y : f.y + f.gap;
    const float rest = outer->InnerRect.Max.y - (top + outer->Scroll.y) - dp(look.keep_below) -
                       kit().bottom_padding;
    const float whole = height > 0 ? height : std::max(rest, dp(240));
    begin_table(g);
    const float old_gap = flow().gap;
    const ImRect ground(f.left, top, f.right, top + whole);
    if (!g.cards) {
        fill(ground, Tone::surface, 10);
        outline(ground, Tone::border, 10);
    }
    const float bar = ImGui::GetStyle().ScrollbarSize;
    lay_columns(g, ground.Min.x, ground.GetWidth() - bar);
    place(0, 0.0001F);
    flow().gap = 0;
    if (!g.cards) header(g);
    const float body_top = flow().y;
    const float body_height = std::max(top + whole - body_top - foot - dp(1), g.row);
    move_cursor(g, body_height / g.row);
    ImGui::SetCursorScreenPos(ImVec2(ground.Min.x, body_top));
    keep_first_row(g, ground.GetWidth());
    ImGui::BeginChild(static_cast<ImGuiID>(g.id ^ (g.id >> 32U)),
                      ImVec2(ground.GetWidth(), body_height), ImGuiChildFlags_None,
                      ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoNav);
    ImGuiWindow* window = ImGui::GetCurrentWindow();
    const bool to_cursor = std::exchange(state.scroll_to_cursor, false) && state.cursor >= 0;
    if (to_cursor) {
        const float y = top_of(g, static_cast<std::size_t>(state.cursor));
        const float end = top_of(g, static_cast<std::size_t>(state.cursor) + 1);
        if (y < window->Scroll.y) ImGui::SetScrollY(window, y);
        if (end > window->Scroll.y + body_height) ImGui::SetScrollY(window, end - body_height);
    }
    const ImVec2 start = window->DC.CursorStartPos;
    const float right = g.cards ? start.x + ground.GetWidth() - bar : ground.Max.x - dp(1);
    const auto first = row_at(g, window->Scroll.y);
    if (state.settling == 0) state.first_row = first;
    const float least = g.cards ? card_least(g) : g.row;
    const auto seen = static_cast<std::size_t>(body_height / least) + 2;
    const std::size_t last = std::min(first + seen, g.count);
    if (last > first) fetch(first, last - first);
    if (g.cards) {
        const bool changed = draw_cards(g, first, last, start, right, body_height);
        if (changed && to_cursor) state.scroll_to_cursor = true; // by what they are now
    } else {
        for (std::size_t row = first; row < last; ++row) {
            const float y = start.y + std::round(static_cast<float>(row) * g.row);
            body_row(g, row, ImRect(start.x + dp(1), y, right, y + g.row));
        }
    }
    keep_for_copy(g, first, last);
    window->DC.CursorMaxPos.y = start.y + std::round(top_of(g, g.count));
    ImGui::EndChild();
    place(0, body_height);
    if (foot > 0) totals_row(g);
    flow().gap = old_gap;
    end_table(g, ground);
    draw_row_menu(g);
    return g.answer;
}

TableAnswer plain_table(TableState& state, std::size_t rows, const TableLook& look,
                        const CellOf& cell) {
    Grid g = make_grid(state, {}, rows, look, cell);
    begin_table(g);
    const float old_gap = flow().gap;
    const ImRect from = place(0, 0.0001F);
    flow().gap = 0;
    lay_columns(g, from.Min.x, from.GetWidth());
    if (!g.cards) header(g);
    move_cursor(g, 10);
    state.scroll_to_cursor = false;
    for (std::size_t row = 0; row < rows; ++row) {
        if (g.cards) {
            const Card card = plan_card(g, row, from.GetWidth());
            body_row(g, row, place(0, card.height), &card);
        } else {
            body_row(g, row, place(0, g.row));
        }
    }
    keep_for_copy(g, 0, rows);
    if (!look.totals.empty() && !g.cards) totals_row(g);
    flow().gap = old_gap;
    end_table(g, ImRect(from.Min.x, from.Min.y, from.Max.x, flow().y));
    draw_row_menu(g);
    return g.answer;
}

TableAnswer boxed_table(TableState& state, std::size_t rows, const TableLook& look,
                        const CellOf& cell) {
    constexpr std::size_t few = 100; // all of them are laid out in every frame
    if (narrow() && rows <= few) return plain_table(state, rows, look, cell);
    std::vector<core::RowKey> keys(rows);
    for (std::size_t row = 0; row < rows; ++row) keys[row] = static_cast<core::RowKey>(row);
    return table(state, keys, look, [](std::size_t, std::size_t) {}, cell);
}

} // namespace huikuan::ui
