#pragma once
// A contract as the book keeps it: registers, read with defaults. What matters for getting paid is
// whether it says when payment is due, what being late costs, who judges, what secures it, and (of
// a small seller) that the buyer was told so. Clauses that are missing, or say more than the law
// lets them, are named before the first dispute does it.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/id.h"
#include "core/interest.h"
#include "core/money.h"
#include "core/terms.h"

namespace huikuan::core {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Contract {
    CustomerId customer;
    std::string number;
    std::string title;
    std::optional<Date> signed_on, starts, ends;
    std::optional<Terms> terms;
    std::optional<LateFee> late_fee;
    std::string guarantee;   // who, or what: guarantors ("王某、李某"), a mortgage, a pledge
    int secured_percent = 0; // of what is owed
    int deposit_percent = 0; // 定金, of the price
    std::optional<Date> guarantee_until;
    bool joint_guarantee = false; // 连带保证; not said: 一般保证 (民法典 686)
    bool cross_border = false;    // 国际货物买卖: four years (民法典 594)
    std::string jurisdiction;     // court or arbitration
    std::string acceptance;       // how and by when goods count as accepted (条例 10)
    bool sme_notice = false;      // 已告知中小企业 (条例 3)
    bool retention_of_title = false;
    bool archived = false;
    std::string note;
};
// Several stand for the same debt each with a period of his own (担保解释 29): the names between
// 、 or ; or lines.
std::vector<std::string_view> guarantors_of(std::string_view named);
std::vector<std::string_view> guarantors_of(const Contract& contract);

// What cannot be read counts as not said. A guarantee without a percentage secures everything.
Contract read_contract(std::span<const std::pair<std::string, std::string>> fields);

enum class Clause : std::uint8_t {
    number,
    signed_on,
    terms,        // 民法典 511(4), 628: without them due on receipt, or at any time
    late_fee,     // 买卖合同解释 18: LPR + 30-50 %
    jurisdiction, // 民诉法 35
    acceptance,
    guarantee, // named, but for how long is not said: 6 months (民法典 692)
    guarantee_until,
    sme_notice,
    // These are there, and the law has a word on them.
    ended,        // it has run out on the day asked for
    terms_long,   // 条例 9: a large firm pays a small one within 60 days, a public body within 30
    deposit_high, // 民法典 586: beyond 20 % of the price it is money paid on account
    deposit_penalty, // 588: of a deposit and a penalty only one can be claimed
};
constexpr bool is_missing(Clause clause) { return clause < Clause::ended; }
inline constexpr std::size_t clauses = 13;
std::string_view name_of(Clause clause);
// Missing ones first.
std::vector<Clause> missing_clauses(const Contract& contract, Date today);

} // namespace huikuan::core
