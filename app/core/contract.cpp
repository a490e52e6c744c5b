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
    const std::string percent = text("secured_percent");
    int value = contract.guarantee.empty() ? 0 : 100;
    if (!percent.empty()) {
        std::from_chars(percent.data(), percent.data() + percent.size(), value);
    }
    contract.secured_percent = std::clamp(value, 0, 100);
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
    constexpr std::array<std::string_view, 10> names{
        "number",     "signed",    "terms",           "late_fee",   "jurisdiction",
        "acceptance", "guarantee", "guarantee_until", "sme_notice", "ended"};
    return names.at(static_cast<std::size_t>(clause));
}

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
    return missing;
}

} // namespace huikuan::core
