#include "core/case.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/sorting.h"

namespace huikuan::core {
namespace {

enum class DeadlineUnit : std::uint8_t { days, months, given }; // given: as the court says
using Stages = std::uint32_t;
constexpr Stages one(CaseStage stage) { return 1U << static_cast<unsigned>(stage); }
constexpr Stages from(CaseStage first) { // that one and all after it
    return ~(one(first) - 1U);
}
constexpr Stages stages_over = from(CaseStage::settled);

struct Rule {
    CaseStage stage;
    DeadlineKind kind;
    DeadlineOf whose;
    DeadlineUnit unit;
    int count;     // `given`: days where the court said nothing; 0: then there is no deadline
    Stages met_by; // a later stage of these
};

// All deadlines that follow from a stage.
constexpr Rule rules[] = {
    {CaseStage::lawyer_letter, DeadlineKind::reply, DeadlineOf::debtor, DeadlineUnit::given, 7,
     from(CaseStage::mediation)},
    {CaseStage::mediation, DeadlineKind::mediation, DeadlineOf::court, DeadlineUnit::given, 30,
     from(CaseStage::order_filed)},
    {CaseStage::arbitration, DeadlineKind::arbitration_accepted, DeadlineOf::commission,
     DeadlineUnit::days, 5, from(CaseStage::accepted)},
    {CaseStage::order_filed, DeadlineKind::order_accepted, DeadlineOf::court, DeadlineUnit::days, 5,
     from(CaseStage::order_issued)},
    {CaseStage::order_filed, DeadlineKind::order_issued, DeadlineOf::court, DeadlineUnit::days, 20,
     from(CaseStage::order_issued)},
    {CaseStage::order_issued, DeadlineKind::order_served, DeadlineOf::court, DeadlineUnit::days, 30,
     from(CaseStage::order_served)},
    {CaseStage::order_served, DeadlineKind::order_answer, DeadlineOf::debtor, DeadlineUnit::days,
     15, one(CaseStage::order_objected) | one(CaseStage::enforcement) | stages_over},
    {CaseStage::order_served, DeadlineKind::order_enforce, DeadlineOf::us, DeadlineUnit::months, 0,
     from(CaseStage::order_objected)},
    {CaseStage::order_objected, DeadlineKind::order_refuse, DeadlineOf::us, DeadlineUnit::days, 7,
     from(CaseStage::filed)},
    {CaseStage::preservation, DeadlineKind::sue, DeadlineOf::us, DeadlineUnit::days, 30,
     one(CaseStage::filed) | one(CaseStage::arbitration) | one(CaseStage::accepted) | stages_over},
    {CaseStage::preservation, DeadlineKind::preservation, DeadlineOf::us, DeadlineUnit::given, 365,
     one(CaseStage::enforcement) | stages_over},
    {CaseStage::preservation_in, DeadlineKind::preservation, DeadlineOf::us, DeadlineUnit::given,
     365, one(CaseStage::enforcement) | stages_over},
    {CaseStage::filed, DeadlineKind::registration, DeadlineOf::court, DeadlineUnit::days, 7,
     from(CaseStage::accepted)},
    {CaseStage::accepted, DeadlineKind::court_fee, DeadlineOf::us, DeadlineUnit::days, 7,
     from(CaseStage::hearing)},
    {CaseStage::accepted, DeadlineKind::evidence, DeadlineOf::us, DeadlineUnit::given, 0,
     from(CaseStage::hearing)},
    {CaseStage::accepted, DeadlineKind::first_instance, DeadlineOf::court, DeadlineUnit::months, 6,
     from(CaseStage::judgment)},
    {CaseStage::accepted, DeadlineKind::small_instance, DeadlineOf::court, DeadlineUnit::months, 2,
     from(CaseStage::judgment)},
    {CaseStage::hearing, DeadlineKind::hearing, DeadlineOf::us, DeadlineUnit::given, 0,
     from(CaseStage::judgment)},
    {CaseStage::judgment, DeadlineKind::appeal, DeadlineOf::us, DeadlineUnit::days, 15,
     from(CaseStage::appealed)},
    {CaseStage::appealed, DeadlineKind::second_instance, DeadlineOf::court, DeadlineUnit::months, 3,
     from(CaseStage::effective)},
    {CaseStage::effective, DeadlineKind::perform, DeadlineOf::debtor, DeadlineUnit::given, 0,
     from(CaseStage::enforcement)},
    {CaseStage::effective, DeadlineKind::enforce, DeadlineOf::us, DeadlineUnit::months, 0,
     from(CaseStage::enforcement)},
    {CaseStage::enforcement, DeadlineKind::enforcement_act, DeadlineOf::court, DeadlineUnit::months,
     6, from(CaseStage::enforcement_stop)},
    {CaseStage::enforcement_stop, DeadlineKind::assets_check, DeadlineOf::us, DeadlineUnit::months,
     6, one(CaseStage::enforcement) | from(CaseStage::bankruptcy)},
    {CaseStage::bankruptcy, DeadlineKind::claim, DeadlineOf::us, DeadlineUnit::given, 30,
     from(CaseStage::claim_filed)},
};

constexpr int order_answer_days = 15;
constexpr int months_between_checks = 6;
constexpr int years_of_checks = 5;

std::optional<Date> day_of(const LegalPolicy& policy, const Rule& rule, const CaseStep& step,
                           Date today) {
    if (rule.kind == DeadlineKind::order_enforce) {
        return add_months(add_days(step.date, order_answer_days), policy.enforcement_months);
    }
    if (rule.kind == DeadlineKind::enforce) {
        return add_months(step.due.value_or(step.date), policy.enforcement_months);
    }
    if (rule.kind == DeadlineKind::assets_check) {
        const Date end = add_months(step.date, 12 * years_of_checks);
        int months = months_between_checks;
        while (add_months(step.date, months) < std::min(today, end)) {
            months += months_between_checks;
        }
        return add_months(step.date, months);
    }
    if (rule.unit == DeadlineUnit::days) { return add_days(step.date, rule.count); }
    if (rule.unit == DeadlineUnit::months) { return add_months(step.date, rule.count); }
    if (step.due) { return *step.due; }
    if (rule.count == 0) { return std::nullopt; }
    return add_days(step.date, rule.count);
}

// Small claims have a time of their own; a commission's times and fees are those of its rules.
bool has_rule(CaseRoute route, DeadlineKind kind) {
    switch (kind) {
    case DeadlineKind::small_instance: return route == CaseRoute::small_claim;
    case DeadlineKind::first_instance:
        return route != CaseRoute::small_claim && route != CaseRoute::arbitration;
    case DeadlineKind::court_fee: return route != CaseRoute::arbitration;
    default: return true;
    }
}

bool is_court(CaseStage stage) {
    return stage != CaseStage::lawyer_letter && !ends_case(stage) &&
           stage != CaseStage::order_objected;
}

// --- fees: parts of a scale, each its share of what lies in it
struct Band {
    std::int64_t up_to_yuan;
    std::int64_t per_mille_tenths; // 25 = 2.5 per thousand ... in tenths of a per mille
};

constexpr std::int64_t fen = 100;

std::int64_t scale(std::int64_t claim, std::span<const Band> bands) {
    std::int64_t fee_tenths = 0; // of a per mille of a fen: divided once, at the end
    std::int64_t below = 0;
    for (const Band& band : bands) {
        const std::int64_t top = std::min(claim, band.up_to_yuan * fen);
        if (top <= below) { break; }
        fee_tenths += (top - below) * band.per_mille_tenths;
        below = top;
    }
    return (fee_tenths + 5'000) / 10'000;
}

constexpr std::int64_t no_end = INT64_MAX / fen;

} // namespace

LegalCase read_case(std::span<const std::pair<std::string, std::string>> fields) {
    const auto text = [&](std::string_view name) -> std::string {
        const auto found =
            std::ranges::find_if(fields, [&](const auto& field) { return field.first == name; });
        return found == fields.end() ? std::string() : found->second;
    };
    LegalCase what;
    what.customer = id_cast<CustomerId>(parse_id(text("customer")).value_or(EntityId{}));
    what.title = text("title");
    what.route = parse_case_route(text("route")).value_or(CaseRoute::lawsuit);
    what.number = text("number");
    what.court = text("court");
    what.judge = text("judge");
    what.lawyer = text("lawyer");
    what.lawyer_phone = text("lawyer_phone");
    what.owner = text("owner");
    what.talks = text("talks");
    what.note = text("note");
    what.archived = text("archived") == "1";
    if (const auto currency = parse_currency(text("currency"))) { what.currency = *currency; }
    const std::string claim = text("claim");
    std::int64_t minor = 0;
    const auto [end, error] = std::from_chars(claim.data(), claim.data() + claim.size(), minor);
    const bool sound = error == std::errc{} && end == claim.data() + claim.size();
    if (sound && minor >= 0 && minor <= largest_amount_minor) { what.claim = minor; }
    const std::string list = text("invoices");
    for (std::string_view rest = list; !rest.empty();) {
        const std::size_t space = std::min(rest.find(' '), rest.size());
        if (const auto id = parse_id(rest.substr(0, space))) {
            what.invoices.push_back(id_cast<InvoiceId>(*id));
        }
        rest.remove_prefix(std::min(space + 1, rest.size()));
    }
    return what;
}

CaseState state_of(std::span<const CaseStep> steps) {
    CaseState state;
    for (const CaseStep& step : steps) {
        state.stage = step.stage;
        if (ends_case(step.stage)) {
            state.open = state.in_court = false;
        } else {
            state.open = true;
            if (step.stage != CaseStage::lawyer_letter) { state.in_court = is_court(step.stage); }
        }
    }
    return state;
}

CaseStage next_stage(CaseRoute route, std::optional<CaseStage> stage) {
    using enum CaseStage;
    if (!stage) { return lawyer_letter; }
    switch (*stage) {
    case lawyer_letter:
    case mediation:
    case preservation:
        switch (route) {
        case CaseRoute::lawsuit:
        case CaseRoute::small_claim: break;
        case CaseRoute::arbitration: return arbitration;
        case CaseRoute::payment_order: return order_filed;
        case CaseRoute::bankruptcy: return bankruptcy;
        case CaseRoute::enforcement: return enforcement;
        }
        return filed;
    case order_filed: return order_issued;
    case order_issued: return order_served;
    case order_objected: return filed;
    case filed:
    case arbitration: return accepted;
    case accepted:
    case preservation_in: return hearing;
    case hearing: return route == CaseRoute::arbitration ? effective : judgment;
    case judgment:
    case appealed: return effective;
    case order_served:
    case effective:
    case enforcement_stop: return enforcement;
    case bankruptcy: return claim_filed;
    case enforcement:
    case claim_filed: return closed;
    case settled:
    case withdrawn:
    case closed: break;
    }
    return *stage;
}

std::string_view name_of(DeadlineKind kind) {
    constexpr std::string_view names[] = {
        "reply",           "order_accepted", "order_issued", "order_served",
        "order_answer",    "order_enforce",  "order_refuse", "sue",
        "preservation",    "registration",   "court_fee",    "evidence",
        "first_instance",  "small_instance", "hearing",      "appeal",
        "second_instance", "perform",        "enforce",      "enforcement_act",
        "assets_check",    "claim",          "mediation",    "arbitration_accepted"};
    static_assert(std::size(names) == deadline_kinds);
    return names[static_cast<std::size_t>(kind)];
}
std::string_view name_of(DeadlineOf whose) {
    constexpr std::string_view names[] = {"us", "debtor", "court", "commission"};
    return names[static_cast<std::size_t>(whose)];
}

std::vector<CaseStep> read_steps(CaseRoute route, std::vector<CaseStep> steps) {
    if (route != CaseRoute::small_claim && route != CaseRoute::arbitration) { return steps; }
    for (CaseStep& step : steps) {
        if (step.stage == CaseStage::judgment) { step.stage = CaseStage::effective; }
    }
    return steps;
}

std::vector<CaseDeadline> deadlines_of(const LegalPolicy& policy, const Calendar& calendar,
                                       CaseRoute route, std::span<const CaseStep> steps,
                                       bool fee_paid, Date today) {
    std::vector<CaseDeadline> found;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto rest = steps.subspan(i + 1);
        for (const Rule& rule : rules) {
            if (rule.stage != steps[i].stage || !has_rule(route, rule.kind)) { continue; }
            const auto day = day_of(policy, rule, steps[i], today);
            if (!day) { continue; }
            CaseDeadline deadline;
            deadline.kind = rule.kind;
            deadline.whose = rule.whose;
            deadline.step = steps[i].id;
            deadline.day = *day;
            deadline.rolled = calendar.rolled(*day, Roll::following);
            deadline.days_left = days_between(today, *day);
            deadline.met = std::ranges::any_of(rest, [&](const CaseStep& later) {
                return (one(later.stage) & (rule.met_by | stages_over)) != 0;
            });
            deadline.met = deadline.met || (rule.kind == DeadlineKind::court_fee && fee_paid);
            found.push_back(deadline);
        }
    }
    sort(found, [](const CaseDeadline& a, const CaseDeadline& b) {
        return std::pair(a.met, a.day) < std::pair(b.met, b.day);
    });
    return found;
}

namespace {
// The latest of these stages.
const CaseStep* latest(std::span<const CaseStep> steps, CaseStage stage) {
    const CaseStep* found = nullptr;
    for (const CaseStep& step : steps) {
        if (step.stage == stage) { found = &step; }
    }
    return found;
}
} // namespace

std::optional<Date> performance_end(std::span<const CaseStep> steps) {
    const CaseStep* step = latest(steps, CaseStage::effective);
    return step != nullptr ? std::optional(step->due.value_or(step->date)) : std::nullopt;
}
std::optional<Date> bankruptcy_day(std::span<const CaseStep> steps) {
    const CaseStep* step = latest(steps, CaseStage::bankruptcy);
    return step != nullptr ? std::optional(step->date) : std::nullopt;
}
std::int64_t awarded(std::span<const CaseStep> steps) {
    for (const CaseStage stage : {CaseStage::effective, CaseStage::judgment}) {
        const CaseStep* step = latest(steps, stage);
        if (step != nullptr && step->minor != 0) { return step->minor; }
    }
    return 0;
}

std::vector<ClockEvent> clock_events(std::span<const CaseStep> steps) {
    std::vector<ClockEvent> found;
    std::optional<std::size_t> running; // the proceedings that began last
    bool heard = false;
    for (const CaseStep& step : steps) {
        ClockEvent event{step.date, {},  LegalEvent::proceedings, ClockSource::legal_case,
                         step.id,   true};
        switch (step.stage) {
        case CaseStage::lawyer_letter:
            event.what = LegalEvent::demand;
            event.proven = step.proven;
            found.push_back(event);
            break;
        case CaseStage::mediation:
        case CaseStage::order_filed:
        case CaseStage::preservation:
        case CaseStage::filed:
        case CaseStage::arbitration:
        case CaseStage::enforcement:
        case CaseStage::claim_filed:
            if (running) { found[*running].until = step.date; }
            running = found.size();
            if (step.stage == CaseStage::filed || step.stage == CaseStage::arbitration) {
                event.role = ClockRole::suit;
            } else if (step.stage == CaseStage::enforcement) {
                event.role = ClockRole::enforcement;
            }
            found.push_back(event);
            heard = step.stage == CaseStage::enforcement || step.stage == CaseStage::claim_filed;
            break;
        case CaseStage::hearing:
        case CaseStage::judgment: heard = true; break;
        case CaseStage::effective:
            if (running) { found[*running].until = step.date; }
            running.reset();
            event.what = LegalEvent::judgment;
            event.until = step.due;
            found.push_back(event);
            break;
        case CaseStage::enforcement_stop:
            if (running) { found[*running].until = step.date; }
            running.reset();
            event.what = LegalEvent::judgment;
            event.role = ClockRole::stopped;
            found.push_back(event);
            break;
        case CaseStage::bankruptcy:
            event.role = ClockRole::bankrupt;
            found.push_back(event);
            break;
        case CaseStage::order_objected:
        case CaseStage::settled:
        case CaseStage::closed:
            if (running) { found[*running].until = step.date; }
            running.reset();
            break;
        case CaseStage::withdrawn:
            if (running) { // as if there had been a demand with the papers, if they arrived
                found[*running].what = LegalEvent::demand;
                found[*running].role = ClockRole::plain; // 担保解释 31
                found[*running].proven = heard;
            }
            running.reset();
            break;
        default: break;
        }
    }
    return found;
}

std::string_view name_of(SmallClaim claim) {
    constexpr std::string_view names[] = {"none", "by_law", "by_choice"};
    return names[static_cast<std::size_t>(claim)];
}

SmallClaim small_claim(const LegalPolicy& policy, std::int64_t claim_minor) {
    const std::int64_t wage = policy.average_wage_yuan * fen;
    if (claim_minor <= 0 || claim_minor > 2 * wage) { return SmallClaim::none; }
    return claim_minor <= wage / 2 ? SmallClaim::by_law : SmallClaim::by_choice;
}

CourtFees court_fees(std::int64_t claim_minor) {
    constexpr Band suit[] = {{100'000, 250},   {200'000, 200},   {500'000, 150},
                             {1'000'000, 100}, {2'000'000, 90},  {5'000'000, 80},
                             {10'000'000, 70}, {20'000'000, 60}, {no_end, 50}};
    constexpr Band measure[] = {{100'000, 100}, {no_end, 50}};
    constexpr Band force[] = {{500'000, 150}, {5'000'000, 100}, {10'000'000, 50}, {no_end, 10}};
    const std::int64_t claim = std::clamp<std::int64_t>(claim_minor, 0, largest_amount_minor);
    CourtFees fees;
    // Up to 10,000 yuan 50; what lies above pays by the scale.
    const auto above_ten_thousand = [&](std::span<const Band> bands, std::int64_t share) {
        const std::int64_t first = 10'000 * fen;
        if (claim <= first) { return 50 * fen; }
        return 50 * fen + scale(claim, bands) - first * share / 10'000;
    };
    fees.suit = above_ten_thousand(suit, 250);
    fees.simplified = (fees.suit + 1) / 2;
    fees.order = (fees.suit + 1) / 3;
    // Up to 1,000 yuan 30; then 1 % to 100,000, 0.5 % above; never more than 5,000.
    const std::int64_t first = 1'000 * fen;
    fees.preservation = claim <= first
                            ? 30 * fen
                            : std::min(5'000 * fen, 30 * fen + scale(claim, measure) - first / 100);
    fees.enforcement = above_ten_thousand(force, 150);
    fees.bankruptcy = std::min(300'000 * fen, (fees.suit + 1) / 2);
    return fees;
}

} // namespace huikuan::core
