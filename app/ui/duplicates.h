#pragma once
// Customers that look like one, side by side: the same tax number, name or telephone. One of them
// stays, the others count with it; that is a fact of its own, and can be undone.
#include <map>
#include <string>
#include <vector>

#include "core/contract.h"
#include "ui/desk.h"

namespace huikuan::ui {

class Duplicates {
public:
    void draw(Desk& desk);
    // How many groups there are. All customers are read for it, so it is asked again only when
    // there are others, or after look_again().
    std::size_t count(Desk& desk);
    void look_again() { count_.forget(); }

private:
    struct Group {
        core::DuplicateRow found;
        std::vector<core::CustomerRow> rows;
        std::vector<core::Fields> fields; // in the order of the rows
        int keep = 0;
    };
    void read(Desk& desk);
    void draw_group(Desk& desk, Group& group);
    void merge(Desk& desk, const Group& group);
    void dismiss(Desk& desk, const Group& group);

    Cached<std::string, std::size_t> count_;
    std::string key_;
    std::vector<Group> groups_;
    std::size_t left_ = 0; // groups beyond those that are shown
    std::map<std::string, int> chosen_;
};

} // namespace huikuan::ui
