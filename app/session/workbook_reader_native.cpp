#include "session/workbook_reader.h"

#include "session/workbook.h"
#include "sync/einvoice_xml.h"
#include "sync/pdf.h"

namespace huikuan::session {

void read_workbook(std::vector<std::uint8_t> bytes,
                   std::function<void(core::Result<sync::Workbook>)> done) {
    done(sync::read_workbook(bytes));
}

void read_einvoice(const std::string& bytes,
                   std::function<void(core::Result<core::EInvoice>)> done) {
    done(sync::read_einvoice(bytes));
}

void count_pdf_pages(const std::string& bytes, std::function<void(std::optional<int>)> done) {
    const auto* first = reinterpret_cast<const std::uint8_t*>(bytes.data());
    done(sync::pdf_pages({first, bytes.size()}));
}

void prepare_workbooks() {}

} // namespace huikuan::session
