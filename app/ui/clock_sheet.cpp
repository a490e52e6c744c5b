#include "ui/clock_sheet.h"

#include <algorithm>
#include <array>

#include "core/read.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/legal_tables.h"
#include "ui/legal_words.h"
#include "ui/lists.h"
#include "ui/reversal.h"

namespace huikuan::ui {

void ClockSheet::start(Desk& desk, const std::string& id) {
    asked_ = id;
    noting_ = was_refused_ = false;
    files_of_ = {};
    id_ = desk.session.mint();
    what_ = of_ = 0;
    date_ = core::to_text(desk.today);
    until_.clear();
    proof_.clear();
    note_.clear();
    draft_.rename("clock." + id);
    const auto kept = id.empty() ? std::vector<std::string>() : draft_.take(desk, 6);
    if (kept.empty()) return;
    noting_ = true;
    what_ = read_whole_number(kept[0], 0, core::legal_events - 1).value_or(0);
    of_ = read_whole_number(kept[1], 0, 100).value_or(0);
    date_ = kept[2];
    until_ = kept[3];
    proof_ = kept[4];
    note_ = kept[5];
}

// Written when something was typed or chosen.
void ClockSheet::keep_draft(Desk& desk) {
    const bool worth = what_ != 0 || of_ != 0 || !until_.empty() || !proof_.empty() ||
                       !note_.empty() || date_ != core::to_text(desk.today);
    draft_.keep(desk, {std::to_string(what_), std::to_string(of_), date_, until_, proof_, note_},
                noting_ && worth);
}

void ClockSheet::draw(Desk& desk) {
    const std::string id = desk.route.option("clock");
    if (id != asked_) start(desk, id);
    bool open = !id.empty();
    const Shown* shown = nullptr;
    if (open) {
        shown = &shown_.get(moment_key(desk, id), [&] {
            Shown found;
            const auto parsed = core::parse_id(id);
            const auto invoice =
                parsed ? desk.session.invoice(core::id_cast<core::InvoiceId>(*parsed), desk.today)
                       : std::nullopt;
            if (!invoice) return found;
            const session::Legal legal(desk.session);
            const auto late = legal.late_instalments(desk.as_of, invoice->customer);
            if (const auto of = late.find(invoice->id); of != late.end()) {
                found.late_instalments = of->second;
            }
            for (auto& row : legal.clocks(desk.as_of, invoice->customer)) {
                if (row.debt.id == invoice->id) found.debt = std::move(row);
            }
            for (auto& row : legal.guarantees(desk.as_of, invoice->customer)) {
                if (row.invoice == invoice->id) found.guarantees.push_back(std::move(row));
            }
            found.events = legal.events(invoice->customer);
            return found;
        });
    }
    {
        const bool there = shown != nullptr && shown->debt;
        Sheet sheet("clock",
                    there ? say("law.clock_of", shown->debt->debt.number) : say("law.clocks"), open,
                    620);
        if (!sheet) return;
        if (!there) {
            notice(say("law.gone"), BadgeKind::warn);
        } else {
            draw_clock(desk, *shown);
            draw_form(desk, *shown);
            draw_events(desk, *shown);
        }
    }
    if (open) keep_draft(desk);
    if (!open) desk.go(with_sheet(desk, "clock", {}));
}

void ClockSheet::draw_clock(Desk& desk, const Shown& shown) {
    const session::DebtClock& row = *shown.debt;
    {
        Row line(10, true, 28);
        badge(clock_state_words(row.clock), clock_kind(row.clock));
        const std::string route = customer_route(row.debt.customer);
        if (link(row.customer_name, "#" + route)) desk.go(route);
        const std::string invoice = with_sheet(desk, "invoice", core::to_text(row.debt.id));
        if (link(row.debt.number, "#" + invoice)) {
            Route to = parse_route(invoice);
            to.set("clock", {});
            desk.go(to.text());
        }
    }
    {
        Row facts(28);
        const auto day = [](core::Date date) {
            return date == core::far_future ? say("law.no_end") : date_text(date);
        };
        fact(say("law.safe_day"), day(row.clock.safe_day),
             row.clock.warning == core::ClockWarning::none ? Tone::text : Tone::red);
        if (row.clock.last_day != row.clock.safe_day) {
            fact(say("law.last_day"), day(row.clock.last_day));
        }
        if (row.clock.hoped_day != row.clock.safe_day) {
            fact(say("law.if_proven"), day(row.clock.hoped_day), Tone::soft);
        }
        fact(say("label.open"), money_text(row.debt.open));
        fact(say("label.due"), date_text(row.debt.due));
    }
    caption(say("law.rule"));
    if (shown.late_instalments > 0) {
        const core::Money late{shown.late_instalments, row.debt.open.currency};
        notice(say("law.acceleration", money_text(late)), BadgeKind::warn);
    }
    heading(say("law.why"), 3);
    for (const core::ClockStep& step : row.clock.steps) {
        text(clock_step_words(step, false),
             {.tone = core::has_effect(step.effect) ? Tone::text : Tone::faint});
    }
    for (const session::GuaranteeClock& guarantee : shown.guarantees) {
        const Named named(guarantee.guarantor);
        heading(say("law.guarantee_of", guarantee.guarantor,
                    say(guarantee.joint ? "law.joint" : "law.general")),
                3);
        badge(clock_state_words(guarantee.clock), clock_kind(guarantee.clock));
        for (const core::ClockStep& step : guarantee.clock.steps) {
            text(clock_step_words(step, true),
                 {.tone = core::has_effect(step.effect) ? Tone::text : Tone::faint});
        }
    }
    if (!shown.guarantees.empty()) caption(say("law.guarantee_rule"));
}

void ClockSheet::draw_events(Desk& desk, const Shown& shown) {
    if (shown.events.empty()) return;
    heading(say("law.noted"), 3);
    for (const session::LegalEventRow& row : shown.events) {
        const Named named(core::to_text(row.event.id));
        {
            Row line(8, true, 36);
            text(date_text(row.event.date), {.letters = Letters::strong});
            text(legal_event_words(row.event.what));
            const bool proven = !row.event.proof.empty() || row.files > 0;
            badge(say(proven ? "law.proven" : "law.unproven"),
                  proven ? BadgeKind::good : BadgeKind::warn);
            if (button(say("law.files", row.files),
                       {.kind = ButtonKind::quiet, .icon = Icon::file})) {
                files_of_ = files_of_ == row.event.id ? core::EntityId{} : row.event.id;
            }
            if (button(say("history.undo"), {.kind = ButtonKind::quiet, .icon = Icon::undo})) {
                desk.run(core::Reverse{desk.session.mint(), row.event.id, std::nullopt,
                                       say("undo.reason")},
                         say("undo.done"));
            }
        }
        if (!row.event.proof.empty()) text(row.event.proof, {.tone = Tone::soft});
        if (!row.event.note.empty()) text(row.event.note, {.tone = Tone::soft});
        if (files_of_ == row.event.id) files_.draw(desk, row.event.id);
    }
}

void ClockSheet::draw_form(Desk& desk, const Shown& shown) {
    if (!noting_) {
        Row row(8);
        if (button(say("law.note"), {.kind = ButtonKind::primary, .icon = Icon::plus})) {
            noting_ = true;
        }
        if (button(say("case.new"), {.icon = Icon::document})) {
            Route route =
                parse_route(with_sheet(desk, "escalate", core::to_text(shown.debt->debt.customer)));
            route.set("clock", {});
            desk.go(route.text());
        }
        return;
    }
    const auto problem = [&](std::string_view field) {
        return was_refused_ && refused_.field == field ? error_words(refused_) : std::string();
    };
    Panel panel(say("law.note"), 16, 10);
    heading(say("law.note"), 3);
    std::vector<std::string> kinds;
    for (std::size_t i = 0; i < core::legal_events; ++i) {
        kinds.push_back(legal_event_words(static_cast<core::LegalEvent>(i)));
    }
    select(say("law.what"), what_, kinds);
    caption(say("law.what." + std::string(core::name_of(static_cast<core::LegalEvent>(what_)))));
    std::vector<std::string> targets{say("law.of_this", shown.debt->debt.number),
                                     say("law.of_all")};
    for (const session::GuaranteeClock& one : shown.guarantees) {
        targets.push_back(say("law.of_guarantee", one.guarantor));
    }
    of_ = std::min(of_, static_cast<int>(targets.size()) - 1);
    select(say("law.of"), of_, targets);
    {
        Columns grid({1, 1}, 12);
        date_field(say("law.date"), date_, desk.today, {.error = problem("date")});
        grid.next();
        date_field(say("law.until"), until_, desk.today,
                   {.hint = say("law.until_hint"), .error = problem("until")});
    }
    text_field(say("law.proof"), proof_,
               {.hint = say("law.proof_hint"), .error = problem("proof")});
    text_field(say("label.note"), note_, {.error = problem("note")});
    const bool beside = was_refused_ && problem("date").empty() && refused_.field != "date" &&
                        refused_.field != "until" && refused_.field != "proof" &&
                        refused_.field != "note";
    if (beside) notice(error_words(refused_), BadgeKind::bad, true);
    Row row(8);
    if (button(say("law.note_save"), {.kind = ButtonKind::primary})) save(desk, shown);
    if (button(say("kit.cancel"))) {
        noting_ = false;
        draft_.forget(desk);
    }
}

void ClockSheet::save(Desk& desk, const Shown& shown) {
    const session::DebtClock& debt = *shown.debt;
    core::LegalEventNoted event;
    event.id = id_;
    event.customer = debt.debt.customer;
    event.what = static_cast<core::LegalEvent>(what_);
    if (of_ == 0) event.of = core::entity_of(debt.debt.id);
    if (of_ >= 2) {
        event.of = debt.debt.contract;
        // Of one alone nobody has to be told which.
        const auto at = static_cast<std::size_t>(of_ - 2);
        if (shown.guarantees.size() > 1) event.guarantor = shown.guarantees[at].guarantor;
    }
    const auto read = [&](const std::string& typed, const char* field) {
        auto date = core::read_typed_date(typed, desk.today);
        if (!date) {
            refused_ = date.error();
            refused_.field = field;
            was_refused_ = true;
        }
        return date;
    };
    was_refused_ = false;
    const auto date = read(date_, "date");
    if (!date) return;
    event.date = *date;
    if (!until_.empty()) {
        const auto until = read(until_, "until");
        if (!until) return;
        event.until = *until;
    }
    event.proof = proof_;
    event.note = note_;
    desk.run(core::NoteLegalEvent{event}, say("law.noted_done"),
             [this, &desk](const core::Result<session::Outcome>& outcome) {
                 if (!outcome) {
                     refused_ = outcome.error();
                     was_refused_ = true;
                     return;
                 }
                 files_of_ = id_; // its proof may be added at once
                 id_ = desk.session.mint();
                 noting_ = was_refused_ = false;
                 draft_.forget(desk);
                 proof_.clear();
                 note_.clear();
                 until_.clear();
             });
}

} // namespace huikuan::ui
