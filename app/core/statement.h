#pragma once
// 对账单, the course of one: prepared, sent, answered, and where the two sides differ, settled line
// by line. The facts are in core/fact.h; here are their words and what follows from them. Nothing
// of it is written as a state: of several answers the latest in total order counts, and all of them
// stay listed.
//
// A confirmed statement that the debtor signed acknowledges the debt (民法典 195, 时效规定 14). It
// says nothing about what being late costs: every form carries the reservation, because one that
// states principal and interest replaces the old terms (买卖合同解释 18).
#include <cstdint>
#include <optional>
#include <string_view>

namespace huikuan::core {

enum class StatementForm : std::uint8_t { open_items, movements };
// The facts of its course, as one list has them.
enum class StatementStep : std::uint8_t { issue, sending, answer, settlement };
enum class StatementVerdict : std::uint8_t { confirmed, difference };
enum class StatementState : std::uint8_t {
    draft,      // prepared, not sent
    sent,       // an answer is awaited
    confirmed,  // 已确认
    difference, // some line is not settled
    settled,    // 差异已处理: every line is
};
inline constexpr std::size_t statement_states = 5;

// 差异原因. A name of a later version counts as `other`.
enum class DifferenceCause : std::uint8_t {
    other,
    missing_invoice, // 对方未收到发票或未入账
    missing_payment, // 我方未入账的付款
    price,           // 价格
    quantity,        // 数量
    goods_return,    // 退货
    timing,          // 时间差: on the way, in the next period
};
inline constexpr std::size_t difference_causes = 7;
// How a line of it ended.
enum class DifferenceEnd : std::uint8_t {
    agreed,      // 对方认可我方
    corrected,   // 我方更正: a document of ours
    passed,      // 时间差已消除
    written_off, // 折让或核销
};
inline constexpr std::size_t difference_ends = 4;

std::string_view name_of(StatementForm form);   // "open_items"
std::string_view name_of(StatementState state); // "draft"
std::string_view name_of(StatementVerdict verdict);
std::string_view name_of(DifferenceCause cause);
std::string_view name_of(DifferenceEnd end);
std::optional<StatementForm> parse_statement_form(std::string_view name);
std::optional<StatementState> parse_statement_state(std::string_view name);
std::optional<StatementVerdict> parse_statement_verdict(std::string_view name);
std::optional<DifferenceCause> parse_difference_cause(std::string_view name);
std::optional<DifferenceEnd> parse_difference_end(std::string_view name);

// `latest`: of the answer that counts; `open_lines`: of its lines, those that are not settled.
constexpr StatementState state_of(bool sent, std::optional<StatementVerdict> latest,
                                  std::size_t open_lines) {
    if (latest == StatementVerdict::confirmed) { return StatementState::confirmed; }
    if (latest) { return open_lines > 0 ? StatementState::difference : StatementState::settled; }
    return sent ? StatementState::sent : StatementState::draft;
}

inline constexpr std::size_t most_difference_lines = 1000;

} // namespace huikuan::core
