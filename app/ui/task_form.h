#pragma once
// A task, a visit, a return visit or a point of improvement: ?new=task (with &customer=, &kind=) or
// ?task=ID. Whoever did it says what came of it and ticks it off; a return visit has a score.
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "session/collections.h"
#include "ui/desk.h"

namespace huikuan::ui {

class TaskForm {
public:
    void draw(Desk& desk);

private:
    static constexpr std::size_t field_count = 14;
    void start(Desk& desk, const std::string& key);
    void draw_fields(Desk& desk);
    void draw_checklist();
    void draw_files(Desk& desk);
    void draw_buttons(Desk& desk);
    void save(Desk& desk, bool done);
    [[nodiscard]] std::string& value(std::string_view name);

    std::string shown_;
    core::EntityId id_;
    bool fresh_ = false, tried_ = false, made_ = false;
    int kind_ = 0;
    int score_ = 0;
    std::array<std::string, field_count> values_, before_;
    std::vector<core::Check> checks_;
    core::Result<core::Date> due_ = core::Date{};
    std::string problem_;
    // A photo or a paper on its way into the book; what comes after the form has gone is dropped.
    struct Incoming {
        core::EntityId of;
        std::string name;
        std::string bytes;
        bool ready = false, failed = false;
    };
    std::shared_ptr<Incoming> incoming_;
    void pick(Desk& desk);
    void take_incoming(Desk& desk);
};

} // namespace huikuan::ui
