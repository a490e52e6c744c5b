#include "ui/credit_form.h"

#include <algorithm>

#include "core/exchange.h"
#include "core/read.h"
#include "session/ledger.h"
#include "ui/document_words.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/number_field.h"
#include "ui/start.h"

namespace huikuan::ui {

namespace {

constexpr std::size_t parts_kept = 13;

std::string title_of(core::CreditType type) {
    return say("credit.new." + std::string(core::name_of(type)));
}

} // namespace

std::optional<core::CreditType> entered_credit(std::string_view name) {
    using enum core::CreditType;
    const auto type = core::parse_credit_type(name);
    const bool entered = type == credit_note || type == advance || type == opening_credit;
    return entered ? type : std::nullopt;
}

core::Currency CreditForm::currency() const {
    return offered_currencies()[static_cast<std::size_t>(currency_)];
}

void CreditForm::start(Desk& desk, core::CreditType type) {
    *this = CreditForm{};
    open_ = fresh_ = true;
    about_ = form_subject(desk);
    type_ = type;
    draft_.rename("credit." + std::string(core::name_of(type)));
    id_ = core::id_cast<core::ReceiptId>(desk.session.mint());
    date_typed_ = core::to_text(desk.today);
    base_ = desk.session.book().currency;
    const auto parts = draft_.take(desk, parts_kept);
    std::string chosen = desk.route.option("customer");
    if (desk.route.part(0) == "customers") chosen = desk.route.part(1);
    std::string code(base_.view());
    if (!parts.empty() && (chosen.empty() || chosen == parts[0])) {
        chosen = parts[0];
        against_ = {.id = parts[1], .typed = parts[2]};
        number_ = parts[3];
        amount_typed_ = parts[4];
        date_typed_ = parts[5];
        reason_ = parts[6];
        reference_ = parts[7];
        rate_ = parts[8];
        note_ = parts[9];
        code = parts[10];
        method_ = read_whole_number(parts[11], 0, static_cast<int>(offered_methods.size()) - 1)
                      .value_or(0);
        fee_typed_ = parts[12];
    }
    if (const auto parsed = core::parse_id(desk.route.option("against"))) {
        const auto of = desk.session.invoice(core::id_cast<core::InvoiceId>(*parsed), desk.today);
        if (of) {
            against_ = {.id = core::to_text(of->id), .typed = of->number};
            chosen = core::to_text(of->customer);
            code = of->amount.currency.view();
            const std::string amount = desk.route.option("amount");
            if (!amount.empty()) amount_typed_ = amount;
        }
    }
    const auto parsed = core::parse_id(chosen);
    const auto row =
        parsed ? desk.session.customer(core::id_cast<core::CustomerId>(*parsed), desk.today)
               : std::nullopt;
    if (row) customer_ = {.id = chosen, .typed = customer_label(*row)};
    const auto currencies = offered_currencies();
    const auto at = std::ranges::find(currencies, code, &core::Currency::view);
    currency_ = at == currencies.end() ? 0 : static_cast<int>(at - currencies.begin());
}

core::Result<core::RecordReceipt> CreditForm::command(Desk& desk) const {
    core::RecordReceipt out;
    core::ReceiptRecorded& receipt = out.receipt;
    const auto customer = core::parse_id(customer_.id);
    if (!customer) return core::fail(core::ErrorCode::required, "customer");
    const auto minor = read_typed_amount(amount_typed_, currency());
    if (!minor) return core::fail(minor.error().code, "amount", minor.error().detail);
    const auto date = core::read_typed_date(date_typed_, desk.today);
    if (!date) return core::fail(date.error().code, "date", date_typed_);
    receipt.id = id_;
    receipt.type = type_;
    receipt.customer = core::id_cast<core::CustomerId>(*customer);
    receipt.amount = {*minor, currency()};
    receipt.date = *date;
    receipt.reason = reason_;
    receipt.note = note_;
    receipt.number = number_;
    receipt.method = "other";
    if (currency() != desk.session.book().currency && !is_blank(rate_)) {
        const auto rate = core::parse_rate(rate_);
        if (!rate) return core::fail(rate.error().code, "rate", rate_);
        receipt.rate = *rate;
    }
    if (type_ == core::CreditType::credit_note) {
        if (against_.id.empty() && !is_blank(against_.typed)) {
            return core::fail(core::ErrorCode::unknown_document, "against", against_.typed);
        }
        receipt.against = core::parse_id(against_.id).value_or(core::EntityId{});
    } else {
        receipt.method = offered_methods.at(static_cast<std::size_t>(method_));
        receipt.reference = reference_;
    }
    if (type_ == core::CreditType::advance && !is_blank(fee_typed_)) {
        const auto fee = read_typed_amount(fee_typed_, currency());
        if (!fee) return core::fail(fee.error().code, "fee", fee.error().detail);
        if (*fee != 0) out.companions.push_back({core::CreditType::fee, *fee, {}});
    }
    return out;
}

std::vector<std::string> CreditForm::parts() const {
    return {customer_.id,
            against_.id,
            against_.typed,
            number_,
            amount_typed_,
            date_typed_,
            reason_,
            reference_,
            rate_,
            note_,
            std::string(currency().view()),
            std::to_string(method_),
            fee_typed_};
}

std::string CreditForm::problem_of(std::string_view field) const {
    return was_refused_ && refused_.field == field ? error_words(refused_) : std::string();
}

// --- drawing

void CreditForm::draw_note(Desk& desk) {
    const std::string number_problem = problem_of("number");
    number_field(say("credit.number"), number_, {.error = number_problem, .required = true},
                 [&] { return session::Ledger(desk.session).next_number(type_); });
    const std::string against_problem = problem_of("against");
    const auto customer = core::parse_id(customer_.id);
    const bool chosen = lookup_field(
        say("label.against"), against_, desk.session.revision(),
        [&](std::string_view typed) {
            if (!customer) return std::vector<Choice>{};
            return find_invoices(desk, core::id_cast<core::CustomerId>(*customer), typed);
        },
        {.hint = say("credit.against_hint"), .error = against_problem});
    if (!chosen) return;
    const auto parsed = core::parse_id(against_.id); // a note is in its invoice's currency
    const auto of = parsed
                        ? desk.session.invoice(core::id_cast<core::InvoiceId>(*parsed), desk.today)
                        : std::nullopt;
    if (!of) return;
    const auto currencies = offered_currencies();
    const auto at = std::ranges::find(currencies, of->amount.currency);
    if (at != currencies.end()) currency_ = static_cast<int>(at - currencies.begin());
}

void CreditForm::draw_money(Desk& desk) {
    {
        Columns columns({2, 1}, 12, 300);
        const std::string problem = problem_of("amount");
        amount_field(say("label.amount"), amount_typed_, currency(),
                     {.error = problem, .placeholder = "0.00", .required = true});
        columns.next();
        std::vector<std::string> labels;
        for (const core::Currency& one : offered_currencies()) labels.emplace_back(one.view());
        select(say("label.currency"), currency_, labels);
    }
    if (currency() != base_) {
        const std::string problem = problem_of("rate");
        text_field(say("label.rate"), rate_,
                   {.kind = FieldKind::decimal,
                    .hint = say("invoices.rate_hint", std::string(currency().view()),
                                std::string(base_.view())),
                    .error = problem});
    }
    const std::string problem = problem_of("date");
    date_field(say("label.date"), date_typed_, desk.today, {.error = problem, .required = true});
}

void CreditForm::draw_fields(Desk& desk) {
    const std::string customer_problem = problem_of("customer");
    if (lookup_field(say("label.customer"), customer_, desk.session.revision(),
                     [&](std::string_view typed) { return find_customers(desk, typed); },
                     {.error = customer_problem,
                      .placeholder = say("receipts.customer_hint"),
                      .required = true,
                      .autofocus = fresh_ && customer_.id.empty()})) {
        against_ = {};
    }
    fresh_ = false;
    const bool note = type_ == core::CreditType::credit_note;
    if (note) draw_note(desk);
    draw_money(desk);
    if (note) {
        const std::string problem = problem_of("reason");
        text_field(say("label.reason"), reason_,
                   {.hint = say("credit.reason_hint"), .error = problem});
    } else {
        std::vector<std::string> labels;
        for (const char* method : offered_methods) labels.push_back(method_words(method));
        select(say("label.method"), method_, labels);
        if (type_ == core::CreditType::advance) {
            const auto received = read_typed_amount(amount_typed_, currency());
            const std::string problem = problem_of("fee");
            amount_field(
                say("credit.fee"), fee_typed_, currency(),
                {.hint = word("receipts.fee_hint"), .error = problem, .placeholder = "0.00"});
            const std::string paid = paid_words(fee_typed_, {received.value_or(0), currency()});
            if (!paid.empty()) caption(paid);
        }
        text_field(say("label.reference"), reference_);
    }
    text_field(say("label.note"), note_);
}

void CreditForm::draw_preview(Desk& desk) {
    const auto wish = command(desk);
    if (!wish || (type_ == core::CreditType::credit_note && is_blank(number_))) return;
    std::string key = std::to_string(desk.session.revision());
    for (const std::string& part : parts()) key += '\x1f' + part;
    const auto& preview = preview_.get(key, [&] { return desk.session.preview(*wish); });
    if (!preview) {
        if (!was_refused_) caption(error_words(preview.error()), Tone::red);
        return;
    }
    std::int64_t whole = 0, used = 0;
    for (const core::Fact& fact : preview->facts) {
        if (const auto* one = std::get_if<core::ReceiptRecorded>(&fact)) whole += one->amount.minor;
        const auto* made = std::get_if<core::AllocationMade>(&fact);
        if (made == nullptr) continue;
        used += made->amount.minor;
        const auto of = desk.session.invoice(made->invoice, desk.today);
        if (of) text(say("credit.pays", of->number, money_text(made->amount)));
    }
    const core::Money rest{whole - used, wish->receipt.amount.currency};
    if (rest.minor > 0) text(say("credit.rest", money_text(rest)), {.tone = Tone::amber});
}

void CreditForm::save(Desk& desk) {
    const auto wish = command(desk);
    was_refused_ = !wish;
    if (!wish) {
        refused_ = wish.error();
        return;
    }
    desk.run(*wish, say("credit.saved", title_of(type_), money_text(wish->receipt.amount)),
             [this, &desk](const core::Result<session::Outcome>& outcome) {
                 was_refused_ = !outcome;
                 if (!outcome) {
                     refused_ = outcome.error();
                     return;
                 }
                 open_ = false;
                 draft_.forget(desk);
                 desk.go(with_sheet(desk, "new", {}), true);
             });
}

void CreditForm::draw(Desk& desk) {
    const auto wanted = entered_credit(desk.route.option("new"));
    if (!wanted) {
        open_ = false;
        return;
    }
    if (!open_ || type_ != *wanted || about_ != form_subject(desk)) start(desk, *wanted);
    bool open = true;
    {
        Sheet sheet("credit_form", title_of(type_), open, 600, true);
        if (!sheet) {
            open_ = false;
            return;
        }
        draw_fields(desk);
        draw_preview(desk);
        static constexpr std::string_view beside[] = {"customer", "number", "amount",  "date",
                                                      "reason",   "rate",   "against", "fee"};
        if (was_refused_ && std::ranges::find(beside, refused_.field) == std::end(beside)) {
            notice(error_words(refused_), BadgeKind::bad, true);
        }
        sheet.footer();
        Row row(8);
        if (button(say("kit.save"), {.kind = ButtonKind::primary})) save(desk);
        if (button(say("kit.cancel"))) {
            open = false;
            draft_.forget(desk);
        }
    }
    if (open) {
        draft_.keep(desk, parts(), !(number_.empty() && amount_typed_.empty()));
    } else {
        open_ = false;
        desk.go(with_sheet(desk, "new", {}));
    }
}

} // namespace huikuan::ui
