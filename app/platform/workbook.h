#pragma once
// The page's reader of workbooks, of electronic invoices and of PDFs: a WebAssembly module of its
// own that runs beside the page, in a worker, and is fetched when it is first needed. (Natively it
// is linked: session/workbook.h.)
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>

namespace huikuan::platform {

// What sync::workbook_to_wire or sync::einvoice_to_wire says. nullopt: it answered nothing, because
// the file broke or exhausted it (`reached`), or because it could not be fetched.
using WorkbookRead = std::function<void(std::optional<std::string> answer, bool reached)>;
void read_workbook(std::span<const std::uint8_t> bytes, WorkbookRead done);
void read_einvoice(std::span<const std::uint8_t> bytes, WorkbookRead done);
// The answer is a number in digits, 0 where nobody knows.
void count_pdf_pages(std::span<const std::uint8_t> bytes, WorkbookRead done);
// Fetches the reader if there is a network, so that it is there when there is none.
void fetch_workbook_reader();

} // namespace huikuan::platform
