#pragma once
// The semantic tree of one frame: what a screen reader, a test or a phone's keyboard needs to know
// about what was drawn. Widgets of ui/kit record nodes while they draw; ui/backend mirrors them as
// native elements over the canvas and answers with events. No pixels are decided here.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace huikuan::ui {

enum class Role : std::uint8_t {
    none,
    text,
    heading,
    button,
    link,
    textbox,
    searchbox,
    textarea,
    checkbox,
    radio,
    tab,
    tablist,
    combobox,
    listbox,
    option,
    table,
    row,
    columnheader,
    rowheader,
    cell,
    dialog,
    status,
    alert,
    image,
    progressbar,
    slider,
    navigation,
    main,
    banner,
    region,
    group,
    list,
    listitem,
    menu,
    menuitem,
    separator,
};

enum NodeFlag : std::uint32_t {
    node_disabled = 1U << 0,
    node_read_only = 1U << 1,
    node_checked = 1U << 2,
    node_selected = 1U << 3,
    node_expanded = 1U << 4,
    node_has_popup = 1U << 5,
    node_required = 1U << 6,
    node_invalid = 1U << 7,
    node_modal = 1U << 8,   // dialogs: the rest of the page is inert
    node_current = 1U << 9, // navigation: the page one is on
    node_focused = 1U << 10,
    node_assertive = 1U << 11, // live region that interrupts
    node_numeric = 1U << 12,   // inputmode decimal
    node_date = 1U << 13,
    node_tel = 1U << 14,
    node_email = 1U << 15,
    node_password = 1U << 16,
    node_sort_ascending = 1U << 17,
    node_sort_descending = 1U << 18,
    node_autofocus = 1U << 19,
    node_align_right = 1U << 20, // text fields: amounts
    node_tab_stop = 1U << 21,    // a table: takes the focus by Tab, though no native element does
};

struct Rect {
    float x = 0, y = 0, w = 0, h = 0; // device pixels of the canvas, already clipped
};

// Ids are stable from frame to frame and unique in a frame: hashes of path and ordinal, never of
// the position.
struct Node {
    std::uint64_t id = 0;
    std::uint64_t parent = 0; // 0: the page
    Role role{};
    std::uint32_t flags = 0;
    std::string label;                     // accessible name
    std::string value;                     // text of a field, of a combobox, aria-valuetext
    std::string description;               // error text or hint; aria-describedby
    std::string href;                      // links: "#/customers/..."
    int level = 0;                         // headings 1..6
    int row = -1, column = -1;             // cells, absolute, 0-based
    int row_count = -1, column_count = -1; // tables
    double minimum = 0, maximum = 0, now = 0, step = 0; // sliders, progress bars
    Rect rect;
    // Text fields: the real <input> lies over the drawn one and must look the same while it has the
    // focus. `font_px` is ImGui's font size (line height) that the text is drawn with, device
    // pixels; `pad_x`, `pad_y` lead from the rect to the text (one line is centred vertically).
    float font_px = 0;
    float pad_x = 0, pad_y = 0;
    std::uint32_t color = 0; // text, RGBA8 as IM_COL32 packs it
    std::string placeholder; // also drawn by the element while it has the focus and is empty
};

// What the mirror tells the app between frames.
enum class NodeEventKind : std::uint8_t {
    activate, // click or Enter/Space without a pointer
    focus,
    blur,
    edit,   // text: the whole new value (never while composing)
    commit, // Enter in a field
    cancel, // Escape in a field or dialog
    set,    // slider: number
};
struct NodeEvent {
    NodeEventKind kind{};
    std::uint64_t id = 0;
    std::string text;
    double number = 0;
};

} // namespace huikuan::ui
