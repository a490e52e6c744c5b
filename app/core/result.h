#pragma once
// Errors are values. A function of the trade that can refuse returns Result<T>; nothing throws
// across a room. Words for people live in ui and in the CLI: here is only what happened and where.
#include <cstdint>
#include <expected>
#include <string>
#include <utility>

namespace huikuan::core {

// Closed, in order of precedence: where several apply, decide answers the first of this list.
enum class ErrorCode : std::uint8_t {
    // Shape of the input
    required,            // a field that must be given is empty
    malformed,           // text that is not a number, date, id, currency ... (detail: the text)
    ambiguous,           // more than one reading (01/02/2025; 1,234) and nothing decides
    too_long,            // text longer than the field keeps
    unknown_currency,    // not a code of ISO 4217
    out_of_range,        // a number or date outside what a book keeps
    amount_not_positive, // zero or negative where only a positive amount means something
    amount_precision,    // more decimals than the currency has
    // References
    unknown_customer,
    unknown_document, // invoice, receipt, allocation or exception that the book does not have
    currency_mismatch,
    customer_mismatch,
    // The trade
    duplicate_id,     // the id exists with other content
    duplicate_number, // the customer has a live invoice of this number
    schedule_sum,     // lines of a schedule do not add up to the amount
    date_order,       // due before issue, allocation before its documents, ...
    already_reversed, // the fact is void already
    reversal_of_reversal,
    exceeds_open,      // more than the invoice still owes
    exceeds_unapplied, // more than the receipt still has
    not_used_up,       // a write-off, discount or lone fee that pays nothing whole
    wrong_type,        // a document of a type that cannot do this
    nothing_to_do,     // the command would change nothing
    newer_version,     // the customer has facts that only a newer version understands
    read_only,         // the book is open read-only (another tab, a slice)
    // Files and storage
    io,
    not_a_book,
    corrupt,
    truncated,
    wrong_book,
    too_large,
    unsupported,
    cancelled,
};

struct Error {
    ErrorCode code{};
    std::string field;     // which argument, column or file
    std::string detail;    // the offending text or the limit, as data
    std::int64_t line = 0; // 1-based line of a file, 0 where there is none

    friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(ErrorCode code, std::string field = {}, std::string detail = {},
                                   std::int64_t line = 0) {
    return std::unexpected(Error{code, std::move(field), std::move(detail), line});
}

// The stable name of a code, as in --json answers and string keys: "amount_not_positive".
std::string_view name_of(ErrorCode code);

} // namespace huikuan::core
