#pragma once
// What lies above the page: the side sheet (from below on a phone), the dialog, toasts. A sheet or
// dialog takes the focus when it opens and gives it back when it closes; Escape closes.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ui/kit/icons.h"

namespace huikuan::ui {

// if (Sheet sheet("invoice", title, open); sheet) { ... }
class Sheet {
public:
    // `footed`: what is drawn after footer() stays in sight below what scrolls.
    Sheet(std::string_view name, std::string_view title, bool& open, float width_css = 520,
          bool footed = false);
    ~Sheet();
    void footer();
    void to_top(); // as when it opens: what it is about has changed
    Sheet(const Sheet&) = delete;
    Sheet& operator=(const Sheet&) = delete;
    explicit operator bool() const { return shown_; }

private:
    std::string name_;
    std::uint64_t id_ = 0;
    int level_ = 0;
    float foot_height_ = 0; // device pixels; 0: none
    bool shown_ = false;
};

// As high as its content needs.
class Dialog {
public:
    Dialog(std::string_view name, std::string_view title, bool& open, float width_css = 480);
    ~Dialog();
    Dialog(const Dialog&) = delete;
    Dialog& operator=(const Dialog&) = delete;
    explicit operator bool() const { return shown_; }

private:
    std::uint64_t id_ = 0;
    bool shown_ = false;
    float top_ = 0;
};

// A button with what opens below it: lines, boxes to tick. Escape and a press outside close it.
class Menu {
public:
    Menu(std::string_view label, Icon icon, float width_css = 260, bool icon_only = false);
    ~Menu();
    Menu(const Menu&) = delete;
    Menu& operator=(const Menu&) = delete;
    explicit operator bool() const { return shown_; }
    void close();

private:
    std::uint64_t owner_ = 0;
    bool shown_ = false;
    bool closing_ = false;
};

// Says what happened; `action` ("Undo") may be pressed while it stands. Answers its number.
std::uint64_t toast(std::string words, std::string action = {}, bool bad = false);
// The number of a toast whose action was pressed since the last question.
std::optional<std::uint64_t> toast_action();
void draw_toasts(); // once per frame, last
bool modal_open();  // a sheet or dialog stands over the page

} // namespace huikuan::ui
