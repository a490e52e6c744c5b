#include "ui/kit/icons.h"

#include <cstdlib>
#include <string_view>

#include "ui/kit/inside.h"
#include "ui/kit/inside_icons.h"

namespace huikuan::ui {

namespace {

// M x y move, L x y line, C x1 y1 x2 y2 x y curve, O x y r circle, D x y r disc, Z close.
std::string_view path_of(Icon icon) {
    switch (icon) {
    case Icon::none: return "";
    case Icon::home:
        return "M4 11 L12 4 L20 11 M6 9.5 L6 20 L18 20 L18 9.5 M10 20 L10 14 L14 14 L14 20";
    case Icon::people:
        return "O9 8 3.5 M2.5 20 C2.5 16 5 14 9 14 C13 14 15.5 16 15.5 20 M16 4.8 C19.5 5.2 19.5 "
               "10.8 "
               "16 11.2 M18 14.4 C20.4 15.2 21.5 17.2 21.5 20";
    case Icon::document:
        return "M6 3 L14 3 L19 8 L19 21 L6 21 Z M14 3 L14 8 L19 8 M9 12.5 L16 12.5 M9 16.5 L16 "
               "16.5";
    case Icon::coin:
        return "O12 12 9 M8.5 7.5 L12 12 L15.5 7.5 M12 12 L12 17 M9 12.2 L15 12.2 M9 14.8 L15 14.8";
    case Icon::import: return "M12 3 L12 14 M8 10.5 L12 14.5 L16 10.5 M4 14 L4 20 L20 20 L20 14";
    case Icon::inbox:
        return "M4 13 L6.5 5 L17.5 5 L20 13 L20 19 L4 19 Z M4 13 L9 13 L10 15.5 L14 15.5 L15 13 "
               "L20 13";
    case Icon::shield:
        return "M12 3 L19.5 6 L19.5 11.5 C19.5 16 16.5 19.3 12 21 C7.5 19.3 4.5 16 4.5 11.5 L4.5 6 "
               "Z M8.8 "
               "12 L11.2 14.4 L15.5 9.8";
    case Icon::settings:
        return "M4 7 L13 7 M18 7 L20 7 O15.5 7 2.2 M4 17 L6 17 M11 17 L20 17 O8.5 17 2.2 M4 12 L20 "
               "12";
    case Icon::search: return "O10.5 10.5 6.5 M15.3 15.3 L20.5 20.5";
    case Icon::plus: return "M12 5 L12 19 M5 12 L19 12";
    case Icon::close: return "M6 6 L18 18 M18 6 L6 18";
    case Icon::check: return "M5 12.5 L10 17.5 L19 7";
    case Icon::chevron_left: return "M14.5 6 L8.5 12 L14.5 18";
    case Icon::chevron_right: return "M9.5 6 L15.5 12 L9.5 18";
    case Icon::chevron_up: return "M6 14.5 L12 8.5 L18 14.5";
    case Icon::chevron_down: return "M6 9.5 L12 15.5 L18 9.5";
    case Icon::sort_up: return "M12 19 L12 5 M6.5 10.5 L12 5 L17.5 10.5";
    case Icon::sort_down: return "M12 5 L12 19 M6.5 13.5 L12 19 L17.5 13.5";
    case Icon::calendar:
        return "M4 6 L20 6 L20 20 L4 20 Z M4 10.5 L20 10.5 M8.5 3.5 L8.5 7.5 M15.5 3.5 L15.5 7.5";
    case Icon::warning: return "M12 4 L21.5 20 L2.5 20 Z M12 10 L12 14.5 D12 17.2 1";
    case Icon::info: return "O12 12 9 M12 11 L12 16.5 D12 7.8 1.1";
    case Icon::more: return "D5.5 12 1.6 D12 12 1.6 D18.5 12 1.6";
    case Icon::download: return "M12 4 L12 15 M7.5 11 L12 15.5 L16.5 11 M5 20 L19 20";
    case Icon::upload: return "M12 16 L12 4.5 M7.5 9 L12 4.5 L16.5 9 M5 20 L19 20";
    case Icon::file: return "M6 3 L14 3 L19 8 L19 21 L6 21 Z M14 3 L14 8 L19 8";
    case Icon::undo: return "M8 5 L4 9 L8 13 M4 9 L14 9 C21.5 9 21.5 19 14 19 L8 19";
    case Icon::globe: return "O12 12 9 M3 12 L21 12 M12 3 C7 8 7 16 12 21 M12 3 C17 8 17 16 12 21";
    case Icon::sun:
        return "O12 12 4 M12 2.5 L12 5 M12 19 L12 21.5 M2.5 12 L5 12 M19 12 L21.5 12 M5.3 5.3 L7 7 "
               "M17 17 "
               "L18.7 18.7 M5.3 18.7 L7 17 M17 7 L18.7 5.3";
    case Icon::copy: return "M9 9 L20 9 L20 20 L9 20 Z M15 9 L15 4 L4 4 L4 15 L9 15";
    case Icon::arrow_left: return "M20 12 L4 12 M10.5 5.5 L4 12 L10.5 18.5";
    case Icon::scales:
        return "M12 3.5 L12 20 M8 20 L16 20 M5 6.5 L19 6.5 M5 6.5 L2 14 M5 6.5 L8 14 M2 14 C2 17.5 "
               "8 "
               "17.5 8 14 Z M19 6.5 L16 14 M19 6.5 L22 14 M16 14 C16 17.5 22 17.5 22 14 Z";
    case Icon::clock: return "O12 12 9 M12 7 L12 12.5 L15.5 14.5";
    case Icon::user: return "O12 8 4 M4 21 C4 16.5 7 14.5 12 14.5 C17 14.5 20 16.5 20 21";
    case Icon::link:
        return "M9.5 14.5 L14.5 9.5 M11 7 L14 4 C18 1 23 6 20 10 L17 13 M13 17 L10 20 C6 23 1 18 4 "
               "14 L7 11";
    case Icon::save:
        return "M4 4 L16.5 4 L20 7.5 L20 20 L4 20 Z M8 4 L8 9 L15 9 L15 4 M7.5 20 L7.5 14 L16.5 14 "
               "L16.5 20";
    case Icon::print:
        return "M7 9 L7 3 L17 3 L17 9 M7 17 L4 17 L4 9 L20 9 L20 17 L17 17 M7 14 L17 14 L17 21 L7 "
               "21 Z";
    case Icon::join:
        return "O8 8 3.2 M2.5 19 C2.5 15.5 4.7 13.5 8 13.5 C9.8 13.5 11.2 14.1 12.2 15.1 M18 11 "
               "L18 19 M14 15 L22 15";
    case Icon::sample:
        return "M5 20 L5 12 L9 12 L9 20 M10.5 20 L10.5 5 L14.5 5 L14.5 20 M16 20 L16 9 L20 9 L20 "
               "20 M3 20 L22 20";
    case Icon::pencil: return "M4 20 L5 15.5 L16 4.5 L19.5 8 L8.5 19 Z M13.5 7 L17 10.5";
    case Icon::phone: return "M7 3 L17 3 L17 21 L7 21 Z M11 18 L13 18";
    case Icon::palette: return "M4 6 L20 6 M4 12 L14 12 M4 18 L10 18";
    case Icon::split: return "M4 12 L10 12 L16 6 L20 6 M10 12 L16 18 L20 18";
    case Icon::cloud_off:
        return "M3 4 L21 20 M7 9 C4 9.5 2.5 11.5 2.5 13.7 C2.5 16.5 4.5 18.5 7.3 18.5 L17 18.5 M10 "
               "5.7 C14 4.5 17.2 7 17.5 10.2 C20 10.4 21.5 12.2 21.5 14.3 C21.5 15 21.3 15.8 21 "
               "16.4";
    case Icon::building:
        return "M5 21 L5 4 L15 4 L15 21 M15 9 L20 9 L20 21 M3 21 L22 21 M8.5 8 L11.5 8 M8.5 12 "
               "L11.5 12 M8.5 16 L11.5 16";
    case Icon::columns: return "M4 5 L20 5 L20 19 L4 19 Z M9.3 5 L9.3 19 M14.7 5 L14.7 19";
    case Icon::share:
        return "M12 14.5 L12 3.5 M8 7 L12 3 L16 7 M7 10.5 L4.5 10.5 L4.5 20.5 L19.5 "
               "20.5 L19.5 10.5 L17 10.5";
    case Icon::mail: return "M3.5 6 L20.5 6 L20.5 18.5 L3.5 18.5 Z M4 6.5 L12 13 L20 6.5";
    case Icon::camera:
        return "M3.5 7.5 L7.5 7.5 L9 4.5 L15 4.5 L16.5 7.5 L20.5 7.5 L20.5 19.5 L3.5 19.5 Z O12 "
               "13.2 3.6";
    case Icon::message: return "M4 5 L20 5 L20 16 L11 16 L7 20 L7 16 L4 16 Z";
    }
    return "";
}

class Pen {
public:
    Pen(ImVec2 origin, float unit, ImU32 ink_color)
        : origin_(origin), unit_(unit), color_(ink_color) {}

    void draw(std::string_view path) {
        const char* at = path.data();
        const char* end = at + path.size();
        while (at < end) {
            const char command = *at++;
            if (command == ' ') continue;
            step(command, at);
        }
        stroke(false);
    }

private:
    static float number(const char*& at) {
        char* after = nullptr;
        const float value = std::strtof(at, &after);
        at = after;
        return value;
    }
    ImVec2 point(const char*& at) {
        const float x = number(at);
        const float y = number(at);
        return {origin_.x + x * unit_, origin_.y + y * unit_};
    }
    void stroke(bool closed) {
        const float thickness = 1.7F * unit_ < 1.0F ? 1.0F : 1.7F * unit_;
        if (ink()->_Path.Size > 1) {
            ink()->PathStroke(color_, closed ? ImDrawFlags_Closed : 0, thickness);
        } else {
            ink()->PathClear();
        }
    }
    void step(char command, const char*& at) {
        switch (command) {
        case 'M':
            stroke(false);
            ink()->PathLineTo(point(at));
            break;
        case 'L': ink()->PathLineTo(point(at)); break;
        case 'C': {
            const ImVec2 a = point(at);
            const ImVec2 b = point(at);
            ink()->PathBezierCubicCurveTo(a, b, point(at));
            break;
        }
        case 'Z': stroke(true); break;
        case 'O':
        case 'D': {
            stroke(false);
            const ImVec2 center = point(at);
            const float radius = number(at) * unit_;
            if (command == 'D') {
                ink()->AddCircleFilled(center, radius, color_);
            } else {
                ink()->AddCircle(center, radius, color_, 0, 1.7F * unit_ < 1 ? 1 : 1.7F * unit_);
            }
            break;
        }
        default: break;
        }
    }

    ImVec2 origin_;
    float unit_;
    ImU32 color_;
};

} // namespace

void draw_icon(Icon icon, ImVec2 center, float size_css, std::uint32_t tint) {
    if (icon == Icon::none) return;
    const float size = dp(size_css);
    const ImVec2 origin(ImFloor(center.x - size * 0.5F), ImFloor(center.y - size * 0.5F));
    Pen(origin, size / 24.0F, tint).draw(path_of(icon));
}

} // namespace huikuan::ui
