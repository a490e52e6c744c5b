#include "session/evidence_pages.h"
#include "core/markup.h"

#include <algorithm>

namespace huikuan::session {
namespace {

constexpr int lines_of_page = 38;
constexpr int columns_of_page = 92; // of Latin letters; a Chinese character is two

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
    "solid #888;padding:0.6mm 1.6mm;text-align:left;vertical-align:top}th{background:#f1f3f4}"
    ".r{text-align:right;white-space:nowrap}img{max-width:100%;max-height:215mm;display:block;"
    "margin:0 auto}.foot{position:absolute;bottom:9mm;left:0;right:0;text-align:center;"
    "color:#555;font-size:9pt}a{color:#0b5b53}@media print{body{background:#fff}.page{margin:0;"
    "height:296mm;break-after:page}.long{height:auto}}</style>";

void replace(std::string& text, std::string_view what, std::string_view with) {
    const std::size_t at = text.find(what);
    if (at != std::string::npos) { text.replace(at, what.size(), with); }
}

} // namespace

void EvidencePages::begin(const std::string& title) {
    close_table();
    title_ = core::html_text(title);
    pages_.push_back("<h2>" + title_ + "</h2>");
    used_ = 2;
}

void EvidencePages::room_for(int lines) {
    if (used_ + lines <= lines_of_page || used_ <= 4) {
        used_ += lines;
        return;
    }
    const bool goes_on = in_table_;
    if (goes_on) { pages_.back() += "</table>"; }
    pages_.push_back("<h2>" + title_ + "</h2>");
    used_ = 2 + lines;
    if (goes_on) {
        pages_.back() += table_head_;
        used_ += 1;
    }
}

void EvidencePages::close_table() {
    if (in_table_) { pages_.back() += "</table>"; }
    in_table_ = false;
}

void EvidencePages::paragraph(std::string_view text) {
    if (text.empty()) { return; }
    close_table();
    for (const std::string& part : parts_of(text, columns_of_page, most_lines_of_part)) {
        room_for(lines_of(part, columns_of_page));
        pages_.back() += "<p>" + core::html_text(part) + "</p>";
    }
}

void EvidencePages::fact(std::string_view name, std::string_view value) {
    if (value.empty()) { return; }
    std::string line(name);
    line += "  ";
    line += value;
    paragraph(line);
}

void EvidencePages::table(const std::vector<std::string>& headings,
                          const std::vector<std::vector<std::string>>& rows,
                          std::string_view numbers) {
    close_table();
    if (rows.empty() || headings.empty()) { return; }
    const auto of_number = [&](std::size_t column) {
        return column < numbers.size() && numbers[column] == 'r';
    };
    table_head_ = "<table><tr>";
    for (std::size_t i = 0; i < headings.size(); ++i) {
        table_head_ +=
            (of_number(i) ? "<th class=r>" : "<th>") + core::html_text(headings[i]) + "</th>";
    }
    table_head_ += "</tr>";
    room_for(3);
    pages_.back() += table_head_;
    in_table_ = true;
    // Wide texts get their share of the width; amounts keep theirs.
    std::vector<int> widest(headings.size(), 6);
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size() && i < widest.size(); ++i) {
            widest[i] = std::max(widest[i], std::min(width_of(row[i]), 48));
        }
    }
    int sum = 0;
    for (const int width : widest) { sum += width; }
    for (const auto& row : rows) {
        std::vector<std::vector<std::string>> parts;
        std::size_t most = 1;
        const auto share_of = [&](std::size_t i) { return columns_of_page * widest[i] / sum - 3; };
        for (std::size_t i = 0; i < row.size() && i < widest.size(); ++i) {
            parts.push_back(parts_of(row[i], share_of(i), most_lines_of_part));
            most = std::max(most, parts.back().size());
        }
        for (std::size_t part = 0; part < most; ++part) {
            int lines = 1;
            std::string cells = "<tr>";
            for (std::size_t i = 0; i < parts.size(); ++i) {
                const std::string text = part < parts[i].size() ? parts[i][part] : std::string();
                lines = std::max(lines, lines_of(text, share_of(i)));
                cells += (of_number(i) ? "<td class=r>" : "<td>") + core::html_text(text) + "</td>";
            }
            room_for(lines);
            pages_.back() += cells + "</tr>";
        }
    }
    close_table();
}

void EvidencePages::image(std::string_view path, std::string_view title) {
    close_table();
    pages_.back() +=
        "<img src=\"" + core::html_text(path) + "\" alt=\"" + core::html_text(title) + "\">";
    used_ = lines_of_page;
}

std::string EvidencePages::document(std::string_view title, std::string_view foot,
                                    std::string_view language) const {
    std::string body;
    for (std::size_t i = 0; i < pages_.size(); ++i) {
        const std::string number = std::to_string(i + 1);
        std::string below(foot);
        replace(below, "%p", number);
        replace(below, "%n", std::to_string(pages_.size()));
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
