// Ladders as data: what is shipped, and the settings that lie over it.
#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "core/dunning.h"
#include "core/text.h"

namespace huikuan::core {
namespace {

// "3_time" and "2_time" are those that OCA's account_credit_control ships, with its test numbers
// (tests/scenarios/dunning). "standard" is ours. Pages name them in the person's language: a
// shipped ladder is called by its key, and a level by its letter, until somebody gives them names.
constexpr std::pair<std::string_view, std::string_view> shipped_ladders[] = {
    {"dunning.2_time", "2_time||0|0|"},
    {"dunning.2_time.1", "|month_end|30|0|mail|reminder|0||"},
    {"dunning.2_time.2", "|due|0|60|letter|demand_final|0||"},
    {"dunning.3_time", "3_time||0|0|"},
    {"dunning.3_time.1", "|due|10|0|mail|reminder|0||"},
    {"dunning.3_time.2", "|month_end|30|0|mail|demand_firm|0||"},
    {"dunning.3_time.3", "|due|0|10|letter|demand_final|0||"},
    {"dunning.none", "none||0|0|nothing"},
    {"dunning.standard", "standard||5|1000|"},
    {"dunning.standard.1", "|due|3|0|wechat|reminder|0||"},
    {"dunning.standard.2", "|due|15|7|mail|demand_soft|0||"},
    {"dunning.standard.3", "|due|30|10|letter|demand_firm|0||"},
    {"dunning.standard.4", "|due|60|15|letter|demand_final|0|agreed|"},
    {"dunning.standard.5", "|due|90|15|letter|lawyer|0|agreed|"},
};
constexpr std::string_view ladder_prefix = "dunning.";

std::vector<std::string_view> parts_at(std::string_view text, char at) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto end = text.find(at);
        parts.push_back(trim(text.substr(0, end)));
        if (end == std::string_view::npos) { return parts; }
        text.remove_prefix(end + 1);
    }
}

template <class Number>
bool read(std::string_view text, Number& into, Number most) {
    if (text.empty()) { return true; }
    Number number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) { return false; }
    if (number < 0 || number > most) { return false; }
    into = number;
    return true;
}

// A text between bars.
std::string plain(std::string_view text) {
    std::string out(trim(text));
    std::ranges::replace(out, '|', '/');
    return out;
}

bool is_one_of(std::string_view list, std::string_view value) {
    return !value.empty() && std::ranges::contains(parts_at(list, ','), value);
}

// 4 customer, 3 tag, 2 tier, 1 region, 0 not meant.
int rank(const DunningLadder& ladder, const DunningSegment& customer) {
    const auto colon = ladder.segment.find(':');
    if (colon == std::string::npos) { return 0; }
    const std::string_view whole = ladder.segment;
    const std::string_view of = trim(whole.substr(0, colon));
    const std::string_view list = whole.substr(colon + 1);
    if (of == "customer") { return is_one_of(list, customer.code) ? 4 : 0; }
    if (of == "tier") { return is_one_of(list, customer.tier) ? 2 : 0; }
    if (of == "region") { return is_one_of(list, customer.region) ? 1 : 0; }
    if (of != "tag") { return 0; }
    return std::ranges::any_of(parts_at(customer.tags, ','),
                               [&](std::string_view tag) { return is_one_of(list, tag); })
               ? 3
               : 0;
}

} // namespace

std::optional<DunningLevel> parse_level(int number, std::string_view text) {
    const auto parts = parts_at(text, '|');
    if (parts.size() != 9 || number < 1 || number > most_dunning_levels) { return std::nullopt; }
    DunningLevel level;
    level.level = number;
    level.name = parts[0];
    level.month_end = parts[1] == "month_end";
    const auto channel = parse_channel(parts[4]);
    const bool sound = (level.month_end || parts[1] == "due") && channel && !parts[5].empty() &&
                       read(parts[2], level.days, 3650) && read(parts[3], level.gap, 3650) &&
                       read(parts[6], level.fee_minor, largest_amount_minor) &&
                       (parts[7].empty() || parts[7] == "agreed");
    if (!sound || *channel == Channel::internal) { return std::nullopt; }
    level.channel = *channel;
    level.letter = parts[5];
    level.interest = parts[7];
    level.who = parts[8];
    return level;
}

std::optional<DunningLadder> parse_ladder(std::string_view key, std::string_view text) {
    const auto parts = parts_at(text, '|');
    if (parts.size() != 5 || parts[0].empty()) { return std::nullopt; }
    DunningLadder ladder;
    ladder.key = key;
    ladder.name = parts[0];
    ladder.segment = parts[1];
    ladder.together = parts[4] == "together";
    ladder.nothing = parts[4] == "nothing";
    const bool sound = read(parts[2], ladder.gap, 3650) &&
                       read(parts[3], ladder.tolerance, largest_amount_minor) &&
                       (parts[4].empty() || ladder.together || ladder.nothing);
    return sound ? std::optional(std::move(ladder)) : std::nullopt;
}

std::string level_text(const DunningLevel& level) {
    return joined({plain(level.name), level.month_end ? "month_end" : "due", level.days, level.gap,
                   name_of(level.channel), plain(level.letter), level.fee_minor, level.interest,
                   plain(level.who)},
                  "|");
}

std::string ladder_text(const DunningLadder& ladder) {
    return joined({plain(ladder.name), plain(ladder.segment), ladder.gap, ladder.tolerance,
                   ladder.nothing    ? "nothing"
                   : ladder.together ? "together"
                                     : ""},
                  "|");
}

std::vector<DunningLadder>
read_ladders(std::span<const std::pair<std::string, std::string>> settings) {
    std::map<std::string, std::string, std::less<>> values;
    for (const auto& [key, value] : shipped_ladders) { values.emplace(key, value); }
    for (const auto& [key, value] : settings) {
        if (key.starts_with(ladder_prefix)) { values[key] = value; }
    }
    std::vector<DunningLadder> ladders;
    for (const auto& [key, value] : values) {
        const std::string_view name = std::string_view(key).substr(ladder_prefix.size());
        if (name.contains('.') || name == "default") { continue; }
        auto ladder = parse_ladder(name, value);
        if (!ladder) { continue; }
        ladder->shipped = std::ranges::any_of(
            shipped_ladders, [&](const auto& one) { return one.first == std::string_view(key); });
        for (int number = 1; number <= most_dunning_levels; ++number) {
            const auto found = values.find(joined({key, ".", number}));
            const auto level =
                found == values.end() ? std::nullopt : parse_level(number, found->second);
            if (!level) { break; }
            ladder->levels.push_back(*level);
        }
        ladders.push_back(*std::move(ladder));
    }
    return ladders;
}

const DunningLadder* ladder_for(std::span<const DunningLadder> ladders,
                                const DunningSegment& customer, std::string_view book_default) {
    const DunningLadder* best = nullptr;
    int best_rank = 0;
    for (const DunningLadder& ladder : ladders) {
        const int one = rank(ladder, customer);
        if (one > best_rank) {
            best = &ladder;
            best_rank = one;
        }
    }
    if (best != nullptr) { return best; }
    const auto own = std::ranges::find(ladders, book_default, &DunningLadder::key);
    return own == ladders.end() ? nullptr : &*own;
}

} // namespace huikuan::core
