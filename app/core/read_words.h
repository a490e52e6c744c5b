#pragma once
// Numbers and names inside a folded text (core/text.h), for the readers of dates. Each `take` moves
// `at` behind what it found and leaves it where it found nothing.
#include <cstddef>
#include <optional>
#include <string_view>

namespace huikuan::core {

constexpr bool is_ascii_digit(char letter) { return letter >= '0' && letter <= '9'; }

struct Number {
    int value = 0;  // stops growing at nine digits
    int digits = 0; // 0: none there
};
Number take_number(std::string_view text, std::size_t& at);
// Digits, or 一 to 三十一, 两; nullopt where there is no number.
std::optional<int> take_count(std::string_view text, std::size_t& at);

// English names in full or their first three letters ("mar", "sept" too); 0 where there is none.
int take_month(std::string_view text, std::size_t& at);
// ISO: Monday 1 ... Sunday 7. English as above; 周一, 星期二, 礼拜日; 0 where there is none.
int take_weekday(std::string_view text, std::size_t& at);
// Takes one of the words if it is there.
bool take_word(std::string_view text, std::size_t& at, std::string_view word);

} // namespace huikuan::core
