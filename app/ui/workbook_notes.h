#pragma once
// What a person should know of a workbook that is being imported, and which of its sheets it is.
#include <optional>
#include <string>

#include "session/workbook.h"

namespace huikuan::ui {

// What every door for sheets accepts.
inline constexpr const char* sheet_files = ".csv,.txt,.tsv,.xlsx,.xlsm,.xls";

// True: another sheet was chosen, its name is in `sheet`.
bool choose_sheet(const std::optional<session::ImportWorkbook>& workbook, std::string& sheet);
void draw_workbook_notes(const std::optional<session::ImportWorkbook>& workbook);

} // namespace huikuan::ui
