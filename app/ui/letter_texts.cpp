#include "ui/letter_texts.h"

#include <algorithm>

#include "ui/backend/backend.h"
#include "ui/dunning_words.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/letter_sheet.h"
#include "ui/lists.h"

namespace huikuan::ui {

namespace {

constexpr const char* own_fields[] = {"bank", "phone", "law_firm", "lawyer", "letter_days"};

std::string letter_field_words(std::string_view name) {
    const std::string key = "letter.field." + std::string(name);
    return has_key(language(), key) ? std::string(word(key)) : std::string(name);
}

} // namespace

void LetterTexts::draw(Desk& desk) {
    caption(say("letter.texts_detail"));
    session::Letters letters(desk.session);
    const auto names = letters.names();
    const std::vector<TableColumn> columns{
        {say("dunning.letter"), 1.4F, 150, Align::left, {}, 0, true},
        {say("letter.subject"), 2, 180, Align::left, {}, 1},
        {say("letter.chinese"), 0.7F, 90, Align::left, {}, 0},
        {say("letter.english"), 0.7F, 90, Align::left, {}, 0},
    };
    const char* mine = letter_languages[language() == Language::zh ? 0 : 1];
    const auto state = [&](const std::string& name, const char* tongue) -> Cell {
        const auto found = letters.text_of(name, tongue);
        if (!found) return {.text = "–", .tone = Tone::faint};
        return {.text = say(found->own ? "letter.own" : "letter.shipped"),
                .badge = found->own ? BadgeKind::accent : BadgeKind::neutral};
    };
    const auto answer = plain_table(
        table_, names.size(), {.name = say("letter.texts"), .columns = columns},
        [&](std::size_t row, std::size_t column) -> Cell {
            const std::string& name = names[row];
            switch (column) {
            case 0: return {.text = letter_words(name), .strong = true};
            case 1: {
                const auto found = letters.text_of(name, mine);
                return {.text = found ? found->subject : std::string("–"), .tone = Tone::soft};
            }
            case 2: return state(name, "zh");
            default: return state(name, "en");
            }
        });
    if (answer.opened) desk.go(with_sheet(desk, "template", names[*answer.opened]));
    if (button(say("letter.new"), {.icon = Icon::plus})) {
        desk.go(with_sheet(desk, "template", "+"));
    }
    draw_own(desk);
}

// What every letter may say about ourselves.
void LetterTexts::draw_own(Desk& desk) {
    const std::string key = std::to_string(desk.session.revision());
    if (loaded_ != key) {
        loaded_ = key;
        const auto settings =
            desk.session.fields(core::RegisterKind::setting, core::settings_entity);
        std::vector<std::pair<std::string, std::string>> found;
        for (const char* name : own_fields) {
            const std::string setting = std::string("company.") + name;
            const auto there =
                std::ranges::find(settings, setting, [](auto& one) { return one.first; });
            found.emplace_back(setting, there == settings.end() ? std::string() : there->second);
        }
        if (own_ == own_before_) own_ = found; // what is being typed stays
        own_before_ = std::move(found);
    }
    Panel panel(say("letter.us"), 16, 12);
    heading(say("letter.us"), 2);
    caption(say("letter.us_detail"));
    {
        Columns grid({1, 1}, 16, 560);
        for (std::size_t i = 0; i < own_.size(); ++i) {
            if (i == 3) grid.next();
            text_field(letter_field_words(own_fields[i]), own_[i].second);
        }
    }
    if (button(say("letter.us_save"),
               {.kind = ButtonKind::primary, .enabled = own_ != own_before_})) {
        core::FieldsSet set{core::RegisterKind::setting, core::settings_entity, {}};
        for (std::size_t i = 0; i < own_.size(); ++i) {
            if (own_[i] != own_before_[i]) set.fields.push_back(own_[i]);
        }
        own_before_ = own_;
        desk.run(core::SetFields{std::move(set)}, say("letter.us_saved"));
    }
}

void LetterTexts::start(Desk& desk, const std::string& name) {
    shown_ = name;
    fresh_name_ = name == "+";
    language_ = language() == Language::zh ? 0 : 1;
    letter_ = {};
    letter_.name = fresh_name_ ? std::string() : name;
    load(desk);
}

void LetterTexts::load(Desk& desk) {
    problem_.clear();
    where_.clear();
    const std::string name = letter_.name;
    const auto found = session::Letters(desk.session).text_of(name, letter_languages[language_]);
    letter_ =
        found.value_or(core::LetterTemplate{name, letter_languages[language_], {}, {}, false});
    stored_ = letter_.body;
    typed_.rename("template." + shown_ + "." + letter_languages[language_]);
    const auto parts = typed_.take(desk, 4);
    if (parts.size() != 4 || parts[0] != stored_) return; // somebody changed it meanwhile
    letter_.name = parts[1];
    letter_.subject = parts[2];
    letter_.body = parts[3];
}

void LetterTexts::draw_sheet(Desk& desk) {
    const std::string wanted = desk.route.option("template");
    if (wanted.empty()) {
        shown_.clear();
        bool closed = false;
        const Sheet none("template", say("letter.texts"), closed);
        return;
    }
    if (wanted != shown_) start(desk, wanted);
    bool open = true;
    {
        Sheet sheet("template", fresh_name_ ? say("letter.new") : letter_words(letter_.name), open,
                    980);
        if (!sheet) return;
        typed_.keep(desk, {stored_, letter_.name, letter_.subject, letter_.body},
                    letter_.body != stored_);
        Columns grid({1, 1}, 20, 720);
        draw_editor(desk);
        grid.next();
        draw_page(desk);
    }
    if (!open) desk.go(with_sheet(desk, "template", {}));
}

void LetterTexts::draw_editor(Desk& desk) {
    const std::string tongues[] = {say("letter.chinese"), say("letter.english")};
    if (tabs(say("letter.language"), tongues, language_)) {
        load(desk);
        desk.backend.request_frame();
    }
    if (fresh_name_) {
        const std::string of_name = problem("name");
        text_field(say("letter.name"), letter_.name,
                   {.hint = say("letter.name_hint"), .error = of_name, .required = true});
    }
    const std::string of_subject = problem("subject");
    text_field(say("letter.subject"), letter_.subject, {.error = of_subject, .required = true});
    const std::string of_text = problem("letter");
    text_field(say("letter.text"), letter_.body,
               {.kind = FieldKind::multiline, .error = of_text, .height = 420, .required = true});
    heading(say("letter.fields"), 3);
    {
        Row chips(6);
        for (const std::string_view name : core::letter_fields()) {
            bool pressed = false;
            if (chip(letter_field_words(name), pressed))
                letter_.body += "{{" + std::string(name) + "}}";
        }
    }
    caption(say("letter.syntax"));
    const bool beside = where_ == "name" || where_ == "subject" || where_ == "letter";
    if (!problem_.empty() && !beside) notice(problem_, BadgeKind::bad, true);
    Row row(8);
    if (button(say("kit.save"), {.kind = ButtonKind::primary})) save(desk, false);
    if (letter_.own && core::is_shipped_letter(letter_.name) &&
        button(say("letter.as_shipped"), {.icon = Icon::undo})) {
        save(desk, true);
    }
    if (letter_.own && !core::is_shipped_letter(letter_.name) &&
        button(say("letter.delete"), {.kind = ButtonKind::danger})) {
        save(desk, true);
    }
}

std::string LetterTexts::problem(std::string_view field) const {
    return where_ == field ? problem_ : std::string();
}

void LetterTexts::draw_page(Desk& desk) {
    Panel panel(say("letter.page"), 20, 8);
    {
        Row row(8);
        chip(say("letter.sample_whole"), whole_);
        caption(say("letter.sample"));
    }
    core::LetterTemplate typed = letter_;
    typed.language = letter_languages[language_];
    const auto sample = session::Letters(desk.session).sample(typed, whole_);
    if (!sample) {
        notice(error_words(sample.error()), BadgeKind::bad);
        return;
    }
    if (button(say("letter.print"), {.kind = ButtonKind::quiet, .icon = Icon::print})) {
        desk.later([&desk, page = letter_html(desk, *sample), title = sample->letter.subject] {
            desk.backend.print_html(page, title);
        });
    }
    text(sample->letter.subject, {.letters = Letters::strong});
    std::string_view rest = sample->marked;
    while (!rest.empty()) {
        const auto end = rest.find('\n');
        const std::string_view line = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        if (line == session::items_mark) draw_items(*sample);
        else if (!is_blank(line)) text(line);
    }
}

// The table as it is printed; beside the text the day of issue and the whole amount have no room.
void LetterTexts::draw_items(const session::LetterDraft& sample) {
    std::vector<TableColumn> columns;
    std::string_view heads = core::letter_part("heads", sample.letter.language);
    for (int i = 0; !heads.empty(); ++i) {
        const auto bar = heads.find('|');
        TableColumn column{.title = std::string(heads.substr(0, bar)), .least = 96};
        if (i > 2) column.align = Align::right;
        if (i == 3) {
            column.weight = 0;
            column.least = 72;
        }
        if (i == 1) column.rank = 2;
        if (i == 4) column.rank = 1;
        columns.push_back(std::move(column));
        heads = bar == std::string_view::npos ? std::string_view() : heads.substr(bar + 1);
    }
    plain_table(items_, sample.lines.size(),
                {.name = say("letter.field.items"), .columns = columns, .opens = false},
                [&](std::size_t index, std::size_t column) -> Cell {
                    const session::LetterLine& line = sample.lines[index];
                    switch (column) {
                    case 0: return {.text = line.number};
                    case 1: return {.text = core::to_text(line.issued)};
                    case 2: return {.text = core::to_text(line.due)};
                    case 3: return {.text = std::to_string(line.days)};
                    case 4: return {.text = core::to_text(line.amount)};
                    default: return {.text = core::to_text({line.open, line.amount.currency})};
                    }
                });
}

void LetterTexts::save(Desk& desk, bool shipped) {
    core::LetterTemplate kept = letter_;
    kept.language = letter_languages[language_];
    if (shipped) kept.body.clear();
    problem_.clear();
    where_.clear();
    if (fresh_name_ && std::ranges::contains(session::Letters(desk.session).names(), kept.name)) {
        where_ = "name";
        problem_ = say("letter.name_taken", kept.name);
        return;
    }
    if (!shipped && is_blank(kept.body)) { // an empty one would take it away
        where_ = "letter";
        problem_ = error_words({core::ErrorCode::required, "text", {}, 0});
        return;
    }
    desk.act([kept](session::Session& book) { return session::Letters(book).keep(kept); },
             say("letter.text_saved", letter_words(kept.name)),
             [this, &desk, name = kept.name](const core::Result<session::Outcome>& outcome) {
                 if (!outcome) {
                     problem_ = error_words(outcome.error());
                     where_ = outcome.error().field;
                     return;
                 }
                 typed_.forget(desk);
                 const bool gone =
                     !session::Letters(desk.session).text_of(name, letter_languages[language_]);
                 if (gone) return desk.go(with_sheet(desk, "template", {}), true);
                 if (fresh_name_) desk.go(with_sheet(desk, "template", name), true);
                 else load(desk);
             });
}

} // namespace huikuan::ui
