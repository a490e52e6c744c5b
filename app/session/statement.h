#pragma once
// 对账单: what one customer's account did in a period. Opening balance, every document of the
// period by date, closing balance; the sum always closes, because what the period's documents do
// not explain (reversals of older ones, documents moved by a merge) stands on a line of its own.
#include <string>
#include <string_view>
#include <vector>

#include "core/view.h"
#include "session/session.h"

namespace huikuan::session {

struct StatementRow {
    core::Date date;
    bool credit = false;
    core::DebitType debit_type{};
    core::CreditType credit_type{};
    bool correction = false; // of what was dated before the period
    std::string number;
    std::int64_t minor = 0; // signed: what it adds to the balance
    std::int64_t balance = 0;
};
struct Statement {
    core::CustomerId customer;
    core::Currency currency;
    core::Date from, to;
    std::int64_t opening = 0, closing = 0;
    std::int64_t debits = 0, credits = 0; // of the rows, both positive
    std::vector<StatementRow> rows;       // by date
    // Names exactly these figures: who prints the statement again gets the same code, and a printed
    // one with another code says other figures than the book.
    std::string code;
    // Whether interest that was entered as a debit stands among what it shows: it is then not true
    // that the amounts are without interest.
    [[nodiscard]] bool shows_interest() const;
};
// 未清项目: what is open on a day, and the money that is not used yet.
struct OpenItem {
    std::string number;
    core::DebitType type{};
    core::Date issued, due;
    std::int64_t minor = 0, open = 0;
};
struct OpenItems {
    core::CustomerId customer;
    core::Currency currency;
    core::Date day;
    std::vector<OpenItem> items; // by due date
    std::int64_t unapplied = 0;  // <= 0
    std::int64_t balance = 0;
    std::string code; // as of Statement
    [[nodiscard]] bool shows_interest() const;
};
std::vector<OpenItems> open_items_of(const Session& session, core::CustomerId customer,
                                     core::Date day);
// One per currency in which the customer has a balance at either end, or documents between.
std::vector<Statement> statements_of(const Session& session, core::CustomerId customer,
                                     core::Date from, core::Date to);
// "3f9a-…": 16 hexadecimal digits of the SHA-256 of a text, in fours.
std::string integrity_code(std::string_view text);

} // namespace huikuan::session
