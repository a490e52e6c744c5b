#include "ui/statement_view.h"

#include <algorithm>

#include "session/letter_mail.h"
#include "ui/backend/backend.h"
#include "ui/collection_words.h"
#include "ui/job.h"
#include "ui/kit/format.h"
#include "ui/kit/frame.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/letter_sheet.h"
#include "ui/list_tools.h"
#include "ui/lists.h"
#include "ui/reversal.h"
#include "ui/statement.h"

namespace huikuan::ui {

namespace {

// How a statement leaves the house.
struct StatementWay {
    const char* key;
    std::optional<core::Channel> channel; // none: it is only prepared
    bool of_many = false;
};
constexpr StatementWay statement_ways[] = {
    {"statement.way.print", core::Channel::letter, true},
    {"statement.way.mail", core::Channel::mail},
    {"statement.way.file", core::Channel::mail},
    {"statement.way.message", core::Channel::wechat},
    {"statement.way.draft", std::nullopt, true},
};
enum : int { way_print, way_mail, way_file, way_message, way_draft };

// A month's statements: made in slices of a frame, handed to the printer as one document, and
// entered as prepared or sent in one go at the end, so that a run that is stopped leaves nothing.
class StatementsJob final : public Job {
public:
    StatementsJob(Desk& desk, std::vector<core::RowKey> keys, session::StatementWish wish,
                  bool record, bool prints)
        : desk_(desk), keys_(std::move(keys)), wish_(std::move(wish)), record_(record),
          prints_(prints), statements_(desk.session) {}

    bool step(double budget_ms) override {
        const double end = seconds_now() + budget_ms / 1000;
        while (!cancelled_ && next_ < keys_.size()) {
            for (const auto& customer :
                 desk_.session.customers(std::span(&keys_[next_], 1), desk_.as_of)) {
                take(customer);
            }
            ++next_;
            if (seconds_now() >= end) break;
        }
        if (cancelled_) return true;
        if (next_ < keys_.size()) return false;
        if (html_.empty() && commands_.empty())
            toast(say(record_ ? "statement.all_there" : "statement.nothing"));
        if (!html_.empty() && !handed_) {
            desk_.backend.print_html(html_, say("statement.title") + " " + core::to_text(wish_.to));
            handed_ = true;
            return false; // it says in the next frame whether pages must be counted
        }
        if (handed_ && desk_.backend.printing() >= 0) return false;
        if (!commands_.empty()) {
            const std::string done =
                say(wish_.channel ? "statement.batch_sent" : "statement.batch_prepared",
                    commands_.size());
            desk_.act([all = std::move(commands_)](
                          session::Session& book) { return book.run_batch(all); },
                      done);
            desk_.backend.request_frame();
        }
        return true;
    }
    void cancel() override {
        cancelled_ = true;
        if (handed_) desk_.backend.stop_printing();
    }
    [[nodiscard]] std::string title() const override {
        return say(handed_ ? "statement.counting" : "statement.making");
    }
    [[nodiscard]] int progress() const override {
        if (handed_) return std::max(desk_.backend.printing(), 0);
        return static_cast<int>(next_ * 1000 / std::max<std::size_t>(keys_.size(), 1));
    }
    [[nodiscard]] std::string detail() const override {
        return count_text(static_cast<std::int64_t>(next_)) + " / " +
               count_text(static_cast<std::int64_t>(keys_.size()));
    }

private:
    void take(const core::CustomerRow& customer) {
        wish_.customer = customer.id;
        if (record_) {
            for (core::Command& one : statements_.commands(wish_, desk_.today)) {
                commands_.push_back(std::move(one));
            }
        }
        if (!prints_) return;
        html_ += wish_.form == core::StatementForm::open_items
                     ? statement_html(desk_, customer, wish_.to)
                     : movements_html(desk_, customer, wish_.from, wish_.to);
    }

    Desk& desk_;
    std::vector<core::RowKey> keys_;
    session::StatementWish wish_;
    bool record_, prints_;
    session::Statements statements_; // keeps its index over the batch
    std::vector<core::Command> commands_;
    std::string html_;
    std::size_t next_ = 0;
    bool handed_ = false; // to the printer, which counts the pages first
    bool cancelled_ = false;
};

} // namespace

const std::vector<core::RowKey>& StatementView::owing(Desk& desk) {
    const session::StatementWish all = wish(desk, {});
    const std::string period = core::to_text(all.from) + core::to_text(all.to);
    return owing_.get(moment_key(desk, period), [&] {
        return session::statement_customers(desk.session, all.form, all.from, all.to);
    });
}

void StatementView::draw_choices(Desk& desk) {
    if (from_typed_.empty() && to_typed_.empty()) { // the last whole month
        const core::Date last = core::add_months(desk.as_of, -1);
        to_day_ = core::month_end(last);
        const core::Ymd ymd = core::ymd_of(to_day_);
        from_ = core::add_days(to_day_, 1 - ymd.day);
        from_typed_ = core::to_text(from_);
        to_typed_ = core::to_text(to_day_);
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
    to_day_ = *to.date;
}

void StatementView::draw(Desk& desk) {
    if (!compare_.open()) caption(say("statement.summary"));
    const auto chosen = [&] {
        const auto id = core::parse_id(customer_.id);
        return id ? desk.session.customer(core::id_cast<core::CustomerId>(*id), desk.as_of)
                  : std::nullopt;
    };
    if (compare_.open()) { // first: it is what one is at, and never below what it is compared with
        if (const auto whose = chosen()) draw_compare(desk, *whose);
    }
    draw_choices(desk);
    const auto customer = chosen();
    const bool ready = form_ == 0 || period_fine_;
    {
        const auto all = static_cast<std::int64_t>(owing(desk).size());
        Row row(8, true);
        if (button(say("statement.print_one"), {.icon = Icon::print,
                                                .enabled = ready && customer.has_value(),
                                                .hint = say("statement.choose")})) {
            print_one(desk, *customer);
        }
        if (button(say("statement.print_all", count_text(all)),
                   {.icon = Icon::print, .enabled = ready && all > 0})) {
            print_all(desk, false);
        }
        if (button(say("statement.compare"), {.icon = Icon::split,
                                              .enabled = ready && customer.has_value(),
                                              .hint = say("statement.choose")})) {
            const auto& ours = movements(desk, *customer);
            compare_.pick(desk, ours.size() == 1 ? ours.front().currency : core::Currency{});
        }
    }
    draw_issue(desk, customer ? &*customer : nullptr, ready);
    if (!ready) notice(say("statement.bad_period"), BadgeKind::warn, true);
    if (ready && !customer) caption(say("statement.choose_detail"));
    if (ready && customer) draw_movements(desk, *customer);
    list_.draw(desk, customer ? customer->id : core::CustomerId{});
    sheet_.draw(desk);
}

// Prepared and out of the house in one press, and kept; or prepared alone.
void StatementView::draw_issue(Desk& desk, const core::CustomerRow* customer, bool ready) {
    Panel panel(say("statement.issue_panel"), 16, 10);
    {
        Columns grid({1, 2}, 16, 640);
        std::vector<std::string> labels;
        for (const StatementWay& way : statement_ways) labels.push_back(say(way.key));
        select(say("statement.way"), way_, labels);
        grid.next();
        text_field(say("statement.address"), to_,
                   {.placeholder = say("letter.to_hint"), .enabled = way_ != way_draft});
    }
    const core::Date last = form_ == 0 ? desk.as_of : to_day_;
    const bool over = last <= desk.today;
    {
        Row row(8, true);
        if (button(say("statement.issue"), {.kind = ButtonKind::primary,
                                            .icon = Icon::check,
                                            .enabled = ready && over && customer != nullptr,
                                            .hint = say("statement.choose")}) &&
            customer != nullptr) {
            issue(desk, *customer);
        }
        const auto all = static_cast<std::int64_t>(owing(desk).size());
        if (button(say("statement.issue_all", count_text(all)),
                   {.icon = Icon::people,
                    .enabled = ready && over && all > 0 && statement_ways[way_].of_many})) {
            print_all(desk, true);
        }
    }
    caption(say(ready && !over ? "statement.not_over" : "statement.issue_hint"));
}

session::StatementWish StatementView::wish(Desk& desk, core::CustomerId customer) const {
    session::StatementWish wish;
    wish.customer = customer;
    wish.form = form_ == 0 ? core::StatementForm::open_items : core::StatementForm::movements;
    wish.from = form_ == 0 ? desk.as_of : from_;
    wish.to = form_ == 0 ? desk.as_of : to_day_;
    wish.by = me(desk);
    wish.channel = statement_ways[way_].channel;
    if (wish.channel) wish.to_whom = to_;
    return wish;
}

void StatementView::issue(Desk& desk, const core::CustomerRow& customer) {
    const session::StatementWish made = wish(desk, customer.id);
    auto commands = session::Statements(desk.session).commands(made, desk.today);
    if (commands.empty()) {
        toast(say(way_ == way_draft ? "statement.all_there" : "statement.nothing"));
        return;
    }
    core::LetterSent mail;
    mail.subject = say("statement.title") + " " + customer_label(customer);
    mail.to = to_;
    mail.text = statement_message(desk, customer, made.form, made.from, made.to);
    switch (way_) {
    case way_print: print_one(desk, customer); break;
    case way_mail: {
        bool with_body = true;
        const std::string address = session::mail_address(mail, with_body);
        desk.later([&desk, address, with_body, body = mail.text] {
            if (!with_body) {
                desk.backend.copy_text({body, {}});
                toast(say("letter.paste"));
            }
            desk.backend.open_link(address);
        });
        break;
    }
    case way_file:
        desk.later([&desk, mail, name = mail.subject + " " + core::to_text(made.to) + ".eml"] {
            const bool kept = save_text(desk, name, "message/rfc822", session::mail_file(mail));
            toast(say(kept ? "letter.eml_saved" : "today.calendar_failed"), {}, !kept);
        });
        break;
    case way_message:
        desk.later([&desk, body = mail.text] { desk.backend.copy_text({body, {}}); });
        break;
    default: break;
    }
    desk.act(
        [all = std::move(commands)](session::Session& book) { return book.run_batch(all); },
        say(made.channel ? "statement.issued_sent" : "statement.issued", customer_label(customer)));
}

// The differences of a comparison belong to a statement; where none was prepared yet, this one is.
void StatementView::take_differences(Desk& desk, const core::CustomerRow& customer,
                                     const session::Statement& ours) {
    const auto find = [code = ours.code, to = ours.to,
                       id = customer.id](Desk& at) -> std::optional<session::StatementCourse> {
        session::StatementFilter filter;
        filter.customer = id;
        for (session::StatementCourse& one :
             session::Statements(at.session).all(at.today, filter)) {
            const bool same = one.code == code && one.to == to;
            if (same && one.form == core::StatementForm::movements) return std::move(one);
        }
        return std::nullopt;
    };
    const auto open = [this, &desk, find, lines = compare_.differences(ours, me(desk)),
                       theirs = compare_.theirs(ours)] {
        if (const auto one = find(desk)) sheet_.take_difference(desk, *one, lines, theirs);
    };
    if (find(desk)) {
        desk.later(open);
        return;
    }
    session::StatementWish made = wish(desk, customer.id);
    made.form = core::StatementForm::movements;
    made.from = ours.from;
    made.to = ours.to;
    made.channel.reset();
    made.to_whom.clear();
    auto commands = session::Statements(desk.session).commands(made, desk.today);
    desk.act([all = std::move(commands)](session::Session& book) { return book.run_batch(all); },
             say("statement.issued", customer_label(customer)),
             [open](const core::Result<session::Outcome>& outcome) {
                 if (outcome) open();
                 else toast(error_words(outcome.error()), {}, true);
             });
}

const std::vector<session::Statement>& StatementView::movements(Desk& desk,
                                                                const core::CustomerRow& customer) {
    const core::Date from = form_ == 0 ? core::first_date : from_;
    const core::Date to = form_ == 0 ? desk.as_of : to_day_;
    const std::string key = core::to_text(customer.id) + core::to_text(from) + core::to_text(to) +
                            std::to_string(desk.session.revision());
    return statements_.get(
        key, [&] { return session::statements_of(desk.session, customer.id, from, to); });
}

void StatementView::draw_compare(Desk& desk, const core::CustomerRow& customer) {
    if (form_ == 1 && !period_fine_) return;
    const auto& statements = movements(desk, customer);
    if (statements.empty()) return notice(say("statement.nothing"), BadgeKind::neutral);
    const session::Statement& ours = compare_.beside(statements);
    switch (compare_.draw(desk, ours, customer_label(customer))) {
    case StatementCompare::Wish::record: take_differences(desk, customer, ours); break;
    case StatementCompare::Wish::print: print(desk); break;
    case StatementCompare::Wish::none: break;
    }
}

void StatementView::draw_movements(Desk& desk, const core::CustomerRow& customer) {
    const auto& statements = movements(desk, customer);
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
        const auto amount = [&](std::int64_t minor) -> Cell {
            return {.text = money(minor), .money = core::Money{minor, one.currency}};
        };
        const CellOf cell = [&](std::size_t index, std::size_t column) -> Cell {
            const session::StatementRow& row = one.rows[index];
            switch (column) {
            case 0: return {.text = date_text(row.date), .date = row.date};
            case 1: return {.text = row_words(row)};
            case 2: return {.text = row.number};
            case 3: return row.minor > 0 ? amount(row.minor) : Cell{};
            case 4: return row.minor < 0 ? amount(-row.minor) : Cell{};
            default: {
                Cell balance = amount(row.balance);
                balance.strong = true;
                return balance;
            }
            }
        };
        const std::string whose =
            customer_label(customer) + " · " + std::string(one.currency.view());
        {
            Row head(10, true, 36);
            heading(whose, 2);
            offer_list(desk, say("statement.title") + " " + whose, columns, one.rows.size(), cell);
        }
        {
            Row sums(32, true);
            fact(say("statement.opening"), money(one.opening), money_tone(one.opening));
            fact(say("statement.debit"), money(one.debits));
            fact(say("statement.credit"), money(one.credits));
            fact(say("statement.closing"), money(one.closing), money_tone(one.closing));
        }
        if (!one.rows.empty()) {
            boxed_table(
                rows_state_, one.rows.size(),
                {.name = say("statement.title"), .columns = columns, .height = 360, .opens = false},
                cell);
        }
        caption(say("statement.code", one.code));
        if (one.shows_interest()) notice(say("statement.has_interest"), BadgeKind::warn);
    }
}

bool StatementView::print(Desk& desk) {
    const auto id = core::parse_id(customer_.id);
    const auto customer =
        id ? desk.session.customer(core::id_cast<core::CustomerId>(*id), desk.as_of) : std::nullopt;
    if (!customer || (form_ == 1 && !period_fine_)) return false;
    const auto& statements = movements(desk, *customer);
    if (statements.empty()) return print_one(desk, *customer);
    const session::Statement& ours = compare_.beside(statements);
    const std::string figures = compare_.html(ours);
    if (figures.empty()) return print_one(desk, *customer);
    const std::string title = say("statement.compared") + " " + customer_label(*customer);
    const std::string html = compared_html(desk, *customer, ours, figures);
    desk.later([&desk, html, title] { desk.backend.print_html(html, title); });
    return true;
}

bool StatementView::print_one(Desk& desk, const core::CustomerRow& customer) {
    if (form_ == 0) {
        print_statement(desk, customer);
        return true;
    }
    const std::string html = movements_html(desk, customer, from_, to_day_);
    if (html.empty()) return false;
    const std::string title = say("statement.title") + " " + customer_label(customer);
    desk.later([&desk, html, title] { desk.backend.print_html(html, title); });
    return true;
}

void StatementView::print_all(Desk& desk, bool record) {
    if (desk.job) {
        toast(say("list.export_busy"), {}, true);
        return;
    }
    session::StatementWish made = wish(desk, {});
    made.to_whom.clear();
    desk.job = std::make_unique<StatementsJob>(desk, owing(desk), std::move(made), record,
                                               !record || way_ == way_print);
}

} // namespace huikuan::ui
