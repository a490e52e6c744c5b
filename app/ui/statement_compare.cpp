#include "ui/statement_compare.h"

#include <algorithm>
#include <utility>

#include "core/markup.h"
#include "ui/backend/backend.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/list_tools.h"
#include "ui/statement.h"
#include "ui/workbook_notes.h"

namespace huikuan::ui {

namespace {

using session::BankImportPhase;

Cell result_of(core::LineDifference difference) {
    switch (difference) {
    case core::LineDifference::same:
        return {.text = say("statement.same"), .badge = BadgeKind::good};
    case core::LineDifference::amount:
        return {.text = say("statement.amount_differs"), .badge = BadgeKind::bad};
    case core::LineDifference::only_ours:
        return {.text = say("statement.only_ours"), .badge = BadgeKind::warn};
    case core::LineDifference::only_theirs: break;
    }
    return {.text = say("statement.only_theirs"), .badge = BadgeKind::warn};
}

std::vector<TableColumn> compared_columns() {
    return {{say("statement.result"), 0.4F, 132, Align::left, {}, 0},
            {say("statement.our_line"), 2, 150, Align::left, {}, 0, true},
            {say("statement.our_amount"), 1, 110, Align::right, {}, 1},
            {say("statement.their_line"), 2, 150, Align::left, {}, 2},
            {say("statement.their_amount"), 1, 110, Align::right, {}, 1},
            {say("statement.gap"), 1, 100, Align::right, {}, 0}};
}

} // namespace

void StatementCompare::pick(Desk& desk, core::Currency currency) {
    desk.backend.pick_file(sheet_files, [=, this, &desk](std::shared_ptr<platform::File> file) {
        if (!file) return;
        file_ = std::move(file);
        currency_ = currency;
        read_file(desk, {});
    });
}

void StatementCompare::read_file(Desk& desk, const std::string& sheet) {
    session::ImportOptions options;
    options.sheet = sheet;
    options.currency = currency_;
    options.beside = true;
    import_ = std::make_unique<session::BankImport>(desk.session, file_, options);
    compared_by_.clear();
    compared_ = {};
    columns_open_ = false;
    anew_ = true;
    state_ = {};
    desk.backend.request_frame();
}

double StatementCompare::work(Desk&) {
    if (!import_ || import_->idle()) return -1;
    import_->step(job_budget_ms);
    return 0;
}

std::string StatementCompare::key_of(const session::Statement& ours) const {
    return ours.code + core::to_text(import_->layout());
}

void StatementCompare::compare(const session::Statement& ours) {
    const std::string key = key_of(ours);
    if (compared_by_ == key) return;
    compared_by_ = key;
    compared_ = session::compare_statement(ours, import_->reading());
}

std::vector<core::DifferenceLine> StatementCompare::differences(const session::Statement& ours,
                                                                const std::string& owner) const {
    return session::difference_lines(compared_, ours, owner, say("statement.opening_gap"),
                                     row_words);
}

// What is not compared, and why: nothing of theirs goes unseen.
void StatementCompare::draw_aside() {
    const core::BankReading& reading = import_->reading();
    Row facts(28, true);
    const auto told = [](const char* key, std::int64_t count) {
        if (count > 0) fact(say(key), count_text(count));
    };
    told("statement.outside", compared_.outside);
    told("statement.foreign", compared_.foreign);
    told("bank.repeated", reading.repeated);
    told("bank.unmoved", reading.unmoved + reading.uncounted);
}

const session::Statement&
StatementCompare::beside(const std::vector<session::Statement>& ours) const {
    const auto* theirs =
        import_ && import_->phase() == BankImportPhase::ready ? &import_->reading().lines : nullptr;
    if (theirs == nullptr || theirs->empty()) return ours.front();
    const auto found =
        std::ranges::find(ours, theirs->front().currency, &session::Statement::currency);
    return found == ours.end() ? ours.front() : *found;
}

// On a phone the buttons are small and beside the file's name: what it shows begins above the fold.
void StatementCompare::draw_head(Desk& desk) {
    Row row(8, true, 34);
    heading(say("statement.compare"), 2);
    badge(import_->file().name, BadgeKind::accent);
    const bool ready = import_->phase() == BankImportPhase::ready;
    const auto pressed = [](const char* key, const ButtonLook& look) {
        return narrow() ? icon_button(look.icon, say(key), look) : button(say(key), look);
    };
    const auto choose = [&] {
        if (std::string sheet; import_->idle() && choose_sheet(import_->file().workbook, sheet)) {
            desk.later([this, &desk, sheet] { read_file(desk, sheet); });
        }
    };
    if (narrow()) push_right(ready ? tools_width() : tools_width() / 2);
    if (ready && pressed("bank.columns", {.icon = Icon::columns, .selected = columns_open_})) {
        columns_open_ = !columns_open_;
    }
    if (!narrow()) choose();
    if (pressed("kit.close", {.kind = ButtonKind::quiet, .icon = Icon::close})) {
        desk.later([this] { import_.reset(); });
    }
    if (narrow()) choose();
}

StatementCompare::Wish StatementCompare::draw(Desk& desk, const session::Statement& ours,
                                              const std::string& whose) {
    if (std::exchange(anew_, false)) scroll_to_top();
    Panel panel(say("statement.compare"), 16, 12);
    draw_head(desk);
    const std::string from = ours.from == core::first_date ? "" : date_text(ours.from) + " – ";
    caption(whose + " · " + std::string(ours.currency.view()) + " · " + from + date_text(ours.to));
    if (import_->phase() == BankImportPhase::failed) {
        notice(error_words(import_->error()), BadgeKind::bad, true);
        return Wish::none;
    }
    if (import_->phase() != BankImportPhase::ready) {
        progress(say("bank.reading"), import_->progress(), "");
        return Wish::none;
    }
    const core::BankReading& reading = import_->reading();
    bool asked = false;
    for (const core::Error& question : import_->questions()) {
        if (question.field == "account") continue; // it goes into no book
        notice(bank_question_words(question), BadgeKind::warn, true);
        asked = true;
    }
    if (reading.lines.empty() && !asked) {
        notice(say("statement.not_read"), BadgeKind::warn, true);
    }
    if (columns_open_ || reading.lines.empty()) columns_.draw(*import_);
    draw_bank_refused(reading, refused_state_);
    if (reading.lines.empty()) {
        compared_by_.clear(); // the lines that it points to are gone, also if these columns return
        return Wish::none;
    }
    draw_workbook_notes(import_->file().workbook);
    draw_bank_notes(reading);
    compare(ours);
    const std::int64_t gap = compared_.opening_gap.value_or(0);
    if (gap != 0) {
        notice(say("statement.opening_gap") + " " + money_text({gap, ours.currency}),
               BadgeKind::warn);
    }
    draw_aside();
    const bool differing =
        gap != 0 || std::ranges::any_of(compared_.lines.lines, [](const core::ComparedLine& line) {
            return line.difference != core::LineDifference::same;
        });
    notice(sum_words(ours), differing ? BadgeKind::warn : BadgeKind::good);
    if (compared_.lines.turned) caption(say("statement.turned"));
    if (!compared_.opening_gap) caption(say("statement.opening_unsaid"));
    return draw_lines(desk, ours, differing);
}

Cell StatementCompare::cell(const session::Statement& ours, std::size_t index,
                            std::size_t column) const {
    const auto money = [&](std::int64_t minor, Tone tone, bool strong) -> Cell {
        const core::Money amount{minor, ours.currency};
        return {.text = money_text(amount, false), .tone = tone, .strong = strong, .money = amount};
    };
    const core::ComparedLine& line = compared_.lines.lines[index];
    const auto* mine = line.ours < 0 ? nullptr : &ours.rows[static_cast<std::size_t>(line.ours)];
    const auto* other =
        line.theirs < 0 ? nullptr : compared_.theirs[static_cast<std::size_t>(line.theirs)];
    switch (column) {
    case 0: return result_of(line.difference);
    case 1:
        if (mine == nullptr) return {.text = "–", .tone = Tone::soft};
        return {.text = date_text(mine->date) + " " +
                        (mine->number.empty() ? row_words(*mine) : mine->number)};
    case 2: return mine == nullptr ? Cell{} : money(mine->minor, Tone::text, false);
    case 3:
        if (other == nullptr) return {.text = "–", .tone = Tone::soft};
        return {.text = date_text(other->what.date) + " " + other->what.reference + " " +
                        other->what.memo};
    case 4:
        if (other == nullptr) return {};
        return money(compared_.lines.turned ? -other->what.minor : other->what.minor, Tone::text,
                     false);
    default:
        if (line.minor == 0) return {.text = "–", .tone = Tone::soft};
        return money(line.minor, money_tone(line.minor), true);
    }
}

// How many differences, and how much they are; none: that both say the same.
std::string StatementCompare::sum_words(const session::Statement& ours) const {
    const auto& lines = compared_.lines.lines;
    const auto unlike = std::ranges::count_if(lines, [](const core::ComparedLine& line) {
        return line.difference != core::LineDifference::same;
    });
    const std::int64_t all = unlike + (compared_.opening_gap.value_or(0) != 0 ? 1 : 0);
    if (all == 0) return say("statement.agree");
    return say("statement.differences", count_text(all),
               money_text({compared_.difference(), ours.currency}));
}

std::string StatementCompare::html(const session::Statement& ours) const {
    const bool ready = import_ && import_->phase() == BankImportPhase::ready;
    if (!ready || compared_by_ != key_of(ours)) return {}; // of other figures, or other columns
    const auto columns = compared_columns();
    const auto money = [&](std::int64_t minor) {
        return html_cell(money_text({minor, ours.currency}, false), true);
    };
    const auto balances = [&](const char* key, std::int64_t minor, std::int64_t gap) {
        return "<tr><td></td><td>" + core::html_text(word(key)) + "</td>" + money(minor) +
               "<td></td>" + money(minor - gap) + money(gap) + "</tr>";
    };
    std::string html =
        "<p class=\"strong\">" + core::html_text(sum_words(ours)) + "</p><table><thead><tr>";
    for (const TableColumn& one : columns) {
        html += html_cell(one.title, one.align == Align::right, "th");
    }
    html += "</tr></thead><tbody>";
    html += balances("statement.opening", ours.opening, compared_.opening_gap.value_or(0));
    for (std::size_t index = 0; index < compared_.lines.lines.size(); ++index) {
        html += "<tr>";
        for (std::size_t at = 0; at < columns.size(); ++at) {
            html += html_cell(cell(ours, index, at).text, columns[at].align == Align::right);
        }
        html += "</tr>";
    }
    return html + "</tbody><tfoot>" +
           balances("statement.closing", ours.closing, compared_.difference()) +
           "</tfoot></table>" +
           (compared_.opening_gap ? ""
                                  : "<p class=\"small\">" +
                                        core::html_text(say("statement.opening_unsaid")) + "</p>");
}

StatementCompare::Wish StatementCompare::draw_lines(Desk& desk, const session::Statement& ours,
                                                    bool differing) {
    const auto columns = compared_columns();
    const std::size_t rows = compared_.lines.lines.size();
    const CellOf cell_of = [&](std::size_t index, std::size_t column) {
        return cell(ours, index, column);
    };
    Wish wanted = Wish::none;
    {
        Row head(8, true, 36);
        if (differing && button(say("statement.take_differences"),
                                {.kind = ButtonKind::primary, .icon = Icon::warning})) {
            wanted = Wish::record;
        }
        if (button(say("statement.compared_print"), {.icon = Icon::print})) wanted = Wish::print;
        offer_list(desk, say("statement.compare"), columns, rows, cell_of);
    }
    boxed_table(
        state_, rows,
        {.name = say("statement.compare"), .columns = columns, .height = 320, .opens = false},
        [&](std::size_t index, std::size_t column) {
            // A card is headed by what it is about, also where that is theirs alone.
            const bool theirs_alone = column == 1 && compared_.lines.lines[index].ours < 0;
            return cell_of(index, narrow() && theirs_alone ? 3 : column);
        });
    return wanted;
}

} // namespace huikuan::ui
