#pragma once
// The words by which statements name their columns and their rows; nothing outside the reading of
// statements includes it.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

// A column of what went out, by dated rows: some banks write it with a minus, others without, and
// either kind has reversals with the other sign.
struct OutColumn {
    std::vector<std::optional<std::int64_t>> balance;
    std::vector<std::optional<std::int64_t>> plain; // what moved, if it is without
    std::vector<std::optional<std::int64_t>> minus; // and if it is with
    std::int64_t pluses = 0, minuses = 0, line = 0; // the last line that moved out
    std::optional<std::int64_t> opening;
    void add(std::int64_t came, std::int64_t out, std::optional<std::int64_t> after,
             std::int64_t at);
};
struct OutSigns {
    bool minus = false;        // the column says minus of what went out
    std::int64_t doubtful = 0; // a line whose sign nothing proves; 0: none
};
// By the running balance; where it proves nothing, by what most of them say.
OutSigns signs_of(OutColumn& column, std::string_view heading);

} // namespace huikuan::core
