#pragma once
// What the first rows of a file would become, and the words for what an import found.
#include <string>

#include "session/import.h"
#include "ui/kit/table.h"

namespace huikuan::ui {

std::string import_kind_words(core::ImportKind kind);
void draw_import_preview(const session::ImportJob& job, TableState& state);
// Counts of what was read, made, skipped and refused.
void draw_import_counts(const session::ImportJob& job);

} // namespace huikuan::ui
