// Which fields a register has, how long they may be and what they may say.
#include <algorithm>
#include <charconv>
#include <span>

#include "core/contract.h"
#include "core/decide.h"
#include "core/read.h"
#include "core/sorting.h"
#include "core/task.h"
#include "core/terms.h"
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
// title, tax_no, address, phone, bank, bank_account: 开票信息, as an invoice prints them.
// parent: the id of the customer at whose head its group stands.
// credit_limit: how much may be owed at a time, in the book's currency: "50000" or "50000.50".
constexpr Field customer_fields[] = {
    {"name"},
    {"code"},
    {"region"},
    {"phone"},
    {"email"},
    {"tax_no"},
    {"terms_days"},
    {"owner"},
    {"tags"},
    note_field,
    {"archived"},
    {"title"},
    {"address", longest_note},
    {"bank"},
    {"bank_account"},
    {"tier"},
    {"parent"},
    {"terms"},
    {"industry"},
    {"credit_limit"},
};
// billing, decides: "1" where this person receives the invoices, or decides about payments.
constexpr Field contact_fields[] = {
    {"customer"}, {"name"},    {"title"},   {"phone"},  {"email"},    {"role"},
    note_field,   {"billing"}, {"decides"}, {"wechat"}, {"archived"},
};
// What the fields mean: core/contract.h.
constexpr Field contract_fields[] = {
    {"customer"},        {"number"},          {"title"},
    {"signed"},          {"starts"},          {"ends"},
    {"amount"},          {"currency"},        {"terms"},
    {"late_fee"},        {"archived"},        note_field,
    {"guarantee"},       {"secured_percent"}, {"jurisdiction"},
    {"acceptance"},      {"sme_notice"},      {"retention_of_title"},
    {"guarantee_until"}, {"guarantee_kind"},  {"cross_border"},
    {"deposit_percent"},
};

// What the fields mean: core/task.h.
constexpr Field task_fields[] = {
    {"customer"},
    {"title"},
    {"kind"},
    {"owner"},
    {"due"},
    {"done"},
    {"result", longest_note, Findings::Lines::many},
    note_field,
    {"participants"},
    {"area"},
    {"checklist", longest_note, Findings::Lines::many},
    {"place"},
    {"score"},
    {"step"},
    {"order"},
    {"parent"},
    {"archived"},
    {"minute"},
    {"needs", longest_note, Findings::Lines::many},
    {"department"},
    {"voice", longest_note, Findings::Lines::many},
    {"asked_by"},
    {"decided"},
    {"decided_by"},
};

// What the fields mean: core/case.h.
constexpr Field case_fields[] = {
    {"customer"},
    {"title"},
    {"route"},
    {"number"},
    {"court"},
    {"judge"},
    {"lawyer"},
    {"lawyer_phone"},
    {"owner"},
    {"invoices", longest_note},
    {"claim"},
    {"currency"},
    {"archived"},
    note_field,
    {"talks", longest_note, Findings::Lines::many},
};

std::span<const Field> fields_of(RegisterKind kind) {
    switch (kind) {
    case RegisterKind::book: return book_fields;
    case RegisterKind::customer: return customer_fields;
    case RegisterKind::contact: return contact_fields;
    case RegisterKind::contract: return contract_fields;
    case RegisterKind::task: return task_fields;
    case RegisterKind::legal_case: return case_fields;
    case RegisterKind::setting: return {};
    }
    return {};
}

std::optional<Field> field_of(RegisterKind kind, std::string_view name) {
    if (kind == RegisterKind::setting) { // free keys: what they mean is the reader's business
        const bool sound = !name.empty() && name.size() <= longest_number && is_utf8(name) &&
                           trim(name) == name && !has_control(name, false);
        if (!sound) { return std::nullopt; }
        const bool letter = name.starts_with("letter."); // a template of one (core/letter.h)
        return letter ? Field{name, longest_template, Findings::Lines::many}
                      : Field{name, longest_note};
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

// A task, a visit, a point of improvement.
void check_task(Findings& findings, const std::string& name, const std::string& value) {
    if (name == "title") { findings.add_if(value.empty(), ErrorCode::required, name); }
    if (value.empty()) { return; }
    if (name == "due" || name == "done") {
        const auto date = parse_iso(value);
        findings.add_if(!date, date ? ErrorCode::malformed : date.error().code, name, value);
    } else if (name == "kind") {
        findings.add_if(!parse_task_kind(value), ErrorCode::malformed, name, value);
    } else if (name == "score") {
        const bool sound = value.size() == 1 && value[0] >= '1' && value[0] <= '5';
        findings.add_if(!sound, ErrorCode::out_of_range, name, value);
    } else if (name == "order") {
        const bool sound =
            value.size() <= 4 && value.find_first_not_of("0123456789") == std::string::npos;
        findings.add_if(!sound, ErrorCode::out_of_range, name, value);
    } else if (name == "decided") {
        findings.add_if(value != "yes" && value != "no", ErrorCode::malformed, name, value);
    } else if (name == "minute") {
        findings.add_if(!parse_minute(value), ErrorCode::malformed, name, value);
    } else if (name == "parent") {
        findings.add_if(!parse_id(value), ErrorCode::malformed, name, value);
    }
}

// Ids of invoices, a space between; empty: everything that the customer owes.
bool is_list_of_ids(std::string_view value) {
    while (!value.empty()) {
        const std::size_t space = std::min(value.find(' '), value.size());
        if (!parse_id(value.substr(0, space))) { return false; }
        value.remove_prefix(std::min(space + 1, value.size()));
    }
    return true;
}

void check_case(Findings& findings, const std::string& name, const std::string& value) {
    if (name == "title") { findings.add_if(value.empty(), ErrorCode::required, name); }
    if (value.empty()) { return; }
    if (name == "route") {
        findings.add_if(!parse_case_route(value), ErrorCode::malformed, name, value);
    } else if (name == "invoices") {
        findings.add_if(!is_list_of_ids(value), ErrorCode::malformed, name, value);
    } else if (name == "claim") { // minor units
        std::int64_t minor = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), minor);
        const bool sound = error == std::errc{} && end == value.data() + value.size();
        findings.add_if(!sound, ErrorCode::malformed, name, value);
        findings.add_if(sound && (minor < 0 || minor > largest_amount_minor),
                        ErrorCode::out_of_range, name, value);
    }
}

void check_flag(Findings& findings, const std::string& name, const std::string& value) {
    findings.add_if(!value.empty() && value != "0" && value != "1", ErrorCode::malformed, name,
                    value);
}

// Texts that have a grammar are kept in their one spelling.
void check_agreed(Findings& findings, std::pair<std::string, std::string>& field) {
    auto& [name, value] = field;
    if (value.empty()) { return; }
    if (name == "terms") {
        const auto terms = parse_terms(value);
        if (terms) {
            value = to_text(*terms);
        } else {
            findings.add(terms.error().code, name, terms.error().detail);
        }
    } else if (name == "late_fee") {
        const auto rule = parse_late_fee(value);
        if (rule) {
            value = to_text(*rule);
        } else {
            findings.add(rule.error().code, name, rule.error().detail);
        }
    } else if (name == "signed" || name == "starts" || name == "ends" ||
               name == "guarantee_until") {
        const auto date = parse_iso(value);
        findings.add_if(!date, date ? ErrorCode::malformed : date.error().code, name, value);
    } else if (name == "guarantee_kind") {
        findings.add_if(value != "joint" && value != "general", ErrorCode::malformed, name, value);
    } else if (name == "secured_percent" || name == "deposit_percent") {
        const bool sound = value.size() <= 3 &&
                           value.find_first_not_of("0123456789") == std::string::npos &&
                           std::stoi(value) <= 100;
        findings.add_if(!sound, ErrorCode::out_of_range, name, value);
    }
}

// Rules about what one value says, and its one spelling where there are several.
void check_meaning(Findings& findings, const Account& account, RegisterKind kind,
                   std::pair<std::string, std::string>& field) {
    auto& [name, value] = field;
    if (kind == RegisterKind::setting) { return; }
    if (kind == RegisterKind::task && name != "customer" && name != "archived") {
        return check_task(findings, name, value);
    }
    const bool common = name == "customer" || name == "archived" || name == "currency";
    if (kind == RegisterKind::legal_case && !common) { return check_case(findings, name, value); }
    if (kind == RegisterKind::task && name == "customer" && value.empty()) { return; }
    if (name == "name" || name == "company") {
        findings.add_if(value.empty(), ErrorCode::required, name);
    } else if (name == "terms_days") {
        check_terms(findings, value);
    } else if (name == "credit_limit") {
        const auto limit = read_amount(value, 2, NumberStyle::point_decimal);
        findings.add_if(!value.empty() && !limit, ErrorCode::malformed, name, value);
        findings.add_if(limit && (*limit < 0 || *limit > largest_amount_minor),
                        ErrorCode::out_of_range, name, value);
    } else if (name == "archived" || name == "billing" || name == "decides" ||
               name == "sme_notice" || name == "retention_of_title" || name == "cross_border") {
        check_flag(findings, name, value);
    } else if (name == "parent") {
        const auto parent = parse_id(value);
        findings.add_if(!value.empty() && !parent, ErrorCode::malformed, name, value);
        findings.add_if(parent && !std::ranges::contains(account.known, *parent),
                        ErrorCode::unknown_customer, name, value);
        findings.add_if(parent && account.would_circle, ErrorCode::wrong_type, name, value);
    } else if (name == "currency" && value.empty() &&
               (kind == RegisterKind::contract || kind == RegisterKind::legal_case)) {
        return;
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
    } else {
        check_agreed(findings, field);
    }
}

} // namespace

namespace {

std::string_view value_in(const std::vector<std::pair<std::string, std::string>>& fields,
                          std::string_view name) {
    const auto found = std::ranges::find(
        fields, name, [](const auto& field) -> std::string_view { return field.first; });
    return found == fields.end() ? std::string_view{} : std::string_view(found->second);
}

// 审批: whoever asked does not decide, who decided stays written, and a decision stands. Two
// devices that decided differently leave a conflict; it alone may be decided again.
void check_approval(Findings& findings, const Account& account, const FieldsSet& set) {
    const auto now = [&](std::string_view name) { return value_in(account.present, name); };
    const auto changes = [&](std::string_view name) {
        const bool named =
            std::ranges::any_of(set.fields, [&](const auto& field) { return field.first == name; });
        return named && value_in(set.fields, name) != now(name);
    };
    const std::string_view asked =
        changes("asked_by") ? value_in(set.fields, "asked_by") : now("asked_by");
    findings.add_if(changes("asked_by") && (!now("asked_by").empty() || !now("decided").empty()),
                    ErrorCode::wrong_type, "asked_by", now("asked_by"));
    const std::string_view by = value_in(set.fields, "decided_by");
    const bool again = account.decided_twice && !value_in(set.fields, "decided").empty();
    if (!again && !changes("decided") && !changes("decided_by")) { return; }
    if (!now("decided").empty() && !account.decided_twice) {
        return findings.add(ErrorCode::wrong_type, "decided", now("decided"));
    }
    findings.add_if(by.empty(), ErrorCode::required, "decided_by");
    findings.add_if(!by.empty() && by == asked, ErrorCode::wrong_type, "decided_by", by);
    findings.add_if(value_in(set.fields, "decided").empty(), ErrorCode::required, "decided");
}

} // namespace

bool Policy::take_setting(std::string_view key, std::string_view value) {
    const auto read = [&](std::int64_t most) -> std::optional<std::int64_t> {
        std::int64_t number = 0;
        const auto [end, error] =
            std::from_chars(value.data(), value.data() + value.size(), number);
        const bool sound = error == std::errc{} && end == value.data() + value.size();
        return sound && number >= 0 && number <= most ? std::optional(number) : std::nullopt;
    };
    if (key == "policy.terms_days") {
        if (const auto days = read(longest_terms_days)) {
            default_terms_days = static_cast<int>(*days);
        }
        return true;
    }
    if (key == "policy.small_difference") {
        small_difference_minor = read(largest_amount_minor).value_or(small_difference_minor);
        return true;
    }
    return legal.take_setting(key, value) || collection.take_setting(key, value);
}

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
    if (fact.kind == RegisterKind::task) { check_approval(findings, account, fact); }
    core::sort(fact.fields, std::less{},
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
