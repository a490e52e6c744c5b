// What can be done with one row of a table besides opening it: copying it, and its menu.
#include <algorithm>

#include "ui/kit/frame.h"
#include "ui/kit/inside_icons.h"
#include "ui/kit/inside_table.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"

namespace huikuan::ui {

std::string plain_text(const Cell& cell) {
    if (cell.money) return core::to_text(*cell.money, false);
    if (cell.date) return core::to_text(*cell.date);
    std::string text = cell.text;
    std::ranges::replace(text, '\t', ' ');
    std::ranges::replace(text, '\n', ' ');
    return text;
}

bool is_hidden(const Grid& g, std::size_t column) {
    return g.look.hidden != nullptr && g.look.hidden->contains(column);
}

std::string cursor_words(const Grid& g) {
    if (g.state.cursor < 0 || g.state.cursor >= static_cast<std::int64_t>(g.count)) return {};
    std::string words;
    for (std::size_t c = 0; c < g.look.columns.size(); ++c) {
        const std::string part = g.cell(static_cast<std::size_t>(g.state.cursor), c).text;
        if (part.empty() || is_hidden(g, c)) continue;
        words += (words.empty() ? "" : ", ") + g.look.columns[c].title + " " + part;
    }
    return words;
}

std::string row_as_tsv(const Grid& g, std::size_t row) {
    std::string out;
    bool first = true;
    for (std::size_t c = 0; c < g.look.columns.size(); ++c) {
        if (is_hidden(g, c)) continue;
        out += (first ? "" : "\t") + plain_text(g.cell(row, c));
        first = false;
    }
    return out + "\n";
}

// The selected rows that are seen, else the row of the keyboard, else all that is seen, below their
// titles. (All selected rows of a list are copied by its page: only it can read what is not seen.)
void keep_for_copy(Grid& g, std::size_t first, std::size_t last) {
    if (recorder().focused() != g.id) return;
    std::string& copy = kit().copy_text;
    bool leads = true;
    for (std::size_t c = 0; c < g.look.columns.size(); ++c) {
        if (is_hidden(g, c)) continue;
        copy += (leads ? "" : "\t") + g.look.columns[c].title;
        leads = false;
    }
    copy += "\n";
    const bool one = g.state.selected.empty() && g.state.cursor >= 0;
    for (std::size_t row = first; row < last; ++row) {
        if (one && g.state.cursor != static_cast<std::int64_t>(row)) continue;
        if (!g.state.selected.empty() && !g.state.selected.contains(key_of(g, row))) continue;
        copy += row_as_tsv(g, row);
    }
}

// --- the menu

namespace {

NodeId menu_of(const Grid& g) { return g.id ^ 0x3E0ULL; }

} // namespace

void ask_row_menu(Grid& g, std::size_t row, ImVec2 at) {
    g.state.menu_row = static_cast<std::int64_t>(row);
    g.state.menu_x = at.x;
    g.state.menu_y = at.y;
    g.state.cursor = g.state.menu_row;
    g.state.menu_text = row_as_tsv(g, row);
    g.state.menu_title = g.cell(row, g.title_column()).text;
    open_popup(menu_of(g));
    recorder().focus(g.id, recorder().focus_visible());
}

void draw_row_menu(Grid& g) {
    if (g.state.menu_row < 0) return;
    const NodeId owner = menu_of(g);
    if (!popup_open(owner) || g.state.menu_row >= static_cast<std::int64_t>(g.count)) {
        g.state.menu_row = -1;
        return;
    }
    const ImVec2 at(g.state.menu_x, g.state.menu_y);
    const auto row = static_cast<std::size_t>(g.state.menu_row);
    bool close = false;
    begin_menu(owner, ImRect(at, at), 280, say("table.row_menu", g.state.menu_title));
    // In full: a table cuts what does not fit.
    text(g.state.menu_title, {.letters = Letters::strong});
    if (g.look.opens && menu_line(Icon::chevron_right, say("table.open"), {}, false)) {
        g.answer.opened = row;
        close = true;
    }
    if (menu_line(Icon::copy, say("table.copy_row"), {}, false)) {
        kit().clip_wish = g.state.menu_text;
        close = true;
    }
    if (g.look.select) {
        const core::RowKey key = key_of(g, row);
        const bool on = g.state.selected.contains(key);
        if (menu_line(Icon::check, say(on ? "table.unselect" : "table.select"), {}, false)) {
            if (on) g.state.selected.erase(key);
            else g.state.selected.insert(key);
            close = true;
        }
    }
    if (end_menu(owner) || close) {
        close_popup();
        g.state.menu_row = -1;
        recorder().focus(g.id, recorder().focus_visible());
    }
}

} // namespace huikuan::ui
