#pragma once
// From the browser's keyboard events to ImGui's keys.
#include <string_view>

#include "imgui.h"

namespace huikuan::ui {

// ImGuiKey_None for keys that the App has no use for (Tab among them: the browser moves the focus).
ImGuiKey key_of(std::string_view code, std::string_view key);

} // namespace huikuan::ui
