#include "ui/einvoice_card.h"

#include <algorithm>

#include "ui/backend/backend.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/overlay.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/lists.h"

namespace huikuan::ui {

namespace {

constexpr std::size_t most_files = 500;
constexpr std::uint64_t largest_read = 2 * 1024 * 1024; // beyond the limit, so that it is said

std::string amount(std::int64_t minor) {
    static const core::Currency yuan = core::parse_currency("CNY").value();
    return money_text({minor, yuan});
}

} // namespace

void EInvoiceCard::read(Desk& desk, const std::shared_ptr<platform::File>& file) {
    if (!looks_) looks_ = std::make_shared<session::EInvoices>(desk.session);
    const auto size = static_cast<std::size_t>(std::min(file->size(), largest_read));
    file->read(0, size,
               [&desk, file, into = std::weak_ptr(looks_)](
                   const std::optional<std::vector<std::uint8_t>>& bytes) {
                   const auto looks = into.lock();
                   if (!looks) return;
                   if (bytes) looks->add(file->name(), {bytes->begin(), bytes->end()});
                   else toast(error_words({core::ErrorCode::io, "file", {}, 0}), {}, true);
                   desk.backend.request_frame();
               });
}

void EInvoiceCard::take(Desk& desk, Desk::Files& files) {
    Desk::Files others;
    const auto is_sheet = [](const auto& file) {
        const std::string name = file->name();
        return !name.ends_with(".xml") && !name.ends_with(".XML");
    };
    if (std::ranges::all_of(files, is_sheet)) return;
    if (empty()) taken_ = left_out_ = 0;
    for (const auto& file : files) {
        if (is_sheet(file)) {
            others.push_back(file);
        } else if (taken_ < most_files) {
            ++taken_;
            read(desk, file);
        } else {
            ++left_out_;
        }
    }
    files = std::move(others);
    desk.go("/import");
}

void EInvoiceCard::pick(Desk& desk) {
    desk.backend.pick_files(".xml", [this, &desk](Desk::Files files) { take(desk, files); });
}

bool EInvoiceCard::draw_one(const session::EInvoiceLook& look) {
    const core::EInvoice& invoice = look.invoice;
    bool gone = false;
    {
        Row line(10, true, 32);
        text(invoice.number.empty() ? look.file : invoice.number, {.letters = Letters::strong});
        if (look.problem) badge(say("einvoice.refused"), BadgeKind::bad);
        else if (invoice.red()) badge(say("credit.credit_note"), BadgeKind::warn);
        else if (look.looked_at) badge(say("einvoice.ready"), BadgeKind::good);
        else badge(say("einvoice.reading"), BadgeKind::neutral);
        if (look.looked_at && !look.problem && !look.customer)
            badge(say("einvoice.new_customer"), BadgeKind::accent);
        gone = icon_button(Icon::close, say("einvoice.drop_one", look.file));
    }
    if (look.problem) notice(error_words(*look.problem), BadgeKind::bad);
    if (invoice.number.empty()) return gone;
    {
        Row facts(28);
        fact(say("label.customer"),
             look.customer ? customer_label(*look.customer) : invoice.buyer.name);
        if (!invoice.buyer.tax_no.empty()) fact(say("label.tax_no"), invoice.buyer.tax_no);
        fact(say("label.issued"), date_text(invoice.issued));
        fact(say("invoice.net"), amount(invoice.net_minor));
        fact(say("invoices.tax"), amount(invoice.tax_minor));
        fact(say("einvoice.gross"), amount(invoice.gross_minor), money_tone(invoice.gross_minor));
    }
    if (look.blue) {
        fact(say("label.against"), look.blue_number);
    } else if (!look.blue_number.empty()) {
        notice(say("einvoice.blue_missing", look.blue_number), BadgeKind::warn);
    }
    if (look.other_seller) {
        notice(say("einvoice.other_seller", invoice.seller.name), BadgeKind::warn);
    }
    return gone;
}

void EInvoiceCard::enter(Desk& desk) {
    const auto count = count_text(static_cast<std::int64_t>(looks_->ready()));
    desk.act([looks = looks_](session::Session&) { return looks->enter(); },
             say("einvoice.entered", count));
}

void EInvoiceCard::draw(Desk& desk) {
    if (empty()) return;
    if (revision_ != desk.session.revision()) {
        revision_ = desk.session.revision();
        looks_->refresh();
        taken_ = looks_->looks().size();
    } else if (looks_->some_were_read()) {
        looks_->look_at_read();
    }
    Panel panel(say("einvoice.title"));
    heading(say("einvoice.title"), 2);
    if (left_out_ > 0) {
        notice(say("einvoice.left_out", count_text(static_cast<std::int64_t>(left_out_)),
                   count_text(static_cast<std::int64_t>(most_files))),
               BadgeKind::warn, true);
    }
    std::optional<std::size_t> gone;
    const auto& looks = looks_->looks();
    for (std::size_t i = 0; i < looks.size(); ++i) {
        const Named named(static_cast<std::uint64_t>(i));
        if (draw_one(looks[i])) gone = i;
        divider();
    }
    const std::size_t ready = looks_->ready();
    {
        Row row(8);
        const std::string words =
            say("einvoice.enter", count_text(static_cast<std::int64_t>(ready)));
        if (button(words,
                   {.kind = ButtonKind::primary, .icon = Icon::check, .enabled = ready > 0})) {
            enter(desk);
        }
        if (button(say("einvoice.add"), {.icon = Icon::upload})) pick(desk);
        if (button(say("kit.cancel"))) {
            looks_->clear();
            return;
        }
    }
    if (!gone) return;
    looks_->remove(*gone);
    --taken_;
}

} // namespace huikuan::ui
