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

// A row as a card, laid out: its title, and what it says below.
struct Card {
    struct Part {
        std::size_t column;
        Cell cell;
        ImRect box; // from the card's corner: the name, and the value below it
    };
    Cell title;
    std::vector<Part> parts;
    float height = 0; // with the gap below
};
inline constexpr float card_gap = 8; // CSS pixels

inline core::RowKey key_of(const Grid& g, std::size_t row) {
    return g.keys.empty() ? static_cast<core::RowKey>(row) : g.keys[row];
}

Card plan_card(const Grid& g, std::size_t row, float width);
void draw_card(const Grid& g, std::size_t row, const Card& card, const ImRect& line);
float card_guess(const Grid& g); // the height of one that was not seen yet
float card_least(const Grid& g); // none is lower
// Where rows begin: cards are of different heights. `keep_card_heights` before the others.
void keep_card_heights(Grid& g, float width);
float top_of(const Grid& g, std::size_t row);
std::size_t row_at(const Grid& g, float y);

// Answers whether the words were cut.
bool draw_cell(const Cell& cell, const ImRect& box, Align align);
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
