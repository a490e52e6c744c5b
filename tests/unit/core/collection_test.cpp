#include "core/collection.h"

#include <doctest/doctest.h>

#include "core/task.h"
#include "core/worklist.h"
#include "sample.h"

using namespace huikuan::core;

TEST_CASE("names of channels, outcomes and holds are read back as they were written") {
    for (int i = 0; i <= static_cast<int>(Channel::internal); ++i) {
        CHECK(parse_channel(name_of(static_cast<Channel>(i))) == static_cast<Channel>(i));
    }
    for (int i = 0; i <= static_cast<int>(ContactOutcome::other); ++i) {
        const auto outcome = static_cast<ContactOutcome>(i);
        CHECK(parse_outcome(name_of(outcome)) == outcome);
    }
    for (int i = 0; i <= static_cast<int>(HoldKind::manual); ++i) {
        CHECK(parse_hold_kind(name_of(static_cast<HoldKind>(i))) == static_cast<HoldKind>(i));
    }
    for (int i = 0; i <= static_cast<int>(TaskKind::improvement); ++i) {
        CHECK(parse_task_kind(name_of(static_cast<TaskKind>(i))) == static_cast<TaskKind>(i));
    }
    CHECK_FALSE(parse_channel("pigeon"));
    CHECK_FALSE(parse_outcome(""));
}

TEST_CASE("the hours of a day, and what is none") {
    CHECK(parse_minute("00:00") == 0);
    CHECK(parse_minute("08:05") == 485);
    CHECK(parse_minute("24:00") == 1440);
    for (const char* wrong : {"", "8:05", "24:01", "25:00", "08:60", "08-05", "aa:bb", "-1:00"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_minute(wrong));
    }
    CHECK(minute_text(485) == "08:05");
    CHECK(minute_text(1439) == "23:59");
}

TEST_CASE("the rules of conduct warn before, and every one can be set") {
    CollectionPolicy policy;
    const Date today = day("2026-11-22");
    const auto warned = [&](const Approach& wish, std::vector<Approach> earlier = {}) {
        std::string text;
        for (const ConductRule rule : conduct_warnings(policy, wish, earlier)) {
            text += std::string(text.empty() ? "" : ",") + std::string(name_of(rule));
        }
        return text;
    };
    CHECK(warned({today, 7 * 60 + 59, Channel::phone, false}) == "hours");
    CHECK(warned({today, 8 * 60, Channel::phone, false}).empty());
    CHECK(warned({today, 21 * 60 + 59, Channel::phone, false}).empty());
    CHECK(warned({today, 22 * 60, Channel::sms, false}) == "hours");
    CHECK(warned({today, -1, Channel::phone, false}).empty()); // the time was not said
    CHECK(warned({today, 23 * 60, Channel::internal, true}).empty());
    CHECK(warned({today, 23 * 60, Channel::letter, false}).empty());
    CHECK(warned({today, 600, Channel::phone, true}) == "third_party");
    const Approach before{today, 600, Channel::phone, false};
    CHECK(warned(before, {before, before}).empty());
    CHECK(warned(before, {before, before, before}) == "daily");
    const Approach letter{today, 600, Channel::letter, false};
    CHECK(warned(before, {before, before, letter, letter}).empty());
    std::vector<Approach> week;
    for (int i = 1; i <= 7; ++i) { week.push_back({add_days(today, -i), 600, {}, false}); }
    CHECK(warned(before, week).empty()); // the seventh lies a week back
    week.push_back({add_days(today, -6), 600, Channel::visit, false});
    CHECK(warned(before, week) == "weekly");
    CHECK(warned(before, {{add_days(today, 1), 600, {}, false}}).empty());
    CHECK(policy.take_setting("conduct.daily", "1"));
    CHECK(policy.take_setting("conduct.from", "09:30"));
    CHECK(policy.take_setting("conduct.third_parties", "1"));
    CHECK(warned({today, 9 * 60, Channel::phone, true}, {before}) == "hours,daily");
    CHECK(policy.take_setting("conduct.daily", "many")); // what cannot be read changes nothing
    CHECK(policy.daily == 1);
    CHECK(policy.take_setting("promise.grace", "0"));
    CHECK(policy.grace_days == 0);
    CHECK_FALSE(policy.take_setting("conduct.tone", "loud"));
}

TEST_CASE("a task is read from its fields, whatever they say") {
    const std::vector<std::pair<std::string, std::string>> fields{
        {"customer", "0199b0c2-0000-7000-8000-000000000001"},
        {"done", "soon"},
        {"due", "2028-02-29"},
        {"kind", "party"},
        {"minute", "09:30"},
        {"score", "99"},
        {"title", "拜访 😀"}};
    const Task task = read_task(fields);
    CHECK(task.title == "拜访 😀");
    CHECK(task.kind == TaskKind::task);
    CHECK(task.due == day("2028-02-29"));
    CHECK(task.minute == 570);
    CHECK(task.score == 5);
    CHECK(task.open());
    CHECK_FALSE(task.customer.is_nil());
    const auto checks = read_checklist("[x] 合同\n\n[ ] 送货单\n对账单");
    REQUIRE(checks.size() == 3);
    CHECK(checks[0].ticked);
    CHECK_FALSE(checks[2].ticked);
    CHECK(checklist_text(checks) == "[x] 合同\n[ ] 送货单\n[ ] 对账单");
}

TEST_CASE("a debt stands at the latest step that is due, and all of that day") {
    const std::vector<ProcessStep> process{{1, "call", "", "", 3, ""},
                                           {2, "letter", "", "", 30, ""},
                                           {3, "visit", "", "", 30, ""},
                                           {4, "lawyer", "", "", 60, ""}};
    const auto first = [&](int late) { return steps_from(process, late).front().name; };
    CHECK(first(0) == "call"); // is still to come
    CHECK(first(29) == "call");
    CHECK(first(30) == "letter"); // and the visit
    CHECK(first(59) == "letter");
    CHECK(first(60) == "lawyer");
    CHECK(steps_from(process, 30).size() == 3);
    CHECK(steps_from({}, 30).empty());
}

TEST_CASE("a step of the process is a line of text") {
    const auto step = parse_process_step("process.20", "letter|催款函|王|30|对账单|盖章");
    REQUIRE(step);
    CHECK(step->order == 20);
    CHECK(step->days == 30);
    CHECK(step->needs == "对账单|盖章");
    CHECK(parse_process_step("process.20", process_text(*step))->title == "催款函");
    for (const char* wrong : {"", "a|b|c", "a|b|c|-1|", "a|b|c|x|", "|b|c|1|", "a|b|c|3651|"}) {
        CAPTURE(wrong);
        CHECK_FALSE(parse_process_step("process.1", wrong));
    }
    CHECK_FALSE(parse_process_step("process.x", "a|b|c|1|"));
    CHECK_FALSE(parse_process_step("policy.1", "a|b|c|1|"));
}

namespace {

WorkFacts late(std::int64_t major, int days) {
    WorkFacts facts;
    facts.today = day("2026-11-22");
    facts.overdue = true;
    facts.overdue_major = major;
    facts.oldest_days = days;
    return facts;
}

} // namespace

TEST_CASE("the score is the sum of its parts, each as it is written down") {
    WorkFacts facts = late(48'000, 75);
    facts.promises_broken = 1;
    facts.kept_ppm = 400'000;
    facts.last_contact = day("2026-11-15");
    const WorkScore result = score(facts);
    CHECK(result.part(ScorePart::amount) == 31); // five digits, and a 4 in front
    CHECK(result.part(ScorePart::days) == 12);
    CHECK(result.part(ScorePart::broken) == 10);
    CHECK(result.part(ScorePart::limitation) == 0);
    CHECK(result.probability == 45); // (50 + 40) / 2
    CHECK(result.part(ScorePart::probability) == 9);
    CHECK(result.part(ScorePart::last_contact) == 7);
    CHECK(result.part(ScorePart::due_today) == 0);
    CHECK(result.total() == 69);
    CHECK(result.group == WorkGroup::at_risk);
    int sum = 0;
    for (const int part : result.parts) { sum += part; }
    CHECK(result.total() == sum);
}

TEST_CASE("the least and the most that can be owed have a score") {
    CHECK(score(late(0, 0)).part(ScorePart::amount) == 0); // 0.01
    CHECK(score(late(1, 0)).part(ScorePart::amount) == 6);
    CHECK(score(late(9, 0)).part(ScorePart::amount) == 11);
    CHECK(score(late(10, 0)).part(ScorePart::amount) == 12);
    CHECK(score(late(INT64_MAX, 1'000'000)).part(ScorePart::amount) == 60);
    int before = 0;
    for (std::int64_t major = 1; major < 1'000'000'000; major *= 2) {
        const int points = score(late(major, 0)).part(ScorePart::amount);
        CHECK(points >= before);
        before = points;
    }
}

TEST_CASE("limitation counts in its last 180 days, and a little when it is over") {
    CHECK(score(late(1'000, 2'000)).part(ScorePart::limitation) == 0); // no day is near
    const auto points = [](int left) {
        WorkFacts facts = late(1'000, 0);
        facts.limitation = add_days(facts.today, left);
        return score(facts).part(ScorePart::limitation);
    };
    CHECK(points(181) == 0);
    CHECK(points(180) == 15);
    CHECK(points(90) == 25);
    CHECK(points(30) == 40);
    CHECK(points(0) == 40);
    CHECK(points(-1) == 5);
}

TEST_CASE("who may wait, and who comes back by himself") {
    const WorkFacts plain = late(100, 20);
    CHECK(score(plain).group == WorkGroup::easy_win);
    CHECK(score(late(100, 91)).group == WorkGroup::at_risk);
    const auto waits = [&](auto change, int days = 0) {
        WorkFacts facts = plain;
        change(facts);
        facts.today = add_days(facts.today, days);
        return score(facts);
    };
    const Date today = plain.today;
    const auto tomorrow = add_days(today, 1);
    const auto hold = [&](WorkFacts& facts) { facts.hold_until = tomorrow; };
    CHECK(waits(hold).waits == WaitReason::hold);
    CHECK(waits(hold, 1).waits == WaitReason::hold);
    CHECK(waits(hold, 2).waits == WaitReason::none);
    const auto promise = [&](WorkFacts& facts) { facts.promise_due = tomorrow; };
    CHECK(waits(promise).waits == WaitReason::promise);
    CHECK(waits(promise, 1).waits == WaitReason::none);
    CHECK(waits(promise, 1).part(ScorePart::due_today) == 25);
    const auto next = [&](WorkFacts& facts) { facts.next = tomorrow; };
    CHECK(waits(next).waits == WaitReason::next_date);
    CHECK(waits(next, 1).waits == WaitReason::none);
    const auto spoken = [&](WorkFacts& facts) { facts.last_contact = today; };
    CHECK(waits(spoken).waits == WaitReason::contacted);
    CHECK(waits(spoken, 1).waits == WaitReason::none);
    CHECK(waits([](WorkFacts& facts) { facts.plan_running = true; }).waits == WaitReason::plan);
    CHECK(waits([](WorkFacts& facts) { facts.plan_behind = true; }).group == WorkGroup::at_risk);
    CHECK(waits([](WorkFacts& facts) { facts.overdue = false; }).waits == WaitReason::not_due);
}
