#pragma once
// What happened with a customer, the latest first (session/timeline.h), in words.
#include <string>

#include "session/timeline.h"
#include "ui/desk.h"
#include "ui/kit/table.h"

namespace huikuan::ui {

class Timeline {
public:
    void draw(Desk& desk, core::CustomerId customer);

private:
    std::string key_;
    session::Timeline shown_;
    std::size_t most_ = 60;
    core::CustomerId of_;
    TableState state_;
};

} // namespace huikuan::ui
