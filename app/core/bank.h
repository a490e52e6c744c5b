#pragma once
// Bank statements (银行流水): from the rows of a file as some bank or wallet exports it to typed
// lines of one account. No bank is known by name: which column means what is found by evidence (the
// words of the headings, what stands below them, and the arithmetic of the running balance), shown
// to a person, corrected once, and remembered in the book for files with the same headings.
//
// A reading never drops a row in silence: each row is a line, or is left out for a reason that is
// counted (the bank's own totals, nothing moved, a payment that was closed), or is refused with a
// sentence. What does not fit together is told beside it (BankDoubt) and decided by a person.
#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/fact.h"
#include "core/read.h"
#include "core/result.h"

namespace huikuan::core {

// What a column of a statement can mean, in the order in which they are shown.
enum class BankField : std::uint8_t {
    date,
    amount,    // signed, or with a direction beside it
    in,        // money that came
    out,       // money that went
    direction, // 收入/支出, 贷/借, CR/DR
    balance,
    payer, // the other side
    payer_account,
    memo,
    reference,
    currency,
    status,  // of a wallet: 交易成功, 交易关闭
    account, // the statement's own account, in every row
};
inline constexpr std::size_t bank_field_count = 13;
std::string_view name_of(BankField field);
std::optional<BankField> parse_bank_field(std::string_view name);

// Which columns feed which field. Several may be joined to a memo ("交易摘要" and "交易附言").
struct BankLayout {
    std::array<int, bank_field_count> column;
    std::array<int, 2> more_memo{-1, -1};
    DateOrder date_order = DateOrder::unknown; // unknown: what the file proves
    NumberStyle number_style = NumberStyle::unknown;
    bool excel_serials = false;
    bool turned = false; // what the file calls minus came in
    int amount_power = 0;
    Currency currency; // where no column says one; nil: the book's

    BankLayout() { column.fill(-1); }
    [[nodiscard]] int operator[](BankField field) const {
        return column[static_cast<std::size_t>(field)];
    }
    int& operator[](BankField field) { return column[static_cast<std::size_t>(field)]; }
    friend bool operator==(const BankLayout&, const BankLayout&) = default;
};
// "date=0 in=8 out=9 balance=12 order=ymd": what the book keeps of a layout, and back.
std::string to_text(const BankLayout& layout);
std::optional<BankLayout> parse_bank_layout(std::string_view text);
// A name of these headings: files that share it are read alike.
std::string bank_layout_name(std::span<const std::string> header);

// A file as rows of cells; `line` is the row's line in the file.
struct BankRow {
    std::int64_t line = 0;
    std::vector<std::string> cells;
};
// What the file says about itself outside of its lines.
struct BankFrame {
    std::size_t header = 0;     // index of the heading row
    bool headless = false;      // no row names the columns: `header` is the first row with data
    std::string account;        // empty: it does not say
    std::string account_remark; // what follows it in its cell as well; empty: nothing does
    Currency currency;          // of the preamble
    // Hundredths, as printed.
    std::optional<std::int64_t> total_in, total_out, opening, closing;
};
// Where the lines are and what stands around them. nullopt: nothing looks like a statement.
std::optional<BankFrame> find_bank_frame(std::span<const BankRow> rows);
// A heading of two rows, 发生额 over 借方 and 贷方: the lower one takes the words of the upper one;
// further pages that repeat them are given the joined heading too.
void join_headings(std::span<BankRow> rows, BankFrame& frame);
BankLayout guess_bank_layout(std::span<const BankRow> rows, const BankFrame& frame);

// What a person should look at before the lines go in; none of it is decided in silence.
enum class BankDoubt : std::uint8_t {
    totals,          // the file's own sums differ from its lines (detail: told / read)
    balance_jump,    // the running balance does not follow (detail: expected / told)
    repeated,        // this line stands in the file before, as it is: left out
    equal_lines,     // equal lines without a number of their own: all are kept
    other_account,   // the row names another account: left out
    foreign,         // another currency than the file's others
    future,          // dated after today
    gap,             // the first balance does not follow the last one that the book has
    overlap,         // the book has some of it (detail: from – to, how many)
    known_otherwise, // the book has so many of them as other columns told them: left out
    odd_balance,     // a balance that cannot be read (detail: the cell): the line is kept
    sign,            // the one line of its column whose sign nothing proves: it went, or came back
    new_account,     // the book has lines of other accounts alone (detail: which)
    unsaid_account,  // the file names none, and nothing proves the remembered one (detail: that)
};
inline constexpr std::size_t bank_doubt_count = 14;
std::string_view name_of(BankDoubt doubt);
struct BankNote {
    BankDoubt doubt{};
    std::int64_t line = 0; // 0: the whole file
    std::string detail;
};

struct BankReading {
    struct Line {
        std::int64_t line = 0; // of the file
        Currency currency;
        BankLine what;             // without id
        std::uint32_t ordinal = 0; // among lines that say the same
    };
    std::string account;
    std::vector<Line> lines;     // in the order of the file
    std::vector<BankNote> notes; // at most 200 of a kind
    std::vector<Error> refused;  // field: the bank field's name; one per row
    std::array<std::int64_t, bank_doubt_count> note_counts{}; // by BankDoubt, all of them
    std::int64_t totals_rows = 0;                             // sums and the bank's own remarks
    std::int64_t unmoved = 0;                                 // nothing moved: zero, closed, failed
    std::int64_t uncounted = 0; // the wallet itself does not count them as in or out
    std::int64_t repeated = 0;
    Date first, last;
    bool newest_first = false;
};
// What must be decided before anything is read: required (field), ambiguous (field, detail).
std::vector<Error> bank_questions(std::span<const BankRow> rows, const BankFrame& frame,
                                  const BankLayout& layout, std::string_view account);
BankReading read_bank_lines(std::span<const BankRow> rows, const BankFrame& frame,
                            const BankLayout& layout, std::string_view account,
                            Currency book_currency, Date today);

// Lines of the book of the same account that the file tells once more by other columns, so that the
// ids differ: of the same currency, day and amount, and of the same reference or else balance;
// where neither is told on both sides, as many as there are. `has[i]`: the book has lines[i] as it
// is (as ids[i]). Answers for the others.
std::vector<bool> known_otherwise(std::span<const BankReading::Line> lines,
                                  std::span<const EntityId> ids, const std::vector<bool>& has,
                                  std::span<const BankReading::Line> book);

// A line of the book with the devices that brought it in.
struct ToldLine {
    std::string account; // plain
    Currency currency;
    std::optional<std::int64_t> balance;
    std::string reference;
    std::set<DeviceId> devices;
};
// Lines of one day and amount, in the order of their ids, that two devices may have read from one
// statement by different columns: what belongs together, by places in `lines`. A device looks at
// what it has when it takes a file in, so that lines with a device in common are two.
std::vector<std::vector<std::size_t>> told_twice(std::span<const ToldLine> lines);

// Canonical; its SHA-256 gives the line's id (named_id).
std::string bank_line_name(std::string_view account, Currency currency, const BankLine& line,
                           std::uint32_t ordinal);
// "6222 0000-1234", "６２２２00001234": one account.
std::string plain_account(std::string_view account);

} // namespace huikuan::core
