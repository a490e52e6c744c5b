#include "ui/contact_form.h"

#include <algorithm>

#include "ui/backend/backend.h"
#include "ui/contact_links.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/frame.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/lists.h"

namespace huikuan::ui {

namespace {

constexpr core::Channel contact_channels[] = {
    core::Channel::phone,  core::Channel::wechat, core::Channel::sms,     core::Channel::mail,
    core::Channel::letter, core::Channel::visit,  core::Channel::internal};

} // namespace

void ContactForm::start(Desk& desk, const std::string& customer) {
    shown_ = customer;
    row_.reset();
    item_.reset();
    earlier_.clear();
    colleagues_.clear();
    mode_ = Mode::contact;
    tried_ = reached_ = third_party_ = dated_ = false;
    outcome_ = -1;
    way_ = 0;
    problem_.clear();
    whom_.clear();
    note_.clear();
    person_ = {};
    persons_.clear();
    date_typed_.clear();
    time_typed_.clear();
    next_typed_.clear();
    due_typed_.clear();
    reason_.clear();
    until_typed_.clear();
    to_.clear();
    amount_typed_.clear();
    currency_ = desk.session.book().currency;
    const auto parsed = core::parse_id(customer);
    if (!parsed) return;
    const auto id = core::id_cast<core::CustomerId>(*parsed);
    row_ = desk.session.customer(id, desk.today);
    if (!row_) return;
    const session::Collections collections(desk.session);
    auto list = collections.today(desk.today);
    const auto item = std::ranges::find(list.items, row_->holder, &session::WorkItem::customer);
    if (item != list.items.end()) item_ = std::move(*item);
    colleagues_ = std::move(list.owners);
    std::erase(colleagues_, row_->owner);
    constexpr std::size_t most_colleagues = 12; // more would be looked for, not seen
    if (colleagues_.size() > most_colleagues) colleagues_.clear();
    take_earlier(desk, id);
    id_ = desk.session.mint();
    promise_id_ = desk.session.mint();
    if (item_ && !item_->balances.empty()) {
        const auto& most = item_->balances.front();
        currency_ = most.currency;
        const std::int64_t net = std::max<std::int64_t>(0, most.overdue + most.unapplied);
        if (net > 0) amount_typed_ = core::to_text({net, currency_}, false);
    }
    draft_.rename("contact." + customer);
    take_draft(desk);
}

// Whom it was with the last time; a note among colleagues is with nobody.
void ContactForm::take_earlier(Desk& desk, core::CustomerId id) {
    earlier_ = session::Collections(desk.session).contacts(id);
    const auto outside = std::ranges::find_if(earlier_, [](const session::ContactLine& line) {
        return line.contact.channel != core::Channel::internal;
    });
    if (outside != earlier_.end()) {
        whom_ = outside->contact.whom;
        person_ = outside->contact.person;
    }
    if (earlier_.size() > 3) earlier_.resize(3);
    persons_ = session::Ledger(desk.session).contacts(id);
    std::erase_if(persons_, [](const session::ContactRow& row) {
        return !row.field("archived").empty() || row.field("name").empty();
    });
}

void ContactForm::take_draft(Desk& desk) {
    const auto parts = draft_.take(desk, 13);
    if (parts.empty()) return;
    std::size_t at = 0;
    for (std::string* one :
         {&whom_, &note_, &next_typed_, &amount_typed_, &due_typed_, &date_typed_, &time_typed_}) {
        *one = parts[at++];
    }
    dated_ = !is_blank(date_typed_) || !is_blank(time_typed_);
    const int last = static_cast<int>(std::size(offered_outcomes)) - 1;
    channel_ = read_whole_number(parts[7], 0, static_cast<int>(std::size(contact_channels)) - 1)
                   .value_or(0);
    outcome_ = read_whole_number(parts[8], 0, last).value_or(-1);
    reached_ = parts[9] == "1";
    third_party_ = parts[10] == "1";
    person_ = core::parse_id(parts[11]).value_or(core::EntityId{});
    way_ =
        read_whole_number(parts[12], 0, static_cast<int>(std::size(promise_ways)) - 1).value_or(0);
}

void ContactForm::keep_draft(Desk& desk) {
    if (mode_ != Mode::contact) return;
    const bool worth = !is_blank(note_) || !is_blank(next_typed_) || outcome_ >= 0;
    const auto flag = [](bool set) { return std::string(set ? "1" : ""); };
    draft_.follow(desk,
                  {whom_, note_, next_typed_, amount_typed_, due_typed_, date_typed_, time_typed_,
                   std::to_string(channel_), std::to_string(outcome_), flag(reached_),
                   flag(third_party_), core::to_text(person_), std::to_string(way_)},
                  worth);
}

bool ContactForm::is(core::ContactOutcome outcome) const {
    return outcome_ >= 0 && offered_outcomes[static_cast<std::size_t>(outcome_)] == outcome;
}

bool ContactForm::disputes(Desk& desk) const {
    return is(core::ContactOutcome::disputed) &&
           session::Ledger(desk.session).disputes(core::entity_of(row_->id)).empty();
}

core::LogContact ContactForm::contact(Desk& desk) const {
    core::LogContact log;
    log.contact.id = id_;
    log.contact.customer = row_->id;
    const bool said = dated_ && !is_blank(date_typed_);
    log.contact.date = said ? date_.value_or(desk.today) : desk.today;
    if (dated_ && !is_blank(time_typed_)) {
        log.contact.minute = core::parse_minute(time_typed_).value_or(-1);
    } else if (log.contact.date == desk.today) {
        log.contact.minute = session::Collections(desk.session).minute_now();
    }
    log.contact.by = me(desk);
    log.contact.channel = contact_channels[static_cast<std::size_t>(channel_)];
    if (outcome_ >= 0) log.contact.outcome = offered_outcomes[static_cast<std::size_t>(outcome_)];
    log.contact.whom = whom_;
    log.contact.person = person_;
    log.contact.reached = reached_;
    log.contact.third_party = third_party_;
    log.contact.note = note_;
    if (!is_blank(next_typed_) && next_) log.contact.next = *next_;
    return log;
}

std::optional<core::MakePromise> ContactForm::promise() const {
    if (!is(core::ContactOutcome::promised)) return std::nullopt;
    core::MakePromise make;
    make.promise.id = promise_id_;
    make.promise.customer = row_->id;
    make.promise.amount = {minor_.value_or(0), currency_};
    make.promise.due = due_.value_or(core::Date{});
    make.promise.who = whom_;
    make.promise.how = promise_ways[way_];
    make.promise.contact = id_;
    return make;
}

void ContactForm::choose(int outcome) {
    outcome_ = outcome;
    reached_ = core::reaches(offered_outcomes[static_cast<std::size_t>(outcome)]);
}

void ContactForm::draw(Desk& desk) {
    const std::string wanted = desk.route.option("contact");
    if (wanted.empty()) {
        shown_.clear();
        bool closed = false;
        const Sheet none("contact", say("contact.title"), closed);
        return;
    }
    const bool anew = wanted != shown_;
    if (anew) start(desk, wanted);
    bool open = true;
    {
        Sheet sheet("contact", row_ ? customer_label(*row_) : say("contact.title"), open, 560);
        if (!sheet) return;
        if (anew) sheet.to_top(); // who it is stands there
        if (!row_) {
            notice(say("customer.gone"), BadgeKind::warn);
        } else {
            draw_head(desk);
            if (mode_ == Mode::contact) draw_contact(desk);
            if (mode_ == Mode::snooze) draw_snooze(desk);
            if (mode_ == Mode::hand_over) draw_hand_over(desk);
            if (!problem_.empty()) notice(problem_, BadgeKind::bad, true);
            draw_buttons(desk);
        }
    }
    if (row_) keep_draft(desk);
    if (!open) desk.go(with_sheet(desk, "contact", {}));
}

void ContactForm::draw_head(Desk& desk) {
    {
        Row line(10, true, 28);
        if (!row_->phone.empty()) {
            const std::string number = dialled(row_->phone);
            if (button(row_->phone, {.icon = Icon::phone, .hint = word("contact.call")}) &&
                !number.empty()) {
                desk.later([&desk, number] { desk.backend.open_link("tel:" + number); });
            }
        }
        const std::string route = customer_route(row_->id);
        if (link(say("contact.open_customer"), "#" + route)) desk.go(route);
    }
    if (mode_ == Mode::contact) draw_warnings(desk, true);
    if (item_) {
        Row facts(24);
        for (const auto& balance : item_->balances) {
            fact(say("label.overdue"), money_text({balance.overdue, balance.currency}), Tone::red);
        }
        fact(say("today.days"), days_words(item_->facts.oldest_days));
        fact(say("today.probability"), std::to_string(item_->score.probability) + "%");
    }
    if (item_) {
        const std::string why = why_words(*item_);
        if (!why.empty()) text(why);
        caption(say("today.score_of", score_words(item_->score)));
    }
    for (const session::ContactLine& line : earlier_) {
        const core::ContactLogged& one = line.contact;
        caption(with_against(say("contact.line", date_text(one.date), channel_words(one.channel),
                                 outcome_words(one.outcome), one.note),
                             one.overruled));
    }
    divider();
}

void ContactForm::draw_outcomes() {
    heading(say("contact.outcome"), 3);
    Row chips(8);
    for (int i = 0; i < static_cast<int>(std::size(offered_outcomes)); ++i) {
        const std::string digit = i < 10 ? std::to_string((i + 1) % 10) + " " : std::string();
        bool mine = outcome_ == i;
        if (chip(digit + outcome_words(offered_outcomes[i]), mine)) choose(i);
        if (i < 10 && digit_key((i + 1) % 10)) choose(i);
    }
}

// The customer's people, one press each; a name that is typed is nobody's of them.
void ContactForm::draw_persons() {
    if (!person_.is_nil()) {
        const auto one = std::ranges::find(persons_, person_, &session::ContactRow::id);
        if (one == persons_.end() || one->field("name") != whom_) person_ = {};
    }
    if (persons_.empty()) return;
    Row chips(8);
    for (const session::ContactRow& row : persons_) {
        const Named named(core::to_text(row.id));
        bool mine = person_ == row.id;
        const std::string name = row.field("name"), position = row.field("title");
        if (!chip(position.empty() ? name : name + " · " + position, mine)) continue;
        person_ = mine ? row.id : core::EntityId{};
        whom_ = mine ? name : std::string();
    }
}

bool ContactForm::wrong_when(Desk& desk) const {
    if (!dated_) return false;
    const bool no_day = !is_blank(date_typed_) && (!date_ || *date_ > desk.today);
    return no_day || (!is_blank(time_typed_) && !core::parse_minute(time_typed_));
}

void ContactForm::draw_when(Desk& desk) {
    if (!dated_) {
        if (button(say("contact.dated"), {.kind = ButtonKind::quiet, .icon = Icon::clock})) {
            dated_ = true;
        }
        return;
    }
    Columns columns({1, 1}, 12, 300);
    std::string problem;
    if (tried_ && !is_blank(date_typed_)) {
        if (!date_) problem = error_words(date_.error());
        else if (*date_ > desk.today) problem = say("contact.not_yet");
    }
    date_ = date_field(say("contact.date"), date_typed_, desk.today,
                       {.error = problem, .placeholder = say("asof.today")})
                .date;
    columns.next();
    const bool no_time = tried_ && !is_blank(time_typed_) && !core::parse_minute(time_typed_);
    problem = no_time ? say("conduct_page.wrong_time") : std::string();
    text_field(say("contact.time"), time_typed_, {.error = problem, .placeholder = "09:30"});
}

void ContactForm::draw_contact(Desk& desk) {
    {
        Row chips(8);
        for (int i = 0; i < static_cast<int>(std::size(contact_channels)); ++i) {
            bool mine = channel_ == i;
            if (chip(channel_words(contact_channels[i]), mine)) channel_ = i;
        }
    }
    draw_outcomes();
    if (tried_ && outcome_ < 0) notice(say("contact.outcome_missing"), BadgeKind::bad, true);
    if (is(core::ContactOutcome::promised)) draw_promise(desk);
    if (is(core::ContactOutcome::refused)) notice(say("refusal.next"), BadgeKind::warn);
    if (disputes(desk)) notice(say("dispute.next"), BadgeKind::warn);
    draw_persons();
    {
        Columns columns({1, 1}, 12, 300);
        text_field(say("contact.whom"), whom_, {.placeholder = say("contact.whom_hint")});
        columns.next();
        const bool bad = tried_ && !is_blank(next_typed_) && !next_;
        const std::string problem = bad ? error_words(next_.error()) : std::string();
        next_ = date_field(say("contact.next"), next_typed_, desk.today,
                           {.error = problem, .placeholder = say("contact.next_hint")})
                    .date;
    }
    text_field(say("label.note"), note_, {.kind = FieldKind::multiline});
    {
        Row checks(16);
        checkbox(say("contact.reached"), reached_);
        checkbox(say("contact.third_party"), third_party_);
    }
    draw_when(desk);
}

void ContactForm::draw_promise(Desk& desk) {
    Panel panel(say("contact.promise"), 12, 8);
    {
        Columns columns({1, 1}, 12, 300);
        std::string problem;
        if (tried_ && (!minor_ || *minor_ <= 0)) {
            problem = minor_ ? say("receipts.amount_missing") : error_words(minor_.error());
        }
        minor_ = amount_field(say("contact.promised"), amount_typed_, currency_,
                              {.error = problem, .required = true})
                     .minor;
        columns.next();
        problem = tried_ && !due_ ? error_words(due_.error()) : std::string();
        due_ = date_field(say("contact.promised_by"), due_typed_, desk.today,
                          {.error = problem, .required = true})
                   .date;
    }
    draw_promise_way(way_);
}

// What speaks against calling now stands beside the telephone; what speaks against what was done,
// where it is said.
void ContactForm::draw_warnings(Desk& desk, bool beforehand) {
    core::LogContact wish = contact(desk);
    const std::string key = shown_ + std::to_string(channel_) + whom_ + (third_party_ ? "t" : "") +
                            std::to_string(desk.session.revision()) + "/" +
                            std::to_string(wish.contact.date.days) + "." +
                            std::to_string(wish.contact.minute);
    const auto& rules = warnings_.get(key, [&] {
        std::vector<core::ConductRule> found;
        wish.contact.next.reset();
        const auto preview = desk.session.preview(wish);
        if (!preview || preview->facts.empty()) return found;
        if (const auto* fact = std::get_if<core::ContactLogged>(&preview->facts.front())) {
            found = fact->overruled;
        }
        return found;
    });
    for (const core::ConductRule rule : rules) {
        const bool now = rule != core::ConductRule::third_party && !dated_;
        if (now != beforehand) continue;
        notice(word("conduct." + std::string(core::name_of(rule))), BadgeKind::warn);
    }
}

void ContactForm::draw_snooze(Desk& desk) {
    heading(say("contact.snooze"), 3);
    std::string problem = tried_ && is_blank(reason_) ? say("contact.reason_missing") : "";
    text_field(say("label.reason"), reason_,
               {.error = problem, .required = true, .autofocus = true});
    problem = tried_ && !until_ ? error_words(until_.error()) : std::string();
    until_ =
        date_field(say("contact.until"), until_typed_, desk.today,
                   {.error = problem, .placeholder = say("contact.next_hint"), .required = true})
            .date;
}

void ContactForm::draw_hand_over(Desk&) {
    heading(say("contact.hand_over"), 3);
    const std::string problem = tried_ && is_blank(to_) ? say("contact.to_missing") : "";
    text_field(say("contact.to"), to_, {.error = problem, .required = true, .autofocus = true});
    if (!colleagues_.empty()) {
        Row chips(8);
        for (const std::string& name : colleagues_) { // one press each, and spelt as in the book
            bool mine = to_ == name;
            if (chip(name, mine)) to_ = mine ? name : std::string();
        }
    }
    text_field(say("label.note"), note_, {.kind = FieldKind::multiline});
}

void ContactForm::draw_buttons(Desk& desk) {
    if (mode_ == Mode::contact) draw_warnings(desk, false);
    {
        Row row(8);
        if (mode_ == Mode::contact) {
            if (button(say("contact.save_next"),
                       {.kind = ButtonKind::primary, .icon = Icon::check})) {
                save(desk, true);
            }
            if (button(say("kit.save"))) save(desk, false);
        } else {
            if (button(say("kit.save"), {.kind = ButtonKind::primary})) save(desk, true);
            if (button(say("kit.cancel"))) {
                mode_ = Mode::contact;
                tried_ = false;
            }
        }
    }
    if (mode_ != Mode::contact) return;
    Row row(8);
    const auto turn = [&](Mode mode) {
        mode_ = mode;
        tried_ = false;
    };
    if (button(say("contact.snooze"), {.kind = ButtonKind::quiet, .icon = Icon::clock})) {
        turn(Mode::snooze);
    }
    if (button(say("contact.hand_over"), {.kind = ButtonKind::quiet, .icon = Icon::user})) {
        turn(Mode::hand_over);
    }
    draw_ways(desk);
}

// What else may be done with him.
void ContactForm::draw_ways(Desk& desk) {
    const auto open = [&](const char* what, const char* kind) {
        Route route = parse_route(with_sheet(desk, "new", what));
        route.set("customer", core::to_text(row_->id));
        route.set("kind", kind);
        desk.go(route.text());
    };
    if (button(say("task.visit"), {.kind = ButtonKind::quiet, .icon = Icon::people})) {
        open("task", "visit");
    }
    if (button(say("plan.title"), {.kind = ButtonKind::quiet, .icon = Icon::split})) {
        open("plan", "");
    }
}

void ContactForm::save(Desk& desk, bool go_on) {
    tried_ = true;
    problem_.clear();
    const auto then = [this, &desk, go_on](const core::Result<session::Outcome>& outcome) {
        after(desk, go_on, outcome);
    };
    const std::string name = customer_label(*row_);
    if (mode_ == Mode::snooze) {
        if (is_blank(reason_) || !until_) return;
        core::PlaceHold place;
        place.hold.id = id_;
        place.hold.customer = row_->id;
        place.hold.date = desk.today;
        place.hold.until = *until_;
        place.hold.reason = reason_;
        place.hold.by = me(desk);
        desk.run(place, say("contact.snoozed", name, date_text(*until_)), then);
        return;
    }
    if (mode_ == Mode::hand_over) {
        if (is_blank(to_)) return;
        desk.act(
            [customer = row_->id, to = to_, by = me(desk), note = note_](session::Session& book) {
                return session::Collections(book).hand_over(customer, to, by, note);
            },
            say("contact.handed_over", name, to_), then);
        return;
    }
    auto make = promise();
    const bool incomplete = outcome_ < 0 || wrong_when(desk) ||
                            (!is_blank(next_typed_) && !next_) ||
                            (make && (!minor_ || *minor_ <= 0 || !due_));
    if (incomplete) { // what is marked may be out of sight
        toast(say(outcome_ < 0 ? "contact.outcome_missing" : "form.above"), {}, true);
        return;
    }
    const core::LogContact log = contact(desk);
    if (make) {
        make->promise.date = log.contact.date;
        make->promise.by = log.contact.by;
    }
    desk.act(
        [log, make](session::Session& book) { return session::Collections(book).log(log, make); },
        say("contact.saved", name), then);
}

// The one who is worth it most of those that may not wait: whoever was just dealt with waits, but
// for one who was handed over.
void ContactForm::after(Desk& desk, bool go_on, const core::Result<session::Outcome>& outcome) {
    if (!outcome) {
        problem_ = error_words(outcome.error());
        return;
    }
    draft_.forget(desk);
    const bool refused = is(core::ContactOutcome::refused);
    if (mode_ == Mode::contact && (refused || disputes(desk))) { // they have ways of their own
        shown_.clear();
        const char* sheet = refused ? "refusal" : "dispute";
        desk.go(with_sheet(desk, sheet, core::to_text(row_->id)), true);
        return;
    }
    core::CustomerId next;
    if (go_on) {
        const auto list = session::Collections(desk.session).today(desk.today, list_owner(desk));
        for (const session::WorkItem& item : list.items) {
            if (item.score.waits != core::WaitReason::none) continue;
            if (mode_ == Mode::hand_over && item.customer == row_->holder) continue;
            next = item.customer;
            break;
        }
    }
    shown_.clear(); // the same customer again starts anew
    desk.go(with_sheet(desk, "contact", next.is_nil() ? std::string() : core::to_text(next)), true);
}

} // namespace huikuan::ui
