#pragma once
// 承诺与计划: /today/promises. What was promised and what became of it by the cash, the rate at
// which promises are kept, and the instalment plans that run; the owner's, or everybody's.
#include <array>
#include <vector>

#include "session/collections.h"
#include "ui/desk.h"
#include "ui/kit/table.h"

namespace huikuan::ui {

class PromisesView {
public:
    void draw(Desk& desk);

private:
    struct Shown {
        std::vector<session::PromiseRow> promises; // open ones by their day, then the latest first
        std::array<std::int64_t, 4> counts{};      // by state
        std::vector<session::RunningPlan> plans;   // those behind first, then by their next day
        std::vector<std::pair<core::Currency, core::KeptRate>> rates;
    };
    const Shown& shown(Desk& desk);
    void draw_promises(Desk& desk, const Shown& now);
    void draw_plans(Desk& desk, const Shown& now);

    Cached<std::string, Shown> shown_;
    TableState promises_, plans_;
    int state_ = -1; // of core::PromiseState; -1: all
};

} // namespace huikuan::ui
