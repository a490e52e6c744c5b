#include <array>

#include "sync/einvoice_xml.h"
#include "sync/module_wire.h"

namespace huikuan::sync {

namespace {

template <class Invoice> // const or not
auto texts_of_einvoice(Invoice& invoice) {
    auto& [seller, seller_no, seller_place, seller_phone, seller_bank, seller_account] =
        invoice.seller;
    auto& [buyer, buyer_no, buyer_place, buyer_phone, buyer_bank, buyer_account] = invoice.buyer;
    return std::array{&invoice.number, &seller,      &seller_no,      &seller_place,
                      &seller_phone,   &seller_bank, &seller_account, &buyer,
                      &buyer_no,       &buyer_place, &buyer_phone,    &buyer_bank,
                      &buyer_account,  &invoice.note};
}
template <class Invoice>
auto amounts_of_einvoice(Invoice& invoice) {
    return std::array{&invoice.net_minor, &invoice.tax_minor, &invoice.gross_minor};
}

} // namespace

std::string einvoice_to_wire(const core::Result<core::EInvoice>& invoice) {
    std::string text;
    if (!invoice) {
        wire::put_error(text, invoice.error());
        return text;
    }
    wire::put(text, 1);
    for (const std::string* part : texts_of_einvoice(*invoice)) wire::put(text, *part);
    for (const std::int64_t* part : amounts_of_einvoice(*invoice)) wire::put(text, *part);
    wire::put(text, invoice->issued.days);
    return text;
}

core::Result<core::EInvoice> einvoice_from_wire(std::string_view text) {
    const auto damaged = [] { return core::fail(core::ErrorCode::corrupt, "einvoice", "answer"); };
    const auto kind = wire::take_number(text);
    if (!kind) return damaged();
    if (*kind < 0) {
        auto error = wire::take_error(*kind, text);
        if (!error) return damaged();
        return std::unexpected(*std::move(error));
    }
    core::EInvoice invoice;
    for (std::string* part : texts_of_einvoice(invoice)) {
        const auto said = wire::take(text);
        if (!said) return damaged();
        *part = *said;
    }
    for (std::int64_t* part : amounts_of_einvoice(invoice)) {
        const auto said = wire::take_number(text);
        if (!said) return damaged();
        *part = *said;
    }
    const auto issued = wire::take_number(text);
    constexpr std::int64_t most_days = 4'000'000; // beyond the year 9999
    if (!issued || *issued < -most_days || *issued > most_days || !text.empty()) return damaged();
    invoice.issued.days = static_cast<std::int32_t>(*issued);
    if (auto sound = core::check(invoice); !sound) return std::unexpected(sound.error());
    return invoice;
}

} // namespace huikuan::sync
