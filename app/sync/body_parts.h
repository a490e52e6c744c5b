#pragma once
// Writing and reading the members of a body; for bodies.cpp.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/fact.h"
#include "sync/canonical.h"

namespace huikuan::sync {

class Body {
public:
    Body() { members_.reserve(8); }
    Body& text(const char* name, std::string_view value) {
        if (!value.empty()) members_.emplace_back(name, value);
        return *this;
    }
    Body& amount(core::Money value) {
        members_.emplace_back("amt", value.minor);
        members_.emplace_back("cur", value.currency.view());
        return *this;
    }
    Body& date(const char* name, core::Date value) {
        members_.emplace_back(name, core::to_text(value));
        return *this;
    }
    template <class Tag>
    Body& id(const char* name, core::Id<Tag> value) {
        members_.emplace_back(name, core::to_text(value));
        return *this;
    }
    template <class Tag>
    Body& optional_id(const char* name, core::Id<Tag> value) {
        return value.is_nil() ? *this : id(name, value);
    }
    Body& rate(core::Rate rate) {
        if (rate == core::Rate{}) return *this;
        return value("rate", Array{rate.numerator, rate.denominator});
    }
    Body& value(const char* name, Value value) {
        members_.emplace_back(name, std::move(value));
        return *this;
    }
    operator Value() { return std::move(members_); }

private:
    Object members_;
};

// Reads members and remembers whether one was not as it must be.
class Reader {
public:
    explicit Reader(const Value& body) : body_(body) {}

    [[nodiscard]] bool good() const { return good_; }
    void require(bool sound) { good_ = good_ && sound; }
    [[nodiscard]] bool has(std::string_view name) const { return body_.find(name) != nullptr; }

    std::string text(std::string_view name) {
        const Value* value = body_.find(name);
        if (value == nullptr) return {};
        if (value->text() == nullptr) return bad<std::string>();
        return *value->text();
    }
    std::string required_text(std::string_view name) {
        std::string value = text(name);
        if (value.empty()) good_ = false;
        return value;
    }
    core::Currency currency() {
        const std::string code = text("cur");
        const auto letter = [](char at) { return at >= 'A' && at <= 'Z'; };
        if (code.size() != 3 || !std::ranges::all_of(code, letter)) return bad<core::Currency>();
        core::Currency currency;
        std::ranges::copy(code, currency.code);
        return currency;
    }
    core::Money amount() {
        const Value* minor = body_.find("amt");
        if (minor == nullptr || minor->integer() == nullptr) return bad<core::Money>();
        const core::Money money{*minor->integer(), currency()};
        if (!is_amount(money.minor)) good_ = false;
        return money;
    }
    core::Currency currency(std::string_view name) {
        const std::string code = text(name);
        const auto letter = [](char at) { return at >= 'A' && at <= 'Z'; };
        core::Currency currency;
        if (code.size() != 3 || !std::ranges::all_of(code, letter)) return bad<core::Currency>();
        std::ranges::copy(code, currency.code);
        return currency;
    }
    // Movements of an account: any sign, never nothing.
    std::vector<core::BankLine> bank_lines() {
        const Value* value = body_.find("lines");
        const Array* rows = value != nullptr ? value->array() : nullptr;
        if (rows == nullptr || rows->empty() || rows->size() > core::most_lines_per_import) {
            return bad<std::vector<core::BankLine>>();
        }
        constexpr std::int64_t most = core::largest_amount_minor;
        std::vector<core::BankLine> lines;
        for (const Value& row : *rows) {
            const Array* parts = row.array();
            if (parts == nullptr || parts->size() < 7 || parts->size() > 8) {
                return bad<std::vector<core::BankLine>>();
            }
            core::BankLine line;
            const auto id = core::parse_id(text_of((*parts)[0]));
            require(id && !id->is_nil());
            line.id = id.value_or(core::EntityId{});
            line.date = date_of(text_of((*parts)[1]));
            line.minor = integer_of((*parts)[2], -most, most);
            require(line.minor != 0);
            line.payer = text_of((*parts)[3]);
            line.payer_account = text_of((*parts)[4]);
            line.memo = text_of((*parts)[5]);
            line.reference = text_of((*parts)[6]);
            if (parts->size() == 8) line.balance = integer_of((*parts)[7], -most, most);
            if (!good_) return {};
            lines.push_back(std::move(line));
        }
        return lines;
    }
    core::Date date(std::string_view name) { return date_of(text(name)); }
    core::Date date_of(std::string_view text) {
        const auto date = core::parse_iso(text);
        return date ? *date : bad<core::Date>();
    }
    core::EntityId id(std::string_view name) {
        const auto id = core::parse_id(text(name));
        return id && !id->is_nil() ? *id : bad<core::EntityId>();
    }
    core::EntityId optional_id(std::string_view name) {
        return body_.find(name) == nullptr ? core::EntityId{} : id(name);
    }
    std::int64_t integer(std::string_view name, std::int64_t least, std::int64_t most) {
        const Value* value = body_.find(name);
        const std::int64_t* number = value != nullptr ? value->integer() : nullptr;
        if (number == nullptr || *number < least || *number > most) return bad<std::int64_t>();
        return *number;
    }
    // A member that is a list of any length; nullptr where it is absent.
    const Array* rows(std::string_view name) {
        const Value* value = body_.find(name);
        if (value == nullptr) return nullptr;
        return value->array() != nullptr ? value->array() : bad<const Array*>();
    }
    // A member that is a list of so many; nullptr where it is absent.
    const Array* list(std::string_view name, std::size_t count) {
        const Value* value = body_.find(name);
        if (value == nullptr) return nullptr;
        const Array* parts = value->array();
        if (parts == nullptr || parts->size() != count) return bad<const Array*>();
        return parts;
    }
    std::int64_t integer_of(const Value& value, std::int64_t least, std::int64_t most) {
        const std::int64_t* number = value.integer();
        if (number == nullptr || *number < least || *number > most) return bad<std::int64_t>();
        return *number;
    }
    std::string text_of(const Value& value) {
        return value.text() != nullptr ? *value.text() : bad<std::string>();
    }
    core::Rate rate() {
        const Array* parts = list("rate", 2);
        if (parts == nullptr) return {};
        return {integer_of((*parts)[0], 1, core::largest_amount_minor),
                integer_of((*parts)[1], 1, core::largest_amount_minor)};
    }
    // A name of a closed list; `otherwise` where the member is absent.
    template <class Type>
    Type type(std::optional<Type> (*parse)(std::string_view), Type otherwise) {
        if (body_.find("type") == nullptr) return otherwise;
        const auto found = parse(text("type"));
        return found ? *found : bad<Type>();
    }
    // A name of a closed list that must be there.
    template <class Type>
    Type name(std::string_view member, std::optional<Type> (*parse)(std::string_view)) {
        const auto found = parse(text(member));
        return found ? *found : bad<Type>();
    }
    // Names of rules, in their order, none twice. Rules of later versions are not of this one.
    std::vector<core::ConductRule> rules(std::string_view member) {
        std::vector<core::ConductRule> rules;
        const Value* value = body_.find(member);
        if (value == nullptr) return rules;
        const Array* names = value->array();
        if (names == nullptr) return bad<std::vector<core::ConductRule>>();
        for (const Value& one : *names) {
            const std::string name = text_of(one);
            for (const core::ConductRule rule : core::conduct_rules) {
                if (core::name_of(rule) == name) rules.push_back(rule);
            }
        }
        return rules;
    }
    // [[due, principal, interest], ...]: at least one, each later than the one before.
    std::vector<core::PlanLine> plan_lines() {
        const Value* value = body_.find("lines");
        const Array* parts = value != nullptr ? value->array() : nullptr;
        if (parts == nullptr || parts->empty()) return bad<std::vector<core::PlanLine>>();
        std::vector<core::PlanLine> lines;
        for (const Value& part : *parts) {
            const Array* line = part.array();
            if (line == nullptr || line->size() != 3) return bad<std::vector<core::PlanLine>>();
            lines.push_back({date_of(text_of((*line)[0])),
                             integer_of((*line)[1], 0, core::largest_amount_minor),
                             integer_of((*line)[2], 0, core::largest_amount_minor)});
            if (lines.back().minor() == 0) good_ = false;
            if (lines.size() > 1 && lines[lines.size() - 2].due >= lines.back().due) good_ = false;
            if (!good_) return {};
        }
        return lines;
    }
    // [[date, ours, a month], ...]; none where there is no such list.
    std::vector<core::PlanOffer> plan_offers() {
        const Value* value = body_.find("offers");
        if (value == nullptr) return {};
        const Array* parts = value->array();
        if (parts == nullptr || parts->empty() || parts->size() > core::most_offers) {
            return bad<std::vector<core::PlanOffer>>();
        }
        std::vector<core::PlanOffer> offers;
        for (const Value& part : *parts) {
            const Array* offer = part.array();
            if (offer == nullptr || offer->size() != 3) return bad<std::vector<core::PlanOffer>>();
            offers.push_back({date_of(text_of((*offer)[0])), integer_of((*offer)[1], 0, 1) == 1,
                              integer_of((*offer)[2], 1, core::largest_amount_minor)});
        }
        return offers;
    }
    // [[due, amt], ...]: at least one, by due date, summing to the amount.
    std::vector<core::ScheduleLine> lines(std::int64_t sum) {
        const Value* value = body_.find("lines");
        const Array* pairs = value != nullptr ? value->array() : nullptr;
        if (pairs == nullptr || pairs->empty()) return bad<std::vector<core::ScheduleLine>>();
        std::vector<core::ScheduleLine> lines;
        lines.reserve(pairs->size());
        for (const Value& pair : *pairs) {
            const Array* parts = pair.array();
            if (parts == nullptr || parts->size() != 2 || (*parts)[0].text() == nullptr ||
                (*parts)[1].integer() == nullptr || !is_amount(*(*parts)[1].integer())) {
                return bad<std::vector<core::ScheduleLine>>();
            }
            lines.push_back({date_of(*(*parts)[0].text()), *(*parts)[1].integer()});
            sum -= lines.back().minor; // at most 10^5 lines of 10^14 in a megabyte: no overflow
            if (sum < 0) good_ = false;
            if (!good_) return {};
        }
        if (sum != 0 || !std::ranges::is_sorted(lines, {}, &core::ScheduleLine::due)) good_ = false;
        return lines;
    }

private:
    template <class T>
    T bad() {
        good_ = false;
        return {};
    }
    static bool is_amount(std::int64_t minor) {
        return minor >= 1 && minor <= core::largest_amount_minor;
    }

    const Value& body_;
    bool good_ = true;
};

// [[...], ...]: of each row its `width` parts.
template <class Read>
auto read_rows(Reader& in, const Array* rows, std::size_t width, std::size_t most, const Read& read)
    -> std::vector<decltype(read(std::declval<const Array&>()))> {
    std::vector<decltype(read(std::declval<const Array&>()))> found;
    if (rows == nullptr) return found;
    in.require(rows->size() <= most);
    for (const Value& row : *rows) {
        const Array* parts = row.array();
        in.require(parts != nullptr && parts->size() == width);
        if (!in.good()) return {};
        found.push_back(read(*parts));
    }
    return found;
}

} // namespace huikuan::sync
