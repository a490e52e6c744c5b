#include "ui/improvements.h"

#include "ui/collection_words.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/list_tools.h"
#include "ui/lists.h"

namespace huikuan::ui {

void Improvements::draw(Desk& desk) {
    const std::string key = std::to_string(desk.session.revision());
    const Shown& now = shown_.get(key, [&] {
        Shown made;
        for (auto& row : session::Collections(desk.session).tasks()) {
            if (row.task.kind == core::TaskKind::improvement) made.points.push_back(std::move(row));
            else if (row.task.kind == core::TaskKind::return_visit && row.task.done) {
                if (row.task.score > 0) {
                    ++made.scored;
                    made.sum += row.task.score;
                }
                made.visits.push_back(std::move(row));
            }
        }
        return made;
    });
    if (now.scored > 0) {
        const int tenths = (now.sum * 10 + now.scored / 2) / now.scored;
        fact(say("improve.satisfaction"),
             say("improve.average", std::to_string(tenths / 10) + "." + std::to_string(tenths % 10),
                 now.scored));
    }
    if (now.points.empty()) {
        empty_state(Icon::check, say("improve.none"), say("improve.none_detail"));
    } else {
        heading(say("improve.list"), 2);
        const std::vector<TableColumn> columns{
            {say("improve.what"), 2, 170, Align::left, {}, 0, true},
            {say("label.customer"), 1, 120, Align::left, {}, 2},
            {say("label.owner"), 0.7F, 80, Align::left, {}, 1},
            {say("task.due"), 0.7F, 110, Align::left, {}, 0},
            {say("task.result"), 1.4F, 120, Align::left, {}, 3},
        };
        const auto answer = plain_table(
            points_, now.points.size(), {.name = say("improve.list"), .columns = columns},
            [&](std::size_t index, std::size_t column) -> Cell {
                const session::TaskRow& row = now.points[index];
                const bool late = row.task.open() && row.task.due && *row.task.due < desk.today;
                switch (column) {
                case 0: return {.text = row.task.title, .strong = row.task.open()};
                case 1: return {.text = row.customer_name};
                case 2: return {.text = row.task.owner.empty() ? "–" : row.task.owner};
                case 3:
                    return {.text = row.task.due ? date_text(*row.task.due) : "–",
                            .tone = late ? Tone::red : Tone::text};
                default:
                    return {.text = row.task.done ? say("task.done_on", date_text(*row.task.done)) +
                                                        " " + row.task.result
                                                  : std::string("–")};
                }
            });
        if (answer.opened) open_task(desk, now.points[*answer.opened].id);
    }
    if (now.visits.empty()) return;
    const std::vector<TableColumn> columns{
        {say("label.date"), 0.7F, 110, Align::left, {}, 0},
        {say("label.customer"), 1.2F, 140, Align::left, {}, 0, true},
        {say("task.score"), 0.6F, 90, Align::left, {}, 0},
        {say("task.result"), 1.6F, 130, Align::left, {}, 1},
        {say("task.voice"), 1.6F, 130, Align::left, {}, 2},
    };
    const auto answer = listed_table(
        desk, visits_, now.visits.size(), {.name = say("improve.visits"), .columns = columns},
        [&](std::size_t index, std::size_t column) -> Cell {
            const session::TaskRow& row = now.visits[index];
            switch (column) {
            case 0: return {.text = date_text(*row.task.done), .date = row.task.done};
            case 1: return {.text = row.customer_name, .strong = true};
            case 2:
                if (row.task.score == 0) return {.text = "–"};
                return {.text = say("task.score_of", row.task.score),
                        .badge = row.task.score >= 4   ? BadgeKind::good
                                 : row.task.score == 3 ? BadgeKind::warn
                                                       : BadgeKind::bad};
            case 3: return {.text = row.task.result, .tone = Tone::soft};
            default: return {.text = row.task.voice, .tone = Tone::soft};
            }
        });
    if (answer.opened) open_task(desk, now.visits[*answer.opened].id);
}

} // namespace huikuan::ui
