#include "ui/answer_form.h"

#include <algorithm>

#include "core/read.h"
#include "ui/collection_words.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/statement_words.h"

namespace huikuan::ui {

namespace {

constexpr std::size_t head_parts = 6; // of a draft, before its lines
constexpr std::size_t line_parts = 5;

} // namespace

void AnswerForm::start(Desk& desk, const session::StatementCourse& of,
                       core::StatementVerdict verdict) {
    open_ = true;
    was_refused_ = false;
    refused_line_ = -1;
    id_ = desk.session.mint();
    verdict_ = static_cast<int>(verdict);
    signed_ = false;
    date_ = core::to_text(desk.today);
    who_.clear();
    theirs_.clear();
    note_.clear();
    lines_.clear();
    draft_.rename("answer." + core::to_text(of.id));
    const auto parts = draft_.take(desk, 0);
    if (parts.size() < head_parts || (parts.size() - head_parts) % line_parts != 0) return;
    if (parts[0] != std::to_string(verdict_)) return;
    signed_ = parts[1] == "1";
    date_ = parts[2];
    who_ = parts[3];
    theirs_ = parts[4];
    note_ = parts[5];
    for (std::size_t at = head_parts; at < parts.size(); at += line_parts) {
        const int cause =
            read_whole_number(parts[at + 4], 0, core::difference_causes - 1).value_or(0);
        lines_.push_back({parts[at], parts[at + 1], parts[at + 2], parts[at + 3], cause});
    }
}

void AnswerForm::fill(std::vector<core::DifferenceLine> lines, std::int64_t theirs,
                      core::Currency currency) {
    theirs_ = core::to_text(core::Money{theirs, currency});
    lines_.clear();
    for (const core::DifferenceLine& line : lines) {
        lines_.push_back({line.number, core::to_text(core::Money{line.minor, currency}), line.owner,
                          line.answer_by ? core::to_text(*line.answer_by) : std::string(),
                          static_cast<int>(line.cause)});
    }
}

void AnswerForm::keep(Desk& desk) {
    std::vector<std::string> parts{
        std::to_string(verdict_), signed_ ? "1" : "0", date_, who_, theirs_, note_};
    for (const Line& line : lines_) {
        parts.insert(parts.end(), {line.number, line.amount, line.owner, line.answer_by,
                                   std::to_string(line.cause)});
    }
    draft_.keep(desk, parts, !who_.empty() || !theirs_.empty() || !lines_.empty());
}

std::string AnswerForm::problem(std::string_view field, int line) const {
    const bool mine = was_refused_ && refused_.field == field && refused_line_ == line;
    return mine ? error_words(refused_) : std::string();
}

void AnswerForm::refuse(core::Error error, const char* field, int line) {
    refused_ = std::move(error);
    refused_.field = field;
    refused_line_ = line;
    was_refused_ = true;
}

void AnswerForm::draw(Desk& desk, const session::StatementCourse& of) {
    const bool differs = verdict_ == static_cast<int>(core::StatementVerdict::difference);
    Panel panel(say("statement.answer"), 16, 10);
    heading(say("statement.answer"), 3);
    const std::string verdicts[] = {say("statement.verdict.confirmed"),
                                    say("statement.verdict.difference")};
    select(say("statement.verdict"), verdict_, verdicts);
    {
        Columns grid({1, 1}, 12, 360);
        date_field(say("statement.answer_date"), date_, desk.today, {.error = problem("date")});
        grid.next();
        text_field(say("statement.who"), who_, {.error = problem("who")});
    }
    checkbox(say("statement.signed"), signed_);
    caption(say("statement.signed_hint"));
    if (differs) {
        amount_field(say("statement.theirs"), theirs_, of.closing.currency,
                     {.hint = say("statement.ours_is", money_text(of.closing)),
                      .error = problem("theirs"),
                      .required = true});
        draw_lines(desk, of);
    }
    text_field(say("label.note"), note_, {.error = problem("note")});
    const bool beside = was_refused_ && refused_line_ < 0 && refused_.field != "date" &&
                        refused_.field != "who" && refused_.field != "theirs" &&
                        refused_.field != "note";
    if (beside) notice(error_words(refused_), BadgeKind::bad, true);
    keep(desk);
    Row row(8);
    if (button(say("statement.answer_save"), {.kind = ButtonKind::primary})) save(desk, of);
    if (button(say("kit.cancel"))) {
        open_ = false;
        draft_.forget(desk);
    }
}

void AnswerForm::draw_lines(Desk& desk, const session::StatementCourse& of) {
    heading(say("statement.lines"), 3);
    std::vector<std::string> causes;
    for (std::size_t i = 0; i < core::difference_causes; ++i) {
        causes.push_back(difference_cause_words(static_cast<core::DifferenceCause>(i)));
    }
    std::optional<std::size_t> gone;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        Line& line = lines_[i];
        const int at = static_cast<int>(i);
        const Named named(static_cast<std::uint64_t>(i));
        Panel one(say("statement.line_number", at + 1), 12, 8);
        {
            Row head(8, true, 32);
            text(say("statement.line_number", at + 1), {.letters = Letters::strong});
            if (button(say("statement.line_remove"),
                       {.kind = ButtonKind::quiet, .icon = Icon::close})) {
                gone = i;
            }
        }
        {
            Columns grid({1, 1}, 12, 300);
            text_field(say("statement.line_what"), line.number, {.error = problem("number", at)});
            grid.next();
            amount_field(say("statement.gap"), line.amount, of.closing.currency,
                         {.error = problem("difference", at), .required = true});
        }
        {
            Columns grid({1, 1}, 12, 300);
            select(say("statement.cause"), line.cause, causes);
            grid.next();
            text_field(say("label.owner"), line.owner);
        }
        {
            Columns grid({1, 1}, 12, 300);
            date_field(say("statement.answer_by"), line.answer_by, desk.today,
                       {.error = problem("answer", at)});
        }
    }
    if (gone) lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(*gone));
    if (button(say("statement.line_add"), {.icon = Icon::plus})) {
        lines_.push_back({{}, {}, me(desk), {}, 0});
    }
    draw_sum(of);
}

// What the lines leave unsaid becomes a line of its own.
void AnswerForm::draw_sum(const session::StatementCourse& of) {
    const core::Currency currency = of.closing.currency;
    const auto theirs = read_typed_amount(theirs_, currency);
    if (!theirs) return;
    std::int64_t rest = of.closing.minor - *theirs;
    const core::Money gap{rest, currency};
    for (const Line& line : lines_) {
        const auto minor = read_typed_amount(line.amount, currency);
        if (minor) rest -= *minor;
    }
    if (rest == 0) caption(say("statement.sum_fits", money_text(gap)));
    else
        caption(say("statement.sum_rest", money_text(gap), money_text({rest, currency})),
                Tone::amber);
}

bool AnswerForm::read_lines(Desk& desk, core::Currency currency, core::StatementAnswered& into) {
    const auto theirs = read_typed_amount(theirs_, currency);
    if (!theirs) {
        refuse(theirs.error(), "theirs");
        return false;
    }
    into.theirs = *theirs;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        const Line& line = lines_[i];
        const int at = static_cast<int>(i);
        const auto minor = read_typed_amount(line.amount, currency);
        if (!minor) {
            refuse(minor.error(), "difference", at);
            return false;
        }
        core::DifferenceLine one{line.number, *minor,
                                 static_cast<core::DifferenceCause>(line.cause), line.owner,
                                 std::nullopt};
        if (!is_blank(line.answer_by)) {
            const auto day = core::read_typed_date(line.answer_by, desk.today);
            if (!day) {
                refuse(day.error(), "answer", at);
                return false;
            }
            one.answer_by = *day;
        }
        into.lines.push_back(std::move(one));
    }
    return true;
}

void AnswerForm::save(Desk& desk, const session::StatementCourse& of) {
    core::StatementAnswered answer;
    answer.id = id_;
    answer.customer = of.customer;
    answer.statement = of.id;
    answer.verdict = static_cast<core::StatementVerdict>(verdict_);
    answer.is_signed = signed_;
    answer.who = who_;
    answer.note = note_;
    answer.by = me(desk);
    was_refused_ = false;
    const auto date = core::read_typed_date(date_, desk.today);
    if (!date) return refuse(date.error(), "date");
    answer.date = *date;
    const bool differs = answer.verdict == core::StatementVerdict::difference;
    if (differs && !read_lines(desk, of.closing.currency, answer)) return;
    desk.run(core::AnswerStatement{answer},
             say(differs ? "statement.difference_saved" : "statement.confirmed_saved"),
             [this, &desk](const core::Result<session::Outcome>& outcome) {
                 if (!outcome) {
                     refused_ = outcome.error();
                     refused_line_ = -1;
                     if (refused_.field == "statement_day") refused_.field = "date";
                     was_refused_ = true;
                     return;
                 }
                 written_ = id_;
                 open_ = false;
                 draft_.forget(desk);
             });
}

} // namespace huikuan::ui
