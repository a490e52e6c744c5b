// ImGui's test-engine hooks: which items were drawn. A page may draw only through ui/kit, which
// records a semantic node for each item; this is the check that it did.
#include "ui/backend/hooks.h"

#include "imgui.h"
#include "imgui_internal.h"

namespace huikuan::ui {

namespace {
std::vector<DrawnItem>* audit = nullptr;
}

void audit_items(std::vector<DrawnItem>* into) {
    audit = into;
    if (GImGui != nullptr) GImGui->TestEngineHookItems = into != nullptr;
}

} // namespace huikuan::ui

using huikuan::ui::audit;

void ImGuiTestEngineHook_ItemAdd(ImGuiContext*, ImGuiID id, const ImRect& box,
                                 const ImGuiLastItemData*) {
    if (audit != nullptr && id != 0)
        audit->push_back({id, {box.Min.x, box.Min.y, box.GetWidth(), box.GetHeight()}, {}});
}

void ImGuiTestEngineHook_ItemInfo(ImGuiContext*, ImGuiID id, const char* label,
                                  ImGuiItemStatusFlags) {
    if (audit == nullptr || label == nullptr) return;
    for (auto item = audit->rbegin(); item != audit->rend(); ++item)
        if (item->id == id) {
            item->label = label;
            return;
        }
}

void ImGuiTestEngineHook_Log(ImGuiContext*, const char*, ...) {}

const char* ImGuiTestEngine_FindItemDebugLabel(ImGuiContext*, ImGuiID) { return nullptr; }
