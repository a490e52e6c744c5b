// The module that a browser runs beside the page: a workbook's bytes in, its sheets as text out.
// Nothing but these functions is exported (target `workbook`); web/workbook_worker.js calls them.
#include "sync/workbook.h"

#include <cstdint>
#include <span>
#include <string>

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
const char* hk_workbook_text() { return answer.data(); }
}
