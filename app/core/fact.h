#pragma once
// What a change says. Money facts are inserted once and never edited: undo is `Reversed`. Master
// data is a register per field. Every table of the book is a pure function of the set of these
// (design: sync, sections 0 and 1). Fields that a later version adds are optional.
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/collection.h"
#include "core/date.h"
#include "core/document.h"
#include "core/id.h"
#include "core/legal.h"
#include "core/money.h"
#include "core/statement.h"

namespace huikuan::core {

// Entities whose fields are registers. The kind of the change is "<name>.set".
enum class RegisterKind : std::uint8_t {
    book,
    customer,
    contact,
    setting,
    contract,
    task,
    legal_case, // 案件, see core/case.h
};
inline constexpr std::size_t register_kinds = 7;

// Writes some fields of one entity. Values are text; what they mean is read with defaults, so a
// hostile or newer value can never break a book. Which fields there are: core/decide_fields.cpp.
struct FieldsSet {
    RegisterKind kind{};
    EntityId entity;
    std::vector<std::pair<std::string, std::string>> fields; // sorted by name, names unique

    friend bool operator==(const FieldsSet&, const FieldsSet&) = default;
};

struct ScheduleLine {
    Date due;
    std::int64_t minor = 0;

    friend bool operator==(const ScheduleLine&, const ScheduleLine&) = default;
};

struct InvoiceIssued {
    InvoiceId id;
    CustomerId customer;
    std::string number; // as printed; unique per customer among live invoices, else an exception
    Money amount;       // positive, gross
    Date issued;
    std::vector<ScheduleLine> lines; // at least one; sum = amount; sorted by due
    std::string customer_name; // as printed on the document, so that the hash covers what was read
    std::string note;
    // Of the second version of the view, all optional:
    DebitType type = DebitType::invoice;
    EntityId against;  // what a note corrects, what interest or costs are owed for; else nil
    EntityId contract; // nil: none
    std::string terms; // as agreed and printed: "net 30"; the lines are what counts
    std::optional<EarlyDiscount> discount;
    std::optional<TaxSplit> tax;
    Rate rate;

    friend bool operator==(const InvoiceIssued&, const InvoiceIssued&) = default;
};

struct ReceiptRecorded {
    ReceiptId id;
    CustomerId customer;
    Money amount;          // positive
    Date date;             // value date
    std::string method;    // bank, cash, wallet, bill, other
    std::string reference; // the bank's number or memo
    std::string note;
    // Of the second version of the view, all optional:
    CreditType type = CreditType::receipt;
    std::string number; // of a credit note, as printed
    std::string reason; // of a credit note or a write-off
    // Credit note: the invoice. Fee, discount, write-off of a small rest: the receipt with which it
    // ends. exchange_in: its exchange_out; the two end together. Receipt: the write-off of which
    // it is a recovery.
    EntityId against;
    std::optional<Bill> bill;
    Rate rate;

    friend bool operator==(const ReceiptRecorded&, const ReceiptRecorded&) = default;
};

// 核销: part of a receipt is used for an invoice. What is too much at merge is parked, not refused.
struct AllocationMade {
    AllocationId id;
    ReceiptId receipt;
    InvoiceId invoice;
    Money amount; // positive, in the currency of both
    Date date;    // effective not before either document
    // Said by who decided: credit and debit are of two customers of one group, or were merged when
    // this was written. Without it such an allocation is invalid.
    bool across = false;

    friend bool operator==(const AllocationMade&, const AllocationMade&) = default;
};

// The fact `target` is void from `date` on (its own date for a typing mistake: then it never
// counted; the day of the bounce for a bounced receipt: then older reports stay right).
struct Reversed {
    EntityId id;
    EntityId target;
    Date date;
    std::string reason;

    friend bool operator==(const Reversed&, const Reversed&) = default;
};

struct ExceptionResolved {
    EntityId id;
    std::string exception; // 64 hex characters
    std::string choice;    // see exception.h
    std::string note;

    friend bool operator==(const ExceptionResolved&, const ExceptionResolved&) = default;
};

// Two records are one customer: what belongs to `from` counts with `into`, until this is reversed.
// Nothing is rewritten. Of several merges that chain or contradict each other, see store/merging.
struct CustomersMerged {
    EntityId id;
    CustomerId from;
    CustomerId into;
    Date date;
    std::string reason;

    friend bool operator==(const CustomersMerged&, const CustomersMerged&) = default;
};

// A file that belongs to a document, customer or contract. The book holds what it is and its
// SHA-256; the bytes lie beside, on the devices that have them.
struct AttachmentAdded {
    EntityId id;
    EntityId of;
    std::string name;
    std::string media; // "application/pdf"
    std::int64_t bytes = 0;
    std::array<std::uint8_t, 32> sha256{};
    FileKind kind{};

    friend bool operator==(const AttachmentAdded&, const AttachmentAdded&) = default;
};

// The customer disputes part of a debit from `date` on, until this is reversed: it stays owed and
// ages, but is marked.
struct DisputeOpened {
    EntityId id;
    InvoiceId invoice;
    Money amount; // positive
    Date date;
    std::string reason;
    DisputeCause cause{};
    std::string owner;             // who of us sees to it
    std::optional<Date> answer_by; // until when the customer has an answer

    friend bool operator==(const DisputeOpened&, const DisputeOpened&) = default;
};

// What came of a dispute. A reversal of the dispute goes with it, which ends it for every reader;
// this says how, and by which document.
struct DisputeSettled {
    EntityId id;
    CustomerId customer;
    EntityId dispute;
    Date date;
    DisputeOutcome outcome{};
    EntityId document; // the credit note, the write-off, the refund; nil: none
    std::string note;
    std::string by;

    friend bool operator==(const DisputeSettled&, const DisputeSettled&) = default;
};

struct BillMoved {
    EntityId id;
    ReceiptId bill;
    BillStep step{};
    Date date;
    std::string party;           // to whom it was endorsed, which bank discounted it
    std::int64_t cost_minor = 0; // the bank's discount and fees, in the bill's currency

    friend bool operator==(const BillMoved&, const BillMoved&) = default;
};

// One approach to a customer, or a note about it among colleagues. Proof (a photo, a recording) is
// an attachment of it.
struct ContactLogged {
    EntityId id;
    CustomerId customer;
    Date date;
    int minute = -1; // of the day, by the clock where it happened; -1: not said
    std::string by;  // who of us
    Channel channel{};
    EntityId person;  // of the customer's contacts; nil: none of them
    std::string whom; // the name as it was said
    ContactOutcome outcome{};
    bool reached = false;
    bool third_party = false; // somebody who is neither the debtor nor speaks for it
    std::string note;
    std::optional<Date> next; // when to come back to it
    EntityId task; // the visit or task that this was, or the dispute that it is about; nil: none
    std::vector<ConductRule> overruled; // warned about and done nevertheless

    friend bool operator==(const ContactLogged&, const ContactLogged&) = default;
};

// 承诺付款. Whether it was kept is never written: it follows from the cash (core/promise.h).
struct PromiseMade {
    EntityId id;
    CustomerId customer;
    Money amount; // positive
    Date date;    // on which it was made
    Date due;     // by which it is to be paid
    std::string by;
    std::string who;  // of the customer
    std::string how;  // bank, bill ...
    EntityId contact; // in which it was made; nil: none
    std::string note;

    friend bool operator==(const PromiseMade&, const PromiseMade&) = default;
};

// 分期还款协议, 延期: what is owed is paid in these parts. A revision is a further plan that names
// the one before; of two that name the same one both stand until a person reverses one.
struct PlanLine {
    Date due;
    std::int64_t principal = 0;
    std::int64_t interest = 0;

    [[nodiscard]] std::int64_t minor() const { return principal + interest; }
    friend bool operator==(const PlanLine&, const PlanLine&) = default;
};
struct PlanAgreed {
    EntityId id;
    CustomerId customer;
    Date date;
    Currency currency;
    std::vector<PlanLine> lines;   // by due date, at least one
    std::int64_t interest_ppm = 0; // a year, on what is not paid yet
    int accelerate_days = -1;      // a part so late makes the rest due at once; -1: no such clause
    std::string guarantor;
    bool consent = false; // in writing, by the guarantor (民法典 695)
    EntityId supersedes;
    // 还款能力: a month's income, costs and payments on other debts, as the debtor says.
    std::int64_t income = 0, costs = 0, debts = 0;
    std::string by;
    std::string note;

    friend bool operator==(const PlanAgreed&, const PlanAgreed&) = default;
};

// Nobody is pressed from `date` up to and including `until`, for a reason; reversing ends it.
struct HoldPlaced {
    EntityId id;
    CustomerId customer;
    EntityId of; // one document; nil: the customer as a whole
    HoldKind kind{};
    Date date;
    Date until;
    std::string reason;
    std::string by;

    friend bool operator==(const HoldPlaced&, const HoldPlaced&) = default;
};

// 催收函, 提醒, 对账函, 律师函 ...: something written went out, and this is what it said. A step of
// a ladder (core/dunning.h) has an id that follows from what it asks for, so that two devices which
// send the same step send one letter.
struct LetterItem {
    InvoiceId invoice;
    Date due;               // of the line
    std::int64_t minor = 0; // that it still owed when this was written
    int level = 0;          // to which this letter takes the line; 0: only mentioned

    friend bool operator==(const LetterItem&, const LetterItem&) = default;
};
struct LetterSum {
    Currency currency;
    std::int64_t overdue = 0;   // of the items
    std::int64_t unapplied = 0; // positive: money that waits for its use, shown first
    std::int64_t interest = 0;
    std::int64_t fee = 0;

    [[nodiscard]] std::int64_t total() const { return overdue - unapplied + interest + fee; }
    friend bool operator==(const LetterSum&, const LetterSum&) = default;
};
inline constexpr std::size_t most_letter_items = 10'000;
inline constexpr std::size_t longest_letter = 16'000; // bytes of its text
struct LetterSent {
    EntityId id;
    CustomerId customer;
    Date date;
    Channel channel{};
    std::string letter;   // name of its template
    std::string language; // "zh", "en"
    std::string ladder;   // empty: of none
    int level = 0;
    std::string to; // address or number
    std::string subject;
    std::string text;              // as it was shown
    std::vector<LetterItem> items; // by due date, then invoice
    std::vector<LetterSum> sums;   // by currency
    std::string by;

    friend bool operator==(const LetterSent&, const LetterSent&) = default;
};

// One movement of an account, as the bank or wallet tells it. Its id is named after the account and
// what it says (core/bank.h), so that the same line is one line, whoever imports it and in which
// file it stands.
struct BankLine {
    EntityId id;
    Date date;
    std::int64_t minor = 0;              // in positive, out negative
    std::string payer;                   // the other side, as written
    std::string payer_account;           // its account
    std::string memo;                    // purpose, summary
    std::string reference;               // the bank's own number
    std::optional<std::int64_t> balance; // after it, where the file says so

    friend bool operator==(const BankLine&, const BankLine&) = default;
};

// 银行流水: lines of one account that came in with one file. A line counts as long as one import
// that has it stands: reversing an import takes out what came in with it alone.
inline constexpr std::size_t most_lines_per_import = 200; // a longer file is several of these
inline constexpr std::size_t longest_bank_memo = 1000;    // bytes
struct BankLinesImported {
    EntityId id;
    std::string account; // as its owner calls it: its number, or what the wallet is called
    Currency currency;
    std::string file; // its name
    std::vector<BankLine> lines;

    friend bool operator==(const BankLinesImported&, const BankLinesImported&) = default;
};

// 认领: a person says what a line is: this receipt, or nothing that concerns receivables (receipt
// nil, with a reason). Who pays under which name is learnt from these, and unlearnt with them.
struct BankLineUsed {
    EntityId id;
    EntityId line;
    ReceiptId receipt;
    std::string reason;

    friend bool operator==(const BankLineUsed&, const BankLineUsed&) = default;
};

// Something that moves a legal clock: of one debt, one contract (a guarantee), one case, or of
// everything that the customer owed on that day.
struct LegalEventNoted {
    EntityId id;
    CustomerId customer;
    EntityId of; // invoice or contract; nil: all that was owed
    LegalEvent what{};
    Date date;                 // on which it took effect: the letter arrived
    std::optional<Date> until; // of a grace, an obstacle, proceedings: their last day
    std::string proof;         // what proves it; a file that is attached to this proves it too
    std::string note;
    std::string by;
    std::string guarantor; // of several who stand for one contract, this one (担保解释 29)

    friend bool operator==(const LegalEventNoted&, const LegalEventNoted&) = default;
};

// A case came to a stage.
struct CaseStepTaken {
    EntityId id;
    CustomerId customer;
    EntityId of; // the case
    CaseStage stage{};
    Date date;               // by which its deadlines are counted: served, filed, decided
    std::optional<Date> due; // as the court or the letter says: hearing, performance, claims
    std::int64_t minor = 0;  // what was granted, secured or filed for; 0: not said
    Currency currency;
    std::string note;
    std::string by;

    friend bool operator==(const CaseStepTaken&, const CaseStepTaken&) = default;
};

// What a case cost us. What the debtor has to bear of it becomes a debit of type costs.
struct CaseCostPaid {
    EntityId id;
    CustomerId customer;
    EntityId of; // the case
    CaseCost what{};
    Money amount; // positive
    Date date;
    std::string note;
    std::string by;

    friend bool operator==(const CaseCostPaid&, const CaseCostPaid&) = default;
};

// 对账单: what was shown to a customer of one currency, made of what the book said on `date`. Its
// code names the figures (session/statement.h), so that a printed one can be told from the book.
struct StatementIssued {
    EntityId id;
    CustomerId customer;
    StatementForm form{};
    Date date;     // on which it was prepared
    Date from, to; // of open items both are the day
    Currency currency;
    std::int64_t opening = 0; // of open items: as closing
    std::int64_t closing = 0; // what the customer owes by it; negative: we owe
    std::string code;         // "3f9a-…"
    std::string by;

    friend bool operator==(const StatementIssued&, const StatementIssued&) = default;
};

// Says all that is in it: two devices that prepare the same statement write one. `voided`: how many
// of this id were taken back, which frees it.
EntityId statement_id(const StatementIssued& statement, int voided);

// It went out, once or again.
struct StatementSent {
    EntityId id;
    CustomerId customer;
    EntityId statement;
    Date date;
    Channel channel{};
    std::string to; // address or number
    std::string by;

    friend bool operator==(const StatementSent&, const StatementSent&) = default;
};

// 回函: what the customer says to it. The lines are what differs, and sum up to our balance less
// theirs. A signed copy is an attachment of this.
struct DifferenceLine {
    std::string number;     // of the document, or what it is about
    std::int64_t minor = 0; // ours less theirs, not 0
    DifferenceCause cause{};
    std::string owner; // who of us sees to it
    std::optional<Date> answer_by;

    friend bool operator==(const DifferenceLine&, const DifferenceLine&) = default;
};
struct StatementAnswered {
    EntityId id;
    CustomerId customer;
    EntityId statement;
    Date date;
    StatementVerdict verdict{};
    std::int64_t theirs = 0; // the balance as they have it, in our sign
    bool is_signed = false;  // signed or sealed (签章)
    std::string who;         // of the customer
    std::vector<DifferenceLine> lines;
    std::string note;
    std::string by;

    friend bool operator==(const StatementAnswered&, const StatementAnswered&) = default;
};

// One line of a difference came to its end.
struct DifferenceSettled {
    EntityId id;
    CustomerId customer;
    EntityId answer;
    int line = 0; // of the answer, from 0
    Date date;
    DifferenceEnd how{};
    EntityId document; // the credit note, the receipt ...; nil: none
    std::string note;
    std::string by;

    friend bool operator==(const DifferenceSettled&, const DifferenceSettled&) = default;
};

using Fact = std::variant<FieldsSet, InvoiceIssued, ReceiptRecorded, AllocationMade, Reversed,
                          ExceptionResolved, CustomersMerged, AttachmentAdded, DisputeOpened,
                          BillMoved, ContactLogged, PromiseMade, PlanAgreed, HoldPlaced,
                          BankLinesImported, BankLineUsed, LetterSent, DisputeSettled,
                          LegalEventNoted, CaseStepTaken, CaseCostPaid, StatementIssued,
                          StatementSent, StatementAnswered, DifferenceSettled>;

// "customer.set", "invoice.issue", "receipt.record", "allocation.make", "reverse",
// "exception.resolve", "customer.merge", "attachment.add", "dispute.open",
// "bill.move", "contact.log", "promise.make", "plan.agree", "hold.place",
// "bank.import", "bank.use", "letter.send", "dispute.settle", "legal.event", "case.step",
// "case.cost", "statement.issue", "statement.send", "statement.answer", "difference.settle". Never
// reused.
std::string_view kind_of(const Fact& fact);
EntityId entity_of(const Fact& fact);

// The least version of the view that counts this fact as it is meant: 1 for what the first version
// could say, 3 for the work of collecting, letters and bank lines, 4 for the law, 5 for the course
// of statements, 6 for the kind of a file and the guarantor of an event, else 2. A reader below it
// keeps the change, marks its customer, and counts nothing.
std::uint32_t least_view(const Fact& fact);

} // namespace huikuan::core
