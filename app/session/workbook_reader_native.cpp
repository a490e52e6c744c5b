#include "session/workbook_reader.h"

#include "session/workbook.h"
#include "sync/einvoice_xml.h"

namespace huikuan::session {

void read_workbook(std::vector<std::uint8_t> bytes,
                   std::function<void(core::Result<sync::Workbook>)> done) {
    done(sync::read_workbook(bytes));
}

void read_einvoice(const std::string& bytes,
                   std::function<void(core::Result<core::EInvoice>)> done) {
    done(sync::read_einvoice(bytes));
}

void prepare_workbooks() {}

} // namespace huikuan::session
