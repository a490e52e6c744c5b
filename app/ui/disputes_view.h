#pragma once
// 争议 of the book: what is disputed, why, who sees to it and by when the customer has an answer.
#include <vector>

#include "core/view.h"
#include "ui/desk.h"
#include "ui/dispute_form.h"
#include "ui/kit/table.h"

namespace huikuan::ui {

class DisputesView {
public:
    void draw(Desk& desk);
    [[nodiscard]] std::size_t open(Desk& desk); // how many

private:
    struct Shown {
        std::vector<core::DisputeRow> rows; // by the day of the answer
        std::vector<std::string> customers;
    };
    const Shown& shown(Desk& desk);

    Cached<std::string, Shown> shown_;
    TableState table_;
    bool with_ended_ = false;
};

} // namespace huikuan::ui
