// A statement on its way in.
#include <algorithm>

#include "session/text_file.h"
#include "ui/backend/backend.h"
#include "ui/bank_view.h"
#include "ui/import_how.h"
#include "ui/kit/format.h"
#include "ui/kit/frame.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/workbook_notes.h"

namespace huikuan::ui {

namespace {

using session::BankImport;
using session::BankImportPhase;

} // namespace

void BankImportView::pick(Desk& desk) {
    desk.backend.pick_file(sheet_files, [this, &desk](std::shared_ptr<platform::File> file) {
        if (file) take(desk, std::move(file));
    });
}

void BankImportView::take(Desk& desk, std::shared_ptr<platform::File> file) {
    file_ = std::move(file);
    options_ = {};
    read_file(desk);
    if (desk.route.part(1) != "bank") desk.go("/receipts/bank");
}

void BankImportView::read_file(Desk& desk) {
    import_ = std::make_unique<BankImport>(desk.session, file_, options_);
    account_.clear();
    asked_account_.clear();
    columns_open_ = false;
    lines_state_ = {};
    desk.backend.request_frame();
}

bool BankImportView::paste(Desk& desk, const std::string& text) {
    const bool rows =
        text.find('\t') != std::string::npos && text.find('\n') < text.find_last_not_of("\r\n\t ");
    if (!rows) return false;
    take(desk, std::make_shared<session::TextFile>(say("import.pasted") + ".tsv", text));
    return true;
}

double BankImportView::work(Desk&) {
    if (!prepared_) session::prepare_workbooks();
    prepared_ = true;
    if (!import_ || import_->idle()) return -1;
    import_->step(job_budget_ms);
    if (import_->phase() == BankImportPhase::ready) {
        account_ = asked_account_ = import_->account();
        columns_open_ = std::ranges::any_of(import_->questions(), [](const core::Error& error) {
            return error.field != "account";
        });
    }
    return 0;
}

void BankImportView::draw(Desk& desk) {
    {
        Row row(12, true, 36);
        const session::ImportFile& file = import_->file();
        badge(file.name, BadgeKind::accent);
        if (import_->phase() == BankImportPhase::ready) {
            caption(file.workbook ? say("bank.workbook", count_text(file.rows),
                                        file.workbook->sheets[file.workbook->chosen].name)
                                  : say("bank.file", count_text(file.rows), file.encoding));
            if (import_->learnt()) badge(say("bank.learnt"), BadgeKind::good);
        }
        if (import_->idle() && choose_sheet(file.workbook, options_.sheet)) {
            desk.later([this, &desk] { read_file(desk); });
        }
        if (button(say("import.other_file"), {.kind = ButtonKind::quiet, .icon = Icon::upload})) {
            pick(desk);
        }
        if (button(say("kit.cancel"), {.kind = ButtonKind::quiet, .icon = Icon::close})) {
            desk.later([this] { import_.reset(); });
        }
    }
    switch (import_->phase()) {
    case BankImportPhase::looking:
    case BankImportPhase::reading: progress(say("bank.reading"), import_->progress(), ""); break;
    case BankImportPhase::failed:
        notice(error_words(import_->error()), BadgeKind::bad, true);
        draw_how(desk); // perhaps it was only read wrongly
        break;
    case BankImportPhase::ready: draw_ready(desk); break;
    case BankImportPhase::done: break;
    }
}

void BankImportView::draw_how(Desk& desk) {
    Panel panel(say("import.how"), 16, 12);
    if (import_how(import_->file(), options_)) desk.later([this, &desk] { read_file(desk); });
}

void BankImportView::draw_ready(Desk& desk) {
    const core::BankReading& reading = import_->reading();
    {
        Panel panel(say("bank.statement"), 16, 12);
        Columns grid({2, 3}, 24, 720);
        const auto field = text_field(say("bank.field.account"), account_,
                                      {.hint = say("bank.account_hint"), .required = true});
        // The name of the account is part of every line's: a long statement waits for the whole.
        constexpr std::size_t quick = 3'000;
        const bool whole = field.committed || field.left || !field.focused;
        if (account_ != asked_account_ && (whole || reading.lines.size() <= quick)) {
            asked_account_ = account_;
            import_->set_account(account_);
        }
        grid.next();
        Row facts(28, true);
        const auto known = static_cast<std::int64_t>(reading.lines.size()) -
                           static_cast<std::int64_t>(import_->fresh());
        fact(say("bank.fresh"), count_text(static_cast<std::int64_t>(import_->fresh())),
             Tone::green);
        fact(say("bank.known"), count_text(known));
        fact(say("bank.period"), reading.lines.empty()
                                     ? "–"
                                     : date_text(reading.first) + " – " + date_text(reading.last));
        // What was left out, where something was: a row of noughts pushes the button down.
        const auto left_out = [](const char* key, std::int64_t count, Tone tone) {
            if (count > 0) fact(say(key), count_text(count), tone);
        };
        left_out("bank.unmoved", reading.unmoved + reading.uncounted, Tone::text);
        left_out("bank.repeated", reading.repeated, Tone::text);
        left_out("import.refused", static_cast<std::int64_t>(reading.refused.size()), Tone::red);
    }
    const bool readable = std::ranges::all_of(
        import_->questions(), [](const core::Error& error) { return error.field == "account"; });
    if (readable && reading.lines.empty() && reading.refused.empty()) {
        notice(say("bank.no_lines"), BadgeKind::neutral, true);
    }
    for (const core::Error& question : import_->questions()) {
        notice(bank_question_words(question), BadgeKind::warn, true);
    }
    draw_actions(desk);
    draw_workbook_notes(import_->file().workbook);
    draw_bank_notes(reading);
    if (import_->known_otherwise() > 0) {
        bool keep = import_->keeps_otherwise();
        if (checkbox(say("bank.keep_otherwise"), keep)) import_->keep_otherwise(keep);
    }
    if (columns_open_) {
        columns_.draw(*import_);
        draw_how(desk);
    }
    draw_lines(desk);
    draw_refused(desk);
}

void BankImportView::draw_actions(Desk& desk) {
    const bool ready = import_->questions().empty() && import_->fresh() > 0;
    std::string hint;
    if (!import_->questions().empty()) hint = say("bank.not_ready");
    else if (!import_->reading().lines.empty()) hint = ready ? "" : say("bank.all_known");
    else if (!import_->reading().refused.empty()) hint = say("bank.all_refused");
    Row row(8);
    if (button(
            say("bank.take_in", count_text(static_cast<std::int64_t>(import_->fresh()))),
            {.kind = ButtonKind::primary, .icon = Icon::import, .enabled = ready, .hint = hint})) {
        const std::string done =
            say("bank.taken_in", count_text(static_cast<std::int64_t>(import_->fresh())));
        desk.act([this](session::Session&) { return import_->run(); }, done,
                 [this](const core::Result<session::Outcome>& outcome) {
                     if (outcome) import_.reset();
                     else toast(error_words(outcome.error()), {}, true);
                 });
    }
    if (button(say("bank.columns"), {.icon = Icon::columns, .selected = columns_open_})) {
        columns_open_ = !columns_open_;
    }
    if (!ready && !hint.empty()) caption(hint);
}

void BankImportView::draw_lines(Desk& desk) {
    const auto& lines = import_->reading().lines;
    if (lines.empty()) return;
    heading(say("bank.lines_title", count_text(static_cast<std::int64_t>(lines.size()))), 2);
    const std::vector<TableColumn> columns{
        {say("import.line"), 0.2F, 60, Align::right, {}, 4},
        {say("bank.field.date"), 0.5F, 100, Align::left, {}, 0},
        {say("bank.field.payer"), 2, 140, Align::left, {}, 1, true},
        {say("bank.field.memo"), 2, 120, Align::left, {}, 3},
        {say("bank.field.amount"), 1, 120, Align::right, {}, 0},
        {say("bank.field.balance"), 1, 120, Align::right, {}, 5},
        {say("bank.state"), 0.5F, 80, Align::left, {}, 2}};
    const core::Currency own = desk.session.book().currency;
    boxed_table(lines_state_, lines.size(),
                {.name = say("bank.tab"), .columns = columns, .height = 360, .opens = false},
                [&](std::size_t index, std::size_t column) -> Cell {
                    const auto& line = lines[index];
                    const core::Money amount{line.what.minor, line.currency};
                    switch (column) {
                    case 0: return {.text = std::to_string(line.line), .tone = Tone::soft};
                    case 1: return {.text = date_text(line.what.date), .date = line.what.date};
                    case 2: return {.text = line.what.payer.empty() ? "–" : line.what.payer};
                    case 3: return {.text = line.what.memo};
                    case 4:
                        return {.text = cell_money(amount, own),
                                .tone = money_tone(amount.minor),
                                .money = amount};
                    case 5:
                        if (!line.what.balance) return {};
                        return {.text = money_text({*line.what.balance, line.currency}, false),
                                .tone = Tone::soft};
                    default:
                        return import_->is_known(index)
                                   ? Cell{.text = say("bank.known"), .badge = BadgeKind::neutral}
                                   : Cell{.text = say("bank.new"), .badge = BadgeKind::good};
                    }
                });
}

void BankImportView::draw_refused(Desk& desk) {
    const auto& refused = import_->reading().refused;
    if (refused.empty()) return;
    {
        Row row(12, true, 36);
        heading(say("import.refused_title", count_text(static_cast<std::int64_t>(refused.size()))),
                2);
        if (button(say("import.save_refused"), {.icon = Icon::download})) {
            desk.later([this, &desk] {
                const auto out =
                    desk.library.save_file(say("import.refused_file") + ".csv", "text/csv");
                if (out) import_->save_refused(*out, error_words, say("import.reason"));
            });
        }
    }
    draw_bank_refused(import_->reading(), refused_state_);
}

} // namespace huikuan::ui
