#include "ui/register_form.h"

#include <algorithm>

#include "core/read.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/terms_field.h"

namespace huikuan::ui {

namespace {

FieldKind field_kind(Entry entry) {
    switch (entry) {
    case Entry::note: return FieldKind::multiline;
    case Entry::tel: return FieldKind::tel;
    case Entry::email: return FieldKind::email;
    case Entry::number: return FieldKind::decimal;
    default: return FieldKind::text;
    }
}

} // namespace

std::string field_of(const core::Fields& fields, std::string_view name) {
    const auto found =
        std::ranges::find_if(fields, [&](const auto& field) { return field.first == name; });
    return found == fields.end() ? std::string() : found->second;
}

RegisterForm::RegisterForm(core::RegisterKind kind, std::span<const FormField> fields,
                           std::string draft)
    : kind_(kind), fields_(fields), draft_name_(std::move(draft)), draft_(draft_name_) {}

void RegisterForm::open(Desk& desk, core::EntityId entity, std::string title,
                        const core::Fields& preset) {
    open_ = fresh_ = true;
    tried_ = was_refused_ = false;
    title_ = std::move(title);
    makes_ = entity.is_nil();
    id_ = makes_ ? desk.session.mint() : entity;
    preset_.clear();
    const core::Fields shown = makes_ ? core::Fields{} : desk.session.fields(kind_, id_);
    before_.assign(fields_.size(), {});
    for (std::size_t i = 0; i < fields_.size(); ++i) before_[i] = field_of(shown, fields_[i].name);
    values_ = before_;
    for (const auto& [name, value] : preset) {
        const auto at = std::ranges::find_if(
            fields_, [&](const FormField& field) { return name == field.name; });
        if (at == fields_.end()) {
            preset_.emplace_back(name, value);
        } else if (const auto i = static_cast<std::size_t>(at - fields_.begin());
                   values_[i].empty()) {
            values_[i] = value;
            if (!makes_) before_[i] = value; // it is what counts, said in another field
        }
    }
    draft_.rename(makes_ ? draft_name_ : draft_name_ + "." + core::to_text(id_));
    const auto parts = draft_.take(desk, values_.size());
    if (!parts.empty()) values_ = parts;
    lookups_.assign(fields_.size(), {});
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        const auto parsed = fields_[i].entry == Entry::customer && !values_[i].empty()
                                ? core::parse_id(values_[i])
                                : std::nullopt;
        const auto row =
            parsed ? desk.session.customer(core::id_cast<core::CustomerId>(*parsed), desk.today)
                   : std::nullopt;
        if (row) lookups_[i] = {.id = values_[i], .typed = customer_label(*row)};
    }
}

const std::string& RegisterForm::value(std::string_view name) const {
    static const std::string none;
    for (std::size_t i = 0; i < fields_.size() && i < values_.size(); ++i) {
        if (fields_[i].name == name) return values_[i];
    }
    return none;
}

bool RegisterForm::missing(std::size_t index) const {
    return fields_[index].required && is_blank(values_[index]);
}

std::string RegisterForm::problem_of(std::size_t index) const {
    if (tried_ && missing(index)) {
        return say(kind_ == core::RegisterKind::customer ? "customer.name_missing"
                                                         : "form.missing");
    }
    if (was_refused_ && refused_.field == fields_[index].name) return error_words(refused_);
    return {};
}

core::Result<core::SetFields> RegisterForm::command(const Desk& desk) const {
    core::SetFields set{{kind_, id_, {}}};
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        std::string value = values_[i];
        if (fields_[i].entry == Entry::date && !is_blank(value)) {
            const auto date = core::read_typed_date(value, desk.today);
            if (!date) return core::fail(date.error().code, fields_[i].name, value);
            value = core::to_text(*date);
        }
        if (value != before_[i]) set.fields.fields.emplace_back(fields_[i].name, std::move(value));
    }
    // Terms in words replace the days that were kept before there were words.
    const bool agreed = std::ranges::any_of(
        set.fields.fields, [](const auto& field) { return field.first == "terms"; });
    if (agreed && kind_ == core::RegisterKind::customer && !makes_) {
        set.fields.fields.emplace_back("terms_days", "");
    }
    if (makes_) {
        for (const auto& field : preset_) set.fields.fields.push_back(field);
    }
    return set;
}

void RegisterForm::save(Desk& desk) {
    tried_ = true;
    was_refused_ = false;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        if (missing(i)) return;
        if (fields_[i].entry == Entry::customer && lookups_[i].id.empty() &&
            !is_blank(lookups_[i].typed)) {
            was_refused_ = true; // typed, and no customer of the book
            refused_ = {core::ErrorCode::unknown_customer, fields_[i].name, lookups_[i].typed, 0};
            return;
        }
    }
    auto set = command(desk);
    if (!set) {
        was_refused_ = true;
        refused_ = set.error();
        return;
    }
    if (set->fields.fields.size() <= (makes_ ? preset_.size() : 0)) { // nothing was changed
        open_ = makes_;
        if (!makes_) draft_.forget(desk);
        return;
    }
    desk.run(*std::move(set), done,
             [this, &desk, made = makes_, id = id_](const core::Result<session::Outcome>& outcome) {
                 was_refused_ = !outcome;
                 if (!outcome) {
                     refused_ = outcome.error();
                     return;
                 }
                 open_ = false;
                 draft_.forget(desk);
                 if (saved) saved(id, made);
             });
}

void RegisterForm::draw_customer(Desk& desk, std::size_t index, const FieldLook& look) {
    lookup_field(
        say(fields_[index].label), lookups_[index], desk.session.revision(),
        [&](std::string_view typed) {
            auto found = find_customers(desk, typed);
            std::erase_if(found,
                          [&](const Choice& choice) { return choice.id == core::to_text(id_); });
            return found;
        },
        look);
    values_[index] = lookups_[index].id;
}

// What the list does not have is not said, whatever was typed before there was a list.
void RegisterForm::draw_choice(std::size_t index, const FieldLook& look) {
    const FormField& field = fields_[index];
    std::vector<std::string> labels;
    int chosen = 0;
    for (std::size_t i = 0; i < field.choices.size(); ++i) {
        labels.push_back(say(field.choices[i].label));
        if (values_[index] == field.choices[i].value) chosen = static_cast<int>(i);
    }
    FieldLook with_hint = look;
    const std::string hint = say(field.choices[static_cast<std::size_t>(chosen)].hint);
    with_hint.hint = hint;
    if (select(say(field.label), chosen, labels, with_hint)) {
        values_[index] = field.choices[static_cast<std::size_t>(chosen)].value;
    }
}

void RegisterForm::draw_field(Desk& desk, std::size_t index, bool& committed) {
    const FormField& field = fields_[index];
    const std::string problem = problem_of(index);
    const std::string hint = field.hint != nullptr ? say(field.hint) : std::string();
    const FieldLook look{.kind = field_kind(field.entry),
                         .hint = hint,
                         .error = problem,
                         .required = field.required,
                         .autofocus = fresh_ && index == 0};
    std::string& value = values_[index];
    const std::string was = value;
    draw_entry(desk, index, look, committed);
    // What was refused is typed anew: the old words about it are not true any more.
    if (value != was && refused_.field == field.name) was_refused_ = false;
}

void RegisterForm::draw_entry(Desk& desk, std::size_t index, const FieldLook& look,
                              bool& committed) {
    const FormField& field = fields_[index];
    std::string& value = values_[index];
    switch (field.entry) {
    case Entry::flag: {
        bool on = value == "1";
        if (checkbox(say(field.label), on)) value = on ? "1" : "";
        if (!look.hint.empty()) caption(look.hint);
        return;
    }
    case Entry::choice: draw_choice(index, look); return;
    case Entry::customer: draw_customer(desk, index, look); return;
    case Entry::terms:
        terms_field(desk, say(field.label), value, desk.today, {0, desk.session.book().currency},
                    look);
        return;
    case Entry::late_fee: late_fee_field(say(field.label), value, look); return;
    case Entry::date: date_field(say(field.label), value, desk.today, look); return;
    default:
        committed =
            (text_field(say(field.label), value, look).committed && field.entry != Entry::note) ||
            committed;
    }
}

void RegisterForm::draw(Desk& desk) {
    Sheet sheet(draft_name_ + "_form", title_, open_, 560, true);
    if (!sheet) return;
    bool committed = false;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        if (fields_[i].part != nullptr) heading(say(fields_[i].part), 3);
        if (fields_[i].half && i + 1 < fields_.size() && fields_[i + 1].half) {
            Columns columns({1, 1}, 12, 300);
            draw_field(desk, i, committed);
            columns.next();
            draw_field(desk, ++i, committed);
        } else {
            draw_field(desk, i, committed);
        }
    }
    fresh_ = false;
    if (below) below(desk);
    const bool beside = std::ranges::any_of(
        fields_, [&](const FormField& field) { return refused_.field == field.name; });
    if (was_refused_ && !beside) notice(error_words(refused_), BadgeKind::bad, true);
    sheet.footer();
    Row row(8);
    draft_.keep(desk, values_, values_ != before_ && !untouched());
    if (button(say("kit.save"), {.kind = ButtonKind::primary}) || committed) save(desk);
    if (button(say("kit.cancel"))) {
        open_ = false;
        draft_.forget(desk); // given up by a person
    }
}

bool RegisterForm::untouched() const {
    return makes_ && std::ranges::all_of(values_, &std::string::empty);
}

} // namespace huikuan::ui
