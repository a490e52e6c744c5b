#pragma once
// What a person asks for, as one typed value. The same object serves preview, apply and the CLI.
// decide() answers the new facts or the first error; nothing has changed yet when it returns.
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "core/change.h"
#include "core/fact.h"
#include "core/result.h"

namespace huikuan::core {

// Fields in any order; names that the register has, values trimmed. Customer: name, code, region,
// phone, email, tax_no, terms_days (0..3650), owner, tags, note, archived ("1" or ""). Contact:
// customer (an id), name, title, phone, email, role, note. Book: company, currency. Setting: any
// key.
struct SetFields {
    FieldsSet fields;
};
struct IssueInvoice {
    InvoiceIssued invoice; // lines empty: one line at `due`; due empty: issue date + terms
    std::optional<Date> due;
};

// Amounts without a currency take the book's.
struct AllocationPart {
    InvoiceId invoice;
    std::int64_t minor = 0;
};
enum class AllocationRule : std::uint8_t { none, oldest_due_first, manual };
struct AllocationPlan {
    AllocationRule rule = AllocationRule::none;
    std::vector<AllocationPart> parts; // manual only
};
struct RecordReceipt {
    ReceiptRecorded receipt;
    AllocationPlan plan;
};
struct AllocateReceipt { // uses unapplied cash of a receipt that the book has
    EntityId id;         // of the first allocation; further ones are derived
    ReceiptId receipt;
    AllocationPlan plan;
    Date date;
};
struct Reverse {
    EntityId id;
    EntityId target;
    std::optional<Date> date; // default: the target's own date (it never counted)
    std::string reason;       // required
};
struct ResolveException {
    ExceptionResolved resolution;
};

using Command = std::variant<SetFields, IssueInvoice, RecordReceipt, AllocateReceipt, Reverse,
                             ResolveException>;

// The small aggregate that a decision needs, loaded by store for one command: the documents of the
// customer that are live and open, and what the command names.
struct OpenInvoice {
    InvoiceIssued fact;
    std::int64_t open_minor = 0;
    bool voided = false;
};
struct OpenReceipt {
    ReceiptRecorded fact;
    std::int64_t unapplied_minor = 0;
    bool voided = false;
};
struct Account {
    bool customer_known = false; // SetFields of a contact: the customer that it names
    bool newer_version = false;  // facts of this customer need a newer version of the view
    int terms_days = -1;         // the customer's own; negative: the policy's
    Currency base_currency;
    std::vector<OpenInvoice> invoices; // open ones of the customer, and those that are named
    std::vector<OpenReceipt> receipts; // with unapplied cash, and those that are named
    bool number_taken = false; // IssueInvoice: a live invoice of this customer has it (trimmed)
    // The command's id exists. decide answers duplicate_id whatever the content: a re-send is told
    // apart before, by session, which compares with the facts that the book has under this id.
    bool id_taken = false;
    // Reverse: what the target is; ResolveException: whether the exception is there
    bool target_known = false;
    bool target_voided = false;
    bool target_is_reversal = false;
    Date target_date;
};

inline constexpr int longest_terms_days = 3650;

// Numbers that a book lets its owner set; defaults here.
struct Policy {
    int default_terms_days = 30;
};

// Pure. Facts come out in the order in which they are to be written: texts trimmed, schedule lines
// by due date, the ids of allocations derived (derived_id) from the command's id and what each
// says. RecordReceipt dates its allocations as the receipt; settlement counts them from the day on
// which both documents exist. AllocateReceipt takes only invoices that exist on its date.
Result<std::vector<Fact>> decide(const Account& account, const Policy& policy,
                                 const Command& command);

// Oldest due line first, then issue date, then number, then id. 5,000 against [3,000 due 1 March;
// 4,000 due 1 April] answers 3,000 + 2,000. Of an invoice in parts only those lines come first that
// are due first: another invoice may be paid between two of its lines.
std::vector<AllocationPart> plan_oldest_first(const std::vector<OpenInvoice>& invoices,
                                              std::int64_t available_minor, Currency currency);

} // namespace huikuan::core
