#pragma once
// What fields share; for the kit's own files.
#include <optional>
#include <span>
#include <string>

#include "ui/kit/fields.h"
#include "ui/kit/inside.h"

namespace huikuan::ui {

struct FieldParts {
    FieldAnswer answer;
    ImRect frame;
    bool pressed = false; // by the pointer, in this frame
};
FieldParts draw_field(std::string_view label, std::string& value, const FieldLook& look, Role role,
                      float trailing);

// The open list of a field, below it: pointer, arrows and Enter. Answers the chosen one; Escape
// closes. The highlighted index lives in kit().numbers[owner].
std::optional<int> option_list(NodeId owner, const ImRect& anchor,
                               std::span<const std::string> labels,
                               std::span<const std::string> details, int selected, bool keys);

// The calendar of an owner whose popup is open. Answers the day that was chosen.
std::optional<core::Date> calendar_popup(NodeId owner, const ImRect& anchor, core::Date selected,
                                         core::Date today);

} // namespace huikuan::ui
