#include "ui/legal_tables.h"

#include <algorithm>

#include "ui/kit/format.h"
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
const std::vector<session::CaseRow>& LegalTables::cases(Desk& desk, core::CustomerId customer) {
    return cases_.get(moment_key(desk, core::to_text(customer)),
                      [&] { return session::Legal(desk.session).cases(desk.as_of, customer); });
}

LegalTables::Figures LegalTables::figures(Desk& desk) {
    Figures figures;
    for (const session::DebtClock& row : clocks(desk, {})) {
        const core::ClockWarning warning = row.clock.warning;
        figures.over += warning == core::ClockWarning::over ? 1 : 0;
        figures.urgent += warning == core::ClockWarning::days_30 ? 1 : 0;
        const bool near =
            warning != core::ClockWarning::none && warning != core::ClockWarning::over;
        figures.near += near ? 1 : 0;
    }
    for (const session::CaseRow& row : cases(desk, {})) figures.cases += row.state.open ? 1 : 0;
    return figures;
}

std::size_t LegalTables::draw_clocks(Desk& desk, core::CustomerId customer,
                                     const std::string& search, bool near_only) {
    const auto& all = clocks(desk, customer);
    const std::string key =
        moment_key(desk, core::to_text(customer)) + (near_only ? "!" : "?") + search;
    const auto& shown = shown_.get(key, [&] {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const session::DebtClock& row = all[i];
            const bool fits = search.empty() ||
                              row.customer_name.find(search) != std::string::npos ||
                              row.debt.number.find(search) != std::string::npos;
            const bool near = row.clock.warning != core::ClockWarning::none;
            if (fits && (near || !near_only)) found.push_back(i);
        }
        return found;
    });
    std::vector<TableColumn> columns{
        {say("label.number"), 1, 110, Align::left, {}, 0, true},
        {say("law.safe_day"), 0.9F, 110, Align::left, {}, 0},
        {say("label.status"), 0.9F, 110, Align::left, {}, 0},
        {say("label.open"), 1, 120, Align::right, {}, 1},
        {say("label.due"), 0.9F, 110, Align::left, {}, 2},
        {say("law.if_proven"), 0.9F, 110, Align::left, {}, 3},
    };
    const bool whose = customer.is_nil();
    if (whose) columns.insert(columns.begin(), {say("label.customer"), 1.4F, 140, Align::left});
    const core::Currency own = desk.session.book().currency;
    const auto cell = [&](std::size_t index, std::size_t column) -> Cell {
        const session::DebtClock& row = all[shown[index]];
        const auto day = [](core::Date date) {
            return date == core::far_future ? std::string("–") : date_text(date);
        };
        switch (whose ? column : column + 1) {
        case 0: return {.text = row.customer_name};
        case 1: return {.text = row.debt.number, .strong = !whose};
        case 2: return {.text = day(row.clock.safe_day), .strong = true};
        case 3: return {.text = clock_state_words(row.clock), .badge = clock_kind(row.clock)};
        case 4: return {.text = cell_money(row.debt.open, own), .money = row.debt.open};
        case 5: return {.text = date_text(row.debt.due)};
        default: {
            const bool differs = row.clock.hoped_day != row.clock.safe_day;
            return {.text = differs ? day(row.clock.hoped_day) : "", .tone = Tone::soft};
        }
        }
    };
    if (shown.empty()) return 0;
    std::vector<core::RowKey> keys(shown.size());
    for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = static_cast<core::RowKey>(i);
    const std::string name = say("law.clocks");
    const TableLook look{.name = name, .columns = columns};
    const TableAnswer answer =
        whose ? table(
                    clock_state_, keys, look, [](std::size_t, std::size_t) {}, cell)
              : plain_table(clock_state_, shown.size(), look, cell);
    if (answer.opened) open_clock(desk, all[shown[*answer.opened]].debt.id);
    return shown.size();
}

std::size_t LegalTables::draw_guarantees(Desk& desk, core::CustomerId customer) {
    const auto& rows = guarantees_.get(moment_key(desk, core::to_text(customer)), [&] {
        return session::Legal(desk.session).guarantees(desk.as_of, customer);
    });
    if (rows.empty()) return 0;
    const std::vector<TableColumn> columns{
        {say("law.guarantor"), 1.2F, 120, Align::left, {}, 0, true},
        {say("law.guarantee_kind"), 0.8F, 90, Align::left, {}, 2},
        {say("law.period_end"), 0.9F, 110, Align::left, {}, 0},
        {say("label.status"), 0.9F, 110, Align::left, {}, 0},
        {say("label.customer"), 1.2F, 120, Align::left, {}, 1},
        {say("label.number"), 1, 100, Align::left, {}, 2},
    };
    const TableAnswer answer = plain_table(
        guarantee_state_, rows.size(), {.name = say("law.guarantees"), .columns = columns},
        [&](std::size_t index, std::size_t column) -> Cell {
            const session::GuaranteeClock& row = rows[index];
            switch (column) {
            case 0: return {.text = row.guarantor};
            case 1: return {.text = say(row.joint ? "law.joint" : "law.general")};
            case 2: return {.text = date_text(row.clock.safe_day), .strong = true};
            case 3: return {.text = clock_state_words(row.clock), .badge = clock_kind(row.clock)};
            case 4: return {.text = row.customer_name};
            default: return {.text = row.number};
            }
        });
    if (answer.opened) open_clock(desk, rows[*answer.opened].invoice);
    return rows.size();
}

std::size_t LegalTables::draw_cases(Desk& desk, core::CustomerId customer) {
    const auto& rows = cases(desk, customer);
    if (rows.empty()) return 0;
    const std::vector<TableColumn> columns{
        {say("case.one"), 1.3F, 140, Align::left, {}, 0, true},
        {say("label.customer"), 1.1F, 120, Align::left, {}, 2},
        {say("case.stage"), 0.9F, 100, Align::left, {}, 1},
        {say("case.next"), 1.2F, 130, Align::left, {}, 0},
        {say("case.by_day"), 0.9F, 110, Align::left, {}, 0},
        {say("case.claim"), 1, 120, Align::right, {}, 3},
    };
    const core::Currency own = desk.session.book().currency;
    const TableAnswer answer = plain_table(
        case_state_, rows.size(), {.name = say("case.list"), .columns = columns},
        [&](std::size_t index, std::size_t column) -> Cell {
            const session::CaseRow& row = rows[index];
            const core::CaseDeadline* next = row.next();
            switch (column) {
            case 0: return {.text = case_name(row), .strong = true};
            case 1: return {.text = row.customer_name};
            case 2:
                if (!row.state.stage) return {.text = say("case.not_begun")};
                return {.text = case_stage_words(*row.state.stage),
                        .badge = row.state.open ? BadgeKind::accent : BadgeKind::neutral};
            case 3: return {.text = next != nullptr ? deadline_words(next->kind) : "–"};
            case 4:
                if (next == nullptr) return {.text = "–"};
                return {.text = date_text(next->day), .badge = deadline_kind(*next)};
            default: {
                const core::Money claim{row.what.claim, row.what.currency};
                return {.text = cell_money(claim, own), .money = claim};
            }
            }
        });
    if (answer.opened) open_case(desk, rows[*answer.opened].id);
    return rows.size();
}

} // namespace huikuan::ui
