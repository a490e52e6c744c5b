#include "ui/customer_data.h"

#include <algorithm>

#include "ui/backend/backend.h"
#include "ui/contact_links.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/terms_field.h"

namespace huikuan::ui {

namespace {

constexpr FormField contact_fields[] = {
    {.name = "name", .label = "contact.name", .required = true},
    {.name = "title", .label = "contact.position", .half = true},
    {.name = "role", .label = "contact.role", .half = true},
    {.name = "phone", .label = "label.phone", .entry = Entry::tel, .half = true},
    {.name = "email", .label = "label.email", .entry = Entry::email, .half = true},
    {.name = "wechat", .label = "contact.wechat"},
    {.name = "billing", .label = "contact.billing", .entry = Entry::flag},
    {.name = "decides", .label = "contact.decides", .entry = Entry::flag},
    {.name = "note", .label = "label.note", .entry = Entry::note},
};

} // namespace

CustomerData::CustomerData()
    : contact_form_(core::RegisterKind::contact, contact_fields, "person") {}

void CustomerData::read(Desk& desk, core::CustomerId customer) {
    const std::string key = core::to_text(customer) + "@" +
                            std::to_string(desk.session.revision()) + "/" +
                            std::to_string(desk.as_of.days);
    if (key == key_) return;
    key_ = key;
    const session::Ledger ledger(desk.session);
    fields_ = desk.session.fields(core::RegisterKind::customer, core::entity_of(customer));
    contacts_ = ledger.contacts(customer);
    std::erase_if(contacts_, [](const auto& contact) { return contact.field("archived") == "1"; });
    family_.clear();
    constexpr std::size_t most_shown = 200;
    for (const core::CustomerId one : ledger.family(customer)) {
        if (family_.size() == most_shown) break;
        const auto row = desk.session.customer(one, desk.as_of);
        if (row && row->holder == row->id) family_.push_back(*row);
    }
}

void CustomerData::draw(Desk& desk, const core::CustomerRow& row, CustomerForm& form) {
    read(desk, row.id);
    Columns columns({1, 1}, 16, 900);
    draw_contacts(desk, row);
    {
        Panel panel(say("contract.list"));
        heading(say("contract.list"), 2);
        contracts_.draw(desk, row.id);
    }
    {
        Panel panel(say("dispute.list"));
        heading(say("dispute.list"), 2);
        if (disputes_.draw(desk, core::entity_of(row.id)) == 0) {
            text(say("dispute.none"), {.tone = Tone::soft});
        }
    }
    columns.next();
    draw_fields(desk, row, form);
    draw_group(desk, row);
    {
        Panel panel(say("files.title"));
        heading(say("files.title"), 2);
        files_.draw(desk, core::entity_of(row.id), {.kinds = true});
    }
}

void CustomerData::draw_fields(Desk& desk, const core::CustomerRow& row, CustomerForm& form) {
    const auto show = [&](std::span<const ShownField> shown) {
        Columns columns({1, 1}, 24, 420);
        for (std::size_t i = 0; i < shown.size(); ++i) {
            if (i == (shown.size() + 1) / 2) columns.next();
            const std::string value = field_of(fields_, shown[i].name);
            fact(say(shown[i].label), value.empty() ? "–" : value);
        }
    };
    {
        Panel panel(say("customer.invoicing"));
        heading(say("customer.invoicing"), 2);
        show(invoicing_fields());
        if (button(say("customer.edit"), {.kind = ButtonKind::quiet, .icon = Icon::pencil})) {
            form.open(desk, row);
        }
    }
    Panel panel(say("customer.managing"));
    heading(say("customer.managing"), 2);
    const auto terms = core::parse_terms(field_of(fields_, "terms"));
    fact(say("label.terms"), terms ? terms_words(*terms) : say("customer.terms", row.terms_days));
    show(managing_fields());
}

void CustomerData::draw_contact(Desk& desk, const session::ContactRow& contact) {
    const Named named(core::to_text(contact.id));
    const auto go = [&](const std::string& url) {
        desk.later([&desk, url] { desk.backend.open_link(url); });
    };
    Row line(10, true, 32);
    text(contact.field("name"), {.letters = Letters::strong});
    for (const char* part : {"title", "role"}) {
        const std::string value = contact.field(part);
        if (!value.empty()) text(value, {.tone = Tone::soft});
    }
    if (contact.field("billing") == "1") badge(say("contact.billing_badge"), BadgeKind::accent);
    if (contact.field("decides") == "1") badge(say("contact.decides_badge"), BadgeKind::good);
    const std::string phone = contact.field("phone");
    if (!phone.empty() && link(phone, phone_link(phone))) go(phone_link(phone));
    const std::string email = contact.field("email");
    if (!email.empty() && link(email, mail_link(email))) go(mail_link(email));
    const std::string wechat = contact.field("wechat");
    if (!wechat.empty()) text(say("contact.wechat_is", wechat), {.tone = Tone::soft});
    if (button(say("contact.edit"), {.kind = ButtonKind::quiet, .icon = Icon::pencil})) {
        contact_form_.open(desk, contact.id, say("contact.edit"));
    }
    if (button(say("contact.remove"), {.kind = ButtonKind::quiet, .icon = Icon::close})) {
        desk.run(core::SetFields{{core::RegisterKind::contact, contact.id, {{"archived", "1"}}}},
                 say("contact.removed", contact.field("name")));
    }
}

void CustomerData::draw_contacts(Desk& desk, const core::CustomerRow& row) {
    Panel panel(say("contact.list"));
    heading(say("contact.list"), 2);
    if (contacts_.empty()) text(say("contact.none"), {.tone = Tone::soft});
    for (const session::ContactRow& contact : contacts_) draw_contact(desk, contact);
    if (button(say("contact.new"), {.icon = Icon::plus})) {
        contact_form_.open(desk, {}, say("contact.new"), {{"customer", core::to_text(row.id)}});
    }
}

void CustomerData::draw_group(Desk& desk, const core::CustomerRow& row) {
    if (family_.size() < 2) return;
    Panel panel(say("customer.group"));
    heading(say("customer.group"), 2);
    Sums whole;
    for (const core::CustomerRow& one : family_) {
        const Named named(core::to_text(one.id));
        Row line(10, true, 28);
        const std::string route = customer_route(one.id);
        if (one.id == row.id) {
            text(customer_label(one), {.letters = Letters::strong});
        } else if (link(customer_label(one), "#" + route)) {
            desk.go(route);
        }
        if (one.parent.empty()) badge(say("customer.group_head"), BadgeKind::accent);
        Sums own;
        for (const auto& balance : one.balances) {
            own.add({balance.balance, balance.currency});
            whole.add({balance.balance, balance.currency});
        }
        if (!own.empty()) text(own.words(), {.tone = Tone::soft});
    }
    if (whole.empty()) return;
    const std::string route = "/receivables/aging?by=group&group=" + core::to_text(row.id);
    if (fact_link(say("customer.group_balance"), whole.words(), "#" + route)) desk.go(route);
}

void CustomerData::new_contract(Desk& desk, core::CustomerId customer) {
    contracts_.start(desk, customer);
}

void CustomerData::draw_forms(Desk& desk) {
    contact_form_.done = say("contact.kept", contact_form_.value("name"));
    contact_form_.draw(desk);
    contracts_.draw_form(desk);
}

} // namespace huikuan::ui
