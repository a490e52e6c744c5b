#include "ui/task_form.h"

#include <algorithm>
#include <utility>

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

constexpr std::array<const char*, 14> names{
    "area",  "checklist", "customer", "done",         "due",    "kind",  "minute",
    "needs", "note",      "owner",    "participants", "result", "score", "title"};
constexpr core::TaskKind kinds[] = {core::TaskKind::task, core::TaskKind::visit,
                                    core::TaskKind::return_visit, core::TaskKind::improvement,
                                    core::TaskKind::step};

} // namespace

std::string& TaskForm::value(std::string_view name) {
    const auto at = std::ranges::find(names, name);
    return values_.at(static_cast<std::size_t>(at - names.begin()));
}

void TaskForm::start(Desk& desk, const std::string& key) {
    shown_ = key;
    fresh_ = true;
    tried_ = false;
    problem_.clear();
    values_ = before_ = {};
    const auto parsed = core::parse_id(key);
    made_ = !parsed.has_value();
    id_ = parsed ? *parsed : desk.session.mint();
    if (parsed) {
        for (const auto& [name, text] : desk.session.fields(core::RegisterKind::task, *parsed)) {
            if (std::ranges::contains(names, std::string_view(name))) value(name) = text;
        }
        before_ = values_;
    } else {
        value("customer") = desk.route.option("customer");
        value("kind") = desk.route.option("kind");
        value("owner") = me(desk);
        if (value("kind") == "visit") value("checklist") = say("task.visit_checklist");
        if (value("kind") == "return_visit") value("title") = say("task.return_visit");
    }
    const auto kind = core::parse_task_kind(value("kind")).value_or(core::TaskKind::task);
    kind_ = static_cast<int>(std::ranges::find(kinds, kind) - std::begin(kinds));
    score_ = value("score").empty() ? 0 : value("score")[0] - '0';
    checks_ = core::read_checklist(value("checklist"));
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
        const bool gone = !made_ && before_ == std::array<std::string, field_count>{};
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
    const bool missing = tried_ && value("title").find_first_not_of(' ') == std::string::npos;
    const std::string problem = missing ? say("task.title_missing") : std::string();
    text_field(say("task.what"), value("title"),
               {.error = problem, .required = true, .autofocus = fresh_ && made_});
    {
        Columns columns({1, 1}, 12, 300);
        std::vector<std::string> labels;
        for (const core::TaskKind kind : kinds) {
            labels.emplace_back(word("task." + std::string(core::name_of(kind))));
        }
        select(say("task.kind"), kind_, labels);
        columns.next();
        text_field(say("label.owner"), value("owner"));
    }
    {
        Columns columns({1, 1}, 12, 300);
        const bool bad = tried_ && !value("due").empty() && !due_;
        const std::string wrong = bad ? error_words(due_.error()) : std::string();
        due_ = date_field(say("task.due"), value("due"), desk.today, {.error = wrong}).date;
        columns.next();
        text_field(say("task.minute"), value("minute"), {.placeholder = "09:30"});
    }
    if (kinds[kind_] == core::TaskKind::visit) {
        Columns columns({1, 1}, 12, 300);
        text_field(say("task.area"), value("area"));
        columns.next();
        text_field(say("task.participants"), value("participants"));
    }
    text_field(say("label.note"), value("note"), {.kind = FieldKind::multiline});
    if (kinds[kind_] == core::TaskKind::return_visit) {
        heading(say("task.score"), 3);
        Row scores(8);
        for (int i = 1; i <= 5; ++i) {
            bool mine = score_ == i;
            if (chip(say("task.score_of", i), mine)) score_ = i;
        }
    }
    if (!made_) text_field(say("task.result"), value("result"), {.kind = FieldKind::multiline});
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
    if (button(say("task.attach"), {.icon = Icon::file})) pick(desk);
    take_incoming(desk);
}

// On a phone the system offers the camera for it.
void TaskForm::pick(Desk& desk) {
    incoming_ = std::make_shared<Incoming>();
    incoming_->of = id_;
    desk.backend.pick_file("image/*,.pdf", [to = std::weak_ptr(incoming_), &backend = desk.backend](
                                               const std::shared_ptr<platform::File>& file) {
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
    });
}

void TaskForm::take_incoming(Desk& desk) {
    if (!incoming_ || !(incoming_->ready || incoming_->failed)) return;
    const auto taken = std::exchange(incoming_, nullptr);
    if (taken->failed) {
        problem_ = say("task.attach_failed", taken->name);
        return;
    }
    const bool pdf = taken->name.ends_with(".pdf") || taken->name.ends_with(".PDF");
    desk.act(
        [taken, pdf, id = desk.session.mint()](session::Session& book) {
            return session::Ledger(book).attach(id, taken->of, taken->name,
                                                pdf ? "application/pdf" : "image/*", taken->bytes);
        },
        say("task.attached", taken->name));
}

void TaskForm::draw_buttons(Desk& desk) {
    Row row(8);
    if (!made_ && value("done").empty()) {
        if (button(say("task.finish"), {.kind = ButtonKind::primary, .icon = Icon::check})) {
            save(desk, true);
        }
    }
    if (button(say("kit.save"), {.kind = made_ ? ButtonKind::primary : ButtonKind::secondary})) {
        save(desk, false);
    }
    if (!value("done").empty()) badge(say("task.done_on", value("done")), BadgeKind::good);
}

void TaskForm::save(Desk& desk, bool done) {
    tried_ = true;
    problem_.clear();
    if (value("title").find_first_not_of(' ') == std::string::npos) return;
    if (!value("due").empty() && !due_) return;
    if (!value("due").empty()) value("due") = core::to_text(*due_);
    value("kind") = core::name_of(kinds[kind_]);
    value("score") = score_ > 0 ? std::to_string(score_) : std::string();
    value("checklist") = core::checklist_text(checks_);
    if (done) value("done") = core::to_text(desk.today);
    core::SetFields set{{core::RegisterKind::task, id_, {}}};
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (values_[i] != before_[i]) set.fields.fields.emplace_back(names[i], values_[i]);
    }
    const std::string closed = without_sheet(desk);
    if (set.fields.fields.empty()) return desk.go(closed);
    desk.run(std::move(set), say(done ? "task.finished" : "task.saved", value("title")),
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
