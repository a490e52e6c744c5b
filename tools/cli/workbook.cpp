#include "workbook.h"

#include "words.h"

namespace huikuan::cli {

void print_workbook(const std::optional<session::ImportWorkbook>& workbook) {
    if (!workbook) return;
    std::string others;
    for (std::size_t i = 0; i < workbook->sheets.size(); ++i) {
        const auto& sheet = workbook->sheets[i];
        if (i == workbook->chosen || sheet.rows == 0) continue;
        others += (others.empty() ? "" : ", ") + sheet.name;
    }
    print("sheet " + workbook->sheets[workbook->chosen].name +
          (others.empty() ? "" : "; the others: " + others));
    for (const auto& note : workbook->notes) {
        print("  " + phrase("workbook." + note.name, std::to_string(note.count)));
    }
}

void put_workbook(Json& answer, const std::optional<session::ImportWorkbook>& workbook) {
    if (!workbook) return;
    Json sheets = Json::array();
    for (const auto& sheet : workbook->sheets) {
        sheets.push_back({{"name", sheet.name}, {"hidden", sheet.hidden}, {"rows", sheet.rows}});
    }
    Json notes = Json::array();
    for (const auto& note : workbook->notes) {
        notes.push_back({{"note", note.name},
                         {"count", note.count},
                         {"words", phrase("workbook." + note.name, std::to_string(note.count))}});
    }
    answer["workbook"] = {
        {"sheet", workbook->sheets[workbook->chosen].name}, {"sheets", sheets}, {"notes", notes}};
}

} // namespace huikuan::cli
