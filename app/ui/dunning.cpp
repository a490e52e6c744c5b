// 催收函: the letters that are due today, one press each; those that were sent; the templates and
// the ladders; the disputes that stand in the way.
#include <algorithm>
#include <map>

#include "session/letters.h"
#include "ui/backend/backend.h"
#include "ui/collection_words.h"
#include "ui/disputes_view.h"
#include "ui/dunning_words.h"
#include "ui/hold_sheet.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/ladder_view.h"
#include "ui/letter_post.h"
#include "ui/letter_sheet.h"
#include "ui/letter_texts.h"
#include "ui/list_tools.h"
#include "ui/lists.h"
#include "ui/pages.h"

namespace huikuan::ui {

namespace {

constexpr const char* tab_routes[] = {"/dunning",         "/dunning/sent",     "/dunning/letters",
                                      "/dunning/ladders", "/dunning/disputes", "/dunning/holds"};

std::vector<TableColumn> due_columns() {
    return {
        {say("label.customer"), 2.2F, 190, Align::left, {}, 0, true},
        {say("dunning.letter"), 1.2F, 164, Align::left, {}, 0},
        {say("dunning.to_pay"), 0.8F, 120, Align::right, {}, 0},
        {say("dunning.charges"), 0.5F, 84, Align::right, {}, 2},
        {say("contact.channel"), 0.4F, 84, Align::left, {}, 3},
        {say("dunning.reason"), 1.0F, 110, Align::left, {}, 1},
        {say("label.owner"), 0.5F, 84, Align::left, {}, 4},
        {say("dunning.ladder"), 0.5F, 84, Align::left, {}, 5},
    };
}

class DunningPage final : public Page {
public:
    std::string title(Desk&) override { return say("nav.dunning"); }
    void draw(Desk& desk) override;
    bool print(Desk& desk) override; // who gets which letter today

private:
    struct Due {
        std::optional<session::DunningPreview> preview;
        core::Error refused;
        std::vector<core::RowKey> letters, all; // places in the rows
    };
    struct Sent {
        std::vector<session::SentRow> rows;
        std::vector<core::RowKey> keys;
        std::map<std::size_t, std::pair<core::LetterSent, std::string>> seen; // and the customer
    };
    const Due& due(Desk& desk);
    void draw_due(Desk& desk, const Due& now);
    void draw_sent(Desk& desk);
    const std::pair<core::LetterSent, std::string>& seen(Desk& desk, std::size_t index);
    [[nodiscard]] Cell due_cell(Desk& desk, const session::DunningRow& row, std::size_t column);
    [[nodiscard]] std::string charges(Desk& desk, const session::DunningRow& row);
    [[nodiscard]] ListContent content(Desk& desk, const Due& now);
    void print_selected(Desk& desk, const Due& now);

    Cached<std::string, Due> due_;
    Sent sent_;
    std::string sent_of_; // revision
    TableState due_table_, sent_table_;
    ListTools tools_{"dunning"};
    LetterPost post_;
    std::map<core::CustomerId, std::string> charges_; // of the letters that were seen
    bool with_waiting_ = false;
    LetterTexts texts_;
    LadderView ladders_;
    DisputesView disputes_;
    HoldsView holds_;
};

const DunningPage::Due& DunningPage::due(Desk& desk) {
    const auto owner = list_owner(desk);
    const std::string key = std::to_string(desk.session.revision()) + "/" +
                            std::to_string(desk.today.days) + (owner ? "=" + *owner : "");
    return due_.get(key, [&] {
        Due made;
        due_table_.selected.clear(); // places in rows that are gone
        charges_.clear();
        auto preview = session::Dunning(desk.session).preview(desk.today, owner);
        if (!preview) {
            made.refused = preview.error();
            return made;
        }
        made.preview = *std::move(preview);
        for (std::size_t i = 0; i < made.preview->rows.size(); ++i) {
            const auto place = static_cast<core::RowKey>(i);
            made.all.push_back(place);
            if (i < made.preview->letters) made.letters.push_back(place);
        }
        return made;
    });
}

void DunningPage::draw(Desk& desk) {
    const Due& now = due(desk);
    const auto letters = static_cast<std::int64_t>(now.letters.size());
    const auto waiting = static_cast<std::int64_t>(now.all.size()) - letters;
    const bool pressed = page_head(
        say("nav.dunning"),
        say("dunning.summary", date_words(desk.today), count_text(letters), count_text(waiting)),
        letters > 0 ? say("dunning.first") : std::string(), Icon::document);
    if (pressed) {
        const auto first = static_cast<std::size_t>(now.letters.front());
        open_letter(desk, now.preview->rows[first].customer);
    }
    const std::string labels[] = {
        say("dunning.tab.due", count_text(letters)),
        say("dunning.tab.sent"),
        say("dunning.tab.letters"),
        say("dunning.tab.ladders"),
        say("dunning.tab.disputes", count_text(static_cast<std::int64_t>(disputes_.open(desk)))),
        say("dunning.tab.holds", count_text(static_cast<std::int64_t>(holds_.count(desk))))};
    int tab = 0;
    const std::string part = desk.route.part(1);
    for (int i = 1; i < 6; ++i) {
        if (std::string_view(tab_routes[i]).ends_with("/" + part) && !part.empty()) tab = i;
    }
    if (tabs(say("dunning.tabs"), labels, tab)) desk.go(tab_routes[tab]);
    switch (tab) {
    case 0: draw_due(desk, now); break;
    case 1: draw_sent(desk); break;
    case 2: texts_.draw(desk); break;
    case 3: ladders_.draw(desk); break;
    case 4: disputes_.draw(desk); break;
    default: holds_.draw(desk); break;
    }
    texts_.draw_sheet(desk);
    ladders_.draw_sheet(desk);
}

bool DunningPage::print(Desk& desk) {
    const bool covered = !desk.route.option("letter").empty();
    if (covered || !desk.route.part(1).empty() || !due(desk).preview) return false;
    print_list(desk, content(desk, due(desk)), *tools_.hidden(desk, due_columns()),
               date_words(desk.today));
    return true;
}

void DunningPage::draw_due(Desk& desk, const Due& now) {
    if (!now.preview) {
        notice(error_words(now.refused), BadgeKind::warn, true);
        // One that was dated too late by mistake is found, and can be taken back.
        const auto later = session::Dunning(desk.session).later_letter(desk.today);
        if (later && button(say("dunning.later_letter"), {.icon = Icon::document})) {
            desk.go(with_sheet(desk, "sent", core::to_text(*later)));
        }
        return;
    }
    const auto columns = due_columns();
    const auto draw_tools = [&] { tools_.draw(desk, columns, [&] { return content(desk, now); }); };
    {
        Row row(8, true, 36);
        chip(say("dunning.with_waiting"), with_waiting_);
        if (!now.letters.empty() &&
            button(say("post.all"), {.kind = ButtonKind::secondary, .icon = Icon::print})) {
            post_.ask(desk, {});
        }
        if (!narrow()) draw_tools();
    }
    caption(say("dunning.rule"));
    if (narrow()) {
        Row row(8);
        draw_tools();
    }
    tools_.draw_selection(
        desk, due_table_, {}, [&] { return content(desk, now); },
        [&] {
            if (button(say("post.selected"),
                       {.kind = ButtonKind::secondary, .icon = Icon::print})) {
                print_selected(desk, now);
            }
        });
    post_.draw(desk);
    const auto& keys = with_waiting_ ? now.all : now.letters;
    if (keys.empty()) {
        empty_state(Icon::check, say("dunning.none"), say("dunning.none_detail"));
        return;
    }
    const auto row_at = [&](std::size_t row) -> const session::DunningRow& {
        return now.preview->rows[static_cast<std::size_t>(keys[row])];
    };
    const auto answer = table(
        due_table_, keys,
        {.name = say("dunning.tabs"),
         .columns = columns,
         .select = true,
         .hidden = tools_.hidden(desk, columns)},
        [](std::size_t, std::size_t) {},
        [&](std::size_t row, std::size_t column) { return due_cell(desk, row_at(row), column); });
    if (!answer.opened) return;
    const session::DunningRow& row = row_at(*answer.opened);
    if (row.plan.why == core::DunningWhy::none) open_letter(desk, row.customer);
    else desk.go(customer_route(row.customer));
}

// What it will charge, looked up when it is first seen: interest is counted document by document.
std::string DunningPage::charges(Desk& desk, const session::DunningRow& row) {
    if (row.step.fee_minor == 0 && row.step.interest.empty()) return "–";
    const auto found = charges_.find(row.customer);
    if (found != charges_.end()) return found->second;
    Sums sums;
    for (const core::LetterSum& sum : session::Letters(desk.session).charges_of(row, desk.today)) {
        sums.add({sum.fee + sum.interest, sum.currency});
    }
    const std::string words = sums.words(desk.session.book().currency);
    return charges_[row.customer] = words.empty() ? "–" : words;
}

Cell DunningPage::due_cell(Desk& desk, const session::DunningRow& row, std::size_t column) {
    const bool letter = row.plan.why == core::DunningWhy::none;
    switch (column) {
    case 0: return {.text = row.name.empty() ? row.code : row.name, .strong = true};
    case 1:
        if (!letter) return {.text = "–", .tone = Tone::faint};
        return {.text = std::to_string(row.plan.level) + " · " +
                        (row.step.name.empty() ? letter_words(row.step.letter) : row.step.name),
                .badge = row.plan.level >= 4   ? BadgeKind::bad
                         : row.plan.level >= 2 ? BadgeKind::warn
                                               : BadgeKind::accent};
    case 2: {
        Sums sums;
        for (const core::LetterSum& sum : row.plan.sums) {
            sums.add({std::max<std::int64_t>(sum.overdue - sum.unapplied, 0), sum.currency});
        }
        return {.text = sums.words(desk.session.book().currency),
                .tone = letter ? Tone::red : Tone::soft};
    }
    case 3: return {.text = letter ? charges(desk, row) : "–", .tone = Tone::soft};
    case 4: return {.text = letter ? channel_words(row.step.channel) : "–"};
    case 5: {
        std::string words = letter && !row.ready ? say("dunning.decides", row.step.who)
                                                 : why_no_letter(row.plan.why);
        if (!letter && row.plan.next != core::far_future) {
            words += " · " + say("dunning.again", date_text(row.plan.next));
        }
        return {.text = words, .tone = Tone::soft};
    }
    case 6: return {.text = row.owner.empty() ? "–" : row.owner, .tone = Tone::soft};
    default:
        return {.text = row.ladder.empty() ? "–" : ladder_words(row.ladder, row.ladder_name),
                .tone = Tone::soft};
    }
}

ListContent DunningPage::content(Desk& desk, const Due& now) {
    ListContent out{say("dunning.tabs"), due_columns(), with_waiting_ ? now.all : now.letters, {}};
    out.read = [this, &desk, &now](std::span<const core::RowKey> keys) {
        std::vector<std::vector<Cell>> rows;
        for (const core::RowKey key : keys) {
            auto& cells = rows.emplace_back();
            for (std::size_t column = 0; column < due_columns().size(); ++column) {
                cells.push_back(
                    due_cell(desk, now.preview->rows[static_cast<std::size_t>(key)], column));
            }
        }
        return rows;
    };
    return out;
}

void DunningPage::print_selected(Desk& desk, const Due& now) {
    std::vector<core::CustomerId> customers;
    for (const core::RowKey key : now.letters) {
        if (!due_table_.selected.contains(key)) continue;
        customers.push_back(now.preview->rows[static_cast<std::size_t>(key)].customer);
    }
    if (customers.empty()) toast(say("post.none"), {}, true);
    else post_.ask(desk, customers);
}

// Only what is on the screen is read.
const std::pair<core::LetterSent, std::string>& DunningPage::seen(Desk& desk, std::size_t index) {
    const auto found = sent_.seen.find(index);
    if (found != sent_.seen.end()) return found->second;
    auto& made = sent_.seen[index];
    if (auto row = session::Dunning(desk.session).letter(sent_.rows[index].id)) {
        made.first = std::move(row->letter);
    }
    const auto customer = desk.session.customer(sent_.rows[index].customer, desk.today);
    made.second = customer ? customer_label(*customer) : "–";
    return made;
}

void DunningPage::draw_sent(Desk& desk) {
    const std::string key = std::to_string(desk.session.revision());
    if (key != sent_of_) {
        sent_of_ = key;
        sent_ = {session::Dunning(desk.session).sent(), {}, {}};
        for (std::size_t i = 0; i < sent_.rows.size(); ++i) {
            sent_.keys.push_back(static_cast<core::RowKey>(i));
        }
    }
    Sent& now = sent_;
    if (now.rows.empty()) {
        empty_state(Icon::document, say("letter.none_sent"), say("letter.none_sent_detail"));
        return;
    }
    const core::Currency own = desk.session.book().currency;
    const std::vector<TableColumn> columns{
        {say("label.date"), 0.7F, 104, Align::left, {}, 0},
        {say("label.customer"), 1.4F, 140, Align::left, {}, 0, true},
        {say("dunning.letter"), 1.2F, 130, Align::left, {}, 1},
        {say("contact.channel"), 0.6F, 72, Align::left, {}, 2},
        {say("dunning.to_pay"), 1, 120, Align::right, {}, 0},
        {say("letter.by"), 0.7F, 80, Align::left, {}, 3},
    };
    const CellOf cell = [&](std::size_t index, std::size_t column) -> Cell {
        const auto& [letter, name] = seen(desk, index);
        switch (column) {
        case 0: return {.text = date_text(letter.date), .date = letter.date};
        case 1: return {.text = name, .strong = true};
        case 2:
            return {.text = (letter.level > 0 ? std::to_string(letter.level) + " · " : "") +
                            letter_words(letter.letter)};
        case 3: return {.text = channel_words(letter.channel)};
        case 4: {
            Sums sums;
            for (const core::LetterSum& sum : letter.sums) {
                sums.add({sum.total(), sum.currency});
            }
            return {.text = sums.words(own)};
        }
        default: return {.text = letter.by.empty() ? "–" : letter.by, .tone = Tone::soft};
        }
    };
    {
        Row row(8, true, 36);
        caption(say("letter.sent_count", count_text(static_cast<std::int64_t>(now.rows.size()))));
        offer_list(desk, say("dunning.tab.sent"), columns, now.rows.size(), cell);
    }
    const auto answer = table(
        sent_table_, now.keys, {.name = say("dunning.tab.sent"), .columns = columns},
        [](std::size_t, std::size_t) {}, cell);
    if (answer.opened) {
        desk.go(with_sheet(desk, "sent", core::to_text(now.rows[*answer.opened].id)));
    }
}

} // namespace

std::unique_ptr<Page> make_dunning_page() { return std::make_unique<DunningPage>(); }

} // namespace huikuan::ui
