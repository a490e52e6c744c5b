#pragma once
// What the kit's own files share: the state behind Kit, ImGui, the flow of the layout and the
// primitives of drawing and hitting. Pages never include this.
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "imgui.h"
#include "imgui_internal.h"
#include "ui/kit/kit.h"
#include "ui/kit/theme.h"

namespace huikuan::ui {

// Where the next widget goes. A flow runs down (column) or to the right (row, wrapping).
struct Flow {
    float left = 0, right = 0; // absolute, device pixels
    float x = 0, y = 0;        // of the next item
    float gap = 0;
    bool row = false;
    bool wrap = true;
    bool fresh = true;
    float line_height = 0; // of the current line of a row
    float line_least = 0;
    float line_above = 0, line_below = 0; // words above and below what stands in the line
    float bottom = 0;
    float widest = 0;
};

struct Toast {
    std::string text;
    std::string action;
    std::uint64_t number = 0;
    double until = 0;
    bool bad = false;
    bool taken = false;
};

struct Overlay {
    ImGuiWindow* window = nullptr;
    int level = 0;
};

struct Kit::Inside {
    Recorder recorder;
    Surface surface;
    Fonts fonts;
    ThemeChoice theme = ThemeChoice::system;
    bool dark = false;
    std::vector<Flow> flows;
    std::vector<Overlay> overlays;
    std::vector<Toast> toasts;
    std::uint64_t toast_number = 0;
    float toast_room = 0;                     // at the foot of the page, in the last frame
    std::vector<std::uint64_t> toast_actions; // taken since the shell asked
    double wake_at = -1;
    NodeId popup = 0;            // the open list, menu or calendar
    NodeId popup_owner_seen = 0; // its owner was drawn in this frame
    NodeId popup_restore = 0;
    bool popup_just_opened = false;
    int modal_depth = 0;
    NodeId modal = 0;      // the topmost dialog or sheet of the last frame
    NodeId modal_next = 0; // being drawn
    NodeId save_of = 0;    // the dialog or sheet that Ctrl+Enter is to save in this frame
    ImRect modal_box;      // of the topmost
    bool typing = false;   // a field had the focus in the last frame
    bool typing_next = false;
    bool escape = false; // Escape in a field that had no use for it
    bool escape_next = false;
    float bottom_padding = 0; // of the area around, below its content
    NodeId focus_wanted = 0;
    std::unordered_map<NodeId, NodeId> focus_back; // dialog -> what had the focus before
    std::unordered_map<NodeId, float> heights;     // measured in the last frame
    std::unordered_map<NodeId, double> numbers;    // small states: scroll targets, highlighted rows
    std::unordered_map<NodeId, std::string> drafts; // text being typed, by field
    std::string announcement;
    std::uint64_t announcements = 0;
    bool announcement_urgent = false;
    std::string copy_text; // of the table that has the focus: what copying takes
    std::string clip_wish; // to be put on the clipboard after this frame
    NodeId tooltip_of = 0; // on which the pointer rests
    double tooltip_since = 0;
    ImRect last_button;
    NodeId last_button_id = 0;
    ImDrawListSplitter splitters[12];
    int splitter_depth = 0;
};

Kit::Inside& kit();
Recorder& recorder();
void use_kit(Kit::Inside* inside);

// --- flow
Flow& flow();
// width <= 0: all that is left. In a row things stand with their middles in one line, whatever
// words one has above it and below it.
ImRect place(float width, float height, float above = 0, float below = 0);
void next_line(Flow& row);
float line_of(const Flow& row); // how high the line is with its words
float room();                   // width that is left for the next item
// As wide as it wants to be where that fits, here or on the next line of a row that wraps; else as
// wide as what is left, but not less than `least`.
float fitted(float natural, float least);
void push_flow(float left, float top, float width, float gap, bool row);
Flow pop_flow();

// One line in this box that moves sideways; between the two goes a row of widgets.
void begin_strip(std::string_view name, const ImRect& box, float gap);
void end_strip();
void show_in_strip(const ImRect& box); // moves there

// --- drawing
struct TextBox {
    ImRect box;
    Letters letters = Letters::body;
    Tone tone = Tone::text;
    Align align = Align::left;
};
ImFont* font_of(Letters letters);
float text_width(std::string_view text, Letters letters);
// One line, centred vertically in the box, cut with an ellipsis where it does not fit. Answers
// whether it was cut.
bool draw_text(const TextBox& where, std::string_view text);
// The byte offsets at which the lines of a text start, for a width; breaks between Chinese
// characters, after blanks and at \n.
std::vector<std::string_view> wrapped(std::string_view text, Letters letters, float width);
void fill(const ImRect& box, Tone tone, float radius_css = 0);
void outline(const ImRect& box, Tone tone, float radius_css = 0, float thickness_css = 1);
void shadow(const ImRect& box, float radius_css);
void focus_ring(const ImRect& box, NodeId id, float radius_css = 6);
// Words beside a box on which the pointer rests.
void tooltip(const ImRect& box, NodeId id, std::string_view words, bool hovered);
ImU32 mix(Tone a, Tone b, float t);
ImDrawList* ink();

// --- hitting
struct Touch {
    bool visible = false; // some of it is inside the clip
    bool hovered = false;
    bool held = false;
    bool activated = false; // click, tap, Enter, or the mirror
    bool menu = false;      // the other button, or a long press
    bool double_click = false;
};
Touch touch(const ImRect& box, NodeId id, bool enabled = true);
Rect clipped(const ImRect& box);           // for a node, by the current clip rectangle
void reveal(const ImRect& box, NodeId id); // scrolls there when it got the focus off screen
bool pressed_key(ImGuiKey key, bool repeat = true);

// --- overlays: windows above the page, drawn where they are asked for, ordered by level
enum Level : int {
    level_page = 0,
    level_sheet = 10,
    level_dialog = 20,
    level_popup = 30,
    level_toast = 40
};
bool begin_overlay(std::string_view name, const ImRect& box, int level, bool scrolls);
void end_overlay();
bool popup_open(NodeId owner);
void open_popup(NodeId owner);
void close_popup();
// The box of a popup of this size at an anchor, kept on the surface (above it where below is no
// room).
ImRect popup_box(const ImRect& anchor, float width, float height);
// A small window at an anchor for the owner whose popup is open; between the two goes what stands
// in it. The end answers whether it is to be closed (Escape).
void begin_menu(NodeId owner, const ImRect& anchor, float width_css, std::string_view label);
bool end_menu(NodeId owner);

void wake_in(double seconds);
void announce(std::string text, bool urgent = false);

} // namespace huikuan::ui
