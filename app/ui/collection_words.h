#pragma once
// The work of collecting in words: why somebody stands where he stands on the day's list, what a
// promise came to, who of us is at this device.
#include <string>
#include <vector>

#include "session/collections.h"
#include "ui/desk.h"
#include "ui/kit/widgets.h"

namespace huikuan::ui {

// In the order of the digits 1 to 9, then 0; the rest have none.
inline constexpr core::ContactOutcome offered_outcomes[] = {
    core::ContactOutcome::promised,     core::ContactOutcome::paid,
    core::ContactOutcome::processing,   core::ContactOutcome::no_invoice,
    core::ContactOutcome::disputed,     core::ContactOutcome::cannot_pay,
    core::ContactOutcome::refused,      core::ContactOutcome::call_back,
    core::ContactOutcome::no_answer,    core::ContactOutcome::sent,
    core::ContactOutcome::wrong_number, core::ContactOutcome::other};

std::string channel_words(core::Channel channel);
std::string outcome_words(core::ContactOutcome outcome);
// `words` with what was warned about and done nevertheless: "… （未按规范：时段外联系）".
std::string with_against(std::string words, const std::vector<core::ConductRule>& rules);
std::string promise_state_words(core::PromiseState state);
// How a promise will be paid: a method of receipts, or as somebody said it. The ways that a form
// offers; the first is not said.
inline constexpr const char* promise_ways[] = {"", "bank", "bill", "wallet", "cash", "other"};
bool draw_promise_way(int& way);
BadgeKind promise_state_kind(core::PromiseState state);
// "失约 1 次 · 今日到期 · 时效 2027-01-03": what speaks for this place, or why he may wait.
std::string why_words(const session::WorkItem& item);
// "金额 31 + 逾期 12 + 失约 10 = 53".
std::string score_words(const core::WorkScore& score);
// "60.00%", or a dash.
std::string percent_words(std::int64_t ppm);
// The most overdue of its balances, with how many currencies there are beside it.
std::string overdue_words(const session::WorkItem& item, core::Currency own);

// A return visit that nobody has written about has no title of its own.
std::string task_title(const session::TaskRow& row);
std::string task_kind_words(core::TaskKind kind);
// "上门对账 · 青云机械", "青云机械 承诺 5,000.00".
std::string entry_words(const session::CalendarEntry& entry);

// Whose list this device shows: nullopt everybody's, "" of nobody.
std::optional<std::string> list_owner(const Desk& desk);
void keep_list_owner(Desk& desk, const std::optional<std::string>& owner);
// Who writes at this device, as its settings say; empty: nobody said. Whose list is shown first.
std::string me(const Desk& desk);
void keep_me(Desk& desk, const std::string& name);

void open_contact(Desk& desk, core::CustomerId customer);
void open_logged(Desk& desk, core::EntityId contact);
void open_task(Desk& desk, core::EntityId task);
// The present route without a sheet of collecting.
std::string without_sheet(const Desk& desk);

} // namespace huikuan::ui
