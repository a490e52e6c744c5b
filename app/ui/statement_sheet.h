#pragma once
// One statement: ?statement=ID on the page of statements. What was shown, when it went out, what
// came back with its signed copy, and each line that differs until it is settled.
#include <optional>
#include <string>
#include <vector>

#include "session/statement_course.h"
#include "ui/answer_form.h"
#include "ui/attachments.h"
#include "ui/desk.h"
#include "ui/kit/fields.h"

namespace huikuan::ui {

class StatementSheet {
public:
    void draw(Desk& desk);
    // Opens the form of a difference on it, filled from a comparison.
    void take_difference(Desk& desk, const session::StatementCourse& of,
                         std::vector<core::DifferenceLine> lines, std::int64_t theirs);

private:
    struct Shown {
        std::optional<session::StatementCourse> course;
        core::StatementIssued fact;
        std::string code_now; // of the same figures today; empty: there are none
        bool shows_interest = false;
    };
    struct Settling {
        core::EntityId id, answer;
        int line = -1; // none
        int how = 0;
        std::string date, note;
        Lookup document;
        std::string problem;
    };
    void start(Desk& desk, const std::string& id);
    [[nodiscard]] Shown read(Desk& desk, const std::string& id) const;
    void draw_facts(Desk& desk, const Shown& shown);
    void draw_actions(Desk& desk, const Shown& shown);
    void draw_sending(Desk& desk, const session::StatementCourse& one);
    void draw_sendings(Desk& desk, const session::StatementCourse& one);
    void draw_answers(Desk& desk, const session::StatementCourse& one);
    void draw_line(Desk& desk, const session::StatementCourse& one,
                   const session::StatementAnswer& answer, std::size_t at, bool counts);
    void draw_settling(Desk& desk, const session::StatementCourse& one);
    void settle(Desk& desk, const session::StatementCourse& one);
    void take_back(Desk& desk, core::EntityId id);

    std::string asked_;
    Cached<std::string, Shown> shown_;
    AnswerForm answer_;
    Settling settling_;
    bool sending_ = false;
    core::EntityId sending_id_;
    int channel_ = 0;
    std::string sent_on_, to_, problem_;
    core::EntityId files_of_, seen_answer_;
    Attachments files_;
};

} // namespace huikuan::ui
