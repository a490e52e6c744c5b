#include "ui/task_form.h"

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "session/ledger.h"
#include "ui/backend/backend.h"
#include "ui/collection_words.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/lists.h"

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
    if (const auto id = core::parse_id(value("customer"))) {
        area_hint_ = session::Collections(desk.session).area(core::id_cast<core::CustomerId>(*id));
    }
}

void TaskForm::draw(Desk& desk) {
    const std::string task = desk.route.option("task");
    const bool fresh = desk.route.option("new") == "task";
    bool open = fresh || !task.empty();
    if (!open) shown_.clear();
    const std::string key = fresh ? std::string("new") : task;
    if (open && key != shown_) start(desk, key);
    {
        Sheet sheet("task", say(made_ ? "task.new" : "task.title"), open, 560);
        if (!sheet) return;
        const bool gone = !made_ && values_ == std::array<std::string, field_count>{};
        if (gone) {
            notice(say("task.gone"), BadgeKind::warn);
        } else {
            draw_fields(desk);
            draw_checklist();
            if (!made_) draw_files(desk);
            if (!problem_.empty()) notice(problem_, BadgeKind::bad, true);
            draw_buttons(desk);
        }
    }
    fresh_ = false;
    if (!open) desk.go(without_sheet(desk));
}

void TaskForm::draw_fields(Desk& desk) {
    if (const auto id = core::parse_id(value("customer"))) {
        const auto row = desk.session.customer(core::id_cast<core::CustomerId>(*id), desk.today);
        if (row && link(customer_label(*row), "#" + customer_route(row->id))) {
            desk.go(customer_route(row->id));
        }
    }
    const bool missing = tried_ && core::trim(value("title")).empty();
    const std::string problem = missing ? say("task.title_missing") : std::string();
    text_field(say("task.what"), value("title"),
               {.error = problem, .required = true, .autofocus = fresh_ && made_});
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
    if (kind() == core::TaskKind::visit) draw_visit(desk);
    if (kind() == core::TaskKind::step || !value("needs").empty()) {
        text_field(say("process.needs"), value("needs"), {.kind = FieldKind::multiline});
    }
    text_field(say("label.note"), value("note"), {.kind = FieldKind::multiline});
    if (kind() == core::TaskKind::return_visit) draw_return_visit(desk);
    if (!made_) text_field(say("task.result"), value("result"), {.kind = FieldKind::multiline});
    if (kind() == core::TaskKind::visit && !made_ && value("done").empty()) draw_outcome(desk);
    if (kind() == core::TaskKind::approval) draw_approval(desk);
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
    for (std::size_t i = 0; i < checks_.size(); ++i) {
        const Named named(i);
        checkbox(checks_[i].what, checks_[i].ticked);
    }
}

void TaskForm::draw_files(Desk& desk) {
    const session::Ledger ledger(desk.session);
    for (const core::AttachmentRow& file : ledger.attachments(id_)) {
        if (!file.voided) caption(file.name + " · " + count_text(file.bytes));
    }
    {
        Row row(8);
        if (button(say("task.photo"), {.icon = Icon::sample})) attach(desk, true);
        if (button(say("task.attach"), {.kind = ButtonKind::quiet, .icon = Icon::file})) {
            attach(desk, false);
        }
    }
    take_incoming(desk);
}

void TaskForm::attach(Desk& desk, bool photo) {
    incoming_ = std::make_shared<Incoming>();
    incoming_->of = id_;
    const auto take = [to = std::weak_ptr(incoming_),
                       &backend = desk.backend](const std::shared_ptr<platform::File>& file) {
        const auto incoming = to.lock();
        if (!incoming || !file) return;
        incoming->name = file->name();
        if (file->size() > static_cast<std::uint64_t>(core::largest_attachment_bytes)) {
            incoming->failed = true;
            return backend.request_frame();
        }
        file->read(0, static_cast<std::size_t>(file->size()),
                   [to, &backend, file](const std::optional<std::vector<std::uint8_t>>& bytes) {
                       const auto read = to.lock();
                       if (!read) return;
                       read->failed = !bytes;
                       read->ready = bytes.has_value();
                       if (bytes) read->bytes.assign(bytes->begin(), bytes->end());
                       backend.request_frame();
                   });
    };
    if (photo) desk.backend.pick_picture(take);
    else desk.backend.pick_file("image/*,.pdf", take);
}

void TaskForm::take_incoming(Desk& desk) {
    if (!incoming_ || !(incoming_->ready || incoming_->failed)) return;
    const auto taken = std::exchange(incoming_, nullptr);
    if (taken->failed) {
        problem_ = say("task.attach_failed", taken->name);
        return;
    }
    std::string ending = taken->name.substr(taken->name.rfind('.') + 1);
    for (char& c : ending) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const char* media = ending == "pdf"                       ? "application/pdf"
                        : ending == "jpg" || ending == "jpeg" ? "image/jpeg"
                        : ending == "png"                     ? "image/png"
                                                              : "image/*";
    desk.act(
        [taken, media, id = desk.session.mint()](session::Session& book) {
            return session::Ledger(book).attach(id, taken->of, taken->name, media, taken->bytes);
        },
        say("task.attached", taken->name));
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

void TaskForm::save(Desk& desk, bool done) {
    tried_ = true;
    finishing_ = done;
    problem_.clear();
    if (core::trim(value("title")).empty()) return;
    if (!value("due").empty() && !due_) return;
    if (!value("minute").empty() && !core::parse_minute(value("minute"))) return;
    const bool visits = done && kind() == core::TaskKind::visit && !value("customer").empty();
    if (visits && outcome_ < 0) return;
    if (visits && promises() && (!minor_ || *minor_ <= 0 || !promised_)) return;
    if (!core::trim(improve_typed_).empty() && !improve_by_) return;
    if (!value("due").empty()) value("due") = core::to_text(*due_);
    if (done) value("done") = core::to_text(desk.today);
    core::SetFields set = changes();
    if (set.fields.fields.empty() && !improvement(desk)) return desk.go(without_sheet(desk));
    write(desk, std::move(set), done);
}

// The task, and what it brings: the contact that a visit was, the promise that was made in it, the
// point of improvement that somebody's words became.
void TaskForm::write(Desk& desk, core::SetFields set, bool done) {
    std::vector<core::Command> commands;
    if (!set.fields.fields.empty()) commands.emplace_back(set);
    if (done && kind() == core::TaskKind::visit && !value("customer").empty()) {
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
            shown_.clear();
            desk.go(closed, true);
        });
}

} // namespace huikuan::ui
