#pragma once
// 登记回函: what a customer said to a statement: the same, signed or not, or another balance with
// the lines that differ. Lines of a comparison with the customer's own file come in filled.
#include <string>
#include <vector>

#include "session/statement_course.h"
#include "ui/desk.h"
#include "ui/draft.h"
#include "ui/kit/fields.h"

namespace huikuan::ui {

class AnswerForm {
public:
    // `lines` of a comparison; with `theirs`, the balance as the customer has it.
    void start(Desk& desk, const session::StatementCourse& of, core::StatementVerdict verdict);
    void fill(std::vector<core::DifferenceLine> lines, std::int64_t theirs,
              core::Currency currency);
    // Answers the id of what was written, once.
    void draw(Desk& desk, const session::StatementCourse& of);
    [[nodiscard]] bool open() const { return open_; }
    void close() { open_ = false; }
    [[nodiscard]] core::EntityId written() const { return written_; } // the last answer

private:
    struct Line {
        std::string number, amount, owner, answer_by;
        int cause = 0;
    };
    void draw_lines(Desk& desk, const session::StatementCourse& of);
    void draw_sum(const session::StatementCourse& of);
    void save(Desk& desk, const session::StatementCourse& of);
    bool read_lines(Desk& desk, core::Currency currency, core::StatementAnswered& into);
    [[nodiscard]] std::string problem(std::string_view field, int line = -1) const;
    void refuse(core::Error error, const char* field, int line = -1);
    void keep(Desk& desk);

    bool open_ = false;
    core::EntityId id_, written_;
    int verdict_ = 0;
    bool signed_ = false;
    std::string date_, who_, theirs_, note_;
    std::vector<Line> lines_;
    core::Error refused_;
    bool was_refused_ = false;
    int refused_line_ = -1;
    Draft draft_{"answer"};
};

} // namespace huikuan::ui
