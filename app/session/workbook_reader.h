#pragma once
// Where workbooks are read: on the machine at once (workbook_reader_native.cpp), in a browser by a
// module beside the page (workbook_reader_web.cpp).
#include <cstdint>
#include <functional>
#include <vector>

#include "core/result.h"
#include "sync/workbook.h"

namespace huikuan::session {

void read_workbook(std::vector<std::uint8_t> bytes,
                   std::function<void(core::Result<sync::Workbook>)> done);

} // namespace huikuan::session
