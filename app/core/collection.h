#pragma once
// Collecting (催收), the words of a day's work: who was spoken to and what came of it, what was
// promised, what was agreed in parts, and why somebody is left alone for a while. The facts are in
// core/fact.h; here is what their codes mean and the rules of conduct that warn before a contact.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "core/document.h"
#include "core/id.h"

namespace huikuan::core {

// The facts of collecting, as one list has them.
enum class WorkType : std::uint8_t { contact, promise, plan, hold, letter, settlement };
std::string_view name_of(WorkType type);

enum class Channel : std::uint8_t {
    phone,
    wechat,
    sms,
    mail,
    letter,
    visit,    // 上门
    internal, // a note among colleagues: nobody outside was contacted
};
enum class ContactOutcome : std::uint8_t {
    promised,     // 承诺付款
    paid,         // says that it was paid
    processing,   // 内部审批中
    no_invoice,   // 未收到发票或对账单
    disputed,     // 有争议
    cannot_pay,   // 资金困难
    refused,      // 拒绝付款
    call_back,    // asks to be called again
    no_answer,    // 无人接听
    wrong_number, // 号码错误, 人已离职
    sent,         // a message or letter went out; a reply is awaited
    other,
};
// 暂缓: while a hold runs nobody is pressed. It ends by itself.
enum class HoldKind : std::uint8_t { snooze, dispute, promise, plan, legal, manual };

// 争议: why the customer does not pay a part. A name of a later version counts as `other`.
enum class DisputeCause : std::uint8_t {
    other,
    price,      // 价格
    quantity,   // 数量
    quality,    // 质量
    delivery,   // 未交货, 迟延
    invoicing,  // 发票
    duplicate,  // 重复开票
    says_paid,  // 称已付款
    acceptance, // 未验收, 条件未成就
    refusal,    // 拒绝付款: its own path (reasons, evidence, an offer, law)
};
inline constexpr std::size_t dispute_causes = 10;
// What came of it.
enum class DisputeOutcome : std::uint8_t {
    withdrawn,   // the customer gives it up: the demand is renewed
    renewed,     // we do not follow it: the demand is renewed
    credit_note, // 红字
    adjustment,  // 折让, a small difference written off
    refund,      // 退款
    offer,       // a settlement that both agreed to
    legal,       // it goes to law
};
inline constexpr std::size_t dispute_outcomes = 7;
// The document that an outcome is: a credit note; what was written off or allowed; what was paid
// back. Any other outcome may name whatever document it came with.
bool needs_document(DisputeOutcome outcome);
bool may_settle(DisputeOutcome outcome, CreditType type);
bool may_settle(DisputeOutcome outcome, DebitType type);
// The customer was right about it: what the document takes off was never owed, and so never late
// (民法典 582, the price is less). What an offer lets go was owed until then.
bool was_never_owed(DisputeOutcome outcome);
std::string_view name_of(DisputeCause cause);
std::string_view name_of(DisputeOutcome outcome);
DisputeCause parse_dispute_cause(std::string_view name);
std::optional<DisputeOutcome> parse_dispute_outcome(std::string_view name);
// 时限: business days in which a dispute of this cause is to be answered; "dispute.days.<cause>".
int default_answer_days(DisputeCause cause);
// "2026-12-01" of when it was opened: that many business days of the calendar later.
class Calendar;
Date answer_day(Date opened, int business_days, const Calendar& calendar);

std::string_view name_of(Channel channel);
std::string_view name_of(ContactOutcome outcome);
std::string_view name_of(HoldKind kind);
std::optional<Channel> parse_channel(std::string_view name);
std::optional<ContactOutcome> parse_outcome(std::string_view name);
std::optional<HoldKind> parse_hold_kind(std::string_view name);

// Somebody outside was approached, so that the rules of conduct look at it.
constexpr bool is_approach(Channel channel) {
    return channel != Channel::internal && channel != Channel::letter;
}
// Somebody was spoken to.
constexpr bool reaches(ContactOutcome outcome) {
    return outcome != ContactOutcome::no_answer && outcome != ContactOutcome::wrong_number &&
           outcome != ContactOutcome::sent;
}
// A reply or a call back is awaited after it.
constexpr bool awaits_reply(ContactOutcome outcome) {
    return outcome == ContactOutcome::sent || outcome == ContactOutcome::call_back ||
           outcome == ContactOutcome::processing || outcome == ContactOutcome::no_invoice;
}

// Whoever is put off, promised or to be called again comes back within a year: more would hide him.
inline constexpr int longest_wait_days = 366;

inline constexpr int minutes_of_day = 24 * 60;
std::optional<int> parse_minute(std::string_view text); // "08:00" .. "23:59"; also "24:00"
std::string minute_text(int minute);                    // "08:00"

// Safe defaults, each a setting of the book (design: domain, 3.6).
struct CollectionPolicy {
    int from_minute = 8 * 60;   // "conduct.from"
    int until_minute = 22 * 60; // "conduct.until", excluded
    int daily = 3;              // "conduct.daily": approaches to one person a day
    int weekly = 7;             // "conduct.weekly": within seven days
    bool third_parties = false; // "conduct.third_parties"
    int grace_days = 3;         // "promise.grace": after the promised date, still kept
    // "promise.cover": percent of what is overdue that promises and plans must cover, so that the
    // customer may wait for them.
    int cover_percent = 100;
    // "dispute.days.<cause>"; -1: default_answer_days.
    std::array<int, dispute_causes> answer_days{-1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
    [[nodiscard]] int days_to_answer(DisputeCause cause) const;
    int aftercare_days = 7; // "aftercare.days": a return visit so long after settling; 0: none

    // Whether it was one of these; what cannot be read leaves the number as it was.
    bool take_setting(std::string_view key, std::string_view value);
};

enum class ConductRule : std::uint8_t { hours, daily, weekly, third_party };
inline constexpr ConductRule conduct_rules[] = {ConductRule::hours, ConductRule::daily,
                                                ConductRule::weekly, ConductRule::third_party};
std::string_view name_of(ConductRule rule);

// An approach to one person, as far as the rules look at it.
struct Approach {
    Date date;
    int minute = -1; // of the day where it happened; -1: not said
    Channel channel{};
    bool third_party = false;
};
// `earlier`: approaches to the same person. What a contact would go against, in the order of the
// enum; nothing is refused, and what was gone against stays on the record.
std::vector<ConductRule> conduct_warnings(const CollectionPolicy& policy, const Approach& wish,
                                          const std::vector<Approach>& earlier);

} // namespace huikuan::core
