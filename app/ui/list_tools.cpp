#include "ui/list_tools.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/markup.h"
#include "ui/backend/backend.h"
#include "ui/job.h"
#include "ui/kit/format.h"
#include "ui/kit/frame.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/lists.h"
#include "ui/statement.h"

namespace huikuan::ui {

namespace {

constexpr std::size_t rows_per_read = 500;
constexpr std::size_t most_copied = 50'000;

// Columns are remembered by their name in the program, where they have one: words change with the
// language.
std::string column_key(std::span<const TableColumn> columns, std::size_t index) {
    return columns[index].sort.empty() ? std::to_string(index) : columns[index].sort;
}

session::SheetCell sheet_cell(const Cell& cell) {
    using Kind = session::SheetCell::Kind;
    if (cell.money) return {Kind::number, plain_text(cell)};
    if (cell.date) return {Kind::date, plain_text(cell)};
    return {Kind::text, cell.text == "–" ? std::string() : cell.text};
}

std::string file_name(const std::string& title, core::Date today) {
    std::string name = title + "-" + core::to_text(today);
    std::erase_if(name, [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || std::string_view("\\/:*?\"<>|").contains(c);
    });
    return name;
}

double clock_ms() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double, std::milli>(now).count();
}

class ExportJob final : public Job {
public:
    ExportJob(ListContent content, std::set<std::size_t> hidden,
              std::unique_ptr<platform::Outgoing> out, session::SheetForm form)
        : content_(std::move(content)), hidden_(std::move(hidden)), writer_(std::move(out), form) {
        std::vector<session::SheetCell> head;
        for (std::size_t c = 0; c < content_.columns.size(); ++c) {
            if (!hidden_.contains(c)) head.push_back({{}, content_.columns[c].title});
        }
        failed_ = !writer_.row(head);
    }
    bool step(double budget_ms) override;
    void cancel() override { cancelled_ = true; }
    [[nodiscard]] std::string title() const override { return say("list.exporting"); }
    [[nodiscard]] int progress() const override {
        const std::size_t all = std::max<std::size_t>(content_.keys.size(), 1);
        return static_cast<int>(next_ * 1000 / all);
    }
    [[nodiscard]] std::string detail() const override {
        return count_text(static_cast<std::int64_t>(next_)) + " / " +
               count_text(static_cast<std::int64_t>(content_.keys.size()));
    }

private:
    void write_slice();

    ListContent content_;
    std::set<std::size_t> hidden_;
    session::SheetWriter writer_;
    std::size_t next_ = 0;
    bool failed_ = false;
    bool cancelled_ = false;
};

void ExportJob::write_slice() {
    const std::size_t count = std::min(rows_per_read, content_.keys.size() - next_);
    const auto rows = content_.read(std::span(content_.keys).subspan(next_, count));
    std::vector<session::SheetCell> cells;
    for (const auto& row : rows) {
        cells.clear();
        for (std::size_t c = 0; c < row.size(); ++c) {
            if (!hidden_.contains(c)) cells.push_back(sheet_cell(row[c]));
        }
        failed_ = failed_ || !writer_.row(cells);
    }
    next_ += count;
}

bool ExportJob::step(double budget_ms) {
    const double end = clock_ms() + budget_ms;
    while (!failed_ && !cancelled_ && next_ < content_.keys.size()) {
        write_slice();
        if (clock_ms() >= end) break;
    }
    if (cancelled_) return true; // the writer abandons what it has
    if (failed_) {
        toast(say("list.export_failed"), {}, true);
        return true;
    }
    if (next_ < content_.keys.size()) return false;
    if (writer_.finish()) {
        toast(say("list.exported", count_text(static_cast<std::int64_t>(next_))));
    } else {
        toast(say("list.export_failed"), {}, true);
    }
    return true;
}

// Each form of file, and the clipboard.
void offer_forms(Desk& desk, const std::set<std::size_t>& hidden,
                 const std::function<ListContent()>& content) {
    Menu menu(say("list.export"), Icon::download, 260, true);
    if (!menu) return;
    constexpr std::pair<std::string_view, session::SheetForm> forms[] = {
        {"list.export_xlsx", session::SheetForm::workbook},
        {"list.export_csv", session::SheetForm::csv},
        {"list.export_json", session::SheetForm::json},
        {"list.export_ndjson", session::SheetForm::ndjson}};
    for (const auto& [key, form] : forms) {
        if (!menu_line(Icon::file, word(key), {}, false)) continue;
        menu.close();
        export_list(desk, content(), hidden, form);
    }
    if (!menu_line(Icon::copy, say("list.copy"), {}, false)) return;
    menu.close();
    const ListContent all = content();
    desk.backend.copy_text({list_as_tsv(all, hidden), {}});
    const std::size_t copied = std::min(all.keys.size(), most_copied);
    toast(say("list.copied", count_text(static_cast<std::int64_t>(copied))));
}

} // namespace

void export_list(Desk& desk, ListContent content, const std::set<std::size_t>& hidden,
                 session::SheetForm form) {
    const std::string name = file_name(content.title, desk.today);
    auto out = desk.library.save_file(name + std::string(session::SheetWriter::ending(form)),
                                      session::SheetWriter::mime(form));
    if (!out) {
        toast(say("list.export_failed"), {}, true);
        return;
    }
    if (desk.job) {
        out->abandon();
        toast(say("list.export_busy"), {}, true);
        return;
    }
    desk.job = std::make_unique<ExportJob>(std::move(content), hidden, std::move(out), form);
}

std::string list_as_tsv(const ListContent& content, const std::set<std::size_t>& hidden) {
    std::string out;
    const auto line = [&](const auto& text_of) {
        bool first = true;
        for (std::size_t c = 0; c < content.columns.size(); ++c) {
            if (hidden.contains(c)) continue;
            out += (first ? "" : "\t") + text_of(c);
            first = false;
        }
        out += "\n";
    };
    line([&](std::size_t c) { return content.columns[c].title; });
    const std::size_t all = std::min(content.keys.size(), most_copied);
    for (std::size_t from = 0; from < all; from += rows_per_read) {
        const std::size_t count = std::min(rows_per_read, all - from);
        for (const auto& row : content.read(std::span(content.keys).subspan(from, count))) {
            line([&](std::size_t c) { return plain_text(row[c]); });
        }
    }
    return out;
}

void print_list(Desk& desk, ListContent content, const std::set<std::size_t>& hidden,
                const std::string& of_when) {
    constexpr std::size_t most_printed = 5'000; // rows; more are a file, not a print
    const std::size_t all = content.keys.size();
    content.keys.resize(std::min(all, most_printed));
    const auto cell = [&](std::size_t c, std::string_view tag, const std::string& text) {
        return html_cell(text, content.columns[c].align == Align::right, tag);
    };
    std::string html = "<h1>" + core::html_text(content.title) + "</h1><p class=\"muted\">" +
                       core::html_text(desk.session.book().company) + " · " +
                       core::html_text(of_when) + "</p><table><thead><tr>";
    for (std::size_t c = 0; c < content.columns.size(); ++c) {
        if (!hidden.contains(c)) html += cell(c, "th", content.columns[c].title);
    }
    html += "</tr></thead><tbody>";
    for (const auto& row : content.read(content.keys)) {
        html += "<tr>";
        for (std::size_t c = 0; c < row.size(); ++c) {
            if (!hidden.contains(c)) html += cell(c, "td", row[c].text);
        }
        html += "</tr>";
    }
    html += "</tbody></table>";
    if (all == 0) html += "<p>" + core::html_text(say("list.print_none")) + "</p>";
    if (all > most_printed) {
        html += "<p>" +
                core::html_text(say("list.print_cut", count_text(most_printed),
                                    count_text(static_cast<std::int64_t>(all)))) +
                "</p>";
    }
    desk.later([&desk, html, title = content.title] { desk.backend.print_html(html, title); });
}

ListContent only_selected(ListContent content, const TableState& state) {
    std::erase_if(content.keys, [&](core::RowKey key) { return !state.selected.contains(key); });
    return content;
}

// --- which columns

void ListTools::read_hidden(Desk& desk, std::span<const TableColumn> columns) {
    if (read_) return;
    read_ = true;
    const std::string kept = "," + desk.setting("columns." + name_) + ",";
    for (std::size_t c = 1; c < columns.size(); ++c) {
        if (kept.contains("," + column_key(columns, c) + ",")) hidden_.insert(c);
    }
}

void ListTools::keep_hidden(Desk& desk, std::span<const TableColumn> columns) const {
    std::string kept;
    for (const std::size_t c : hidden_) kept += (kept.empty() ? "" : ",") + column_key(columns, c);
    desk.keep_setting("columns." + name_, kept);
}

const std::set<std::size_t>* ListTools::hidden(Desk& desk, std::span<const TableColumn> columns) {
    read_hidden(desk, columns);
    return &hidden_;
}

void ListTools::draw_columns(Desk& desk, std::span<const TableColumn> columns) {
    Menu menu(say("list.columns"), Icon::columns, 240, true);
    if (!menu) return;
    text(say("list.columns"), {.letters = Letters::caption, .tone = Tone::soft});
    for (std::size_t c = 1; c < columns.size(); ++c) { // the first one names the row: it stays
        bool shown = !hidden_.contains(c);
        if (checkbox(columns[c].title, shown)) {
            if (shown) hidden_.erase(c);
            else hidden_.insert(c);
            keep_hidden(desk, columns);
        }
    }
}

float tools_width() { return control_height() / dp(100) * 200 + 8; }

void ListTools::draw(Desk& desk, std::span<const TableColumn> columns,
                     const std::function<ListContent()>& content) {
    read_hidden(desk, columns);
    push_right(tools_width());
    draw_columns(desk, columns);
    offer_forms(desk, hidden_, content);
}

namespace {

ListContent whole_list(std::string_view name, std::span<const TableColumn> columns,
                       std::size_t rows, const CellOf& cell) {
    ListContent out{std::string(name), {columns.begin(), columns.end()}, {}, {}};
    const auto cells = std::make_shared<std::vector<std::vector<Cell>>>(rows);
    for (std::size_t row = 0; row < rows; ++row) {
        out.keys.push_back(static_cast<core::RowKey>(row));
        for (std::size_t c = 0; c < columns.size(); ++c) (*cells)[row].push_back(cell(row, c));
    }
    out.read = [cells](std::span<const core::RowKey> keys) {
        std::vector<std::vector<Cell>> some;
        for (const core::RowKey key : keys) some.push_back((*cells)[static_cast<std::size_t>(key)]);
        return some;
    };
    return out;
}

} // namespace

void offer_print(Desk& desk, std::string_view name, std::span<const TableColumn> columns,
                 std::size_t rows, const CellOf& cell) {
    desk.can_print = true;
    if (!std::exchange(desk.prints, false)) return;
    print_list(desk, whole_list(name, columns, rows, cell), {}, as_of_words(desk));
}

void offer_list(Desk& desk, std::string_view name, std::span<const TableColumn> columns,
                std::size_t rows, const CellOf& cell) {
    offer_print(desk, name, columns, rows, cell);
    if (rows == 0) return;
    push_right(control_height() / dp(100) * 100 + 4);
    offer_forms(desk, {}, [&] { return whole_list(name, columns, rows, cell); });
}

TableAnswer listed_table(Desk& desk, TableState& state, std::size_t rows, const TableLook& look,
                         const CellOf& cell) {
    {
        const Named named(look.name);
        Row head(10, true, 36);
        heading(look.name, 2);
        offer_list(desk, look.name, look.columns, rows, cell);
    }
    return plain_table(state, rows, look, cell);
}

// --- the selected rows

void ListTools::draw_selection(Desk& desk, TableState& state, const std::string& sums,
                               const std::function<ListContent()>& content,
                               const std::function<void()>& actions) {
    if (state.selected.empty()) return;
    desk.copy_rows = [&state, content, hidden = hidden_] {
        return list_as_tsv(only_selected(content(), state), hidden);
    };
    Panel panel(say("list.selection"), 10, 0);
    Row row(8, true, 36);
    const auto count = static_cast<std::int64_t>(state.selected.size());
    text(say("list.selected", count_text(count)), {.letters = Letters::strong});
    if (!sums.empty()) caption(sums);
    if (actions) actions();
    if (button(say("list.copy"), {.kind = ButtonKind::quiet, .icon = Icon::copy})) {
        desk.backend.copy_text({desk.copy_rows(), {}});
        toast(say("list.copied", count_text(count)));
    }
    if (button(say("list.export_selected"), {.kind = ButtonKind::quiet, .icon = Icon::download})) {
        export_list(desk, only_selected(content(), state), hidden_, session::SheetForm::workbook);
    }
    if (button(say("list.unselect"), {.kind = ButtonKind::quiet, .icon = Icon::close})) {
        state.selected.clear();
    }
}

} // namespace huikuan::ui
