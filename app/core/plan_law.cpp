// How money is used where the debtor named nothing: the order of the law, and in proportion.
#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "core/command.h"
#include "core/sorting.h"

namespace huikuan::core {
namespace {

// Within one debt (民法典 561; 法释〔2014〕8号, 4).
enum class Stage : std::uint8_t { costs, interest, principal, doubled };

Stage stage_of(DebitType type) {
    switch (type) {
    case DebitType::costs: return Stage::costs;
    case DebitType::interest: return Stage::interest;
    case DebitType::doubled_interest: return Stage::doubled;
    default: return Stage::principal;
    }
}

// How early the law wants a debt paid; the least first. Due, earlier due and burden are of the
// principal's line, so that costs and interest stand or fall with what they are owed for.
struct Rank {
    bool not_due = false;
    int secured_percent = 0;
    std::int64_t lightness = 0; // less the heavier the burden
    Date due;

    friend auto operator<=>(const Rank&, const Rank&) = default;
};

// One line of a debt, or one of its costs.
struct Claim {
    Rank rank;
    EntityId debt; // the principal document
    Stage stage = Stage::principal;
    Date due;
    const OpenInvoice* invoice = nullptr;
    std::int64_t minor = 0;
};

// The lines of one document that are still open: what is paid has filled those before.
void append_lines(std::vector<Claim>& claims, const OpenInvoice& invoice, Date on) {
    std::int64_t open = std::min(invoice.open_minor, invoice.fact.amount.minor);
    const Rank base{false, invoice.secured_percent, -invoice.burden_ppm, {}};
    for (std::size_t index = invoice.fact.lines.size(); index-- > 0 && open > 0;) {
        const ScheduleLine& line = invoice.fact.lines[index];
        const std::int64_t part = std::min(open, std::max<std::int64_t>(line.minor, 0));
        if (part <= 0) { continue; }
        open -= part;
        Claim claim{
            base, entity_of(invoice.fact.id), stage_of(invoice.fact.type), line.due, &invoice,
            part};
        claim.rank.due = line.due;
        claim.rank.not_due = line.due > on;
        claims.push_back(claim);
    }
}

std::vector<Claim> claims_of(std::span<const OpenInvoice* const> invoices, Currency currency,
                             Date on) {
    std::vector<Claim> claims;
    for (const OpenInvoice* invoice : invoices) {
        if (!invoice->voided && invoice->fact.amount.currency == currency) {
            append_lines(claims, *invoice, on);
        }
    }
    // The rank of each principal: of its line that comes first.
    std::map<EntityId, Rank> ranks;
    for (const Claim& claim : claims) {
        if (claim.stage != Stage::principal) { continue; }
        const auto [place, fresh] = ranks.try_emplace(claim.debt, claim.rank);
        if (!fresh) { place->second = std::min(place->second, claim.rank); }
    }
    for (Claim& claim : claims) {
        if (claim.stage == Stage::principal || claim.invoice->fact.against.is_nil()) { continue; }
        claim.debt = claim.invoice->fact.against;
        if (const auto of = ranks.find(claim.debt); of != ranks.end()) { claim.rank = of->second; }
    }
    core::sort(claims, std::less{}, [](const Claim& claim) {
        return std::tie(claim.rank, claim.debt, claim.stage, claim.due, claim.invoice->fact.issued,
                        claim.invoice->fact.number, claim.invoice->fact.id);
    });
    return claims;
}

class Parts {
public:
    void add(InvoiceId invoice, std::int64_t minor) {
        if (minor <= 0) { return; }
        const auto [place, fresh] = place_.try_emplace(invoice, parts_.size());
        if (fresh) { parts_.push_back({invoice, 0}); }
        parts_[place->second].minor += minor;
    }
    std::vector<AllocationPart> take() { return std::move(parts_); }

private:
    std::vector<AllocationPart> parts_;
    std::map<InvoiceId, std::size_t> place_;
};

// Claims of one rank: each debt gets its share, and within a debt the order of its stages.
void pour(std::span<const Claim> claims, std::int64_t available, Parts& parts) {
    std::vector<std::int64_t> owed;
    std::vector<std::span<const Claim>> debts;
    for (std::size_t at = 0; at < claims.size();) {
        std::size_t end = at;
        std::int64_t sum = 0;
        for (; end < claims.size() && claims[end].debt == claims[at].debt; ++end) {
            sum += claims[end].minor;
        }
        debts.push_back(claims.subspan(at, end - at));
        owed.push_back(sum);
        at = end;
    }
    const auto shares = split(available, owed);
    if (!shares) { return; } // nothing is owed
    for (std::size_t index = 0; index < debts.size(); ++index) {
        std::int64_t rest = std::min((*shares)[index], owed[index]);
        for (const Claim& claim : debts[index]) {
            const std::int64_t minor = std::min(rest, claim.minor);
            parts.add(claim.invoice->fact.id, minor);
            rest -= minor;
        }
    }
}

constexpr std::array<std::string_view, 6> rule_names{"none",       "oldest", "manual",
                                                     "designated", "legal",  "pro_rata"};

} // namespace

std::string_view name_of(AllocationRule rule) {
    return rule_names.at(static_cast<std::size_t>(rule));
}
std::optional<AllocationRule> parse_allocation_rule(std::string_view name) {
    const auto found = std::ranges::find(rule_names, name);
    if (found == rule_names.end()) { return std::nullopt; }
    return static_cast<AllocationRule>(found - rule_names.begin());
}

std::vector<AllocationPart> plan_by_law(std::span<const OpenInvoice* const> invoices,
                                        std::int64_t available_minor, Currency currency, Date on) {
    const std::vector<Claim> claims = claims_of(invoices, currency, on);
    Parts parts;
    const std::span<const Claim> all(claims);
    for (std::size_t at = 0; at < all.size() && available_minor > 0;) {
        std::size_t end = at;
        std::int64_t owed = 0;
        for (; end < all.size() && all[end].rank == all[at].rank; ++end) { owed += all[end].minor; }
        const std::int64_t now = std::min(owed, available_minor);
        pour(all.subspan(at, end - at), now, parts);
        available_minor -= now;
        at = end;
    }
    return parts.take();
}

std::vector<AllocationPart> plan_pro_rata(std::span<const OpenInvoice* const> invoices,
                                          std::int64_t available_minor, Currency currency) {
    std::vector<const OpenInvoice*> open;
    std::vector<std::int64_t> weights;
    std::int64_t sum = 0;
    for (const OpenInvoice* invoice : invoices) {
        if (invoice->voided || invoice->fact.amount.currency != currency ||
            invoice->open_minor <= 0 || available_minor <= 0) {
            continue;
        }
        open.push_back(invoice);
        weights.push_back(invoice->open_minor);
        sum += invoice->open_minor;
    }
    const auto shares = split(std::min(available_minor, sum), weights);
    Parts parts;
    for (std::size_t index = 0; shares && index < open.size(); ++index) {
        parts.add(open[index]->fact.id, (*shares)[index]);
    }
    return parts.take();
}

} // namespace huikuan::core
