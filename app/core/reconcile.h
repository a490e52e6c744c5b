#pragma once
// 对账差异: our statement of an account and the other side's own, line by line. What is the same
// goes away, and what is left is what the two have to talk about: an amount that differs, a line
// that only one of them has. The differences always sum up to the difference of the two statements,
// so that nothing can hide between them.
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/date.h"

namespace huikuan::core {

struct OurLine {
    Date date;
    std::string number;
    std::int64_t minor = 0; // what it adds to what is owed
};
struct TheirLine {
    std::int64_t line = 0; // of their file
    Date date;
    std::string text; // everything that they wrote beside it, where numbers may stand
    std::int64_t minor = 0;
};
enum class LineDifference : std::uint8_t { same, amount, only_ours, only_theirs };
struct ComparedLine {
    LineDifference difference{};
    int ours = -1; // index, -1: none
    int theirs = -1;
    std::int64_t minor = 0; // ours less theirs, in our sign
};
struct Comparison {
    std::vector<ComparedLine> lines; // differences first, then what is the same; by date
    bool turned = false;             // they count the other way round: what they owe is minus
    std::int64_t difference = 0;     // the sum of all
};
// Pairs by number first (of the same amount before of another one), then by amount among lines
// without a common number, the nearest date first, at most `most_days` apart.
Comparison compare_statements(std::span<const OurLine> ours, std::span<const TheirLine> theirs,
                              int most_days = 10);

} // namespace huikuan::core
