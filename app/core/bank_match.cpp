#include "core/bank_match.h"

#include <algorithm>
#include <array>
#include <map>

#include "core/bank.h"
#include "core/bank_search.h"
#include "core/sorting.h"

namespace huikuan::core {

namespace {

constexpr std::array<std::string_view, match_reason_count> reason_names{
    "chosen",          "alias_account", "alias_name",     "registered",  "same_name",
    "name_in_memo",    "contested",     "number_in_memo", "one_item",    "several_items",
    "all_due",         "all_open",      "part_of_item",   "alike_items", "short_by_fee",
    "short_by_little", "on_account",    "over",           "together",    "recorded_already",
    "near_due",        "usual_delay",   "before_issue"};

bool is_loose(const MatchProposal& one) {
    return std::ranges::contains(one.reasons, MatchReason::on_account, &Matched::reason);
}

// Several lines of one customer and currency that make up one item between them: each says so.
// `alone`: what a line would pay if those before it that are only likely were not; without a line
// where that is no other question.
void find_together(const MatchBook& book, const MatchBook::Index& index,
                   std::span<const BankLine> lines, std::span<const Currency> currencies,
                   std::span<const MatchProposal> alone, std::vector<std::int64_t>& open,
                   std::vector<MatchProposal>& proposals) {
    std::map<std::pair<CustomerId, Currency>, std::vector<std::size_t>> of_customer;
    for (std::size_t i = 0; i < proposals.size(); ++i) {
        const MatchProposal& one = proposals[i];
        const bool loose = is_loose(one) || is_loose(alone[i]);
        if (!one.customer.is_nil() && loose)
            of_customer[{one.customer, currencies[i]}].push_back(i);
    }
    std::unordered_map<CustomerId, std::uint32_t> numbers;
    for (std::uint32_t c = 0; c < book.customers.size(); ++c) numbers[book.customers[c].id] = c;
    for (auto& [who, places] : of_customer) {
        if (places.size() < 2) continue;
        places.resize(std::min<std::size_t>(places.size(), 12));
        for (const std::uint32_t item : index.of_customer[numbers.at(who.first)]) {
            if (book.items[item].currency != who.second) continue;
            std::vector<std::int64_t> amounts;
            std::vector<std::size_t> from;
            for (const std::size_t place : places) {
                amounts.push_back(lines[place].minor);
                from.push_back(place);
            }
            if (open[item] <= 0 || amounts.size() < 2) continue;
            const auto chosen = subset_of_sum(amounts, open[item]);
            if (chosen.empty()) continue;
            for (const std::size_t at : chosen) {
                MatchProposal& one = proposals[from[at]];
                if (!is_loose(one)) one = alone[from[at]];
                one.parts = {{book.items[item].id, lines[from[at]].minor}};
                one.unapplied_minor = 0;
                std::erase_if(one.reasons, [](const Matched& reason) {
                    return reason.reason == MatchReason::on_account;
                });
                one.reasons.push_back({MatchReason::together, 25, std::to_string(chosen.size()),
                                       book.items[item].number});
                one.points += 25;
                one.certainty = Certainty::likely;
                std::erase(places, from[at]);
            }
            open[item] = 0;
        }
    }
}

} // namespace

std::string_view name_of(MatchReason reason) {
    return reason_names[static_cast<std::size_t>(reason)];
}
std::string_view name_of(Certainty certainty) {
    constexpr std::array<std::string_view, 3> names{"unknown", "likely", "certain"};
    return names[static_cast<std::size_t>(certainty)];
}

void MatchBook::index() {
    index_ = {};
    index_.of_customer.resize(customers.size());
    index_.receipts_of.resize(customers.size());
    index_.plain_names.resize(customers.size());
    // Who was put away and owes nothing is not expected to pay.
    std::vector<bool> gone(customers.size());
    for (std::size_t i = 0; i < customers.size(); ++i) gone[i] = customers[i].archived;
    for (const OpenItem& item : items) gone[item.customer] = false;
    for (std::uint32_t i = 0; i < customers.size(); ++i) {
        if (gone[i]) continue;
        const MatchCustomer& customer = customers[i];
        const std::string name = plain_company(customer.name);
        const std::string title = plain_company(customer.title);
        if (!name.empty()) index_.by_name[name].push_back(i);
        if (!title.empty() && title != name) index_.by_name[title].push_back(i);
        if (name.size() >= least_name) index_.plain_names[i] = name;
        const std::string account = plain_account(customer.bank_account);
        if (!account.empty()) index_.by_account[account].push_back(i);
    }
    for (std::uint32_t i = 0; i < items.size(); ++i) {
        const std::string number = plain_number(items[i].number);
        if (number.size() >= 4) index_.by_number[number].push_back(i);
        index_.by_amount[items[i].open].push_back(i);
        index_.of_customer[items[i].customer].push_back(i);
    }
    for (auto& of : index_.of_customer) {
        core::sort(of, std::less{}, [&](std::uint32_t i) {
            return std::tuple(items[i].due, items[i].issued, items[i].id);
        });
    }
    for (std::uint32_t i = 0; i < aliases.size(); ++i) {
        if (gone[aliases[i].customer]) continue;
        const std::string name = plain_company(aliases[i].payer);
        const std::string account = plain_account(aliases[i].payer_account);
        if (!name.empty()) index_.alias_name[name].push_back(i);
        if (!account.empty()) index_.alias_account[account].push_back(i);
    }
    for (std::uint32_t i = 0; i < receipts.size(); ++i) {
        index_.receipts_of[receipts[i].customer].push_back(i);
    }
}

std::vector<MatchProposal> MatchBook::propose(std::span<const BankLine> lines,
                                              std::span<const Currency> currencies) const {
    std::vector<std::int64_t> open;
    open.reserve(items.size());
    for (const OpenItem& item : items) open.push_back(item.open);
    std::unordered_map<InvoiceId, std::uint32_t> places;
    for (std::uint32_t i = 0; i < items.size(); ++i) places.emplace(items[i].id, i);
    std::vector<bool> receipt_used(receipts.size());
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < lines.size(); ++i) order.push_back(i);
    core::sort(order, std::less{}, [&](std::size_t i) { return lines[i].date; });

    std::vector<MatchProposal> proposals(lines.size());
    const auto use = [&](const MatchProposal& proposal) {
        for (const AllocationPart& part : proposal.parts)
            open[places.at(part.invoice)] -= part.minor;
        for (std::size_t i = 0; i < receipts.size() && !proposal.recorded.is_nil(); ++i) {
            if (receipts[i].id == proposal.recorded) receipt_used[i] = true;
        }
    };
    std::vector<std::size_t> again;
    for (const std::size_t at : order) {
        if (lines[at].minor <= 0) {
            proposals[at].line = lines[at].id;
            continue;
        }
        proposals[at] = find_match(*this, index_, lines[at], currencies[at], open, receipt_used);
        if (proposals[at].certainty == Certainty::certain) use(proposals[at]);
        else again.push_back(at);
    }
    // The others once more, from what the certain ones leave. What is only likely makes room for a
    // further likely one, never for a certain one: it may be wrong.
    std::vector<std::int64_t> sure = open;
    std::vector<bool> sure_receipts = receipt_used;
    std::vector<MatchProposal> alone(lines.size());
    for (const std::size_t at : again) {
        MatchProposal& one = proposals[at];
        one = find_match(*this, index_, lines[at], currencies[at], open, receipt_used);
        if (one.certainty == Certainty::certain) {
            MatchProposal other =
                find_match(*this, index_, lines[at], currencies[at], sure, sure_receipts);
            const auto same = [](const AllocationPart& a, const AllocationPart& b) {
                return a.invoice == b.invoice && a.minor == b.minor;
            };
            if (other.certainty == Certainty::certain && other.recorded == one.recorded &&
                std::ranges::equal(other.parts, one.parts, same)) {
                for (const AllocationPart& part : one.parts) {
                    sure[places.at(part.invoice)] -= part.minor;
                }
                for (std::size_t i = 0; i < receipts.size(); ++i) {
                    if (receipts[i].id == one.recorded) sure_receipts[i] = true;
                }
            } else {
                one.certainty = Certainty::likely;
                if (other.customer == one.customer) alone[at] = std::move(other);
            }
        }
        if (one.certainty != Certainty::unknown) use(one);
    }
    std::vector<std::int64_t> left;
    for (const OpenItem& item : items) left.push_back(item.open);
    for (std::size_t i = 0; i < proposals.size(); ++i) {
        if (is_loose(proposals[i]) || is_loose(alone[i])) continue;
        for (const AllocationPart& part : proposals[i].parts) {
            left[places.at(part.invoice)] -= part.minor;
        }
    }
    find_together(*this, index_, lines, currencies, alone, left, proposals);
    return proposals;
}

MatchProposal MatchBook::propose_for(const BankLine& line, Currency currency,
                                     CustomerId customer) const {
    MatchProposal proposal;
    proposal.line = line.id;
    proposal.unapplied_minor = line.minor;
    const auto at = std::ranges::find(customers, customer, &MatchCustomer::id);
    if (at == customers.end() || line.minor <= 0) return proposal;
    std::vector<std::int64_t> open;
    for (const OpenItem& item : items) open.push_back(item.open);
    return find_match(*this, index_, line, currency, open, std::vector<bool>(receipts.size()),
                      static_cast<int>(at - customers.begin()));
}

} // namespace huikuan::core
