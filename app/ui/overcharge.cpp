#include "ui/overcharge.h"

#include "session/ledger.h"
#include "ui/kit/format.h"
#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"
#include "ui/reversal.h"

namespace huikuan::ui {

void Overcharge::draw(Desk& desk, const std::vector<core::InvoiceId>& invoices) {
    std::string key = moment_key(desk, {});
    for (const core::InvoiceId id : invoices) key += core::to_text(id);
    const auto& offers = offers_.get(key, [&] {
        std::vector<Offer> found;
        for (const core::InvoiceId id : invoices) {
            const auto invoice = desk.session.invoice(id, desk.today);
            if (!invoice) continue;
            Offer offer{invoice->number, {0, invoice->amount.currency}, {}};
            const std::string why = say("interest.over_reason", invoice->number);
            for (auto& credit : session::Ledger(desk.session).overcharged(id, why)) {
                offer.sum.minor += credit.receipt.amount.minor;
                offer.credits.emplace_back(std::move(credit));
            }
            if (!offer.credits.empty()) found.push_back(std::move(offer));
        }
        return found;
    });
    for (const Offer& offer : offers) {
        const Named named(offer.number);
        const std::string sum = money_text(offer.sum);
        notice(say("interest.over", offer.number, sum), BadgeKind::warn);
        if (!button(say("interest.take_back", sum), {.icon = Icon::coin})) continue;
        desk.act(
            [credits = offer.credits](session::Session& book) { return book.run_batch(credits); },
            say("interest.taken_back", offer.number, sum));
    }
}

} // namespace huikuan::ui
