#pragma once
// What a customer's page shows of collecting: promises and what became of them, plans, holds, the
// log of contacts. One call draws it all.
#include <map>
#include <string>
#include <vector>

#include "session/collections.h"
#include "ui/attachments.h"
#include "ui/desk.h"
#include "ui/kit/table.h"

namespace huikuan::ui {

class CollectionTab {
public:
    void draw(Desk& desk, const core::CustomerRow& customer);

private:
    struct Shown {
        std::vector<session::ContactLine> contacts;
        std::vector<session::PromiseRow> promises;
        std::vector<std::pair<core::Currency, core::KeptRate>> rates;
        std::vector<session::PlanRow> plans;
        std::vector<session::HoldRow> holds;
        std::vector<session::TaskRow> tasks;
        std::vector<core::ProcessStep> steps; // that the process asks for and nobody has made
    };
    void draw_actions(Desk& desk, const core::CustomerRow& customer);
    void draw_promises(Desk& desk, const Shown& shown);
    void draw_plan(Desk& desk, const session::PlanRow& row);
    void draw_steps(Desk& desk, const core::CustomerRow& customer, const Shown& now);
    void draw_satisfaction(const Shown& now);
    void draw_contacts(Desk& desk, const Shown& shown);

    Cached<std::string, Shown> shown_;
    std::map<core::EntityId, Attachments> signed_; // copies, by plan
    TableState promises_, contacts_, plan_, tasks_;
};

} // namespace huikuan::ui
