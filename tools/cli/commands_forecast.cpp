// What is expected to come in, week by week, and by what each part is expected.
#include "book.h"
#include "commands.h"
#include "output.h"
#include "session/forecast.h"

namespace huikuan::cli {

namespace {

constexpr int most_weeks = 104;

int weeks_of(const Arguments& arguments) {
    const auto text = arguments.option("--weeks");
    if (!text) { return 13; }
    const bool digits = !text->empty() && text->size() <= 3 &&
                        text->find_first_not_of("0123456789") == std::string::npos;
    const int weeks = digits ? std::stoi(*text) : 0;
    if (weeks < 1 || weeks > most_weeks) {
        refuse({core::ErrorCode::out_of_range, "weeks", *text, 0});
    }
    return weeks;
}

Json json_of_parts(const std::array<std::int64_t, core::forecast_sources>& minor) {
    Json parts = Json::object();
    for (std::size_t i = 0; i < core::forecast_sources; ++i) {
        parts[std::string(core::name_of(static_cast<core::ForecastSource>(i))) + "_minor"] =
            minor.at(i);
    }
    return parts;
}

Json json_of(const core::ForecastSum& sum) {
    Json weeks = Json::array();
    for (const core::ForecastWeek& week : sum.weeks) {
        Json one = json_of_parts(week.minor);
        one["from"] = core::to_text(week.from);
        one["to"] = core::to_text(week.to);
        one["total_minor"] = week.total();
        weeks.push_back(std::move(one));
    }
    return {{"currency", sum.currency.view()},   {"open_minor", sum.open},
            {"expected_minor", sum.expected()},  {"disputed_minor", sum.disputed},
            {"covered_minor", sum.covered},      {"undated_minor", sum.undated},
            {"later", json_of_parts(sum.later)}, {"weeks", weeks}};
}

Json json_of(const session::Session& book, const core::ForecastEntry& entry, core::Date day) {
    const auto invoice = book.invoice(entry.invoice, day);
    Json one{{"invoice", core::to_text(entry.invoice)},
             {"number", invoice ? invoice->number : std::string()},
             {"customer", core::to_text(entry.customer)},
             {"due", core::to_text(entry.due)},
             {"currency", entry.currency.view()},
             {"minor", entry.minor},
             {"by", core::name_of(entry.source)}};
    const bool dated = entry.expected != core::far_future;
    one["expected"] = dated ? Json(core::to_text(entry.expected)) : Json();
    one["word"] = entry.word.is_nil() ? Json() : Json(core::to_text(entry.word));
    return one;
}

} // namespace

void show_forecast(const Arguments& arguments) {
    const auto book = open_book(arguments);
    const core::Date day = as_of(*book, arguments);
    const core::Forecast made = session::forecast(*book, day, weeks_of(arguments));
    if (arguments.has("--json")) {
        Json currencies = Json::array();
        for (const core::ForecastSum& sum : made.currencies) { currencies.push_back(json_of(sum)); }
        Json answer{{"day", core::to_text(day)}, {"currencies", currencies}};
        if (arguments.has("--documents")) {
            Json documents = Json::array();
            for (const core::ForecastEntry& entry : made.entries) {
                documents.push_back(json_of(*book, entry, day));
            }
            answer["documents"] = documents;
        }
        return print(answer);
    }
    if (arguments.has("--documents")) {
        Table table({"EXPECTED", "CUSTOMER", "NUMBER", "DUE", "AMOUNT", "BY"}, "    r ");
        for (const core::ForecastEntry& entry : made.entries) {
            const auto invoice = book->invoice(entry.invoice, day);
            table.row({entry.expected == core::far_future ? "-" : core::to_text(entry.expected),
                       invoice ? invoice->customer_name : std::string(),
                       invoice ? invoice->number : std::string(), core::to_text(entry.due),
                       text_of(entry.minor, entry.currency),
                       std::string(core::name_of(entry.source))});
        }
        return table.print();
    }
    Table table({"FROM", "TO", "PLAN", "PROMISE", "HABIT", "DUE", "TOTAL"}, "  rrrrr");
    const auto line = [&](std::string from, std::string to, const auto& minor, std::int64_t total,
                          core::Currency in) {
        std::vector<std::string> cells{std::move(from), std::move(to)};
        for (const std::int64_t part : minor) {
            cells.push_back(part == 0 ? "-" : text_of(part, in));
        }
        cells.push_back(total == 0 ? "-" : text_of(total, in));
        table.row(cells);
    };
    for (const core::ForecastSum& sum : made.currencies) {
        for (const core::ForecastWeek& week : sum.weeks) {
            line(core::to_text(week.from), core::to_text(week.to), week.minor, week.total(),
                 sum.currency);
        }
        std::int64_t later = 0;
        for (const std::int64_t part : sum.later) { later += part; }
        line("later", "", sum.later, later, sum.currency);
        constexpr std::array<std::int64_t, core::forecast_sources> none{};
        line("undated", "", none, sum.undated, sum.currency);
        line("disputed", "", none, sum.disputed, sum.currency);
        line("covered", "", none, sum.covered, sum.currency);
        line("open", "", none, sum.open, sum.currency);
    }
    table.print();
}

} // namespace huikuan::cli
