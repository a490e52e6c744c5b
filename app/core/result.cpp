#include "core/result.h"

namespace huikuan::core {

std::string_view name_of(ErrorCode code) {
    switch (code) {
    case ErrorCode::required: return "required";
    case ErrorCode::malformed: return "malformed";
    case ErrorCode::ambiguous: return "ambiguous";
    case ErrorCode::too_long: return "too_long";
    case ErrorCode::unknown_currency: return "unknown_currency";
    case ErrorCode::out_of_range: return "out_of_range";
    case ErrorCode::amount_not_positive: return "amount_not_positive";
    case ErrorCode::amount_precision: return "amount_precision";
    case ErrorCode::unknown_customer: return "unknown_customer";
    case ErrorCode::unknown_document: return "unknown_document";
    case ErrorCode::currency_mismatch: return "currency_mismatch";
    case ErrorCode::customer_mismatch: return "customer_mismatch";
    case ErrorCode::duplicate_id: return "duplicate_id";
    case ErrorCode::duplicate_number: return "duplicate_number";
    case ErrorCode::schedule_sum: return "schedule_sum";
    case ErrorCode::date_order: return "date_order";
    case ErrorCode::already_reversed: return "already_reversed";
    case ErrorCode::reversal_of_reversal: return "reversal_of_reversal";
    case ErrorCode::exceeds_open: return "exceeds_open";
    case ErrorCode::exceeds_unapplied: return "exceeds_unapplied";
    case ErrorCode::not_used_up: return "not_used_up";
    case ErrorCode::wrong_type: return "wrong_type";
    case ErrorCode::nothing_to_do: return "nothing_to_do";
    case ErrorCode::newer_version: return "newer_version";
    case ErrorCode::read_only: return "read_only";
    case ErrorCode::io: return "io";
    case ErrorCode::not_a_book: return "not_a_book";
    case ErrorCode::corrupt: return "corrupt";
    case ErrorCode::truncated: return "truncated";
    case ErrorCode::wrong_book: return "wrong_book";
    case ErrorCode::too_large: return "too_large";
    case ErrorCode::unsupported: return "unsupported";
    case ErrorCode::cancelled: return "cancelled";
    }
    return "unknown"; // a number that no enumerator has: only from a broken cast
}

} // namespace huikuan::core
