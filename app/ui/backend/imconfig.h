#pragma once
// Dear ImGui's compile-time options, the same for the page and natively (they change its types).

#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
#define IMGUI_DISABLE_DEFAULT_FONT // every font comes through ui/backend's loader
#define IMGUI_DISABLE_FILE_FUNCTIONS
#define IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_ENABLE_STB_TRUETYPE // the fallback when the browser falsifies what a canvas holds
#define IMGUI_USE_WCHAR32         // rare characters of names, emoji
#define IMGUI_DEFINE_MATH_OPERATORS
#define IMGUI_ENABLE_TEST_ENGINE // its hooks tell which drawn items no semantic node speaks for
#ifdef NDEBUG
#define IMGUI_DISABLE_DEBUG_TOOLS
#endif
