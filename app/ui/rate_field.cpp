#include "ui/rate_field.h"

#include "core/exchange.h"
#include "ui/kit/fields.h"
#include "ui/kit/format.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"

namespace huikuan::ui {

core::Result<core::Rate> rate_field(std::string& typed, core::Money amount, core::Currency to,
                                    std::string_view problem, bool required) {
    const auto rate = core::parse_rate(typed); // as it was drawn last
    const bool empty = !rate && rate.error().code == core::ErrorCode::required;
    std::string error(problem);
    std::string hint = required ? std::string() : say("rate.hint");
    if (!empty && !rate) error = error_words(rate.error());
    if (rate && amount.minor > 0) {
        const auto worth = core::convert(amount, *rate, to);
        if (worth) hint = say("label.understood", money_text(*worth));
        else error = error_words(worth.error());
    }
    text_field(say("rate.label", amount.currency.view(), to.view()), typed,
               {.kind = FieldKind::decimal,
                .hint = hint,
                .error = error,
                .placeholder = "7.1234",
                .required = required});
    return core::parse_rate(typed); // as it is now
}

} // namespace huikuan::ui
