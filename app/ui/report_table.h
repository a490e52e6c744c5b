#pragma once
// A list that is short enough to be held in memory (bills, write-offs, gains): searched, sorted by
// any column, totalled, exported and printed as the long lists are.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ui/desk.h"
#include "ui/kit/table.h"
#include "ui/list_tools.h"

namespace huikuan::ui {

class ReportTable {
public:
    // `name` keeps the choice of columns on this device.
    explicit ReportTable(std::string name) : tools_(std::move(name)) {}

    struct Content {
        std::string title;
        std::vector<TableColumn> columns; // of equal size as each row's cells
        std::vector<std::vector<Cell>> rows;
    };
    // Read again when the key differs. Columns sort by what their cells say: money, date, text.
    void show(const std::string& key, const std::function<Content()>& read);
    std::string search;
    void draw_tools(Desk& desk); // at the right end of the row that is open
    // The row that was opened, by its place in the content. Sums of the money columns stand below.
    // `actions` draws what may be done with the selected ones.
    std::optional<std::size_t> draw(Desk& desk, const std::function<void()>& actions = {});
    [[nodiscard]] std::vector<std::size_t> selected() const; // by their places in the content
    bool print(Desk& desk);
    [[nodiscard]] bool empty() const { return keys_.empty(); }
    void sort_by(std::size_t column, bool descending);

private:
    void arrange();
    [[nodiscard]] ListContent list() const;
    [[nodiscard]] std::vector<std::string> totals() const;

    ListTools tools_;
    Content content_;
    std::string asked_;
    std::string arranged_;
    std::vector<core::RowKey> keys_; // places in the content
    std::string sort_;
    bool descending_ = false;
    TableState state_;
};

} // namespace huikuan::ui
