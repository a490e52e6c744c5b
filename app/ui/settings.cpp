// 设置: the company, how it looks and speaks, and the ways in and out of the book: files for
// colleagues, merging theirs, sample data.
#include "session/bundle.h"
#include "session/demo.h"
#include "ui/backend/backend.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/frame.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/pages.h"
#include "ui/storage_card.h"

namespace huikuan::ui {

namespace {

using session::JobPhase;

class SettingsPage final : public Page {
public:
    std::string title(Desk&) override { return say("nav.settings"); }
    void draw(Desk& desk) override;
    double work(Desk& desk) override;

    void fill(Desk& desk);
    void join(Desk& desk, std::shared_ptr<platform::File> file);

private:
    void draw_company(Desk& desk);
    void draw_looks(Desk& desk);
    void draw_files(Desk& desk);
    void draw_export(Desk& desk);
    void draw_merge(Desk& desk);
    void draw_merge_report(const session::MergeReport& report);
    void draw_book(Desk& desk);
    void draw_filling();
    bool work_export();
    bool work_merge(Desk& desk);

    std::string company_;
    std::string company_shown_;
    std::unique_ptr<session::ExportJob> export_;
    std::unique_ptr<session::MergeJob> merge_;
    std::unique_ptr<session::DemoJob> demo_;
    StorageCard storage_;
    bool merge_open_ = false;
    bool merge_told_ = false;
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
    if (!file) return;
    merge_ = std::make_unique<session::MergeJob>(desk.session, std::move(file));
    merge_open_ = true;
    merge_told_ = false;
    desk.backend.request_frame();
}

bool SettingsPage::work_export() {
    if (!export_ || export_->phase() != JobPhase::working) return false;
    constexpr double budget_ms = 8;
    export_->step(budget_ms);
    if (export_->phase() == JobPhase::done) {
        toast(say("export.done", count_text(static_cast<std::int64_t>(export_->changes()))));
        export_.reset();
    } else if (export_->phase() == JobPhase::failed) {
        toast(error_words(export_->error()), {}, true);
    }
    return true;
}

bool SettingsPage::work_merge(Desk& desk) {
    if (!merge_) return false;
    if (!merge_open_) { // closed before it was accepted: everything as it was
        if (merge_->phase() == JobPhase::working || merge_->phase() == JobPhase::preview) {
            merge_->cancel();
        }
        merge_.reset();
        return true;
    }
    if (merge_->phase() == JobPhase::done && !merge_told_) {
        merge_told_ = true;
        toast(say("merge.done", count_text(static_cast<std::int64_t>(merge_->report().fresh))));
        merge_open_ = false;
        desk.backend.request_frame();
    }
    if (merge_->phase() != JobPhase::working) return false;
    constexpr double budget_ms = 10;
    merge_->step(budget_ms);
    return true;
}

double SettingsPage::work(Desk& desk) {
    bool busy = work_export();
    busy = work_merge(desk) || busy;
    if (demo_) {
        constexpr double budget_ms = 12;
        if (demo_->finished()) {
            demo_.reset();
            toast(say("sample.done"));
            desk.go("/receivables/aging");
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
    page_head(say("nav.settings"), say("settings.summary"));
    draw_filling();
    Columns columns({1, 1}, 16, 900);
    draw_company(desk);
    draw_looks(desk);
    columns.next();
    draw_files(desk);
    draw_book(desk);
    storage_.draw(desk);
    draw_merge(desk);
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
    const bool empty = company_.find_first_not_of(' ') == std::string::npos;
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
            desk.backend.prewarm(all_text(wanted));
        });
    }
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

void SettingsPage::draw_files(Desk& desk) {
    Panel panel(say("settings.files"), 20, 12);
    heading(say("settings.files"), 2);
    text(say("export.detail"), {.tone = Tone::soft});
    draw_export(desk);
    divider();
    text(say("merge.detail"), {.tone = Tone::soft});
    if (button(say("merge.choose"), {.icon = Icon::join})) {
        desk.backend.pick_file(
            ".gz,.ndjson,.json",
            [this, &desk](std::shared_ptr<platform::File> file) { join(desk, std::move(file)); });
    }
}

void SettingsPage::draw_export(Desk& desk) {
    if (export_ && export_->phase() == JobPhase::working) {
        progress(say("export.running"), export_->progress(),
                 count_text(static_cast<std::int64_t>(export_->changes())));
        if (button(say("kit.cancel"), {.icon = Icon::close})) export_->cancel();
        return;
    }
    const auto start = [&](session::BundleForm form, std::string_view mime) {
        desk.later([this, &desk, form, mime = std::string(mime)] {
            session::ExportOptions options;
            options.form = form;
            options.rows = form == session::BundleForm::json;
            const std::string name = session::bundle_file_name(desk.session, form);
            auto out = desk.library.save_file(name, mime);
            if (!out) return;
            export_ = std::make_unique<session::ExportJob>(desk.session, options, std::move(out));
            desk.backend.request_frame();
        });
    };
    Row row(8);
    if (button(say("export.start"), {.kind = ButtonKind::primary, .icon = Icon::download})) {
        start(session::BundleForm::ndjson_gzip, "application/gzip");
    }
    if (button(say("export.json"), {.icon = Icon::download})) {
        start(session::BundleForm::json, "application/json");
    }
}

void SettingsPage::draw_merge(Desk& desk) {
    (void)desk;
    Dialog dialog("merge", say("merge.title"), merge_open_, 560);
    if (!dialog || !merge_) return;
    switch (merge_->phase()) {
    case JobPhase::working:
        progress(say("merge.reading"), merge_->progress(), say("percent", merge_->progress() / 10));
        if (button(say("kit.cancel"), {.icon = Icon::close})) merge_open_ = false;
        break;
    case JobPhase::preview: {
        draw_merge_report(merge_->report());
        Row row(8);
        const bool news = merge_->report().fresh > 0;
        if (button(say("merge.accept"), {.kind = ButtonKind::primary, .enabled = news})) {
            merge_->accept();
            ask_frame_in(0);
        }
        if (button(say(news ? "kit.cancel" : "kit.close_words"))) merge_open_ = false;
        break;
    }
    case JobPhase::failed:
        notice(error_words(merge_->error()), BadgeKind::bad, true);
        text(say("merge.nothing_changed"), {.tone = Tone::soft});
        if (button(say("kit.close_words"))) merge_open_ = false;
        break;
    case JobPhase::done:
    case JobPhase::cancelled: merge_open_ = false; break;
    }
}

void SettingsPage::draw_merge_report(const session::MergeReport& report) {
    text(say("merge.from", report.made), {.letters = Letters::strong});
    const auto number = [](std::uint64_t value) {
        return count_text(static_cast<std::int64_t>(value));
    };
    {
        Row facts(28);
        fact(say("merge.fresh"), number(report.fresh), Tone::green);
        fact(say("merge.known"), number(report.known));
        fact(say("merge.held"), number(report.held), report.held > 0 ? Tone::amber : Tone::text);
        fact(say("merge.unknown"), number(report.unknown));
    }
    const auto grew = [](std::string_view name, std::int64_t before, std::int64_t after) {
        fact(name, count_text(before) + " → " + count_text(after));
    };
    {
        Row facts(28);
        grew(say("nav.customers"), report.before.customers, report.after.customers);
        grew(say("invoices.title"), report.before.invoices, report.after.invoices);
        grew(say("nav.receipts"), report.before.receipts, report.after.receipts);
    }
    if (!report.new_exceptions.empty()) {
        notice(say("merge.exceptions", std::to_string(report.new_exceptions.size())),
               BadgeKind::warn);
    }
    for (const core::DeviceId device : report.clocks_ahead) {
        notice(say("merge.clock", device.view()), BadgeKind::warn);
    }
    if (report.new_device) notice(say("merge.new_device"), BadgeKind::warn);
    if (report.fresh == 0) notice(say("merge.no_news"), BadgeKind::neutral);
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

void fill_with_sample(Page& settings, Desk& desk) {
    if (auto* page = dynamic_cast<SettingsPage*>(&settings)) page->fill(desk);
}
void join_from_file(Page& settings, Desk& desk, std::shared_ptr<platform::File> file) {
    if (auto* page = dynamic_cast<SettingsPage*>(&settings)) page->join(desk, std::move(file));
}

} // namespace huikuan::ui
