#include "ui/contract.h"

#include "core/read.h"
#include "ui/interest_sheet.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/terms_field.h"

namespace huikuan::ui {

namespace {

// 民法典 686: what is not said, or not clear, is a general one.
constexpr FormChoice guarantee_kinds[] = {
    {"", "contract.guarantee_kind.unsaid", "contract.guarantee_kind.unsaid_hint"},
    {"general", "contract.guarantee_kind.general", "contract.guarantee_kind.general_hint"},
    {"joint", "contract.guarantee_kind.joint", "contract.guarantee_kind.joint_hint"},
};

constexpr FormField contract_fields[] = {
    {.name = "number", .label = "contract.number", .required = true},
    {.name = "title", .label = "contract.title"},
    {.name = "signed", .label = "contract.signed", .entry = Entry::date},
    {.name = "starts", .label = "contract.starts", .entry = Entry::date, .half = true},
    {.name = "ends", .label = "contract.ends", .entry = Entry::date, .half = true},
    {.name = "amount", .label = "contract.amount", .half = true},
    {.name = "currency", .label = "label.currency", .half = true},
    {.name = "terms", .label = "label.terms", .entry = Entry::terms, .part = "contract.paying"},
    {.name = "late_fee", .label = "contract.late_fee", .entry = Entry::late_fee},
    {.name = "jurisdiction",
     .label = "contract.jurisdiction",
     .hint = "contract.jurisdiction_hint",
     .part = "contract.law"},
    {.name = "acceptance", .label = "contract.acceptance", .hint = "contract.acceptance_hint"},
    {.name = "guarantee", .label = "contract.guarantee", .hint = "contract.guarantee_hint"},
    {.name = "secured_percent",
     .label = "contract.secured_percent",
     .entry = Entry::number,
     .half = true},
    {.name = "guarantee_until",
     .label = "contract.guarantee_until",
     .entry = Entry::date,
     .half = true},
    {.name = "deposit_percent",
     .label = "contract.deposit_percent",
     .entry = Entry::number,
     .hint = "contract.deposit_hint"},
    {.name = "guarantee_kind",
     .label = "contract.guarantee_kind",
     .entry = Entry::choice,
     .choices = guarantee_kinds},
    {.name = "cross_border", .label = "contract.cross_border", .entry = Entry::flag},
    {.name = "sme_notice", .label = "contract.sme_notice", .entry = Entry::flag},
    {.name = "retention_of_title", .label = "contract.retention", .entry = Entry::flag},
    {.name = "note", .label = "label.note", .entry = Entry::note},
    {.name = "archived", .label = "label.archived", .entry = Entry::flag},
};

// What is not said in one line, what the law has a word on in one each.
void draw_clauses(const std::vector<core::Clause>& found) {
    std::string out;
    for (const core::Clause clause : found) {
        if (!core::is_missing(clause)) continue;
        if (!out.empty()) out += comma_words();
        out += clause_words(clause);
    }
    if (!out.empty()) notice(say("contract.missing", out), BadgeKind::warn);
    for (const core::Clause clause : found) {
        if (!core::is_missing(clause)) notice(clause_words(clause), BadgeKind::warn);
    }
}

} // namespace

std::string clause_words(core::Clause clause) {
    return say("clause." + std::string(core::name_of(clause)));
}

ContractList::ContractList() : form_(core::RegisterKind::contract, contract_fields, "contract") {
    form_.below = [this](Desk& desk) { draw_missing(desk); };
}

void ContractList::start(Desk& desk, core::CustomerId customer) {
    form_.open(desk, {}, say("contract.new"), {{"customer", core::to_text(customer)}});
}

// What is not said, before the first dispute says it.
void ContractList::draw_missing(Desk& desk) {
    core::Fields typed;
    for (const FormField& field : contract_fields) {
        std::string value = form_.value(field.name);
        if (field.entry == Entry::date) {
            const auto date = core::read_typed_date(value, desk.today);
            value = date ? core::to_text(*date) : std::string();
        }
        typed.emplace_back(field.name, std::move(value));
    }
    const auto missing = core::missing_clauses(core::read_contract(typed), desk.today);
    if (missing.empty()) notice(say("contract.complete"), BadgeKind::good);
    draw_clauses(missing);
}

void ContractList::draw_row(Desk& desk, const session::ContractRow& row) {
    const core::Contract& contract = row.contract;
    const Named named(core::to_text(row.id));
    {
        Row line(10, true, 36);
        text(contract.number.empty() ? say("contract.no_number") : contract.number,
             {.letters = Letters::strong});
        if (!contract.title.empty()) text(contract.title);
        if (contract.archived) badge(say("label.archived"), BadgeKind::neutral);
        if (button(say("contract.edit"), {.kind = ButtonKind::quiet, .icon = Icon::pencil})) {
            form_.open(desk, row.id, say("contract.edit"));
        }
        const bool shown = files_of_ == row.id;
        if (button(say("files.title"),
                   {.kind = ButtonKind::quiet, .icon = Icon::file, .selected = shown})) {
            files_of_ = shown ? core::EntityId{} : row.id;
        }
    }
    {
        Row facts(24);
        const auto date = [&](const char* key, const std::optional<core::Date>& on) {
            if (on) fact(say(key), date_text(*on));
        };
        date("contract.signed", contract.signed_on);
        date("contract.ends", contract.ends);
        if (contract.terms) fact(say("label.terms"), terms_words(*contract.terms));
        if (contract.late_fee) {
            fact(say("contract.late_fee"), late_fee_words(*contract.late_fee));
        }
        if (!contract.jurisdiction.empty()) {
            fact(say("contract.jurisdiction"), contract.jurisdiction);
        }
        if (!contract.guarantee.empty()) {
            fact(say("contract.guarantee"),
                 say("contract.secured", contract.guarantee, contract.secured_percent));
            fact(say("contract.guarantee_kind"),
                 say(contract.joint_guarantee ? "law.joint" : "law.general"));
        }
    }
    if (!contract.archived) draw_clauses(row.missing);
    if (files_of_ == row.id) files_.draw(desk, row.id, {.kinds = true});
}

void ContractList::draw(Desk& desk, core::CustomerId customer) {
    const std::string key = core::to_text(customer) + "@" +
                            std::to_string(desk.session.revision()) + "/" +
                            std::to_string(desk.today.days);
    if (key != key_) {
        key_ = key;
        rows_ = session::Ledger(desk.session).contracts(customer);
    }
    if (rows_.empty()) text(say("contract.none"), {.tone = Tone::soft});
    for (const session::ContractRow& row : rows_) draw_row(desk, row);
    if (button(say("contract.new"), {.icon = Icon::plus})) start(desk, customer);
}

void ContractList::draw_form(Desk& desk) {
    form_.done = say("contract.saved", form_.value("number"));
    form_.draw(desk);
}

} // namespace huikuan::ui
