#pragma once
// A mapping as a JSON document, for map files of the command line and for presets that are kept:
//   {"kind": "receipts", // invoices where it does not say
//    "columns": {"number": "invoice_number", "amount": "invoice_amount_usd", ...},
//    "currency": "USD", "dates": "ymd|dmy|mdy", "numbers": "1,234.50|1.234,50",
//    "excel_serials": false, "amount_power": 0}
// Columns are named by their heading, so that a preset survives a moved column; "#3" names the
// third.
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/import.h"

namespace huikuan::sync {

std::string mapping_to_json(const core::ImportMapping& mapping,
                            std::span<const std::string> header);

// malformed: not such a document (detail where); required: detail the heading that the file lacks.
core::Result<core::ImportMapping> mapping_from_json(std::string_view json,
                                                    std::span<const std::string> header);

// The same under a name, in one line, as the book keeps it; with the name of its headings
// (core::name_of_headings), by which it is found again.
struct KeptMapping {
    std::string name;
    core::ImportKind kind = core::ImportKind::invoices;
    std::string headings;
};
std::string kept_mapping_to_json(const core::ImportMapping& mapping,
                                 std::span<const std::string> header, std::string_view name);
std::optional<KeptMapping> read_kept_mapping(std::string_view json); // nullopt: not such a text
std::string rename_kept_mapping(std::string_view json, std::string_view name);

} // namespace huikuan::sync
