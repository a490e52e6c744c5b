#include "session/workbook.h"

#include "session/text_file.h"
#include "session/workbook_reader.h"

namespace huikuan::session {

using core::ErrorCode;
using core::fail;

struct WorkbookSource::Inbox {
    bool asked = false;
    std::optional<core::Result<sync::Workbook>> workbook;
};

WorkbookSource::WorkbookSource(std::shared_ptr<platform::File> file, std::string sheet)
    : file_(std::move(file)), sheet_(std::move(sheet)), inbox_(std::make_shared<Inbox>()) {}

core::Result<bool> WorkbookSource::step() {
    if (text_) return true;
    if (!inbox_->asked) {
        inbox_->asked = true;
        if (file_->size() > sync::workbook_limit_bytes) {
            return fail(ErrorCode::too_large, "file", std::to_string(sync::workbook_limit_bytes));
        }
        const auto size = static_cast<std::size_t>(file_->size());
        file_->read(0, size, [inbox = inbox_, size, name = file_->name()](auto bytes) {
            if (!bytes || bytes->size() != size) {
                inbox->workbook = fail(ErrorCode::io, "file", name);
                return;
            }
            read_workbook(std::move(*bytes), [inbox](core::Result<sync::Workbook> read) {
                inbox->workbook = std::move(read);
            });
        });
    }
    if (!inbox_->workbook) return false;
    if (!*inbox_->workbook) return std::unexpected(inbox_->workbook->error());
    sync::Workbook& workbook = **inbox_->workbook;
    std::size_t chosen = sheet_.empty() ? workbook.usual_sheet() : workbook.sheets.size();
    for (std::size_t i = 0; i < workbook.sheets.size(); ++i) {
        const sync::WorkbookSheet& sheet = workbook.sheets[i];
        about_.sheets.push_back({sheet.name, sheet.hidden, sheet.rows});
        if (chosen == workbook.sheets.size() && sheet.name == sheet_) chosen = i;
    }
    if (chosen == workbook.sheets.size()) return fail(ErrorCode::required, "sheet", sheet_);
    about_.chosen = chosen;
    sync::WorkbookSheet& sheet = workbook.sheets[chosen];
    if (sheet.rows == 0) return fail(ErrorCode::required, "sheet_rows", sheet.name);
    for (std::size_t i = 0; i < sync::workbook_notes; ++i) {
        if (sheet.notes.at(i) == 0) continue;
        about_.notes.push_back(
            {std::string(name_of(static_cast<sync::WorkbookNote>(i))), sheet.notes.at(i)});
    }
    text_ = std::make_shared<TextFile>(file_->name(), std::move(sheet.text));
    inbox_->workbook.reset();
    return true;
}

} // namespace huikuan::session
