#pragma once
// 合同: the contracts of one customer with the clauses that they lack, and the form that writes
// one.
#include <string>
#include <vector>

#include "session/ledger.h"
#include "ui/attachments.h"
#include "ui/desk.h"
#include "ui/register_form.h"

namespace huikuan::ui {

std::string clause_words(core::Clause clause);

class ContractList {
public:
    ContractList();
    void draw(Desk& desk, core::CustomerId customer);
    void draw_form(Desk& desk);
    void start(Desk& desk, core::CustomerId customer);

private:
    void draw_row(Desk& desk, const session::ContractRow& row);
    void draw_missing(Desk& desk);

    std::string key_;
    std::vector<session::ContractRow> rows_;
    RegisterForm form_;
    core::EntityId files_of_;
    Attachments files_;
};

} // namespace huikuan::ui
