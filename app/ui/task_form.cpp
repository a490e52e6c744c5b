#include "ui/task_form.h"

#include <algorithm>
#include <utility>

#include "core/read.h"
#include "core/text.h"
#include "ui/backend/backend.h"
#include "ui/collection_words.h"
#include "ui/contact_links.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/lists.h"
#include "ui/register_form.h"

namespace huikuan::ui {

namespace {

constexpr std::array<const char*, 18> field_names{
    "area",         "asked_by", "checklist", "customer", "department", "done",
    "due",          "kind",     "minute",    "needs",    "note",       "owner",
    "participants", "place",    "result",    "score",    "title",      "voice"};
constexpr core::TaskKind task_kinds[] = {core::TaskKind::task,         core::TaskKind::visit,
                                         core::TaskKind::return_visit, core::TaskKind::improvement,
                                         core::TaskKind::approval,     core::TaskKind::step};

} // namespace

std::string& TaskForm::value(std::string_view name) {
    const auto at = std::ranges::find(field_names, name);
    return values_.at(static_cast<std::size_t>(at - field_names.begin()));
}
const std::string& TaskForm::value(std::string_view name) const {
    const auto at = std::ranges::find(field_names, name);
    return values_.at(static_cast<std::size_t>(at - field_names.begin()));
}
const std::string& TaskForm::before(std::string_view name) const {
    const auto at = std::ranges::find(field_names, name);
    return before_.at(static_cast<std::size_t>(at - field_names.begin()));
}
core::TaskKind TaskForm::kind() const { return task_kinds[kind_]; }

void TaskForm::take_derived(const session::TaskRow& row) {
    value("customer") = core::to_text(row.task.customer);
    value("kind") = core::name_of(row.task.kind);
    value("owner") = row.task.owner;
    value("title") = task_title(row);
    if (row.task.due) value("due") = core::to_text(*row.task.due);
}

void TaskForm::start(Desk& desk, const std::string& key) {
    *this = TaskForm{};
    shown_ = key;
    fresh_ = true;
    currency_ = desk.session.book().currency;
    const auto parsed = core::parse_id(key);
    made_ = !parsed.has_value();
    id_ = parsed ? *parsed : desk.session.mint();
    contact_id_ = desk.session.mint();
    promise_id_ = desk.session.mint();
    improvement_id_ = desk.session.mint();
    if (parsed) {
        for (const auto& [name, text] : desk.session.fields(core::RegisterKind::task, *parsed)) {
            if (std::ranges::contains(field_names, std::string_view(name))) value(name) = text;
        }
        before_ = values_;
        const auto row = session::Collections(desk.session).task(*parsed);
        if (row && row->derived) take_derived(*row); // all of it is written
        waits_ = row && row->waits;
        if (row && row->task.due && row->task.open()) value("due") = core::to_text(*row->task.due);
    } else {
        value("customer") = desk.route.option("customer");
        value("kind") = desk.route.option("kind");
        value("due") = desk.route.option("due");
        value("owner") = me(desk);
        if (value("kind") == "visit") {
            value("checklist") = say("task.visit_checklist");
            value("title") = say("task.visit");
        }
        if (value("kind") == "return_visit") value("title") = say("task.return_visit");
        if (value("kind") == "approval") value("asked_by") = me(desk);
    }
    const auto wanted = core::parse_task_kind(value("kind")).value_or(core::TaskKind::task);
    kind_ = static_cast<int>(std::ranges::find(task_kinds, wanted) - std::begin(task_kinds));
    score_ = value("score").empty() ? 0 : value("score")[0] - '0';
    checks_ = core::read_checklist(value("checklist"));
    const auto due_day = core::parse_iso(value("due"));
    fixed_customer_ = !value("customer").empty();
    // A visit that was planned for an earlier day is written about afterwards.
    if (due_day && *due_day < desk.today) {
        visited_typed_ = value("due");
        visited_at_ = value("minute");
    }
    draft_.rename("task." + key);
    untouched_ = parts();
    take_draft(desk);
    if (!is_blank(value("due"))) due_ = core::read_typed_date(value("due"), desk.today);
}

std::vector<std::string> TaskForm::parts() const {
    std::vector<std::string> all(values_.begin(), values_.end());
    all.insert(all.end(),
               {std::to_string(kind_), std::to_string(score_), core::checklist_text(checks_),
                std::to_string(outcome_), amount_typed_, promised_typed_, whom_, next_typed_,
                third_party_ ? "1" : "", visited_typed_, visited_at_, improver_, improve_typed_,
                std::to_string(way_)});
    return all;
}

void TaskForm::take_draft(Desk& desk) {
    const std::size_t count = untouched_.size();
    const auto both = draft_.take(desk, 2 * count);
    if (both.empty()) return;
    // What was not typed stands as it is now: somebody else may have changed it meanwhile.
    std::vector<std::string> kept = untouched_;
    for (std::size_t i = 0; i < count; ++i) {
        if (both[i] != both[count + i]) kept[i] = both[count + i];
    }
    std::copy_n(kept.begin(), field_count, values_.begin());
    std::size_t at = field_count;
    const auto number = [&](int most, int otherwise) {
        return read_whole_number(kept[at++], 0, most).value_or(otherwise);
    };
    kind_ = number(static_cast<int>(std::size(task_kinds)) - 1, kind_);
    score_ = number(5, 0);
    checks_ = core::read_checklist(kept[at++]);
    outcome_ = number(static_cast<int>(std::size(offered_outcomes)) - 1, -1);
    for (std::string* one : {&amount_typed_, &promised_typed_, &whom_, &next_typed_}) {
        *one = kept[at++];
    }
    third_party_ = kept[at++] == "1";
    for (std::string* one : {&visited_typed_, &visited_at_, &improver_, &improve_typed_}) {
        *one = kept[at++];
    }
    way_ = number(static_cast<int>(std::size(promise_ways)) - 1, 0);
    if (fixed_customer_) return;
    if (const auto id = core::parse_id(value("customer"))) {
        const auto row = desk.session.customer(core::id_cast<core::CustomerId>(*id), desk.today);
        if (row) customer_ = {.id = value("customer"), .typed = customer_label(*row)};
    }
}

std::string TaskForm::sheet_title() const {
    if (made_) return say(kind() == core::TaskKind::visit ? "visits.add" : "task.new");
    return kind() == core::TaskKind::task ? say("task.title") : task_kind_words(kind());
}

void TaskForm::draw(Desk& desk) {
    const std::string task = desk.route.option("task");
    const bool fresh = desk.route.option("new") == "task";
    bool open = fresh || !task.empty();
    if (!open) shown_.clear();
    const std::string key = !fresh ? task
                                   : "new." + desk.route.option("kind") + "." +
                                         desk.route.option("customer") + "." +
                                         desk.route.option("due");
    if (open && key != shown_) start(desk, key);
    {
        Sheet sheet("task", sheet_title(), open, 560);
        if (!sheet) return;
        const bool gone = !made_ && values_ == std::array<std::string, field_count>{};
        if (gone) {
            notice(say("task.gone"), BadgeKind::warn);
        } else {
            if (made_) {
                draw_arrange(desk);
                draw_checklist();
            } else {
                draw_summary(desk);
                draw_doing(desk);
            }
            if (!problem_.empty()) notice(problem_, BadgeKind::bad, true);
            draw_buttons(desk);
            const auto now = parts();
            auto both = untouched_; // before, and now
            both.insert(both.end(), now.begin(), now.end());
            draft_.follow(desk, both, now != untouched_);
        }
    }
    fresh_ = false;
    if (!open) desk.go(without_sheet(desk));
}

// What is to be done, when and by whom; a press turns it into fields.
void TaskForm::draw_summary(Desk& desk) {
    const auto id = core::parse_id(value("customer"));
    const auto row =
        id ? desk.session.customer(core::id_cast<core::CustomerId>(*id), desk.today) : std::nullopt;
    if (row && fixed_customer_ && link(customer_label(*row), "#" + customer_route(row->id))) {
        desk.go(customer_route(row->id));
    }
    draw_parent(desk);
    if (waits_) notice(say("task.waits_why"), BadgeKind::warn);
    if (value("title") != task_kind_words(kind())) {
        text(value("title"), {.letters = Letters::strong});
    }
    std::string when;
    const auto add = [&](const std::string& words) {
        if (!words.empty()) when += (when.empty() ? "" : " · ") + words;
    };
    const auto due = core::parse_iso(value("due"));
    add(due ? date_text(*due) : value("due"));
    add(value("minute"));
    add(value("owner"));
    add(value("department"));
    if (!value("participants").empty()) add(say("visits.with", value("participants")));
    add(value("area"));
    if (!value("asked_by").empty()) add(say("task.asked_of", value("asked_by")));
    if (!when.empty()) caption(when);
    if (!value("needs").empty()) caption(say("process.needs_of", value("needs")));
    if (!value("note").empty() && !arranging_) text(value("note"));
    {
        Row row_of(8);
        const std::string number = row ? dialled(row->phone) : std::string();
        if (!number.empty() && value("done").empty() &&
            button(say("contact.call"), {.icon = Icon::phone})) {
            desk.later([&desk, number] { desk.backend.open_link("tel:" + number); });
        }
        if (button(say("task.arrange"), {.kind = ButtonKind::quiet,
                                         .icon = Icon::pencil,
                                         .selected = arranging_,
                                         .popup = true})) {
            arranging_ = !arranging_;
        }
    }
    if (arranging_) draw_arrange(desk);
    divider();
}

// What somebody on the spot needs, in the order in which he needs it.
void TaskForm::draw_doing(Desk& desk) {
    const bool visit = kind() == core::TaskKind::visit;
    if (kind() == core::TaskKind::return_visit) draw_return_visit(desk);
    draw_checklist();
    const auto draw_files = [&] {
        heading(say("files.title"), 3);
        files_.draw(desk, id_, {.photo = true});
    };
    if (visit) {
        draw_place(desk);
        draw_files();
        draw_logged(desk);
        if (value("done").empty()) draw_outcome(desk);
    }
    text_field(say(visit ? "task.account" : "task.result"), value("result"),
               {.kind = FieldKind::multiline});
    if (kind() == core::TaskKind::approval) draw_approval(desk);
    if (!visit) draw_files();
}

// The fields of what is planned.
void TaskForm::draw_arrange(Desk& desk) {
    draw_customer(desk);
    const bool missing = tried_ && core::trim(value("title")).empty();
    const std::string problem = missing ? say("task.title_missing") : std::string();
    text_field(
        say("task.what"), value("title"),
        {.error = problem, .required = true, .autofocus = fresh_ && made_ && fixed_customer_});
    {
        Columns columns({1, 1, 1}, 12, 400);
        std::vector<std::string> labels;
        for (const core::TaskKind one : task_kinds) labels.push_back(task_kind_words(one));
        select(say("task.kind"), kind_, labels);
        columns.next();
        text_field(say("label.owner"), value("owner"));
        columns.next();
        text_field(say("task.department"), value("department"));
    }
    draw_when(desk);
    if (kind() == core::TaskKind::visit) draw_way(desk);
    if (kind() == core::TaskKind::approval) text_field(say("task.asked_by"), value("asked_by"));
    if (kind() == core::TaskKind::step || !value("needs").empty()) {
        text_field(say("process.needs"), value("needs"), {.kind = FieldKind::multiline});
    }
    text_field(say("label.note"), value("note"), {.kind = FieldKind::multiline});
}

void TaskForm::draw_customer(Desk& desk) {
    if (!fixed_customer_) {
        const bool visits_somebody =
            kind() == core::TaskKind::visit || kind() == core::TaskKind::return_visit;
        const bool none = tried_ && visits_somebody && value("customer").empty();
        const std::string problem = none ? say("task.customer_missing") : std::string();
        lookup_field(say("label.customer"), customer_, desk.session.revision(),
                     [&](std::string_view typed) { return find_customers(desk, typed); },
                     {.error = problem, .required = visits_somebody, .autofocus = fresh_ && made_});
        value("customer") = customer_.id;
        return;
    }
    const auto id = core::parse_id(value("customer"));
    if (!made_ || !id) return; // the summary has it
    const auto row = desk.session.customer(core::id_cast<core::CustomerId>(*id), desk.today);
    if (row && link(customer_label(*row), "#" + customer_route(row->id))) {
        desk.go(customer_route(row->id));
    }
}

void TaskForm::draw_parent(Desk& desk) {
    const auto parent =
        core::parse_id(field_of(desk.session.fields(core::RegisterKind::task, id_), "parent"));
    const auto from = parent ? session::Collections(desk.session).task(*parent) : std::nullopt;
    if (from &&
        link(say("task.from", task_title(*from)), "#/today?task=" + core::to_text(*parent))) {
        open_task(desk, *parent);
    }
}

void TaskForm::draw_when(Desk& desk) {
    Columns columns({1, 1}, 12, 300);
    const bool bad = tried_ && !value("due").empty() && !due_;
    const std::string wrong = bad ? error_words(due_.error()) : std::string();
    due_ = date_field(say("task.due"), value("due"), desk.today, {.error = wrong}).date;
    columns.next();
    const bool no_time = tried_ && !value("minute").empty() && !core::parse_minute(value("minute"));
    const std::string time = no_time ? say("conduct_page.wrong_time") : std::string();
    text_field(say("task.minute"), value("minute"), {.error = time, .placeholder = "09:30"});
}

void TaskForm::draw_checklist() {
    const bool wanted = kind() == core::TaskKind::visit || kind() == core::TaskKind::task ||
                        kind() == core::TaskKind::step || !checks_.empty();
    if (!wanted) return;
    if (!checks_.empty()) {
        const auto ticked = std::ranges::count(checks_, true, &core::Check::ticked);
        heading(say("task.checklist", ticked, checks_.size()), 3);
    }
    std::optional<std::size_t> gone;
    for (std::size_t i = 0; i < checks_.size(); ++i) {
        const Named named(i);
        Row line(8, true, 32);
        checkbox(checks_[i].what, checks_[i].ticked);
        if (icon_button(Icon::close, say("task.check_remove", checks_[i].what))) gone = i;
    }
    if (gone) checks_.erase(checks_.begin() + static_cast<std::ptrdiff_t>(*gone));
    const bool entered = text_field(say("task.check_new"), check_typed_).committed;
    const bool pressed =
        !is_blank(check_typed_) &&
        button(say("task.check_add"), {.kind = ButtonKind::quiet, .icon = Icon::plus});
    if (!(entered || pressed) || is_blank(check_typed_)) return;
    checks_.push_back({std::string(core::trim(check_typed_)), false});
    check_typed_.clear();
}

void TaskForm::draw_buttons(Desk& desk) {
    Row row(8);
    const bool open = !made_ && value("done").empty();
    if (open && kind() != core::TaskKind::approval) {
        if (button(say("task.finish"), {.kind = ButtonKind::primary, .icon = Icon::check})) {
            save(desk, true);
        }
    }
    if (button(say("kit.save"), {.kind = made_ ? ButtonKind::primary : ButtonKind::secondary})) {
        save(desk, false);
    }
    if (open && button(say("task.drop"), {.kind = ButtonKind::quiet})) {
        core::SetFields set = changes();
        set.fields.fields.emplace_back("archived", "1");
        write(desk, std::move(set), false);
    }
    if (!value("done").empty()) badge(say("task.done_on", value("done")), BadgeKind::good);
}

core::SetFields TaskForm::changes() {
    value("kind") = core::name_of(kind());
    value("score") = score_ > 0 ? std::to_string(score_) : std::string();
    value("checklist") = core::checklist_text(checks_);
    core::SetFields set{{core::RegisterKind::task, id_, {}}};
    for (std::size_t i = 0; i < field_names.size(); ++i) {
        if (values_[i] != before_[i]) set.fields.fields.emplace_back(field_names[i], values_[i]);
    }
    return set;
}

std::string TaskForm::what_is_wrong(Desk& desk, bool done) {
    const bool nobody = value("customer").empty() && (made_ || arranging_) &&
                        (kind() == core::TaskKind::visit || kind() == core::TaskKind::return_visit);
    const bool planned = !core::trim(value("title")).empty() && !nobody &&
                         (value("due").empty() || due_) &&
                         (value("minute").empty() || core::parse_minute(value("minute")));
    if (!planned) {
        arranging_ = true; // where it is marked
        return say("form.above");
    }
    if (done && visits() && outcome_ < 0) return say("contact.outcome_missing");
    const bool visited =
        !done || !visits() ||
        (!wrong_visit(desk) && (!promises() || (minor_ && *minor_ > 0 && promised_)));
    const bool improved = core::trim(improve_typed_).empty() || improve_by_;
    return visited && improved ? std::string() : say("form.above");
}

void TaskForm::save(Desk& desk, bool done) {
    tried_ = true;
    finishing_ = done;
    problem_.clear();
    if (const std::string wrong = what_is_wrong(desk, done); !wrong.empty()) {
        toast(wrong, {}, true); // what is marked may be out of sight
        return;
    }
    if (!value("due").empty()) value("due") = core::to_text(*due_);
    if (done) value("done") = core::to_text(visits() ? contact(desk).contact.date : desk.today);
    core::SetFields set = changes();
    if (set.fields.fields.empty() && !improvement(desk)) {
        draft_.forget(desk);
        return desk.go(without_sheet(desk));
    }
    write(desk, std::move(set), done);
}

// The task, and what it brings: the contact that a visit was, the promise that was made in it, the
// point of improvement that somebody's words became.
void TaskForm::write(Desk& desk, core::SetFields set, bool done) {
    std::vector<core::Command> commands;
    if (!set.fields.fields.empty()) commands.emplace_back(set);
    if (done && visits()) {
        commands.emplace_back(contact(desk));
        if (const auto make = promise(desk)) commands.emplace_back(*make);
    }
    if (auto improve = improvement(desk)) commands.emplace_back(*std::move(improve));
    const std::string closed = without_sheet(desk);
    desk.act(
        [set, commands](session::Session& book) {
            if (commands.size() == 1) return book.run(commands.front());
            return session::with_fields(book, set, commands);
        },
        say(done ? "task.finished" : "task.saved", value("title")),
        [this, done, &desk, closed](const core::Result<session::Outcome>& outcome) {
            if (!outcome) {
                if (done) value("done").clear();
                problem_ = error_words(outcome.error());
                return;
            }
            draft_.forget(desk);
            shown_.clear();
            desk.go(closed, true);
        });
}

} // namespace huikuan::ui
