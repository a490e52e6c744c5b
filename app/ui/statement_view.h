#pragma once
// 对账: statements of account on the screen and on paper, one or a month's batch. A tab of 收款.
#include <string>
#include <vector>

#include "session/statement.h"
#include "ui/desk.h"
#include "ui/kit/fields.h"
#include "ui/kit/table.h"
#include "ui/statement_compare.h"
#include "ui/statement_list.h"
#include "ui/statement_sheet.h"

namespace huikuan::ui {

class StatementView {
public:
    void draw(Desk& desk);
    bool print(Desk& desk); // what is compared, where something is; else the statement
    double work(Desk& desk) { return compare_.work(desk); }

private:
    void draw_choices(Desk& desk);
    void draw_issue(Desk& desk, const core::CustomerRow* customer, bool ready);
    void draw_compare(Desk& desk, const core::CustomerRow& customer);
    void draw_movements(Desk& desk, const core::CustomerRow& customer);
    const std::vector<session::Statement>& movements(Desk& desk, const core::CustomerRow& customer);
    bool print_one(Desk& desk, const core::CustomerRow& customer);
    void print_all(Desk& desk, bool record);
    [[nodiscard]] session::StatementWish wish(Desk& desk, core::CustomerId customer) const;
    void issue(Desk& desk, const core::CustomerRow& customer);
    void take_differences(Desk& desk, const core::CustomerRow& customer,
                          const session::Statement& ours);

    Lookup customer_;
    int form_ = 1; // 0: open items, 1: movements
    std::string from_typed_, to_typed_;
    core::Date from_, to_day_;
    bool period_fine_ = false;
    StatementCompare compare_;
    TableState rows_state_;
    const std::vector<core::RowKey>& owing(Desk& desk); // whom a batch is for
    Cached<std::string, std::vector<core::RowKey>> owing_;
    StatementList list_;
    StatementSheet sheet_;
    int way_ = 0; // see the ways of statement_view.cpp
    std::string to_;
    Cached<std::string, std::vector<session::Statement>> statements_;
};

} // namespace huikuan::ui
