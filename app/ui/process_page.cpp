#include "ui/process_page.h"

#include <algorithm>

#include "core/text.h"
#include "session/ledger.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"

namespace huikuan::ui {

namespace {

constexpr int latest_days = 3650;
constexpr int usual_steps = 6;

// A step is one line of parts between bars.
std::string one_part(std::string_view text) {
    std::string part(core::trim(text));
    std::ranges::replace(part, '|', '/');
    std::ranges::replace(part, '\n', ' ');
    return part;
}

core::SetFields settings(std::vector<std::pair<std::string, std::string>> fields) {
    return {{core::RegisterKind::setting, core::settings_entity, std::move(fields)}};
}

std::string step_key(int order) { return "process." + std::to_string(order); }

// In the order of ConductPage's fields.
constexpr const char* conduct_keys[] = {"conduct.from",   "conduct.until", "conduct.daily",
                                        "conduct.weekly", "promise.grace", "aftercare.days",
                                        "promise.cover"};
constexpr const char* conduct_words[] = {
    "conduct_page.from",  "conduct_page.until",     "conduct_page.daily", "conduct_page.weekly",
    "conduct_page.grace", "conduct_page.aftercare", "conduct_page.cover"};
constexpr int conduct_most[] = {0, 0, 1000, 1000, 365, 90, 100};
constexpr std::size_t time_fields = 2;

} // namespace

void ProcessPage::clear() {
    editing_.reset();
    title_.clear();
    who_.clear();
    days_.clear();
    needs_.clear();
    problem_.clear();
    tried_ = false;
}

void ProcessPage::edit(const core::ProcessStep& step) {
    clear();
    editing_ = step;
    title_ = step.title;
    who_ = step.who;
    days_ = std::to_string(step.days);
    needs_ = step.needs;
}

void ProcessPage::draw(Desk& desk) {
    back_link(desk, "nav.settings", "/settings");
    page_head(say("process.title"), say("process.summary"));
    const auto& steps = steps_.get(desk.session.revision(),
                                   [&] { return session::Collections(desk.session).process(); });
    draw_form(desk);
    if (steps.empty()) {
        const EmptyAction usual{say("process.usual"), Icon::sample};
        if (empty_state(Icon::split, say("process.none"), say("process.none_detail"),
                        std::span(&usual, 1))) {
            std::vector<std::pair<std::string, std::string>> fields;
            for (int i = 1; i <= usual_steps; ++i) {
                const std::string name = "process.usual_" + std::to_string(i);
                fields.emplace_back(step_key(10 * i), word(name));
            }
            desk.run(settings(std::move(fields)), say("process.saved_usual"));
        }
        return;
    }
    const std::vector<TableColumn> columns{
        {say("process.days"), 0.5F, 110, Align::right, {}, 0},
        {say("process.step"), 1.6F, 150, Align::left, {}, 0, true},
        {say("process.who"), 0.8F, 110, Align::left, {}, 1},
        {say("process.needs"), 1.6F, 140, Align::left, {}, 2},
    };
    const auto answer = plain_table(
        state_, steps.size(), {.name = say("process.title"), .columns = columns},
        [&](std::size_t row, std::size_t column) -> Cell {
            const core::ProcessStep& step = steps[row];
            switch (column) {
            case 0: return {.text = say("process.after", step.days)};
            case 1: return {.text = step.title, .strong = true};
            case 2:
                return {.text = step.who.empty() ? say("process.owner") : step.who,
                        .tone = step.who.empty() ? Tone::soft : Tone::text};
            default: return {.text = step.needs.empty() ? "–" : step.needs, .tone = Tone::soft};
            }
        });
    if (answer.opened) edit(steps[*answer.opened]);
}

void ProcessPage::draw_form(Desk& desk) {
    const std::string name = say(editing_ ? "process.edit" : "process.add");
    Panel panel(name);
    heading(name, 2);
    {
        Columns columns({2, 1}, 12, 480);
        const bool missing = tried_ && core::trim(title_).empty();
        const std::string problem = missing ? say("form.missing") : std::string();
        text_field(say("process.step"), title_, {.error = problem, .required = true});
        columns.next();
        const std::string wrong = tried_ && !read_whole_number(days_, 0, latest_days)
                                      ? say("process.days_wrong")
                                      : std::string();
        text_field(say("process.days"), days_,
                   {.kind = FieldKind::decimal, .error = wrong, .required = true});
    }
    {
        Columns columns({1, 2}, 12, 480);
        text_field(say("process.who"), who_, {.placeholder = say("process.owner")});
        columns.next();
        text_field(say("process.needs"), needs_, {.placeholder = say("process.needs_hint")});
    }
    if (!problem_.empty()) notice(problem_, BadgeKind::bad, true);
    Row row(8);
    if (button(say("kit.save"), {.kind = ButtonKind::primary})) save(desk);
    if (!editing_) return;
    if (button(say("process.remove"), {.kind = ButtonKind::danger})) {
        desk.run(settings({{step_key(editing_->order), ""}}),
                 say("process.removed", editing_->title));
        clear();
    }
    if (editing_ && button(say("kit.cancel"))) clear();
}

void ProcessPage::save(Desk& desk) {
    tried_ = true;
    const auto days = read_whole_number(days_, 0, latest_days);
    const std::string title = one_part(title_);
    if (title.empty() || !days) return;
    core::ProcessStep step;
    if (editing_) {
        step = *editing_;
    } else {
        // Two devices that add a step at once must not write the same one.
        constexpr std::uint64_t spread = 97;
        for (const auto& one : session::Collections(desk.session).process()) {
            step.order = std::max(step.order, one.order);
        }
        step.order += 1 + static_cast<int>(desk.session.mint().low % spread);
        step.name = "step-" + std::to_string(step.order);
    }
    step.title = title;
    step.who = one_part(who_);
    step.days = *days;
    step.needs = one_part(needs_);
    desk.run(settings({{step_key(step.order), core::process_text(step)}}),
             say("process.saved", title), [this](const core::Result<session::Outcome>& done) {
                 if (done) clear();
                 else problem_ = error_words(done.error());
             });
}

// --- the rules of conduct

void ConductPage::read(const core::CollectionPolicy& policy) {
    typed_ = {core::minute_text(policy.from_minute), core::minute_text(policy.until_minute),
              std::to_string(policy.daily),          std::to_string(policy.weekly),
              std::to_string(policy.grace_days),     std::to_string(policy.aftercare_days),
              std::to_string(policy.cover_percent)};
    before_ = typed_;
    third_ = third_before_ = policy.third_parties;
    tried_ = false;
    problem_.clear();
}

std::string ConductPage::problem_of(std::size_t field) const {
    if (!tried_) return {};
    if (field >= time_fields) {
        return read_whole_number(typed_.at(field), 0, conduct_most[field])
                   ? std::string()
                   : say("conduct_page.wrong_number", conduct_most[field]);
    }
    const auto from = core::parse_minute(typed_[0]);
    const auto until = core::parse_minute(typed_[1]);
    if (!(field == 0 ? from : until)) return say("conduct_page.wrong_time");
    return from && until && *from >= *until ? say("conduct_page.order") : std::string();
}

void ConductPage::draw(Desk& desk) {
    back_link(desk, "nav.settings", "/settings");
    page_head(say("conduct_page.title"), say("conduct_page.summary"));
    if (const auto now = desk.session.revision() + 1; now != shown_) {
        shown_ = now;
        read(session::Ledger(desk.session).policy().collection);
    }
    Panel panel(say("conduct_page.title"), 20, 12);
    for (std::size_t line = 0; line < field_count; line += 2) {
        Columns columns({1, 1}, 12, 480);
        for (std::size_t i = line; i < std::min(line + 2, field_count); ++i) {
            if (i > line) columns.next();
            const std::string problem = problem_of(i);
            const FieldKind kind = i < time_fields ? FieldKind::text : FieldKind::decimal;
            text_field(word(conduct_words[i]), typed_.at(i),
                       {.kind = kind, .error = problem, .required = true});
        }
    }
    checkbox(say("conduct_page.third"), third_);
    caption(say("conduct_page.basis"));
    if (!problem_.empty()) notice(problem_, BadgeKind::bad, true);
    if (button(say("kit.save"), {.kind = ButtonKind::primary})) save(desk);
}

void ConductPage::save(Desk& desk) {
    tried_ = true;
    std::vector<std::pair<std::string, std::string>> fields;
    for (std::size_t i = 0; i < field_count; ++i) {
        if (!problem_of(i).empty()) return;
        const std::string value(core::trim(typed_.at(i)));
        if (value != before_.at(i)) fields.emplace_back(conduct_keys[i], value);
    }
    if (third_ != third_before_) {
        fields.emplace_back("conduct.third_parties", third_ ? "1" : "0");
    }
    if (fields.empty()) return desk.go("/settings");
    desk.run(settings(std::move(fields)), say("conduct_page.saved"),
             [this](const core::Result<session::Outcome>& done) {
                 if (!done) problem_ = error_words(done.error());
             });
}

} // namespace huikuan::ui
