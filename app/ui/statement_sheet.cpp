#include "ui/statement_sheet.h"

#include <algorithm>

#include "core/read.h"
#include "session/statement.h"
#include "ui/backend/backend.h"
#include "ui/collection_words.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/reversal.h"
#include "ui/statement.h"
#include "ui/statement_words.h"

namespace huikuan::ui {

namespace {

constexpr core::Channel sending_channels[] = {core::Channel::letter, core::Channel::mail,
                                              core::Channel::wechat, core::Channel::sms,
                                              core::Channel::visit};

} // namespace

void StatementSheet::start(Desk& desk, const std::string& id) {
    asked_ = id;
    answer_.close();
    settling_ = {};
    sending_ = false;
    sending_id_ = desk.session.mint();
    channel_ = 0;
    sent_on_ = core::to_text(desk.today);
    to_.clear();
    problem_.clear();
    files_of_ = {};
    seen_answer_ = answer_.written();
}

StatementSheet::Shown StatementSheet::read(Desk& desk, const std::string& id) const {
    Shown found;
    const auto parsed = core::parse_id(id);
    if (!parsed) return found;
    found.course = session::Statements(desk.session).one(*parsed, desk.today);
    if (!found.course) return found;
    const session::StatementCourse& one = *found.course;
    const auto take = [&](const auto& now) {
        if (now.currency != one.closing.currency) return;
        found.code_now = now.code;
        found.shows_interest = now.shows_interest();
    };
    if (one.form == core::StatementForm::open_items) {
        for (const auto& now : session::open_items_of(desk.session, one.customer, one.to))
            take(now);
    } else {
        for (const auto& now :
             session::statements_of(desk.session, one.customer, one.from, one.to)) {
            take(now);
        }
    }
    return found;
}

void StatementSheet::take_difference(Desk& desk, const session::StatementCourse& of,
                                     std::vector<core::DifferenceLine> lines, std::int64_t theirs) {
    start(desk, core::to_text(of.id));
    answer_.start(desk, of, core::StatementVerdict::difference);
    answer_.fill(std::move(lines), theirs, of.closing.currency);
    desk.go(with_sheet(desk, "statement", asked_));
}

void StatementSheet::draw(Desk& desk) {
    const std::string id = desk.route.option("statement");
    if (!id.empty() && id != asked_) start(desk, id);
    if (id.empty() && !answer_.open()) asked_.clear();
    bool open = !id.empty();
    const Shown* shown = nullptr;
    if (open) shown = &shown_.get(moment_key(desk, id), [&] { return read(desk, id); });
    {
        const bool there = shown != nullptr && shown->course;
        Sheet sheet("statement", say("statement.title"), open, 680);
        if (!sheet) return;
        if (!there) {
            notice(say("statement.gone"), BadgeKind::warn);
        } else {
            draw_facts(desk, *shown);
            draw_actions(desk, *shown);
            if (answer_.open()) answer_.draw(desk, *shown->course);
            draw_answers(desk, *shown->course);
            draw_sendings(desk, *shown->course);
        }
    }
    if (!open) {
        answer_.close();
        desk.go(with_sheet(desk, "statement", {}));
    }
}

void StatementSheet::draw_facts(Desk& desk, const Shown& shown) {
    const session::StatementCourse& one = *shown.course;
    {
        Row line(10, true, 28);
        badge(statement_state_words(one.state), statement_state_kind(one.state));
        const std::string route = customer_route(one.customer);
        if (link(one.customer_name, "#" + route)) desk.go(route);
    }
    {
        Row facts(28);
        fact(say("statement.period_column"), period_words(one));
        fact(say("statement.closing"), money_text(one.closing), money_tone(one.closing.minor));
        fact(say("statement.prepared_on"), date_text(one.date));
        fact(say("statement.sent_column"), sent_words(one, desk.today));
        if (one.difference() != 0) {
            const bool open = one.state == core::StatementState::difference;
            fact(say("statement.gap"), money_text({one.difference(), one.closing.currency}),
                 open ? Tone::red : Tone::soft);
        }
    }
    caption(say("statement.code", one.code));
    if (shown.code_now != one.code) {
        notice(say("statement.changed", shown.code_now.empty() ? "–" : shown.code_now),
               BadgeKind::warn);
    }
    if (shown.shows_interest) notice(say("statement.has_interest"), BadgeKind::warn);
}

void StatementSheet::draw_actions(Desk& desk, const Shown& shown) {
    const session::StatementCourse& one = *shown.course;
    {
        Row row(8);
        const auto kind = answer_.open() ? ButtonKind::secondary : ButtonKind::primary;
        if (button(say("statement.record_confirmed"), {.kind = kind, .icon = Icon::check})) {
            answer_.start(desk, one, core::StatementVerdict::confirmed);
        }
        if (button(say("statement.record_difference"), {.icon = Icon::warning})) {
            answer_.start(desk, one, core::StatementVerdict::difference);
        }
        if (button(say("statement.record_sent"), {.icon = Icon::mail})) sending_ = !sending_;
        if (button(say("statement.print_again"),
                   {.kind = ButtonKind::quiet, .icon = Icon::print})) {
            const auto customer = desk.session.customer(one.customer, desk.today);
            if (customer) {
                const std::string html = one.form == core::StatementForm::open_items
                                             ? statement_html(desk, *customer, one.to)
                                             : movements_html(desk, *customer, one.from, one.to);
                const std::string title = say("statement.title") + " " + customer_label(*customer);
                desk.later([&desk, html, title] { desk.backend.print_html(html, title); });
            }
        }
        // What was answered stands on it: the answer is taken back first.
        if (one.answers.empty() &&
            button(say("statement.withdraw"), {.kind = ButtonKind::danger, .icon = Icon::undo})) {
            take_back(desk, one.id);
        }
    }
    if (sending_) draw_sending(desk, one);
}

void StatementSheet::draw_sending(Desk& desk, const session::StatementCourse& one) {
    Panel panel(say("statement.record_sent"), 16, 10);
    {
        Columns grid({1, 1}, 12, 300);
        std::vector<std::string> ways;
        for (const core::Channel channel : sending_channels) ways.push_back(channel_words(channel));
        select(say("contact.channel"), channel_, ways);
        grid.next();
        date_field(say("label.date"), sent_on_, desk.today, {.error = problem_});
    }
    text_field(say("statement.address"), to_);
    Row row(8);
    if (button(say("statement.sent_save"), {.kind = ButtonKind::primary})) {
        core::StatementSent sent;
        sent.id = sending_id_;
        sent.customer = one.customer;
        sent.statement = one.id;
        sent.channel = sending_channels[channel_];
        sent.to = to_;
        sent.by = me(desk);
        const auto date = core::read_typed_date(sent_on_, desk.today);
        if (!date) {
            problem_ = error_words(date.error());
            return;
        }
        sent.date = *date;
        desk.run(core::SendStatement{sent}, say("statement.sent_done"),
                 [this, &desk](const core::Result<session::Outcome>& outcome) {
                     problem_ = outcome ? std::string() : error_words(outcome.error());
                     if (!outcome) return;
                     sending_ = false;
                     sending_id_ = desk.session.mint();
                 });
    }
    if (button(say("kit.cancel"))) sending_ = false;
}

void StatementSheet::take_back(Desk& desk, core::EntityId id) {
    desk.run(core::Reverse{desk.session.mint(), id, std::nullopt, say("undo.reason")},
             say("undo.done"));
}

void StatementSheet::draw_sendings(Desk& desk, const session::StatementCourse& one) {
    if (one.sendings.empty()) return;
    heading(say("statement.sendings"), 3);
    for (auto sent = one.sendings.rbegin(); sent != one.sendings.rend(); ++sent) {
        const Named named(core::to_text(sent->id));
        Row line(8, true, 32);
        text(date_text(sent->date), {.letters = Letters::strong});
        text(channel_words(sent->channel));
        if (button(say("history.undo"), {.kind = ButtonKind::quiet, .icon = Icon::undo})) {
            take_back(desk, sent->id);
        }
    }
}

void StatementSheet::draw_answers(Desk& desk, const session::StatementCourse& one) {
    if (answer_.written() != seen_answer_) { // its signed copy may be added at once
        seen_answer_ = answer_.written();
        files_of_ = seen_answer_;
    }
    if (one.answers.empty()) return;
    heading(say("statement.answers"), 3);
    for (auto answer = one.answers.rbegin(); answer != one.answers.rend(); ++answer) {
        const bool counts = &*answer == one.answer();
        const bool differs = answer->verdict == core::StatementVerdict::difference;
        const Named named(core::to_text(answer->id));
        {
            Row line(8, true, 32);
            text(date_text(answer->date),
                 {.letters = Letters::strong, .tone = counts ? Tone::text : Tone::faint});
            badge(say(differs ? "statement.verdict.difference" : "statement.verdict.confirmed"),
                  !counts   ? BadgeKind::neutral
                  : differs ? BadgeKind::bad
                            : BadgeKind::good);
            if (answer->is_signed) badge(say("statement.signed_badge"), BadgeKind::accent);
            if (!counts) text(say("statement.superseded"), {.tone = Tone::faint});
            if (differs) {
                text(say("statement.theirs_is", money_text({answer->theirs, one.closing.currency})),
                     {.tone = Tone::soft});
            }
            if (button(say("statement.copy"), {.kind = ButtonKind::quiet, .icon = Icon::file})) {
                files_of_ = files_of_ == answer->id ? core::EntityId{} : answer->id;
            }
            if (button(say("history.undo"), {.kind = ButtonKind::quiet, .icon = Icon::undo})) {
                take_back(desk, answer->id);
            }
        }
        for (std::size_t i = 0; i < answer->lines.size(); ++i) {
            draw_line(desk, one, *answer, i, counts);
        }
        if (files_of_ == answer->id) {
            caption(say("statement.copy_hint"));
            files_.draw(desk, answer->id);
        }
    }
}

void StatementSheet::draw_line(Desk& desk, const session::StatementCourse& one,
                               const session::StatementAnswer& answer, std::size_t at,
                               bool counts) {
    const session::AnsweredLine& line = answer.lines[at];
    const Named named(static_cast<std::uint64_t>(at));
    const bool open = line.open();
    {
        Row row(8, true, 32);
        text(line.what.number.empty() ? say("statement.line_rest") : line.what.number,
             {.letters = Letters::strong, .tone = open ? Tone::text : Tone::faint});
        text(money_text({line.what.minor, one.closing.currency}),
             {.tone = open ? money_tone(line.what.minor) : Tone::faint});
        text(difference_cause_words(line.what.cause), {.tone = Tone::soft});
        if (!line.what.owner.empty()) text(line.what.owner, {.tone = Tone::soft});
        if (open && line.what.answer_by) {
            const bool late = *line.what.answer_by < desk.today;
            text(say("statement.until_day", date_text(*line.what.answer_by)),
                 {.tone = late ? Tone::red : Tone::soft});
        }
        if (!open) {
            badge(difference_end_words(line.how), BadgeKind::good);
            if (button(say("history.undo"), {.kind = ButtonKind::quiet, .icon = Icon::undo})) {
                take_back(desk, line.settlement);
            }
        } else if (counts && button(say("statement.settle"), {.icon = Icon::check})) {
            settling_ = {desk.session.mint(),
                         answer.id,
                         static_cast<int>(at),
                         0,
                         core::to_text(desk.today),
                         {},
                         {},
                         {}};
        }
    }
    if (open && settling_.answer == answer.id && settling_.line == static_cast<int>(at)) {
        draw_settling(desk, one);
    }
}

void StatementSheet::draw_settling(Desk& desk, const session::StatementCourse& one) {
    Panel panel(say("statement.settle"), 16, 10);
    std::vector<std::string> ends;
    for (std::size_t i = 0; i < core::difference_ends; ++i) {
        ends.push_back(difference_end_words(static_cast<core::DifferenceEnd>(i)));
    }
    {
        Columns grid({1, 1}, 12, 360);
        select(say("statement.how"), settling_.how, ends);
        grid.next();
        date_field(say("label.date"), settling_.date, desk.today);
    }
    const auto how = static_cast<core::DifferenceEnd>(settling_.how);
    lookup_field(say("statement.document"), settling_.document, desk.session.revision(),
                 [&](std::string_view typed) { return find_documents(desk, one.customer, typed); },
                 {.required = how == core::DifferenceEnd::corrected ||
                              how == core::DifferenceEnd::written_off});
    const bool committed =
        text_field(
            say("statement.settle_note"), settling_.note,
            {.hint = say("statement.settle_hint"), .error = settling_.problem, .required = true})
            .committed;
    Row row(8);
    if (button(say("statement.settle_save"), {.kind = ButtonKind::primary}) || committed) {
        settle(desk, one);
    }
    if (button(say("kit.cancel"))) settling_ = {};
}

void StatementSheet::settle(Desk& desk, const session::StatementCourse& one) {
    core::DifferenceSettled settled;
    settled.id = settling_.id;
    settled.customer = one.customer;
    settled.answer = settling_.answer;
    settled.line = settling_.line;
    settled.how = static_cast<core::DifferenceEnd>(settling_.how);
    settled.note = settling_.note;
    settled.document = core::parse_id(settling_.document.id).value_or(core::EntityId{});
    settled.by = me(desk);
    const auto date = core::read_typed_date(settling_.date, desk.today);
    if (!date) {
        settling_.problem = error_words(date.error());
        return;
    }
    settled.date = *date;
    desk.run(core::SettleDifference{settled}, say("statement.settled_done"),
             [this](const core::Result<session::Outcome>& outcome) {
                 if (outcome) settling_ = {};
                 else settling_.problem = error_words(outcome.error());
             });
}

} // namespace huikuan::ui
