#include "ui/statement_list.h"

#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/lists.h"
#include "ui/reversal.h"
#include "ui/statement_words.h"

namespace huikuan::ui {

ReportTable::Content StatementList::read(Desk& desk, core::CustomerId customer,
                                         std::optional<core::StatementState> state) {
    ReportTable::Content out{say("statement.course"),
                             {{say("statement.period_column"), 1.2F, 190, Align::left, {}, 1},
                              {say("label.customer"), 1.6F, 150, Align::left, {}, 0, true},
                              {say("label.status"), 0.8F, 100, Align::left, {}, 0},
                              {say("statement.closing"), 1, 120, Align::right, {}, 2},
                              {say("statement.sent_column"), 1, 150, Align::left, {}, 3},
                              {say("statement.gap"), 1, 110, Align::right, {}, 0},
                              {say("label.owner"), 0.7F, 80, Align::left, {}, 4}},
                             {}};
    ids_.clear();
    const core::Currency own = desk.session.book().currency;
    session::StatementFilter filter;
    filter.customer = customer;
    filter.state = state;
    for (const session::StatementCourse& one :
         session::Statements(desk.session).all(desk.today, filter)) {
        ids_.push_back(one.id);
        const core::Money gap{one.difference(), one.closing.currency};
        const bool open = one.state == core::StatementState::difference;
        Cell gap_cell{.text = "–", .tone = Tone::soft};
        if (gap.minor != 0) {
            gap_cell = {.text = cell_money(gap, own),
                        .tone = open ? Tone::red : Tone::soft,
                        .strong = open,
                        .money = gap};
        }
        out.rows.push_back(
            {{.text = period_words(one), .date = one.to},
             {.text = one.customer_name, .strong = true},
             {.text = statement_state_words(one.state), .badge = statement_state_kind(one.state)},
             {.text = cell_money(one.closing, own), .money = one.closing},
             {.text = sent_words(one, desk.today), .tone = Tone::soft},
             std::move(gap_cell),
             {.text = one.owner.empty() ? "–" : one.owner, .tone = Tone::soft}});
    }
    return out;
}

void StatementList::draw(Desk& desk, core::CustomerId customer) {
    const auto chosen = core::parse_statement_state(desk.route.option("state"));
    table_.sort_by(0, true);
    const auto show = [&] {
        const std::string key = moment_key(desk, core::to_text(customer)) +
                                (chosen ? std::string(core::name_of(*chosen)) : "");
        table_.show(key, [&] { return read(desk, customer, chosen); });
    };
    show();
    heading(say("statement.course"), 2);
    {
        Row filters(8, true, 36);
        list_search(say("statement.search"), table_.search);
        {
            const Strip chips(say("statement.search"), tools_width() + 8);
            for (std::size_t i = 0; i < core::statement_states; ++i) {
                const auto state = static_cast<core::StatementState>(i);
                bool on = chosen == state;
                if (!chip(statement_state_words(state), on)) continue;
                Route route = desk.route;
                route.set("state", on ? std::string(core::name_of(state)) : std::string());
                desk.go(route.text(), true);
            }
        }
        table_.draw_tools(desk);
    }
    show();
    if (table_.empty()) {
        empty_state(Icon::document, say("statement.course_empty"),
                    say(chosen ? "statement.course_none" : "statement.course_empty_detail"));
        return;
    }
    if (const auto row = table_.draw(desk)) {
        desk.go(with_sheet(desk, "statement", core::to_text(ids_[*row])));
    }
}

} // namespace huikuan::ui
