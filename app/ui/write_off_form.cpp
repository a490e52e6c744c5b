#include "ui/write_off_form.h"

#include <algorithm>
#include <array>

#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"
#include "ui/start.h"

namespace huikuan::ui {

namespace {

// Codes are kept, words are shown: a report counts by code in any language.
// The last is not chosen: it stands where a write-off was taken back because money came after all.
constexpr std::array<std::string_view, 9> codes{"bankrupt",   "dissolved",   "untraceable",
                                                "enforced",   "time_barred", "settlement",
                                                "uneconomic", "other",       "recovered"};

std::string code_words(std::string_view code) {
    return say("write_off.reason." + std::string(code));
}

} // namespace

std::span<const std::string_view> write_off_codes() {
    return std::span(codes).first(codes.size() - 1);
}

std::string reason_words(std::string_view reason) {
    // "small difference": as it was written before it was a code.
    if (reason == "small_difference" || reason == "small difference") return say("write_off.small");
    const auto colon = reason.find(": ");
    const std::string_view code = reason.substr(0, colon);
    if (!std::ranges::contains(codes, code)) return std::string(reason);
    if (colon == std::string_view::npos) return code_words(code);
    return code_words(code) + " · " + std::string(reason.substr(colon + 2));
}

void WriteOffForm::start(Desk& desk) {
    *this = WriteOffForm{};
    open_ = true;
    about_ = form_subject(desk);
    id_ = core::id_cast<core::ReceiptId>(desk.session.mint());
    date_typed_ = core::to_text(desk.today);
    const auto currencies = offered_currencies();
    core::Currency wanted = desk.session.book().currency;
    std::string chosen = desk.route.option("customer");
    if (desk.route.part(0) == "customers") chosen = desk.route.part(1);
    const auto invoice_id = core::parse_id(desk.route.option("of"));
    const auto invoice =
        invoice_id ? desk.session.invoice(core::id_cast<core::InvoiceId>(*invoice_id), desk.today)
                   : std::nullopt;
    if (invoice) {
        chosen = core::to_text(invoice->customer);
        wanted = invoice->amount.currency;
        amount_typed_ = core::to_text({invoice->open, wanted}, false);
        const std::string amount = desk.route.option("amount");
        if (!amount.empty()) amount_typed_ = amount;
        picker_.prefer(invoice->id);
    }
    if (const auto parsed = core::parse_id(chosen)) {
        customer_ = desk.session.customer(core::id_cast<core::CustomerId>(*parsed), desk.today);
    }
    const auto at = std::ranges::find(currencies, wanted);
    currency_ = at == currencies.end() ? 0 : static_cast<int>(at - currencies.begin());
    const auto reason = std::ranges::find(write_off_codes(), desk.route.option("reason"));
    if (reason != write_off_codes().end()) {
        code_ = static_cast<int>(reason - write_off_codes().begin());
    }
    picker_.use = AllocationUse::write_off;
    draft_.rename("write_off." + (invoice     ? core::to_text(invoice->id)
                                  : customer_ ? core::to_text(customer_->id)
                                              : chosen));
    if (const auto parts = draft_.take(desk, 6); !parts.empty()) {
        amount_typed_ = parts[0];
        date_typed_ = parts[1];
        detail_ = parts[2];
        code_ = read_whole_number(parts[3], 0, static_cast<int>(write_off_codes().size()) - 1)
                    .value_or(0);
        currency_ = read_whole_number(parts[4], 0, static_cast<int>(currencies.size()) - 1)
                        .value_or(currency_);
        picker_.take(parts[5]);
    }
}

std::string WriteOffForm::reason() const {
    const std::string code(codes[static_cast<std::size_t>(code_)]);
    return is_blank(detail_) ? code : code + ": " + detail_;
}

void WriteOffForm::draw(Desk& desk) {
    const bool wanted = desk.route.option("new") == "write_off";
    if (wanted && (!open_ || about_ != form_subject(desk))) start(desk);
    bool open = wanted;
    {
        Sheet sheet("write_off_form", say("write_off.title"), open, 640, customer_.has_value());
        if (!sheet) {
            open_ = false;
            return;
        }
        if (customer_) draw_form(desk, sheet, open);
        else notice(say("customer.gone"), BadgeKind::warn);
    }
    if (!open) desk.go(with_sheet(desk, "new", {}));
}

void WriteOffForm::draw_form(Desk& desk, Sheet& sheet, bool& open) {
    const core::Currency currency = offered_currencies()[static_cast<std::size_t>(currency_)];
    const auto problem = [&](std::string_view field) {
        return was_refused_ && refused_.field == field ? error_words(refused_) : std::string();
    };
    text(customer_label(*customer_), {.letters = Letters::strong});
    core::Result<std::int64_t> minor = 0;
    {
        Columns columns({2, 1}, 12, 300);
        std::string wrong = problem("amount");
        minor = amount_field(say("label.amount"), amount_typed_, currency,
                             {.error = wrong, .required = true, .autofocus = true})
                    .minor;
        columns.next();
        std::vector<std::string> labels;
        for (const core::Currency& one : offered_currencies()) labels.emplace_back(one.view());
        if (select(say("label.currency"), currency_, labels)) picker_.reset();
    }
    core::Result<core::Date> date = core::Date{};
    {
        Columns columns({1, 1}, 12, 300);
        const std::string wrong = problem("date");
        date = date_field(say("label.date"), date_typed_, desk.today,
                          {.error = wrong, .required = true})
                   .date;
        columns.next();
        std::vector<std::string> labels;
        for (const std::string_view code : write_off_codes()) labels.push_back(code_words(code));
        select(say("label.reason"), code_, labels);
    }
    text_field(say("write_off.detail"), detail_, {.placeholder = say("write_off.detail_hint")});
    draft_.keep(desk,
                {amount_typed_, date_typed_, detail_, std::to_string(code_),
                 std::to_string(currency_), picker_.kept()},
                !picker_.waits());
    core::RecordReceipt wish;
    wish.receipt.id = id_;
    wish.receipt.customer = customer_->id;
    wish.receipt.amount = {minor.value_or(0), currency};
    wish.receipt.date = date.value_or(desk.today);
    wish.receipt.method = "other";
    wish.receipt.type = core::CreditType::write_off;
    wish.receipt.reason = reason();
    wish.plan = picker_.plan();
    const std::string key = amount_typed_ + "|" + date_typed_ + std::to_string(currency_) +
                            picker_.key() + "@" + std::to_string(desk.session.revision());
    const auto& preview = preview_.get(key, [&]() -> core::Result<session::Outcome> {
        if (!minor || *minor <= 0 || !date) return core::fail(core::ErrorCode::required, "amount");
        return desk.session.preview(wish);
    });
    picker_.draw(desk, {customer_->id, currency, minor.value_or(0), {}, wish.receipt.date},
                 preview);
    const bool asked = minor && *minor > 0 && date;
    if (asked && !preview) notice(error_words(preview.error()), BadgeKind::bad);
    notice(say("write_off.kept"), BadgeKind::neutral);
    sheet.footer();
    Row row(8);
    const bool ready = asked && preview && !picker_.unreadable();
    if (button(say("write_off.do"), {.kind = ButtonKind::danger,
                                     .enabled = ready,
                                     .hint = ready ? "" : word("write_off.not_ready")})) {
        desk.run(wish, say("write_off.done", money_text(wish.receipt.amount)),
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
    if (button(say("kit.cancel"))) {
        open = false;
        draft_.forget(desk);
    }
}

} // namespace huikuan::ui
