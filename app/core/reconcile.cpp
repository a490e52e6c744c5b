#include "core/reconcile.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>
#include <unordered_map>

#include "core/bank_match.h"
#include "core/bank_search.h"
#include "core/sorting.h"

namespace huikuan::core {

namespace {

class Pairing {
public:
    Pairing(std::span<const OurLine> ours, std::span<const TheirLine> theirs, bool turned)
        : ours_(ours), theirs_(theirs), sign_(turned ? -1 : 1), partner_(ours.size(), -1),
          taken_(theirs.size()) {}

    void by_number() {
        std::unordered_map<std::string, std::vector<int>> named; // their lines, by what they say
        for (std::size_t i = 0; i < theirs_.size(); ++i) {
            for (std::string& number : numbers_in(theirs_[i].text)) {
                named[std::move(number)].push_back(static_cast<int>(i));
            }
        }
        for (const bool same_amount : {true, false}) {
            for (std::size_t i = 0; i < ours_.size(); ++i) {
                const std::string number = plain_number(ours_[i].number);
                const auto found = named.find(number);
                if (partner_[i] >= 0 || number.empty() || found == named.end()) continue;
                for (const int their : found->second) {
                    // A payment that names an invoice is not that invoice with another amount.
                    const std::int64_t minor = amount_of(their);
                    const bool fits =
                        same_amount ? minor == ours_[i].minor : (minor > 0) == (ours_[i].minor > 0);
                    if (!fits || !take(i, their)) continue;
                    break;
                }
            }
        }
    }

    void by_amount(int most_days) {
        std::unordered_map<std::int64_t, std::vector<int>> priced;
        for (std::size_t i = 0; i < theirs_.size(); ++i) {
            priced[amount_of(static_cast<int>(i))].push_back(static_cast<int>(i));
        }
        std::vector<std::tuple<int, std::size_t, int>> near; // days apart, ours, theirs
        for (std::size_t i = 0; i < ours_.size(); ++i) {
            const auto found = priced.find(ours_[i].minor);
            if (partner_[i] >= 0 || found == priced.end()) continue;
            for (const int their : found->second) {
                const int days = std::abs(
                    days_between(ours_[i].date, theirs_[static_cast<std::size_t>(their)].date));
                if (days <= most_days) near.emplace_back(days, i, their);
            }
        }
        core::sort(near);
        for (const auto& [days, ours, their] : near) {
            if (partner_[ours] < 0) take(ours, their);
        }
    }

    [[nodiscard]] Comparison answer() const {
        Comparison comparison;
        comparison.turned = sign_ < 0;
        for (std::size_t i = 0; i < ours_.size(); ++i) {
            ComparedLine line{LineDifference::only_ours, static_cast<int>(i), partner_[i],
                              ours_[i].minor};
            if (line.theirs >= 0) {
                line.minor -= amount_of(line.theirs);
                line.difference = line.minor == 0 ? LineDifference::same : LineDifference::amount;
            }
            comparison.lines.push_back(line);
        }
        for (std::size_t i = 0; i < theirs_.size(); ++i) {
            if (taken_[i]) continue;
            const int their = static_cast<int>(i);
            comparison.lines.push_back({LineDifference::only_theirs, -1, their, -amount_of(their)});
        }
        for (const ComparedLine& line : comparison.lines) comparison.difference += line.minor;
        core::sort(comparison.lines, [&](const ComparedLine& a, const ComparedLine& b) {
            return std::tuple(a.difference == LineDifference::same, date_of(a)) <
                   std::tuple(b.difference == LineDifference::same, date_of(b));
        });
        return comparison;
    }
    [[nodiscard]] std::size_t same() const {
        std::size_t count = 0;
        for (std::size_t i = 0; i < ours_.size(); ++i) {
            count += partner_[i] >= 0 && amount_of(partner_[i]) == ours_[i].minor ? 1 : 0;
        }
        return count;
    }

private:
    [[nodiscard]] std::int64_t amount_of(int their) const {
        return sign_ * theirs_[static_cast<std::size_t>(their)].minor;
    }
    [[nodiscard]] Date date_of(const ComparedLine& line) const {
        return line.ours >= 0 ? ours_[static_cast<std::size_t>(line.ours)].date
                              : theirs_[static_cast<std::size_t>(line.theirs)].date;
    }
    bool take(std::size_t ours, int their) {
        if (taken_[static_cast<std::size_t>(their)]) return false;
        taken_[static_cast<std::size_t>(their)] = true;
        partner_[ours] = their;
        return true;
    }

    std::span<const OurLine> ours_;
    std::span<const TheirLine> theirs_;
    std::int64_t sign_;
    std::vector<int> partner_;
    std::vector<bool> taken_;
};

} // namespace

Comparison compare_statements(std::span<const OurLine> ours, std::span<const TheirLine> theirs,
                              int most_days) {
    Pairing straight(ours, theirs, false);
    Pairing turned(ours, theirs, true);
    for (Pairing* one : {&straight, &turned}) {
        one->by_number();
        one->by_amount(most_days);
    }
    return turned.same() > straight.same() ? turned.answer() : straight.answer();
}

} // namespace huikuan::core
