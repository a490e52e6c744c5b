#include "ui/receipt_form.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/exchange.h"
#include "core/read.h"
#include "session/ledger.h"
#include "session/legal.h"
#include "ui/backend/backend.h"
#include "ui/document_words.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/rate_field.h"
#include "ui/start.h"

namespace huikuan::ui {

namespace {

// How it came in: the method that is kept, and the type of credit that it makes.
struct Way {
    const char* method;
    core::CreditType type;
    const char* key;
};
constexpr std::array<Way, 6> offered_ways{{
    {"bank", core::CreditType::receipt, "method.bank"},
    {"cash", core::CreditType::receipt, "method.cash"},
    {"wallet", core::CreditType::receipt, "method.wallet"},
    {"bill", core::CreditType::bill, "method.bill"},
    {"other", core::CreditType::offset, "credit.offset"},
    {"other", core::CreditType::receipt, "method.other"},
}};

const Way& way_of(int index) { return offered_ways[static_cast<std::size_t>(index)]; }

} // namespace

void ReceiptForm::start(Desk& desk) {
    *this = ReceiptForm{};
    open_ = fresh_ = true;
    about_ = form_subject(desk);
    id_ = core::id_cast<core::ReceiptId>(desk.session.mint());
    date_typed_ = core::to_text(desk.today);
    const auto currencies = offered_currencies();
    core::Currency wanted = desk.session.book().currency;
    bool drafted = take_draft(desk);
    std::string chosen = desk.route.option("customer");
    if (desk.route.part(0) == "customers") chosen = desk.route.part(1);
    if (const auto parsed = core::parse_id(chosen)) {
        const auto row =
            desk.session.customer(core::id_cast<core::CustomerId>(*parsed), desk.today);
        if (row) {
            customer_.id = chosen;
            customer_.typed = customer_label(*row);
            for (const auto& balance : row->balances) {
                if (balance.balance > 0) {
                    wanted = balance.currency;
                    break;
                }
            }
        }
    }
    if (const auto of = core::parse_id(desk.route.option("pays"))) { // money of a case
        if (const auto row = session::Legal(desk.session).one_case(*of, desk.today)) {
            wanted = row->what.currency;
            picker_.claim(row->what.invoices);
            drafted = false;
        }
    }
    if (drafted) return;
    const auto at = std::ranges::find(currencies, wanted);
    currency_ = at == currencies.end() ? 0 : static_cast<int>(at - currencies.begin());
}

core::Currency ReceiptForm::currency() const {
    return offered_currencies()[static_cast<std::size_t>(currency_)];
}
bool ReceiptForm::is_bill() const { return way_of(method_).type == core::CreditType::bill; }
// What was typed while it was money stays, hidden, where it is set off now.
bool ReceiptForm::deducts() const {
    return deductions_ && way_of(method_).type != core::CreditType::offset;
}
bool ReceiptForm::is_foreign(const Desk& desk) const {
    return currency() != desk.session.book().currency;
}
bool ReceiptForm::is_complete() const {
    const auto readable = [&](const std::string& typed) {
        return is_blank(typed) || read_typed_amount(typed, currency());
    };
    const bool bill = !is_bill() || (maturity_ && !is_blank(bill_number_) && !is_blank(acceptor_));
    return !customer_.id.empty() && minor_ && *minor_ > 0 && date_ && bill &&
           !picker_.unreadable() &&
           (!deducts() || (readable(fee_typed_) && readable(discount_typed_)));
}

core::RecordReceipt ReceiptForm::command(const Desk& desk, std::int64_t rest) const {
    core::RecordReceipt out;
    core::ReceiptRecorded& receipt = out.receipt;
    const Way& way = way_of(method_);
    receipt.id = id_;
    if (const auto customer = core::parse_id(customer_.id)) {
        receipt.customer = core::id_cast<core::CustomerId>(*customer);
    }
    receipt.amount = {minor_.value_or(0), currency()};
    receipt.date = date_.value_or(core::Date{});
    receipt.method = way.method;
    receipt.reference = reference_;
    receipt.note = note_;
    receipt.type =
        advance_ && way.type == core::CreditType::receipt ? core::CreditType::advance : way.type;
    if (is_bill()) {
        receipt.bill = {bill_number_, acceptor_, maturity_.value_or(receipt.date), commercial_};
    }
    if (is_foreign(desk) && !is_blank(rate_typed_)) {
        receipt.rate = core::parse_rate(rate_typed_).value_or(core::Rate{-1, 1});
    }
    const auto beside = [&](core::CreditType type, const std::string& typed) {
        const auto minor = read_typed_amount(typed, currency());
        if (deducts() && minor && *minor != 0) out.companions.push_back({type, *minor, reason_});
    };
    beside(core::CreditType::fee, fee_typed_);
    beside(core::CreditType::discount, discount_typed_);
    if (rest > 0) out.companions.push_back({core::CreditType::write_off, rest, {}});
    out.plan = picker_.plan(rest > 0);
    return out;
}

std::string ReceiptForm::problem_of(std::string_view field) const {
    if (was_refused_ && refused_.field == field) return error_words(refused_);
    if (!tried_) return {};
    if (field == "customer" && customer_.id.empty()) return say("receipts.customer_missing");
    if (field == "amount" && !minor_) return error_words(minor_.error());
    if (field == "amount" && *minor_ <= 0) return say("receipts.amount_missing");
    if (field == "date" && !date_) return error_words(date_.error());
    if (field == "maturity" && is_bill() && !maturity_) return error_words(maturity_.error());
    const bool unsaid = (field == "bill_number" && is_blank(bill_number_)) ||
                        (field == "acceptor" && is_blank(acceptor_));
    if (unsaid) return error_words({core::ErrorCode::required, std::string(field)});
    return {};
}

// --- the fields

void ReceiptForm::draw_amount(Desk& desk) {
    {
        Columns columns({2, 1}, 12, 300);
        const std::string problem = problem_of("amount");
        minor_ = amount_field(say("label.amount"), amount_typed_, currency(),
                              {.error = problem,
                               .placeholder = "0.00",
                               .required = true,
                               .autofocus = fresh_ && !customer_.id.empty()})
                     .minor;
        columns.next();
        std::vector<std::string> labels;
        for (const core::Currency& one : offered_currencies()) labels.emplace_back(one.view());
        if (select(say("label.currency"), currency_, labels)) picker_.reset();
    }
    fresh_ = false;
    Columns columns({1, 1}, 12, 300);
    const std::string problem = problem_of("date");
    date_ =
        date_field(say("label.date"), date_typed_, desk.today, {.error = problem, .required = true})
            .date;
    columns.next();
    std::vector<std::string> labels;
    for (const Way& way : offered_ways) labels.push_back(say(way.key));
    select(say("label.method"), method_, labels);
}

void ReceiptForm::draw_bill(Desk& desk) {
    Panel panel(say("credit.bill"), 14, 10);
    Columns columns({1, 1}, 12, 300);
    const std::string number_problem = problem_of("bill_number");
    text_field(say("bill.number"), bill_number_, {.error = number_problem, .required = true});
    columns.next();
    const std::string maturity_problem = problem_of("maturity");
    maturity_ = date_field(say("bill.maturity"), maturity_typed_, desk.today,
                           {.error = maturity_problem, .required = true})
                    .date;
    columns.next();
    const std::string acceptor_problem = problem_of("acceptor");
    text_field(say("bill.acceptor"), acceptor_, {.error = acceptor_problem, .required = true});
    columns.next();
    int kind = commercial_ ? 1 : 0;
    const std::string kinds[] = {say("bill.bank"), say("bill.commercial")};
    if (select(say("bill.kind"), kind, kinds)) commercial_ = kind == 1;
}

// Nothing is converted without a rate that somebody gave; without one, nothing is.
void ReceiptForm::draw_rate(Desk& desk) {
    if (!is_foreign(desk)) return;
    const std::string problem = problem_of("rate");
    rate_field(rate_typed_, {minor_.value_or(0), currency()}, desk.session.book().currency,
               problem);
}

void ReceiptForm::draw_deductions() {
    if (way_of(method_).type == core::CreditType::offset) return;
    checkbox(say("receipts.deductions"), deductions_);
    if (!deductions_) return;
    const std::string fee_problem = problem_of("fee");
    const std::string discount_problem = problem_of("discount");
    {
        Columns columns({1, 1}, 12, 300);
        amount_field(
            say("credit.fee"), fee_typed_, currency(),
            {.hint = word("receipts.fee_hint"), .error = fee_problem, .placeholder = "0.00"});
        columns.next();
        amount_field(say("credit.discount"), discount_typed_, currency(),
                     {.hint = word("receipts.discount_hint"),
                      .error = discount_problem,
                      .placeholder = "0.00"});
    }
    const std::string paid = paid_words(fee_typed_, {minor_.value_or(0), currency()});
    if (!paid.empty()) caption(paid);
    if (is_blank(fee_typed_) && is_blank(discount_typed_)) return;
    text_field(say("receipts.deduction_reason"), reason_);
}

void ReceiptForm::draw_fields(Desk& desk) {
    const std::string customer_problem = problem_of("customer");
    const bool changed =
        lookup_field(say("label.customer"), customer_, desk.session.revision(),
                     [&](std::string_view typed) { return find_customers(desk, typed); },
                     {.error = customer_problem,
                      .placeholder = say("receipts.customer_hint"),
                      .required = true,
                      .autofocus = fresh_ && customer_.id.empty()});
    if (changed) picker_.reset();
    draw_amount(desk);
    if (is_bill()) draw_bill(desk);
    draw_rate(desk);
    draw_deductions();
    if (way_of(method_).type == core::CreditType::receipt) {
        checkbox(say("receipts.advance"), advance_);
    }
    text_field(say("label.reference"), reference_, {.placeholder = say("receipts.reference_hint")});
    text_field(say("label.note"), note_);
}

// --- the split

core::Result<session::Outcome> ReceiptForm::asked(Desk& desk, const core::RecordReceipt& wish,
                                                  bool complete) const {
    if (!complete || wish.receipt.amount.minor <= 0 || !date_ || (is_bill() && !maturity_)) {
        return core::fail(core::ErrorCode::required, "amount");
    }
    core::RecordReceipt asked = wish;
    if (asked.receipt.bill) { // the split does not wait for what is still to be typed
        if (is_blank(asked.receipt.bill->number)) asked.receipt.bill->number = "-";
        if (is_blank(asked.receipt.bill->acceptor)) asked.receipt.bill->acceptor = "-";
    }
    return desk.session.preview(asked);
}

// What is missing for the last invoices to be paid whole is offered to be written off, as far as
// the book's policy lets a receipt do that by itself.
void ReceiptForm::draw_difference(Desk& desk, const core::Result<session::Outcome>& plain) {
    const std::int64_t before = std::exchange(rest_, 0);
    const bool cash = core::is_cash(command(desk, 0).receipt.type);
    if (!plain || !cash) return;
    std::int64_t used = 0;
    std::int64_t whole = 0;
    for (const core::Fact& fact : plain->facts) {
        if (const auto* made = std::get_if<core::AllocationMade>(&fact)) used += made->amount.minor;
        if (const auto* one = std::get_if<core::ReceiptRecorded>(&fact)) whole += one->amount.minor;
    }
    const std::int64_t left = picker_.left_of_paid(plain);
    const auto most = session::Ledger(desk.session)
                          .policy()
                          .small_difference(currency(), desk.session.book().currency);
    if (used != whole || left <= 0 || left > most) return;
    checkbox(say("receipts.write_off_rest", money_text({left, currency()})), write_off_rest_);
    caption(say("receipts.write_off_limit", money_text({most, currency()})));
    if (write_off_rest_) rest_ = left;
    if (rest_ != before) desk.backend.request_frame(); // the split above is of before
}

// A discount for paying early that is still open on the receipt's day, where it settles what is
// paid: one press takes it. Answers whether there is one.
bool ReceiptForm::draw_discount(const core::RecordReceipt& wish,
                                const core::Result<session::Outcome>& plain) {
    const bool typed = deducts() && !is_blank(discount_typed_);
    if (!plain || typed || !core::is_cash(wish.receipt.type)) return false;
    std::int64_t minor = wish.receipt.amount.minor;
    for (const core::Companion& one : wish.companions) minor += one.minor;
    const core::Money kept{picker_.discount_due(plain, minor, wish.receipt.date), currency()};
    if (kept.minor <= 0) return false;
    if (button(say("receipts.take_discount", money_text(kept)), {.icon = Icon::coin})) {
        deductions_ = true;
        discount_typed_ = core::to_text(kept, false);
        picker_.pay_whole();
    }
    caption(say("receipts.discount_due"));
    return true;
}

void ReceiptForm::draw_split(Desk& desk) {
    const core::RecordReceipt wish = command(desk, 0);
    const bool complete = !wish.receipt.customer.is_nil();
    const std::string key = draft() + picker_.key() + "@" + std::to_string(desk.session.revision());
    const auto& plain = plain_.get(key, [&] { return asked(desk, wish, complete); });
    core::Result<session::Outcome> shown = plain;
    if (complete) {
        std::int64_t available = wish.receipt.amount.minor;
        for (const core::Companion& one : wish.companions) available += one.minor;
        if (rest_ > 0) {
            shown = whole_.get(key + "+" + std::to_string(rest_),
                               [&] { return asked(desk, command(desk, rest_), complete); });
        }
        picker_.draw(desk,
                     {wish.receipt.customer, wish.receipt.amount.currency, available,
                      wish.receipt.rate, wish.receipt.date},
                     shown);
        if (draw_discount(wish, plain)) rest_ = 0;
        else draw_difference(desk, plain);
    }
    if (shown) {
        std::int64_t left = 0;
        for (const core::Fact& fact : shown->facts) {
            if (const auto* made = std::get_if<core::AllocationMade>(&fact)) {
                left -= made->amount.minor;
            } else if (const auto* one = std::get_if<core::ReceiptRecorded>(&fact)) {
                left += one->amount.minor;
            }
        }
        notice(left > 0 ? say("receipts.left", money_text({left, currency()}))
                        : say("receipts.exact"),
               left > 0 ? BadgeKind::accent : BadgeKind::good);
    } else if (complete && wish.receipt.amount.minor > 0 && date_ && (!is_bill() || maturity_)) {
        notice(error_words(shown.error()), BadgeKind::bad);
    }
}

void ReceiptForm::draw_refusal() const {
    static constexpr std::string_view beside[] = {"customer", "amount", "date",    "bill_number",
                                                  "acceptor", "rate",   "maturity"};
    if (was_refused_ && !std::ranges::contains(beside, refused_.field)) {
        notice(error_words(refused_), BadgeKind::bad, true);
    }
}

void ReceiptForm::draw_buttons(Desk& desk, bool& open) {
    Row row(8);
    const bool save = button(say("receipts.save"), {.kind = ButtonKind::primary});
    if (button(say("kit.cancel"))) {
        open = open_ = false;
        draft_.forget(desk); // given up by a person; closing by mistake keeps it
    }
    if (!save) return;
    tried_ = true;
    if (!is_complete()) return;
    const core::RecordReceipt wish = command(desk, rest_);
    desk.run(wish, say("receipts.saved", money_text(wish.receipt.amount), customer_.typed),
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

void ReceiptForm::draw(Desk& desk) {
    const bool wanted = desk.route.option("new") == "receipt";
    if (wanted && (!open_ || about_ != form_subject(desk))) start(desk);
    bool open = wanted;
    {
        Sheet sheet("receipt_form", say("receipts.record"), open, 720, true);
        if (!sheet) {
            open_ = false;
            return;
        }
        draw_fields(desk);
        draw_split(desk);
        draw_refusal();
        sheet.footer();
        draw_buttons(desk, open);
    }
    keep_draft(desk);
    if (!open) desk.go(with_sheet(desk, "new", {}), false);
}

// --- the draft: nothing typed is lost over a reload

namespace {

constexpr std::size_t draft_parts = 20;

int index_below(const std::string& text, std::size_t below) {
    const bool digits = !text.empty() && text.size() < 4 &&
                        text.find_first_not_of("0123456789") == std::string::npos;
    const int value = digits ? std::stoi(text) : 0;
    return static_cast<std::size_t>(value) < below ? value : 0;
}

std::string flag(bool value) { return value ? "1" : ""; }

} // namespace

std::string ReceiptForm::draft() const {
    std::string out;
    for (const std::string& part :
         {customer_.id, amount_typed_, date_typed_, reference_, note_, bill_number_, acceptor_,
          maturity_typed_, rate_typed_, fee_typed_, discount_typed_, reason_,
          std::to_string(currency_), std::to_string(method_), flag(advance_), flag(commercial_),
          flag(deductions_)}) {
        out += part + '\x1f';
    }
    return out;
}

void ReceiptForm::keep_draft(Desk& desk) {
    draft_.keep(desk,
                {customer_.id,
                 customer_.typed,
                 amount_typed_,
                 date_typed_,
                 reference_,
                 note_,
                 bill_number_,
                 acceptor_,
                 maturity_typed_,
                 rate_typed_,
                 fee_typed_,
                 discount_typed_,
                 std::to_string(currency_),
                 std::to_string(method_),
                 flag(advance_),
                 flag(commercial_),
                 flag(deductions_),
                 picker_.kept(),
                 flag(write_off_rest_),
                 reason_},
                open_ && !(customer_.id.empty() && amount_typed_.empty()));
}

// Answers whether the draft says in which currency.
bool ReceiptForm::take_draft(Desk& desk) {
    const auto parts = draft_.take(desk, draft_parts);
    if (parts.empty()) return false;
    const auto parsed = core::parse_id(parts[0]);
    if (parsed && desk.session.customer(core::id_cast<core::CustomerId>(*parsed), desk.today)) {
        customer_.id = parts[0];
        customer_.typed = parts[1];
    }
    std::string* const texts[] = {&amount_typed_, &date_typed_,    &reference_,      &note_,
                                  &bill_number_,  &acceptor_,      &maturity_typed_, &rate_typed_,
                                  &fee_typed_,    &discount_typed_};
    for (std::size_t i = 0; i < std::size(texts); ++i) *texts[i] = parts[2 + i];
    currency_ = index_below(parts[12], offered_currencies().size());
    method_ = index_below(parts[13], offered_ways.size());
    advance_ = !parts[14].empty();
    commercial_ = !parts[15].empty();
    deductions_ = !parts[16].empty();
    picker_.take(parts[17]);
    write_off_rest_ = !parts[18].empty();
    reason_ = parts[19];
    return true;
}

} // namespace huikuan::ui
