// Which fields a register has, how long they may be and what they may say.
#include <algorithm>
#include <charconv>
#include <span>

#include "core/decide.h"
#include "core/text.h"

namespace huikuan::core {
namespace {

struct Field {
    std::string_view name;
    std::size_t longest = longest_name;
    Findings::Lines lines = Findings::Lines::one;
};
constexpr Field note_field{"note", longest_note, Findings::Lines::many};

constexpr Field book_fields[] = {{"company"}, {"currency"}};
constexpr Field customer_fields[] = {
    {"name"},       {"code"},  {"region"}, {"phone"},  {"email"},    {"tax_no"},
    {"terms_days"}, {"owner"}, {"tags"},   note_field, {"archived"},
};
constexpr Field contact_fields[] = {
    {"customer"}, {"name"}, {"title"}, {"phone"}, {"email"}, {"role"}, note_field,
};

std::span<const Field> fields_of(RegisterKind kind) {
    switch (kind) {
    case RegisterKind::book: return book_fields;
    case RegisterKind::customer: return customer_fields;
    case RegisterKind::contact: return contact_fields;
    case RegisterKind::setting: return {};
    }
    return {};
}

std::optional<Field> field_of(RegisterKind kind, std::string_view name) {
    if (kind == RegisterKind::setting) { // free keys: what they mean is the reader's business
        const bool sound = !name.empty() && name.size() <= longest_number && is_utf8(name) &&
                           trim(name) == name && !has_control(name, false);
        return sound ? std::optional(Field{name, longest_note}) : std::nullopt;
    }
    const auto fields = fields_of(kind);
    const auto found = std::ranges::find(fields, name, &Field::name);
    return found == fields.end() ? std::nullopt : std::optional(*found);
}

void check_terms(Findings& findings, const std::string& value) {
    if (value.empty()) {
        return; // back to the book's terms
    }
    int days = 0;
    const char* end = value.data() + value.size();
    const auto [stop, error] = std::from_chars(value.data(), end, days);
    const bool number = stop == end && error != std::errc::invalid_argument;
    findings.add_if(!number, ErrorCode::malformed, "terms_days", value);
    findings.add_if(number && (error != std::errc{} || days < 0 || days > longest_terms_days),
                    ErrorCode::out_of_range, "terms_days", value);
}

// Rules about what one value says, and its one spelling where there are several.
void check_meaning(Findings& findings, const Account& account, RegisterKind kind,
                   std::pair<std::string, std::string>& field) {
    auto& [name, value] = field;
    if (kind == RegisterKind::setting) { return; }
    if (name == "name" || name == "company") {
        findings.add_if(value.empty(), ErrorCode::required, name);
    } else if (name == "terms_days") {
        check_terms(findings, value);
    } else if (name == "archived") {
        findings.add_if(!value.empty() && value != "0" && value != "1", ErrorCode::malformed, name,
                        value);
    } else if (name == "currency") {
        if (const auto currency = parse_currency(value)) {
            value = currency->view();
        } else {
            findings.add(currency.error().code, name, value);
        }
    } else if (name == "customer") {
        findings.add_if(value.empty(), ErrorCode::required, name);
        findings.add_if(!value.empty() && !parse_id(value), ErrorCode::malformed, name, value);
        findings.add_if(!account.customer_known, ErrorCode::unknown_customer, name, value);
    }
}

} // namespace

Result<std::vector<Fact>> decide_fields(const Account& account, const SetFields& command) {
    Findings findings;
    FieldsSet fact = command.fields;
    findings.add_if(fact.entity.is_nil(), ErrorCode::required, "id");
    findings.add_if(fact.fields.empty(), ErrorCode::nothing_to_do, "fields");
    for (auto& field : fact.fields) {
        const auto known = field_of(fact.kind, field.first);
        if (!known) {
            findings.add(ErrorCode::malformed, "fields", field.first);
            continue;
        }
        field.second = findings.text(field.second, field.first, known->longest, known->lines);
        check_meaning(findings, account, fact.kind, field);
    }
    std::ranges::stable_sort(fact.fields, std::less{},
                             [](const auto& field) -> std::string_view { return field.first; });
    const auto repeated =
        std::ranges::adjacent_find(fact.fields, std::equal_to{},
                                   [](const auto& field) { return std::string_view(field.first); });
    if (repeated != fact.fields.end()) {
        findings.add(ErrorCode::malformed, "fields", repeated->first);
    }
    return findings.answer({std::move(fact)});
}

} // namespace huikuan::core
