// From the rows of a statement to its lines, and what does not fit together.
#include <algorithm>
#include <map>

#include "core/bank.h"
#include "core/bank_words.h"
#include "core/import.h"
#include "core/import_text.h"
#include "core/text.h"

namespace huikuan::core {

namespace {

using enum BankField;

constexpr std::size_t frame_rows = 300; // within which the heading stands
constexpr std::size_t notes_of_a_kind = 200;
constexpr char line_part_end = '\x1f';

std::string_view cell_at(const BankRow& row, int column) {
    if (column < 0 || static_cast<std::size_t>(column) >= row.cells.size()) return {};
    const std::string_view cell = trim(row.cells[static_cast<std::size_t>(column)]);
    return is_empty_cell(cell) ? std::string_view{} : cell;
}

// A text that a line keeps: on one line, without control characters, no longer than it may be.
std::string kept(std::string_view text, std::size_t longest) {
    std::string result;
    std::size_t at = 0;
    while (const auto code = next_code_point(text, at)) {
        const bool control =
            *code < 0x20 || (*code >= 0x7F && *code < 0xA0) || *code == 0x2028 || *code == 0x2029;
        const std::size_t before = result.size();
        append_code_point(result, control ? U' ' : *code);
        if (result.size() > longest) {
            result.resize(before);
            break;
        }
    }
    return std::string(trim(result));
}

// --- the frame

int fields_named(const BankRow& row) {
    std::set<BankField> fields;
    for (const std::string& cell : row.cells) {
        if (cell.size() > 100) continue;
        const std::string plain = plain_words(cell);
        BankField best{};
        int points = 0;
        for (std::size_t i = 0; i < bank_field_count; ++i) {
            const int mine = heading_points(plain, static_cast<BankField>(i));
            if (mine > points && !can_be_read(read_date(cell)) &&
                !can_be_read(read_amount(cell, 4))) {
                points = mine;
                best = static_cast<BankField>(i);
            }
        }
        if (points >= 50) fields.insert(best);
    }
    const bool dated = fields.contains(date);
    const bool moved = fields.contains(amount) || fields.contains(in) || fields.contains(out);
    return static_cast<int>(fields.size()) + (dated ? 2 : 0) + (moved ? 2 : 0);
}

bool is_data(const BankRow& row) {
    bool dated = false;
    bool number = false;
    for (const std::string& cell : row.cells) {
        const std::string_view text = trim(cell);
        if (is_empty_cell(text)) continue;
        const bool is_date = read_date(text).has_value() || can_be_read(read_date(text));
        dated = dated || is_date;
        number = number || (!is_date && can_be_read(read_amount(without_side(text).first, 4)));
    }
    return dated && number;
}

// "收入：1笔 28.50元": the amount; nullopt: it is none.
std::optional<std::int64_t> printed_total(std::string_view value) {
    const std::size_t count = value.find("笔");
    if (count == std::string_view::npos) return std::nullopt;
    value = trim(value.substr(count + std::string_view("笔").size()));
    const std::size_t unit = value.find("元");
    const auto read = read_amount(value.substr(0, unit), 2, NumberStyle::point_decimal);
    return read ? std::optional(*read) : std::nullopt;
}

// "6222 1234 户名：某公司": of two remarks in one cell, the first.
std::string_view first_remark(std::string_view value) {
    const std::string_view before = value.substr(0, std::min(value.find(':'), value.find("：")));
    if (before.size() == value.size()) return value;
    std::size_t end = 0;
    for (const std::string_view gap : {" ", "\t", "\u3000"}) {
        if (const std::size_t at = before.rfind(gap); at != std::string_view::npos)
            end = std::max(end, at);
    }
    return end == 0 ? value : trim(before.substr(0, end));
}

void take_remark(BankFrame& frame, const BankRow& row) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const std::string_view cell = trim(row.cells[i]);
        std::size_t colon = cell.find(':');
        std::size_t width = 1;
        if (const std::size_t wide = cell.find("："); wide < colon) {
            colon = wide;
            width = std::string_view("：").size();
        }
        const std::string key = plain_words(cell.substr(0, std::min(colon, cell.size())));
        std::string_view value =
            colon == std::string_view::npos ? std::string_view{} : trim(cell.substr(colon + width));
        if (value.empty() && i + 1 < row.cells.size()) value = trim(row.cells[i + 1]);
        if (key.empty() || key.size() > 40 || value.empty()) continue;
        if (names_account(key) && frame.account.empty() && value.size() <= longest_name) {
            const std::string_view whole = value;
            value = first_remark(value);
            if (value.size() < whole.size()) frame.account_remark = kept(whole, longest_name);
            if (value.starts_with('[') && value.ends_with(']')) {
                value = value.substr(1, value.size() - 2);
            }
            frame.account = value;
        }
        if (heading_points(key, currency) > 0) {
            frame.currency = parse_currency(value).value_or(frame.currency);
        }
        const auto told = read_amount(value, 2, NumberStyle::point_decimal);
        switch (told ? told_by(key) : Told::nothing) {
        case Told::total_in: frame.total_in = *told; break;
        case Told::total_out: frame.total_out = *told; break;
        case Told::opening: frame.opening = *told; break;
        case Told::closing: frame.closing = *told; break;
        case Told::nothing: break;
        }
        if (key == "收入" && colon != std::string_view::npos) frame.total_in = printed_total(value);
        if (key == "支出" && colon != std::string_view::npos)
            frame.total_out = printed_total(value);
    }
}

// --- one row

std::span<const BankRow> rows_below(std::span<const BankRow> rows, const BankFrame& frame) {
    return rows.subspan(std::min(rows.size(), frame.header + (frame.headless ? 0 : 1)));
}

class LineReader {
public:
    LineReader(std::span<const BankRow> rows, const BankFrame& frame, const BankLayout& layout,
               Currency book)
        : layout_(layout) {
        fallback_ = !layout.currency.view().empty()  ? layout.currency
                    : !frame.currency.view().empty() ? frame.currency
                                                     : book;
        order_ = layout.date_order;
        style_ = layout.number_style;
        for (const BankField field : {date, amount, in, out, balance}) {
            if (layout[field] < 0) continue;
            ColumnEvidence evidence;
            for (const BankRow& row : rows_below(rows, frame)) {
                const std::string_view cell = cell_at(row, layout[field]);
                evidence.add(field == date ? cell : without_side(cell).first, row.line);
            }
            if (field == date) {
                const auto proved = evidence.date_order();
                if (order_ == DateOrder::unknown && proved) order_ = *proved;
                if (order_ == DateOrder::unknown && !proved)
                    open_.push_back({field, proved.error()});
            } else {
                const auto proved = evidence.number_style(fallback_.exponent());
                if (style_ == NumberStyle::unknown && proved) style_ = *proved;
                if (!proved) open_.push_back({field, proved.error()});
            }
        }
        if (style_ != NumberStyle::unknown) { // one program wrote the file
            std::erase_if(open_, [](const auto& one) { return one.first != date; });
        }
        if (layout[out] >= 0) read_signs(rows, frame);
    }

    [[nodiscard]] const std::vector<std::pair<BankField, Error>>& open() const { return open_; }
    [[nodiscard]] DateOrder order() const { return order_; }

    enum class Kind : std::uint8_t { line, unmoved, uncounted, refused };
    Kind read(const BankRow& row, BankReading::Line& line, Error& error) {
        const std::string_view day = cell_at(row, layout_[date]);
        const auto read_day = read_date(day, order_, layout_.excel_serials);
        if (!read_day) return wrong(error, row, read_day.error().code, date, day);
        line.what.date = *read_day;
        line.currency = fallback_;
        if (const auto cell = cell_at(row, layout_[currency]); !cell.empty()) {
            const auto read = parse_currency(cell);
            if (!read) return wrong(error, row, ErrorCode::unknown_currency, currency, cell);
            line.currency = *read;
        }
        if (never_happened(cell_at(row, layout_[status]))) return Kind::unmoved;
        bool counted = true;
        std::int64_t minor = 0;
        for (const BankField field : {amount, in, out}) {
            const std::string_view cell = cell_at(row, layout_[field]);
            if (layout_[field] < 0 || cell.empty()) continue;
            const auto read = money(cell, line.currency);
            if (!read) return wrong(error, row, read.error().code, field, cell);
            // Beside a side the column says nothing new: 5.00 DR went out in whatever column.
            const bool turns = field == out && !signs.minus && without_side(cell).second == 0;
            minor += turns ? -*read : *read;
        }
        if (layout_[direction] >= 0) {
            const auto way = direction_of(cell_at(row, layout_[direction]));
            if (!way) {
                return wrong(error, row, ErrorCode::malformed, direction,
                             cell_at(row, layout_[direction]));
            }
            counted = *way != 0;
            // What is signed besides says the same thing twice; a reversal in red stays one.
            minor = *way < 0 && minor > 0 ? -minor : minor;
        }
        if (layout_.turned) minor = -minor;
        if (!counted) return Kind::uncounted;
        if (minor == 0) return Kind::unmoved;
        line.what.minor = minor;
        odd_balance.clear();
        if (const auto cell = cell_at(row, layout_[balance]); !cell.empty()) {
            if (const auto read = money(cell, line.currency)) line.what.balance = *read;
            else odd_balance = cell;
        }
        texts(row, line.what);
        return Kind::line;
    }

    std::string odd_balance; // of the row that was read last
    OutSigns signs;          // 支出金额（-元）: the column of what went says minus as well

    Result<std::int64_t> money(std::string_view cell, Currency of) const {
        const auto [number, side] = without_side(cell);
        auto read = read_amount(number, of.exponent() + layout_.amount_power, style_);
        if (read && side != 0) read = std::abs(*read) * side;
        if (read && (*read > largest_amount_minor || *read < -largest_amount_minor)) {
            return fail(ErrorCode::out_of_range);
        }
        return read;
    }

private:
    static Kind wrong(Error& error, const BankRow& row, ErrorCode code, BankField field,
                      std::string_view detail) {
        error = {code, std::string(name_of(field)), std::string(detail), row.line};
        return Kind::refused;
    }

    // Whether what went out says minus itself: of dated rows, as totals have signs of their own.
    void read_signs(std::span<const BankRow> rows, const BankFrame& frame) {
        OutColumn column;
        column.opening = frame.opening;
        const auto number = [&](const BankRow& row, BankField field) {
            const std::string_view cell = cell_at(row, layout_[field]);
            const auto read = money(cell, fallback_);
            return read && !cell.empty() ? std::optional(*read) : std::nullopt;
        };
        for (const BankRow& row : rows_below(rows, frame)) {
            if (!read_date(cell_at(row, layout_[date]), order_, layout_.excel_serials)) continue;
            const std::int64_t came = number(row, amount).value_or(number(row, in).value_or(0));
            column.add(came, number(row, out).value_or(0), number(row, balance), row.line);
        }
        const auto& header = rows[frame.header].cells;
        const auto at = static_cast<std::size_t>(layout_[out]);
        signs = signs_of(column, frame.headless || at >= header.size() ? "" : header[at]);
    }

    void texts(const BankRow& row, BankLine& line) const {
        std::string_view name = cell_at(row, layout_[payer]);
        std::string_view number = cell_at(row, layout_[payer_account]);
        // 3205011/某公司: both in one cell.
        const std::size_t digits = std::min(name.find_first_not_of("0123456789*"), name.size());
        if (layout_[payer_account] < 0 && digits > 4 && name.substr(digits).starts_with('/')) {
            number = name.substr(0, digits);
            name = trim(name.substr(digits + 1));
        }
        line.payer = kept(name, longest_name);
        line.payer_account = kept(number, longest_number);
        line.reference = kept(cell_at(row, layout_[reference]), longest_reference);
        std::string all;
        for (const int column : {layout_[memo], layout_.more_memo[0], layout_.more_memo[1]}) {
            const std::string_view part = cell_at(row, column);
            if (part.empty() || all.contains(part)) continue;
            all += (all.empty() ? "" : " ") + std::string(part);
        }
        line.memo = kept(all, longest_bank_memo);
    }

    const BankLayout& layout_;
    Currency fallback_;
    DateOrder order_ = DateOrder::unknown;
    NumberStyle style_ = NumberStyle::unknown;
    std::vector<std::pair<BankField, Error>> open_;
};

// --- what fits together

class Checks {
public:
    explicit Checks(BankReading& reading) : reading_(reading) {}

    void note(BankDoubt doubt, std::int64_t line, std::string detail) {
        auto& count = reading_.note_counts[static_cast<std::size_t>(doubt)];
        if (static_cast<std::size_t>(++count) > notes_of_a_kind) return;
        reading_.notes.push_back({doubt, line, std::move(detail)});
    }

    // Pages that stand in the file twice, and lines that only look alike.
    void part_equal_lines(std::string_view account) {
        find_direction();
        std::map<std::string, std::pair<std::int64_t, std::uint32_t>> seen; // first line, count
        std::vector<BankReading::Line> lines;
        for (BankReading::Line& line : reading_.lines) {
            const std::string name = bank_line_name(account, line.currency, line.what, 0);
            const auto [place, fresh] = seen.try_emplace(name, line.line, 0);
            if (!fresh) {
                const bool numbered = std::ranges::any_of(
                    line.what.reference, [](char c) { return c >= '1' && c <= '9'; });
                const bool follows =
                    !line.what.balance || lines.empty() || fits(lines.back(), line);
                if (numbered || !follows) {
                    ++reading_.repeated;
                    note(BankDoubt::repeated, line.line, std::to_string(place->second.first));
                    continue;
                }
                line.ordinal = ++place->second.second;
                note(BankDoubt::equal_lines, line.line, std::to_string(place->second.first));
            }
            lines.push_back(std::move(line));
        }
        reading_.lines = std::move(lines);
    }

    void check_balances() {
        const auto& lines = reading_.lines;
        std::vector<std::size_t> jumps;
        for (std::size_t i = 1; i < lines.size(); ++i) {
            if (!lines[i].what.balance || !lines[i - 1].what.balance ||
                lines[i].currency != lines[i - 1].currency) {
                continue;
            }
            if (!fits(lines[i - 1], lines[i])) jumps.push_back(i);
        }
        for (const std::size_t at : jumps) {
            const BankReading::Line& later = reading_.newest_first ? lines[at - 1] : lines[at];
            const BankReading::Line& earlier = reading_.newest_first ? lines[at] : lines[at - 1];
            const Money expected{*earlier.what.balance + later.what.minor, later.currency};
            note(BankDoubt::balance_jump, later.line,
                 to_text(expected) + " / " + to_text(Money{*later.what.balance, later.currency}));
        }
    }

    // `told`: of one column for both ways, as the net or as what moved in all.
    void check_totals(std::optional<std::int64_t> told_in, std::optional<std::int64_t> told_out,
                      std::optional<std::int64_t> told) {
        std::int64_t in_sum = 0;
        std::int64_t out_sum = 0;
        Currency currency;
        for (const BankReading::Line& line : reading_.lines) {
            (line.what.minor > 0 ? in_sum : out_sum) += line.what.minor;
            currency = line.currency;
        }
        const auto compare = [&](std::optional<std::int64_t> told, std::int64_t read) {
            if (!told || *told == read) return;
            note(BankDoubt::totals, 0,
                 to_text(Money{*told, currency}) + " / " + to_text(Money{read, currency}));
        };
        compare(told_in, in_sum);
        compare(told_out ? std::optional(std::abs(*told_out)) : told_out, -out_sum);
        if (told && std::abs(*told) != in_sum - out_sum) {
            compare(std::abs(*told), std::abs(in_sum + out_sum));
        }
    }

    // What stands above the lines against the first and the last of them.
    void check_ends(std::optional<std::int64_t> opening, std::optional<std::int64_t> closing) {
        const auto& lines = reading_.lines;
        if (lines.empty()) return;
        const auto& first = reading_.newest_first ? lines.back() : lines.front();
        const auto& last = reading_.newest_first ? lines.front() : lines.back();
        std::int64_t moved = 0;
        for (const BankReading::Line& line : lines) moved += line.what.minor;
        const auto compare = [&](std::optional<std::int64_t> told,
                                 std::optional<std::int64_t> read) {
            if (!told || !read || *told == *read) return;
            note(BankDoubt::totals, 0,
                 to_text(Money{*told, first.currency}) + " / " +
                     to_text(Money{*read, first.currency}));
        };
        const auto& balance = first.what.balance;
        if (balance) compare(opening, *balance - first.what.minor);
        if (last.what.balance) compare(closing, last.what.balance);
        else if (opening) compare(closing, *opening + moved);
    }

private:
    [[nodiscard]] bool fits(const BankReading::Line& before, const BankReading::Line& after) const {
        if (!before.what.balance || !after.what.balance) return true;
        return reading_.newest_first
                   ? *before.what.balance == *after.what.balance + before.what.minor
                   : *after.what.balance == *before.what.balance + after.what.minor;
    }
    void find_direction() {
        int up = 0;
        int down = 0;
        const auto& lines = reading_.lines;
        for (std::size_t i = 1; i < lines.size(); ++i) {
            reading_.newest_first = false;
            up += lines[i].what.balance && fits(lines[i - 1], lines[i]) ? 1 : 0;
            reading_.newest_first = true;
            down += lines[i].what.balance && fits(lines[i - 1], lines[i]) ? 1 : 0;
        }
        const bool falls = !lines.empty() && lines.front().what.date > lines.back().what.date;
        reading_.newest_first = down > up || (down == up && falls);
    }

    BankReading& reading_;
};

// The bank's own sums and remarks between and below the lines.
bool is_remark(const BankRow& row, const BankRow& header, const BankLayout& layout, bool headless) {
    if (!headless && row.cells == header.cells) return true; // the heading of a further page
    if (can_be_read(
            read_date(cell_at(row, layout[date]), layout.date_order, layout.excel_serials))) {
        return false;
    }
    if (std::ranges::any_of(row.cells, is_total_cell) ||
        std::ranges::any_of(row.cells, is_subtotal_cell)) {
        return true;
    }
    return cell_at(row, layout[amount]).empty() && cell_at(row, layout[in]).empty() &&
           cell_at(row, layout[out]).empty();
}

} // namespace

std::optional<BankFrame> find_bank_frame(std::span<const BankRow> rows) {
    BankFrame frame;
    const auto looked_at = rows.first(std::min(rows.size(), frame_rows));
    int best = 5; // date, a movement, and one thing more
    bool found = false;
    for (std::size_t i = 0; i < looked_at.size(); ++i) {
        if (looked_at[i].cells.size() < 3) continue;
        const int points = fields_named(looked_at[i]);
        if (points <= best) continue;
        best = points;
        frame.header = i;
        found = true;
    }
    for (std::size_t i = 0; !found && i < looked_at.size(); ++i) {
        if (!is_data(looked_at[i]) || looked_at[i].cells.size() < 3) continue;
        // Words in a tongue that nobody taught it still name columns.
        const bool words = i > 0 && looked_at[i - 1].cells.size() >= looked_at[i].cells.size() &&
                           std::ranges::none_of(looked_at[i - 1].cells, [](const auto& cell) {
                               return trim(cell).empty() || can_be_read(read_amount(trim(cell), 4));
                           });
        frame.header = words ? i - 1 : i;
        frame.headless = !words;
        found = true;
    }
    if (!found) return std::nullopt;
    for (const BankRow& row : rows.first(frame.header)) take_remark(frame, row);
    return frame;
}

std::vector<Error> bank_questions(std::span<const BankRow> rows, const BankFrame& frame,
                                  const BankLayout& layout, std::string_view account) {
    std::vector<Error> open;
    const auto require = [&](BankField field) {
        open.push_back({ErrorCode::required, std::string(name_of(field)), {}, 0});
    };
    if (layout[date] < 0) require(date);
    if (layout[amount] < 0 && layout[in] < 0 && layout[out] < 0) require(amount);
    const LineReader reader(rows, frame, layout, {});
    for (const auto& [field, error] : reader.open()) {
        open.push_back(error);
        open.back().field = name_of(field);
    }
    if (trim(account).empty()) require(BankField::account);
    return open;
}

BankReading read_bank_lines(std::span<const BankRow> rows, const BankFrame& frame,
                            const BankLayout& layout, std::string_view account,
                            Currency book_currency, Date today) {
    BankReading reading;
    reading.account = kept(account, longest_name);
    LineReader reader(rows, frame, layout, book_currency);
    Checks checks(reading);
    auto told_in = frame.total_in;
    auto told_out = frame.total_out;
    std::optional<std::int64_t> told;
    std::string common; // the account that a column of the file names first
    for (const BankRow& row : rows_below(rows, frame)) {
        if (std::ranges::all_of(row.cells, [](const auto& cell) { return trim(cell).empty(); })) {
            continue;
        }
        if (is_remark(row, rows[frame.header], layout, frame.headless)) {
            ++reading.totals_rows;
            const bool whole = std::ranges::any_of(row.cells, is_total_cell) &&
                               std::ranges::none_of(row.cells, is_subtotal_cell);
            const auto sum = [&](BankField field, std::optional<std::int64_t>& into) {
                const std::string_view cell = cell_at(row, layout[field]);
                const auto read = reader.money(cell, book_currency);
                if (whole && !cell.empty() && read) into = *read;
            };
            sum(in, told_in);
            sum(out, told_out);
            sum(amount, told);
            continue;
        }
        BankReading::Line line;
        line.line = row.line;
        Error error;
        switch (reader.read(row, line, error)) {
        case LineReader::Kind::refused: reading.refused.push_back(std::move(error)); continue;
        case LineReader::Kind::unmoved: ++reading.unmoved; continue;
        case LineReader::Kind::uncounted: ++reading.uncounted; continue;
        case LineReader::Kind::line: break;
        }
        if (!reader.odd_balance.empty()) {
            checks.note(BankDoubt::odd_balance, row.line, reader.odd_balance);
        }
        if (const std::string own = plain_account(cell_at(row, layout[BankField::account]));
            !own.empty()) {
            if (common.empty()) common = own;
            if (own != common) {
                checks.note(BankDoubt::other_account, row.line, own);
                continue;
            }
        }
        if (line.what.date > today) {
            checks.note(BankDoubt::future, row.line, to_text(line.what.date));
        }
        if (!reading.lines.empty() && reading.lines.front().currency != line.currency) {
            checks.note(BankDoubt::foreign, row.line, std::string(line.currency.view()));
        }
        reading.lines.push_back(std::move(line));
    }
    if (reader.signs.doubtful > 0) checks.note(BankDoubt::sign, reader.signs.doubtful, {});
    if (!frame.account.empty() && plain_account(frame.account) != plain_account(account)) {
        checks.note(BankDoubt::other_account, 0, frame.account);
    }
    checks.part_equal_lines(account);
    checks.check_balances();
    const bool hundredths = reading.lines.empty() || reading.lines.front().currency.exponent() == 2;
    checks.check_totals(hundredths || told_in != frame.total_in ? told_in : std::nullopt,
                        hundredths || told_out != frame.total_out ? told_out : std::nullopt, told);
    if (hundredths) checks.check_ends(frame.opening, frame.closing);
    for (const BankReading::Line& line : reading.lines) {
        const bool first = &line == &reading.lines.front();
        reading.first = first ? line.what.date : std::min(reading.first, line.what.date);
        reading.last = first ? line.what.date : std::max(reading.last, line.what.date);
    }
    return reading;
}

std::string bank_line_name(std::string_view account, Currency currency, const BankLine& line,
                           std::uint32_t ordinal) {
    std::string name = "bank line";
    const auto part = [&](std::string_view text) {
        name += line_part_end;
        name += fold(text).value_or(std::string(text));
    };
    part(plain_account(account));
    part(currency.view());
    part(to_text(line.date));
    part(std::to_string(line.minor));
    part(line.balance ? std::to_string(*line.balance) : "");
    part(line.payer);
    part(line.payer_account);
    part(line.memo);
    part(line.reference);
    part(std::to_string(ordinal));
    return name;
}

} // namespace huikuan::core
