#include "core/legal.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace huikuan::core {
namespace {

template <class Enum, std::size_t count>
std::optional<Enum> parsed(const std::string_view (&names)[count], std::string_view name) {
    for (std::size_t i = 0; i < count; ++i) {
        if (names[i] == name) { return static_cast<Enum>(i); }
    }
    return std::nullopt;
}

constexpr std::string_view types[] = {"event", "step", "cost"};
constexpr std::string_view event_names[] = {
    "demand",        "acknowledgement",  "part_payment", "set_off", "assignment",
    "police_report", "proceedings",      "suspension",   "no_term", "waiver",
    "judgment",      "guarantor_demand", "debtor_sued"};
static_assert(std::size(event_names) == legal_events);
constexpr std::string_view routes[] = {"lawsuit",       "small_claim", "arbitration",
                                       "payment_order", "bankruptcy",  "enforcement"};
constexpr std::string_view stages[] = {
    "lawyer_letter",    "mediation",      "order_filed",     "order_issued",
    "order_served",     "order_objected", "preservation",    "filed",
    "arbitration",      "accepted",       "preservation_in", "hearing",
    "judgment",         "appealed",       "effective",       "enforcement",
    "enforcement_stop", "bankruptcy",     "claim_filed",     "settled",
    "withdrawn",        "closed"};
static_assert(std::size(stages) == case_stages);
constexpr std::string_view costs[] = {"court",       "preservation", "enforcement",
                                      "arbitration", "lawyer",       "appraisal",
                                      "notice",      "travel",       "other"};
constexpr std::string_view files[] = {"other", "contract", "delivery", "invoice", "statement"};
static_assert(std::size(files) == file_kinds);

} // namespace

std::string_view name_of(LegalType type) { return types[static_cast<std::size_t>(type)]; }
std::string_view name_of(LegalEvent event) { return event_names[static_cast<std::size_t>(event)]; }
std::optional<LegalEvent> parse_legal_event(std::string_view name) {
    return parsed<LegalEvent>(event_names, name);
}
std::string_view name_of(CaseRoute route) { return routes[static_cast<std::size_t>(route)]; }
std::optional<CaseRoute> parse_case_route(std::string_view name) {
    return parsed<CaseRoute>(routes, name);
}
std::string_view name_of(CaseStage stage) { return stages[static_cast<std::size_t>(stage)]; }
std::optional<CaseStage> parse_case_stage(std::string_view name) {
    return parsed<CaseStage>(stages, name);
}
std::string_view name_of(CaseCost cost) { return costs[static_cast<std::size_t>(cost)]; }
std::optional<CaseCost> parse_case_cost(std::string_view name) {
    return parsed<CaseCost>(costs, name);
}

std::string_view name_of(FileKind kind) { return files[static_cast<std::size_t>(kind)]; }
FileKind parse_file_kind(std::string_view name) {
    return parsed<FileKind>(files, name).value_or(FileKind::other);
}

std::span<const LegalNumber> legal_numbers() {
    using Policy = LegalPolicy;
    static constexpr LegalNumber numbers[] = {
        {"law.limitation_months", &Policy::limitation_months},
        {"law.cross_border_months", &Policy::cross_border_months},
        {"law.longest_months", &Policy::longest_months},
        {"law.suspension_months", &Policy::suspension_months},
        {"law.guarantee_months", &Policy::guarantee_months},
        {"law.enforcement_months", &Policy::enforcement_months},
        {"law.first_warning_days", &Policy::first_warning_days, 1, 1000, LegalUnit::days},
        {"law.second_warning_days", &Policy::second_warning_days, 1, 1000, LegalUnit::days},
        {"law.last_warning_days", &Policy::last_warning_days, 1, 1000, LegalUnit::days},
        {"law.average_wage_yuan", &Policy::average_wage_yuan, 0, 10'000'000, LegalUnit::yuan}};
    return numbers;
}

bool LegalPolicy::take_setting(std::string_view key, std::string_view value) {
    const auto known = legal_numbers();
    const auto of = std::ranges::find(known, key, &LegalNumber::key);
    if (of == known.end()) { return false; }
    int number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    const bool sound = error == std::errc{} && end == value.data() + value.size();
    if (sound && number >= of->least && number <= of->most) { this->*(of->number) = number; }
    return true;
}

} // namespace huikuan::core
