#include "core/forecast.h"

#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <sstream>

#include "sample.h"

using namespace huikuan::core;

namespace {

// What one table of tests/scenarios/forecast keeps. Customers and documents are numbered as they
// come.
struct ForecastTable {
    ForecastAsk ask;
    std::map<std::string, std::uint64_t> customers, documents;
    std::vector<std::string> names{""};
    std::map<std::string, std::vector<PlanAgreed>> agreed; // by customer, as cash
    std::map<std::string, std::vector<Cash>> cash;

    CustomerId customer(const std::string& name) {
        return {1, customers.try_emplace(name, customers.size() + 1).first->second};
    }
    InvoiceId document(const std::string& name) {
        const auto [at, fresh] = documents.try_emplace(name, documents.size() + 1);
        if (fresh) { names.push_back(name); }
        return {1, at->second};
    }

    void answer(Date on, std::ostream& out) {
        ask.day = on;
        ForecastAsk asked = ask;
        for (const auto& [name, plans] : agreed) {
            std::vector<const PlanAgreed*> beside;
            for (const PlanAgreed& plan : plans) { beside.push_back(&plan); }
            const auto words = plan_words(customer(name), beside, cash[name], on);
            asked.words.insert(asked.words.end(), words.begin(), words.end());
        }
        const Forecast made = forecast(std::move(asked), Calendar::china());
        const auto money = [](std::int64_t minor, Currency in) {
            return to_text(Money{minor, in});
        };
        for (const ForecastSum& sum : made.currencies) {
            out << "    " << sum.currency.view() << ' ' << money(sum.open, sum.currency)
                << " open, " << money(sum.expected(), sum.currency) << " in " << sum.weeks.size()
                << " weeks, disputed " << money(sum.disputed, sum.currency) << ", covered "
                << money(sum.covered, sum.currency) << ", undated "
                << money(sum.undated, sum.currency) << '\n';
            for (const ForecastWeek& week : sum.weeks) {
                if (week.total() == 0) { continue; }
                out << "      " << to_text(week.from) << " - " << to_text(week.to) << ' '
                    << money(week.total(), sum.currency) << '\n';
                for (const std::uint32_t at : made.between(sum.currency, week.from, week.to)) {
                    print(made.entries[at], out);
                }
            }
        }
        for (const ForecastEntry& entry : made.entries) {
            const auto& weeks = made.currencies.front().weeks;
            if (weeks.empty() || entry.expected > weeks.back().to) { print(entry, out); }
        }
    }
    void print(const ForecastEntry& entry, std::ostream& out) const {
        out << "        " << names[entry.invoice.low] << " due " << to_text(entry.due) << ' '
            << to_text(Money{entry.minor, entry.currency}) << ' '
            << (entry.expected == far_future ? std::string("undated") : to_text(entry.expected))
            << ' ' << name_of(entry.source) << '\n';
    }

    void take(const std::string& text, std::ostream& out) {
        std::istringstream in(text);
        std::string word, name, a, b, c;
        in >> word >> name;
        if (word == "reset") {
            *this = {};
        } else if (word == "weeks") {
            ask.weeks = std::stoi(name);
        } else if (word == "line") { // line CUSTOMER DOCUMENT DUE OPEN [DISPUTED]
            in >> a >> b >> c;
            ForecastLine line{document(a), customer(name), currency("CNY"), day(b), minor_of(c), 0};
            if (in >> a) { line.disputed = minor_of(a); }
            ask.lines.push_back(line);
        } else if (word == "promise" || word == "plan") { // promise CUSTOMER DAY AMOUNT
            in >> a >> b;
            ask.words.push_back({{2, ask.words.size() + 1},
                                 customer(name),
                                 currency("CNY"),
                                 day(a),
                                 minor_of(b),
                                 word == "plan" ? ForecastSource::plan : ForecastSource::promise});
        } else if (word == "agreed") { // agreed CUSTOMER DAY DUE:AMOUNT...
            in >> a;
            PlanAgreed plan{.id = {3, agreed[name].size() + 1},
                            .customer = customer(name),
                            .date = day(a),
                            .currency = currency("CNY")};
            while (in >> b) {
                const std::size_t colon = b.find(':');
                plan.lines.push_back({day(b.substr(0, colon)), minor_of(b.substr(colon + 1)), 0});
            }
            agreed[name].push_back(std::move(plan));
        } else if (word == "cash") { // cash CUSTOMER DAY AMOUNT [VOID FROM]
            in >> a >> b;
            Cash one{day(a), far_future, minor_of(b)};
            if (in >> c) { one.end = day(c); }
            cash[name].push_back(one);
        } else if (word == "money") { // money CUSTOMER AMOUNT
            in >> a;
            ask.unapplied.push_back({customer(name), {minor_of(a), currency("CNY")}});
        } else if (word == "paid") { // paid CUSTOMER|* DAYS...
            std::vector<int> days;
            for (int one = 0; in >> one;) { days.push_back(one); }
            auto habit = habit_of(std::move(days));
            if (!habit) {
                out << "    no habit\n";
                return;
            }
            out << "    median " << habit->median << ", four of five " << habit->slow << '\n';
            if (name == "*") {
                ask.of_the_book = habit;
            } else {
                habit->customer = customer(name);
                ask.habits.push_back(*habit);
            }
        } else if (word == "on") {
            answer(day(name), out);
        }
    }
};

} // namespace

TEST_CASE("the forecast on days that bite: month ends, a leap day, holidays, Sundays") {
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator("tests/scenarios/forecast")) {
        CAPTURE(entry.path().string());
        std::ostringstream text, out;
        text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
        std::istringstream in(text.str());
        ForecastTable table;
        for (std::string line; std::getline(in, line);) {
            if (line.starts_with("    ")) { continue; }
            out << line << '\n';
            if (!line.empty() && line[0] != '#') { table.take(line, out); }
        }
        if (std::getenv("HUIKUAN_REBASELINE") != nullptr) {
            std::ofstream(entry.path(), std::ios::binary) << out.str();
        }
        CHECK(out.str() == text.str());
        ++files;
    }
    CHECK(files >= 1);
}

TEST_CASE("whatever is open stands in exactly one place of the forecast") {
    std::mt19937 random(9);
    const auto up_to = [&](int most) { return static_cast<int>(random() % (unsigned(most) + 1)); };
    for (int round = 0; round < 300; ++round) {
        ForecastAsk ask;
        ask.day = add_days(day("2026-09-20"), up_to(30));
        ask.weeks = up_to(14);
        std::int64_t open = 0;
        for (int i = up_to(40); i > 0; --i) {
            const std::int64_t minor = 1 + up_to(100'000);
            open += minor;
            ask.lines.push_back({InvoiceId{1, std::uint64_t(i)},
                                 CustomerId{1, std::uint64_t(up_to(4))}, currency("CNY"),
                                 add_days(ask.day, up_to(400) - 200), minor,
                                 up_to(3) == 0 ? up_to(200'000) : 0});
        }
        for (int i = up_to(8); i > 0; --i) {
            ask.words.push_back({EntityId{2, std::uint64_t(i)},
                                 CustomerId{1, std::uint64_t(up_to(4))}, currency("CNY"),
                                 add_days(ask.day, up_to(120) - 5), 1 + up_to(100'000),
                                 up_to(1) == 0 ? ForecastSource::plan : ForecastSource::promise});
        }
        for (int i = up_to(3); i > 0; --i) {
            ask.unapplied.push_back(
                {CustomerId{1, std::uint64_t(i)}, {up_to(100'000), currency("CNY")}});
        }
        const Forecast made = forecast(ask, Calendar::china());
        if (open == 0) {
            CHECK(made.currencies.empty());
            continue;
        }
        const ForecastSum& sum = made.currencies.at(0);
        std::int64_t later = 0, entries = 0;
        for (const std::int64_t part : sum.later) { later += part; }
        for (const ForecastEntry& entry : made.entries) {
            entries += entry.minor;
            CHECK(entry.expected >= ask.day);
        }
        CHECK(sum.open == open);
        CHECK(sum.expected() + later + sum.undated == entries);
        CHECK(entries + sum.disputed + sum.covered == open);
        CHECK(sum.weeks.size() == static_cast<std::size_t>(ask.weeks));
    }
}
