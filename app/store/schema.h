#pragma once
// The shape of the tables, and how it grows: dated, additive files in migrations/, applied in
// order, each once, all in one transaction. A book of a newer format is refused and left alone.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/fact.h"
#include "core/result.h"
#include "store/database.h"

namespace huikuan::store {

struct Migration {
    std::string_view name; // of the file
    std::string_view sql;
};
// Oldest first. The format of a book is how many of them it has (PRAGMA user_version).
std::span<const Migration> migrations();
// For tests of what an upgrade does: while it lives, the app's migrations are these.
class OtherMigrations {
public:
    explicit OtherMigrations(std::span<const Migration> list);
    ~OtherMigrations();
    OtherMigrations(const OtherMigrations&) = delete;
    OtherMigrations& operator=(const OtherMigrations&) = delete;
};

inline constexpr std::int64_t application_id = 0x484B424B; // "HKBK"

// An empty database becomes a book. not_a_book where there is anything in it already.
core::Result<void> make_book(Database& database);
// not_a_book; unsupported (field "format", detail: its number) for a newer one.
core::Result<std::int64_t> book_format(Database& database);
// Errors of book_format; an older format is brought up to date. Answers whether it was.
core::Result<bool> open_book(Database& database, bool read_only);

// Numbers of the first kinds (table kind).
enum class Kind : std::uint8_t {
    book_set = 1,
    customer_set,
    contact_set,
    setting_set,
    invoice_issue,
    receipt_record,
    allocation_make,
    reverse,
    exception_resolve,
    contract_set = 10, // 10 to 29: registers
    task_set = 15,
    case_set = 19,
    customer_merge = 30,
    attachment_add,
    dispute_open,
    bill_move,
    contact_log = 40,
    promise_make,
    plan_agree,
    hold_place,
    bank_import = 50,
    bank_use,
    letter_send = 60,
    dispute_settle,
    legal_event = 70,
    case_step,
    case_cost,
    statement_issue = 80,
    statement_send,
    statement_answer,
    difference_settle,
};
constexpr bool is_known_kind(std::int64_t kind) {
    return kind <= 10 || kind == 15 || kind == 19 || (kind >= 30 && kind <= 33) ||
           (kind >= 40 && kind <= 43) || (kind >= 50 && kind <= 51) || (kind >= 60 && kind <= 61) ||
           (kind >= 70 && kind <= 72) || (kind >= 80 && kind <= 83);
}
// The condition of the index on registers, which a query repeats word by word to use it.
inline constexpr std::string_view is_register = "(kind <= 4 OR kind BETWEEN 10 AND 29)";
constexpr std::int64_t number_of(core::RegisterKind kind) {
    if (kind == core::RegisterKind::contract) return static_cast<std::int64_t>(Kind::contract_set);
    if (kind == core::RegisterKind::task) return static_cast<std::int64_t>(Kind::task_set);
    if (kind == core::RegisterKind::legal_case) return static_cast<std::int64_t>(Kind::case_set);
    return 1 + static_cast<std::int64_t>(kind);
}

// entity.slot
enum class Slot : std::uint8_t {
    none,
    invoice,
    receipt,
    allocation,
    reversal,
    resolution,
    invalid,
    merge,
    attachment,
    dispute,
    bill_step,
    work, // contact, promise, plan, hold, letter, settlement of a dispute
    bank_import,
    bank_use,
    legal,     // event, stage of a case, cost of a case
    statement, // of account: what was shown, sent, answered, how a difference ended
};

// The table of a slot's facts, each with `no`; empty: none.
constexpr std::string_view table_of(Slot slot) {
    constexpr std::string_view tables[] = {
        "",        "invoice",    "receipt", "allocation", "reversal", "resolution",  "",
        "merging", "attachment", "dispute", "bill_step",  "work",     "bank_import", "bank_use",
        "legal",   "statement"};
    return tables[static_cast<std::size_t>(slot)];
}

} // namespace huikuan::store
