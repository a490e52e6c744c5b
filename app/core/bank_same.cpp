// Which lines may tell one movement although their ids differ: files that were read by other
// columns.
#include <algorithm>
#include <map>

#include "core/bank.h"
#include "core/bank_words.h"

namespace huikuan::core {

namespace {

enum class SameLine : std::uint8_t { no, unsaid, yes };

// Of one currency, day and amount.
template <class Line>
SameLine compare_lines(const Line& a, const Line& b) {
    if (a.balance && a.balance == b.balance) return SameLine::yes;
    const bool numbered = !a.reference.empty() && !b.reference.empty();
    if (numbered && plain_words(a.reference) == plain_words(b.reference)) return SameLine::yes;
    return numbered || (a.balance && b.balance) ? SameLine::no : SameLine::unsaid;
}

// Where each of the one could be each of the other, and one pair says as much as is enough.
bool can_be_one(std::span<const ToldLine> lines, const std::vector<std::size_t>& a,
                const std::vector<std::size_t>& b, SameLine enough) {
    bool said = enough == SameLine::unsaid;
    for (const std::size_t i : a) {
        for (const std::size_t j : b) {
            const ToldLine &one = lines[i], &other = lines[j];
            if (one.account != other.account || one.currency != other.currency) return false;
            if (std::ranges::any_of(one.devices, [&](const DeviceId& device) {
                    return other.devices.contains(device);
                })) {
                return false;
            }
            const SameLine same = compare_lines(one, other);
            if (same == SameLine::no) return false;
            said = said || same == SameLine::yes;
        }
    }
    return said;
}

} // namespace

std::vector<bool> known_otherwise(std::span<const BankReading::Line> lines,
                                  std::span<const EntityId> ids, const std::vector<bool>& has,
                                  std::span<const BankReading::Line> book) {
    using Key = std::tuple<Currency, Date, std::int64_t>;
    const auto key_of = [](const BankReading::Line& line) {
        return Key(line.currency, line.what.date, line.what.minor);
    };
    const std::set<EntityId> taken(ids.begin(), ids.end()); // as they are
    std::multimap<Key, const BankLine*> left;
    for (const BankReading::Line& line : book) {
        if (!taken.contains(line.what.id)) left.emplace(key_of(line), &line.what);
    }
    std::vector<bool> known(lines.size());
    for (const SameLine enough : {SameLine::yes, SameLine::unsaid}) {
        for (std::size_t i = 0; i < lines.size() && !left.empty(); ++i) {
            if (has[i] || known[i]) continue;
            const auto [from, to] = left.equal_range(key_of(lines[i]));
            const auto same = std::find_if(from, to, [&](const auto& one) {
                return compare_lines(lines[i].what, *one.second) == enough;
            });
            if (same == to) continue;
            known[i] = true;
            left.erase(same);
        }
    }
    return known;
}

std::vector<std::vector<std::size_t>> told_twice(std::span<const ToldLine> lines) {
    constexpr std::size_t most = 300; // of one day and amount; beyond, nobody tells them apart
    std::vector<std::vector<std::size_t>> groups;
    if (lines.size() > most) return groups;
    for (std::size_t i = 0; i < lines.size(); ++i) groups.push_back({i});
    for (const SameLine enough : {SameLine::yes, SameLine::unsaid}) {
        for (std::size_t i = 0; i < groups.size(); ++i) {
            for (std::size_t j = i + 1; j < groups.size();) {
                if (!can_be_one(lines, groups[i], groups[j], enough)) {
                    ++j;
                    continue;
                }
                groups[i].insert(groups[i].end(), groups[j].begin(), groups[j].end());
                groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(j));
            }
        }
    }
    std::erase_if(groups, [](const auto& group) { return group.size() < 2; });
    return groups;
}

} // namespace huikuan::core
