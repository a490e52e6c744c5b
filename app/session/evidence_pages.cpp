#include "session/evidence_pages.h"
#include "core/markup.h"

#include <algorithm>

namespace huikuan::session {
namespace {

// In tenths of a millimetre, as `dress` has them: what stands between the margins of a page, and
// the height of what is put there.
constexpr int page_height = 2560;
constexpr int title_height = 100;
constexpr int table_height = 30;    // the gap below it
constexpr int head_height = 118;    // of two lines
constexpr int columns_of_page = 92; // of Latin letters; a Chinese character is two
constexpr int padding_of_column = 2;
constexpr int widest_column = 48;

constexpr int row_height(int lines) { return 16 + 51 * lines; }
constexpr int paragraph_height(int lines) { return 20 + 56 * lines; }

int width_of(std::string_view text) {
    int width = 0;
    for (const char byte : text) {
        const auto value = static_cast<unsigned char>(byte);
        if ((value & 0xC0U) == 0x80U) { continue; }
        width += value < 0x80 ? 1 : 2;
    }
    return width;
}

int lines_of(std::string_view text, int columns) {
    int lines = 0;
    while (true) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines += 1 + std::max(0, width_of(text.substr(0, end)) - 1) / std::max(columns, 8);
        if (end >= text.size()) { return lines; }
        text.remove_prefix(end + 1);
    }
}

// A text longer than a page goes on: parts of at most so many lines.
std::vector<std::string> parts_of(std::string_view text, int columns, int most_lines) {
    std::vector<std::string> parts(1);
    int lines = 1;
    int column = 0;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t next = at + 1;
        while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0U) == 0x80U) {
            ++next;
        }
        const std::string_view letter = text.substr(at, next - at);
        const int width = width_of(letter);
        if (letter == "\n" || column + width > std::max(columns, 8)) {
            ++lines;
            column = 0;
        }
        if (lines > most_lines) {
            parts.emplace_back();
            lines = 1;
        }
        if (letter != "\n" || !parts.back().empty()) { parts.back() += letter; }
        column += letter == "\n" ? 0 : width;
        at = next;
    }
    return parts;
}
constexpr int most_lines_of_part = 24;

constexpr std::string_view dress =
    "<style>@page{size:A4;margin:0}*{box-sizing:border-box}body{margin:0;background:#e8eaed;"
    "font:10.5pt/1.5 \"Noto Sans CJK SC\",\"Microsoft YaHei\",\"PingFang "
    "SC\",sans-serif;color:#111}"
    ".page{width:210mm;min-height:296mm;margin:8mm auto;padding:18mm 16mm 20mm;background:#fff;"
    "position:relative;overflow-wrap:anywhere}.long{min-height:0}h1{font-size:16pt;margin:0 0 4mm;"
    "text-align:center}h2{font-size:13pt;margin:0 0 3mm}p{margin:0 0 2mm;white-space:pre-wrap}"
    "table{width:100%;border-collapse:collapse;margin:0 0 3mm;font-size:9.5pt}th,td{border:1px "
    "solid #888;padding:0.6mm 1.6mm;text-align:left;vertical-align:top;"
    "white-space:pre-line}th{background:#f1f3f4;"
    "overflow-wrap:normal;word-break:keep-all}"
    ".r{text-align:right;white-space:nowrap}img{max-width:100%;max-height:215mm;display:block;"
    "margin:0 auto}.foot{position:absolute;bottom:9mm;left:0;right:0;text-align:center;"
    "color:#555;font-size:9pt}a{color:#0b5b53}@media print{body{background:#fff}.page{margin:0;"
    "height:296mm;break-after:page}.long{height:auto}}</style>";

} // namespace

std::string filled(std::string text,
                   std::initializer_list<std::pair<std::string_view, std::string>> holes) {
    for (const auto& [hole, with] : holes) {
        const std::size_t at = text.find(hole);
        if (at != std::string::npos) { text.replace(at, hole.size(), with); }
    }
    return text;
}

std::string page_range(int first, int last) {
    return std::to_string(first) + (first == last ? "" : "–" + std::to_string(last));
}

void EvidencePages::begin(const std::string& title) {
    close_table();
    title_ = core::html_text(title);
    pages_.push_back("<h2>" + title_ + "</h2>");
    used_ = title_height;
}

// Whatever follows at once with it stays on its page.
void EvidencePages::room_for(int height, int with) {
    if (used_ + height + with <= page_height || used_ <= title_height + head_height) {
        used_ += height;
        return;
    }
    const bool goes_on = in_table_;
    if (goes_on) { pages_.back() += "</table>"; }
    pages_.push_back("<h2>" + title_ + "</h2>");
    used_ = title_height + height;
    if (goes_on) {
        pages_.back() += table_head_;
        used_ += head_height;
    }
}

void EvidencePages::close_table() {
    if (in_table_) {
        pages_.back() += "</table>";
        used_ += table_height;
    }
    in_table_ = false;
}

void EvidencePages::paragraph(std::string_view text) { write(text, 0); }
void EvidencePages::heading(std::string_view text) { write(text, head_height + row_height(2)); }

void EvidencePages::write(std::string_view text, int with) {
    if (text.empty()) { return; }
    close_table();
    for (const std::string& part : parts_of(text, columns_of_page, most_lines_of_part)) {
        room_for(paragraph_height(lines_of(part, columns_of_page)), with);
        pages_.back() += "<p>" + core::html_text(part) + "</p>";
    }
}

std::string EvidencePages::fact_line(std::string_view name, std::string_view value) {
    std::string line(name);
    const bool wide = !name.empty() && static_cast<unsigned char>(name.back()) >= 0x80;
    line += wide ? "：" : ": ";
    line += value;
    return line;
}
void EvidencePages::fact(std::string_view name, std::string_view value) {
    if (!value.empty()) { paragraph(fact_line(name, value)); }
}

void EvidencePages::table(const std::vector<std::string>& headings,
                          const std::vector<std::vector<std::string>>& rows,
                          std::string_view numbers) {
    close_table();
    struct Column {
        std::size_t place;
        int width; // of its widest text; then its share of the page
        bool number;
    };
    std::vector<Column> columns; // of which any row says something
    int sum = 0;
    for (std::size_t i = 0; i < headings.size(); ++i) {
        int widest = 0;
        for (const auto& row : rows) {
            if (i < row.size()) { widest = std::max(widest, width_of(row[i])); }
        }
        if (widest == 0) { continue; }
        const int width = std::min(std::max(widest, width_of(headings[i])), widest_column);
        columns.push_back({i, width, i < numbers.size() && numbers[i] == 'r'});
        sum += width;
    }
    if (columns.empty()) { return; }
    // Where all of it fits, each column has what it asks for; else wide texts get their share.
    const int room = columns_of_page - padding_of_column * static_cast<int>(columns.size());
    table_head_ = "<table><tr>";
    for (Column& column : columns) {
        if (sum > room) { column.width = column.width * room / sum; }
        table_head_ += (column.number ? "<th class=r>" : "<th>") +
                       core::html_text(headings[column.place]) + "</th>";
    }
    table_head_ += "</tr>";
    room_for(head_height, row_height(2));
    pages_.back() += table_head_;
    in_table_ = true;
    for (const auto& row : rows) {
        std::vector<std::vector<std::string>> parts;
        std::size_t most = 1;
        for (const Column& column : columns) {
            parts.push_back(parts_of(column.place < row.size() ? row[column.place] : std::string(),
                                     column.width, most_lines_of_part));
            most = std::max(most, parts.back().size());
        }
        for (std::size_t part = 0; part < most; ++part) {
            int lines = 1;
            std::string cells = "<tr>";
            for (std::size_t i = 0; i < columns.size(); ++i) {
                const std::string text = part < parts[i].size() ? parts[i][part] : std::string();
                lines = std::max(lines, lines_of(text, columns[i].width));
                cells +=
                    (columns[i].number ? "<td class=r>" : "<td>") + core::html_text(text) + "</td>";
            }
            room_for(row_height(lines));
            pages_.back() += cells + "</tr>";
        }
    }
    close_table();
}

void EvidencePages::image(std::string_view path, std::string_view title) {
    close_table();
    pages_.back() +=
        "<img src=\"" + core::html_text(path) + "\" alt=\"" + core::html_text(title) + "\">";
    used_ = page_height;
}

int EvidencePages::number_of(std::size_t page) const {
    int number = static_cast<int>(page) + 1;
    for (const auto& [before, pages] : followed_) { number += before < page ? pages : 0; }
    return number;
}

int EvidencePages::last_of(std::size_t page) const { return number_of(page + 1) - 1; }

void EvidencePages::follow(std::size_t page, int pages, std::string words) {
    followed_.emplace_back(page, pages);
    const int first = number_of(page) + 1;
    words = filled(std::move(words),
                   {{"%n", std::to_string(pages)}, {"%r", page_range(first, first + pages - 1)}});
    pages_[page] += "<p>" + core::html_text(words) + "</p>";
}

std::string EvidencePages::document(std::string_view title, std::string_view foot,
                                    std::string_view language) const {
    std::string body;
    for (std::size_t i = 0; i < pages_.size(); ++i) {
        const std::string number = std::to_string(number_of(i));
        const std::string below =
            filled(std::string(foot),
                   {{"%p", number}, {"%n", std::to_string(last_of(pages_.size() - 1))}});
        body += "<section class=page id=p" + number + ">" + pages_[i] + "<div class=foot>" +
                core::html_text(below) + "</div></section>\n";
    }
    std::string out = "<!doctype html><html lang=\"" + core::html_text(language) +
                      "\"><head><meta charset=utf-8><meta name=viewport "
                      "content=\"width=device-width\"><title>" +
                      core::html_text(title) + "</title>";
    out += dress;
    return out + "</head><body>\n" + body + "</body></html>\n";
}

std::string EvidencePages::dressed(std::string_view title, std::string_view body,
                                   std::string_view language) {
    std::string out = "<!doctype html><html lang=\"" + core::html_text(language) +
                      "\"><head><meta charset=utf-8><meta name=viewport "
                      "content=\"width=device-width\"><title>" +
                      core::html_text(title) + "</title>";
    out += dress;
    out += "</head><body><section class=\"page long\"><h1>" + core::html_text(title) + "</h1>";
    out += body;
    return out + "</section></body></html>\n";
}

} // namespace huikuan::session
