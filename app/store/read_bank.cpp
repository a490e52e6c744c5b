// Bank lines, what became of them, and what the lines that came in could pay.
#include <algorithm>
#include <climits>
#include <unordered_map>
#include <unordered_set>

#include "core/sorting.h"
#include "store/inside.h"

namespace huikuan::store {
namespace {

// A line counts while an import that has it stands; the import with the least id tells it. Its use
// counts while it is not reversed and its receipt, if it is one, stands.
constexpr std::string_view line_columns =
    "SELECT le.id, l.date, l.minor, l.balance, l.payer, l.payer_account, l.memo, l.reference,"
    " i.account, i.currency, i.file, l.line, ie.id FROM bank_line l JOIN bank_import i ON i.no = "
    "l.import"
    " JOIN entity ie ON ie.no = i.no JOIN entity le ON le.no = l.line WHERE i.ends IS NULL";

core::BankLineRow line_of(const Rows& rows) {
    core::BankLineRow row;
    row.what.id = rows.id(0);
    row.what.date = rows.date(1);
    row.what.minor = rows.integer(2);
    if (!rows.is_null(3)) row.what.balance = rows.integer(3);
    row.what.payer = rows.text(4);
    row.what.payer_account = rows.text(5);
    row.what.memo = rows.text(6);
    row.what.reference = rows.text(7);
    row.account = rows.text(8);
    row.currency = rows.currency(9);
    row.file = rows.text(10);
    row.imported = rows.id(12);
    return row;
}

struct Use {
    core::EntityId id;
    core::EntityId receipt;
    core::EntityId customer;
    std::string reason;
};

// By line; of several uses that count the one with the least id.
std::unordered_map<std::int64_t, Use> uses(Database& database, std::int64_t line) {
    std::unordered_map<std::int64_t, Use> found;
    Statement all(database,
                  "SELECT u.line, ue.id, re.id, ce.id, u.reason FROM bank_use u"
                  " JOIN entity ue ON ue.no = u.no LEFT JOIN receipt r ON r.no = u.receipt"
                  " LEFT JOIN entity re ON re.no = r.no LEFT JOIN entity ce ON ce.no = r.customer"
                  " WHERE u.ends IS NULL AND (u.receipt = 0 OR (r.no IS NOT NULL AND"
                  " r.ends IS NULL)) AND (?1 = 0 OR u.line = ?1) ORDER BY ue.id");
    for (Rows rows = all.query(line); rows.next();) {
        Use use{rows.id(1), {}, {}, std::string(rows.text(4))};
        if (!rows.is_null(2)) use.receipt = rows.id(2);
        if (!rows.is_null(3)) use.customer = rows.id(3);
        found.emplace(rows.integer(0), std::move(use));
    }
    return found;
}

void put(core::BankLineRow& row, const Use& use) {
    row.use = use.id;
    row.receipt = core::id_cast<core::ReceiptId>(use.receipt);
    row.customer = core::id_cast<core::CustomerId>(use.customer);
    row.reason = use.reason;
}

using Places = std::unordered_map<std::int64_t, std::uint32_t>; // numbers of customers -> index

void fill_customers(Database& database, core::MatchBook& book, Places& places) {
    Statement all(database, "SELECT c.no, e.id, c.name, c.archived FROM customer c"
                            " JOIN entity e ON e.no = c.no WHERE c.holder = c.no ORDER BY e.id");
    for (Rows rows = all.query(); rows.next();) {
        places.emplace(rows.integer(0), static_cast<std::uint32_t>(book.customers.size()));
        book.customers.push_back({core::id_cast<core::CustomerId>(rows.id(1)),
                                  std::string(rows.text(2)),
                                  {},
                                  {},
                                  rows.integer(3) != 0});
    }
    Statement fields(database, "SELECT entity, field, value FROM register WHERE kind = 2"
                               " AND field IN ('title', 'bank_account') AND value <> ''");
    for (Rows rows = fields.query(); rows.next();) {
        const auto place = places.find(rows.integer(0));
        if (place == places.end()) continue;
        core::MatchCustomer& customer = book.customers[place->second];
        (rows.text(1) == "title" ? customer.title : customer.bank_account) = rows.text(2);
    }
}

void fill_items(Database& database, core::MatchBook& book, const Places& places) {
    Statement open(database,
                   "SELECT e.id, d.customer, d.number, d.currency, d.open, d.issued, d.due"
                   " FROM invoice d JOIN entity e ON e.no = d.no"
                   " WHERE d.open > 0 AND d.ends IS NULL AND d.known = 1 ORDER BY e.id");
    for (Rows rows = open.query(); rows.next();) {
        const auto place = places.find(rows.integer(1));
        if (place == places.end()) continue;
        book.items.push_back({core::id_cast<core::InvoiceId>(rows.id(0)), place->second,
                              std::string(rows.text(2)), rows.currency(3), rows.integer(4),
                              rows.date(5), rows.date(6)});
    }
}

// Who paid under which name, as people confirmed it.
void fill_aliases(Database& database, core::MatchBook& book, const Places& places) {
    Statement confirmed(database,
                        "SELECT DISTINCT u.line, l.payer, l.payer_account, r.customer, l.date"
                        " FROM bank_use u JOIN receipt r ON r.no = u.receipt"
                        " JOIN bank_line l ON l.line = u.line JOIN bank_import i ON i.no = l.import"
                        " WHERE u.ends IS NULL AND r.ends IS NULL AND i.ends IS NULL"
                        " ORDER BY u.line");
    for (Rows rows = confirmed.query(); rows.next();) {
        const auto place = places.find(rows.integer(3));
        if (place == places.end()) continue;
        book.aliases.push_back(
            {std::string(rows.text(1)), std::string(rows.text(2)), place->second, rows.date(4)});
    }
}

void fill_receipts(Database& database, core::MatchBook& book, const Places& places) {
    Statement loose(database,
                    "SELECT e.id, r.customer, r.minor, r.currency, r.date, r.reference"
                    " FROM receipt r JOIN entity e ON e.no = r.no WHERE r.ends IS NULL"
                    " AND r.known = 1 AND r.type IN (0, 2) AND NOT EXISTS (SELECT 1 FROM bank_use u"
                    " WHERE u.receipt = r.no AND u.ends IS NULL) ORDER BY e.id");
    for (Rows rows = loose.query(); rows.next();) {
        const auto place = places.find(rows.integer(1));
        if (place == places.end()) continue;
        book.receipts.push_back({core::id_cast<core::ReceiptId>(rows.id(0)),
                                 place->second,
                                 {rows.integer(2), rows.currency(3)},
                                 rows.date(4),
                                 std::string(rows.text(5))});
    }
}

// How late a customer pays as a rule: the mean over what it paid, in whole days.
void fill_delays(Database& database, core::MatchBook& book, const Places& places) {
    constexpr std::int64_t least = 3; // payments that make a habit
    book.usual_delay.assign(book.customers.size(), INT_MIN);
    Statement paid(database, "SELECT i.customer, count(*), sum(a.start - i.due) FROM allocation a"
                             " JOIN invoice i ON i.no = a.invoice WHERE a.effective > 0"
                             " AND a.until IS NULL GROUP BY i.customer");
    for (Rows rows = paid.query(); rows.next();) {
        const auto place = places.find(rows.integer(0));
        if (place == places.end() || rows.integer(1) < least) continue;
        book.usual_delay[place->second] = static_cast<int>(rows.integer(2) / rows.integer(1));
    }
}

} // namespace

std::vector<core::BankLineRow> Store::bank_lines(bool open_only) const {
    Database& database = *inside_->database;
    const auto used = uses(database, 0);
    std::vector<core::BankLineRow> found;
    std::unordered_set<std::int64_t> seen;
    Statement all(database, std::string(line_columns) + " ORDER BY ie.id, le.id");
    for (Rows rows = all.query(); rows.next();) {
        if (!seen.insert(rows.integer(11)).second) continue;
        const auto use = used.find(rows.integer(11));
        if (open_only && use != used.end()) continue;
        found.push_back(line_of(rows));
        if (use != used.end()) put(found.back(), use->second);
    }
    core::sort(found, std::greater{}, [](const core::BankLineRow& row) { return row.what.date; });
    return found;
}

std::vector<core::BankLineRow> Store::bank_lines_between(core::Date from, core::Date to) const {
    std::vector<core::BankLineRow> found;
    std::unordered_set<std::int64_t> seen;
    Statement some(*inside_->database,
                   std::string(line_columns) + " AND l.date BETWEEN ? AND ? ORDER BY ie.id, le.id");
    for (Rows rows = some.query(from, to); rows.next();) {
        if (seen.insert(rows.integer(11)).second) found.push_back(line_of(rows));
    }
    return found;
}

std::optional<core::BankLineRow> Store::bank_line(core::EntityId line) const {
    const auto no = inside_->log.find_entity(line);
    if (!no) return std::nullopt;
    std::optional<core::BankLineRow> row;
    {
        Statement one(*inside_->database,
                      std::string(line_columns) + " AND l.line = ? ORDER BY ie.id LIMIT 1");
        Rows rows = one.query(*no);
        if (rows.next()) row = line_of(rows);
    }
    const auto used = uses(*inside_->database, *no);
    if (row && !used.empty()) put(*row, used.begin()->second);
    return row;
}

std::vector<bool> Store::has_bank_lines(std::span<const core::EntityId> lines) const {
    std::vector<bool> has;
    Statement there(*inside_->database,
                    "SELECT 1 FROM bank_line l JOIN bank_import i ON i.no = l.import"
                    " WHERE l.line = ? AND i.ends IS NULL LIMIT 1");
    for (const core::EntityId line : lines) {
        const auto no = inside_->log.find_entity(line);
        has.push_back(no && there.query(*no).next());
    }
    return has;
}

std::vector<core::BankImportRow> Store::bank_imports() const {
    std::vector<core::BankImportRow> found;
    Statement all(*inside_->database,
                  "SELECT e.id, i.account, i.currency, i.file, i.lines, i.ends, min(l.date),"
                  " max(l.date), sum(EXISTS (SELECT 1 FROM bank_use u LEFT JOIN receipt r"
                  " ON r.no = u.receipt WHERE u.line = l.line AND u.ends IS NULL"
                  " AND r.ends IS NULL)) FROM bank_import i JOIN entity e ON e.no = i.no"
                  " LEFT JOIN bank_line l ON l.import = i.no GROUP BY i.no ORDER BY e.id DESC");
    for (Rows rows = all.query(); rows.next();) {
        found.push_back({rows.id(0), std::string(rows.text(1)), rows.currency(2),
                         std::string(rows.text(3)), rows.integer(4), rows.integer(8), rows.date(6),
                         rows.date(7), !rows.is_null(5)});
    }
    return found;
}

std::optional<std::int64_t> Store::bank_balance_before(std::string_view account,
                                                       core::Currency currency,
                                                       core::Date date) const {
    // Within a day nothing but the balances tells which line is the last: a day with one line does.
    Statement latest(*inside_->database,
                     "SELECT DISTINCT l.line, l.date, l.balance FROM bank_line l"
                     " JOIN bank_import i ON i.no = l.import WHERE i.ends IS NULL AND i.account = ?"
                     " AND i.currency = ? AND l.date < ? ORDER BY l.date DESC LIMIT 2");
    Rows rows = latest.query(account, currency, date);
    if (!rows.next() || rows.is_null(2)) return std::nullopt;
    const core::Date day = rows.date(1);
    const std::int64_t balance = rows.integer(2);
    if (rows.next() && rows.date(1) == day) return std::nullopt;
    return balance;
}

core::MatchBook Store::match_book() const {
    core::MatchBook book;
    Places places;
    Database& database = *inside_->database;
    fill_customers(database, book, places);
    fill_items(database, book, places);
    fill_aliases(database, book, places);
    fill_receipts(database, book, places);
    fill_delays(database, book, places);
    return book;
}

} // namespace huikuan::store
