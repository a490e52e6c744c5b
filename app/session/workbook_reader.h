#pragma once
// Where workbooks and electronic invoices are read, and the pages of PDFs counted: on the machine
// at once (workbook_reader_native.cpp), in a browser by a module beside the page
// (workbook_reader_web.cpp).
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/einvoice.h"
#include "core/result.h"
#include "sync/workbook.h"

namespace huikuan::session {

void read_workbook(std::vector<std::uint8_t> bytes,
                   std::function<void(core::Result<sync::Workbook>)> done);

// Errors as sync::read_einvoice, and: io "einvoice": the page's reader cannot be had; corrupt
// "einvoice": the file broke it.
void read_einvoice(const std::string& bytes,
                   std::function<void(core::Result<core::EInvoice>)> done);

// nullopt: it asks for a password or is broken, or the page's reader cannot be had.
void count_pdf_pages(const std::string& bytes, std::function<void(std::optional<int>)> done);

} // namespace huikuan::session
