#pragma once
// The words by which statements name their columns and their rows; nothing outside the reading of
// statements includes it.
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/bank.h"

namespace huikuan::core {

// Folded, without blanks and punctuation: "交易金额(收入)" is 交易金额收入.
std::string plain_words(std::string_view text);
// A cell that says nothing, also "-------------------" and "\t".
bool is_empty_cell(std::string_view cell);
// How well a heading names a field, 0 to 120.
int heading_points(std::string_view plain, BankField field);
// +1 came in, -1 went out, 0 neither (不计收支); nullopt: no such word.
std::optional<int> direction_of(std::string_view cell);
// "50.00 CR": the number, and +1 (CR, 贷), -1 (DR, 借) or 0 where no side is told.
std::pair<std::string_view, int> without_side(std::string_view cell);
bool is_total_cell(std::string_view cell);    // 合计, Total
bool is_subtotal_cell(std::string_view cell); // 本页小计: of a page, not of the file
bool never_happened(std::string_view status); // 交易关闭, failed, cancelled
// What the preamble tells beside the account, by its plain key.
enum class Told : std::uint8_t { nothing, total_in, total_out, opening, closing };
Told told_by(std::string_view plain_key);
// "卡号: 1234****9876" gives 1234****9876 where the key names the statement's own account.
bool names_account(std::string_view plain_key);

} // namespace huikuan::core
