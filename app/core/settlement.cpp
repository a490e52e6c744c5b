#include "core/settlement.h"

#include "core/sorting.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace huikuan::core {
namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

// How much of one document is used at each date: adds a constant over a range of dates and answers
// the greatest use within a range, both in the logarithm of the number of dates. The dates are the
// starts and ends of the document's allocations; position p stands for [dates[p], dates[p + 1]).
class Usage {
public:
    void note(Date date) { dates_.push_back(date); }
    void build() {
        core::sort(dates_);
        const auto repeated = std::ranges::unique(dates_);
        dates_.erase(repeated.begin(), repeated.end());
        nodes_.resize(4 * dates_.size());
    }
    void add(Date start, Date end, std::int64_t amount) {
        change(1, 0, dates_.size(), position(start), position(end), amount);
    }
    [[nodiscard]] std::int64_t greatest(Date start, Date end) const {
        return greatest(1, 0, dates_.size(), position(start), position(end));
    }

private:
    struct Node {
        std::int64_t greatest = 0; // within the node's range, `whole` included
        std::int64_t whole = 0;    // added to the whole range
    };

    [[nodiscard]] std::size_t position(Date date) const {
        return static_cast<std::size_t>(std::ranges::lower_bound(dates_, date) - dates_.begin());
    }
    void change(std::size_t node, std::size_t low, std::size_t high, std::size_t from,
                std::size_t to, std::int64_t amount) {
        if (to <= low || high <= from) { return; }
        if (from <= low && high <= to) {
            nodes_[node].greatest += amount;
            nodes_[node].whole += amount;
            return;
        }
        const std::size_t middle = (low + high) / 2;
        change(2 * node, low, middle, from, to, amount);
        change(2 * node + 1, middle, high, from, to, amount);
        nodes_[node].greatest =
            std::max(nodes_[2 * node].greatest, nodes_[2 * node + 1].greatest) + nodes_[node].whole;
    }
    [[nodiscard]] std::int64_t greatest(std::size_t node, std::size_t low, std::size_t high,
                                        std::size_t from, std::size_t to) const {
        if (to <= low || high <= from) {
            return 0; // amounts are positive, so that nothing is less than zero
        }
        if (from <= low && high <= to) { return nodes_[node].greatest; }
        const std::size_t middle = (low + high) / 2;
        return std::max(greatest(2 * node, low, middle, from, to),
                        greatest(2 * node + 1, middle, high, from, to)) +
               nodes_[node].whole;
    }

    std::vector<Date> dates_;
    std::vector<Node> nodes_; // a binary tree, root at 1
};

class Settlement {
public:
    Settlement(std::span<const SettlementDocument> receipts,
               std::span<const SettlementDocument> invoices,
               std::span<const SettlementAllocation> allocations)
        : receipts_(receipts), invoices_(invoices), allocations_(allocations),
          settled_(allocations.size()) {}

    std::vector<SettledAllocation> run() {
        place_in_time();
        admit_live();
        if (!ended_.empty()) { fit_ended(); }
        return std::move(settled_);
    }

private:
    void place_in_time() {
        for (std::uint32_t index = 0; index < allocations_.size(); ++index) {
            const SettlementAllocation& allocation = allocations_[index];
            SettledAllocation& settled = settled_[index];
            settled = {allocation.date, allocation.end, 0, 0};
            if (allocation.receipt >= receipts_.size() || allocation.invoice >= invoices_.size()) {
                continue;
            }
            const SettlementDocument& receipt = receipts_[allocation.receipt];
            const SettlementDocument& invoice = invoices_[allocation.invoice];
            settled.start = std::max({allocation.date, receipt.start, invoice.start});
            settled.end = std::min({allocation.end, receipt.end, invoice.end});
            const bool sound = allocation.minor > 0 && receipt.minor > 0 && invoice.minor > 0 &&
                               receipt.currency == invoice.currency;
            if (sound && settled.start < settled.end) {
                (settled.end == far_future ? live_ : ended_).push_back(index);
            }
        }
        sort(live_);
        sort(ended_);
    }

    void sort(std::vector<std::uint32_t>& indices) {
        // The order key is unique in a book; the rest keeps the answer independent of the input's
        // order even for keys that a hostile caller repeats.
        const auto key = [&](std::uint32_t index) {
            const SettlementAllocation& a = allocations_[index];
            return std::tie(a.order, a.minor, a.date, a.end, a.receipt, a.invoice);
        };
        // The moment decides nearly always: beside the index it spares a look into the facts.
        struct Ranked {
            std::int64_t ms;
            std::uint32_t index;
        };
        std::vector<Ranked> ranked;
        ranked.reserve(indices.size());
        for (const std::uint32_t index : indices) {
            ranked.push_back({allocations_[index].order.time.ms, index});
        }
        core::sort(ranked, [&](const Ranked& a, const Ranked& b) {
            return a.ms != b.ms ? a.ms < b.ms : key(a.index) < key(b.index);
        });
        std::ranges::transform(ranked, indices.begin(), &Ranked::index);
    }

    // Live ones only grow in number as time goes on, so that what is used in the end bounds what
    // is used at any date.
    void admit_live() {
        std::vector<std::int64_t> receipt_used(receipts_.size());
        std::vector<std::int64_t> invoice_used(invoices_.size());
        for (const std::uint32_t index : live_) {
            const SettlementAllocation& allocation = allocations_[index];
            std::int64_t& of_receipt = receipt_used[allocation.receipt];
            std::int64_t& of_invoice = invoice_used[allocation.invoice];
            const std::int64_t effective =
                std::min({allocation.minor, receipts_[allocation.receipt].minor - of_receipt,
                          invoices_[allocation.invoice].minor - of_invoice});
            of_receipt += effective;
            of_invoice += effective;
            settled_[index].effective = effective;
            settled_[index].parked = allocation.minor - effective;
        }
    }

    // Only documents that an ended allocation touches need to be followed through time.
    void fit_ended() {
        receipt_usage_.assign(receipts_.size(), none);
        invoice_usage_.assign(invoices_.size(), none);
        for (const std::uint32_t index : ended_) {
            follow(receipt_usage_[allocations_[index].receipt]);
            follow(invoice_usage_[allocations_[index].invoice]);
        }
        for (const auto* indices : {&live_, &ended_}) {
            for (const std::uint32_t index : *indices) {
                for (Usage* usage : usages_of(index)) {
                    if (usage != nullptr) {
                        usage->note(settled_[index].start);
                        usage->note(settled_[index].end);
                    }
                }
            }
        }
        for (Usage& usage : usages_) { usage.build(); }
        for (const std::uint32_t index : live_) { use(index); }
        for (const std::uint32_t index : ended_) {
            const SettlementAllocation& allocation = allocations_[index];
            SettledAllocation& settled = settled_[index];
            const auto [receipt, invoice] = usages_of(index);
            settled.effective = std::min({allocation.minor,
                                          receipts_[allocation.receipt].minor -
                                              receipt->greatest(settled.start, settled.end),
                                          invoices_[allocation.invoice].minor -
                                              invoice->greatest(settled.start, settled.end)});
            use(index);
        }
    }

    void follow(std::uint32_t& usage) {
        if (usage == none) {
            usage = static_cast<std::uint32_t>(usages_.size());
            usages_.emplace_back();
        }
    }
    std::array<Usage*, 2> usages_of(std::uint32_t index) {
        const std::uint32_t receipt = receipt_usage_[allocations_[index].receipt];
        const std::uint32_t invoice = invoice_usage_[allocations_[index].invoice];
        return {receipt == none ? nullptr : &usages_[receipt],
                invoice == none ? nullptr : &usages_[invoice]};
    }
    void use(std::uint32_t index) {
        const SettledAllocation& settled = settled_[index];
        for (Usage* usage : usages_of(index)) {
            if (usage != nullptr && settled.effective > 0) {
                usage->add(settled.start, settled.end, settled.effective);
            }
        }
    }

    std::span<const SettlementDocument> receipts_;
    std::span<const SettlementDocument> invoices_;
    std::span<const SettlementAllocation> allocations_;
    std::vector<SettledAllocation> settled_;
    std::vector<std::uint32_t> live_;  // in total order
    std::vector<std::uint32_t> ended_; // in total order
    std::vector<Usage> usages_;
    std::vector<std::uint32_t> receipt_usage_; // index into usages_, or none
    std::vector<std::uint32_t> invoice_usage_;
};

} // namespace

std::vector<SettledAllocation> settle(std::span<const SettlementDocument> receipts,
                                      std::span<const SettlementDocument> invoices,
                                      std::span<const SettlementAllocation> allocations) {
    return Settlement(receipts, invoices, allocations).run();
}

} // namespace huikuan::core
