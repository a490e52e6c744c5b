#include "core/case.h"

#include <algorithm>
#include <doctest/doctest.h>

#include "sample.h"

using namespace huikuan::core;

namespace {

CaseStep step(std::uint64_t number, CaseStage stage, std::string_view date,
              std::string_view due = {}) {
    CaseStep one{{1, number}, stage, day(date), {}, 0, true};
    if (!due.empty()) { one.due = day(due); }
    return one;
}

std::vector<CaseDeadline> deadlines(const std::vector<CaseStep>& steps, std::string_view today,
                                    bool fee_paid = false) {
    return deadlines_of(LegalPolicy{}, Calendar::china(), CaseRoute::lawsuit, steps, fee_paid,
                        day(today));
}

const CaseDeadline& of(const std::vector<CaseDeadline>& all, DeadlineKind kind) {
    const auto found = std::ranges::find(all, kind, &CaseDeadline::kind);
    REQUIRE(found != all.end());
    return *found;
}

} // namespace

TEST_CASE("small claims: up to half of last year's average wage, up to twice of it by agreement") {
    LegalPolicy policy;
    CHECK(small_claim(policy, 1'00) == SmallClaim::none); // nobody said what they earned
    REQUIRE(policy.take_setting("law.average_wage_yuan", "120000"));
    CHECK(small_claim(policy, 0) == SmallClaim::none);
    CHECK(small_claim(policy, 60'000'00) == SmallClaim::by_law);
    CHECK(small_claim(policy, 60'000'01) == SmallClaim::by_choice);
    CHECK(small_claim(policy, 240'000'00) == SmallClaim::by_choice);
    CHECK(small_claim(policy, 240'000'01) == SmallClaim::none);
}

TEST_CASE("court fees, by the scale of 诉讼费用交纳办法") {
    const auto suit = [](std::int64_t yuan) { return court_fees(yuan * 100).suit; };
    CHECK(suit(0) == 50'00);
    CHECK(suit(10'000) == 50'00);
    CHECK(suit(10'001) == 50'03); // 2.5 % of one yuan, half a fen up
    CHECK(suit(100'000) == 2'300'00);
    CHECK(suit(200'000) == 4'300'00);
    CHECK(suit(500'000) == 8'800'00);
    CHECK(suit(1'000'000) == 13'800'00);
    CHECK(suit(2'000'000) == 22'800'00);
    CHECK(suit(5'000'000) == 46'800'00);
    CHECK(suit(10'000'000) == 81'800'00);
    CHECK(suit(20'000'000) == 141'800'00);
    CHECK(suit(30'000'000) == 191'800'00);
    const CourtFees million = court_fees(1'000'000'00);
    CHECK(million.simplified == 6'900'00);
    CHECK(million.order == 4'600'00);
    CHECK(million.preservation == 5'000'00);
    CHECK(million.enforcement == 50'00 + 7'350'00 + 5'000'00);
    CHECK(million.bankruptcy == 6'900'00);
    CHECK(court_fees(1'000'00).preservation == 30'00);
    CHECK(court_fees(100'000'00).preservation == 1'020'00);
    CHECK(court_fees(largest_amount_minor).bankruptcy == 300'000'00);
    CHECK(court_fees(largest_amount_minor).suit > 0);
    CHECK(court_fees(-5).suit == 50'00);
    std::int64_t before = 0;
    for (std::int64_t claim = 1; claim < largest_amount_minor; claim *= 3) {
        CHECK(court_fees(claim).suit >= before);
        before = court_fees(claim).suit;
    }
}

TEST_CASE("a payment order: fifteen days to pay or object, two years to enforce") {
    const std::vector<CaseStep> steps{step(1, CaseStage::order_filed, "2026-01-05"),
                                      step(2, CaseStage::order_issued, "2026-01-20"),
                                      step(3, CaseStage::order_served, "2026-02-02")};
    const auto all = deadlines(steps, "2026-02-10");
    CHECK(of(all, DeadlineKind::order_accepted).day == day("2026-01-10"));
    CHECK(of(all, DeadlineKind::order_accepted).met);
    CHECK(of(all, DeadlineKind::order_issued).met);
    CHECK(of(all, DeadlineKind::order_served).day == day("2026-02-19"));
    CHECK(of(all, DeadlineKind::order_served).met);
    CHECK(of(all, DeadlineKind::order_answer).day == day("2026-02-17")); // in the Spring Festival
    CHECK(of(all, DeadlineKind::order_answer).rolled == day("2026-02-24"));
    CHECK(of(all, DeadlineKind::order_answer).days_left == 7);
    CHECK(!of(all, DeadlineKind::order_answer).met);
    CHECK(of(all, DeadlineKind::order_enforce).day == day("2028-02-17"));
    CHECK(all.front().kind == DeadlineKind::order_answer); // what is open and next comes first
}

TEST_CASE("from a measure before the suit to the second instance") {
    std::vector<CaseStep> steps{step(1, CaseStage::preservation, "2026-01-31")};
    CHECK(of(deadlines(steps, "2026-02-01"), DeadlineKind::sue).day == day("2026-03-02"));
    CHECK(of(deadlines(steps, "2026-02-01"), DeadlineKind::preservation).day == day("2027-01-31"));
    steps.push_back(step(2, CaseStage::filed, "2026-03-02"));
    CHECK(of(deadlines(steps, "2026-03-03"), DeadlineKind::sue).met);
    CHECK(of(deadlines(steps, "2026-03-03"), DeadlineKind::registration).day == day("2026-03-09"));
    steps.push_back(step(3, CaseStage::accepted, "2026-03-09", "2026-04-08"));
    CHECK(!of(deadlines(steps, "2026-03-10"), DeadlineKind::court_fee).met);
    CHECK(of(deadlines(steps, "2026-03-10", true), DeadlineKind::court_fee).met);
    CHECK(of(deadlines(steps, "2026-03-10"), DeadlineKind::evidence).day == day("2026-04-08"));
    steps.push_back(step(4, CaseStage::hearing, "2026-04-01", "2026-05-12"));
    CHECK(of(deadlines(steps, "2026-04-02"), DeadlineKind::hearing).day == day("2026-05-12"));
    steps.push_back(step(5, CaseStage::judgment, "2026-08-31"));
    CHECK(of(deadlines(steps, "2026-09-01"), DeadlineKind::appeal).day == day("2026-09-15"));
    CHECK(of(deadlines(steps, "2026-09-01"), DeadlineKind::first_instance).met);
    steps.push_back(step(6, CaseStage::appealed, "2026-09-15"));
    CHECK(of(deadlines(steps, "2026-09-16"), DeadlineKind::second_instance).day ==
          day("2026-12-15"));
}

TEST_CASE("a judgment: two years from the day of performance; 终本: a look every six months") {
    std::vector<CaseStep> steps{step(1, CaseStage::effective, "2026-02-18", "2026-02-28")};
    CHECK(of(deadlines(steps, "2026-03-01"), DeadlineKind::enforce).day == day("2028-02-28"));
    CHECK(of(deadlines(steps, "2026-03-01"), DeadlineKind::perform).days_left == -1);
    steps.push_back(step(2, CaseStage::enforcement, "2026-03-31"));
    CHECK(of(deadlines(steps, "2026-04-01"), DeadlineKind::enforcement_act).day ==
          day("2026-09-30"));
    CHECK(of(deadlines(steps, "2026-04-01"), DeadlineKind::enforce).met);
    steps.push_back(step(3, CaseStage::enforcement_stop, "2026-08-31"));
    CHECK(of(deadlines(steps, "2026-09-01"), DeadlineKind::assets_check).day == day("2027-02-28"));
    CHECK(of(deadlines(steps, "2027-02-28"), DeadlineKind::assets_check).day == day("2027-02-28"));
    CHECK(of(deadlines(steps, "2027-03-01"), DeadlineKind::assets_check).day == day("2027-08-31"));
    CHECK(of(deadlines(steps, "2040-01-01"), DeadlineKind::assets_check).day == day("2031-08-31"));
    steps.push_back(step(4, CaseStage::settled, "2029-01-01"));
    for (const CaseDeadline& one : deadlines(steps, "2029-01-02")) { CHECK(one.met); }
}

TEST_CASE(
    "bankruptcy: the claims' day that the court says, else the thirty days that always stand") {
    CHECK(of(deadlines({step(1, CaseStage::bankruptcy, "2026-01-31")}, "2026-02-01"),
             DeadlineKind::claim)
              .day == day("2026-03-02"));
    CHECK(of(deadlines({step(1, CaseStage::bankruptcy, "2026-01-31", "2026-04-30")}, "2026-02-01"),
             DeadlineKind::claim)
              .day == day("2026-04-30"));
}

TEST_CASE("what a case does to the limitation of its debts") {
    const auto safe = [](const std::vector<CaseStep>& steps, std::string_view today) {
        auto events = clock_events(steps);
        sort_events(events);
        return limitation(LegalPolicy{}, Calendar::china(),
                          {day("2022-01-01"), day("2022-03-31"), false}, events, day(today));
    };
    std::vector<CaseStep> steps{step(1, CaseStage::lawyer_letter, "2024-05-10")};
    CHECK(safe(steps, "2024-06-01").safe_day == day("2027-05-10"));
    steps.front().proven = false; // a letter of which nobody knows whether it arrived
    CHECK(safe(steps, "2024-06-01").safe_day == day("2025-03-31"));
    CHECK(safe(steps, "2024-06-01").hoped_day == day("2027-05-10"));
    steps.push_back(step(2, CaseStage::filed, "2025-03-31"));
    CHECK(safe(steps, "2026-06-01").state == ClockState::in_case);
    CHECK(state_of(steps).in_court);
    auto withdrawn = steps;
    withdrawn.push_back(step(3, CaseStage::withdrawn, "2025-09-01"));
    CHECK(!state_of(withdrawn).open);
    CHECK(safe(withdrawn, "2026-06-01").state == ClockState::over);
    CHECK(safe(withdrawn, "2026-06-01").hoped_day == day("2028-03-31"));
    withdrawn.insert(withdrawn.end() - 1, step(4, CaseStage::hearing, "2025-06-01"));
    CHECK(safe(withdrawn, "2026-06-01").safe_day == day("2028-03-31"));
    steps.push_back(step(3, CaseStage::effective, "2025-12-01", "2025-12-15"));
    CHECK(safe(steps, "2026-06-01").state == ClockState::judged);
    CHECK(safe(steps, "2026-06-01").safe_day == day("2027-12-15"));
    steps.push_back(step(4, CaseStage::enforcement, "2026-07-01"));
    CHECK(safe(steps, "2026-08-01").state == ClockState::in_case);
    CHECK(clock_events({}).empty());
    CHECK(!state_of({}).open);
}

TEST_CASE("a case is read from its fields with defaults; what cannot be read is not said") {
    const EntityId customer{7, 8};
    const EntityId invoice{9, 10};
    const LegalCase what = read_case(Fields{{"customer", to_text(customer)},
                                            {"route", "arbitration"},
                                            {"claim", "1200"},
                                            {"currency", "CNY"},
                                            {"invoices", to_text(invoice) + " rubbish"}});
    CHECK(entity_of(what.customer) == customer);
    CHECK(what.route == CaseRoute::arbitration);
    CHECK(what.claim == 1200);
    REQUIRE(what.invoices.size() == 1);
    CHECK(entity_of(what.invoices.front()) == invoice);
    const LegalCase none =
        read_case(Fields{{"route", "duel"}, {"claim", "-1"}, {"currency", "?"}, {"customer", "x"}});
    CHECK(none.route == CaseRoute::lawsuit);
    CHECK(none.claim == 0);
    CHECK(none.customer.is_nil());
}

TEST_CASE("every name is read back") {
    for (std::size_t i = 0; i < legal_events; ++i) {
        const auto what = static_cast<LegalEvent>(i);
        CHECK(parse_legal_event(name_of(what)) == what);
    }
    for (std::size_t i = 0; i < case_stages; ++i) {
        const auto what = static_cast<CaseStage>(i);
        CHECK(parse_case_stage(name_of(what)) == what);
    }
    CHECK(!parse_legal_event(""));
    CHECK(!parse_case_stage("nothing"));
}

TEST_CASE("what a case says of the judgment: by when, how much; and of a bankruptcy") {
    std::vector<CaseStep> steps{step(1, CaseStage::filed, "2026-01-05")};
    CHECK(!performance_end(steps));
    CHECK(!bankruptcy_day(steps));
    CHECK(awarded(steps) == 0);
    steps.push_back(step(2, CaseStage::judgment, "2026-05-01"));
    steps.back().minor = 900;
    CHECK(awarded(steps) == 900);
    steps.push_back(step(3, CaseStage::effective, "2026-05-20"));
    CHECK(performance_end(steps) == day("2026-05-20"));
    CHECK(awarded(steps) == 900); // nothing else was said
    steps.push_back(step(4, CaseStage::effective, "2026-09-01", "2026-09-11"));
    steps.back().minor = 700;
    CHECK(performance_end(steps) == day("2026-09-11"));
    CHECK(awarded(steps) == 700);
    steps.push_back(step(5, CaseStage::bankruptcy, "2026-10-08"));
    CHECK(bankruptcy_day(steps) == day("2026-10-08"));
}

TEST_CASE("mediation takes thirty days, a commission decides in five") {
    auto all = deadlines({step(1, CaseStage::mediation, "2026-01-05")}, "2026-01-06");
    CHECK(of(all, DeadlineKind::mediation).day == day("2026-02-04"));
    all = deadlines({step(1, CaseStage::mediation, "2026-01-05", "2026-03-01"),
                     step(2, CaseStage::arbitration, "2026-02-20")},
                    "2026-02-21");
    CHECK(of(all, DeadlineKind::mediation).day == day("2026-03-01"));
    CHECK(of(all, DeadlineKind::mediation).met);
    CHECK(of(all, DeadlineKind::arbitration_accepted).day == day("2026-02-25"));
    CHECK(of(all, DeadlineKind::arbitration_accepted).whose == DeadlineOf::commission);
}

TEST_CASE("after 终本 there is no last day; of a guarantee only suits count") {
    std::vector<CaseStep> steps{step(1, CaseStage::mediation, "2025-10-01"),
                                step(2, CaseStage::effective, "2025-12-01"),
                                step(3, CaseStage::enforcement, "2026-01-10"),
                                step(4, CaseStage::enforcement_stop, "2026-07-10")};
    const auto clock = [&](std::string_view today) {
        auto events = clock_events(steps);
        sort_events(events);
        return limitation(LegalPolicy{}, Calendar::china(),
                          {day("2025-01-01"), day("2025-03-31"), false}, events, day(today));
    };
    CHECK(clock("2026-03-01").state == ClockState::in_case);
    CHECK(clock("2029-01-01").state == ClockState::unlimited);
    CHECK(clock("2029-01-01").safe_day == far_future);
    CHECK(clock("2029-01-01").warning == ClockWarning::none);
    const auto guarantee = [&](std::string_view today) {
        auto events = clock_events(steps);
        sort_events(events);
        return guarantee_period(LegalPolicy{}, Calendar::china(),
                                {false, day("2025-09-30"), day("2026-06-30")}, events, day(today));
    };
    CHECK(guarantee("2025-12-31").state == ClockState::running); // mediated, not sued
    CHECK(guarantee("2026-02-01").state == ClockState::done);
    CHECK(guarantee("2026-08-01").state == ClockState::claimed);
    CHECK(guarantee("2026-08-01").safe_day == day("2029-07-10"));
    // A suit that was withdrawn was none (担保解释 31).
    steps = {step(1, CaseStage::filed, "2025-10-01"), step(2, CaseStage::withdrawn, "2025-11-01")};
    CHECK(guarantee("2025-12-31").state == ClockState::running);
}

TEST_CASE("the usual next stage leads by the route of a case from the letter to its end") {
    using enum CaseStage;
    const auto way = [](CaseRoute route) {
        std::vector<CaseStage> stages{next_stage(route, std::nullopt)};
        while (!ends_case(stages.back()) && stages.size() < case_stages) {
            stages.push_back(next_stage(route, stages.back()));
        }
        return stages;
    };
    CHECK(way(CaseRoute::lawsuit) == std::vector{lawyer_letter, filed, accepted, hearing, judgment,
                                                 effective, enforcement, closed});
    CHECK(way(CaseRoute::arbitration) == std::vector{lawyer_letter, arbitration, accepted, hearing,
                                                     effective, enforcement, closed});
    CHECK(way(CaseRoute::payment_order) ==
          std::vector{lawyer_letter, order_filed, order_issued, order_served, enforcement, closed});
    CHECK(way(CaseRoute::bankruptcy) ==
          std::vector{lawyer_letter, bankruptcy, claim_filed, closed});
    CHECK(way(CaseRoute::enforcement) == std::vector{lawyer_letter, enforcement, closed});
    for (const auto& [from, to] : {std::pair{order_objected, filed},
                                   {preservation, filed},
                                   {preservation_in, hearing},
                                   {appealed, effective},
                                   {enforcement_stop, enforcement},
                                   {settled, settled},
                                   {closed, closed}}) {
        CHECK(next_stage(CaseRoute::lawsuit, from) == to);
    }
}

TEST_CASE("several guarantors of one contract are told apart") {
    const auto names = [](std::string_view written) {
        Contract contract;
        contract.guarantee = written;
        std::string all;
        for (const std::string_view name : guarantors_of(contract)) {
            all += "[" + std::string(name) + "]";
        }
        return all;
    };
    CHECK(names("") == "");
    CHECK(names("王某") == "[王某]");
    CHECK(names("王某、 李某；王某;Smith, Jones & Co") == "[王某][李某][Smith, Jones & Co]");
}
