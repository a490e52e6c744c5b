// The rows of a table where there is no room for columns: cards, each as high as what it says.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "ui/kit/inside_icons.h"
#include "ui/kit/inside_table.h"

namespace huikuan::ui {

namespace {

constexpr float card_side = 14, card_edge = 12; // CSS pixels
constexpr std::ptrdiff_t most_sentence_lines = 3;

bool says_nothing(const Cell& cell) { return cell.text.empty() || cell.text == "–"; }

float pair_height() { return line_height(Letters::caption) + line_height(Letters::body) + dp(8); }

float head_height() { return dp(card_edge) + line_height(Letters::strong) + dp(8); }

// What is said beside the title, in the order of the columns.
std::vector<Card::Part> parts_of(const Grid& g, std::size_t row) {
    std::vector<Card::Part> parts;
    for (std::size_t c = 0; c < g.look.columns.size(); ++c) {
        if (c == g.title_column() || is_hidden(g, c)) continue;
        Cell content = g.cell(row, c);
        if (!says_nothing(content)) parts.push_back({c, std::move(content), {}});
    }
    return parts;
}

std::ptrdiff_t sentence_lines(std::string_view text, float width) {
    return std::clamp<std::ptrdiff_t>(std::ssize(wrapped(text, Letters::body, width)), 1,
                                      most_sentence_lines);
}

// As many lines as there are, the last of them cut.
void draw_sentence(const Cell& cell, ImRect box, std::ptrdiff_t lines) {
    const std::string_view text = cell.text;
    const auto broken = wrapped(text, Letters::body, box.GetWidth());
    box.Max.y = box.Min.y + line_height(Letters::body);
    for (std::ptrdiff_t n = 0; n < lines; ++n) {
        std::string_view line = broken.empty() ? text : broken[static_cast<std::size_t>(n)];
        if (n + 1 == lines) line = text.substr(static_cast<std::size_t>(line.data() - text.data()));
        draw_text({box, Letters::body, cell.tone}, line);
        box.Translate(ImVec2(0, line_height(Letters::body)));
    }
}

} // namespace

// Two pairs of name and value beside each other; what half a line would cut has a whole one.
Card plan_card(const Grid& g, std::size_t row, float width) {
    Card card{g.cell(row, g.title_column()), parts_of(g, row), 0};
    const float left = dp(1 + card_side);
    const float right = width - dp(1 + card_side);
    const float half = ImFloor((right - left) * 0.5F);
    float y = head_height();
    bool second = false;
    for (std::size_t at = 0; at < card.parts.size(); ++at) {
        auto& [column, cell, box] = card.parts[at];
        const bool sentence = g.look.columns[column].sentence;
        const Letters letters = cell.strong ? Letters::strong : Letters::body;
        const bool wide =
            sentence || (!cell.badge && text_width(cell.text, letters) > half - dp(8));
        if (wide && second) {
            y += pair_height();
            second = false;
        }
        const bool whole = wide || (!second && at + 1 == card.parts.size());
        const float x = left + (second ? half : 0);
        const float end = whole ? right : x + half - dp(8);
        const auto lines = sentence ? sentence_lines(cell.text, end - x) : 1;
        const float tall =
            pair_height() - dp(8) + static_cast<float>(lines - 1) * line_height(Letters::body);
        box = ImRect(x, y, end, y + tall);
        if (second || whole) y += tall + dp(8);
        second = !second && !whole;
    }
    if (second) y += pair_height();
    card.height = std::round(y + dp(card_edge - 8 + card_gap));
    return card;
}

void draw_card(const Grid& g, std::size_t row, const Card& card, const ImRect& line) {
    const float right = line.Max.x - dp(1);
    outline(ImRect(line.Min.x + dp(1), line.Min.y, right, line.Max.y - dp(card_gap)), Tone::border,
            10);
    const float top = line.Min.y + dp(card_edge);
    const float end = right - dp(card_side);
    const ImRect title(line.Min.x + dp(1 + card_side) + g.mark, top,
                       end - (g.look.opens ? dp(20) : 0.F), top + line_height(Letters::strong));
    draw_text({title, Letters::strong, card.title.tone}, card.title.text);
    record_cell(row, {g.title_column()}, card.title, title);
    if (g.look.opens) {
        draw_icon(Icon::chevron_right, ImVec2(end - dp(6), title.GetCenter().y), 16,
                  color(Tone::faint));
    }
    const float name = line_height(Letters::caption);
    for (const auto& [column, cell, place_in] : card.parts) {
        ImRect box = place_in;
        box.Translate(line.Min);
        draw_text(
            {ImRect(box.Min, ImVec2(box.Max.x, box.Min.y + name)), Letters::caption, Tone::soft},
            g.look.columns[column].title);
        const ImRect value(box.Min.x, box.Min.y + name, box.Max.x, box.Max.y);
        if (g.look.columns[column].sentence) {
            draw_sentence(cell, value, sentence_lines(cell.text, value.GetWidth()));
        } else {
            draw_cell(cell, value, Align::left);
        }
        record_cell(row, {column}, cell, box);
    }
}

float card_guess(const Grid& g) {
    std::size_t pairs = 0;
    for (std::size_t c = 0; c < g.look.columns.size(); ++c) {
        pairs += c != g.title_column() && !is_hidden(g, c) ? 1 : 0;
    }
    const auto lines = static_cast<float>((pairs + 1) / 2);
    return std::round(head_height() + lines * pair_height() + dp(card_edge - 8 + card_gap));
}

float card_least(const Grid&) { return head_height() + dp(card_edge - 8 + card_gap); }

void keep_card_heights(Grid& g, float width) {
    if (g.state.card_guess != g.row || g.state.card_width != width) {
        g.state.card_heights.clear();
        g.state.card_guess = g.row;
        g.state.card_width = width;
    }
    if (g.state.card_heights.size() == g.count) return;
    g.state.card_heights.resize(g.count, g.row);
    g.state.card_sum =
        std::accumulate(g.state.card_heights.begin(), g.state.card_heights.end(), 0.0);
}

float top_of(const Grid& g, std::size_t row) {
    if (!g.cards) return static_cast<float>(row) * g.row;
    if (row >= g.count) return static_cast<float>(g.state.card_sum);
    double top = 0;
    for (std::size_t i = 0; i < row; ++i) top += static_cast<double>(g.state.card_heights[i]);
    return static_cast<float>(top);
}

std::size_t row_at(const Grid& g, float y) {
    if (!g.cards) return std::min(static_cast<std::size_t>(y / g.row), g.count);
    double end = 0;
    for (std::size_t row = 0; row < g.count; ++row) {
        end += static_cast<double>(g.state.card_heights[row]);
        if (end > static_cast<double>(y)) return row;
    }
    return g.count;
}

} // namespace huikuan::ui
