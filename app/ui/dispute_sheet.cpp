#include "ui/dispute_sheet.h"

#include <algorithm>

#include "session/ledger.h"
#include "ui/collection_words.h"
#include "ui/dunning_words.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/refusal_sheet.h"
#include "ui/reversal.h"

namespace huikuan::ui {

namespace {

constexpr core::Channel message_channels[] = {core::Channel::phone, core::Channel::wechat,
                                              core::Channel::mail, core::Channel::letter,
                                              core::Channel::visit};

// Who said it: what the customer says is the dispute, what we say was sent, the rest is our own.
enum class Speaker : std::uint8_t { customer, us, colleagues };
Speaker speaker_of(const core::ContactLogged& message) {
    if (message.channel == core::Channel::internal) return Speaker::colleagues;
    return message.outcome == core::ContactOutcome::sent ? Speaker::us : Speaker::customer;
}

} // namespace

void open_dispute(Desk& desk, core::EntityId dispute) {
    desk.go(with_sheet(desk, "talk", core::to_text(dispute)));
}

void DisputeSheet::start(Desk& desk, const std::string& id) {
    asked_ = id;
    id_ = desk.session.mint();
    from_ = channel_ = 0;
    whom_.clear();
    note_.clear();
    problem_.clear();
    draft_.rename("talk." + id);
    const auto parts = draft_.take(desk, 1);
    if (parts.size() == 1) note_ = parts[0];
}

const DisputeSheet::Shown& DisputeSheet::shown(Desk& desk) {
    return shown_.get(moment_key(desk, asked_), [&] {
        Shown made;
        const auto parsed = core::parse_id(asked_);
        if (!parsed) return made;
        for (const core::DisputeRow& row : session::Ledger(desk.session).disputes({}, true)) {
            if (row.id == *parsed) made.row = row;
        }
        if (!made.row) return made;
        made.messages = session::Collections(desk.session).contacts(made.row->customer);
        std::erase_if(made.messages, [&](const session::ContactLine& line) {
            return line.contact.task != *parsed;
        });
        std::ranges::reverse(made.messages);
        return made;
    });
}

void DisputeSheet::draw(Desk& desk) {
    const std::string id = desk.route.option("talk");
    if (id != asked_) start(desk, id);
    bool open = !id.empty();
    {
        Sheet sheet("talk", say("talk.title"), open, 560);
        if (!sheet) return;
        const Shown& now = shown(desk);
        if (!now.row) {
            notice(say("talk.gone"), BadgeKind::warn);
        } else {
            draw_facts(desk, *now.row);
            draw_messages(desk, now);
            draw_form(desk, *now.row);
            draft_.keep(desk, {note_}, !is_blank(note_));
        }
    }
    if (!open) desk.go(with_sheet(desk, "talk", {}));
}

void DisputeSheet::draw_facts(Desk& desk, const core::DisputeRow& row) {
    const bool ended = row.end != core::far_future;
    {
        Row line(10, true, 28);
        badge(ended ? say("dispute.ended", date_text(row.end)) : say("dispute.standing"),
              ended ? BadgeKind::neutral : BadgeKind::warn);
        badge(cause_words(row.cause),
              row.cause == core::DisputeCause::refusal ? BadgeKind::bad : BadgeKind::neutral);
        const std::string route = with_sheet(desk, "invoice", core::to_text(row.invoice));
        if (link(say("invoice.title", row.invoice_number), "#" + route)) desk.go(route);
    }
    {
        Row facts(24);
        fact(say("label.amount"), money_text(row.amount));
        fact(say("dispute.date"), date_text(row.date));
        if (row.answer_by && !ended) {
            fact(say("dispute.answer_by"), date_text(*row.answer_by),
                 *row.answer_by < desk.today ? Tone::red : Tone::text);
        }
        if (!row.owner.empty()) fact(say("dispute.owner"), row.owner);
    }
    text(row.reason);
    if (ended) return overcharge_.draw(desk, {row.invoice});
    {
        Row actions(8);
        if (button(say("dispute.end"), {.icon = Icon::check})) ending_.ask_end(desk, row);
        if (button(say("refusal.title"), {.kind = ButtonKind::quiet})) {
            open_refusal(desk, row.customer);
        }
    }
    ending_.draw_end(desk);
}

void DisputeSheet::draw_messages(Desk& desk, const Shown& now) {
    heading(say("talk.messages"), 3);
    if (now.messages.empty()) text(say("talk.none"), {.tone = Tone::soft});
    for (const session::ContactLine& line : now.messages) {
        const core::ContactLogged& one = line.contact;
        const Named named(core::to_text(one.id));
        const Speaker who = speaker_of(one);
        Panel panel({}, 12, 4);
        {
            Row head(8, true, 28);
            constexpr const char* keys[] = {"talk.from.customer", "talk.from.us",
                                            "talk.from.colleagues"};
            badge(word(keys[static_cast<int>(who)]), who == Speaker::customer ? BadgeKind::warn
                                                     : who == Speaker::us     ? BadgeKind::accent
                                                                              : BadgeKind::neutral);
            text(date_text(one.date), {.letters = Letters::strong});
            if (who != Speaker::colleagues) {
                text(channel_words(one.channel), {.tone = Tone::soft});
            }
            std::string names = one.whom;
            if (!one.by.empty()) names += (names.empty() ? "" : " · ") + one.by;
            if (!names.empty()) text(names, {.tone = Tone::soft});
            if (button(say("history.undo"), {.kind = ButtonKind::quiet, .icon = Icon::undo})) {
                desk.run(
                    core::Reverse{desk.session.mint(), one.id, std::nullopt, say("undo.reason")},
                    say("undo.done"));
            }
        }
        text(one.note);
        if (one.next) caption(say("talk.until", date_text(*one.next)));
    }
}

void DisputeSheet::draw_form(Desk& desk, const core::DisputeRow& row) {
    heading(say("talk.add"), 3);
    const std::string speakers[] = {say("talk.from.customer"), say("talk.from.us"),
                                    say("talk.from.colleagues")};
    {
        Columns grid({1, 1, 1}, 12, 420);
        select(say("talk.from"), from_, speakers);
        if (static_cast<Speaker>(from_) != Speaker::colleagues) {
            grid.next();
            std::vector<std::string> ways;
            for (const core::Channel channel : message_channels) {
                ways.push_back(channel_words(channel));
            }
            select(say("contact.channel"), channel_, ways);
            grid.next();
            text_field(say("contact.whom"), whom_);
        }
    }
    text_field(say("talk.text"), note_,
               {.kind = FieldKind::multiline, .error = problem_, .required = true});
    if (button(say("talk.save"), {.kind = ButtonKind::primary, .icon = Icon::message})) {
        save(desk, row);
    }
}

void DisputeSheet::save(Desk& desk, const core::DisputeRow& row) {
    problem_.clear();
    if (is_blank(note_)) {
        problem_ = say("talk.missing");
        return;
    }
    const auto who = static_cast<Speaker>(from_);
    core::LogContact log;
    log.contact.id = id_;
    log.contact.customer = row.customer;
    log.contact.date = desk.today;
    log.contact.minute = session::Collections(desk.session).minute_now();
    log.contact.by = me(desk);
    log.contact.task = row.id;
    log.contact.note = note_;
    log.contact.channel = who == Speaker::colleagues
                              ? core::Channel::internal
                              : message_channels[static_cast<std::size_t>(channel_)];
    log.contact.outcome = who == Speaker::customer ? core::ContactOutcome::disputed
                          : who == Speaker::us     ? core::ContactOutcome::sent
                                                   : core::ContactOutcome::other;
    log.contact.reached = who == Speaker::customer;
    if (who != Speaker::colleagues) log.contact.whom = whom_;
    desk.run(std::move(log), say("talk.saved"),
             [this, &desk](const core::Result<session::Outcome>& done) {
                 if (!done) {
                     problem_ = error_words(done.error());
                     return;
                 }
                 id_ = desk.session.mint();
                 note_.clear();
                 draft_.forget(desk);
             });
}

} // namespace huikuan::ui
