// 导入: a sheet of invoices, customers, contacts, receipts or contacts that were made. Choose a
// file or paste rows, say what they are, check which column means what, look at the first rows, try
// it without writing, then let it run.
#include <algorithm>
#include <array>

#include "core/import.h"
#include "session/import.h"
#include "session/text_file.h"
#include "ui/backend/backend.h"
#include "ui/einvoice_card.h"
#include "ui/import_how.h"
#include "ui/import_kept_card.h"
#include "ui/import_preview.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/frame.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/table.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/pages.h"
#include "ui/start.h"
#include "ui/workbook_notes.h"

namespace huikuan::ui {

namespace {

using session::ImportJob;
using session::ImportPhase;

constexpr std::array<core::ImportKind, core::import_kinds> offered_kinds{
    core::ImportKind::invoices, core::ImportKind::customers, core::ImportKind::contacts,
    core::ImportKind::receipts, core::ImportKind::contact_log};

class ImportPage final : public Page {
public:
    std::string title(Desk&) override { return say("nav.import"); }
    void start_new(Desk& desk) override { pick(desk); }
    void draw(Desk& desk) override;
    double work(Desk& desk) override;
    bool paste(Desk& desk, const std::string& text) override;

private:
    void look_again(Desk& desk);
    void draw_how(Desk& desk);
    void draw_presets(Desk& desk);
    void pick(Desk& desk);
    void take(Desk& desk, std::shared_ptr<platform::File> file);
    void receive(Desk& desk, Desk::Files files);
    void take_next(Desk& desk);
    void draw_waiting(Desk& desk);
    [[nodiscard]] bool is_busy() const { return job_ && job_->phase() == ImportPhase::running; }
    void draw_choose(Desk& desk);
    void draw_file(Desk& desk);
    void draw_mapping();
    void draw_kind();
    void start(Desk& desk, session::ImportWish wish);
    void draw_after(Desk& desk);
    void draw_column(const core::ImportColumn& known, core::ImportMapping& mapping,
                     const std::vector<std::string>& columns);
    void draw_reading(core::ImportMapping& mapping);
    void draw_questions();
    void draw_start(Desk& desk);
    void draw_running(Desk& desk);
    void draw_result(Desk& desk);
    void draw_refused(Desk& desk);

    EInvoiceCard einvoices_;
    ImportKeptCard kept_;
    Cached<std::pair<std::uint64_t, core::ImportKind>, std::vector<std::string>> presets_;
    std::unique_ptr<ImportJob> job_;
    std::shared_ptr<platform::File> file_;
    Desk::Files waiting_;            // that came together with others, in their order
    session::ImportOptions options_; // what a person forced
    std::string preset_name_;
    bool naming_preset_ = false;
    bool listening_ = false;
    TableState preview_state_;
    TableState refused_state_;
    std::string start_problem_;
    std::string paid_on_typed_; // when what was paid before counts as paid
    std::optional<core::Date> paid_on_;
    bool told_ = false;
};

void ImportPage::pick(Desk& desk) {
    const std::string accepted = std::string(sheet_files) + ",.xml";
    desk.backend.pick_files(accepted,
                            [this, &desk](Desk::Files files) { receive(desk, std::move(files)); });
}

// Electronic invoices go to their card; of tables one is imported at a time, the others wait.
void ImportPage::receive(Desk& desk, Desk::Files files) {
    const std::size_t count = files.size();
    einvoices_.take(desk, files);
    const bool only_tables = files.size() == count;
    // What was chosen last takes the place of what was looked at.
    waiting_.insert(waiting_.begin(), files.begin(), files.end());
    if (only_tables && !is_busy()) take_next(desk);
    else if (!files.empty()) desk.go("/import");
}

void ImportPage::take_next(Desk& desk) {
    if (waiting_.empty() || is_busy()) return;
    auto file = waiting_.front();
    waiting_.erase(waiting_.begin());
    take(desk, std::move(file));
}

void ImportPage::draw_waiting(Desk& desk) {
    if (waiting_.empty()) return;
    notice(say("import.waiting", count_text(static_cast<std::int64_t>(waiting_.size()))),
           BadgeKind::accent, true);
    if (einvoices_.empty() && !is_busy() &&
        button(say("import.next_file", waiting_.front()->name()), {.icon = Icon::import})) {
        desk.later([this, &desk] { take_next(desk); });
    }
}

void ImportPage::take(Desk& desk, std::shared_ptr<platform::File> file) {
    if (is_busy()) return;
    file_ = std::move(file);
    options_ = {};
    look_again(desk);
    desk.go("/import");
}

// The same file, read as the options say.
void ImportPage::look_again(Desk& desk) {
    job_ = std::make_unique<ImportJob>(desk.session, file_, options_);
    start_problem_.clear();
    told_ = false;
    desk.backend.request_frame();
}

bool ImportPage::paste(Desk& desk, const std::string& text) {
    const bool rows =
        text.find('\t') != std::string::npos && text.find('\n') < text.find_last_not_of("\r\n\t ");
    if (!rows || is_busy()) return false;
    take(desk, std::make_shared<session::TextFile>(say("import.pasted") + ".tsv", text));
    return true;
}

double ImportPage::work(Desk& desk) {
    if (!listening_) {
        listening_ = true;
        session::prepare_workbooks();
        desk.backend.on_files_dropped(
            [this, &desk](std::vector<std::shared_ptr<platform::File>> files) {
                if (files.empty() || (desk.take_files && desk.take_files(files))) return;
                receive(desk, std::move(files));
            });
    }
    if (!job_ || job_->idle()) return -1;
    job_->step(job_budget_ms);
    const bool ended = job_->phase() == ImportPhase::done;
    if (ended && !told_ && !job_->result().dry_run && job_->result().read > 0) {
        told_ = true;
        const session::ImportResult& result = job_->result();
        toast(result.take_out ? say("import.taken_out_done", count_text(result.taken_out))
                              : say("import.done." + std::string(name_of(job_->kind())),
                                    count_text(result.created - result.credits_created)));
    }
    return 0;
}

void ImportPage::draw(Desk& desk) {
    page_head(say("nav.import"), say("import.summary"));
    if (!einvoices_.empty()) {
        draw_waiting(desk);
        einvoices_.draw(desk);
        return;
    }
    draw_waiting(desk);
    if (!job_) {
        draw_choose(desk);
        return;
    }
    draw_file(desk);
    switch (job_->phase()) {
    case ImportPhase::looking: progress(say("import.looking"), job_->progress(), ""); break;
    case ImportPhase::failed:
        notice(error_words(job_->error()), BadgeKind::bad, true);
        draw_how(desk); // perhaps it was only read wrongly
        break;
    case ImportPhase::scanning:
    case ImportPhase::ready:
        if (job_->phase() == ImportPhase::scanning) {
            progress(say("import.scanning"), job_->progress(), count_text(job_->file().rows));
        }
        draw_workbook_notes(job_->file().workbook);
        { // what one does next stands first: columns and the rest are found out as a rule
            Panel panel(say("import.kind"), 16, 12);
            draw_kind();
            draw_questions();
            draw_start(desk);
        }
        draw_mapping();
        draw_how(desk);
        draw_import_preview(*job_, preview_state_);
        break;
    case ImportPhase::running: draw_running(desk); break;
    case ImportPhase::saving: progress(say("import.saving"), job_->progress(), ""); break;
    case ImportPhase::done:
    case ImportPhase::cancelled:
        draw_result(desk);
        kept_.draw(desk);
        break;
    }
}

void ImportPage::draw_choose(Desk& desk) {
    const EmptyAction action{say("import.choose"), Icon::upload};
    {
        Panel panel(say("import.choose"));
        if (empty_state(Icon::import, say("import.drop"), say("import.drop_detail"),
                        std::span(&action, 1))) {
            pick(desk);
        }
        if (button(say("einvoice.choose"), {.icon = Icon::document})) einvoices_.pick(desk);
        caption(say("einvoice.hint"));
    }
    kept_.draw(desk);
}

void ImportPage::draw_file(Desk& desk) {
    const bool known = job_->phase() != ImportPhase::looking && !job_->file().name.empty();
    Row row(12, true, 36);
    if (known) {
        const session::ImportFile& file = job_->file();
        badge(file.name, BadgeKind::accent);
        const std::string delimiter =
            file.delimiter == '\t' ? say("import.tab") : std::string(1, file.delimiter);
        const std::string kilobytes =
            count_text(static_cast<std::int64_t>((file.bytes + 1023) / 1024));
        if (file.header.empty()) {
            caption(say("import.size", kilobytes)); // nothing of it was understood
        } else if (file.workbook) {
            caption(say("import.workbook", kilobytes, count_text(file.rows),
                        file.workbook->sheets[file.workbook->chosen].name));
        } else {
            caption(say("import.file", kilobytes, count_text(file.rows), file.encoding, delimiter));
        }
        if (job_->idle() && choose_sheet(file.workbook, options_.sheet)) {
            options_.kind.reset(); // another sheet may hold something else
            desk.later([this, &desk] { look_again(desk); });
        }
    }
    if (job_->phase() != ImportPhase::running &&
        button(say("import.other_file"), {.kind = ButtonKind::quiet, .icon = Icon::upload})) {
        pick(desk);
    }
}

void ImportPage::draw_column(const core::ImportColumn& known, core::ImportMapping& mapping,
                             const std::vector<std::string>& columns) {
    const core::ImportField field = known.field;
    const std::string key = "import.field." + std::string(core::name_of(field));
    int chosen = mapping[field] + 1;
    const bool lines = mapping[core::ImportField::line_amount] >= 0; // which the amount is then
    const bool needed = known.required && !(lines && field == core::ImportField::amount);
    std::string example;
    if (mapping[field] >= 0) {
        for (const auto& row : job_->preview()) {
            const auto at = static_cast<std::size_t>(mapping[field]);
            if (at < row.cells.size() && !row.cells[at].empty()) {
                example = say("import.example", row.cells[at]);
                break;
            }
        }
    }
    if (select(word(key), chosen, columns, {.hint = example, .required = needed})) {
        for (int& column : mapping.column) {
            if (chosen > 0 && column == chosen - 1) column = -1;
        }
        mapping[field] = chosen - 1;
    }
}

void ImportPage::draw_how(Desk& desk) {
    Panel panel(say("import.how"), 16, 12);
    if (import_how(job_->file(), options_)) desk.later([this, &desk] { look_again(desk); });
    if (job_->phase() == ImportPhase::ready) draw_presets(desk);
}

// Those that come with the program by the name of the program that they are for.
std::string preset_words(const std::string& name) {
    const auto same = [&](const core::ImportPreset& preset) { return preset.name == name; };
    return std::ranges::any_of(core::import_presets(), same) ? say("import.preset." + name) : name;
}

// What the rows are: guessed from the headings, and to be said otherwise.
void ImportPage::draw_kind() {
    std::vector<std::string> labels;
    for (const core::ImportKind kind : offered_kinds) labels.push_back(import_kind_words(kind));
    const auto* const at = std::ranges::find(offered_kinds, job_->kind());
    int chosen = static_cast<int>(at - std::ranges::begin(offered_kinds));
    if (select(say("import.kind"), chosen, labels, {.width = narrow() ? 0.0F : 320})) {
        options_.kind = offered_kinds[static_cast<std::size_t>(chosen)];
        job_->set_kind(*options_.kind);
        start_problem_.clear();
    }
    caption(say("import.kind_hint." + std::string(name_of(job_->kind()))));
    if (!job_->proposed().empty())
        notice(say("import.proposed", job_->proposed()), BadgeKind::accent);
}

// A mapping that will be needed again, under a name of its own.
void ImportPage::draw_presets(Desk& desk) {
    const auto& presets = presets_.get(std::pair(desk.session.revision(), job_->kind()),
                                       [&] { return job_->presets(); });
    Row row(8, true, 36);
    if (!presets.empty()) {
        std::vector<std::string> labels{say("import.preset_none")};
        for (const std::string& name : presets) labels.push_back(preset_words(name));
        int chosen = 0;
        if (select(say("import.preset"), chosen, labels, {.width = 260, .bare = true}) &&
            chosen > 0) {
            const auto used = job_->use_preset(presets[static_cast<std::size_t>(chosen) - 1]);
            start_problem_ = used ? std::string() : error_words(used.error());
            if (used) toast(say("import.preset_used", labels[static_cast<std::size_t>(chosen)]));
        }
    }
    if (!naming_preset_) {
        if (button(say("import.preset_keep"), {.kind = ButtonKind::quiet, .icon = Icon::save})) {
            naming_preset_ = true;
        }
        return;
    }
    const auto field = text_field(
        say("import.preset_name"), preset_name_,
        {.placeholder = say("import.preset_name"), .width = 240, .autofocus = true, .bare = true});
    const bool named = !is_blank(preset_name_);
    const bool keep = button(say("kit.save"), {.enabled = named}) || (field.committed && named);
    if (keep) {
        desk.later([this, name = preset_name_] {
            const auto kept = job_->keep_preset(name);
            toast(kept ? say("import.preset_kept", name) : error_words(kept.error()), {}, !kept);
        });
        preset_name_.clear();
    }
    if (keep || field.cancelled) naming_preset_ = false;
}

void ImportPage::draw_mapping() {
    Panel panel(say("import.mapping"), 16, 12);
    heading(say("import.mapping"), 2);
    core::ImportMapping mapping = job_->mapping();
    std::vector<std::string> columns{say("import.no_column")};
    for (const std::string& name : job_->file().header) columns.push_back(name);
    {
        const std::size_t across = narrow() ? 1 : 3;
        Columns grid(std::vector<float>(across, 1.0F), 16, 480);
        const auto known = import_columns(mapping.kind);
        const std::size_t per = (known.size() + across - 1) / across;
        for (std::size_t i = 0; i < known.size(); ++i) {
            if (i > 0 && i % per == 0) grid.next();
            draw_column(known[i], mapping, columns);
        }
    }
    divider();
    draw_reading(mapping);
    if (!(mapping == job_->mapping())) job_->set_mapping(mapping);
}

void ImportPage::draw_reading(core::ImportMapping& mapping) {
    Columns grid({1, 1, 1}, 16, 640);
    reading_choices(grid, mapping.date_order, mapping.number_style);
    if (core::import_column(mapping.kind, core::ImportField::currency) == nullptr) return;
    const auto currencies = offered_currencies();
    std::vector<std::string> labels{say("import.book_currency")};
    int currency = 0;
    for (std::size_t i = 0; i < currencies.size(); ++i) {
        labels.push_back(currency_words(currencies[i]));
        if (currencies[i] == mapping.currency) currency = static_cast<int>(i) + 1;
    }
    if (select(say("import.default_currency"), currency, labels)) {
        mapping.currency =
            currency == 0 ? core::Currency{} : currencies[static_cast<std::size_t>(currency - 1)];
    }
}

void ImportPage::draw_questions() {
    for (const core::Error& question : job_->questions()) {
        notice(error_words(question), BadgeKind::warn, true);
    }
    if (!start_problem_.empty()) notice(start_problem_, BadgeKind::bad, true);
}

// What is written is written after drawing.
void ImportPage::start(Desk& desk, session::ImportWish wish) {
    wish.paid_on = paid_on_;
    desk.later([this, wish = std::move(wish)] {
        // What a person corrected is kept, so that it need not be corrected again.
        if (!wish.dry_run && !wish.take_out && job_->corrected()) {
            const auto kept = job_->keep_preset();
            toast(kept ? say("import.preset_kept", job_->proposed()) : error_words(kept.error()),
                  {}, !kept);
        }
        const auto begun = job_->start(wish);
        start_problem_ = begun ? std::string() : error_words(begun.error());
        told_ = false;
        ask_frame_in(0);
    });
}

void ImportPage::draw_start(Desk& desk) {
    const bool ready = job_->phase() != ImportPhase::scanning && job_->questions().empty();
    const std::string hint = ready ? std::string() : say("import.not_ready");
    const core::ImportMapping& mapping = job_->mapping();
    const bool undated = mapping[core::ImportField::open_amount] >= 0 ||
                         (mapping[core::ImportField::settled_amount] >= 0 &&
                          mapping[core::ImportField::settled_date] < 0);
    paid_on_.reset();
    if (job_->kind() == core::ImportKind::invoices && undated) {
        if (paid_on_typed_.empty()) paid_on_typed_ = core::to_text(desk.today);
        const auto day = date_field(say("import.paid_on"), paid_on_typed_, desk.today,
                                    {.hint = say("import.paid_on_hint"), .width = 240});
        if (day.date) paid_on_ = *day.date;
    }
    Row row(8);
    if (button(
            say("import.start", count_text(job_->file().rows)),
            {.kind = ButtonKind::primary, .icon = Icon::import, .enabled = ready, .hint = hint})) {
        start(desk, {});
    }
    if (button(say("import.dry_run"), {.enabled = ready, .hint = hint}))
        start(desk, {.dry_run = true});
}

void ImportPage::draw_running(Desk& desk) {
    (void)desk;
    const session::ImportResult& result = job_->result();
    Panel panel(say("import.running"), 20, 12);
    progress(say(result.dry_run ? "import.trying" : "import.running"), job_->progress(),
             say("import.count_of", count_text(result.read), count_text(job_->file().rows)));
    caption(say("import.cancel_hint"));
    if (button(say("kit.cancel"), {.icon = Icon::close})) job_->cancel();
}

void ImportPage::draw_result(Desk& desk) {
    const session::ImportResult& result = job_->result();
    const bool cancelled = job_->phase() == ImportPhase::cancelled;
    if (cancelled) {
        notice(say("import.cancelled", std::to_string(result.last_line)), BadgeKind::warn, true);
    } else if (result.take_out) {
        notice(say("import.taken_out_done", count_text(result.taken_out)), BadgeKind::good, true);
    } else if (result.dry_run) {
        notice(say("import.tried"), BadgeKind::accent, true);
    } else {
        notice(say("import.finished"), BadgeKind::good, true);
    }
    draw_import_counts(*job_);
    draw_after(desk);
    draw_refused(desk);
}

// What one may do next: for good, more of it, back again, or on to what came in.
void ImportPage::draw_after(Desk& desk) {
    const session::ImportResult& result = job_->result();
    const bool again = result.dry_run || job_->phase() == ImportPhase::cancelled;
    if (result.fillable > 0 && !again) {
        notice(say("import.fillable", count_text(result.fillable)), BadgeKind::accent);
    }
    Row row(8);
    if (again && !result.take_out) {
        draw_start(desk);
        return;
    }
    const bool money = job_->kind() == core::ImportKind::receipts;
    const bool aging = job_->kind() == core::ImportKind::invoices;
    if (aging && button(say("import.see_aging"), {.kind = ButtonKind::primary})) {
        desk.go("/receivables/aging");
    }
    if (money && button(say("import.see_receipts"), {.kind = ButtonKind::primary})) {
        desk.go("/receipts");
    }
    const auto kind = aging || money ? ButtonKind::secondary : ButtonKind::primary;
    if (button(say("import.see_customers"), {.kind = kind})) desk.go("/customers");
    if (result.fillable > 0 && button(say("import.fill", count_text(result.fillable)))) {
        start(desk, {.fill = true});
    }
    if (job_->filled() > 0 && button(say("import.unfill"), {.icon = Icon::undo})) {
        desk.later([this] {
            const auto count = count_text(static_cast<std::int64_t>(job_->filled()));
            const auto emptied = job_->undo_filling();
            toast(emptied ? say("import.unfilled", count) : error_words(emptied.error()), {},
                  !emptied);
        });
    }
    const bool half_out = result.take_out && job_->phase() == ImportPhase::cancelled;
    if (result.take_out && button(say("import.again"), {.icon = Icon::import})) start(desk, {});
    const bool something = result.created + result.updated + result.skipped > 0;
    if ((half_out || (!result.take_out && something)) &&
        button(say("import.take_out"), {.kind = ButtonKind::danger, .icon = Icon::undo})) {
        start(desk, {.take_out = true, .reason = say("import.take_out_reason", job_->file().name)});
    }
}

void ImportPage::draw_refused(Desk& desk) {
    const auto& refused = job_->refused();
    if (refused.empty()) return;
    {
        Row row(12, true, 36);
        heading(say("import.refused_title", count_text(job_->result().refused)), 2);
        if (button(say("import.save_refused"), {.icon = Icon::download})) {
            desk.later([this, &desk] {
                auto out = desk.library.save_file(say("import.refused_file") + ".csv", "text/csv");
                if (out) job_->save_refused(std::move(out), error_words, say("import.reason"));
            });
        }
    }
    const std::vector<TableColumn> columns{
        {say("import.line"), 0.2F, 80, Align::right, {}, 0},
        {say("import.reason"), 4, 240, Align::left, {}, 0, false, true}};
    boxed_table(refused_state_, refused.size(),
                {.name = say("import.refused"), .columns = columns, .height = 320, .opens = false},
                [&](std::size_t index, std::size_t column) -> Cell {
                    const session::RefusedRow& row = refused[index];
                    if (column == 0) return {.text = std::to_string(row.line)};
                    std::string reasons;
                    for (core::Error error : row.errors) {
                        error.line = 0; // it stands beside
                        reasons += (reasons.empty() ? "" : " ") + error_words(error);
                    }
                    return {.text = reasons};
                });
}

} // namespace

std::unique_ptr<Page> make_import_page() { return std::make_unique<ImportPage>(); }

} // namespace huikuan::ui
