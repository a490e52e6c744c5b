#pragma once
// The data table: any number of rows by their keys, of which only the seen ones are fetched and
// drawn; a header that stays, sorting by it, totals below, the keyboard, many rows selected at
// once. Under 720 px each row is a card.
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/date.h"
#include "core/money.h"
#include "core/view.h"
#include "ui/kit/widgets.h"

namespace huikuan::ui {

struct TableColumn {
    std::string title;
    float weight = 1; // of the width that is left over
    float least = 80; // CSS pixels
    Align align = Align::left;
    std::string sort;        // name for ListQuery::sort; empty: not sortable
    int rank = 0;            // where there is no room, the highest rank goes first
    bool card_title = false; // on a phone: heads the card (default: the first column)
    bool sentence = false;   // on a phone: the last one, has up to three whole lines
};

struct Cell {
    std::string text;
    Tone tone = Tone::text;
    bool strong = false;
    std::optional<BadgeKind> badge;
    // What the text says, for spreadsheets: -1234.5 instead of "−1,234.50".
    std::optional<core::Money> money{};
    std::optional<core::Date> date{};
};
std::string plain_text(const Cell& cell);

struct TableState {
    std::int64_t cursor = -1; // row index of the keyboard
    std::unordered_set<core::RowKey> selected;
    std::int64_t anchor = -1; // where a range of selected rows began
    bool scroll_to_cursor = false;
    std::uint64_t focus_id = 0;
    std::int64_t menu_row = -1; // whose menu is open
    float cursor_y = 0;         // its lower edge, where it was drawn last
    float menu_x = 0, menu_y = 0;
    std::string menu_title, menu_text;
    std::vector<float> card_heights;      // on a phone: of each row, as it was drawn last
    float card_guess = 0, card_width = 0; // with which they were begun
    double card_sum = 0;                  // of all heights
    std::size_t first_row = 0;            // that is seen
    float shape = 0;                      // of the rows in the last frame
    int settling = 0; // frames until the area knows how high rows of another shape are
};

struct TableLook {
    std::string_view name; // what the rows are
    std::span<const TableColumn> columns;
    std::string* sort = nullptr;
    bool* descending = nullptr;
    bool select = false; // many rows: boxes, Space, Shift with the arrows, Ctrl+A
    const std::set<std::size_t>* hidden = nullptr; // columns that the person has put away
    float height = 0; // CSS pixels at most; 0: down to the end of the area, at least 240
    float keep_below = 0;
    std::span<const std::string> totals{}; // one per column; empty: no totals row
    bool opens = true;                     // rows open something
};

struct TableAnswer {
    std::optional<std::size_t> opened;
    bool by_key = false; // with Enter, not by a press
    bool sorted = false;
};

using FetchRows = std::function<void(std::size_t first, std::size_t count)>;
using CellOf = std::function<Cell(std::size_t row, std::size_t column)>;
TableAnswer table(TableState& state, std::span<const core::RowKey> keys, const TableLook& look,
                  const FetchRows& fetch, const CellOf& cell);

// A short table without its own scrolling (a form's lines, a report's rows).
TableAnswer plain_table(TableState& state, std::size_t rows, const TableLook& look,
                        const CellOf& cell);
// Rows of a known number among other things of a page: a box of `look.height`; on a phone, while
// they are few, cards that move with the page.
TableAnswer boxed_table(TableState& state, std::size_t rows, const TableLook& look,
                        const CellOf& cell);

} // namespace huikuan::ui
