#include "ui/forecast_view.h"

#include <algorithm>

#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/reversal.h"

namespace huikuan::ui {

namespace {

std::string source_words(core::ForecastSource source) {
    return say("forecast.source." + std::string(core::name_of(source)));
}

std::vector<TableColumn> week_columns() {
    std::vector<TableColumn> columns{{say("forecast.week"), 1.4F, 150, Align::left, {}, 0, true}};
    for (std::size_t i = 0; i < core::forecast_sources; ++i) {
        columns.push_back({source_words(static_cast<core::ForecastSource>(i)),
                           1,
                           104,
                           Align::right,
                           {},
                           1 + static_cast<int>(i)});
    }
    columns.push_back({say("forecast.total"), 1.1F, 116, Align::right, {}, 0});
    return columns;
}

std::vector<TableColumn> document_columns() {
    return {
        {say("label.customer"), 1.5F, 130, Align::left, {}, 0, true},
        {say("label.number"), 1, 100, Align::left, {}, 1},
        {say("label.due"), 0.7F, 104, Align::left, {}, 2},
        {say("forecast.expected"), 0.7F, 104, Align::left, {}, 1},
        {say("forecast.source"), 0.9F, 96, Align::left, {}, 0},
        {say("label.amount"), 1, 116, Align::right, {}, 0},
    };
}

} // namespace

const core::Forecast& ForecastView::forecast(Desk& desk) {
    return forecast_.get(moment_key(desk, "forecast"),
                         [&] { return session::forecast(desk.session, desk.as_of); });
}

// The currency of the route, else the book's own, else the first there is.
const core::ForecastSum* ForecastView::sum(Desk& desk) {
    const core::Forecast& now = forecast(desk);
    if (now.currencies.empty()) return nullptr;
    std::string wanted = desk.route.option("currency");
    if (wanted.empty()) wanted = desk.session.book().currency.view();
    const auto found = std::ranges::find_if(
        now.currencies, [&](const auto& one) { return one.currency.view() == wanted; });
    return found == now.currencies.end() ? &now.currencies.front() : &*found;
}

std::vector<ForecastView::Place> ForecastView::places(const core::ForecastSum& sum) {
    std::vector<Place> places;
    for (const core::ForecastWeek& week : sum.weeks) {
        const std::string number = std::to_string(places.size() + 1);
        places.push_back({say("forecast.week_of", date_text(week.from), date_text(week.to)), number,
                          week.from, week.to, week.minor, week.total()});
    }
    Place later{say("forecast.later"),
                "later",
                core::add_days(sum.weeks.back().to, 1),
                core::add_days(core::far_future, -1),
                sum.later,
                0};
    for (const std::int64_t part : sum.later) later.total += part;
    places.push_back(std::move(later));
    places.push_back(
        {say("forecast.undated"), "undated", core::far_future, core::far_future, {}, sum.undated});
    return places;
}

void ForecastView::turn(Desk& desk, const char* option, const std::string& value) {
    Route route = desk.route;
    if (std::string_view(option) == "currency") route.set("week", {});
    route.set(option, value);
    desk.go(route.text(), true);
}

void ForecastView::draw(Desk& desk) {
    const core::ForecastSum* now = sum(desk);
    if (now == nullptr) {
        empty_state(Icon::check, say("forecast.none"), say("forecast.none_detail"));
        return;
    }
    draw_currencies(desk);
    draw_sums(*now);
    caption(say("forecast.rule"));
    draw_weeks(desk, *now);
    draw_documents(desk, *now);
}

void ForecastView::draw_currencies(Desk& desk) {
    const core::Forecast& now = forecast(desk);
    if (now.currencies.size() < 2) return;
    const core::Currency shown = sum(desk)->currency;
    Row row(8);
    for (const core::ForecastSum& one : now.currencies) {
        bool mine = one.currency == shown;
        if (chip(one.currency.view(), mine)) {
            turn(desk, "currency", std::string(one.currency.view()));
        }
    }
}

void ForecastView::draw_sums(const core::ForecastSum& now) {
    const auto money = [&](std::int64_t minor) { return money_text({minor, now.currency}); };
    Row facts(28);
    fact(say("forecast.in_weeks", now.weeks.size()), money(now.expected()), Tone::green);
    fact(say("forecast.undated"), money(now.undated), now.undated > 0 ? Tone::red : Tone::text);
    if (now.disputed > 0) fact(say("forecast.disputed"), money(now.disputed));
    if (now.covered > 0) fact(say("forecast.covered"), money(now.covered));
    fact(say("label.open"), money(now.open));
}

Cell ForecastView::week_cell(const Place& place, core::Currency currency,
                             std::size_t column) const {
    if (column == 0) return {.text = place.name, .strong = true};
    const bool total = column > core::forecast_sources;
    const std::int64_t minor = total ? place.total : place.minor[column - 1];
    if (minor == 0) return {.text = "–", .tone = Tone::faint};
    return {.text = money_text({minor, currency}, false),
            .tone = total && place.option == "undated" ? Tone::red : Tone::text,
            .strong = total,
            .money = core::Money{minor, currency}};
}

ListContent ForecastView::weeks(const core::ForecastSum& now) const {
    ListContent out{say("forecast.title"), week_columns(), {}, {}};
    auto rows = std::make_shared<std::vector<std::vector<Cell>>>();
    for (const Place& place : places(now)) {
        out.keys.push_back(static_cast<core::RowKey>(rows->size()));
        auto& cells = rows->emplace_back();
        for (std::size_t column = 0; column < out.columns.size(); ++column) {
            cells.push_back(week_cell(place, now.currency, column));
        }
    }
    out.read = [rows](std::span<const core::RowKey> keys) {
        std::vector<std::vector<Cell>> found;
        for (const core::RowKey key : keys) found.push_back((*rows)[static_cast<std::size_t>(key)]);
        return found;
    };
    return out;
}

void ForecastView::draw_weeks(Desk& desk, const core::ForecastSum& now) {
    const auto columns = week_columns();
    {
        Row row(8, true, 36);
        heading(say("forecast.title"), 2);
        tools_.draw(desk, columns, [&] { return weeks(now); });
    }
    const auto rows = places(now);
    const auto answer = plain_table(
        weeks_, rows.size(),
        {.name = say("forecast.title"), .columns = columns, .hidden = tools_.hidden(desk, columns)},
        [&](std::size_t row, std::size_t column) {
            return week_cell(rows[row], now.currency, column);
        });
    if (answer.opened) {
        const std::string& option = rows[*answer.opened].option;
        turn(desk, "week", desk.route.option("week") == option ? std::string() : option);
    }
}

ForecastView::Document ForecastView::read(Desk& desk, const core::ForecastEntry& entry) {
    const auto invoice = desk.session.invoice(entry.invoice, desk.as_of);
    return invoice ? Document{invoice->number, invoice->customer_name} : Document{"–", "–"};
}

Cell ForecastView::document_cell(const core::ForecastEntry& entry, const Document& row,
                                 std::size_t column) const {
    switch (column) {
    case 0: return {.text = row.customer, .strong = true};
    case 1: return {.text = row.number};
    case 2: return {.text = date_text(entry.due), .date = entry.due};
    case 3:
        if (entry.expected == core::far_future) return {.text = "–", .tone = Tone::faint};
        return {.text = date_text(entry.expected), .date = entry.expected};
    case 4: return {.text = source_words(entry.source), .tone = Tone::soft};
    default: {
        const core::Money money{entry.minor, entry.currency};
        return {.text = money_text(money, false), .money = money};
    }
    }
}

void ForecastView::draw_documents(Desk& desk, const core::ForecastSum& now) {
    const std::string option = desk.route.option("week");
    if (option.empty()) {
        text(say("forecast.press"), {.tone = Tone::soft});
        return;
    }
    const auto rows = places(now);
    const auto place = std::ranges::find(rows, option, &Place::option);
    if (place == rows.end()) return;
    const core::Forecast& all = forecast(desk);
    const std::string key = moment_key(desk, option) + std::string(now.currency.view());
    if (key != asked_) {
        asked_ = key;
        documents_ = {};
        keys_.clear();
        for (const std::uint32_t at : all.between(now.currency, place->from, place->to)) {
            keys_.push_back(static_cast<core::RowKey>(at));
        }
    }
    {
        Row row(8, true, 36);
        heading(place->name, 2);
        text(money_text({place->total, now.currency}), {.letters = Letters::strong});
        offer_list(desk, say("forecast.documents"), document_columns(), keys_.size(),
                   [&](std::size_t at, std::size_t column) {
                       const auto& entry = all.entries[static_cast<std::size_t>(keys_[at])];
                       return document_cell(entry, read(desk, entry), column);
                   });
    }
    if (keys_.empty()) {
        text(say("forecast.nothing"), {.tone = Tone::soft});
        return;
    }
    const auto columns = document_columns();
    const auto entry_at = [&](std::size_t row) -> const core::ForecastEntry& {
        return all.entries[static_cast<std::size_t>(keys_[row])];
    };
    const auto answer = table(
        documents_, keys_, {.name = say("forecast.documents"), .columns = columns, .height = 360},
        [&](std::size_t first, std::size_t count) {
            window_.show(key, first, count, [&](std::size_t from, std::size_t rows) {
                std::vector<Document> read_now;
                for (std::size_t i = 0; i < rows; ++i) {
                    read_now.push_back(read(desk, entry_at(from + i)));
                }
                return read_now;
            });
        },
        [&](std::size_t row, std::size_t column) -> Cell {
            const Document* it = window_.find(row);
            return it == nullptr ? Cell{} : document_cell(entry_at(row), *it, column);
        });
    if (answer.opened) open_invoice(desk, entry_at(*answer.opened).invoice);
}

bool ForecastView::print(Desk& desk) {
    const core::ForecastSum* now = sum(desk);
    if (now == nullptr) return false;
    print_list(desk, weeks(*now), *tools_.hidden(desk, week_columns()), as_of_words(desk));
    return true;
}

} // namespace huikuan::ui
