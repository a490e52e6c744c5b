#include "ui/collection_tab.h"

#include "ui/collection_words.h"
#include "ui/hold_sheet.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/list_tools.h"
#include "ui/lists.h"
#include "ui/plan_form.h"

namespace huikuan::ui {

void CollectionTab::draw(Desk& desk, const core::CustomerRow& customer) {
    const std::string key = core::to_text(customer.id) + "@" +
                            std::to_string(desk.session.revision()) + "/" +
                            std::to_string(desk.as_of.days);
    const Shown& now = shown_.get(key, [&] {
        const session::Collections collections(desk.session);
        return Shown{collections.contacts(customer.id),
                     collections.promises(customer.id, desk.as_of),
                     collections.kept_rates(desk.as_of, {}, customer.id),
                     collections.plans(customer.id, desk.as_of),
                     collections.holds(customer.id),
                     collections.tasks({}, customer.id),
                     collections.steps_due(customer.id, desk.today)};
    });
    draw_actions(desk, customer);
    for (const session::HoldRow& row : now.holds) {
        if (!row.runs(desk.today)) continue;
        const Named named(core::to_text(row.hold.id));
        Row line(8, true, 32);
        notice(hold_line(desk, row.hold), BadgeKind::warn);
        if (button(say("hold.extend"), {.kind = ButtonKind::quiet})) {
            open_hold(desk, row.hold.customer, row.hold.of, row.hold.id);
        }
        if (button(say("collection.end_hold"), {.kind = ButtonKind::quiet})) {
            end_hold(desk, row.hold.id);
        }
    }
    draw_steps(desk, customer, now);
    draw_satisfaction(now);
    if (!now.promises.empty()) draw_promises(desk, now);
    for (const session::PlanRow& row : now.plans) {
        if (row.current) draw_plan(desk, row);
    }
    for (const session::PlanRow& row : now.plans) { // kept for evidence
        if (row.current) continue;
        const Named named(core::to_text(row.plan.id));
        caption(say("plan.replaced", date_text(row.plan.date), row.plan.lines.size(),
                    money_text({row.progress.agreed, row.plan.currency})));
        {
            Row papers(8);
            offer_agreement(desk, [&] { return row.plan; });
        }
        if (row.files > 0) signed_[row.plan.id].draw(desk, row.plan.id);
    }
    draw_contacts(desk, now);
}

void CollectionTab::draw_actions(Desk& desk, const core::CustomerRow& customer) {
    Row row(8);
    if (button(say("contact.title"), {.kind = ButtonKind::primary, .icon = Icon::phone})) {
        open_contact(desk, customer.id);
    }
    const auto open = [&](const char* kind) {
        const bool plan = std::string_view(kind) == "plan";
        Route route = parse_route(with_sheet(desk, "new", plan ? "plan" : "task"));
        route.set("customer", core::to_text(customer.id));
        if (!plan) route.set("kind", kind);
        desk.go(route.text());
    };
    if (button(say("plan.title"), {.icon = Icon::split})) open("plan");
    if (button(say("hold.title"), {.icon = Icon::clock})) open_hold(desk, customer.id);
    if (button(say("task.new"), {.icon = Icon::plus})) open("task");
    if (button(say("task.visit"), {.icon = Icon::people})) open("visit");
    if (button(say("task.return_visit"), {.icon = Icon::check})) open("return_visit");
}

void CollectionTab::draw_promises(Desk& desk, const Shown& now) {
    for (const auto& [currency, rate] : now.rates) {
        caption(say("collection.kept", std::string(currency.view()), rate.kept, rate.closed(),
                    percent_words(rate.by_count()), percent_words(rate.by_amount())));
    }
    const std::vector<TableColumn> columns{
        {say("contact.promised_by"), 0.9F, 110, Align::left, {}, 0, true},
        {say("label.amount"), 1, 120, Align::right, {}, 0},
        {say("collection.paid"), 1, 120, Align::right, {}, 1},
        {say("label.status"), 0.8F, 90, Align::left, {}, 0},
        {say("contact.whom"), 1, 90, Align::left, {}, 2},
        {say("contact.how"), 1, 90, Align::left, {}, 3},
    };
    listed_table(desk, promises_, now.promises.size(),
                 {.name = say("collection.promises"), .columns = columns, .opens = false},
                 [&](std::size_t index, std::size_t column) -> Cell {
                     const session::PromiseRow& row = now.promises[index];
                     const core::Currency currency = row.promise.amount.currency;
                     switch (column) {
                     case 0: return {.text = date_text(row.promise.due), .date = row.promise.due};
                     case 1:
                         return {.text = money_text(row.promise.amount),
                                 .strong = true,
                                 .money = row.promise.amount};
                     case 2: {
                         const core::Money paid{row.result.paid, currency};
                         return {.text = money_text(paid), .money = paid};
                     }
                     case 3:
                         return {.text = promise_state_words(row.result.state),
                                 .badge = promise_state_kind(row.result.state)};
                     case 4: return {.text = row.promise.who};
                     default: return {.text = method_words(row.promise.how)};
                     }
                 });
}

void CollectionTab::draw_plan(Desk& desk, const session::PlanRow& row) {
    const Named named(core::to_text(row.plan.id));
    const core::Currency currency = row.plan.currency;
    Panel panel(say("collection.plan"), 16, 10);
    heading(say("collection.plan_of", date_text(row.plan.date)), 2);
    {
        Row facts(28);
        fact(say("collection.agreed"), money_text({row.progress.agreed, currency}));
        fact(say("collection.paid"), money_text({row.progress.paid, currency}), Tone::green);
        fact(say("collection.behind"), money_text({row.progress.behind, currency}),
             row.progress.behind > 0 ? Tone::red : Tone::text);
        if (row.progress.next_minor > 0) {
            fact(say("collection.next_part"),
                 say("collection.part_of", date_text(row.progress.next_due),
                     money_text({row.progress.next_minor, currency})));
        }
    }
    const auto permille = row.progress.agreed > 0
                              ? static_cast<int>(row.progress.paid * 1000 / row.progress.agreed)
                              : 0;
    progress(say("collection.plan"), permille, percent_words(permille * 1000LL));
    {
        Row papers(8);
        offer_agreement(desk, [&] { return row.plan; });
    }
    if (row.plan.interest_ppm > 0) {
        caption(say("agreement.interest", percent_words(row.plan.interest_ppm)));
    }
    if (row.plan.accelerate_days >= 0) {
        caption(say("agreement.accelerate", row.plan.accelerate_days));
    }
    const std::string carries = carries_words(row.sheet, currency);
    if (!carries.empty()) caption(carries);
    for (const core::PlanOffer& offer : row.plan.offers) {
        caption(say(offer.ours ? "plan.offer_ours" : "plan.offer_theirs", date_text(offer.date),
                    money_text({offer.monthly, currency})));
    }
    if (row.plan.consent_on) {
        caption(say("plan.consented", row.plan.guarantor, date_text(*row.plan.consent_on)));
    }
    if (row.progress.accelerated) notice(say("collection.accelerated"), BadgeKind::bad);
    if (core::lacks_consent(row.plan)) {
        notice(say("collection.no_consent", row.plan.guarantor), BadgeKind::warn);
    }
    const std::vector<TableColumn> columns{
        {say("label.due"), 1, 110, Align::left, {}, 0, true},
        {say("collection.principal"), 1, 110, Align::right, {}, 2},
        {say("collection.interest"), 1, 100, Align::right, {}, 3},
        {say("label.amount"), 1, 110, Align::right, {}, 0},
        {say("collection.paid"), 1, 110, Align::right, {}, 1},
    };
    listed_table(desk, plan_, row.plan.lines.size(),
                 {.name = say("collection.plan"), .columns = columns, .opens = false},
                 [&](std::size_t index, std::size_t column) -> Cell {
                     const core::PlanLine& line = row.plan.lines[index];
                     const std::int64_t paid = row.progress.paid_of[index];
                     const bool late = line.due < desk.as_of && paid < line.minor();
                     const auto money = [&](std::int64_t minor) -> Cell {
                         const core::Money amount{minor, currency};
                         return {.text = money_text(amount, false), .money = amount};
                     };
                     switch (column) {
                     case 0:
                         return {.text = date_text(line.due),
                                 .tone = late ? Tone::red : Tone::text,
                                 .date = line.due};
                     case 1: return money(line.principal);
                     case 2: return money(line.interest);
                     case 3: return money(line.minor());
                     default: return money(paid);
                     }
                 });
    heading(say("collection.signed"), 3);
    caption(say("collection.signed_detail"));
    signed_[row.plan.id].draw(desk, row.plan.id);
}

// What the company's own process asks for now; a press makes it somebody's task.
void CollectionTab::draw_steps(Desk& desk, const core::CustomerRow& customer, const Shown& now) {
    if (now.steps.empty()) return;
    heading(say("process.due"), 2);
    for (const core::ProcessStep& step : now.steps) {
        const Named named(step.name);
        Row line(10, true, 32);
        badge(say("process.after", step.days), BadgeKind::warn);
        text(step.title, {.letters = Letters::strong});
        if (!step.needs.empty()) caption(step.needs);
        if (!button(say("process.make"), {.kind = ButtonKind::quiet, .icon = Icon::plus})) continue;
        core::SetFields set{{core::RegisterKind::task, desk.session.mint(), {}}};
        const auto put = [&](const char* name, std::string value) {
            if (!value.empty()) set.fields.fields.emplace_back(name, std::move(value));
        };
        put("customer", core::to_text(customer.id));
        put("kind", std::string(core::name_of(core::TaskKind::step)));
        put("step", step.name);
        put("title", step.title);
        put("owner", step.who.empty() ? customer.owner : step.who);
        put("needs", step.needs);
        put("due", core::to_text(desk.today));
        desk.run(std::move(set), say("process.made", step.title));
    }
}

// How the customer found it, each time that it was asked after a settlement.
void CollectionTab::draw_satisfaction(const Shown& now) {
    for (const session::TaskRow& row : now.tasks) {
        if (row.task.kind != core::TaskKind::return_visit || !row.task.done) continue;
        const Named named(core::to_text(row.id));
        Row line(10, true, 32);
        const int score = row.task.score;
        if (score > 0) {
            badge(say("task.score_of", score), score >= 4   ? BadgeKind::good
                                               : score == 3 ? BadgeKind::warn
                                                            : BadgeKind::bad);
        }
        text(say("collection.visited", date_text(*row.task.done)));
        const std::string& words = row.task.voice.empty() ? row.task.result : row.task.voice;
        if (!words.empty()) caption(words);
    }
}

void CollectionTab::draw_contacts(Desk& desk, const Shown& now) {
    if (!now.tasks.empty()) {
        const std::vector<TableColumn> columns{
            {say("task.what"), 2, 160, Align::left, {}, 0, true},
            {say("task.due"), 0.8F, 110, Align::left, {}, 0},
            {say("label.owner"), 0.7F, 80, Align::left, {}, 2},
            {say("task.result"), 1.4F, 120, Align::left, {}, 1},
        };
        const auto answer = listed_table(
            desk, tasks_, now.tasks.size(), {.name = say("today.tasks_name"), .columns = columns},
            [&](std::size_t index, std::size_t column) -> Cell {
                const core::Task& task = now.tasks[index].task;
                switch (column) {
                case 0: return {.text = task_title(now.tasks[index]), .strong = task.open()};
                case 1:
                    if (now.tasks[index].waits) {
                        return {.text = say("task.waits"), .badge = BadgeKind::warn};
                    }
                    return {.text = task.due ? date_text(*task.due) : "–", .date = task.due};
                case 2: return {.text = task.owner};
                default:
                    return {.text = task.done ? say("task.done_on", date_text(*task.done)) + " " +
                                                    task.result
                                              : std::string("–")};
                }
            });
        if (answer.opened) open_task(desk, now.tasks[*answer.opened].id);
    }
    if (now.contacts.empty()) {
        heading(say("collection.contacts"), 2);
        text(say("collection.no_contacts"), {.tone = Tone::soft});
        return;
    }
    const std::vector<TableColumn> columns{
        {say("label.date"), 0.9F, 120, Align::left, {}, 0},
        {say("contact.channel"), 0.7F, 80, Align::left, {}, 3},
        {say("contact.outcome"), 1, 110, Align::left, {}, 0, true},
        {say("contact.whom"), 0.8F, 80, Align::left, {}, 4},
        {say("label.note"), 2, 140, Align::left, {}, 1},
        {say("contact.next"), 0.8F, 104, Align::left, {}, 2},
        {say("files.title"), 0.5F, 60, Align::right, {}, 5},
    };
    const auto answer = listed_table(
        desk, contacts_, now.contacts.size(),
        {.name = say("collection.contacts"), .columns = columns},
        [&](std::size_t index, std::size_t column) -> Cell {
            const core::ContactLogged& one = now.contacts[index].contact;
            switch (column) {
            case 0:
                return {.text = date_text(one.date) +
                                (one.minute < 0 ? "" : " " + core::minute_text(one.minute))};
            case 1: return {.text = channel_words(one.channel)};
            case 2:
                return {.text = outcome_words(one.outcome),
                        .badge = one.reached ? BadgeKind::good : BadgeKind::neutral};
            case 3: return {.text = one.whom};
            case 4:
                return {.text = with_against(one.note, one.overruled),
                        .tone = one.overruled.empty() ? Tone::soft : Tone::amber};
            case 5: return {.text = one.next ? date_text(*one.next) : "–", .date = one.next};
            default: {
                const std::size_t files = now.contacts[index].files;
                return {.text = files == 0 ? "–" : std::to_string(files)};
            }
            }
        });
    if (answer.opened) open_logged(desk, now.contacts[*answer.opened].contact.id);
}

} // namespace huikuan::ui
