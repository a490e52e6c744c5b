// Tables of tests/scenarios/{plans,today,conduct,aftercare,disputes,cases}: what was written, and
// what comes of it on days that bite. HUIKUAN_REBASELINE writes the answers anew.
#include <doctest/doctest.h>
#include <sstream>

#include "core/aftercare.h"
#include "core/case.h"
#include "core/promise.h"
#include "core/worklist.h"
#include "sample.h"
#include "tables.h"

using namespace huikuan::core;

namespace {

using tables::Answers;
using tables::check_tables;
using tables::Line;

// plan NAME DAY [accelerate=N] DUE:PRINCIPAL[:INTEREST]... / cash DAY AMOUNT [until=DAY]
// as-of DAY
class Plans {
public:
    Answers take(const Line& line) {
        if (line.at(0) == "reset") { *this = Plans{}; }
        if (line.at(0) == "plan") { plan(line); }
        if (line.at(0) == "cash") {
            cash_.push_back(
                {day(line.at(1)), line.date("until").value_or(far_future), minor_of(line.at(2))});
        }
        if (line.at(0) != "as-of") { return {}; }
        Answers answers;
        std::vector<const PlanAgreed*> beside;
        for (const PlanAgreed& one : plans_) { beside.push_back(&one); }
        const auto found = progress_of(beside, cash_, day(line.at(1)));
        for (std::size_t i = 0; i < found.size(); ++i) {
            const PlanProgress& now = found[i];
            const auto money = [](std::int64_t minor) { return to_text(Money{minor, cny}, false); };
            answers.push_back(plans_[i].note + " paid " + money(now.paid) + " of " +
                              money(now.agreed) + " behind " + money(now.behind) + " for " +
                              std::to_string(now.days_behind) + " left " +
                              money(now.principal_left) +
                              (now.done() ? " done" : " next " + to_text(now.next_due)) +
                              (now.accelerated ? " accelerated" : ""));
        }
        return answers;
    }

private:
    void plan(const Line& line) {
        PlanAgreed one;
        one.id = {1, plans_.size() + 1};
        one.note = line.at(1);
        one.date = day(line.at(2));
        one.currency = cny;
        for (const std::string& word : line.words) {
            std::istringstream in(word);
            std::string due, principal, interest;
            std::getline(in, due, ':');
            std::getline(in, principal, ':');
            std::getline(in, interest, ':');
            if (principal.empty()) { continue; }
            one.lines.push_back(
                {day(due), minor_of(principal), interest.empty() ? 0 : minor_of(interest)});
        }
        const std::string late = line.value("accelerate");
        if (!late.empty()) { one.accelerate_days = std::stoi(late); }
        plans_.push_back(std::move(one));
    }
    std::vector<PlanAgreed> plans_;
    std::vector<Cash> cash_;
};

// on DAY [overdue=A] [days=N] [promised=A due=DAY] [planned=A] [hold=DAY] [next=DAY] [contact=DAY]
//   [limitation=DAY] [cover=PERCENT] [broken=N] [running] [behind] [part] [broke]
class Today {
public:
    static Answers take(const Line& line) {
        if (line.at(0) != "on") { return {}; }
        WorkFacts facts;
        facts.today = day(line.at(1));
        facts.overdue_minor = line.minor("overdue");
        facts.overdue = facts.overdue_minor > 0;
        facts.overdue_major = facts.overdue_minor / 100;
        facts.promised = line.minor("promised");
        facts.planned = line.minor("planned");
        facts.promise_due = line.date("due");
        facts.hold_until = line.date("hold");
        facts.next = line.date("next");
        facts.last_contact = line.date("contact");
        facts.limitation = line.date("limitation");
        facts.plan_running = line.has("running");
        facts.plan_behind = line.has("behind");
        facts.plan_part_due = line.has("part");
        facts.broke = line.has("broke");
        if (const auto text = line.value("days"); !text.empty()) {
            facts.oldest_days = std::stoi(text);
        }
        if (const auto text = line.value("broken"); !text.empty()) {
            facts.promises_broken = std::stoi(text);
        }
        if (const auto text = line.value("cover"); !text.empty()) {
            facts.cover_percent = std::stoi(text);
        }
        const WorkScore result = score(facts);
        return {std::string(name_of(result.group)) + " " + std::string(name_of(result.waits)) +
                " " + std::to_string(result.total())};
    }
};

// conduct KEY VALUE / earlier DAY TIME CHANNEL [third] / wish DAY TIME CHANNEL [third]; TIME "-":
// not said
class Conduct {
public:
    Answers take(const Line& line) {
        if (line.at(0) == "reset") { *this = Conduct{}; }
        if (line.at(0) == "set") { CHECK(policy_.take_setting(line.at(1), line.at(2))); }
        if (line.at(0) != "earlier" && line.at(0) != "wish") { return {}; }
        const Approach one{day(line.at(1)), parse_minute(line.at(2)).value_or(-1),
                           parse_channel(line.at(3)).value(), line.has("third")};
        if (line.at(0) == "earlier") {
            earlier_.push_back(one);
            return {};
        }
        std::string against;
        for (const ConductRule rule : conduct_warnings(policy_, one, earlier_)) {
            against += (against.empty() ? "" : ",") + std::string(name_of(rule));
        }
        return {against.empty() ? "nothing" : against};
    }

private:
    CollectionPolicy policy_;
    std::vector<Approach> earlier_;
};

// settled DAY [asked=DAY] [cash=DAY] [visited=DAY] [after=N] / on DAY / planned DAY
class Aftercare {
public:
    Answers take(const Line& line) {
        if (line.at(0) == "settled") {
            facts_ = {day(line.at(1)), line.date("asked"), line.date("cash"), line.date("visited")};
            policy_ = {};
            if (const auto text = line.value("after"); !text.empty()) {
                CHECK(policy_.take_setting("aftercare.days", text));
            }
        }
        if (line.at(0) == "planned") {
            return {to_text(return_visit_again(day(line.at(1)), facts_.settled, policy_))};
        }
        if (line.at(0) != "on") { return {}; }
        const auto due = return_visit_day(facts_, policy_, day(line.at(1)));
        return {due ? to_text(*due) : "none"};
    }

private:
    AftercareFacts facts_;
    CollectionPolicy policy_;
};

// set KEY VALUE / free DAY, work DAY: a day of the user's own calendar / opened DAY CAUSE
class Disputes {
public:
    Answers take(const Line& line) {
        if (line.at(0) == "set") { CHECK(policy_.take_setting(line.at(1), line.at(2))); }
        if (line.has("free") || line.has("work")) {
            calendar_.set(day(line.at(1)), line.at(0) == "free");
        }
        if (line.at(0) != "opened") { return {}; }
        const int days = policy_.days_to_answer(parse_dispute_cause(line.at(2)));
        return {std::to_string(days) +
                " business days: " + to_text(answer_day(day(line.at(1)), days, calendar_))};
    }

private:
    CollectionPolicy policy_;
    Calendar calendar_ = Calendar::china();
};

// route NAME / step STAGE DAY [due=DAY] / fee: a court fee was paid / on DAY: what has to be done,
// by whom, until which plain day, what the law makes of it where that is no business day, and what
// ended
class Cases {
public:
    Answers take(const Line& line) {
        if (line.at(0) == "reset") { *this = Cases{}; }
        if (line.at(0) == "fee") { fee_paid_ = true; }
        if (line.at(0) == "route") { route_ = parse_case_route(line.at(1)).value(); }
        if (line.at(0) == "step") {
            const auto stage = parse_case_stage(line.at(1));
            REQUIRE(stage);
            steps_.push_back(
                {{1, steps_.size() + 1}, *stage, day(line.at(2)), line.date("due"), 0, true});
        }
        if (line.at(0) != "on") { return {}; }
        Answers answers;
        const auto steps = read_steps(route_, steps_);
        const auto all = deadlines_of(LegalPolicy{}, Calendar::china(), route_, steps, fee_paid_,
                                      day(line.at(1)));
        for (const CaseDeadline& one : all) {
            answers.push_back(std::string(name_of(one.kind)) + " of " +
                              std::string(name_of(one.whose)) + " " + to_text(one.day) +
                              (one.rolled != one.day ? " by law " + to_text(one.rolled) : "") +
                              (one.met ? " met" : " left " + std::to_string(one.days_left)));
        }
        const auto end = performance_end(steps);
        if (end) { answers.push_back("doubled interest after " + to_text(*end)); }
        return answers;
    }

private:
    CaseRoute route_{};
    std::vector<CaseStep> steps_;
    bool fee_paid_ = false;
};

} // namespace

TEST_CASE("plans are paid, behind and due at once by the cash alone, on days that bite") {
    check_tables<Plans>("tests/scenarios/plans");
}
TEST_CASE("who may wait today, who is pressed, and by how many points") {
    check_tables<Today>("tests/scenarios/today");
}
TEST_CASE("the rules of conduct on days that bite") {
    check_tables<Conduct>("tests/scenarios/conduct");
}
TEST_CASE("the day of a return visit on days that bite") {
    check_tables<Aftercare>("tests/scenarios/aftercare");
}
TEST_CASE("until when a dispute has its answer, by its cause, over holidays") {
    check_tables<Disputes>("tests/scenarios/disputes");
}
TEST_CASE("what a case waits for, by the rules of the courts, on days that bite") {
    check_tables<Cases>("tests/scenarios/cases");
}
