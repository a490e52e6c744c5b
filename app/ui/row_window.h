#pragma once
// The rows of a long list that are on the screen. Where it is scrolled, only those that were not
// there before are read.
#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace huikuan::ui {

template <class Row>
class RowWindow {
public:
    // `asked` names the list as it is now; `read(first, count)` answers its rows in order.
    template <class Read>
    void show(const std::string& asked, std::size_t first, std::size_t count, Read&& read) {
        if (asked == asked_ && first == first_ && count == count_) return;
        const std::size_t end = first + count;
        const std::size_t from = std::max(first, first_);
        const std::size_t to = std::min(end, first_ + rows_.size());
        std::vector<Row> rows;
        if (asked == asked_ && from < to && rows_.size() == count_) { // else a row is gone
            if (first < from) rows = read(first, from - first);
            std::move(rows_.begin() + offset(from - first_), rows_.begin() + offset(to - first_),
                      std::back_inserter(rows));
            if (to < end) std::ranges::move(read(to, end - to), std::back_inserter(rows));
        }
        if (rows.size() != count) rows = read(first, count);
        rows_ = std::move(rows);
        asked_ = asked;
        first_ = first;
        count_ = count;
    }
    // nullptr: not on the screen.
    [[nodiscard]] const Row* find(std::size_t row) const {
        return row < first_ || row - first_ >= rows_.size() ? nullptr : &rows_[row - first_];
    }

private:
    static std::ptrdiff_t offset(std::size_t rows) { return static_cast<std::ptrdiff_t>(rows); }

    std::string asked_;
    std::size_t first_ = 0;
    std::size_t count_ = 0;
    std::vector<Row> rows_;
};

} // namespace huikuan::ui
