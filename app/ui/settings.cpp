// 设置: the company, how it looks and speaks, and the ways in and out of the book: files for
// colleagues, merging theirs, sample data.
#include "core/text.h"
#include "session/demo.h"
#include "ui/backend/backend.h"
#include "ui/calendar_rates.h"
#include "ui/collection_words.h"
#include "ui/exchange.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/frame.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/law_page.h"
#include "ui/lists.h"
#include "ui/pages.h"
#include "ui/process_page.h"
#include "ui/storage_card.h"

namespace huikuan::ui {

namespace {

class SettingsPage final : public Page {
public:
    std::string title(Desk& desk) override {
        const std::string part = desk.route.part(1);
        return say(part == "calendar"  ? "calendar.title"
                   : part == "rates"   ? "rates.title"
                   : part == "process" ? "process.title"
                   : part == "conduct" ? "conduct_page.title"
                   : part == "law"     ? "law_page.title"
                                       : "nav.settings");
    }
    void draw(Desk& desk) override;
    double work(Desk& desk) override;

    void fill(Desk& desk);
    void join(Desk& desk, std::shared_ptr<platform::File> file);

private:
    void draw_company(Desk& desk);
    void draw_me(Desk& desk);
    void draw_tables(Desk& desk);
    void draw_process(Desk& desk);
    void draw_looks(Desk& desk);
    void draw_book(Desk& desk);
    void draw_filling();

    std::string company_;
    std::string company_shown_;
    std::optional<std::string> me_;
    Exchange exchange_;
    std::unique_ptr<session::DemoJob> demo_;
    StorageCard storage_;
    CalendarPage calendar_;
    RatesPage rates_;
    ProcessPage process_;
    ConductPage conduct_;
    LawPage law_;
};

// --- jobs

void SettingsPage::fill(Desk& desk) {
    session::DemoOptions options;
    options.customers = 120;
    options.invoices = 2400;
    options.seed = 20;
    options.today = desk.session.today();
    demo_ = std::make_unique<session::DemoJob>(desk.session, options);
}

void SettingsPage::join(Desk& desk, std::shared_ptr<platform::File> file) {
    exchange_.merge(desk, std::move(file));
}

double SettingsPage::work(Desk& desk) {
    bool busy = exchange_.work(desk);
    if (demo_) {
        constexpr double budget_ms = 12;
        if (demo_->finished()) {
            demo_.reset();
            toast(say("sample.done"));
            desk.backend.request_frame();
        } else {
            demo_->step(budget_ms);
        }
        busy = true;
    }
    return busy ? 0 : -1;
}

// --- drawing

void SettingsPage::draw(Desk& desk) {
    if (desk.route.part(1) == "calendar") return calendar_.draw(desk);
    if (desk.route.part(1) == "rates") return rates_.draw(desk);
    if (desk.route.part(1) == "process") return process_.draw(desk);
    if (desk.route.part(1) == "conduct") return conduct_.draw(desk);
    if (desk.route.part(1) == "law") return law_.draw(desk);
    page_head(say("nav.settings"), say("settings.summary"));
    draw_filling();
    Columns columns({1, 1}, 16, 900);
    draw_company(desk);
    draw_me(desk);
    draw_process(desk);
    draw_tables(desk);
    draw_looks(desk);
    columns.next();
    exchange_.draw(desk);
    draw_book(desk);
    storage_.draw(desk);
    exchange_.draw_dialogs(desk);
}

void SettingsPage::draw_filling() {
    if (!demo_) return;
    Panel panel(say("sample.filling"), 20, 12);
    progress(say("sample.filling"), demo_->progress(), say("percent", demo_->progress() / 10));
}

void SettingsPage::draw_company(Desk& desk) {
    Panel panel(say("settings.company"), 20, 12);
    heading(say("settings.company"), 2);
    const core::BookRow book = desk.session.book();
    if (company_shown_ != book.company) company_ = company_shown_ = book.company;
    const bool empty = is_blank(company_);
    const std::string problem = empty ? say("start.company_missing") : std::string();
    const auto field = text_field(say("label.company"), company_, {.error = problem});
    fact(say("label.currency"), book.currency.view());
    const bool changed = company_ != book.company && !empty;
    Row row(8);
    if ((button(say("kit.save"), {.kind = ButtonKind::primary, .enabled = changed}) ||
         field.committed) &&
        changed) {
        core::SetFields set;
        set.fields.kind = core::RegisterKind::book;
        set.fields.entity = core::entity_of(book.id);
        set.fields.fields.emplace_back("company", company_);
        desk.run(std::move(set), say("settings.company_saved"));
    }
}

// Who writes at this device: of the device, not of the book.
void SettingsPage::draw_me(Desk& desk) {
    Panel panel(say("settings.me"), 20, 12);
    heading(say("settings.me"), 2);
    caption(say("settings.me_detail"));
    if (!me_) me_ = me(desk);
    const auto field = text_field(say("settings.me"), *me_, {});
    const std::string name(core::trim(*me_));
    const bool changed = name != me(desk);
    if ((button(say("settings.me_keep"), {.enabled = changed}) || field.committed) && changed) {
        keep_me(desk, name);
        toast(say("settings.me_saved"));
    }
}

// Lists that the rules of terms and interest look things up in.
void SettingsPage::draw_tables(Desk& desk) {
    Panel panel(say("settings.tables"), 20, 12);
    heading(say("settings.tables"), 2);
    caption(say("settings.tables_detail"));
    Row row(8);
    if (button(say("calendar.title"), {.icon = Icon::calendar})) desk.go("/settings/calendar");
    if (button(say("rates.title"), {.icon = Icon::columns})) desk.go("/settings/rates");
}

void SettingsPage::draw_process(Desk& desk) {
    Panel panel(say("settings.process"), 20, 12);
    heading(say("settings.process"), 2);
    caption(say("settings.process_detail"));
    Row row(8);
    if (button(say("process.title"), {.icon = Icon::split})) desk.go("/settings/process");
    if (button(say("conduct_page.title"), {.icon = Icon::shield})) desk.go("/settings/conduct");
    if (button(say("law_page.title"), {.icon = Icon::scales})) desk.go("/settings/law");
}

void SettingsPage::draw_looks(Desk& desk) {
    Panel panel(say("settings.looks"), 20, 12);
    heading(say("settings.looks"), 2);
    caption(say("settings.language"));
    int tongue = language() == Language::zh ? 0 : 1;
    bool changed = false;
    {
        Row row(20);
        changed = radio("中文", tongue, 0);
        changed = radio("English", tongue, 1) || changed;
    }
    if (changed) {
        const Language wanted = tongue == 0 ? Language::zh : Language::en;
        desk.later([wanted, &desk] {
            set_language(wanted);
            desk.keep_setting("language", std::string(tag_of(wanted)));
            desk.backend.set_language(std::string(tag_of(wanted)));
        });
    }
    if (texts_missing()) notice(say("settings.language_missing"), BadgeKind::bad, true);
    caption(say("settings.theme"));
    int theme = static_cast<int>(theme_choice());
    changed = false;
    {
        Row row(20);
        changed = radio(say("settings.theme_system"), theme, 0);
        changed = radio(say("settings.theme_light"), theme, 1) || changed;
        changed = radio(say("settings.theme_dark"), theme, 2) || changed;
    }
    if (!changed) return;
    const auto choice = static_cast<ThemeChoice>(theme);
    desk.later([choice, &desk] {
        choose_theme(choice);
        desk.keep_setting("theme", choice == ThemeChoice::dark    ? "dark"
                                   : choice == ThemeChoice::light ? "light"
                                                                  : "system");
    });
}

void SettingsPage::draw_book(Desk& desk) {
    Panel panel(say("settings.book"), 20, 12);
    heading(say("settings.book"), 2);
    caption(say("settings.book_id", core::to_text(desk.session.book().id)));
    Row row(8);
    if (button(say("settings.other_book"), {.icon = Icon::building})) {
        desk.later([&desk] {
            const session::Status status = desk.session.status();
            if (status.unsaved > 0 && status.save == session::SaveState::saving) {
                toast(say("settings.still_saving"), {}, true);
            } else {
                desk.library.close();
            }
        });
    }
    const Environment& environment = desk.backend.environment();
    if (environment.installable && button(say("settings.install"), {.icon = Icon::download})) {
        desk.backend.install();
    }
    if (environment.update_ready &&
        button(say("settings.update"), {.kind = ButtonKind::primary, .icon = Icon::check})) {
        desk.later([&desk] { desk.backend.apply_update(); });
    }
}

} // namespace

std::unique_ptr<Page> make_settings_page() { return std::make_unique<SettingsPage>(); }

// Both are given what make_settings_page() made (pages.h).
void fill_with_sample(Page& settings, Desk& desk) {
    static_cast<SettingsPage&>(settings).fill(desk);
}
void join_from_file(Page& settings, Desk& desk, std::shared_ptr<platform::File> file) {
    static_cast<SettingsPage&>(settings).join(desk, std::move(file));
}

} // namespace huikuan::ui
