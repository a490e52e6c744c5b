#include "ui/promises_view.h"

#include <algorithm>
#include <tuple>

#include "core/sorting.h"
#include "ui/collection_words.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/list_tools.h"
#include "ui/lists.h"

namespace huikuan::ui {

const PromisesView::Shown& PromisesView::shown(Desk& desk) {
    const auto owner = list_owner(desk);
    const std::string key = std::to_string(desk.session.revision()) + "/" +
                            std::to_string(desk.today.days) + (owner ? "=" + *owner : "");
    return shown_.get(key, [&] {
        const session::Collections collections(desk.session);
        const auto others = [&](const auto& row) { return owner && row.owner != *owner; };
        Shown made;
        made.promises = collections.all_promises(desk.today);
        std::erase_if(made.promises, others);
        for (const session::PromiseRow& row : made.promises) {
            ++made.counts.at(static_cast<std::size_t>(row.result.state));
        }
        core::sort(made.promises, std::less{}, [](const session::PromiseRow& row) {
            const bool over = row.result.state != core::PromiseState::open;
            const int day = row.promise.due.days;
            return std::tuple(over, over ? -day : day, row.promise.id);
        });
        made.plans = session::running_plans(desk.session, desk.today);
        std::erase_if(made.plans, others);
        core::sort(made.plans, std::less{}, [](const session::RunningPlan& row) {
            return std::tuple(row.progress.behind == 0, row.progress.next_due, row.plan.id);
        });
        made.rates = collections.kept_rates(desk.today, owner);
        return made;
    });
}

void PromisesView::draw(Desk& desk) {
    const Shown& now = shown(desk);
    if (now.promises.empty() && now.plans.empty()) {
        empty_state(Icon::check, say("promises.none"), say("promises.none_detail"));
        return;
    }
    for (const auto& [currency, rate] : now.rates) {
        if (rate.closed() == 0) continue; // nobody knows yet
        const Named named(currency.view());
        Row facts(28);
        fact(say("promises.by_count", std::string(currency.view())),
             percent_words(rate.by_count()) + " · " + say("promises.of", rate.kept, rate.closed()));
        fact(say("promises.by_amount", std::string(currency.view())),
             percent_words(rate.by_amount()) + " · " +
                 say("promises.of", money_text({rate.paid_minor, currency}, false),
                     money_text({rate.promised_minor, currency}, false)));
    }
    draw_promises(desk, now);
    draw_plans(desk, now);
}

void PromisesView::draw_promises(Desk& desk, const Shown& now) {
    if (now.promises.empty()) return;
    {
        Row row(8);
        const Strip strip("promises.states");
        for (int state = 0; state < static_cast<int>(now.counts.size()); ++state) {
            bool mine = state_ == state;
            const std::string words = promise_state_words(static_cast<core::PromiseState>(state));
            const auto count = count_text(now.counts.at(static_cast<std::size_t>(state)));
            if (chip(words + " " + count, mine)) state_ = mine ? state : -1;
        }
    }
    std::vector<const session::PromiseRow*> rows;
    for (const session::PromiseRow& row : now.promises) {
        if (state_ < 0 || static_cast<int>(row.result.state) == state_) rows.push_back(&row);
    }
    const std::vector<TableColumn> columns{
        {say("label.customer"), 1.6F, 150, Align::left, {}, 0, true},
        {say("contact.promised_by"), 0.9F, 110, Align::left, {}, 0},
        {say("label.amount"), 1, 120, Align::right, {}, 1},
        {say("collection.paid"), 1, 120, Align::right, {}, 2},
        {say("label.status"), 0.8F, 90, Align::left, {}, 0},
        {say("contact.whom"), 0.8F, 90, Align::left, {}, 3},
        {say("label.owner"), 0.8F, 90, Align::left, {}, 4},
    };
    const auto answer = listed_table(
        desk, promises_, rows.size(), {.name = say("collection.promises"), .columns = columns},
        [&](std::size_t index, std::size_t column) -> Cell {
            const session::PromiseRow& row = *rows[index];
            const core::Money paid{row.result.paid, row.promise.amount.currency};
            const bool due =
                row.result.state == core::PromiseState::open && row.promise.due <= desk.today;
            switch (column) {
            case 0: return {.text = row.customer_name, .strong = true};
            case 1:
                return {.text = date_text(row.promise.due),
                        .tone = due ? Tone::red : Tone::text,
                        .date = row.promise.due};
            case 2: return {.text = money_text(row.promise.amount), .money = row.promise.amount};
            case 3: return {.text = money_text(paid), .money = paid};
            case 4:
                return {.text = promise_state_words(row.result.state),
                        .badge = promise_state_kind(row.result.state)};
            case 5: return {.text = row.promise.who, .tone = Tone::soft};
            default: return {.text = row.owner.empty() ? "–" : row.owner, .tone = Tone::soft};
            }
        });
    if (!answer.opened) return;
    desk.go(customer_route(rows[*answer.opened]->promise.customer) + "?tab=collection");
}

void PromisesView::draw_plans(Desk& desk, const Shown& now) {
    if (now.plans.empty()) return;
    const std::vector<TableColumn> columns{
        {say("label.customer"), 1.6F, 150, Align::left, {}, 0, true},
        {say("collection.agreed"), 1, 120, Align::right, {}, 2},
        {say("collection.paid"), 1, 120, Align::right, {}, 3},
        {say("collection.behind"), 1, 120, Align::right, {}, 0},
        {say("collection.next_part"), 1.6F, 190, Align::left, {}, 1},
        {say("label.owner"), 0.8F, 90, Align::left, {}, 4},
    };
    const auto answer = listed_table(
        desk, plans_, now.plans.size(), {.name = say("promises.plans"), .columns = columns},
        [&](std::size_t index, std::size_t column) -> Cell {
            const session::RunningPlan& row = now.plans[index];
            const core::PlanProgress& progress = row.progress;
            const auto money = [&](std::int64_t minor) {
                return core::Money{minor, row.plan.currency};
            };
            switch (column) {
            case 0: return {.text = row.customer_name, .strong = true};
            case 1:
                return {.text = money_text(money(progress.agreed)),
                        .money = money(progress.agreed)};
            case 2:
                return {.text = money_text(money(progress.paid)), .money = money(progress.paid)};
            case 3:
                return {.text = money_text(money(progress.behind)),
                        .tone = progress.behind > 0 ? Tone::red : Tone::text,
                        .money = money(progress.behind)};
            case 4:
                return {.text = say("collection.part_of", date_text(progress.next_due),
                                    money_text(money(progress.next_minor), false))};
            default: return {.text = row.owner.empty() ? "–" : row.owner, .tone = Tone::soft};
            }
        });
    if (!answer.opened) return;
    desk.go(customer_route(now.plans[*answer.opened].plan.customer) + "?tab=collection");
}

} // namespace huikuan::ui
