#include "core/contract.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/text.h"

namespace huikuan::core {

Contract read_contract(std::span<const std::pair<std::string, std::string>> fields) {
    const auto text = [&](std::string_view name) -> std::string {
        const auto found = std::ranges::find(
            fields, name, [](const auto& field) -> std::string_view { return field.first; });
        return found == fields.end() ? std::string() : found->second;
    };
    const auto date = [&](std::string_view name) -> std::optional<Date> {
        const auto parsed = parse_iso(text(name));
        return parsed ? std::optional(*parsed) : std::nullopt;
    };
    Contract contract;
    if (const auto customer = parse_id(text("customer"))) {
        contract.customer = id_cast<CustomerId>(*customer);
    }
    contract.number = text("number");
    contract.title = text("title");
    contract.signed_on = date("signed");
    contract.starts = date("starts");
    contract.ends = date("ends");
    if (auto terms = parse_terms(text("terms"))) { contract.terms = std::move(*terms); }
    if (auto fee = parse_late_fee(text("late_fee"))) { contract.late_fee = std::move(*fee); }
    contract.guarantee = text("guarantee");
    contract.guarantee_until = date("guarantee_until");
    const auto percent = [&](std::string_view name, int unsaid) {
        const std::string said = text(name);
        std::from_chars(said.data(), said.data() + said.size(), unsaid);
        return std::clamp(unsaid, 0, 100);
    };
    contract.secured_percent = percent("secured_percent", contract.guarantee.empty() ? 0 : 100);
    contract.deposit_percent = percent("deposit_percent", 0);
    contract.jurisdiction = text("jurisdiction");
    contract.acceptance = text("acceptance");
    contract.sme_notice = text("sme_notice") == "1";
    contract.retention_of_title = text("retention_of_title") == "1";
    contract.archived = text("archived") == "1";
    contract.joint_guarantee = text("guarantee_kind") == "joint";
    contract.cross_border = text("cross_border") == "1";
    contract.note = text("note");
    return contract;
}

std::vector<std::string_view> guarantors_of(const Contract& contract) {
    return guarantors_of(std::string_view(contract.guarantee));
}
std::vector<std::string_view> guarantors_of(std::string_view named) {
    std::vector<std::string_view> names;
    for (std::string_view rest = named; !rest.empty();) {
        std::size_t end = rest.size();
        std::size_t next = end;
        for (const std::string_view mark : {"、", "；", ";", "\n"}) {
            const std::size_t at = rest.find(mark);
            if (at < end) {
                end = at;
                next = at + mark.size();
            }
        }
        const std::string_view name = trim(rest.substr(0, end));
        if (!name.empty() && !std::ranges::contains(names, name)) { names.push_back(name); }
        rest.remove_prefix(next);
    }
    return names;
}

std::string_view name_of(Clause clause) {
    constexpr std::array<std::string_view, clauses> names{
        "number",     "signed",       "terms",           "late_fee",   "jurisdiction",
        "acceptance", "guarantee",    "guarantee_until", "sme_notice", "ended",
        "terms_long", "deposit_high", "deposit_penalty"};
    return names.at(static_cast<std::size_t>(clause));
}

namespace {

constexpr int longest_sme_terms_days = 60;
constexpr int highest_deposit_percent = 20;

// Counted from a delivery on the first of a month of 31 days, which terms by the month make
// longest.
bool is_long(Terms terms) {
    terms.roll = Roll::none;
    const Date delivered = parse_iso("2026-01-01").value();
    const auto lines = schedule(terms, delivered, 100'000'000, Calendar{});
    return lines && days_between(delivered, lines->back().due) > longest_sme_terms_days;
}

} // namespace

std::vector<Clause> missing_clauses(const Contract& contract, Date today) {
    std::vector<Clause> missing;
    const auto add_if = [&](bool absent, Clause clause) {
        if (absent) { missing.push_back(clause); }
    };
    add_if(contract.number.empty(), Clause::number);
    add_if(!contract.signed_on, Clause::signed_on);
    add_if(!contract.terms, Clause::terms);
    add_if(!contract.late_fee, Clause::late_fee);
    add_if(contract.jurisdiction.empty(), Clause::jurisdiction);
    add_if(contract.acceptance.empty(), Clause::acceptance);
    add_if(contract.guarantee.empty(), Clause::guarantee);
    add_if(!contract.guarantee.empty() && !contract.guarantee_until, Clause::guarantee_until);
    add_if(!contract.sme_notice, Clause::sme_notice);
    add_if(contract.ends && *contract.ends < today, Clause::ended);
    add_if(contract.sme_notice && contract.terms && is_long(*contract.terms), Clause::terms_long);
    add_if(contract.deposit_percent > highest_deposit_percent, Clause::deposit_high);
    add_if(contract.deposit_percent > 0 && contract.late_fee, Clause::deposit_penalty);
    return missing;
}

} // namespace huikuan::core
