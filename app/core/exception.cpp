#include "core/exception.h"

namespace huikuan::core {

std::string_view name_of(ExceptionKind kind) {
    switch (kind) {
    case ExceptionKind::over_allocation: return "over-allocation";
    case ExceptionKind::possible_duplicate_payment: return "possible-duplicate-payment";
    case ExceptionKind::duplicate_invoice_number: return "duplicate-invoice-number";
    case ExceptionKind::double_reversal: return "double-reversal";
    case ExceptionKind::field_conflict: return "field-conflict";
    case ExceptionKind::id_clash: return "id-clash";
    case ExceptionKind::fork: return "fork";
    case ExceptionKind::waiting_for_reference: return "waiting-for-reference";
    case ExceptionKind::newer_version_needed: return "newer-version-needed";
    case ExceptionKind::invalid_fact: return "invalid-fact";
    case ExceptionKind::rival_plans: return "rival-plans";
    case ExceptionKind::double_letter: return "double-letter";
    case ExceptionKind::possible_duplicate_bank_line: return "possible-duplicate-bank-line";
    }
    return "unknown";
}

} // namespace huikuan::core
