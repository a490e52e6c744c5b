#pragma once
// Two lists that a book keeps up to date: the days that are free or worked (for terms that roll to
// a business day), and the loan prime rates (for interest). What is shipped says its source; what
// somebody adds is a setting of the book, says who announced it, and can be taken back.
#include <string>
#include <vector>

#include "session/ledger.h"
#include "ui/desk.h"
#include "ui/kit/table.h"

namespace huikuan::ui {

class CalendarPage {
public:
    void draw(Desk& desk);

private:
    void read(Desk& desk);
    void draw_form(Desk& desk);

    std::string key_;
    int year_ = 0;
    std::vector<core::SpecialDay> days_;
    core::Date announced_until_;
    TableState state_;
    std::string date_typed_;
    int kind_ = 0; // free, worked
    std::string problem_;
};

class RatesPage {
public:
    void draw(Desk& desk);

private:
    struct Own { // settings of the book, by their day
        core::Date from;
        std::string key;
    };
    void read(Desk& desk);
    void draw_form(Desk& desk);

    std::string key_;
    std::vector<core::RateRow> rows_; // the latest first
    std::vector<Own> own_;
    core::Date checked_until_;
    TableState state_;
    std::string date_typed_, one_year_, five_year_, source_;
    core::Error refused_;
    bool was_refused_ = false;
};

} // namespace huikuan::ui
