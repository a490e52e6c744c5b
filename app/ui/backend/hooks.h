#pragma once
// What ImGui itself was asked to draw and react to, for a test that compares it with the nodes.
#include <string>
#include <vector>

#include "ui/kit/semantics.h"

namespace huikuan::ui {

struct DrawnItem {
    unsigned id = 0; // ImGui's
    Rect box;
    std::string label; // as ImGui knows it; often empty
};

// From now on every item that ImGui adds is appended to `into`; nullptr stops.
void audit_items(std::vector<DrawnItem>* into);

} // namespace huikuan::ui
