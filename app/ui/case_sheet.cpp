#include "ui/case_sheet.h"

#include <algorithm>
#include <array>

#include "core/read.h"
#include "ui/evidence_button.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/legal_tables.h"
#include "ui/legal_words.h"
#include "ui/lists.h"
#include "ui/refusal_sheet.h"
#include "ui/reversal.h"

namespace huikuan::ui {

namespace {

constexpr FormField case_fields[] = {
    {.name = "title", .label = "case.title", .required = true},
    {.name = "number", .label = "case.number", .half = true},
    {.name = "court", .label = "case.court", .half = true},
    {.name = "judge", .label = "case.judge", .half = true},
    {.name = "owner", .label = "label.owner", .half = true},
    {.name = "lawyer", .label = "case.lawyer", .half = true},
    {.name = "lawyer_phone", .label = "case.lawyer_phone", .entry = Entry::tel, .half = true},
    {.name = "talks", .label = "case.talks", .entry = Entry::note},
    {.name = "note", .label = "label.note", .entry = Entry::note},
    {.name = "archived",
     .label = "case.archived",
     .entry = Entry::flag,
     .hint = "case.archived_hint"},
};

std::vector<std::string> case_routes() {
    std::vector<std::string> routes;
    for (int i = 0; i <= static_cast<int>(core::CaseRoute::enforcement); ++i) {
        routes.push_back(case_route_words(static_cast<core::CaseRoute>(i)));
    }
    return routes;
}

} // namespace

CaseSheet::CaseSheet() : form_(core::RegisterKind::legal_case, case_fields, "case") {}

void CaseSheet::start(Desk& desk, const std::string& id) {
    asked_ = id;
    id_ = desk.session.mint();
    stepping_ = costing_ = claiming_ = was_refused_ = false;
    files_of_ = {};
    stage_ = proposed_ = cost_ = 0;
    date_ = core::to_text(desk.today);
    due_.clear();
    amount_.clear();
    note_.clear();
    draft_.rename("case_step." + id);
    const auto kept = id.empty() ? std::vector<std::string>() : draft_.take(desk, 7);
    if (kept.empty()) return;
    stepping_ = kept[0] == "step";
    costing_ = !stepping_;
    stage_ = read_whole_number(kept[1], 0, core::case_stages - 1).value_or(0);
    cost_ = read_whole_number(kept[2], 0, static_cast<int>(core::CaseCost::other)).value_or(0);
    date_ = kept[3];
    due_ = kept[4];
    amount_ = kept[5];
    note_ = kept[6];
}

// Written when something was typed or chosen.
void CaseSheet::keep_draft(Desk& desk) {
    const bool worth = stage_ != proposed_ || cost_ != 0 || !due_.empty() || !amount_.empty() ||
                       !note_.empty() || date_ != core::to_text(desk.today);
    draft_.keep(desk,
                {stepping_ ? "step" : "cost", std::to_string(stage_), std::to_string(cost_), date_,
                 due_, amount_, note_},
                (stepping_ || costing_) && worth);
}

std::string CaseSheet::problem(std::string_view field) const {
    return was_refused_ && refused_.field == field ? error_words(refused_) : std::string();
}

void CaseSheet::draw(Desk& desk) {
    const std::string id = desk.route.option("case");
    if (id != asked_) start(desk, id);
    bool open = !id.empty();
    const std::optional<session::CaseRow>* row = nullptr;
    if (open) {
        row = &row_.get(moment_key(desk, id), [&]() -> std::optional<session::CaseRow> {
            const auto parsed = core::parse_id(id);
            if (!parsed) return std::nullopt;
            return session::Legal(desk.session).one_case(*parsed, desk.as_of);
        });
    }
    {
        const bool there = row != nullptr && row->has_value();
        Sheet sheet("case", there ? case_name(**row) : say("case.one"), open, 680);
        if (sheet && !there) notice(say("case.gone"), BadgeKind::warn);
        if (sheet && there) {
            draw_facts(desk, **row);
            draw_claim(desk, **row);
            draw_step(desk, **row);
            draw_deadlines(**row);
            draw_timeline(desk, **row);
            draw_costs(desk, **row);
            heading(say("files.title"), 3);
            files_.draw(desk, (*row)->id);
        }
    }
    form_.draw(desk);
    keep_draft(desk);
    if (!open && !id.empty()) desk.go(with_sheet(desk, "case", {}));
}

void CaseSheet::draw_facts(Desk& desk, const session::CaseRow& row) {
    {
        Row line(10, true, 28);
        badge(row.state.stage ? case_stage_words(*row.state.stage) : say("case.not_begun"),
              row.state.open ? BadgeKind::accent : BadgeKind::neutral);
        text(case_route_words(row.what.route), {.tone = Tone::soft});
        const std::string route = customer_route(row.what.customer);
        if (link(row.customer_name, "#" + route)) desk.go(route);
    }
    const core::Currency currency = row.what.currency;
    {
        Row facts(28);
        fact(say("case.claim"), money_text({row.what.claim, currency}));
        if (row.awarded_minor != 0) {
            fact(say("case.awarded"), money_text({row.awarded_minor, currency}));
        }
        if (row.performance_end) {
            fact(say("case.performance_end"), date_text(*row.performance_end));
        }
        fact(say("case.costs"), money_text({row.cost_minor, currency}));
        fact(say("case.received"), money_text({row.received_minor, currency}), Tone::green);
        if (!row.what.court.empty()) fact(say("case.court"), row.what.court);
        if (!row.what.lawyer.empty()) fact(say("case.lawyer"), row.what.lawyer);
    }
    if (!row.what.talks.empty()) caption(say("case.talked", row.what.talks));
    if (row.state.open) caption(say("case.holds"));
    Row actions(8);
    if (button(say("case.step"), {.kind = ButtonKind::primary, .icon = Icon::check})) {
        stepping_ = !stepping_;
        costing_ = claiming_ = false;
        proposed_ = static_cast<int>(core::next_stage(row.what.route, row.state.stage));
        stage_ = proposed_;
    }
    if (button(say("case.cost"), {.icon = Icon::coin})) {
        costing_ = !costing_;
        stepping_ = claiming_ = false;
    }
    if (button(say("receipts.record"), {.icon = Icon::coin})) {
        Route route = parse_route(with_sheet(desk, "new", "receipt"));
        route.set("customer", core::to_text(row.what.customer));
        route.set("pays", core::to_text(row.id));
        route.set("case", {});
        desk.go(route.text());
    }
    if (button(say("law.evidence"), {.icon = Icon::download})) {
        make_evidence(desk, row.what.customer, row.id);
    }
    if (button(say("case.claim_edit"))) {
        claiming_ = !claiming_;
        stepping_ = costing_ = was_refused_ = false;
        route_ = static_cast<int>(row.what.route);
        claim_.start(row.what.customer, &row.what);
    }
    if (button(say("case.edit"), {.icon = Icon::pencil})) {
        form_.done = say("case.saved");
        form_.open(desk, row.id, say("case.edit"));
    }
}

void CaseSheet::draw_deadlines(const session::CaseRow& row) {
    if (row.deadlines.empty()) return;
    heading(say("case.deadlines"), 3);
    for (const core::CaseDeadline& one : row.deadlines) {
        const Named named(static_cast<std::uint64_t>(one.kind) * 1000003U + one.step.low);
        {
            Row line(8, true, 28);
            badge(one.met ? say("case.met") : left_words(one.days_left), deadline_kind(one));
            text(date_text(one.day),
                 {.letters = Letters::strong, .tone = one.met ? Tone::faint : Tone::text});
            text(deadline_words(one.kind), {.tone = one.met ? Tone::faint : Tone::text});
            text(say("case.whose." + std::string(core::name_of(one.whose))),
                 {.tone = one.met ? Tone::faint : Tone::soft});
        }
        if (one.met) continue;
        const std::string rule = deadline_rule_words(one.kind);
        const bool rolls = one.rolled != one.day;
        caption(rolls ? say("case.rolled", rule, date_text(one.rolled)) : rule);
    }
}

void CaseSheet::draw_timeline(Desk& desk, const session::CaseRow& row) {
    heading(say("case.timeline"), 3);
    if (row.steps.empty()) text(say("case.no_steps"), {.tone = Tone::soft});
    for (auto step = row.steps.rbegin(); step != row.steps.rend(); ++step) {
        const Named named(core::to_text(step->id));
        {
            Row line(8, true, 36);
            text(date_text(step->date), {.letters = Letters::strong});
            text(case_stage_words(step->stage));
            if (step->minor != 0) {
                text(money_text({step->minor, step->currency}), {.tone = Tone::soft});
            }
            if (step->due) text(say("case.due_on", date_text(*step->due)), {.tone = Tone::soft});
            if (button(say("case.papers"), {.kind = ButtonKind::quiet, .icon = Icon::file})) {
                files_of_ = files_of_ == step->id ? core::EntityId{} : step->id;
            }
            if (button(say("history.undo"), {.kind = ButtonKind::quiet, .icon = Icon::undo})) {
                desk.run(
                    core::Reverse{desk.session.mint(), step->id, std::nullopt, say("undo.reason")},
                    say("undo.done"));
            }
        }
        if (!step->note.empty()) text(step->note, {.tone = Tone::soft});
        if (files_of_ == step->id) step_files_.draw(desk, step->id);
    }
}

Ran CaseSheet::after(Desk& desk, bool& open) {
    return [this, &desk, &open](const core::Result<session::Outcome>& outcome) {
        if (!outcome) {
            refused_ = outcome.error();
            was_refused_ = true;
            return;
        }
        id_ = desk.session.mint();
        open = was_refused_ = false;
        draft_.forget(desk);
        stage_ = proposed_;
        date_ = core::to_text(desk.today);
        due_.clear();
        amount_.clear();
        note_.clear();
    };
}

// --- what is claimed, and by which way

void CaseSheet::draw_claim(Desk& desk, const session::CaseRow& row) {
    if (!claiming_) return;
    Panel panel(say("case.claim_edit"), 16, 10);
    heading(say("case.claim_edit"), 3);
    select(say("case.route"), route_, case_routes());
    claim_.draw(desk);
    if (was_refused_) notice(error_words(refused_), BadgeKind::bad, true);
    Row buttons(8);
    if (button(say("kit.save"), {.kind = ButtonKind::primary})) save_claim(desk, row);
    if (button(say("kit.cancel"))) claiming_ = was_refused_ = false;
}

void CaseSheet::save_claim(Desk& desk, const session::CaseRow& row) {
    core::SetFields set{{core::RegisterKind::legal_case, row.id, {}}};
    const auto route = static_cast<core::CaseRoute>(route_);
    set.fields.fields = {{"route", std::string(core::name_of(route))}};
    if (!claim_.add_to(set.fields.fields)) return;
    desk.run(std::move(set), say("case.saved"),
             [this](const core::Result<session::Outcome>& outcome) {
                 was_refused_ = !outcome;
                 if (!outcome) refused_ = outcome.error();
                 else claiming_ = false;
             });
}

void CaseSheet::draw_step(Desk& desk, const session::CaseRow& row) {
    if (costing_) return draw_cost_form(desk, row);
    if (!stepping_) return;
    Panel panel(say("case.step"), 16, 10);
    heading(say("case.step"), 3);
    std::vector<std::string> stages;
    for (std::size_t i = 0; i < core::case_stages; ++i) {
        stages.push_back(case_stage_words(static_cast<core::CaseStage>(i)));
    }
    select(say("case.stage"), stage_, stages);
    const auto stage = static_cast<core::CaseStage>(stage_);
    {
        Columns grid({1, 1}, 12);
        date_field(say("case.step_date"), date_, desk.today,
                   {.hint = say("case.step_date_hint"), .error = problem("date")});
        grid.next();
        date_field(say("case.due"), due_, desk.today,
                   {.hint = say("case.due_hint"), .error = problem("until")});
    }
    if (stage != core::CaseStage::hearing) {
        amount_field(say("case.amount"), amount_, row.what.currency, {.error = problem("amount")});
    }
    text_field(say("label.note"), note_, {.error = problem("note")});
    const bool beside = was_refused_ && refused_.field != "date" && refused_.field != "until" &&
                        refused_.field != "amount" && refused_.field != "note";
    if (beside) notice(error_words(refused_), BadgeKind::bad, true);
    Row buttons(8);
    if (button(say("case.step_save"), {.kind = ButtonKind::primary})) save_step(desk, row);
    if (button(say("kit.cancel"))) {
        stepping_ = false;
        draft_.forget(desk);
    }
}

void CaseSheet::save_step(Desk& desk, const session::CaseRow& row) {
    core::CaseStepTaken step;
    step.id = id_;
    step.customer = row.what.customer;
    step.of = row.id;
    step.stage = static_cast<core::CaseStage>(stage_);
    step.note = note_;
    was_refused_ = true;
    const auto date = core::read_typed_date(date_, desk.today);
    if (!date) {
        refused_ = date.error();
        refused_.field = "date";
        return;
    }
    step.date = *date;
    if (!due_.empty()) {
        const auto due = core::read_typed_date(due_, desk.today);
        if (!due) {
            refused_ = due.error();
            refused_.field = "until";
            return;
        }
        step.due = *due;
    }
    if (!amount_.empty() && step.stage != core::CaseStage::hearing) {
        const auto minor = read_typed_amount(amount_, row.what.currency);
        if (!minor) {
            refused_ = minor.error();
            refused_.field = "amount";
            return;
        }
        step.minor = *minor;
        step.currency = row.what.currency;
    }
    was_refused_ = false;
    desk.run(core::TakeCaseStep{step}, say("case.step_done", case_stage_words(step.stage)),
             after(desk, stepping_));
}

void CaseSheet::draw_cost_form(Desk& desk, const session::CaseRow& row) {
    Panel panel(say("case.cost"), 16, 10);
    heading(say("case.cost"), 3);
    std::vector<std::string> kinds;
    for (int i = 0; i <= static_cast<int>(core::CaseCost::other); ++i) {
        kinds.push_back(case_cost_words(static_cast<core::CaseCost>(i)));
    }
    select(say("case.cost_kind"), cost_, kinds);
    {
        Columns grid({1, 1}, 12);
        amount_field(say("label.amount"), amount_, row.what.currency,
                     {.error = problem("amount"), .required = true});
        grid.next();
        date_field(say("label.date"), date_, desk.today, {.error = problem("date")});
    }
    text_field(say("label.note"), note_, {.error = problem("note")});
    caption(say("case.cost_rule"));
    const bool beside = was_refused_ && refused_.field != "date" && refused_.field != "amount" &&
                        refused_.field != "note";
    if (beside) notice(error_words(refused_), BadgeKind::bad, true);
    Row buttons(8);
    if (button(say("case.cost_save"), {.kind = ButtonKind::primary})) save_cost(desk, row);
    if (button(say("kit.cancel"))) {
        costing_ = false;
        draft_.forget(desk);
    }
}

void CaseSheet::save_cost(Desk& desk, const session::CaseRow& row) {
    core::CaseCostPaid cost;
    cost.id = id_;
    cost.customer = row.what.customer;
    cost.of = row.id;
    cost.what = static_cast<core::CaseCost>(cost_);
    cost.note = note_;
    was_refused_ = true;
    const auto minor = read_typed_amount(amount_, row.what.currency);
    const auto date = core::read_typed_date(date_, desk.today);
    if (!minor || !date) {
        refused_ = !minor ? minor.error() : date.error();
        refused_.field = !minor ? "amount" : "date";
        return;
    }
    was_refused_ = false;
    cost.amount = {*minor, row.what.currency};
    cost.date = *date;
    desk.run(core::PayCaseCost{cost}, say("case.cost_done"), after(desk, costing_));
}

void CaseSheet::draw_costs(Desk& desk, const session::CaseRow& row) {
    if (row.costs.empty()) return;
    heading(say("case.costs"), 3);
    for (const session::CaseCostRow& cost : row.costs) {
        const Named named(core::to_text(cost.cost.id));
        Row line(8, true, 36);
        text(date_text(cost.cost.date), {.letters = Letters::strong});
        text(case_cost_words(cost.cost.what));
        text(money_text(cost.cost.amount));
        if (!cost.cost.note.empty()) text(cost.cost.note, {.tone = Tone::soft});
        if (button(say("history.undo"), {.kind = ButtonKind::quiet, .icon = Icon::undo})) {
            desk.run(
                core::Reverse{desk.session.mint(), cost.cost.id, std::nullopt, say("undo.reason")},
                say("undo.done"));
        }
    }
}

// --- before it is escalated

void EscalationSheet::start(Desk& desk, const std::string& id) {
    asked_ = id;
    customer_ = {};
    id_ = desk.session.mint();
    route_ = 0;
    title_ = say("case.default_title");
    court_.clear();
    talks_.clear();
    filled_.clear();
    claimed_of_.clear();
    problem_.clear();
    draft_.rename("case." + id);
    const auto parsed = core::parse_id(id);
    if (parsed) {
        const auto row =
            desk.session.customer(core::id_cast<core::CustomerId>(*parsed), desk.today);
        if (row) customer_ = {.id = core::to_text(row->id), .typed = customer_label(*row)};
    }
    if (!id.empty()) take_draft(desk);
}

void EscalationSheet::keep_draft(Desk& desk) {
    std::vector<std::string> parts{customer_.id, customer_.typed, std::to_string(route_),
                                   title_,       court_,          talks_};
    for (std::string& part : claim_.draft()) parts.push_back(std::move(part));
    draft_.keep(desk, parts, !filled_.empty() && claimed_of_ == customer_.id);
}

void EscalationSheet::take_draft(Desk& desk) {
    auto parts = draft_.take(desk, 6 + ClaimForm::draft_parts);
    const auto parsed = parts.empty() ? std::nullopt : core::parse_id(parts[0]);
    if (!parsed) return;
    const auto customer = core::id_cast<core::CustomerId>(*parsed);
    if (!desk.session.customer(customer, desk.today)) return;
    customer_ = {.id = parts[0], .typed = parts[1]};
    route_ =
        read_whole_number(parts[2], 0, static_cast<int>(core::CaseRoute::enforcement)).value_or(0);
    title_ = parts[3];
    court_ = parts[4];
    talks_ = parts[5];
    filled_ = claimed_of_ = customer_.id;
    claim_.start(customer, nullptr);
    claim_.take({parts.begin() + 6, parts.end()});
}

void EscalationSheet::draw(Desk& desk) {
    const std::string id = desk.route.option("escalate");
    if (id != asked_) start(desk, id);
    bool open = !id.empty();
    {
        Sheet sheet("escalate", say("case.new"), open, 620);
        if (!sheet) return;
        lookup_field(say("label.customer"), customer_, desk.session.revision(),
                     [&](std::string_view typed) { return find_customers(desk, typed); },
                     {.required = true});
        const auto parsed = core::parse_id(customer_.id);
        if (parsed) {
            const auto customer = core::id_cast<core::CustomerId>(*parsed);
            if (claimed_of_ != customer_.id) {
                claimed_of_ = customer_.id;
                claim_.start(customer, nullptr);
            }
            const session::Weighing& what = claim_.weighing(desk);
            if (filled_ != customer_.id) { // what was tried stands there already, to be edited
                filled_ = customer_.id;
                talks_ = tried_words(session::refusal(desk.session, customer, desk.today));
            }
            draw_weighing(what);
            heading(say("case.open_it"), 3);
            select(say("case.route"), route_, case_routes());
            const auto route = core::name_of(static_cast<core::CaseRoute>(route_));
            caption(say("case.route_needs." + std::string(route)));
            claim_.draw(desk);
            text_field(say("case.title"), title_, {.required = true});
            text_field(say("case.court"), court_);
            text_field(say("case.talks"), talks_,
                       {.kind = FieldKind::multiline,
                        .hint = say("case.talks_hint"),
                        .required = !what.talks_tried()});
            if (!problem_.empty()) notice(problem_, BadgeKind::bad, true);
            Row row(8);
            if (button(say("case.open_do"), {.kind = ButtonKind::primary})) {
                save(desk, customer, what);
            }
            if (button(say("kit.cancel"))) {
                open = false;
                draft_.forget(desk);
                claimed_of_.clear();
            }
        }
    }
    if (open) keep_draft(desk);
    if (!open && !id.empty()) desk.go(with_sheet(desk, "escalate", {}));
}

void EscalationSheet::draw_weighing(const session::Weighing& what) {
    const core::Currency currency = what.currency;
    const auto money = [&](std::int64_t minor) { return money_text({minor, currency}); };
    {
        Panel panel(say("case.were_talks"), 16, 8);
        heading(say("case.were_talks"), 3);
        if (what.talks_tried()) {
            text(say("case.talks_were", what.contacts_reached,
                     what.last_reached ? date_text(*what.last_reached) : std::string()));
        } else {
            notice(say("case.no_talks"), BadgeKind::warn);
        }
        const std::int64_t broken = what.promises.broken + what.promises.partly;
        text(say("case.promises", what.promises.kept, broken));
        text(say(what.plan_tried ? "case.plan_tried" : "case.no_plan"));
        if (!what.letter_sent) notice(say("case.no_letter"), BadgeKind::warn);
    }
    {
        Panel panel(say("case.would_cost"), 16, 8);
        heading(say("case.would_cost"), 3);
        Row facts(24);
        fact(say("case.overdue"), money(what.claim));
        if (what.fees.suit > 0) {
            fact(say("case.fee.suit"), money(what.fees.suit));
            fact(say("case.fee.simplified"), money(what.fees.simplified));
            fact(say("case.fee.order"), money(what.fees.order));
            fact(say("case.fee.preservation"), money(what.fees.preservation));
            fact(say("case.fee.enforcement"), money(what.fees.enforcement));
        }
    }
    caption(say(what.fees.suit > 0 ? "case.fee_rule" : "case.no_fees"));
    if (what.small != core::SmallClaim::none) {
        caption(say("case.small." + std::string(core::name_of(what.small))));
    }
    {
        Panel panel(say("case.worth"), 16, 8);
        heading(say("case.worth"), 3);
        Row facts(24);
        fact(say("case.sold_year"), money(what.sold_last_year));
        fact(say("case.paid_year"), money(what.paid_last_year), Tone::green);
        fact(say("case.sold_all"), money(what.sold_in_all));
        if (what.customer_since) { fact(say("case.since"), date_text(*what.customer_since)); }
    }
}

void EscalationSheet::save(Desk& desk, core::CustomerId customer, const session::Weighing& what) {
    problem_.clear();
    if (!what.talks_tried() && is_blank(talks_)) {
        problem_ = say("case.talks_missing");
        return;
    }
    if (is_blank(title_)) {
        problem_ = say("form.missing");
        return;
    }
    core::SetFields set{{core::RegisterKind::legal_case, id_, {}}};
    set.fields.fields = {
        {"customer", core::to_text(customer)},
        {"title", title_},
        {"route", std::string(core::name_of(static_cast<core::CaseRoute>(route_)))},
        {"court", court_},
        {"talks", talks_}};
    if (!claim_.add_to(set.fields.fields)) return;
    desk.run(std::move(set), say("case.opened"),
             [this, &desk](const core::Result<session::Outcome>& outcome) {
                 if (!outcome) {
                     problem_ = error_words(outcome.error());
                     return;
                 }
                 draft_.forget(desk);
                 claimed_of_.clear();
                 Route route = desk.route;
                 route.set("escalate", {});
                 route.set("case", core::to_text(id_));
                 desk.go(route.text(), true);
             });
}

} // namespace huikuan::ui
