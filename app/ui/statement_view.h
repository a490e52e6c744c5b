#pragma once
// 对账: statements of account on the screen and on paper, one or a month's batch. A tab of 收款.
#include <string>
#include <vector>

#include "session/statement.h"
#include "ui/desk.h"
#include "ui/kit/fields.h"
#include "ui/kit/table.h"
#include "ui/statement_compare.h"

namespace huikuan::ui {

class StatementView {
public:
    void draw(Desk& desk);
    bool print(Desk& desk);
    double work(Desk& desk) { return compare_.work(desk); }

private:
    void draw_choices(Desk& desk);
    void draw_movements(Desk& desk, const core::CustomerRow& customer);
    void print_all(Desk& desk);

    Lookup customer_;
    int form_ = 1; // 0: open items, 1: movements
    std::string from_typed_, to_typed_;
    core::Date from_, to_;
    bool period_fine_ = false;
    StatementCompare compare_;
    TableState rows_state_;
    Cached<std::string, std::vector<session::Statement>> statements_;
};

} // namespace huikuan::ui
