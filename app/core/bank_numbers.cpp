// Numbers in memos, names of companies, and sums of a few amounts.
#include <algorithm>
#include <functional>

#include "core/bank_match.h"
#include "core/bank_search.h"
#include "core/bank_words.h"
#include "core/sorting.h"
#include "core/text.h"

namespace huikuan::core {

namespace {

constexpr int most_steps = 20'000; // of one search for a sum

bool is_number_letter(char32_t code) {
    return (code >= U'0' && code <= U'9') || (code >= U'a' && code <= U'z');
}

// Depth first over amounts from the largest down, with the sum of what is left as a bound.
class SubsetSum {
public:
    SubsetSum(std::span<const std::int64_t> amounts, std::int64_t target)
        : amounts_(amounts), target_(target) {
        for (std::size_t i = 0; i < amounts.size(); ++i) order_.push_back(i);
        core::sort(order_, std::greater{}, [&](std::size_t i) { return amounts[i]; });
        left_.assign(order_.size() + 1, 0);
        for (std::size_t i = order_.size(); i-- > 0;) left_[i] = left_[i + 1] + amounts[order_[i]];
    }
    std::vector<std::size_t> find() {
        for (std::size_t count = 2; count <= std::min<std::size_t>(order_.size(), 12); ++count) {
            if (go(0, count, target_)) {
                core::sort(chosen_);
                return chosen_;
            }
            if (steps_ > most_steps) break;
        }
        return {};
    }

private:
    bool go(std::size_t from, std::size_t count, std::int64_t rest) {
        if (++steps_ > most_steps) return false;
        if (count == 0) return rest == 0;
        for (std::size_t i = from; i + count <= order_.size(); ++i) {
            const std::int64_t amount = amounts_[order_[i]];
            if (left_[i] < rest) return false; // not enough is left
            if (amount > rest) continue;
            if (amount < rest / static_cast<std::int64_t>(count)) return false; // all too small
            chosen_.push_back(order_[i]);
            if (go(i + 1, count - 1, rest - amount)) return true;
            chosen_.pop_back();
            if (steps_ > most_steps) return false;
        }
        return false;
    }

    std::span<const std::int64_t> amounts_;
    std::int64_t target_;
    std::vector<std::size_t> order_;
    std::vector<std::int64_t> left_;
    std::vector<std::size_t> chosen_;
    int steps_ = 0;
};

} // namespace

std::string plain_number(std::string_view number) {
    std::string plain;
    const std::string folded = fold(number).value_or(std::string(number));
    std::size_t at = 0;
    while (const auto code = next_code_point(folded, at)) {
        if (is_number_letter(*code) || *code >= 0x80) append_code_point(plain, *code);
    }
    return plain;
}

std::string plain_company(std::string_view name) {
    std::string plain = plain_words(name);
    for (const std::string_view ending : {"有限责任公司", "股份有限公司", "有限公司", "公司",
                                          "coltd", "limited", "ltd", "inc", "llc", "gmbh"}) {
        if (plain.size() > ending.size() && plain.ends_with(ending)) {
            plain.resize(plain.size() - ending.size());
            break;
        }
    }
    return plain;
}

std::vector<std::string> numbers_in(std::string_view memo) {
    constexpr std::size_t shortest = 4;
    std::vector<std::string> found;
    const std::string text = fold(memo).value_or(std::string(memo));
    std::string joined; // INV-2025/0007: with its signs as one number
    std::string part;
    const auto take = [&](std::string& word) {
        const bool digits = std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
        if (digits && word.size() >= shortest && !std::ranges::contains(found, word)) {
            found.push_back(word);
        }
        word.clear();
    };
    std::size_t at = 0;
    while (const auto code = next_code_point(text, at)) {
        const bool sign = *code == U'-' || *code == U'/' || *code == U'_' || *code == U'.';
        if (is_number_letter(*code)) {
            append_code_point(part, *code);
            append_code_point(joined, *code);
            continue;
        }
        const bool whole = joined == part;
        if (!sign) {
            take(joined);
            if (whole) part.clear();
        }
        take(part);
    }
    const bool whole = joined == part;
    take(joined);
    if (!whole) take(part);
    return found;
}

std::vector<std::size_t> subset_of_sum(std::span<const std::int64_t> amounts, std::int64_t target) {
    if (amounts.size() < 2 || target <= 0) return {};
    return SubsetSum(amounts, target).find();
}

} // namespace huikuan::core
