#include "ui/invoice_form.h"

#include <algorithm>
#include <array>

#include "core/exchange.h"
#include "core/read.h"
#include "core/sorting.h"
#include "core/tax.h"
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
#include "ui/terms_field.h"

namespace huikuan::ui {

namespace {

constexpr std::size_t fixed_parts = 14; // of a draft, before the instalments

} // namespace

std::optional<core::DebitType> entered_debit(std::string_view name) {
    using enum core::DebitType;
    const auto type = core::parse_debit_type(name);
    const bool entered =
        type == invoice || type == debit_note || type == opening || type == costs || type == refund;
    return entered ? type : std::nullopt;
}

core::Currency InvoiceForm::currency() const {
    return offered_currencies()[static_cast<std::size_t>(currency_)];
}
// An opening balance is due when it says so; what was agreed about it is history. Costs and what
// was paid back are due at once.
bool InvoiceForm::has_terms() const {
    return type_ == core::DebitType::invoice || type_ == core::DebitType::debit_note;
}
bool InvoiceForm::has_against() const {
    return type_ == core::DebitType::debit_note || type_ == core::DebitType::costs;
}

void InvoiceForm::start(Desk& desk, core::DebitType type) {
    *this = InvoiceForm{};
    open_ = fresh_ = true;
    about_ = form_subject(desk);
    type_ = type;
    draft_.rename("debit." + std::string(core::name_of(type)));
    id_ = core::id_cast<core::InvoiceId>(desk.session.mint());
    issued_typed_ = core::to_text(desk.today);
    base_ = desk.session.book().currency;
    std::string chosen = desk.route.option("customer");
    if (desk.route.part(0) == "customers") chosen = desk.route.part(1);
    if (const auto parsed = core::parse_id(chosen)) {
        const auto row =
            desk.session.customer(core::id_cast<core::CustomerId>(*parsed), desk.today);
        if (row) {
            customer_.id = chosen;
            customer_.typed = customer_label(*row);
        }
    }
    const auto currencies = offered_currencies();
    const auto at = std::ranges::find(currencies, base_);
    currency_ = at == currencies.end() ? 0 : static_cast<int>(at - currencies.begin());
    take_draft(desk);
    const std::string amount = desk.route.option("amount");
    if (!amount.empty()) amount_typed_ = amount;
    if (const auto parsed = core::parse_id(desk.route.option("against"))) {
        const auto of = desk.session.invoice(core::id_cast<core::InvoiceId>(*parsed), desk.today);
        if (of && has_against()) {
            against_ = {.id = core::to_text(of->id), .typed = of->number};
            customer_ = {.id = core::to_text(of->customer), .typed = of->customer_name};
        }
    }
    take_customer(desk);
}

// What the customer agreed: terms, and the contracts that a document may name.
void InvoiceForm::take_customer(Desk& desk) {
    terms_of_customer_.clear();
    contracts_.clear();
    const auto parsed = core::parse_id(customer_.id);
    if (!parsed) return;
    const auto id = core::id_cast<core::CustomerId>(*parsed);
    const auto row = desk.session.customer(id, desk.today);
    if (!row) return;
    const auto fields = desk.session.fields(core::RegisterKind::customer, *parsed);
    for (const auto& [name, value] : fields) {
        const auto terms = name == "terms"
                               ? core::parse_terms(value)
                               : core::Result<core::Terms>(std::unexpected(core::Error{}));
        if (terms) terms_of_customer_ = terms_words(*terms);
    }
    if (terms_of_customer_.empty()) terms_of_customer_ = say("customer.terms", row->terms_days);
    contracts_ = session::Ledger(desk.session).contracts(id);
    std::erase_if(contracts_, [](const auto& one) { return one.contract.archived; });
}

// --- the draft: the fixed parts, then two for each instalment

std::vector<std::string> InvoiceForm::parts() const {
    std::vector<std::string> parts{
        customer_.id,  customer_.typed, number_, amount_typed_,
        issued_typed_, due_typed_,      note_,   std::string(currency().view()),
        terms_,        tax_typed_,      rate_,   contract_,
        against_.id,   against_.typed};
    if (by_lines_) {
        for (const Instalment& line : lines_) {
            parts.push_back(line.due);
            parts.push_back(line.amount);
        }
    }
    return parts;
}

void InvoiceForm::keep_draft(Desk& desk) {
    draft_.keep(desk, parts(), open_ && !(number_.empty() && amount_typed_.empty()));
}

void InvoiceForm::take_draft(Desk& desk) {
    const auto parts = draft_.take(desk, 0);
    if (parts.size() < fixed_parts || parts.size() % 2 != 0) return;
    const auto parsed = core::parse_id(parts[0]);
    const auto row =
        parsed ? desk.session.customer(core::id_cast<core::CustomerId>(*parsed), desk.today)
               : std::nullopt;
    if (row && customer_.id.empty()) {
        customer_.id = parts[0];
        customer_.typed = parts[1];
    }
    number_ = parts[2];
    amount_typed_ = parts[3];
    issued_typed_ = parts[4];
    due_typed_ = parts[5];
    note_ = parts[6];
    const auto currencies = offered_currencies();
    const auto at = std::ranges::find(currencies, parts[7], &core::Currency::view);
    if (at != currencies.end()) currency_ = static_cast<int>(at - currencies.begin());
    terms_ = parts[8];
    tax_typed_ = parts[9];
    rate_ = parts[10];
    if (customer_.id == parts[0]) { // of the same customer
        contract_ = parts[11];
        against_ = {.id = parts[12], .typed = parts[13]};
    }
    for (std::size_t i = fixed_parts; i + 1 < parts.size(); i += 2) {
        lines_.push_back({parts[i], parts[i + 1]});
    }
    by_lines_ = !lines_.empty();
}

// Two columns of a spreadsheet, dates and amounts, become the instalments.
bool InvoiceForm::paste(Desk& desk, const std::string& text) {
    if (!open_ || !entered_debit(desk.route.option("new"))) return false;
    std::vector<Instalment> lines;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        std::string_view line(text.data() + from, end - from);
        from = end + 1;
        if (line.ends_with('\r')) line.remove_suffix(1);
        const auto tab = line.find('\t');
        if (tab == std::string_view::npos) continue;
        const std::string_view rest = line.substr(tab + 1);
        const std::string due(line.substr(0, tab));
        if (!core::read_typed_date(due, desk.today)) continue; // a line of headings
        lines.push_back({due, std::string(rest.substr(0, rest.find('\t')))});
    }
    if (lines.empty() || lines.size() > 60) return false;
    lines_ = std::move(lines);
    by_lines_ = true;
    toast(say("invoices.pasted", static_cast<std::int64_t>(lines_.size())));
    return true;
}

core::Result<void> InvoiceForm::read_due(Desk& desk, core::IssueInvoice& out) const {
    if (by_lines_) {
        for (const Instalment& line : lines_) {
            const auto due = core::read_typed_date(line.due, desk.today);
            const auto part = read_typed_amount(line.amount, currency());
            if (!due) return core::fail(due.error().code, "lines", line.due);
            if (!part) return core::fail(part.error().code, "lines", line.amount);
            out.invoice.lines.push_back({*due, *part});
        }
        core::sort(out.invoice.lines, {}, &core::ScheduleLine::due);
    } else if (!is_blank(due_typed_)) {
        const auto due = core::read_typed_date(due_typed_, desk.today);
        if (!due) return core::fail(due.error().code, "due", due.error().detail);
        out.due = *due;
    }
    return {};
}

core::Result<void> InvoiceForm::read_details(Desk& desk, core::InvoiceIssued& invoice) const {
    if (has_terms()) invoice.terms = terms_;
    if (!is_blank(tax_typed_)) {
        const auto tax = read_typed_amount(tax_typed_, currency());
        if (!tax) return core::fail(tax.error().code, "tax", tax.error().detail);
        invoice.tax = core::TaxSplit{invoice.amount.minor - *tax, *tax};
    }
    if (currency() != desk.session.book().currency && !is_blank(rate_)) {
        const auto rate = core::parse_rate(rate_);
        if (!rate) return core::fail(rate.error().code, "rate", rate_);
        invoice.rate = *rate;
    }
    invoice.contract = core::parse_id(contract_).value_or(core::EntityId{});
    if (!has_against()) return {};
    if (against_.id.empty() && !is_blank(against_.typed)) {
        return core::fail(core::ErrorCode::unknown_document, "against", against_.typed);
    }
    invoice.against = core::parse_id(against_.id).value_or(core::EntityId{});
    return {};
}

core::Result<core::IssueInvoice> InvoiceForm::command(Desk& desk) const {
    core::IssueInvoice out;
    const auto customer = core::parse_id(customer_.id);
    if (!customer) return core::fail(core::ErrorCode::required, "customer");
    if (is_blank(number_) && !is_refund()) return core::fail(core::ErrorCode::required, "number");
    const auto minor = read_typed_amount(amount_typed_, currency());
    if (!minor) return core::fail(minor.error().code, "amount", minor.error().detail);
    const auto issued = core::read_typed_date(issued_typed_, desk.today);
    if (!issued) return core::fail(issued.error().code, "issued", issued.error().detail);
    out.invoice.id = id_;
    out.invoice.type = type_;
    out.invoice.customer = core::id_cast<core::CustomerId>(*customer);
    out.invoice.number = number_;
    out.invoice.amount = {*minor, currency()};
    out.invoice.issued = *issued;
    out.invoice.customer_name = customer_.typed;
    out.invoice.note = note_;
    if (auto read = read_details(desk, out.invoice); !read) return std::unexpected(read.error());
    if (auto read = read_due(desk, out); !read) return std::unexpected(read.error());
    return out;
}

std::string InvoiceForm::problem_of(std::string_view field) const {
    return tried_ && was_refused_ && refused_.field == field ? error_words(refused_)
                                                             : std::string();
}

// --- drawing

void InvoiceForm::draw_fields(Desk& desk) {
    const std::string customer_problem = problem_of("customer");
    if (lookup_field(say("label.customer"), customer_, desk.session.revision(),
                     [&](std::string_view typed) { return find_customers(desk, typed); },
                     {.error = customer_problem,
                      .placeholder = say("receipts.customer_hint"),
                      .required = true,
                      .autofocus = fresh_ && customer_.id.empty()})) {
        contract_.clear();
        against_ = {};
        take_customer(desk);
    }
    draw_number(desk);
    draw_amount(desk);
    draw_dates(desk);
}

void InvoiceForm::draw_number(Desk& desk) {
    const std::string problem = problem_of("number");
    const bool focus = fresh_ && !customer_.id.empty();
    fresh_ = false;
    number_field(say(is_plain() ? "label.number" : "label.credit_number"), number_,
                 {.error = problem, .required = !is_refund(), .autofocus = focus},
                 [&] { return session::Ledger(desk.session).next_number(type_); });
}

void InvoiceForm::draw_amount(Desk& desk) {
    const auto currencies = offered_currencies();
    {
        Columns columns({2, 1}, 12, 300);
        const std::string problem = problem_of("amount");
        amount_field(say("label.amount"), amount_typed_, currency(),
                     {.error = problem, .placeholder = "0.00", .required = true});
        columns.next();
        std::vector<std::string> labels;
        for (const core::Currency& one : currencies) labels.emplace_back(one.view());
        select(say("label.currency"), currency_, labels);
    }
    if (currency() == desk.session.book().currency) return;
    const std::string problem = problem_of("rate");
    text_field(say("label.rate"), rate_,
               {.kind = FieldKind::decimal,
                .hint = say("invoices.rate_hint", std::string(currency().view()),
                            std::string(base_.view())),
                .error = problem});
}

void InvoiceForm::draw_dates(Desk& desk) {
    {
        Columns columns({1, 1}, 12, 300);
        const std::string issued_problem = problem_of("issued");
        date_field(say(is_plain() ? "label.issued" : "label.date"), issued_typed_, desk.today,
                   {.error = issued_problem, .required = true});
        columns.next();
        if (!by_lines_ && !is_refund()) {
            const std::string due_problem = problem_of("due");
            date_field(say("label.due"), due_typed_, desk.today,
                       {.error = due_problem,
                        .placeholder = word(has_terms() ? "invoices.terms_placeholder"
                                                        : "invoices.due_same_day")});
        }
    }
    if (!has_terms() || by_lines_ || !is_blank(due_typed_)) return;
    const std::string problem = problem_of("terms");
    const std::string hint = terms_of_customer_.empty()
                                 ? std::string()
                                 : say("invoices.customer_terms", terms_of_customer_);
    const auto issued = core::read_typed_date(issued_typed_, desk.today).value_or(desk.today);
    terms_field(desk, say("label.terms"), terms_, issued,
                {read_typed_amount(amount_typed_, currency()).value_or(0), currency()},
                {.hint = hint, .error = problem});
}

// How much of the amount is tax: typed, or reckoned by a rate.
void InvoiceForm::draw_tax() {
    const std::string problem = problem_of("tax");
    amount_field(say("invoices.tax"), tax_typed_, currency(),
                 {.hint = say("invoices.tax_hint"), .error = problem, .placeholder = "0.00"});
    const auto gross = read_typed_amount(amount_typed_, currency());
    Row row(6);
    for (const int rate : {13, 9, 6, 3, 1, 0}) {
        bool chosen = false;
        if (!chip(std::to_string(rate) + "%", chosen) || !gross) continue;
        tax_typed_ =
            core::to_text(core::Money{core::split_tax(*gross, rate).tax_minor, currency()});
    }
}

void InvoiceForm::draw_contract() {
    if (contracts_.empty()) return;
    std::vector<std::string> labels{say("contract.without")};
    int chosen = 0;
    for (const session::ContractRow& row : contracts_) {
        if (core::to_text(row.id) == contract_) chosen = static_cast<int>(labels.size());
        labels.push_back(row.contract.number + (row.contract.title.empty() ? "" : " · ") +
                         row.contract.title);
    }
    if (!select(say("contract.one"), chosen, labels)) return;
    contract_.clear();
    if (chosen == 0) return;
    const session::ContractRow& row = contracts_[static_cast<std::size_t>(chosen) - 1];
    contract_ = core::to_text(row.id);
    if (is_blank(terms_) && row.contract.terms) terms_ = core::to_text(*row.contract.terms);
}

void InvoiceForm::draw_details(Desk& desk) {
    if (has_against()) {
        const std::string problem = problem_of("against");
        const auto parsed = core::parse_id(customer_.id);
        lookup_field(say("label.against"), against_, desk.session.revision(),
                     [&](std::string_view typed) {
                         if (!parsed) return std::vector<Choice>{};
                         return find_invoices(desk, core::id_cast<core::CustomerId>(*parsed),
                                              typed);
                     },
                     {.hint = say(type_ == core::DebitType::costs ? "invoices.costs_against_hint"
                                                                  : "invoices.against_hint"),
                      .error = problem});
    }
    if (!is_refund()) draw_contract();
    if (has_terms()) draw_tax();
    text_field(say("label.note"), note_);
}

void InvoiceForm::draw_lines(Desk& desk, core::Currency currency) {
    checkbox(say("invoices.in_parts"), by_lines_);
    if (!by_lines_) return;
    if (lines_.size() < 2) lines_.resize(2);
    std::int64_t sum = 0;
    std::size_t gone = lines_.size();
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        const Named named(static_cast<std::uint64_t>(i));
        Row row(8, false, 36);
        const float width = (room_css() - 52) / 2;
        const std::string number = std::to_string(i + 1);
        date_field(say("invoices.part_due", number), lines_[i].due, desk.today,
                   {.placeholder = say("label.due"), .width = width, .bare = true});
        amount_field(say("invoices.part_amount", number), lines_[i].amount, currency,
                     {.placeholder = "0.00", .width = width, .bare = true, .right = true});
        sum += read_typed_amount(lines_[i].amount, currency).value_or(0);
        if (icon_button(Icon::close, say("invoices.remove_part", number),
                        {.enabled = lines_.size() > 2})) {
            gone = i;
        }
    }
    if (gone < lines_.size()) lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(gone));
    const std::int64_t whole = read_typed_amount(amount_typed_, currency).value_or(0);
    Row row(12, true, 36);
    if (button(say("invoices.add_part"), {.kind = ButtonKind::quiet, .icon = Icon::plus}) &&
        lines_.size() < 60) {
        lines_.emplace_back();
    }
    text(say("invoices.parts_sum", money_text({sum, currency}), money_text({whole, currency})),
         {.tone = sum == whole ? Tone::green : Tone::red});
}

// Whether it would take what the customer owes beyond what he may owe.
void InvoiceForm::draw_limit(Desk& desk) {
    const auto wish = command(desk);
    if (!wish) return;
    const core::InvoiceIssued& invoice = wish->invoice;
    const std::string key =
        std::to_string(desk.session.revision()) + core::to_text(invoice.customer);
    const auto& sums = exposure_.get(key, [&] {
        return session::Ledger(desk.session).exposure(invoice.customer, desk.session.today());
    });
    for (const session::Exposure& sum : sums) {
        if (!sum.limit || sum.currency != invoice.amount.currency) continue;
        const std::int64_t left = sum.available() - invoice.amount.minor;
        if (left < 0) {
            notice(say("invoice.over_limit", money_text({*sum.limit, sum.currency}),
                       money_text({-left, sum.currency})),
                   BadgeKind::warn);
        }
    }
}

// What the book would make of it: the lines that count.
void InvoiceForm::draw_schedule(Desk& desk) {
    if (!is_blank(terms_) && is_blank(due_typed_) && !by_lines_) return; // said below the terms
    const auto wish = command(desk);
    if (!wish) return;
    std::string key = std::to_string(desk.session.revision());
    for (const std::string& part : parts()) key += '\x1f' + part;
    const auto& preview = preview_.get(key, [&] { return desk.session.preview(*wish); });
    if (!preview || preview->facts.empty()) return;
    const auto* made = std::get_if<core::InvoiceIssued>(&preview->facts.front());
    if (made == nullptr) return;
    heading(say("invoice.lines"), 3);
    for (const std::string& line : due_words_of(made->lines, made->amount.currency, 6)) {
        text(line);
    }
}

void InvoiceForm::save(Desk& desk) {
    tried_ = true;
    const auto wish = command(desk);
    was_refused_ = !wish;
    if (!wish) {
        refused_ = wish.error();
        return;
    }
    const std::string done =
        type_ == core::DebitType::invoice
            ? say("invoices.saved", number_, money_text(wish->invoice.amount))
            : say("debit.saved", debit_words(type_), number_, money_text(wish->invoice.amount));
    desk.run(*wish, done, [this, &desk](const core::Result<session::Outcome>& outcome) {
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

void InvoiceForm::draw(Desk& desk) {
    const auto wanted = entered_debit(desk.route.option("new"));
    const bool other = type_ != wanted || about_ != form_subject(desk);
    if (wanted && (!open_ || other)) start(desk, *wanted);
    bool open = wanted.has_value();
    {
        const std::string title = type_ == core::DebitType::invoice
                                      ? say("invoices.issue")
                                      : say("debit.new." + std::string(core::name_of(type_)));
        Sheet sheet("invoice_form", title, open, 600, true);
        if (!sheet) {
            open_ = false;
            return;
        }
        draw_fields(desk);
        if (!is_refund()) draw_lines(desk, currency());
        draw_details(desk);
        draw_schedule(desk);
        draw_limit(desk);
        static constexpr std::string_view beside[] = {
            "customer", "number", "amount", "issued", "due", "terms", "tax", "rate", "against"};
        if (was_refused_ && std::ranges::find(beside, refused_.field) == std::end(beside)) {
            notice(error_words(refused_), BadgeKind::bad, true);
        }
        sheet.footer();
        Row row(8);
        if (button(say("invoices.save"), {.kind = ButtonKind::primary})) save(desk);
        if (button(say("kit.cancel"))) {
            open = open_ = false;
            draft_.forget(desk); // given up by a person; closing by mistake keeps it
        }
    }
    keep_draft(desk);
    if (!open) desk.go(with_sheet(desk, "new", {}));
}

} // namespace huikuan::ui
