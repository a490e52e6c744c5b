#include "session/workbook_reader.h"

#include <cstdlib>

#include "platform/workbook.h"
#include "session/workbook.h"
#include "sync/einvoice_xml.h"

namespace huikuan::session {

void read_workbook(std::vector<std::uint8_t> bytes,
                   std::function<void(core::Result<sync::Workbook>)> done) {
    platform::read_workbook(
        bytes, [done = std::move(done)](std::optional<std::string> answer, bool reached) {
            if (answer) done(sync::workbook_from_wire(*answer));
            else if (reached) done(core::fail(core::ErrorCode::corrupt, "workbook", "answer"));
            else done(core::fail(core::ErrorCode::io, "workbook"));
        });
}

void read_einvoice(const std::string& bytes,
                   std::function<void(core::Result<core::EInvoice>)> done) {
    const auto* first = reinterpret_cast<const std::uint8_t*>(bytes.data());
    platform::read_einvoice(
        std::span(first, bytes.size()),
        [done = std::move(done)](std::optional<std::string> answer, bool reached) {
            if (answer) done(sync::einvoice_from_wire(*answer));
            else if (reached) done(core::fail(core::ErrorCode::corrupt, "einvoice"));
            else done(core::fail(core::ErrorCode::io, "einvoice"));
        });
}

void count_pdf_pages(const std::string& bytes, std::function<void(std::optional<int>)> done) {
    const auto* first = reinterpret_cast<const std::uint8_t*>(bytes.data());
    platform::count_pdf_pages(
        std::span(first, bytes.size()),
        [done = std::move(done)](const std::optional<std::string>& answer, bool /*reached*/) {
            const int pages = answer ? std::atoi(answer->c_str()) : 0;
            done(pages > 0 ? std::optional(pages) : std::nullopt);
        });
}

void prepare_workbooks() { platform::fetch_workbook_reader(); }

} // namespace huikuan::session
