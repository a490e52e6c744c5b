#pragma once
// What the book answers to screens and reports: plain rows. store fills them, session hands them
// on, ui and the CLI read them. Amounts are minor units of the row's currency.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/change.h"
#include "core/command.h"
#include "core/exception.h"
#include "core/money.h"

namespace huikuan::core {

struct BookRow {
    BookId id;
    std::string company;
    Currency currency; // the default for new documents
};

enum class DocumentStatus : std::uint8_t { open, part_paid, settled, voided };

struct CustomerRow {
    CustomerId id;
    std::string code;
    std::string name;
    std::string region;
    std::string phone;
    std::string owner;
    int terms_days = 30;
    bool archived = false;
    std::string tax_no;
    std::string tier;
    std::string tags;
    std::string parent; // id text of the head of its group, or empty
    CustomerId holder;  // with whom it counts; its own id unless it was merged
    bool newer_version = false;
    // One entry per currency in which the customer has documents, by code.
    struct Balance {
        Currency currency;
        std::int64_t balance = 0;   // as of the query's date
        std::int64_t overdue = 0;   // past due on the query's date
        std::int64_t unapplied = 0; // <= 0
        int oldest_days = 0;        // age of the oldest overdue line, 0 where none
    };
    std::vector<Balance> balances;
};

struct InvoiceRow {
    InvoiceId id;
    CustomerId customer;
    std::string customer_name; // as it is now
    std::string number;
    Money amount;
    Date issued;
    Date due;              // of the earliest open line, else the last line
    std::int64_t open = 0; // as of the query's date
    DocumentStatus status{};
    std::vector<ScheduleLine> lines;
    std::string note;
    DebitType type{};
    EntityId against;
    EntityId contract;
    std::string terms;
    std::optional<EarlyDiscount> discount;
    std::optional<TaxSplit> tax;
    Rate rate;                 // of exchange_out: at which it was exchanged
    CustomerId issued_to;      // differs from `customer` where records were merged
    std::int64_t disputed = 0; // of what is open, on the query's date
    bool written_off = false;  // settled, and what settled it at last was a bad debt's write-off
};

struct ReceiptRow {
    ReceiptId id;
    CustomerId customer;
    std::string customer_name;
    Money amount;
    Date date;
    std::int64_t unapplied = 0;
    DocumentStatus status{}; // open: nothing allocated; settled: all
    std::string method;
    std::string reference;
    std::string note;
    CreditType type{};
    std::string number;
    std::string reason;
    EntityId against;
    std::optional<Bill> bill;
    std::optional<BillStep> bill_step; // the latest, on the query's date
    Rate rate;                         // at which it is booked; of exchange_in see core/exchange.h
    CustomerId issued_to;
    Date end = far_future; // from when on it does not count; its own date or before: never did

    // 拒付. A bill may come back on the very day it was received; one that was entered by mistake
    // ends the day before (see Reverse).
    [[nodiscard]] bool dishonoured() const {
        return type == CreditType::bill && status == DocumentStatus::voided && end >= date;
    }
};

struct AllocationRow {
    AllocationId id;
    ReceiptId receipt;
    InvoiceId invoice;
    std::string invoice_number;
    Date receipt_date;
    Money amount;               // as written
    std::int64_t effective = 0; // what counts
    Date start;
    Date end;            // far_future while live
    bool across = false; // between two customers
};

struct DisputeRow {
    EntityId id;
    InvoiceId invoice;
    CustomerId customer;
    std::string invoice_number;
    Money amount;
    Date date;
    Date end; // far_future while open
    std::string reason;
    DisputeCause cause{};
    std::string owner;
    std::optional<Date> answer_by;
};
struct AttachmentRow {
    EntityId id;
    EntityId of;
    std::string name;
    std::string media;
    std::int64_t bytes = 0;
    std::array<std::uint8_t, 32> sha256{};
    bool here = false; // this device has the bytes
    bool voided = false;
};
struct BillStepRow {
    EntityId id;
    BillStep step{};
    Date date;
    Date end;
    std::string party;
    std::int64_t cost_minor = 0;
};
// A line of a bank statement, once, however many imports have it.
struct BankLineRow {
    BankLine what;
    std::string account;
    Currency currency;
    std::string file;    // of the import that tells it
    EntityId imported;   // that import
    EntityId use;        // what a person said that it is; nil: open
    ReceiptId receipt;   // nil: nothing that concerns receivables
    CustomerId customer; // of the receipt
    std::string reason;

    [[nodiscard]] bool is_open() const { return use.is_nil(); }
};
struct BankImportRow {
    EntityId id;
    std::string account;
    Currency currency;
    std::string file;
    std::int64_t lines = 0;
    std::int64_t used = 0; // of them, by live receipts or set aside
    Date first, last;
    bool voided = false;
};

// Customers that look like one.
struct DuplicateRow {
    enum class Reason : std::uint8_t { tax_no, name, phone };
    Reason reason{};
    std::string value;
    std::vector<CustomerId> customers; // by id
};

// One fact of collecting, as far as lists and the day's order look at it; the whole is the fact.
struct WorkRow {
    EntityId id;
    WorkType type{};
    CustomerId customer; // with whom it counts
    Date date;
    Date until;   // contact: next date; promise: due; plan: last part; hold: last day
    Money amount; // promise and plan
    int code = 0; // ContactOutcome, HoldKind, DisputeOutcome; letter: its level
    bool reached = false;
    bool internal = false; // a note among colleagues
    int minute = -1;       // contact: of the day; -1: not said
    EntityId subject;
    Date end; // far_future while it stands
};
// A schedule line of which something is open.
struct OpenLine {
    InvoiceId invoice;
    CustomerId customer; // with whom it counts
    Currency currency;
    Date issued;
    Date due;
    std::int64_t open = 0;
};
// To which step of its ladder a line has come, by the letters that stand.
struct LineLevel {
    InvoiceId invoice;
    Date due;
    int level = 0;
    Date last; // of the latest letter that took it a step further
};
// One fact of the law, as far as lists and clocks look at it; the whole is the fact.
struct LegalRow {
    EntityId id;
    LegalType type{};
    CustomerId customer; // with whom it counts
    EntityId subject;    // invoice or contract; the case of a stage or cost; nil: all that was owed
    Date date;
    Date until; // far_future: not said
    Money amount;
    int code = 0;        // LegalEvent, CaseStage, CaseCost
    bool proven = false; // in words or by a file
    Date end;            // far_future while it stands
};
// One fact of the course of a statement, as far as lists look at it; the whole is the fact.
struct StatementStepRow {
    EntityId id;
    StatementStep type{};
    CustomerId customer; // with whom it counts
    EntityId subject;    // the statement; of a settlement the answer
    Date date;
    Date from, to;    // of a statement
    Money balance;    // of a statement ours; of an answer theirs, without a currency
    std::string code; // of a statement: its integrity code
    int detail = 0;   // StatementForm, Channel, StatementVerdict, DifferenceEnd
    bool is_signed = false;
    int line = 0;                      // of a settlement
    std::vector<DifferenceLine> lines; // of an answer
    Date end;                          // far_future while it stands
};
// An open debit, as a legal clock looks at it.
struct DebtRow {
    InvoiceId id;
    CustomerId customer; // with whom it counts
    std::string number;
    Date issued;
    Date due; // of its last part
    Money open;
    DebitType type{};
    EntityId contract;
    std::vector<std::pair<Date, EntityId>> payments; // money that paid part of it, by date
};
// Of a customer that counts by itself, what the day's list says.
struct CustomerBrief {
    CustomerId id;
    std::string name;
    std::string code;
    std::string owner;
    std::string region;
    bool archived = false;
    std::string tier;
    std::string tags; // "重点, 外贸"
};

// Who wrote what when: one line of a document's or a customer's history.
struct HistoryRow {
    DeviceId device;
    std::uint64_t seq = 0;
    HybridTime time;
    std::string kind;
    EntityId entity;
    std::optional<Fact> fact;
    bool voided = false; // reversed by a later fact
    // FieldsSet: the value shown before this write, per field, in the order of the fact's fields
    std::vector<std::string> before;
    std::string hash_hex;
};

// Lists are keys in order first (cheap, all of them), then rows of the visible window.
using RowKey = std::int64_t;
struct ListQuery {
    std::string search; // part of name, code, number, reference; empty: all
    std::string sort;   // column name of the row, e.g. "due"; empty: natural order
    bool descending = false;
    std::optional<CustomerId> customer;
    bool open_only = false; // documents with something open; customers with a balance
    bool overdue_only = false;
    bool with_void = false;         // reversed documents too
    std::optional<DebitType> debit; // documents of this type alone
    std::optional<CreditType> credit;
    bool disputed_only = false;
    bool without_later = false; // documents: nor those that are dated after as_of
    Date as_of;                 // figures as of this date
    std::optional<Date> since;  // documents dated from this day to as_of alone
};
// A list of documents, and what they come to, void ones left out; by currency.
struct DocumentSum {
    Currency currency;
    std::int64_t minor = 0;
    std::int64_t open = 0; // of receipts: unapplied
    std::int64_t cash = 0; // of receipts: what is money
    bool all_cash = true;
};
struct DocumentList {
    std::vector<RowKey> keys;
    std::vector<DocumentSum> sums;
};

struct BookCounts {
    std::int64_t changes = 0;
    std::int64_t customers = 0;
    std::int64_t invoices = 0;
    std::int64_t receipts = 0;
    std::int64_t allocations = 0;
    std::int64_t exceptions = 0; // unresolved
    std::int64_t held = 0;       // changes held back: the predecessor is missing
};

} // namespace huikuan::core
