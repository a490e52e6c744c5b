#pragma once
// The lists of the law, of the book or of one customer: clocks by days left, guarantees, cases by
// their next deadline. The legal page and the customer's page show them alike.
#include <string>
#include <vector>

#include "session/legal.h"
#include "ui/desk.h"
#include "ui/kit/table.h"

namespace huikuan::ui {

class LegalTables {
public:
    // `customer` nil: of the book. Each answers how many rows there are.
    std::size_t draw_clocks(Desk& desk, core::CustomerId customer, const std::string& search = {},
                            bool near_only = false);
    std::size_t draw_guarantees(Desk& desk, core::CustomerId customer);
    std::size_t draw_cases(Desk& desk, core::CustomerId customer);
    // Of the book: how many end within 180 days, within 30, are over; and the open cases.
    struct Figures {
        std::int64_t near = 0, urgent = 0, over = 0, cases = 0;
    };
    Figures figures(Desk& desk);

private:
    const std::vector<session::DebtClock>& clocks(Desk& desk, core::CustomerId customer);
    const std::vector<session::CaseRow>& cases(Desk& desk, core::CustomerId customer);

    Cached<std::string, std::vector<session::DebtClock>> clocks_;
    Cached<std::string, std::vector<std::size_t>> shown_;
    Cached<std::string, std::vector<session::GuaranteeClock>> guarantees_;
    Cached<std::string, std::vector<session::CaseRow>> cases_;
    TableState clock_state_, guarantee_state_, case_state_;
};

void open_clock(Desk& desk, core::InvoiceId invoice);
void open_case(Desk& desk, core::EntityId id);
void open_weighing(Desk& desk, core::CustomerId customer);

} // namespace huikuan::ui
