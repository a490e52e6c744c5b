#include "ui/disputes_view.h"

#include <algorithm>

#include "core/sorting.h"
#include "session/ledger.h"
#include "ui/dispute_sheet.h"
#include "ui/dunning_words.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/list_tools.h"
#include "ui/lists.h"

namespace huikuan::ui {

const DisputesView::Shown& DisputesView::shown(Desk& desk) {
    const std::string key = std::to_string(desk.session.revision()) + (with_ended_ ? "+" : "");
    return shown_.get(key, [&] {
        Shown made;
        made.rows = session::Ledger(desk.session).disputes({}, with_ended_);
        core::sort(made.rows, std::less{}, [](const core::DisputeRow& row) {
            return std::pair(row.end != core::far_future, row.answer_by.value_or(row.date));
        });
        for (const core::DisputeRow& row : made.rows) {
            const auto customer = desk.session.customer(row.customer, desk.today);
            made.customers.push_back(customer ? customer_label(*customer) : "–");
        }
        return made;
    });
}

std::size_t DisputesView::open(Desk& desk) {
    const Shown& now = shown(desk);
    return static_cast<std::size_t>(
        std::ranges::count(now.rows, core::far_future, &core::DisputeRow::end));
}

void DisputesView::draw(Desk& desk) {
    const Shown& now = shown(desk);
    const std::vector<TableColumn> columns{
        {say("label.customer"), 1.4F, 130, Align::left, {}, 0, true},
        {say("label.number"), 1, 100, Align::left, {}, 2},
        {say("label.amount"), 1, 120, Align::right, {}, 0},
        {say("dispute.cause"), 0.9F, 90, Align::left, {}, 0},
        {say("dispute.answer_by"), 0.9F, 110, Align::left, {}, 1},
        {say("label.owner"), 0.7F, 80, Align::left, {}, 3},
        {say("label.reason"), 1.8F, 130, Align::left, {}, 4, false, true},
    };
    const CellOf cell = [&](std::size_t index, std::size_t column) -> Cell {
        const core::DisputeRow& row = now.rows[index];
        const bool ended = row.end != core::far_future;
        const bool late = !ended && row.answer_by && *row.answer_by < desk.today;
        switch (column) {
        case 0:
            return {.text = now.customers[index],
                    .tone = ended ? Tone::faint : Tone::text,
                    .strong = !ended};
        case 1: return {.text = row.invoice_number};
        case 2: return {.text = money_text(row.amount), .money = row.amount};
        case 3:
            return {.text = cause_words(row.cause),
                    .badge = row.cause == core::DisputeCause::refusal ? BadgeKind::bad
                                                                      : BadgeKind::warn};
        case 4:
            if (ended) return {.text = say("dispute.ended", date_text(row.end))};
            return {.text = row.answer_by ? date_text(*row.answer_by) : "–",
                    .tone = late ? Tone::red : Tone::text,
                    .date = row.answer_by};
        case 5: return {.text = row.owner.empty() ? "–" : row.owner, .tone = Tone::soft};
        default: return {.text = row.reason, .tone = Tone::soft};
        }
    };
    {
        Row row(12, true, 36);
        chip(say("dispute.with_ended"), with_ended_);
        caption(say("dispute.rule"));
        offer_list(desk, say("dispute.list"), columns, now.rows.size(), cell);
    }
    if (now.rows.empty()) {
        empty_state(Icon::check, say("dispute.none"), say("dispute.none_detail"));
        return;
    }
    const auto answer = plain_table(table_, now.rows.size(),
                                    {.name = say("dispute.list"), .columns = columns}, cell);
    if (answer.opened) open_dispute(desk, now.rows[*answer.opened].id);
}

} // namespace huikuan::ui
