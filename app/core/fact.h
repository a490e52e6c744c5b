#pragma once
// What a change says. Money facts are inserted once and never edited: undo is `Reversed`. Master
// data is a register per field. Every table of the book is a pure function of the set of these
// (design: sync, sections 0 and 1). Fields that a later version adds are optional.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/date.h"
#include "core/id.h"
#include "core/money.h"

namespace huikuan::core {

// Entities whose fields are registers. The kind of the change is "<name>.set".
enum class RegisterKind : std::uint8_t { book, customer, contact, setting };

// Writes some fields of one entity. Values are text; what they mean is read with defaults, so a
// hostile or newer value can never break a book. Customer fields: name, code, region, phone, email,
// tax_no, terms_days, owner, tags, note, archived ("1"). Book fields: company, currency.
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

    friend bool operator==(const ReceiptRecorded&, const ReceiptRecorded&) = default;
};

// 核销: part of a receipt is used for an invoice. What is too much at merge is parked, not refused.
struct AllocationMade {
    AllocationId id;
    ReceiptId receipt;
    InvoiceId invoice;
    Money amount; // positive, in the currency of both
    Date date;    // effective not before either document

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

using Fact = std::variant<FieldsSet, InvoiceIssued, ReceiptRecorded, AllocationMade, Reversed,
                          ExceptionResolved>;

// "customer.set", "invoice.issue", "receipt.record", "allocation.make", "reverse",
// "exception.resolve". Names are never reused.
std::string_view kind_of(const Fact& fact);
EntityId entity_of(const Fact& fact);

} // namespace huikuan::core
