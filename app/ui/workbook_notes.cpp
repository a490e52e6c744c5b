#include "ui/workbook_notes.h"

#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"

namespace huikuan::ui {

bool choose_sheet(const std::optional<session::ImportWorkbook>& workbook, std::string& sheet) {
    if (!workbook || workbook->sheets.size() < 2) return false;
    std::vector<std::string> names;
    for (const auto& one : workbook->sheets) {
        const std::string key = one.hidden ? "workbook.hidden_sheet" : "workbook.sheet_rows";
        names.push_back(say(key, one.name, count_text(one.rows)));
    }
    int chosen = static_cast<int>(workbook->chosen);
    if (!select(say("workbook.sheet"), chosen, names, {.width = 260, .bare = true})) return false;
    sheet = workbook->sheets[static_cast<std::size_t>(chosen)].name;
    return true;
}

void draw_workbook_notes(const std::optional<session::ImportWorkbook>& workbook) {
    if (!workbook) return;
    for (const auto& note : workbook->notes) {
        notice(sentence(say("workbook." + note.name, count_text(note.count))),
               note.name == "no_value" ? BadgeKind::warn : BadgeKind::neutral);
    }
}

} // namespace huikuan::ui
