#include "ui/kit/strings.h"

namespace huikuan::ui {

std::string shipped_texts(Language) { return {}; }

} // namespace huikuan::ui
