#pragma once
// A document's number: typed, or the next one of this device by a press of the button beside it.
#include <functional>
#include <string>
#include <string_view>

#include "ui/kit/fields.h"

namespace huikuan::ui {

void number_field(std::string_view label, std::string& number, FieldLook look,
                  const std::function<std::string()>& next);

} // namespace huikuan::ui
