// Which column means what: by the words of the heading, checked against what stands below it.
#include <algorithm>
#include <functional>
#include <ranges>
#include <utility>

#include "core/import.h"
#include "core/import_text.h"
#include "core/sorting.h"
#include "core/text.h"

namespace huikuan::core {

namespace {

using Row = std::vector<std::string>;

// Pieces of longer headings: "本次发票号(税控)" still says which column it is.
struct NamePiece {
    std::string_view text;
    ImportField field;
};
constexpr std::array<NamePiece, 22> name_pieces{{
    {"客户编", ImportField::customer_code},
    {"客户代码", ImportField::customer_code},
    {"customerid", ImportField::customer_code},
    {"customercode", ImportField::customer_code},
    {"客户名", ImportField::customer_name},
    {"购买方名", ImportField::customer_name},
    {"customername", ImportField::customer_name},
    {"发票号", ImportField::number},
    {"invoicenumber", ImportField::number},
    {"invoiceno", ImportField::number},
    {"开票日", ImportField::issued},
    {"发票日", ImportField::issued},
    {"invoicedate", ImportField::issued},
    {"到期", ImportField::due},
    {"duedate", ImportField::due},
    {"价税合计", ImportField::amount},
    {"应收金额", ImportField::amount},
    {"invoiceamount", ImportField::amount},
    {"收款日", ImportField::settled_date},
    {"回款日", ImportField::settled_date},
    {"收款金额", ImportField::settled_amount},
    {"回款金额", ImportField::settled_amount},
}};

// What stands in a column of the sample.
struct ColumnContent {
    int filled = 0;
    int dates = 0;
    int serials = 0; // whole numbers that could be days of a spreadsheet, 1954 to 2119
    int numbers = 0;
    int codes = 0; // letters and digits without a blank, with a digit
    int mails = 0;
};

bool looks_like_code(std::string_view cell) {
    bool digit = false;
    for (const char c : cell) {
        if (static_cast<unsigned char>(c) >= 0x80 || c == ' ') { return false; }
        digit = digit || (c >= '0' && c <= '9');
    }
    return digit;
}

bool looks_like_serial(std::string_view cell) {
    return cell.size() == 5 && cell >= "20000" && cell <= "80000" &&
           std::ranges::all_of(cell, [](char c) { return c >= '0' && c <= '9'; });
}

ColumnContent content_of(std::span<const Row> sample, std::size_t column) {
    ColumnContent content;
    for (const Row& row : sample) {
        const std::string_view cell = column < row.size() ? trim(row[column]) : std::string_view{};
        if (means_nothing(cell)) { continue; }
        ++content.filled;
        content.serials += looks_like_serial(cell) ? 1 : 0;
        content.dates += !looks_like_serial(cell) && can_be_read(read_date(cell)) ? 1 : 0;
        content.numbers += can_be_read(read_amount(split_currency_mark(cell).number, 4)) ? 1 : 0;
        content.codes += looks_like_code(cell) ? 1 : 0;
        content.mails += cell.find('@') != std::string_view::npos ? 1 : 0;
    }
    return content;
}

// Whether the cells can be what the heading says: a column of texts called "total" is no amount.
bool can_be(CellShape shape, const ColumnContent& content) {
    if (content.filled == 0) { return true; }
    if (shape == CellShape::date) {
        return 2 * std::max(content.dates, content.serials) >= content.filled;
    }
    return shape != CellShape::amount || 2 * content.numbers >= content.filled;
}

// 0: the heading does not name the field; higher is better.
int heading_score(const Heading& heading, const ImportColumn& wanted) {
    const auto found = std::ranges::find(wanted.headings, heading.plain);
    if (found != wanted.headings.end()) {
        return 1000 - static_cast<int>(found - wanted.headings.begin());
    }
    for (const NamePiece& piece : name_pieces) {
        if (piece.field == wanted.field && heading.plain.contains(piece.text)) { return 100; }
    }
    return 0;
}

struct ColumnCandidate {
    int score = 0;
    ImportField field{};
    int column = 0;
};

std::vector<ColumnCandidate> candidates_of(ImportKind kind, const std::vector<Heading>& headings,
                                           const std::vector<ColumnContent>& contents) {
    std::vector<ColumnCandidate> found;
    for (std::size_t column = 0; column < headings.size(); ++column) {
        for (const ImportColumn& wanted : import_columns(kind)) {
            int score = heading_score(headings[column], wanted);
            if (score == 0 || !can_be(wanted.shape, contents[column])) { continue; }
            // An old and a new column of one meaning stand side by side in tax exports: the one
            // that is filled is meant.
            score -= contents[column].filled == 0 ? 500 : 0;
            found.push_back({score, wanted.field, static_cast<int>(column)});
        }
    }
    core::sort(found, std::greater{}, &ColumnCandidate::score);
    return found;
}

// The one column that no field has and that `is` accepts; -1 where there are none or several.
int only_free_column(const ImportMapping& mapping, const std::vector<ColumnContent>& contents,
                     auto accepts) {
    int found = -1;
    for (int column = 0; column < static_cast<int>(contents.size()); ++column) {
        if (std::ranges::find(mapping.column, column) != mapping.column.end() ||
            !accepts(contents[static_cast<std::size_t>(column)])) {
            continue;
        }
        if (found >= 0) { return -1; }
        found = column;
    }
    return found;
}

void fill_by_content(ImportMapping& mapping, const std::vector<ColumnContent>& contents) {
    for (const ImportColumn& wanted : import_columns(mapping.kind)) {
        const bool lines =
            wanted.field == ImportField::amount && mapping[ImportField::line_amount] >= 0;
        if (!wanted.required || mapping[wanted.field] >= 0 || lines) { continue; }
        if (wanted.shape == CellShape::date) {
            mapping[wanted.field] =
                only_free_column(mapping, contents, [](const ColumnContent& content) {
                    return content.filled > 0 && content.dates == content.filled;
                });
        } else if (wanted.shape == CellShape::amount) {
            mapping[wanted.field] =
                only_free_column(mapping, contents, [](const ColumnContent& content) {
                    return content.filled > 0 && content.numbers == content.filled &&
                           content.dates < content.filled;
                });
        }
    }
    if (import_column(mapping.kind, ImportField::email) != nullptr &&
        mapping[ImportField::email] < 0) {
        mapping[ImportField::email] =
            only_free_column(mapping, contents, [](const ColumnContent& content) {
                return content.filled > 0 && content.mails == content.filled;
            });
    }
    if (mapping.kind == ImportKind::customers) { return; }
    // "客户" over C001, C002 ... is the code.
    if (mapping[ImportField::customer_code] < 0 && mapping[ImportField::customer_name] >= 0) {
        const ColumnContent& content =
            contents[static_cast<std::size_t>(mapping[ImportField::customer_name])];
        if (content.filled > 0 && content.codes == content.filled) {
            mapping[ImportField::customer_code] =
                std::exchange(mapping[ImportField::customer_name], -1);
        }
    }
}

} // namespace

bool same_heading(std::string_view a, std::string_view b) {
    return plain_heading(a) == plain_heading(b);
}

ImportMapping guess_mapping(std::span<const std::string> header, std::span<const Row> sample,
                            ImportKind kind) {
    std::vector<Heading> headings;
    std::vector<ColumnContent> contents;
    for (std::size_t column = 0; column < header.size(); ++column) {
        headings.push_back(read_heading(header[column]));
        contents.push_back(content_of(sample, column));
    }
    ImportMapping mapping(kind);
    std::vector<bool> taken(header.size());
    for (const ColumnCandidate& candidate : candidates_of(kind, headings, contents)) {
        const auto column = static_cast<std::size_t>(candidate.column);
        if (mapping[candidate.field] < 0 && !taken[column]) {
            mapping[candidate.field] = candidate.column;
            taken[column] = true;
        }
    }
    // The whole amount stands there already: a line's own is part of it.
    if (mapping[ImportField::amount] >= 0) { mapping[ImportField::line_amount] = -1; }
    // Nothing but what is open is told: that is what is owed.
    if (kind == ImportKind::invoices && mapping[ImportField::amount] < 0 &&
        mapping[ImportField::line_amount] < 0) {
        mapping[ImportField::amount] = std::exchange(mapping[ImportField::open_amount], -1);
    }
    fill_by_content(mapping, contents);

    const int whole = mapping[ImportField::amount];
    if (const int column = whole >= 0 ? whole : mapping[ImportField::line_amount]; column >= 0) {
        const Heading& heading = headings[static_cast<std::size_t>(column)];
        mapping.currency = heading.currency;
        mapping.amount_power = heading.power;
    }
    for (const ImportColumn& wanted : import_columns(kind)) {
        if (wanted.shape != CellShape::date) { continue; }
        if (const int column = mapping[wanted.field]; column >= 0) {
            const ColumnContent& content = contents[static_cast<std::size_t>(column)];
            mapping.excel_serials = mapping.excel_serials || content.serials > content.dates;
        }
    }
    return mapping;
}

ImportKind guess_kind(std::span<const std::string> header, std::span<const Row> sample) {
    ImportKind best = ImportKind::invoices;
    std::ptrdiff_t most = 0;
    const std::ptrdiff_t named = std::ranges::count_if(
        header, [](const std::string& heading) { return !trim(heading).empty(); });
    for (std::size_t i = 0; i < import_kinds; ++i) {
        const auto kind = static_cast<ImportKind>(i);
        const ImportMapping mapping = guess_mapping(header, sample, kind);
        ImportReading reading;
        const auto open = decide_reading(mapping, header, {}, Currency{}, reading);
        const std::ptrdiff_t found =
            std::ranges::count_if(mapping.column, [](int column) { return column >= 0; });
        // A name is all that a customer needs, so most of its sheet has to speak for it; and a
        // name with any date is no talk unless something of a talk stands there.
        const auto says = [&](ImportField field) { return mapping[field] >= 0; };
        const bool enough = kind == ImportKind::customers
                                ? 2 * found >= named
                                : kind != ImportKind::contact_log || says(ImportField::channel) ||
                                      says(ImportField::outcome) || says(ImportField::note);
        if (open.empty() && enough && found > most) {
            most = found;
            best = kind;
        }
    }
    return best;
}

std::string name_of_headings(std::span<const std::string> header) {
    std::vector<std::string> plain;
    for (const std::string& heading : header) { plain.push_back(plain_heading(heading)); }
    core::sort(plain, std::less{},
               [](const std::string& text) -> std::string_view { return text; });
    std::uint64_t hash = 0xCBF29CE484222325ULL; // FNV-1a: a name, not a proof
    const auto mix = [&](char c) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    };
    for (const std::string& heading : plain) {
        std::ranges::for_each(heading, mix);
        mix('\x1f');
    }
    std::string name;
    for (int shift = 60; shift >= 0; shift -= 4) name += "0123456789abcdef"[(hash >> shift) & 15U];
    return name;
}

namespace {

// How many columns a row names: fields of one kind, or cells that any kind knows.
int columns_named(const Row& row, std::optional<ImportKind> kind) {
    const auto names = [](const std::string& cell, const ImportColumn& wanted) {
        return cell.size() <= 100 &&
               std::ranges::find(wanted.headings, plain_heading(cell)) != wanted.headings.end();
    };
    if (kind) {
        const auto named = [&](const ImportColumn& wanted) {
            return std::ranges::any_of(row, [&](const auto& cell) { return names(cell, wanted); });
        };
        return static_cast<int>(std::ranges::count_if(import_columns(*kind), named));
    }
    const auto known = [&](const std::string& cell) {
        for (std::size_t i = 0; i < import_kinds; ++i) {
            const auto columns = import_columns(static_cast<ImportKind>(i));
            if (std::ranges::any_of(columns, [&](const auto& it) { return names(cell, it); })) {
                return true;
            }
        }
        return false;
    };
    return static_cast<int>(std::ranges::count_if(row, known));
}

} // namespace

std::optional<std::size_t> find_header(std::span<const Row> rows, std::optional<ImportKind> kind) {
    std::optional<std::size_t> best;
    int most = 1; // one matching word alone may be a title: "发票"
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const int matches = columns_named(rows[i], kind);
        if (matches > most) {
            most = matches;
            best = i;
        }
    }
    if (best) { return best; }
    // Foreign words: the first row of words that is as wide as what follows.
    for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
        const bool words = std::ranges::all_of(rows[i], [](const std::string& cell) {
            const std::string_view text = trim(cell);
            return !text.empty() && text.size() <= 100 && !can_be_read(read_date(text)) &&
                   !can_be_read(read_amount(text, 4));
        });
        // Some banks close each line but the headings with a delimiter; a workbook's row ends with
        // its last cell that says something.
        const bool as_wide =
            2 * rows[i + 1].size() > rows[i].size() &&
            std::ranges::all_of(rows[i + 1] | std::views::drop(rows[i].size()),
                                [](const std::string& cell) { return trim(cell).empty(); });
        if (words && rows[i].size() >= 3 && as_wide) {
            const bool data = std::ranges::any_of(rows[i + 1], [](const std::string& cell) {
                return can_be_read(read_date(cell)) || can_be_read(read_amount(cell, 4));
            });
            if (data) { return i; }
        }
    }
    return std::nullopt;
}

} // namespace huikuan::core
