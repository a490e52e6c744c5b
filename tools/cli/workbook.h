#pragma once
// What is told of a workbook that something was imported from.
#include <optional>

#include "output.h"
#include "session/workbook.h"

namespace huikuan::cli {

void print_workbook(const std::optional<session::ImportWorkbook>& workbook);
// Adds "workbook" where the file is one.
void put_workbook(Json& answer, const std::optional<session::ImportWorkbook>& workbook);

} // namespace huikuan::cli
