#pragma once
// What every list offers beside its search: the choice of its columns, the list as a file (CSV,
// XLSX), and a bar for the rows that are selected: how many, what they sum up to, copy, export.
#include <functional>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "session/sheet.h"
#include "ui/desk.h"
#include "ui/kit/table.h"

namespace huikuan::ui {

// A list apart from the screen: its rows can be read anywhere, in any number.
struct ListContent {
    std::string title;                // of the file, in the person's language
    std::vector<TableColumn> columns; // those of the table, in its order
    std::vector<core::RowKey> keys;   // in the order shown
    // Cells of these rows, by column.
    std::function<std::vector<std::vector<Cell>>(std::span<const core::RowKey>)> read;
};

// How much of a line the two icons of a list take.
float tools_width();

class ListTools {
public:
    // `name` keeps the choice of columns on this device.
    explicit ListTools(std::string name) : name_(std::move(name)) {}

    // Two small buttons at the right end of the row of filters.
    void draw(Desk& desk, std::span<const TableColumn> columns,
              const std::function<ListContent()>& content);
    // The bar of the selected rows; nothing while there is none. `sums` says what they sum up to;
    // `actions` draws what else may be done with them.
    void draw_selection(Desk& desk, TableState& state, const std::string& sums,
                        const std::function<ListContent()>& content,
                        const std::function<void()>& actions = {});
    [[nodiscard]] const std::set<std::size_t>* hidden(Desk& desk,
                                                      std::span<const TableColumn> columns);

private:
    void read_hidden(Desk& desk, std::span<const TableColumn> columns);
    void keep_hidden(Desk& desk, std::span<const TableColumn> columns) const;
    void draw_columns(Desk& desk, std::span<const TableColumn> columns);

    std::string name_;
    bool read_ = false;
    std::set<std::size_t> hidden_;
};

// A list that is drawn cell by cell: Ctrl+P prints it where the page prints nothing else.
void offer_print(Desk& desk, std::string_view name, std::span<const TableColumn> columns,
                 std::size_t rows, const CellOf& cell);
// The same, and as a file or copied: one small button at the right end of the row that is open.
void offer_list(Desk& desk, std::string_view name, std::span<const TableColumn> columns,
                std::size_t rows, const CellOf& cell);
// A short table below its name, with that button beside it.
TableAnswer listed_table(Desk& desk, TableState& state, std::size_t rows, const TableLook& look,
                         const CellOf& cell);

// The file, written in slices of a frame; a list of any length.
void export_list(Desk& desk, ListContent content, const std::set<std::size_t>& hidden,
                 session::SheetForm form);
// All rows as tab separated text, titles first; at most as many as a clipboard takes well.
std::string list_as_tsv(const ListContent& content, const std::set<std::size_t>& hidden);
// The list on paper: what is shown, below its title and one line that says of when it is.
void print_list(Desk& desk, ListContent content, const std::set<std::size_t>& hidden,
                const std::string& of_when);
// The selected rows of a list, in its order.
ListContent only_selected(ListContent content, const TableState& state);

} // namespace huikuan::ui
