// What came of a task, by its kind: a visit is a contact, a return visit has a score and words, an
// approval is decided.
#include <algorithm>

#include "core/text.h"
#include "ui/backend/backend.h"
#include "ui/collection_words.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/lists.h"
#include "ui/reversal.h"
#include "ui/task_form.h"

namespace huikuan::ui {

bool TaskForm::promises() const {
    return outcome_ >= 0 &&
           offered_outcomes[static_cast<std::size_t>(outcome_)] == core::ContactOutcome::promised;
}

// Done, it is a contact as well.
bool TaskForm::visits() const {
    return kind() == core::TaskKind::visit && !value("customer").empty();
}

bool TaskForm::wrong_visit(Desk& desk) const {
    const bool no_day = !is_blank(visited_typed_) && (!visited_ || *visited_ > desk.today);
    return no_day || (!is_blank(visited_at_) && !core::parse_minute(visited_at_)) ||
           (!is_blank(next_typed_) && !next_);
}

void TaskForm::draw_way(Desk& desk) {
    const auto id = core::parse_id(value("customer"));
    area_hint_ = id ? session::Collections(desk.session).area(core::id_cast<core::CustomerId>(*id))
                    : std::string();
    Columns columns({1, 1}, 12, 300);
    text_field(say("task.area"), value("area"), {.placeholder = area_hint_});
    columns.next();
    text_field(say("task.participants"), value("participants"));
}

void TaskForm::draw_place(Desk& desk) {
    if (place_ && place_->has_value()) {
        value("place") = **place_;
        place_asked_ = true;
    }
    const bool answered = place_ && place_.use_count() == 1;
    if (answered && !place_->has_value()) place_asked_ = true;
    if (answered) place_.reset();
    if (!value("place").empty()) caption(say("task.place_is", value("place")));
    else if (place_asked_) caption(say("task.place_unknown"));
    if (value("place").empty() &&
        button(say("task.place"), {.kind = ButtonKind::quiet, .icon = Icon::globe})) {
        place_ = std::make_shared<std::optional<std::string>>();
        desk.backend.ask_position(
            [to = place_](std::optional<std::string> place) { *to = std::move(place); });
    }
}

// The contact that the visit was, once it is made.
void TaskForm::draw_logged(Desk& desk) {
    if (value("done").empty() || value("customer").empty()) return;
    const auto& line = logged_.get(moment_key(desk, core::to_text(id_)), [&] {
        const auto of = core::parse_id(value("customer")).value_or(core::EntityId{});
        std::optional<session::ContactLine> found;
        for (auto& one :
             session::Collections(desk.session).contacts(core::id_cast<core::CustomerId>(of))) {
            if (one.contact.task == id_) found = std::move(one); // the first that was written
        }
        return found;
    });
    if (!line) return;
    Row row(10, true, 28);
    badge(outcome_words(line->contact.outcome),
          line->contact.reached ? BadgeKind::good : BadgeKind::neutral);
    if (!line->contact.whom.empty()) text(line->contact.whom);
    if (link(say("contact.one"), "#/today?logged=" + core::to_text(line->contact.id))) {
        open_logged(desk, line->contact.id);
    }
}

void TaskForm::draw_outcome(Desk& desk) {
    if (value("customer").empty()) return;
    heading(say("contact.outcome"), 3);
    {
        Row chips(8);
        for (int i = 0; i < static_cast<int>(std::size(offered_outcomes)); ++i) {
            bool mine = outcome_ == i;
            if (chip(outcome_words(offered_outcomes[i]), mine)) outcome_ = mine ? i : -1;
        }
    }
    if (finishing_ && outcome_ < 0) notice(say("contact.outcome_missing"), BadgeKind::bad, true);
    if (promises()) draw_promise(desk);
    draw_visited(desk);
    draw_warnings(desk);
}

void TaskForm::draw_promise(Desk& desk) {
    Panel panel(say("contact.promise"), 12, 8);
    {
        Columns columns({1, 1}, 12, 300);
        std::string problem;
        if (finishing_ && (!minor_ || *minor_ <= 0)) {
            problem = minor_ ? say("receipts.amount_missing") : error_words(minor_.error());
        }
        minor_ = amount_field(say("contact.promised"), amount_typed_, currency_,
                              {.error = problem, .required = true})
                     .minor;
        columns.next();
        problem = finishing_ && !promised_ ? error_words(promised_.error()) : std::string();
        promised_ = date_field(say("contact.promised_by"), promised_typed_, desk.today,
                               {.error = problem, .required = true})
                        .date;
    }
    draw_promise_way(way_);
}

// Whom, when, and when again.
void TaskForm::draw_visited(Desk& desk) {
    {
        Columns columns({1, 1}, 12, 300);
        text_field(say("contact.whom"), whom_, {.placeholder = say("contact.whom_hint")});
        columns.next();
        const bool bad = finishing_ && !is_blank(next_typed_) && !next_;
        const std::string problem = bad ? error_words(next_.error()) : std::string();
        next_ = date_field(say("contact.next"), next_typed_, desk.today,
                           {.error = problem, .placeholder = say("contact.next_hint")})
                    .date;
    }
    {
        Columns columns({1, 1}, 12, 300);
        std::string problem;
        if (finishing_ && !is_blank(visited_typed_)) {
            if (!visited_) problem = error_words(visited_.error());
            else if (*visited_ > desk.today) problem = say("contact.not_yet");
        }
        visited_ = date_field(say("task.visited"), visited_typed_, desk.today,
                              {.error = problem, .placeholder = say("asof.today")})
                       .date;
        columns.next();
        const bool bad = finishing_ && !is_blank(visited_at_) && !core::parse_minute(visited_at_);
        problem = bad ? say("conduct_page.wrong_time") : std::string();
        text_field(say("task.visited_at"), visited_at_, {.error = problem, .placeholder = "09:30"});
    }
    checkbox(say("contact.third_party"), third_party_);
}

void TaskForm::draw_warnings(Desk& desk) {
    core::LogContact wish = contact(desk);
    const std::string key =
        shown_ + whom_ + (third_party_ ? "t" : "") + std::to_string(wish.contact.date.days) + "." +
        std::to_string(wish.contact.minute) + "/" + std::to_string(desk.session.revision());
    const auto& rules = warnings_.get(key, [&] {
        std::vector<core::ConductRule> found;
        wish.contact.next.reset();
        const auto preview = desk.session.preview(wish);
        if (!preview || preview->facts.empty()) return found;
        if (const auto* logged = std::get_if<core::ContactLogged>(&preview->facts.front())) {
            found = logged->overruled;
        }
        return found;
    });
    for (const core::ConductRule rule : rules) {
        notice(word("conduct." + std::string(core::name_of(rule))), BadgeKind::warn);
    }
}

core::LogContact TaskForm::contact(Desk& desk) const {
    core::LogContact log;
    log.contact.id = contact_id_;
    log.contact.customer = core::id_cast<core::CustomerId>(
        core::parse_id(value("customer")).value_or(core::EntityId{}));
    log.contact.date = is_blank(visited_typed_) ? desk.today : visited_.value_or(desk.today);
    if (!is_blank(visited_at_)) {
        log.contact.minute = core::parse_minute(visited_at_).value_or(-1);
    } else if (log.contact.date == desk.today) {
        log.contact.minute = session::Collections(desk.session).minute_now();
    }
    log.contact.by = me(desk);
    log.contact.channel = core::Channel::visit;
    if (outcome_ >= 0) log.contact.outcome = offered_outcomes[static_cast<std::size_t>(outcome_)];
    log.contact.reached = core::reaches(log.contact.outcome);
    log.contact.note = value("result");
    log.contact.task = id_;
    log.contact.whom = whom_;
    log.contact.third_party = third_party_;
    if (!is_blank(next_typed_) && next_) log.contact.next = *next_;
    return log;
}

std::optional<core::MakePromise> TaskForm::promise(Desk& desk) const {
    if (!promises()) return std::nullopt;
    core::MakePromise make;
    make.promise.id = promise_id_;
    const core::LogContact log = contact(desk);
    make.promise.customer = log.contact.customer;
    make.promise.who = whom_;
    make.promise.amount = {minor_.value_or(0), currency_};
    make.promise.date = log.contact.date;
    make.promise.due = promised_.value_or(core::Date{});
    make.promise.by = me(desk);
    make.promise.how = promise_ways[way_];
    make.promise.contact = contact_id_;
    return make;
}

void TaskForm::draw_return_visit(Desk& desk) {
    heading(say("task.score"), 3);
    {
        Row scores(8);
        for (int i = 1; i <= 5; ++i) {
            bool mine = score_ == i;
            if (chip(say("task.score_of", i), mine)) score_ = mine ? i : 0;
        }
    }
    text_field(say("task.voice"), value("voice"),
               {.kind = FieldKind::multiline, .hint = say("task.voice_hint")});
    const bool said = !core::trim(value("voice")).empty() && core::trim(before("voice")).empty();
    if (said) {
        Columns columns({1, 1}, 12, 300);
        text_field(say("task.improver"), improver_, {.placeholder = value("owner")});
        columns.next();
        const bool bad = tried_ && !core::trim(improve_typed_).empty() && !improve_by_;
        const std::string wrong = bad ? error_words(improve_by_.error()) : std::string();
        improve_by_ = date_field(say("task.improve_by"), improve_typed_, desk.today,
                                 {.error = wrong, .placeholder = "+14"})
                          .date;
    }
    if (value("customer").empty()) return;
    if (button(say("task.thank"), {.icon = Icon::message})) thank(desk);
}

// The words leave by whatever the person chooses; that they did is on the record. Nobody was spoken
// to, and no reply is awaited.
void TaskForm::thank(Desk& desk) {
    core::LogContact log;
    log.contact.customer = core::id_cast<core::CustomerId>(
        core::parse_id(value("customer")).value_or(core::EntityId{}));
    const auto row = desk.session.customer(log.contact.customer, desk.today);
    if (!row) return;
    const std::string words = say("task.thanks", row->name, desk.session.book().company);
    desk.later([&desk, words] {
        if (!desk.backend.share(say("task.thank"), words)) toast(say("task.thanks_copied"));
    });
    log.contact.id = desk.session.mint();
    log.contact.date = desk.today;
    log.contact.minute = session::Collections(desk.session).minute_now();
    log.contact.by = me(desk);
    log.contact.channel = core::Channel::wechat;
    log.contact.outcome = core::ContactOutcome::other;
    // A return visit that nobody has written about is not in the book yet.
    if (!desk.session.fields(core::RegisterKind::task, id_).empty()) log.contact.task = id_;
    log.contact.note = words;
    desk.run(std::move(log), say("contact.saved", row->name));
}

// Somebody's words become a point of improvement when they are first written down.
std::optional<core::SetFields> TaskForm::improvement(Desk& desk) const {
    const bool said = kind() == core::TaskKind::return_visit &&
                      !core::trim(value("voice")).empty() && core::trim(before("voice")).empty();
    if (!said) return std::nullopt;
    constexpr int days_to_improve = 14;
    const std::string& voice = value("voice");
    core::SetFields set{{core::RegisterKind::task, improvement_id_, {}}};
    const auto put = [&](const char* name, std::string text) {
        if (!text.empty()) set.fields.fields.emplace_back(name, std::move(text));
    };
    const core::Date by = !core::trim(improve_typed_).empty() && improve_by_
                              ? *improve_by_
                              : core::add_days(desk.today, days_to_improve);
    std::string title(core::trim(std::string_view(voice).substr(0, voice.find('\n'))));
    constexpr std::size_t longest = 90;
    if (title.size() > longest) {
        std::size_t cut = longest;
        while (cut > 0 && (static_cast<unsigned char>(title[cut]) & 0xC0U) == 0x80U) --cut;
        title = title.substr(0, cut) + "…";
    }
    put("kind", std::string(core::name_of(core::TaskKind::improvement)));
    put("title", std::move(title));
    put("customer", value("customer"));
    put("owner", core::trim(improver_).empty() ? value("owner") : improver_);
    put("due", core::to_text(by));
    put("note", voice);
    put("parent", core::to_text(id_));
    return set;
}

void TaskForm::draw_approval(Desk& desk) {
    const auto fields = desk.session.fields(core::RegisterKind::task, id_);
    const auto decided = std::ranges::find_if(fields, [](const auto& field) {
        return field.first == "decided" && !field.second.empty();
    });
    if (decided != fields.end()) {
        const bool yes = decided->second == "yes";
        badge(say(yes ? "task.approved" : "task.rejected"), yes ? BadgeKind::good : BadgeKind::bad);
        return;
    }
    if (!value("asked_by").empty() && value("asked_by") == me(desk)) {
        notice(say("task.approval_own"), BadgeKind::neutral);
        return;
    }
    Row row(8);
    if (button(say("task.approve"), {.kind = ButtonKind::primary, .icon = Icon::check})) {
        decide(desk, true);
    }
    if (button(say("task.reject"), {.kind = ButtonKind::danger, .icon = Icon::close})) {
        if (core::trim(value("result")).empty()) problem_ = say("task.reject_why");
        else decide(desk, false);
    }
}

void TaskForm::decide(Desk& desk, bool yes) {
    value("done") = core::to_text(desk.today);
    if (value("owner").empty()) value("owner") = me(desk);
    core::SetFields set = changes();
    set.fields.fields.emplace_back("decided", yes ? "yes" : "no");
    if (const std::string who = me(desk); !who.empty()) {
        set.fields.fields.emplace_back("decided_by", who);
    }
    write(desk, std::move(set), true);
}

} // namespace huikuan::ui
