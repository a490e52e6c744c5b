#pragma once
// Ctrl+K, "/" and Ctrl+F: one field that finds pages, actions, customers and invoices.
#include <functional>
#include <string>
#include <vector>

#include "ui/desk.h"
#include "ui/kit/icons.h"

namespace huikuan::ui {

struct PaletteAction {
    Icon icon = Icon::none;
    std::string label;
    std::string detail;
    std::function<void(Desk&)> act;
    bool searched = false; // shown only to who searches for it
};

class Palette {
public:
    void open();
    [[nodiscard]] bool is_open() const { return open_; }
    // `fixed`: the pages of the menu; customers and invoices are found in the book.
    void draw(Desk& desk, const std::vector<PaletteAction>& fixed);

private:
    void find(Desk& desk, std::vector<PaletteAction> fixed);

    bool open_ = false;
    bool fresh_ = false;
    std::string typed_;
    std::string asked_;
    std::uint64_t asked_revision_ = 0;
    int highlighted_ = 0;
    std::vector<PaletteAction> lines_;
};

} // namespace huikuan::ui
