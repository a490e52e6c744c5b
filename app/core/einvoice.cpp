#include "core/einvoice.h"

#include <algorithm>

#include "core/money.h"

namespace huikuan::core {

std::string EInvoice::blue_number() const {
    constexpr std::string_view mark = "蓝字";
    constexpr std::string_view before = "号码"; // 发票号码, 数电票号码, 数电发票号码
    const std::string_view words = note;
    std::size_t at = red() ? words.find(mark) : std::string_view::npos;
    if (at != std::string_view::npos) { at = words.find(before, at); }
    if (at == std::string_view::npos) { return {}; }
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    std::string_view rest = words.substr(at + before.size());
    for (const std::string_view colon : {"：", ":", " "}) {
        if (rest.starts_with(colon)) { rest.remove_prefix(colon.size()); }
    }
    const std::string found(rest.begin(), std::ranges::find_if_not(rest, is_digit));
    return found.size() >= 8 && found.size() <= 20 ? found : std::string();
}

Result<void> check(const EInvoice& invoice) {
    if (invoice.number.empty()) { return fail(ErrorCode::required, "number"); }
    const bool digits = std::ranges::all_of(
        invoice.number, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
    if (!digits || invoice.number.size() < 8 || invoice.number.size() > 30) {
        return fail(ErrorCode::malformed, "einvoice_number", invoice.number);
    }
    if (invoice.buyer.name.empty()) { return fail(ErrorCode::required, "customer_name"); }
    const std::int64_t gross = invoice.gross_minor;
    if (gross == 0) { return fail(ErrorCode::amount_not_positive, "amount"); }
    if (gross > largest_amount_minor || gross < -largest_amount_minor) {
        return fail(ErrorCode::out_of_range, "amount", std::to_string(gross));
    }
    std::int64_t sum = 0;
    const bool overflow = __builtin_add_overflow(invoice.net_minor, invoice.tax_minor, &sum);
    const auto against = [&](std::int64_t part) { return gross > 0 ? part < 0 : part > 0; };
    if (overflow || sum != gross || against(invoice.net_minor) || against(invoice.tax_minor)) {
        return fail(ErrorCode::schedule_sum, "tax", invoice.number);
    }
    return {};
}

} // namespace huikuan::core
