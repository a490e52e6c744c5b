#pragma once
// 对账进度: which statements were prepared, sent and answered, and what differs. Of the book or of
// one customer; a row opens its sheet.
#include <optional>
#include <vector>

#include "session/statement_course.h"
#include "ui/desk.h"
#include "ui/report_table.h"

namespace huikuan::ui {

class StatementList {
public:
    void draw(Desk& desk, core::CustomerId customer);
    bool print(Desk& desk) { return table_.print(desk); }
    [[nodiscard]] bool empty() const { return ids_.empty(); }

private:
    ReportTable::Content read(Desk& desk, core::CustomerId customer,
                              std::optional<core::StatementState> state);

    ReportTable table_{"statements"};
    std::vector<core::EntityId> ids_;
};

} // namespace huikuan::ui
