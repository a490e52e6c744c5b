#include "core/limitation.h"

#include <doctest/doctest.h>
#include <fstream>
#include <random>
#include <sstream>

#include "core/case.h"
#include "sample.h"

using namespace huikuan::core;

namespace {

std::string text(Date date) { return date == far_future ? "never" : to_text(date); }

struct LimitationTable {
    Calendar calendar = Calendar::china();
    LegalPolicy policy;
    Debt debt;
    Guarantee guarantee;
    bool of_guarantee = false;
    std::vector<ClockEvent> events;

    void take(const std::string& word, std::istringstream& words) {
        std::string first;
        words >> first;
        std::optional<Date> until;
        bool proven = true;
        bool joint = false;
        bool cross_border = false;
        ClockRole role{};
        for (std::string more; words >> more;) {
            if (more == "until") {
                words >> more;
                until = day(more);
            }
            proven = proven && more != "no-proof";
            joint = joint || more == "joint";
            cross_border = cross_border || more == "cross-border";
            if (more == "suit") { role = ClockRole::suit; }
            if (more == "enforcement") { role = ClockRole::enforcement; }
            if (more == "stopped") { role = ClockRole::stopped; }
            if (more == "bankrupt") { role = ClockRole::bankrupt; }
            if (more == "consented") { role = ClockRole::consented; }
        }
        const bool plan = word == "plan";
        if (plan && role == ClockRole::plain) { role = ClockRole::postponed; }
        if (word == "debt" || word == "guarantee") {
            of_guarantee = word == "guarantee";
            debt = {day(first), day(first), cross_border};
            guarantee = {joint, day(first), until};
            events.clear();
        } else {
            const auto what = parse_legal_event(plan ? "acknowledgement" : word);
            REQUIRE_MESSAGE(what.has_value(), word);
            events.push_back({day(first),
                              until,
                              *what,
                              plan ? ClockSource::plan : ClockSource::event,
                              {1, events.size() + 1},
                              proven,
                              role});
            sort_events(events);
        }
    }
    std::string answer(Date today) const {
        const LimitationClock clock =
            of_guarantee ? guarantee_period(policy, calendar, guarantee, events, today)
                         : limitation(policy, calendar, debt, events, today);
        std::ostringstream out;
        const bool ends = clock.safe_day != far_future;
        out << "    " << name_of(clock.state) << ' ' << text(clock.safe_day) << ' '
            << text(clock.last_day) << ' ' << text(clock.hoped_day) << " left "
            << (ends ? std::to_string(clock.days_left) : "-") << " warning "
            << name_of(clock.warning) << '\n';
        for (const ClockStep& step : clock.steps) {
            out << "        ";
            const bool plan = step.event.source == ClockSource::plan;
            if (plan) {
                out << "plan ";
            } else if (step.event.source != ClockSource::due) {
                out << name_of(step.event.what) << ' ';
            }
            const bool due = step.event.source == ClockSource::due;
            if (due) { out << name_of(step.effect) << ' '; }
            out << text(step.event.date);
            if (!due) { out << ' ' << name_of(step.effect); }
            out << " -> " << text(step.last) << '\n';
        }
        if (!of_guarantee) {
            CHECK(limitation_safe_day(policy, calendar, debt, events, today) == clock.safe_day);
        }
        return out.str();
    }
};

} // namespace

TEST_CASE("legal clocks, as tests/scenarios/limitation has them") {
    std::ifstream in("tests/scenarios/limitation/clocks.txt");
    REQUIRE(in.good());
    std::ostringstream written;
    std::ostringstream given;
    LimitationTable table;
    for (std::string line; std::getline(in, line);) {
        written << line << '\n';
        if (line.starts_with("    ")) { continue; }
        given << line << '\n';
        std::istringstream words(line);
        std::string word;
        words >> word;
        if (word.empty() || word.starts_with("#")) { continue; }
        if (word == "as-of") {
            words >> word;
            given << table.answer(day(word));
        } else {
            table.take(word, words);
        }
    }
    CHECK(given.str() == written.str());
}

TEST_CASE("a clock, whatever happens: the fast day is the told one, and more proof never harms") {
    const Calendar calendar = Calendar::china();
    const LegalPolicy policy;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        CAPTURE(seed);
        std::mt19937_64 random(seed);
        const Debt debt{day("2015-01-01"),
                        add_days(day("2015-02-01"), static_cast<int>(random() % 800)),
                        random() % 8 == 0};
        std::vector<ClockEvent> events;
        for (std::uint64_t i = 0, count = random() % 8; i < count; ++i) {
            ClockEvent event{add_days(day("2015-01-01"), static_cast<int>(random() % 5000)),
                             {},
                             static_cast<LegalEvent>(random() % legal_events),
                             ClockSource::event,
                             {1, i},
                             random() % 3 != 0};
            if (random() % 2 == 0) {
                event.until = add_days(event.date, static_cast<int>(random() % 900));
            }
            events.push_back(event);
        }
        sort_events(events);
        const Date today = add_days(day("2015-01-01"), static_cast<int>(random() % 6000));
        const auto clock = limitation(policy, calendar, debt, events, today);
        CHECK(limitation_safe_day(policy, calendar, debt, events, today) == clock.safe_day);
        CHECK(clock.last_day >= clock.safe_day);
        if (clock.state != ClockState::in_case && clock.state != ClockState::judged &&
            clock.state != ClockState::over) {
            CHECK(clock.safe_day <= add_months(debt.due, policy.longest_months));
        }
        // Later events are no events yet.
        std::vector<ClockEvent> known;
        for (const ClockEvent& event : events) {
            if (event.date <= today) { known.push_back(event); }
        }
        CHECK(limitation(policy, calendar, debt, known, today).safe_day == clock.safe_day);
    }
}

TEST_CASE("the numbers of the law can be set, within reason") {
    LegalPolicy policy;
    CHECK(policy.take_setting("law.limitation_months", "48"));
    CHECK(policy.limitation_months == 48);
    for (const std::string_view bad : {"0", "-3", "601", "x", "", "36 ", "99999999999"}) {
        CHECK(policy.take_setting("law.limitation_months", bad));
        CHECK(policy.limitation_months == 48);
    }
    // Each has a setting of its own, and bounds that hold what is shipped.
    for (const LegalNumber& number : legal_numbers()) {
        CAPTURE(number.key);
        LegalPolicy one;
        const int shipped = one.*(number.number);
        CHECK(shipped >= number.least);
        CHECK(shipped <= number.most);
        CHECK(one.take_setting(number.key, std::to_string(number.most)));
        CHECK(one.*(number.number) == number.most);
        CHECK(one.take_setting(number.key, std::to_string(number.most + 1)));
        CHECK(one.*(number.number) == number.most);
        CHECK(one.take_setting(number.key, std::to_string(number.least - 1)));
        CHECK(one.*(number.number) == number.most);
    }
    CHECK(!policy.take_setting("law.unknown", "1"));
    CHECK(!policy.take_setting("policy.terms_days", "1"));
}

TEST_CASE("warnings at 180, 90 and 30 days") {
    CHECK(warning_of(181) == ClockWarning::none);
    CHECK(warning_of(180) == ClockWarning::days_180);
    CHECK(warning_of(91) == ClockWarning::days_180);
    CHECK(warning_of(90) == ClockWarning::days_90);
    CHECK(warning_of(31) == ClockWarning::days_90);
    CHECK(warning_of(30) == ClockWarning::days_30);
    CHECK(warning_of(0) == ClockWarning::days_30);
    CHECK(warning_of(-1) == ClockWarning::over);
    LegalPolicy earlier;
    CHECK(earlier.take_setting("law.first_warning_days", "365"));
    CHECK(earlier.take_setting("law.last_warning_days", "60"));
    CHECK(warning_of(365, earlier) == ClockWarning::days_180);
    CHECK(warning_of(366, earlier) == ClockWarning::none);
    CHECK(warning_of(60, earlier) == ClockWarning::days_30);
    CHECK(warning_of(61, earlier) == ClockWarning::days_90);
}
