#include "ui/statement_view.h"

#include <algorithm>

#include "ui/backend/backend.h"
#include "ui/job.h"
#include "ui/kit/format.h"
#include "ui/kit/frame.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/statement.h"

namespace huikuan::ui {

namespace {

// A month's statements: made in slices of a frame, handed to the printer as one document.
class StatementsJob final : public Job {
public:
    StatementsJob(Desk& desk, std::vector<core::RowKey> keys, int form, core::Date from,
                  core::Date to)
        : desk_(desk), keys_(std::move(keys)), form_(form), from_(from), to_(to) {}

    bool step(double budget_ms) override {
        const double end = seconds_now() + budget_ms / 1000;
        while (!cancelled_ && next_ < keys_.size()) {
            for (const auto& customer :
                 desk_.session.customers(std::span(&keys_[next_], 1), desk_.as_of)) {
                const std::string one = form_ == 0 ? statement_html(desk_, customer)
                                                   : movements_html(desk_, customer, from_, to_);
                if (one.empty()) continue;
                html_ += (html_.empty() ? "<div>" : "<div class=\"new-page\">") + one + "</div>";
            }
            ++next_;
            if (seconds_now() >= end) break;
        }
        if (cancelled_) return true;
        if (next_ < keys_.size()) return false;
        if (html_.empty()) toast(say("statement.nothing"));
        else desk_.backend.print_html(html_, say("statement.title") + " " + core::to_text(to_));
        return true;
    }
    void cancel() override { cancelled_ = true; }
    [[nodiscard]] std::string title() const override { return say("statement.making"); }
    [[nodiscard]] int progress() const override {
        return static_cast<int>(next_ * 1000 / std::max<std::size_t>(keys_.size(), 1));
    }
    [[nodiscard]] std::string detail() const override {
        return count_text(static_cast<std::int64_t>(next_)) + " / " +
               count_text(static_cast<std::int64_t>(keys_.size()));
    }

private:
    Desk& desk_;
    std::vector<core::RowKey> keys_;
    int form_;
    core::Date from_, to_;
    std::string html_;
    std::size_t next_ = 0;
    bool cancelled_ = false;
};

std::vector<core::RowKey> those_with_balance(Desk& desk) {
    core::ListQuery query;
    query.open_only = true;
    query.sort = "name";
    query.as_of = desk.as_of;
    return desk.session.customer_keys(query);
}

} // namespace

void StatementView::draw_choices(Desk& desk) {
    if (from_typed_.empty() && to_typed_.empty()) { // the last whole month
        const core::Date last = core::add_months(desk.as_of, -1);
        to_ = core::month_end(last);
        const core::Ymd ymd = core::ymd_of(to_);
        from_ = core::add_days(to_, 1 - ymd.day);
        from_typed_ = core::to_text(from_);
        to_typed_ = core::to_text(to_);
    }
    Panel panel(say("statement.tab"), 16, 12);
    Columns grid({2, 1, 1, 1}, 16, 760);
    lookup_field(say("statement.customer"), customer_, desk.session.revision(),
                 [&](std::string_view typed) { return find_customers(desk, typed); },
                 {.hint = say("statement.customer_hint")});
    grid.next();
    const std::string forms[] = {say("statement.form_items"), say("statement.form_movements")};
    select(say("statement.form"), form_, forms);
    grid.next();
    const bool period = form_ == 1;
    const auto from =
        date_field(say("statement.from"), from_typed_, desk.today, {.enabled = period});
    grid.next();
    const auto to = date_field(say("statement.until"), to_typed_, desk.today, {.enabled = period});
    period_fine_ = from.date && to.date && *from.date <= *to.date;
    if (!period_fine_) return;
    from_ = *from.date;
    to_ = *to.date;
}

void StatementView::draw(Desk& desk) {
    caption(say("statement.summary"));
    draw_choices(desk);
    const auto id = core::parse_id(customer_.id);
    const auto customer =
        id ? desk.session.customer(core::id_cast<core::CustomerId>(*id), desk.as_of) : std::nullopt;
    const bool ready = form_ == 0 || period_fine_;
    {
        const auto all = static_cast<std::int64_t>(those_with_balance(desk).size());
        Row row(8, true);
        if (button(say("statement.print_one"), {.kind = ButtonKind::primary,
                                                .icon = Icon::print,
                                                .enabled = ready && customer.has_value(),
                                                .hint = say("statement.choose")})) {
            print(desk);
        }
        if (button(say("statement.print_all", count_text(all)),
                   {.icon = Icon::print, .enabled = ready && all > 0})) {
            print_all(desk);
        }
        if (button(say("statement.compare"), {.icon = Icon::split,
                                              .enabled = ready && customer.has_value(),
                                              .hint = say("statement.choose")})) {
            compare_.pick(desk);
        }
    }
    if (!ready) return notice(say("statement.bad_period"), BadgeKind::warn, true);
    if (!customer) {
        empty_state(Icon::document, say("statement.choose"), say("statement.choose_detail"));
        return;
    }
    draw_movements(desk, *customer);
}

void StatementView::draw_movements(Desk& desk, const core::CustomerRow& customer) {
    const core::Date from = form_ == 0 ? core::first_date : from_;
    const core::Date to = form_ == 0 ? desk.as_of : to_;
    const std::string key = core::to_text(customer.id) + core::to_text(from) + core::to_text(to) +
                            std::to_string(desk.session.revision());
    const auto& statements = statements_.get(
        key, [&] { return session::statements_of(desk.session, customer.id, from, to); });
    if (statements.empty()) return notice(say("statement.nothing"), BadgeKind::neutral);
    const std::vector<TableColumn> columns{
        {say("label.date"), 0.6F, 100, Align::left, {}, 1},
        {say("statement.document"), 1.4F, 110, Align::left, {}, 2},
        {say("label.number"), 1.6F, 110, Align::left, {}, 0, true},
        {say("statement.debit"), 1, 110, Align::right, {}, 0},
        {say("statement.credit"), 1, 110, Align::right, {}, 0},
        {say("label.balance"), 1, 110, Align::right, {}, 3}};
    for (const session::Statement& one : statements) {
        const Named named(one.currency.view());
        const auto money = [&](std::int64_t minor) {
            return money_text({minor, one.currency}, false);
        };
        heading(customer_label(customer) + " · " + std::string(one.currency.view()), 2);
        {
            Row sums(32, true);
            fact(say("statement.opening"), money(one.opening));
            fact(say("statement.debit"), money(one.debits));
            fact(say("statement.credit"), money(one.credits));
            fact(say("statement.closing"), money(one.closing), money_tone(one.closing));
        }
        std::vector<core::RowKey> keys(one.rows.size());
        for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = static_cast<core::RowKey>(i);
        if (!keys.empty()) {
            table(
                rows_state_, keys,
                {.name = say("statement.title"), .columns = columns, .height = 360, .opens = false},
                [](std::size_t, std::size_t) {},
                [&](std::size_t index, std::size_t column) -> Cell {
                    const session::StatementRow& row = one.rows[index];
                    switch (column) {
                    case 0: return {.text = date_text(row.date), .date = row.date};
                    case 1: return {.text = row_words(row)};
                    case 2: return {.text = row.number};
                    case 3: return {.text = row.minor > 0 ? money(row.minor) : std::string()};
                    case 4: return {.text = row.minor < 0 ? money(-row.minor) : std::string()};
                    default: return {.text = money(row.balance), .strong = true};
                    }
                });
        }
        caption(say("statement.code", one.code));
        if (compare_.open() && &one == &statements.front()) compare_.draw(desk, one);
    }
}

bool StatementView::print(Desk& desk) {
    const auto id = core::parse_id(customer_.id);
    const auto customer =
        id ? desk.session.customer(core::id_cast<core::CustomerId>(*id), desk.as_of) : std::nullopt;
    if (!customer || (form_ == 1 && !period_fine_)) return false;
    if (form_ == 0) {
        print_statement(desk, *customer);
        return true;
    }
    const std::string html = movements_html(desk, *customer, from_, to_);
    if (html.empty()) return false;
    const std::string title = say("statement.title") + " " + customer_label(*customer);
    desk.later([&desk, html, title] { desk.backend.print_html(html, title); });
    return true;
}

void StatementView::print_all(Desk& desk) {
    if (desk.job) {
        toast(say("list.export_busy"), {}, true);
        return;
    }
    desk.job = std::make_unique<StatementsJob>(desk, those_with_balance(desk), form_, from_, to_);
}

} // namespace huikuan::ui
