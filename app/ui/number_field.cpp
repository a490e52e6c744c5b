#include "ui/number_field.h"

#include <algorithm>

#include "ui/kit/layout.h"
#include "ui/kit/strings.h"
#include "ui/kit/widgets.h"

namespace huikuan::ui {

void number_field(std::string_view label, std::string& number, FieldLook look,
                  const std::function<std::string()>& next) {
    const std::string own = say("number.own");
    Row row(8, false);
    look.width = std::max(160.F, room_css() - button_width_css(own, false) - 8);
    text_field(label, number, look);
    if (button(own, {.kind = ButtonKind::quiet, .hint = say("number.own_hint")})) number = next();
}

} // namespace huikuan::ui
