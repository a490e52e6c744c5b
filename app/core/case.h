#pragma once
// 案件: a claim on its way from the lawyer's letter to the money. Its master data are registers;
// its stages are facts, each with the day by which the law counts. From them follows what has to be
// done next, by whom and until when, with the article that says so. Numbers of articles of the
// Civil Procedure Law are those of the text of 2023.
//
// Deadlines are shown on the plain day; where it is no business day the law moves it (民诉法 85).
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/calendar.h"
#include "core/contract.h"
#include "core/fact.h"
#include "core/limitation.h"

namespace huikuan::core {

struct LegalCase {
    CustomerId customer;
    std::string title;
    CaseRoute route{};
    std::string number; // 案号
    std::string court;  // court or arbitration commission
    std::string judge;
    std::string lawyer;
    std::string lawyer_phone;
    std::string owner;
    std::vector<InvoiceId> invoices; // empty: all that was owed on the day of its first stage
    std::int64_t claim = 0;
    Currency currency;
    std::string talks; // what was tried before
    std::string note;
    bool archived = false;
};
// Registers, read with defaults.
LegalCase read_case(std::span<const std::pair<std::string, std::string>> fields);

// One stage, as far as rules look at it; by date.
struct CaseStep {
    EntityId id;
    CaseStage stage{};
    Date date;
    std::optional<Date> due;
    std::int64_t minor = 0;
    bool proven = false; // a file is attached
};
struct CaseState {
    std::optional<CaseStage> stage; // the latest; nullopt: nothing was done yet
    bool open = false;              // begun, and not ended
    bool in_court = false;          // before a court, an arbitrator or a bankruptcy administrator
};
CaseState state_of(std::span<const CaseStep> steps);
// A small claim is tried once (民诉法 165), an award is final (仲裁法 9): what is given there is in
// force at once. Everything below takes steps that were read so.
std::vector<CaseStep> read_steps(CaseRoute route, std::vector<CaseStep> steps);
// What usually comes next; where a case is at its end, its end.
CaseStage next_stage(CaseRoute route, std::optional<CaseStage> stage);

enum class DeadlineOf : std::uint8_t { us, debtor, court, commission };
// What has to happen; the rule is the string "case.rule.<name>".
enum class DeadlineKind : std::uint8_t {
    reply,                // as the letter says
    order_accepted,       // 226: five days
    order_issued,         // 227: fifteen days from acceptance
    order_served,         // 民诉解释 430: thirty days, else it ends
    order_answer,         // 227: the debtor pays or objects within fifteen days
    order_enforce,        // 250: two years from the end of those
    order_refuse,         // 228: whoever wants no suit says so within seven days
    sue,                  // 104: thirty days from a measure before the suit
    preservation,         // 民诉解释 485: a deposit is held for a year, then it has to be renewed
    registration,         // 126: the court decides within seven days
    court_fee,            // 诉讼费用交纳办法 22: seven days
    evidence,             // 68: as the court says
    first_instance,       // 152: six months
    small_instance,       // 168: two months
    hearing,              // as the court says
    appeal,               // 171: fifteen days
    second_instance,      // 183: three months
    perform,              // as the document says; from then on doubled interest (264)
    enforce,              // 250: two years
    enforcement_act,      // 237: six months without anything, then ask the higher court
    assets_check,         // 终本规定 9: the court looks every six months, five years long; so do we
    claim,                // 企业破产法 45: thirty days at least, as the court says
    mediation,            // 特邀调解规定 27: thirty days unless both want longer
    arbitration_accepted, // 仲裁法: the commission decides within five days
};
inline constexpr std::size_t deadline_kinds = 24;
std::string_view name_of(DeadlineKind kind);
std::string_view name_of(DeadlineOf whose);

struct CaseDeadline {
    DeadlineKind kind{};
    DeadlineOf whose{};
    EntityId step; // from which it follows
    Date day;      // the last day, not rolled
    Date rolled;   // to a business day
    bool met = false;
    int days_left = 0;
};
// Of all stages, those that are not met first, by day. `fee_paid`: a court fee was paid.
std::vector<CaseDeadline> deadlines_of(const LegalPolicy& policy, const Calendar& calendar,
                                       CaseRoute route, std::span<const CaseStep> steps,
                                       bool fee_paid, Date today);

// The day by which a judgment, an award or a settlement in force had to be performed; doubled
// interest runs from the day after it (民诉法 264). Where it says none, the day it came into force.
std::optional<Date> performance_end(std::span<const CaseStep> steps);
// The day on which a court accepted the debtor's bankruptcy: interest stops (企业破产法 46).
std::optional<Date> bankruptcy_day(std::span<const CaseStep> steps);
// What was awarded, in minor units: what the latest document in force says, else the judgment.
std::int64_t awarded(std::span<const CaseStep> steps);

// What the case does to the limitation of its debts. A suit that was withdrawn counts only if it
// reached the debtor for certain, that is if it was heard.
std::vector<ClockEvent> clock_events(std::span<const CaseStep> steps);

// 小额诉讼 (165): a plain claim of up to half of what the province's employed earned on average
// last year is tried once; up to twice of that, if both sides agree to it.
enum class SmallClaim : std::uint8_t { none, by_law, by_choice };
std::string_view name_of(SmallClaim claim);
SmallClaim small_claim(const LegalPolicy& policy, std::int64_t claim_minor); // fen of CNY

// --- what it would cost: 诉讼费用交纳办法 13, 14, 16
struct CourtFees {
    std::int64_t suit = 0;         // 案件受理费
    std::int64_t simplified = 0;   // half of it (16)
    std::int64_t order = 0;        // 支付令: a third of it
    std::int64_t preservation = 0; // at most 5,000
    std::int64_t enforcement = 0;  // paid by the debtor
    std::int64_t bankruptcy = 0;   // half of it, at most 300,000; from the estate
};
// `claim_minor` in fen of CNY; fees likewise, to the fen, half up.
CourtFees court_fees(std::int64_t claim_minor);

} // namespace huikuan::core
