#pragma once
// Taking something back. Nothing is deleted: the fact is void from the start where it was a
// mistake, or from a day on where it counted until then (a bounced payment, a bill that was not
// honoured). Older reports stay as they were. Beside it what a document is used for, where each use
// can be taken back by itself.
#include <string>
#include <vector>

#include "session/ledger.h"
#include "ui/desk.h"
#include "ui/kit/table.h"

namespace huikuan::ui {

class ReverseDialog {
public:
    struct Wish {
        core::EntityId target;
        std::string what;    // in words
        core::Date since;    // the day of what is taken back: no earlier day makes sense
        bool bounce = false; // from a day on; else it never counted
        std::string reason{};
        bool dated = true;     // whether it may end on a later day at all
        bool bill = false;     // what bounces is a bill: it is dishonoured
        bool recovery = false; // money for a write-off, which stands again
    };
    void ask(Desk& desk, Wish wish);
    void draw(Desk& desk);

private:
    bool open_ = false;
    bool tried_ = false;
    Wish wish_;
    int from_ = 0; // 0: never counted; 1: from a day on
    std::string date_typed_;
    core::EntityId id_;
    std::string problem_;
    bool problem_of_date_ = false;
};

// 核销记录 of one document.
class AllocationList {
public:
    void draw(Desk& desk, core::EntityId document, bool of_invoice, core::Currency currency,
              ReverseDialog& reverse);

private:
    void draw_gains(Desk& desk, core::EntityId document, core::Currency currency);

    TableState state_;
    Cached<std::string, std::vector<core::AllocationRow>> rows_;
    std::vector<core::CreditType> paid_by_; // of an invoice: beside its rows
    Cached<std::string, std::vector<session::GainRow>> gains_;
};

// "the same thing as of the same day of the same revision", for caches.
std::string moment_key(const Desk& desk, std::string_view id);

} // namespace huikuan::ui
