// Which column of a statement means what: by the words of its headings, by what stands below them,
// and, where words say nothing, by the arithmetic of the running balance.
#include <algorithm>
#include <charconv>
#include <functional>

#include "core/bank.h"
#include "core/bank_words.h"
#include "core/import_text.h"
#include "core/sorting.h"
#include "core/text.h"

namespace huikuan::core {

namespace {

using enum BankField;

constexpr std::array<std::string_view, bank_field_count> bank_field_names{
    "date",          "amount", "in",        "out",      "direction", "balance", "payer",
    "payer_account", "memo",   "reference", "currency", "status",    "account"};
constexpr std::array<std::string_view, bank_doubt_count> doubt_names{
    "totals",      "balance_jump", "repeated",    "equal_lines",   "other_account",
    "foreign",     "future",       "gap",         "overlap",       "known_otherwise",
    "odd_balance", "sign",         "new_account", "unsaid_account"};

constexpr std::size_t rows_looked_at = 200; // rows
constexpr int test_exponent = 4;            // enough to tell numbers from other cells

std::string_view cell_of(const BankRow& row, std::size_t column) {
    return column < row.cells.size() ? trim(row.cells[column]) : std::string_view{};
}

bool is_serial(std::string_view cell) {
    return cell.size() == 5 && cell >= "20000" && cell <= "80000" &&
           std::ranges::all_of(cell, [](char c) { return c >= '0' && c <= '9'; });
}
bool is_date_cell(std::string_view cell) {
    return !is_serial(cell) && can_be_read(read_date(cell));
}
bool is_number_cell(std::string_view cell) {
    return can_be_read(read_amount(without_side(cell).first, test_exponent));
}

// What stands in a column below the heading.
struct Content {
    int filled = 0, dates = 0, serials = 0, numbers = 0, directions = 0, currencies = 0;
    int companies = 0, letters = 0;
    std::set<std::string_view> values;

    [[nodiscard]] bool mostly(int count) const { return filled > 0 && count * 5 >= filled * 4; }
    [[nodiscard]] bool half(int count) const { return filled > 0 && count * 2 >= filled; }
};

bool names_company(std::string_view cell) {
    const std::string plain = plain_words(cell);
    return plain.contains("公司") || plain.contains("集团") || plain.ends_with("厂") ||
           plain.ends_with("ltd") || plain.ends_with("gmbh") || plain.ends_with("inc");
}

// `heading`: said again on every page, it is no content.
Content content_of(std::span<const BankRow> rows, std::size_t column, std::string_view heading) {
    Content content;
    for (const BankRow& row : rows.first(std::min(rows.size(), rows_looked_at))) {
        const std::string_view cell = cell_of(row, column);
        if (is_empty_cell(cell) || is_total_cell(cell) || cell == heading) continue;
        ++content.filled;
        content.values.insert(cell);
        content.serials += is_serial(cell) ? 1 : 0;
        content.dates += is_date_cell(cell) ? 1 : 0;
        content.numbers += is_number_cell(cell) ? 1 : 0;
        content.directions += direction_of(cell) ? 1 : 0;
        content.currencies += parse_currency(cell) ? 1 : 0;
        content.companies += names_company(cell) ? 1 : 0;
        content.letters += is_number_cell(cell) || is_date_cell(cell) ? 0 : 1;
    }
    return content;
}

// Whether the cells can be what the heading says.
bool can_be(BankField field, const Content& content) {
    if (content.filled == 0) return field != direction && field != account;
    switch (field) {
    case date: return content.half(std::max(content.dates, content.serials));
    case amount:
    case in:
    case out:
    case balance: return content.half(content.numbers);
    case direction: return content.half(content.directions);
    case currency: return content.half(content.currencies);
    case account: return content.values.size() <= 3 && content.filled > 1;
    case payer:
    case memo: return !content.mostly(content.dates) || content.letters > 0;
    default: return true;
    }
}

struct Candidate {
    int points = 0;
    BankField field{};
    int column = 0;
};

std::vector<Candidate> candidates_of(const std::vector<std::string>& headings,
                                     const std::vector<Content>& contents) {
    std::vector<Candidate> found;
    for (std::size_t column = 0; column < headings.size(); ++column) {
        const std::string& heading = headings[column];
        const bool one_way =
            (heading_points(heading, in) > 0) != (heading_points(heading, out) > 0);
        for (std::size_t at = 0; at < bank_field_count; ++at) {
            const auto field = static_cast<BankField>(at);
            int points = heading_points(heading, field);
            if (points == 0 || !can_be(field, contents[column])) continue;
            // 往来账号: "账号" among other words and many of them is not the statement's own.
            constexpr int named = 75;
            if (field == account && points < named && contents[column].values.size() > 1) continue;
            if (field == amount && one_way) continue; // 交易金额(收入)
            if ((field == in || field == out) && !one_way) continue;
            if (contents[column].filled == 0) points -= 500;
            found.push_back({points, field, static_cast<int>(column)});
        }
    }
    core::sort(found, std::greater{}, &Candidate::points);
    return found;
}

// Numbers of a column, in minor units of four digits; nullopt where a cell has none.
std::vector<std::optional<std::int64_t>> numbers_of(std::span<const BankRow> rows, int column) {
    std::vector<std::optional<std::int64_t>> numbers;
    for (const BankRow& row : rows.first(std::min(rows.size(), rows_looked_at))) {
        const std::string_view cell = cell_of(row, static_cast<std::size_t>(column));
        const auto read = is_empty_cell(cell)
                              ? Result<std::int64_t>(0)
                              : read_amount(cell, test_exponent, NumberStyle::point_decimal);
        numbers.push_back(read ? std::optional(*read) : std::nullopt);
    }
    return numbers;
}

// How many steps of a balance are explained by an amount: +n as it is, -n turned round.
int explained(const std::vector<std::optional<std::int64_t>>& balance,
              const std::vector<std::optional<std::int64_t>>& moved) {
    int up = 0, down = 0, up_turned = 0, down_turned = 0;
    for (std::size_t i = 1; i < balance.size(); ++i) {
        if (!balance[i] || !balance[i - 1] || !moved[i] || !moved[i - 1]) continue;
        const std::int64_t step = *balance[i] - *balance[i - 1];
        if (step == 0) continue;
        up += step == *moved[i] ? 1 : 0;
        down += -step == *moved[i - 1] ? 1 : 0;
        up_turned += -step == *moved[i] ? 1 : 0;
        down_turned += step == *moved[i - 1] ? 1 : 0;
    }
    const int straight = std::max(up, down);
    const int turned = std::max(up_turned, down_turned);
    return straight >= turned ? straight : -turned;
}

// Two rows of cells that say the same, however many empty ones follow.
bool same_cells(std::span<const std::string> a, std::span<const std::string> b) {
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
        if (trim(i < a.size() ? a[i] : "") != trim(i < b.size() ? b[i] : "")) return false;
    }
    return true;
}

bool is_free(const BankLayout& layout, int column) {
    return !std::ranges::contains(layout.column, column) &&
           !std::ranges::contains(layout.more_memo, column);
}

// Amount and balance where no heading names them: the pair that explains itself.
void find_by_arithmetic(BankLayout& layout, std::span<const BankRow> rows,
                        const std::vector<Content>& contents) {
    if (layout[amount] >= 0 || (layout[in] >= 0 && layout[out] >= 0)) return;
    std::vector<int> columns;
    for (std::size_t i = 0; i < contents.size(); ++i) {
        const int column = static_cast<int>(i);
        const bool numeric =
            contents[i].mostly(contents[i].numbers) && !contents[i].mostly(contents[i].dates);
        if (numeric && (is_free(layout, column) || column == layout[balance])) {
            columns.push_back(column);
        }
    }
    int best = 2; // three steps at least
    for (const int b : columns) {
        if (layout[balance] >= 0 && b != layout[balance]) continue;
        const auto told = numbers_of(rows, b);
        for (const int a : columns) {
            if (a == b) continue;
            const auto moved = numbers_of(rows, a);
            const int alone = explained(told, moved);
            if (std::abs(alone) > best) {
                best = std::abs(alone);
                layout[balance] = b;
                layout[amount] = a;
                layout[in] = layout[out] = -1;
                layout.turned = alone < 0;
            }
            for (const int c : columns) {
                if (c == a || c == b) continue;
                auto both = numbers_of(rows, c);
                for (std::size_t i = 0; i < both.size(); ++i) {
                    if (both[i] && moved[i]) both[i] = *moved[i] - *both[i];
                    else both[i].reset();
                }
                if (explained(told, both) <= best) continue;
                best = explained(told, both);
                layout[balance] = b;
                layout[amount] = -1;
                layout[in] = a;
                layout[out] = c;
                layout.turned = false;
            }
        }
    }
}

// A column of nothing but 收入 and 支出, C and D, S and H, whatever it is called: amounts without a
// sign would all come in.
void find_direction(BankLayout& layout, const std::vector<Content>& contents) {
    for (std::size_t i = 0; i < contents.size(); ++i) {
        const int column = static_cast<int>(i);
        const bool for_memo =
            column == layout[memo] || std::ranges::contains(layout.more_memo, column);
        if (!for_memo && !is_free(layout, column)) continue;
        const auto says = [&](int way) {
            return std::ranges::count_if(contents[i].values,
                                         [&](auto cell) { return direction_of(cell) == way; });
        };
        const auto came = says(1);
        const auto went = says(-1);
        if (came == 0 || went == 0 || came + went < std::ssize(contents[i].values)) continue;
        if (column == layout[memo]) layout[memo] = -1;
        std::ranges::replace(layout.more_memo, column, -1);
        layout[direction] = column;
        layout.turned = false;
        return;
    }
}

// What words leave open, by what the cells are.
void find_by_content(BankLayout& layout, const std::vector<Content>& contents) {
    const auto only = [&](auto accepts) {
        int found = -1;
        for (std::size_t i = 0; i < contents.size(); ++i) {
            if (!is_free(layout, static_cast<int>(i)) || !accepts(contents[i])) continue;
            if (found >= 0) return -1;
            found = static_cast<int>(i);
        }
        return found;
    };
    if (layout[date] < 0) {
        layout[date] = only([](const Content& c) { return c.filled > 0 && c.dates == c.filled; });
    }
    const bool two = layout[in] >= 0 || layout[out] >= 0;
    if (layout[amount] < 0 && !two) {
        layout[amount] =
            only([](const Content& c) { return c.filled > 0 && c.numbers == c.filled; });
    }
    if (layout[amount] >= 0 && layout[direction] < 0) find_direction(layout, contents);
    if (layout[payer] < 0) {
        layout[payer] = only([](const Content& c) { return c.companies * 2 > c.filled; });
    }
    if (layout[memo] < 0) {
        std::size_t most = 0;
        for (std::size_t i = 0; i < contents.size(); ++i) {
            const Content& content = contents[i];
            if (!is_free(layout, static_cast<int>(i)) || content.letters == 0) continue;
            if (content.values.size() > most) {
                most = content.values.size();
                layout[memo] = static_cast<int>(i);
            }
        }
    }
}

} // namespace

std::string_view name_of(BankField field) {
    return bank_field_names[static_cast<std::size_t>(field)];
}
std::string_view name_of(BankDoubt doubt) { return doubt_names[static_cast<std::size_t>(doubt)]; }
std::optional<BankField> parse_bank_field(std::string_view name) {
    const auto found = std::ranges::find(bank_field_names, name);
    if (found == bank_field_names.end()) return std::nullopt;
    return static_cast<BankField>(found - bank_field_names.begin());
}

void OutColumn::add(std::int64_t came, std::int64_t out, std::optional<std::int64_t> after,
                    std::int64_t at) {
    balance.push_back(after);
    plain.emplace_back(came - out);
    minus.emplace_back(came + out);
    if (out == 0) return;
    ++(out > 0 ? pluses : minuses);
    line = at;
}

OutSigns signs_of(OutColumn& column, std::string_view heading) {
    const bool told = heading.contains("(-") || heading.contains("（-");
    if (column.minuses == 0 && !told) return {};
    if (column.opening) { // before the first line, or after it: the newest may stand first
        for (auto* numbers : {&column.balance, &column.plain, &column.minus}) {
            const auto end = numbers == &column.balance ? *column.opening : 0;
            numbers->insert(numbers->begin(), end);
            numbers->emplace_back(end);
        }
    }
    const int plain = std::max(explained(column.balance, column.plain), 0);
    const int minus = std::max(explained(column.balance, column.minus), 0);
    if (plain != minus) return {.minus = minus > plain};
    // One line alone may be a reversal; a heading that says minus speaks for more of them.
    const bool alone = column.pluses + column.minuses == 1 || column.pluses == column.minuses;
    const bool doubtful = alone && !(told && column.pluses == 0);
    return {.minus = column.minuses > column.pluses, .doubtful = doubtful ? column.line : 0};
}

void join_headings(std::span<BankRow> rows, BankFrame& frame) {
    if (frame.headless || frame.header + 1 >= rows.size()) return;
    const std::vector<std::string>& upper = rows[frame.header].cells;
    std::vector<std::string>& lower = rows[frame.header + 1].cells;
    bool came = false;
    bool went = false;
    for (const std::string& cell : lower) {
        if (can_be_read(read_date(cell)) || can_be_read(read_amount(cell, 4))) return; // a line
        const std::string plain = plain_words(cell);
        came = came || heading_points(plain, in) > 0;
        went = went || heading_points(plain, out) > 0;
    }
    if (!came || !went || upper == lower) return;
    const std::vector<std::string> as_written = lower;
    lower.resize(std::max(upper.size(), lower.size()));
    std::string_view over; // of several columns: it stands over the first
    for (std::size_t i = 0; i < lower.size(); ++i) {
        const std::string_view above = i < upper.size() ? trim(upper[i]) : std::string_view{};
        if (!above.empty()) over = above;
        if (trim(lower[i]).empty()) lower[i] = above;
        else if (!over.empty() && trim(lower[i]) != over)
            lower[i] = std::string(over) + " " + lower[i];
    }
    ++frame.header;
    for (BankRow& row : rows.subspan(frame.header + 1)) {
        if (same_cells(row.cells, upper) || same_cells(row.cells, as_written)) row.cells = lower;
    }
}

BankLayout guess_bank_layout(std::span<const BankRow> rows, const BankFrame& frame) {
    const BankRow& header = rows[frame.header];
    const auto below = rows.subspan(frame.header + (frame.headless ? 0 : 1));
    std::vector<std::string> headings;
    std::vector<Content> contents;
    std::size_t width = header.cells.size();
    for (const BankRow& row : below.first(std::min<std::size_t>(below.size(), 20))) {
        width = std::max(width, row.cells.size());
    }
    for (std::size_t column = 0; column < width; ++column) {
        headings.push_back(frame.headless ? std::string() : plain_words(cell_of(header, column)));
        const std::string_view heading = frame.headless ? "" : cell_of(header, column);
        contents.push_back(content_of(below, column, heading));
    }
    BankLayout layout;
    const auto candidates = candidates_of(headings, contents);
    for (const Candidate& candidate : candidates) {
        if (layout[candidate.field] < 0 && is_free(layout, candidate.column)) {
            layout[candidate.field] = candidate.column;
        } else if (candidate.field == memo && candidate.points >= 45 &&
                   is_free(layout, candidate.column)) {
            const auto place = std::ranges::find(layout.more_memo, -1);
            if (place != layout.more_memo.end()) *place = candidate.column;
        }
    }
    if (layout[in] >= 0 && layout[out] >= 0) layout[amount] = layout[direction] = -1;
    else if (layout[amount] >= 0) layout[in] = layout[out] = -1;
    if (layout[amount] < 0) layout[direction] = -1;
    find_by_arithmetic(layout, below, contents);
    find_by_content(layout, contents);
    if (layout[amount] >= 0 && layout[balance] >= 0 && layout[direction] < 0) {
        const int steps =
            explained(numbers_of(below, layout[balance]), numbers_of(below, layout[amount]));
        layout.turned = steps < -2;
    }
    if (layout[date] >= 0) {
        const Content& content = contents[static_cast<std::size_t>(layout[date])];
        layout.excel_serials = content.serials > content.dates;
    }
    const int money = layout[amount] >= 0 ? layout[amount] : layout[in];
    if (money >= 0 && !frame.headless) {
        const Heading heading = read_heading(cell_of(header, static_cast<std::size_t>(money)));
        layout.currency = heading.currency;
        layout.amount_power = heading.power;
    }
    return layout;
}

std::string to_text(const BankLayout& layout) {
    std::string text;
    const auto put = [&](std::string_view name, std::string_view value) {
        text += (text.empty() ? "" : " ") + std::string(name) + "=" + std::string(value);
    };
    for (std::size_t i = 0; i < bank_field_count; ++i) {
        if (layout.column[i] >= 0) put(bank_field_names[i], std::to_string(layout.column[i]));
    }
    for (const int column : layout.more_memo) {
        if (column >= 0) put("and", std::to_string(column));
    }
    if (layout.date_order != DateOrder::unknown) {
        put("order", std::to_string(static_cast<int>(layout.date_order)));
    }
    if (layout.number_style != NumberStyle::unknown) {
        put("style", std::to_string(static_cast<int>(layout.number_style)));
    }
    if (layout.excel_serials) put("serials", "1");
    if (layout.turned) put("turned", "1");
    if (layout.amount_power != 0) put("power", std::to_string(layout.amount_power));
    if (!layout.currency.view().empty()) put("cur", layout.currency.view());
    return text;
}

std::optional<BankLayout> parse_bank_layout(std::string_view text) {
    BankLayout layout;
    std::size_t more = 0;
    while (!(text = trim(text)).empty()) {
        const std::string_view word = text.substr(0, text.find(' '));
        text.remove_prefix(word.size());
        const std::size_t equals = word.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        const std::string_view name = word.substr(0, equals);
        const std::string_view value = word.substr(equals + 1);
        if (name == "cur") {
            const auto currency = parse_currency(value);
            if (!currency) return std::nullopt;
            layout.currency = *currency;
            continue;
        }
        int number = -1;
        const auto [end, error] =
            std::from_chars(value.data(), value.data() + value.size(), number);
        if (error != std::errc{} || end != value.data() + value.size() || number < 0 ||
            number > 255) {
            return std::nullopt;
        }
        if (const auto field = parse_bank_field(name)) layout[*field] = number;
        else if (name == "and" && more < layout.more_memo.size()) layout.more_memo[more++] = number;
        else if (name == "order" && number <= 3) layout.date_order = static_cast<DateOrder>(number);
        else if (name == "style" && number <= 2)
            layout.number_style = static_cast<NumberStyle>(number);
        else if (name == "serials") layout.excel_serials = number == 1;
        else if (name == "turned") layout.turned = number == 1;
        else if (name == "power" && number <= 8) layout.amount_power = number;
        else return std::nullopt;
    }
    return layout;
}

std::string bank_layout_name(std::span<const std::string> header) {
    std::uint64_t hash = 0xCBF29CE484222325ULL; // FNV-1a: a name, not a proof
    const auto mix = [&](char c) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    };
    for (const std::string& cell : header) {
        for (const char c : plain_words(cell)) mix(c);
        mix('\x1f');
    }
    std::string name = "bank.layout.";
    for (int shift = 60; shift >= 0; shift -= 4) name += "0123456789abcdef"[(hash >> shift) & 15U];
    return name;
}

std::string plain_account(std::string_view account) {
    std::string plain;
    for (const char c : fold(account).value_or(std::string(account))) {
        if (c != ' ' && c != '-' && c != '[' && c != ']') plain.push_back(c);
    }
    return plain;
}

} // namespace huikuan::core
