#pragma once
// What a person asks for, as one typed value. The same object serves preview, apply and the CLI.
// decide() answers the new facts or the first error; nothing has changed yet when it returns.
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/calendar.h"
#include "core/change.h"
#include "core/fact.h"
#include "core/result.h"

namespace huikuan::core {

// Fields in any order; names that the register has (core/decide_fields.cpp), values trimmed.
// The settings that all devices of a book share are fields of this one entity.
inline constexpr EntityId settings_entity{0x7365'7474'696e'8000ULL, 0x8000'7365'7474'696eULL};
struct SetFields {
    FieldsSet fields;
};
// Any debit except exchange_out. Lines empty: one line at `due`; due empty: by the invoice's terms;
// terms empty: by its contract's, then the customer's, then the book's days. What terms gave is
// kept with them.
struct IssueInvoice {
    InvoiceIssued invoice;
    std::optional<Date> due;
};

// Amounts without a currency take the book's.
struct AllocationPart {
    InvoiceId invoice;
    std::int64_t minor = 0;
};
enum class AllocationRule : std::uint8_t {
    none,
    oldest_due_first,
    manual,
    designated, // 债务人指定: the parts in their order (0: as much as is open); the rest by law
    legal,      // 民法典 560 between debts, 561 within one; see plan_by_law
    pro_rata,   // by what is open
};
std::string_view name_of(AllocationRule rule); // "oldest", "manual", "designated", "legal" ...
std::optional<AllocationRule> parse_allocation_rule(std::string_view name);
struct AllocationPlan {
    AllocationRule rule = AllocationRule::none;
    std::vector<AllocationPart> parts; // manual and designated
};
// What goes with a receipt and pays like it: the bank's charge, a discount taken, a difference too
// small to ask for. Each becomes a credit of its own that ends with the receipt. A discount beyond
// what the terms of the paid documents allow on that day, and a fee beyond the receipt itself, need
// a reason, unless they are below the small difference. The customer paid the receipt and its fee,
// of which the receipt is what reached us: so a fee may wait for its use with its receipt.
struct Companion {
    CreditType type = CreditType::fee; // fee, discount or write_off
    std::int64_t minor = 0;
    std::string reason;
};
// Any credit except exchange_in. The parts of a plan are filled from the receipt first, then from
// the companions in their order.
struct RecordReceipt {
    ReceiptRecorded receipt;
    AllocationPlan plan;
    std::vector<Companion> companions;
};
// Uses unapplied cash of a receipt that the book has, then of the fees that wait with it.
struct AllocateReceipt {
    EntityId id; // of the first allocation; further ones are derived
    ReceiptId receipt;
    AllocationPlan plan;
    Date date;
};
struct Reverse {
    EntityId id;
    EntityId target;
    // Default: the target's own date (it never counted); of a bill the day before, as on its own
    // day it was dishonoured.
    std::optional<Date> date;
    std::string reason; // required
};
struct ResolveException {
    ExceptionResolved resolution;
};
struct MergeCustomers {
    CustomersMerged merge;
};
inline constexpr std::int64_t largest_attachment_bytes = 20 * 1024 * 1024;
struct AddAttachment {
    AttachmentAdded attachment;
};
struct OpenDispute {
    DisputeOpened dispute;
};
struct MoveBill {
    BillMoved moved;
};
// Unapplied money of one currency becomes money of another at a rate that is given: never silent,
// and one thing: reversing either half ends both.
struct ExchangeCredit {
    InvoiceId out_id;       // of the exchange_out; further ids are derived from it
    ReceiptId credit;       // whose unapplied money
    std::int64_t minor = 0; // of it, then of the fees that wait with it
    Currency to;
    Rate rate; // units of `to` for one unit of the credit's currency
    Date date;
    AllocationPlan plan; // of what comes out
};
// 退款: unapplied money goes back to the customer, a debit of its own that this money pays.
struct RefundCredit {
    InvoiceIssued refund; // id, number, amount, day, rate, note; the rest follows from the credit
    ReceiptId credit;     // whose money, then that of the fees that wait with it
};
// 账销案存 comes back. What accountants do: as much of the write-off as was recovered is taken back
// on the day of the recovery, and the money pays what is owed again. The rest stays written off.
struct RecoverWriteOff {
    ReceiptRecorded receipt; // against: the write-off
};

// What a contact goes against (core/collection.h) is found by decide and stays on the record.
struct LogContact {
    ContactLogged contact;
};
struct MakePromise {
    PromiseMade promise;
};
struct AgreePlan {
    PlanAgreed plan;
};
struct PlaceHold {
    HoldPlaced hold;
};
// Ends the dispute on the settlement's date, and says how.
struct SettleDispute {
    DisputeSettled settled;
};
// Something written went out. Of a ladder's step the id is that of core/dunning.h.
// What it charges is entered with it; each has the id that core/dunning.h gives it.
struct SendLetter {
    LetterSent letter;
    std::vector<IssueInvoice> charges = {};
};
struct ImportBankLines {
    BankLinesImported imported;
};
struct UseBankLine {
    BankLineUsed used;
};
struct NoteLegalEvent {
    LegalEventNoted event;
};
struct TakeCaseStep {
    CaseStepTaken step;
};
struct PayCaseCost {
    CaseCostPaid cost;
};
// The statement, and that it went out at once where it did.
struct IssueStatement {
    StatementIssued statement;
    std::optional<StatementSent> sent;
};
struct SendStatement {
    StatementSent sent;
};
// Lines that do not make up the whole difference get a last one of cause `other`.
struct AnswerStatement {
    StatementAnswered answer;
};
struct SettleDifference {
    DifferenceSettled settled;
};

using Command =
    std::variant<SetFields, IssueInvoice, RecordReceipt, AllocateReceipt, Reverse, ResolveException,
                 MergeCustomers, AddAttachment, OpenDispute, MoveBill, ExchangeCredit, RefundCredit,
                 RecoverWriteOff, LogContact, MakePromise, AgreePlan, PlaceHold, ImportBankLines,
                 UseBankLine, SendLetter, SettleDispute, NoteLegalEvent, TakeCaseStep, PayCaseCost,
                 IssueStatement, SendStatement, AnswerStatement, SettleDifference>;

// The small aggregate that a decision needs, loaded by store for one command: the documents of the
// customer that are live and open, and what the command names.
struct OpenInvoice {
    InvoiceIssued fact; // as far as a decision needs it: without note and printed name
    std::int64_t open_minor = 0;
    bool voided = false;
    // Of its contract, for the order of the law.
    int secured_percent = 0;     // 0 nothing .. 100 all
    std::int64_t burden_ppm = 0; // what being late costs the debtor, per year
    std::int64_t disputed_minor = 0;
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
    std::string terms;           // the customer's own text; wins over the days
    // The records that count as this customer where some are merged, itself included.
    std::vector<CustomerId> same;
    // Those, and the customers of its group, itself included: what one of them pays may be used by
    // hand for what another owes.
    std::vector<CustomerId> family;
    Currency base_currency;
    std::vector<OpenInvoice> invoices; // open ones of the customer, and those that are named
    std::vector<OpenReceipt> receipts; // with unapplied cash, and those that are named
    std::string contract_terms; // IssueInvoice: of the contract that it names; wins over both
    // IssueInvoice: a live invoice of this customer has it (trimmed). RecordReceipt: a credit note.
    bool number_taken = false;
    // The command's id exists. decide answers duplicate_id whatever the content: a re-send is told
    // apart before, by session, which compares with the facts that the book has under this id.
    bool id_taken = false;
    // Reverse: what the target is; ResolveException: whether the exception is there
    bool target_known = false;
    bool target_voided = false;
    bool target_is_reversal = false;
    Date target_date;
    // What the command names beside the customer (against, contract, of) and the book has.
    std::vector<EntityId> known;
    bool would_circle = false;               // SetFields: the parent is below the customer
    bool merged_already = false;             // MergeCustomers: the two count as one
    std::vector<AllocationPart> written_off; // RecoverWriteOff: what the write-off pays, live
    std::optional<BillStep> bill_step;       // MoveBill: the latest
    std::vector<Approach> approaches;        // LogContact: earlier ones to the same person
    std::optional<Date> today;               // LogContact, MakePromise: none is of a later day
    std::int64_t owed_minor = 0;             // AgreePlan: open debits in the plan's currency
    std::vector<EntityId> running_plans; // AgreePlan: of this customer and currency, not paid whole
    // SetFields of a task: what it says now; and whether two devices decided it differently.
    std::vector<std::pair<std::string, std::string>> present;
    bool decided_twice = false;
    bool line_used = false;            // UseBankLine: it is somebody's already
    std::optional<Date> latest_letter; // SendLetter of a ladder: of this customer's
    std::int64_t closing_minor = 0;    // AnswerStatement: of the statement
    std::size_t difference_lines = 0;  // SettleDifference: of the answer
    bool line_settled = false;         // SettleDifference: it is already
    std::vector<EntityId> carried;     // Reverse of a letter: what it charged, live
};

inline constexpr int longest_terms_days = 3650;

// Numbers that a book lets its owner set; defaults here.
inline constexpr int default_terms_days = 30;
struct Policy {
    int default_terms_days = core::default_terms_days;
    std::int64_t small_difference_minor = 1000; // of the book's currency
    // Most that a receipt of a currency may write off beside it, in all.
    [[nodiscard]] std::int64_t small_difference(Currency currency, Currency book) const {
        return same_units(small_difference_minor, book.exponent(), currency);
    }
    std::optional<Calendar> calendar; // none: as announced
    CollectionPolicy collection;
    LegalPolicy legal;

    // Settings "policy.terms_days" and "policy.small_difference" (minor units), and those of
    // CollectionPolicy and LegalPolicy. Answers whether it was one; what cannot be read leaves the
    // number as it was.
    bool take_setting(std::string_view key, std::string_view value);
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

// The order of the law where the debtor named nothing and the money is not enough for all.
// Between debts (民法典 560): due on `on` before not due; the least secured first; then the heavier
// burden; then the earlier due; what is still equal shares in proportion. Within one debt, which is
// an invoice and what is owed against it (561): costs, then interest, then principal; the doubled
// interest after a judgment comes after the principal (法释〔2014〕8号, 4).
std::vector<AllocationPart> plan_by_law(std::span<const OpenInvoice* const> invoices,
                                        std::int64_t available_minor, Currency currency, Date on);
// By what is open, no cent lost.
std::vector<AllocationPart> plan_pro_rata(std::span<const OpenInvoice* const> invoices,
                                          std::int64_t available_minor, Currency currency);

} // namespace huikuan::core
