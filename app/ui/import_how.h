#pragma once
// How a file is read: found out, and to be corrected where that went wrong. A workbook says it.
#include "session/import.h"

namespace huikuan::ui {

// Inside a panel. True: something was forced, and the file is to be looked at again.
bool import_how(const session::ImportFile& file, session::ImportOptions& options);

} // namespace huikuan::ui
