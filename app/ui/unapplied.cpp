#include "ui/unapplied.h"

#include <algorithm>

#include "session/suggestions.h"
#include "ui/document_words.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/lists.h"
#include "ui/reversal.h"

namespace huikuan::ui {

void open_allocation(Desk& desk, core::ReceiptId receipt, std::optional<core::InvoiceId> invoice) {
    Route route = desk.route; // over whatever is open
    route.set("apply", core::to_text(receipt));
    route.set("of", invoice ? core::to_text(*invoice) : std::string());
    desk.go(route.text());
}

// --- the offer

void UnappliedOffer::draw(Desk& desk, core::CustomerId customer,
                          std::optional<core::Currency> currency,
                          std::optional<core::InvoiceId> invoice) {
    constexpr std::size_t most_offered = 3;
    std::string key = moment_key(desk, core::to_text(customer));
    if (currency) key += currency->view();
    const auto& receipts = receipts_.get(key, [&] {
        auto rows = session::waiting_money(desk.session, desk.as_of, customer);
        std::erase_if(rows, [&](const core::ReceiptRow& row) {
            return currency && row.amount.currency != *currency;
        });
        return rows;
    });
    for (std::size_t i = 0; i < std::min(receipts.size(), most_offered); ++i) {
        const core::ReceiptRow& row = receipts[i];
        const Named named(core::to_text(row.id));
        Row line(8, true, 36);
        const std::string open = money_text({row.unapplied, row.amount.currency});
        badge(say("unapplied.offer", open, date_text(row.date), credit_words(row.type)),
              BadgeKind::warn);
        if (button(say("unapplied.use", open), {.kind = ButtonKind::quiet, .icon = Icon::split})) {
            open_allocation(desk, row.id, invoice);
        }
    }
    if (receipts.size() > most_offered) {
        caption(say("unapplied.more", receipts.size() - most_offered));
    }
}

// --- the sheet

void AllocateForm::start(Desk& desk, const std::string& id) {
    asked_ = id;
    receipt_.reset();
    refused_.clear();
    picker_.reset();
    picker_.use = AllocationUse::unapplied;
    const auto parsed = core::parse_id(id);
    if (!parsed) return;
    receipt_ = desk.session.receipt(core::id_cast<core::ReceiptId>(*parsed), desk.today);
    if (!receipt_) return;
    for (const auto& row : session::waiting_money(desk.session, desk.today, receipt_->customer)) {
        if (row.id == receipt_->id) receipt_ = row; // with the fee that waits with it
    }
    id_ = desk.session.mint();
    date_typed_ = core::to_text(std::max(desk.today, receipt_->date));
    draft_.rename("allocate." + id);
    if (const auto parts = draft_.take(desk, 2); !parts.empty()) {
        date_typed_ = parts[0];
        picker_.take(parts[1]);
    } else if (const auto of = core::parse_id(desk.route.option("of"))) {
        picker_.prefer(core::id_cast<core::InvoiceId>(*of));
    }
}

void AllocateForm::draw(Desk& desk) {
    const std::string id = desk.route.option("apply");
    if (id != asked_) start(desk, id);
    bool open = !id.empty();
    {
        Sheet sheet("allocate_form", say("allocate.later"), open, 720, receipt_.has_value());
        if (!sheet) return;
        if (receipt_) draw_form(desk, sheet, open);
        else notice(say("receipt.gone"), BadgeKind::warn);
    }
    if (open) return;
    Route route = desk.route;
    route.set("apply", {});
    route.set("of", {});
    desk.go(route.text());
}

void AllocateForm::draw_form(Desk& desk, Sheet& sheet, bool& open) {
    const core::Currency currency = receipt_->amount.currency;
    text(say("allocate.available", money_text({receipt_->unapplied, currency}),
             receipt_->customer_name));
    const auto date = date_field(say("allocate.date"), date_typed_, desk.today).date;
    const core::AllocateReceipt wish{id_, receipt_->id, picker_.plan(), date.value_or(desk.today)};
    const std::string key = core::to_text(id_) + picker_.key() + date_typed_ + "@" +
                            std::to_string(desk.session.revision());
    const auto& preview = preview_.get(key, [&]() -> core::Result<session::Outcome> {
        if (wish.plan.rule == core::AllocationRule::none) {
            return core::fail(core::ErrorCode::nothing_to_do);
        }
        return desk.session.preview(wish);
    });
    picker_.draw(desk,
                 {receipt_->customer, currency, receipt_->unapplied, receipt_->rate, wish.date},
                 preview);
    draft_.keep(desk, {date_typed_, picker_.kept()}, !picker_.waits());
    const bool empty = !preview && preview.error().code == core::ErrorCode::nothing_to_do;
    if (!preview && !empty) notice(error_words(preview.error()), BadgeKind::bad);
    if (!refused_.empty()) notice(refused_, BadgeKind::bad, true);
    const bool ready = preview.has_value() && date && !picker_.unreadable();
    sheet.footer();
    Row row(8);
    if (button(say("allocate.save"), {.kind = ButtonKind::primary,
                                      .enabled = ready,
                                      .hint = ready ? "" : word("allocate.not_ready")})) {
        desk.run(wish, say("allocate.saved"),
                 [this, &desk](const core::Result<session::Outcome>& outcome) {
                     if (!outcome) {
                         refused_ = error_words(outcome.error());
                         return;
                     }
                     draft_.forget(desk);
                     Route route = desk.route;
                     route.set("apply", {});
                     route.set("of", {});
                     desk.go(route.text(), true);
                 });
    }
    if (button(say("kit.cancel"))) {
        open = false;
        draft_.forget(desk);
    }
}

} // namespace huikuan::ui
