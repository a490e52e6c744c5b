#include "core/aging.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string>

#include "core/sorting.h"
#include "core/text.h"

namespace huikuan::core {
namespace {

constexpr std::size_t most_edges = 16;
constexpr int largest_edge = 36'500; // a hundred years

// Where an entry goes, as a small number: 0 does not exist yet, 1 not due, 2 the first bucket ...,
// the last one unapplied cash. Found without a branch: the age is clamped to what the edges tell
// apart and looked up in a table of one byte per day.
class Slots {
public:
    explicit Slots(const AgingQuery& query) : as_of_(query.as_of.days) {
        for (const int edge : query.edges) { edges_.push_back(std::clamp(edge, 0, largest_edge)); }
        core::sort(edges_);
        const int oldest = edges_.empty() ? 0 : edges_.back() + 1;
        newest_ = static_cast<std::int32_t>(
            std::clamp<std::int64_t>(std::int64_t{as_of_} + 1, lowest + oldest + 1,
                                     std::numeric_limits<std::int32_t>::max()));
        oldest_ = newest_ - 1 - oldest;
        table_.resize(static_cast<std::size_t>(oldest) + 2);
        for (std::int32_t day = oldest_; day < newest_; ++day) {
            const int age = newest_ - 1 - day;
            const auto passed = std::ranges::lower_bound(edges_, age) - edges_.begin();
            table_[static_cast<std::size_t>(day - oldest_)] = static_cast<std::uint8_t>(2 + passed);
        }
        table_.back() = 1;
    }

    [[nodiscard]] std::size_t count() const { return edges_.size() + 4; }
    [[nodiscard]] std::size_t unapplied() const { return count() - 1; }

    [[nodiscard]] std::size_t of(std::int32_t effective, std::int32_t date) const {
        const std::int32_t clamped = std::min(std::max(date, oldest_), newest_);
        std::size_t slot = table_[static_cast<std::size_t>(clamped - oldest_)];
        slot = date == unapplied_marker ? edges_.size() + 3 : slot;
        return effective > as_of_ ? 0 : slot;
    }

private:
    static constexpr std::int64_t lowest = std::numeric_limits<std::int32_t>::min();

    std::int32_t as_of_;
    std::int32_t oldest_ = 0; // this day and all before it are in the last bucket
    std::int32_t newest_ = 0; // this day and all after it are not due
    std::vector<int> edges_;
    std::vector<std::uint8_t> table_;
};

// Sums wrap instead of overflowing: a book's amounts are bounded so that they never come near it,
// and a hostile caller gets a wrong figure, not undefined behaviour.
using Sums = std::vector<std::uint64_t>;

AgingLine line_of(const std::uint64_t* sums, const Slots& slots) {
    AgingLine line;
    line.not_due = static_cast<std::int64_t>(sums[1]);
    line.unapplied = static_cast<std::int64_t>(sums[slots.unapplied()]);
    for (std::size_t slot = 2; slot < slots.unapplied(); ++slot) {
        line.buckets.push_back(static_cast<std::int64_t>(sums[slot]));
    }
    return line;
}

// One row of sums per group, where group_of tells an entry's group.
Sums sum_by(const AgingEntries& entries, const AgingQuery& query, const Slots& slots,
            std::size_t groups, auto group_of) {
    const std::size_t width = slots.count();
    Sums sums(std::max<std::size_t>(groups, 1) * width);
    const std::int32_t* effective = entries.effective.data();
    const std::int32_t* date =
        (query.basis == AgingBasis::due_date ? entries.due : entries.issued).data();
    const std::int64_t* minor = entries.minor.data();
    std::uint64_t* out = sums.data();
    for (std::size_t index = 0, size = entries.size(); index < size; ++index) {
        out[group_of(index) * width + slots.of(effective[index], date[index])] +=
            static_cast<std::uint64_t>(minor[index]);
    }
    return sums;
}

// The currencies of the parties by code, and each party's place among them.
struct Currencies {
    std::vector<Currency> codes;
    std::vector<std::uint32_t> of_party;

    explicit Currencies(const AgingEntries& entries) {
        for (const AgingEntries::Party& party : entries.parties) {
            if (codes.empty() || codes.back() != party.currency) {
                codes.push_back(party.currency);
            }
        }
        core::sort(codes);
        const auto repeated = std::ranges::unique(codes);
        codes.erase(repeated.begin(), repeated.end());
        of_party.reserve(entries.parties.size());
        for (const AgingEntries::Party& party : entries.parties) {
            const auto found = std::ranges::lower_bound(codes, party.currency);
            of_party.push_back(static_cast<std::uint32_t>(found - codes.begin()));
        }
    }
};

std::vector<AgingCurrencyLine> currency_lines(const Currencies& currencies, const Sums& sums,
                                              const Slots& slots) {
    std::vector<AgingCurrencyLine> lines;
    for (std::size_t index = 0; index < currencies.codes.size(); ++index) {
        lines.push_back(
            {currencies.codes[index], line_of(sums.data() + index * slots.count(), slots)});
    }
    return lines;
}

std::int64_t wrapping_sum(std::span<const std::int64_t> values) {
    std::uint64_t sum = 0;
    for (const std::int64_t value : values) { sum += static_cast<std::uint64_t>(value); }
    return static_cast<std::int64_t>(sum);
}

} // namespace

Result<AgingQuery> parse_edges(std::string_view text, AgingQuery query) {
    const auto folded = fold(text);
    if (folded && folded->empty()) { return fail(ErrorCode::required, "edges"); }
    const auto bad = [&] { return fail(ErrorCode::malformed, "edges", std::string(text)); };
    if (!folded) { return bad(); }
    query.edges.clear();
    std::string_view rest = *folded;
    for (bool more = true; more;) {
        const std::size_t comma = rest.find(',');
        more = comma != std::string_view::npos;
        const std::string_view part = trim(rest.substr(0, comma));
        rest.remove_prefix(more ? comma + 1 : rest.size());
        int edge = 0;
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), edge);
        if (error == std::errc::result_out_of_range) {
            return fail(ErrorCode::out_of_range, "edges", std::string(part));
        }
        if (error != std::errc{} || end != part.data() + part.size() ||
            (!query.edges.empty() && edge <= query.edges.back())) {
            return bad();
        }
        if (edge < 0 || edge > largest_edge || query.edges.size() == most_edges) {
            return fail(ErrorCode::out_of_range, "edges", std::string(part));
        }
        query.edges.push_back(edge);
    }
    return query;
}

std::vector<std::string> bucket_labels(std::span<const int> edges) {
    std::vector<std::string> labels;
    int from = 0;
    for (const int edge : edges) {
        const std::string first = std::to_string(from);
        labels.push_back(from == edge ? first : first + "-" + std::to_string(edge));
        from = edge + 1;
    }
    labels.push_back(std::to_string(from) + "+");
    return labels;
}

std::int64_t AgingLine::total() const {
    const std::int64_t parts[] = {not_due, unapplied, overdue()};
    return wrapping_sum(parts);
}

std::int64_t AgingLine::overdue() const { return wrapping_sum(buckets); }

AgingReport age(const AgingEntries& entries, const AgingQuery& query) {
    const Slots slots(query);
    const std::size_t width = slots.count();
    const std::uint32_t* party = entries.party.data();
    const Sums sums = sum_by(entries, query, slots, entries.parties.size(),
                             [party](std::size_t index) -> std::size_t { return party[index]; });
    const Currencies currencies(entries);
    Sums totals(std::max<std::size_t>(currencies.codes.size(), 1) * width);
    AgingReport report{query, {}, {}};
    for (std::uint32_t index = 0; index < entries.parties.size(); ++index) {
        const std::uint64_t* row = sums.data() + index * width;
        std::uint64_t* total = totals.data() + currencies.of_party[index] * width;
        bool any = false;
        for (std::size_t slot = 1; slot < width; ++slot) { // slot 0 does not exist yet
            total[slot] += row[slot];
            any = any || row[slot] != 0;
        }
        if (any) { report.parties.push_back({index, line_of(row, slots)}); }
    }
    report.currencies = currency_lines(currencies, totals, slots);
    return report;
}

std::vector<AgingCurrencyLine> age_totals(const AgingEntries& entries, const AgingQuery& query) {
    const Slots slots(query);
    const Currencies currencies(entries);
    if (currencies.codes.size() <= 1) { // most books: the parties need not be read at all
        const Sums sums = sum_by(entries, query, slots, 1, [](std::size_t) { return 0UL; });
        return currency_lines(currencies, sums, slots);
    }
    const std::uint32_t* party = entries.party.data();
    const std::uint32_t* currency = currencies.of_party.data();
    const Sums sums =
        sum_by(entries, query, slots, currencies.codes.size(),
               [=](std::size_t index) -> std::size_t { return currency[party[index]]; });
    return currency_lines(currencies, sums, slots);
}

} // namespace huikuan::core
