// 工作台: one list per person, in order of worth, in three groups; the tasks beside it. A row opens
// the sheet in which a contact is logged, and after it the next one comes by itself.
#include <algorithm>
#include <iterator>

#include "core/initials.h"
#include "core/text.h"
#include "session/dunning.h"
#include "session/ledger.h"
#include "session/legal.h"
#include "session/statement_course.h"
#include "ui/backend/backend.h"
#include "ui/collection_words.h"
#include "ui/improvements.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/frame.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/table.h"
#include "ui/list_tools.h"
#include "ui/lists.h"
#include "ui/month_view.h"
#include "ui/pages.h"
#include "ui/promises_view.h"
#include "ui/today_tasks.h"
#include "ui/visit_plan.h"

namespace huikuan::ui {

namespace {

constexpr std::size_t group_count = 3;
constexpr int days_near = 30; // of what is about to be lost

// What lies beside the list; the first makes a task.
constexpr struct {
    const char* words;
    Icon icon;
    const char* route;
} ways_beside[] = {{"task.new", Icon::plus, "/today?new=task"},
                   {"visits.title", Icon::people, "/today/visits"},
                   {"month.title", Icon::calendar, "/today/calendar"},
                   {"improve.title", Icon::check, "/today/improvements"}};

class TodayPage final : public Page {
public:
    std::string title(Desk& desk) override {
        const std::string part = desk.route.part(1);
        return say(part == "visits"         ? "visits.title"
                   : part == "promises"     ? "promises.title"
                   : part == "calendar"     ? "month.title"
                   : part == "improvements" ? "improve.title"
                                            : "nav.today");
    }
    void start_new(Desk& desk) override { desk.go(with_sheet(desk, "new", "task")); }
    void draw(Desk& desk) override;

private:
    struct Shown {
        session::TodayList list;
        std::array<std::vector<core::RowKey>, group_count> keys; // places in the list
        std::vector<session::TaskRow> tasks, done;
        std::int64_t approvals = 0;   // that somebody else than me asked for
        std::int64_t limitations = 0; // that end within 30 days
        std::int64_t replies = 0;     // awaited
        std::int64_t promises = 0;    // customers with one that is open or broke, or with a plan
        std::vector<session::TaskRow> steps; // that the process asks for and nobody has made
        std::vector<session::OpenDifference>
            differences; // lines of statements that are this owner's to settle
    };
    // Of other lists, each with a pass of its own over the book. Counted once the day's list is on
    // the screen, one a frame, so that neither the book nor the next customer waits for them; until
    // then they say what they said before.
    struct Beside {
        std::int64_t letters = 0;    // that are due
        std::int64_t deadlines = 0;  // of cases, within a week or over
        std::int64_t guarantees = 0; // that end within 30 days
        std::int64_t disputes = 0;   // to be answered by today
        std::string key;             // of what they are
        int counted = -1;            // how many of them
    };
    static constexpr int beside_count = 4;
    const Shown& shown(Desk& desk);
    void count_beside(Desk& desk);
    std::int64_t letters_due(Desk& desk, const std::optional<std::string>& owner);
    std::int64_t guarantees_near(Desk& desk, const std::optional<std::string>& owner);
    void draw_me(Desk& desk, const std::vector<std::string>& owners);
    struct Way {
        std::string words, route;
    };
    [[nodiscard]] std::vector<Way> waiting(Desk& desk, const Shown& shown) const;
    void take_way(Desk& desk, const Way& way);
    void draw_links(Desk& desk, const Shown& shown);
    void draw_first(Desk& desk);
    bool draw_part(Desk& desk);
    void draw_filters(Desk& desk, const Shown& shown);
    void draw_small_menu(Desk& desk, const std::string& name, const std::vector<Way>& ways);
    void draw_list(Desk& desk, const Shown& shown, std::size_t group);
    void draw_owner(Desk& desk, const std::vector<std::string>& owners, float width = 220);

    Cached<std::string, Shown> shown_;
    Beside beside_;
    Cached<std::string, std::int64_t> letters_, guarantees_;
    std::array<TableState, group_count> tables_;
    TodayTasks tasks_;
    std::string find_; // of the three groups
    int tab_ = -1;
    VisitPlan visits_;
    MonthView month_;
    PromisesView promises_;
    Improvements improvements_;
};

// In a book of many documents such a count is longer than a list may take after each contact: there
// it is made once a day, and its own page has the number of this moment.
std::string count_key(Desk& desk, const std::optional<std::string>& owner) {
    constexpr std::int64_t many = 20'000;
    std::string key = std::to_string(desk.today.days) + (owner ? "=" + *owner : "");
    if (desk.session.counts().invoices < many) {
        key += "@" + std::to_string(desk.session.revision());
    }
    return key;
}

// Part of its name or code, or the initials of its name.
bool is_found(const session::WorkItem& item, const std::string& find) {
    const std::string needle = core::fold(find).value_or(std::string());
    if (needle.empty()) return true;
    const auto has = [&](const std::string& text) {
        return core::fold(text).value_or(std::string()).contains(needle);
    };
    return has(item.name) || has(item.code) ||
           (core::could_be_initials(needle) && core::has_initials(item.name, needle));
}

bool is_of(Desk& desk, core::CustomerId customer, const std::optional<std::string>& owner) {
    if (!owner) return true;
    const auto row = desk.session.customer(customer, desk.today);
    return row && row->owner == *owner;
}

std::int64_t TodayPage::guarantees_near(Desk& desk, const std::optional<std::string>& owner) {
    return guarantees_.get(count_key(desk, owner), [&]() -> std::int64_t {
        const auto rows = session::Legal(desk.session).guarantees(desk.today);
        return std::ranges::count_if(rows, [&](const session::GuaranteeClock& row) {
            return row.clock.state == core::ClockState::running && row.clock.days_left >= 0 &&
                   row.clock.days_left <= days_near && is_of(desk, row.customer, owner);
        });
    });
}

std::int64_t disputes_due(Desk& desk, const std::optional<std::string>& owner) {
    const auto rows = session::Ledger(desk.session).disputes({});
    return std::ranges::count_if(rows, [&](const core::DisputeRow& row) {
        if (!row.answer_by || *row.answer_by > desk.today || row.end <= desk.today) return false;
        return row.owner.empty() ? is_of(desk, row.customer, owner) : !owner || row.owner == *owner;
    });
}

std::int64_t TodayPage::letters_due(Desk& desk, const std::optional<std::string>& owner) {
    return letters_.get(count_key(desk, owner), [&]() -> std::int64_t {
        const auto due = session::Dunning(desk.session).preview(desk.today, owner);
        return due ? static_cast<std::int64_t>(due->letters) : 0;
    });
}

// Of open cases, not met, within a week or over. Cases are few: the calendar would ask all that is
// promised and planned for the same number.
std::int64_t deadlines_near(Desk& desk, const std::optional<std::string>& owner) {
    const core::Date until = core::add_days(desk.today, 7);
    std::int64_t near = 0;
    for (const session::CaseRow& row : session::Legal(desk.session).cases(desk.today)) {
        if (!row.state.open) continue;
        if (!is_of(desk, row.what.customer, owner)) continue;
        near += std::ranges::count_if(row.deadlines, [&](const core::CaseDeadline& one) {
            return !one.met && one.day <= until;
        });
    }
    return near;
}

const TodayPage::Shown& TodayPage::shown(Desk& desk) {
    const auto owner = list_owner(desk);
    const std::string key = std::to_string(desk.session.revision()) + "/" +
                            std::to_string(desk.today.days) + (owner ? "=" + *owner : "") + "?" +
                            find_;
    return shown_.get(key, [&] {
        const session::Collections collections(desk.session);
        Shown made;
        made.list = collections.today(desk.today, owner);
        for (std::size_t i = 0; i < made.list.items.size(); ++i) {
            const auto group = static_cast<std::size_t>(made.list.items[i].score.group);
            if (!is_found(made.list.items[i], find_)) continue;
            made.keys.at(group).push_back(static_cast<core::RowKey>(i));
            const core::WorkFacts& facts = made.list.items[i].facts;
            const int left =
                facts.limitation ? core::days_between(desk.today, *facts.limitation) : -1;
            made.limitations += left >= 0 && left <= days_near ? 1 : 0;
            made.replies += facts.reply_awaited ? 1 : 0;
            const bool agreed = facts.promise_due || facts.promises_broken > 0 ||
                                facts.plan_running || facts.plan_behind;
            made.promises += agreed ? 1 : 0;
        }
        made.steps = collections.steps(desk.today, desk.today, owner);
        made.tasks = collections.tasks(owner);
        const auto open = std::ranges::find_if(
            made.tasks, [](const session::TaskRow& row) { return !row.task.open(); });
        made.done.assign(std::make_move_iterator(open), std::make_move_iterator(made.tasks.end()));
        made.tasks.erase(open, made.tasks.end());
        made.approvals = std::ranges::count_if(made.tasks, [&](const session::TaskRow& row) {
            const bool own = !row.task.asked_by.empty() && row.task.asked_by == me(desk);
            return row.task.kind == core::TaskKind::approval && !own;
        });
        made.differences = session::Statements(desk.session).differences(desk.today, owner);
        return made;
    });
}

void TodayPage::count_beside(Desk& desk) {
    const auto owner = list_owner(desk);
    std::string key = std::to_string(desk.session.revision()) + "/" +
                      std::to_string(desk.today.days) + (owner ? "=" + *owner : "");
    if (beside_.key != key) { // the list of this moment comes first
        beside_.key = std::move(key);
        beside_.counted = 0;
    } else if (beside_.counted < beside_count) {
        switch (beside_.counted++) {
        case 0: beside_.letters = letters_due(desk, owner); break;
        case 1: beside_.deadlines = deadlines_near(desk, owner); break;
        case 2: beside_.guarantees = guarantees_near(desk, owner); break;
        default: beside_.disputes = disputes_due(desk, owner); break;
        }
    }
    if (beside_.counted < beside_count) desk.backend.request_frame();
}

// A book without anything in it says how it begins.
void TodayPage::draw_first(Desk& desk) {
    page_head(say("nav.today"), say("today.first_summary"));
    struct Door {
        Icon icon;
        const char* title;
        const char* detail;
        const char* route;
    };
    constexpr Door doors[] = {
        {Icon::import, "today.first_import", "today.first_import_detail", "/import"},
        {Icon::people, "today.first_customer", "today.first_customer_detail",
         "/customers?new=customer"},
        {Icon::join, "today.first_merge", "today.first_merge_detail", "/settings"},
        {Icon::settings, "today.first_process", "today.first_process_detail", "/settings/process"},
    };
    for (const std::size_t line : {std::size_t{0}, std::size_t{2}}) {
        Columns columns({1, 1}, 12, 640);
        for (std::size_t i = line; i < line + 2; ++i) {
            const Door& one = doors[i];
            if (i > line) columns.next();
            if (door(one.icon, word(one.title), word(one.detail), i == 0)) desk.go(one.route);
        }
    }
    text(say("today.first_later"), {.tone = Tone::soft});
}

void TodayPage::draw(Desk& desk) {
    if (const auto counts = desk.session.counts(); counts.customers == 0 && counts.invoices == 0) {
        return draw_first(desk);
    }
    if (draw_part(desk)) return;
    count_beside(desk);
    const Shown& now = shown(desk);
    const auto waiting = static_cast<std::int64_t>(now.keys[2].size());
    const auto calls = static_cast<std::int64_t>(now.keys[0].size() + now.keys[1].size());
    const bool pressed = page_head(say("nav.today"),
                                   say("today.summary", date_words(desk.today), count_text(calls),
                                       count_text(waiting), count_text(now.list.overdue_customers)),
                                   calls > 0 ? say("today.start") : std::string(), Icon::phone);
    if (calls > 0 && (pressed || page_key('c'))) { // c: calls begin
        const std::size_t first = now.keys[0].empty() ? 1 : 0;
        const auto at = static_cast<std::size_t>(now.keys.at(first).front());
        open_contact(desk, now.list.items[at].customer);
    }
    draw_filters(desk, now);
    draw_me(desk, now.list.owners);
    draw_links(desk, now);
    if (tab_ < 0) {
        tab_ = 0;
        while (tab_ < 2 && now.keys.at(static_cast<std::size_t>(tab_)).empty()) ++tab_;
    }
    const auto count = [&](std::size_t group) {
        return count_text(static_cast<std::int64_t>(now.keys.at(group).size()));
    };
    const std::string labels[] = {say("today.at_risk", count(0)), say("today.easy_win", count(1)),
                                  say("today.can_wait", count(2)),
                                  say("today.tasks", count_text(static_cast<std::int64_t>(
                                                         now.tasks.size() + now.steps.size())))};
    tabs(say("today.groups"), labels, tab_);
    if (tab_ < static_cast<int>(group_count)) draw_list(desk, now, static_cast<std::size_t>(tab_));
    else tasks_.draw(desk, {now.tasks, now.done, now.steps, now.differences});
}

// Asked once, and in nobody's way: until somebody says who writes here, nothing is signed.
void TodayPage::draw_me(Desk& desk, const std::vector<std::string>& owners) {
    if (!me(desk).empty() || owners.empty() || narrow()) return;
    Row row(12, true, 36);
    text(say("today.me"), {.tone = Tone::soft});
    std::vector<std::string> labels{say("kit.choose")};
    labels.insert(labels.end(), owners.begin(), owners.end());
    int index = 0;
    if (!select(say("settings.me"), index, labels, {.width = 180, .bare = true}) || index <= 0) {
        return;
    }
    keep_me(desk, labels[static_cast<std::size_t>(index)]);
    tab_ = -1;
    desk.backend.request_frame();
}

// What waits beside the list, each where it is dealt with; without a route it is only told.
std::vector<TodayPage::Way> TodayPage::waiting(Desk& desk, const Shown& now) const {
    std::vector<Way> ways;
    const auto add = [&](std::int64_t count, std::string words, const char* route) {
        if (count > 0) ways.push_back({std::move(words), route});
    };
    const auto differences = static_cast<std::int64_t>(now.differences.size());
    const std::int64_t open = desk.session.counts().exceptions;
    add(open, say("today.exceptions", count_text(open)), "/exceptions");
    add(beside_.letters, say("today.letters", count_text(beside_.letters)), "/dunning");
    add(now.approvals, say("today.approvals", now.approvals), "/today?tab=tasks");
    add(now.promises, say("today.promises", now.promises), "/today/promises");
    add(beside_.deadlines, say("today.deadlines", beside_.deadlines), "/legal/cases");
    add(differences, say("today.differences", differences),
        "/receipts/statements?state=difference");
    add(now.limitations, say("today.limitations", now.limitations), "/legal");
    add(beside_.guarantees, say("today.guarantees", beside_.guarantees), "/legal");
    add(beside_.disputes, say("today.disputes", beside_.disputes), "/dunning/disputes");
    add(now.replies, say("today.replies", now.replies), "");
    const bool asks_me = narrow() && me(desk).empty() && !now.list.owners.empty();
    add(asks_me ? 1 : 0, say("today.me"), "/settings");
    return ways;
}

void TodayPage::take_way(Desk& desk, const Way& way) {
    if (way.route == "/today?tab=tasks") tab_ = group_count;
    else desk.go(way.route);
}

void TodayPage::draw_links(Desk& desk, const Shown& now) {
    if (narrow()) return; // draw_small_menu
    const auto ways = waiting(desk, now);
    if (ways.empty() && beside_.counted == beside_count) return;
    Row row(24, true, 24); // what lies below stays where it is while they are counted
    for (const Way& way : ways) {
        if (way.route.empty()) text(way.words, {.tone = Tone::soft});
        else if (link(way.words, "#" + way.route)) take_way(desk, way);
    }
}

// What lies behind the day's list: the same owner's visits, days and improvements.
bool TodayPage::draw_part(Desk& desk) {
    const std::string part = desk.route.part(1);
    constexpr std::string_view parts[] = {"visits", "calendar", "improvements", "promises"};
    if (!std::ranges::contains(parts, part)) return false;
    back_link(desk, "nav.today", "/today");
    page_head(title(desk), say(part == "calendar"   ? "month.summary"
                               : part == "visits"   ? "visits.summary"
                               : part == "promises" ? "promises.summary"
                                                    : "improve.summary"));
    if (part != "improvements") {
        Row row(12, true, 36);
        draw_owner(desk, shown(desk).list.owners);
    }
    if (part == "visits") visits_.draw(desk);
    else if (part == "calendar") month_.draw(desk);
    else if (part == "promises") promises_.draw(desk);
    else improvements_.draw(desk);
    return true;
}

void TodayPage::draw_owner(Desk& desk, const std::vector<std::string>& owners, float width) {
    std::vector<std::string> labels{say("today.everybody"), say("today.nobody")};
    labels.insert(labels.end(), owners.begin(), owners.end());
    const auto owner = list_owner(desk);
    int index = 0;
    if (owner && owner->empty()) index = 1;
    if (owner && !owner->empty() && !std::ranges::contains(owners, *owner)) {
        labels.push_back(*owner); // has nothing now: his empty list is still his
    }
    for (std::size_t i = 2; owner && i < labels.size(); ++i) {
        if (labels[i] == *owner) index = static_cast<int>(i);
    }
    if (!select(say("today.whose"), index, labels, {.width = width, .bare = true})) return;
    std::optional<std::string> chosen;
    if (index == 1) chosen = "";
    if (index > 1) chosen = labels[static_cast<std::size_t>(index)];
    keep_list_owner(desk, chosen);
    tab_ = -1;
    desk.backend.request_frame();
}

namespace {

std::vector<TableColumn> list_columns() {
    return {{say("label.customer"), 1.6F, 150, Align::left, {}, 0, true},
            {say("label.overdue"), 1, 120, Align::right, {}, 0},
            {say("today.days"), 0.6F, 72, Align::right, {}, 2},
            {say("today.why"), 2.4F, 200, Align::left, {}, 1},
            {say("today.last"), 0.8F, 104, Align::left, {}, 3},
            {say("label.owner"), 0.7F, 80, Align::left, {}, 4},
            {say("today.score"), 0.5F, 64, Align::right, {}, 0}};
}

Cell list_cell(const session::WorkItem& item, std::size_t column, core::Currency own) {
    switch (column) {
    case 0: return {.text = item.name.empty() ? item.code : item.name, .strong = true};
    case 1: {
        Cell cell{.text = overdue_words(item, own),
                  .tone = item.facts.overdue ? Tone::red : Tone::text};
        if (item.balances.size() == 1) {
            cell.money = core::Money{item.balances[0].overdue, item.balances[0].currency};
        }
        return cell;
    }
    case 2: return {.text = std::to_string(item.facts.oldest_days)};
    case 3: return {.text = why_words(item), .tone = Tone::soft};
    case 4:
        return {.text = item.facts.last_contact ? date_text(*item.facts.last_contact) : "–",
                .tone = Tone::soft,
                .date = item.facts.last_contact};
    case 5: return {.text = item.owner.empty() ? "–" : item.owner, .tone = Tone::soft};
    default: return {.text = std::to_string(item.score.total()), .strong = true};
    }
}

} // namespace

// On a phone one line says all of it, so that the first customer is in sight.
void TodayPage::draw_filters(Desk& desk, const Shown& now) {
    constexpr float gap = 8;
    const bool small = narrow();
    const auto ways = small ? waiting(desk, now) : std::vector<Way>();
    const std::string alerts = say(ways.empty() ? "nav.more" : "today.waiting", ways.size());
    const float menu = ways.empty() ? 48 : button_width_css(alerts, true);
    const float left = small ? room_css() - menu - 2 * gap : 0;
    const float owner = small ? left * 0.6F : 220; // a name is longer than what is typed to find it
    float search = left - owner;
    if (!small) { // gives way to what stands beside it, as far as it can
        constexpr float wide = 12;
        search = room_css() - owner - 2 * wide - control_height() / dp(1) - 8;
        for (const auto& place : ways_beside) {
            search -= button_width_css(say(place.words), true) + wide;
        }
        search = std::clamp(search, 120.F, 300.F);
    }
    Row row(small ? gap : 12, !small, 36);
    draw_owner(desk, now.list.owners, owner);
    const bool tight = small || search < 200;
    if (list_search(say(tight ? "today.find_short" : "today.find"), find_, search)) {
        tab_ = -1;
        desk.backend.request_frame();
    }
    if (small) return draw_small_menu(desk, alerts, ways);
    for (const auto& place : ways_beside) {
        const auto kind = place.icon == Icon::plus ? ButtonKind::secondary : ButtonKind::quiet;
        if (button(say(place.words), {.kind = kind, .icon = place.icon})) desk.go(place.route);
    }
    if (tab_ >= static_cast<int>(group_count)) return; // its tables have their own
    const auto& keys = now.keys.at(static_cast<std::size_t>(std::max(tab_, 0)));
    offer_list(desk, say("nav.today"), list_columns(), keys.size(),
               [&](std::size_t row, std::size_t column) {
                   return list_cell(now.list.items[static_cast<std::size_t>(keys[row])], column,
                                    desk.session.book().currency);
               });
}

void TodayPage::draw_small_menu(Desk& desk, const std::string& name, const std::vector<Way>& ways) {
    Menu menu(name, ways.empty() ? Icon::more : Icon::warning, 300, ways.empty());
    if (!menu) return;
    for (const Way& way : ways) {
        if (!menu_line(Icon::chevron_right, way.words, {}, false) || way.route.empty()) continue;
        take_way(desk, way);
        menu.close();
    }
    if (!ways.empty()) divider();
    for (const auto& place : ways_beside) {
        if (!menu_line(place.icon, say(place.words), {}, false)) continue;
        desk.go(place.route);
        menu.close();
    }
}

void TodayPage::draw_list(Desk& desk, const Shown& now, std::size_t group) {
    const auto& keys = now.keys.at(group);
    if (keys.empty()) {
        constexpr const char* empty[] = {"today.no_risk", "today.no_easy", "today.no_wait"};
        empty_state(Icon::check, word(empty[group]), say("today.empty_detail"));
        return;
    }
    const core::Currency own = desk.session.book().currency;
    const auto columns = list_columns();
    const CellOf cell = [&](std::size_t row, std::size_t column) {
        return list_cell(now.list.items[static_cast<std::size_t>(keys[row])], column, own);
    };
    const auto answer = table(
        tables_.at(group), keys, {.name = say("today.groups"), .columns = columns},
        [](std::size_t, std::size_t) {}, cell);
    if (answer.opened) {
        const auto at = static_cast<std::size_t>(keys[*answer.opened]);
        open_contact(desk, now.list.items[at].customer);
    }
    if (!narrow()) return; // the filters have it
    Row foot(8, true, 36);
    offer_list(desk, say("nav.today"), columns, keys.size(), cell);
}

} // namespace

std::unique_ptr<Page> make_today_page() { return std::make_unique<TodayPage>(); }

} // namespace huikuan::ui
