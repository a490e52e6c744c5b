#pragma once
// Which column of a statement means what, and how its cells are read: of a bank's, and of a
// customer's own.
#include <string>
#include <vector>

#include "session/bank_import.h"
#include "ui/kit/table.h"

namespace huikuan::ui {

std::string bank_field_words(core::BankField field);
// What must be decided before a statement can be read.
std::string bank_question_words(core::Error question);

class BankColumns {
public:
    void draw(session::BankImport& import);

private:
    static void draw_column(const session::BankImport& import, core::BankField field,
                            core::BankLayout& layout, const std::vector<std::string>& columns);
    std::string currency_typed_;
    std::string problem_;
};

// What does not fit together in it, some of each kind.
void draw_bank_notes(const core::BankReading& reading);
// The rows that could not be read, with the reason; nothing where there are none.
void draw_bank_refused(const core::BankReading& reading, TableState& state);

} // namespace huikuan::ui
