#pragma once
// 法律, the words of it: what happens to a debt before the law (a demand that arrived, an
// acknowledgement, an obstacle), and the stages of a case. The facts are in core/fact.h; what the
// clocks make of them is core/limitation.h, what a stage asks for next is core/case.h.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/date.h"

namespace huikuan::core {

// The facts of the law, as one list has them.
enum class LegalType : std::uint8_t { event, step, cost };
std::string_view name_of(LegalType type);

enum class LegalEvent : std::uint8_t {
    // Interrupt (民法典 195, 时效规定 8-17)
    demand,          // 催告: a signed document, a letter or message that reached, a deduction
    acknowledgement, // 承认债务: 对账单签章, request for delay, part payment promised, guarantee
    part_payment,    // outside of what the book has as receipts
    set_off,         // 抵销 claimed in a suit
    assignment,      // 债权转让通知 that arrived (17)
    police_report,   // 报案 (13)
    proceedings,     // suit, arbitration, payment order, preservation ... not kept as a case
    // Others
    suspension, // 中止: an obstacle in the last six months (194)
    no_term,    // no due date was agreed: first demand, `until` the end of its grace (时效规定 4)
    waiver,     // 届满后签收催款通知 or a new agreement: the defence is given up (192, 19)
    judgment,   // 生效文书: from here on the time for enforcement runs; `until`: to perform by
    // Of a guarantee (692-694)
    guarantor_demand, // 连带保证: the guarantor was asked to pay
    debtor_sued,      // 一般保证: suit or arbitration against the debtor
};
inline constexpr std::size_t legal_events = 13;
std::string_view name_of(LegalEvent event); // "demand"
std::optional<LegalEvent> parse_legal_event(std::string_view name);

enum class CaseRoute : std::uint8_t {
    lawsuit,
    small_claim, // 小额诉讼: tried once (民诉法 165)
    arbitration,
    payment_order, // 支付令
    bankruptcy,
    enforcement, // of a notarised deed or an award that is there already
};
std::string_view name_of(CaseRoute route);
std::optional<CaseRoute> parse_case_route(std::string_view name);

// In the order in which a case usually takes them.
enum class CaseStage : std::uint8_t {
    lawyer_letter,    // 律师函
    mediation,        // 诉前调解
    order_filed,      // 申请支付令
    order_issued,     // 支付令发出
    order_served,     // 支付令送达债务人
    order_objected,   // 债务人异议, 督促程序终结
    preservation,     // 诉前保全
    filed,            // 起诉
    arbitration,      // 申请仲裁
    accepted,         // 立案受理
    preservation_in,  // 诉中保全
    hearing,          // 开庭
    judgment,         // 一审判决送达
    appealed,         // 上诉
    effective,        // 判决, 裁决, 调解书生效
    enforcement,      // 申请执行
    enforcement_stop, // 终结本次执行
    bankruptcy,       // 法院受理债务人破产
    claim_filed,      // 申报债权
    settled,          // 和解, 全部付清
    withdrawn,        // 撤回
    closed,           // 执行完毕, 结案
};
inline constexpr std::size_t case_stages = 22;
std::string_view name_of(CaseStage stage);
std::optional<CaseStage> parse_case_stage(std::string_view name);
// Nothing follows.
constexpr bool ends_case(CaseStage stage) { return stage >= CaseStage::settled; }

enum class CaseCost : std::uint8_t {
    court,
    preservation,
    enforcement,
    arbitration,
    lawyer,
    appraisal,
    notice, // 公告费
    travel,
    other,
};
std::string_view name_of(CaseCost cost);
std::optional<CaseCost> parse_case_cost(std::string_view name);

// What an attached file is to a court's list of evidence. A name of a later version is `other`.
enum class FileKind : std::uint8_t { other, contract, delivery, invoice, statement };
inline constexpr std::size_t file_kinds = 5;
std::string_view name_of(FileKind kind);
FileKind parse_file_kind(std::string_view name);

// The numbers of the law that a book may set otherwise, each a setting "law....".
struct LegalPolicy {
    int limitation_months = 36;   // 民法典 188
    int cross_border_months = 48; // 594: sale of goods across borders
    int longest_months = 240;     // 188: never longer
    int suspension_months = 6;    // 194
    int guarantee_months = 6;     // 692
    int enforcement_months = 24;  // 民诉法 250
    // Before the end of a clock, when it is said for the first time, again, and in red.
    int first_warning_days = 180;
    int second_warning_days = 90;
    int last_warning_days = 30;
    // 民诉法 165: what the employed of the province earned on average last year; 0: not said.
    int average_wage_yuan = 0;

    // Whether it was one of these; what cannot be read leaves the number as it was.
    bool take_setting(std::string_view key, std::string_view value);
};

// Each number with its setting and its bounds, in the order in which a person reads them.
enum class LegalUnit : std::uint8_t { months, days, yuan };
struct LegalNumber {
    std::string_view key; // "law.limitation_months"
    int LegalPolicy::* number = nullptr;
    int least = 1;
    int most = 600;
    LegalUnit unit = LegalUnit::months;
};
std::span<const LegalNumber> legal_numbers();

} // namespace huikuan::core
