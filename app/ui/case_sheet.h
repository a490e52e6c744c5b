#pragma once
// A case: ?case=ID its timeline, its deadlines with the rule of each, its costs, the stage that it
// came to; ?escalate=CUSTOMER (or "new") what speaks for talking once more and what a suit would
// cost, and from there a new case.
#include <string>
#include <vector>

#include "session/legal.h"
#include "ui/attachments.h"
#include "ui/claim_form.h"
#include "ui/desk.h"
#include "ui/draft.h"
#include "ui/kit/fields.h"
#include "ui/kit/table.h"
#include "ui/register_form.h"

namespace huikuan::ui {

class CaseSheet {
public:
    CaseSheet();
    void draw(Desk& desk);

private:
    void start(Desk& desk, const std::string& id);
    void draw_facts(Desk& desk, const session::CaseRow& row);
    void draw_deadlines(const session::CaseRow& row);
    void draw_timeline(Desk& desk, const session::CaseRow& row);
    void draw_step(Desk& desk, const session::CaseRow& row);
    void draw_claim(Desk& desk, const session::CaseRow& row);
    void save_claim(Desk& desk, const session::CaseRow& row);
    void draw_costs(Desk& desk, const session::CaseRow& row);
    void keep_draft(Desk& desk);
    void draw_cost_form(Desk& desk, const session::CaseRow& row);
    void save_step(Desk& desk, const session::CaseRow& row);
    void save_cost(Desk& desk, const session::CaseRow& row);
    [[nodiscard]] std::string problem(std::string_view field) const;
    Ran after(Desk& desk, bool& open);

    std::string asked_;
    Cached<std::string, std::optional<session::CaseRow>> row_;
    RegisterForm form_;
    bool stepping_ = false, costing_ = false, claiming_ = false;
    ClaimForm claim_;
    int route_ = 0;
    Draft draft_{"case_step"};
    core::EntityId id_;
    int stage_ = 0, proposed_ = 0, cost_ = 0;
    std::string date_, due_, amount_, note_;
    core::Error refused_;
    bool was_refused_ = false;
    core::EntityId files_of_;
    Attachments files_, step_files_;
    TableState deadlines_;
};

class EscalationSheet {
public:
    void draw(Desk& desk);

private:
    void start(Desk& desk, const std::string& id);
    void draw_weighing(const session::Weighing& what);
    void save(Desk& desk, core::CustomerId customer, const session::Weighing& what);
    void keep_draft(Desk& desk);
    void take_draft(Desk& desk);

    std::string asked_;
    Lookup customer_;
    ClaimForm claim_;
    std::string claimed_of_; // the customer whose claim stands there
    Draft draft_{"case"};
    core::EntityId id_;
    int route_ = 0;
    std::string title_, court_, talks_;
    std::string filled_; // the customer whose talks stand there
    std::string problem_;
};

} // namespace huikuan::ui
