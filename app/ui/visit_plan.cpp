#include "ui/visit_plan.h"

#include <algorithm>
#include <set>

#include "session/bundle.h"
#include "ui/backend/backend.h"
#include "ui/collection_words.h"
#include "ui/contact_links.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/month.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"

namespace huikuan::ui {

namespace {

std::vector<core::EntityId> ids_of(const session::VisitDay& plan) {
    std::vector<core::EntityId> ids;
    for (const session::VisitRow& visit : plan.visits) ids.push_back(visit.row.id);
    return ids;
}

void new_visit(Desk& desk, core::CustomerId customer, core::Date day) {
    Route route = parse_route(with_sheet(desk, "new", "task"));
    if (!customer.is_nil()) route.set("customer", core::to_text(customer));
    route.set("kind", "visit");
    route.set("due", core::to_text(day));
    desk.go(route.text());
}

// The slice, written between frames.
class TakeAlong final : public Job {
public:
    TakeAlong(session::Session& book, session::ExportOptions options,
              std::unique_ptr<platform::Outgoing> out)
        : customers_(options.customers.size()), job_(book, std::move(options), std::move(out)) {}
    bool step(double budget_ms) override {
        job_.step(budget_ms);
        if (job_.phase() == session::JobPhase::working) return false;
        if (job_.phase() == session::JobPhase::done) {
            toast(say("visits.taken", count_text(static_cast<std::int64_t>(customers_))));
        } else if (job_.phase() == session::JobPhase::failed) {
            toast(error_words(job_.error()), {}, true);
        }
        return true;
    }
    void cancel() override { job_.cancel(); }
    [[nodiscard]] std::string title() const override { return say("slice.title"); }
    [[nodiscard]] int progress() const override { return job_.progress(); }
    [[nodiscard]] std::string detail() const override {
        return count_text(static_cast<std::int64_t>(job_.changes()));
    }

private:
    std::size_t customers_;
    session::ExportJob job_;
};

} // namespace

void VisitPlan::draw(Desk& desk) {
    const auto wanted = core::parse_iso(desk.route.option("day"));
    day_ = wanted && core::in_book_range(*wanted) ? *wanted : desk.today;
    const auto owner = list_owner(desk);
    const std::string key = std::to_string(desk.session.revision()) + "/" +
                            std::to_string(day_.days) + "/" + std::to_string(desk.today.days) +
                            (owner ? "=" + *owner : "");
    const session::VisitDay& plan =
        plan_.get(key, [&] { return session::Collections(desk.session).visits(day_, owner); });
    draw_days(desk);
    if (plan.visits.empty()) {
        const EmptyAction add{say("visits.add"), Icon::plus};
        if (empty_state(Icon::people, say("visits.none"), say("visits.none_detail"),
                        std::span(&add, 1))) {
            new_visit(desk, {}, day_);
        }
        return;
    }
    {
        Row row(8);
        if (button(say("visits.add"), {.kind = ButtonKind::primary, .icon = Icon::plus})) {
            new_visit(desk, {}, day_);
        }
        if (button(say("visits.take_along"), {.icon = Icon::download})) {
            desk.later([this, &desk, plan] { take_along(desk, plan); });
        }
    }
    std::string area;
    for (std::size_t i = 0; i < plan.visits.size(); ++i) {
        const std::string& here = plan.visits[i].row.task.area;
        if (i == 0 || here != area) heading(here.empty() ? say("visits.no_area") : here, 2);
        area = here;
        draw_visit(desk, plan, i);
    }
    draw_near(desk, plan);
}

void VisitPlan::draw_days(Desk& desk) {
    const auto choose = [&](core::Date day) {
        if (!core::in_book_range(day)) return;
        Route route = desk.route;
        route.set("day", core::to_text(day));
        desk.go(route.text(), true);
    };
    Row row(8, true, 36);
    if (step_button(say("visits.day_before"), Icon::chevron_left)) {
        choose(core::add_days(day_, -1));
    }
    heading(date_words(day_) + " " + weekday_words(day_), 2);
    if (step_button(say("visits.day_after"), Icon::chevron_right)) {
        choose(core::add_days(day_, 1));
    }
    if (day_ != desk.today && button(say("asof.today"), {.kind = ButtonKind::quiet})) {
        choose(desk.today);
    }
}

void VisitPlan::draw_visit(Desk& desk, const session::VisitDay& plan, std::size_t at) {
    const session::VisitRow& visit = plan.visits[at];
    const core::Task& task = visit.row.task;
    const Named named(core::to_text(visit.row.id));
    // That it is a visit, the page says.
    const std::string what = task_title(visit.row), who = visit.row.customer_name;
    const bool said = what == task_kind_words(core::TaskKind::visit);
    const std::string title = who.empty() ? what : said ? who : who + " · " + what;
    Panel panel(title, 14, 6);
    {
        Row line(10, true, 32);
        badge(std::to_string(at + 1), task.done ? BadgeKind::good : BadgeKind::accent);
        if (task.minute >= 0) text(core::minute_text(task.minute), {.letters = Letters::strong});
        if (link(title, "#/today/visits?task=" + core::to_text(visit.row.id),
                 {.letters = Letters::strong})) {
            open_task(desk, visit.row.id);
        }
        if (task.done) badge(say("task.done_on", date_text(*task.done)), BadgeKind::good);
    }
    std::string detail = visit.address;
    const auto add = [&](const std::string& more) {
        if (!more.empty()) detail += (detail.empty() ? "" : " · ") + more;
    };
    for (const auto& balance : visit.balances) {
        if (balance.overdue > 0) {
            add(say("visits.overdue", money_text({balance.overdue, balance.currency})));
        }
    }
    if (!list_owner(desk)) add(task.owner);
    if (!task.participants.empty()) add(say("visits.with", task.participants));
    if (const auto checks = core::read_checklist(task.checklist); !checks.empty()) {
        add(say("task.checklist", std::ranges::count(checks, true, &core::Check::ticked),
                checks.size()));
    }
    if (!detail.empty()) caption(detail);
    Row row(8);
    if (at > 0 &&
        button(say("visits.earlier"), {.kind = ButtonKind::quiet, .icon = Icon::chevron_up})) {
        auto order = ids_of(plan);
        std::swap(order[at], order[at - 1]);
        arrange(desk, std::move(order));
    }
    if (at + 1 < plan.visits.size() &&
        button(say("visits.later"), {.kind = ButtonKind::quiet, .icon = Icon::chevron_down})) {
        auto order = ids_of(plan);
        std::swap(order[at], order[at + 1]);
        arrange(desk, std::move(order));
    }
    const std::string number = dialled(visit.phone);
    if (!number.empty() &&
        button(say("contact.call"), {.kind = ButtonKind::quiet, .icon = Icon::phone})) {
        desk.later([&desk, number] { desk.backend.open_link("tel:" + number); });
    }
}

void VisitPlan::draw_near(Desk& desk, const session::VisitDay& plan) {
    if (plan.near.empty()) return;
    heading(say("visits.near"), 2);
    for (const session::NearRow& one : plan.near) {
        const Named named(core::to_text(one.customer));
        Row line(10, true, 32);
        const std::string route = customer_route(one.customer);
        if (link(one.name, "#" + route)) desk.go(route);
        caption(one.area + " · " +
                say("visits.overdue", money_text({one.most.overdue, one.most.currency})));
        if (button(say("visits.add_one", one.name),
                   {.kind = ButtonKind::quiet, .icon = Icon::plus})) {
            new_visit(desk, one.customer, day_);
        }
    }
}

void VisitPlan::arrange(Desk& desk, std::vector<core::EntityId> order) {
    desk.act([order = std::move(order)](
                 session::Session& book) { return session::Collections(book).arrange(order); },
             {});
}

// A field slice of those who are visited: opened on the phone it is read, and what is added there
// comes home by a file.
void VisitPlan::take_along(Desk& desk, const session::VisitDay& plan) {
    session::ExportOptions options;
    std::set<core::CustomerId> customers;
    for (const session::VisitRow& visit : plan.visits) {
        if (!visit.row.task.customer.is_nil()) customers.insert(visit.row.task.customer);
    }
    options.customers.assign(customers.begin(), customers.end());
    if (desk.job) return;
    if (options.customers.empty()) {
        toast(say("visits.nobody"), {}, true);
        return;
    }
    const std::string name = session::bundle_file_name(desk.session, options.form, "slice");
    auto out = desk.library.save_file(name, "application/gzip");
    if (!out) return;
    desk.job = std::make_unique<TakeAlong>(desk.session, std::move(options), std::move(out));
}

} // namespace huikuan::ui
