#include "ui/report_table.h"

#include <algorithm>

#include "core/initials.h"
#include "core/sorting.h"
#include "core/text.h"
#include "ui/kit/format.h"
#include "ui/kit/strings.h"
#include "ui/lists.h"

namespace huikuan::ui {

namespace {

std::string folded(std::string_view text) { return core::fold(text).value_or(std::string(text)); }

bool is_less(const Cell& a, const Cell& b) {
    if (a.money && b.money) return a.money->minor < b.money->minor;
    if (a.date && b.date) return *a.date < *b.date;
    return a.text < b.text;
}

} // namespace

void ReportTable::show(const std::string& key, const std::function<Content()>& read) {
    if (key != asked_) {
        asked_ = key;
        content_ = read();
        for (std::size_t c = 0; c < content_.columns.size(); ++c) {
            content_.columns[c].sort = std::to_string(c);
        }
        state_.selected.clear();
        arranged_.clear();
    }
    arrange();
}

void ReportTable::sort_by(std::size_t column, bool descending) {
    if (!sort_.empty()) return; // the person has chosen
    sort_ = std::to_string(column);
    descending_ = descending;
}

void ReportTable::arrange() {
    const std::string key = search + '\x1f' + sort_ + (descending_ ? "-" : "+");
    if (key == arranged_) return;
    arranged_ = key;
    keys_.clear();
    const std::string needle = folded(search);
    const bool initials = core::could_be_initials(needle); // of a name
    for (std::size_t row = 0; row < content_.rows.size(); ++row) {
        const bool found = std::ranges::any_of(content_.rows[row], [&](const Cell& cell) {
            return needle.empty() || folded(cell.text).contains(needle) ||
                   (initials && core::has_initials(cell.text, needle));
        });
        if (found) keys_.push_back(static_cast<core::RowKey>(row));
    }
    const auto column = static_cast<std::size_t>(sort_.empty() ? 0 : std::stoi(sort_));
    if (column >= content_.columns.size()) return;
    const auto cell = [&](core::RowKey key_of) -> const Cell& {
        return content_.rows[static_cast<std::size_t>(key_of)][column];
    };
    core::sort(keys_, [&](core::RowKey a, core::RowKey b) {
        return descending_ ? is_less(cell(b), cell(a)) : is_less(cell(a), cell(b));
    });
}

std::vector<std::string> ReportTable::totals() const {
    std::vector<std::string> out(content_.columns.size());
    for (std::size_t c = 0; c < out.size(); ++c) {
        Sums sums;
        for (const core::RowKey key : keys_) {
            const Cell& cell = content_.rows[static_cast<std::size_t>(key)][c];
            if (cell.money && cell.tone != Tone::faint) sums.add(*cell.money);
        }
        out[c] = sums.words();
    }
    out[0] = say("table.total", count_text(static_cast<std::int64_t>(keys_.size())));
    return out;
}

// The rows are shared with the file that is being written while the list goes on.
ListContent ReportTable::list() const {
    ListContent out{content_.title, content_.columns, keys_, {}};
    out.read = [rows = std::make_shared<const std::vector<std::vector<Cell>>>(content_.rows)](
                   std::span<const core::RowKey> keys) {
        std::vector<std::vector<Cell>> cells;
        for (const core::RowKey key : keys) cells.push_back((*rows)[static_cast<std::size_t>(key)]);
        return cells;
    };
    return out;
}

void ReportTable::draw_tools(Desk& desk) {
    if (!keys_.empty()) tools_.draw(desk, content_.columns, [this] { return list(); });
}

bool ReportTable::print(Desk& desk) {
    print_list(desk, list(), *tools_.hidden(desk, content_.columns), as_of_words(desk));
    return true;
}

std::vector<std::size_t> ReportTable::selected() const {
    std::vector<std::size_t> out;
    for (const core::RowKey key : keys_) {
        if (state_.selected.contains(key)) out.push_back(static_cast<std::size_t>(key));
    }
    return out;
}

std::optional<std::size_t> ReportTable::draw(Desk& desk, const std::function<void()>& actions) {
    arrange();
    if (keys_.empty()) return std::nullopt;
    tools_.draw_selection(desk, state_, {}, [this] { return list(); }, actions);
    const auto sums = totals();
    const auto answer = table(
        state_, keys_,
        {.name = content_.title,
         .columns = content_.columns,
         .sort = &sort_,
         .descending = &descending_,
         .select = true,
         .hidden = tools_.hidden(desk, content_.columns),
         .totals = sums},
        [](std::size_t, std::size_t) {},
        [&](std::size_t row, std::size_t column) {
            return content_.rows[static_cast<std::size_t>(keys_[row])][column];
        });
    if (!answer.opened) return std::nullopt;
    return static_cast<std::size_t>(keys_[*answer.opened]);
}

} // namespace huikuan::ui
