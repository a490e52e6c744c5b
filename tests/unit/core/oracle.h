#pragma once
// The slow, plain answers that settlement and aging are compared with: one day after the other, one
// document after the other, straight from the definitions.
#include <algorithm>
#include <map>
#include <random>
#include <tuple>
#include <vector>

#include "core/aging.h"
#include "core/settlement.h"

namespace huikuan::core::oracle {

// A small world: documents, allocations and the days on which anything can happen.
struct World {
    static constexpr int days = 40;

    struct Invoice {
        SettlementDocument document;
        std::vector<ScheduleLine> lines;
        std::uint32_t party = 0;
    };
    struct Receipt {
        SettlementDocument document;
        std::uint32_t party = 0;
    };
    std::vector<Invoice> invoices;
    std::vector<Receipt> receipts;
    std::vector<SettlementAllocation> allocations;
    std::vector<AgingEntries::Party> parties;

    [[nodiscard]] std::vector<SettlementDocument> invoice_documents() const {
        std::vector<SettlementDocument> result;
        for (const Invoice& invoice : invoices) { result.push_back(invoice.document); }
        return result;
    }
    [[nodiscard]] std::vector<SettlementDocument> receipt_documents() const {
        std::vector<SettlementDocument> result;
        for (const Receipt& receipt : receipts) { result.push_back(receipt.document); }
        return result;
    }
};

struct Dice {
    std::mt19937_64 random;

    explicit Dice(std::uint64_t seed) : random(seed) {}
    std::int64_t upto(std::int64_t most) { // 0 .. most
        return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most + 1));
    }
    bool chance(int percent) { return upto(99) < percent; }
    Date day() { return Date{static_cast<std::int32_t>(upto(World::days))}; }
    Date end(int percent) { return chance(percent) ? day() : far_future; }
};

inline OrderKey order_key(Dice& dice, std::uint64_t seq) {
    OrderKey key;
    key.time.ms = dice.upto(20); // many ties: device, sequence and hash decide
    key.device.text[0] = static_cast<char>('a' + dice.upto(2));
    key.seq = seq;
    key.hash[0] = static_cast<std::uint8_t>(dice.upto(255));
    return key;
}

// Many to many, back-dated, reversed, in two currencies.
inline World random_world(std::uint64_t seed) {
    Dice dice(seed);
    World world;
    const auto currency = [&] { return dice.chance(85) ? Currency{"CNY"} : Currency{"USD"}; };
    const std::int64_t largest =
        dice.chance(10) ? 2 : 1'000; // small ones meet the edges more often
    const auto party_of = [&](Currency wanted) {
        for (std::uint32_t index = 0; index < world.parties.size(); ++index) {
            if (world.parties[index].currency == wanted && dice.chance(60)) { return index; }
        }
        world.parties.push_back({CustomerId{1, world.parties.size()}, wanted});
        return static_cast<std::uint32_t>(world.parties.size() - 1);
    };
    for (std::int64_t count = dice.upto(6); count >= 0; --count) {
        World::Invoice invoice{{0, dice.day(), dice.end(20), currency()}, {}, 0};
        invoice.party = party_of(invoice.document.currency);
        for (std::int64_t lines = dice.upto(3); lines >= 0; --lines) {
            const auto due = static_cast<std::int32_t>(dice.upto(World::days + 20));
            invoice.lines.push_back(
                {Date{std::max(invoice.document.start.days, due)}, 1 + dice.upto(largest)});
            invoice.document.minor += invoice.lines.back().minor;
        }
        std::ranges::sort(invoice.lines, {}, &ScheduleLine::due);
        world.invoices.push_back(invoice);
    }
    for (std::int64_t count = dice.upto(5); count >= 0; --count) {
        World::Receipt receipt{{1 + dice.upto(2 * largest), dice.day(), dice.end(20), currency()},
                               0};
        receipt.party = party_of(receipt.document.currency);
        world.receipts.push_back(receipt);
    }
    const auto index_in = [&](const auto& list) {
        return static_cast<std::uint32_t>(dice.upto(static_cast<std::int64_t>(list.size()) - 1));
    };
    for (std::int64_t count = dice.upto(25); count > 0; --count) {
        world.allocations.push_back({index_in(world.receipts), index_in(world.invoices),
                                     1 + dice.upto(largest), dice.day(), dice.end(35),
                                     order_key(dice, static_cast<std::uint64_t>(count))});
    }
    return world;
}

// Free units of every document on every day; the last day stands for all that follow.
class Free {
public:
    explicit Free(const std::vector<SettlementDocument>& documents) {
        for (const SettlementDocument& document : documents) {
            days_.emplace_back(World::days + 2, document.minor);
        }
    }
    std::int64_t least(std::size_t document, Date start, Date end) {
        const auto [from, to] = range(document, start, end);
        return *std::min_element(from, to);
    }
    void take(std::size_t document, Date start, Date end, std::int64_t amount) {
        const auto [from, to] = range(document, start, end);
        std::for_each(from, to, [amount](std::int64_t& free) { free -= amount; });
    }
    [[nodiscard]] bool within() const {
        return std::ranges::all_of(days_, [](const auto& days) {
            return std::ranges::all_of(days, [](std::int64_t free) { return free >= 0; });
        });
    }

private:
    using Iterator = std::vector<std::int64_t>::iterator;
    std::pair<Iterator, Iterator> range(std::size_t document, Date start, Date end) {
        const int last = std::min(end.days, World::days + 2);
        return {days_[document].begin() + start.days, days_[document].begin() + last};
    }
    std::vector<std::vector<std::int64_t>> days_;
};

inline std::vector<SettledAllocation> settle(const World& world) {
    const auto receipts = world.receipt_documents();
    const auto invoices = world.invoice_documents();
    Free receipt_free(receipts);
    Free invoice_free(invoices);
    std::vector<SettledAllocation> result(world.allocations.size());
    std::vector<std::size_t> order(world.allocations.size());
    for (std::size_t index = 0; index < order.size(); ++index) { order[index] = index; }
    std::ranges::sort(order, {}, [&](std::size_t index) { return world.allocations[index].order; });
    for (const bool live : {true, false}) {
        for (const std::size_t index : order) {
            const SettlementAllocation& allocation = world.allocations[index];
            const SettlementDocument& receipt = receipts[allocation.receipt];
            const SettlementDocument& invoice = invoices[allocation.invoice];
            SettledAllocation& settled = result[index];
            settled.start = std::max({allocation.date, receipt.start, invoice.start});
            settled.end = std::min({allocation.end, receipt.end, invoice.end});
            if (settled.start >= settled.end || live != (settled.end == far_future) ||
                receipt.currency != invoice.currency) {
                continue;
            }
            settled.effective =
                std::min({allocation.minor,
                          receipt_free.least(allocation.receipt, settled.start, settled.end),
                          invoice_free.least(allocation.invoice, settled.start, settled.end)});
            settled.parked = live ? allocation.minor - settled.effective : 0;
            receipt_free.take(allocation.receipt, settled.start, settled.end, settled.effective);
            invoice_free.take(allocation.invoice, settled.start, settled.end, settled.effective);
        }
    }
    return result;
}

inline bool alive(Date start, Date end, Date on) { return start <= on && on < end; }

inline std::size_t bucket_of(int age, const std::vector<int>& edges) {
    std::size_t bucket = 0;
    while (bucket < edges.size() && age > edges[bucket]) { ++bucket; }
    return bucket;
}

inline AgingLine empty_line(const std::vector<int>& edges) {
    return {0, 0, std::vector<std::int64_t>(edges.size() + 1)};
}

// One line per party: every document looked at on the day itself.
inline std::vector<AgingLine> age(const World& world, const std::vector<SettledAllocation>& settled,
                                  const AgingQuery& query) {
    std::vector<AgingLine> lines(world.parties.size(), empty_line(query.edges));
    const auto paid = [&](auto index, auto which) {
        std::int64_t sum = 0;
        for (std::size_t at = 0; at < settled.size(); ++at) {
            if (world.allocations[at].*which == index &&
                alive(settled[at].start, settled[at].end, query.as_of)) {
                sum += settled[at].effective;
            }
        }
        return sum;
    };
    for (std::size_t index = 0; index < world.invoices.size(); ++index) {
        const World::Invoice& invoice = world.invoices[index];
        if (!alive(invoice.document.start, invoice.document.end, query.as_of)) { continue; }
        std::int64_t rest = paid(index, &SettlementAllocation::invoice);
        for (const ScheduleLine& line : invoice.lines) {
            const std::int64_t part = std::min(rest, line.minor);
            rest -= part;
            const Date from =
                query.basis == AgingBasis::due_date ? line.due : invoice.document.start;
            AgingLine& into = lines[invoice.party];
            (from > query.as_of
                 ? into.not_due
                 : into.buckets[bucket_of(days_between(from, query.as_of), query.edges)]) +=
                line.minor - part;
        }
    }
    for (std::size_t index = 0; index < world.receipts.size(); ++index) {
        const World::Receipt& receipt = world.receipts[index];
        if (alive(receipt.document.start, receipt.document.end, query.as_of)) {
            lines[receipt.party].unapplied -=
                receipt.document.minor - paid(index, &SettlementAllocation::receipt);
        }
    }
    return lines;
}

inline AgingEntries entries_of(const World& world, const std::vector<SettledAllocation>& settled) {
    AgingEntries entries;
    entries.parties = world.parties;
    const auto of = [&](auto index, auto which) {
        std::vector<SettledAllocation> mine;
        for (std::size_t at = 0; at < settled.size(); ++at) {
            if (world.allocations[at].*which == index) { mine.push_back(settled[at]); }
        }
        return mine;
    };
    for (std::size_t index = 0; index < world.invoices.size(); ++index) {
        const World::Invoice& invoice = world.invoices[index];
        add_invoice_entries(entries, invoice.party, invoice.document.start, invoice.document.end,
                            invoice.lines, of(index, &SettlementAllocation::invoice));
    }
    for (std::size_t index = 0; index < world.receipts.size(); ++index) {
        const World::Receipt& receipt = world.receipts[index];
        add_receipt_entries(entries, receipt.party, receipt.document.start, receipt.document.end,
                            receipt.document.minor, of(index, &SettlementAllocation::receipt));
    }
    return entries;
}

} // namespace huikuan::core::oracle
