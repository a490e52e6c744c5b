#include "ui/start.h"

#include <algorithm>
#include <utility>

#include "ui/desk.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/frame.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"

namespace huikuan::ui {

std::vector<core::Currency> offered_currencies() {
    static const std::vector<core::Currency> all = [] {
        std::vector<core::Currency> out;
        for (const char* code : {"CNY", "USD", "EUR", "HKD", "JPY", "GBP", "SGD", "TWD", "AUD"}) {
            if (const auto currency = core::parse_currency(code)) out.push_back(*currency);
        }
        for (const core::Currency& currency : core::known_currencies()) {
            if (std::ranges::find(out, currency) == out.end()) out.push_back(currency);
        }
        return out;
    }();
    return all;
}

std::string currency_words(core::Currency currency) {
    const std::string code(currency.view());
    const std::string key = "currency." + code;
    return has_key(language(), key) ? code + " · " + std::string(word(key)) : code;
}

AfterOpening StartPage::take_plan() { return std::exchange(plan_, AfterOpening::nothing); }
std::shared_ptr<platform::File> StartPage::take_file() { return std::exchange(file_, nullptr); }

void StartPage::draw_opening(Library& library) {
    const Window window = window_css();
    const Area area({.role = Role::main,
                     .name = say("app.name"),
                     .left = window.left,
                     .top = window.top,
                     .width = window.width,
                     .height = window.height,
                     .padding_x = 20,
                     .padding_y = window.height * 0.32F,
                     .gap = 16,
                     .max_width = 420});
    heading(say("app.name"), 1);
    if (library.state() == LibraryState::looking) {
        progress(say("start.looking"), 0, "");
    } else {
        progress(say("start.opening"), library.progress(), say("percent", library.progress() / 10));
    }
}

void StartPage::draw(Library& library, Backend& backend, core::Date today) {
    (void)today;
    const Window window = window_css();
    const Area area({.role = Role::main,
                     .name = say("start.title"),
                     .left = window.left,
                     .top = window.top,
                     .width = window.width,
                     .height = window.height,
                     .padding_x = narrow() ? 16.F : 32.F,
                     .padding_y = narrow() ? 24.F : 56.F,
                     .gap = 16,
                     .scrolls = true,
                     .max_width = 1040});
    {
        Row head(12, false, 40);
        heading(say("app.name"), 1);
        push_right(button_width_css(say("start.other_language"), true));
        if (button(say("start.other_language"), {.kind = ButtonKind::quiet, .icon = Icon::globe})) {
            const Language next = language() == Language::zh ? Language::en : Language::zh;
            set_language(next);
            backend.set_setting("language", tag_of(next));
            backend.set_language(std::string(tag_of(next)));
        }
    }
    if (texts_missing()) notice(say("settings.language_missing"), BadgeKind::bad, true);
    text(say("start.summary"), {.letters = Letters::body, .tone = Tone::soft});
    if (const core::Error* problem = library.problem()) {
        const std::string& of = library.subject();
        const std::string words = error_words(*problem);
        notice(of.empty() ? words : say("start.problem", of, words), BadgeKind::bad, true);
        if (std::exchange(unanswered_, false)) scroll_to_top(); // the button may be far below
        if (const std::string empty = library.found_empty();
            !empty.empty() && button(say("start.remove_empty"), {.icon = Icon::close}))
            library.remove(empty);
    }
    if (const std::string locked = library.take_locked(); !locked.empty()) {
        for (const session::BookEntry& book : library.books())
            if (book.name == locked) ask_passphrase(book);
    }
    space(8);
    if (!library.books().empty()) draw_books(library);
    draw_doors(library, backend);
    space(4);
    text(say("start.privacy"), {.letters = Letters::caption, .tone = Tone::soft});
    draw_form(library);
    draw_seal(library);
}

namespace {

std::string opened_words(const session::BookEntry& book) {
    const std::string moment = book.opened_ms > 0 ? moment_text(book.opened_ms) : "–";
    return narrow() ? moment.substr(0, 10) : say("start.opened", moment); // on a phone the day
}

} // namespace

void StartPage::draw_books(Library& library) {
    heading(say("start.books"), 2);
    Panel panel(say("start.books"), 8, 2);
    for (const session::BookEntry& book : library.books()) {
        const Named named(book.name);
        const std::string label = book.label.empty() ? say("start.unnamed") : book.label;
        const std::string detail = book.sealed ? say("start.sealed") : opened_words(book);
        if (!menu_line(book.sealed ? Icon::shield : Icon::building, label, detail, false)) continue;
        if (book.sealed) {
            ask_passphrase(book);
        } else {
            unanswered_ = true;
            library.open(book.name);
        }
        break;
    }
}

void StartPage::ask_passphrase(const session::BookEntry& book) {
    sealed_ = book.name;
    sealed_label_ = book.label.empty() ? say("start.unnamed") : book.label;
    passphrase_.clear();
    seal_open_ = true;
}

void StartPage::draw_seal(Library& library) {
    Dialog dialog("seal", say("start.unlock", sealed_label_), seal_open_);
    if (!dialog) return;
    const auto field =
        text_field(say("label.passphrase"), passphrase_,
                   {.kind = FieldKind::password, .required = true, .autofocus = true});
    Row row(8);
    const bool unlock =
        button(say("start.open"), {.kind = ButtonKind::primary, .enabled = !passphrase_.empty()});
    if ((unlock || field.committed) && !passphrase_.empty()) {
        library.open(sealed_, passphrase_);
        passphrase_.clear();
        seal_open_ = false;
    }
    if (button(say("kit.cancel"))) seal_open_ = false;
}

void StartPage::draw_doors(Library& library, Backend& backend) {
    heading(say(library.books().empty() ? "start.begin" : "start.another"), 2);
    const bool first = library.books().empty();
    {
        Columns doors({1, 1, 1}, 16, 720);
        if (door(Icon::sample, say("start.sample"), say("start.sample_detail"), first)) {
            plan_ = AfterOpening::sample;
            const auto currency = core::parse_currency(language() == Language::zh ? "CNY" : "USD");
            library.create({say("start.sample_company"), currency.value_or(core::Currency{})});
        }
        doors.next();
        if (door(Icon::import, say("start.import"), say("start.import_detail"))) {
            plan_ = AfterOpening::import;
            form_open_ = true;
        }
        doors.next();
        if (door(Icon::join, say("start.join"), say("start.join_detail"))) {
            backend.pick_file(".gz,.ndjson,.json,.huikuan",
                              [this, &library](std::shared_ptr<platform::File> file) {
                                  if (!file) return;
                                  file_ = std::move(file);
                                  plan_ = AfterOpening::join;
                                  const auto currency = core::parse_currency("CNY");
                                  // Without a company the book takes the file's identity.
                                  library.create({"", currency.value_or(core::Currency{})});
                              });
        }
    }
    Row row(8);
    if (button(say("start.new_book"), {.icon = Icon::plus})) {
        plan_ = AfterOpening::nothing;
        form_open_ = true;
    }
    if (button(say("start.open_file"), {.icon = Icon::save})) {
        backend.pick_file(".huikuan,.sqlite,.db",
                          [this, &library](std::shared_ptr<platform::File> file) {
                              if (!file) return;
                              unanswered_ = true;
                              library.open_file(std::move(file));
                          });
    }
}

void StartPage::draw_form(Library& library) {
    Dialog dialog("new_book", say("start.new_book"), form_open_);
    if (!dialog) {
        tried_ = false;
        return;
    }
    text(say("start.new_book_detail"), {.tone = Tone::soft});
    const bool missing = is_blank(company_);
    const std::string problem = tried_ && missing ? say("start.company_missing") : std::string();
    const auto field = text_field(say("label.company"), company_,
                                  {.error = problem,
                                   .placeholder = say("start.company_example"),
                                   .required = true,
                                   .autofocus = true});
    const auto currencies = offered_currencies();
    std::vector<std::string> labels;
    for (const core::Currency& currency : currencies) labels.push_back(currency_words(currency));
    select(say("label.currency"), currency_, labels, {.hint = say("start.currency_hint")});
    text_field(say("label.passphrase"), passphrase_,
               {.kind = FieldKind::password, .hint = say("start.passphrase_hint")});
    Row row(8);
    const bool create = button(say("start.create"), {.kind = ButtonKind::primary});
    if (create || field.committed) {
        tried_ = true;
        if (!missing) {
            library.create({company_, currencies[static_cast<std::size_t>(currency_)]},
                           passphrase_);
            form_open_ = false;
            passphrase_.clear();
            company_.clear();
        }
    }
    if (button(say("kit.cancel"))) form_open_ = false;
}

} // namespace huikuan::ui
