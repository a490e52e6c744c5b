#include "core/area.h"

#include <array>

#include "core/text.h"

namespace huikuan::core {
namespace {

constexpr std::size_t han_bytes = 3; // of a character in UTF-8
constexpr std::size_t longest_part = 12 * han_bytes;

// What ends a part of an address. `answer`: it is the part that is looked for; a town only where
// no district follows.
enum class Part : std::uint8_t { above, town, district };
struct Ending {
    std::string_view text;
    Part part;
};
constexpr std::array<Ending, 10> endings{{{"特别行政区", Part::above},
                                          {"自治区", Part::above},
                                          {"自治州", Part::above},
                                          {"自治县", Part::district},
                                          {"地区", Part::above},
                                          {"省", Part::above},
                                          {"市", Part::town},
                                          {"区", Part::district},
                                          {"县", Part::district},
                                          {"旗", Part::district}}};
// A compound, a campus, a works: no part of a town.
constexpr std::array<std::string_view, 8> parts_of_a_place{"小", "社", "校", "厂",
                                                           "库", "景", "院", "片"};

struct Found {
    std::size_t at = std::string_view::npos; // of the ending
    Ending ending{};
};

Found next_ending(std::string_view text) {
    Found best;
    for (const Ending& ending : endings) {
        const std::size_t at = text.find(ending.text);
        if (at == std::string_view::npos) { continue; }
        // Of two that end alike, the longer one is what is written.
        if (best.at == std::string_view::npos ||
            at + ending.text.size() < best.at + best.ending.text.size() ||
            (at < best.at && at + ending.text.size() == best.at + best.ending.text.size())) {
            best = {at, ending};
        }
    }
    return best;
}

// Whether what stands before an ending can be a name: 市场, 区庄 and 小区 have none.
bool is_name(std::string_view before, const Ending& ending) {
    if (before.size() < han_bytes || before.size() > longest_part) { return false; }
    if (ending.part == Part::town && before.size() < 2 * han_bytes) { return false; }
    if (before.find_first_of("0123456789 ,") != std::string_view::npos) { return false; }
    if (ending.text != "区") { return true; }
    for (const std::string_view word : parts_of_a_place) {
        if (before.ends_with(word)) { return false; }
    }
    return true;
}

std::string of_chinese(std::string_view address) {
    std::string town;
    while (true) {
        const Found found = next_ending(address);
        if (found.at == std::string_view::npos || found.at > longest_part) { return town; }
        const std::size_t end = found.at + found.ending.text.size();
        const std::string_view before = address.substr(0, found.at);
        const std::string_view whole = address.substr(0, end);
        if (!is_name(before, found.ending)) {
            // 市北区: what looked like an ending begins the next name.
            const std::size_t past = before.empty() ? end : std::string_view::npos;
            if (past == std::string_view::npos) { return town; }
            const Found later = next_ending(address.substr(past));
            if (later.at == std::string_view::npos || later.ending.part != Part::district) {
                return town;
            }
            const std::string_view name = address.substr(0, past + later.at);
            if (!is_name(name, later.ending)) { return town; }
            return std::string(address.substr(0, past + later.at + later.ending.text.size()));
        }
        if (found.ending.part == Part::district) { return std::string(whole); }
        if (found.ending.part == Part::town) { town = whole; }
        address.remove_prefix(end);
    }
}

// "street, district, town": the part before the last.
std::string of_commas(std::string_view address) {
    const std::size_t last = address.rfind(',');
    if (last == std::string_view::npos) { return {}; }
    const std::string_view before = address.substr(0, last);
    const std::size_t from = before.rfind(',');
    if (from == std::string_view::npos) { return std::string(trim(address.substr(last + 1))); }
    return std::string(trim(before.substr(from + 1)));
}

std::string of_tags(std::string_view tags) {
    constexpr std::array<std::string_view, 6> names{
        "片区:", "片区：", "区域:", "区域：", "area:", "Area:"};
    for (const std::string_view name : names) {
        const std::size_t at = tags.find(name);
        if (at == std::string_view::npos) { continue; }
        std::string_view value = tags.substr(at + name.size());
        for (const std::string_view mark : {",", ";", "，", "；", "、", "\n", "|"}) {
            value = value.substr(0, value.find(mark));
        }
        if (!trim(value).empty()) { return std::string(trim(value)); }
    }
    return {};
}

} // namespace

std::string area_of(std::string_view tags, std::string_view address, std::string_view region) {
    if (std::string tagged = of_tags(tags); !tagged.empty()) { return tagged; }
    address = trim(address);
    if (std::string named = of_chinese(address); !named.empty()) { return named; }
    if (std::string named = of_commas(address); !named.empty()) { return named; }
    return std::string(trim(region));
}

} // namespace huikuan::core
