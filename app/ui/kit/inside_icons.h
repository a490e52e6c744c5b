#pragma once
// Drawing an icon; for the kit's own files (icons.h has the names, for everyone).
#include "ui/kit/icons.h"
#include "ui/kit/inside.h"

namespace huikuan::ui {

void draw_icon(Icon icon, ImVec2 center, float size_css, std::uint32_t tint);

} // namespace huikuan::ui
