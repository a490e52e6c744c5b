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

// Several lines of one customer that make up one item between them: each says so.
void find_together(const MatchBook& book, const MatchBook::Index& index,
                   std::span<const BankLine> lines, std::vector<std::int64_t>& open,
                   std::vector<MatchProposal>& proposals) {
    std::map<CustomerId, std::vector<std::size_t>> of_customer;
    for (std::size_t i = 0; i < proposals.size(); ++i) {
        const MatchProposal& one = proposals[i];
        const bool loose =
            std::ranges::contains(one.reasons, MatchReason::on_account, &Matched::reason);
        if (!one.customer.is_nil() && loose) of_customer[one.customer].push_back(i);
    }
    for (std::uint32_t c = 0; c < book.customers.size(); ++c) {
        const auto found = of_customer.find(book.customers[c].id);
        if (found == of_customer.end() || found->second.size() < 2) continue;
        auto& places = found->second;
        places.resize(std::min<std::size_t>(places.size(), 12));
        for (const std::uint32_t item : index.of_customer[c]) {
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
                one.parts = {{book.items[item].id, lines[from[at]].minor}};
                one.unapplied_minor = 0;
                std::erase_if(one.reasons, [](const Matched& reason) {
                    return reason.reason == MatchReason::on_account;
                });
                one.reasons.push_back(
                    {MatchReason::together, 25,
                     std::to_string(chosen.size()) + " " + book.items[item].number});
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
    for (std::uint32_t i = 0; i < customers.size(); ++i) {
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
    // The others once more, from what the certain ones leave.
    for (const std::size_t at : again) {
        proposals[at] = find_match(*this, index_, lines[at], currencies[at], open, receipt_used);
        if (proposals[at].certainty != Certainty::unknown) use(proposals[at]);
    }
    std::vector<std::int64_t> left;
    for (const OpenItem& item : items) left.push_back(item.open);
    for (const MatchProposal& one : proposals) {
        if (std::ranges::contains(one.reasons, MatchReason::on_account, &Matched::reason)) continue;
        for (const AllocationPart& part : one.parts) left[places.at(part.invoice)] -= part.minor;
    }
    find_together(*this, index_, lines, left, proposals);
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
