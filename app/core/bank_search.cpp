#include "core/bank_search.h"

#include <algorithm>
#include <climits>
#include <map>

#include "core/bank.h"
#include "core/bank_words.h"

namespace huikuan::core {

namespace {

constexpr std::size_t most_candidates = 6; // customers that are tried for one line
constexpr std::size_t most_searched = 24;  // items of a customer for sums of several

// One line's search. `open` is what is left of each item.
class Search {
public:
    Search(const MatchBook& book, const MatchBook::Index& index, const BankLine& line,
           Currency currency, const std::vector<std::int64_t>& open,
           const std::vector<bool>& receipt_used, int chosen)
        : book_(book), index_(index), line_(line), currency_(currency), open_(open),
          receipt_used_(receipt_used), chosen_(chosen) {}

    MatchProposal best() {
        find_named_items();
        if (chosen_ < 0) find_who();
        else add_who(static_cast<std::uint32_t>(chosen_), MatchReason::chosen, 60);
        MatchProposal best;
        best.line = line_.id;
        best.unapplied_minor = line_.minor;
        int second = -1;
        std::uint32_t second_customer = 0;
        for (const auto& [customer, reasons] : who_) {
            MatchProposal one = what(customer, reasons);
            if (one.points > best.points || best.customer.is_nil()) {
                if (!best.customer.is_nil()) {
                    second = best.points;
                    second_customer = best_customer_;
                }
                best = std::move(one);
                best_customer_ = customer;
            } else if (one.points > second) {
                second = one.points;
                second_customer = customer;
            }
        }
        constexpr int near = 20;
        if (second >= 0 && best.points - second < near && !best.customer.is_nil()) {
            best.reasons.push_back(
                {MatchReason::contested, -15, book_.customers[second_customer].name});
            best.points -= 15;
            contested_ = true;
        }
        best.certainty = certainty_of(best);
        return best;
    }

private:
    using Reasons = std::vector<Matched>;

    void find_named_items() {
        for (const std::string& number : numbers_in(line_.memo + " " + line_.reference)) {
            const auto found = index_.by_number.find(number);
            if (found == index_.by_number.end()) continue;
            for (const std::uint32_t item : found->second) {
                if (book_.items[item].currency == currency_ &&
                    !std::ranges::contains(named_, item)) {
                    named_.push_back(item);
                }
            }
        }
    }

    Reasons& candidate(std::uint32_t customer) {
        const auto place =
            std::ranges::find(who_, customer, &std::pair<std::uint32_t, Reasons>::first);
        if (place != who_.end()) return place->second;
        return who_.emplace_back(customer, Reasons{}).second;
    }
    void add_who(std::uint32_t customer, MatchReason reason, int points, std::string detail = {}) {
        Reasons& reasons = candidate(customer);
        if (!std::ranges::contains(reasons, reason, &Matched::reason)) {
            reasons.push_back({reason, points, std::move(detail)});
        }
    }

    void find_aliases(const std::unordered_map<std::string, std::vector<std::uint32_t>>& in,
                      const std::string& key, MatchReason reason, int points) {
        const auto found = key.empty() ? in.end() : in.find(key);
        if (found == in.end()) return;
        std::map<std::uint32_t, int> times;
        for (const std::uint32_t alias : found->second) ++times[book_.aliases[alias].customer];
        for (const auto& [customer, count] : times) {
            // One who pays for several says less about each.
            const int one = times.size() > 1 ? points / 2 : points;
            add_who(customer, reason, one, std::to_string(count));
        }
    }

    void find_who() {
        find_aliases(index_.alias_account, plain_account(line_.payer_account),
                     MatchReason::alias_account, 50);
        find_aliases(index_.alias_name, plain_company(line_.payer), MatchReason::alias_name, 45);
        if (const auto found = index_.by_account.find(plain_account(line_.payer_account));
            !line_.payer_account.empty() && found != index_.by_account.end()) {
            for (const auto customer : found->second)
                add_who(customer, MatchReason::registered, 50);
        }
        const std::string payer = plain_company(line_.payer);
        if (const auto found = index_.by_name.find(payer);
            !payer.empty() && found != index_.by_name.end()) {
            const int points = found->second.size() > 1 ? 20 : 45;
            for (const auto customer : found->second) {
                add_who(customer, MatchReason::same_name, points);
            }
        }
        for (const std::uint32_t item : named_) candidate(book_.items[item].customer);
        const std::string text = plain_words(line_.memo + line_.payer);
        if (who_.empty() && text.size() >= least_name) {
            for (std::uint32_t i = 0; i < index_.plain_names.size(); ++i) {
                const std::string& name = index_.plain_names[i];
                if (!name.empty() && text.contains(name)) {
                    add_who(i, MatchReason::name_in_memo, 35);
                    if (who_.size() > most_candidates) break;
                }
            }
        }
        if (who_.empty()) {
            // Nobody is named: an amount that only one open item has is a hint, no more.
            const auto found = index_.by_amount.find(line_.minor);
            if (found != index_.by_amount.end() && found->second.size() == 1 &&
                book_.items[found->second.front()].currency == currency_) {
                candidate(book_.items[found->second.front()].customer);
            }
        }
        if (who_.size() > most_candidates) who_.resize(most_candidates);
    }

    static int sum_of(const Reasons& reasons) {
        int sum = 0;
        for (const Matched& reason : reasons) sum += reason.points;
        return sum;
    }

    // --- what this customer paid

    MatchProposal what(std::uint32_t customer, const Reasons& who) {
        MatchProposal proposal;
        proposal.line = line_.id;
        proposal.customer = book_.customers[customer].id;
        proposal.reasons = who;
        // Two signs of one thing are not two proofs.
        const int known = std::min(60, sum_of(who));
        if (is_recorded(customer, proposal)) {
            proposal.points = known + 40;
            return proposal;
        }
        std::vector<std::uint32_t> items;
        for (const std::uint32_t item : index_.of_customer[customer]) {
            if (open_[item] > 0 && book_.items[item].currency == currency_) items.push_back(item);
        }
        Reasons found;
        const bool fits = by_number(customer, proposal, found) ||
                          one_item(items, proposal, found) || prefix(items, proposal, found) ||
                          several(items, proposal, found) || short_of_one(items, proposal, found);
        if (!fits) on_account(items, proposal, found);
        in_time(customer, proposal, found);
        std::int64_t used = 0;
        for (const AllocationPart& part : proposal.parts) used += part.minor;
        proposal.unapplied_minor =
            line_.minor + proposal.fee_minor + proposal.difference_minor - used;
        proposal.points = known + sum_of(found);
        proposal.reasons.insert(proposal.reasons.end(), found.begin(), found.end());
        return proposal;
    }

    bool is_recorded(std::uint32_t customer, MatchProposal& proposal) {
        constexpr std::int32_t near = 5;
        for (const std::uint32_t at : index_.receipts_of[customer]) {
            const LooseReceipt& receipt = book_.receipts[at];
            if (receipt_used_[at] || receipt.amount != Money{line_.minor, currency_} ||
                std::abs(days_between(receipt.date, line_.date)) > near) {
                continue;
            }
            proposal.recorded = receipt.id;
            proposal.unapplied_minor = 0;
            proposal.reasons.push_back({MatchReason::recorded_already, 40, to_text(receipt.date)});
            return true;
        }
        return false;
    }

    void take(MatchProposal& proposal, std::uint32_t item, std::int64_t minor) const {
        proposal.parts.push_back({book_.items[item].id, minor});
        used_.push_back(item);
    }

    bool by_number(std::uint32_t customer, MatchProposal& proposal, Reasons& found) {
        std::int64_t sum = 0;
        std::string numbers;
        std::vector<std::uint32_t> mine;
        for (const std::uint32_t item : named_) {
            if (book_.items[item].customer != customer || open_[item] <= 0) continue;
            mine.push_back(item);
            sum += open_[item];
            numbers += (numbers.empty() ? "" : ", ") + book_.items[item].number;
        }
        if (mine.empty()) return false;
        const std::int64_t missing = sum - line_.minor;
        found.push_back({MatchReason::number_in_memo, missing == 0 ? 75 : 45, numbers});
        std::int64_t rest = line_.minor;
        if (missing > 0 && explain_missing(missing, proposal, found)) rest += missing;
        else if (missing > 0) found.push_back({MatchReason::part_of_item, 5, ""});
        for (const std::uint32_t item : mine) {
            const std::int64_t minor = std::min(rest, open_[item]);
            if (minor > 0) take(proposal, item, minor);
            rest -= minor;
        }
        return true;
    }

    bool one_item(const std::vector<std::uint32_t>& items, MatchProposal& proposal,
                  Reasons& found) {
        std::uint32_t chosen = 0;
        int count = 0;
        for (const std::uint32_t item : items) {
            if (open_[item] != line_.minor) continue;
            if (count++ == 0) chosen = item; // they are by due date
        }
        if (count == 0) return false;
        take(proposal, chosen, line_.minor);
        found.push_back({MatchReason::one_item, 45, book_.items[chosen].number});
        if (count > 1) found.push_back({MatchReason::alike_items, -12, std::to_string(count)});
        return true;
    }

    // Everything that was due by then, everything, or the oldest few: people pay in order.
    bool prefix(const std::vector<std::uint32_t>& items, MatchProposal& proposal, Reasons& found) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < items.size() && sum < line_.minor; ++i) {
            sum += open_[items[i]];
            if (sum != line_.minor) continue;
            for (std::size_t k = 0; k <= i; ++k) take(proposal, items[k], open_[items[k]]);
            const bool all = i + 1 == items.size();
            const bool due = book_.items[items[i]].due <= line_.date &&
                             (all || book_.items[items[i + 1]].due > line_.date);
            found.push_back({all   ? MatchReason::all_open
                             : due ? MatchReason::all_due
                                   : MatchReason::several_items,
                             all || due ? 40 : 30, std::to_string(i + 1)});
            return true;
        }
        return false;
    }

    bool several(const std::vector<std::uint32_t>& items, MatchProposal& proposal, Reasons& found) {
        std::vector<std::uint32_t> searched;
        std::vector<std::int64_t> amounts;
        for (const std::uint32_t item : items) {
            if (open_[item] >= line_.minor) continue;
            searched.push_back(item);
            amounts.push_back(open_[item]);
            if (searched.size() == most_searched) break;
        }
        const auto chosen = subset_of_sum(amounts, line_.minor);
        if (chosen.empty()) return false;
        for (const std::size_t at : chosen) take(proposal, searched[at], amounts[at]);
        found.push_back({MatchReason::several_items, 25, std::to_string(chosen.size())});
        return true;
    }

    bool explain_missing(std::int64_t missing, MatchProposal& proposal, Reasons& found) const {
        const std::string detail = to_text(Money{missing, currency_});
        const MatchPolicy& policy = book_.policy;
        if (missing <= policy.in(currency_, policy.small_difference_minor)) {
            proposal.difference_minor = missing;
            found.push_back({MatchReason::short_by_little, -5, detail});
            return true;
        }
        // A bank takes its fee from what it transfers, and no more than a small part of it.
        if (missing <= policy.in(currency_, policy.most_fee_minor) && missing <= line_.minor / 50) {
            proposal.fee_minor = missing;
            found.push_back({MatchReason::short_by_fee, -10, detail});
            return true;
        }
        return false;
    }

    bool short_of_one(const std::vector<std::uint32_t>& items, MatchProposal& proposal,
                      Reasons& found) {
        for (const std::uint32_t item : items) {
            const std::int64_t missing = open_[item] - line_.minor;
            if (missing <= 0 || !explain_missing(missing, proposal, found)) continue;
            take(proposal, item, open_[item]);
            found.push_back({MatchReason::one_item, 40, book_.items[item].number});
            return true;
        }
        return false;
    }

    void on_account(const std::vector<std::uint32_t>& items, MatchProposal& proposal,
                    Reasons& found) {
        std::int64_t rest = line_.minor;
        for (const std::uint32_t item : items) { // oldest due first
            const std::int64_t minor = std::min(rest, open_[item]);
            if (minor <= 0) break;
            take(proposal, item, minor);
            rest -= minor;
        }
        found.push_back({rest > 0 ? MatchReason::over : MatchReason::on_account, 0,
                         rest > 0 ? to_text(Money{rest, currency_}) : std::string()});
    }

    void in_time(std::uint32_t customer, const MatchProposal& proposal, Reasons& found) const {
        if (proposal.parts.empty() || used_.empty()) return;
        const OpenItem& first = book_.items[used_[used_.size() - proposal.parts.size()]];
        const int late = days_between(first.due, line_.date);
        if (line_.date < first.issued) found.push_back({MatchReason::before_issue, -15, ""});
        else if (std::abs(late) <= 7) found.push_back({MatchReason::near_due, 8, ""});
        const int usual =
            customer < book_.usual_delay.size() ? book_.usual_delay[customer] : INT_MIN;
        if (usual != INT_MIN && std::abs(late) > 7 && std::abs(late - usual) <= 7) {
            found.push_back({MatchReason::usual_delay, 6, std::to_string(usual)});
        }
    }

    [[nodiscard]] Certainty certainty_of(const MatchProposal& proposal) const {
        if (proposal.customer.is_nil()) return Certainty::unknown;
        const auto has = [&](MatchReason reason) {
            return std::ranges::contains(proposal.reasons, reason, &Matched::reason);
        };
        const bool exact = proposal.unapplied_minor == 0 && proposal.fee_minor == 0 &&
                           proposal.difference_minor == 0 && !has(MatchReason::part_of_item) &&
                           !has(MatchReason::on_account) && !has(MatchReason::alike_items) &&
                           !has(MatchReason::before_issue);
        constexpr int certain = 75;
        constexpr int likely = 40;
        if (exact && !contested_ && proposal.points >= certain) return Certainty::certain;
        return proposal.points >= likely ? Certainty::likely : Certainty::unknown;
    }

    const MatchBook& book_;
    const MatchBook::Index& index_;
    const BankLine& line_;
    Currency currency_;
    const std::vector<std::int64_t>& open_;
    const std::vector<bool>& receipt_used_;
    int chosen_;
    std::vector<std::uint32_t> named_; // items whose number stands in the memo
    std::vector<std::pair<std::uint32_t, Reasons>> who_;
    std::uint32_t best_customer_ = 0;
    bool contested_ = false;
    mutable std::vector<std::uint32_t> used_;
};

} // namespace

MatchProposal find_match(const MatchBook& book, const MatchBook::Index& index, const BankLine& line,
                         Currency currency, const std::vector<std::int64_t>& open,
                         const std::vector<bool>& receipt_used, int chosen) {
    return Search(book, index, line, currency, open, receipt_used, chosen).best();
}

} // namespace huikuan::core
