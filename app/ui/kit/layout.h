#pragma once
// How a page is laid out: flows that run down or to the right, panels (cards), columns that stack
// on a phone, and areas that scroll. All measures in CSS pixels; everything is an object whose end
// closes it.
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace huikuan::ui {

// Widgets beside each other, on new lines where the width ends.
class Row {
public:
    // Items lower than `line` stand in its middle.
    explicit Row(float gap = 8, bool wrap = true, float line = 0);
    ~Row();
    Row(const Row&) = delete;
    Row& operator=(const Row&) = delete;
};

// Chips beside each other, as they stand in the row around. Where the page is narrow they are one
// line that a finger or the focus moves sideways, faded where there is more; `keep` of the line is
// left for what follows. `name` is the list's: each keeps how far it was moved.
class Strip {
public:
    explicit Strip(std::string_view name, float keep = 0);
    ~Strip();
    Strip(const Strip&) = delete;
    Strip& operator=(const Strip&) = delete;

private:
    bool moves_;
};

// Widgets below each other with their own gap, e.g. within a Row (then give a width).
class Stack {
public:
    explicit Stack(float gap = 8, float width = 0);
    ~Stack();
    Stack(const Stack&) = delete;
    Stack& operator=(const Stack&) = delete;

private:
    float width_;
};

// Columns by weight, and after the last one the first of a line below; where there is less width
// than `stack_under` all stand below each other.
class Columns {
public:
    explicit Columns(std::initializer_list<float> weights, float gap = 16, float stack_under = 640);
    explicit Columns(std::vector<float> weights, float gap = 16, float stack_under = 640);
    void next();
    ~Columns();
    Columns(const Columns&) = delete;
    Columns& operator=(const Columns&) = delete;

private:
    void open();
    void close();
    std::vector<float> widths_;
    float top_ = 0, left_ = 0, first_ = 0, gap_ = 0, bottom_ = 0;
    std::size_t index_ = 0;
    bool stacked_ = false;
};

// A card: a surface with a border. `name` makes it a group for those who hear the page.
class Panel {
public:
    explicit Panel(std::string_view name = {}, float padding = 16, float gap = 12);
    ~Panel();
    Panel(const Panel&) = delete;
    Panel& operator=(const Panel&) = delete;

private:
    float top_, left_, width_, padding_;
    bool group_;
    int depth_;
};

// An area of its own that scrolls; height <= 0 takes what is left of the area around it.
class Scroll {
public:
    explicit Scroll(std::string_view name, float height = 0, float gap = 12, float padding = 0);
    ~Scroll();
    Scroll(const Scroll&) = delete;
    Scroll& operator=(const Scroll&) = delete;

private:
    float padding_;
};

// The area around, from its top again: what one asked for is drawn there.
void scroll_to_top();
void space(float css_pixels);
void divider();
// CSS pixels that are left in the flow, and down to the end of the area that is seen.
float room_css();
float rest_height_css(float keep_below = 0, float at_least = 240);
// What follows in the current row moves to the right end, given its width; of the next line where
// this one has no room.
void push_right(float width_css);

// Names of widgets within it are unique beside the same names elsewhere (rows of a form, ids).
class Named {
public:
    explicit Named(std::string_view name);
    explicit Named(std::uint64_t number);
    ~Named();
    Named(const Named&) = delete;
    Named& operator=(const Named&) = delete;
};

} // namespace huikuan::ui
