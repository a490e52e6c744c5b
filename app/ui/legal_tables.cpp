#include "ui/legal_tables.h"

#include <algorithm>

#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/legal_words.h"
#include "ui/lists.h"
#include "ui/reversal.h"

namespace huikuan::ui {

void open_clock(Desk& desk, core::InvoiceId invoice) {
    desk.go(with_sheet(desk, "clock", core::to_text(invoice)));
}
void open_case(Desk& desk, core::EntityId id) {
    desk.go(with_sheet(desk, "case", core::to_text(id)));
}
void open_weighing(Desk& desk, core::CustomerId customer) {
    desk.go(with_sheet(desk, "escalate",
                       customer.is_nil() ? std::string("new") : core::to_text(customer)));
}

const std::vector<session::DebtClock>& LegalTables::clocks(Desk& desk, core::CustomerId customer) {
    return clocks_.get(moment_key(desk, core::to_text(customer)),
                       [&] { return session::Legal(desk.session).clocks(desk.as_of, customer); });
}
const std::vector<session::GuaranteeClock>& LegalTables::guarantees(Desk& desk,
                                                                    core::CustomerId customer) {
    return guarantees_.get(moment_key(desk, core::to_text(customer)), [&] {
        return session::Legal(desk.session).guarantees(desk.as_of, customer);
    });
}
const std::vector<session::CaseRow>& LegalTables::cases(Desk& desk, core::CustomerId customer) {
    return cases_.get(moment_key(desk, core::to_text(customer)),
                      [&] { return session::Legal(desk.session).cases(desk.as_of, customer); });
}

namespace {

// The customer's own page does not say whose it is.
void drop_first(ReportTable::Content& content) {
    content.columns.erase(content.columns.begin());
    for (auto& row : content.rows) row.erase(row.begin());
}

bool is_near(const core::LimitationClock& clock) {
    return clock.warning != core::ClockWarning::none && clock.warning != core::ClockWarning::over;
}

Cell day_cell(core::Date day, bool strong = false) {
    if (day == core::far_future) return {.text = "–", .tone = Tone::soft};
    return {.text = date_text(day), .strong = strong, .date = day};
}
Cell sum_cell(core::Money amount, core::Currency own) {
    return {.text = cell_money(amount, own), .money = amount};
}

} // namespace

LegalTables::Figures LegalTables::figures(Desk& desk) {
    Figures figures;
    for (const session::DebtClock& row : clocks(desk, {})) {
        const core::ClockWarning warning = row.clock.warning;
        figures.over += warning == core::ClockWarning::over ? 1 : 0;
        figures.urgent += warning == core::ClockWarning::days_30 ? 1 : 0;
        figures.near += is_near(row.clock) ? 1 : 0;
    }
    for (const session::GuaranteeClock& row : guarantees(desk, {})) {
        figures.guarantees += is_near(row.clock) ? 1 : 0;
    }
    for (const session::CaseRow& row : cases(desk, {})) figures.cases += row.state.open ? 1 : 0;
    return figures;
}

bool LegalTables::print(Desk& desk, std::size_t part) {
    List* const lists[] = {&clock_list_, &guarantee_list_, &case_list_};
    return lists[part]->report.print(desk);
}

template <class Make>
LegalTables::Drawn LegalTables::draw(Desk& desk, List& list, core::CustomerId customer,
                                     bool with_near, Make&& make) {
    const std::string key =
        moment_key(desk, core::to_text(customer)) + (list.near_only ? "!" : "?");
    if (!customer.is_nil()) {
        const ReportTable::Content& content = list.content.get(key, make);
        if (content.rows.empty()) return {};
        const TableAnswer answer = plain_table(
            list.state, content.rows.size(), {.name = content.title, .columns = content.columns},
            [&](std::size_t row, std::size_t column) { return content.rows[row][column]; });
        return {content.rows.size(), answer.opened};
    }
    list.report.show(key, make);
    if (list.report.empty() && list.report.search.empty() && !list.near_only) return {};
    {
        Row filters(8, true, 36);
        list_search(say("law.search"), list.report.search);
        if (with_near) chip(say("law.near_only"), list.near_only);
        list.report.draw_tools(desk);
    }
    list.report.show(key, make);
    if (list.report.empty()) return {};
    return {1, list.report.draw(desk)};
}

std::size_t LegalTables::draw_clocks(Desk& desk, core::CustomerId customer) {
    const auto& all = clocks(desk, customer);
    const bool whose = customer.is_nil();
    clock_list_.report.sort_by(2, false);
    const Drawn drawn = draw(desk, clock_list_, customer, true, [&] {
        ReportTable::Content out{say("law.clocks"),
                                 {{say("label.customer"), 2.2F, 180, Align::left, {}, 0, whose},
                                  {say("label.number"), 1, 110, Align::left, {}, 0, !whose},
                                  {say("law.safe_day"), 0.9F, 110, Align::left, {}, 0},
                                  {say("label.status"), 0.9F, 110, Align::left, {}, 0},
                                  {say("label.open"), 1, 120, Align::right, {}, 1},
                                  {say("label.due"), 0.9F, 110, Align::left, {}, 2},
                                  {say("law.if_proven"), 0.9F, 110, Align::left, {}, 3}},
                                 {}};
        const core::Currency own = desk.session.book().currency;
        places_.clear();
        for (std::size_t i = 0; i < all.size(); ++i) {
            const session::DebtClock& row = all[i];
            if (whose && clock_list_.near_only && row.clock.warning == core::ClockWarning::none) {
                continue;
            }
            places_.push_back(i);
            const bool differs = row.clock.hoped_day != row.clock.safe_day;
            out.rows.push_back(
                {{.text = row.customer_name},
                 {.text = row.debt.number, .strong = !whose},
                 day_cell(row.clock.safe_day, true),
                 {.text = clock_state_words(row.clock), .badge = clock_kind(row.clock)},
                 sum_cell(row.debt.open, own),
                 day_cell(row.debt.due),
                 day_cell(differs ? row.clock.hoped_day : core::far_future)});
        }
        if (!whose) drop_first(out);
        return out;
    });
    if (drawn.opened) open_clock(desk, all[places_[*drawn.opened]].debt.id);
    return drawn.rows;
}

std::size_t LegalTables::draw_guarantees(Desk& desk, core::CustomerId customer) {
    const auto& all = guarantees(desk, customer);
    guarantee_list_.report.sort_by(2, false);
    const Drawn drawn = draw(desk, guarantee_list_, customer, false, [&] {
        ReportTable::Content out{say("law.guarantees"),
                                 {{say("law.guarantor"), 1.2F, 120, Align::left, {}, 0, true},
                                  {say("law.guarantee_kind"), 0.8F, 90, Align::left, {}, 2},
                                  {say("law.period_end"), 0.9F, 110, Align::left, {}, 0},
                                  {say("label.status"), 0.9F, 110, Align::left, {}, 0},
                                  {say("label.customer"), 1.2F, 120, Align::left, {}, 1},
                                  {say("label.number"), 1, 100, Align::left, {}, 2}},
                                 {}};
        for (const session::GuaranteeClock& row : all) {
            out.rows.push_back(
                {{.text = row.guarantor},
                 {.text = say(row.joint ? "law.joint" : "law.general")},
                 day_cell(row.clock.safe_day, true),
                 {.text = clock_state_words(row.clock), .badge = clock_kind(row.clock)},
                 {.text = row.customer_name},
                 {.text = row.number}});
        }
        return out;
    });
    if (drawn.opened) open_clock(desk, all[*drawn.opened].invoice);
    return drawn.rows;
}

std::size_t LegalTables::draw_cases(Desk& desk, core::CustomerId customer) {
    const auto& all = cases(desk, customer);
    case_list_.report.sort_by(4, false);
    const Drawn drawn = draw(desk, case_list_, customer, false, [&] {
        ReportTable::Content out{say("case.list"),
                                 {{say("case.one"), 1.4F, 150, Align::left, {}, 0, true},
                                  {say("label.customer"), 1.5F, 140, Align::left, {}, 2},
                                  {say("case.stage"), 1.1F, 136, Align::left, {}, 1},
                                  {say("case.next"), 1.2F, 130, Align::left, {}, 0},
                                  {say("case.by_day"), 0.9F, 110, Align::left, {}, 0},
                                  {say("case.claim"), 1, 120, Align::right, {}, 3},
                                  {say("case.came_in"), 0.9F, 110, Align::right, {}, 4},
                                  {say("case.costs"), 0.9F, 110, Align::right, {}, 5}},
                                 {}};
        const core::Currency own = desk.session.book().currency;
        for (const session::CaseRow& row : all) {
            const core::CaseDeadline* next = row.next();
            Cell by = day_cell(next != nullptr ? next->day : core::far_future);
            if (next != nullptr) by.badge = deadline_kind(*next);
            Cell stage{.text = say("case.not_begun")};
            if (row.state.stage) {
                stage = {.text = case_stage_words(*row.state.stage),
                         .badge = row.state.open ? BadgeKind::accent : BadgeKind::neutral};
            }
            const core::Currency currency = row.what.currency;
            out.rows.push_back({{.text = case_name(row), .strong = true},
                                {.text = row.customer_name},
                                std::move(stage),
                                {.text = next != nullptr ? deadline_words(next->kind) : "–"},
                                std::move(by),
                                sum_cell({row.what.claim, currency}, own),
                                sum_cell({row.received_minor, currency}, own),
                                sum_cell({row.cost_minor, currency}, own)});
        }
        return out;
    });
    if (drawn.opened) open_case(desk, all[*drawn.opened].id);
    return drawn.rows;
}

} // namespace huikuan::ui
