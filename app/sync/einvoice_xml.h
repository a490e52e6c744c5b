#pragma once
// Reads the XML of an electronic invoice (数电票): root EInvoice, parties and sums under
// EInvoiceData, number and time under TaxSupervisionInfo. Nothing outside of the file is ever read:
// a document type, and with it every entity that a file could define, is refused before it counts.
#include <cstddef>
#include <string>
#include <string_view>

#include "core/einvoice.h"

namespace huikuan::sync {

inline constexpr std::size_t largest_einvoice_bytes = 1024 * 1024;
inline constexpr int deepest_einvoice = 32;

// required "file": nothing in it; too_large "einvoice": bytes, depth, or the text of a field;
// malformed "einvoice" with the line: no XML, or a field that is said twice and differs;
// unsupported "einvoice": another kind of document, or one with a document type; errors of amounts
// and dates under their fields; core::check's.
core::Result<core::EInvoice> read_einvoice(std::string_view xml);

// The page does not link what knows XML: like workbooks (sync/workbook.h), an invoice is read by a
// module beside it, and what that found travels as one text.
std::string einvoice_to_wire(const core::Result<core::EInvoice>& invoice);
// corrupt, field "einvoice", detail "answer": not such a text.
core::Result<core::EInvoice> einvoice_from_wire(std::string_view text);

} // namespace huikuan::sync
