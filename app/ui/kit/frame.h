#pragma once
// The frame around pages: areas of the window, the entries of the rail and of the bottom bar, the
// search button and the as-of date of the top bar, and the keys that belong to no widget.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/date.h"
#include "ui/kit/icons.h"
#include "ui/kit/semantics.h"
#include "ui/kit/theme.h"

namespace huikuan::ui {

struct Window { // CSS pixels without the parts that a notch or a keyboard covers
    float width = 0, height = 0;
    float left = 0, top = 0;
    float bottom_inset = 0;
};
Window window_css();

// A part of the window with a role of its own, absolute, in CSS pixels.
struct AreaLook {
    Role role = Role::region;
    std::string_view name{};
    float left = 0, top = 0, width = 0, height = 0;
    Tone ground = Tone::none;
    bool edge_right = false, edge_bottom = false, edge_top = false;
    float padding_x = 0, padding_y = 0;
    float gap = 8;
    bool scrolls = false;
    float max_width = 0; // of the content, centred
};
class Area {
public:
    explicit Area(const AreaLook& look);
    ~Area();
    Area(const Area&) = delete;
    Area& operator=(const Area&) = delete;

private:
    bool scrolls_;
    float padding_y_;
};

struct NavLook {
    bool current = false;
    bool collapsed = false; // icon alone
    bool bottom = false;    // icon above the word
    float width = 0;        // bottom: CSS pixels
    std::int64_t count = 0; // what waits there
};
// Of the entries of a bottom bar: what is left beside the words is shared, so that none is tight.
std::vector<float> bar_widths(std::span<const std::string> labels, float width_css);
bool nav_item(Icon icon, std::string_view label, std::string_view href, const NavLook& look);

// Looks like a field, opens the palette.
bool search_button(std::string_view label, std::string_view keys, float width_css);
// Shows a date, opens a calendar.
std::optional<core::Date> date_button(std::string_view label, core::Date date, core::Date today);

// A line of the palette and of menus.
bool menu_line(Icon icon, std::string_view label, std::string_view detail, bool highlighted);

// A key that no field and no dialog wants.
bool page_key(char letter);
// A digit, also while a sheet stands over the page.
bool digit_key(int digit);
bool dialog_key_down();
bool dialog_key_up();
bool dialog_key_enter();
// While something moves by itself.
void ask_frame_in(double seconds);
double seconds_now();

} // namespace huikuan::ui
