#pragma once
// Agreeing on instalments: ?new=plan&customer=ID. What is owed, in how many parts, with what
// interest; whether the debtor can carry it; the guarantor's consent. The parts are shown to the
// cent before anything is written, and the agreement can be printed for signature.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "session/collections.h"
#include "ui/desk.h"
#include "ui/kit/table.h"

namespace huikuan::ui {

class PlanForm {
public:
    void draw(Desk& desk);

private:
    void start(Desk& desk);
    void draw_debt(Desk& desk);
    void revise(const session::RunningPlan& row);
    void draw_sheet(Desk& desk);
    void draw_parts(Desk& desk);
    void draw_offers(Desk& desk);
    [[nodiscard]] bool sound() const;
    [[nodiscard]] std::string accelerate_problem() const;
    [[nodiscard]] std::int64_t principal() const; // of the parts
    void draw_buttons(Desk& desk);
    [[nodiscard]] core::PlanAgreed plan(Desk& desk) const;

    bool open_ = false, fresh_ = false, tried_ = false;
    core::EntityId id_, supersedes_;
    std::optional<core::CustomerRow> row_;
    core::Currency currency_;
    std::string amount_, first_, parts_, first_due_, interest_, accelerate_, guarantor_, note_;
    std::string income_, costs_, debts_;
    std::string parts_typed_, consent_typed_, offer_;
    std::vector<core::PlanOffer> offers_;
    bool consent_ = false, custom_ = false;
    core::Result<core::Date> consent_on_ = core::Date{};
    core::Result<std::int64_t> minor_ = 0, first_minor_ = 0, income_minor_ = 0, costs_minor_ = 0,
                               debts_minor_ = 0;
    core::Result<core::Date> due_ = core::Date{};
    core::Result<std::vector<core::PlanLine>> lines_ = std::vector<core::PlanLine>{};
    std::string problem_;
    TableState table_;
};

// The agreement as a page to be signed, in the language of letters that is named.
std::string agreement_html(Desk& desk, const core::CustomerRow& customer,
                           const core::PlanAgreed& plan, std::string_view language);
// Prints it in either language.
void offer_agreement(Desk& desk, const std::function<core::PlanAgreed()>& plan,
                     bool enabled = true);
// What the heaviest month takes of what the debtor has left; empty where nobody said.
std::string carries_words(const core::Affordability& sheet, core::Currency currency);
// "3.65" a year as 36,500 ppm; nullopt where it is no percentage of at most 100.
std::optional<std::int64_t> read_percent(std::string_view typed);

} // namespace huikuan::ui
