#pragma once
// One debt before the law: ?clock=INVOICE. Its last day and how that came about, step by step; and
// the form in which something that moves it is noted, with its proof.
#include <string>

#include "session/legal.h"
#include "ui/attachments.h"
#include "ui/desk.h"
#include "ui/draft.h"

namespace huikuan::ui {

class ClockSheet {
public:
    void draw(Desk& desk);

private:
    struct Shown {
        std::optional<session::DebtClock> debt;
        std::vector<session::GuaranteeClock> guarantees; // one for each who stands for it
        std::vector<session::LegalEventRow> events;
        std::int64_t late_instalments = 0; // a fifth of the price or more (民法典 634)
    };
    void start(Desk& desk, const std::string& id);
    void draw_clock(Desk& desk, const Shown& shown);
    void draw_events(Desk& desk, const Shown& shown);
    void draw_form(Desk& desk, const Shown& shown);
    void save(Desk& desk, const Shown& shown);
    void keep_draft(Desk& desk);

    std::string asked_;
    Cached<std::string, Shown> shown_;
    bool noting_ = false;
    core::EntityId id_;
    int what_ = 0;
    int of_ = 0; // this debt, all that the customer owes, then each guarantor
    std::string date_, until_, proof_, note_;
    core::Error refused_;
    bool was_refused_ = false;
    Draft draft_{"clock"};
    core::EntityId files_of_;
    Attachments files_;
};

} // namespace huikuan::ui
