#include "ui/customer_form.h"

#include <algorithm>

#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"

namespace huikuan::ui {

namespace {

constexpr FormField customer_fields[] = {
    {.name = "name", .label = "label.name", .required = true},
    {.name = "code", .label = "label.code", .hint = "customer.code_hint", .half = true},
    {.name = "region", .label = "label.region", .half = true},
    {.name = "owner", .label = "label.owner", .half = true},
    {.name = "tier", .label = "label.tier", .half = true},
    {.name = "phone", .label = "label.phone", .entry = Entry::tel, .half = true},
    {.name = "email", .label = "label.email", .entry = Entry::email, .half = true},
    {.name = "terms", .label = "label.terms", .entry = Entry::terms, .hint = "customer.terms_hint"},
    {.name = "credit_limit",
     .label = "label.credit_limit",
     .entry = Entry::number,
     .hint = "customer.credit_limit_hint"},
    {.name = "parent",
     .label = "label.parent",
     .entry = Entry::customer,
     .hint = "customer.parent_hint"},
    {.name = "tags", .label = "label.tags", .hint = "customer.tags_hint", .half = true},
    {.name = "industry", .label = "label.industry", .half = true},
    {.name = "title",
     .label = "label.title",
     .hint = "customer.title_hint",
     .part = "customer.invoicing"},
    {.name = "tax_no", .label = "label.tax_no"},
    {.name = "address", .label = "label.address"},
    {.name = "bank", .label = "label.bank", .half = true},
    {.name = "bank_account", .label = "label.bank_account", .half = true},
    {.name = "note", .label = "label.note", .entry = Entry::note},
    {.name = "archived",
     .label = "label.archived",
     .entry = Entry::flag,
     .hint = "customer.archived_hint"},
};

constexpr ShownField invoicing[] = {
    {"title", "label.title"}, {"tax_no", "label.tax_no"}, {"address", "label.address"},
    {"phone", "label.phone"}, {"bank", "label.bank"},     {"bank_account", "label.bank_account"},
};
constexpr ShownField managing[] = {
    {"code", "label.code"},     {"owner", "label.owner"}, {"tier", "label.tier"},
    {"region", "label.region"}, {"tags", "label.tags"},   {"industry", "label.industry"},
    {"email", "label.email"},   {"note", "label.note"},   {"credit_limit", "label.credit_limit"},
};

} // namespace

std::span<const ShownField> invoicing_fields() { return invoicing; }
std::span<const ShownField> managing_fields() { return managing; }

CustomerForm::CustomerForm() : form_(core::RegisterKind::customer, customer_fields, "customer") {}

void CustomerForm::open(Desk& desk, const std::optional<core::CustomerRow>& row) {
    edited_ = row ? core::entity_of(row->id) : core::EntityId{};
    core::Fields preset;
    if (row) { // days of a book that had no words for terms
        const auto shown = desk.session.fields(core::RegisterKind::customer, edited_);
        const std::string days = field_of(shown, "terms_days");
        if (!days.empty() && field_of(shown, "terms").empty()) {
            preset.emplace_back("terms", "net " + days);
        }
    }
    form_.open(desk, edited_, say(row ? "customer.edit" : "customers.new"), preset);
    form_.saved = [&desk](core::EntityId id, bool made) {
        if (made) desk.go(customer_route(core::id_cast<core::CustomerId>(id)));
    };
    form_.below = [this](Desk& d) { draw_similar(d); };
}

// Who is in the book already, while a new one is typed: the cheapest moment to see a duplicate.
void CustomerForm::draw_similar(Desk& desk) {
    const std::string& name = form_.value("name");
    const std::string& tax = form_.value("tax_no");
    const std::string key = name + '\x1f' + tax + std::to_string(desk.session.revision());
    if (key != asked_) {
        asked_ = key;
        similar_.clear();
        for (const std::string& part : {tax, name}) {
            if (part.size() < 4) continue; // two characters of Chinese, four letters
            for (Choice& choice : find_customers(desk, part)) {
                const bool known = choice.id == core::to_text(edited_) ||
                                   std::ranges::contains(similar_, choice.id, &Choice::id);
                if (!known && similar_.size() < 3) similar_.push_back(std::move(choice));
            }
        }
    }
    if (similar_.empty() || !edited_.is_nil()) return;
    notice(say("customer.similar"), BadgeKind::warn);
    for (const Choice& choice : similar_) {
        const Named named(choice.id);
        const auto id = core::parse_id(choice.id);
        if (!id) continue;
        const std::string route = customer_route(core::id_cast<core::CustomerId>(*id));
        if (link(choice.label + (choice.detail.empty() ? "" : " · " + choice.detail),
                 "#" + route)) {
            desk.go(route);
        }
    }
}

void CustomerForm::draw(Desk& desk) {
    form_.done = say(edited_.is_nil() ? "customer.made" : "customer.saved", form_.value("name"));
    form_.draw(desk);
}

} // namespace huikuan::ui
