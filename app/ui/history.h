#pragma once
// Who wrote what when, in words: the history of a document or of a customer.
#include <string>
#include <vector>

#include "ui/desk.h"

namespace huikuan::ui {

class History {
public:
    void draw(Desk& desk, core::EntityId entity);

private:
    void draw_undo(Desk& desk, const core::HistoryRow& row);

    core::EntityId entity_;
    std::uint64_t revision_ = 0;
    bool filled_ = false;
    std::vector<core::HistoryRow> rows_;
};

std::string fact_words(const core::Fact& fact);  // one line
std::string device_words(core::DeviceId device); // short form of a device's name

} // namespace huikuan::ui
