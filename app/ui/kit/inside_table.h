#pragma once
// What the table's own files share: the grid of one frame.
#include <string>
#include <vector>

#include "ui/kit/inside.h"
#include "ui/kit/table.h"

namespace huikuan::ui {

struct Lane { // a column as it is shown
    std::size_t column;
    float left = 0, right = 0;
};

struct Grid {
    const TableLook& look;
    const CellOf& cell;
    TableState& state;
    std::span<const core::RowKey> keys;
    std::size_t count = 0;
    NodeId id = 0;
    bool cards = false;
    float row = 0;
    float mark = 0; // width of the selection column
    std::vector<Lane> lanes;
    TableAnswer answer;

    // Heads a card, and names the row.
    [[nodiscard]] std::size_t title_column() const {
        for (std::size_t c = 0; c < look.columns.size(); ++c) {
            if (look.columns[c].card_title) return c;
        }
        return 0;
    }
};

inline core::RowKey key_of(const Grid& g, std::size_t row) {
    return g.keys.empty() ? static_cast<core::RowKey>(row) : g.keys[row];
}

bool is_hidden(const Grid& g, std::size_t column);
ImRect inner_box(const Grid& g, const Lane& lane, const ImRect& line); // where a cell's words are
void record_cell(std::size_t row, const Lane& lane, const Cell& cell, const ImRect& box);
float total_width(std::string_view total);
float totals_height(const Grid& g); // 0: none are shown
void totals_row(Grid& g);
// What the cursor stands on, for those who hear it.
std::string cursor_words(const Grid& g);
// One row as cells of a spreadsheet: tabs between, a line break behind.
std::string row_as_tsv(const Grid& g, std::size_t row);
// What copying takes, of the rows that are on the screen.
void keep_for_copy(Grid& g, std::size_t first, std::size_t last);
// The menu of one row: by the right button, a long press, or the keyboard's menu key.
void ask_row_menu(Grid& g, std::size_t row, ImVec2 at);
void draw_row_menu(Grid& g);

} // namespace huikuan::ui
