// The module that a browser runs beside the page: a workbook's bytes in, its sheets as text out,
// likewise the XML of an electronic invoice, and the number of pages of a PDF. Nothing but these
// functions is exported (target `workbook`); web/workbook_worker.js calls them.
#include "sync/workbook.h"

#include <cstdint>
#include <span>
#include <string>

#include "core/text.h"
#include "sync/einvoice_xml.h"
#include "sync/pdf.h"

namespace {
std::string answer;
}

extern "C" {

// The size of the answer; hk_workbook_text() says where it stands.
int hk_workbook(const std::uint8_t* bytes, int size) {
    answer = huikuan::sync::workbook_to_wire(
        huikuan::sync::read_workbook(std::span(bytes, static_cast<std::size_t>(size))));
    return static_cast<int>(answer.size());
}
int hk_einvoice(const std::uint8_t* bytes, int size) {
    answer = huikuan::sync::einvoice_to_wire(huikuan::sync::read_einvoice(
        huikuan::core::as_text(std::span(bytes, static_cast<std::size_t>(size)))));
    return static_cast<int>(answer.size());
}
// In digits; 0: nobody knows.
int hk_pdf(const std::uint8_t* bytes, int size) {
    answer = std::to_string(
        huikuan::sync::pdf_pages(std::span(bytes, static_cast<std::size_t>(size))).value_or(0));
    return static_cast<int>(answer.size());
}
const char* hk_workbook_text() { return answer.data(); }
}
